package cli

import (
	"fmt"

	"dragoman/model"
	"dragoman/model/agree"
)

// agreement is what agree prints as JSON. What is undefined is not there;
// Undefined says why, by its dotted path.
type agreement struct {
	Annotators []model.Annotator  `json:"annotators"`
	Documents  int                `json:"documents"`
	Tokens     int                `json:"tokens"`
	Tokenizer  string             `json:"tokenizer"`
	Overall    figures            `json:"overall"`
	Labels     map[string]figures `json:"labels"`
	Undefined  undefined          `json:"undefined"`
	Left       int                `json:"left"`   // documents in which not all have a set
	Shared     []sharedScore      `json:"shared"` // pairs over the documents in which both have a set
	Blind      []blindness        `json:"blind"`  // compared sets by how they were made
	Seed       uint64             `json:"seed"`
}

type figures struct {
	Strict             score                 `json:"strict"`
	Exact              score                 `json:"exact"`
	Partial            score                 `json:"partial"`
	Type               score                 `json:"type"`
	TokenKappa         *float64              `json:"token_kappa,omitempty"`
	TokenPi            *float64              `json:"token_pi,omitempty"`
	TokenAlpha         *float64              `json:"token_alpha,omitempty"`
	AlphaU             *float64              `json:"alpha_u,omitempty"`
	UAlpha             *float64              `json:"u_alpha,omitempty"`
	CUAlpha            *float64              `json:"cu_alpha,omitempty"`
	KUAlpha            *float64              `json:"k_u_alpha,omitempty"`
	Gamma              *float64              `json:"gamma,omitempty"`
	RelationF1         *float64              `json:"relation_f1,omitempty"`
	AttributeAgreement *float64              `json:"attribute_agreement,omitempty"`
	CI                 map[string][2]float64 `json:"ci"`
}

type score struct {
	Precision *float64    `json:"precision,omitempty"`
	Recall    *float64    `json:"recall,omitempty"`
	F1        *float64    `json:"f1,omitempty"`
	Pairs     []pairScore `json:"pairs"`
	SD        *float64    `json:"sd,omitempty"`
}

type pairScore struct {
	A  model.Annotator `json:"a"`
	B  model.Annotator `json:"b"`
	F1 *float64        `json:"f1,omitempty"`
}

type sharedScore struct {
	A         model.Annotator `json:"a"`
	B         model.Annotator `json:"b"`
	Documents int             `json:"documents"`
	StrictF1  *float64        `json:"strict_f1,omitempty"`
}

type blindness struct {
	Annotator model.Annotator `json:"annotator"`
	Blind     int             `json:"blind"`
	Seen      int             `json:"seen"`
	Unknown   int             `json:"unknown"`
}

func newAgreement(r agree.Report, seed uint64) agreement {
	a := agreement{
		Annotators: r.Annotators, Documents: r.Documents, Tokens: r.Tokens, Tokenizer: r.Tokenizer,
		Labels: map[string]figures{}, Undefined: undefined{}, Left: r.Left, Shared: []sharedScore{}, Blind: []blindness{}, Seed: seed,
	}
	a.Overall = a.Undefined.figures("overall", r.Overall)
	for _, l := range r.Labels {
		a.Labels[l.Label] = a.Undefined.figures("labels."+l.Label, l.Figures)
	}
	for i, s := range r.Shared {
		a.Shared = append(a.Shared, sharedScore{s.A, s.B, s.Documents, a.Undefined.value(fmt.Sprintf("shared.%d.strict_f1", i), s.F1)})
	}
	for _, b := range r.Blind {
		a.Blind = append(a.Blind, blindness(b))
	}
	return a
}

// undefined is why figures are undefined, by their paths.
type undefined map[string]string

// value returns the figure, or nil and notes why there is none.
func (u undefined) value(path string, v agree.Value) *float64 {
	if !v.Defined() {
		u[path] = v.Why
		return nil
	}
	return &v.V
}

func (u undefined) figures(path string, f agree.Figures) figures {
	out := figures{
		Strict: u.score(path+".strict", f.Strict), Exact: u.score(path+".exact", f.Exact),
		Partial: u.score(path+".partial", f.Partial), Type: u.score(path+".type", f.Type),
		TokenKappa: u.value(path+".token_kappa", f.TokenKappa), TokenPi: u.value(path+".token_pi", f.TokenPi),
		TokenAlpha: u.value(path+".token_alpha", f.TokenAlpha), AlphaU: u.value(path+".alpha_u", f.AlphaU),
		UAlpha: u.value(path+".u_alpha", f.UAlpha), CUAlpha: u.value(path+".cu_alpha", f.CUAlpha),
		KUAlpha: u.value(path+".k_u_alpha", f.KUAlpha), Gamma: u.value(path+".gamma", f.Gamma),
		RelationF1:         u.value(path+".relation_f1", f.RelationF1),
		AttributeAgreement: u.value(path+".attribute_agreement", f.AttributeAgreement),
		CI:                 map[string][2]float64{},
	}
	for name, ci := range f.CI {
		out.CI[name] = [2]float64{ci.Low, ci.High}
	}
	return out
}

func (u undefined) score(path string, s agree.Score) score {
	out := score{
		Precision: u.value(path+".precision", s.Precision), Recall: u.value(path+".recall", s.Recall),
		F1: u.value(path+".f1", s.F1), SD: u.value(path+".sd", s.SD), Pairs: []pairScore{},
	}
	for i, p := range s.Pairs {
		out.Pairs = append(out.Pairs, pairScore{p.A, p.B, u.value(fmt.Sprintf("%s.pairs.%d.f1", path, i), p.Value)})
	}
	return out
}
