package gui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

// handing is the dialog that hands documents out to annotators: to whom, how
// often each document, which ones and where to, with the deal as it would be.
type handing struct {
	w       *Window
	names   *ui.Entry
	overlap *ui.Select
	wish    int // of overlap, kept while there are fewer names
	seed    *ui.Entry
	which   *ui.Select
	deal    *fyne.Container
	note    *ui.Text
	accept  *ui.Button
	sheet   *sheet
}

// choicesOfDocuments are the documents that can be handed out.
var choicesOfDocuments = []string{"All but those to be skipped", "Those in the list on the left", "Those that are flagged", "Those that nobody was handed yet"}

func (w *Window) handoutSheet() { w.openHandout() }

func (w *Window) openHandout() *handing {
	h := &handing{w: w, wish: 1, deal: container.NewStack(), note: ui.NewText("", ui.Look{Role: ui.Muted})}
	h.names = w.field("ana, ben, cem", "")
	h.seed = w.field("", strconv.FormatUint(rand.Uint64N(1_000_000), 10))
	h.names.OnChanged = func(string) { h.named() }
	h.seed.OnChanged = func(string) { h.show() }
	h.overlap = ui.NewSelect([]string{"one of them"}, func(string) {
		h.wish = h.overlap.SelectedIndex()
		h.show()
	})
	h.overlap.Selected = h.overlap.Options[0]
	h.which = ui.NewSelect(choicesOfDocuments, func(string) { h.show() })
	h.which.Selected = choicesOfDocuments[0]
	h.accept = ui.NewButton(ui.Primary, "Choose the folder…", h.chooseFolder)
	choices := ui.Column(10, named("Annotators, with commas between them", h.names),
		container.NewGridWithColumns(3, named("Documents", h.which), named("Each document goes to", h.overlap), named("Seed: the same one deals the same", h.seed)))
	box := ui.NewGround(ui.Paper, ui.Pad(12, 12, 14, 14, container.NewVScroll(h.deal)))
	content := ui.Frame(ui.Column(14, choices, ui.Section("The deal")), ui.Pad(10, 0, 0, 0, h.note), nil, nil, ui.Pad(6, 0, 0, 0, box))
	h.sheet = w.openSheet("Hand out", content, fyne.NewSize(760, 560), "Cancel", h.accept)
	w.win.Canvas().Focus(h.names)
	h.named()
	return h
}

// people returns who is named, in that order, or why that cannot be.
func (h *handing) people() ([]model.Annotator, error) {
	var names []model.Annotator
	for part := range strings.SplitSeq(h.names.Text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, err := session.ParseAnnotator(part)
		if err != nil {
			return nil, err
		}
		if slices.Contains(names, name) {
			return nil, fmt.Errorf("%s is named twice", name)
		}
		names = append(names, name)
	}
	return names, nil
}

// named offers as many annotators for each document as are named.
func (h *handing) named() {
	people, _ := h.people() // show says what is wrong with them
	titles := []string{"one of them"}
	for n := 2; n <= len(people); n++ {
		titles = append(titles, fmt.Sprintf("%d of them", n))
	}
	if n := len(people); n > 1 {
		titles[n-1] = fmt.Sprintf("all %d of them", n)
	}
	at := min(h.wish, len(titles)-1)
	h.overlap.Options = titles
	h.overlap.Selected = titles[at]
	h.overlap.Refresh()
	h.show()
}

// documents returns the documents that are handed out.
func (h *handing) documents() []model.DocumentID {
	all := h.w.session.Documents()
	which := h.which.SelectedIndex()
	if which == 1 {
		all = h.w.space.documents.Shown()
	}
	handed := map[model.DocumentID]bool{}
	if which == 3 {
		assignments, err := h.w.opened.Project.Assignments(h.w.ctx)
		h.w.Fail(err)
		for _, a := range assignments {
			handed[a.Document] = true
		}
	}
	var ids []model.DocumentID
	for _, d := range all {
		if which == 0 && d.Flag == model.Skipped || which == 2 && d.Flag != model.Flagged || handed[d.ID] {
			continue
		}
		ids = append(ids, d.ID)
	}
	return ids
}

