package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragoman/model"
)

// on is a clock that stands still on a day of January 2026, or of the months
// after it.
func on(day int) func() time.Time {
	return func() time.Time { return time.Date(2026, 1, day, 9, 30, 0, 0, time.UTC) }
}

// names returns the names of the backups of the project at path, in order.
func names(t testing.TB, path string) string {
	t.Helper()
	var list []string
	for _, b := range must[[]model.Backup](t)(Backups(path)) {
		list = append(list, filepath.Base(b.Path))
	}
	return strings.Join(list, " ")
}

func TestBackUpNow(t *testing.T) {
	p := newTestProject(t)
	fillFull(t, p)
	if list := must[[]model.Backup](t)(Backups(p.path)); list != nil {
		t.Errorf("before there is one: %v", list)
	}
	first := must[model.Backup](t)(p.BackUpNow(ctx))
	second := must[model.Backup](t)(BackUp(ctx, p.path, clock))
	list := must[[]model.Backup](t)(Backups(p.path))
	if len(list) != 2 || list[0] != second || list[1] != first {
		t.Errorf("listed are %+v, made were %+v and %+v", list, first, second)
	}
	if got := names(t, p.path); got != "20260131T093000Z-asked-2.dragoman 20260131T093000Z-asked.dragoman" {
		t.Errorf("the names are %s", got)
	}
	if left := filesIn(t, backupFolder(p.path)); len(left) != 2 {
		t.Errorf("in the folder are %v", left)
	}
	copied := opened(t, first.Path, Options{ReadOnly: true})
	defer closed(t, copied)
	if dump(t, copied) != dump(t, p) {
		t.Error("the backup holds something else than the project")
	}
	if info := must[os.FileInfo](t)(os.Stat(first.Path)); info.Mode().Perm()&0o222 != 0 || info.Size() != first.Size {
		t.Errorf("the backup has mode %v and %d bytes, not %d", info.Mode(), info.Size(), first.Size)
	}
}

// TestBackupsTakesBackupsAlone lists a folder where much else lies.
func TestBackupsTakesBackupsAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ä b.dragoman")
	for _, name := range []string{
		"20260101T000000Z-day.dragoman", "20260102T000000Z-version.dragoman", "20260103T000000Z-restore-12.dragoman",
		"20260103T000000Z-restore-3.dragoman", "20261399T000000Z-day.dragoman", "20260104T000000Z-other.dragoman",
		"20260105T000000Z-day.dragoman-wal", "notes.txt", ".dragoman-backup-0123456789abcdef",
	} {
		write(t, filepath.Join(backupFolder(path), name), "x")
	}
	write(t, filepath.Join(backupFolder(path), "20260106T000000Z-day.dragoman"), "")
	write(t, path+".backup-v1-20260102T120000Z", "x")
	write(t, path+".backup-v1-20260102T120000Z.txt", "x")
	want := "20260103T000000Z-restore-12.dragoman 20260103T000000Z-restore-3.dragoman " +
		"ä b.dragoman.backup-v1-20260102T120000Z 20260102T000000Z-version.dragoman 20260101T000000Z-day.dragoman"
	if got := names(t, path); got != want {
		t.Errorf("listed are\n%s, want\n%s", got, want)
	}
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAFileInThePlaceOfTheBackups(t *testing.T) {
	p := newTestProject(t)
	add(t, p, "text", "title")
	write(t, backupFolder(p.path), "mine")
	_, today := p.BackUpToday(ctx)
	_, asked := p.BackUpNow(ctx)
	_, listed := Backups(p.path)
	for _, err := range []error{today, asked, listed} {
		if err == nil || !strings.Contains(err.Error(), "move it away") {
			t.Errorf("the sentence is %v", err)
		}
	}
	if data := must[[]byte](t)(os.ReadFile(backupFolder(p.path))); string(data) != "mine" {
		t.Errorf("the file holds %q", data)
	}
}

func TestBackupsOfALinkLieBesideTheProject(t *testing.T) {
	p := newTestProject(t)
	link := filepath.Join(t.TempDir(), "link.dragoman")
	elsewhere := t.TempDir()
	if err := errors.Join(os.Symlink(p.path, link), os.Symlink(elsewhere, backupFolder(p.path))); err != nil {
		t.Skip("no links here:", err)
	}
	made := must[model.Backup](t)(BackUp(ctx, link, clock))
	if made.Path != filepath.Join(backupFolder(p.path), "20260131T093000Z-asked.dragoman") {
		t.Errorf("the backup is %s", made.Path)
	}
	if got := names(t, link); got != filepath.Base(made.Path) {
		t.Errorf("listed are %s", got)
	}
	if left := filesIn(t, elsewhere); len(left) != 1 {
		t.Errorf("in the folder that the link names are %v", left)
	}
}

