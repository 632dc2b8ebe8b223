package extract

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
)

// encode writes text in the named encoding.
func encode(t testing.TB, text, name string) []byte {
	t.Helper()
	e, err := lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%s in %s: %v", text, name, err)
	}
	return data
}

// The sentences are detected from one alone.
var sentences = map[string][]string{
	"windows-1252": {
		"Le ministre a déclaré vendredi qu’il n’avait jamais rencontré l’émissaire à Genève.",
		"« Nous n’avons rien signé », a répété la présidente du conseil régional.",
		"Une délégation étrangère est arrivée à l’aéroport où l’attendait le préfet.",
		"Die Außenministerin traf ihren Kollegen am Freitag in München und lehnte Gespräche über Zölle ab.",
		"„Das ist völlig falsch“, sagte der Sprecher der Behörde in Köln.",
		"Größere Übungen seien nicht geplant, hieß es später.",
		"El señor Ibáñez negó que la reunión se hubiera celebrado en A Coruña.",
		"O secretário não respondeu às questões dos jornalistas.",
		"Utrikesministern förnekade på lördagen att mötet ägt rum i Malmö.",
		"The talks – the first since March – ended “without result”, an aide said.",
		"The café was closed.",
		"Utanríkisráðherra neitaði því að hafa hitt sendimenn á föstudag í gömlu höfninni á Akureyri.",
		"Price: £5 or 7 €",
	},
	"windows-1256": {
		"التقى وزير الخارجية نظيره في بيروت يوم الجمعة، ونفى وجود اتفاق جديد بين البلدين.",
		"قال المتحدث باسم الحكومة: «لم نوقع على شيء»، وأضاف أن المحادثات مستمرة.",
		"وصل الوفد إلى المطار صباحا.",
		"نفت الرئيسة ذلك.",
		"التقى الوزير السفير Ana Ruiz في فندق Grand Hotel ببيروت.",
		"وزير امور خارجه گفت که پيش از پايان گفتگوها چيزی امضا نشده است.",
		"سخنگوی دولت گزارش ديدار در ژنو را تکذيب کرد.",
		"رئيس مجلس با هيات پارلمانی ديدار کرد.",
	},
	"windows-1251": {
		"Министр иностранных дел встретился с послом в пятницу и опроверг сообщения о новом соглашении.",
		"По словам представителя правительства, переговоры в городе продолжаются и будут закончены весной.",
	},
	"windows-1250": {
		"Minister spraw zagranicznych zaprzeczył, że spotkał się z wysłannikami w Gdańsku, i nazwał doniesienia „bajką”.",
		"Ministr zahraničí popřel, že by se v pátek setkal s vyslanci v Brně, a řekl, že žádná dohoda neexistuje.",
		"A külügyminiszter cáfolta, hogy pénteken találkozott volna a küldöttekkel Győrben.",
	},
	"windows-1254": {"Dışişleri Bakanı, cuma günü büyükelçiyle İstanbul’da görüştüğünü yalanladı ve haberlerin doğru olmadığını söyledi."},
	"windows-1255": {"שר החוץ הכחיש כי נפגש עם השליחים ביום שישי בנמל הישן, וכינה את הדיווחים אגדה."},
	"iso-8859-7":   {"Ο υπουργός Εξωτερικών διέψευσε ότι συναντήθηκε με τους απεσταλμένους την Παρασκευή στον Πειραιά."},
	"koi8-r":       {"Министр иностранных дел встретился с послом в пятницу и опроверг сообщения о новом соглашении."},
	"iso-2022-jp":  {"外務大臣は金曜日に大使と会談し、新しい合意についての報道を否定した。"},
	"euc-jp":       {"外務大臣は金曜日に大使と会談し、新しい合意についての報道を否定した。"},
	"big5":         {"外交部長星期五會見了大使，並否認有關新協議的報道。發言人說，談判仍在繼續，目前還沒有結果。"},
	"iso-8859-6":   {"التقى وزير الخارجية نظيره في بيروت يوم الجمعة، ونفى وجود اتفاق جديد بين البلدين."},
	"shift_jis": {
		"外務大臣は金曜日に大使と会談し、新しい合意についての報道を否定した。",
		"政府の報道官によると、協議はまだ続いており、結論は出ていないという。",
	},
	"gb18030": {"外交部长星期五会见了大使，并否认有关新协议的报道。发言人说，谈判仍在继续，目前还没有结果。"},
	"euc-kr":  {"외교부 장관은 금요일 대사를 만나 새로운 합의에 대한 보도를 부인했다. 대변인은 협상이 계속되고 있다고 말했다."},
}

