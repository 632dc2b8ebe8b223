package job_test

import (
	"path/filepath"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/model"
)

func TestTitled(t *testing.T) {
	known := strings.Repeat("ab01", 8)
	title := func(id model.DocumentID) string {
		if string(id) == known {
			return "Fog"
		}
		return ""
	}
	unknown := strings.Repeat("c", 32)
	for sentence, want := range map[string]string{
		"document " + known + ": ana is at it":         "“Fog”: ana is at it",
		"document " + known + ", bo: done is left out": "“Fog”, bo: done is left out",
		"in use in document " + known + " by bo":       "in use in “Fog” by bo",
		"document " + unknown + ": title stays":        "document " + unknown + ": title stays",
		"document " + known + "0: no id":               "document " + known + "0: no id",
	} {
		if got := job.Titled(sentence, title); got != want {
			t.Errorf("%q became %q, want %q", sentence, got, want)
		}
	}
}

func TestShown(t *testing.T) {
	for path, want := range map[string]string{
		"/news/a.txt": "a.txt", "a.txt": "a.txt", "/news/pack.zip/x/pic.png": "pack.zip/x/pic.png",
		"in/Pack.ZIP/deep.zip/b.ann": "Pack.ZIP/deep.zip/b.ann", "/news/pack.zip": "pack.zip",
	} {
		if got := job.Shown(filepath.FromSlash(path)); got != want {
			t.Errorf("%s is shown as %q, want %q", path, got, want)
		}
	}
}
