package brat

import (
	"testing"

	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T) { formattest.Run(t, Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, Format()) }
