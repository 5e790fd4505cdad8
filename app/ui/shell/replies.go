package shell

import (
	"context"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/app/ui/reply"
	"kartoteka/data"
)

// replies is the program for answering: each letter has the words of its own
// language.
type replies struct{ *core.Core }

// PrepareReply makes an answer ready to be looked over.
func (r replies) PrepareReply(ctx context.Context, q data.ReplyRequest) (data.ReplyForm, error) {
	return r.Core.PrepareReply(ctx, q, func(lang string) core.ReplyWords { return i18n.New(lang, r.Zone()) })
}

// desk is where letters are answered.
func (s *Shell) desk() *reply.Desk {
	return reply.New(s.env, replies{s.core}, s.scope, func(account string) string { return s.pull.passwords[account] })
}

// writeTo opens a letter to a client.
func (s *Shell) writeTo(c data.Contact) { s.desk().Ask(data.ReplyRequest{ContactID: c.ID}) }
