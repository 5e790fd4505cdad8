package inbox

import (
	"context"
	"image"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/reader"
	"kartoteka/data"
)

// detail is the message that is open.
type detail struct {
	s       *Screen
	message *data.Message
	letter  letter
	place   *parts.Slot
	head    *parts.Slot
	body    *reader.Reader
	bar     *parts.Slot
	foot    *parts.Slot
	filing  *parts.Slot
	opened  map[int]bool // passages and blocks that were folded
	images  map[int]image.Image
	files   int // attachments that were asked for beyond the first
	whole   fyne.CanvasObject
	none    fyne.CanvasObject
}

// letter is a message with what is shown around it.
type letter struct {
	message data.Message
	thread  []data.Message
	contact data.Contact // ID 0: the sender is not known
	// standing is what became of the answers to it.
	standing data.ReplyStanding
	reading  data.Reading
	lines    [][]reader.Line // of its passages
	similar  []data.Message  // that may belong to the conversation
}

func newDetail(s *Screen) *detail {
	d := &detail{
		s: s, head: parts.NewSlot(), bar: parts.NewSlot(), body: reader.New(), foot: parts.NewSlot(), filing: parts.NewSlot(),
	}
	d.body.More = s.env.Tr.T("reading.more")
	d.whole = kit.VBox(kit.GapRows, d.head.Box, d.bar.Box, kit.Grow(d.body), d.foot.Box, kit.Rule(), d.filing.Box)
	d.none = kit.Empty(look.IconMail, s.env.Tr.T("inbox.none-open"), nil)
	d.place = parts.NewSlot()
	d.clear()
	return d
}

func (d *detail) clear() {
	d.message = nil
	d.place.Set(d.none)
}

// openMessage loads a message and shows it; an older answer is dropped.
func (s *Screen) openMessage(id int64) {
	kit.Go(s.scope, "message", func(ctx context.Context) (letter, error) {
		var l letter
		var err error
		if l.message, err = s.svc.Message(ctx, id); err != nil {
			return l, err
		}
		if l.thread, err = s.svc.ThreadOf(ctx, id); err != nil {
			return l, err
		}
		if l.standing, err = s.answers.Standing(ctx, data.DraftFilter{Answers: id}); err != nil {
			return l, err
		}
		if err := s.read(ctx, &l); err != nil {
			return l, err
		}
		who := l.message.ContactID
		if who == 0 {
			who = l.message.SuggestedFor
		}
		if who != 0 {
			l.contact, err = s.svc.Contact(ctx, who)
		}
		return l, err
	}, func(l letter, err error) {
		switch {
		case s.model.open != id:
		case err != nil:
			s.detail.message = nil
			s.detail.place.Set(kit.Trouble(s.env, err, func() { s.openMessage(id) }))
		default:
			if s.model.index(id) < 0 {
				s.missed = &l.message
			}
			s.detail.show(l)
		}
	})
}

func (d *detail) show(l letter) {
	same := d.message != nil && d.message.ID == l.message.ID
	d.letter, d.message = l, &l.message
	if !same {
		d.opened, d.images, d.files = map[int]bool{}, map[int]image.Image{}, 0
	}
	d.head.Set(d.buildHead())
	d.bar.Set(d.buildBar())
	d.showBody(!same)
	d.foot.Set(d.buildFoot())
	d.filing.Set(d.buildFiling())
	d.place.Set(d.whole)
	d.place.Box.Refresh()
}

func (d *detail) buildHead() fyne.CanvasObject {
	tr, m := d.s.env.Tr, d.message
	subject := m.Subject
	if subject == "" {
		subject = tr.T("inbox.no-subject")
	}
	name := m.From.Name
	if name == "" {
		name = m.From.Email
	}
	from := kit.HBox(kit.GapSmall, kit.Strong(clip(name, 60)), kit.Grow(kit.Muted(m.From.Email).Cut()))
	if m.From.Name == "" {
		from = kit.HBox(kit.GapSmall, kit.Grow(kit.Strong(name).Cut()))
	}
	lines := []fyne.CanvasObject{from}
	if to := addresses(m.To); to != "" {
		lines = append(lines, kit.Caption(tr.T("inbox.to", "To", to)).Cut())
	}
	var when fyne.CanvasObject = kit.Caption(tr.DateTime(m.Date))
	if deletable(m) {
		when = kit.HBox(kit.GapSmall, when, kit.Link(tr.T("inbox.delete"), func() { d.s.remove(m) }))
	}
	who := kit.HBox(kit.GapRows, kit.Avatar(name, 36), kit.Grow(kit.VBox(3, lines...)), rightColumn(when, d.contactMark()))
	rows := []fyne.CanvasObject{kit.NewText(subject, 17, look.ColorText, true).Cut(), who}
	if m.Kind == data.KindNone {
		if hint := d.buildHint(); hint != nil {
			rows = append(rows, hint)
		}
	}
	return kit.VBox(kit.GapRows, rows...)
}

