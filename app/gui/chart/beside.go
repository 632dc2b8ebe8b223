package chart

import "fyne.io/fyne/v2"

// Titled is a chart with a heading.
type Titled struct {
	Title string
	Chart Chart
}

// Beside shows two charts side by side, or below each other where there is not
// the width for both.
type Beside struct {
	Left, Right Titled
	Split       int   // leads of the right chart are higher by it
	Figures     Table // behind both
}

const (
	besideLeast, besideGap = 700, 56
	besideShare            = 0.42
	titleHeight            = 26
)

// Draw implements Chart.
func (b Beside) Draw(width float32, look Look) Drawing {
	if width < besideLeast {
		d := titled(b.Left, width, look)
		return d.with(titled(b.Right, width, look), 0, d.Size.Height+besideGap/2, b.Split)
	}
	left := (width - besideGap) * besideShare
	d := titled(b.Left, left, look)
	left = max(left, d.Size.Width) + besideGap
	return d.with(titled(b.Right, max(width-left, besideLeast/2), look), left, 0, b.Split)
}

// titled returns the drawing of a chart below its heading.
func titled(t Titled, width float32, look Look) Drawing {
	d := Drawing{Size: fyne.NewSize(width, titleHeight)}
	d.text(t.Title, 0, textHeight/2, width, look.Muted, caption, true)
	return d.with(t.Chart.Draw(width, look), 0, titleHeight, 0)
}

// with returns the drawing with another at a place in it, whose leads are
// higher by so much.
func (d Drawing) with(other Drawing, x, y float32, leads int) Drawing {
	for _, s := range other.Shapes {
		s.X, s.Y = s.X+x, s.Y+y
		d.Shapes = append(d.Shapes, s)
	}
	for _, s := range other.Spots {
		s.X, s.Y = s.X+x, s.Y+y
		if s.Lead >= 0 {
			s.Lead += leads
		}
		d.Spots = append(d.Spots, s)
	}
	d.Size = d.Size.Max(fyne.NewSize(x+other.Size.Width, y+other.Size.Height))
	return d
}

// Table implements Chart.
func (b Beside) Table() Table { return b.Figures }
