package inbox

import (
	"context"
	"image"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/reader"
	"kartoteka/data"
)

// read opens the message that is being loaded. One whose bytes can't be had is
// shown by the text that is kept of it.
func (s *Screen) read(ctx context.Context, l *letter) error {
	r, err := s.svc.Reading(ctx, l.message.ID)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		r = data.Reading{}
	}
	if len(r.Passages) == 0 && l.message.Text != "" {
		r.Passages = []data.Passage{{Kind: data.PassageSaid, Text: l.message.Text}}
	}
	r.Passages = fewer(r.Passages)
	l.lines = make([][]reader.Line, len(r.Passages))
	for i, p := range r.Passages {
		l.lines[i] = reader.Paragraphs(p.Text)
	}
	l.reading, l.similar = r, nil
	for _, id := range r.Similar {
		m, err := s.svc.Message(ctx, id)
		if err != nil {
			return err
		}
		l.similar = append(l.similar, m)
	}
	return nil
}

// mostPassages is how many passages are told apart: what follows is one more.
const mostPassages = 200

// fewer joins the end of a message that changes between words and quotes as no
// person writes.
func fewer(all []data.Passage) []data.Passage {
	if len(all) <= mostPassages {
		return all
	}
	rest := make([]string, 0, len(all)-mostPassages)
	for _, p := range all[mostPassages:] {
		rest = append(rest, p.Text)
	}
	return append(all[:mostPassages:mostPassages], data.Passage{Kind: data.PassageSaid, Text: strings.Join(rest, "\n")})
}

// rich reports whether the message is shown by its HTML form.
func (d *detail) rich() bool { return d.letter.reading.Rich != nil && !d.s.plain }

// showBody shows the words of the message, from their beginning when it is
// another message than before.
func (d *detail) showBody(fresh bool) {
	var lines []reader.Line
	if d.rich() {
		lines = d.richLines()
	} else {
		lines = d.textLines()
	}
	if fresh {
		d.body.SetLines(lines)
	} else {
		d.body.Replace(lines)
	}
}

// textLines are the passages, the folded ones as a button in their place.
func (d *detail) textLines() []reader.Line {
	passages := d.letter.reading.Passages
	if len(passages) == 0 {
		word := "inbox.no-text"
		if d.message.Quarantined {
			word = "inbox.unreadable"
		}
		return []reader.Line{reader.Plain(d.s.env.Tr.T(word))}
	}
	var out []reader.Line
	for i, p := range passages {
		if i > 0 {
			out = append(out, reader.Plain(""))
		}
		if p.Folded {
			out = append(out, d.foldButton(i, p.Kind))
			if !d.opened[i] {
				continue
			}
		}
		out = append(out, d.letter.lines[i]...)
	}
	return out
}

// foldButton shows or hides what is folded at a place.
func (d *detail) foldButton(at int, kind data.PassageKind) reader.Line {
	word := "reading.show-"
	if d.opened[at] {
		word = "reading.hide-"
	}
	if kind == data.PassageSignature {
		word += "signature"
	} else {
		word += "quote"
	}
	return reader.Line{Button: d.s.env.Tr.T(word), Tapped: func() {
		d.opened[at] = !d.opened[at]
		d.showBody(false)
	}}
}

// buildBar says how the message is shown, and what was kept away.
func (d *detail) buildBar() fyne.CanvasObject {
	tr, r := d.s.env.Tr, d.letter.reading.Rich
	var row []fyne.CanvasObject
	blocked := kit.Spacer()
	if r != nil {
		row = append(row,
			kit.NewToggle(tr.T("reading.rich"), d.rich(), func(bool) { d.turn(false) }),
			kit.NewToggle(tr.T("reading.text"), !d.rich(), func(bool) { d.turn(true) }))
		if r.Remote > 0 {
			row = append(row, kit.Picture(look.IconBan, 14, look.ColorMuted))
			blocked = kit.Grow(kit.Caption(tr.N("reading.blocked", r.Remote)).Cut())
		}
	}
	row = append(row, blocked)
	if d.message.Direction == data.Inbound && d.message.Automatic == data.ByPerson && d.message.Kind == data.KindNone {
		row = append(row, kit.Link(tr.T("reading.by-machine"), func() { d.s.judge(d.message.ID, data.AutoBulk) }))
	}
	return kit.HBox(kit.GapSmall, row...)
}

// turn shows messages as text or by their HTML form, from now on.
func (d *detail) turn(plain bool) {
	d.s.plain = plain
	d.opened = map[int]bool{}
	d.bar.Set(d.buildBar())
	d.showBody(true)
}

