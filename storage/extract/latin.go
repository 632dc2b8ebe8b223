package extract

import (
	"strings"
	"unicode"
)

// languages are the letters beyond ASCII of languages with a Latin alphabet,
// each with the encoding in which it was written before Unicode.
var languages = []struct{ encoding, letters string }{
	{"windows-1252", "àâæçéèêëîïôœùûüÿ"},     // French
	{"windows-1252", "äöüß"},                 // German
	{"windows-1252", "áéíñóúüªº"},            // Spanish
	{"windows-1252", "áàâãçéêíóôõúü"},        // Portuguese
	{"windows-1252", "àèéìíòóùúïüç"},         // Italian, Catalan
	{"windows-1252", "åäöæøéü"},              // Swedish, Danish, Norwegian, Finnish
	{"windows-1252", "áðéíóúýþæö"},           // Icelandic
	{"windows-1250", "ąćęłńóśźż"},            // Polish
	{"windows-1250", "áčďéěíňóřšťúůýžäľĺŕô"}, // Czech, Slovak
	{"windows-1250", "áéíóöőúüű"},            // Hungarian
	{"windows-1250", "ăâîşţ"},                // Romanian
	{"windows-1250", "čćđšž"},                // Croatian, Slovene
	{"windows-1254", "çğıöşüâî"},             // Turkish
}

// guessLatin returns the encoding in which data reads most like one of the
// languages, the first of them where it has no such letter, and "" when it
// reads like none.
func guessLatin(data []byte) string {
	best, most := "", -1
	texts := map[string]string{}
	for _, l := range languages {
		if _, read := texts[l.encoding]; !read {
			texts[l.encoding] = readAs(data, l.encoding)
		}
		if score := latinScore(texts[l.encoding], l.letters); score > most {
			best, most = l.encoding, score
		}
	}
	return best
}

// readAs decodes data; bytes that do not fit become U+FFFD.
func readAs(data []byte, name string) string {
	e, err := lookup(name)
	if err != nil {
		panic("an encoding of our own list: " + err.Error())
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return ""
	}
	return string(text)
}

// latinScore counts the characters beyond ASCII that are among the letters,
// less those that are not. What has no letter beside it does not count: it may
// be a sign. Between two letters no language has one.
func latinScore(text, letters string) int {
	score := 0
	runes := append([]rune(text), ' ')
	before := false // whether a letter is before r
	for i, r := range runes[:len(runes)-1] {
		after := unicode.IsLetter(runes[i+1])
		letter := unicode.IsLetter(r)
		switch {
		case r < 0x80 || r == '’' || !before && !after:
		case strings.ContainsRune(letters, unicode.ToLower(r)):
			score++
		case letter || before && after:
			score--
		}
		before = letter
	}
	return score
}
