package imap

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"

	"kartoteka/mail"
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
	f := &mail.Failure{Step: mail.StepDraft, Key: mail.AppendLost, Args: hostArgs(s.account), Server: s.wire.tap.last(), Err: err}
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
			Step: mail.StepDraft, Key: mail.AppendMissing, Args: hostArgs(s.account), Server: refused.Text, Err: err,
		}
	}
	if refused != nil {
		return nil
	}
	return err
}

// Holds reports whether a folder holds a message with the Message-ID. A folder
// that is not there holds none.
func (s *server) Holds(ctx context.Context, folder, messageID string) (bool, error) {
	if _, err := s.Examine(ctx, folder); err != nil {
		var refused *imap.Error
		if errors.As(err, &refused) && refused.Code == imap.ResponseCodeNonExistent {
			return false, nil
		}
		return false, err
	}
	found := false
	err := s.ask(ctx, mail.StepDraft, searchAnswer, func() error {
		d, err := s.client.UIDSearch(&imap.SearchCriteria{
			Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<" + messageID + ">"}},
		}, nil).Wait()
		if err != nil {
			return err
		}
		set, _ := d.All.(imap.UIDSet) // nil when nothing was found
		found = len(set) > 0
		return nil
	})
	return found, err
}
