package conll

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/model/segment"
	"dragoman/storage/format"
)

// maxLayers is how many columns of tags are written: no more than are read.
const maxLayers = maxColumns - 3

// write writes records as they come; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	w := writer{Reducer: format.Reducer{Format: Format(), Options: opt}, out: bufio.NewWriter(out)}
	err := format.Each(ctx, records, func(r format.Record) error { return w.document(w.Reduce(r)) })
	if err != nil {
		return format.Report{}, err
	}
	return format.Report{Losses: w.Losses}, w.out.Flush()
}

type writer struct {
	format.Reducer
	out *bufio.Writer
}

// document writes one document.
func (w *writer) document(r format.Reduced) error {
	text := r.Document.Text.String()
	rows, first := rowsOf(text, r.Tokens)
	layers := w.layers(r, first)
	w.out.WriteString(docstart + " -X- O O" + strings.Repeat(",O", len(layers)-1) + "\n\n")
	sentences := segment.Sentences(text)
	for i, row := range rows {
		ends := false
		for len(sentences) > 0 && sentences[0].Start <= row.start {
			ends, sentences = true, sentences[1:]
		}
		tags, within := tagsAt(layers, i)
		if ends && i > 0 && !within {
			w.out.WriteByte('\n')
		}
		w.out.WriteString(row.text + " -X- O " + strings.Join(tags, " ") + "\n")
	}
	if len(rows) > 0 {
		w.out.WriteByte('\n')
	}
	_, err := w.out.Write(nil) // the first error of those above
	return err
}

// wordRow is a token, or a part of one, as it is written.
type wordRow struct {
	text  string
	start int // of its token
}

// rowsOf returns the rows of the tokens, and where those of each token begin.
// White space has none.
func rowsOf(text string, tokens []model.Span) (rows []wordRow, first []int) {
	first = make([]int, 0, len(tokens)+1)
	for _, t := range tokens {
		first = append(first, len(rows))
		for word := range strings.FieldsFuncSeq(text[t.Start:t.End], blank) {
			rows = append(rows, wordRow{word, t.Start})
		}
	}
	return rows, append(first, len(rows))
}

// placed is an annotation over rows.
type placed struct {
	first, end int
	label      string
}

// layer is what one column holds: nothing overlaps.
type layer struct {
	placed []placed
	room   format.Room // for rows
	at     int         // how many end before the row that is written
}

// layers puts each annotation into the first column in which it has room. Those
// of a column come sorted.
func (w *writer) layers(r format.Reduced, first []int) []*layer {
	rows := first[len(first)-1]
	layers := []*layer{{room: format.NewRoom(rows)}}
	if r.Set == nil {
		return layers
	}
	for _, a := range slices.SortedFunc(slices.Values(r.Set.Annotations), w.Options.Before) {
		tokens := r.At[a.ID][0] // there are no further fragments
		p := placed{first[tokens.First], first[tokens.End], escape(a.Label)}
		kind, took := format.LossOverlap, false
		if p.first == p.end {
			kind = format.LossCut
		} else {
			layers, took = place(layers, p, rows)
		}
		if !took {
			w.Losses.Tally(kind, "a format that keeps the text and overlaps", func() string {
				return fmt.Sprintf("document %s: %s %s", r.Document.ID, a.Label, format.Shorten(r.Document.Text.Quote(a.Fragments)))
			})
		}
	}
	for _, l := range layers {
		slices.SortFunc(l.placed, func(a, b placed) int { return a.first - b.first })
	}
	return layers
}

// place adds p to the first layer in which it overlaps nothing, to a new one if
// need be, and reports whether there is one.
func place(layers []*layer, p placed, rows int) ([]*layer, bool) {
	i := slices.IndexFunc(layers, func(l *layer) bool { return l.room.Free(p.first, p.end) })
	switch {
	case i < 0 && len(layers) == maxLayers:
		return layers, false
	case i < 0:
		i = len(layers)
		layers = append(layers, &layer{room: format.NewRoom(rows)})
	}
	layers[i].room.Take(p.first, p.end)
	layers[i].placed = append(layers[i].placed, p)
	return layers, true
}

// tagsAt returns the tags of a row, and whether an annotation goes on in it. Rows
// are asked for in order.
func tagsAt(layers []*layer, row int) (tags []string, within bool) {
	for _, l := range layers {
		for l.at < len(l.placed) && l.placed[l.at].end <= row {
			l.at++
		}
		switch {
		case l.at == len(l.placed) || row < l.placed[l.at].first:
			tags = append(tags, "O")
		case row == l.placed[l.at].first:
			tags = append(tags, "B-"+l.placed[l.at].label)
		default:
			tags, within = append(tags, "I-"+l.placed[l.at].label), true
		}
	}
	return tags, within
}
