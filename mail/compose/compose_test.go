package compose_test

import (
	"fmt"
	"io"
	"net/textproto"
	"slices"
	"strings"
	"testing"
	"time"

	gomail "github.com/emersion/go-message/mail"
	"pgregory.net/rapid"

	"kartoteka/data"
	_ "kartoteka/data/datatest/steady" // the same cases each time
	"kartoteka/mail/compose"
	"kartoteka/mail/message"
)

var warsaw = time.FixedZone("CET", 3600)

func letter() compose.Letter {
	return compose.Letter{
		From:    data.Address{Name: "Ślusarstwo „Klucznik” Anna Żółć, sp. z o.o.", Email: "biuro@klucznik.example"},
		To:      []data.Address{{Name: "Kowalski, Jan", Email: "jan@poczta.example"}},
		Subject: "Odp: Reklamacja zamka — część druga, bo pierwsza się nie zmieściła w żadnym wierszu nagłówka",
		Text:    "Dzień dobry,\n\nzażółć gęślą jaźń.\n-- \nAnna\n", Date: time.Date(2026, 11, 22, 10, 30, 0, 0, warsaw),
		MessageID: "a.b@klucznik.example", InReplyTo: "q1@poczta.example", References: []string{"q0@poczta.example", "q1@poczta.example"},
	}
}