func TestBackUpToday(t *testing.T) {
	p := newTestProject(t)
	if made := must[string](t)(p.BackUpToday(ctx)); made != "" {
		t.Errorf("of a project that was never changed there is %s", made)
	}
	add(t, p, "text", "title")
	for _, c := range []struct {
		day  int
		want string
	}{
		{1, "20260101T093000Z-day.dragoman"},
		{1, ""},
		{2, "20260102T093000Z-day.dragoman"},
		{2, ""},
		{33, "20260202T093000Z-day.dragoman"},
		{20, "20260120T093000Z-day.dragoman"}, // the clock was set back
	} {
		p.now = on(c.day)
		made := must[string](t)(p.BackUpToday(ctx))
		if made != "" {
			made = filepath.Base(made)
		}
		if made != c.want {
			t.Errorf("on day %d %q is made, want %q", c.day, made, c.want)
		}
	}
	if got := len(filesIn(t, backupFolder(p.path))); got != 4 {
		t.Errorf("%d files are there", got)
	}
	reader := opened(t, p.path, Options{ReadOnly: true, Now: on(40)})
	defer closed(t, reader)
	if made := must[string](t)(reader.BackUpToday(ctx)); made != "" {
		t.Errorf("who only reads made %s", made)
	}
}

// TestTheDayIsThatOfThePerson works before and after midnight, in a place far
// from Greenwich.
func TestTheDayIsThatOfThePerson(t *testing.T) {
	p := newTestProject(t)
	add(t, p, "text", "title")
	kiritimati := time.FixedZone("", 14*3600)
	for _, c := range []struct {
		hour int
		made bool
	}{{1, true}, {12, false}, {23, false}, {24, true}} {
		p.now = func() time.Time { return time.Date(2026, 3, 5, c.hour, 0, 0, 0, kiritimati) }
		if made := must[string](t)(p.BackUpToday(ctx)); (made != "") != c.made {
			t.Errorf("at %d o'clock %q is made", c.hour, made)
		}
	}
}

// TestOldBackupsGoWhenTheNewOneIsChecked and not before; others than those of
// the day stay in any case.
func TestOldBackupsGoWhenTheNewOneIsChecked(t *testing.T) {
	p := newTestProject(t)
	add(t, p, "text", "title")
	for day := 1; day <= 40; day++ {
		write(t, filepath.Join(backupFolder(p.path), on(day)().Format(backupTime)+"-day.dragoman"), "x")
	}
	write(t, filepath.Join(backupFolder(p.path), on(1)().Format(backupTime)+"-asked.dragoman"), "x")
	before := names(t, p.path)
	p.now = on(41)

	edit(t, p.path, "mode=rw", "UPDATE document SET title = 'other'")
	if made, err := p.BackUpToday(ctx); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "earlier ones are kept") {
		t.Errorf("a project with a row that nobody wrote was backed up as %s: %v", made, err)
	}
	if after := names(t, p.path); after != before {
		t.Errorf("without a new backup there are\n%s, and there were\n%s", after, before)
	}

	edit(t, p.path, "mode=rw", "UPDATE document SET title = 'title'")
	must[string](t)(p.BackUpToday(ctx))
	var want []string
	for _, day := range []int{41, 40, 39, 38, 37, 36, 35, 32, 31, 25} { // 1 February is a Sunday
		want = append(want, on(day)().Format(backupTime)+"-day.dragoman")
	}
	if got := names(t, p.path); got != strings.Join(want, " ")+" 20260101T093000Z-asked.dragoman" {
		t.Errorf("there are %s, want %s", got, want)
	}
}

// TestBackUpIgnoresTheVersion backs up what cannot be opened as it is.
func TestBackUpIgnoresTheVersion(t *testing.T) {
	for _, version := range []int{1, 99} {
		path := copyOf(t, "testdata/v1.dragoman")
		edit(t, path, "mode=rw", fmt.Sprint("PRAGMA user_version = ", version))
		made := must[model.Backup](t)(BackUp(ctx, path, clock))
		if err := readable(ctx, made.Path); err != nil {
			t.Error(err)
		}
	}
	if _, err := BackUp(ctx, "backup_test.go", clock); !errors.Is(err, ErrNotProject) {
		t.Errorf("a text was backed up: %v", err)
	}
}
