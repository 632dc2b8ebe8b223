package panel

import (
	"fmt"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Share says how much of what an annotator was handed came back.
type Share struct {
	Annotator model.Annotator
	Handed    int // documents
	Back      int // of those, with a set that is done
	Begun     int // of those, with a set that is not done yet
}

// Returned shows what was handed out and what came back of it, a row for each
// annotator. choose is told the index of the one whose documents are asked for.
func Returned(shares []Share, choose func(int)) fyne.CanvasObject {
	if len(shares) == 0 {
		return ui.Column(2, hints("Nothing was handed out from this project.", "Project › Hand out… deals its documents to annotators.")...)
	}
	column := ui.Column(2)
	for i, s := range shares {
		mark := ui.NewMark()
		mark.Set(s.fill(), false)
		row := ui.Frame(nil, nil, ui.LineOf(8, mark), nil, ui.Pad(0, 0, 10, 0, ui.Between(ui.NewText(string(s.Annotator), ui.Plain), ui.NewNatural(s.sentence(), ui.Caption))))
		column.Add(ui.NewChoice(row, func() { choose(i) }))
	}
	return column
}

func (s Share) sentence() string {
	if s.Back == s.Handed {
		return fmt.Sprintf("all %d back and done", s.Handed)
	}
	text := fmt.Sprintf("%d of %d back and done", s.Back, s.Handed)
	if s.Begun > 0 {
		text += fmt.Sprintf(", %d in progress", s.Begun)
	}
	if missing := s.Handed - s.Back - s.Begun; missing > 0 {
		text += fmt.Sprintf(", %d not here", missing)
	}
	return text
}

func (s Share) fill() ui.Fill {
	switch {
	case s.Back == s.Handed:
		return ui.Full
	case s.Back+s.Begun > 0:
		return ui.Half
	}
	return ui.Hollow
}
