package jsonline

import (
	"context"
	"io"
	"runtime"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/storage/format"
)

// endless is a line of so many bytes without an end.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.left)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.left -= n
	return n, nil
}

func TestLineOfAGigabyteTakesNoMemory(t *testing.T) {
	body := io.MultiReader(strings.NewReader(`{"text":"first"}`+"\n"), &endless{1 << 30}, strings.NewReader("\n"+`{"text":"last"}`))
	f := File{In: format.Input{Name: "a", Body: body}, Format: "test", Limit: 1 << 20}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var texts []string
	err := f.Read(context.Background(), func(_ int, o Object) (format.Record, error) {
		return format.Record{Document: model.NewDocument(o.Peek("text"), "", "")}, nil
	}, func(r format.Record) error {
		texts = append(texts, r.Document.Text.String())
		return nil
	})
	runtime.ReadMemStats(&after)
	if err != nil || strings.Join(texts, " ") != "first last" || len(f.Report.Rejected) != 1 || f.Report.Rejected[0].Line != 2 {
		t.Errorf("read were %v, rejected %+v, %v", texts, f.Report.Rejected, err)
	}
	if spent := after.TotalAlloc - before.TotalAlloc; spent > 16<<20 {
		t.Errorf("it took %d MiB", spent>>20)
	}
}
