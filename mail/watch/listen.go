package watch

import (
	"context"

	"kartoteka/mail"
)

// listener waits on a kept connection for the server to tell of news. A nil one
// is where there is none.
type listener struct {
	server mail.Watchable
	stop   chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
	over   bool // stop is closed
	news   bool
	next   uint32 // the main folder's next UID, 0 if it was not seen
}

// listen begins to listen, if there is a connection and the server can. It holds
// the connection until end or drop.
func (w *worker) listen() *listener {
	if w.account.Silent || w.hushed {
		return nil
	}
	server := w.line.take()
	if server == nil {
		return nil
	}
	if !server.CanIdle() {
		w.line.put(server)
		return nil
	}
	l := &listener{server: server, stop: make(chan struct{}), done: make(chan struct{})}
	var ctx context.Context
	ctx, l.cancel = context.WithCancel(w.ctx)
	mark := w.mark
	w.set(func(s *Standing) { s.Listening = true }) // before the server can know of it
	go func() {
		defer close(l.done)
		l.next, l.news = hear(ctx, server, mark, l.stop)
	}()
	return l
}

// hear opens the main folder and listens. What came between the pull and now the
// server would not tell: the folder's own numbers do. A connection that broke
// says so itself.
func hear(ctx context.Context, server mail.Watchable, mark uint32, stop <-chan struct{}) (next uint32, news bool) {
	if s, ok := server.(mail.Server); ok {
		now, err := s.Examine(ctx, mainFolder)
		if err != nil {
			return 0, false
		}
		if next = now.UIDNext; mark > 0 && next > mark {
			return next, true
		}
	}
	news, err := server.Idle(ctx, stop)
	return next, news && err == nil
}

// end stops listening and gives the connection back to the line; one that broke
// is closed.
func (l *listener) end(line *Line) {
	if l == nil {
		return
	}
	if !l.over {
		close(l.stop)
		l.over = true
	}
	<-l.done
	l.cancel()
	if l.server.Good() {
		line.put(l.server)
		return
	}
	hangUp(l.server)
}

// drop breaks the connection off.
func (l *listener) drop() {
	if l == nil {
		return
	}
	l.cancel()
	<-l.done
	hangUp(l.server)
}

// put gives a connection back.
func (l *Line) put(w mail.Watchable) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = w
}

// holds reports whether a connection is there.
func (l *Line) holds() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held != nil
}

// alive asks the server whether it is still there, and hangs up if it is not.
func (l *Line) alive(ctx context.Context) bool {
	w := l.take()
	if w == nil {
		return false
	}
	if w.Check(ctx) != nil {
		hangUp(w)
		return false
	}
	l.put(w)
	return true
}
