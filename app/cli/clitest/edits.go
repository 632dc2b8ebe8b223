package clitest

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// Edit is a line of annotate. Its "spans" are a [][2]int.
type Edit map[string]any

// Line returns the edit as annotate reads it, with the end of the line.
func (e Edit) Line() ([]byte, error) {
	if spans, ok := e["spans"].([][2]int); ok {
		e = maps.Clone(e)
		objects := []map[string]int{}
		for _, s := range spans {
			objects = append(objects, map[string]int{"start": s[0], "end": s[1]})
		}
		e["spans"] = objects
	}
	data, err := json.Marshal(e)
	return append(data, '\n'), err
}

// Editor makes up the edits of one annotator: mostly sensible, sometimes not.
// All fields are required.
type Editor struct {
	Rand   *rand.Rand
	Ledger *Ledger
	Who    string
}

// Next makes up an edit.
func (k Editor) Next() Edit {
	document := pick(k.Rand, k.documents())
	mark := func() string { return k.any(func(s ledgerSet) []string { return slices.Sorted(maps.Keys(s.marks)) }) }
	labels := []string{"person", "meeting", "statement", "denial", "person", "meeting", "statement", "denial", "ship"}
	switch k.Rand.IntN(16) {
	case 0, 1, 2, 3:
		return k.add(document, pick(k.Rand, labels))
	case 4:
		return Edit{"op": "relabel", "annotation": mark(), "label": pick(k.Rand, labels)}
	case 5:
		id := mark()
		at, _ := k.Ledger.holder(id)
		if at.document == "" {
			at.document = document
		}
		return Edit{"op": "resize", "annotation": id, "spans": k.spans(at.document)}
	case 6:
		return Edit{"op": "delete", "annotation": mark()}
	case 7:
		return Edit{"op": "note", "annotation": mark(), "text": pick(k.Rand, []string{"", "ü “q” \\ \t", "see 🙂"})}
	case 8:
		return Edit{
			"op": "attribute", "annotation": mark(), "name": pick(k.Rand, []string{"full_name", "state", "mode", "mode", "size"}),
			"value": pick(k.Rand, []string{"", "held", "direct", "mixed", "A B"}),
		}
	case 9, 10, 11:
		return k.link(document)
	case 12:
		return Edit{"op": "unlink", "relation": k.any(func(s ledgerSet) []string { return slices.Sorted(maps.Keys(s.links)) })}
	case 13:
		return Edit{"op": "status", "document": document, "status": pick(k.Rand, []string{"new", "in_progress", "done", "done", "old"})}
	case 14:
		return Edit{"op": "undo", "document": document}
	}
	return Edit{"op": pick(k.Rand, []string{"redo", "redo", "undo"}), "document": document}
}

func (k Editor) add(document, label string) Edit {
	e := Edit{"op": "add", "document": document, "label": label, "spans": k.spans(document)}
	if spans := e["spans"].([][2]int); k.Rand.IntN(2) == 0 && sound(spans, len(k.Ledger.Texts[document])) {
		e["quote"] = quoted(k.Ledger.Texts[document], spans)
		if k.Rand.IntN(10) == 0 {
			e["quote"] = "something else"
		}
	}
	return e
}

// link mostly links two marks of one document that may be linked.
func (k Editor) link(document string) Edit {
	set := k.Ledger.pile(place{document, k.Who}).now
	ids := slices.Sorted(maps.Keys(set.marks))
	if len(ids) < 2 {
		return Edit{"op": "redo", "document": document}
	}
	from, to, kind := pick(k.Rand, ids), pick(k.Rand, ids), pick(k.Rand, []string{"participant", "speaker", "addressee", "denies", "owns"})
	for range 8 {
		if set.mayTie(tie{kind, from, to}) {
			break
		}
		from, to = pick(k.Rand, ids), pick(k.Rand, ids)
		kind = pick(k.Rand, slices.Sorted(maps.Keys(ledgerEnds)))
	}
	return Edit{"op": "link", "type": kind, "from": from, "to": to}
}

// any returns an id of one of the sets, mostly of this annotator's, and now and
// then one that is nowhere.
func (k Editor) any(ids func(ledgerSet) []string) string {
	var own, others []string
	for _, at := range slices.SortedFunc(maps.Keys(k.Ledger.sets), func(a, b place) int {
		return strings.Compare(a.document+a.annotator, b.document+b.annotator)
	}) {
		if at.annotator == k.Who {
			own = append(own, ids(k.Ledger.sets[at].now)...)
		} else {
			others = append(others, ids(k.Ledger.sets[at].now)...)
		}
	}
	switch roll := k.Rand.IntN(30); {
	case roll == 0 && len(others) > 0:
		return pick(k.Rand, others)
	case roll == 1 || len(own) == 0:
		return strings.Repeat("0", 32)
	}
	return pick(k.Rand, own)
}

// documents returns the ids of those that are edited.
func (k Editor) documents() []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(k.Ledger.Texts)) {
		if !strings.HasPrefix(string(k.Ledger.Texts[id]), "untouched") {
			ids = append(ids, id)
		}
	}
	return ids
}

// spans returns one to three fragments, wrong ones now and then.
func (k Editor) spans(document string) [][2]int {
	length := len(k.Ledger.Texts[document])
	if k.Rand.IntN(40) == 0 {
		return pick(k.Rand, [][][2]int{{}, {{3, 3}}, {{4, 2}}, {{-1, 4}}, {{0, length + 1}}, {{0, 3}, {2, 5}}, {{5, 6}, {1, 2}}})
	}
	cuts := map[int]bool{}
	for n := 2 * (1 + k.Rand.IntN(6)/4 + k.Rand.IntN(12)/11); len(cuts) < n; {
		cuts[k.Rand.IntN(length+1)] = true
	}
	var spans [][2]int
	sorted := slices.Sorted(maps.Keys(cuts))
	for i := 0; i < len(sorted); i += 2 {
		spans = append(spans, [2]int{sorted[i], sorted[i+1]})
	}
	return spans
}

func pick[T any](rng *rand.Rand, values []T) T { return values[rng.IntN(len(values))] }
