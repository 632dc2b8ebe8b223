package hf

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/template"

	"dragoman/model"
	"dragoman/storage/format"
)

//go:embed card.md
var cardText string

// cardTemplate is parsed when it is first needed, not whenever the program starts.
var cardTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("card").Funcs(template.FuncMap{
		"cell": cell, "quote": quote, "count": count,
	}).Parse(cardText))
})

// card is what the template of the data card is filled with.
type card struct {
	Name       string
	Unit       string
	Slices     bool // whether the offsets are those of Python's strings
	All        *tally
	Splits     []splitRow
	Empty      []string
	Labels     []labelRow
	Types      []typeRow
	People     []personRow
	Origins    []originRow
	Annotators int
	Gold       bool
	Per        string
	Spans, NER []column
	Losses     format.Losses
	Prefer     []string
	Divided    []string
}

type splitRow struct {
	Name string
	*tally
	PerLabel []int
}

type labelRow struct {
	model.Label
	Count int
}

type typeRow struct {
	model.RelationType
	Count int
}

type personRow struct {
	Name string
	*person
}

type originRow struct {
	Name  string
	Count int
}

// card returns the data card: README.md.
func (w *writer) card(losses format.Losses) ([]byte, error) {
	c := w.counts
	filled := card{
		Name: w.opt.Name, Unit: w.opt.Unit.Title(), Slices: w.opt.Unit == format.CodePoint, All: c.all, Annotators: len(c.annotators()),
		Gold: c.people[string(model.Gold)] != nil, Per: c.perDocument(), Spans: spansColumns(), NER: nerColumns(nil),
		Losses: losses, Prefer: w.opt.Prefer, Divided: w.opt.Divided, Labels: w.labels(), Types: w.types(),
	}
	for _, name := range w.splits {
		if t := c.splits[name]; t != nil {
			filled.Splits = append(filled.Splits, splitRow{name, t, w.perLabel(t)})
		} else {
			filled.Empty = append(filled.Empty, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.people)) {
		filled.People = append(filled.People, personRow{name, c.people[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(c.origins)) {
		filled.Origins = append(filled.Origins, originRow{name, c.origins[name]})
	}
	var b bytes.Buffer
	b.WriteString(w.head())
	err := cardTemplate().Execute(&b, filled)
	return b.Bytes(), err
}

// labels returns the labels in the order of their tags.
func (w *writer) labels() []labelRow {
	var rows []labelRow
	for _, name := range w.tags.labels {
		l, _ := w.opt.Schema.Label(name)
		l.Name = name
		rows = append(rows, labelRow{l, w.counts.all.Labels[name]})
	}
	return rows
}

func (w *writer) perLabel(t *tally) []int {
	var counts []int
	for _, l := range w.labels() {
		counts = append(counts, t.Labels[l.Name])
	}
	return counts
}

// types returns the relation types: those of the schema, then others.
func (w *writer) types() []typeRow {
	var rows []typeRow
	types := w.counts.all.Types
	for _, t := range w.opt.Schema.RelationTypes {
		rows = append(rows, typeRow{t, types[t.Name]})
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		if _, known := w.opt.Schema.RelationType(name); !known {
			rows = append(rows, typeRow{model.RelationType{Name: name}, types[name]})
		}
	}
	return rows
}

// head returns the head of the card, which programs read.
func (w *writer) head() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\npretty_name: %s\ntask_categories:\n- token-classification\n", quoted(w.opt.Name))
	fmt.Fprintf(&b, "size_categories:\n- %s\n", sizeCategory(w.counts.all.Documents))
	b.WriteString("configs:")
	for _, config := range []string{spans, ner} {
		fmt.Fprintf(&b, "\n- config_name: %s\n", config)
		if config == spans {
			b.WriteString("  default: true\n")
		}
		b.WriteString("  data_files:")
		for _, f := range w.of(config) {
			fmt.Fprintf(&b, "\n  - split: %s\n    path: %s", f.split, f.name())
		}
	}
	b.WriteString("\ndataset_info:\n")
	w.info(&b, spans, spansColumns())
	w.info(&b, ner, nerColumns(w.tags.names()))
	b.WriteString("---\n\n")
	return b.String()
}

// info writes the types of a configuration, and how much is in its splits.
func (w *writer) info(b *strings.Builder, config string, columns []column) {
	fmt.Fprintf(b, "- config_name: %s\n  features:\n", config)
	for _, c := range columns {
		c.yaml(b, "  ")
	}
	b.WriteString("  splits:\n")
	size := 0
	for _, f := range w.of(config) {
		fmt.Fprintf(b, "  - name: %s\n    num_bytes: %d\n    num_examples: %d\n", f.split, f.size, f.rows)
		size += f.size
	}
	fmt.Fprintf(b, "  download_size: %d\n  dataset_size: %d\n", size, size)
}

// sizeCategory returns the class of size that the hub sorts datasets by.
func sizeCategory(n int) string {
	bounds := []struct {
		below int
		name  string
	}{{1e3, "n<1K"}, {1e4, "1K<n<10K"}, {1e5, "10K<n<100K"}, {1e6, "100K<n<1M"}, {1e7, "1M<n<10M"}}
	for _, b := range bounds {
		if n < b.below {
			return b.name
		}
	}
	return "10M<n<100M"
}

// cell returns a text as it can stand in a cell of a Markdown table.
func cell(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "`", "\\`", "*", `\*`, "[", `\[`).Replace(s)
}

// quote returns Markdown as a block quote, so that its headings stay in it.
func quote(s string) string {
	return "> " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n> ")
}

// count returns a number with its word: "1 document", "2 documents".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
