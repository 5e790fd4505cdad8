package imap

import (
	"context"
	"slices"

	"github.com/emersion/go-imap/v2"

	"kartoteka/mail"
)

var _ mail.ChangeLister = (*server)(nil)

// Changed returns the UIDs of what was added to the open folder, or changed its
// flags, since a ModSeq (RFC 7162 §3.1.4.1). What was removed is not told:
// QRESYNC would, but go-imap loses the connection over its VANISHED.
func (s *server) Changed(ctx context.Context, since uint64) ([]uint32, error) {
	if since == 0 || !s.caps.Has(imap.CapCondStore) {
		return nil, nil
	}
	var out []uint32
	all := imap.UIDSet{{Start: 1, Stop: 0}}
	err := s.ask(ctx, mail.StepFetch, searchAnswer, func() error {
		cmd := s.client.Fetch(all, &imap.FetchOptions{UID: true, ModSeq: true, ChangedSince: since})
		return s.drain(cmd, func(p piece) error {
			if p.uid == 0 {
				return nil
			}
			if len(out) >= maxUIDs {
				return errTooMany
			}
			out = append(out, p.uid)
			return nil
		})
	})
	slices.Sort(out)
	return slices.Compact(out), err
}
