package formattest

import (
	"cmp"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

// project returns the records of a small project that has everything in it.
func project() []format.Record {
	doc, set := modeltest.Parse("[person Ana Ruiz] 😊 [meeting met [person Zoë] today] in Bern.\r\n" +
		"“[statement#1 We go],” she <said> & left. “[statement#1 Now.]” [denial#2 No [statement#3 talks]#2 were held]#3\u2028.")
	doc.Title, doc.Source = "Ana Ruiz & Zoë meet", "Coast Wire"
	doc.Meta = model.Meta{}.With(model.MetaDate, "2026-03-04").With("desk", "größe <b>")
	doc.Meta["pages"] = []byte(`{"from":1,"to":1e999}`)
	for i, a := range set.Annotations {
		if a.Label == "statement" {
			set.Annotations[i].Note = "by phone"
			set.Annotations[i].Attributes = []model.Attribute{{Name: "mode", Value: "direct"}, {Name: "topic", Value: "a \"b\""}}
		}
	}
	set.Status = model.StatusDone
	set.Relations = []model.Relation{
		{ID: "000000000000000000000000000000aa", Type: "participant", From: modeltest.ID(2), To: modeltest.ID(3)},
		{ID: "000000000000000000000000000000ab", Type: "speaker", From: modeltest.ID(4), To: modeltest.ID(1)},
	}
	gold := set
	gold.Annotator, gold.Annotations, gold.Relations = model.Gold, nil, nil
	return sorted([]format.Record{
		{Document: doc, Set: &set, Named: true},
		{Document: doc, Set: &gold, Named: true},
		{Document: model.NewDocument("No set.", "", "")},
		{Document: model.NewDocument("שלום 👨‍👩‍👧 e\u0301", "Ending in a mark", "a.txt")},
	})
}

// sorted sorts records as Format.Write wants them.
func sorted(records []format.Record) []format.Record {
	slices.SortFunc(records, func(a, b format.Record) int {
		return cmp.Or(cmp.Compare(a.Document.ID, b.Document.ID), cmp.Compare(a.Annotator(), b.Annotator()))
	})
	return records
}

// Project draws the records of a project: documents with texts of all kinds,
// with no set, or sets of up to three annotators.
func Project() *rapid.Generator[[]format.Record] {
	return rapid.Custom(func(t *rapid.T) []format.Record {
		var records []format.Record
		seen := map[model.DocumentID]bool{}
		for range rapid.IntRange(0, 4).Draw(t, "documents") {
			w := modeltest.Edited(12).Draw(t, "work")
			if seen[w.Document.ID] {
				continue
			}
			seen[w.Document.ID] = true
			records = append(records, sets(t, w)...)
		}
		return sorted(records)
	})
}

// sets draws the records of one document.
func sets(t *rapid.T, w model.Work) []format.Record {
	var records []format.Record
	for _, annotator := range []model.Annotator{"ana", "بهار <x>", model.Gold} {
		if !rapid.Bool().Draw(t, "has a set") {
			continue
		}
		set := w.Set
		set.Annotator = annotator
		records = append(records, format.Record{Document: w.Document, Set: &set, Named: true})
	}
	if len(records) == 0 {
		records = append(records, format.Record{Document: w.Document})
	}
	return records
}

// texts are documents at the edges of what there is.
func texts() []string {
	return []string{
		"", "\n", " ", "\ufeff", "\u0000", "a", "😊", "e\u0301", "\u0301", "\r\n\r\n",
		"\ufeffmark at the start", "\u2028\u2029\u0085", "ends in a family 👨‍👩‍👧",
		"quotes \" and \\ and \\u0041 </script> & '", strings.Repeat("long ", 1<<14), strings.Repeat("🇫🇷", 1<<12),
	}
}
