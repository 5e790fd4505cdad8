package mbox_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/mail/mbox"
)

func readAll(t testing.TB, file string) []string {
	t.Helper()
	var got []string
	for r := mbox.NewReader(strings.NewReader(file)); ; {
		raw, err := r.Next()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatalf("Next: %v", err)
		}
		got = append(got, string(raw))
	}
}

func TestReader(t *testing.T) {
	tests := map[string]struct {
		file string
		want []string
	}{
		"two messages": {
			"From jan@x.pl Mon Jan  2 15:04:05 2006\nSubject: a\n\nA\n\nFrom ewa@x.pl Tue Jan  3 15:04:05 2006\nSubject: b\n\nB\n\n",
			[]string{"Subject: a\n\nA\n", "Subject: b\n\nB\n"},
		},
		"CRLF": {
			"From - Mon Jan  2 15:04:05 2006\r\nSubject: a\r\n\r\nA\r\n\r\nFrom - Tue Jan  3 15:04:05 2006\r\nSubject: b\r\n\r\nB\r\n\r\n",
			[]string{"Subject: a\r\n\r\nA\r\n", "Subject: b\r\n\r\nB\r\n"},
		},
		"quoted lines lose one sign": {
			"From x Mon Jan  2 15:04:05 2006\nSubject: a\n\n>From here on\n>>From there\n> From afar\n\n",
			[]string{"Subject: a\n\nFrom here on\n>From there\n> From afar\n"},
		},
		"no empty line before the separator": {
			"From x Mon Jan  2 15:04:05 2006\nSubject: a\n\nA\nFrom x Mon Jan  2 15:04:06 2006\nSubject: b\n\nB\n",
			[]string{"Subject: a\n\nA\n", "Subject: b\n\nB\n"},
		},
		"an unquoted line in the text is no separator": {
			"From x Mon Jan  2 15:04:05 2006\nSubject: a\n\nFrom Monday we are closed\n\nFrom now on: no\nmore text\n\n",
			[]string{"Subject: a\n\nFrom Monday we are closed\n\nFrom now on: no\nmore text\n"},
		},
		"separator without a date": {
			"From jan@x.pl\nSubject: a\n\nA\n\nFrom ewa@x.pl\nSubject: b\n\nB\n\n",
			[]string{"Subject: a\n\nA\n", "Subject: b\n\nB\n"},
		},
		"rubbish before the first": {
			"\x00\x01 not mail\nX: y\n\nFrom x Mon Jan  2 15:04:05 2006 +0100\nSubject: a\n\nA\n\n",
			[]string{"Subject: a\n\nA\n"},
		},
		"byte order mark": {
			"\xef\xbb\xbfFrom x Mon Jan  2 15:04:05 2006\nSubject: a\n\nA\n",
			[]string{"Subject: a\n\nA\n"},
		},
		"nothing after the last separator": {
			"From x Mon Jan  2 15:04:05 2006\n", []string{""},
		},
		"no separator at all": {"Subject: a\n\nA\n", nil},
		"empty file":          {"", nil},
		"a long line": {
			"From x Mon Jan  2 15:04:05 2006\nSubject: a\n\n" + strings.Repeat("żółw ", 50000) + "From x Mon Jan  2 15:04:05 2006\n\n",
			[]string{"Subject: a\n\n" + strings.Repeat("żółw ", 50000) + "From x Mon Jan  2 15:04:05 2006\n"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := readAll(t, tt.file)
			if len(got) != len(tt.want) {
				t.Fatalf("got %d messages %q, want %d", len(got), got, len(tt.want))
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("message %d\n got %.200q\nwant %.200q", i, got[i], tt.want[i])
				}
			}
		})
	}
}

func TestWriterQuotes(t *testing.T) {
	var file bytes.Buffer
	w := mbox.NewWriter(&file)
	when := time.Date(2026, 3, 5, 13, 4, 5, 0, time.FixedZone("CET", 3600))
	if err := w.Write([]byte("Subject: a\r\n\r\nFrom here\r\n>From there\r\n"), when); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := "From kartoteka@localhost Thu Mar  5 12:04:05 2026\nSubject: a\r\n\r\n>From here\r\n>>From there\r\n\n"
	if file.String() != want {
		t.Errorf("got  %q\nwant %q", file.String(), want)
	}
}

func TestTheTimeOfASeparator(t *testing.T) {
	at := time.Date(2006, 1, 2, 15, 4, 5, 0, time.UTC)
	for separator, want := range map[string]time.Time{
		"From kartoteka@localhost Mon Jan  2 15:04:05 2006": at,
		"From - Mon Jan 02 15:04:05 2006":                   at,
		"From jan@x.pl Mon Jan  2 17:04:05 2006 +0200":      at,
		"From jan@x.pl Mon Jan  2 17:04:05 +0200 2006":      at,
		"From 123@xxx Mon Jan 02 15:04:05 +0000 2006":       at,
		"From jan@x.pl":                   {},
		"From x Thu Jan  1 00:00:00 1970": {},
	} {
		r := mbox.NewReader(strings.NewReader(separator + "\nSubject: a\n\nA\n"))
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		if got := r.When(); !got.Equal(want) || r.Exact() != strings.Contains(separator, "kartoteka@") {
			t.Errorf("%s: %v, want %v", separator, got, want)
		}
	}
}

