package shape

import (
	"slices"
	"time"

	"kartoteka/data"
)

// Message is one message, with all the places on servers where it lies.
type Message struct {
	ID          int64             `json:"id"`
	Account     string            `json:"account"`
	Folder      string            `json:"folder"`
	UIDValidity uint32            `json:"uidvalidity"`
	UID         uint32            `json:"uid"`
	MessageID   string            `json:"message_id"`
	Thread      int64             `json:"thread"`
	From        string            `json:"from"`
	To          string            `json:"to"`
	Date        *time.Time        `json:"date"`
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	Size        int64             `json:"size"`
	RawSHA256   string            `json:"raw_sha256"`
	Attachments []data.Attachment `json:"attachments"`
	Contact     *int64            `json:"contact"`
	Kind        string            `json:"kind"`
	Suggested   string            `json:"suggested_kind"`
	Automatic   string            `json:"automatic"`
	Quarantined bool              `json:"quarantined"`
	Error       string            `json:"error"`
	Places      []Place           `json:"places"`
}

// Place is where a message lies on a server.
type Place struct {
	Account     string `json:"account"`
	Folder      string `json:"folder"`
	UIDValidity uint32 `json:"uidvalidity"`
	UID         uint32 `json:"uid"`
	Gone        bool   `json:"gone"`
}

// OfMessage writes a message; the first place stands in the message itself, too.
func OfMessage(m data.Message) Message {
	s := Message{
		ID: m.ID, MessageID: m.MessageID, Thread: m.Thread,
		From: written(m.From), To: writtenList(m.To), Date: moment(m.Date),
		Subject: m.Subject, Text: m.Text, Size: m.Size, RawSHA256: m.SHA256,
		Attachments: List(m.Attachments), Contact: ref(m.ContactID),
		Kind: string(m.Kind), Suggested: string(m.Suggested), Automatic: string(m.Automatic),
		Quarantined: m.Quarantined, Error: m.Error, Places: []Place{},
	}
	for _, p := range m.Places {
		s.Places = append(s.Places, Place{p.Account, p.Folder, p.UIDValidity, p.UID, p.Gone})
	}
	if len(s.Places) > 0 {
		first := s.Places[0]
		s.Account, s.Folder, s.UIDValidity, s.UID = first.Account, first.Folder, first.UIDValidity, first.UID
	}
	return s
}

// Saved tells of a file that was written of a message.
type Saved struct {
	Message int64  `json:"message"`
	File    string `json:"file"`
}

// Account is a mailbox.
type Account struct {
	Name     string     `json:"name"`
	Address  string     `json:"address"`
	Host     string     `json:"host"`
	Port     int        `json:"port"`
	Security string     `json:"security"`
	User     string     `json:"user"`
	Since    *data.Date `json:"since"`
	LastOK   *time.Time `json:"last_ok"`
	Error    string     `json:"error"`
	Failed   int        `json:"failed_runs"`
	Auth     string     `json:"auth"`
}

// OfAccount writes a mailbox; problem is its last failure as a sentence.
func OfAccount(a data.Account, problem string) Account {
	return Account{
		Name: a.Name, Address: a.Address, Host: a.Host, Port: a.Port, Security: string(a.Security), User: a.User,
		Since: day(a.Since), LastOK: moment(a.LastOK), Error: problem, Failed: a.Failed, Auth: string(a.Auth),
	}
}

// Folder is a folder of a mailbox, and whether it is pulled.
type Folder struct {
	Name     string `json:"name"`
	Role     string `json:"role"`
	OnServer *int   `json:"on_server"`
	Chosen   bool   `json:"chosen"`
	Usual    bool   `json:"usual"`
}

// OfFolder writes a folder; how many messages it has is null where the server did not say.
func OfFolder(f data.FolderChoice) Folder {
	out := Folder{Name: f.Name, Role: string(f.Role), Chosen: f.Chosen, Usual: f.Usual}
	if f.OnServer >= 0 {
		out.OnServer = &f.OnServer
	}
	return out
}

// Sender is somebody whose mail waits for a decision.
type Sender struct {
	Sender   string     `json:"sender"`
	Name     string     `json:"name"`
	Messages int        `json:"messages"`
	Newest   *time.Time `json:"newest"`
	Subjects []string   `json:"subjects"`
}

