package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
	"dragoman/model"
)

// workspace shows an open project: documents on the left, the article with its
// label bar in the middle, the inspector on the right. It holds only what can
// be made again from the session: which annotation is selected, and what is
// searched.
type workspace struct {
	w         *Window
	session   *session.Session
	documents *panel.Documents
	article   *article
	find      *finder
	labels    *panel.Labels
	inspector *panel.Inspector
	review    *reviewer
	panes     *ui.Panes
	empty     *fyne.Container
	object    fyne.CanvasObject
	active    model.AnnotationID
	listed    []model.Summary // what the list of documents shows
	whose     model.Annotator // whose status it shows
	late      bool            // what stands beside the article waits for the end of a command
	pane      int
	stop      func()
	search    searcher
	events    []model.Event // of the current document, while its history is shown
	past      *lookBack     // what is shown in place of the present, or nil
	remarks   remarks
	left      map[model.Annotator]bool // whom the agreement leaves out
}

func newWorkspace(w *Window) *workspace {
	s := &workspace{
		w: w, session: w.session, documents: panel.NewDocuments(), labels: panel.NewLabels(), inspector: panel.NewInspector(),
		left: map[model.Annotator]bool{},
	}
	s.article = newArticle(s)
	s.find = newFinder(s)
	s.search = searcher{s: s}
	s.review = newReviewer(s)
	s.empty = container.NewStack()
	middle := ui.Frame(ui.Column(0, s.find.object, s.review.head.Object()), ui.Column(0, s.labels.Object(), s.review.actions.Object()), nil, nil,
		container.NewStack(s.article.view, s.empty))
	s.panes = ui.NewPanes(s.documents.Object(), middle, container.NewStack(s.inspector.Object(), s.review.panel.Object()))
	s.panes.SetWidths(w.settings.paneWidths())
	s.object = ui.Calm(s.panes)
	s.listenToPanels()
	s.session.SetOrder(w.settings.order())
	s.documents.SetOrder(s.session.Order())
	s.stop = s.session.Listen(s.heard)
	return s
}

// listenToPanels says what each intention of a person does.
func (s *workspace) listenToPanels() {
	w := s.w
	s.documents.OnOpen = func(id model.DocumentID) {
		s.w.status.say("") // of what was done in another document
		s.openDocument(id)
	}
	s.documents.OnOrder = s.chooseOrder
	s.documents.OnWhole = func() {
		s.session.Documents() // waits for them
		s.listChanged()
	}
	s.documents.OnListed = func() { w.tracing.first("listed") }
	s.documents.OnSearch = s.search.start
	s.documents.Search.OnSubmitted = func(string) { s.search.open() }
	s.documents.OnImport = func() { w.runID("project.import") }
	s.documents.Search.OnShortcut, s.documents.Search.OnKey = w.fieldShortcut, s.search.key
	s.documents.List().OnKey, s.documents.List().OnRune = w.fieldKey, w.typedRune
	s.labels.OnLabel = func(name string) { w.runID("label." + name) }
	s.labels.OnEdit = func() { w.runID("project.schema") }
	s.inspector.OnTab = func(t panel.Tab) {
		if t == panel.TabHistory {
			s.showHistory()
		} else {
			s.leavePast()
		}
		w.scene.write()
	}
	choose := func(id model.AnnotationID) {
		s.setActive(id, true)
		if _, gone := w.win.Canvas().Focused().(*ui.Choice); gone {
			s.focusPane(0) // the row that was pressed is no longer there
		}
	}
	s.inspector.All.OnChoose = choose
	s.inspector.History.OnChoose = s.showPast
	s.inspector.History.List().OnKey, s.inspector.History.List().OnRune = s.pastKey, w.typedRune
	a := s.inspector.Annotation
	a.OnChoose = choose
	a.OnLink = func() { w.runID("link.begin") }
	a.OnDelete = func() { w.runID("annotate.delete") }
	a.OnUnlink = func(id model.RelationID) {
		s.do(func(work model.Work) (model.Change, error) { return model.Unlink(work, id) })
	}
	a.OnAttribute = func(id model.AnnotationID, name, value string) bool {
		return s.do(func(work model.Work) (model.Change, error) { return model.SetAttribute(work, id, name, value) })
	}
	a.OnNote = func(id model.AnnotationID, note string) bool {
		return s.do(func(work model.Work) (model.Change, error) { return model.SetNote(work, id, note) })
	}
	a.OnField = func(e *ui.Entry) { e.OnShortcut, e.OnKey = w.fieldShortcut, w.fieldKey }
	a.OnField(a.Note)
	s.listenToComments()
}

