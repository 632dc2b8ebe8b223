package gui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"

	"dragoman/app/crash"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
)

// What stands for the failures of a project file.
var (
	errFull, errMoved, errDamaged = errors.New("the disk is full; make room"), errors.New("it was moved"), errors.New("it is damaged")
	errInUse, errDenied           = errors.New("it is in use"), errors.New("denied")
)

func kinds(err error) Trouble {
	for e, kind := range map[error]Trouble{errFull: Full, errMoved: Moved, errDamaged: Damaged, errInUse: InUse, errDenied: Denied} {
		if errors.Is(err, e) {
			return kind
		}
	}
	return ""
}

// file is a project whose file can fail.
type file struct {
	*sessiontest.Project
	fails error // what saving fails with
	saves int   // how often it was tried
	calls []string
}

func (f *file) Save(ctx context.Context, step model.Step) ([]int64, error) {
	f.saves++
	if f.fails != nil {
		return nil, fmt.Errorf("save: %w", f.fails)
	}
	return f.Project.Save(ctx, step)
}

// SaveComment fails as Save does.
func (f *file) SaveComment(ctx context.Context, c model.Comment) error {
	if f.fails != nil {
		return fmt.Errorf("save: %w", f.fails)
	}
	return f.Project.SaveComment(ctx, c)
}

func (f *file) note(format string, a ...any) { f.calls = append(f.calls, fmt.Sprintf(format, a...)) }

// newTroubled opens a window on a project whose file can fail. The copies and
// backups that it makes are noted.
func newTroubled(t *testing.T) (*stage, *file) {
	s := newStage(t)
	f := &file{Project: s.project}
	o := &Opened{
		Project: f, Writer: f, Search: s.search, Annotations: f.Annotations,
		Ready:  func(context.Context) error { return f.fails },
		Rescue: func(_ context.Context, path string) error { f.note("rescue %s", filepath.Base(path)); return nil },
		Daily:  func(context.Context) (string, error) { f.note("daily"); return "", nil },
	}
	s.open(o)
	o.Close = func() error { f.note("close"); return nil }
	d := &s.Window.deps
	d.Trouble = kinds
	d.Restore = func(_ context.Context, backup, path string) (string, error) {
		f.note("restore %s", backup)
		return path + ".old", nil
	}
	d.Backups = func(string) ([]model.Backup, error) {
		return []model.Backup{
			{Path: "/b/2", At: time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC), Cause: model.BackupDay, Size: 3 << 20},
			{Path: "/b/1", At: time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC), Cause: model.BackupAsked, Size: 900},
		}, nil
	}
	return s, f
}

// person selects words and presses the key of the first label.
func (s *stage) person(words string) {
	s.t.Helper()
	s.space.article.SelectSpans([]model.Span{s.spanOf(words)})
	s.key("1")
}

func (s *stage) dialog() string {
	if sheet := s.sheet(); sheet != nil {
		return sheet.title
	}
	return ""
}

func (s *stage) wants(dialog, notice string) {
	s.t.Helper()
	if got := s.dialog(); got != dialog {
		s.t.Errorf("the dialog is %q, want %q", got, dialog)
	}
	if got := s.notice.text.Text(); !strings.Contains(got, notice) || (notice == "") != (got == "") {
		s.t.Errorf("the strip says %q, want %q", got, notice)
	}
}

func TestAFullDiskIsToldOnceAndTheEditIsMadeThen(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errFull
	s.person("Lena Moravec")
	s.wants("The disk is full", "The disk is full")
	if got := s.annotations(); got != "" {
		t.Errorf("labelled is %q, and nothing of it was saved", got)
	}
	s.key("Esc")
	for range 3 {
		s.person("Lena Moravec")
		s.wants("", "The disk is full")
	}
	s.tap("notice What to do…")
	s.wants("The disk is full", "The disk is full")
	s.tap("button Try again")
	s.wants("The disk is full", "The disk is full") // it is still so
	f.fails = nil
	s.tap("button Try again")
	s.wants("", "")
	if got := s.annotations(); got != "person: Lena Moravec" {
		t.Errorf("labelled is %q", got)
	}
}

