package storage

import "hash/maphash"

// absence knows of most ids of annotations, relations and documents that they
// are not in the file, so that an import need not look each of them up. It is a
// Bloom filter: what it says is certain, and it says nothing of an id in a
// hundred or so. It is filled when a transaction has asked for so many ids that
// reading all of the file costs less. The zero value knows nothing.
type absence struct {
	bits  []uint64
	seed  maphash.Seed
	asked int // how often
	due   int // how often it must be asked until filling it is thought of again
}

const (
	absenceBits   = 1 << 25 // 4 MB: a million ids leave one in a hundred doubtful
	absenceHashes = 4
	absenceFirst  = 256 // a transaction that asks less often never fills it
	absenceShare  = 10  // it is filled once a tenth of what is there was asked for
)

// sure reports whether the id is certainly not in the file.
func (a *absence) sure(id string) bool {
	a.asked++
	if a.bits == nil {
		return false
	}
	at, step := a.hash(id)
	for range absenceHashes {
		if a.bits[at%absenceBits/64]&(1<<(at%64)) == 0 {
			return true
		}
		at += step
	}
	return false
}

// add notes that the id is in the file, or will be.
func (a *absence) add(id string) {
	if a.bits == nil {
		return
	}
	at, step := a.hash(id)
	for range absenceHashes {
		a.bits[at%absenceBits/64] |= 1 << (at % 64)
		at += step
	}
}

func (a *absence) hash(id string) (at, step uint64) {
	h := maphash.String(a.seed, id)
	return h, h>>32 | 1
}

// fillAbsence fills what is known of absent ids, where that pays. Everything
// that was saved must be written.
func (tx *Tx) fillAbsence() error {
	a := &tx.absence
	if a.bits != nil || a.asked < max(absenceFirst, a.due) {
		return nil
	}
	var rows int
	err := tx.row(`SELECT (SELECT coalesce(max(rowid), 0) FROM annotation) + (SELECT coalesce(max(rowid), 0) FROM relation)
		+ (SELECT coalesce(max(number), 0) FROM document)`).Scan(&rows)
	if err != nil {
		return wrap("count what is there", err)
	}
	if a.due = rows / absenceShare; a.asked < a.due {
		return nil
	}
	a.bits, a.seed = make([]uint64, absenceBits/64), maphash.MakeSeed()
	return wrap("read the ids that are there", tx.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		a.add(id)
		return err
	}, "SELECT id FROM annotation UNION ALL SELECT id FROM relation UNION ALL SELECT id FROM document"))
}

// isAbsent reports whether the id is certainly not in the file. Everything that
// was saved must be written.
func (tx *Tx) isAbsent(id string) (bool, error) {
	if err := tx.fillAbsence(); err != nil {
		return false, err
	}
	return tx.absence.sure(id), nil
}
