package storage

// The rows of the tables that version 2 brought: see
// migrations/0002_review.sql.

type verdictRow struct {
	AnnotationSet int64  `gorm:"primaryKey;autoIncrement:false"`
	Of            string `gorm:"primaryKey"`
	Annotator     string
	Gold          string
	Was           string
	Why           string
	By            string
	Checksum      int64
}

func (verdictRow) TableName() string { return "verdict" }

func (r verdictRow) sum(set setRow) int64 {
	return digestOf("verdict").text(set.Document, set.Annotator, r.Of, r.Annotator, r.Gold, r.Was, r.Why, r.By).sum()
}

type pastRow struct {
	Number   int64 `gorm:"primaryKey"`
	Change   int64
	Kind     string
	By       string
	At       string
	Name     string
	Body     string
	Tip      string
	Checksum int64
}

func (pastRow) TableName() string { return "past" }

func (r pastRow) sum() int64 {
	return digestOf("past").number(r.Number, r.Change).text(r.Kind, r.By, r.At, r.Name, r.Body, r.Tip).sum()
}

type assignmentRow struct {
	Annotator string `gorm:"primaryKey"`
	Document  string `gorm:"primaryKey"`
	At        string
	File      string
	Checksum  int64
}

func (assignmentRow) TableName() string { return "assignment" }

func (r assignmentRow) sum() int64 {
	return digestOf("assignment").text(r.Annotator, r.Document, r.At, r.File).sum()
}

type waitingRow struct {
	Document  string `gorm:"primaryKey"`
	Annotator string `gorm:"primaryKey"`
	Source    string
	At        string
	Body      string
	Checksum  int64
}

func (waitingRow) TableName() string { return "waiting" }

func (r waitingRow) sum() int64 {
	return digestOf("waiting").text(r.Document, r.Annotator, r.Source, r.At, r.Body).sum()
}