func TestATroubleEndsWhenSomethingIsSaved(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errInUse
	s.person("Lena Moravec")
	s.key("Esc")
	s.wants("", "Another program is writing")
	f.fails = nil
	s.person("Idris Valen")
	s.wants("", "")
	f.fails = errInUse
	s.person("Friday") // a new trouble is told anew
	s.wants("Another program is writing to the project", "Another program")
}

func TestNoDialogOverAnother(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errFull
	s.ask("Really?", "Yes or no.", "Yes", func() {})
	s.Fail(f.fails)
	if len(s.sheets) != 1 || s.dialog() != "Really?" {
		t.Errorf("%d dialogs, on top %q", len(s.sheets), s.dialog())
	}
	s.wants("Really?", "The disk is full")
}

func TestDamageThatIsFoundLeadsToABackup(t *testing.T) {
	s, f := newTroubled(t)
	o := s.opened
	o.Check = func(context.Context) ([]string, error) { return []string{"annotation 7: its checksum is wrong"}, nil }
	s.runID("project.check")
	s.drain()
	s.wants("What the check found", "damaged")
	s.tap("button Restore a backup…")
	s.drain()
	s.wants("Backups of Harbour talks", "damaged")
	s.deps.Open = func(_ context.Context, path string, _ bool) (*Opened, error) { f.note("open %s", path); return o, nil }
	s.tap("choice 0")
	s.wants("Restore this backup?", "damaged")
	s.tap("button Restore it")
	s.drain()
	if want := []string{"close", "restore /b/2", "open " + o.Path}; !slices.Equal(f.calls, want) {
		t.Errorf("done was %v, want %v", f.calls, want)
	}
	s.wants("", "")
	if got := s.status.said; !strings.Contains(got, "21 November 2026") || !strings.Contains(got, "harbour-talks.dragoman.old") {
		t.Errorf("said is %q", got)
	}
}

// A backup that cannot be restored is told in the list of the others.
func TestABackupThatIsDamagedLeavesTheListOpen(t *testing.T) {
	s, _ := newTroubled(t)
	o := *s.opened
	s.deps.Open = func(context.Context, string, bool) (*Opened, error) { return &o, nil }
	s.deps.Restore = func(context.Context, string, string) (string, error) {
		return "", fmt.Errorf("restore: %w", errDamaged)
	}
	s.backupsSheet()
	s.drain()
	s.tap("choice 0")
	s.tap("button Restore it")
	s.drain()
	s.wants("Backups of Harbour talks", "")
	if got := s.sheet().note.Text(); !strings.Contains(got, "21 November 2026") || !strings.Contains(got, "It is damaged itself") {
		t.Errorf("told is %q", got)
	}
	if s.opened == nil || len(s.sheet().choices) != 2 {
		t.Error("there is no way on")
	}
}

// What is damaged stays so, although something could be saved.
func TestDamageIsNotForgotten(t *testing.T) {
	s, f := newTroubled(t)
	f.fails = errDamaged
	s.person("Lena Moravec")
	s.wants("The project file is damaged", "damaged")
	s.key("Esc")
	f.fails = nil
	s.person("Idris Valen")
	s.wants("", "damaged")
}

