package article

import (
	"testing"

	"dragoman/storage/format/formattest"
)

func TestText(t *testing.T)     { formattest.Run(t, Text()) }
func TestMarkdown(t *testing.T) { formattest.Run(t, Markdown()) }
func TestHTML(t *testing.T)     { formattest.Run(t, HTML()) }
func TestDOCX(t *testing.T)     { formattest.Run(t, DOCX()) }
func TestODT(t *testing.T)      { formattest.Run(t, ODT()) }
func TestPDF(t *testing.T)      { formattest.Run(t, PDF()) }
func TestMail(t *testing.T)     { formattest.Run(t, Mail()) }
func TestFeed(t *testing.T)     { formattest.Run(t, Feed()) }

func FuzzReadText(f *testing.F)     { formattest.Fuzz(f, Text()) }
func FuzzReadMarkdown(f *testing.F) { formattest.Fuzz(f, Markdown()) }
func FuzzReadHTML(f *testing.F)     { formattest.Fuzz(f, HTML()) }
func FuzzReadDOCX(f *testing.F)     { formattest.Fuzz(f, DOCX()) }
func FuzzReadODT(f *testing.F)      { formattest.Fuzz(f, ODT()) }
func FuzzReadPDF(f *testing.F)      { formattest.Fuzz(f, PDF()) }
func FuzzReadMail(f *testing.F)     { formattest.Fuzz(f, Mail()) }
func FuzzReadFeed(f *testing.F)     { formattest.Fuzz(f, Feed()) }
