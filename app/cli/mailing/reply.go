package mailing

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/data"
)

// mostText is how much of a letter is read from standard input: more than
// anybody writes.
const mostText = 1 << 20

// replyCommand is "reply": answers that go among the drafts of the mailbox.
func (s commands) replyCommand() *cobra.Command {
	return s.Group("reply", "reply", s.replyDraftCommand(), s.replyDropCommand())
}

// templateCommand is "template": the firm's letters.
func (s commands) templateCommand() *cobra.Command {
	return s.Group("template", "template", s.templateSaveCommand(), s.templateRemoveCommand())
}

// replyOptions are the flags of reply draft.
type replyOptions struct {
	template string
	subject  string
	stdin    bool
	dry      bool
	bare     bool
}

func (s commands) replyDraftCommand() *cobra.Command {
	c := s.Command("draft MESSAGE", "reply-draft")
	c.Args = session.OneArg("cli-message-which")
	o := &replyOptions{}
	f := c.Flags()
	f.StringVar(&o.template, "template", "", s.Words.T("cli.flag.template"))
	f.StringVar(&o.subject, "subject", "", s.Words.T("cli.flag.reply-subject"))
	f.BoolVar(&o.stdin, "text-stdin", false, s.Words.T("cli.flag.text-stdin"))
	f.BoolVar(&o.dry, "dry-run", false, s.Words.T("cli.flag.reply-dry"))
	f.BoolVar(&o.bare, "no-quote", false, s.Words.T("cli.flag.no-quote"))
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, args []string) error { return s.draftReply(k, o, args[0]) })
	return c
}

func (s commands) draftReply(k *core.Core, o *replyOptions, which string) error {
	if o.stdin == (o.template != "") {
		return data.NewError(data.CodeUsage, "cli-reply-text")
	}
	id, err := session.Number(which)
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
	form, err := k.PrepareReply(s.Ctx, ask, func(lang string) core.ReplyWords { return i18n.New(lang, k.Zone()) })
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
		if draft, err = k.Reply(s.Ctx, &form); err != nil {
			return err
		}
	}
	return s.printReply(&form, &draft)
}

// warnOfReply says what is to be minded; the draft is made all the same, as in
// the window: it is a person who sends it.
func (s commands) warnOfReply(f *data.ReplyForm) {
	for _, w := range f.Warnings {
		s.Warn(s.Words.T("reply.warning." + w))
	}
	hour := func(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }
	for _, m := range f.Mind {
		text := s.Words.T("warning."+string(m.Kind), "From", hour(m.Quiet.From), "To", hour(m.Quiet.To))
		s.Warn(strings.TrimSpace(text + " " + m.Why))
	}
}

func (s commands) printReply(f *data.ReplyForm, d *data.Draft) error {
	answer := shape.OfReply(f, d)
	if s.JSON {
		return s.Object(answer)
	}
	if d.ID != 0 {
		s.Say("cli.reply.drafted", "ID", d.ID, "Account", f.Account)
		return nil
	}
	s.Line(s.Words.T("cli.reply.to") + ": " + strings.Join(answer.To, ", "))
	s.Line(s.Words.T("cli.reply.subject") + ": " + f.Subject)
	s.Line("")
	for line := range strings.Lines(f.Text) {
		s.Line(strings.TrimRight(line, "\r\n"))
	}
	return nil
}

// givenText reads a letter from standard input.
func (s commands) givenText() (string, error) {
	b, err := io.ReadAll(io.LimitReader(s.In, mostText+1))
	strange := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }
	if err != nil || len(b) > mostText || !utf8.Valid(b) || bytes.ContainsFunc(b, strange) {
		return "", data.NewError(data.CodeInvalid, "cli-text-unread").Because(err)
	}
	return strings.TrimPrefix(string(b), "\ufeff"), nil
}

func (s commands) replyDropCommand() *cobra.Command {
	c := s.Command("drop DRAFT", "reply-drop")
	c.Args = session.OneArg("cli-draft-which")
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		id, err := session.Number(args[0])
		if err != nil {
			return err
		}
		if err := k.DropDraft(s.Ctx, id); err != nil {
			return err
		}
		s.Say("cli.reply.dropped", "ID", id)
		return nil
	})
	return c
}

// template finds a letter by its name or number.
func (s commands) template(k *core.Core, which string) (data.ReplyTemplate, error) {
	t, there, err := s.templateNamed(k, which)
	if err != nil || there {
		return t, err
	}
	id, err := session.Number(which)
	if err != nil { // it is no number, and no name
		return t, data.NewError(data.CodeNotFound, "not-found-template")
	}
	all, err := k.ReplyTemplates(s.Ctx)
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
func (s commands) templateNamed(k *core.Core, name string) (t data.ReplyTemplate, there bool, err error) {
	all, err := k.ReplyTemplates(s.Ctx)
	i := slices.IndexFunc(all, func(t data.ReplyTemplate) bool { return strings.EqualFold(t.Name, name) })
	if err != nil || i < 0 {
		return t, false, err
	}
	return all[i], true, nil
}

func (s commands) templateSaveCommand() *cobra.Command {
	c := s.Command("save NAME", "template-save")
	c.Args = session.OneArg("cli-template-which")
	var language, subject string
	c.Flags().StringVar(&language, "language", "", s.Words.T("cli.flag.template-language"))
	c.Flags().StringVar(&subject, "subject", "", s.Words.T("cli.flag.template-subject"))
	c.RunE = s.Look(func(k *core.Core, args []string) error {
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
		if _, err := k.SaveReplyTemplate(s.Ctx, t); err != nil {
			return err
		}
		s.Say("cli.template.saved", "Name", t.Name)
		return nil
	})
	return c
}

func (s commands) templateRemoveCommand() *cobra.Command {
	c := s.Command("remove NAME", "template-remove")
	c.Args = session.OneArg("cli-template-which")
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		t, err := s.template(k, args[0])
		if err != nil {
			return err
		}
		if err := k.DeleteReplyTemplate(s.Ctx, t.ID); err != nil {
			return err
		}
		s.Say("cli.template.removed", "Name", t.Name)
		return nil
	})
	return c
}
