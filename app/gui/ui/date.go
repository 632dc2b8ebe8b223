package ui

import "time"

// Date returns a date of the form 2006-01-02, with or without a time behind
// it, as people read it: "2 January 2006". Anything else stays as it is.
func Date(s string) string {
	if len(s) < len(time.DateOnly) {
		return s
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	if err != nil || len(s) > len(time.DateOnly) && s[len(time.DateOnly)] != 'T' && s[len(time.DateOnly)] != ' ' {
		return s
	}
	return t.Format("2 January 2006")
}
