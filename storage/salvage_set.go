package storage

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
)

// kept is an annotation set as it goes into the new project.
type kept struct {
	document, annotator string
	status              model.Status
	blind               model.Blindness
	content             content
}

// source is one file from which things are salvaged: the damaged one, or a
// backup.
type source struct {
	*remains
	name     string // of a backup, as people know it
	told     map[string]*told
	numbered map[int64]members
	complete bool // the log has all its rows
	missing  []int64
	texts    map[string]*model.Text
	number   map[string]int64 // of sets whose row is lost, as their annotations tell it
}

func newSource(r *remains, name string) *source {
	s := &source{remains: r, name: name, numbered: r.byNumber(), texts: map[string]*model.Text{}, number: map[string]int64{}}
	for id, versions := range r.documents {
		for _, v := range versions {
			if string(model.DocumentIDOf(v.row.Text)) == id {
				s.texts[id] = model.NewText(v.row.Text)
				break
			}
		}
	}
	return s
}

func (s *source) readLog(texts func(id string) *model.Text) {
	s.told = s.tellSets(texts)
	s.missing, s.complete = s.whole("change", numbers(s.changes, changeNumber))
}

// candidates returns the rows of the set that may be true, the best first, and
// those whose checksum does not fit.
func (s *source) candidates(key string) (sound, hurt []version[setRow]) {
	for _, v := range s.sets[key] {
		if v.sound {
			sound = append(sound, v)
		} else {
			hurt = append(hurt, v)
		}
	}
	slices.SortStableFunc(sound, func(a, b version[setRow]) int { return int(b.rank - a.rank) })
	return sound, hurt
}

// members returns the ids that may belong to the set: those of its number, and
// those of which its log speaks.
func (s *source) members(key string) members {
	all := newMembers()
	add := func(m members) {
		maps.Copy(all.annotations, m.annotations)
		maps.Copy(all.relations, m.relations)
		maps.Copy(all.verdicts, m.verdicts)
	}
	for _, v := range s.sets[key] {
		add(s.numbered[v.row.ID])
	}
	if n, ok := s.number[key]; ok {
		add(s.numbered[n])
	}
	t := s.told[key]
	if t == nil {
		return all
	}
	add(t.ids)
	for id := range t.ids.annotations {
		for _, v := range s.annotations[id] {
			add(s.numbered[v.row.AnnotationSet])
		}
	}
	return all
}

// wholeSet returns the set whose rows are all sound and complete.
func (s *source) wholeSet(key string) (kept, bool) {
	sound, _ := s.candidates(key)
	if len(sound) == 0 || sound[0].rank != live {
		return kept{}, false
	}
	row := sound[0].row
	c := s.rowsOf(row, s.numbered[row.ID].orNone())
	if now := c.live(); now.fits(row) {
		return keptOf(row, now), true
	}
	return keptOf(row, c), c.fits(row)
}

func (m members) orNone() members {
	if m.annotations == nil {
		return newMembers()
	}
	return m
}

func keptOf(row setRow, c content) kept {
	return kept{row.Document, row.Annotator, model.Status(row.Status), model.Blindness(row.Blind), c}
}

// guess is what a set may hold, and where that is from.
type guess struct {
	content content
	from    string
}

// settle decides what the set holds; false where nothing of it is left.
func (s *salvage) settle(key string) (kept, bool) {
	if k, ok := s.have.wholeSet(key); ok {
		return k, true
	}
	document, annotator, _ := strings.Cut(key, " ")
	id := setRow{Document: document, Annotator: annotator}
	ids := s.have.members(key)
	rows := s.have.rowsOf(id, ids)
	guesses := s.guesses(key, rows)
	if k, from, ok := s.prove(key, guesses); ok {
		s.repaired("annotation_set", key, "The annotation set was damaged and is whole again, %s.", from)
		return k, true
	}
	if k, ok := s.byLog(key, rows, ids); ok {
		return k, true
	}
	return s.rest(key, rows, ids)
}

// guesses returns what the set may hold.
func (s *salvage) guesses(key string, rows content) []guess {
	list := []guess{{rows.live(), "out of its rows"}, {rows, "out of its rows"}}
	if t := s.have.told[key]; t != nil && t.summed {
		list = append(list,
			guess{t.content, "repaired from the log"},
			guess{rows.without(t.gone).with(t.content), "repaired from the log"})
	}
	for _, old := range s.inBackups(key) {
		from := "repaired from the backup " + old.from
		list = append(list, guess{old.content, from}, guess{rows.with(old.content), from})
	}
	return list
}

// inBackups returns the set as the backups have it that have it whole, from
// which each.
func (s *salvage) inBackups(key string) []guess {
	var list []guess
	for _, b := range s.backups {
		if k, ok := b.wholeSet(key); ok {
			list = append(list, guess{k.content, b.name})
		}
	}
	return list
}

