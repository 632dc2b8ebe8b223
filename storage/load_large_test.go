package storage

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"dragoman/model"
)

// largeProject has a set that is read over two connections, with what edits
// leave behind: gaps, attributes and fragments here and there.
func largeProject(t *testing.T) (*Project, model.Document) {
	t.Helper()
	p := newTestProject(t)
	d := add(t, p, strings.Repeat("word ", 2*largeSet), "large")
	fillSet(t, p, d, largeSet+700)
	random := rand.New(rand.NewPCG(7, 11))
	c := model.Change{Document: d.ID, Owner: "ana", By: "ana", Name: "edit"}
	for _, a := range work(t, p, d, "ana").Set.Annotations {
		next := a
		switch random.IntN(10) {
		case 0:
			c.Annotations = append(c.Annotations, model.Remove(a))
			continue
		case 1:
			next.Attributes = []model.Attribute{{Name: "role", Value: "head"}, {Name: "sure", Value: "yes"}}
		case 2:
			last := a.Fragments[0]
			next.Fragments = []model.Span{{Start: last.Start, End: last.Start + 1}, {Start: last.Start + 2, End: last.End}}
		default:
			continue
		}
		c.Annotations = append(c.Annotations, model.Replace(a, next))
	}
	do(t, p, c, nil)
	return p, d
}

func TestALargeSetIsReadOverTwoConnectionsAsOverOne(t *testing.T) {
	p, d := largeProject(t)
	var one model.AnnotationSet
	err := p.read(ctx, func(q querier) (err error) {
		one, err = q.set(d.ID, "ana", &p.texts)
		return err
	})
	if err != nil || len(one.Annotations) < largeSet {
		t.Fatal(len(one.Annotations), err)
	}
	var asked [2]int
	err = p.readAbreast(ctx, func(lanes []querier) error {
		for i := range lanes {
			lanes[i].tx = counting{lanes[i].tx, &asked[i]}
		}
		lanes[0].lanes = lanes
		_, err := lanes[0].set(d.ID, "ana", &p.texts)
		return err
	})
	if err != nil || asked[1] != 1 {
		t.Errorf("%d queries over two connections: %v", asked, err)
	}
	if set := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana")); !reflect.DeepEqual(set, one) {
		t.Error("the set is another when two connections read it")
	}
}

func TestDamageInEitherHalfIsFound(t *testing.T) {
	p, d := largeProject(t)
	for _, end := range []string{"min", "max"} {
		row := "(SELECT " + end + "(rowid) FROM annotation)"
		if _, err := p.writer.Exec("UPDATE annotation SET label = label || 'x' WHERE rowid = " + row); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Set(ctx, d.ID, "ana"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", end, err)
		}
		if _, err := p.writer.Exec("UPDATE annotation SET label = substr(label, 1, length(label) - 1) WHERE rowid = " + row); err != nil {
			t.Fatal(err)
		}
	}
}
