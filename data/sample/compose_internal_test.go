package sample

import (
	"mime"
	"net/mail"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
)

// testDraft is a letter of Anna Żak's that answers one of the firm's.
func testDraft(uses program) *draft {
	at := time.Date(2026, 3, 13, 10, 15, 0, 0, time.FixedZone("CET", 3600))
	who := &person{given: "Anna", vocative: "Anno", family: "Żak", female: true, uses: uses, emails: []string{"anna@poczta.example"}}
	firm, anna := data.Address{Name: firmName, Email: firmAddress}, data.Address{Name: "Anna Żak", Email: "anna@poczta.example"}
	first := &draft{at: at, byFirm: true, who: who, from: firm, to: anna, subject: "Wycena", text: "Koszt to 200 zł.\n\nTomasz", id: "1@x.example", uses: thunderbird}
	return &draft{
		at: at.Add(time.Hour), who: who, from: anna, to: firm, subject: "Re: Wycena", text: "Zażółć gęślą jaźń.", id: "2@x.example",
		uses: uses, answers: first,
	}
}

func TestEachProgramQuotesInItsOwnWay(t *testing.T) {
	for uses, want := range map[program]string{
		thunderbird: "W dniu 13.03.2026 o 10:15, " + firmName + " pisze:\n> Koszt to 200 zł.\n>\n> Tomasz",
		gmail:       "pt., 13 mar 2026 o 10:15 " + firmName + " <" + firmAddress + "> napisał(a):\n\n> Koszt to 200 zł.",
		outlook:     "From: " + firmName + " <" + firmAddress + ">\nSent: 13.03.2026 10:15\nTo: anna@poczta.example\nSubject: Wycena\n\nKoszt to 200 zł.",
		phone:       "Wysłane z iPhone’a\n\n> Wiadomość napisana przez " + firmName,
	} {
		if got := testDraft(uses).textWithQuote(); !strings.Contains(got, want) {
			t.Errorf("program %d:\n%s\nlacks\n%s", uses, got, want)
		}
	}
	d := testDraft(gmail)
	d.who.english = true
	if got := d.textWithQuote(); !strings.Contains(got, "On Fri, 13 Mar 2026 at 10:15, "+firmName+" <"+firmAddress+"> wrote:\n> Koszt") {
		t.Errorf("an English client's quote:\n%s", got)
	}
}

func TestAQuoteOfAQuoteIsMarkedTwice(t *testing.T) {
	d := testDraft(thunderbird)
	again := &draft{at: d.at.Add(time.Hour), byFirm: true, who: d.who, from: d.to, to: d.from, text: "Dobrze.", answers: d, uses: thunderbird}
	got := again.textWithQuote()
	for _, want := range []string{"Dobrze.", firmSignature, "\n> Zażółć gęślą jaźń.\n>\n>> Koszt to 200 zł.\n>>\n>> Tomasz"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

func TestHeadersInEveryCharset(t *testing.T) {
	long := "Zażółć gęślą jaźń, czyli bardzo długi temat wiadomości o wkładkach, zamkach i samozamykaczach na Łódź"
	words := &mime.WordDecoder{}
	for uses, c := range carriages {
		l := &letter{use: c}
		got := l.words(long, len("Subject: "))
		for i, line := range strings.Split(got, "\r\n") {
			if n := len(line); n > 76 || (i == 0 && n > 76-len("Subject: ")) {
				t.Errorf("%v: line %d has %d characters", c, i, n)
			}
		}
		if strings.EqualFold(c.charset, "UTF-8") || uses == broken {
			back, err := words.DecodeHeader(strings.ReplaceAll(got, "\r\n", ""))
			if err != nil || back != long {
				t.Errorf("%v: %q, %v", c, back, err)
			}
		}
	}
	l := &letter{use: carriages[outlook]}
	if got := l.words("Plain subject", 9); got != "Plain subject" {
		t.Errorf("ASCII was encoded: %q", got)
	}
	if got, want := l.words("Łódź", 9), "=?windows-1250?Q?=A3=F3d=9F?="; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNamesBesideAddresses(t *testing.T) {
	l := &letter{use: carriages[thunderbird]}
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
		uses program
		want string
	}{
		{"skan.pdf", outlook, `filename="skan.pdf"`},
		{"zdjęcie rysy.png", thunderbird, "filename*=UTF-8''zdj%C4%99cie%20rysy.png"},
		{"zdjęcie.png", outlook, `filename="=?windows-1250?Q?zdj=EAcie=2Epng?="`},
	} {
		l := &letter{use: carriages[c.uses]}
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
	lost := testDraft(thunderbird).answers
	d := &draft{
		at: lost.at.Add(time.Minute), report: lost, from: data.Address{Name: "Mail Delivery System", Email: "mailer-daemon@mx.poczta.example"},
		to: lost.from, subject: "Undelivered Mail Returned to Sender", text: "It was lost.", id: "3@x.example", uses: plain2,
	}
	got := string(d.raw())
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
