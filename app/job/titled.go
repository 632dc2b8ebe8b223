package job

import (
	"path/filepath"
	"regexp"
	"strings"

	"dragoman/model"
)

// byID finds where a report names a document by its id.
var byID = regexp.MustCompile(`\bdocument ([0-9a-f]{32})\b`)

// Titled returns a sentence of a report with documents as title names them,
// which returns "" for those it does not know: they keep their ids.
func Titled(sentence string, title func(model.DocumentID) string) string {
	return byID.ReplaceAllStringFunc(sentence, func(found string) string {
		if name := title(model.DocumentID(byID.FindStringSubmatch(found)[1])); name != "" {
			return "“" + name + "”"
		}
		return found
	})
}

// Shown names a file of a report for people: by its base name, and within an
// archive by what it is called there, behind the archive's.
func Shown(path string) string {
	from := filepath.Base(path)
	for dir := filepath.Dir(path); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if strings.EqualFold(filepath.Ext(dir), ".zip") {
			from, _ = filepath.Rel(filepath.Dir(dir), path)
		}
	}
	return filepath.ToSlash(from)
}
