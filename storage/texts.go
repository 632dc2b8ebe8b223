package storage

import (
	"sync"

	"dragoman/model"
)

// texts remembers the text that was used last, so that a row of edits in one
// document reads and indexes its text once. A text never changes under its id.
type texts struct {
	mu   sync.Mutex
	id   model.DocumentID
	text *model.Text
}

func (t *texts) put(id model.DocumentID, text *model.Text) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.id, t.text = id, text
}

func (t *texts) find(id model.DocumentID) (*model.Text, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text, t.text != nil && t.id == id
}
