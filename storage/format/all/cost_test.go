package all_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dragoman/storage/format/all"
	"dragoman/storage/format/formattest"
)

// many is how often each file of TestManyOfOneKindCostLittle has the same: so
// often that what is quadratic in it takes minutes.
const many = 30_000

// repeat writes the pattern many times, with the number of each for %[1]d.
func repeat(pattern string) string {
	var b strings.Builder
	for i := range many {
		fmt.Fprintf(&b, pattern, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

func TestManyOfOneKindCostLittle(t *testing.T) {
	keys := repeat(`"k%[1]d":"%[1]d",`)
	line := func(rest string) formattest.Files {
		return formattest.Files{"a.jsonl": []byte(`{"text":"abc",` + rest + `}`)}
	}
	task := func(annotations string) formattest.Files {
		return formattest.Files{"a.json": []byte(`[{"data":{"text":"abc"},"annotations":[` + annotations + `]}]`)}
	}
	region := func(rest string) formattest.Files {
		return task(`{"result":[{"id":"r","type":"labels","value":{"start":0,"end":1,"labels":["x"]}},` + rest + `]}`)
	}
	ann := func(lines string) formattest.Files {
		return formattest.Files{"a.txt": []byte("abc"), "a.ann": []byte("T1\tx 0 1\ta\n" + lines), "a.meta.json": []byte(`{"meta":{` + keys + `}}`)}
	}
	span := `"label":[[0,1,"x"]],"details":[{"start":0,"end":1,"label":"x","attributes":{` + keys + `}}]`
	for _, c := range []struct {
		what, format string
		files        formattest.Files
	}{
		{"unknown keys", "jsonl", line(keys)},
		{"unknown keys", "prodigy", line(keys)},
		{"keys of data", "labelstudio", formattest.Files{"a.json": []byte(`[{"data":{"text":"abc",` + keys + `}}]`)}},
		{"names of meta and attributes", "brat", ann(repeat("A%[1]d\tat%[1]d T1 v\n"))},
		{"notes", "brat", ann(repeat("#%[1]d\tAnnotatorNotes T1\t" + strings.Repeat("n", 200) + "\n"))},
		{"attributes", "doccano", line(span)},
		{"attributes", "labelstudio", region(repeat(`{"id":"r","from_name":"a%[1]d","type":"choices","value":{"choices":["x"]}},`))},
		{"notes", "labelstudio", region(repeat(`{"id":"r","from_name":"note","type":"textarea","value":{"text":["` + strings.Repeat("n", 200) + `%[1]d"]}},`))},
		{"sets of one annotator", "labelstudio", task(repeat(`{"completed_by":1,"result":[],"%[1]d":1},`))},
	} {
		f, _ := all.Find(c.format)
		start := time.Now()
		records, _, err := formattest.ReadAll(f, c.files)
		if took := time.Since(start); err != nil || len(records) == 0 || took > 20*time.Second {
			t.Errorf("%s of %s: %d records in %v (%v)", c.what, c.format, len(records), took, err)
		}
	}
}
