package inbox

import (
	"context"
	"image"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
)

// fakeService is a mailbox of a small workshop in memory.
type fakeService struct {
	deleted []int64
	heldMail
	unansweredList
	messages []data.Message
	contacts map[int64]data.Contact
	filed    []data.Filing
	unfiled  []int64
	saved    []string
	accounts []data.Account
	readings map[int64]data.Reading
	viewed   []string
	judged   map[int64]data.Automatic
	fail     error // of File
	broken   error // of Inbox
}

var warsaw = time.FixedZone("Warsaw", 3600)

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, warsaw)
}

func person(id int64, given, family string) data.Contact {
	return data.Contact{ID: id, Kind: data.Person, GivenName: given, FamilyName: family, LegalType: data.Consumer, Status: data.StatusActive}
}

func newFake() *fakeService {
	our := []data.Address{{Name: "Zakład Ślusarski Wrzos", Email: "biuro@slusarstwo-wrzos.example"}}
	f := &fakeService{judged: map[int64]data.Automatic{}, readings: map[int64]data.Reading{}, accounts: []data.Account{{ID: 1, Name: "biuro"}}, contacts: map[int64]data.Contact{
		1: person(1, "Żaneta", "Dąbrowska"), 2: person(2, "Łukasz", "Wiśniewski"),
		3: {ID: 3, Kind: data.Company, Company: "Hotel Źródło sp. z o.o.", LegalType: data.Business, Status: data.StatusActive},
	}}
	add := func(m data.Message) {
		m.ID, m.To, m.Direction = int64(len(f.messages)+1), our, data.Inbound
		if m.Thread == 0 {
			m.Thread = m.ID
		}
		f.messages = append(f.messages, m)
	}
	add(data.Message{
		From: data.Address{Name: "Żaneta Dąbrowska", Email: "z.dabrowska@poczta.example"}, ContactID: 1, Date: at(24, 9, 58), Thread: 90,
		Subject: "Reklamacja zamka w drzwiach wejściowych",
		Text: "Dzień dobry,\n\ntrzy tygodnie temu montowali Państwo u mnie zamek wielopunktowy. Od wtorku zacina się przy przekręcaniu klucza, " +
			"a wczoraj wieczorem przez pół godziny nie mogłam wejść do domu. Reklamuję wykonanie usługi i proszę o bezpłatną naprawę jeszcze w tym tygodniu.\n\n" +
			"W załączniku przesyłam zdjęcie i kopię faktury.\n\nPozdrawiam\nŻaneta Dąbrowska\ntel. 600 100 200",
		Attachments: []data.Attachment{{Part: 1, Name: "zamek.jpg", Size: 1840000}, {Part: 2, Name: "faktura-118-2026.pdf", Size: 96400}},
		Triage:      data.Triage{Suggested: data.KindComplaint, Words: []string{"Reklamuję", "zacina się"}},
	})
	add(data.Message{
		From: data.Address{Name: "Łukasz Wiśniewski", Email: "lukasz@mlyn-srubowy.example"}, ContactID: 2, Date: at(24, 8, 12),
		Subject: "Dorobienie kluczy do magazynu", Text: "Dzień dobry, czy dorobią Państwo sześć kluczy do kłódek Abloy i na kiedy? Potrzebujemy ich przed piątkiem.",
		Triage: data.Triage{Suggested: data.KindQuestion, Words: []string{"czy", "na kiedy"}},
	})
	add(data.Message{
		From: data.Address{Name: "Recepcja Hotel Źródło", Email: "recepcja@hotelzrodlo.example"}, Date: at(23, 17, 40),
		Subject: "Podziękowanie za sobotni wyjazd", Text: "Dziękujemy za tak szybki przyjazd w sobotę. Pan Marek był profesjonalny i bardzo miły, polecimy Państwa dalej!",
		Triage: data.Triage{Suggested: data.KindPraise, Words: []string{"Dziękujemy", "polecimy"}, SuggestedFor: 3, How: "domain"},
	})
	add(data.Message{
		From: data.Address{Name: "Grażyna Kamińska", Email: "grazyna.kaminska@poczta.example"}, Date: at(23, 11, 5),
		Subject: "Propozycja: powiadomienie SMS", Text: "Może warto wysyłać SMS, że serwisant już jedzie? Czekałam cały ranek przy oknie.",
		Triage: data.Triage{Suggested: data.KindSuggestion, Words: []string{"Może warto"}},
	})
	add(data.Message{
		From: data.Address{Name: "Paweł Święcicki", Email: "pawel.swiecicki@firma.example"}, Date: at(22, 15, 30),
		Subject: "Zamówienie: wkładki do biura", Text: "Zamawiam cztery wkładki klasy C, montaż w dowolny dzień po 16.",
		Triage: data.Triage{Suggested: data.KindOrder, Words: []string{"Zamawiam"}},
	})
	add(data.Message{
		From: data.Address{Email: "nieznany.nadawca@obcy.example"}, Date: at(20, 7, 1), Subject: "", Text: "Proszę o kontakt w sprawie drzwi.",
	})
	add(data.Message{
		From: data.Address{Name: "Hurtownia Metalik", Email: "newsletter@metalik.example"}, Date: at(24, 6, 0), Automatic: data.AutoBulk,
		Subject: "Listopadowe promocje na zamki", Text: "Rabaty do 30%. Wypisz się z listy.",
	})
	add(data.Message{
		From: data.Address{Name: "Mail Delivery System", Email: "mailer-daemon@serwer.example"}, Date: at(21, 6, 0), Automatic: data.AutoBounce,
		Subject: "Undelivered Mail Returned to Sender", Text: "The mail system could not deliver your message.",
	})
	add(data.Message{
		From: data.Address{Name: "Wojciech Zieliński", Email: "w.zielinski@poczta.example"}, Date: at(19, 12, 0), Subject: "Dziękuję za naprawę",
		Text: "Wszystko działa, dziękuję.", Triage: data.Triage{Kind: data.KindPraise, Decided: at(19, 13, 0)},
	})
	f.messages = append(f.messages, data.Message{
		ID: 90, Thread: 90, Direction: data.Outbound, From: our[0], Date: at(3, 9, 0), Subject: "Montaż zamka: potwierdzenie terminu",
		Text: "Dzień dobry, potwierdzamy montaż w środę o 9:00.", Triage: data.Triage{Silent: true},
	}, data.Message{
		ID: 91, Thread: 90, Direction: data.Inbound, From: data.Address{Name: "Żaneta Dąbrowska", Email: "z.dabrowska@poczta.example"}, ContactID: 1,
		Date: at(2, 18, 22), Subject: "Zapytanie o montaż zamka", Text: "Dzień dobry, proszę o wycenę montażu zamka wielopunktowego.",
		Triage: data.Triage{Kind: data.KindQuestion, Decided: at(2, 19, 0)},
	})
	return f
}

