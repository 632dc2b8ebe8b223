package gui

import (
	"dragoman/app/gui/panel"
	"dragoman/app/gui/textview"
	"dragoman/app/gui/theme"
	"dragoman/model"
)

// linksOf returns the relations of an annotation as the article shows them.
func linksOf(work model.Work, id model.AnnotationID) []textview.Link {
	var links []textview.Link
	for _, r := range work.Set.RelationsOf(id) {
		name := r.Type
		if t, ok := work.Schema.RelationType(r.Type); ok {
			name = t.Display()
		}
		links = append(links, textview.Link{From: r.From, To: r.To, Name: name})
	}
	return links
}

// styleNow returns the article's style in the theme that is shown.
func styleNow() textview.Style {
	if theme.Now() == theme.Dark {
		return textview.Dark
	}
	return textview.Light
}

// labelStyles returns how the labels of a schema are drawn.
func labelStyles(s model.Schema) map[string]textview.LabelStyle {
	styles := map[string]textview.LabelStyle{}
	for _, l := range s.Labels {
		light, ok := theme.ParseColour(l.Colour)
		if !ok {
			light = theme.Light.Muted
		}
		dark, ok := theme.ParseColour(l.ColourDark)
		if !ok {
			dark = theme.Mix(light, theme.Dark.Ink, 0.35)
		}
		styles[l.Name] = textview.LabelStyle{Light: light, Dark: dark, Pattern: l.Pattern, Tag: panel.TagOf(l)}
	}
	return styles
}
