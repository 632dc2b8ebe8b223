package jsonl

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// checkText reports bytes that are not UTF-8, and escapes that stand for one
// half of a surrogate pair: both would become U+FFFD without a word.
func checkText(data []byte) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("byte %d of the line is not UTF-8", invalidAt(data))
	}
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\\')
		if i < 0 {
			return nil
		}
		at += i
		high, ok := escape(data[at:])
		if !ok {
			at += 2
			if at > len(data) {
				return nil
			}
			continue
		}
		if utf16.IsSurrogate(high) {
			low, _ := escape(data[at+6:])
			if utf16.DecodeRune(high, low) == utf8.RuneError {
				return fmt.Errorf("byte %d of the line: %s is half a character", at, data[at:at+6])
			}
			at += 6
		}
		at += 6
	}
}

func invalidAt(data []byte) int {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// escape returns the UTF-16 unit of the \uXXXX that data begins with.
func escape(data []byte) (rune, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return rune(n), err == nil
}