func TestSalvageIsToldAndSaved(t *testing.T) {
	s, _ := newTroubled(t)
	folder := t.TempDir()
	s.deps.Salvage = func(_ context.Context, path, out string, report func(done, total int64)) (model.Salvage, error) {
		report(1, 2)
		lost := make([]model.Finding, 150)
		for i := range lost {
			lost[i] = model.Finding{Table: "annotation", Key: fmt.Sprint(i), Problem: "could not be read"}
		}
		return model.Salvage{Path: out, Documents: 2, Sets: 1, Lost: lost}, nil
	}
	s.settings.setExportFolder(s.opened.Path, folder)
	s.salvage(filepath.Join(folder, "p.dragoman"))
	s.tap("button Salvage")
	s.drain()
	s.wants("What was salvaged", "")
	s.tap("button Save this report…")
	s.tap("button Save")
	data, err := os.ReadFile(filepath.Join(folder, "p-salvaged-report.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 documents, 1 annotation set", "Lost, or not as it was: 150", "annotation 149: could not be read"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}

// opening tries to open a project that fails with err.
func opening(t *testing.T, err error) (*stage, *[]string) {
	s, _ := newTroubled(t)
	var opened []string
	good := s.opened
	s.closeProject()
	s.deps.Open = func(_ context.Context, path string, readOnly bool) (*Opened, error) {
		opened = append(opened, fmt.Sprint(filepath.Base(path), " ", readOnly))
		if !readOnly {
			return nil, err
		}
		good.ReadOnly, good.Why = "another program has it open", InUse
		return good, nil
	}
	s.openPath("/somewhere/harbour-talks.dragoman")
	s.drain()
	return s, &opened
}

func TestAProjectInUseIsReadOrTriedAgain(t *testing.T) {
	s, opened := opening(t, errInUse)
	s.wants("harbour-talks.dragoman is open in another program", "")
	s.tap("button Try again")
	s.drain()
	s.wants("harbour-talks.dragoman is open in another program", "")
	s.tap("button Open read-only")
	s.drain()
	s.wants("", "Read-only: another program has it open.")
	if want := []string{"harbour-talks.dragoman false", "harbour-talks.dragoman false", "harbour-talks.dragoman true"}; !slices.Equal(*opened, want) {
		t.Errorf("opened was %v, want %v", *opened, want)
	}
	s.person("Lena Moravec")
	if got := s.annotations(); got != "" || !strings.Contains(s.status.said, "another program has it open") {
		t.Errorf("labelled is %q, said %q", got, s.status.said)
	}
	s.tap("notice What to do…")
	s.wants("The project is open for reading only", "Read-only")
	good := *s.opened
	good.ReadOnly, good.Why = "", ""
	s.deps.Open = func(context.Context, string, bool) (*Opened, error) { return &good, nil }
	s.tap("button Try again")
	s.drain()
	s.wants("", "")
	s.person("Lena Moravec")
	if got := s.annotations(); got != "person: Lena Moravec" {
		t.Errorf("labelled is %q", got)
	}
}

func TestEveryFailureToOpenHasANextStep(t *testing.T) {
	for kind := range map[Trouble]bool{InUse: true, Damaged: true, Stranger: true, Missing: true, Denied: true, Full: true, Disk: true} {
		s, _ := newTroubled(t)
		s.closeProject()
		s.deps.Trouble = func(error) Trouble { return kind }
		s.openFailed("/somewhere/p.dragoman", errors.New("so it is"))
		if s.dialog() == "" || len(s.sheet().buttons) == 0 {
			t.Errorf("%s: dialog %q without a next step", kind, s.dialog())
		}
	}
}

func TestEveryLastingTroubleHasWordsAndANextStep(t *testing.T) {
	for kind := range lasting {
		s, _ := newTroubled(t)
		s.deps.Trouble = func(error) Trouble { return kind }
		s.Fail(errors.New("so it is"))
		about := troubleTexts[kind]
		if about.title == "" || s.dialog() != about.title || len(s.sheet().buttons) == 0 || notDone[kind] == "" {
			t.Errorf("%s: dialog %q, strip %q", kind, s.dialog(), s.notice.text.Text())
		}
	}
}

// A full disk elsewhere is no trouble of the project.
func TestAFailureElsewhereIsNoTrouble(t *testing.T) {
	s, f := newTroubled(t)
	s.Fail(outside(errFull))
	s.wants("", "")
	s.opened.BackUpNow = func(context.Context) (model.Backup, error) { return model.Backup{}, errMoved }
	s.runID("project.backup_now")
	s.drain()
	s.wants("The project file is not where it was", "not where it was")
	if f.saves != 0 {
		t.Error("something was saved")
	}
}

func TestWarningsAreUnderstoodOnce(t *testing.T) {
	s, _ := newTroubled(t)
	o := s.opened
	o.Warnings = []string{"The project lies in a network folder."}
	s.update()
	s.wants("", "network folder")
	s.tap("notice Understood")
	s.wants("", "")
	s.closeProject()
	s.openPath(o.Path)
	s.drain()
	s.wants("", "")
}

func TestTheBackupOfTheDayIsMadeAtTheFirstChange(t *testing.T) {
	s, f := newTroubled(t)
	daily := func() int {
		s.drain()
		return strings.Count(strings.Join(f.calls, " "), "daily")
	}
	if daily() != 0 {
		t.Error("a backup was made before anything was changed")
	}
	s.person("Lena Moravec")
	s.person("Idris Valen")
	if got := daily(); got != 1 {
		t.Errorf("%d backups at two changes", got)
	}
	s.backedUp = "2026-01-01" // the day before
	s.person("Friday")
	if got := daily(); got != 2 {
		t.Errorf("%d backups on two days", got)
	}
}

func TestABackupThatFailsIsSaidAndTriedAgain(t *testing.T) {
	s, _ := newTroubled(t)
	tried := 0
	s.opened.Daily = func(context.Context) (string, error) {
		if tried++; tried < 3 {
			return "", errFull
		}
		return "made", nil
	}
	s.person("Lena Moravec")
	s.drain()
	s.wants("", "Today’s backup could not be made: the disk is full")
	s.person("Idris Valen")
	s.drain()
	s.tap("notice Try again")
	s.drain()
	s.wants("", "Today’s backup could not be made")
	s.tap("notice Try again")
	s.drain()
	s.wants("", "")
	if tried != 3 {
		t.Errorf("tried %d times", tried)
	}
}

// That a damaged project is not backed up leads to what helps, not to trying it
// again.
func TestADailyBackupThatFindsDamageTellsOfIt(t *testing.T) {
	s, _ := newTroubled(t)
	s.opened.Daily = func(context.Context) (string, error) { return "", fmt.Errorf("back up: %w", errDamaged) }
	s.person("Lena Moravec")
	s.drain()
	s.wants("The project file is damaged", "The project file is damaged. Do not go on working in it.")
	s.tap("button Restore a backup…")
	s.drain()
	s.wants("Backups of Harbour talks", "damaged")
}

// crashed leaves the files of a run that ended unexpectedly.
func crashed(t *testing.T, lasted time.Duration) *crash.Watch {
	t.Helper()
	before := xdg.StateHome
	xdg.StateHome = t.TempDir()
	t.Cleanup(func() { xdg.StateHome = before })
	if err := os.MkdirAll(crash.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("1.2.3\tlinux/amd64\tgo1.26\t%s\npanic: words of an article\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:1 +0x1\n",
		time.Now().Add(-lasted).UTC().Format(time.RFC3339))
	for end, data := range map[string]string{".crash": text, ".lock": ""} {
		if err := os.WriteFile(filepath.Join(crash.Folder(), "run-1-1"+end), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, err := crash.Begin("9")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.End(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func TestACrashIsToldAtTheNextStart(t *testing.T) {
	s, _ := newTroubled(t)
	s.closeProject()
	s.deps.Crash = crashed(t, time.Hour)
	s.Start()
	s.drain()
	s.wants("Dragoman ended unexpectedly", "")
	if s.opened == nil {
		t.Error("the project was not opened")
	}
	s.tap("button Copy details")
	if got := s.app.Clipboard().Content(); !strings.Contains(got, "main.go:1") || strings.Contains(got, "words of an article") {
		t.Errorf("copied is %q", got)
	}
	s.tap("button Forget")
	s.wants("", "")
	s.closeProject()
	s.Start()
	s.drain()
	s.wants("", "")
}

// A program that ended as soon as it had begun does not open the same project
// again by itself.
func TestACrashAtTheStartIsNotRepeated(t *testing.T) {
	s, _ := newTroubled(t)
	path := s.opened.Path
	s.closeProject()
	s.deps.Crash, s.deps.Path = crashed(t, time.Second), ""
	s.settings.setLast(path)
	s.Start()
	s.drain()
	if s.opened != nil {
		t.Error("the project was opened again")
	}
	s.wants("Dragoman ended unexpectedly", "")
}

func TestTheLogHoldsNoWordOfAnArticle(t *testing.T) {
	s, _ := newTroubled(t)
	s.deps.Crash = crashed(t, time.Hour)
	s.Fail(fmt.Errorf("save “%s” of %s: %w", harbour, s.opened.Path, errFull))
	s.openFailed(s.opened.Path, fmt.Errorf("open %s: %w", s.opened.Path, errDamaged))
	data, err := os.ReadFile(filepath.Join(crash.Folder(), "log.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(data); strings.Contains(text, "Moravec") || strings.Contains(text, "harbour") || !strings.Contains(text, "kind=full") {
		t.Errorf("the log is %s", text)
	}
}
