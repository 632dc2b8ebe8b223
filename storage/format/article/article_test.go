package article

import (
	"testing"

	"dragoman/storage/format/formattest"
)

func TestText(t *testing.T)     { formattest.Run(t, Text()) }
func TestMarkdown(t *testing.T) { formattest.Run(t, Markdown()) }
func TestHTML(t *testing.T)     { formattest.Run(t, HTML()) }

func FuzzReadText(f *testing.F)     { formattest.Fuzz(f, Text()) }
func FuzzReadMarkdown(f *testing.F) { formattest.Fuzz(f, Markdown()) }
func FuzzReadHTML(f *testing.F)     { formattest.Fuzz(f, HTML()) }
