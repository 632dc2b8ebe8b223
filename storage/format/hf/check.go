package hf

import (
	"fmt"
	"unicode/utf8"

	"dragoman/storage/format"
)

// check reports a string that is not valid UTF-8: encoding/json would replace
// its bytes without a word.
func check(r format.Record) error {
	d := r.Document
	all := []string{d.Title, d.Source, d.Text.String(), string(r.Annotator())}
	for name, value := range d.Meta {
		all = append(all, name, string(value))
	}
	if r.Set != nil {
		for _, a := range r.Set.Annotations {
			all = append(all, string(a.ID), a.Label, a.Note, string(a.Origin))
			for _, at := range a.Attributes {
				all = append(all, at.Name, at.Value)
			}
		}
		for _, rel := range r.Set.Relations {
			all = append(all, string(rel.ID), rel.Type)
		}
		for _, v := range r.Set.Verdicts {
			all = append(all, v.Of, string(v.Annotator), v.Why, string(v.By))
		}
	}
	for _, s := range all {
		if !utf8.ValidString(s) {
			return fmt.Errorf("%.40q is not valid UTF-8", s)
		}
	}
	return nil
}
