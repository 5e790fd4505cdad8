package compose

import (
	"mime"
	"net/mail"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
)

const (
	firm    = "Ślusarstwo Wrzos"
	address = "kontakt@wrzos.example"
	under   = "-- \nŚlusarstwo Wrzos\ntel. 640 000 000"
)

// testLetter is a letter of Anna Żak's that answers one of the firm's.
func testLetter(uses Program) *Letter {
	at := time.Date(2026, 3, 13, 10, 15, 0, 0, time.FixedZone("CET", 3600))
	us, anna := data.Address{Name: firm, Email: address}, data.Address{Name: "Anna Żak", Email: "anna@poczta.example"}
	first := &Letter{At: at, FromFirm: true, From: us, To: anna, Subject: "Wycena", Text: "Koszt to 200 zł.\n\nTomasz", ID: "1@x.example", Uses: Thunderbird}
	return &Letter{
		At: at.Add(time.Hour), From: anna, To: us, Subject: "Re: Wycena", Text: "Zażółć gęślą jaźń.", ID: "2@x.example",
		Uses: uses, Answers: first,
	}
}

func TestEachProgramQuotesInItsOwnWay(t *testing.T) {
	for uses, want := range map[Program]string{
		Thunderbird: "W dniu 13.03.2026 o 10:15, " + firm + " pisze:\n> Koszt to 200 zł.\n>\n> Tomasz",
		Gmail:       "pt., 13 mar 2026 o 10:15 " + firm + " <" + address + "> napisał(a):\n\n> Koszt to 200 zł.",
		Outlook:     "From: " + firm + " <" + address + ">\nSent: 13.03.2026 10:15\nTo: anna@poczta.example\nSubject: Wycena\n\nKoszt to 200 zł.",
		Phone:       "Wysłane z iPhone’a\n\n> Wiadomość napisana przez " + firm,
	} {
		if got := testLetter(uses).Body(); !strings.Contains(got, want) {
			t.Errorf("program %d:\n%s\nlacks\n%s", uses, got, want)
		}
	}
	d := testLetter(Gmail)
	d.English = true
	if got := d.Body(); !strings.Contains(got, "On Fri, 13 Mar 2026 at 10:15, "+firm+" <"+address+"> wrote:\n> Koszt") {
		t.Errorf("an English client's quote:\n%s", got)
	}
}

