package note_test

import (
	"slices"
	"testing"

	"kartoteka/mail/message/note"
)

func TestEachCodeOnceInOrder(t *testing.T) {
	var l note.List
	for _, code := range []string{note.NoDate, note.Charset, note.NoDate, note.Base64} {
		l.Add(code)
	}
	if want := []string{note.NoDate, note.Charset, note.Base64}; !slices.Equal(l.Codes, want) {
		t.Errorf("got %v, want %v", l.Codes, want)
	}
}
