// Package split divides documents into the parts of a dataset: for training,
// for development, for the test.
package split

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Part is one part of a dataset.
type Part struct {
	Name  string
	Share float64 // of the documents, above 0 and at most 1
}

// Training is the part that others must not leak into.
const Training = "train"

// sumMayMiss is how far from 1 shares may sum up to, as three times 0.333 does.
const sumMayMiss = 0.005

// Parse reads parts as "train=0.8,dev=0.1,test=0.1". Names are of ASCII letters,
// digits and underscores, and differ in more than case: they become names of
// files everywhere. The shares sum up to 1, but for rounding, and do so exactly
// in what is returned. The first part is the one that is trained on: where one
// is called "train", it comes first.
func Parse(s string) ([]Part, error) {
	var parts []Part
	sum := 0.0
	for field := range strings.SplitSeq(s, ",") {
		p, err := parsePart(strings.TrimSpace(field))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(parts, func(o Part) bool { return strings.EqualFold(o.Name, p.Name) }) {
			return nil, fmt.Errorf("there are two parts %q: give each a name of its own", p.Name)
		}
		if p.Name == Training && len(parts) > 0 {
			return nil, errors.New(`name the part "train" first: the others are kept apart from the first`)
		}
		parts = append(parts, p)
		sum += p.Share
	}
	if math.Abs(sum-1) > sumMayMiss {
		return nil, fmt.Errorf("the shares sum up to %s: make them sum up to 1", strconv.FormatFloat(sum, 'g', 4, 64))
	}
	for i := range parts {
		parts[i].Share /= sum
	}
	return parts, nil
}

// namePattern keeps to what is a name of a file everywhere, and of a split in
// the datasets library.
var namePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_]{0,63}$`)

// reserved are the names that are no files on Windows.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

func parsePart(field string) (Part, error) {
	name, number, found := strings.Cut(field, "=")
	if !found {
		return Part{}, fmt.Errorf(`%q is no part and its share: write parts like "train=0.8,dev=0.1,test=0.1"`, field)
	}
	name, number = strings.TrimSpace(name), strings.TrimSpace(number)
	if !namePattern.MatchString(name) || reserved.MatchString(name) {
		return Part{}, fmt.Errorf("%q cannot name a part, as it becomes the name of a file: use letters, digits and underscores, such as train", name)
	}
	share, err := strconv.ParseFloat(number, 64)
	if err != nil || !(share > 0 && share <= 1) {
		return Part{}, fmt.Errorf("the share %q of part %s is not a number above 0 and at most 1, such as 0.8", number, name)
	}
	return Part{name, share}, nil
}