func TestDetectsTheEncodingOfASentence(t *testing.T) {
	for name, list := range sentences {
		for _, want := range list {
			// Persian typed for Windows-1256 has no ی.
			if name == "windows-1256" {
				want = strings.ReplaceAll(want, "ی", "ي")
			}
			text, got, err := Decode(encode(t, want, name), "")
			if err != nil || text != want {
				t.Errorf("%s was read as %q (%v):\n%s\n%s", name, got, err, want, text)
			}
		}
	}
}

func TestTellsUnicodeApart(t *testing.T) {
	all := []string{"x", "A short English line.\r\nAnd another.\r\n", "😊 𝔸 and e\u0301"}
	for _, list := range sentences {
		all = append(all, list...)
	}
	for _, text := range all {
		little, big := encode(t, text, "utf-16le"), encode(t, text, "utf-16be")
		marked := map[string][]byte{
			"utf-8":    append([]byte("\xef\xbb\xbf"), text...),
			"utf-16le": append([]byte("\xff\xfe"), little...),
			"utf-16be": append([]byte("\xfe\xff"), big...),
		}
		for want, data := range marked {
			if got, name, err := Decode(data, "auto"); got != text || name != want || err != nil {
				t.Errorf("with a mark, %s came as %q in %q (%v)", want, got, name, err)
			}
		}
		if got, name, err := Decode([]byte(text), ""); got != text || name != "utf-8" || err != nil {
			t.Errorf("%q came as %q in %q (%v)", text, got, name, err)
		}
		if len(text) < 40 || !strings.ContainsAny(text, " ") {
			continue // without a mark, UTF-16 needs a sentence
		}
		for want, data := range map[string][]byte{"utf-16le": little, "utf-16be": big} {
			if got, name, err := Decode(data, ""); got != text || name != want || err != nil {
				t.Errorf("without a mark, %s came as %q in %q (%v)", want, got, name, err)
			}
		}
	}
}

func TestOneMarkGoesAndNoMore(t *testing.T) {
	for _, c := range []struct{ in, hint, want string }{
		{"\xef\xbb\xbfa", "", "a"},
		{"\xef\xbb\xbf\xef\xbb\xbfa", "", "\ufeffa"},
		{"a\xef\xbb\xbf", "", "a\ufeff"},
		{"\xef\xbb\xbfa", "utf8", "a"},
		{"\xff\xfea\x00", "utf-16", "a"},
		{"\xfe\xff\x00a", "UTF-16", "a"},
		{"\xff\xfe\xff\xfea\x00", "", "\ufeffa"},
		{"a\r\n\tb \x1a", "", "a\r\n\tb \x1a"},
		{"", "", ""},
	} {
		if got, _, err := Decode([]byte(c.in), c.hint); got != c.want || err != nil {
			t.Errorf("%q as %q is %q (%v), want %q", c.in, c.hint, got, err, c.want)
		}
	}
}

func TestNamedEncodings(t *testing.T) {
	for name, text := range map[string]string{
		"windows-1256": "نفت الرئيسة ذلك.", "cp1252": "café – “x”", "latin1": "café", "ISO-8859-15": "café 5 €",
		"KOI8-R": "переговоры", "Big5": "外交部長", "shift_jis": "会談", "IBM850": "é", "gb18030": "会见😊", "macintosh": "é",
		"windows-1254": "görüşmeler", "iso-8859-9": "görüşmeler", "windows-1250": "zaprzeczył", "windows-1253": "συνάντηση",
	} {
		if got, _, err := Decode(encode(t, text, name), name); got != text || err != nil {
			t.Errorf("%s: %q (%v), want %q", name, got, err, text)
		}
	}
	if _, _, err := Decode([]byte("a"), "klingon"); err == nil {
		t.Error("an encoding that there is not was taken")
	}
}

