package session

import (
	"fmt"
	"time"

	"kartoteka/data"
)

// fewMessages come in without the memory being of any account, unless they are
// large; those are not held.
const fewMessages = 50

// progressPause keeps fast work from spending its time on the terminal.
const progressPause = 100 * time.Millisecond

// Progress shows on a terminal how far some work is, on one line.
type Progress struct {
	s    *Session
	on   bool
	last time.Time
	wide int
}

// Progress begins a line of progress, which nobody sees who does not watch.
func (s *Session) Progress() *Progress {
	return &Progress{s: s, on: s.Watched()}
}

// Pulling shows how far a folder is, in messages.
func (p *Progress) Pulling(account, folder string, done, total int) {
	if total > fewMessages {
		p.s.pulling()
	}
	if p.due(int64(done), int64(total)) {
		p.show(p.s.Words.T("cli.sync.progress", "Account", account, "Folder", folder,
			"Done", p.s.Words.Int(done), "Total", p.s.Words.Int(total)))
	}
}

// Part returns what shows how far work of a known size is, as the sentence of
// the catalogue for its Part.
func (p *Progress) Part(key string) func(done, total int) {
	return func(done, total int) {
		if total > 0 && p.due(int64(done), int64(total)) {
			p.show(p.s.Words.T(key, "Part", p.s.Words.Percent(float64(done)/float64(total), 0)))
		}
	}
}

// Copying shows how far a backup or a restore is, in bytes.
func (p *Progress) Copying(stage data.BackupStage, done, total int64) {
	if !p.due(done, total) {
		return
	}
	text := p.s.Words.T("backup.stage-" + string(stage))
	if total > 0 {
		text += " " + p.s.Words.Percent(float64(done)/float64(total), 0)
	}
	p.show(text)
}

// due reports whether to show anything now; the end always is.
func (p *Progress) due(done, total int64) bool {
	if !p.on || done < total && time.Since(p.last) < progressPause {
		return false
	}
	p.last = time.Now()
	return true
}

func (p *Progress) show(text string) {
	text = Short(clean(text), 79)
	n := len([]rune(text))
	fmt.Fprintf(p.s.Err, "\r%s%*s", text, max(0, p.wide-n), "")
	p.wide = n
}

// Done clears the line.
func (p *Progress) Done() {
	if p.on && p.wide > 0 {
		fmt.Fprintf(p.s.Err, "\r%*s\r", p.wide, "")
		p.wide = 0
	}
}
