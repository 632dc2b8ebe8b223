package storage

import (
	"slices"
	"sync"

	"dragoman/model"
)

// knownTexts is how many texts are remembered.
const knownTexts = 16

// texts remembers the texts that were used last, so that edits in a few
// documents read and index each text once. A text never changes under its id.
// The zero value remembers nothing yet.
type texts struct {
	mu     sync.Mutex
	recent []knownText // the one used last is last
}

type knownText struct {
	id   model.DocumentID
	text *model.Text
}

func (t *texts) put(id model.DocumentID, text *model.Text) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.recent) == knownTexts {
		t.recent = slices.Delete(t.recent, 0, 1)
	}
	t.recent = append(t.recent, knownText{id, text})
}

func (t *texts) find(id model.DocumentID) (*model.Text, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.recent, func(k knownText) bool { return k.id == id })
	if i < 0 {
		return nil, false
	}
	known := t.recent[i]
	t.recent = append(slices.Delete(t.recent, i, i+1), known)
	return known.text, true
}
