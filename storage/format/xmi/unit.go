package xmi

import (
	"unicode"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// unit returns the unit under which all tokens of the file are free of white
// space at their ends: UTF-16 where that is one, and Auto where none is or the
// file has no tokens. They speak for annotations, which may begin within a
// word.
func (r *reader) unit(text *model.Text) format.Unit {
	var tokens []model.Span
	for _, s := range r.all {
		if s.kind != uima.Token || s.attr("sofa") != r.sofa.id {
			continue
		}
		at := s.place()
		if at.Err != nil {
			return format.Auto
		}
		tokens = append(tokens, at.Fragments[0])
	}
	if len(tokens) == 0 {
		return format.Auto
	}
	for _, u := range []format.Unit{format.UTF16, format.CodePoint, format.Byte} {
		if fits(text, tokens, u) {
			return u
		}
	}
	return format.Auto
}

func fits(text *model.Text, tokens []model.Span, u format.Unit) bool {
	for _, t := range tokens {
		spans, err := u.Spans(text, []model.Span{t})
		if err != nil {
			return false
		}
		word := text.Slice(spans[0])
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		if unicode.IsSpace(first) || unicode.IsSpace(last) {
			return false
		}
	}
	return true
}
