package extract

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"
)

// Bounds on a mail.
const (
	maxMailDepth = 16   // parts in each other; a mail that was forwarded ten times comes to a dozen
	maxMailParts = 1000 // in all
	maxMailText  = maxPage
)

var (
	errMail      = errors.New("it is no mail, or its head is damaged: copy its text and paste it")
	errMailDepth = fmt.Errorf("its parts are more than %d deep in each other, as those of no mail are: copy its text and paste it", maxMailDepth)
	errMailParts = fmt.Errorf("it has more than %d parts, as no mail has: copy its text and paste it", maxMailParts)
	errCiphered  = errors.New("it is encrypted: open it in the mail program, copy its text and paste it")
)

// Mail returns the text of a mail: its plain part, or else the article of its
// HTML part. Lines that the mail says were broken for transport are put together.
// Title is the subject, Source and Author are the sender, Address is that of the
// sender. Attachments are left out and counted.
func Mail(ctx context.Context, data []byte) (File, error) {
	ctx, cancel := withinTime(ctx)
	defer cancel()
	message, err := mail.ReadMessage(bytes.NewReader(bytes.TrimPrefix(data, markUTF8)))
	if err != nil || !isMail(message.Header) {
		return File{}, errMail
	}
	m := mailReader{ctx: ctx}
	if err := m.part(textproto.MIMEHeader(message.Header), message.Body, 0); err != nil {
		return File{}, err
	}
	file := File{Left: m.left}
	if file.Article, err = m.article(); err != nil {
		return File{}, err
	}
	file.Title = headWords(message.Header.Get("Subject"))
	file.Source, file.Author, file.Address = sender(message.Header.Get("From"))
	if date, err := message.Header.Date(); err == nil {
		file.Date = date.Format(time.DateOnly)
	}
	return file, nil
}

// isMail reports whether the head is one of a mail.
func isMail(h mail.Header) bool {
	for _, name := range []string{"From", "Subject", "Date", "Content-Type", "Message-Id", "Received"} {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}

// words decodes words of a head. Those that cannot be are left as they are.
var headDecoder = mime.WordDecoder{CharsetReader: func(charset string, in io.Reader) (io.Reader, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	text, _, err := Decode(data, charset)
	return strings.NewReader(text), err
}}

// headWords decodes what a line of the head says.
func headWords(s string) string {
	if decoded, err := headDecoder.DecodeHeader(s); err == nil {
		s = decoded
	}
	if text, _, err := Decode([]byte(s), ""); err == nil {
		s = text
	}
	return oneLine(strings.ToValidUTF8(s, ""))
}

// sender returns who sent a mail: name, or address where there is none; the
// name; the address.
func sender(from string) (source, name, address string) {
	if text, _, err := Decode([]byte(from), ""); err == nil { // old programs write their own encoding here
		from = text
	}
	parser := mail.AddressParser{WordDecoder: &headDecoder}
	all, err := parser.ParseList(from)
	if err != nil || len(all) == 0 {
		name = headWords(from)
		return name, name, ""
	}
	name, address = oneLine(strings.ToValidUTF8(all[0].Name, "")), strings.ToValidUTF8(all[0].Address, "")
	if name == "" {
		return address, "", address
	}
	return name, name, address
}

// mailReader gathers the parts of a mail.
type mailReader struct {
	ctx   context.Context
	parts int
	texts []mailText
	left  []Left
}

// mailText is the text of one part.
type mailText struct {
	html bool
	text string
}

// part reads one part, with the parts in it.
func (m *mailReader) part(head textproto.MIMEHeader, body io.Reader, depth int) error {
	if m.parts++; m.parts > maxMailParts {
		return errMailParts
	}
	kind, parameters, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	switch {
	case m.ctx.Err() != nil:
		return context.Cause(m.ctx)
	case depth > maxMailDepth:
		return errMailDepth
	case kind == "multipart/encrypted", strings.HasSuffix(kind, "pkcs7-mime") && parameters["smime-type"] != "signed-data":
		return errCiphered
	case strings.HasPrefix(kind, "multipart/") && parameters["boundary"] != "":
		return m.several(kind, multipart.NewReader(body, parameters["boundary"]), depth)
	case attached(head) || kind != "text/plain" && kind != "text/html":
		m.attachment(kind, head, parameters)
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(decoded(head, body), maxMailText+1))
	if len(data) > maxMailText {
		return fmt.Errorf("its text is larger than %d MiB: save it as a .txt file", maxMailText>>20)
	}
	if err != nil {
		m.left = append(m.left, Left{"part", "the rest of a text that is damaged: " + err.Error()})
	}
	return m.text(kind, parameters, data)
}

// several reads the parts of a part. Of those that say the same the plain text
// is taken where there is one.
func (m *mailReader) several(kind string, parts *multipart.Reader, depth int) error {
	before := len(m.texts)
	for n := 0; ; n++ {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			m.left = append(m.left, Left{"part", "what stands behind a part that is cut off"})
			break
		}
		read := func() error { return m.part(p.Header, p, depth+1) }
		if n > 0 && (kind == "multipart/related" || kind == "multipart/signed") {
			read = func() error { return m.beside(p.Header) }
		}
		if err := read(); err != nil {
			return err
		}
	}
	ways := m.texts[before:]
	if kind == "multipart/alternative" && slices.ContainsFunc(ways, func(t mailText) bool { return !t.html }) {
		m.texts = append(m.texts[:before], slices.DeleteFunc(ways, func(t mailText) bool { return t.html })...)
	}
	return nil
}

