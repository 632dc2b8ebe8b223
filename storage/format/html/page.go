package html

import (
	"bufio"
	"context"
	"crypto/sha256"
	_ "embed" // the style sheet and the templates
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"iter"
	"os"
	"sync"

	"dragoman/model"
	"dragoman/storage/format"
)

var (
	//go:embed page.css
	style string
	//go:embed page.tmpl
	markup string
)

// templates are parsed when they are first needed, not whenever the program
// starts.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"runs": runs, "count": count, "between": between,
		"add": func(a, b int) int { return a + b },
	}).Parse(markup))
})

// count returns the number with the noun it counts.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// between returns what stands before the i-th of n names.
func between(i, n int) string {
	switch i {
	case 0:
		return ""
	case n - 1:
		return " and "
	}
	return ", "
}

// page is what is gathered while articles are written.
type page struct {
	schema  model.Schema
	people  *people
	labels  *labels
	entries []entry
	figures *figures
}

// write writes records as they come; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	spool, err := os.CreateTemp("", "dragoman-*.html")
	if err != nil {
		return format.Report{}, fmt.Errorf("make a temporary file for the articles: %w", err)
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	p := &page{
		schema: opt.Schema, people: newPeople(opt.Annotators), labels: newLabels(opt.Schema),
		figures: newFigures(opt.Annotators),
	}
	buffer := bufio.NewWriter(spool)
	for g, err := range groups(ctx, records) {
		if err == nil {
			err = p.add(buffer, g)
		}
		if err != nil {
			return format.Report{}, err
		}
	}
	if err := buffer.Flush(); err != nil {
		return format.Report{}, fmt.Errorf("write to a temporary file: %w", err)
	}
	return format.Report{}, p.assemble(ctx, out, spool)
}

// groups yields each document with all its sets.
func groups(ctx context.Context, records iter.Seq2[format.Record, error]) iter.Seq2[group, error] {
	return func(yield func(group, error) bool) {
		var order format.Order
		var g group
		for r, err := range records {
			if err = errors.Join(err, ctx.Err()); err == nil {
				err = order.Next(r)
			}
			if err != nil {
				yield(group{}, err)
				return
			}
			if r.Document.ID != g.document.ID {
				if g.document.Text != nil && !yield(g, nil) {
					return
				}
				g = group{document: r.Document}
			}
			if r.Set != nil {
				g.sets = append(g.sets, *r.Set)
			}
		}
		if g.document.Text != nil {
			yield(g, nil)
		}
	}
}

// add writes one article and remembers what the rest of the page needs of it.
func (p *page) add(out io.Writer, g group) error {
	for _, s := range g.sets {
		for _, a := range s.Annotations {
			if err := model.CheckFragments(g.document.Text, a.Fragments); err != nil {
				return fmt.Errorf("write document %s: annotation %s: %w", g.document.ID, a.ID, err)
			}
		}
	}
	a := p.article(len(p.entries)+1, g)
	p.entries = append(p.entries, a.entry)
	p.figures.add(g, a.ID)
	if err := templates().ExecuteTemplate(out, "article", a); err != nil {
		return fmt.Errorf("write document %s: %w", g.document.ID, err)
	}
	return nil
}

// head is what stands above the articles.
type head struct {
	Policy                  string
	Style                   template.CSS
	Labels                  []*label
	People                  []*person
	Entries                 []entry
	Annotations, Relations  int
	Compared, Several, Gold bool
	Figures                 *agreement
}

// assemble writes the page with the articles that were spooled.
func (p *page) assemble(ctx context.Context, out io.Writer, spool *os.File) error {
	h, err := p.head(ctx)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(out)
	if err := templates().ExecuteTemplate(buffer, "head", h); err != nil {
		return fmt.Errorf("write the head of the page: %w", err)
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read a temporary file: %w", err)
	}
	if _, err := io.Copy(buffer, spool); err != nil {
		return fmt.Errorf("write the articles: %w", err)
	}
	if err := templates().ExecuteTemplate(buffer, "foot", h); err != nil {
		return fmt.Errorf("write the end of the page: %w", err)
	}
	return buffer.Flush()
}

func (p *page) head(ctx context.Context) (head, error) {
	sheet := style + p.labels.style()
	sum := sha256.Sum256([]byte(sheet))
	h := head{
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
		Style:  template.CSS(sheet), // of ours, numbers and checked colours
		Labels: p.labels.list, People: p.people.all(), Entries: p.entries,
	}
	h.Several = len(h.People) > 1
	h.Gold = h.Several && h.People[len(h.People)-1].Gold
	for _, e := range p.entries {
		h.Compared = h.Compared || e.Compared
		for _, s := range e.Sets {
			h.Annotations += s.Annotations
			h.Relations += s.Relations
		}
	}
	var err error
	h.Figures, err = p.agreement(ctx)
	return h, err
}
