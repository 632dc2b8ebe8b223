package hf

import "dragoman/model"

// tagset gives tags their numbers: 0 for none, then two for each label, those
// of the schema first, others as they come.
type tagset struct {
	labels []string
	places map[string]int
}

func newTagset(schema model.Schema) *tagset {
	t := &tagset{places: map[string]int{}}
	for _, l := range schema.Labels {
		t.begin(l.Name)
	}
	return t
}

// begin returns the number of the tag that begins an annotation of the label.
// The one behind it goes on.
func (t *tagset) begin(label string) int {
	place, known := t.places[label]
	if !known {
		place = len(t.labels)
		t.places[label] = place
		t.labels = append(t.labels, label)
	}
	return 1 + 2*place
}

// names returns the tags in order.
func (t *tagset) names() []string {
	names := []string{"O"}
	for _, label := range t.labels {
		names = append(names, "B-"+label, "I-"+label)
	}
	return names
}