// beside counts a part that stands beside a text, unless it is a picture in it
// or its seal.
func (m *mailReader) beside(head textproto.MIMEHeader) error {
	if m.parts++; m.parts > maxMailParts {
		return errMailParts
	}
	kind, parameters, _ := mime.ParseMediaType(head.Get("Content-Type"))
	if !strings.HasSuffix(kind, "-signature") && (attached(head) || !strings.HasPrefix(kind, "image/")) {
		m.attachment(kind, head, parameters)
	}
	return nil
}

// attached reports whether a part is a file of its own.
func attached(head textproto.MIMEHeader) bool {
	disposition, _, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	return disposition == "attachment"
}

func (m *mailReader) attachment(kind string, head textproto.MIMEHeader, parameters map[string]string) {
	_, more, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	name := headWords(more["filename"])
	if name == "" {
		name = headWords(parameters["name"])
	}
	m.left = append(m.left, Left{"attachment", strings.TrimSpace(Printable(name) + " (" + Printable(kind) + ")")})
}

// decoded undoes the encoding for transport.
func decoded(head textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(head.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// text takes the text of a part.
func (m *mailReader) text(kind string, parameters map[string]string, data []byte) error {
	text, _, err := Decode(data, likely(data, parameters["charset"]))
	if err != nil {
		text, _, err = Decode(data, "")
	}
	if err != nil {
		return fmt.Errorf("its text: %w", err)
	}
	if kind == "text/html" {
		m.texts = append(m.texts, mailText{true, text})
		return nil
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if strings.EqualFold(parameters["format"], "flowed") {
		text = unflow(text, strings.EqualFold(parameters["delsp"], "yes"))
	}
	if text = strings.Trim(text, "\n"); strings.TrimSpace(text) != "" {
		m.texts = append(m.texts, mailText{false, text})
	}
	return nil
}

// unflow puts together the lines of a paragraph (RFC 3676). What stands in
// front of the lines of a quotation stands in front of the paragraph.
func unflow(text string, delete bool) string {
	var b strings.Builder
	open, last := false, 0 // whether a paragraph goes on, and how deep it is quoted
	for line := range strings.SplitSeq(text, "\n") {
		words := strings.TrimLeft(line, ">")
		depth := len(line) - len(words)
		words = strings.TrimPrefix(words, " ") // stuffed
		if !open || depth != last || words == "-- " {
			b.WriteString("\n" + line[:depth] + " "[:min(depth, len(words), 1)])
		}
		open, last = strings.HasSuffix(words, " ") && words != "-- ", depth
		if open && delete {
			words = strings.TrimSuffix(words, " ")
		}
		b.WriteString(words)
	}
	return b.String()[1:]
}

// article returns the text of the mail.
func (m *mailReader) article() (Article, error) {
	var texts []string
	for _, t := range m.texts {
		text := t.text
		if t.html {
			page, err := HTML(m.ctx, []byte(text), "utf-8")
			if errors.Is(err, errNoArticle) {
				page.Text, err = pageText(text)
			}
			if err != nil {
				return Article{}, err
			}
			text = page.Text
		}
		if strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
	}
	text := strings.Join(texts, "\n\n")
	switch {
	case text == "":
		return Article{}, errNoText
	case strings.ContainsRune(text, 0):
		return Article{}, errors.New("its text is damaged, for it has NUL characters: copy it and paste it")
	}
	return Article{Text: text}, nil
}