// without returns the content without what is gone.
func (c content) without(gone map[string]bool) content {
	left := content{maps.Clone(c.annotations), maps.Clone(c.relations), maps.Clone(c.verdicts)}
	for id, is := range gone {
		if of, verdict := strings.CutPrefix(id, "verdict "); is && verdict {
			delete(left.verdicts, of)
		} else if is {
			delete(left.annotations, id)
			delete(left.relations, id)
		}
	}
	return left
}

// prove looks for what a row of the set confirms, by its counts and sum or by
// its checksum.
func (s *salvage) prove(key string, guesses []guess) (kept, string, bool) {
	sound, hurt := s.have.candidates(key)
	t := s.have.told[key]
	for _, v := range sound {
		for _, g := range guesses {
			if !g.content.fits(v.row) {
				continue
			}
			// An old row of the set fits old annotations.
			if v.rank == stray && (t == nil || !t.summed || !t.strict || !g.content.equal(t.content)) {
				continue
			}
			return keptOf(v.row, g.content), g.from, true
		}
	}
	for _, v := range hurt {
		for _, g := range guesses {
			if row, ok := reckon(v.row, g.content); ok {
				return keptOf(row, g.content), g.from, true
			}
		}
	}
	return kept{}, "", false
}

// reckon looks for the row that has the checksum of the damaged one and this
// content.
func reckon(damaged setRow, c content) (setRow, bool) {
	row := c.count(damaged)
	for _, status := range []model.Status{model.StatusUnset, model.StatusNew, model.StatusInProgress, model.StatusDone} {
		for _, blind := range []model.Blindness{"", model.Blind, model.Seen} {
			row.Status, row.Blind = string(status), string(blind)
			if row.sum() == damaged.Checksum {
				return row, true
			}
		}
	}
	return row, false
}

// byLog takes the set as the log tells it, where the log is complete and the
// row of the set is what is damaged, or where log and rows tell the same.
func (s *salvage) byLog(key string, rows content, ids members) (kept, bool) {
	t := s.have.told[key]
	if t == nil || !t.strict || !t.summed {
		return kept{}, false
	}
	if !s.have.complete && (!t.content.equal(rows.live()) || !t.knows(ids)) {
		return kept{}, false
	}
	document, annotator, _ := strings.Cut(key, " ")
	k := kept{document, annotator, t.status, "", t.content}
	from := "repaired from the log"
	if !s.have.complete {
		from = "as its rows and its log agree; both may lack what was changed last"
		s.lost("annotation_set", key, "The row of the annotation set is damaged. It is %s.", from)
	} else {
		s.repaired("annotation_set", key, "The annotation set was damaged and is whole again, %s.", from)
	}
	s.guessBlind(key, &k)
	return k, true
}

// guessBlind takes over from the damaged row whether others were seen.
func (s *salvage) guessBlind(key string, k *kept) {
	sound, hurt := s.have.candidates(key)
	for _, v := range append(sound, hurt...) {
		switch b := model.Blindness(v.row.Blind); b {
		case "", model.Blind, model.Seen:
			k.blind = b
			s.lost("annotation_set", key, "Whether the annotations of others could be seen is as the damaged row says: %q.", b)
			return
		}
	}
	s.lost("annotation_set", key, "Whether the annotations of others could be seen is not known any more.")
}

// rest keeps what is left of a set that nothing confirms.
func (s *salvage) rest(key string, rows content, ids members) (kept, bool) {
	document, annotator, _ := strings.Cut(key, " ")
	k := kept{document: document, annotator: annotator, content: rows}
	s.dropDeleted(key, &k)
	if k.content.empty() {
		if old, ok := s.older(key); ok {
			return old, true
		}
	}
	s.nameLost(key, &k, ids)
	k.status, k.blind = s.lastStatus(key)
	if sound, _ := s.have.candidates(key); len(sound) == 0 {
		s.lost("annotation_set", key, "The row of the annotation set is damaged: its status %q and whether others could be seen may not be what they were.", k.status)
	}
	s.cutLoose(key, &k)
	return k, true
}

// dropDeleted drops what stands where nothing leads any more and is deleted, as
// the log tells it, and names the annotations of which it tells nothing.
func (s *salvage) dropDeleted(key string, k *kept) {
	t := s.have.told[key]
	if t != nil {
		k.content = k.content.live().with(k.content.without(t.gone))
	}
	for _, id := range slices.Sorted(maps.Keys(k.content.annotations)) {
		p := k.content.annotations[id]
		if !p.stray {
			continue
		}
		if t == nil || t.content.annotations[id].sum != p.sum {
			s.lost("annotation", id, "The annotation (%s, “%s”) of %s in document %s stands where nothing leads any more: it is kept, and may have been deleted.",
				p.value.Label, short(p.quote), k.annotator, k.document)
		}
	}
}

// older takes the set of a backup, which may lack changes.
func (s *salvage) older(key string) (kept, bool) {
	for _, b := range s.backups {
		if k, ok := b.wholeSet(key); ok {
			s.lost("annotation_set", key, "Nothing is left of the annotation set. It is as it was in the backup %s; what was changed since is lost.", b.name)
			return k, true
		}
	}
	return kept{}, false
}

