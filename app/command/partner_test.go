package command

import (
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

func TestWhetherThereIsAPartnerIsToldWithoutLooking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := modeltest.Edited(30).Draw(t, "work")
		for _, a := range w.Set.Annotations {
			partners := Partners(w, a)
			if got := hasPartner(w, a, model.CountLabels(w.Set.Annotations)); got != (len(partners) > 0) {
				t.Fatalf("%s: %v is told, and the partners are %v", a.ID, got, partners)
			}
			for _, b := range w.Set.Annotations {
				named := false
				for _, id := range partners {
					named = named || id == b.ID
				}
				if named != (len(LinksBetween(w, a, b)) > 0) {
					t.Fatalf("%s is a partner of %s: %v", b.ID, a.ID, named)
				}
			}
		}
	})
}
