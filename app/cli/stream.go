package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"dragoman/app/session"
	"dragoman/model"
)

// answer is the line that answers an edit.
type answer struct {
	OK         bool               `json:"ok"`
	Line       int                `json:"line"`
	Change     int64              `json:"change,omitempty"`
	Annotation model.AnnotationID `json:"annotation,omitempty"`
	Relation   model.RelationID   `json:"relation,omitempty"`
	Comment    model.CommentID    `json:"comment,omitempty"`
	Accepted   *int               `json:"accepted,omitempty"` // of accept_agreed: how many cases
	Error      string             `json:"error,omitempty"`
}

// stream is one run of a verb that reads edits, one a line.
type stream struct {
	do            func(ctx context.Context, line []byte) (answer, error)
	done, refused int
}

// stream opens a project and answers each line of a file, or of standard input
// for "", with one line, in order, after what it says is durable. A refusal
// does not end it; a project that is read-only or damaged does. Blank lines have no
// answer. begin returns what does a line.
func (e *env) stream(ctx context.Context, project, from string,
	begin func(Project) (func(ctx context.Context, line []byte) (answer, error), error),
) error {
	in := e.In
	if from != "" {
		file, err := os.Open(from)
		if err != nil {
			return fmt.Errorf("read edits: %w", err)
		}
		defer file.Close()
		in = file
	}
	return e.with(ctx, project, false, func(p Project) error {
		do, err := begin(p)
		if err != nil {
			return err
		}
		s := stream{do: do}
		err = s.run(ctx, in, e)
		e.refused = s.refused > 0
		e.say("%s done, %d refused", count(s.done, "edit", "edits"), s.refused)
		return err
	})
}

// longestEdit is how many bytes a line may have.
const longestEdit = 16 << 20

func (s *stream) run(ctx context.Context, in io.Reader, e *env) error {
	reader := bufio.NewReaderSize(in, 1<<16)
	for number := 1; ; number++ {
		line, err := readLine(reader)
		if err != nil && !errors.Is(err, errLong) {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("read edits: %w", err)
		}
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if line = bytes.TrimSpace(line); len(line) == 0 && err == nil {
			continue
		}
		var a answer
		if err == nil {
			a, err = s.do(ctx, line)
		}
		if stop := s.answer(e, number, a, err); stop != nil {
			return stop
		}
	}
}

// answer writes the answer to one edit. It returns the error that ends the
// stream: what was no refusal, or could not be answered.
func (s *stream) answer(e *env, number int, a answer, err error) error {
	a.OK, a.Line = err == nil, number
	if err == nil {
		s.done++
		return e.print(a)
	}
	s.refused++
	a = answer{Line: number, Error: err.Error()}
	if refusal(err) {
		return e.print(a)
	}
	return errors.Join(err, e.print(a))
}

// refusal reports whether the stream goes on after err: what is full, moved or
// locked now may not be for the next edit.
func refusal(err error) bool {
	var bad *badEdit
	return errors.As(err, &bad) || errors.Is(err, model.ErrNotNow) || errors.Is(err, errLong) || errors.Is(err, errAmbiguous) || session.Refused(err)
}

var errLong = fmt.Errorf("the line is longer than %d bytes", longestEdit)

// readLine returns the next line; the last one may lack its end. A line that
// is too long is read to its end and gives errLong.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line) <= longestEdit {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (!errors.Is(err, io.EOF) || len(line) == 0):
			return nil, err
		case len(line) > longestEdit:
			return nil, errLong
		}
		return line, nil
	}
}
