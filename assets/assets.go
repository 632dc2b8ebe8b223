// Package assets holds the bytes that travel inside the program: the icon, the
// default schema with its guidelines, the guide and the sample project. It knows no
// toolkit and no other package of the program.
package assets

import (
	"bytes"
	_ "embed"
)

//go:embed schema.json
var schema []byte

//go:embed sample/sample.jsonl
var sample []byte

//go:embed guide.md
var guide string

//go:embed icon.png
var icon []byte

//go:embed icon.svg
var iconSVG []byte

// Schema returns the default schema as JSON, in the form that
// "dragoman new --schema" reads. Its guidelines are Markdown.
// The slice is the caller's own.
func Schema() []byte { return bytes.Clone(schema) }

// Sample returns the sample project as JSONL, in the form that
// "dragoman import" reads: one annotation set a line, offsets in code points.
// It uses the labels, attributes and relation types of Schema and no others.
// The slice is the caller's own.
func Sample() []byte { return bytes.Clone(sample) }

// Guide returns the guide for people as Markdown, without the page of keys,
// which is made from the table of commands.
func Guide() string { return guide }

// Icon returns the program's icon as a PNG of 512 by 512 pixels.
// The slice is the caller's own.
func Icon() []byte { return bytes.Clone(icon) }

// IconSVG returns the program's icon as a drawing that scales.
// The slice is the caller's own.
func IconSVG() []byte { return bytes.Clone(iconSVG) }
