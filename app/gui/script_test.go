package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
)

// TestScripts runs the scripts of testdata: what a person does, a line each,
// in the real window, and what is there then. Lines that begin with "= " are
// the annotations that the line before asks for.
func TestScripts(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.script"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".script"), func(t *testing.T) {
			script, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			runScript(t, newStage(t), string(script))
		})
	}
}

func runScript(t *testing.T, s *stage, script string) {
	lines := strings.Split(script, "\n")
	for i := 0; i < len(lines); i++ {
		verb, rest, _ := strings.Cut(strings.TrimSpace(lines[i]), " ")
		if verb == "" || verb == "#" {
			continue
		}
		if verb == "want" {
			var want []string
			for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "= ") {
				i++
				want = append(want, lines[i][2:])
			}
			if got := s.annotations(); got != strings.Join(want, "\n") {
				t.Fatalf("line %d: got\n%s\nwant\n%s", i+1, got, strings.Join(want, "\n"))
			}
			continue
		}
		do, ok := verbs[verb]
		if !ok {
			t.Fatalf("line %d: there is no verb %q", i+1, verb)
		}
		do(s, strings.Trim(rest, `"`))
		s.drain()
		if t.Failed() {
			t.Fatalf("in line %d: %s", i+1, lines[i])
		}
	}
}

// verbs are what a script can do.
var verbs = map[string]func(s *stage, rest string){
	"key": func(s *stage, rest string) {
		for _, k := range strings.Fields(rest) {
			s.key(k)
		}
	},
	"type": func(s *stage, rest string) {
		for _, r := range rest {
			s.win.Canvas().Focused().TypedRune(r)
		}
	},
	"select": func(s *stage, rest string) {
		s.space.article.SelectSpans([]model.Span{s.spanOf(rest)})
	},
	"caret": func(s *stage, rest string) { s.space.article.view.MoveTo(s.spanOf(rest).Start, false) },
	"tap":   func(s *stage, rest string) { s.tap(rest) },
	"click": func(s *stage, rest string) {
		at, _ := s.word(rest)
		s.pointer(at, at)
	},
	"drag": func(s *stage, rest string) {
		first, last, ok := strings.Cut(rest, " … ")
		if !ok {
			last = first
		}
		from, _ := s.word(first)
		_, to := s.word(last)
		s.pointer(from, to)
	},
	"open": func(s *stage, rest string) {
		for _, d := range s.session.Documents() {
			if d.Title == rest {
				s.tap("document " + string(d.ID))
				return
			}
		}
		s.t.Errorf("there is no article %q", rest)
	},
	"status": func(s *stage, rest string) {
		if got := s.status.message.Text(); !strings.Contains(got, rest) {
			s.t.Errorf("the status line says %q, want %q in it", got, rest)
		}
	},
	"focus": func(s *stage, rest string) {
		if got := s.space.focusName(); got != rest {
			s.t.Errorf("%q has the focus, want %q", got, rest)
		}
	},
	"shown": func(s *stage, rest string) {
		var titles []string
		for _, d := range s.space.documents.Shown() {
			titles = append(titles, d.Title)
		}
		if got := strings.Join(titles, ", "); got != rest {
			s.t.Errorf("the list shows %q, want %q", got, rest)
		}
	},
	"dialogs": func(s *stage, rest string) {
		if got := strings.Repeat("x", len(s.sheets)); got != rest {
			s.t.Errorf("%d dialogs are open, want %d", len(got), len(rest))
		}
	},
}
