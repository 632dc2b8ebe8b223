package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Bounds on a PDF.
const (
	pdfMemory = 4096             // pages of 64 KiB that PDFium may use: 256 MiB, several times what an issue of a newspaper needs
	pdfAtOnce = 2                // files that are read at a time
	pdfPages  = 5000             // pages of one file
	pdfSigns  = 1 << 20          // characters of one page
	pdfTime   = 60 * time.Second // to read one file in
)

var (
	errPDF     = errors.New("it is no PDF, or it is damaged: save it again, or copy its text and paste it")
	errPDFTime = fmt.Errorf("it could not be read within %v: copy its text and paste it", pdfTime)
	errPDFSize = fmt.Errorf("it has more than %d pages: take it apart", pdfPages)
	errScanned = errors.New("no page of it has a text layer, they are pictures: run it through text recognition (OCR) first, or type it")
)

// machine starts PDFium, once, when the first PDF is read: that takes two
// seconds. It is WebAssembly that sees no file, no network and no clock, and
// has its own bounded memory for each PDF.
var machine = sync.OnceValues(func() (pdfium.Pool, error) {
	runtime := wazero.NewRuntimeConfig().WithMemoryLimitPages(pdfMemory).WithCloseOnContextDone(true)
	// Compiled code is kept where such things are kept; without it PDFium starts all the same.
	if dir, err := os.UserCacheDir(); err == nil {
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "dragoman", "pdfium")); err == nil {
			runtime = runtime.WithCompilationCache(cache)
		}
	}
	return webassembly.Init(webassembly.Config{
		MaxTotal: pdfAtOnce, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard, RuntimeConfig: runtime,
	})
})

// PDF returns the text layer of a PDF. Lines are put together to paragraphs,
// which an empty line separates; a word that was hyphenated at the end of a
// line is put together, and so is a paragraph that goes on on the next page.
// Page numbers and what heads or foots most pages are left out. Pages without
// a text layer are told by their number.
func PDF(ctx context.Context, data []byte) (File, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, pdfTime, errPDFTime)
	defer cancel()
	if !bytes.Contains(data[:min(len(data), 1<<10)], []byte("%PDF-")) {
		return File{}, errPDF
	}
	pool, err := machine()
	if err != nil {
		return File{}, fmt.Errorf("start PDFium: %w", err)
	}
	program, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return File{}, orCause(ctx, fmt.Errorf("start PDFium: %w", err))
	}
	defer program.Close()
	defer context.AfterFunc(ctx, func() { kill(program) })()
	file, err := readPDF(program, data)
	return file, orCause(ctx, err)
}

// orCause returns why ctx ended, if it did, and else err.
func orCause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// kill stops what the program is at. Its own Kill panics before it does so
// (v1.18.0), and its module is not to be had by a method.
func kill(program pdfium.Pdfium) {
	v := reflect.Indirect(reflect.ValueOf(program.GetImplementation()))
	if module, ok := v.FieldByName("Module").Interface().(api.Module); ok {
		_ = module.CloseWithExitCode(context.Background(), 1) // it fails where the module has ended
	}
}

// readPDF reads the pages and what the file says about itself.
func readPDF(program pdfium.Pdfium, data []byte) (_ File, failed error) {
	defer func() {
		if p := recover(); p != nil { // of the library, about what PDFium answered
			failed = errPDF
		}
	}()
	open, err := program.OpenDocument(&requests.OpenDocument{FileReader: bytes.NewReader(data), FileReaderSize: int64(len(data))})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return File{}, errLocked
	case err != nil:
		return File{}, errPDF
	}
	pages, err := program.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: open.Document})
	switch {
	case err != nil:
		return File{}, errPDF
	case pages.PageCount > pdfPages:
		return File{}, errPDFSize
	}
	var file File
	var lines [][]pdfLine
	for n := range pages.PageCount {
		page := pdfPage{program: program, at: requests.Page{ByIndex: &requests.PageByIndex{Document: open.Document, Index: n}}}
		found, err := page.lines()
		switch {
		case err != nil:
			file.Left = append(file.Left, Left{"page", fmt.Sprintf("page %d: %v", n+1, err)})
		case len(found) == 0 && !page.blank():
			file.Left = append(file.Left, Left{"page", fmt.Sprintf("page %d has no text layer: run the file through text recognition (OCR)", n+1)})
		}
		lines = append(lines, found)
	}
	joined := joinPages(lines)
	if joined.text == "" {
		return File{}, errScanned
	}
	file.Text, file.Note = joined.text, joined.note()
	file.Title, file.Author = pdfSays(program, open.Document, "Title"), pdfSays(program, open.Document, "Author")
	date := strings.TrimPrefix(pdfSays(program, open.Document, "CreationDate"), "D:")
	if t, err := time.Parse("20060102", date[:min(8, len(date))]); err == nil {
		file.Date = t.Format(time.DateOnly)
	}
	return file, nil
}

// pdfSays returns what a PDF says about itself under a name, or "".
func pdfSays(program pdfium.Pdfium, document references.FPDF_DOCUMENT, name string) string {
	said, err := program.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: document, Tag: name})
	if err != nil {
		return ""
	}
	return oneLine(strings.ToValidUTF8(strings.ReplaceAll(said.Value, "\x00", ""), ""))
}
