package labelstudio

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// maxStrangers is how many elements may be no tasks before the first that is
// one: the file is another kind of JSON then.
const maxStrangers = 100

// reader reads one file.
type reader struct {
	jsonline.File
	assumed []format.Assumption // about single tasks, each once
	taken   int                 // tasks
}

// read reads a file task by task; see format.Format.
func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	r := &reader{File: jsonline.File{In: in, Format: "labelstudio"}}
	err := r.tasks(ctx, take)
	if r.taken > 0 || len(r.Report.Rejected) == 0 { // else nothing was taken for anything
		r.assume()
	}
	return r.Report, err
}

func (r *reader) tasks(ctx context.Context, take func(format.Record) error) error {
	e := newElements(r.In.Body, maxTask)
	if r.refused(e.in) {
		return nil
	}
	if why := stranger(e.in); why != "" {
		r.Report.Reject(r.In.Name, 0, why)
		return nil
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, line, err := e.next()
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, new(tooLong)):
			r.Report.Reject(r.In.Name, line, err.Error())
			continue
		case errors.Is(err, errNoArray) || errors.Is(err, errEarly) || errors.Is(err, errMore):
			r.Report.Reject(r.In.Name, line, err.Error())
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", r.In.Name, err)
		}
		if err := r.task(line, data, take); err != nil {
			return err
		}
		if r.taken == 0 && len(r.Report.Rejected) >= maxStrangers {
			r.Report.Reject(r.In.Name, line, fmt.Sprintf("none of the first %d elements is a task of Label Studio: the rest was not read", maxStrangers))
			return nil
		}
	}
}

// stranger says why a file is no list of tasks, and what to do, where its
// beginning tells; else "".
func stranger(in *bufio.Reader) string {
	head, _ := in.Peek(jsonline.ForeignHead) // an error comes again with the first task
	if why := jsonline.Foreign(head); why != "" {
		return why
	}
	object := bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head, mark)), []byte("{"))
	if !object || bytes.Contains(head, []byte(`"data"`)) || len(head) < jsonline.ForeignHead && !json.Valid(bytes.TrimPrefix(head, mark)) {
		return ""
	}
	return "it is JSON of no kind that is read: annotations are read from JSON Lines, an object with “text” on each line, and the files of the programs that the guide names; articles from text"
}

// refused reports, and tells, whether the file is in UTF-16.
func (r *reader) refused(in *bufio.Reader) bool {
	head, _ := in.Peek(2) // an error comes again with the first task
	if string(head) != "\xff\xfe" && string(head) != "\xfe\xff" {
		return false
	}
	r.Report.Reject(r.In.Name, 0, "the file is in UTF-16; JSON is UTF-8: save it as UTF-8 first")
	return true
}

// task reads one task and hands on its records. A task that is broken is told
// in the report; the error is take's.
func (r *reader) task(line int, data []byte, take func(format.Record) error) error {
	t, err := r.parse(line, data)
	if err != nil {
		r.Report.Reject(r.In.Name, line, err.Error())
		return nil
	}
	r.taken++
	if len(t.sets) == 0 {
		return take(format.Record{Document: t.document, Path: r.In.Name, Line: line})
	}
	for _, s := range t.sets {
		record, choice := t.record(s)
		if len(s.results) > 0 {
			r.note(format.Assumption{Unit: choice.Unit, Note: choice.Note})
		}
		if err := take(record); err != nil {
			return err
		}
	}
	return nil
}

// note keeps for the report what was assumed about a task.
func (r *reader) note(a format.Assumption) {
	if !slices.Contains(r.assumed, a) {
		r.assumed = append(r.assumed, a)
	}
}

// assume puts into the report what was taken for granted about the file.
func (r *reader) assume() {
	if asked := r.In.Encoding; asked != "" && asked != "auto" && !strings.EqualFold(asked, "utf-8") {
		r.note(format.Assumption{Note: "JSON is always UTF-8: the encoding " + asked + " was not used"})
	}
	if len(r.assumed) == 0 {
		r.note(format.Assumption{})
	}
	for _, a := range r.assumed {
		a.Path, a.Format, a.Encoding = r.In.Name, "labelstudio", "utf-8"
		r.Report.Assumed = append(r.Report.Assumed, a)
	}
}

// unique returns the name, or with a number where another set of the task is
// that annotator's.
func (t *task) unique(name model.Annotator) model.Annotator {
	who := name
	if who == "" {
		who = t.In.Unnamed()
	}
	free, n := who, max(t.names[who], 1)
	for t.names[free] > 0 {
		n++
		free = model.Annotator(fmt.Sprintf("%s (%d)", who, n))
	}
	t.names[free], t.names[who] = max(t.names[free], 1), n
	if free == who {
		return name
	}
	t.Lose(format.LossAnnotator, t.line, fmt.Sprintf("%s has two annotations of one text; the second is read as that of %s", who, free))
	return free
}
