package conll

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRecogniseByContent: what is taken for columns under a name that does not say so,
// and what must not be, for it is an article or a table of them.
func TestRecogniseByContent(t *testing.T) {
	const tagged = "Ana\tB-PER\nLopez\tE-PER\nmet\tO\n\nHe\tO\nleft\tO\n"
	article := strings.Repeat("Ana Lopez met Ben in Oslo. ", 20)
	for name, c := range map[string]struct {
		content string
		want    bool
	}{
		"tabs.tsv":        {tagged, true},
		"tabs.txt":        {tagged, true},
		"train":           {tagged, true},
		"eng.testa":       {strings.ReplaceAll(tagged, "\t", " "), true},
		"mark.txt":        {"\ufeff" + strings.ReplaceAll(tagged, "\n", "\r\n"), true},
		"cut.txt":         {tagged + "Osl", true},
		"long.tsv":        {strings.Repeat(tagged+"\n", 1000), true},
		"four.txt":        {"U.N. NNP I-NP I-ORG\nofficial NN I-NP O\nleft VBD I-VP O\n\n", true},
		"numbered.tsv":    {"# source\n1\tAna\tB-PER\tO\n2\tmet\tO\tO\n3\tBen\tB-PER\tO\n\n# next\n1\tNo\tO\tO\n", true},
		"hash.txt":        {"# O\nAna B-PER\nmet O\n", true},
		"docstart.txt":    {"-DOCSTART- -X- O O\n\n", true},
		"number.tsv":      {"10 000\tB-SUM\nmen\tI-SUM\nleft\tO\nand\tO\n", true},
		"article.txt":     {article + "\n\n" + article + "\n", false},
		"table.tsv":       {"id\ttext\tclass\n1\t" + article + "\tO\n2\t" + article + "\tB-1\n", false},
		"headless.tsv":    {article + "\tO\n" + article + "\tB-1\n" + article + "\tO\n", false},
		"titles.tsv":      {"Oslo talks\tO\nNo talks\tB-1\nTalks end\tO\nMore talks\tO\n", false},
		"list.txt":        {"Group O\nGroup A\nGroup B\n\nGroup O\n", false},
		"all-outside.txt": {"Type O\nType O\nType O\n\n", false},
		"conllu.tsv":      {"1\tAna\tAna\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tmet\tmeet\tVERB\t_\t_\t0\troot\t_\t_\n3\tBen\tBen\tPROPN\t_\t_\t2\tobj\t_\t_\n", false},
		"two.txt":         {"Ana B-PER\nmet O\n", false},
		"uneven.txt":      {"Ana B-PER\nmet x O\nBen B-PER\n\n", false},
		"empty.txt":       {"", false},
		"empty.conll":     {"", true},
	} {
		if got := recognise(name, []byte(c.content)); got != c.want {
			t.Errorf("%s is taken for CoNLL: %v", name, got)
		}
	}
}

// TestRecogniseNoArticle looks at real articles, which no test may quote.
func TestRecogniseNoArticle(t *testing.T) {
	paths, _ := filepath.Glob("../../../../shared/articles/*")
	if len(paths) == 0 {
		t.Skip("there are no articles beside the project")
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err == nil && columns(data[:min(len(data), 1<<16)]) {
			t.Errorf("%s is taken for CoNLL", filepath.Base(path))
		}
	}
}
