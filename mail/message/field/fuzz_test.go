package field_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
)

// FuzzHeader reads any bytes as a header and each of its fields in every way
// that fields are read: as text, as parameters, as ids.
func FuzzHeader(f *testing.F) {
	for _, seed := range []string{
		"Subject: =?utf-8?B?xIXFvA==?= =?iso-8859-2*pl?Q?=B1?=\r\n a\r\n\r\nbody",
		"Content-Type: text/plain; name*0*=utf-8''%C5%82; name*1=\".pdf\"; charset=\"x\n\n",
		"References: <a@b> <c@d\n <e@f>\nno colon\nX : y\n \n\n", "\xef\xbb\xbfA: (b (c)) <d>;\n", "A:",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var n note.List
		h, body := field.Read(raw, &n)
		if !bytes.HasSuffix(raw, body) {
			t.Fatalf("the body %q is not the end of %q", body, raw)
		}
		for i := range h {
			v := h[i].Value
			text := field.Text(v, "iso-8859-2", &n)
			if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n\x00") {
				t.Errorf("%q reads %q", v, text)
			}
			_, ps := field.Media(v)
			for _, name := range []string{"name", "charset", "boundary", "filename"} {
				if s := ps.Text(name, "", &n); !utf8.ValidString(s) || s != "" && !ps.Has(name) {
					t.Errorf("%s of %q is %q", name, v, s)
				}
			}
			for _, id := range append(field.IDs(v), field.ID(v)) {
				if strings.ContainsAny(id, "<> \r\n") || !utf8.ValidString(id) {
					t.Errorf("id %q of %q", id, v)
				}
			}
		}
	})
}

// FuzzDate reads anything as a date: one that is found lies in the years that a
// letter can be of, and reads the same when it is written as the standard asks.
func FuzzDate(f *testing.F) {
	for _, seed := range []string{
		"Mon, 2 Mar 2026 10:20:30 +0100 (CET)", "2026-03-02T10:20:30.123Z", "3/2/26 4:20 PM", "pt., 16 paź 2026 0:0 0530", "1-Jan-70 (((",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, ok := field.Date(s)
		if !ok {
			return
		}
		if y := at.Year(); y < 1899 || y > 2201 {
			t.Fatalf("%q is of %d", s, y)
		}
		again, ok := field.Date(at.Format("Mon, 2 Jan 2006 15:04:05 -0700"))
		if !ok || !again.Equal(at) {
			t.Errorf("%q is %s, and that is %s", s, at, again)
		}
	})
}
