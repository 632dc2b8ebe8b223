package torture_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
	"dragoman/model"
)

// facts is what a person finds in a folder, by the names of the files: of a
// project what it holds, of another file its content. Backups are apart, for
// there may be more of them than the verb makes when nobody kills it.
type facts struct {
	files, backups map[string]string
	names          []string // of all files, hidden ones too
}

// moments are the times in names of files.
var moments = regexp.MustCompile(`\d{8}T\d{6}Z(-day|-version|-restore|-asked)?(-\d+)?`)

// beside are the ends of names of files that belong to an open project.
var beside = []string{"-wal", "-shm", "-lock", "-journal"}

// facts looks at a copy of the folder, for looking at projects changes them.
func (s *stage) facts(folder string) facts {
	s.Helper()
	copied := s.path("seen")
	s.must(os.RemoveAll(copied))
	s.must(os.CopyFS(copied, os.DirFS(folder)))
	f := facts{map[string]string{}, map[string]string{}, nil}
	var paths []string
	s.must(filepath.WalkDir(copied, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths = append(paths, path)
		}
		return err
	}))
	for _, path := range paths {
		name, err := filepath.Rel(copied, path)
		s.must(err)
		name = moments.ReplaceAllString(filepath.ToSlash(name), "TIME$1")
		f.names = append(f.names, name)
		if strings.HasPrefix(name, ".") || strings.Contains(name, "/.dragoman-backup") ||
			slices.ContainsFunc(beside, func(end string) bool { return strings.HasSuffix(name, end) }) {
			continue
		}
		if strings.Contains(name, ".backup") {
			s.keep(f.backups, name, s.content(path))
		} else {
			f.files[name] = s.content(path)
		}
	}
	slices.Sort(f.names)
	f.names = slices.Compact(f.names)
	return f
}

// keep notes a backup; all of a name, but for the time, must be the same.
func (s *stage) keep(backups map[string]string, name, content string) {
	if other, there := backups[name]; there && other != content {
		s.Fatalf("two backups %s are not the same", name)
	}
	backups[name] = content
}

// content returns what a file holds; a project must open and be sound.
func (s *stage) content(path string) string {
	s.Helper()
	if filepath.Ext(path) != cli.Extension && !strings.Contains(filepath.Base(path), cli.Extension+".backup") {
		data, err := os.ReadFile(path)
		s.must(err)
		return string(data)
	}
	p, err := wiring.Open(s.Context(), path, false)
	if err != nil {
		s.Fatalf("%s does not open: %v", filepath.Base(path), err)
	}
	s.sound(p)
	j, err := readJournal(s.Context(), p)
	s.must(err)
	assigned, err := p.Assignments(s.Context())
	s.must(err)
	s.must(p.Close())
	s.opened.Add(1)
	return j.text(assigned)
}

// text returns all that the journal holds, in one order.
func (j journal) text(assigned []model.Assignment) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	write := func(v any) {
		if err := e.Encode(v); err != nil {
			panic(err) // maps and slices of strings
		}
	}
	write(j.Schema)
	write(j.Properties)
	write(j.Settings)
	write(len(j.Comments))
	for _, a := range assigned {
		write([]string{string(a.Annotator), string(a.Document)})
	}
	places := slices.SortedFunc(maps.Keys(j.Sets), func(a, b place) int {
		return strings.Compare(string(a.Document)+string(a.Owner), string(b.Document)+string(b.Owner))
	})
	for _, p := range places {
		write(p)
		if p.Owner == model.Gold {
			write(j.Sets[p].unnamed())
		} else {
			write(j.Sets[p])
		}
	}
	return b.String()
}

// unnamed returns what a gold set says without the ids that it gave, which are
// others each time.
func (s set) unnamed() []string {
	all := []string{s.Status}
	for _, a := range s.Annotations {
		all = append(all, fmt.Sprint(a.Label, a.Fragments, a.Attributes, a.Note))
	}
	for _, v := range s.Verdicts {
		all = append(all, fmt.Sprint(v.Of, v.Annotator, v.Rejected(), v.By, v.Why))
	}
	slices.Sort(all)
	return append(all, fmt.Sprint(len(s.Relations)))
}

// between reports why the facts cannot come of a verb that leads from before to
// after: a file is neither as it was nor as it is to be.
func (f facts) between(before, after facts) error {
	for name, content := range f.files {
		if was, there := before.files[name]; there && was == content {
			continue
		}
		if will, there := after.files[name]; !there || will != content {
			return errors.New(name + " is neither as it was before nor as it is to be")
		}
	}
	for name := range before.files {
		_, stays := after.files[name]
		if _, there := f.files[name]; stays && !there {
			return errors.New(name + " is gone")
		}
	}
	for name, content := range f.backups {
		if content != before.backups[name] && content != after.backups[name] {
			return errors.New("the backup " + name + " is not what it is to be")
		}
	}
	for name := range before.backups {
		if _, there := f.backups[name]; !there {
			return errors.New("the backup " + name + " is gone")
		}
	}
	return nil
}

// same reports whether the files are those, whatever the backups are.
func (f facts) same(o facts) bool { return maps.Equal(f.files, o.files) }
