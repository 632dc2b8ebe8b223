package gui

import (
	"regexp"
	"slices"
	"strings"

	"dragoman/app/job"
	"dragoman/storage/format"
)

// The names of fields of the dialogs that advice speaks of.
const (
	fieldFragments = "Annotations of several fragments"
	fieldCut       = "Annotations that cut a word"
	fieldOverlaps  = "Where annotations overlap"
	fieldPrefer    = "Where annotations overlap, which stays"
	fieldStatus    = "Which of them"
	fieldUnit      = "Offsets count"
	fieldEncoding  = "Encoding of text files"
	fieldColumn    = "Column of a table that holds the text"
	fieldLabels    = "What labels of the files become"
	importChoices  = "in Project › Import with choices…"
)

// options are what reports say for the command line, and what a person does in
// the window instead.
var options = strings.NewReplacer(
	"name one with --format", "name one under “Format” "+importChoices,
	"(--encoding)", "(“"+fieldEncoding+"” "+importChoices+")",
	"--column names another", "“"+fieldColumn+"” "+importChoices+" names another",
	"import the file with --offsets codepoint, or with --offsets utf16", "choose “"+fieldUnit+": Code points” "+importChoices+", or “UTF-16 units”",
	"import the file with --offsets codepoint", "choose “"+fieldUnit+": Code points” "+importChoices,
	"import the file with --offsets utf16", "choose “"+fieldUnit+": UTF-16 units” "+importChoices,
	"import the file with --offsets byte", "choose “"+fieldUnit+": Bytes” "+importChoices,
	"export with --offsets utf16", "choose “"+fieldUnit+": UTF-16 units”",
	"with --prefer", "under “"+fieldPrefer+"”",
	"--layers", "“All stay, in further columns” under “"+fieldOverlaps+"”",
	"choose one with --annotator", "choose one under “Whose annotations”",
)

// formatNames finds names of formats as the command line has them, and not the
// endings of files.
var formatNames = regexp.MustCompile(`(^|[ (“])(jsonl|csv|tsv|xmi|hf|conll|webanno|spacy|labelstudio)\b`)

// inWindow returns a sentence of a report in the words of the window.
func (w *Window) inWindow(text string) string {
	return formatNames.ReplaceAllStringFunc(options.Replace(text), func(found string) string {
		name := strings.TrimLeft(found, " (“")
		return strings.TrimSuffix(found, name) + w.formatName(name)
	})
}

// formatName returns the name of a format as the dialogs show it.
func (w *Window) formatName(name string) string {
	i := slices.IndexFunc(w.deps.Formats, func(f format.Format) bool { return f.Name == name })
	if i < 0 {
		return name
	}
	title, _ := formatTitle(w.deps.Formats[i])
	return title
}

// leftHere is what to choose in the window for what an export leaves out.
var leftHere = map[string]string{
	job.LeftInProgress:  "choose “Everything” under “" + fieldStatus + "”",
	job.LeftBare:        "choose “Everything” under “" + fieldStatus + "”",
	job.LeftSuggestions: "choose that they are taken too",
}

// advised returns the losses of an export with what to choose in its dialog
// that is not chosen yet.
func advised(losses format.Losses, opt job.ExportOptions) format.Losses {
	choose := func(option, field string) string { return "choose “" + option + "” under “" + field + "”" }
	divide, grow, drop := choose(partTitles[1], fieldFragments), choose(cutTitles[0], fieldCut), choose(cutTitles[2], fieldCut)
	const characters = "a format that counts characters"
	told := slices.Clone(losses)
	for i := range told {
		l := &told[i]
		switch kind := strings.TrimPrefix(l.Kind, nerHalf); {
		case l.Instead == "":
		case kind == format.LossFragment && opt.Fragments == format.Leave:
			l.Instead = divide + ", or JSON Lines, brat or CSV"
		case kind == format.LossFragment:
			l.Instead = "JSON Lines, brat or CSV, which keep fragments"
		case kind == format.LossCut && opt.Cut == format.Drop:
			l.Instead = grow + ", or " + characters
		case kind == format.LossCut:
			l.Instead = characters
		case kind == format.LossMoved:
			l.Instead = drop + ", or " + characters
		case kind == format.LossRelation && opt.Format.Keeps.Relations && opt.Fragments == format.Leave && losses.Of(format.LossFragment) > 0:
			l.Instead = "have the annotations stay that it links: " + divide
		}
	}
	return told
}

// inWords returns the losses as the window tells them: documents by their
// titles, and what can be chosen here.
func (w *Window) inWords(losses format.Losses) format.Losses {
	told := slices.Clone(losses)
	for i := range told {
		l := &told[i]
		if here, there := leftHere[l.Kind]; there {
			l.Instead = here
		}
		l.Instead = w.inWindow(l.Instead)
		l.Examples = slices.Clone(l.Examples)
		for n, example := range l.Examples {
			l.Examples[n] = job.Titled(example, w.titleByID)
		}
	}
	return told
}

// nerHalf begins the kinds of what only the flat half of a format lost.
const nerHalf = "ner_"
