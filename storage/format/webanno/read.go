package webanno

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// maxSize is how many bytes a file may have. What is found in it takes up to
// forty times as much memory; an article of 100,000 words has 4 MiB.
const maxSize = 16 << 20

func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	var report format.Report
	if err := ctx.Err(); err != nil {
		return report, err
	}
	data, err := io.ReadAll(io.LimitReader(in.Body, maxSize+1))
	if err != nil {
		return report, fmt.Errorf("read %s: %w", in.Name, err)
	}
	record, err := parse(in, &report, data)
	if err != nil {
		report.Reject(in.Name, 0, err.Error())
		return report, nil
	}
	return report, take(record)
}

// parse returns the document of a file. Its errors are sentences for people.
func parse(in format.Input, report *format.Report, data []byte) (format.Record, error) {
	text := strings.TrimPrefix(string(data), mark)
	switch {
	case strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff"):
		return format.Record{}, errors.New("it is UTF-16: save it as UTF-8")
	case len(data) > maxSize:
		return format.Record{}, fmt.Errorf("it is larger than %d MiB: take the document apart, and export it again", maxSize>>20)
	case !utf8.ValidString(text):
		return format.Record{}, errors.New("it is not UTF-8: save it as UTF-8")
	}
	s, err := lines(text)
	if err != nil {
		return format.Record{}, err
	}
	for _, w := range s.wrong {
		report.Reject(in.Name, w.line, w.reason)
	}
	built, err := s.rebuild(in.Unit)
	if err != nil {
		return format.Record{}, err
	}
	f := &finder{
		scan: s, text: built, report: report, path: in.Name,
		number: map[[2]string]int{}, units: map[[2]string]int{}, chains: map[string]bool{}, left: map[string]bool{},
	}
	f.find()
	if s.ids > 0 {
		report.Losses.Add("sentence id", fmt.Sprintf("%s: %d sentences have an id of their own", in.Name, s.ids), "")
	}
	return f.record(in), nil
}

// record puts the record together.
func (f *finder) record(in format.Input) format.Record {
	doc := model.NewDocument(f.text.text.String(), "", filepath.Base(in.Name))
	draft := format.NewDraft(in, f.report, doc, "", format.UTF16, f.text.unit)
	labels := map[string]string{}
	for _, l := range f.scan.layers {
		labels[l.name] = uima.LabelFeature(l.values())
		if l.kind == "RL" {
			labels[l.name] = uima.TypeFeature(l.values())
		}
	}
	finder := uima.Finder{
		Draft: draft, IDs: format.NewIDs(doc.ID, in.Unnamed()), Labels: labels, Path: in.Name, Losses: &f.report.Losses,
	}
	finder.Add(f.items, f.ends())
	record, choice := draft.Record()
	f.assume(in, choice, finder.Note())
	return record
}

// assume says what was taken for granted.
func (f *finder) assume(in format.Input, choice format.UnitChoice, labels string) {
	notes := []string{choice.Note, labels, uima.LeftNote(f.left)}
	switch {
	case f.text.misfit > 0:
		notes = append(notes, fmt.Sprintf("lines whose token is not where their offsets say: %d", f.text.misfit))
	case in.Unit == format.Auto && f.text.unit != format.UTF16:
		notes = append(notes, "what offsets count was found by the tokens of the file")
	}
	if f.text.gaps {
		notes = append(notes, "what stands between sentences is not in the file: a line break and blanks")
	}
	notes = slices.DeleteFunc(notes, func(n string) bool { return n == "" })
	f.report.Assumed = append(f.report.Assumed, format.Assumption{
		Path: in.Name, Format: "webanno", Encoding: "UTF-8", Unit: f.text.unit, Note: strings.Join(notes, "; "),
	})
}
