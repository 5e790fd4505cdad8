package cli

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/data"
)

// mostText is how much of a letter is read from standard input: more than
// anybody writes.
const mostText = 1 << 20

// replyCommand is "reply": answers that go among the drafts of the mailbox.
func (s *session) replyCommand() *cobra.Command {
	return s.group("reply", "reply", s.replyDraftCommand(), s.replyDropCommand())
}

// templateCommand is "template": the firm's letters.
func (s *session) templateCommand() *cobra.Command {
	return s.group("template", "template", s.templateSaveCommand(), s.templateRemoveCommand())
}

// replyOptions are the flags of reply draft.
type replyOptions struct {
	template string
	subject  string
	stdin    bool
	dry      bool
	bare     bool
}

func (s *session) replyDraftCommand() *cobra.Command {
	c := s.command("draft MESSAGE", "reply-draft")
	c.Args = oneArg("cli-message-which")
	o := &replyOptions{}
	f := c.Flags()
	f.StringVar(&o.template, "template", "", s.words.T("cli.flag.template"))
	f.StringVar(&o.subject, "subject", "", s.words.T("cli.flag.reply-subject"))
	f.BoolVar(&o.stdin, "text-stdin", false, s.words.T("cli.flag.text-stdin"))
	f.BoolVar(&o.dry, "dry-run", false, s.words.T("cli.flag.reply-dry"))
	f.BoolVar(&o.bare, "no-quote", false, s.words.T("cli.flag.no-quote"))
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, args []string) error { return s.draftReply(k, o, args[0]) })
	return c
}

func (s *session) draftReply(k *core.Core, o *replyOptions, which string) error {
	if o.stdin == (o.template != "") {
		return data.NewError(data.CodeUsage, "cli-reply-text")
	}
	id, err := number(which)
	if err != nil {
		return err
	}
	ask := data.ReplyRequest{MessageID: id}
	if o.template != "" {
		t, err := s.template(k, o.template)
		if err != nil {
			return err
		}
		ask.TemplateID = t.ID
	}
	form, err := k.PrepareReply(s.ctx, ask, func(lang string) core.ReplyWords { return i18n.New(lang, k.Zone()) })
	if err != nil {
		return err
	}
	if o.stdin {
		if form.Text, err = s.givenText(); err != nil {
			return err
		}
	}
	if o.bare {
		form.Quote = ""
	}
	if o.subject != "" {
		form.Subject = o.subject
	}
	s.warnOfReply(&form)
	var draft data.Draft
	if !o.dry {
		if draft, err = k.Reply(s.ctx, &form); err != nil {
			return err
		}
	}
	return s.printReply(&form, &draft)
}

// warnOfReply says what is to be minded; the draft is made all the same, as in
// the window: it is a person who sends it.
func (s *session) warnOfReply(f *data.ReplyForm) {
	for _, w := range f.Warnings {
		s.warn(s.words.T("reply.warning." + w))
	}
	hour := func(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }
	for _, m := range f.Mind {
		text := s.words.T("warning."+string(m.Kind), "From", hour(m.Quiet.From), "To", hour(m.Quiet.To))
		s.warn(strings.TrimSpace(text + " " + m.Why))
	}
}

type replyShape struct {
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

func (s *session) printReply(f *data.ReplyForm, d *data.Draft) error {
	shape := replyShape{
		Draft: ref(d.ID), Account: f.Account, From: written(f.From), To: []string{}, Subject: f.Subject, Text: f.Text, Quote: f.Quote,
		Contact: ref(f.ContactID), Case: ref(f.CaseID), Missing: list(f.Missing), Warnings: list(f.Warnings),
	}
	for _, a := range slices.Concat(f.To, f.Cc) {
		shape.To = append(shape.To, written(a))
	}
	for _, m := range f.Mind {
		shape.Warnings = append(shape.Warnings, string(m.Kind))
	}
	if s.json {
		return s.out.object(shape)
	}
	if d.ID != 0 {
		s.out.say("cli.reply.drafted", "ID", d.ID, "Account", f.Account)
		return nil
	}
	s.out.line(s.words.T("cli.reply.to") + ": " + strings.Join(shape.To, ", "))
	s.out.line(s.words.T("cli.reply.subject") + ": " + f.Subject)
	s.out.line("")
	for line := range strings.Lines(f.Text) {
		s.out.line(strings.TrimRight(line, "\r\n"))
	}
	return nil
}

// givenText reads a letter from standard input.
func (s *session) givenText() (string, error) {
	b, err := io.ReadAll(io.LimitReader(s.io.In, mostText+1))
	strange := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }
	if err != nil || len(b) > mostText || !utf8.Valid(b) || bytes.ContainsFunc(b, strange) {
		return "", data.NewError(data.CodeInvalid, "cli-text-unread").Because(err)
	}
	return strings.TrimPrefix(string(b), "\ufeff"), nil
}

