package textview

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview/flow"
)

var _ fyne.Accessible = (*View)(nil)

// AccessibilityLabel returns what a screen reader says of the view: its title,
// the paragraph of the caret, and how many annotations it has.
func (v *View) AccessibilityLabel() string {
	p := v.unitAt(Paragraph, v.Caret())
	n := 0
	v.index.Visit(p, func(flow.Interval, int) bool { n++; return true })
	parts := []string{v.article.Title, v.article.Text[p.Start:p.End], fmt.Sprintf("%d annotations", n)}
	if n == 1 {
		parts[2] = "1 annotation"
	}
	return strings.TrimPrefix(strings.Join(parts, ". "), ". ")
}

// AccessibilityRole says that the view is a text.
func (v *View) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
