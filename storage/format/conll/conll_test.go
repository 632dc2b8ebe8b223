package conll

import (
	"context"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T) { formattest.Run(t, Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, Format()) }

// layered returns the format as it is with WriteOptions.Layers.
func layered() format.Format {
	f := Format()
	f.Keeps.Overlaps = true
	f.Write = func(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
		opt.Layers = true
		return write(ctx, out, opt, records)
	}
	return f
}

func firstOfEach(records []format.Record) []format.Record {
	return slices.CompactFunc(records, func(a, b format.Record) bool { return a.Document.ID == b.Document.ID })
}

func TestLayersBringBackWhatOverlaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		formattest.RoundTrip(t, layered(), format.Auto, firstOfEach(formattest.Project().Draw(t, "project")))
	})
}

// lines returns what is written of a text in the notation of modeltest.
func lines(t testing.TB, opt format.WriteOptions, notation string) string {
	t.Helper()
	doc, set := modeltest.Parse(notation)
	data, _, err := formattest.Write(Format(), opt, format.Record{Document: doc, Set: &set})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTheFourthColumnIsTheSameWithLayers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := firstOfEach(formattest.Project().Draw(t, "project"))
		opt := format.WriteOptions{Prefer: rapid.SampledFrom([][]string{nil, {"person"}}).Draw(t, "prefer")}
		flat, _, err := formattest.Write(Format(), opt, records...)
		if err != nil {
			t.Fatal(err)
		}
		opt.Layers = true
		layers, _, err := formattest.Write(Format(), opt, records...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fourColumns(flat), fourColumns(layers)); diff != "" {
			t.Errorf("with layers there is another fourth column: %s", diff)
		}
	})
}

// fourColumns returns the first columns of each line. Sentences are left out of
// account: with layers there are fewer breaks, since more reaches over them.
func fourColumns(data []byte) [][]string {
	var all [][]string
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, ",O")
		if fields := strings.Fields(line); len(fields) > 0 {
			all = append(all, fields[:4])
		}
	}
	return all
}

func TestLayersAreWrittenBesideEachOther(t *testing.T) {
	got := lines(t, format.WriteOptions{Layers: true}, "[statement She [meeting met [person Ana] ] .]")
	want := "-DOCSTART- -X- O O,O,O\n\n" +
		"She -X- O B-statement O O\nmet -X- O I-statement B-meeting O\n" +
		"Ana -X- O I-statement I-meeting B-person\n. -X- O I-statement O O\n\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestASentenceDoesNotEndWithinAnAnnotation(t *testing.T) {
	got := lines(t, format.WriteOptions{}, "She left. He came. [statement We go. Now.] The end.\nBye")
	want := "-DOCSTART- -X- O O\n\n" +
		"She -X- O O\nleft -X- O O\n. -X- O O\n\n" +
		"He -X- O O\ncame -X- O O\n. -X- O O\n\n" +
		"We -X- O B-statement\ngo -X- O I-statement\n. -X- O I-statement\nNow -X- O I-statement\n. -X- O I-statement\n\n" +
		"The -X- O O\nend -X- O O\n. -X- O O\n\n" +
		"Bye -X- O O\n\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhiteSpaceIsNoColumn(t *testing.T) {
	doc, set := modeltest.Parse("[number 10\u202f000] \u00a0 men\u2028\t#")
	set.Annotations[0].Label = "a\u00a0b %20 c%"
	data, _, err := formattest.Write(Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set})
	const label = "a%C2%A0b%20%2520%20c%"
	want := "-DOCSTART- -X- O O\n\n10 -X- O B-" + label + "\n000 -X- O I-" + label + "\nmen -X- O O\n\n# -X- O O\n\n"
	if diff := cmp.Diff(want, string(data)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	back, report, err := formattest.Read(Format(), "a.conll", data)
	if err != nil || len(back) != 1 || report.Losses != nil {
		t.Fatalf("%d documents, %v, %v", len(back), report, err)
	}
	if a := back[0].Set.Annotations[0]; a.Label != set.Annotations[0].Label || back[0].Document.Text.String() != "10 000 men\n#" {
		t.Errorf("%q came back on %q", a.Label, back[0].Document.Text.String())
	}
}

func TestAWordOfSeparatorsIsToldAsLost(t *testing.T) {
	doc, set := modeltest.Parse("a [person \x1c] b")
	data, report, err := formattest.Write(Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set})
	if want := "-DOCSTART- -X- O O\n\na -X- O O\nb -X- O O\n\n"; string(data) != want || err != nil {
		t.Errorf("%q (%v), want %q", data, err, want)
	}
	if report.Losses.Of(format.LossCut) != 1 {
		t.Errorf("lost %v", report.Losses)
	}
}

