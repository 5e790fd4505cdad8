package imap

import (
	"context"
	"errors"
	"strings"
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
	s.wire.allow(s.dialer.Timeouts.Idle, smallAnswer)
	defer s.wire.allow(restTimeout, smallAnswer)
	err = s.do(ctx, mail.StepWatch, func() error {
		cmd, err := s.client.Idle()
		if err != nil {
			return err
		}
		s.wire.allow(restTimeout, smallAnswer)
		select {
		case <-s.news:
			news = true
		case <-stop:
		case <-s.client.Closed():
		}
		s.wire.allow(s.dialer.Timeouts.Idle, smallAnswer)
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
	s.wire.allow(min(checkTimeout, s.dialer.Timeouts.Idle), smallAnswer)
	defer s.wire.allow(restTimeout, smallAnswer)
	return s.do(ctx, mail.StepWatch, func() error { return s.client.Noop().Wait() })
}

// Good reports whether the connection can be used on.
func (s *server) Good() bool {
	if s.wire.why() != nil || s.wire.tap.saidBye() {
		return false
	}
	select {
	case <-s.client.Closed():
		return false
	default:
		return true
	}
}

// wantsRest reports whether the words of a server ask to be left alone for a
// while. There is no common code: these are the providers' own sentences.
func wantsRest(words string) bool {
	words = strings.ToLower(words)
	for _, sign := range []string{
		"too many", "throttl", "overquota", "bandwidth limit", "rate limit", "[limit]", "exceeded",
	} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	return false
}
