package panel

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

func summaries() []model.Summary {
	set := func(s model.Status, n int) []model.SetSummary {
		return []model.SetSummary{{Annotator: "ana", Status: s, Annotations: n}}
	}
	return []model.Summary{
		{Number: 1, ID: "a", Title: "1 New"},
		{Number: 2, ID: "b", Title: "2 Open", Sets: set(model.StatusInProgress, 3)},
		{Number: 3, ID: "c", Title: "3 Done", Sets: set(model.StatusDone, 5), Flag: model.Flagged, FlagNote: "ask"},
	}
}

func titles(d *Documents) string {
	var t []string
	for _, s := range d.Shown() {
		t = append(t, s.Title)
	}
	return strings.Join(t, " ")
}

func TestFiltersAndSearch(t *testing.T) {
	test.NewTempApp(t)
	d := NewDocuments()
	d.SetDocuments(summaries(), "ana")
	for filter, want := range map[Filter]string{
		FilterAll: "1 New 2 Open 3 Done", FilterNew: "1 New", FilterOpen: "2 Open", FilterDone: "3 Done", FilterFlagged: "3 Done",
	} {
		d.SetFilter(filter)
		if got := titles(d); got != want {
			t.Errorf("filter %s shows %q, want %q", filterNames[filter], got, want)
		}
	}
	d.SetFilter(FilterAll)
	d.SetFound([]int{2})
	if got := titles(d); got != "2 Open" || d.chips[FilterAll].Text != "All 1" {
		t.Errorf("a search shows %q, %q", got, d.chips[FilterAll].Text)
	}
	d.SetDocuments(summaries(), "ben")
	d.SetFound(nil)
	d.SetFilter(FilterNew)
	if got := titles(d); got != "1 New 2 Open 3 Done" {
		t.Errorf("for another annotator %q are new", got)
	}
}

func TestEmptyListSaysWhatToDo(t *testing.T) {
	test.NewTempApp(t)
	d := NewDocuments()
	d.SetDocuments(nil, "ana")
	if !strings.Contains(d.empty.Text(), "Drop files") || d.action.Hidden {
		t.Errorf("an empty project says %q", d.empty.Text())
	}
	d.SetDocuments(summaries(), "ana")
	d.SetFound([]int{})
	if !strings.Contains(d.empty.Text(), "Nothing found") || !d.action.Hidden {
		t.Errorf("a search without a find says %q", d.empty.Text())
	}
}

func TestChoosingADocumentTellsOnce(t *testing.T) {
	test.NewTempApp(t)
	d := NewDocuments()
	var opened []model.DocumentID
	d.OnOpen = func(id model.DocumentID) { opened = append(opened, id) }
	d.SetDocuments(summaries(), "ana")
	d.SetCurrent("a")
	d.list.Select(1)
	d.SetCurrent("b")
	d.SetDocuments(summaries(), "ana")
	if len(opened) != 1 || opened[0] != "b" {
		t.Errorf("told %v, want b once", opened)
	}
}

func TestDocumentWithoutTitleShowsItsBeginning(t *testing.T) {
	test.NewTempApp(t)
	d := NewDocuments()
	d.SetDocuments([]model.Summary{{ID: "a", Beginning: "Ana met Ben."}, {ID: "b"}}, "ana")
	for i, want := range []string{"[Ana met Ben.]", "[b]"} {
		row := d.newRow().(*documentRow)
		d.fillRow(i, row)
		if got := row.title.Text(); got != want {
			t.Errorf("row %d is named %q, want %q", i, got, want)
		}
	}
}

func TestRowDetails(t *testing.T) {
	s := model.Summary{Source: "وكالة", Date: "2026-03-06", Length: 9}
	if got := detailOf(s); got != "6 March 2026 · وكالة" {
		t.Errorf("detail %q: the date must not be torn by the letters beside it", got)
	}
	if got := detailOf(model.Summary{Length: 9}); got != "9 characters" {
		t.Errorf("without source and date: %q", got)
	}
	if fillOf(model.Summary{Flag: model.Skipped}, model.SetSummary{Status: model.StatusDone}) != ui.Crossed {
		t.Error("a skipped document does not look skipped")
	}
}

// A note that was typed goes to the annotation that it was typed for.
func TestNoteIsGivenAwayBeforeAnotherAnnotationIsShown(t *testing.T) {
	test.NewTempApp(t)
	a := NewAnnotation()
	text := "Ana met Ben"
	w := model.Work{Document: model.NewDocument(text, "", ""), Schema: model.Schema{Labels: []model.Label{{Name: "person"}}}}
	w.Set.Annotations = []model.Annotation{
		{ID: "1", Label: "person", Fragments: []model.Span{{Start: 0, End: 3}}},
		{ID: "2", Label: "person", Fragments: []model.Span{{Start: 8, End: 11}}},
	}
	notes := map[model.AnnotationID]string{}
	a.OnNote = func(id model.AnnotationID, note string) bool { notes[id] = note; return true }
	a.Set(w, "1", true)
	a.Note.SetText("who?")
	a.Leave()
	a.Set(w, "2", true)
	a.Leave()
	if len(notes) != 1 || notes["1"] != "who?" {
		t.Errorf("notes %v, want one for the first annotation", notes)
	}
	if a.Note.Text != "" {
		t.Errorf("the second annotation shows the note %q", a.Note.Text)
	}
}

func TestQuoteOfALongAnnotationIsBounded(t *testing.T) {
	text := model.NewText(strings.Repeat("ж", 10000))
	if got := quote(text, []model.Span{{Start: 0, End: 20000}}); len(got) > 3*longestQuote || !strings.HasPrefix(got, "жж") {
		t.Errorf("a quote of %d bytes", len(got))
	}
}
