package session

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/model"
)

// longestName is how many code points the name of an annotator may have.
const longestName = 100

// ParseAnnotator reads the name of a person who works in a project. Spaces
// around it go. It refuses an empty name, the reserved names gold and all, a
// name with control characters, and one of more than 100 characters.
func ParseAnnotator(name string) (model.Annotator, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", errors.New("the annotator has no name: give one")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return "", fmt.Errorf("annotator %q: a name has no control characters", name)
	case utf8.RuneCountInString(name) > longestName:
		return "", fmt.Errorf("annotator %.20q…: a name has at most %d characters", name, longestName)
	case model.Annotator(name) == model.Gold || model.Annotator(name) == model.All:
		return "", fmt.Errorf("annotator %q: the name is reserved; choose another", name)
	}
	return model.Annotator(name), nil
}
