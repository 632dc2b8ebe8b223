// Package xmi reads and writes the XMI of UIMA, as INCEpTION, WebAnno and DKPro
// have it: one file for each annotation set, with the file TypeSystem.xml beside
// that tells their types. How annotations stand in it, package uima says.
//
// Offsets count UTF-16 units. The text is an attribute, in which line ends and
// tabs are written as character references, so that they come back; characters
// that XML 1.0 cannot hold become one blank each.
//
// Reading takes the first view with a text. Annotations are what has a begin and
// an end there and is not structure, such as tokens and sentences; relations
// are what has a Governor and a Dependent, or a source and a target, and what a
// feature of one annotation says of another: of the type that the feature is
// called, or the role of the slot between them. The type system beside tells references from values; where there is
// none, source and target are taken as they look, and other features for
// values, but never for labels where they look like references. Document types,
// and with them entities, are refused.
package xmi

import (
	"bytes"
	"path/filepath"
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// Format returns the format.
func Format() format.Format {
	return format.Format{
		Name:        "xmi",
		Title:       "UIMA CAS XMI: with its type system, for INCEpTION and DKPro",
		Extensions:  []string{".xmi"},
		Keeps:       format.All(),
		Unit:        format.UTF16,
		OneUnit:     true,
		Sets:        true,
		Checked:     "dkpro-cassis 0.12.0",
		Holds:       holds,
		Recognise:   recognise,
		Companions:  func(string) []string { return uima.TypesFiles() },
		Read:        read,
		WriteFolder: write,
	}
}

// recognise goes by the name. An .xml file is one when it says so.
func recognise(name string, head []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xmi":
		return true
	case ".xml":
		return bytes.Contains(head, []byte(xmiSpace)) && bytes.Contains(head, []byte(":XMI"))
	}
	return false
}

// The name spaces of XMI.
const (
	xmiSpace = "http://www.omg.org/XMI"
	casSpace = "http:///uima/cas.ecore"
)