// options returns what is chosen, or why that cannot be.
func (h *handing) options() (job.HandoutOptions, error) {
	create := func(ctx context.Context, path string, schema model.Schema) (job.HandoutProject, error) {
		p, err := h.w.deps.Handout(ctx, path, schema)
		return p, elsewhere(err)
	}
	opt := job.HandoutOptions{Name: projectName(h.w.opened.Path), Overlap: h.overlap.SelectedIndex() + 1, Create: create}
	var err error
	if opt.To, err = h.people(); err != nil {
		return opt, err
	}
	if len(opt.To) == 0 {
		return opt, fmt.Errorf("name the people who are to annotate, with commas between them")
	}
	if opt.Seed, err = strconv.ParseUint(strings.TrimSpace(h.seed.Text), 10, 64); err != nil {
		return opt, fmt.Errorf("the seed is a whole number, such as 7")
	}
	if opt.Documents = h.documents(); len(opt.Documents) == 0 {
		return opt, fmt.Errorf("there is no such document: choose other ones")
	}
	return opt, nil
}

// show shows the deal as it would be, or what is missing for one.
func (h *handing) show() {
	opt, err := h.options()
	h.accept.Disabled = err != nil
	h.accept.Refresh()
	if err != nil {
		h.deal.Objects = []fyne.CanvasObject{ui.Column(0, ui.NewText(explain(err), ui.Look{Role: ui.Muted}))}
		h.note.Set("")
		h.deal.Refresh()
		return
	}
	dealt := job.Deal(opt.Documents, opt.To, opt.Overlap, opt.Seed)
	rows := [][]string{{"Annotator", "Documents"}}
	for _, a := range opt.To {
		rows[0] = append(rows[0], "with "+string(a))
		row := []string{string(a), strconv.Itoa(len(dealt[a]))}
		for _, b := range opt.To {
			row = append(row, sharedCell(a, b, dealt))
		}
		rows = append(rows, row)
	}
	h.deal.Objects = []fyne.CanvasObject{ui.Column(0, table(rows))}
	h.note.Set(fmt.Sprintf("%s, each to %d of %s. Each gets a project file with the labels and guidelines, and no annotations of anybody.",
		count(len(opt.Documents), "document"), opt.Overlap, count(len(opt.To), "annotator")))
	h.deal.Refresh()
}

// sharedCell says how many documents two annotators both get.
func sharedCell(a, b model.Annotator, dealt job.Dealt) string {
	if a == b {
		return "–"
	}
	n := 0
	for _, id := range dealt[a] {
		if slices.Contains(dealt[b], id) {
			n++
		}
	}
	return dotted(n)
}

// chooseFolder asks where the files go, and writes them.
func (h *handing) chooseFolder() {
	opt, err := h.options()
	if err != nil {
		h.w.Fail(err)
		return
	}
	w := h.w
	h.sheet.close()
	w.browse(browse{title: "Write the project files into this folder", verb: "Hand out", extensions: []string{extension}, folders: true, beside: true, done: func(paths []string) {
		opt.Folder = paths[0]
		source := handoutSource{w.opened.Writer, w.opened.Project}
		work(w, "Handing out", func(ctx context.Context, p *progress) (job.HandoutResult, error) {
			return job.Handout(ctx, source, opt, p)
		}, w.handedOut)
	}})
}

// handoutSource is the open project as a handout sees it.
type handoutSource struct {
	job.Writer
	session.Project
}

// handedOut says what was written.
func (w *Window) handedOut(r job.HandoutResult) {
	column := ui.Column(8, ui.NewText("Give each of them their file. When they send it back, bring it in with Project › Merge…", ui.Prose), ui.Gap(1, 2))
	rows := [][]string{{"File", "For", "Documents"}}
	for _, f := range r.Files {
		rows = append(rows, []string{filepath.Base(f.Path), string(f.Annotator), strconv.Itoa(f.Documents)})
	}
	column.Add(table(rows))
	if len(r.Files) > 0 {
		column.Add(ui.NewText("They stand in "+filepath.Dir(r.Files[0].Path)+". Seed "+strconv.FormatUint(r.Seed, 10)+" deals the same again.", ui.Small))
	}
	w.tell("Handed out", column, fyne.NewSize(620, 480))
}