// do makes the change of a verb current, or says why not, and reports whether it
// did.
func (s *workspace) do(verb func(model.Work) (model.Change, error)) bool {
	if s.past != nil {
		s.w.Say(s.pastAdvice())
		return false
	}
	work, err := s.session.Work()
	if err == nil {
		var change model.Change
		if change, err = verb(work); err == nil {
			_, err = s.session.Do(s.w.ctx, change)
		}
	}
	again := func() {
		if s.session.Desk() == nil || s.session.Desk().Document().ID != work.Document.ID {
			s.openDocument(work.Document.ID)
		}
		s.do(verb)
	}
	s.w.trying(again, func() { s.w.Fail(err) })
	s.w.update()
	return err == nil
}

// settled gives away what was typed, and reports whether nothing of it is lost
// when the annotation is left.
func (s *workspace) settled() bool {
	return s.inspector.Annotation.Leave() || s.w.opened.ReadOnly != ""
}

// leaving does something that leaves the annotation that is selected, and asks
// before where what was typed cannot be saved.
func (w *Window) leaving(do func()) {
	if w.space == nil || w.space.settled() || w.ctx.Err() != nil {
		do()
		return
	}
	w.ask("Leave without what you wrote?", "The note or value that you wrote could not be saved, and is lost when you go on. "+
		"Everything else is in the project file.\n\nTo keep it, stay here and try again once the cause is gone.", "Leave without it", do)
}

// start shows the project and opens the document that was open last, or the
// first.
func (s *workspace) start() {
	s.schemaChanged()
	s.listChanged()
	s.showDesk()
	id, there := s.documents.First()
	if !there {
		return
	}
	if last := model.DocumentID(s.w.settings.lastDocument()); s.documents.Shows(last) {
		id = last
	}
	s.openDocument(id)
	s.focusPane(0)
}

// leave gives away what was typed and not left yet, and listens no more.
func (s *workspace) leave() {
	s.inspector.Annotation.Leave()
	s.search.cancel()
	s.stop()
}

func (s *workspace) openDocument(id model.DocumentID) {
	s.w.deps.Trace.Event("asked")
	s.w.leaving(func() { s.turnTo(id) })
}

func (s *workspace) turnTo(id model.DocumentID) {
	open := s.session.OpenDocument
	if r := s.session.Review(); r != nil {
		open = r.OpenDocument
	}
	if err := open(s.w.ctx, id); err != nil {
		s.w.Fail(err)
		return
	}
	s.w.settings.setLastDocument(string(id))
	s.focusPane(0)
	s.w.update()
}

// heard takes the events of the session.
func (s *workspace) heard(e session.Event) {
	switch e := e.(type) {
	case session.DocumentOpened:
		s.w.deps.Trace.Event("opened")
		s.showDesk()
	case session.SetChanged:
		s.w.deps.Trace.Event("durable")
		s.setChanged(e)
	case session.ListChanged: // comes with every change of the project but comments
		s.w.saved()
		s.summaryChanged(e.Document)
	case session.ListRead:
		s.restRead()
	case session.OrderChanged:
		s.w.settings.setOrder(s.session.Order())
		s.documents.SetOrder(s.session.Order())
	case session.SchemaChanged:
		s.schemaChanged()
	case session.CommentsChanged:
		s.w.saved()
		s.remarksChanged()
	case session.ReviewChanged:
		s.review.changed(e.Review)
	}
}

// showDesk shows the current document, or what to do without one.
func (s *workspace) showDesk() {
	s.w.table.DropLink()
	s.showList()
	if s.review.on {
		return
	}
	desk := s.session.Desk()
	s.active, s.past = "", nil
	s.showEmpty(desk == nil)
	if desk != nil {
		work := desk.Work()
		summary, _ := s.session.Summary(work.Document.ID)
		s.article.show(work, summary)
		s.documents.SetCurrent(work.Document.ID)
	}
	s.readRemarks()
	s.find.reset()
	if query := s.documents.Search.Text; query != "" {
		s.find.mark(query)
	}
	s.showWork()
	if s.inspector.Tab() == panel.TabHistory {
		s.showHistory()
	}
}

func (s *workspace) setChanged(e session.SetChanged) {
	if s.review.on {
		return
	}
	if _, there := e.New.Annotation(s.active); !there {
		s.active = ""
	}
	if !s.leavePast() {
		s.article.view.ChangeAnnotations(e.New.Annotations, e.Change.Annotations)
	}
	if done := model.StatusDone; (e.Old.Status == done) != (e.New.Status == done) {
		s.readRemarks() // what became of it is told once a set is done
	}
	s.showHeading()
	s.showWork()
	if s.inspector.Tab() == panel.TabHistory {
		s.showHistory()
	}
}

// showHeading shows the line above the article as it is now.
func (s *workspace) showHeading() {
	work := s.session.Desk().Work()
	summary, _ := s.session.Summary(work.Document.ID)
	s.article.heading(work, summary)
}

