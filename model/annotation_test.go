package model_test

import (
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

func TestSamenessIsWhatSameSays(t *testing.T) {
	_, set := modeltest.Parse("[person Ana] [meeting#1 [person#2 met]#2]#1 [person Bo]")
	all := append([]model.Annotation{
		{Label: "person", Fragments: []model.Span{{Start: 0, End: 3}, {Start: 4, End: 7}}},
		{Label: "person", Fragments: []model.Span{{Start: 0, End: 3}}},
		{Label: " person", Fragments: []model.Span{{Start: 0, End: 3}}},
	}, set.Annotations...)
	for _, a := range all {
		for _, b := range all {
			if (a.Sameness() == b.Sameness()) != a.Same(b) {
				t.Errorf("%q and %q", a.Sameness(), b.Sameness())
			}
		}
	}
}
