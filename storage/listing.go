package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dragoman/model"
)

// listStride is how many rows a query of the list packs.
const listStride = 2000

// Documents returns all documents that are not in the bin, without their text,
// sorted by title, then id. It asks one query for every listStride of them, and
// reads their sets beside them over another connection.
func (p *Project) Documents(ctx context.Context) ([]model.Summary, error) {
	var list []model.Summary
	err := p.readAbreast(ctx, func(lanes []querier) (err error) {
		list, err = summaries(lanes[0], lanes[len(lanes)-1])
		return err
	})
	return list, wrap("list documents", err)
}

// summaries reads the documents by one querier and their sets by the other, at
// the same time if these are two.
func summaries(documents, sets querier) ([]model.Summary, error) {
	var list []model.Summary
	var counts []setCounts
	var failed, failedSets error
	read := func() { counts, failedSets = sets.setCounts() }
	var wait sync.WaitGroup
	if documents.tx != sets.tx {
		wait.Go(read)
	}
	list, failed = documents.listed()
	wait.Wait()
	if documents.tx == sets.tx {
		read()
	}
	if err := errors.Join(failed, failedSets); err != nil {
		return nil, err
	}
	return list, errors.Join(documents.addBeginnings(list), addCounts(list, counts))
}

// listed returns the list without what is known of the sets.
func (q querier) listed() ([]model.Summary, error) {
	var n int64
	if err := q.row("SELECT count(*) FROM document WHERE binned = ''").Scan(&n); err != nil {
		return nil, err
	}
	list := make([]model.Summary, 0, n)
	known := interned{}
	query := "SELECT " + packed("number", "length", "id", "title", "source", "meta") + ` FROM
		(SELECT number, length, id, title, source, meta FROM document
			WHERE binned = '' AND (title, id) > (?, ?) ORDER BY title, id LIMIT ` + strconv.Itoa(listStride) + ")"
	for last := (model.Summary{}); ; last = list[len(list)-1] {
		before := len(list)
		err := q.readPack("a document", 6, func(p *pack) (err error) {
			list, err = p.addSummaries(list, known)
			return err
		}, query, last.Title, last.ID)
		if err == nil && len(list) > int(n) {
			err = astray("a document") // it would be read for ever
		}
		if err != nil || len(list)-before < listStride {
			return list, err
		}
	}
}

// addSummaries adds the documents of the pack. Their ids and titles are parts of
// its columns.
func (p *pack) addSummaries(list []model.Summary, known interned) ([]model.Summary, error) {
	numbers, lengths, ids, titles, sources, metas := p.column(0), p.column(1), p.column(2), p.column(3), p.column(4), p.column(5)
	for range p.count {
		s := model.Summary{
			Number: int(numbers.number()), Length: int(lengths.number()),
			ID: model.DocumentID(ids.next()), Title: titles.next(), Source: known.keep(sources.next()),
		}
		if err := setMeta(&s, metas.next()); err != nil {
			return list, err
		}
		s.Flag, s.FlagNote, s.Date = known.keep(s.Flag), known.keep(s.FlagNote), known.keep(s.Date)
		list = append(list, s)
	}
	return list, nil
}

// beginning is how many code points of a text are looked at for its first
// line.
const beginning = 500

// addBeginnings puts the beginning of the text where there is no title. Those
// documents come first in the list.
func (q querier) addBeginnings(list []model.Summary) error {
	if len(list) == 0 || list[0].Title != "" {
		return nil
	}
	i := 0
	return q.each(func(scan func(...any) error) error {
		var id, text string
		if err := scan(&id, &text); err != nil {
			return err
		}
		if i == len(list) || id != string(list[i].ID) {
			return astray("document " + id)
		}
		list[i].Beginning = strings.Clone(model.FirstLine(text))
		i++
		return nil
	}, "SELECT id, substr(text, 1, ?) FROM document WHERE title = '' AND binned = '' ORDER BY id", beginning)
}

// setMeta reads what a list shows of the metadata.
func setMeta(s *model.Summary, text string) error {
	if setPlainMeta(s, text) {
		return nil
	}
	meta, err := metaFromText(text)
	if err != nil {
		return fmt.Errorf("read the metadata of document %s: %w", s.ID, err)
	}
	s.Flag, s.FlagNote, s.Date = meta.Text(model.MetaFlag), meta.Text(model.MetaFlagNote), meta.Text(model.MetaDate)
	return nil
}

