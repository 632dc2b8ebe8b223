package split_test

import (
	"math"
	"strings"
	"testing"

	"dragoman/model/split"
)

func TestParse(t *testing.T) {
	for in, want := range map[string][]split.Part{
		"train=0.8,dev=0.1,test=0.1":   {{"train", 0.8}, {"dev", 0.1}, {"test", 0.1}},
		" train = 0.5 , test_2 = .5 ":  {{"train", 0.5}, {"test_2", 0.5}},
		"a=0.333,b=0.333,c=0.333":      {{"a", 1. / 3}, {"b", 1. / 3}, {"c", 1. / 3}},
		"all=1":                        {{"all", 1}},
		"train=9e-1,test=0.1000000001": {{"train", 0.9}, {"test", 0.1}},
	} {
		got, err := split.Parse(in)
		if err != nil || len(got) != len(want) {
			t.Errorf("%q: %v, %v", in, got, err)
			continue
		}
		for i := range got {
			if got[i].Name != want[i].Name || math.Abs(got[i].Share-want[i].Share) > 1e-6 {
				t.Errorf("%q: %v, want %v", in, got, want)
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for in, says := range map[string]string{
		"":                             "train=0.8,dev=0.1,test=0.1",
		"train":                        "train=0.8,dev=0.1,test=0.1",
		"train=0.8,test=0.1":           "sum up to 0.9",
		"train=0.8,dev=0.3":            "sum up to 1.1",
		"train=80,test=20":             "above 0 and at most 1",
		"train=80%,test=20%":           "above 0 and at most 1",
		"train=1,test=0":               "above 0",
		"train=1.1,test=-0.1":          "above 0",
		"train=NaN":                    "above 0",
		"train=+Inf":                   "above 0",
		"train=0.5,train=0.5":          "two parts",
		"train=0.5,Train=0.5":          "two parts",
		"test=0.1,train=0.9":           "first",
		"../x=1":                       "cannot name",
		"a/b=1":                        "cannot name",
		"a.b=1":                        "cannot name",
		"=1":                           "cannot name",
		"-rf=1":                        "cannot name",
		"NUL=1":                        "cannot name",
		"größe=1":                      "cannot name",
		"a\x00=1":                      "cannot name",
		strings.Repeat("a", 65) + "=1": "cannot name",
	} {
		if got, err := split.Parse(in); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, %v, want %q", in, got, err, says)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("train=0.8,dev=0.1,test=0.1")
	f.Fuzz(func(t *testing.T, s string) {
		parts, err := split.Parse(s)
		sum := 0.0
		for _, p := range parts {
			sum += p.Share
			if !(p.Share > 0) || strings.ContainsAny(p.Name, `/\.:`) || p.Name == "" {
				t.Errorf("%q gives %v", s, p)
			}
		}
		if err == nil && math.Abs(sum-1) > 1e-9 {
			t.Errorf("%q: the shares sum up to %v", s, sum)
		}
	})
}
