package storage

import (
	"slices"
	"strconv"
	"strings"
)

// packed returns an SQL aggregate that makes one value of the columns of many
// rows, which unpack takes apart: the driver's time for each value of each row
// is several times that of SQLite. No column may be NULL.
func packed(numbers, texts []string) string {
	var parts []string
	for _, n := range numbers {
		parts = append(parts, n, "' '")
	}
	for _, t := range texts {
		parts = append(parts, "octet_length("+t+")", "' '")
	}
	return "coalesce(group_concat(concat(" + strings.Join(slices.Concat(parts, texts), ", ") + "), ''), '')"
}

// unpack calls take with the columns of each row that was packed. The texts are
// parts of pack, and the slices are used again.
func unpack(pack string, numbers, texts int, take func(numbers []int, texts []string) error) error {
	head, row := make([]int, numbers+texts), make([]string, texts)
	for pack != "" {
		for i := range head {
			digits, rest, _ := strings.Cut(pack, " ")
			n, err := strconv.Atoi(digits)
			if err != nil {
				return astray("a packed row")
			}
			head[i], pack = n, rest
		}
		for i, n := range head[numbers:] {
			if n < 0 || n > len(pack) {
				return astray("a packed row")
			}
			row[i], pack = pack[:n], pack[n:]
		}
		if err := take(head[:numbers], row); err != nil {
			return err
		}
	}
	return nil
}
