package job

import (
	"dragoman/model"
	"dragoman/model/agree"
)

// Apart returns where a set that waits differs from the one of the project, in
// text order. Says of each place is first what stands in the project, then what
// waits.
func Apart(document model.Document, ours, waiting model.AnnotationSet) []Place {
	const here, there = "here", "there"
	ours.Annotator, waiting.Annotator = here, there
	var places []Place
	for _, c := range agree.Compare([]model.AnnotationSet{ours, waiting}) {
		if c.Kind != agree.Agreed {
			places = append(places, placeOf(document, "", c, []model.Annotator{here, there}))
		}
	}
	return places
}
