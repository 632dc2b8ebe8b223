// Package model holds the values Dragoman works with and their laws: text,
// spans, annotations, relations, schemas, documents, annotation sets, changes
// and history. It does no input or output, reads no clock and knows no other
// package of the program.
//
// Values are immutable by convention: a slice or map inside a value is never
// written to after the value was made, so that values may be shared freely
// between goroutines and kept as snapshots.
//
// Offsets are half-open UTF-8 byte offsets on code point boundaries unless a
// name says otherwise.
package model
