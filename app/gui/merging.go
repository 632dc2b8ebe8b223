package gui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
)

// mergeable are the extensions of files that can be merged.
var mergeable = []string{extension, ".jsonl"}

func (w *Window) chooseMerge() {
	w.browse(browse{title: "Merge the work of others into this project", verb: "Look at it", extensions: mergeable, several: true, done: w.mergePaths})
}

// isMergeable reports whether all of these can be merged.
func isMergeable(paths []string) bool {
	return len(paths) > 0 && !slices.ContainsFunc(paths, func(p string) bool {
		return !slices.Contains(mergeable, strings.ToLower(filepath.Ext(p)))
	})
}

// offerMerge asks what becomes of files that were dropped on an open project.
func (w *Window) offerMerge(paths []string) {
	what := count(len(paths), "file")
	if len(paths) == 1 {
		what = filepath.Base(paths[0])
	}
	ways := []choice{{"Merge into this project…", "brings its annotators’ work, with its history; shows first what would come", func() { w.mergePaths(paths) }}}
	if len(paths) == 1 && strings.EqualFold(filepath.Ext(paths[0]), extension) {
		ways = append(ways, choice{"Open it instead", "leaves this project", func() { w.openPath(paths[0]) }})
	} else {
		ways = append(ways, choice{"Import it instead", "adds documents and annotations, and replaces none", func() { w.importPaths(paths) }})
	}
	w.chooseWay(what, ways)
}

// merging is the dialog that brings the work of others together: what each file
// would bring, what becomes of labels that this project lacks, then the merge.
type merging struct {
	w       *Window
	paths   []string
	schema  model.Schema
	mapping job.Mapping
	gaps    []job.SchemaGaps
	outline job.MergeResult
	body    *fyne.Container
	accept  *ui.Button
	sheet   *sheet
	fields  []*gapField
}

// mergePaths shows what files would bring, and merges them once that is
// accepted.
func (w *Window) mergePaths(paths []string) {
	if slices.Contains(paths, w.opened.Path) {
		w.Say("This is the project that is open. Choose the files of others.")
		return
	}
	m := &merging{w: w, paths: paths, schema: w.session.Schema(), mapping: job.Mapping{}, body: container.NewStack()}
	m.look()
}

// outlined is what a look at the files came to.
type outlined struct {
	result job.MergeResult
	gaps   []job.SchemaGaps
}

// look finds out in the background what the files would bring.
func (m *merging) look() {
	opt := m.options()
	m.do("Looking at what would come", func(ctx context.Context, target job.MergeTarget, sources []job.MergeSource, p *progress) (outlined, error) {
		result, err := job.Outline(ctx, target, sources, opt, p)
		var differ *job.SchemaError
		if errors.As(err, &differ) {
			return outlined{gaps: differ.Files}, nil
		}
		return outlined{result: result}, err
	}, m.show)
}

func (m *merging) options() job.MergeOptions {
	return job.MergeOptions{Map: m.mapping, By: m.w.session.Annotator()}
}

// do opens the files in the background, works with them and closes them.
func (m *merging) do(title string, with func(context.Context, job.MergeTarget, []job.MergeSource, *progress) (outlined, error), done func(outlined)) {
	w, opener, schema := m.w, m.w.deps.Merge, m.schema
	target := w.mergeTarget()
	work(w, title, func(ctx context.Context, p *progress) (out outlined, err error) {
		var sources []job.MergeSource
		defer func() {
			for _, s := range sources {
				err = errors.Join(err, s.Close())
			}
		}()
		for _, path := range m.paths {
			s, err := job.OpenSource(ctx, path, opener, schema, p)
			if err != nil {
				return out, elsewhere(err)
			}
			sources = append(sources, s)
		}
		out, err = with(ctx, target, sources, p)
		return out, elsewhere(err, Full, Moved, InUse, Denied, Disk) // what is damaged may be theirs
	}, done)
}

// mergeTarget is the open project as a merge sees it.
func (w *Window) mergeTarget() job.MergeTarget {
	return struct {
		job.Writer
		waitingReader
	}{w.opened.Writer, w.opened.Project}
}

type waitingReader interface {
	WaitingSets(ctx context.Context) ([]model.Waiting, error)
}