// lastStatus returns status and blindness as the best row or the log says.
func (s *salvage) lastStatus(key string) (model.Status, model.Blindness) {
	sound, hurt := s.have.candidates(key)
	if len(sound) > 0 {
		return model.Status(sound[0].row.Status), model.Blindness(sound[0].row.Blind)
	}
	status, blind := model.StatusInProgress, model.Blindness("")
	if t := s.have.told[key]; t != nil {
		status = t.status
	}
	for _, v := range hurt {
		if b := model.Blindness(v.row.Blind); b == model.Blind || b == model.Seen {
			blind = b
		}
	}
	return status, blind
}

// nameLost names the annotations, relations and verdicts of the set that are
// not sound, takes them from a backup where it has them, and counts those of
// which not even the name is left.
func (s *salvage) nameLost(key string, k *kept, ids members) {
	t, old := s.have.told[key], s.inBackups(key)
	named := 0
	for _, id := range slices.Sorted(maps.Keys(ids.annotations)) {
		if _, there := k.content.annotations[id]; there || t != nil && t.gone[id] {
			continue
		}
		named++
		if s.fromBackup(old, id, k) {
			continue
		}
		s.lost("annotation", id, "The annotation %sof %s in document %s is lost.", s.describe(key, id), k.annotator, k.document)
	}
	for _, id := range slices.Sorted(maps.Keys(ids.relations)) {
		if _, there := k.content.relations[id]; !there && (t == nil || !t.gone[id]) {
			named++
			s.lost("relation", id, "The relation of %s in document %s is lost.", k.annotator, k.document)
		}
	}
	for row, of := range ids.verdicts {
		if _, there := k.content.verdicts[of]; !there && (t == nil || !t.gone["verdict "+of]) {
			named++
			s.lost("verdict", key+" "+of, "The verdict on %s in document %s is lost (%s).", of, k.document, row)
		}
	}
	s.countLost(key, k, named)
}

// countLost says how many are missing beside those that were named.
func (s *salvage) countLost(key string, k *kept, named int) {
	sound, _ := s.have.candidates(key)
	if len(sound) == 0 {
		s.lost("annotation_set", key, "The annotation set is as its sound rows say: nothing tells whether there were more.")
		return
	}
	row := sound[0].row
	had, has := row.Annotations+row.Relations+row.Verdicts, len(k.content.annotations)+len(k.content.relations)+len(k.content.verdicts)
	s.lost("annotation_set", key, "The annotation set had %d annotations, relations and verdicts, and %d of them are left; of %d that are lost nothing more is known.",
		had, has, max(had-has-named, 0))
}

// describe returns what is known of a lost annotation.
func (s *salvage) describe(key, id string) string {
	if t := s.have.told[key]; t != nil {
		if p, ok := t.content.annotations[id]; ok {
			return fmt.Sprintf("%s (%s, “%s”) ", id, p.value.Label, short(p.quote))
		}
	}
	for _, v := range s.have.annotations[id] {
		return fmt.Sprintf("%s (%s, “%s”) ", id, v.row.Label, short(v.row.Quote))
	}
	return id + " "
}

// fromBackup takes an annotation that is lost as the first of the backups has it.
func (s *salvage) fromBackup(backups []guess, id string, k *kept) bool {
	for _, old := range backups {
		if p, ok := old.content.annotations[id]; ok {
			k.content.annotations[id] = p
			s.lost("annotation", id, "The annotation (%s, “%s”) of %s in document %s is as it was in the backup %s.",
				p.value.Label, short(p.quote), k.annotator, k.document, old.from)
			return true
		}
	}
	return false
}

// cutLoose drops relations and verdicts that lead to what is lost.
func (s *salvage) cutLoose(key string, k *kept) {
	there := map[string]bool{"": true}
	for id := range k.content.annotations {
		there[id] = true
	}
	relations := maps.Clone(k.content.relations)
	for _, id := range slices.Sorted(maps.Keys(relations)) {
		r := relations[id].value
		there[id] = there[string(r.From)] && there[string(r.To)]
		if !there[id] {
			delete(k.content.relations, id)
			s.lost("relation", id, "The relation %q of %s in document %s is lost with an annotation that it leads from or to.", r.Type, k.annotator, k.document)
		}
	}
	verdicts := maps.Clone(k.content.verdicts)
	for _, of := range slices.Sorted(maps.Keys(verdicts)) {
		if !there[verdicts[of].value.Gold] {
			delete(k.content.verdicts, of)
			s.lost("verdict", key+" "+of, "The verdict on %s in document %s is lost with what was taken for it.", of, k.document)
		}
	}
}

// short returns the beginning of a quote, on one line.
func short(s string) string {
	runes := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(s, "?")), " "))
	if len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return string(runes)
}
