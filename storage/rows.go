package storage

import (
	"sync"

	"dragoman/model"
)

// The rows of the project file, table by table, as gorm writes them and as
// their checksums are computed. The columns are explained in migrations; what
// version 2 brought stands in rows_review.go.

type documentRow struct {
	Number   int64 `gorm:"primaryKey"`
	ID       string
	Title    string
	Source   string
	Meta     string
	Length   int
	AddedAt  string
	EditedAt string
	Checksum int64
	Text     string
	Binned   string
}

func (documentRow) TableName() string { return "document" }

// sum leaves out the text, which the id is a hash of, and what a document of
// version 1 or 2 does not have.
func (r documentRow) sum() int64 {
	d := digestOf("document").text(r.ID, r.Title, r.Source, r.Meta).number(int64(r.Length)).text(r.AddedAt, r.EditedAt)
	if r.Binned != "" {
		d.text(r.Binned)
	}
	return d.sum()
}

type annotatorRow struct {
	Name     string `gorm:"primaryKey"`
	AddedAt  string
	Checksum int64
}

func (annotatorRow) TableName() string { return "annotator" }

func (r annotatorRow) sum() int64 { return digestOf("annotator").text(r.Name, r.AddedAt).sum() }

type setRow struct {
	ID          int64 `gorm:"primaryKey"`
	Document    string
	Annotator   string
	Status      string
	Annotations int
	Relations   int
	Sum         int64
	Checksum    int64
	Blind       string
	Verdicts    int
}

func (setRow) TableName() string { return "annotation_set" }

// sum leaves out what a set of version 1 does not have, so that its checksum
// still fits.
func (r setRow) sum() int64 {
	d := digestOf("annotation_set").text(r.Document, r.Annotator, r.Status).
		number(int64(r.Annotations), int64(r.Relations), r.Sum)
	if r.Blind != "" || r.Verdicts != 0 {
		d.text(r.Blind).number(int64(r.Verdicts))
	}
	return d.sum()
}

type annotationRow struct {
	ID            string `gorm:"primaryKey"`
	AnnotationSet int64
	Label         string
	Quote         string
	Note          string
	Origin        string
	Checksum      int64
	Spans         string
	Attributed    int            `gorm:"column:attributes"` // how many attributes there are
	Fragments     []fragmentRow  `gorm:"-"`
	Attributes    []attributeRow `gorm:"-"`
}

func (annotationRow) TableName() string { return "annotation" }

var digests = sync.Pool{New: func() any { return new(digest) }}

// annotationSum is the checksum of the annotation's row. It covers the
// fragments and attributes, and the set by what it is, since its number may
// differ from file to file.
func annotationSum(set setRow, a model.Annotation, quote string) int64 {
	d := digests.Get().(*digest)
	defer func() {
		if cap(d.buf) < 64<<10 { // a huge quote is not kept
			digests.Put(d)
		}
	}()
	return d.annotation(set, &a, quote)
}

// annotation returns the checksum of an annotation. It begins anew, and keeps
// the memory of what was summed up before.
func (d *digest) annotation(set setRow, a *model.Annotation, quote string) int64 {
	d.buf = d.buf[:0]
	d.text("annotation", set.Document, set.Annotator, string(a.ID), a.Label, quote, a.Note, string(a.Origin))
	d.number(int64(len(a.Fragments)))
	for _, f := range a.Fragments {
		d.number(int64(f.Start), int64(f.End))
	}
	d.number(int64(len(a.Attributes)))
	for _, at := range a.Attributes {
		d.text(at.Name, at.Value)
	}
	return d.sum()
}

type fragmentRow struct {
	Annotation string `gorm:"primaryKey"`
	Number     int    `gorm:"primaryKey;autoIncrement:false"`
	Start      int
	End        int
}

func (fragmentRow) TableName() string { return "fragment" }

type attributeRow struct {
	Annotation string `gorm:"primaryKey"`
	Name       string `gorm:"primaryKey"`
	Value      string
}

func (attributeRow) TableName() string { return "attribute" }

type relationRow struct {
	ID             string `gorm:"primaryKey"`
	AnnotationSet  int64
	Type           string
	FromAnnotation string
	ToAnnotation   string
	Checksum       int64
}

func (relationRow) TableName() string { return "relation" }

func (r relationRow) sum(set setRow) int64 {
	return digestOf("relation").text(set.Document, set.Annotator, r.ID, r.Type, r.FromAnnotation, r.ToAnnotation).sum()
}

type changeRow struct {
	Number   int64 `gorm:"primaryKey"`
	Step     *int64
	Kind     string
	Of       *int64
	Document *string
	Owner    *string
	By       string
	At       string
	Name     string
	Body     string
	Checksum int64
}

func (changeRow) TableName() string { return "change" }

func (r changeRow) sum() int64 {
	return digestOf("change").number(r.Number).optionalNumber(r.Step).text(r.Kind).optionalNumber(r.Of).
		optionalText(r.Document).optionalText(r.Owner).text(r.By, r.At, r.Name, r.Body).sum()
}

type commentRow struct {
	ID         string `gorm:"primaryKey"`
	Document   string
	Annotation *string
	Annotator  string
	At         string
	Text       string
	Answers    *string
	Resolved   int64
	Checksum   int64
}

func (commentRow) TableName() string { return "comment" }

func (r commentRow) sum() int64 {
	return digestOf("comment").text(r.ID, r.Document).optionalText(r.Annotation).text(r.Annotator, r.At, r.Text).
		optionalText(r.Answers).number(r.Resolved).sum()
}

type schemaRow struct {
	ID       int64 `gorm:"primaryKey"`
	Body     string
	Checksum int64
}

func (schemaRow) TableName() string { return "schema" }

func (r schemaRow) sum() int64 { return digestOf("schema").text(r.Body).sum() }

type settingRow struct {
	Name     string `gorm:"primaryKey"`
	Value    string
	Checksum int64
}

func (settingRow) TableName() string { return "setting" }

func (r settingRow) sum() int64 { return digestOf("setting").text(r.Name, r.Value).sum() }
