// Package uima says how annotations stand in the layers of UIMA that
// INCEpTION, WebAnno and DKPro share: what the formats webanno and xmi have in
// common.
//
// An annotation is one span of the layer Span, with the features Label, ID,
// Origin, Note and one for each attribute. UIMA knows no span in several
// pieces: an annotation of several fragments is written as one span for each,
// with the same ID and the feature Part, "1/2" and "2/2", and put together
// again on reading. Attributes whose name is none for a feature stand together
// in the feature Attributes, as a JSON object. The types are those of the
// schema and of what occurs; in the parts of a split those of the schema alone,
// so that they are the same, and other attributes stand in Attributes too.
package uima

import (
	"slices"
	"strings"
)

// The layers that are written. INCEpTION takes them from the file TypeSystem.xml
// that stands beside: see WriteTypes.
const (
	Span     = "webanno.custom.Dragoman"
	Relation = "webanno.custom.DragomanRelation"
	Record   = "webanno.custom.DragomanDocument" // what is known of the document and the annotation set
)

// The features of Span; Relation has Label and ID, and its ends.
const (
	Label      = "label"
	ID         = "identifier"
	Origin     = "origin"
	Note       = "note"
	Part       = "part"
	Attributes = "attributes"
)

// The types that all of these programs know.
const (
	Annotation = "uima.tcas.Annotation"
	Token      = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
	Sentence   = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
	MetaData   = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
	CASData    = "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata" // who annotated, in INCEpTION
)

// structures are the packages of types that say how a text is built and how
// its language works, which other programs add on their own.
var structures = []string{
	"uima.",
	"de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
	"de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
	"de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.",
	"de.tudarmstadt.ukp.dkpro.core.api.syntax.type.",
	"de.tudarmstadt.ukp.clarin.webanno.api.type.",
	"de.tudarmstadt.ukp.inception.",
	"org.dkpro.core.api.xml.type.",
	"org.dkpro.core.api.pdf.type.",
}

// Structure reports whether the layer holds tokens, sentences, lemmas, parts of
// speech and the like, which are not what people annotate.
func Structure(layer string) bool {
	return slices.ContainsFunc(structures, func(p string) bool { return strings.HasPrefix(layer, p) })
}

// ShortName returns the name of a layer as people say it: what stands behind
// the last dot.
func ShortName(layer string) string { return layer[strings.LastIndexByte(layer, '.')+1:] }

// LeftNote tells people which layers of a file were not taken; "" for none.
func LeftNote(layers map[string]bool) string {
	if len(layers) == 0 {
		return ""
	}
	var names []string
	for layer := range layers {
		names = append(names, ShortName(layer))
	}
	slices.Sort(names)
	return "not taken, for they tell of the language and the layout: " + strings.Join(slices.Compact(names), ", ")
}
