package panel

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// All is the list of the annotations of the document.
type All struct {
	// OnChoose is told the annotation that a person chose.
	OnChoose func(id model.AnnotationID)

	work   model.Work
	active model.AnnotationID
	list   *ui.List
	empty  *ui.Text
	object fyne.CanvasObject
}

// NewAll returns the list.
func NewAll() *All {
	l := &All{empty: ui.NewText("No annotations yet. Select words in the article and press a label’s key.", ui.Look{Role: ui.Muted})}
	l.list = ui.NewList(func() int { return len(l.work.Set.Annotations) }, newAnnotationRow, l.fill)
	l.list.OnSelected = func(i widget.ListItemID) {
		if id := l.work.Set.Annotations[i].ID; l.OnChoose != nil && id != l.active {
			l.OnChoose(id)
		}
	}
	l.object = container.NewStack(ui.Pad(6, 6, 8, 8, l.list), ui.Pad(16, 0, 14, 14, ui.Column(0, l.empty)))
	return l
}

// Object returns what is to be shown.
func (l *All) Object() fyne.CanvasObject { return l.object }

// Set shows the annotations of a set. Rows are painted again only where it, or
// the schema, is another than before.
func (l *All) Set(w model.Work, active model.AnnotationID) {
	same := sameList(w.Set.Annotations, l.work.Set.Annotations) && w.Document.ID == l.work.Document.ID && w.Schema.Equal(l.work.Schema)
	l.work, l.active = w, active
	if !same {
		l.empty.Hidden = len(w.Set.Annotations) > 0
		l.empty.Refresh()
		l.list.Refresh()
	}
	if i := l.index(active); i >= 0 {
		l.list.Select(i)
	} else {
		l.list.UnselectAll()
	}
}

// sameList reports whether two lists are one, which is never written to.
func sameList(a, b []model.Annotation) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (l *All) index(id model.AnnotationID) int {
	a, ok := l.work.Set.Annotation(id)
	if !ok {
		return -1
	}
	i, _ := slices.BinarySearchFunc(l.work.Set.Annotations, a, model.CompareAnnotations)
	return i
}

func (l *All) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(l.work.Set.Annotations) {
		return
	}
	a := l.work.Set.Annotations[i]
	label, _ := l.work.Schema.Label(a.Label)
	o.(*annotationRow).set(label, a, quote(l.work.Document.Text, a.Fragments))
}

// longestQuote is how many bytes of a quotation a list looks at.
const longestQuote = 200

// quote returns the beginning of the text of fragments, "…" between them.
func quote(text *model.Text, fragments []model.Span) string {
	var parts []string
	length := 0
	for _, f := range fragments {
		parts = append(parts, text.Slice(f))
		if length += f.Len(); length > longestQuote {
			break
		}
	}
	s := strings.Join(parts, " … ")
	if len(s) > 2*longestQuote {
		s = strings.ToValidUTF8(s[:2*longestQuote], "")
	}
	return s
}

// annotationRow shows an annotation in one line.
type annotationRow struct {
	widget.BaseWidget
	tag         *ui.Tag
	text, count *ui.Text
}

func newAnnotationRow() fyne.CanvasObject {
	r := &annotationRow{tag: ui.NewTag("", ColourOf(model.Label{}), true), text: ui.NewText("", ui.Plain), count: ui.NewNatural("", ui.Caption)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *annotationRow) CreateRenderer() fyne.WidgetRenderer {
	tag := container.NewCenter(r.tag)
	return widget.NewSimpleRenderer(ui.Pad(2, 2, 6, 6, ui.Frame(nil, nil, tag, nil,
		ui.Pad(0, 0, 8, 0, ui.Between(r.text, r.count)))))
}

func (r *annotationRow) set(label model.Label, a model.Annotation, quote string) {
	r.tag.Set(TagOf(label), ColourOf(label))
	r.text.Set(quote)
	count := ""
	if n := len(a.Fragments); n > 1 {
		count = strconv.Itoa(n)
	}
	r.count.Set(count)
}
