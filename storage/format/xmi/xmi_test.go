package xmi_test

import (
	"testing"

	"dragoman/storage/format/formattest"
	"dragoman/storage/format/xmi"
)

func TestFormat(t *testing.T) { formattest.Run(t, xmi.Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, xmi.Format()) }
