package panel

import (
	"cmp"
	"fmt"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Share says how much of what an annotator was handed came back.
type Share struct {
	Annotator   model.Annotator
	Handed      int      // documents
	Back        int      // of those, with a set that is done
	Begun       int      // of those, with a set that is not done yet
	Outstanding []string // titles of those without a done set
}

// Returned shows what was handed out and what came back of it, a row for each
// annotator. choose is told the annotator whose documents are asked for.
func Returned(shares []Share, choose func(Share)) fyne.CanvasObject {
	if len(shares) == 0 {
		return ui.Column(2, hints("Nothing was handed out from this project.", "Project › Hand out… deals its documents to annotators.")...)
	}
	column := ui.Column(2)
	for _, s := range shares {
		text := fmt.Sprintf("%d of %d back", s.Back, s.Handed)
		if s.Begun > 0 {
			text += fmt.Sprintf(", %d begun", s.Begun)
		}
		if s.Back == s.Handed {
			text = fmt.Sprintf("all %d back", s.Handed)
		}
		mark := ui.NewMark()
		mark.Set(returnedFill(s), false)
		row := ui.Frame(nil, nil, ui.LineOf(8, mark), nil, ui.Pad(0, 0, 10, 0, ui.Between(ui.NewText(string(s.Annotator), ui.Plain), ui.NewNatural(text, ui.Caption))))
		column.Add(ui.NewChoice(row, func() { choose(s) }))
	}
	return column
}

func returnedFill(s Share) ui.Fill {
	switch {
	case s.Back == s.Handed:
		return ui.Full
	case cmp.Or(s.Back, s.Begun) > 0:
		return ui.Half
	}
	return ui.Hollow
}
