package storage

import (
	"context"
	"encoding/binary"
	"slices"
)

// walker reads the rows of a damaged file: first along its trees, and then off
// the pages to which nothing leads any more.
type walker struct {
	ctx      context.Context
	file     *pageFile
	rows     *remains
	reached  map[uint32]bool
	free     map[uint32]bool
	progress func(done uint32)
}

// deepest is how deep a tree may be; SQLite's own limit.
const deepest = 20

func (w *walker) walk() {
	w.readFree()
	roots := w.readSchema()
	for _, table := range tableNames() {
		root, there := roots[table]
		if !there {
			if !w.older(roots) || !slices.Contains(reviewTables, table) {
				w.rows.miss(table, "nothing tells where they begin")
			}
			continue
		}
		delete(roots, table)
		w.tree(root, table, 0)
	}
	for name, root := range roots {
		w.tree(root, name, 0) // indexes, and what others added
	}
	w.strays()
}

// reviewTables are those that version 2 brought.
var reviewTables = []string{"past", "waiting", "assignment", "verdict"}

// older reports whether the file is of version 1, and whole in that.
func (w *walker) older(roots map[string]uint32) bool {
	for _, table := range reviewTables {
		if roots[table] != 0 {
			return false
		}
	}
	return w.rows.torn["sqlite_schema"] == ""
}

// tableNames lists the tables whose rows are salvaged, once each.
func tableNames() []string {
	var names []string
	for i, f := range forms {
		if i == 0 || forms[i-1].table != f.table {
			names = append(names, f.table)
		}
	}
	return names
}

// readSchema returns where the trees begin that sqlite_schema tells of.
func (w *walker) readSchema() map[string]uint32 {
	roots := map[string]uint32{}
	w.schemaTree(1, 0, roots)
	return roots
}

func (w *walker) schemaTree(page uint32, depth int, roots map[string]uint32) {
	n, ok := w.open(page, "sqlite_schema", depth)
	if !ok {
		return
	}
	for _, c := range n.cells {
		v, ok := readRecord(c.payload)
		if !ok || !v.fits("tttiT") {
			w.damage("sqlite_schema", page)
			continue
		}
		if root := v.number(3); root > 0 {
			roots[v.text(1)] = uint32(root)
		}
	}
	for _, child := range n.children {
		w.schemaTree(child, depth+1, roots)
	}
}

// open reads a page of the tree of the table, once.
func (w *walker) open(page uint32, table string, depth int) (node, bool) {
	if w.ctx.Err() != nil {
		return node{}, false
	}
	again := w.reached[page]
	n, ok := w.file.node(page)
	if again || !ok || depth > deepest || w.free[page] {
		w.damage(table, page)
		return node{}, false
	}
	w.reached[page] = true
	if !n.tidy {
		w.damage(table, page)
	}
	if len(w.reached)%256 == 0 {
		w.progress(uint32(len(w.reached)))
	}
	return n, true
}

// damage notes that a page of the table's tree cannot be read whole.
func (w *walker) damage(table string, page uint32) {
	w.rows.hurt(table, "", "Page %d of the file is damaged.", page)
	w.rows.miss(table, "page %d of the file is damaged", page)
}

// tree reads the rows of the tree that begins at the page.
func (w *walker) tree(page uint32, table string, depth int) {
	n, ok := w.open(page, table, depth)
	if !ok {
		return
	}
	w.takeRows(n, table, page)
	for _, child := range n.children {
		w.tree(child, table, depth+1)
	}
}

func known(table string) bool {
	for _, f := range forms {
		if f.table == table {
			return true
		}
	}
	return false
}

// takeRows takes the rows of a page that should be of the table. In an index
// none should be.
func (w *walker) takeRows(n node, table string, page uint32) {
	mine := known(table)
	for _, c := range n.cells {
		v, ok := readRecord(c.payload)
		if !ok {
			w.damage(table, page)
			continue
		}
		is, sound := w.rows.take(table, c.rowid, v, live)
		if mine && (is != table || !sound) {
			w.damage(table, page)
		}
		if is != table && is != "" {
			w.rows.miss(is, "some of them stand where others belong")
		}
	}
}

// strays reads the pages to which nothing leads.
func (w *walker) strays() {
	for page := uint32(1); page <= w.file.count && w.ctx.Err() == nil; page++ {
		if w.reached[page] || w.free[page] {
			continue
		}
		n, ok := w.file.node(page)
		if !ok {
			continue
		}
		for _, c := range n.cells {
			if v, ok := readRecord(c.payload); ok {
				if is, _ := w.rows.take("", c.rowid, v, stray); is != "" {
					w.rows.miss(is, "nothing leads to page %d any more, where some of them stand", page)
				}
			}
		}
		w.progress(page)
	}
}

// readFree reads which pages are in no use. Where the list does not agree with
// its length it is taken for damaged, and none counts as free.
func (w *walker) readFree() {
	head := w.file.page(1)
	if len(head) < 100 {
		return
	}
	want := binary.BigEndian.Uint32(head[36:])
	for trunk := binary.BigEndian.Uint32(head[32:]); trunk != 0; {
		data := w.file.page(trunk)
		if data == nil || w.free[trunk] || trunk == 1 {
			clear(w.free)
			return
		}
		w.free[trunk] = true
		count := int(binary.BigEndian.Uint32(data[4:]))
		for i := range min(count, len(data)/4-2) {
			w.free[binary.BigEndian.Uint32(data[8+4*i:])] = true
		}
		trunk = binary.BigEndian.Uint32(data)
	}
	if uint32(len(w.free)) != want {
		clear(w.free)
	}
}
