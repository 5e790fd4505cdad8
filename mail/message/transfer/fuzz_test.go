package transfer_test

import (
	"bytes"
	"io"
	"testing"

	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// FuzzTransfer decodes any bytes as each of the encodings, whole and in pieces,
// from memory and from a reader: all must give the same, and never much more
// than there was.
func FuzzTransfer(f *testing.F) {
	for _, seed := range []string{
		"eCB5IHo= ignored\n", "eA==\neQ==", "a=C5=82=\nb= \n=", "begin 644 a\n#86)C\n`\nend\n", "stuff", "====",
	} {
		for e := transfer.Identity; e <= transfer.InUU; e++ {
			f.Add([]byte(seed), byte(e))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte, encoding byte) {
		e := transfer.Encoding(encoding % byte(transfer.InUU+1))
		var n note.List
		whole := e.Decode(src, &n)
		if len(whole) > 2*len(src)+16 {
			t.Fatalf("%d bytes of %d", len(whole), len(src))
		}
		var pieces, streamed []byte
		e.Each(src, &n, make([]byte, 0, 64), func(b []byte) { pieces = append(pieces, b...) })
		r := io.NewSectionReader(bytes.NewReader(src), 0, int64(len(src)))
		if err := e.Stream(r, &n, func(b []byte) { streamed = append(streamed, b...) }); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(whole, pieces) || !bytes.Equal(whole, streamed) {
			t.Errorf("whole %q, in pieces %q, as a stream %q", whole, pieces, streamed)
		}
	})
}
