package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// addRelations reads the relations of the line and adds those whose ends are
// there.
func (p *parsed) addRelations(raws []json.RawMessage) {
	seen := map[model.Relation]bool{}
	for i, raw := range raws {
		id, r, from, err := p.relation(raw)
		name := jsonline.Named("relation", i+1, id)
		switch {
		case err != nil:
			p.Reject(p.number, name, err)
		case seen[r]:
			p.Lose("duplicate relation", p.number, name+": the same link twice")
		default:
			seen[r] = true
			p.link(name, id, r, from)
		}
	}
}

func (p *parsed) link(name, id string, r model.Relation, from []source) {
	ours, twice := p.ids.Relation(id, r)
	if twice {
		p.Lose(format.LossID, p.number, name+": another has this id; it was given a new one")
	}
	r.ID = ours
	p.set.Relations = append(p.set.Relations, r)
	p.stand(name, string(ours), from, p.relationPrint(r))
}

// relation reads one relation, without its id, which is returned as the file
// has it, and where it came from.
func (p *parsed) relation(raw json.RawMessage) (id string, r model.Relation, from []source, err error) {
	o, err := jsonline.ParsePart(raw)
	if err != nil {
		return "", r, nil, err
	}
	id = o.ID("id")
	if r.Type, _ = o.Text("type"); r.Type == "" {
		return id, r, nil, errors.New("it has no type")
	}
	if r.From, err = p.end(o, "from"); err != nil {
		return id, r, nil, err
	}
	if r.To, err = p.end(o, "to"); err != nil {
		return id, r, nil, err
	}
	if r.From == r.To {
		return id, r, nil, errors.New("it links an annotation to itself")
	}
	from = p.takeSources(o)
	p.LoseRest("relation", p.number, o)
	return id, r, from, nil
}

// end takes one end of a relation, by the id that the file uses.
func (p *parsed) end(o jsonline.Object, key string) (model.AnnotationID, error) {
	name := o.ID(key)
	if name == "" {
		return "", fmt.Errorf("it has no %q", key)
	}
	id, ok := p.ids.End(name)
	if !ok {
		return "", fmt.Errorf("its %s, %s, is none of the spans that could be read", key, format.Shorten(name))
	}
	return id, nil
}
