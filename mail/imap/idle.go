package imap

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"kartoteka/mail"
)

// checkTimeout is how long a server may take to say that it is still there.
const checkTimeout = 15 * time.Second

var _ mail.Watchable = (*server)(nil)

// noted hears what the server tells unasked of the open folder. go-imap calls it
// from its reader, which must not wait.
func (s *server) noted(d *imapclient.UnilateralDataMailbox) {
	if d.NumMessages == nil {
		return
	}
	select {
	case s.news <- struct{}{}:
	default: // it is known already
	}
}

// CanIdle reports whether the server tells of news by itself (RFC 2177).
func (s *server) CanIdle() bool {
	return !s.idleRefused && (s.caps.Has(imap.CapIdle) || s.caps.Has(imap.CapIMAP4rev2))
}

// Idle waits in the open folder until the server tells of another number of
// messages (news), stop is closed, or the connection breaks. What was told since
// the folder was opened counts. When ctx ends the connection is dropped.
func (s *server) Idle(ctx context.Context, stop <-chan struct{}) (news bool, err error) {
	s.wire.Allow(s.dialer.Timeouts.Idle, smallAnswer)
	defer s.wire.Allow(restTimeout, smallAnswer)
	err = s.do(ctx, mail.StepWatch, func() error {
		cmd, err := s.client.Idle()
		if err != nil {
			return err
		}
		s.wire.Allow(restTimeout, smallAnswer)
		select {
		case <-s.news:
			news = true
		case <-stop:
		case <-s.client.Closed():
		}
		s.wire.Allow(s.dialer.Timeouts.Idle, smallAnswer)
		if err := cmd.Close(); err != nil {
			return err
		}
		return cmd.Wait()
	})
	var refused *imap.Error
	if errors.As(err, &refused) {
		s.idleRefused = true // it offers what it can't do
	}
	return news, err
}

// Check asks the server whether it is still there.
func (s *server) Check(ctx context.Context) error {
	s.wire.Allow(min(checkTimeout, s.dialer.Timeouts.Idle), smallAnswer)
	defer s.wire.Allow(restTimeout, smallAnswer)
	return s.do(ctx, mail.StepWatch, func() error { return s.client.Noop().Wait() })
}

// Good reports whether the connection can be used on.
func (s *server) Good() bool {
	if s.wire.Why() != nil || s.wire.Heard.SaidBye() {
		return false
	}
	select {
	case <-s.client.Closed():
		return false
	default:
		return true
	}
}
