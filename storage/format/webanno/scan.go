package webanno

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dragoman/model"
	"dragoman/storage/format/xmi/uima"
)

// scan is a file as its lines say it.
type scan struct {
	version   string
	layers    []layer
	columns   int // of all layers
	sentences []sentence
	ids       int // of sentences, which are not kept
	wrong     []wrong
	open      bool // whether the last sentence still takes lines of text
}

// wrong is a line that could not be read, and why.
type wrong struct {
	line   int
	reason string
}

// maxWrong is how many lines may be wrong before the file is no such file.
const maxWrong = 1000

// layer is a layer that the head of a file declares.
type layer struct {
	kind    string // "SP", "CH" or "RL"
	name    string
	columns []column
	at      int // which column is its first
}

// column is what a column holds: one of the constants, and of which feature or
// layer.
type column struct{ kind, name string }

const (
	value = "value" // of a feature
	blank = "blank" // of a layer without features
	role  = "role"  // of a slot
	slot  = "slot"  // where a slot leads
	base  = "base"  // where a relation begins
)

// sentence is a sentence and its lines.
type sentence struct {
	text []string // its lines
	rows []row
}

// row is the line of a token or sub-token.
type row struct {
	line  int
	id    string
	token int        // which one of the file, from 0
	at    model.Span // in the unit of the file
	text  string
	cells []string
}

// lines reads the lines of a file.
func lines(data string) (*scan, error) {
	s := &scan{}
	n := 0
	for line := range strings.SplitSeq(data, "\n") {
		n++
		line = strings.TrimSuffix(line, "\r")
		if n == 1 {
			if err := s.format(line); err != nil {
				return nil, err
			}
			continue
		}
		if s.line(n, line); len(s.wrong) > maxWrong {
			return nil, fmt.Errorf("more than %d of its lines are none of WebAnno TSV: export it again", maxWrong)
		}
	}
	return s, nil
}

// format reads the first line.
func (s *scan) format(line string) error {
	version, ok := strings.CutPrefix(line, magic)
	if !ok {
		return errors.New("it is no WebAnno TSV 3: its first line is not " + magic + "3.3; export it as WebAnno TSV 3.3")
	}
	s.version = strings.TrimSpace(version)
	if !slices.Contains([]string{"3.1", "3.2", "3.3"}, s.version) {
		return fmt.Errorf("it is WebAnno TSV %.20s, and 3.1 to 3.3 can be read: open it in INCEpTION and export it as WebAnno TSV 3.3", s.version)
	}
	return nil
}

func (s *scan) reject(line int, reason string) { s.wrong = append(s.wrong, wrong{line, reason}) }

// line reads any other line.
func (s *scan) line(n int, line string) {
	text, isText := strings.CutPrefix(line, "#Text=")
	switch {
	case line == "":
		s.open = false
	case isText:
		s.header()
		last := &s.sentences[len(s.sentences)-1]
		last.text = append(last.text, unescapeText(text, s.version == "3.1"))
	case strings.HasPrefix(line, "#Sentence.id="):
		s.header()
		s.ids++
	case strings.HasPrefix(line, "#T_") && len(s.sentences) == 0:
		s.layer(n, line)
	case strings.HasPrefix(line, "#"):
		s.reject(n, "it is no line of WebAnno TSV 3")
	default:
		s.row(n, line)
	}
}

// header opens a sentence unless one is open that has no tokens yet.
func (s *scan) header() {
	if !s.open || len(s.sentences[len(s.sentences)-1].rows) > 0 {
		s.sentences = append(s.sentences, sentence{})
	}
	s.open = true
}

// layer reads the declaration of a layer, such as
// #T_SP=webanno.custom.Claim|stance|sure.
func (s *scan) layer(n int, line string) {
	kind, rest, ok := strings.Cut(strings.TrimPrefix(line, "#T_"), "=")
	fields := strings.Split(rest, "|")
	if !ok || !slices.Contains([]string{"SP", "CH", "RL"}, kind) || fields[0] == "" {
		s.reject(n, "it declares no layer")
		return
	}
	l := layer{kind: kind, name: fields[0], at: s.columns}
	for _, name := range fields[1:] {
		if name != "" {
			l.columns = append(l.columns, columnOf(kind, name))
		}
	}
	if len(l.columns) == 0 {
		l.columns = []column{{kind: blank}}
	}
	s.columns += len(l.columns)
	s.layers = append(s.layers, l)
}

func columnOf(kind, name string) column {
	if target, ok := strings.CutPrefix(name, "BT_"); ok && kind == "RL" {
		return column{base, target}
	}
	switch {
	case kind == "SP" && strings.HasPrefix(name, "ROLE_"):
		return column{role, name}
	case kind == "SP" && strings.Contains(name, "."):
		return column{slot, name} // features have no dots, types have
	}
	return column{value, name}
}

// values returns the names of the features of a layer.
func (l layer) values() []string {
	var names []string
	for _, c := range l.columns {
		if c.kind == value {
			names = append(names, c.name)
		}
	}
	return names
}

func (l layer) left() bool { return uima.Structure(l.name) }

var unitID = regexp.MustCompile(`^[0-9]{1,9}-[0-9]{1,9}(\.[0-9]{1,9})*$`)

// row reads the line of a token or sub-token.
func (s *scan) row(n int, line string) {
	s.open = false
	cells := strings.Split(line, "\t")
	if len(s.sentences) == 0 || len(cells) < 3+s.columns || !unitID.MatchString(cells[0]) {
		s.reject(n, fmt.Sprintf("it is no line of a token with %d columns behind its text", s.columns))
		return
	}
	begin, end, ok := strings.Cut(cells[1], "-")
	from, errFrom := strconv.Atoi(begin)
	to, errTo := strconv.Atoi(end)
	if !ok || errFrom != nil || errTo != nil {
		s.reject(n, "it has no offsets such as 0-4, but "+fmt.Sprintf("%.40q", cells[1]))
		return
	}
	last := &s.sentences[len(s.sentences)-1]
	token := 0
	if previous := s.last(); previous != nil {
		token = previous.token
		if !strings.Contains(cells[0], ".") {
			token++
		}
	}
	last.rows = append(last.rows, row{n, cells[0], token, model.Span{Start: from, End: to}, cells[2], cells[3 : 3+s.columns]})
}

// last returns the last row, or nil.
func (s *scan) last() *row {
	for i := len(s.sentences) - 1; i >= 0; i-- {
		if rows := s.sentences[i].rows; len(rows) > 0 {
			return &rows[len(rows)-1]
		}
	}
	return nil
}