// setPlainMeta reads an object of plain strings, which metadata mostly are. It
// reports false where there is anything else in it.
func setPlainMeta(s *model.Summary, text string) bool {
	rest, ok := strings.CutPrefix(text, "{")
	for first := true; ok && rest != "}"; first = false {
		var name, value string
		if !first {
			rest, ok = strings.CutPrefix(rest, ",")
		}
		if ok {
			name, rest, ok = cutPlain(rest, ":")
		}
		if ok {
			value, rest, ok = cutPlain(rest, "")
		}
		switch {
		case !ok:
		case name == model.MetaFlag:
			s.Flag = value
		case name == model.MetaFlagNote:
			s.FlagNote = value
		case name == model.MetaDate:
			s.Date = value
		}
	}
	return ok
}

// cutPlain cuts a string of JSON without escapes off, and what follows it.
func cutPlain(text, behind string) (s, rest string, ok bool) {
	text, ok = strings.CutPrefix(text, `"`)
	end := strings.IndexByte(text, '"')
	if !ok || end < 0 || strings.ContainsFunc(text[:end], func(r rune) bool { return r == '\\' || r < ' ' }) {
		return "", "", false
	}
	rest, ok = strings.CutPrefix(text[end+1:], behind)
	return text[:end], rest, ok
}

// setCounts are what a list shows of a set, and whose it is.
type setCounts struct {
	document string
	model.SetSummary
}

// setCounts returns the counts of the sets of all documents that are not in the
// bin, in no order.
func (q querier) setCounts() ([]setCounts, error) {
	var n int64
	if err := q.row("SELECT count(*) FROM annotation_set").Scan(&n); err != nil {
		return nil, err
	}
	list := make([]setCounts, 0, n)
	known := interned{}
	query := "SELECT " + packed("id", "annotations", "relations", "document", "annotator", "status", "blind") +
		` FROM (SELECT * FROM annotation_set s WHERE id > ? AND ` + notBinned + " ORDER BY id LIMIT " + strconv.Itoa(listStride) + ")"
	for last := int64(0); ; {
		before := len(list)
		err := q.readPack("an annotation set", 7, func(p *pack) error {
			list, last = p.addSets(list, known)
			return nil
		}, query, last)
		if err == nil && len(list) > int(n) {
			err = astray("an annotation set")
		}
		if err != nil || len(list)-before < listStride {
			return list, err
		}
	}
}

// addSets adds the sets of the pack, and returns the id of the last.
func (p *pack) addSets(list []setCounts, known interned) (longer []setCounts, last int64) {
	ids, annotations, relations, documents := p.column(0), p.column(1), p.column(2), p.column(3)
	annotators, statuses, blind := p.column(4), p.column(5), p.column(6)
	for range p.count {
		last = ids.number()
		list = append(list, setCounts{documents.next(), model.SetSummary{
			Annotator: model.Annotator(known.keep(annotators.next())), Status: model.Status(known.keep(statuses.next())),
			Annotations: int(annotations.number()), Relations: int(relations.number()), Blind: model.Blindness(known.keep(blind.next())),
		}})
	}
	return list, last
}

// addCounts puts the counts into the list.
func addCounts(list []model.Summary, counts []setCounts) error {
	at := make(map[string]int32, len(list))
	for i, s := range list {
		at[string(s.ID)] = int32(i)
	}
	of := make([]int32, len(counts))   // the document of each set
	ends := make([]int32, len(list)+1) // of the sets of each document
	for n, c := range counts {
		i, there := at[c.document]
		if !there {
			return astray("an annotation set of document " + c.document)
		}
		of[n] = i
		ends[i]++
	}
	for i := range list {
		ends[i+1] += ends[i]
	}
	sets := make([]model.SetSummary, ends[len(list)])
	for n, c := range counts {
		i := of[n]
		ends[i]--
		sets[ends[i]] = c.SetSummary
	}
	for i := range list {
		if own := sets[ends[i]:ends[i+1]:ends[i+1]]; len(own) > 0 {
			slices.SortFunc(own, func(a, b model.SetSummary) int { return cmp.Compare(a.Annotator, b.Annotator) })
			list[i].Sets = own
		}
	}
	return nil
}
