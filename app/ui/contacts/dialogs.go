package contacts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// askLog writes down a call, a visit or a message that did not come by mail.
func (s *Screen) askLog() {
	tr, who := s.env.Tr, &s.card.contact
	channel := data.ChannelPhone
	if who.PreferredChannel != "" && who.PreferredChannel != data.ChannelEmail {
		channel = who.PreferredChannel
	}
	text := kit.NewTextArea(tr.T("contacts.log-hint"), 4)
	channels := kit.NewChoice(parts.Options(tr, "channel.", data.Channels()), string(channel), nil)
	directions := kit.NewChoice(parts.Options(tr, "direction.", []data.Direction{data.Inbound, data.Outbound}),
		string(data.Inbound), nil)
	length := kit.NewEntry(tr.T("contacts.minutes-hint"))
	kinds := kit.NewChoice(parts.Options(tr, "contacts.log-kind.", []data.Kind{
		data.KindOther, data.KindQuestion, data.KindPraise, data.KindSuggestion, data.KindOrder,
	}), string(data.KindOther), nil)
	day := kit.NewDateEntry(s.env, s.env.Today())
	kit.ShowForm(s.env, kit.Form{
		Title: tr.T("contacts.log-title", "Name", who.Name()), Deed: tr.T("contacts.save"), Width: 520,
		Fields: []kit.Field{
			{Label: tr.T("contacts.log-text"), Input: text, Hint: tr.T("contacts.log-enter")},
			{Input: kit.Columns(kit.GapRows, kit.Labelled(tr.T("contacts.channel"), channels),
				kit.Labelled(tr.T("contacts.direction"), directions))},
			{Input: kit.Columns(kit.GapRows, kit.Labelled(tr.T("contacts.log-about"), kinds),
				kit.Labelled(tr.T("contacts.length"), length))},
			{Label: tr.T("contacts.day"), Input: day},
		},
		Submit: func(done func(error)) {
			n, err := minutes(length.Text)
			if err == nil {
				err = day.Check()
			}
			if err != nil {
				done(err)
				return
			}
			s.log(data.Interaction{
				ContactID: who.ID, At: moment(day.Day(), s.env.Now(), s.env.Today()),
				Channel: data.Channel(channels.Code()), Direction: data.Direction(directions.Code()),
				Kind: data.Kind(kinds.Code()), Note: strings.TrimSpace(text.Text), Minutes: n,
			}, done)
		},
	})
}

func (s *Screen) log(i data.Interaction, done func(error)) {
	kit.Go(s.scope, "log", func(ctx context.Context) (int64, error) {
		return s.svc.LogInteraction(ctx, i)
	}, func(_ int64, err error) {
		done(err)
		if err == nil {
			s.env.Toast(s.env.Tr.T("contacts.logged"), nil)
			s.refreshCard()
		}
	})
}

func (s *Screen) askFollowUp() {
	tr, who := s.env.Tr, &s.card.contact
	parts.AskFollowUp(s.env, parts.FollowUpForm{
		Title: tr.T("contacts.follow-up-title", "Name", who.Name()), Hint: tr.T("contacts.follow-up-hint"),
		Save: func(what string, due data.Date, done func(error)) {
			kit.Go(s.scope, "follow-up", func(ctx context.Context) (int64, error) {
				return s.svc.AddFollowUp(ctx, data.FollowUp{What: what, ContactID: who.ID, Due: due})
			}, func(_ int64, err error) {
				done(err)
				if err == nil {
					s.env.Toast(tr.T("parts.added", "Day", due), nil)
					s.refreshCard()
				}
			})
		},
	})
}

// contactForm are the fields of a contact's form.
type contactForm struct {
	kind, legal, status, channel         *kit.Choice
	given, family, company, emails, city *kit.Entry
	phones, note                         *kit.Entry
}

