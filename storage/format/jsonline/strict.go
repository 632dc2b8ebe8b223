package jsonline

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"dragoman/storage/extract"
)

// CheckText reports bytes that are not UTF-8, and escapes that stand for one
// half of a surrogate pair: both would become U+FFFD without a word.
func CheckText(data []byte) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("byte %d of the line is not UTF-8: save the file as UTF-8 first", extract.InvalidAt(data))
	}
	if at := halfAt(data); at >= 0 {
		return fmt.Errorf("byte %d of the line: %s is half a character", at, data[at:at+6])
	}
	return nil
}

// halfAt returns where an escape of half a surrogate pair stands, and -1 where
// none does.
func halfAt(data []byte) int {
	for at := 0; at < len(data); {
		i := bytes.IndexByte(data[at:], '\\')
		if i < 0 {
			break
		}
		at += i
		unit, ok := escape(data[at:])
		switch {
		case !ok:
			at += 2
		case !utf16.IsSurrogate(unit):
			at += 6
		default:
			low, _ := escape(data[at+6:])
			if utf16.DecodeRune(unit, low) == utf8.RuneError {
				return at
			}
			at += 12
		}
	}
	return -1
}

// escape returns the UTF-16 unit of the \uXXXX that data begins with.
func escape(data []byte) (rune, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return rune(n), err == nil
}
