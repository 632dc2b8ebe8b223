package html

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/model/segment"
)

// line is a line of the text with its end, cut wherever a mark begins or ends.
// The pieces of all lines are the text, character by character.
type line struct {
	Lanes  int // underlines below each other
	Head   bool
	Blank  bool
	Pieces []piece
}

// piece is text between two cuts. Marks are opened before it, and as many as
// Close has entries are closed behind it.
type piece struct {
	Open  []mark
	First *first
	Text  []run
	Close []struct{}
}

// mark is a stretch of a fragment within one line.
type mark struct {
	*saying
	Told string // on hover: all that is said here
}

// first is the first character of fragments, above which their tags stand.
type first struct {
	ID   string // in the page
	Text []run
	Tags []tag
	More int // tags for which there is no room
}

// tag says whose fragment begins, and of which label.
type tag struct {
	*saying
	Text string
}

// maxTags is how many tags find room above one character.
const maxTags = 4

// maxTold is how many annotations are told of on hover.
const maxTold = 5

// typesetter cuts one text.
type typesetter struct {
	text   string
	prefix string            // of the ids in the page
	tell   func(*saying) tag // what the tag of a saying says
	starts map[int][]opening
	cuts   []int     // offsets, sorted
	open   []opening // marks, the outermost first
	again  []opening // those that go on and were closed for the sake of others
}

// opening is a fragment of an annotation.
type opening struct {
	*saying
	span  model.Span
	later bool // not the first
}

func newTypesetter(text, prefix string, sayings []*saying, tell func(*saying) tag) *typesetter {
	t := &typesetter{text: text, prefix: prefix, tell: tell, starts: map[int][]opening{}}
	cuts := []int{0, len(text)}
	for _, s := range sayings {
		for i, f := range s.fragments {
			t.starts[f.Start] = append(t.starts[f.Start], opening{s, f, i > 0})
			cuts = append(cuts, f.Start, f.End)
		}
	}
	for at := 0; at < len(text); {
		at = lineEnd(text, at)
		cuts = append(cuts, at)
	}
	slices.Sort(cuts)
	t.cuts = slices.Compact(cuts)
	return t
}

// lineEnd returns where the line that holds off ends, behind what ends it.
func lineEnd(text string, off int) int {
	i := strings.IndexAny(text[off:], "\n\r\u2028\u2029")
	if i < 0 {
		return len(text)
	}
	end := off + i
	switch {
	case strings.HasPrefix(text[end:], "\r\n"):
		return end + 2
	case text[end] < 0x80:
		return end + 1
	}
	return end + len("\u2028")
}

// lines cuts the text. headed says that its first line that is not blank is
// the title.
func (t *typesetter) lines(headed bool) []line {
	var lines []line
	i := 0
	for from := 0; from < len(t.text); {
		end := lineEnd(t.text, from)
		l := line{Blank: strings.TrimSpace(t.text[from:end]) == ""}
		if headed && !l.Blank {
			l.Head, headed = true, false
		}
		for ; t.cuts[i] < end; i++ {
			l.Pieces = append(l.Pieces, t.piece(t.cuts[i], t.cuts[i+1]))
			for _, o := range t.open {
				l.Lanes = max(l.Lanes, o.lane+1)
			}
			last := &l.Pieces[len(l.Pieces)-1]
			last.Close = make([]struct{}, t.close(t.cuts[i+1], t.cuts[i+1] == end))
		}
		lines = append(lines, l)
		from = end
	}
	return lines
}

// piece returns the text from one cut to the next, with what opens before it:
// the marks that end last outermost, so that few have to be cut.
func (t *typesetter) piece(from, to int) piece {
	var p piece
	opens := slices.DeleteFunc(append(t.again, t.starts[from]...), func(o opening) bool { return o.lane >= maxLanes })
	slices.SortStableFunc(opens, func(a, b opening) int { return cmp.Compare(b.span.End, a.span.End) })
	t.again = nil
	for _, o := range opens {
		t.open = append(t.open, o)
		p.Open = append(p.Open, mark{o.saying, t.told()})
	}
	if begins := t.starts[from]; len(begins) > 0 {
		end := min(to, segment.NextGrapheme(t.text, from))
		p.First = t.first(begins, t.text[from:end])
		from = end
	}
	p.Text = runs(t.text[from:to])
	return p
}

func (t *typesetter) first(begins []opening, text string) *first {
	f := &first{ID: placeID(t.prefix, begins[0].span.Start), Text: runs(text)}
	for _, o := range begins[:min(len(begins), maxTags)] {
		x := t.tell(o.saying)
		if o.gold && slices.ContainsFunc(f.Tags, func(other tag) bool { return other.Label == o.Label }) {
			x.Text = goldLetter
		} else if o.later {
			x.Text = "…" + x.Text
		}
		f.Tags = append(f.Tags, x)
	}
	f.More = len(begins) - len(f.Tags)
	return f
}

// placeID returns the id of the place in the page where fragments begin.
func placeID(prefix string, off int) string { return fmt.Sprintf("%st%d", prefix, off) }

// told returns what is said at the innermost open mark.
func (t *typesetter) told() string {
	var lines []string
	for i := len(t.open) - 1; i >= 0 && len(lines) < maxTold; i-- {
		lines = append(lines, t.open[i].Told())
	}
	if more := len(t.open) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// close returns how many marks must be closed at off: those that end there,
// those inside them, and at the end of a line all.
func (t *typesetter) close(off int, all bool) int {
	from := slices.IndexFunc(t.open, func(o opening) bool { return all || o.span.End == off })
	if from < 0 {
		return 0
	}
	closed := t.open[from:]
	for _, o := range closed {
		if o.span.End > off {
			t.again = append(t.again, o)
		}
	}
	t.open = t.open[:from]
	return len(closed)
}