func TestBytesThatDoNotFitAreRefusedWithTheirPlace(t *testing.T) {
	french := string(encode(t, "Le café d’été où l’on a déjà dîné. ", "windows-1252"))
	utf8Text := "Zoë traf Jürgen in Köln, sagte Özlem. Später traf sie Änne. "
	for _, c := range []struct {
		what, in, hint string
		offset         int
	}{
		{"a byte that Windows-1252 lacks", french + "\x81", "windows-1252", len(french)},
		{"a byte that it lacks, when it was detected", french + french + "\x81", "", 2 * len(french)},
		{"a byte in the middle", french + "\x9d" + french, "windows-1252", len(french)},
		{"a damaged UTF-8 file", utf8Text + "\xff" + utf8Text, "", len(utf8Text)},
		{"a UTF-8 file that was cut", utf8Text + "\xc3", "", len(utf8Text)},
		{"UTF-8 that is not, by name", "abc\xe9", "utf-8", 3},
		{"a surrogate in UTF-8", "abc\xed\xa0\x80", "utf-8", 3},
		{"half a surrogate pair", "\xff\xfea\x00\x00\xd8b\x00", "", 4},
		{"a low surrogate first", "\xfe\xff\x00a\xdc\x00\x00b", "", 4},
		{"an odd byte at the end", "\xff\xfea\x00b", "", 4},
		{"a pair that is cut", "\xff\xfea\x00\x3d\xd8", "", 4},
		{"a byte that Shift_JIS lacks", "abc\xff", "shift_jis", 3},
		{"a cut GB18030 sequence", "abcdef\x81", "gb18030", 6},
		{"noise", "\x81\x8d\x90 \x9d\x81 \x8f \xff\xff\xff \xfe\xfe", "", 0},
	} {
		text, name, err := Decode([]byte(c.in), c.hint)
		var invalid *InvalidError
		if !errors.As(err, &invalid) || invalid.Offset != c.offset {
			t.Errorf("%s: %q in %q, error %v, want one at byte %d", c.what, text, name, err, c.offset)
		}
	}
}

func TestEveryEncodingRefusesRatherThanReplaces(t *testing.T) {
	for _, name := range []string{
		"windows-1252", "windows-1256", "windows-1253", "windows-1255", "windows-874", "iso-8859-6", "iso-8859-8", "koi8-u",
		"shift_jis", "euc-jp", "iso-2022-jp", "gb18030", "gbk", "big5", "euc-kr", "utf-16le", "utf-16be",
	} {
		for b := range 256 {
			for _, data := range [][]byte{{byte(b)}, {'a', byte(b), 'b'}, {'a', byte(b), 0xff, 'c'}} {
				text, _, err := Decode(data, name)
				if err == nil && strings.ContainsRune(text, encoding.ASCIISub) && b != 0x1a || strings.ContainsRune(text, '\ufffd') {
					t.Errorf("%x in %s came as %q", data, name, text)
				}
				var invalid *InvalidError
				if err != nil && (!errors.As(err, &invalid) || invalid.Offset < 0 || invalid.Offset >= len(data)) {
					t.Errorf("%x in %s: %v", data, name, err)
				}
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for name, list := range sentences {
		for _, s := range list {
			if e, err := lookup(name); err == nil {
				data, err := e.NewEncoder().Bytes([]byte(s))
				if err == nil {
					f.Add(data)
				}
			}
		}
	}
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, name, err := Decode(data, "")
		if err != nil {
			var invalid *InvalidError
			if !errors.As(err, &invalid) || invalid.Offset >= len(data) {
				t.Fatalf("%x: %v", data, err)
			}
			return
		}
		again, _, err := Decode(data, name)
		if err != nil || again != text {
			t.Fatalf("%x was detected as %s, but as that reads %q (%v), not %q", data, name, again, err, text)
		}
		if name != "utf-16le" && name != "utf-16be" && strings.Contains(text, "\ufffd") && name != "utf-8" {
			t.Fatalf("%x came as %q in %s", data, text, name)
		}
	})
}
