// Package agree compares annotation sets of the same documents: which
// annotation of one corresponds to which of another, where they differ and in
// what, and how much they agree, by the measures of the field. It is
// arithmetic over values of package model; it reads and writes nothing.
package agree