func (s *session) replyDropCommand() *cobra.Command {
	c := s.command("drop DRAFT", "reply-drop")
	c.Args = oneArg("cli-draft-which")
	c.RunE = s.look(func(k *core.Core, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		if err := k.DropDraft(s.ctx, id); err != nil {
			return err
		}
		s.out.say("cli.reply.dropped", "ID", id)
		return nil
	})
	return c
}

// template finds a letter by its name or number.
func (s *session) template(k *core.Core, which string) (data.ReplyTemplate, error) {
	t, there, err := s.templateNamed(k, which)
	if err != nil || there {
		return t, err
	}
	id, err := number(which)
	if err != nil { // it is no number, and no name
		return t, data.NewError(data.CodeNotFound, "not-found-template")
	}
	all, err := k.ReplyTemplates(s.ctx)
	if err != nil {
		return t, err
	}
	i := slices.IndexFunc(all, func(t data.ReplyTemplate) bool { return t.ID == id })
	if i < 0 {
		return t, data.NewError(data.CodeNotFound, "not-found-template")
	}
	return all[i], nil
}

// templateNamed finds a letter by its name, in whatever case.
func (s *session) templateNamed(k *core.Core, name string) (t data.ReplyTemplate, there bool, err error) {
	all, err := k.ReplyTemplates(s.ctx)
	i := slices.IndexFunc(all, func(t data.ReplyTemplate) bool { return strings.EqualFold(t.Name, name) })
	if err != nil || i < 0 {
		return t, false, err
	}
	return all[i], true, nil
}

func (s *session) templateSaveCommand() *cobra.Command {
	c := s.command("save NAME", "template-save")
	c.Args = oneArg("cli-template-which")
	var language, subject string
	c.Flags().StringVar(&language, "language", "", s.words.T("cli.flag.template-language"))
	c.Flags().StringVar(&subject, "subject", "", s.words.T("cli.flag.template-subject"))
	c.RunE = s.look(func(k *core.Core, args []string) error {
		if language != "" && i18n.Language(language) != language {
			return data.NewError(data.CodeUsage, "cli-language", "Language", language)
		}
		body, err := s.givenText()
		if err != nil {
			return err
		}
		t, there, err := s.templateNamed(k, args[0])
		if err != nil {
			return err
		}
		if !there {
			t.Name = args[0]
		}
		t.Body = strings.TrimRight(body, "\r\n")
		if c.Flags().Changed("language") {
			t.Language = language
		}
		if c.Flags().Changed("subject") {
			t.Subject = subject
		}
		if _, err := k.SaveReplyTemplate(s.ctx, t); err != nil {
			return err
		}
		s.out.say("cli.template.saved", "Name", t.Name)
		return nil
	})
	return c
}

func (s *session) templateRemoveCommand() *cobra.Command {
	c := s.command("remove NAME", "template-remove")
	c.Args = oneArg("cli-template-which")
	c.RunE = s.look(func(k *core.Core, args []string) error {
		t, err := s.template(k, args[0])
		if err != nil {
			return err
		}
		if err := k.DeleteReplyTemplate(s.ctx, t.ID); err != nil {
			return err
		}
		s.out.say("cli.template.removed", "Name", t.Name)
		return nil
	})
	return c
}

type templateShape struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Language string `json:"language"`
	Subject  string `json:"subject"`
	Body     string `json:"body"`
}

// listTemplates prints the firm's letters.
func (s *session) listTemplates(k *core.Core, _ []string) error {
	all, err := k.ReplyTemplates(s.ctx)
	if err != nil {
		return err
	}
	return show(s, all, func(t data.ReplyTemplate) templateShape {
		return templateShape{t.ID, t.Name, t.Language, t.Subject, t.Body}
	}, []string{"cli.col.id", "cli.col.name", "cli.col.language", "cli.col.subject", "cli.col.text"}, func(t data.ReplyTemplate) []string {
		return []string{id(t.ID), short(t.Name, 40), t.Language, short(t.Subject, 30), short(t.Body, 50)}
	})
}

type draftShape struct {
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

// listDrafts prints the answers that were drafted, and how far they have come.
func (s *session) listDrafts(k *core.Core, _ []string) error {
	all, err := k.Drafts(s.ctx, data.DraftFilter{})
	if err != nil {
		return err
	}
	return show(s, all, func(d data.Draft) draftShape {
		shape := draftShape{
			ID: d.ID, Account: d.Account, Folder: d.Folder, Message: ref(d.Answers), Contact: ref(d.ContactID),
			Case: ref(d.CaseID), To: list(d.Recipients), Subject: d.Subject, State: string(d.State()),
			Made: moment(d.Made), Sent: moment(d.Sent),
		}
		if d.Error != "" {
			shape.Error = s.words.Error(data.NewError(data.CodeMail, d.Error))
		}
		return shape
	}, []string{"cli.col.id", "cli.col.date", "cli.col.to", "cli.col.subject", "cli.col.state"}, func(d data.Draft) []string {
		return []string{
			id(d.ID), s.words.DateTime(d.Made), short(strings.Join(d.Recipients, ", "), 40), short(d.Subject, 50),
			s.words.T("subject.draft." + string(d.State())),
		}
	})
}
