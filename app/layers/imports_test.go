// Package layers checks the house rules that no compiler checks: who may import
// whom, and where goroutines start. It needs no display and no OpenGL.
package layers_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// unit is one package of the program, as go list tells it.
type unit struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string // of its own accord
	Deps       []string // be it through others
}

// units lists the packages of the program. Their tests are left out: those may
// know more.
func units(t *testing.T) []unit {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json", "-tags", "x11,migrated_fynedo", "dragoman/...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var list []unit
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var u unit
		if err := d.Decode(&u); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, u)
	}
}

// matches reports whether one of the patterns fits the package, as go list
// reads them: "a/b" is one package, "a/b/..." a tree. "std" is the standard
// library.
func matches(path string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		if tree, ok := strings.CutSuffix(pattern, "/..."); ok {
			return path == tree || strings.HasPrefix(path, tree+"/")
		}
		return path == pattern || pattern == "std" && standard(path)
	})
}

func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return first != "dragoman" && !strings.Contains(first, ".")
}

// rule says what packages may know. One of only and never is given.
type rule struct {
	name    string
	of, but []string // patterns: which packages, and which of them not
	deps    bool     // what they know through others counts too
	only    []string
	never   []string
}

// database is what storage alone may know.
var database = []string{"gorm.io/...", "github.com/glebarez/...", "modernc.org/sqlite/...", "database/sql"}

// screenless is what works without a display.
var screenless = []string{
	"dragoman/app/session/...", "dragoman/app/job/...", "dragoman/app/command/...", "dragoman/app/background/...", "dragoman/app/instance/...", "dragoman/app/crash/...",
	"dragoman/app/cli/...", "dragoman/app/gui/textview/flow/...", "dragoman/storage/...", "dragoman/model/...", "dragoman/assets/...",
}

// mains are the main packages and what they share: they wire everything.
var mains = []string{"dragoman", "dragoman/app/cli/headless/..."}

var rules = []rule{
	{
		name: "model knows the standard library alone",
		of:   []string{"dragoman/model/..."}, but: []string{"dragoman/model/segment", "dragoman/model/modeltest"},
		deps: true, only: []string{"std", "dragoman/model/..."},
	},
	{
		name: "model/segment knows model and the segmentation libraries",
		of:   []string{"dragoman/model/segment"}, deps: true,
		only: []string{"std", "dragoman/model", "github.com/clipperhouse/...", "github.com/neurosnap/sentences/..."},
	},
	{
		name: "storage knows model, formats and extract know more but nothing above",
		of:   []string{"dragoman/storage/..."}, deps: true, never: []string{"dragoman/app/...", "dragoman/assets/...", "fyne.io/..."},
	},
	{
		name: "storage knows no format",
		of:   []string{"dragoman/storage"}, deps: true, never: []string{"dragoman/storage/format/...", "dragoman/storage/extract/..."},
	},
	{
		name: "formats know neither the project file nor the database",
		of:   []string{"dragoman/storage/format/...", "dragoman/storage/extract/..."},
		deps: true, never: append([]string{"dragoman/storage"}, database...),
	},
	{
		name: "the format contract knows model alone, and what model/segment knows",
		of:   []string{"dragoman/storage/format"}, deps: true,
		only: []string{"std", "dragoman/model", "dragoman/model/segment", "github.com/clipperhouse/...", "github.com/neurosnap/sentences/..."},
	},
	{
		name: "no screen below the window",
		of:   screenless, deps: true, never: []string{"fyne.io/...", "github.com/go-gl/...", "dragoman/app", "dragoman/app/gui"},
	},
	{
		name: "flow knows model and the text libraries",
		of:   []string{"dragoman/app/gui/textview/flow/..."},
		only: []string{"std", "dragoman/model/...", "github.com/go-text/typesetting/...", "golang.org/x/...", "github.com/clipperhouse/..."},
	},
	{
		name: "no database above storage",
		of:   []string{"dragoman/..."}, but: append([]string{"dragoman/storage", "dragoman/storage/faultfs"}, mains...),
		deps: true, never: append([]string{"dragoman/storage"}, database...),
	},
	{
		name: "faults are for tests alone",
		of:   []string{"dragoman/..."}, but: []string{"dragoman/storage/faultfs"}, deps: true, never: []string{"dragoman/storage/faultfs"},
	},
	{
		name: "the program knows the format contract and no format",
		of:   []string{"dragoman/app/...", "dragoman/assets/...", "dragoman/model/..."}, but: mains,
		never: []string{
			"dragoman/storage/format/all", "dragoman/storage/format/archive", "dragoman/storage/format/article", "dragoman/storage/format/brat",
			"dragoman/storage/format/conll", "dragoman/storage/format/doccano", "dragoman/storage/format/hf", "dragoman/storage/format/html",
			"dragoman/storage/format/jsonl", "dragoman/storage/format/jsonline", "dragoman/storage/format/labelstudio",
			"dragoman/storage/format/prodigy", "dragoman/storage/format/spacy", "dragoman/storage/format/table",
			"dragoman/storage/format/webanno", "dragoman/storage/format/xmi/...", "dragoman/storage/extract/...",
		},
	},
	{
		name: "assets know no other package of the program",
		of:   []string{"dragoman/assets/..."}, deps: true, only: []string{"std"},
	},
	{
		name: "one package knows fyne/v2/app, for it needs GL",
		of:   []string{"dragoman/..."}, but: []string{"dragoman/app"}, never: []string{"fyne.io/fyne/v2/app"},
	},
	{
		name: "main packages are above everything",
		of:   []string{"dragoman/..."}, but: mains, never: mains,
	},
}

// broken returns what breaks the rule.
func (r rule) broken(list []unit) []string {
	var found []string
	for _, u := range list {
		if !matches(u.ImportPath, r.of) || matches(u.ImportPath, r.but) {
			continue
		}
		known := u.Imports
		if r.deps {
			known = u.Deps
		}
		for _, path := range known {
			if r.only != nil && !matches(path, r.only) || matches(path, r.never) {
				found = append(found, u.ImportPath+" knows "+path)
			}
		}
	}
	return found
}

func TestImportsRunDownwards(t *testing.T) {
	list := units(t)
	for _, r := range rules {
		t.Run(strings.ReplaceAll(r.name, " ", "_"), func(t *testing.T) {
			if !slices.ContainsFunc(list, func(u unit) bool { return matches(u.ImportPath, r.of) }) {
				t.Fatal("the rule is about no package: mend its patterns")
			}
			if broken := r.broken(list); len(broken) > 0 {
				t.Fatalf("%s, but:\n%s", r.name, strings.Join(broken, "\n"))
			}
		})
	}
}
