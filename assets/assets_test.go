package assets_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/assets"
	"dragoman/model"
)

var update = flag.Bool("update", false, "write the guidelines into schema.json, and guide.md")

// The guidelines are edited as Markdown files and travel in schema.json.
func TestSchemaHoldsGuidelines(t *testing.T) {
	schema := defaultSchema(t)
	want := schema
	want.Labels = append([]model.Label(nil), schema.Labels...)
	for i := range want.Labels {
		text, err := os.ReadFile(filepath.Join("guidelines", want.Labels[i].Name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		want.Labels[i].Guideline = string(text)
	}
	if *update {
		if err := os.WriteFile("schema.json", want.Format(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !want.Equal(schema) {
		t.Error("schema.json does not hold the guidelines as they are in guidelines/: run go test ./assets -update")
	}
}

// docs/guide.md is read on the web and travels in the program, where the key
// page stands apart.
func TestGuideIsTheOneInDocs(t *testing.T) {
	docs, err := os.ReadFile(filepath.Join("..", "docs", "guide.md"))
	if err != nil {
		t.Fatal(err)
	}
	want, _, found := strings.Cut(string(docs), "\n## Keys\n")
	if !found {
		t.Fatal("docs/guide.md has no heading “Keys”")
	}
	if *update {
		if err := os.WriteFile("guide.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if assets.Guide() != want {
		t.Error("guide.md is not docs/guide.md without its keys: run go test ./assets -update")
	}
}

func TestSchemaIsTheFourLabels(t *testing.T) {
	schema := defaultSchema(t)
	patterns := map[model.Pattern]bool{}
	for i, name := range []string{"person", "meeting", "statement", "denial"} {
		label := schema.Labels[i]
		if label.Name != name || label.Key != string(rune('1'+i)) {
			t.Errorf("label %d is %q with key %q", i, label.Name, label.Key)
		}
		if label.Description == "" || len(label.Guideline) < 500 || label.Colour == label.ColourDark {
			t.Errorf("label %q has no description, guideline or second colour", name)
		}
		patterns[label.Pattern] = true
	}
	if len(schema.Labels) != 4 || len(patterns) != 4 {
		t.Errorf("%d labels with %d patterns, want 4 and 4", len(schema.Labels), len(patterns))
	}
	for _, link := range []struct{ from, to, name string }{
		{"meeting", "person", "participant"},
		{"statement", "person", "speaker"},
		{"denial", "person", "addressee"},
		{"denial", "statement", "denies"},
	} {
		if typ, ok := schema.RelationType(link.name); !ok || !typ.Allows(link.from, link.to) {
			t.Errorf("%s does not lead from %s to %s", link.name, link.from, link.to)
		}
	}
}

func TestSliceIsTheCallersOwn(t *testing.T) {
	for name, get := range map[string]func() []byte{
		"Schema": assets.Schema, "Sample": assets.Sample, "Icon": assets.Icon, "IconSVG": assets.IconSVG,
	} {
		first := get()
		first[0] ^= 0xff
		if bytes.Equal(first, get()) {
			t.Errorf("a change to the result of %s shows in the next", name)
		}
	}
}

func TestIconIsAPictureOf512(t *testing.T) {
	picture, err := png.DecodeConfig(bytes.NewReader(assets.Icon()))
	if err != nil {
		t.Fatal(err)
	}
	if picture.Width != 512 || picture.Height != 512 {
		t.Errorf("icon is %d by %d", picture.Width, picture.Height)
	}
	var drawing struct {
		XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
	}
	if err := xml.Unmarshal(assets.IconSVG(), &drawing); err != nil {
		t.Errorf("icon.svg: %v", err)
	}
}

func defaultSchema(t *testing.T) model.Schema {
	t.Helper()
	schema, err := model.ParseSchema(assets.Schema())
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decodeStrictly(t *testing.T, line []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%.80s: %v", line, err)
	}
}
