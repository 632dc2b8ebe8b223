package html

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"dragoman/storage/format"
)

// browser runs Chromium without a window and returns what it prints.
func browser(t *testing.T, arguments ...string) []byte {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed: the page is not looked at in a browser")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	fixed := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=" + t.TempDir(),
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--virtual-time-budget=20000",
	}
	cmd := exec.CommandContext(ctx, path, append(fixed, arguments...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("chromium: %v\n%s", err, &stderr)
	}
	return out
}

// looks are what the wrapper finds in the page at one width.
type looks struct {
	Width, Scroll int
	Texts         []string
	Fetched       []string
	Underline     string // of the first mark
	Alerted       bool
}

// wrapper shows the page in frames of several widths and writes what it finds
// there. It is of this test: the page itself has no script.
const wrapper = `<!DOCTYPE html><body><script>
window.alerted = false
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map(f => {
    const d = f.contentDocument, e = d.documentElement, mark = d.querySelector(".text .m")
    return {
      width: f.clientWidth, scroll: Math.max(e.scrollWidth, d.body.scrollWidth),
      texts: [...d.querySelectorAll(".text")].map(x => x.textContent),
      fetched: f.contentWindow.performance.getEntriesByType("resource").map(x => x.name),
      underline: mark ? f.contentWindow.getComputedStyle(mark).textDecorationStyle : "",
      alerted: window.alerted,
    }
  })
  const pre = document.createElement("pre")
  pre.id = "found"
  pre.textContent = JSON.stringify(found)
  document.body.append(pre)
})
for (const width of [320, 500, 800, 1280]) {
  const f = document.createElement("iframe")
  f.style.cssText = "border:0;height:900px;width:" + width + "px"
  f.src = "/page"
  document.body.append(f)
  f.contentWindow.alert = () => window.alerted = true
}
</script>`

// serve serves the page and its wrapper, and notes all that is asked for.
func serve(t *testing.T, page []byte) (address string, asked func() []string) {
	t.Helper()
	var lock sync.Mutex
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		paths = append(paths, r.URL.String())
		lock.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, wrapper)
		case "/page":
			_, _ = w.Write(page)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		lock.Lock()
		defer lock.Unlock()
		return slices.Clone(paths)
	}
}

// lookAt opens the page in a browser in several widths.
func lookAt(t *testing.T, page []byte) []looks {
	t.Helper()
	address, asked := serve(t, page)
	dom := browser(t, "--dump-dom", address+"/")
	for _, path := range asked() {
		if path != "/" && path != "/page" && path != "/favicon.ico" {
			t.Errorf("the page asks for %s", path)
		}
	}
	root, err := html.Parse(bytes.NewReader(dom))
	if err != nil {
		t.Fatal(err)
	}
	found := find(root, func(n *html.Node) bool { return attribute(n, "id") == "found" })
	if len(found) != 1 {
		t.Fatalf("the browser did not come to an end:\n%s", dom)
	}
	var all []looks
	if err := json.Unmarshal([]byte(text(found[0])), &all); err != nil || len(all) != 4 {
		t.Fatal(err, all)
	}
	return all
}

// TestInABrowser tests that a browser shows every text as it is at any width
// without scrolling sideways, applies our style sheet, runs nothing and
// fetches nothing.
func TestInABrowser(t *testing.T) {
	for name, make := range map[string]func() ([]format.Record, format.WriteOptions){"review": fictional, "hostile": hostileProject} {
		t.Run(name, func(t *testing.T) {
			records, opt := make()
			_, page := written(t, opt, records)
			var want []string
			for _, r := range slices.CompactFunc(records, func(a, b format.Record) bool { return a.Document.ID == b.Document.ID }) {
				want = append(want, r.Document.Text.String())
			}
			for _, l := range lookAt(t, page) {
				if l.Scroll > l.Width {
					t.Errorf("at a width of %d the page is %d wide", l.Width, l.Scroll)
				}
				if !slices.Equal(l.Texts, want) {
					t.Errorf("at a width of %d the texts are %q, want %q", l.Width, l.Texts, want)
				}
				if len(l.Fetched) > 0 || l.Alerted || l.Underline == "" || l.Underline == "none" {
					t.Errorf("at a width of %d: %+v", l.Width, l)
				}
			}
		})
	}
}

// TestPictures tests that the page is painted, on light and on dark paper.
func TestPictures(t *testing.T) {
	records, opt := fictional()
	_, page := written(t, opt, records)
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		t.Fatal(err)
	}
	papers := map[string]bool{}
	for _, scheme := range []string{"0", "1"} {
		picture := filepath.Join(t.TempDir(), "page.png")
		browser(t, "--blink-settings=preferredColorScheme="+scheme, "--window-size=1280,1600", "--screenshot="+picture, "file://"+path)
		data, err := os.ReadFile(picture)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		r, g, b, _ := img.At(2, 2).RGBA()
		papers[fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)] = true
	}
	if !papers["#fbfaf7"] || !papers["#15171b"] {
		t.Errorf("the papers are %v", papers)
	}
}
