package format

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// drawFormat draws a format that can hold some things and not others.
func drawFormat(t *rapid.T) Format {
	var k Keeps
	for _, keeps := range []*bool{
		&k.Overlaps, &k.Fragments, &k.Relations, &k.Attributes, &k.Notes, &k.Ids, &k.Status,
		&k.Properties, &k.Origins, &k.Annotators, &k.Text, &k.Cuts,
	} {
		*keeps = rapid.Bool().Draw(t, "keeps")
	}
	f := Format{Keeps: k, Tokens: rapid.Bool().Draw(t, "tokens"), Layers: rapid.Bool().Draw(t, "layers")}
	if rapid.Bool().Draw(t, "holds some texts") {
		f.Holds = func(text string) bool { return len(text)%2 == 0 }
	}
	return f
}

func drawOptions(t *rapid.T) WriteOptions {
	return WriteOptions{
		Cut:    rapid.SampledFrom([]Cut{"", Expand, Contract, Drop}).Draw(t, "cut"),
		Prefer: rapid.SampledFrom([][]string{nil, {"denial"}, {"meeting", "person"}}).Draw(t, "prefer"),
		Layers: rapid.Bool().Draw(t, "in layers"),
	}
}

// slow works out in its own way what a reducer has to do with a record.
type slow struct {
	Reducer
	record Record
	tokens []model.Span
	lost   map[string]int
	stays  map[model.AnnotationID][]model.Span
}

func (s *slow) reduce() {
	s.tokens = Tokens(s.record.Document.Text.String())
	s.countDocument()
	if s.record.Set == nil {
		return
	}
	s.stays = map[model.AnnotationID][]model.Span{}
	places := map[string]bool{}
	for _, a := range s.record.Set.Annotations {
		switch spans := s.place(a); {
		case !s.Format.Keeps.Fragments && len(a.Fragments) > 1:
			s.lost[LossFragment]++
		case spans == nil || places[model.Annotation{Label: a.Label, Fragments: spans}.Sameness()]:
			s.lost[LossCut]++
		default:
			s.stays[a.ID] = spans
			places[model.Annotation{Label: a.Label, Fragments: spans}.Sameness()] = true
		}
	}
	if !s.Format.Keeps.Overlaps && (!s.Format.Layers || !s.Options.Layers) {
		s.flatten()
	}
	s.countSet()
}

// place returns the bytes that the annotation comes to stand on, or nil.
func (s *slow) place(a model.Annotation) []model.Span {
	if !s.Format.Tokens {
		return a.Fragments
	}
	var spans []model.Span
	used := map[int]bool{}
	for _, f := range a.Fragments {
		tokens := alignSlowly(s.Options.Cut, s.tokens, f)
		for len(tokens) > 0 && s.blank(tokens[0]) {
			tokens = tokens[1:]
		}
		for len(tokens) > 0 && s.blank(tokens[len(tokens)-1]) {
			tokens = tokens[:len(tokens)-1]
		}
		if len(tokens) == 0 || used[tokens[0]] {
			spans = nil
			break
		}
		for _, i := range tokens {
			used[i] = true
		}
		spans = append(spans, model.Span{Start: s.tokens[tokens[0]].Start, End: s.tokens[tokens[len(tokens)-1]].End})
	}
	switch exact := model.EqualSpans(spans, a.Fragments); {
	case s.Format.Keeps.Cuts:
		return a.Fragments
	case s.Options.Cut == Drop && !exact:
		return nil
	}
	return spans
}

func (s *slow) blank(token int) bool {
	return strings.TrimSpace(s.record.Document.Text.Slice(s.tokens[token])) == ""
}

// flatten takes away what shares a byte with one that goes before it.
func (s *slow) flatten() {
	rank := func(label string) int {
		if i := slices.Index(s.Options.Prefer, label); i >= 0 {
			return i
		}
		return 99
	}
	taken := make([]bool, s.record.Document.Text.Len())
	for _, a := range slices.SortedFunc(slices.Values(s.record.Set.Annotations), func(a, b model.Annotation) int {
		x, y := model.Hull(s.stays[a.ID]), model.Hull(s.stays[b.ID])
		return cmp.Or(rank(a.Label)-rank(b.Label), y.Len()-x.Len(), x.Start-y.Start, strings.Compare(a.Label, b.Label), cmp.Compare(a.ID, b.ID))
	}) {
		hull := model.Hull(s.stays[a.ID])
		if slices.Contains(taken[hull.Start:hull.End], true) {
			s.lost[LossOverlap]++
			delete(s.stays, a.ID)
			continue
		}
		for i := hull.Start; i < hull.End; i++ {
			taken[i] = true
		}
	}
}

// count counts n things of a kind unless they are kept.
func (s *slow) count(kind string, n int, kept bool) {
	if !kept {
		s.lost[kind] += n
	}
}

func one(there bool) int {
	if there {
		return 1
	}
	return 0
}

func (s *slow) countDocument() {
	d, k := s.record.Document, s.Format.Keeps
	s.count(LossText, 1, k.Text && (s.Format.Holds == nil || s.Format.Holds(d.Text.String())))
	s.count(LossProperty, len(d.Meta)+one(d.Title != "")+one(d.Source != ""), k.Properties)
}

