package format

import (
	"fmt"
	"maps"
	"slices"

	"dragoman/model"
)

// Draft puts a record together out of what a file says about one document and
// one annotator: it finds the offset unit, places the annotations, gives ids
// and reports what does not fit, one by one, with file, line and name. Package
// jsonl, which carries more, does the same in its own way.
type Draft struct {
	in       Input
	report   *Report
	document model.Document
	set      model.AnnotationSet
	record   Record
	own      Unit
	declared Unit
	found    []Found
	links    []Link
	verdicts []model.Verdict
}

// Found is one annotation as a file has it.
type Found struct {
	Claim
	Name       string // as messages call it: "T3", "span 4"
	ID         string // as the file calls it, for links too; "" where it has no name for it
	Key        string // how links find it where that is not its ID, and is not to be kept
	Line       int
	Label      string
	Attributes []model.Attribute // in any order; empty values are left out
	Note       string
	Origin     model.Origin
}

// Link is one relation as a file has it. From and To are Found.ID or
// Found.Key.
type Link struct {
	Name, ID       string
	Line           int
	Type, From, To string
}

// NewDraft begins a record. own is the offset unit by the definition of the
// format, declared the one that the file itself states, or Auto. annotator is
// "" where the file names none.
func NewDraft(in Input, report *Report, doc model.Document, annotator model.Annotator, own, declared Unit) *Draft {
	d := &Draft{in: in, report: report, document: doc, own: own, declared: declared}
	d.set = model.AnnotationSet{Document: doc.ID, Annotator: annotator, Status: model.StatusNew}
	d.record = Record{Named: annotator != "", Path: in.Name}
	if annotator == "" {
		d.set.Annotator = in.Unnamed()
	}
	return d
}

// At says on which line of the file the record stands.
func (d *Draft) At(line int) { d.record.Line = line }

// Status says how far the annotator is: model.StatusNew where nothing is said.
func (d *Draft) Status(s model.Status) { d.set.Status = s }

// Add adds an annotation.
func (d *Draft) Add(f Found) { d.found = append(d.found, f) }

// Link adds a relation.
func (d *Draft) Link(l Link) { d.links = append(d.links, l) }

// Judge adds verdicts of the gold set, in any order. Those on the same thing
// but the first, and those that took what is not in the set, are counted.
func (d *Draft) Judge(verdicts []model.Verdict) { d.verdicts = append(d.verdicts, verdicts...) }

// Record returns the record, and what its offsets were taken to count. It has a
// set where the file names an annotator, brings annotations or says that work
// began.
func (d *Draft) Record() (Record, UnitChoice) {
	ids := NewIDs(d.document.ID, d.set.Annotator)
	choice := d.place(ids)
	d.relate(ids)
	d.judge()
	r := d.record
	r.Document = d.document
	r.Document.Meta = ids.Keep(r.Document.Meta)
	if r.Named || len(d.set.Annotations) > 0 || d.set.Status != model.StatusNew {
		slices.SortFunc(d.set.Annotations, model.CompareAnnotations)
		slices.SortFunc(d.set.Relations, model.CompareRelations)
		r.Set = &d.set
	}
	return r, choice
}

// place adds the annotations that have a place.
func (d *Draft) place(ids *IDs) UnitChoice {
	claims := make([]Claim, len(d.found))
	for i, f := range d.found {
		claims[i] = f.Claim
	}
	choice := ChooseUnit(d.document.Text, claims, d.in.Unit, d.declared, d.own)
	seen := map[string]model.AnnotationID{}
	for _, f := range d.found {
		fragments, err := choice.Place(d.document.Text, f.Claim)
		if err == nil && f.Label == "" {
			err = fmt.Errorf("it has no label")
		}
		if err != nil {
			d.report.Reject(d.in.Name, f.Line, f.Name+": "+err.Error())
			continue
		}
		d.keep(ids, seen, f, fragments)
	}
	return choice
}

// keep adds one annotation unless the set has the same already.
func (d *Draft) keep(ids *IDs, seen map[string]model.AnnotationID, f Found, fragments []model.Span) {
	a := model.Annotation{
		Label: f.Label, Fragments: fragments, Attributes: ordered(f.Attributes), Note: f.Note, Origin: f.Origin,
	}
	if same, there := seen[a.Sameness()]; there {
		d.lose("duplicate span", f.Line, f.Name+": the same label on the same words twice")
		ids.Stand(f.ID, same)
		ids.Stand(f.Key, same)
		return
	}
	id, twice := ids.Annotation(f.ID, a)
	if twice {
		d.lose(LossID, f.Line, f.Name+": another has this id; it was given a new one")
	}
	ids.Stand(f.Key, id)
	a.ID = id
	seen[a.Sameness()] = id
	d.set.Annotations = append(d.set.Annotations, a)
}

// ordered returns attributes as annotations have them: by name, those of one
// name as the last of them, without what is empty.
func ordered(attributes []model.Attribute) []model.Attribute {
	values := make(map[string]string, len(attributes))
	for _, at := range attributes {
		values[at.Name] = at.Value
	}
	var all []model.Attribute
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if values[name] != "" {
			all = append(all, model.Attribute{Name: name, Value: values[name]})
		}
	}
	return all
}

// relate adds the relations whose ends are there.
func (d *Draft) relate(ids *IDs) {
	seen := map[model.Relation]bool{}
	for _, l := range d.links {
		r, err := l.between(ids)
		switch {
		case err != nil:
			d.report.Reject(d.in.Name, l.Line, l.Name+": "+err.Error())
		case seen[r]:
			d.lose("duplicate relation", l.Line, l.Name+": the same link twice")
		default:
			seen[r] = true
			id, twice := ids.Relation(l.ID, r)
			if twice {
				d.lose(LossID, l.Line, l.Name+": another has this id; it was given a new one")
			}
			r.ID = id
			d.set.Relations = append(d.set.Relations, r)
		}
	}
}

// judge adds the verdicts that stand on something.
func (d *Draft) judge() {
	there, judged := map[string]bool{"": true}, map[string]bool{}
	for _, a := range d.set.Annotations {
		there[string(a.ID)] = true
	}
	for _, r := range d.set.Relations {
		there[string(r.ID)] = true
	}
	for _, v := range d.verdicts {
		if d.set.Annotator != model.Gold || !there[v.Gold] || judged[v.Of] {
			d.lose(LossVerdict, d.record.Line, "on "+Shorten(v.Of))
			continue
		}
		judged[v.Of] = true
		d.set.Verdicts = append(d.set.Verdicts, v)
	}
	slices.SortFunc(d.set.Verdicts, model.CompareVerdicts)
}

// between returns the relation without its id.
func (l Link) between(ids *IDs) (model.Relation, error) {
	from, okFrom := ids.End(l.From)
	to, okTo := ids.End(l.To)
	switch {
	case l.Type == "":
		return model.Relation{}, fmt.Errorf("it has no type")
	case !okFrom || l.From == "":
		return model.Relation{}, fmt.Errorf("it begins at %s, which is none of the annotations that could be read", Shorten(l.From))
	case !okTo || l.To == "":
		return model.Relation{}, fmt.Errorf("it leads to %s, which is none of the annotations that could be read", Shorten(l.To))
	case from == to:
		return model.Relation{}, fmt.Errorf("it links an annotation to itself")
	}
	return model.Relation{Type: l.Type, From: from, To: to}, nil
}

func (d *Draft) lose(kind string, line int, example string) {
	d.report.Losses.Add(kind, fmt.Sprintf("%s:%d: %s", d.in.Name, line, example), "")
}
