package command

import (
	"fmt"
	"strings"
)

// Page returns the key page as Markdown: a table for each menu.
func (t *Table) Page() string {
	var b strings.Builder
	for _, m := range Menus {
		fmt.Fprintf(&b, "### %s\n\n| Key | Command |\n|---|---|\n", m)
		for _, c := range t.InMenu(m) {
			keys := make([]string, len(c.Keys))
			for i, k := range c.Keys {
				keys[i] = "`" + strings.ReplaceAll(k, "|", "\\|") + "`"
			}
			fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(keys, ", "), c.Title)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// The marks between which the guide holds the key page.
const (
	PageBegin = "<!-- keys:begin -->"
	PageEnd   = "<!-- keys:end -->"
)

// InsertPage returns the guide with the key page between its marks; false when
// it has no marks.
func InsertPage(guide, page string) (string, bool) {
	before, rest, ok := strings.Cut(guide, PageBegin)
	if !ok {
		return guide, false
	}
	_, after, ok := strings.Cut(rest, PageEnd)
	if !ok {
		return guide, false
	}
	return before + PageBegin + "\n\n" + page + PageEnd + after, true
}
