package gui

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// sceneLine is a line of the article on the screen.
type sceneLine struct {
	Y      float32     `json:"y"`
	Height float32     `json:"height"`
	Words  []sceneWord `json:"words"`
}

// sceneWord is a word of a line. Start and End are the x at which it begins
// and ends in reading order; in right-to-left text End is the smaller one.
type sceneWord struct {
	At    int     `json:"at"`
	Text  string  `json:"text"`
	Start float32 `json:"start"`
	End   float32 `json:"end"`
}

// lines returns the lines of the article as they are painted: the words are
// found on the canvas, not in the geometry that put them there, so that a
// script presses where a person would.
func (s *scene) lines(text *model.Text) []sceneLine {
	view := s.w.space.article.view
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(view)
	var rows []paintedRow
	for _, runs := range view.PaintedRows() {
		if row := rowOf(runs, at, float32(view.TextSize())); len(row.runs) > 0 {
			rows = append(rows, row)
		}
	}
	if !s.w.space.article.headed {
		rows = slices.DeleteFunc(rows, paintedRow.bold) // a headline above the text is no part of it
	}
	slices.SortFunc(rows, func(a, b paintedRow) int { return cmp.Compare(a.y, b.y) })
	from := view.VisibleSpan().Start
	lines := []sceneLine{}
	for _, row := range rows {
		line := sceneLine{Y: row.y, Height: row.height}
		line.Words, from = row.words(text, from)
		if len(line.Words) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

// paintedRow is the runs of one painted line, from left to right.
type paintedRow struct {
	y, height float32
	runs      []paintedRun
}

type paintedRun struct {
	textview.PaintedRun
	x float32
}

// bold reports whether the row is set in the faces of headlines.
func (r paintedRow) bold() bool {
	return slices.ContainsFunc(r.runs, func(run paintedRun) bool { return strings.HasSuffix(run.Source.Name(), "-bold") })
}

// rowOf returns the row of painted text of an article that stands at a place.
// Only runs of about the size of the article's text count: tags and headlines
// are others.
func rowOf(runs []textview.PaintedRun, at fyne.Position, size float32) paintedRow {
	var row paintedRow
	for _, r := range runs {
		if r.Pixels > size*0.8 && r.Pixels < size*1.3 {
			row.runs = append(row.runs, paintedRun{r, at.X + r.X})
			row.y, row.height = at.Y+r.Y, r.Height
		}
	}
	slices.SortFunc(row.runs, func(a, b paintedRun) int { return cmp.Compare(a.x, b.x) })
	return row
}

// words finds the runs of the row in the text, behind from, and returns their
// words and where the row ends.
func (r paintedRow) words(text *model.Text, from int) ([]sceneWord, int) {
	const reach = 4000 // bytes of a line at most
	part := text.String()[from:min(text.Len(), from+reach)]
	part = strings.ToValidUTF8(part, "")
	end := from
	var words []sceneWord
	used := 0
	for _, run := range r.runs {
		shown := strings.TrimSpace(run.Text)
		i := strings.Index(part[used:], shown)
		if i < 0 {
			used = 0
			if i = strings.Index(part, shown); i < 0 {
				continue
			}
		}
		start := used + i
		words = append(words, run.words(text, from+start, shown)...)
		if !ui.RightToLeft(part) {
			used = start + len(shown)
		}
		end = max(end, from+start+len(shown))
	}
	slices.SortFunc(words, func(a, b sceneWord) int { return cmp.Compare(a.At, b.At) })
	return words, end
}

// words splits a run into its words, which begin at the offset.
func (r paintedRun) words(text *model.Text, off int, shown string) []sceneWord {
	var words []sceneWord
	lead := len(r.Text) - len(strings.TrimLeft(r.Text, " "))
	rightToLeft := ui.RightToLeft(shown)
	whole := r.width(r.Text)
	for i := 0; i < len(shown); {
		n := strings.IndexByte(shown[i:], ' ')
		if n < 0 {
			n = len(shown) - i
		}
		if n > 0 {
			a, b := r.width(r.Text[:lead+i]), r.width(r.Text[:lead+i+n])
			if rightToLeft {
				a, b = whole-a, whole-b
			}
			words = append(words, sceneWord{At: text.CodePointAt(off + i), Text: shown[i : i+n], Start: r.x + a, End: r.x + b})
		}
		i += n + 1
	}
	return words
}

func (r paintedRun) width(s string) float32 {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(s, r.Pixels, fyne.TextStyle{}, r.Source)
	return size.Width
}
