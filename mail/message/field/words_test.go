package field_test

import (
	"mime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
)

// What the standard library encodes is decoded to the same, however the value
// is folded on the way.
func TestWordsAgreeWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := strings.Join(strings.Fields(rapid.StringMatching(`[a-zA-Z0-9żółćęśąźńŁŻ =?_.,:;!-]{0,200}`).Draw(t, "text")), " ")
		if strings.Contains(want, "=?") {
			return
		}
		coder := rapid.SampledFrom([]mime.WordEncoder{mime.QEncoding, mime.BEncoding}).Draw(t, "encoding")
		encoded := coder.Encode("utf-8", want)
		for _, value := range []string{encoded, " " + strings.ReplaceAll(encoded, "?= =?", "?=\r\n\t=?") + "\r\n", strings.ReplaceAll(encoded, "?= =?", "?==?")} {
			var n note.List
			if got := field.Text([]byte(value), "", &n); got != want {
				t.Fatalf("%q\n got %q\nwant %q", value, got, want)
			}
		}
	})
}

func TestMediaAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]string{"charset": "utf-8", "name": rapid.StringMatching(`[a-zA-Z0-9żółć ;=()"\\.']{1,80}[a-z]`).Draw(t, "name")}
		written := mime.FormatMediaType("text/plain", want)
		var n note.List
		kind, ps := field.Media([]byte(written))
		if kind != "text/plain" || ps.Text("charset", "", &n) != "utf-8" || strings.TrimSpace(want["name"]) != strings.TrimSpace(ps.Text("name", "", &n)) {
			t.Fatalf("%s\n got %s %q\nwant %q", written, kind, ps.Text("name", "", &n), want["name"])
		}
	})
}

func TestMedia(t *testing.T) {
	tests := map[string]struct {
		in, kind string
		want     map[string]string
	}{
		"ordinary":         {"text/plain; charset=utf-8", "text/plain", map[string]string{"charset": "utf-8"}},
		"capitals, blanks": {" Text/HTML ;CharSet = \"UTF-8\" ; x", "text/html", map[string]string{"charset": "UTF-8", "x": ""}},
		"folded":           {"multipart/mixed;\r\n\tboundary=\"a b\"", "multipart/mixed", map[string]string{"boundary": "a b"}},
		"comments":         {"text/plain (words); (more) charset=utf-8", "text/plain", map[string]string{"charset": "utf-8"}},
		"no semicolons":    {"text/plain charset=a format=flowed", "text/plain", map[string]string{"charset": "a", "format": "flowed"}},
		"commas":           {"text/plain, charset=a", "text/plain,", map[string]string{"charset": "a"}},
		"the first counts": {"text/plain; charset=a; charset=b", "text/plain", map[string]string{"charset": "a"}},
		"but not if blank": {"text/plain; charset=; charset=b", "text/plain", map[string]string{"charset": "b"}},
		"equals in value":  {"multipart/mixed; boundary==_a=b", "multipart/mixed", map[string]string{"boundary": "=_a=b"}},
		"slashes":          {"application/x; name=a/b:c?d", "application/x", map[string]string{"name": "a/b:c?d"}},
		"unclosed quote":   {"a/b; name=\"x y; charset=z", "a/b", map[string]string{"name": "x y", "charset": "z"}},
		"unclosed comment": {"a/b (; name=x", "a/b", map[string]string{"name": "x"}},
		"in quotes":        {`"text/plain"; charset=a`, "text/plain", map[string]string{"charset": "a"}},
		"only a name":      {"html", "html", nil},
		"nothing":          {"", "", nil},
		"only signs":       {";;;=;", "", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			kind, ps := field.Media([]byte(tt.in))
			if kind != tt.kind {
				t.Errorf("kind %q, want %q", kind, tt.kind)
			}
			for k, v := range tt.want {
				if got := ps.Get(k); got != v || ps.Has(k) != (v != "") {
					t.Errorf("%s: got %q, want %q", k, got, v)
				}
			}
		})
	}
}

func TestReadHeader(t *testing.T) {
	tests := map[string]struct {
		in, fields, body string
	}{
		"ordinary":            {"A: 1\r\nB: 2\r\n\r\nx\r\n", "A=1|B=2", "x\r\n"},
		"folds":               {"A: 1\n 2\n\t3\nB:\n\nx", "A=1 2 3|B=", "x"},
		"no body":             {"A: 1", "A=1", ""},
		"no header":           {"\nx", "", "x"},
		"a line of blanks":    {"A: 1\n \nx", "A=1", "x"},
		"rubbish between":     {"A: 1\nrubbish\nSubject: 2\n\nx", "A=1|Subject=2", "x"},
		"text without a gap":  {"A: 1\nDzień dobry,\nJan", "A=1", "Dzień dobry,\nJan"},
		"a link in the text":  {"A: 1\nhttp://x.pl/a\nJan", "A=1", "http://x.pl/a\nJan"},
		"blank before colon":  {"Subject : 1\n\nx", "Subject=1", "x"},
		"colon in the value":  {"A: b: c\n\nx", "A=b: c", "x"},
		"letters in the name": {"Żółw: 1\n\nx", "", "Żółw: 1\n\nx"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var n note.List
			h, body := field.Read([]byte(tt.in), &n)
			var got []string
			for _, f := range h {
				got = append(got, string(f.Name)+"="+field.Unfold(f.Value))
			}
			if strings.Join(got, "|") != tt.fields || string(body) != tt.body {
				t.Errorf("got %q %q, want %q %q", got, body, tt.fields, tt.body)
			}
		})
	}
}

func TestHeaderIsAsked(t *testing.T) {
	var n note.List
	h, _ := field.Read([]byte("Subject: \nsubject: A\n B\nX-Spam:\n\n"), &n)
	if got := field.Unfold(h.Get("subject")); got != "A B" {
		t.Errorf("the first that is not blank: %q", got)
	}
	if got := h.Value("subject"); got != "a b" {
		t.Errorf("for machines: %q", got)
	}
	if !h.Has("x-spam") || h.Get("x-spam") != nil || h.Has("to") {
		t.Error("blank fields are there, but have no value")
	}
	if !h.LooksLikeMail() || h.HasTravelled() {
		t.Error("a subject makes it mail, and no more")
	}
}
