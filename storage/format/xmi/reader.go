package xmi

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// reader makes a record of one file.
type reader struct {
	in     format.Input
	report *format.Report
	types  uima.TypeSystem // nil: none
	all    []*structure
	byID   map[string]*structure
	views  map[string]map[string]bool // by the id of a text, what belongs to it
	sofa   *structure                 // the text that is read
	items  []uima.Item
	links  []uima.Link
	left   map[string]bool            // layers that were not taken
	seen   map[string][]string        // by type its features, as they come
	refs   map[string]map[string]bool // by type its features that are references
	marked map[string]bool            // by id, the annotations
	held   []reference
	slots  []*structure       // what links an annotation to a target, in a role
	looks  map[[2]string]bool // by type and feature, whether it looks like a reference
}

// structure is one feature structure of the file.
type structure struct {
	node *uima.Node
	id   string
	kind string // its type
}

func newReader(in format.Input, report *format.Report, types uima.TypeSystem, root *uima.Node) *reader {
	r := &reader{
		in: in, report: report, types: types,
		byID: map[string]*structure{}, views: map[string]map[string]bool{}, left: map[string]bool{}, seen: map[string][]string{}, refs: map[string]map[string]bool{},
		marked: map[string]bool{}, looks: map[[2]string]bool{},
	}
	for _, node := range root.Children {
		s := &structure{node: node, kind: typeName(node.Name)}
		s.id, _ = node.Attr(xml.Name{Space: xmiSpace, Local: "id"})
		if s.kind == "uima.cas.View" {
			r.view(s)
			continue
		}
		r.all = append(r.all, s)
		r.byID[s.id] = s
		for _, f := range s.features() {
			if names := r.seen[s.kind]; !slices.Contains(names, f.Name) && len(names) < maxFeatures {
				r.seen[s.kind] = append(names, f.Name)
			}
		}
	}
	return r
}

// maxFeatures is how many features of a layer are kept in mind to tell which
// comes first.
const maxFeatures = 100

// typeName returns the type that an element stands for: that of
// http:///a/b.ecore and C is a.b.C.
func typeName(name xml.Name) string {
	space, _ := strings.CutPrefix(name.Space, "http:///")
	space, _ = strings.CutSuffix(space, ".ecore")
	if space == "" || space == "uima/noNamespace" {
		return name.Local
	}
	return strings.ReplaceAll(space, "/", ".") + "." + name.Local
}

func (s *structure) attr(name string) string {
	value, _ := s.node.Attr(xml.Name{Local: name})
	return value
}

func (s *structure) has(name string) bool {
	_, there := s.node.Attr(xml.Name{Local: name})
	return there
}

// name is what messages call it.
func (s *structure) name() string { return strings.TrimSpace(uima.ShortName(s.kind) + " " + s.id) }

// features returns the features that are values of its own, in the order of the
// file.
func (s *structure) features() []uima.Feature {
	var all []uima.Feature
	for _, a := range s.node.Attrs {
		if a.Name.Space == "" && a.Value != "" && !slices.Contains([]string{"begin", "end", "sofa"}, a.Name.Local) {
			all = append(all, uima.Feature{Name: a.Name.Local, Value: a.Value})
		}
	}
	return all
}

// view keeps what belongs to a text.
func (r *reader) view(s *structure) {
	members := map[string]bool{}
	for _, id := range strings.Fields(s.attr("members")) {
		members[id] = true
	}
	r.views[s.attr("sofa")] = members
}

// choose finds the text: that of the view which all programs begin with, or the
// first that has one. Other views are losses.
func (r *reader) choose() bool {
	for _, s := range r.all {
		if s.kind == "uima.cas.Sofa" && s.has("sofaString") && (r.sofa == nil || s.attr("sofaID") == "_InitialView") {
			r.sofa = s
		}
	}
	if r.sofa == nil {
		r.report.Reject(r.in.Name, 0, "it holds no text, for there is no Sofa with a sofaString: export it again, with its text")
		return false
	}
	for _, s := range r.all {
		if s.kind == "uima.cas.Sofa" && s != r.sofa {
			r.lose("view", s, format.Shorten(s.attr("sofaID"))+": only one view is read")
		}
	}
	return true
}

func (r *reader) lose(kind string, s *structure, example string) {
	r.report.Losses.Add(kind, fmt.Sprintf("%s:%d: %s", r.in.Name, s.node.Line, example), "")
}

// record returns what the file holds.
func (r *reader) record() format.Record {
	about := r.about()
	for _, s := range r.all {
		r.sort(s)
	}
	r.look()
	unit := r.unit(about.document.Text)
	draft := format.NewDraft(r.in, r.report, about.document, about.annotator, format.UTF16, unit)
	draft.Status(about.status)
	scope := about.annotator
	if scope == "" {
		scope = r.in.Unnamed()
	}
	finder := uima.Finder{
		Draft: draft, IDs: format.NewIDs(about.document.ID, scope), Labels: r.labels(), Path: r.in.Name, Losses: &r.report.Losses,
	}
	finder.Add(r.items, append(r.links, r.references()...))
	record, choice := draft.Record()
	r.judge(&record, about.verdicts)
	if choice.Note == "" && unit != format.Auto && unit != format.UTF16 {
		choice.Note = "what offsets count was found by the tokens of the file"
	}
	r.assume(choice, finder.Note())
	return record
}

// assume says what was taken for granted.
func (r *reader) assume(choice format.UnitChoice, labels string) {
	if r.first(uima.Record) != nil { // we wrote them
		delete(r.left, uima.Token)
		delete(r.left, uima.Sentence)
		delete(r.left, uima.MetaData)
	}
	notes := []string{choice.Note, labels, uima.LeftNote(r.left)}
	if r.types == nil && len(r.items)+len(r.links) > 0 {
		notes = append(notes, "there is no "+uima.TypesFile+" beside it: what features hold was taken as it looks", r.doubt())
	}
	notes = slices.DeleteFunc(notes, func(n string) bool { return n == "" })
	r.report.Assumed = append(r.report.Assumed, format.Assumption{
		Path: r.in.Name, Format: "xmi", Encoding: "UTF-8", Unit: choice.Unit, Note: strings.Join(notes, "; "),
	})
}

// place returns where a structure stands in the text.
func (s *structure) place() format.Claim {
	begin, errBegin := strconv.Atoi(s.attr("begin"))
	end, errEnd := strconv.Atoi(s.attr("end"))
	claim := format.Claim{Fragments: []model.Span{{Start: begin, End: end}}}
	if errBegin != nil || errEnd != nil {
		claim.Err = fmt.Errorf("its begin %s and end %s are no numbers", format.Shorten(s.attr("begin")), format.Shorten(s.attr("end")))
	}
	return claim
}
