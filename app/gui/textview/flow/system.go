package flow

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// maxFontFile bounds the font files that are read; collections for Chinese,
// Japanese and Korean have some twenty megabytes.
const maxFontFile = 96 << 20

// SystemFonts returns a function that finds a font of the system that has a
// character, or nil. The fonts are listed at the first question; the list is
// kept in cacheDir, or in a place of the system's choosing when it is empty. A
// font that cannot be read counts as not there: the character is then drawn as
// missing.
func SystemFonts(cacheDir string) func(r rune) *Font {
	s := &systemFonts{cacheDir: cacheDir, fonts: map[fontscan.Location]*Font{}}
	return s.find
}

type systemFonts struct {
	cacheDir string
	listed   bool
	list     *fontscan.FontMap // nil when there is none
	fonts    map[fontscan.Location]*Font
}

func (s *systemFonts) find(r rune) *Font {
	if !s.listed {
		s.listed = true
		list := fontscan.NewFontMap(silent{})
		if list.UseSystemFonts(s.cacheDir) == nil {
			list.SetQuery(fontscan.Query{Families: []string{fontscan.Serif}})
			s.list = list
		}
	}
	if s.list == nil {
		return nil
	}
	s.list.SetScript(language.LookupScript(r))
	face := s.list.ResolveFace(r)
	if face == nil {
		return nil
	}
	if _, ok := face.NominalGlyph(r); !ok {
		return nil
	}
	return s.load(s.list.FontLocation(face.Font))
}

// load reads a font file, nil when it cannot be read.
func (s *systemFonts) load(at fontscan.Location) *Font {
	if f, ok := s.fonts[at]; ok {
		return f
	}
	f, err := readFont(at)
	if err != nil {
		f = nil
	}
	s.fonts[at] = f
	return f
}

func readFont(at fontscan.Location) (*Font, error) {
	info, err := os.Stat(at.File)
	if err != nil {
		return nil, fmt.Errorf("find font: %w", err)
	}
	if info.Size() > maxFontFile {
		return nil, fmt.Errorf("read font %s: larger than %d bytes", at.File, maxFontFile)
	}
	data, err := os.ReadFile(at.File)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	if data, err = fontOf(data, int(at.Index)); err != nil {
		return nil, fmt.Errorf("read font %s: %w", at.File, err)
	}
	return NewFont(fmt.Sprintf("%s#%d", filepath.Base(at.File), at.Index), data, 1)
}

var errFont = errors.New("the font collection is damaged")

// fontOf returns font number index of a collection as a file of its own, which
// the painter can read; a file that is no collection is returned as it is.
func fontOf(data []byte, index int) ([]byte, error) {
	if len(data) < 12 || string(data[:4]) != "ttcf" {
		return data, nil
	}
	at := 12 + 4*index
	if index < 0 || index >= int(binary.BigEndian.Uint32(data[8:])) || at+4 > len(data) {
		return nil, errFont
	}
	head := int(binary.BigEndian.Uint32(data[at:]))
	if head+12 > len(data) {
		return nil, errFont
	}
	tables := int(binary.BigEndian.Uint16(data[head+4:]))
	size := 12 + 16*tables
	if head+size > len(data) {
		return nil, errFont
	}
	out := append([]byte(nil), data[head:head+size]...)
	for i := range tables {
		record := out[12+16*i:]
		from, n := int(binary.BigEndian.Uint32(record[8:])), int(binary.BigEndian.Uint32(record[12:]))
		if from+n > len(data) {
			return nil, errFont
		}
		binary.BigEndian.PutUint32(record[8:], uint32(len(out)))
		out = append(out, data[from:from+n]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out, nil
}

type silent struct{}

func (silent) Printf(string, ...any) {}
