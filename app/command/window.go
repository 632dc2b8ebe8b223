package command

import (
	"context"

	"dragoman/app/session"
	"dragoman/model"
)

// Window is what commands ask of the window that shows the project.
type Window interface {
	// Context ends with the window.
	Context() context.Context
	// Session returns the open project, or nil.
	Session() *session.Session
	// ReadOnly returns why the open project cannot be written to, or "".
	ReadOnly() string
	// Fine reports whether there is nothing to say of the open project: that it
	// is read-only, damaged or not where it was.
	Fine() bool
	// LooksBack reports whether an earlier state of the document is shown.
	LooksBack() bool
	// Article returns the view of the current document.
	Article() Article
	// Active returns the annotation that is selected, or "".
	Active() model.AnnotationID
	// SetActive selects an annotation, "" for none, and brings it into view.
	SetActive(id model.AnnotationID)
	// ShowLink shows a link as it would be made, before it is.
	ShowLink(from, to model.AnnotationID, name string)
	// Say puts a sentence into the status line.
	Say(sentence string)
	// Fail shows an error as a sentence with the next step.
	Fail(err error)
	// Open opens a dialog, a screen or a field.
	Open(place Place)
	// Choose lets the person choose one of several things by key or pointer.
	Choose(title string, choices []Choice, chosen func(index int))
	// Ask lets the person write a few words in place of text; an empty answer
	// counts too.
	Ask(title, placeholder, text string, done func(string))
	// Zoom makes the article's text larger or smaller; 0 is its usual size.
	Zoom(step int)
	// FocusPane moves the focus by so many panes; 0 is the article.
	FocusPane(step int)
}

// Choice is one of several things to choose from.
type Choice struct {
	Title string
	Hint  string // what it means, in a few words
	Key   string // that chooses it at once
}

// Article is what commands ask of the view of the document.
type Article interface {
	Selection() []model.Span
	Caret() int
	MoveBy(unit Unit, direction Direction, extend bool)
	MoveTo(offset int, extend bool)
	Select(unit Unit)
	SelectSpans(fragments []model.Span)
	SelectAll()
	ClearSelection()
	AddFragment()
	ScrollTo(span model.Span)
	Copy()
}

// Unit is how far a movement goes.
type Unit int

// The units of movement.
const (
	Character Unit = iota
	Word
	Sentence
	Paragraph
	Line
	LineEdge
	Page
	Whole
)

// Direction is where a movement goes. Left and Right move as the eye does in
// text of both directions.
type Direction int

// The directions.
const (
	Back Direction = iota
	Forward
	Left
	Right
)

// Place is something that a command opens.
type Place string

// The places.
const (
	NewProject     Place = "new project"
	OpenProject    Place = "open project"
	SampleProject  Place = "sample project"
	CloseProject   Place = "close project"
	ImportFiles    Place = "import files"
	ImportFolder   Place = "import folder"
	ImportChoices  Place = "import with choices"
	PasteArticle   Place = "paste article"
	Export         Place = "export"
	SchemaEditor   Place = "schema"
	Steps          Place = "steps"
	Bin            Place = "bin"
	RestoreState   Place = "restore state"
	Backup         Place = "backup"
	Backups        Place = "backups"
	BackupNow      Place = "backup now"
	ProjectTrouble Place = "trouble"
	CheckFile      Place = "check"
	Settings       Place = "settings"
	Quit           Place = "quit"
	FindInArticle  Place = "find"
	FindNext       Place = "find next"
	FindPrevious   Place = "find previous"
	SearchField    Place = "search"
	Palette        Place = "palette"
	MenuBar        Place = "menu"
	AllAnnotations Place = "annotations"
	Statistics     Place = "statistics"
	NoteField      Place = "note"
	Properties     Place = "properties"
	FlagNote       Place = "flag"
	SkipNote       Place = "skip"
	Guide          Place = "guide"
	KeyPage        Place = "keys"
	About          Place = "about"
	TabAnnotation  Place = "tab annotation"
	TabAll         Place = "tab all"
	TabGuide       Place = "tab guide"
	TabHistory     Place = "tab history"
	SwitchTheme    Place = "theme"

	ReviewScreen      Place = "review"
	ReviewPeople      Place = "review people"
	ReviewDifferences Place = "review differences"
	ReviewAgreement   Place = "review agreement"
	ReviewComments    Place = "review comments"
	ReviewComment     Place = "review comment"
	ReviewNext        Place = "next difference" // in another document
	ReviewPrevious    Place = "previous difference"
)
