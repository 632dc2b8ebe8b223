package storage

import "strings"

// interned holds strings that stand in many rows once each, the first mostNames
// of them.
type interned map[string]string

const mostNames = 1000

// of returns b as a string.
func (n interned) of(b []byte) string {
	if s, ok := n[string(b)]; ok {
		return s
	}
	return n.add(string(b))
}

// keep returns s without what it is a part of.
func (n interned) keep(s string) string {
	if s == "" {
		return ""
	}
	if known, ok := n[s]; ok {
		return known
	}
	return n.add(strings.Clone(s))
}

func (n interned) add(s string) string {
	if len(n) < mostNames {
		n[s] = s
	}
	return s
}
