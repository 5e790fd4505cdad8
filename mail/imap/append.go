package imap

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"

	"kartoteka/mail"

	"kartoteka/mail/imap/connect"
)

var _ mail.Drafter = (*server)(nil)

// Append puts a message into a folder, flagged as a draft that was seen.
func (s *server) Append(ctx context.Context, folder string, raw []byte, at time.Time) error {
	err := s.ask(ctx, mail.StepDraft, smallAnswer, func() error {
		cmd := s.client.Append(folder, int64(len(raw)), &imap.AppendOptions{
			Flags: []imap.Flag{imap.FlagSeen, imap.FlagDraft}, Time: at,
		})
		_, err := cmd.Write(raw)
		// Its end must be told in any case, or the next command waits for ever.
		if e := cmd.Close(); err == nil {
			err = e
		}
		if _, e := cmd.Wait(); e != nil {
			err = e // a refusal says more than the writing that it broke off
		}
		return err
	})
	return s.notAppended(ctx, err)
}

// notAppended says what is known of a message that may not have arrived.
func (s *server) notAppended(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	f := &mail.Failure{Step: mail.StepDraft, Key: mail.AppendLost, Args: connect.HostArgs(s.account), Server: s.wire.Heard.Last(), Err: err}
	var refused *imap.Error
	if !errors.As(err, &refused) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return f
	}
	f.Server = refused.Text
	switch refused.Code {
	case imap.ResponseCodeTryCreate, imap.ResponseCodeNonExistent:
		f.Key = mail.AppendMissing
	case imap.ResponseCodeOverQuota:
		f.Key = "append-quota"
	case imap.ResponseCodeTooBig, imap.ResponseCodeLimit:
		f.Key = "append-large"
	default:
		f.Key = "append-refused"
	}
	return f
}

// Create makes a folder.
func (s *server) Create(ctx context.Context, folder string) error {
	err := s.ask(ctx, mail.StepDraft, smallAnswer, func() error { return s.client.Create(folder, nil).Wait() })
	var refused *imap.Error
	if errors.As(err, &refused) && refused.Code != imap.ResponseCodeAlreadyExists {
		return &mail.Failure{
			Step: mail.StepDraft, Key: mail.AppendMissing, Args: connect.HostArgs(s.account), Server: refused.Text, Err: err,
		}
	}
	if refused != nil {
		return nil
	}
	return err
}

// soughtAtOnce is how many Message-IDs are looked for by one command: a server may
// refuse a line of more than 8,192 bytes (RFC 7162 §4).
const soughtAtOnce = 40

// Holds returns those of the Message-IDs whose messages a folder holds. A folder
// that is not there holds none.
func (s *server) Holds(ctx context.Context, folder string, messageIDs []string) ([]string, error) {
	if _, err := s.Examine(ctx, folder); err != nil {
		if s.nowhere(ctx, folder, err) {
			err = nil
		}
		return nil, err
	}
	var there []string
	for ids := range slices.Chunk(messageIDs, soughtAtOnce) {
		found, err := s.seek(ctx, ids)
		if err != nil {
			return nil, err
		}
		there = append(there, found...)
	}
	return there, nil
}

// nowhere reports whether a folder could not be opened because there is none. Not
// all servers say so by the code that is meant for it; their list does.
func (s *server) nowhere(ctx context.Context, folder string, err error) bool {
	var refused *imap.Error
	if !errors.As(err, &refused) {
		return false
	}
	if refused.Code == imap.ResponseCodeNonExistent {
		return true
	}
	folders, err := s.Folders(ctx)
	return err == nil && !slices.ContainsFunc(folders, func(f mail.Folder) bool { return f.Name == folder })
}

// seek looks for messages in the open folder. The search says how many there are;
// which they are their headers say, unless there is only one that it can be.
func (s *server) seek(ctx context.Context, ids []string) ([]string, error) {
	var uids []uint32
	err := s.ask(ctx, mail.StepDraft, searchAnswer, func() error {
		d, err := s.client.UIDSearch(anyOf(ids), nil).Wait()
		if err != nil {
			return err
		}
		set, _ := d.All.(imap.UIDSet) // nil when nothing was found
		uids, err = flatten(set, 1)
		return err
	})
	switch {
	case err != nil || len(uids) == 0:
		return nil, err
	case len(ids) == 1:
		return ids, nil
	}
	var there []string
	err = s.FetchHeads(ctx, uids, func(f mail.Fetched) error {
		if id := messageID(f.Raw); slices.Contains(ids, id) && !slices.Contains(there, id) {
			there = append(there, id)
		}
		return nil
	})
	return there, err
}

// anyOf looks for each of the Message-IDs.
func anyOf(ids []string) *imap.SearchCriteria {
	c := &imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<" + ids[0] + ">"}}}
	if len(ids) == 1 {
		return c
	}
	return &imap.SearchCriteria{Or: [][2]imap.SearchCriteria{{*c, *anyOf(ids[1:])}}}
}

// messageID reads the field out of a header, without the <>.
func messageID(head []byte) string {
	const name = "message-id:"
	text := strings.NewReplacer("\r\n ", " ", "\r\n\t", " ").Replace(string(head))
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) >= len(name) && strings.EqualFold(line[:len(name)], name) {
			return strings.Trim(strings.TrimSpace(line[len(name):]), "<>")
		}
	}
	return ""
}