func TestAQuoteOfAQuoteIsMarkedTwice(t *testing.T) {
	d := testLetter(Thunderbird)
	again := &Letter{At: d.At.Add(time.Hour), FromFirm: true, From: d.To, To: d.From, Text: "Dobrze.", Signature: under, Answers: d, Uses: Thunderbird}
	got := again.Body()
	for _, want := range []string{"Dobrze.", under, "\n> Zażółć gęślą jaźń.\n>\n>> Koszt to 200 zł.\n>>\n>> Tomasz"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

func TestHeadersInEveryCharset(t *testing.T) {
	long := "Zażółć gęślą jaźń, czyli bardzo długi temat wiadomości o wkładkach, zamkach i samozamykaczach na Łódź"
	words := &mime.WordDecoder{}
	for uses, c := range carriages {
		l := &message{use: c}
		got := l.words(long, len("Subject: "))
		for i, line := range strings.Split(got, "\r\n") {
			if n := len(line); n > 76 || (i == 0 && n > 76-len("Subject: ")) {
				t.Errorf("%v: line %d has %d characters", c, i, n)
			}
		}
		if strings.EqualFold(c.charset, "UTF-8") || uses == Broken {
			back, err := words.DecodeHeader(strings.ReplaceAll(got, "\r\n", ""))
			if err != nil || back != long {
				t.Errorf("%v: %q, %v", c, back, err)
			}
		}
	}
	l := &message{use: carriages[Outlook]}
	if got := l.words("Plain subject", 9); got != "Plain subject" {
		t.Errorf("ASCII was encoded: %q", got)
	}
	if got, want := l.words("Łódź", 9), "=?windows-1250?Q?=A3=F3d=9F?="; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNamesBesideAddresses(t *testing.T) {
	l := &message{use: carriages[Thunderbird]}
	for _, a := range []data.Address{
		{Email: "a@b.example"},
		{Name: "Jan Nowak", Email: "a@b.example"},
		{Name: `Biuro "X" sp. z o.o.`, Email: "a@b.example"},
		{Name: "Wspólnota „Pod Kasztanami”", Email: "a@b.example"},
	} {
		got, err := mail.ParseAddress(strings.ReplaceAll(l.address(a), "\r\n", ""))
		if err != nil || got.Name != a.Name || got.Address != a.Email {
			t.Errorf("%v is written %q and reads %v, %v", a, l.address(a), got, err)
		}
	}
}

func TestFlowedTextKeepsItsParagraphs(t *testing.T) {
	text := "Krótki wiersz.\n\n" + strings.Repeat("słowo ", 40) + "koniec.\n> " + strings.Repeat("cytat ", 30) + "\n-- \nPodpis"
	got := flow(text)
	var lines []string
	open := ""
	for _, line := range strings.Split(got, "\n") {
		if !strings.HasPrefix(line, ">") && len([]rune(line)) > 73 {
			t.Errorf("%q is too long", line)
		}
		open += line
		if strings.HasSuffix(line, " ") && line != "-- " && !strings.HasPrefix(line, ">") {
			continue
		}
		lines, open = append(lines, open), ""
	}
	if back := strings.Join(lines, "\n"); back != text {
		t.Errorf("read back:\n%q\nwant\n%q", back, text)
	}
}

func TestAttachmentNames(t *testing.T) {
	for _, c := range []struct {
		name string
		uses Program
		want string
	}{
		{"skan.pdf", Outlook, `filename="skan.pdf"`},
		{"zdjęcie rysy.png", Thunderbird, "filename*=UTF-8''zdj%C4%99cie%20rysy.png"},
		{"zdjęcie.png", Outlook, `filename="=?windows-1250?Q?zdj=EAcie=2Epng?="`},
	} {
		l := &message{use: carriages[c.uses]}
		l.attachment(c.name, c.uses)
		if got := l.b.String(); !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nlacks %s", c.name, got, c.want)
		}
	}
	if string(picture("a.png")) == string(picture("b.png")) {
		t.Error("two pictures are the same")
	}
	if got := string(pdf("Zażółć (1).pdf")); !strings.Contains(got, "(Za____ _1_.pdf) Tj") {
		t.Errorf("the page says\n%s", got)
	}
}

func TestABounceTellsWhatDidNotArrive(t *testing.T) {
	lost := testLetter(Thunderbird).Answers
	d := &Letter{
		At: lost.At.Add(time.Minute), Report: lost, From: data.Address{Name: "Mail Delivery System", Email: "mailer-daemon@mx.poczta.example"},
		To: lost.From, Subject: "Undelivered Mail Returned to Sender", Text: "It was lost.", ID: "3@x.example", Uses: Plain,
	}
	got := string(d.Raw())
	for _, want := range []string{
		"Return-Path: <>\r\n", "multipart/report; report-type=delivery-status", "Content-Type: message/delivery-status\r\n",
		"Final-Recipient: rfc822; anna@poczta.example\r\n", "Status: 4.2.2\r\n", "Content-Type: text/rfc822-headers\r\n",
		"Message-ID: <1@x.example>\r\n", "It was lost.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestOldCharsets(t *testing.T) {
	const text = "Zażółć gęślą jaźń – „ŁÓDŹ”… ★"
	if got, want := string(in8bit(text, latin2)), "Za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 ja\xbc\xf1 - \"\xa3\xd3D\xac\"... ?"; got != want {
		t.Errorf("ISO-8859-2: %q, want %q", got, want)
	}
	if got, want := string(in8bit(text, win1250)), "Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1 \x96 \x84\xa3\xd3D\x8f\x94\x85 ?"; got != want {
		t.Errorf("windows-1250: %q, want %q", got, want)
	}
}