func TestNoMoreLayersThanAreRead(t *testing.T) {
	doc := model.NewDocument("word", "", "")
	set := model.AnnotationSet{Document: doc.ID, Annotator: "ana"}
	for i := range maxColumns {
		set.Annotations = append(set.Annotations, model.Annotation{
			ID: modeltest.ID(i), Label: "label" + string(rune('A'+i)), Fragments: []model.Span{{Start: 0, End: 4}},
		})
	}
	data, report, err := formattest.Write(Format(), format.WriteOptions{Layers: true}, format.Record{Document: doc, Set: &set})
	if err != nil || report.Losses.Of(format.LossOverlap) != 3 {
		t.Errorf("lost %v (%v)", report.Losses, err)
	}
	back, _, err := formattest.Read(Format(), "a.conll", data)
	if err != nil || len(back) != 1 || len(back[0].Set.Annotations) != maxColumns-3 {
		t.Errorf("%v came back (%v)", back, err)
	}
}

func TestLabelsAreEscapedAndBack(t *testing.T) {
	pieces := []string{"%", "2", "0", "F", "f", " ", "a", "\u00a0", "é", "\x1c", "-", "\u2028", "😊"}
	rapid.Check(t, func(t *rapid.T) {
		label := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "label"), "")
		if s := escape(label); strings.ContainsFunc(s, blank) || unescape(s) != label {
			t.Errorf("%q is written %q and read %q", label, s, unescape(s))
		}
	})
}

func TestRecognise(t *testing.T) {
	for name, want := range map[string]bool{"a.conll": true, "a.CONLL": true, "b.iob2": true, "c.txt": true, "c.tsv": true, "c": true} {
		if got := recognise(name, []byte("\ufeff-DOCSTART- -X- O O\n")); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if recognise("c.txt", []byte("The -DOCSTART- line")) {
		t.Error("an article is taken for columns")
	}
}

// endless is a body of one piece over and over.
type endless struct {
	piece string
	left  int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for e.left > 0 && n+len(e.piece) <= len(p) {
		n += copy(p[n:], e.piece)
		e.left -= len(e.piece)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestHostileFilesCostLittle(t *testing.T) {
	const most = 128 << 20 // bytes
	for piece, size := range map[string]int{
		"a":            1 << 26, // a line that does not end
		"a ":           1 << 21, // columns without end
		"a\n":          1 << 18, // lines without a tag
		"\n":           1 << 20,
		"# a\n\n":      1 << 18,
		"-DOCSTART-\n": 1 << 16,
		"a O\n":        3 << 19, // one document, no sentence
		"a PER\na O\n": 1 << 18, // nothing but annotations
		"a B\na O\n\n": 1 << 17, // nothing but broken tags
	} {
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		before, peak := memory.HeapAlloc, uint64(0)
		in := format.Input{Name: "a.conll", Body: &endless{strings.Repeat(piece, 1000), size}, Size: -1}
		taken := 0
		report, err := read(context.Background(), in, func(format.Record) error {
			if taken++; taken%1000 == 1 {
				runtime.ReadMemStats(&memory)
				peak = max(peak, memory.HeapAlloc-min(before, memory.HeapAlloc))
			}
			return nil
		})
		if err != nil || len(report.Rejected) > maxRejected+1 || peak > most {
			t.Errorf("%q: %v, %d rejections, %d MB", piece, err, len(report.Rejected), peak>>20)
		}
	}
}

func TestACorpusWithoutDocumentsComesInParts(t *testing.T) {
	sentence := strings.Repeat("Zoë O\n", 999) + "Ruiz B-person\n\n"
	in := format.Input{Name: "a.conll", Body: &endless{sentence, 3 << 20}, Size: -1}
	annotations, longest := 0, 0
	report, err := read(context.Background(), in, func(r format.Record) error {
		annotations += len(r.Set.Annotations)
		longest = max(longest, r.Document.Text.Len())
		if !strings.HasSuffix(r.Document.Text.String(), "Ruiz") {
			t.Error("a document ends within a sentence")
		}
		return nil
	})
	if want := (3<<20 + len(sentence) - 1) / len(sentence); annotations != want || longest > maxDocument {
		t.Errorf("%d annotations, want %d; a document has %d bytes", annotations, want, longest)
	}
	if err != nil || len(report.Rejected) > 0 || !strings.Contains(report.Assumed[0].Note, "go on in another") {
		t.Errorf("%v, %v", err, report)
	}
}

// TestNumbersThatAreWords writes texts whose words count themselves: they come
// back, and are not taken for the numbers of rows.
func TestNumbersThatAreWords(t *testing.T) {
	for _, text := range []string{"1", "1 2 3"} {
		in := formattest.Files{"a.conll": []byte("-DOCSTART- -X- O O\n\n" + strings.ReplaceAll(text+" ", " ", " -X- O B-person\n"))}
		records, _, err := formattest.ReadFile(Format(), in, "a.conll")
		if err != nil || len(records) != 1 || records[0].Document.Text.String() != text {
			t.Errorf("%q is read as %v, %v", text, records, err)
		}
	}
}
