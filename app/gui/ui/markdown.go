package ui

import (
	"regexp"

	"fyne.io/fyne/v2/widget"

	"dragoman/model"
)

// pictures matches how a picture begins in Markdown: as a link does, behind "!".
var pictures = regexp.MustCompile(`!+\[`)

// SetMarkdown shows Markdown that came with a project. Nothing in it is loaded
// or opened: links and pictures, which the toolkit would fetch from wherever
// they lie, are their text with the address behind it.
func SetMarkdown(t *widget.RichText, text string) {
	text = pictures.ReplaceAllString(model.Visible(model.Cut(text, mostShown)), "[")
	t.Segments = withoutLinks(widget.NewRichTextFromMarkdown(text).Segments)
	t.Refresh()
}

// withoutLinks returns the segments with each link as text.
func withoutLinks(segments []widget.RichTextSegment) []widget.RichTextSegment {
	out := make([]widget.RichTextSegment, len(segments))
	for i, s := range segments {
		switch s := s.(type) {
		case *widget.HyperlinkSegment:
			out[i] = &widget.TextSegment{Style: widget.RichTextStyleInline, Text: linkText(s)}
			continue
		case *widget.ParagraphSegment:
			s.Texts = withoutLinks(s.Texts)
		case *widget.ListSegment:
			s.Items = withoutLinks(s.Items)
		case *widget.TableSegment:
			for k := range s.Headers {
				s.Headers[k] = withoutLinks(s.Headers[k])
			}
			for _, row := range s.Rows {
				for k := range row {
					row[k] = withoutLinks(row[k])
				}
			}
		}
		out[i] = s
	}
	return out
}

func linkText(s *widget.HyperlinkSegment) string {
	if s.URL == nil || s.URL.String() == s.Text {
		return s.Text
	}
	return s.Text + " (" + s.URL.String() + ")"
}
