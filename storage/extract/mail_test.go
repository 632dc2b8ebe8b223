package extract

import (
	"slices"
	"strings"
	"testing"
)

// letter is a mail with these parts in one of a kind.
func letter(kind string, parts ...string) []byte {
	head := "From: Ana <ana@example.org>\r\nSubject: S\r\nMIME-Version: 1.0\r\nContent-Type: " + kind + "; boundary=b\r\n\r\n"
	return []byte(head + "--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n")
}

func TestLinesOfAQuotationAreNotMixedWithTheAnswer(t *testing.T) {
	const mail = "Subject: S\nContent-Type: text/plain; format=flowed; delsp=no\n\n" +
		">> first that \n>> goes on\n> second that \n> goes on \n>\nanswer that \n goes on \nand on\n\n>no more \n-- \nAna\n  x\n"
	file, err := Mail(t.Context(), []byte(mail))
	const want = ">> first that goes on\n> second that goes on \nanswer that goes on and on\n\n> no more \n-- \nAna\n x"
	if err != nil || file.Text != want {
		t.Errorf("%q, %v", file.Text, err)
	}
}

// TestWhatIsAttachedBesideAPageIsCounted tests that a part which is neither a
// picture of the page nor the seal of a text does not go without a word.
func TestWhatIsAttachedBesideAPageIsCounted(t *testing.T) {
	const page, picture = "Content-Type: text/html\r\n\r\n<p>Words</p>", "Content-Type: image/png\r\n\r\nx"
	const attached = "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx"
	const seal = "Content-Type: application/pgp-signature; name=s.asc\r\nContent-Disposition: attachment; filename=s.asc\r\n\r\nx"
	for kind, parts := range map[string][]string{"multipart/related": {page, picture, attached}, "multipart/signed": {page, seal, attached}} {
		file, err := Mail(t.Context(), letter(kind, parts...))
		if err != nil || file.Text != "Words" || !slices.Equal(file.Left, []Left{{"attachment", "a.pdf (application/pdf)"}}) {
			t.Errorf("%s: %q, %v, %v", kind, file.Text, file.Left, err)
		}
	}
	many := slices.Repeat([]string{attached}, maxMailParts+1)
	if _, err := Mail(t.Context(), letter("multipart/related", many...)); err != errMailParts {
		t.Error(err)
	}
}

func TestAMarkBeforeAMailHidesNothing(t *testing.T) {
	file, err := Mail(t.Context(), []byte("\ufeffFrom: Ana <ana@example.org>\n\nWords"))
	if err != nil || file.Source != "Ana" {
		t.Errorf("%+v, %v", file, err)
	}
}
