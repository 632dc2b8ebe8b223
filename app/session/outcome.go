package session

import (
	"context"
	"fmt"

	"dragoman/model"
)

// Outcome is what became of an annotation in review.
type Outcome struct {
	Verdict model.Verdict
	// Gold is what stands for the annotation in the gold set; zero when it was
	// rejected.
	Gold model.Annotation
	// Changed: what stands there says something else than what was judged.
	Changed bool
	// Stale: the annotation is not any more what was judged.
	Stale bool
}

// Outcomes returns what the gold set says of the annotations in the current
// set, by id, once its annotator has set it done; before that nothing is told,
// so that nobody learns from the review while they work; ErrNoDocument.
func (s *Session) Outcomes(ctx context.Context) (map[model.AnnotationID]Outcome, error) {
	if s.desk == nil {
		return nil, s.failed(ErrNoDocument)
	}
	mine := s.desk.Set()
	if mine.Status != model.StatusDone {
		return nil, nil
	}
	gold, err := s.project.Set(ctx, s.desk.Document().ID, model.Gold)
	if err != nil {
		return nil, s.failed(fmt.Errorf("read the gold set: %w", err))
	}
	outcomes := map[model.AnnotationID]Outcome{}
	for _, a := range mine.Annotations {
		v, ok := gold.Verdict(string(a.ID))
		if !ok {
			continue
		}
		o := Outcome{Verdict: v, Stale: v.Was != "" && v.Was != a.Fingerprint()}
		if taken, ok := gold.Annotation(model.AnnotationID(v.Gold)); ok {
			o.Gold = taken
			was := v.Was
			if was == "" {
				was = a.Fingerprint()
			}
			o.Changed = was != taken.Fingerprint()
		}
		outcomes[a.ID] = o
	}
	return outcomes, nil
}
