package xmi

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
	"dragoman/storage/format/xmi/uima"
)

// about is what a file says of the document and the set as a whole.
type about struct {
	document  model.Document
	annotator model.Annotator // "": not named
	status    model.Status
	verdicts  []model.Verdict
}

// about reads it off our own structure, or those of DKPro and INCEpTION.
func (r *reader) about() about {
	text := r.sofa.attr("sofaString")
	a := about{status: model.StatusNew}
	if own := r.first(uima.Record); own != nil {
		a.document = model.NewDocument(text, own.attr("title"), own.attr("source"))
		a.document.Meta = r.meta(own)
		a.annotator = r.annotator(own, own.attr("annotator"))
		a.status = r.status(own)
		a.verdicts = r.verdicts(own)
		return a
	}
	a.document = model.NewDocument(text, "", filepath.Base(r.in.Name))
	if meta := r.first(uima.MetaData); meta != nil {
		a.document.Title = meta.attr("documentTitle")
	}
	if cas := r.first(uima.CASData); cas != nil && cas.attr("username") != "INITIAL_CAS" {
		a.annotator = r.annotator(cas, cas.attr("username"))
	}
	return a
}

// first returns the first structure of a type, or nil.
func (r *reader) first(kind string) *structure {
	for _, s := range r.all {
		if s.kind == kind {
			return s
		}
	}
	return nil
}

func (r *reader) meta(own *structure) model.Meta {
	if !own.has("meta") {
		return nil
	}
	object, err := jsonline.ParseObject([]byte(own.attr("meta")))
	if err != nil {
		r.lose(format.LossProperty, own, "meta: "+err.Error())
		return nil
	}
	var meta model.Meta
	for _, name := range object.Keys() {
		meta = format.WithMeta(meta, name, object[name])
	}
	return meta
}

func (r *reader) annotator(s *structure, name string) model.Annotator {
	if model.Annotator(name) == model.All {
		r.lose(format.LossAnnotator, s, format.Shorten(name)+" means every annotator")
		return ""
	}
	return model.Annotator(name)
}

func (r *reader) status(own *structure) model.Status {
	if !own.has("status") {
		return model.StatusNew
	}
	status, err := model.ParseStatus(own.attr("status"))
	if err != nil {
		r.lose(format.LossStatus, own, err.Error())
		return model.StatusNew
	}
	return status
}

func (r *reader) verdicts(own *structure) []model.Verdict {
	var verdicts []model.Verdict
	if !own.has("verdicts") {
		return nil
	}
	if err := json.Unmarshal([]byte(own.attr("verdicts")), &verdicts); err != nil {
		r.lose(format.LossVerdict, own, "verdicts: "+err.Error())
		return nil
	}
	return verdicts
}

// judge adds the verdicts to the set, as far as it is the gold set and holds
// what they speak of.
func (r *reader) judge(record *format.Record, verdicts []model.Verdict) {
	if len(verdicts) == 0 {
		return
	}
	there := map[string]bool{"": true} // what was rejected stands for nothing
	set := &model.AnnotationSet{}
	if record.Set != nil {
		set = record.Set
	}
	for _, a := range set.Annotations {
		there[string(a.ID)] = true
	}
	for _, rel := range set.Relations {
		there[string(rel.ID)] = true
	}
	for _, v := range verdicts {
		n := len(set.Verdicts)
		if set.Annotator != model.Gold || !there[v.Gold] || n > 0 && v.Of <= set.Verdicts[n-1].Of {
			r.report.Losses.Add(format.LossVerdict, fmt.Sprintf("%s: the verdict on %s does not fit the set", r.in.Name, format.Shorten(v.Of)), "")
			continue
		}
		set.Verdicts = append(set.Verdicts, v)
	}
}
