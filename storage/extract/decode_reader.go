package extract

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// DecodeReader does what Decode does with a file that is too large to hold: an
// encoding that is not named is detected in its beginning. What comes is UTF-8
// but for bytes that do not fit: in UTF-8 they stay as they are, in any other
// encoding U+FFFD stands for them. The error is an *InvalidError, says that
// there is no such encoding, or is what reading brought.
func DecodeReader(in io.Reader, encoding string) (r io.Reader, name string, err error) {
	buffered := bufio.NewReaderSize(in, sample)
	head, err := buffered.Peek(sample)
	if err != nil && err != io.EOF {
		return nil, "", err
	}
	if detects(encoding) {
		name = detect(wholeRunes(head, err == io.EOF))
		if name == "" {
			return nil, "", &InvalidError{Offset: InvalidAt(head)}
		}
	} else if name, err = canonical(encoding); err != nil {
		return nil, "", err
	}
	decoder, err := decoderOf(name, head)
	if err != nil {
		return nil, "", err
	}
	return withoutMark(transform.NewReader(buffered, decoder)), name, nil
}

// wholeRunes cuts off what may be part of a character at the end of a sample.
func wholeRunes(head []byte, all bool) []byte {
	if all {
		return head
	}
	for n := 1; n < utf8.UTFMax; n++ {
		if cut := head[:len(head)-n]; utf8.Valid(cut) {
			return cut
		}
	}
	return head[:len(head)-len(head)%4]
}

// decoderOf returns the decoder of an encoding; head begins what it is to decode.
func decoderOf(name string, head []byte) (transform.Transformer, error) {
	order := unicode.LittleEndian
	switch {
	case name == "utf-8":
		return transform.Nop, nil
	case name == "utf-16be", name == "utf-16" && (bytes.HasPrefix(head, markBE) || guessUTF16(head[:len(head)&^1]) == "utf-16be"):
		order = unicode.BigEndian
		fallthrough
	case name == "utf-16", name == "utf-16le":
		return unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder(), nil
	}
	var e encoding.Encoding
	e, err := lookup(name)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder(), nil
}

// withoutMark returns in without a byte-order mark.
func withoutMark(in io.Reader) io.Reader {
	buffered := bufio.NewReader(in)
	if head, _ := buffered.Peek(len(markUTF8)); bytes.Equal(head, markUTF8) { // an error comes again
		_, _ = buffered.Discard(len(markUTF8))
	}
	return buffered
}
