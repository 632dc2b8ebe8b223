package instance

import (
	"bytes"
	"net"
	"strings"
	"testing"
)

// FuzzHear says anything to a window: it comes to the front for the request
// alone, and answers nothing else.
func FuzzHear(f *testing.F) {
	f.Add([]byte(request))
	f.Add([]byte("front"))
	f.Add([]byte("fronts\n"))
	f.Add([]byte("\x00\nfront\n"))
	f.Add(bytes.Repeat([]byte("front"), 1000))
	f.Fuzz(func(t *testing.T, data []byte) {
		here, there := net.Pipe()
		came, heard := false, make(chan struct{})
		go func() {
			defer close(heard)
			hear(here, func() bool { came = true; return true })
		}()
		go func() {
			_, _ = there.Write(data) // breaks off where the window has heard enough
			if !strings.Contains(string(data), "\n") {
				there.Close()
			}
		}()
		said := make([]byte, 64)
		n, _ := there.Read(said)
		there.Close()
		<-heard
		asked := strings.HasPrefix(string(data), request)
		if came != asked || string(said[:n]) != map[bool]string{true: answer}[asked] {
			t.Errorf("%q: came %v, said %q", data, came, said[:n])
		}
	})
}
