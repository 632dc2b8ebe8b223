//go:build scene

package scene

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestLabelByMouseAlone selects a word by two presses, labels it in the label
// bar, selects it by a click on its highlight and takes it back in the tool
// bar.
func TestLabelByMouseAlone(t *testing.T) {
	d := newDesktop(t)
	text := d.project("quay.dragoman", "testdata/quay.txt")
	w := d.open(d.path("quay.dragoman"))

	x, l := w.word("Lindqvist,", 0)
	middle, row := int((x.Start+x.End)/2), int(l.Y+l.Height/2)
	w.xdotool("mousemove", fmt.Sprint(middle), fmt.Sprint(row), "sleep", "0.1", "click", "--repeat", "2", "--delay", "40", "1")
	w.selected(text, "Lindqvist") // the comma does not belong to the word
	w.click(w.widget("label person").middle())
	held := w.shown(1)
	if s := held.Spans[0]; s.Label != "person" || s.Text != "Lindqvist" {
		t.Fatalf("labelled in the label bar: %+v", s)
	}
	w.checkPainted(text, held)

	w.click(middle+120, row+200) // away, onto the paper
	w.until("nothing selected", func(s state) bool { return s.Active == "" })
	w.click(middle, row)
	w.until("the annotation selected", func(s state) bool { return s.Active == held.Spans[0].ID })
	w.click(w.widget("tool edit.undo").middle())
	w.shown(0)
	w.close()
}

// TestSelectArabic drags over the first two words of the Arabic article of the
// sample project: the words that a reader sees there are the ones labelled.
func TestSelectArabic(t *testing.T) {
	d := newDesktop(t)
	d.run("new", d.path("sample.dragoman"), "--sample")
	id, text := d.arabic(d.path("sample.dragoman"))
	w := d.open(d.path("sample.dragoman"))
	w.click(w.widget("document " + id).middle())
	opened := w.until("the Arabic article", func(s state) bool { return s.Document == id && len(s.Lines) > 3 })
	w.picture("scene-arabic")

	first, second := opened.Lines[1].Words[0], opened.Lines[1].Words[1]
	if first.End >= first.Start || second.Start >= first.Start {
		t.Fatalf("the line does not run from right to left: %+v, %+v", first, second)
	}
	y := int(opened.Lines[1].Y + opened.Lines[1].Height/2)
	w.drag(int(first.Start)-1, y, int(second.End), y)
	w.selected(text, first.Text+" "+second.Text)
	w.close()
}

// arabic returns the id and the text of the first document in Arabic letters.
func (d *desktop) arabic(project string) (id, text string) {
	d.Helper()
	for line := range strings.Lines(d.run("export", project, "--format", "jsonl", "--out", "-")) {
		var doc struct{ ID, Text string }
		if err := json.Unmarshal([]byte(line), &doc); err != nil {
			d.Fatal(err)
		}
		if strings.ContainsRune(doc.Text, 'ة') {
			return doc.ID, doc.Text
		}
	}
	d.Fatal("the sample project has no article in Arabic")
	return "", ""
}
