package xmi

import (
	"slices"
	"strings"

	"dragoman/storage/format/xmi/uima"
)

// sort puts a structure where it belongs: among the annotations, the relations,
// what is not taken or what is lost.
func (r *reader) sort(s *structure) {
	from, to := r.ends(s)
	switch {
	case s.kind == uima.Record:
	case uima.Structure(s.kind):
		if !strings.HasPrefix(s.kind, "uima.") {
			r.left[s.kind] = true
		}
	case s.has("referenceType") || s.has("referenceRelation") || s.has("first"):
		r.lose("chain", s, s.name()+": links of chains are not read")
	case s.has("sofa") && s.attr("sofa") != r.sofa.id:
		r.lose("view", s, s.name()+": it belongs to another view")
	case s.has("sofa") && !r.indexed(s):
		r.lose("deleted", s, s.name()+": it stands in no index, as what was deleted does")
	case from != "":
		r.links = append(r.links, uima.Link{
			Name: s.name(), Line: s.node.Line, Layer: s.kind, Features: r.values(s, from, to), From: s.attr(from), To: s.attr(to),
		})
	case s.has("begin") && s.has("end"):
		r.items = append(r.items, uima.Item{
			Key: s.id, Name: s.name(), Line: s.node.Line, Layer: s.kind, Features: r.values(s), At: s.place(),
		})
		r.marked[s.id] = true
	case s.has("target"):
		r.slots = append(r.slots, s)
	default:
		r.lose("feature structure", s, s.name()+": it has no place in the text")
	}
}

// indexed reports whether a structure belongs to the view. A file that does not
// say so of any has it so for all.
func (r *reader) indexed(s *structure) bool {
	members, known := r.views[r.sofa.id]
	return !known || members[s.id]
}

// ends returns which features of a relation tell where it begins and leads to;
// "" for what is no relation.
func (r *reader) ends(s *structure) (from, to string) {
	if s.has("Governor") || s.has("Dependent") {
		return "Governor", "Dependent"
	}
	if s.kind == uima.Span || !s.has("source") || !s.has("target") {
		return "", ""
	}
	if _, known := r.types.Features(s.kind); known {
		if !r.refers(s.kind, "source") || !r.refers(s.kind, "target") {
			return "", ""
		}
		return "source", "target"
	}
	if r.marks(s.attr("source")) && r.marks(s.attr("target")) {
		return "source", "target"
	}
	return "", ""
}

// refers reports whether the type system says that a feature is a reference.
func (r *reader) refers(kind, feature string) bool {
	references, known := r.refs[kind]
	if !known {
		references = r.types.References(kind)
		r.refs[kind] = references
	}
	return references[feature]
}

// marks reports whether the id is that of something that stands in the text.
func (r *reader) marks(id string) bool {
	s, known := r.byID[id]
	return known && s.has("begin")
}

// values returns the features of a structure that are values, but for those
// that were told already. The others are lost.
func (r *reader) values(s *structure, told ...string) []uima.Feature {
	all := slices.DeleteFunc(s.features(), func(f uima.Feature) bool {
		if slices.Contains(told, f.Name) {
			return true
		}
		if r.refers(s.kind, f.Name) {
			r.held = append(r.held, reference{s, f, len(told) > 0})
			return true
		}
		return false
	})
	for _, list := range s.node.Children {
		r.lose("list", s, s.name()+": "+list.Name.Local+" is a list")
	}
	return all
}

// labels returns by layer which feature is the label.
func (r *reader) labels() map[string]string {
	labels, related := map[string]string{}, map[string]bool{}
	for _, l := range r.links {
		related[l.Layer] = true
	}
	for layer, names := range r.seen {
		if declared, known := r.types.Features(layer); known {
			names = declared
		}
		names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return r.refers(layer, name) || r.looksLike(layer, name) })
		if labels[layer] = uima.LabelFeature(names); related[layer] {
			labels[layer] = uima.TypeFeature(names)
		}
	}
	return labels
}
