package main

import (
	_ "fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/test"
	_ "fyne.io/fyne/v2/widget"
	_ "github.com/adrg/xdg"
	_ "github.com/alecthomas/kong"
	_ "github.com/clipperhouse/uax29/v2/graphemes"
	_ "github.com/clipperhouse/uax29/v2/words"
	_ "github.com/glebarez/sqlite"
	_ "github.com/go-text/typesetting/shaping"
	_ "github.com/gofrs/flock"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/google/renameio/v2"
	_ "github.com/markusmobius/go-trafilatura"
	_ "github.com/neurosnap/sentences/english"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/sahilm/fuzzy"
	_ "github.com/wlynxg/chardet"
	_ "go.uber.org/goleak"
	_ "golang.org/x/net/html"
	_ "golang.org/x/text/encoding/charmap"
	_ "gorm.io/gorm"
	_ "modernc.org/sqlite/lib"
	_ "pgregory.net/rapid"
)

func main() {}