// messageBytes draws what a message can be made of: mostly lines that are
// dangerous in an mbox, sometimes any bytes at all.
func messageBytes() *rapid.Generator[[]byte] {
	lines := rapid.SampledFrom([]string{
		"From ", "From x Mon Jan  2 15:04:05 2006", ">From a", ">>>From b", "From kartoteka@localhost Mon Jan  2 15:04:05 2006",
		"Subject: zażółć", "", " ", "\r", "x", "> From",
	})
	ends := rapid.SampledFrom([]string{"\n", "\r\n", "\n\n", "\r\n\r\n", "\r", ""})
	return rapid.Custom(func(t *rapid.T) []byte {
		if rapid.IntRange(0, 9).Draw(t, "any") == 0 {
			return rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		}
		var b []byte
		for range rapid.IntRange(0, 12).Draw(t, "lines") {
			b = append(b, lines.Draw(t, "line")...)
			b = append(b, ends.Draw(t, "end")...)
		}
		return b
	})
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		messages := rapid.SliceOfN(messageBytes(), 0, 6).Draw(t, "messages")
		var file bytes.Buffer
		w := mbox.NewWriter(&file)
		for _, raw := range messages {
			if err := w.Write(raw, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := mbox.NewReader(&file)
		for i, want := range messages {
			got, err := r.Next()
			if err != nil {
				t.Fatalf("message %d: %v", i, err)
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("message %d\n got %q\nwant %q", i, got, want)
			}
		}
		if extra, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("one more message: %q, %v", extra, err)
		}
	})
}

// endless is a file that never ends and has no second separator.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return copy(p, "\n\nFrom x Mon Jan  2 15:04:05 2006\nSubject: small\n\nB\n"), io.ErrUnexpectedEOF
	}
	e.left -= len(p)
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestBrokenFileIsAnError(t *testing.T) {
	r := mbox.NewReader(io.MultiReader(strings.NewReader("From x Mon Jan  2 15:04:05 2006\n"), &endless{left: 1 << 16}))
	if raw, err := r.Next(); err != nil || len(raw) < 1<<16 {
		t.Fatalf("first message: %d bytes, %v", len(raw), err)
	}
	if _, err := r.Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("want the file's error, got %v", err)
	}
	if _, err := r.Next(); err == nil {
		t.Fatal("the error must not vanish when asked again")
	}
}

func TestTooBigMessageIsPassedOver(t *testing.T) {
	r := mbox.NewReader(strings.NewReader("From x Mon Jan  2 15:04:05 2006\n" + strings.Repeat("a line\n", 1000) +
		"\nFrom x Mon Jan  2 15:04:05 2006\nSubject: small\n\nB\n"))
	r.Limit = 1000
	if raw, err := r.Next(); !errors.Is(err, mbox.ErrTooBig) || raw != nil {
		t.Fatalf("want ErrTooBig, got %d bytes, %v", len(raw), err)
	}
	if raw, err := r.Next(); err != nil || string(raw) != "Subject: small\n\nB\n" {
		t.Fatalf("the message behind it: %q, %v", raw, err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriterTellsOfAFullDisk(t *testing.T) {
	w := mbox.NewWriter(failing{})
	err := w.Write(bytes.Repeat([]byte("a line\r\n"), 20000), time.Time{})
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Write: %v", err)
	}
	if err := w.Close(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Close: %v", err)
	}
}

// FuzzMbox holds that any bytes can be read, that no byte is made up, and that
// what was read can be written and read again without change.
func FuzzMbox(f *testing.F) {
	f.Add([]byte("From x Mon Jan  2 15:04:05 2006\nSubject: a\n\n>From b\n\nFrom y\nTo: b\n\n"))
	f.Add([]byte("junk\r\nFrom - Mon Jan  2 15:04:05 2006\r\n\r\n\r\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		var messages [][]byte
		total := 0
		for r := mbox.NewReader(bytes.NewReader(file)); ; {
			raw, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			total += len(raw)
			messages = append(messages, raw)
		}
		if total > len(file) {
			t.Fatalf("%d bytes read from a file of %d", total, len(file))
		}
		var again bytes.Buffer
		w := mbox.NewWriter(&again)
		for _, raw := range messages {
			if err := w.Write(raw, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := mbox.NewReader(&again)
		for i, want := range messages {
			if got, err := r.Next(); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("message %d: %v\n got %q\nwant %q", i, err, got, want)
			}
		}
	})
}