func newContactForm(env *kit.Env, d draft) *contactForm {
	tr := env.Tr
	filled := func(text, hint string) *kit.Entry {
		e := kit.NewEntry(hint)
		e.SetText(text)
		return e
	}
	f := &contactForm{
		given: filled(d.given, ""), family: filled(d.family, ""), company: filled(d.company, ""),
		emails: filled(d.emails, tr.T("contacts.emails-hint")), phones: filled(d.phones, tr.T("contacts.phones-hint")),
		city: filled(d.city, ""), note: kit.NewTextArea("", 2),
		legal:  kit.NewChoice(parts.Options(tr, "legal.", data.LegalTypes()), d.legal, nil),
		status: kit.NewChoice(parts.Options(tr, "status.", data.ContactStatuses()), d.status, nil),
	}
	f.note.SetText(d.note)
	channels := parts.Options(tr, "channel.", append([]data.Channel{""}, data.Channels()...))
	channels[0].Text = tr.T("contacts.any-channel")
	f.channel = kit.NewChoice(channels, d.channel, nil)
	f.kind = kit.NewChoice(parts.Options(tr, "contactkind.", []data.ContactKind{data.Person, data.Company}), d.kind,
		func(code string) { // a company is a business unless the owner says otherwise
			switch {
			case code == string(data.Company) && f.legal.Code() == string(data.Consumer):
				f.legal.SetCode(string(data.Business))
			case code == string(data.Person) && f.legal.Code() == string(data.Business):
				f.legal.SetCode(string(data.Consumer))
			}
		})
	return f
}

func (f *contactForm) fields(env *kit.Env) []kit.Field {
	tr := env.Tr
	pair := func(a string, left fyne.CanvasObject, b string, right fyne.CanvasObject) kit.Field {
		return kit.Field{Input: kit.Columns(kit.GapRows, kit.Labelled(tr.T(a), left), kit.Labelled(tr.T(b), right))}
	}
	return []kit.Field{
		pair("contacts.given", f.given, "contacts.family", f.family),
		pair("contacts.company", f.company, "contacts.city", f.city),
		pair("contacts.emails", f.emails, "contacts.phones", f.phones),
		pair("contacts.kind", f.kind, "contacts.legal", f.legal),
		pair("contacts.status", f.status, "contacts.channel-preferred", f.channel),
		{Label: tr.T("contacts.note"), Input: f.note},
	}
}

func (f *contactForm) draft() draft {
	return draft{
		kind: f.kind.Code(), given: f.given.Text, family: f.family.Text, company: f.company.Text,
		emails: f.emails.Text, phones: f.phones.Text, city: f.city.Text, note: f.note.Text,
		legal: f.legal.Code(), status: f.status.Code(), channel: f.channel.Code(),
	}
}

func (s *Screen) askNew() {
	tr := s.env.Tr
	f := newContactForm(s.env, newDraft())
	kit.ShowForm(s.env, kit.Form{
		Title: tr.T("contacts.new-title"), Deed: tr.T("contacts.add"), Width: 600, Fields: f.fields(s.env),
		Submit: func(done func(error)) {
			d := f.draft()
			kit.Go(s.scope, "add", func(ctx context.Context) (int64, error) {
				return s.svc.AddContact(ctx, d.apply(data.Contact{}))
			}, func(id int64, err error) {
				done(err)
				if err == nil {
					s.env.Toast(tr.T("contacts.added"), nil)
					s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: id})
				}
			})
		},
	})
}

func (s *Screen) askEdit() {
	tr, old := s.env.Tr, s.card.contact
	f := newContactForm(s.env, draftOf(&old))
	kit.ShowForm(s.env, kit.Form{
		Title: tr.T("contacts.edit-title"), Deed: tr.T("contacts.save"), Width: 600, Fields: f.fields(s.env),
		Submit: func(done func(error)) {
			d := f.draft()
			kit.Do(s.scope, "change", func(ctx context.Context) error {
				return s.svc.ChangeContact(ctx, d.apply(old))
			}, func(err error) {
				done(err)
				if err == nil {
					s.env.Toast(tr.T("contacts.changed"), func(ctx context.Context) error {
						return s.svc.ChangeContact(ctx, old)
					})
					s.refreshCard()
				}
			})
		},
	})
}