// show shows what a look came to: what differs in the schemas, or what would
// come.
func (m *merging) show(o outlined) {
	if m.w.session == nil {
		return
	}
	m.outline, m.gaps = o.result, o.gaps
	size, report := fyne.NewSize(800, 480), m.arrivals()
	if m.sheet == nil {
		m.accept = ui.NewButton(ui.Primary, "", m.next)
		m.sheet = m.w.openSheet("Merge "+m.names(), m.body, size, "Cancel", m.accept)
		m.sheet.closed = func() { m.sheet = nil }
	}
	m.sheet.note.Set("")
	if len(m.gaps) > 0 {
		m.accept.Text = "Use these"
		m.body.Objects = []fyne.CanvasObject{m.differences()}
	} else {
		m.accept.Text = "Merge"
		m.body.Objects = []fyne.CanvasObject{container.NewVScroll(ui.Pad(0, 8, 0, 12, report))}
	}
	if len(m.gaps) == 0 {
		m.sheet.fit(report, size)
	}
	m.accept.Disabled = len(m.gaps) == 0 && !brings(m.outline)
	m.accept.Refresh()
	m.body.Refresh()
}

func (m *merging) names() string {
	if len(m.paths) == 1 {
		return filepath.Base(m.paths[0])
	}
	return count(len(m.paths), "file")
}

// brings reports whether a merge would change anything.
func brings(r job.MergeResult) bool {
	return len(r.Added) > 0 || len(r.Waiting) > 0 || slices.ContainsFunc(r.Sets, func(s job.MergedSet) bool {
		return s.What != job.SetSame && s.What != job.SetOlder
	}) || len(r.Schema) > 0
}

// next goes on: with what was chosen for labels to another look, or to the
// merge.
func (m *merging) next() {
	if len(m.gaps) == 0 {
		m.merge()
		return
	}
	for _, f := range m.fields {
		to, ok := f.chosen()
		if !ok {
			m.sheet.note.Set("Choose for each what it becomes in this project.")
			return
		}
		m.mapping[f.gap.Name] = to
	}
	m.look()
}

// arrivals says what would come, by annotator.
func (m *merging) arrivals() fyne.CanvasObject {
	column := ui.Column(8)
	for _, path := range m.paths {
		column.Add(ui.NewText(path, ui.Caption))
	}
	text := "This is what would come. Nothing is written yet."
	if !brings(m.outline) {
		text = "Everything in there is in this project already. There is nothing to merge."
	}
	column.Add(ui.NewText(text, ui.Prose))
	m.w.addMergeReport(column, m.outline)
	if n := len(m.outline.Waiting); n > 0 {
		column.Add(ui.NewText(apartSentence(n)+" They wait for your decision after the merge; nothing of either side is lost.", ui.Prose))
	}
	return column
}

// merge merges the files and says what came.
func (m *merging) merge() {
	opt := m.options()
	m.do("Merging", func(ctx context.Context, target job.MergeTarget, sources []job.MergeSource, p *progress) (outlined, error) {
		result, err := job.Merge(ctx, target, sources, opt, p)
		return outlined{result: result}, err
	}, func(o outlined) {
		if m.sheet != nil {
			m.sheet.close()
		}
		m.w.merged(o.result, m.names())
	})
}

// merged shows what a merge brought.
func (w *Window) merged(r job.MergeResult, names string) {
	if w.session == nil {
		return
	}
	if err := w.session.Refresh(w.ctx); err != nil {
		w.Fail(err)
		return
	}
	if w.session.Desk() == nil && len(w.session.Documents()) > 0 {
		w.space.openDocument(w.session.Documents()[0].ID)
	}
	column := ui.Column(8)
	w.addMergeReport(column, r)
	column.Add(ui.NewText("Project › Steps of the project… can take all of it back.", ui.Look{Role: ui.Muted}))
	var s *sheet
	leads := func(title string, to func()) *ui.Button {
		return ui.NewButton(ui.Primary, title, func() {
			s.close()
			to()
		})
	}
	size := fyne.NewSize(800, 520)
	switch {
	case len(r.Waiting) > 0:
		column.Add(ui.NewText(apartSentence(len(r.Waiting)), ui.Prose))
		s = w.tell("Merged "+names, column, size, leads("Decide now…", w.waitingSheet))
	case w.session.MayReview() == "" && len(w.reviewable()) > 1:
		s = w.tell("Merged "+names, column, size, leads("Review", func() { w.openReview(nil, "") }))
	default:
		w.tell("Merged "+names, column, size)
	}
}

func apartSentence(n int) string {
	if n == 1 {
		return "One annotation set went apart: it was changed here and there since both were the same."
	}
	return fmt.Sprintf("%d annotation sets went apart: they were changed here and there since both were the same.", n)
}
