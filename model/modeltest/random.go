package modeltest

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"dragoman/model"
)

// Schema returns a small schema like the default one: labels person, meeting
// (attribute state: held, planned), statement (attribute mode: direct,
// indirect; attribute topic: free text) and denial; relation types
// participant, speaker and denies.
func Schema() model.Schema {
	return model.Schema{
		Labels: []model.Label{
			{Name: "person", Key: "1"},
			{Name: "meeting", Key: "2", Attributes: []model.AttributeDef{{Name: "state", Values: []string{"held", "planned"}}}},
			{Name: "statement", Key: "3", Attributes: []model.AttributeDef{
				{Name: "mode", Values: []string{"direct", "indirect"}}, {Name: "topic"},
			}},
			{Name: "denial", Key: "4", Attributes: []model.AttributeDef{{Name: "mode", Values: []string{"direct", "indirect"}}}},
		},
		RelationTypes: []model.RelationType{
			{Name: "participant", From: []string{"meeting"}, To: []string{"person"}},
			{Name: "speaker", From: []string{"statement", "denial"}, To: []string{"person"}},
			{Name: "denies", From: []string{"denial"}, To: []string{"statement"}},
		},
	}
}

// pieces are what random texts are made of: plain words and everything that
// makes offsets go wrong.
var pieces = []string{
	"Ana", " ", "met", ". ", "\n", "\r\n", "Zoë", "e\u0301", "👨‍👩‍👧", "👶🏻", "🇫🇷", "😊",
	"שלום ", "التقى ", "“No,” ", "會談", "\u2029", "\u200f", "𝔸", "\t", "3.5", "ﬁ", "\u00a0",
}

// Text draws a text of up to 40 pieces, ASCII and everything but.
func Text() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), "")
	})
}

// Document draws a document with a text of Text, a title and metadata.
func Document() *rapid.Generator[model.Document] {
	return rapid.Custom(func(t *rapid.T) model.Document {
		d := model.NewDocument(Text().Draw(t, "text"), Text().Draw(t, "title"), rapid.SampledFrom([]string{"", "a.txt", "Coast Wire"}).Draw(t, "source"))
		if rapid.Bool().Draw(t, "dated") {
			d.Meta = d.Meta.With(model.MetaDate, "2026-03-04").With("größe", "<&>\u2028")
		}
		return d
	})
}

// Work draws a document, an empty set of annotator "ana" and the schema of
// Schema.
func Work() *rapid.Generator[model.Work] {
	return rapid.Custom(func(t *rapid.T) model.Work {
		d := Document().Draw(t, "document")
		return model.Work{
			Document: d, Schema: Schema(), By: "ana",
			Set: model.AnnotationSet{Document: d.ID, Annotator: "ana"},
		}
	})
}

// Fragments draws one to three fragments on code point boundaries of the text,
// which must not be empty.
func Fragments(text *model.Text) *rapid.Generator[[]model.Span] {
	return rapid.Custom(func(t *rapid.T) []model.Span {
		n := min(2*rapid.IntRange(1, 3).Draw(t, "fragments"), text.CodePoints()/2*2)
		if n < 2 {
			return []model.Span{{Start: 0, End: text.Len()}}
		}
		cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, text.CodePoints()), n, n, rapid.ID[int]).Draw(t, "cuts")
		slices.Sort(cuts)
		var spans []model.Span
		for i := 0; i < n; i += 2 {
			start, _ := text.ByteOfCodePoint(cuts[i])
			end, _ := text.ByteOfCodePoint(cuts[i+1])
			spans = append(spans, model.Span{Start: start, End: end})
		}
		return spans
	})
}

// Change draws one verb with arguments that are often right and sometimes
// wrong, and returns what the verb said.
func Change(t *rapid.T, w model.Work) (model.Change, error) {
	schema := w.Schema
	label := schema.Labels[rapid.IntRange(0, len(schema.Labels)-1).Draw(t, "label")].Name
	id := drawID(t, w.Set)
	switch rapid.SampledFrom([]string{"add", "add", "add", "relabel", "resize", "delete", "note", "attribute", "link", "link", "unlink", "status"}).Draw(t, "verb") {
	case "add":
		return model.AddLabel(w, model.NewAnnotationID(), Fragments(w.Document.Text).Draw(t, "at"), label)
	case "relabel":
		return model.Relabel(w, id, label)
	case "resize":
		return model.Resize(w, id, Fragments(w.Document.Text).Draw(t, "at"))
	case "delete":
		return model.Delete(w, id)
	case "note":
		return model.SetNote(w, id, rapid.SampledFrom([]string{"", "check", "größer\n😊"}).Draw(t, "note"))
	case "attribute":
		return drawAttribute(t, w, id)
	case "link":
		kind := schema.RelationTypes[rapid.IntRange(0, len(schema.RelationTypes)-1).Draw(t, "type")].Name
		return model.Link(w, model.NewRelationID(), kind, id, drawID(t, w.Set))
	case "unlink":
		if len(w.Set.Relations) == 0 {
			return model.Unlink(w, "none")
		}
		return model.Unlink(w, rapid.SampledFrom(w.Set.Relations).Draw(t, "relation").ID)
	}
	return model.SetStatus(w, rapid.SampledFrom([]model.Status{model.StatusNew, model.StatusInProgress, model.StatusDone}).Draw(t, "status"))
}

func drawAttribute(t *rapid.T, w model.Work, id model.AnnotationID) (model.Change, error) {
	name := rapid.SampledFrom([]string{"mode", "state", "topic", "colour"}).Draw(t, "name")
	value := rapid.SampledFrom([]string{"", "held", "direct", "indirect", "trade"}).Draw(t, "value")
	return model.SetAttribute(w, id, name, value)
}

func drawID(t *rapid.T, set model.AnnotationSet) model.AnnotationID {
	if len(set.Annotations) == 0 {
		return "none"
	}
	return rapid.SampledFrom(set.Annotations).Draw(t, "annotation").ID
}

// Edited draws a Work whose set has gone through up to n accepted edits.
func Edited(n int) *rapid.Generator[model.Work] {
	return rapid.Custom(func(t *rapid.T) model.Work {
		w := Work().Draw(t, "work")
		for range rapid.IntRange(0, n).Draw(t, "edits") {
			c, err := Change(t, w)
			if err != nil {
				continue
			}
			next, err := w.Set.Apply(c)
			if err != nil {
				t.Fatalf("a verb's change does not apply: %v", err)
			}
			w.Set = next
		}
		return w
	})
}
