package webanno

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

func write(ctx context.Context, out format.Folder, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	reducer := format.Reducer{Format: Format(), Options: opt}
	err := writeAll(ctx, out, &reducer, records)
	report := format.Report{Losses: reducer.Losses}
	if opt.Unit != format.Auto && opt.Unit != format.UTF16 {
		report.Assumed = []format.Assumption{{Format: "webanno", Unit: format.UTF16, Note: "WebAnno TSV counts UTF-16 units and no others"}}
	}
	return report, err
}

func writeAll(ctx context.Context, out format.Folder, reducer *format.Reducer, records iter.Seq2[format.Record, error]) error {
	own, declared := uima.OwnOf(reducer.Options)
	names := map[string]bool{} // of features
	for _, name := range declared {
		names[name] = true
	}
	n := 0
	err := format.Each(ctx, records, func(r format.Record) error {
		n++
		reduced := reducer.Reduce(r)
		return format.WriteFile(out, uima.FileName(r.Document)+".tsv", func(to io.Writer) error {
			s := newSheet(to, reduced.Set, own, names)
			s.write(lay(reduced.Document, reduced.Set, own))
			return s.w.Flush()
		})
	})
	if err != nil || n == 0 {
		return err
	}
	return format.WriteFile(out, uima.TypesFile, func(to io.Writer) error {
		return uima.WriteTypes(to, uima.Layers(slices.Sorted(maps.Keys(names))))
	})
}

// sheet writes one file.
type sheet struct {
	w         *bufio.Writer
	columns   []string // features of spans
	relations bool
}

// newSheet finds the columns that the set needs, and adds them to names.
func newSheet(out io.Writer, set *model.AnnotationSet, own uima.Own, names map[string]bool) *sheet {
	s := &sheet{w: bufio.NewWriter(out)}
	if set == nil {
		return s
	}
	used := map[string]bool{}
	for _, a := range set.Annotations {
		for _, f := range append(uima.Features(a, own), uima.PartOf(0, len(a.Fragments))) {
			if f.Value != "" {
				used[f.Name] = true
			}
		}
	}
	maps.Copy(names, used)
	s.columns = uima.Order(slices.Collect(maps.Keys(used)))
	s.relations = len(set.Relations) > 0
	return s
}

func (s *sheet) write(l layout) {
	s.w.WriteString(magic + "3.3\n")
	if len(s.columns) > 0 {
		s.w.WriteString("#T_SP=" + uima.Span + "|" + strings.Join(s.columns, "|") + "\n")
	}
	if s.relations {
		s.w.WriteString("#T_RL=" + uima.Relation + "|" + uima.Label + "|" + uima.ID + "|BT_" + uima.Span + "\n")
	}
	s.w.WriteString("\n")
	for i, units := range l.sentences {
		s.w.WriteString("\n")
		s.sentence(l, i)
		for _, u := range units {
			s.row(l.text, u)
		}
	}
}

// sentence writes the text from the beginning of a sentence to that of the
// next. Readers add one line break at the end, but for the last.
func (s *sheet) sentence(l layout, i int) {
	text := l.text.String()[l.sentences[i][0].span.Start:]
	if i+1 < len(l.sentences) {
		end := l.sentences[i+1][0].span.Start - l.sentences[i][0].span.Start
		text = strings.TrimSuffix(text[:end], "\n")
	}
	for line := range strings.SplitSeq(text, "\n") {
		s.w.WriteString("#Text=" + escapeText(line) + "\n")
	}
}

// row writes the line of a unit.
func (s *sheet) row(text *model.Text, u *unit) {
	fmt.Fprintf(s.w, "%s\t%d-%d\t%s\t", u.id, text.UTF16At(u.span.Start), text.UTF16At(u.span.End), tokenText(text.Slice(u.span)))
	for _, name := range s.columns {
		stack(s.w, u.spans, func(x *span) string { return x.value(name) + x.suffix() })
	}
	if s.relations {
		stack(s.w, u.relations, func(r *relation) string { return escapeValue(r.of.Type) })
		stack(s.w, u.relations, func(r *relation) string { return escapeValue(string(r.of.ID)) })
		stack(s.w, u.relations, (*relation).source)
	}
	s.w.WriteString("\n")
}

// tokenText is a token as it stands, but for one that would break the line.
func tokenText(token string) string {
	if strings.ContainsFunc(token, func(r rune) bool { return r < 0x20 }) {
		return escapeText(token)
	}
	return token
}

// stack writes one column.
func stack[T any](w *bufio.Writer, all []T, cell func(T) string) {
	if len(all) == 0 {
		w.WriteString("_")
	}
	for i, x := range all {
		if i > 0 {
			w.WriteString("|")
		}
		w.WriteString(cell(x))
	}
	w.WriteString("\t")
}

// value returns a feature as a cell holds it.
func (s *span) value(name string) string {
	for _, f := range s.features {
		if f.Name == name && f.Value != "" {
			return escapeValue(f.Value)
		}
	}
	return "*"
}

func (s *span) suffix() string {
	if s.number == 0 {
		return ""
	}
	return fmt.Sprintf("[%d]", s.number)
}

// source names the unit where a relation begins.
func (r *relation) source() string {
	if r.from.number == 0 && r.to.number == 0 {
		return r.from.at.id
	}
	return fmt.Sprintf("%s[%d_%d]", r.from.at.id, r.from.number, r.to.number)
}
