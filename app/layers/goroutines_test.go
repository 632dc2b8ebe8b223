package layers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestGoroutinesStartInBackground finds every go statement of the program
// itself. Outside package background one is allowed only in a function that
// waits for it, which it shows by the name of what it waits with.
func TestGoroutinesStartInBackground(t *testing.T) {
	for _, u := range units(t) {
		if u.ImportPath == "dragoman/app/background" {
			continue
		}
		for _, name := range u.GoFiles {
			path := filepath.Join(u.Dir, name)
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, place := range loose(file) {
				t.Errorf("%s: a goroutine that nothing here waits for: use package background", files.Position(place))
			}
		}
	}
}

// loose returns the go statements of functions that do not wait.
func loose(file *ast.File) []token.Pos {
	var found []token.Pos
	for _, declaration := range file.Decls {
		f, ok := declaration.(*ast.FuncDecl)
		if !ok || f.Body == nil || waits(f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				found = append(found, g.Pos())
			}
			return true
		})
	}
	return found
}

// waits reports whether the function calls a method Wait or receives from a
// channel.
func waits(f *ast.FuncDecl) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			return false // what happens in there is no waiting
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(s.Sel.Name, "Wait") {
				found = true
			}
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return true
	})
	return found
}

func TestLooseGoroutinesAreFound(t *testing.T) {
	for source, want := range map[string]int{
		"func f() { go g() }": 1,
		"func f() { var w sync.WaitGroup; go g(); w.Wait() }": 0,
		"func f() { done := make(chan int); go g(); <-done }": 0,
		"func f() { go func() { <-c }() }":                    1,
		"func f() { h := func() { go g() }; h() }":            1,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+source, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(loose(file)); got != want {
			t.Errorf("%s: %d loose, want %d", source, got, want)
		}
	}
}
