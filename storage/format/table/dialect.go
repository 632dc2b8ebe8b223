package table

import "strings"

// sampleSize is how many bytes of a table its dialect, header and column of the
// text are found by.
const sampleSize = 1 << 20

// delimiters are tried in this order.
const delimiters = ",;\t|"

// names of delimiters for people.
var delimiterNames = map[byte]string{',': "commas", ';': "semicolons", '\t': "tabs", '|': "vertical bars"}

// detect returns how a table is written that begins with the sample, and how
// much of it tells that, in a line of its own as Excel knows it.
func detect(sample string, name string, whole bool) (how dialect, skip int) {
	if line, _, _ := strings.Cut(sample, "\n"); strings.HasPrefix(line, "sep=") && len(strings.TrimRight(line, "\r")) == 5 {
		return dialect{delimiter: line[4]}, min(len(line)+1, len(sample))
	}
	best, most := dialect{delimiter: delimiters[0]}, 0.0
	if name == "tsv" {
		best.delimiter = '\t'
	}
	for _, d := range []byte(delimiters) {
		if n := regularity(sample, dialect{delimiter: d}, whole); n > most {
			best, most = dialect{delimiter: d}, n
		}
		if d != '\t' {
			continue
		}
		if n := regularity(sample, dialect{delimiter: d, literal: true}, whole); n > most {
			best, most = dialect{delimiter: d, literal: true}, n
		}
	}
	return best, 0
}

// regularity says how well a sample reads in a dialect: the share of rows with
// as many cells as the first, a little more where these are many, and 0 where
// there is one column.
func regularity(sample string, how dialect, whole bool) float64 {
	rows, _ := read(sample, how, whole)
	if len(rows) == 0 || len(rows[0].cells) < 2 {
		return 0
	}
	same := 0
	for _, r := range rows {
		if r.err == nil && len(r.cells) == len(rows[0].cells) {
			same++
		}
	}
	return float64(same)/float64(len(rows)) + 0.001*float64(min(len(rows[0].cells), 50))
}

// read returns the rows of a sample, without the last one where that may be cut
// off, and the error that ended them.
func read(sample string, how dialect, whole bool) ([]row, error) {
	r := newRows(strings.NewReader(sample), how)
	var all []row
	for {
		next, err := r.next()
		if err != nil {
			if !whole && len(all) > 1 {
				all = all[:len(all)-1]
			}
			return all, err
		}
		all = append(all, next)
	}
}
