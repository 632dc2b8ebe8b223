package gui

import (
	"slices"
	"testing"

	"dragoman/model"
)

// TestBlanksAtTheEdgeAreSeen: where versions differ in white space alone, the
// list shows it, underlined.
func TestBlanksAtTheEdgeAreSeen(t *testing.T) {
	text := model.NewText("they met\u00a0Lena Moravec \nin the port")
	for _, c := range []struct {
		of, other model.Span
		want      string
		stressed  []string
	}{
		{model.Span{Start: 10, End: 22}, model.Span{Start: 10, End: 22}, "Lena Moravec", nil},
		{model.Span{Start: 10, End: 24}, model.Span{Start: 10, End: 22}, "Lena Moravec˽˽", []string{"˽", "˽"}},
		{model.Span{Start: 8, End: 22}, model.Span{Start: 10, End: 22}, "˽Lena Moravec", []string{"˽"}},
		{model.Span{Start: 8, End: 22}, model.Span{Start: 5, End: 15}, "˽Lena Moravec", []string{"Moravec"}},
		{model.Span{Start: 22, End: 24}, model.Span{Start: 10, End: 23}, "˽˽", []string{"˽"}},
	} {
		var out excerpt
		out.addFragment(text, c.of, [][]model.Span{{c.other}})
		got := out.text.String()
		var stressed []string
		for _, s := range out.stressed {
			stressed = append(stressed, got[s.Start:s.End])
		}
		if got != c.want || !slices.Equal(stressed, c.stressed) {
			t.Errorf("%v beside %v: %q with %q stressed, want %q with %q", c.of, c.other, got, stressed, c.want, c.stressed)
		}
	}
}

// TestOwnVersionStandsInTheList: what the reviewer made of a difference stands
// below what the annotators said.
func TestOwnVersionStandsInTheList(t *testing.T) {
	s := newReviewStage(t, harbourWork)
	s.key("F8")
	s.drain()
	r := s.session.Review()
	at, _ := r.Current()
	theirs := r.Cases()[at].Members[0].Annotation
	own := model.Span{Start: theirs.Fragments[0].Start, End: theirs.Fragments[0].End + 4}
	if err := r.Edit(t.Context(), []model.Span{own}, theirs.Label, ""); err != nil {
		t.Fatal(err)
	}
	versions := s.space.review.difference(r, at).Versions
	last := versions[len(versions)-1]
	if want := r.Document().Text.Slice(own); last.Text != want || !last.Taken || last.Letter != decidedTag {
		t.Errorf("the list ends with %+v, want %q as what was taken", last, want)
	}
	if len(versions) != len(r.Cases()[at].Members)+1 {
		t.Errorf("%d versions, want one more than annotators have", len(versions))
	}
}