// buildAutomatic says which kind of machine wrote the message, what a report of
// delivery is about, and lets the owner say otherwise.
func (d *detail) buildAutomatic() fyne.CanvasObject {
	tr, m, r := d.s.env.Tr, d.message, &d.letter.reading
	text := tr.T("inbox.is-automatic", "Kind", tr.T("automatic."+string(m.Automatic)))
	for i, f := range r.Failed {
		if i == shownFailed {
			text += "\n" + tr.N("reading.failed-more", len(r.Failed)-shownFailed)
			break
		}
		text += "\n" + tr.T("reading.failed", "Address", clip(f.Address, 80), "Reason", clip(f.Reason, 160))
	}
	row := []fyne.CanvasObject{
		kit.Picture(look.IconSettings, 18, kit.ToneNeutral.Color()), kit.Grow(kit.NewPara(text, look.SizeBody, look.ColorText)),
	}
	if r.Original != 0 {
		row = append(row, kit.Link(tr.T("reading.returned"), func() {
			d.s.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: r.Original})
		}))
	}
	row = append(row, kit.Link(tr.T("reading.by-person"), func() { d.s.judge(m.ID, data.ByPerson) }))
	p := kit.NewPanel(kit.ToneNeutral.Color(), "", 8, kit.Pad(8, 12, 8, 12, kit.HBox(kit.GapRows, row...)))
	p.Alpha = 0x16
	return p
}

// shownFailed is how many addresses of a delivery report have room.
const shownFailed = 3

// judge keeps the owner's word on who wrote a message.
func (s *Screen) judge(id int64, kind data.Automatic) {
	kit.Do(s.scope, openRef("judge", id), func(ctx context.Context) error {
		return s.svc.SetAutomatic(ctx, id, kind)
	}, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		word := "reading.judged-machine"
		if kind == data.ByPerson {
			word = "reading.judged-person"
		}
		s.env.Toast(s.env.Tr.T(word), kit.Did)
		s.missed = s.detail.message // it may stand in another list now
		s.load()
	})
}

// threadTitle says how many messages the conversation has before and after.
func (d *detail) threadTitle(others []data.Message) string {
	tr := d.s.env.Tr
	later := 0
	for i := range others {
		if others[i].Date.After(d.message.Date) {
			later++
		}
	}
	text := tr.N("inbox.thread", len(others))
	if later > 0 && later < len(others) {
		text += " · " + tr.T("reading.around", "Earlier", len(others)-later, "Later", later)
	}
	return text
}

// threadLine is another message of the conversation, which a tap opens.
func (d *detail) threadLine(m *data.Message) fyne.CanvasObject {
	tr, id := d.s.env.Tr, m.ID
	name := m.From.Name
	if name == "" {
		name = m.From.Email
	}
	if m.Direction == data.Outbound {
		name = tr.T("inbox.we")
	}
	return newThreadLine(name, firstLine(m.Text), tr.When(m.Date, d.s.env.Now()), func() {
		d.s.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: id})
	})
}

// buildSimilar lists what may belong to the conversation by its subject.
func (d *detail) buildSimilar() fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.NewText(d.s.env.Tr.T("reading.similar"), look.SizeCaption, look.ColorMuted, true)}
	for i := range d.letter.similar {
		rows = append(rows, d.threadLine(&d.letter.similar[i]))
	}
	return kit.VBox(kit.GapTiny, rows...)
}

// picture loads a picture that came with the message, when it was asked for.
func (d *detail) picture(n int) {
	s, id, p := d.s, d.message.ID, d.letter.reading.Rich.Pictures[n]
	kit.Go(s.scope, openRef("picture", int64(n)), func(ctx context.Context) (image.Image, error) {
		return s.svc.Picture(ctx, id, p)
	}, func(img image.Image, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		if d.message != nil && d.message.ID == id {
			d.images[n] = img
			d.showBody(false)
		}
	})
}

// warned is a link's warning in a sentence, "" where nothing is odd.
func warned(s *Screen, l *data.RichLink) string {
	if l.Warning == data.LinkPlain {
		return ""
	}
	return s.env.Tr.T("reading.link-"+string(l.Warning), "Host", l.Host)
}

// follow shows where a link leads, whole, before anything is opened.
func (s *Screen) follow(l *data.RichLink) {
	tr := s.env.Tr
	rows := []fyne.CanvasObject{}
	if w := warned(s, l); w != "" {
		rows = append(rows, parts.Strip(look.IconAlert, kit.ToneBad, w))
	}
	var d *dialog.Dialog
	cancel := kit.Secondary(tr.T("ui.cancel"), "", func() { d.Close() })
	if l.Target == "" {
		d = dialog.Show(s.env, tr.T("reading.link-dead"), kit.VBox(kit.GapRows, rows...), cancel)
		d.Focus(cancel)
		return
	}
	rows = append(rows, kit.Sentence(tr.T("reading.link-host", "Host", l.Host)),
		kit.Box(0, linkBox, kit.Scroll(kit.NewPara(broken(l.Target), 12, look.ColorMuted))))
	copied := kit.Secondary(tr.T("reading.link-copy"), "", func() {
		fyne.CurrentApp().Clipboard().SetContent(l.Target)
		d.Close()
	})
	open := kit.Primary(tr.T("reading.link-open"), look.IconGlobe, func() {
		d.Close()
		s.browseTo(l.Target)
	})
	d = dialog.Show(s.env, tr.T("reading.link-title"), kit.VBox(kit.GapRows, rows...), cancel, copied, open)
	d.Focus(cancel)
}

// linkBox is the height of the room for a target: long ones scroll.
const linkBox float32 = 76

// broken lets a long address wrap: it may break after every few letters.
func broken(s string) string {
	const every = 48
	letters := []rune(s)
	out := ""
	for len(letters) > every {
		out += string(letters[:every]) + "\n"
		letters = letters[every:]
	}
	return out + string(letters)
}
