package mail

import (
	"context"
	"errors"
	"slices"

	"kartoteka/data"
)

const (
	perRequest = 200 // messages asked for at once
	shrink     = 4   // how much smaller the next request is after a fruitless one
	// A server that fails again and again is left alone for this run. Silence
	// and floods cost a minute each time, so they weigh more.
	maxStrikes  = 24
	slowStrikes = 4
	// So many messages in a row that can't be had are not the messages' fault.
	maxAside = 10
)

// fetcher asks for the pending messages and hands each on as one outcome:
// a message, a problem, or the news that it is gone. What a request leaves out
// is asked for again, ever more narrowly, until the one message that can't be
// had stands alone.
type fetcher struct {
	*folderPull
	raws    chan<- Fetched
	outs    chan<- outcome
	gate    *share
	heads   bool // headers are wanted, not messages
	strikes int
	aside   int // set aside since the last success
}

// outcome is what became of one UID. The zero UID asks for what is collected
// to be saved now, to make room.
type outcome struct {
	uid     uint32
	item    *data.MailItem
	problem string // why not
}

func (f *fetcher) run(ctx context.Context, pending []uint32) error {
	size := perRequest
	for len(pending) > 0 {
		ask := pending[:min(size, len(pending))]
		missing, err := f.request(ctx, ask)
		switch {
		case err == nil:
			pending = pending[len(ask):]
			if err := f.settle(ctx, missing); err != nil {
				return err
			}
			size = min(size*shrink, perRequest)
		case f.fatal(ctx, err):
			return err
		case len(missing) < len(ask): // some came: whatever broke it, go on from there
			pending = slices.Concat(missing, pending[len(ask):])
		case len(ask) == 1:
			pending = pending[1:]
			if err := f.settle(ctx, ask); err != nil {
				return err
			}
			size = shrink
		default:
			size = max(1, len(ask)/shrink)
		}
	}
	return nil
}

// request makes one request and returns what it did not bring.
func (f *fetcher) request(ctx context.Context, ask []uint32) (missing []uint32, err error) {
	srv, err := f.open(ctx)
	if err != nil {
		return ask, err
	}
	if f.Meter != nil && f.Meter.Left() <= 0 {
		return ask, &Failure{Step: StepFetch, Key: "day-limit"}
	}
	got := make(map[uint32]bool, len(ask))
	fetch := srv.Fetch
	if f.heads {
		fetch = srv.FetchHeads
	}
	err = fetch(ctx, ask, func(m Fetched) error { return f.hand(ctx, m, got) })
	for _, u := range ask {
		if !got[u] {
			missing = append(missing, u)
		}
	}
	return missing, err
}

// hand passes a message on to be parsed, as soon as there is room.
func (f *fetcher) hand(ctx context.Context, m Fetched, got map[uint32]bool) error {
	if got[m.UID] {
		drop(m.Large)
		return nil
	}
	got[m.UID] = true
	f.strikes = 0
	if m.Err != nil {
		return f.send(ctx, outcome{uid: m.UID, problem: keyOf(m.Err)})
	}
	f.aside = 0
	if f.Meter != nil {
		f.Meter.Came(sizeOf(m))
	}
	if n := weight(m.Raw, m.Large); !f.gate.try(n) {
		if err := f.send(ctx, outcome{}); err != nil {
			return err
		}
		if err := f.gate.take(ctx, n); err != nil {
			return err
		}
	}
	select {
	case f.raws <- m:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *fetcher) send(ctx context.Context, o outcome) error {
	select {
	case f.outs <- o:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// open returns a connection with the folder open in the same epoch.
func (f *fetcher) open(ctx context.Context) (Server, error) {
	if f.server != nil {
		return f.server, nil
	}
	srv, err := f.connect(ctx)
	if err != nil {
		return nil, err
	}
	state, err := srv.Examine(ctx, f.state.Name)
	if err != nil {
		return nil, err
	}
	if state.UIDValidity != f.state.UIDValidity {
		return nil, &Failure{Step: StepSelect, Key: "epoch"}
	}
	return srv, nil
}

// fatal drops the connection after a failure and reports whether to give up.
func (f *fetcher) fatal(ctx context.Context, err error) bool {
	f.hangUp()
	f.strikes++
	var failure *Failure
	if errors.As(err, &failure) {
		if failure.Step == StepKeep {
			return true
		}
		switch failure.Key {
		case "silent", "flood":
			f.strikes += slowStrikes - 1
		case "busy", "day-limit", "epoch":
			return true
		}
	}
	return ctx.Err() != nil || f.dead != nil || f.strikes > maxStrikes
}

// settle finds out about messages that a request left out, one by one: gone,
// to be had in a plainer way, or not to be had.
func (f *fetcher) settle(ctx context.Context, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	listed, err := f.listed(ctx, uids[0])
	if err != nil {
		return err
	}
	for _, u := range uids {
		if _, ok := slices.BinarySearch(listed, u); !ok {
			if err := f.send(ctx, outcome{uid: u}); err != nil {
				return err
			}
			continue
		}
		if err := f.alone(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// listed returns the UIDs that the server lists from one on.
func (f *fetcher) listed(ctx context.Context, from uint32) ([]uint32, error) {
	for {
		srv, err := f.open(ctx)
		if err == nil {
			var uids []uint32
			if uids, err = srv.UIDs(ctx, from); err == nil {
				return uids, nil
			}
		}
		if f.fatal(ctx, err) {
			return nil, err
		}
	}
}

// alone asks for one message in the plainest way, and sets it aside if even
// that fails.
func (f *fetcher) alone(ctx context.Context, uid uint32) error {
	got := map[uint32]bool{}
	srv, err := f.open(ctx)
	if err == nil {
		each := func(m Fetched) error { return f.hand(ctx, m, got) }
		if f.heads {
			err = srv.FetchHeads(ctx, []uint32{uid}, each)
		} else if bare, ok := srv.(BareFetcher); ok {
			err = bare.FetchBare(ctx, uid, each)
		} else {
			err = srv.Fetch(ctx, []uint32{uid}, each)
		}
	}
	if got[uid] && err == nil {
		return nil
	}
	if err != nil && f.fatal(ctx, err) {
		return err
	}
	if got[uid] {
		return nil
	}
	if f.aside++; f.aside > maxAside {
		return &Failure{Step: StepFetch, Key: "nothing-comes", Err: err}
	}
	key := "mail-omitted"
	if err != nil {
		key = keyOf(err)
	}
	return f.send(ctx, outcome{uid: uid, problem: key})
}
