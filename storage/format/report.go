package format

// Report says what a read or write assumed, refused and could not keep. The
// zero value says that all went well.
type Report struct {
	Assumed  []Assumption
	Rejected []Rejection
	Losses   Losses
	Schema   []SchemaAddition // what files used that the schema lacked
}

// Assumption is what was taken for granted about one file.
type Assumption struct {
	Path     string `json:"path"`
	Format   string `json:"format"`
	Encoding string `json:"encoding,omitempty"`
	Unit     Unit   `json:"offset_unit,omitempty"`
	Note     string `json:"note,omitempty"`
}

// Together returns the assumptions with those of many files that say the same
// as one, whose Path is that of the first, and how many files each is about.
func Together(assumed []Assumption) (each []Assumption, files []int) {
	at := map[Assumption]int{}
	for _, a := range assumed {
		key := a
		key.Path = ""
		i, known := at[key]
		if !known {
			i = len(each)
			at[key] = i
			each, files = append(each, a), append(files, 0)
		}
		files[i]++
	}
	return each, files
}

// Rejection is a file or line, or one annotation or relation of it, that could
// not be read.
type Rejection struct {
	Path   string `json:"path"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

// SchemaAddition is a label, attribute, value or relation type that a file
// used and the schema did not know.
type SchemaAddition struct {
	Kind string `json:"kind"` // label, attribute, value, relation_type
	Name string `json:"name"`
	// Like is a label or relation type that the schema knew and that differs
	// only by capitals and by _, - or a space; "" where there is none.
	Like string `json:"like,omitempty"`
}

// Reject adds a rejection; line is 0 where the whole file is meant.
func (r *Report) Reject(path string, line int, reason string) {
	r.Rejected = append(r.Rejected, Rejection{Path: path, Line: line, Reason: reason})
}

// Merge adds what other reports to r.
func (r *Report) Merge(other Report) {
	r.Assumed = append(r.Assumed, other.Assumed...)
	r.Rejected = append(r.Rejected, other.Rejected...)
	r.Schema = append(r.Schema, other.Schema...)
	for _, l := range other.Losses {
		r.Losses.add(l)
	}
}
