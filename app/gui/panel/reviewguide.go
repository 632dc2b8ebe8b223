package panel

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
	"dragoman/model"
	"dragoman/model/agree"
)

// reviewGuide shows what the guideline says that bears on a difference.
type reviewGuide struct {
	title  *ui.Text
	text   *widget.RichText
	scroll *container.Scroll
	object *fyne.Container
	shown  string
}

// guideHeight is the least height of the guideline, in pixels.
const guideHeight = 168

func newReviewGuide() *reviewGuide {
	g := &reviewGuide{title: ui.Section(""), text: widget.NewRichTextFromMarkdown("")}
	g.text.Wrapping = fyne.TextWrapWord
	g.scroll = container.NewVScroll(ui.Pad(0, 8, 6, 20, g.text))
	head := ui.Pad(10, 0, 14, 14, g.title)
	g.object = ui.Frame(ui.NewRule(), nil, nil, nil, ui.Frame(head, nil, nil, nil, g.scroll))
	g.object.Hide()
	return g
}

// height returns how high the guideline stands where the list above it leaves so
// much free: as its text needs, within that.
func (g *reviewGuide) height(free float32) float32 {
	if g.object.Hidden {
		return 0
	}
	needed := g.object.MinSize().Height - g.scroll.MinSize().Height + g.scroll.Content.MinSize().Height
	return max(guideHeight, min(needed, free))
}

func (g *reviewGuide) set(label model.Label, kind agree.Kind) {
	g.object.Hidden = label.Name == ""
	if g.object.Hidden {
		return
	}
	g.title.Set(strings.ToUpper("Guide says · " + label.Display()))
	markdown := Guideline(label, kind)
	if markdown == g.shown {
		return
	}
	g.shown = markdown
	ui.SetMarkdown(g.text, markdown)
	g.scroll.ScrollToTop()
}

// headings are words in the heading of a part of a guideline that bears on a
// kind of difference.
var headings = map[agree.Kind][]string{
	agree.Boundary: {"span"}, agree.Both: {"span"}, agree.Fragments: {"fragment", "span"},
	agree.Missing: {"not a"}, agree.Attribute: {"attribute"}, agree.Relation: {"link", "relation"},
}

// Guideline returns the guideline of a label, with the part first that bears on
// differences of a kind.
func Guideline(label model.Label, kind agree.Kind) string {
	text := label.Guideline
	if text == "" {
		text = label.Description
	}
	if text == "" {
		return "No guideline yet. Write one under *Project › Labels and relations…*."
	}
	parts := strings.Split("\n"+text, "\n## ")
	rest := parts[1:]
	slices.SortStableFunc(rest, func(a, b string) int { return bearing(b, kind) - bearing(a, kind) })
	if len(rest) > 0 && strings.TrimSpace(parts[0]) == "" { // the first heading says no more than the label and the kind
		_, rest[0], _ = strings.Cut(rest[0], "\n")
		parts = rest
	}
	for i, part := range parts[1:] { // headings as large as the page's would not fit
		heading, body, _ := strings.Cut(part, "\n")
		parts[i+1] = "**" + strings.TrimSpace(heading) + "**\n\n" + strings.TrimSpace(body)
	}
	return strings.TrimSpace(strings.Join(parts, "\n\n"))
}

// bearing returns 1 when the part of a guideline bears on a kind, else 0.
func bearing(part string, kind agree.Kind) int {
	heading, _, _ := strings.Cut(strings.ToLower(part), "\n")
	if slices.ContainsFunc(headings[kind], func(w string) bool { return strings.Contains(heading, w) }) {
		return 1
	}
	return 0
}
