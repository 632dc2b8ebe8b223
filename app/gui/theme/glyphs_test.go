package theme

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
)

// TestWordsOfTheWindowNeedNoSystemFont: a computer may have no font at all, so
// what the window says must be in the fonts that the toolkit brings.
func TestWordsOfTheWindowNeedNoSystemFont(t *testing.T) {
	var faces []*font.Face
	for _, data := range [][]byte{fynetheme.DefaultTextFont().Content(), fynetheme.DefaultSymbolFont().Content()} {
		face, err := font.ParseTTF(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		faces = append(faces, face)
	}
	has := func(r rune) bool {
		for _, f := range faces {
			if _, ok := f.NominalGlyph(r); ok {
				return true
			}
		}
		return unicode.IsControl(r)
	}
	for _, dir := range []string{"../../command", ".."} {
		eachString(t, dir, func(at, s string) {
			for _, r := range s {
				if !has(r) {
					t.Errorf("%s: %q is in no font of the toolkit", at, r)
				}
			}
		})
	}
}

// eachString calls f with every string in the Go files below dir, but for
// tests and the geometry of the article, which has fonts of its own.
func eachString(t *testing.T, dir string, f func(at, s string)) {
	files := token.NewFileSet()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "flow" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					f(files.Position(lit.Pos()).String(), s)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