// OfSender writes a sender.
func OfSender(h data.HeldSender) Sender {
	return Sender{h.With.Email, h.With.Name, h.Count, moment(h.Newest), List(h.Subjects)}
}

// Rule is what was decided on a sender once for all.
type Rule struct {
	Sender  string     `json:"sender"`
	Verdict string     `json:"verdict"`
	At      *time.Time `json:"at"`
}

// OfRule writes a rule.
func OfRule(r data.SenderRule) Rule { return Rule{r.Pattern, string(r.Verdict), moment(r.At)} }

// Problem is a message that can't be read or could not be had.
type Problem struct {
	Kind        string     `json:"kind"`
	Message     *int64     `json:"message"`
	Account     string     `json:"account"`
	Folder      string     `json:"folder"`
	UIDValidity uint32     `json:"uidvalidity"`
	UID         uint32     `json:"uid"`
	Error       string     `json:"error"`
	Detail      string     `json:"detail"`
	Attempts    int        `json:"attempts"`
	At          *time.Time `json:"at"`
	Next        *time.Time `json:"next"`
}

// OfProblem writes a problem; why is its reason as a sentence.
func OfProblem(u data.Unread, why string) Problem {
	kind := "not-fetched"
	if u.MessageID != 0 {
		kind = "unreadable"
	}
	return Problem{
		kind, ref(u.MessageID), u.Account, u.Folder, u.UIDValidity, u.UID, why, u.Detail, u.Attempts,
		moment(u.At), moment(u.Next),
	}
}

// Reply is an answer as it is laid among the drafts.
type Reply struct {
	Draft    *int64   `json:"draft"`
	Account  string   `json:"account"`
	From     string   `json:"from"`
	To       []string `json:"to"`
	Subject  string   `json:"subject"`
	Text     string   `json:"text"`
	Quote    string   `json:"quote"`
	Contact  *int64   `json:"contact"`
	Case     *int64   `json:"case"`
	Missing  []string `json:"missing"`
	Warnings []string `json:"warnings"`
}

// OfReply writes an answer; the draft has no number where none was made.
func OfReply(f *data.ReplyForm, d *data.Draft) Reply {
	out := Reply{
		Draft: ref(d.ID), Account: f.Account, From: written(f.From), To: []string{}, Subject: f.Subject, Text: f.Text, Quote: f.Quote,
		Contact: ref(f.ContactID), Case: ref(f.CaseID), Missing: List(f.Missing), Warnings: List(f.Warnings),
	}
	for _, a := range slices.Concat(f.To, f.Cc) {
		out.To = append(out.To, written(a))
	}
	for _, m := range f.Mind {
		out.Warnings = append(out.Warnings, string(m.Kind))
	}
	return out
}

// Template is one of the firm's letters.
type Template struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Language string `json:"language"`
	Subject  string `json:"subject"`
	Body     string `json:"body"`
}

// OfTemplate writes a letter.
func OfTemplate(t data.ReplyTemplate) Template {
	return Template{t.ID, t.Name, t.Language, t.Subject, t.Body}
}

// Draft is an answer that was drafted, and how far it has come.
type Draft struct {
	ID      int64      `json:"id"`
	Account string     `json:"account"`
	Folder  string     `json:"folder"`
	Message *int64     `json:"message"`
	Contact *int64     `json:"contact"`
	Case    *int64     `json:"case"`
	To      []string   `json:"to"`
	Subject string     `json:"subject"`
	State   string     `json:"state"`
	Made    *time.Time `json:"made"`
	Sent    *time.Time `json:"sent"`
	Error   string     `json:"error"`
}

// OfDraft writes a draft; problem is what it failed of, as a sentence.
func OfDraft(d data.Draft, problem string) Draft {
	return Draft{
		ID: d.ID, Account: d.Account, Folder: d.Folder, Message: ref(d.Answers), Contact: ref(d.ContactID),
		Case: ref(d.CaseID), To: List(d.Recipients), Subject: d.Subject, State: string(d.State()),
		Made: moment(d.Made), Sent: moment(d.Sent), Error: problem,
	}
}