// askCase opens a case that came by phone, at the counter or on paper.
func (s *Screen) askCase() {
	tr := s.env.Tr
	kit.Go(s.scope, "categories", func(ctx context.Context) ([]data.Category, error) {
		return s.svc.Categories(ctx, data.ListCategories)
	}, func(all []data.Category, err error) {
		switch {
		case err != nil:
			kit.ShowError(s.env, err)
		case s.card != nil:
			s.showCaseForm(parts.CategoryOptions(tr, data.ListCategories, all))
		}
	})
}

func (s *Screen) showCaseForm(categories []kit.Option) {
	tr, who := s.env.Tr, s.card.contact
	subject := kit.NewEntry(tr.T("contacts.case-subject-hint"))
	text := kit.NewTextArea(tr.T("contacts.case-text-hint"), 4)
	kinds := kit.NewChoice(parts.Options(tr, "casekind.", []data.CaseKind{data.CaseComplaint, data.CaseRequest}),
		string(data.CaseComplaint), nil)
	channels := kit.NewChoice(parts.Options(tr, "channel.", data.Channels()), string(data.ChannelPhone), nil)
	category := kit.NewChoice(categories, "", nil)
	demand := kit.NewChoice(parts.Options(tr, "demand.", data.Demands()), "", nil)
	severity := kit.NewChoice(parts.Severities(tr), "2", nil)
	day := kit.NewDateEntry(s.env, s.env.Today())
	pair := func(a string, left fyne.CanvasObject, b string, right fyne.CanvasObject) kit.Field {
		return kit.Field{Input: kit.Columns(kit.GapRows, kit.Labelled(tr.T(a), left), kit.Labelled(tr.T(b), right))}
	}
	kit.ShowForm(s.env, kit.Form{
		Title: tr.T("contacts.case-title", "Name", who.Name()), Deed: tr.T("contacts.case-deed"), Width: 560,
		Fields: []kit.Field{
			{Label: tr.T("contacts.case-subject"), Input: subject},
			{Label: tr.T("contacts.case-text"), Input: text},
			pair("contacts.case-kind", kinds, "contacts.case-channel", channels),
			pair("contacts.case-category", category, "contacts.case-demand", demand),
			{Input: kit.Weighted(kit.GapRows, []float32{1, 2}, kit.Labelled(tr.T("contacts.case-severity"), severity),
				kit.Labelled(tr.T("contacts.case-received"), day))},
		},
		Submit: func(done func(error)) {
			if err := caseError(subject.Text, day); err != nil {
				done(err)
				return
			}
			s.addCase(data.Case{
				Kind: data.CaseKind(kinds.Code()), ContactID: who.ID, LegalType: who.LegalType,
				Received: moment(day.Day(), s.env.Now(), s.env.Today()), Channel: data.Channel(channels.Code()),
				Subject: strings.TrimSpace(subject.Text), Text: strings.TrimSpace(text.Text), Category: category.Code(),
				Demand: data.Demand(demand.Code()), Severity: parts.SeverityOf(severity.Code()),
			}, done)
		},
	})
}

func caseError(subject string, day *kit.DateEntry) error {
	if strings.TrimSpace(subject) == "" {
		return data.NewError(data.CodeInvalid, "case-without-subject")
	}
	return day.Check()
}

func (s *Screen) addCase(k data.Case, done func(error)) {
	tr := s.env.Tr
	kit.Go(s.scope, "case", func(ctx context.Context) (data.Case, error) {
		return s.svc.AddCase(ctx, k)
	}, func(made data.Case, err error) {
		done(err)
		if err != nil {
			return
		}
		if made.Deadline.Safe.IsZero() {
			s.env.Toast(tr.T("contacts.case-made", "Number", made.Number), nil)
		} else {
			s.env.Toast(tr.T("contacts.case-made-by", "Number", made.Number, "Day", made.Deadline.Safe), nil)
		}
		s.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: made.ID})
	})
}
