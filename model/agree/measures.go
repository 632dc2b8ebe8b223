package agree

// Measure is one of the figures, with its names.
type Measure struct {
	Name  string // as in Figures.CI: "strict.f1"
	Title string // for people, within a sentence: "strict F1"
	Of    func(Figures) Value
}

// Measures are all figures, in the order in which they are shown.
var Measures = []Measure{
	{"strict.f1", "strict F1", func(f Figures) Value { return f.Strict.F1 }},
	{"strict.precision", "strict precision", func(f Figures) Value { return f.Strict.Precision }},
	{"strict.recall", "strict recall", func(f Figures) Value { return f.Strict.Recall }},
	{"strict.sd", "strict F1, deviation over pairs", func(f Figures) Value { return f.Strict.SD }},
	{"exact.f1", "exact boundary F1", func(f Figures) Value { return f.Exact.F1 }},
	{"partial.f1", "partial F1", func(f Figures) Value { return f.Partial.F1 }},
	{"type.f1", "type F1", func(f Figures) Value { return f.Type.F1 }},
	{"token_kappa", "token kappa", func(f Figures) Value { return f.TokenKappa }},
	{"token_pi", "token pi", func(f Figures) Value { return f.TokenPi }},
	{"token_alpha", "token alpha", func(f Figures) Value { return f.TokenAlpha }},
	{"alpha_u", "alpha-u (2004)", func(f Figures) Value { return f.AlphaU }},
	{"u_alpha", "u-alpha", func(f Figures) Value { return f.UAlpha }},
	{"cu_alpha", "cu-alpha", func(f Figures) Value { return f.CUAlpha }},
	{"k_u_alpha", "(k)u-alpha", func(f Figures) Value { return f.KUAlpha }},
	{"gamma", "gamma", func(f Figures) Value { return f.Gamma }},
	{"relation_f1", "relation F1", func(f Figures) Value { return f.RelationF1 }},
	{"attribute_agreement", "attribute agreement", func(f Figures) Value { return f.AttributeAgreement }},
}
