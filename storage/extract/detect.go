package extract

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
)

// sample is how many bytes detection looks at beyond the test for UTF-8.
const sample = 1 << 18

// detect returns the canonical name of the encoding that data is in, or "".
func detect(data []byte) string {
	switch {
	case bytes.HasPrefix(data, markUTF8):
		return "utf-8"
	case bytes.HasPrefix(data, markLE):
		return "utf-16le"
	case bytes.HasPrefix(data, markBE):
		return "utf-16be"
	case bytes.Contains(data, []byte("\x1b$")): // escapes of the Japanese encoding of mails
		return "iso-2022-jp"
	}
	if name := guessUTF16(data[:min(len(data), sample)]); name != "" && len(data)%2 == 0 {
		return name
	}
	if utf8.Valid(data) || mostlyUTF8(data) {
		return "utf-8"
	}
	return guessLegacy(data)
}

// mostlyUTF8 reports whether data is UTF-8 that was damaged: sequences of
// several bytes are rare by chance.
func mostlyUTF8(data []byte) bool {
	whole, broken := 0, 0
	for at := 0; at < len(data); {
		r, n := utf8.DecodeRune(data[at:])
		switch {
		case n > 1:
			whole++
		case r == utf8.RuneError:
			broken++
		}
		at += n
	}
	return whole >= broken
}

// guessLegacy tells the encodings of before Unicode apart. Latin letters and
// Arabic ones, which most such news is in, are told by their letters; the rest
// is left to chardet, which is weak on those.
func guessLegacy(data []byte) string {
	head := data[:min(len(data), sample)]
	guess := guessArabic
	if aloneShare(head) >= 0.5 {
		guess = guessLatin
	}
	if name := guess(head); name != "" {
		return name
	}
	for _, guess := range chardet.DetectAll(head) {
		name, err := canonical(guess.Encoding)
		if err != nil || guess.Confidence < 0.5 {
			continue
		}
		if _, err := decodeAs(data, name); err == nil {
			return name
		}
	}
	return ""
}

// guessArabic returns the encoding in which data reads as Arabic or Persian, or
// "".
func guessArabic(data []byte) string {
	best, most := "", 0.45
	for _, name := range []string{"windows-1256", "iso-8859-6"} {
		text, err := decodeAs(data, name)
		if err != nil {
			continue
		}
		if share := arabicShare(text); share > most {
			best, most = name, share
		}
	}
	return best
}

// aloneShare returns the share of bytes from 0x80 that stand alone or in twos:
// nearly all in a Latin text, where they are accented letters and quotation
// marks, and few where the whole alphabet lies there. Without any it is 1.
func aloneShare(data []byte) float64 {
	alone, all, run := 0, 0, 0
	for i := 0; i <= len(data); i++ {
		if i < len(data) && data[i] >= 0x80 {
			run++
			continue
		}
		all += run
		if run <= 2 {
			alone += run
		}
		run = 0
	}
	if all == 0 {
		return 1
	}
	return float64(alone) / float64(all)
}

// arabicShare returns the share of the commonest letters of Arabic and Persian
// among all letters and vowel signs that are not ASCII.
func arabicShare(text string) float64 {
	common, all := 0, 0
	for _, r := range text {
		if r < 0x80 || !unicode.IsLetter(r) && !unicode.IsMark(r) {
			continue
		}
		all++
		if strings.ContainsRune("اليمونرتهبدسیک", r) {
			common++
		}
	}
	return float64(common) / float64(max(all, 1))
}
