package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"dragoman/model"
)

// print writes one JSON object as a line of standard output.
func (e *env) print(v any) error {
	encoder := json.NewEncoder(e.Out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("write to standard output: %w", err)
	}
	return nil
}

// meter shows progress to people, on a terminal only.
type meter struct {
	e     *env
	shown time.Time
}

// interval is how often a meter is drawn.
const interval = 200 * time.Millisecond

// progress returns a meter that writes to standard error.
func (e *env) progress() *meter { return &meter{e: e, shown: time.Now()} }

// Report draws the meter over the one before.
func (m *meter) Report(done, total int64, what string) {
	if time.Since(m.shown) < interval || !terminal(m.e.Err) { // whether it is one is asked of the system
		return
	}
	m.shown = time.Now()
	if total > 0 {
		fmt.Fprintf(m.e.Err, "\r\x1b[K%3d %%  %.60s", 100*done/total, model.Line(what))
		return
	}
	fmt.Fprintf(m.e.Err, "\r\x1b[K%d  %.60s", done, model.Line(what))
}

// clear takes the meter away.
func (m *meter) clear() {
	if terminal(m.e.Err) {
		fmt.Fprint(m.e.Err, "\r\x1b[K")
	}
}

// terminal reports whether w is a terminal.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// count says how many there are of something.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
