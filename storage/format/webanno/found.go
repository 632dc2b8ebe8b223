package webanno

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// finder finds annotations and relations in the cells of a file.
type finder struct {
	scan   *scan
	text   rebuilt
	report *format.Report
	path   string
	items  []uima.Item
	tokens []int             // by item, the last token that it covers
	number map[[2]string]int // by layer and number, the item
	units  map[[2]string]int // by layer and unit, the first item
	links  []pending
	chains map[string]bool
	left   map[string]bool
}

// pending is a relation whose ends may come later.
type pending struct {
	link   uima.Link
	layer  string // of the ends
	unit   string // where it leads
	source string // as the file has it
}

// find goes through all lines.
func (f *finder) find() {
	for row := range f.scan.rows() {
		err := f.text.check(row)
		for i := range f.scan.layers {
			l := &f.scan.layers[i]
			cells := row.cells[l.at : l.at+len(l.columns)]
			switch {
			case l.left():
				f.left[l.name] = true
			case l.kind == "SP":
				f.spans(l, row, cells, err)
			case l.kind == "RL":
				f.relations(l, row, cells)
			default:
				f.chain(l, row, cells)
			}
		}
	}
}

// cell is one of the values that are stacked in a column.
type cell struct {
	column column
	text   string
}

// stacked returns the values of each of the annotations that stand on one
// another.
func stacked(l *layer, cells []string) [][]cell {
	var stack [][]cell
	for i, all := range cells {
		if all == "_" || all == "" {
			continue
		}
		for k, text := range split(all, '|') {
			if k == len(stack) {
				stack = append(stack, nil)
			}
			stack[k] = append(stack[k], cell{l.columns[i], text})
		}
	}
	return stack
}

// spans reads the cells of a span layer.
func (f *finder) spans(l *layer, row row, cells []string, err error) {
	for _, values := range stacked(l, cells) {
		id := ""
		for _, c := range values {
			if _, n := number(c.text); c.column.kind != slot {
				id = cmp.Or(id, n)
			}
		}
		key := [2]string{l.name, id}
		i, known := f.number[key]
		if known {
			f.extend(i, row)
		} else {
			i = f.open(l, row, values)
		}
		if id != "" {
			f.number[key] = i
		}
		f.items[i].At.Err = cmp.Or(f.items[i].At.Err, err)
		if _, taken := f.units[[2]string{l.name, row.id}]; !taken {
			f.units[[2]string{l.name, row.id}] = i
		}
	}
}

// extend adds a line to an annotation. One that does not follow on the last is
// a further fragment.
func (f *finder) extend(i int, row row) {
	at := &f.items[i].At
	last := len(at.Fragments) - 1
	if row.token <= f.tokens[i]+1 {
		at.Fragments[last].End = max(at.Fragments[last].End, row.at.End)
	} else {
		at.Fragments = append(at.Fragments, row.at)
	}
	f.tokens[i] = row.token
}

// open begins an annotation.
func (f *finder) open(l *layer, row row, values []cell) int {
	item := uima.Item{
		Key: strconv.Itoa(len(f.items)), Name: uima.ShortName(l.name) + " at " + row.id, Line: row.line, Layer: l.name,
		At: format.Claim{Fragments: []model.Span{row.at}},
	}
	for _, c := range values {
		switch text, _ := number(c.text); c.column.kind {
		case role:
			f.slots(row, item.Name, text)
		case value:
			item.Features = add(item.Features, c.column.name, text)
		}
	}
	f.items = append(f.items, item)
	f.tokens = append(f.tokens, row.token)
	return len(f.items) - 1
}

// add adds the value of a cell; "*" is none.
func add(features []uima.Feature, name, cell string) []uima.Feature {
	if cell == "*" || cell == "" {
		return features
	}
	return append(features, uima.Feature{Name: name, Value: unescapeValue(cell)})
}

// slots counts what an annotation has in its slots.
func (f *finder) slots(row row, name, cell string) {
	if cell == "_" {
		return
	}
	for _, x := range split(cell, ';') {
		f.lose("slot", row.line, name+": "+format.Shorten(unescapeValue(x)))
	}
}

// chain counts the links of chains.
func (f *finder) chain(l *layer, row row, cells []string) {
	for _, cell := range cells {
		for _, x := range split(cell, '|') {
			i := strings.LastIndex(x, "->")
			if i < 0 || f.chains[l.name+x[i:]] {
				continue
			}
			f.chains[l.name+x[i:]] = true
			f.lose("chain", row.line, uima.ShortName(l.name)+" "+x[i+2:]+": links of chains are not read")
		}
	}
}

func (f *finder) lose(kind string, line int, example string) {
	f.report.Losses.Add(kind, fmt.Sprintf("%s:%d: %s", f.path, line, example), "")
}

// relations reads the cells of a relation layer.
func (f *finder) relations(l *layer, row row, cells []string) {
	for _, values := range stacked(l, cells) {
		p := pending{unit: row.id, link: uima.Link{Name: uima.ShortName(l.name) + " at " + row.id, Line: row.line, Layer: l.name}}
		for _, c := range values {
			if c.column.kind == base {
				p.source, p.layer = c.text, c.column.name
			} else {
				p.link.Features = add(p.link.Features, c.column.name, c.text)
			}
		}
		f.links = append(f.links, p)
	}
}

// ends returns the relations with the annotations that they link.
func (f *finder) ends() []uima.Link {
	var links []uima.Link
	for _, p := range f.links {
		source, numbers := number(p.source)
		from, to, _ := strings.Cut(numbers, "_")
		p.link.From = f.end(p.layer, source, from)
		p.link.To = f.end(p.layer, p.unit, to)
		links = append(links, p.link)
	}
	return links
}

// end returns the key of an annotation, by its number or the unit that it
// begins at; what is none is returned as the file has it.
func (f *finder) end(layer, unit, n string) string {
	if n != "" && n != "0" {
		if i, known := f.number[[2]string{layer, n}]; known {
			return f.items[i].Key
		}
		return unit + "[" + n + "]"
	}
	if i, known := f.units[[2]string{layer, unit}]; known {
		return f.items[i].Key
	}
	return unit
}