func written(t testing.TB, l compose.Letter) []byte {
	t.Helper()
	raw, err := l.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// wellFormed fails unless every line ends in CRLF and is as short as RFC 5322
// demands; the header's as it advises, unless one word alone is longer.
func wellFormed(t testing.TB, raw []byte) {
	t.Helper()
	head := true
	for line := range strings.SplitAfterSeq(string(raw), "\n") {
		if line == "" {
			continue
		}
		text, ended := strings.CutSuffix(line, "\r\n")
		if !ended || strings.ContainsAny(text, "\r\n") {
			t.Fatalf("line %q does not end in CRLF", line)
		}
		head = head && text != ""
		_, words, found := strings.Cut(text, ": ")
		if !found {
			words = strings.TrimSpace(text)
		}
		if len(text) > 998 || head && len(text) > 78 && strings.Contains(words, " ") {
			t.Errorf("line of %d: %q", len(text), text)
		}
		for i := range len(text) {
			if text[i] >= 0x80 {
				t.Fatalf("8-bit byte in %q", line)
			}
		}
	}
}

func TestALetterIsReadBackAsItWasWritten(t *testing.T) {
	l := letter()
	raw := written(t, l)
	wellFormed(t, raw)
	m := message.Parse(raw)
	if m.From != l.From || !slices.Equal(m.To, l.To) || m.Subject != l.Subject {
		t.Errorf("read back %v, %v, %q", m.From, m.To, m.Subject)
	}
	if strings.ReplaceAll(m.Text, "\r\n", "\n") != strings.TrimRight(l.Text, "\n") && strings.TrimRight(m.Text, "\n") != strings.TrimRight(l.Text, "\n") {
		t.Errorf("text %q, want %q", m.Text, l.Text)
	}
	if !m.Date.Equal(l.Date) || m.MessageID != l.MessageID || !slices.Equal(m.InReplyTo, []string{l.InReplyTo}) || !slices.Equal(m.References, l.References) {
		t.Errorf("%v %q %q %q", m.Date, m.MessageID, m.InReplyTo, m.References)
	}
	if len(m.Warnings) > 0 || m.Automatic != data.ByPerson {
		t.Errorf("warnings %q, automatic %q", m.Warnings, m.Automatic)
	}
	if !strings.Contains(string(raw), "Date: Sun, 22 Nov 2026 10:30:00 +0100\r\n") {
		t.Errorf("the date is not in the firm's zone:\n%s", raw)
	}
}

// another is how a library that is not ours reads a letter.
func another(t testing.TB, raw []byte) (from, to string, subject, text string) {
	t.Helper()
	r, err := gomail.CreateReader(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	one := func(key string) string {
		list, err := r.Header.AddressList(key)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %v, %v", key, list, err)
		}
		return list[0].Name + "|" + list[0].Address
	}
	if subject, err = r.Header.Subject(); err != nil {
		t.Fatal(err)
	}
	p, err := r.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(p.Body)
	if err != nil {
		t.Fatal(err)
	}
	return one("From"), one("To"), subject, strings.ReplaceAll(string(body), "\r\n", "\n")
}

func TestAnyWordsSurvive(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"zażółć", "gęślą", "Jaźń", "a", "=?utf-8?q?x?=", "=?", "?=", "x\"y", `\`, "a(c)d", "<b>", "@", ",", ";", "日本語",
		"Привет", "🙂🙂🙂", strings.Repeat("ł", 60), strings.Repeat("w", 120), "_", "=20", ".", "-",
	})
	words := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(pieces, 1, 14).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		l := letter()
		l.Subject = words.Draw(t, "subject")
		// Our reader takes away brackets and quotes around a whole name.
		l.From.Name, l.To[0].Name = "A "+words.Draw(t, "from")+" Z", "A "+words.Draw(t, "to")+" Z"
		l.Text = strings.Join(rapid.SliceOfN(rapid.OneOf(words, rapid.SampledFrom([]string{
			"", "From x", ".", " ", "\t", strings.Repeat("long ", 60), "ends in a blank ",
		})), 0, 8).Draw(t, "lines"), "\n")
		raw, err := l.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		m := message.Parse(raw)
		if m.Subject != l.Subject || m.From != l.From || len(m.To) != 1 || m.To[0] != l.To[0] {
			t.Fatalf("ours read %q, %q, %v of\n%s", m.Subject, m.From, m.To, raw)
		}
	})
}

func TestAnotherLibraryReadsTheSame(t *testing.T) {
	for name, change := range map[string]func(*compose.Letter){
		"Polish": func(*compose.Letter) {},
		"plain":  func(l *compose.Letter) { l.Subject, l.Text, l.From.Name = "Re: Hello", "Hello\n", "Anna" },
		"Russian": func(l *compose.Letter) {
			l.Subject, l.Text = "Re: Добрый день", "Добрый день, это письмо.\n"
		},
		"long":   func(l *compose.Letter) { l.Text = strings.Repeat("słowo ", 400) + "\n" },
		"quotes": func(l *compose.Letter) { l.From.Name, l.To[0].Name = `Jan "Bolek" Żak`, `A\B "C"` },
	} {
		t.Run(name, func(t *testing.T) {
			l := letter()
			change(&l)
			raw := written(t, l)
			wellFormed(t, raw)
			from, to, subject, text := another(t, raw)
			if from != l.From.Name+"|"+l.From.Email || to != l.To[0].Name+"|"+l.To[0].Email || subject != l.Subject || text != l.Text {
				t.Errorf("read %q, %q, %q, %q", from, to, subject, text)
			}
		})
	}
}

func TestNothingBecomesAFieldOfItsOwn(t *testing.T) {
	evil := "x\r\nBcc: everybody@evil.example\nSubject: bought\x00\u2028X-Evil: 1\rY: 2"
	l := letter()
	l.Subject, l.From.Name, l.To[0].Name = evil, evil, evil
	l.InReplyTo, l.References = "a@b>\r\nBcc: x", []string{"ok@x", "no good@x", "a\nb@x", "<c@x>", strings.Repeat("r", 2000) + "@x"}
	raw := written(t, l)
	wellFormed(t, raw)
	head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
	var names []string
	for line := range strings.SplitSeq(head, "\r\n") {
		if name, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, " ") {
			names = append(names, textproto.CanonicalMIMEHeaderKey(name))
		}
	}
	want := []string{
		"Date", "Message-Id", "From", "To", "Subject", "References", "Mime-Version", "Content-Type", "Content-Transfer-Encoding",
	}
	if !slices.Equal(names, want) {
		t.Errorf("fields %q, want %q", names, want)
	}
	if m := message.Parse(raw); len(m.To) != 1 || len(m.Cc) != 0 || !slices.Equal(m.References, []string{"ok@x"}) {
		t.Errorf("to %v, cc %v, references %q", m.To, m.Cc, m.References)
	}
}

func TestAddressesThatNoServerTakesAreRefused(t *testing.T) {
	for _, bad := range []string{
		"", "x", "@x.pl", "x@", "a b@x.pl", "a@x.pl\r\nBcc: b@x.pl", "a@x.pl, b@x.pl", "<a@x.pl>", "żółw@x.pl", "a@@x.pl",
		"a@x y.pl", strings.Repeat("a", 65) + "@x.pl", "a..b@x.pl", "a@-x-.pl",
		"a@" + strings.Repeat("x", 64) + ".pl", "a@" + strings.Repeat("klient.", 40) + "pl",
	} {
		l := letter()
		l.To = []data.Address{{Email: bad}}
		if raw, err := l.Bytes(); err == nil {
			t.Errorf("%q was taken:\n%s", bad, raw)
		}
	}
	l := letter()
	l.To[0].Email = "ula@żółw.pl"
	if raw := string(written(t, l)); !strings.Contains(raw, "<ula@xn--w-uga1v8h.pl>") {
		t.Errorf("a Polish domain is not in ASCII:\n%s", raw)
	}
	l.To = nil
	if _, err := l.Bytes(); err == nil {
		t.Error("a letter to nobody was written")
	}
}

func TestSubjectIsMarkedOnce(t *testing.T) {
	for in, want := range map[string][2]string{
		"Zamek":                {"Odp: Zamek", "Re: Zamek"},
		"Re: Zamek":            {"Odp: Zamek", "Re: Zamek"},
		"RE: Odp: re[2]: Z":    {"Odp: Z", "Re: Z"},
		"Odp.: Zamek":          {"Odp: Zamek", "Re: Zamek"},
		"AW: SV: Zamek":        {"Odp: Zamek", "Re: Zamek"},
		"PD: Zamek":            {"Odp: PD: Zamek", "Re: PD: Zamek"},
		"Reklamacja: zamek":    {"Odp: Reklamacja: zamek", "Re: Reklamacja: zamek"},
		"":                     {"Odp:", "Re:"},
		" re :\r\nBcc: x@y.pl": {"Odp: Bcc: x@y.pl", "Re: Bcc: x@y.pl"},
	} {
		if pl, en := compose.Subject(in, "pl"), compose.Subject(in, "en"); pl != want[0] || en != want[1] {
			t.Errorf("%q: %q, %q", in, pl, en)
		}
	}
}

func own(email string) bool { return strings.HasSuffix(email, "@klucznik.example") }

func TestWhoIsAnswered(t *testing.T) {
	jan, ewa := data.Address{Name: "Jan", Email: "jan@poczta.example"}, data.Address{Email: "ewa@inna.example"}
	us := data.Address{Name: "My", Email: "biuro@klucznik.example"}
	for name, c := range map[string]struct {
		m    data.Message
		to   []data.Address
		warn []compose.Warning
	}{
		"the sender":            {data.Message{From: jan}, []data.Address{jan}, nil},
		"where he wants it":     {data.Message{From: jan, ReplyTo: []data.Address{{Email: "jan.k@poczta.example"}}}, []data.Address{{Email: "jan.k@poczta.example"}}, nil},
		"at another firm":       {data.Message{From: jan, ReplyTo: []data.Address{ewa}}, []data.Address{ewa}, []compose.Warning{compose.WarnElsewhere}},
		"a form on our site":    {data.Message{From: us, ReplyTo: []data.Address{jan}}, []data.Address{jan}, nil},
		"our own, gone on with": {data.Message{From: us, To: []data.Address{jan, us, ewa}}, []data.Address{jan, ewa}, nil},
		"a machine":             {data.Message{From: jan, Automatic: data.AutoBounce}, nil, []compose.Warning{compose.WarnAutomatic}},
		"a newsletter":          {data.Message{From: jan, Automatic: data.AutoBulk}, nil, []compose.Warning{compose.WarnAutomatic}},
		"nobody reads it":       {data.Message{From: data.Address{Email: "No-Reply@sklep.example"}}, nil, []compose.Warning{compose.WarnNoReply}},
		"replies to us":         {data.Message{From: jan, ReplyTo: []data.Address{us}}, []data.Address{jan}, nil},
		"nobody":                {data.Message{}, nil, []compose.Warning{compose.WarnNobody}},
	} {
		t.Run(name, func(t *testing.T) {
			l, warn := compose.Reply(&c.m, "pl", own)
			if !slices.Equal(l.To, c.to) || !slices.Equal(warn, c.warn) {
				t.Errorf("to %v with %v, want %v with %v", l.To, warn, c.to, c.warn)
			}
		})
	}
}

func TestReferencesFollowTheThread(t *testing.T) {
	long := make([]string, 150)
	for i := range long {
		long[i] = fmt.Sprintf("%d@x", i)
	}
	for name, c := range map[string]struct {
		m    data.Message
		want []string
	}{
		"first":           {data.Message{MessageID: "a@x"}, []string{"a@x"}},
		"goes on":         {data.Message{MessageID: "c@x", References: []string{"a@x", "b@x", "a@x"}}, []string{"a@x", "b@x", "c@x"}},
		"only In-Reply":   {data.Message{MessageID: "b@x", InReplyTo: []string{"a@x"}}, []string{"a@x", "b@x"}},
		"two In-Reply":    {data.Message{MessageID: "c@x", InReplyTo: []string{"a@x", "b@x"}}, []string{"c@x"}},
		"no id":           {data.Message{References: []string{"a@x"}}, []string{"a@x"}},
		"names itself":    {data.Message{MessageID: "a@x", References: []string{"a@x"}}, []string{"a@x"}},
		"too long a list": {data.Message{MessageID: "z@x", References: long}, append([]string{"0@x"}, append(slices.Clone(long[101:]), "z@x")...)},
	} {
		if got := compose.References(&c.m); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestIDsAreOnTheFirmsDomainAndNeverAlike(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 30, 0, 0, warsaw)
	a, err := compose.NewID("biuro@żółw.pl", at)
	b, err2 := compose.NewID("biuro@żółw.pl", at)
	if err != nil || err2 != nil || a == b || !strings.HasPrefix(a, "20261122093000.") || !strings.HasSuffix(a, "@xn--w-uga1v8h.pl") {
		t.Errorf("%q, %q, %v, %v", a, b, err, err2)
	}
	if _, err := compose.NewID("nobody", at); err == nil {
		t.Error("an id was made on no domain")
	}
}

func FuzzLetter(f *testing.F) {
	f.Add("Odp: żółw", "Anna Żak", "jan@poczta.example", "tekst\n", "id@x")
	f.Add("a\r\nBcc: x", "\"", "a@b", "\r\r\n\x00", "x y")
	f.Fuzz(func(t *testing.T, subject, name, to, text, ref string) {
		l := letter()
		l.Subject, l.From.Name, l.Text, l.InReplyTo, l.References = subject, name, text, ref, []string{ref}
		l.To = []data.Address{{Name: name, Email: to}}
		raw, err := l.Bytes()
		if err != nil {
			return
		}
		wellFormed(t, raw)
		m := message.Parse(raw)
		if len(m.To) != 1 || m.From.Email != l.From.Email || m.MessageID != l.MessageID || m.Quarantined {
			t.Fatalf("read back %v, %v, %q of\n%s", m.To, m.From, m.MessageID, raw)
		}
	})
}
