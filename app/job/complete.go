package job

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
)

// complete takes over what the file says about the document and the project
// does not: all of it when this import added the document, for then several
// lines of a file speak of one; otherwise the ids of another program alone,
// for what is missing may have been taken away. The rest is a loss.
func (im *importer) complete(doc, old model.Document) {
	p, file := old.Properties(), doc.Properties()
	if im.seen[old.ID] {
		p.Title, p.Source = cmp.Or(p.Title, file.Title), cmp.Or(p.Source, file.Source)
		p.Meta, _ = p.Meta.Merge(file.Meta)
	} else if ids, there := file.Meta[model.MetaIDs]; there {
		p.Meta, _ = p.Meta.Merge(model.Meta{model.MetaIDs: ids})
	}
	leftOut(&im.report.Losses, old.ID, p, file)
	im.edit(old, p)
}

// edit gives a document of the project other properties.
func (im *importer) edit(old model.Document, p model.Properties) {
	if p.Equal(old.Properties()) {
		return
	}
	if doc, added := im.batch.added[old.ID]; added {
		*doc = doc.WithProperties(p)
		return
	}
	if edit, edited := im.batch.edited[old.ID]; edited {
		edit.New = &p
		return
	}
	edit := model.Replace(old.Properties(), p)
	im.batch.edited[old.ID] = &edit
	im.batch.documents = append(im.batch.documents, model.DocumentEdit{ID: old.ID, Properties: &edit})
}

// leftOut reports what other says about a document otherwise than p, which
// stays.
func leftOut(losses *format.Losses, id model.DocumentID, p, other model.Properties) {
	lose := func(kind, stays, out string) {
		losses.Add(kind, fmt.Sprintf("document %s: %s stays, %s is left out", id, stays, out),
			"edit the document's properties")
	}
	if other.Title != "" && other.Title != p.Title {
		lose("title", "“"+p.Title+"”", "“"+other.Title+"”")
	}
	if other.Source != "" && other.Source != p.Source {
		lose("source", "“"+p.Source+"”", "“"+other.Source+"”")
	}
	for _, name := range slices.Sorted(maps.Keys(other.Meta)) {
		old, there := p.Meta[name]
		switch {
		case !there:
			lose("meta", "no "+name, string(other.Meta[name]))
		case clash(old, other.Meta[name]):
			lose("meta", name+": "+string(old), string(other.Meta[name]))
		}
	}
}

// clash reports whether old stays, in whole or in part, although the file says
// something else.
func clash(old, file json.RawMessage) bool {
	_, stayed := model.Meta{"": old}.Merge(model.Meta{"": file})
	return len(stayed) > 0
}
