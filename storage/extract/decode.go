// Package extract gets text out of files: it decodes the bytes of any
// encoding, and finds the article in a web page. Nothing is ever replaced
// silently: bytes that an encoding does not know are an error that tells where
// they stand.
package extract

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// InvalidError tells which byte of a file does not fit its encoding.
type InvalidError struct {
	Encoding string
	Offset   int // of the byte, from 0
	Detected bool
}

// Error says what to do next.
func (e *InvalidError) Error() string {
	if e.Encoding == "" {
		return fmt.Sprintf("byte %d is not UTF-8, and the encoding cannot be told: name it (--encoding)", e.Offset)
	}
	if e.Detected {
		return fmt.Sprintf("byte %d is not valid in %s, as which the file was read: mend it, or name another encoding (--encoding)", e.Offset, e.Encoding)
	}
	return fmt.Sprintf("byte %d is not valid in %s: name another encoding (--encoding)", e.Offset, e.Encoding)
}

// Decode returns data as UTF-8 text, exactly but for one byte-order mark, and
// the name of the encoding it was in. An encoding of "" or "auto" is detected;
// any other is an IANA or WHATWG name. The error is an *InvalidError where
// bytes do not fit.
func Decode(data []byte, encoding string) (text, name string, err error) {
	if !detects(encoding) {
		name, err = canonical(encoding)
		if err != nil {
			return "", "", err
		}
		text, err = decodeAs(data, name)
		return text, name, err
	}
	name = detect(data)
	if name == "" {
		return "", "", &InvalidError{Offset: InvalidAt(data)}
	}
	text, err = decodeAs(data, name)
	if invalid, ok := err.(*InvalidError); ok {
		invalid.Detected = true
	}
	return text, name, err
}

// detects reports whether Decode is to find the encoding out.
func detects(encoding string) bool { return encoding == "" || strings.EqualFold(encoding, "auto") }

// CheckEncoding says why Decode can decode nothing by that name of an
// encoding; nil means that it can.
func CheckEncoding(encoding string) error {
	if detects(encoding) {
		return nil
	}
	_, err := canonical(encoding)
	return err
}

// canonical returns the name of an encoding as this package writes it.
func canonical(name string) (string, error) {
	lower := strings.ToLower(strings.TrimSpace(name))
	switch lower {
	case "utf8", "utf-8":
		return "utf-8", nil
	case "utf-16", "utf16", "utf-16le", "utf-16be":
		return strings.Replace(lower, "utf16", "utf-16", 1), nil
	}
	e, err := lookup(lower)
	if err != nil {
		return "", err
	}
	if usual, err := ianaindex.MIME.Name(e); err == nil {
		return strings.ToLower(usual), nil
	}
	return lower, nil
}

func lookup(name string) (encoding.Encoding, error) {
	if e, err := ianaindex.IANA.Encoding(name); err == nil && e != nil {
		return e, nil
	}
	if e, err := htmlindex.Get(name); err == nil {
		return e, nil
	}
	return nil, fmt.Errorf("there is no encoding called %.40q: try utf-8, windows-1252 or windows-1256", name)
}

// decodeAs decodes data in the encoding of that canonical name.
func decodeAs(data []byte, name string) (string, error) {
	switch name {
	case "utf-8":
		return decodeUTF8(data)
	case "utf-16", "utf-16le", "utf-16be":
		return decodeUTF16(data, name)
	}
	e, err := lookup(name)
	if err != nil {
		return "", err
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil || strings.ContainsRune(string(text), utf8.RuneError) {
		return "", &InvalidError{Encoding: name, Offset: invalidByte(data, e)}
	}
	return string(text), nil
}

// likely returns the encoding that data is in which declares another, as browsers
// take it: what is UTF-8 is, and Latin-1 is what Windows makes of it.
func likely(data []byte, declared string) string {
	if at := bytes.IndexFunc(data, func(r rune) bool { return r >= utf8.RuneSelf }); at >= 0 && utf8.Valid(data) {
		return "utf-8"
	}
	if e, err := htmlindex.Get(declared); err == nil {
		if name, err := htmlindex.Name(e); err == nil {
			return name
		}
	}
	return declared
}

func decodeUTF8(data []byte) (string, error) {
	if !utf8.Valid(data) {
		return "", &InvalidError{Encoding: "utf-8", Offset: InvalidAt(data)}
	}
	return strings.TrimPrefix(string(data), "\ufeff"), nil
}

// InvalidAt returns the offset of the first byte that is not UTF-8, and the
// length of data where all is.
func InvalidAt(data []byte) int {
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

// invalidByte returns the offset of the first byte that e cannot decode, in a
// walk of one character or a few at a time.
func invalidByte(data []byte, e encoding.Encoding) int {
	decoder := e.NewDecoder()
	at := 0
	var out [utf8.UTFMax]byte
	for at < len(data) {
		wrote, read, err := decoder.Transform(out[:], data[at:], true)
		if i := strings.IndexRune(string(out[:wrote]), utf8.RuneError); i >= 0 {
			return at + i
		}
		if read == 0 && wrote == 0 {
			break
		}
		at += read
		if err == nil {
			break
		}
	}
	return min(at, max(0, len(data)-1))
}
