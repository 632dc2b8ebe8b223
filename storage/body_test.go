package storage

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

// TestBodiesAreReadAsJSON: the fast way of reading a body returns what
// encoding/json does, or nothing, whatever the body says.
func TestBodiesAreReadAsJSON(t *testing.T) {
	text := rapid.OneOf(rapid.StringMatching(`[a-zé]{0,6}`), rapid.String())
	annotation := rapid.Custom(func(t *rapid.T) *model.Annotation {
		if rapid.IntRange(0, 3).Draw(t, "none") == 0 {
			return nil
		}
		a := &model.Annotation{
			ID: model.AnnotationID(text.Draw(t, "id")), Label: text.Draw(t, "label"), Note: text.Draw(t, "note"),
			Origin: model.Origin(text.Draw(t, "origin")),
		}
		for range rapid.IntRange(0, 2).Draw(t, "fragments") {
			a.Fragments = append(a.Fragments, model.Span{Start: rapid.IntRange(-1, 1<<40).Draw(t, "start"), End: rapid.Int().Draw(t, "end")})
		}
		for range rapid.IntRange(0, 2).Draw(t, "attributes") {
			a.Attributes = append(a.Attributes, model.Attribute{Name: text.Draw(t, "name"), Value: text.Draw(t, "value")})
		}
		return a
	})
	rapid.Check(t, func(t *rapid.T) {
		var b changeBody
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			b.Annotations = append(b.Annotations, model.Edit[model.Annotation]{Old: annotation.Draw(t, "old"), New: annotation.Draw(t, "new")})
		}
		body, err := jsonText(b)
		if err != nil {
			t.Fatal(err)
		}
		if body != "" && rapid.Bool().Draw(t, "damaged") {
			at := rapid.IntRange(0, len(body)-1).Draw(t, "at")
			body = body[:at] + rapid.SampledFrom([]string{"", "0", " ", "}", "\\", "\x01", "\xff", `"`}).Draw(t, "with") + body[at+1:]
		}
		edits, ok := readAnnotations(body)
		if !ok {
			return
		}
		var want changeBody
		if err := json.Unmarshal([]byte(body), &want); err != nil {
			t.Fatalf("%s is read, and is no JSON: %v", body, err)
		}
		if !reflect.DeepEqual(changeBody{Annotations: edits}, want) {
			t.Fatalf("%s is read as something else", body)
		}
	})
}

// TestBodiesOfEditsAreReadFast: what a person's labels look like does not go
// the long way.
func TestBodiesOfEditsAreReadFast(t *testing.T) {
	old := model.Annotation{
		ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 0, End: 8}, {Start: 12, End: 15}},
		Attributes: []model.Attribute{{Name: "role", Value: "ministre d’État"}}, Note: "who?", Origin: model.OriginManual,
	}
	relabelled := old
	relabelled.Label = "place"
	for _, e := range []model.Edit[model.Annotation]{model.Insert(old), model.Remove(old), model.Replace(old, relabelled)} {
		body, err := jsonText(changeBody{Annotations: []model.Edit[model.Annotation]{e, e}})
		if err != nil {
			t.Fatal(err)
		}
		if edits, ok := readAnnotations(body); !ok || len(edits) != 2 {
			t.Errorf("%s is not read", body)
		}
	}
}