func (f *fakeService) find(id int64) *data.Message {
	for i := range f.messages {
		if f.messages[i].ID == id {
			return &f.messages[i]
		}
	}
	return nil
}

func (f *fakeService) Inbox(_ context.Context, filter data.InboxFilter) ([]data.InboxRow, error) {
	if f.broken != nil {
		return nil, f.broken
	}
	var out []data.InboxRow
	for i := range f.messages {
		m := &f.messages[i]
		if m.Direction == data.Outbound || m.Silent || (m.Kind != data.KindNone) != filter.Decided ||
			m.Automatic != data.ByPerson && !filter.Automatic {
			continue
		}
		row := data.InboxRow{
			ID: m.ID, Date: m.Date, From: m.From, Subject: m.Subject, Excerpt: strings.Join(strings.Fields(m.Text), " "), Suggested: m.Suggested,
			Automatic: m.Automatic, ContactID: m.ContactID, Attachments: len(m.Attachments), Kind: m.Kind,
		}
		if c, ok := f.contacts[m.ContactID]; ok {
			row.ContactName = c.Name()
		}
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b data.InboxRow) int { return b.Date.Compare(a.Date) })
	out = out[min(filter.Offset, len(out)):]
	if filter.Limit > 0 {
		out = out[:min(filter.Limit, len(out))]
	}
	return out, nil
}

func (f *fakeService) Message(_ context.Context, id int64) (data.Message, error) {
	if m := f.find(id); m != nil {
		return *m, nil
	}
	return data.Message{}, data.NewError(data.CodeNotFound, "not-found-message")
}

func (f *fakeService) ThreadOf(_ context.Context, id int64) ([]data.Message, error) {
	var out []data.Message
	for _, m := range f.messages {
		if m.Thread == f.find(id).Thread {
			out = append(out, m)
		}
	}
	return out, nil
}

func (f *fakeService) Contact(_ context.Context, id int64) (data.Contact, error) {
	return f.contacts[id], nil
}

func (f *fakeService) File(_ context.Context, filing data.Filing) (data.Filed, error) {
	if f.fail != nil {
		return data.Filed{}, f.fail
	}
	f.filed = append(f.filed, filing)
	m := f.find(filing.MessageID)
	m.Kind, m.Decided = filing.Kind, at(24, 10, 42)
	out := data.Filed{MessageID: m.ID, Kind: filing.Kind, ContactID: m.ContactID}
	if m.ContactID == 0 {
		out.NewContact = true
	}
	if filing.Kind == data.KindComplaint {
		out.CaseNumber = "R/2026/0012"
		out.Deadline = data.Deadline{Rule: "upk-7a-14", Safe: data.NewDate(2026, 12, 8), Latest: data.NewDate(2026, 12, 8)}
	}
	return out, nil
}

func (f *fakeService) Unfile(_ context.Context, id int64) error {
	f.unfiled = append(f.unfiled, id)
	f.find(id).Kind = data.KindNone
	return nil
}

func (f *fakeService) Accounts(context.Context) ([]data.Account, error) { return f.accounts, nil }

func (f *fakeService) SaveAttachment(_ context.Context, id int64, part int, dir string) (string, error) {
	path := dir + "/" + f.find(id).Attachments[part-1].Name
	f.saved = append(f.saved, path)
	return path, nil
}

func (f *fakeService) ViewAttachment(_ context.Context, id int64, part int) (string, error) {
	path := "/home/ewa/.kartoteka/viewed/1/" + f.find(id).Attachments[part-1].Name
	f.viewed = append(f.viewed, path)
	return path, nil
}

func (f *fakeService) Reading(_ context.Context, id int64) (data.Reading, error) {
	r, ok := f.readings[id]
	if !ok {
		return data.Reading{}, data.NewError(data.CodeNotFound, "not-found-message")
	}
	return r, nil
}

func (f *fakeService) Picture(_ context.Context, _ int64, p data.RichPicture) (image.Image, error) {
	if p.ID == "" {
		return nil, data.NewError(data.CodeNotFound, "picture-missing")
	}
	return image.NewGray(image.Rect(0, 0, 40, 30)), nil
}

func (f *fakeService) SetAutomatic(_ context.Context, id int64, kind data.Automatic) error {
	f.judged[id] = kind
	f.find(id).Automatic = kind
	return nil
}
