package sample

import (
	"fmt"
	"strings"
)

// firmSignature stands under the firm's messages.
const firmSignature = "-- \n" + firmName + "\nul. Rzgowska 900, 93-311 Łódź\ntel. " + firmPhone + "\npon.–pt. 8:00–17:00, sob. 9:00–13:00"

// textWithQuote is the whole readable body: what the sender wrote, what his
// program adds, and the message that he answers.
func (d *draft) textWithQuote() string {
	text := d.text
	if d.byFirm {
		text += "\n\n" + firmSignature
	}
	if !d.byFirm && d.uses == phone && d.automatic == "" {
		text += "\n\nWysłane z iPhone’a"
	}
	if d.answers != nil && d.automatic == "" {
		text += "\n\n" + d.quote()
	}
	return text
}

// quote repeats the answered message as the sender's program does.
func (d *draft) quote() string {
	a := d.answers
	name := a.from.Name
	if name == "" {
		name = a.from.Email
	}
	switch {
	case d.who.english && !d.byFirm:
		return fmt.Sprintf("On %s, %s <%s> wrote:\n%s", a.at.Format("Mon, 2 Jan 2006 at 15:04"), name, a.from.Email, quoted(a))
	case d.uses == outlook:
		return fmt.Sprintf("From: %s <%s>\nSent: %s\nTo: %s\nSubject: %s\n\n%s", name, a.from.Email,
			a.at.Format("02.01.2006 15:04"), a.to.Email, a.subject, a.text)
	case d.uses == gmail:
		return fmt.Sprintf("%s, %d %s %d o %s %s <%s> napisał(a):\n\n%s", shortWeekday[a.at.Weekday()], a.at.Day(),
			shortMonth[a.at.Month()], a.at.Year(), a.at.Format("15:04"), name, a.from.Email, quoted(a))
	case d.uses == phone:
		return fmt.Sprintf("> Wiadomość napisana przez %s <%s> w dniu %s, o godz. %s:\n> \n%s", name, a.from.Email,
			a.at.Format("02.01.2006"), a.at.Format("15:04"), quoted(a))
	}
	return fmt.Sprintf("W dniu %s o %s, %s pisze:\n%s", a.at.Format("02.01.2006"), a.at.Format("15:04"), name, quoted(a))
}

// quoted marks the lines of a message, and those of what it answered, once more.
func quoted(a *draft) string {
	text := a.text
	if a.answers != nil {
		text += "\n\n" + strings.TrimRight(quoteLines(a.answers.text), "\n")
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
