package importing

import (
	"strings"
	"testing"
)

func TestWhatLooksLikeMail(t *testing.T) {
	for text, want := range map[string]bool{
		"From: a@x.example\r\n":                true,
		"Return-Path: <>\n":                    true,
		"x-odd_field:\n":                       true,
		"":                                     false,
		"To nie jest poczta: wcale":            false,
		"%PDF-1.7":                             false,
		": nothing":                            false,
		"\x00\x01:\n":                          false,
		strings.Repeat("a", 80) + ": too long": false,
	} {
		if got := looksLikeMail([]byte(text)); got != want {
			t.Errorf("%.20q: %v", text, got)
		}
	}
}

func TestFilesOfAFolderThatMayBeMail(t *testing.T) {
	for name, want := range map[string]bool{
		"list.eml": true, "LIST.EML": true, "poczta.mbox": true, "Inbox": true,
		"1763.M1P2.host:2,S": true, "1763.host,S=12:2,FRS": true,
		"notatki.txt": false, "zdjęcie.png": false, "index.msf": false,
	} {
		if got := mailName(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWireGivesAFileTheLineEndsOfAServer(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb\n":     "a\r\nb\r\n",
		"a\r\nb\r\n": "a\r\nb\r\n",
		"a\r\nb\n":   "a\r\nb\n", // mixed: somebody's bytes, kept as they are
		"a\rb\n":     "a\rb\n",
		"":           "",
	} {
		if got := string(wire([]byte(in))); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}
