package compose

import (
	"fmt"
	"strings"
)

var (
	shortWeekday = [...]string{"niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."}
	shortMonth   = [...]string{"", "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"}
)

// Body is the whole readable body: what the sender wrote, what his
// program adds, and the message that he answers.
func (d *Letter) Body() string {
	text := d.Text
	if d.FromFirm {
		text += "\n\n" + d.Signature
	}
	if !d.FromFirm && d.Uses == Phone && d.Automatic == "" {
		text += "\n\nWysłane z iPhone’a"
	}
	if d.Answers != nil && d.Automatic == "" {
		text += "\n\n" + d.quote()
	}
	return text
}

// quote repeats the answered message as the sender's program does.
func (d *Letter) quote() string {
	a := d.Answers
	name := a.From.Name
	if name == "" {
		name = a.From.Email
	}
	switch {
	case d.English && !d.FromFirm:
		return fmt.Sprintf("On %s, %s <%s> wrote:\n%s", a.At.Format("Mon, 2 Jan 2006 at 15:04"), name, a.From.Email, quoted(a))
	case d.Uses == Outlook:
		return fmt.Sprintf("From: %s <%s>\nSent: %s\nTo: %s\nSubject: %s\n\n%s", name, a.From.Email,
			a.At.Format("02.01.2006 15:04"), a.To.Email, a.Subject, a.Text)
	case d.Uses == Gmail:
		return fmt.Sprintf("%s, %d %s %d o %s %s <%s> napisał(a):\n\n%s", shortWeekday[a.At.Weekday()], a.At.Day(),
			shortMonth[a.At.Month()], a.At.Year(), a.At.Format("15:04"), name, a.From.Email, quoted(a))
	case d.Uses == Phone:
		return fmt.Sprintf("> Wiadomość napisana przez %s <%s> w dniu %s, o godz. %s:\n> \n%s", name, a.From.Email,
			a.At.Format("02.01.2006"), a.At.Format("15:04"), quoted(a))
	}
	return fmt.Sprintf("W dniu %s o %s, %s pisze:\n%s", a.At.Format("02.01.2006"), a.At.Format("15:04"), name, quoted(a))
}

// quoted marks the lines of a message, and those of what it answered, once more.
func quoted(a *Letter) string {
	text := a.Text
	if a.Answers != nil {
		text += "\n\n" + strings.TrimRight(quoteLines(a.Answers.Text), "\n")
	}
	return quoteLines(text)
}

func quoteLines(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch {
		case line == "":
			b.WriteString(">")
		case strings.HasPrefix(line, ">"):
			b.WriteString(">" + line)
		default:
			b.WriteString("> " + line)
		}
	}
	return b.String()
}