// contactMark is the client's name as a way to the card, or "new contact".
func (d *detail) contactMark() fyne.CanvasObject {
	tr, who := d.s.env.Tr, d.letter.contact
	if who.ID == 0 {
		return kit.Chip(tr.T("inbox.new-contact"), kit.ToneNeutral)
	}
	name := clip(who.Name(), 28)
	if who.Name() == d.message.From.Name {
		name = tr.T("inbox.card")
	}
	link := kit.Link(name, func() {
		d.s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: who.ID})
	})
	if d.message.ContactID == 0 {
		return kit.HBox(kit.GapTiny, kit.Caption(tr.T("inbox.likely")), link)
	}
	return link
}

// buildHint says what the message seems to be, with the words that led to it.
func (d *detail) buildHint() fyne.CanvasObject {
	tr, m := d.s.env.Tr, d.message
	if m.Automatic != data.ByPerson {
		return d.buildAutomatic()
	}
	text := suggestion(tr, &m.Triage)
	if text == "" {
		return nil
	}
	enter := ""
	if fileable(m.Suggested) && d.s.model.view != viewUnanswered { // where Enter opens the client
		enter = tr.T("inbox.enter")
	}
	return hintBand(look.IconBulb, parts.KindTone(m.Suggested), text, enter)
}

func hintBand(icon look.IconName, tone kit.Tone, text, key string) fyne.CanvasObject {
	row := []fyne.CanvasObject{
		kit.Picture(icon, 18, tone.Color()), kit.Grow(kit.NewPara(text, look.SizeBody, look.ColorText)),
	}
	if key != "" {
		row = append(row, parts.KeyCap(key))
	}
	p := kit.NewPanel(tone.Color(), "", 8, kit.Pad(8, 12, 8, 12, kit.HBox(kit.GapRows, row...)))
	p.Alpha = 0x16
	return p
}

// shownThread is how many lines of a thread have room at once.
const shownThread = 3

// buildFoot lists the attachments and the thread's other messages.
func (d *detail) buildFoot() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if files := attached(d.message); len(files) > 0 {
		rows = append(rows, d.buildFiles(files))
	}
	if earlier := others(d.letter.thread, d.message.ID); len(earlier) > 0 {
		rows = append(rows, d.buildThread(earlier))
	}
	rows = append(rows, d.buildAnswers()...)
	if len(d.letter.similar) > 0 {
		rows = append(rows, d.buildSimilar())
	}
	return kit.VBox(kit.GapSmall, rows...)
}

func (d *detail) buildThread(earlier []data.Message) fyne.CanvasObject {
	lines := make([]fyne.CanvasObject, len(earlier))
	for i, m := range earlier {
		lines[i] = d.threadLine(&m)
	}
	room := shownThread
	if len(attached(d.message)) > 1 {
		room = 1 // the files take two rows in a small window
	}
	height := float32(min(len(lines), room))*threadLineHeight + 4
	return kit.VBox(kit.GapTiny, kit.NewText(d.threadTitle(earlier), look.SizeCaption, look.ColorMuted, true),
		kit.Box(0, height, kit.Scroll(kit.VBox(0, lines...))))
}

// buildFiling is the row of kinds, or what the message was filed as.
func (d *detail) buildFiling() fyne.CanvasObject {
	tr, m := d.s.env.Tr, d.message
	if m.Kind != data.KindNone {
		word := tr.T("kind." + string(m.Kind))
		return kit.HBox(kit.GapSmall, kit.Muted(tr.T("inbox.filed-as")), kit.Chip(word, parts.KindTone(m.Kind)),
			kit.Spacer(), kit.Secondary(tr.T("inbox.unfile"), look.IconUndo, func() { d.s.unfile(m.ID) }))
	}
	if m.Direction == data.Outbound {
		return kit.Hint(tr.T("inbox.our-own"))
	}
	var all []*parts.KeyButton
	for _, k := range data.FilingKinds() {
		key, label, do := keyOf(tr, k), tr.T("inbox.file-as."+string(k)), func() { d.s.file(k) }
		if k == m.Suggested {
			all = append(all, parts.NewBestButton(key, label, parts.KindTone(k), do))
		} else {
			all = append(all, parts.NewKeyButton(key, label, do))
		}
	}
	return parts.KeyGrid(keysAcross, all)
}

// keysAcross is how many kinds stand in a row.
const keysAcross = 4

// clip shortens a word that others wrote to so many letters.
func clip(s string, most int) string {
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return s
}
