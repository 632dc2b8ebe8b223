package model

// Summary is what a list of documents shows of one.
type Summary struct {
	ID       DocumentID
	Title    string
	Source   string
	Length   int    // code points
	Flag     string // Flagged, Skipped or ""
	FlagNote string
	Date     string       // value of MetaDate
	Sets     []SetSummary // sorted by annotator
}

// SetSummary counts one annotation set.
type SetSummary struct {
	Annotator   Annotator
	Status      Status
	Annotations int
	Relations   int
}

// Set returns the summary of that annotator's set; without one it reads as
// new.
func (s Summary) Set(annotator Annotator) SetSummary {
	for _, set := range s.Sets {
		if set.Annotator == annotator {
			return set
		}
	}
	return SetSummary{Annotator: annotator}
}
