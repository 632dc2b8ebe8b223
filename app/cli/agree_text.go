package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"dragoman/model"
	"dragoman/model/agree"
)

// notes are the reasons why figures are undefined, numbered as they are met.
type notes []string

// cell returns a figure for people.
func (n *notes) cell(v agree.Value) string {
	if v.Defined() {
		return v.Text(3)
	}
	i := slices.Index(*n, v.Why)
	if i < 0 {
		i = len(*n)
		*n = append(*n, v.Why)
	}
	return fmt.Sprintf("n/a (%d)", i+1)
}

// agreementText returns the report for people: a table, and below it why
// figures are missing.
func agreementText(r agree.Report) string {
	var b strings.Builder
	var n notes
	head(&b, r)
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	columns := []agree.Figures{r.Overall}
	row(table, "", func(yield func(string)) {
		yield("overall")
		for _, l := range r.Labels {
			yield(l.Label)
			columns = append(columns, l.Figures)
		}
	})
	for _, m := range agree.Measures {
		row(table, m.Title, func(yield func(string)) {
			for _, f := range columns {
				yield(n.cell(m.Of(f)))
			}
		})
		intervals(table, m.Name, columns)
	}
	table.Flush()
	pairs(&b, &n, r)
	for i, why := range n {
		fmt.Fprintf(&b, "\n(%d) %s", i+1, why)
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func head(b *strings.Builder, r agree.Report) {
	names := make([]string, len(r.Annotators))
	for i, a := range r.Annotators {
		names[i] = string(a)
	}
	fmt.Fprintf(b, "%s in %s, %s (%s)\n", strings.Join(names, ", "), count(r.Documents, "document", "documents"),
		count(r.Tokens, "token", "tokens"), r.Tokenizer)
	if r.Left > 0 {
		fmt.Fprintf(b, "left out: %s in which not all of them have a set\n", count(r.Left, "document", "documents"))
	}
	if r.Documents == 0 {
		b.WriteString("no document holds the work of all of them: choose whom to compare with --annotators")
		if len(r.Shared) > 1 {
			b.WriteString(", or see the pairs below")
		}
		b.WriteString("\n")
	}
	for _, x := range r.Blind {
		fmt.Fprintf(b, "%s: %s\n", x.Annotator, howBlind(x))
	}
	b.WriteString("\n")
}

// howBlind says how the compared sets of an annotator were made.
func howBlind(x agree.Blindness) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{x.Blind, "made blind"}, {x.Seen, "made with others’ work in sight"}, {x.Unknown, "made nobody knows how"}} {
		if p.n > 0 {
			parts = append(parts, count(p.n, "set", "sets")+" "+p.what)
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "no set that is compared")
}

// row writes a row of a table; cells gives its cells.
func row(table *tabwriter.Writer, title string, cells func(yield func(string))) {
	fmt.Fprint(table, title)
	cells(func(cell string) { fmt.Fprint(table, "\t", cell) })
	fmt.Fprintln(table)
}

// intervals writes the 95 % confidence intervals of a figure, if there are.
func intervals(table *tabwriter.Writer, name string, columns []agree.Figures) {
	if !slices.ContainsFunc(columns, func(f agree.Figures) bool { _, ok := f.CI[name]; return ok }) {
		return
	}
	row(table, "  95 % interval", func(yield func(string)) {
		for _, f := range columns {
			cell := ""
			if ci, ok := f.CI[name]; ok {
				cell = fmt.Sprintf("%.3f–%.3f", ci.Low, ci.High)
			}
			yield(cell)
		}
	})
}

// pairs writes strict F1 of each pair of annotators over the documents in which
// both have a set, where there are several pairs.
func pairs(b *strings.Builder, n *notes, r agree.Report) {
	if len(r.Shared) < 2 {
		return
	}
	b.WriteString("\nstrict F1 of pairs, and in how many documents both have a set\n")
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	row(table, "", func(yield func(string)) {
		for _, a := range r.Annotators[1:] {
			yield(string(a))
		}
	})
	cells := map[[2]model.Annotator]string{}
	for _, p := range r.Shared {
		cells[[2]model.Annotator{p.A, p.B}] = fmt.Sprintf("%s · %d", n.cell(p.F1), p.Documents)
	}
	for _, x := range r.Annotators[:len(r.Annotators)-1] {
		row(table, string(x), func(yield func(string)) {
			for _, y := range r.Annotators[1:] {
				yield(cells[[2]model.Annotator{x, y}])
			}
		})
	}
	table.Flush()
}
