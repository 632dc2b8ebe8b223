package webanno_test

import (
	"testing"

	"dragoman/storage/format/formattest"
	"dragoman/storage/format/webanno"
)

func TestFormat(t *testing.T) { formattest.Run(t, webanno.Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, webanno.Format()) }
