package storage

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"dragoman/model"
)

// TestTallyIsKeptByEveryStep compares the counts with the rows after steps of
// all kinds; Check does so too, wherever a test calls sound.
func TestTallyIsKeptByEveryStep(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben.", "one")
	steps := []func(){
		func() { label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3}) },
		func() { label(t, p, d, "ben", "meeting", model.Span{Start: 4, End: 7}) },
		func() { addMany(t, p, 20) },
		func() {
			w := work(t, p, d, "ana")
			c, err := model.Relabel(w, w.Set.Annotations[0].ID, "meeting")
			do(t, p, c, err)
		},
		func() {
			w := work(t, p, d, "ben")
			c, err := model.Delete(w, w.Set.Annotations[0].ID)
			do(t, p, c, err)
		},
	}
	for i, step := range steps {
		step()
		var kept keptTally
		var fits bool
		var counted model.Tally
		err := p.read(ctx, func(q querier) (err error) {
			if kept, fits, err = q.provedTally(); err == nil {
				counted, err = q.countTally("true")
			}
			return err
		})
		if err != nil || !fits || !reflect.DeepEqual(kept.Tally, counted) {
			t.Errorf("step %d: kept %+v (%t), there are %+v, %v", i, kept.Tally, fits, counted, err)
		}
	}
	sound(t, p)
}

// TestWrongTallyIsNeverTold spoils what is kept in all ways, and asks.
func TestWrongTallyIsNeverTold(t *testing.T) {
	for _, spoil := range []string{
		"DELETE FROM setting WHERE name = 'tally'",
		"UPDATE setting SET value = replace(value, '\"ana\":20', '\"ana\":21') WHERE name = 'tally'",
		"UPDATE setting SET value = '' WHERE name = 'tally'",
	} {
		p := newTestProject(t)
		addMany(t, p, 20)
		if _, err := p.writer.ExecContext(ctx, spoil); err != nil {
			t.Fatal(err)
		}
		for range 2 { // counted, then kept
			if got := must[model.Tally](t)(p.Tally(ctx)); got.Annotations["person"]["ana"] != 20 {
				t.Errorf("%s: %+v", spoil, got)
			}
		}
		sound(t, p)
	}
	p := newTestProject(t)
	addMany(t, p, 20)
	err := p.Update(ctx, func(tx *Tx) error {
		return tx.SetSetting(settingTally, fmt.Sprintf(`{"change":%d,"annotations":{"person":{"ana":21}}}`, 40))
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := must[model.Tally](t)(p.Tally(ctx)); got.Annotations["person"]["ana"] != 20 {
		t.Errorf("with counts that fit no set: %+v", got)
	}
}

// TestStatisticsGoThroughNoAnnotations counts the queries of the statistics,
// and looks that none goes through annotations.
func TestStatisticsGoThroughNoAnnotations(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 100)
	n := queries(t, p, func(q querier) error {
		kept, fits, err := q.provedTally()
		if !fits || kept.Annotations["person"]["ana"] != 100 {
			t.Errorf("%+v, %t", kept, fits)
		}
		return err
	})
	if n != 3 {
		t.Errorf("the counts cost %d queries", n)
	}
}

// TestFindFindsWhatSearchDoes compares the two in one query that reads no text.
func TestFindFindsWhatSearchDoes(t *testing.T) {
	p := newTestProject(t)
	for i, text := range []string{"Ana met Ben", "Ben spoke", "said Ana", "a word of Anatole", "nothing"} {
		add(t, p, text, fmt.Sprint("title ", i))
	}
	for _, query := range []string{"ana", "ana*", `"met ben"`, "title", "none", "", "*", "ana ben"} {
		numbers := map[model.DocumentID]int{}
		for _, s := range must[[]model.Summary](t)(p.Documents(ctx)) {
			numbers[s.ID] = s.Number
		}
		want := []int{}
		for _, h := range must[[]model.Hit](t)(p.Search(ctx, query, 0)) {
			want = append(want, numbers[h.Document])
		}
		got := must[[]int](t)(p.Find(ctx, query))
		slices.Sort(want)
		slices.Sort(got)
		if got == nil || !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", query, got, want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	p := newTestProject(b)
	addMany(b, p, 1000)
	for b.Loop() {
		if found, err := p.Find(context.Background(), "words"); err != nil || len(found) != 1000 {
			b.Fatal(len(found), err)
		}
	}
}

// TestStatisticsAreARead: counts that cannot be kept are told all the same.
func TestStatisticsAreARead(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 20)
	_, err := p.writer.ExecContext(ctx, `DELETE FROM setting WHERE name = 'tally';
		CREATE TRIGGER full BEFORE INSERT ON setting BEGIN SELECT RAISE(FAIL, 'full'); END`)
	if err != nil {
		t.Fatal(err)
	}
	if got := must[model.Tally](t)(p.Tally(ctx)); got.Annotations["person"]["ana"] != 20 {
		t.Errorf("%+v", got)
	}
}