func (s *slow) countSet() {
	set, k := s.record.Set, s.Format.Keeps
	for _, a := range set.Annotations {
		at, stays := s.stays[a.ID]
		if !stays {
			continue
		}
		s.count(LossMoved, 1, model.EqualSpans(at, a.Fragments))
		s.count(LossAttribute, len(a.Attributes), k.Attributes)
		s.count(LossNote, one(a.Note != ""), k.Notes)
		s.count(LossOrigin, one(a.Origin != ""), k.Origins)
		s.count(LossID, 1, k.Ids)
	}
	for _, r := range set.Relations {
		whole := s.stays[r.From] != nil && s.stays[r.To] != nil && k.Relations
		s.count(LossRelation, 1, whole)
		s.count(LossID, one(whole), k.Ids)
	}
	s.count(LossVerdict, len(set.Verdicts), k.Origins)
	s.count(LossStatus, one(set.Status != "" && set.Status != model.StatusNew), k.Status)
	s.count(LossAnnotator, one(set.Annotator != model.Imported), k.Annotators)
}

func TestReducerLosesWhatTheFormatCannotHoldAndCountsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		work := modeltest.Edited(25).Draw(t, "work")
		r := Reducer{Format: drawFormat(t), Options: drawOptions(t)}
		want := slow{Reducer: r, record: drawRecord(t, work), lost: map[string]int{}}
		want.reduce()
		got := r.Reduce(want.record)
		lost := map[string]int{}
		for _, l := range r.Losses {
			lost[l.Kind] = l.Count
			if len(l.Examples) != min(l.Count, examples) {
				t.Errorf("%d losses of kind %s have the examples %q", l.Count, l.Kind, l.Examples)
			}
		}
		maps.DeleteFunc(want.lost, func(_ string, n int) bool { return n == 0 })
		if !maps.Equal(lost, want.lost) {
			t.Errorf("lost %v, want %v", lost, want.lost)
		}
		checkReduced(t, r, got, want)
	})
}

func drawRecord(t *rapid.T, work model.Work) Record {
	record := Record{Document: work.Document}
	if rapid.IntRange(0, 9).Draw(t, "has a set") == 0 {
		return record
	}
	set := work.Set
	set.Annotator = rapid.SampledFrom([]model.Annotator{"ana", model.Gold, model.Imported}).Draw(t, "annotator")
	for _, a := range set.Annotations {
		set.Verdicts = append(set.Verdicts, model.Verdict{Of: string(a.ID)})
	}
	record.Set = &set
	return record
}

// checkReduced compares what is left.
func checkReduced(t *rapid.T, r Reducer, got Reduced, want slow) {
	if got.Set == nil {
		if want.record.Set != nil {
			t.Error("the set is gone")
		}
		return
	}
	if len(got.Set.Annotations) != len(want.stays) || !slices.IsSortedFunc(got.Set.Annotations, model.CompareAnnotations) {
		t.Errorf("%v stay, or not in order; want %v", got.Set.Annotations, want.stays)
	}
	for _, a := range got.Set.Annotations {
		if !model.EqualSpans(a.Fragments, want.stays[a.ID]) {
			t.Errorf("%s stands on %v, want %v", a.ID, a.Fragments, want.stays[a.ID])
		}
		if at, there := got.At[a.ID]; there && !model.EqualSpans(spansOf(got.Tokens, at), a.Fragments) {
			t.Errorf("%s on %v has the tokens %v", a.ID, a.Fragments, at)
		}
		if k := r.Format.Keeps; r.Format.Tokens && !k.Cuts && got.At[a.ID] == nil {
			t.Errorf("%s has no tokens", a.ID)
		}
	}
}

func TestReducerLeavesItsInputAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record := drawRecord(t, modeltest.Edited(25).Draw(t, "work"))
		var before model.AnnotationSet
		if record.Set != nil {
			before = *record.Set
			before.Annotations = slices.Clone(before.Annotations)
			before.Relations = slices.Clone(before.Relations)
		}
		r := Reducer{Format: drawFormat(t), Options: drawOptions(t)}
		r.Reduce(record)
		if record.Set != nil && !record.Set.Equal(before) {
			t.Errorf("%v became %v", before, *record.Set)
		}
	})
}

func TestReducerCountsADocumentOnce(t *testing.T) {
	doc, set := modeltest.Parse("[person Ana]")
	doc.Title = "A title"
	r := Reducer{Format: Format{Keeps: Keeps{Status: true, Annotators: true, Ids: true}}}
	for _, annotator := range []model.Annotator{"ana", "ben"} {
		own := set
		own.Annotator = annotator
		r.Reduce(Record{Document: doc, Set: &own})
	}
	if r.Losses.Of(LossText) != 1 || r.Losses.Of(LossProperty) != 1 {
		t.Errorf("two sets of one document lose %v", r.Losses)
	}
}

func TestWhichOfTwoThatOverlapStays(t *testing.T) {
	doc, set := modeltest.Parse("[statement She said [person Ana] [meeting met] Ben] [denial No [person Zoë] .]")
	for prefer, want := range map[string]string{
		"":               "denial statement",
		"person":         "meeting person person",
		"person meeting": "meeting person person",
		"denial":         "denial statement",
		"meeting":        "denial meeting person",
	} {
		r := Reducer{Options: WriteOptions{Prefer: strings.Fields(prefer)}}
		var labels []string
		for _, a := range r.Reduce(Record{Document: doc, Set: &set}).Set.Annotations {
			labels = append(labels, a.Label)
		}
		slices.Sort(labels)
		if got := strings.Join(labels, " "); got != want {
			t.Errorf("preferring %q: %s stay, want %s", prefer, got, want)
		}
	}
}
