package near_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"dragoman/model/near"
	"dragoman/model/near/neartest"
)

// runs are the shingles of a text, found in the plainest way.
func runs(text string, n int) map[string]bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	found := map[string]bool{}
	for i := range len(words) - n + 1 {
		found[strings.Join(words[i:i+n], " ")] = true
	}
	if len(words) > 0 && len(words) < n {
		found[strings.Join(words, " ")] = true
	}
	return found
}

func jaccard(a, b map[string]bool) float64 {
	common := 0
	for s := range a {
		if b[s] {
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}

// truth is what brute force says of some texts.
type truth struct {
	pairs  map[[2]int]bool
	joined map[[2]int]bool // by a chain of pairs
}

func bruteForce(texts []string, words int, threshold float64) truth {
	sets := make([]map[string]bool, len(texts))
	cluster := make([]int, len(texts))
	for i, text := range texts {
		sets[i], cluster[i] = runs(text, words), i
	}
	t := truth{pairs: map[[2]int]bool{}}
	for j := range sets {
		for i := range j {
			if jaccard(sets[i], sets[j]) < threshold {
				continue
			}
			t.pairs[[2]int{i, j}] = true
			from, to := cluster[j], cluster[i]
			for k := range cluster {
				if cluster[k] == from {
					cluster[k] = to
				}
			}
		}
	}
	t.joined = joined(cluster)
	return t
}

func joined(clusters []int) map[[2]int]bool {
	pairs := map[[2]int]bool{}
	for j := range clusters {
		for i := range j {
			if clusters[i] == clusters[j] {
				pairs[[2]int{i, j}] = true
			}
		}
	}
	return pairs
}

func both(a, b map[[2]int]bool) int {
	n := 0
	for p := range a {
		if b[p] {
			n++
		}
	}
	return n
}

func index(opt near.Options, texts ...string) *near.Index {
	x := near.New(opt)
	for _, text := range texts {
		x.Add(text)
	}
	return x
}

func clusters(t interface {
	Helper()
	Fatal(...any)
}, x *near.Index,
) []int {
	t.Helper()
	found, err := x.Clusters(t.(interface{ Context() context.Context }).Context())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func anyPair(int, int) bool { return true }

func wire(n, size int, seed uint64) []string {
	var texts []string
	for a := range neartest.Wire(n, size, seed) {
		texts = append(texts, a.Text)
	}
	return texts
}

// Reprints with other headlines, cut endings and the lines of sites, among
// articles that share those lines: what brute force finds, and nothing else.
func TestReprintsAreFoundAsByBruteForce(t *testing.T) {
	seeds := uint64(5)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		for _, opt := range []near.Options{
			{Words: near.DefaultWords, Threshold: near.DefaultThreshold},
			{Words: 5, Threshold: 0.5, Seed: seed},
			{Words: 3, Threshold: 0.7},
		} {
			t.Run(fmt.Sprintf("seed %d, %d words, threshold %v", seed, opt.Words, opt.Threshold), func(t *testing.T) {
				texts := wire(240, 1500, seed)
				want := bruteForce(texts, opt.Words, opt.Threshold)
				x := index(opt, texts...)
				found := clusters(t, x)
				pairs, err := x.CountPairs(t.Context(), found, anyPair)
				if err != nil {
					t.Fatal(err)
				}
				got := joined(found)
				if len(want.pairs) < 20 {
					t.Fatalf("the articles hold %d near-duplicates: too few to tell", len(want.pairs))
				}
				check(t, "pairs in clusters", both(got, want.joined), len(want.joined), len(got))
				check(t, "near-duplicates", both(got, want.pairs), len(want.pairs), max(pairs, both(got, want.pairs)))
				if pairs != both(got, want.pairs) {
					t.Errorf("counted %d near-duplicates, the clusters hold %d", pairs, both(got, want.pairs))
				}
			})
		}
	}
}

// check asks for a recall and precision of 0.95.
func check(t *testing.T, what string, right, wanted, found int) {
	t.Helper()
	recall, precision := float64(right)/float64(wanted), float64(right)/float64(found)
	t.Logf("%s: recall %.4f of %d, precision %.4f", what, recall, wanted, precision)
	if recall < 0.95 || precision < 0.95 {
		t.Errorf("%s: recall %.3f, precision %.3f", what, recall, precision)
	}
}

// The defaults tell reprints from other articles: by the stories themselves.
func TestDefaultsFindStories(t *testing.T) {
	for seed := range uint64(3) {
		x, story := near.New(near.Options{}), []int{}
		for a := range neartest.Wire(1000, 2000, seed) {
			x.Add(a.Text)
			story = append(story, a.Story)
		}
		got, want := joined(clusters(t, x)), joined(story)
		check(t, "printings of a story", both(got, want), len(want), len(got))
	}
}

// The articles of the customer, printed again.
func TestRealArticles(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/articles/*.txt")
	if len(paths) == 0 {
		t.Skip("the shared articles are not here")
	}
	var texts []string
	var story []int
	r := rand.New(rand.NewPCG(1, 1))
	for i, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range reprints(string(b), r) {
			texts, story = append(texts, text), append(story, i)
		}
	}
	want := bruteForce(texts, near.DefaultWords, near.DefaultThreshold)
	found := clusters(t, index(near.Options{}, texts...))
	check(t, "as by brute force", both(joined(found), want.joined), len(want.joined), len(joined(found)))
	check(t, "by article", both(joined(found), joined(story)), len(joined(story)), len(joined(found)))
}

// reprints returns the article and what five sites make of it.
func reprints(text string, r *rand.Rand) []string {
	all := []string{text}
	_, body, _ := strings.Cut(text, "\n")
	paragraphs := strings.Split(body, "\n")
	for site := range 5 {
		kept := paragraphs[:len(paragraphs)-r.IntN(len(paragraphs)/2)]
		all = append(all, fmt.Sprintf("Site %d, news of the day, subscribe to our letter\nOther words above story %d\n%s\n"+
			"Copyright site %d. All rights are reserved and nothing may be printed again without asking us first.", site, site, strings.Join(kept, "\n"), site))
	}
	return all
}

// few draws texts of few different words, so that all degrees of likeness occur.
func few(t *rapid.T, label string) []string {
	word := rapid.StringMatching(`[abc]`)
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "words"), " ")
	})
	return rapid.SliceOfN(text, 1, 12).Draw(t, label)
}

var small = near.Options{Words: 3, Threshold: 0.4}

func TestOrderMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := few(t, "texts")
		order := rapid.Permutation(seq(len(texts))).Draw(t, "order")
		var shuffled []string
		for _, i := range order {
			shuffled = append(shuffled, texts[i])
		}
		here, there := clusters(t, index(small, texts...)), clusters(t, index(small, shuffled...))
		for a, i := range order {
			for b, j := range order {
				if (here[i] == here[j]) != (there[a] == there[b]) {
					t.Fatalf("%q and %q are together in one order alone", texts[i], texts[j])
				}
			}
		}
	})
}

func TestAnotherDocumentPartsNoOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := few(t, "texts")
		before := clusters(t, index(small, texts[:len(texts)-1]...))
		after := clusters(t, index(small, texts...))
		for i := range before {
			if after[i] != after[before[i]] {
				t.Fatalf("%q parted %q and %q", texts[len(texts)-1], texts[i], texts[before[i]])
			}
		}
	})
}

// What is joined is joined by near-duplicates: nothing is found that is none.
func TestNothingFalseIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := few(t, "texts")
		want := bruteForce(texts, small.Words, small.Threshold)
		x := index(small, texts...)
		found := clusters(t, x)
		for pair := range joined(found) {
			if !want.joined[pair] {
				t.Fatalf("%q and %q are no near-duplicates", texts[pair[0]], texts[pair[1]])
			}
		}
		_, err := x.CountPairs(t.Context(), found, func(a, b int) bool {
			if a >= b {
				t.Errorf("pair %d, %d", a, b)
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestOverlapsAreSharesOfShingles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := few(t, "texts")
		training := rapid.IntRange(0, len(texts)).Draw(t, "training")
		known := map[string]bool{}
		for _, text := range texts[:training] {
			maps.Copy(known, runs(text, small.Words))
		}
		got, err := index(small, texts...).Overlaps(t.Context(), func(i int) bool { return i >= training }, func(i int) bool { return i < training })
		if err != nil || len(got) != len(texts)-training {
			t.Fatalf("%v, %v", got, err)
		}
		for i, share := range got {
			own, shared := runs(texts[training+i], small.Words), 0
			for run := range own {
				if known[run] {
					shared++
				}
			}
			if want := float64(shared) / float64(max(1, len(own))); share != want {
				t.Fatalf("%q shares %v, want %v", texts[training+i], share, want)
			}
		}
	})
}

func TestWhatCountsAsTheSame(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"case and punctuation":          {"The minister met the envoy.", "THE MINISTER MET: the envoy", true},
		"short and other":               {"The minister met", "The minister left", false},
		"short, and a longer one":       {"a b c", "a b c d", false},
		"order of words":                {"ana met ben", "ben met ana", false},
		"no words":                      {"...", "!?", false},
		"nothing":                       {"", "", false},
		"Chinese, one word exchanged":   {"外交部长星期五在大马士革会见了叙利亚总统并否认了有关撤离大使馆的报道", "外交部长星期五在大马士革会见了叙利亚总统并否认了有关撤离外交官的报道", true},
		"Chinese, another story":        {"外交部长星期五在大马士革会见了叙利亚总统", "议会星期一通过了新的预算法案并且休会到春季", false},
		"Arabic with other line breaks": {"نفى المتحدث باسم الوزارة الأنباء عن إخلاء السفارة", "نفى المتحدث باسم الوزارة\r\nالأنباء عن إخلاء السفارة", true},
		"not UTF-8":                     {"ana \xff met ben", "ana met ben", true},
	} {
		found := clusters(t, index(near.Options{}, c.a, c.b))
		if same := found[0] == found[1]; same != c.same {
			t.Errorf("%s: same %v, want %v", name, same, c.same)
		}
	}
}

// A thousand copies of a story, and a thousand texts that differ in one shingle,
// take no longer than others.
func TestManyCopies(t *testing.T) {
	story := wire(1, 2000, 3)[0]
	x := near.New(near.Options{})
	for i := range 3000 {
		x.Add(fmt.Sprintf("%s %d", story, i))
	}
	for i, first := range clusters(t, x) {
		if first != 0 {
			t.Fatalf("document %d is with %d", i, first)
		}
	}
}

func TestAnEndedContextEndsTheSearch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := index(near.Options{}, wire(50, 1000, 1)...)
	if _, err := x.Clusters(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Clusters: %v", err)
	}
	if _, err := x.CountPairs(ctx, seq(50), anyPair); !errors.Is(err, context.Canceled) {
		t.Errorf("CountPairs: %v", err)
	}
	if _, err := x.Overlaps(ctx, func(int) bool { return true }, func(int) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("Overlaps: %v", err)
	}
}

func seq(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}
