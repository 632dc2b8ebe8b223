package flow

import "container/list"

// cache keeps the shaped blocks that were used last, up to a bound of cost.
type cache struct {
	limit, cost int
	order       *list.List // of *entry, the last used in front
	entries     map[int]*list.Element
}

type entry struct {
	block int
	s     *shaped
	lines map[int]*Line // built lines
	cost  int
}

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), entries: map[int]*list.Element{}}
}

// find returns the entry of a block and marks it as used, or nil.
func (c *cache) find(block int) *entry {
	e, ok := c.entries[block]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry)
}

// put adds a block and drops the blocks that were not used for longest while
// the cost is above the bound; the new one always stays.
func (c *cache) put(block int, s *shaped) *entry {
	e := &entry{block: block, s: s, lines: map[int]*Line{}, cost: s.cost()}
	c.entries[block] = c.order.PushFront(e)
	c.cost += e.cost
	for c.cost > c.limit && c.order.Len() > 1 {
		last := c.order.Remove(c.order.Back()).(*entry)
		delete(c.entries, last.block)
		c.cost -= last.cost
	}
	return e
}

// keep counts a line that was built for an entry.
func (c *cache) keep(e *entry, n int, l *Line) {
	e.lines[n] = l
	more := 200
	for _, p := range l.Pieces {
		more += 200 + len(p.Draw) + 24*len(p.stops) + 20*len(p.Glyphs)
	}
	e.cost += more
	c.cost += more
}

// forget drops the built lines of an entry.
func (c *cache) forget(e *entry) {
	clear(e.lines)
	c.cost -= e.cost - e.s.cost()
	e.cost = e.s.cost()
}