// showWork shows the annotation that is selected, in the article and beside it.
// Within a command it is done once, at the end: a command takes several steps.
func (s *workspace) showWork() {
	if s.late = s.w.running > 0; s.late || s.review.on {
		return
	}
	desk := s.session.Desk()
	work, counts := model.Work{Schema: s.session.Schema(), Document: model.Document{Text: model.NewText("")}}, map[string]int(nil)
	if desk != nil {
		work, counts = desk.Work(), desk.Counts()
	}
	a, _ := work.Set.Annotation(s.active)
	s.article.view.SetActive(s.active)
	s.article.view.SetLinks(linksOf(work, s.active))
	s.labels.SetCounts(counts)
	s.labels.SetActive(a.Label)
	s.inspector.SetWork(work, s.active, desk != nil)
	s.showComments()
}

// showLate shows what waited for the end of a command.
func (s *workspace) showLate() {
	if s.late {
		s.showWork()
	}
}

// setActive selects an annotation, "" for none.
func (s *workspace) setActive(id model.AnnotationID, scroll bool) {
	s.w.leaving(func() { s.activate(id, scroll) })
}

func (s *workspace) activate(id model.AnnotationID, scroll bool) {
	s.active = id
	if s.session.Desk() == nil || s.review.on {
		return
	}
	s.showWork()
	if a, ok := s.session.Desk().Set().Annotation(id); ok && scroll {
		s.article.view.ScrollTo(a.Fragments[0])
	}
	s.w.update()
}

// summaryChanged shows what the list says of one document, or with "" of all.
func (s *workspace) summaryChanged(id model.DocumentID) {
	summary, ok := s.session.Summary(id)
	if !ok || s.session.Review() != nil {
		s.listChanged()
		return
	}
	s.documents.Changed(summary)
}

func (s *workspace) listChanged() {
	s.listed = nil
	s.showList()
}

// restRead shows the whole list, of which only a part was there.
func (s *workspace) restRead() {
	s.listChanged()
	s.w.update()
	s.w.listed()
}

// chooseOrder lets the person choose the order of the list.
func (s *workspace) chooseOrder() {
	choices := make([]command.Choice, len(model.Orders))
	for i, o := range model.Orders {
		choices[i].Title = "Sort documents by " + o.String()
		if o == s.session.Order() {
			choices[i].Hint = "as it is now"
		}
	}
	s.w.Choose("Sort documents by", choices, func(i int) { s.session.SetOrder(model.Orders[i]) })
}

// showList shows the list of documents, unless it is the one that is shown.
func (s *workspace) showList() {
	show, documents, whose := s.documents.SetPart, s.session.Near(), s.session.Annotator()
	switch {
	case s.session.Review() != nil:
		show, documents, whose = s.documents.SetDocuments, s.session.Reviewable(), model.Gold
	case documents == nil:
		show, documents = s.documents.SetDocuments, s.session.Documents()
	}
	if len(documents) == 0 || len(s.listed) != len(documents) || &s.listed[0] != &documents[0] || s.whose != whose {
		s.listed, s.whose = documents, whose
		show(documents, whose)
	}
	if s.session.Desk() == nil {
		s.showEmpty(true)
	}
}

func (s *workspace) schemaChanged() {
	schema := s.session.Schema()
	s.w.table.SetSchema(schema)
	s.article.view.SetLabels(labelStyles(schema))
	s.labels.SetSchema(schema, func(name string) string {
		c, _ := s.w.table.ByID("label." + name)
		return c.Key()
	})
	if r := s.session.Review(); r != nil {
		s.review.fill(r)
	}
}

func (s *workspace) themeChanged() {
	s.article.view.SetStyle(styleNow())
	s.labels.Refresh()
	if r := s.session.Review(); r != nil {
		s.review.fill(r)
		return
	}
	if s.session.Desk() != nil {
		s.showWork()
	}
}

// showEmpty says what to do while no article is open.
func (s *workspace) showEmpty(on bool) {
	s.empty.Objects = nil
	s.article.view.Show()
	if on {
		s.article.view.Hide()
		s.empty.Objects = []fyne.CanvasObject{s.w.emptyProject(s.session.Empty())}
	}
	s.empty.Refresh()
}

// focusPane moves the focus by so many panes; 0 is the article.
func (s *workspace) focusPane(step int) {
	targets := []fyne.Focusable{s.article.view, s.inspector.Annotation.Note, s.documents.Search, s.documents.List()}
	if s.review.on {
		targets[1] = s.review.differences.List()
	}
	if step == 0 {
		s.pane = 0
	} else {
		s.pane = (s.pane + step + len(targets)) % len(targets)
	}
	if targets[s.pane] == fyne.Focusable(s.inspector.Annotation.Note) {
		if s.active != "" {
			s.focusNote()
			return
		}
		s.pane = (s.pane + step + len(targets)) % len(targets)
	}
	s.w.win.Canvas().Focus(targets[s.pane])
}

func (s *workspace) focusNote() {
	s.inspector.Show(panel.TabAnnotation)
	s.inspector.Annotation.Ready()
	s.w.win.Canvas().Focus(s.inspector.Annotation.Note)
}
