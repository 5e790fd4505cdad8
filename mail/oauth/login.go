package oauth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"kartoteka/mail"
)

// loginLimit is how long somebody may take to log in.
const loginLimit = 3 * time.Minute

// Login is one visit to a provider's login page.
type Login struct {
	Endpoint Endpoint
	Client   Client
	Address  string // the mailbox, put into the page so that the right one is chosen
	// Open shows the page in the system's browser.
	Open func(url string) error
	// Done and Failed are what the browser shows at the end: a sentence each.
	Done, Failed string
	Limit        time.Duration // zero: 3 minutes
}

// Run opens the page, waits on a loopback port of its own for the provider's
// answer, once, and exchanges it for a token. Failures are *mail.Failure.
func (l Login) Run(ctx context.Context) (Token, error) {
	if l.Limit == 0 {
		l.Limit = loginLimit
	}
	limited, cancel := context.WithTimeout(ctx, l.Limit)
	defer cancel()
	listeners, err := l.listen(limited, "0")
	if err != nil {
		return Token{}, &mail.Failure{Step: mail.StepLogin, Key: "oauth-browser", Err: fmt.Errorf("listen on loopback: %w", err)}
	}
	w := l.await(listeners)
	defer w.close()
	config := l.Endpoint.config(l.Client, "http://"+net.JoinHostPort(l.Endpoint.RedirectHost, w.port))
	verifier := oauth2.GenerateVerifier()
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("login_hint", l.Address)}
	for k, v := range l.Endpoint.Extra {
		options = append(options, oauth2.SetAuthURLParam(k, v))
	}
	if err := l.Open(config.AuthCodeURL(w.state, options...)); err != nil {
		return Token{}, &mail.Failure{Step: mail.StepLogin, Key: "oauth-browser", Err: err}
	}
	var q url.Values
	select {
	case q = <-w.answer:
	case <-limited.Done():
		if ctx.Err() != nil {
			return Token{}, ctx.Err()
		}
		return Token{}, &mail.Failure{Step: mail.StepLogin, Key: "oauth-timeout", Err: limited.Err()}
	}
	if code := q.Get("error"); code != "" {
		return Token{}, refusal(keyOf(code, q.Get("error_description")), code, q.Get("error_description"))
	}
	return l.exchange(ctx, config, q.Get("code"), verifier)
}

func (l Login) exchange(ctx context.Context, config *oauth2.Config, code, verifier string) (Token, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	t, err := config.Exchange(withClient(ctx), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return Token{}, l.Endpoint.failure(ctx, err, "oauth-failed")
	}
	if t.RefreshToken == "" {
		return Token{}, &mail.Failure{Step: mail.StepLogin, Key: "oauth-failed", Err: errors.New("no refresh token")}
	}
	return ours(t), nil
}

// waiter is the web server that hears the one answer.
type waiter struct {
	login  Login
	port   string
	state  string
	answer chan url.Values
	once   sync.Once
	server *http.Server
	served sync.WaitGroup
}

// listen opens a loopback port, 0 for any, or another where somebody else has it.
//
// Browsers may try the other address of localhost first: there nobody else must be
// waiting for the code (RFC 8252 §8.3), and the wait for an answer is spared. A
// machine without IPv6 does without.
func (l Login) listen(ctx context.Context, port string) ([]net.Listener, error) {
	var config net.ListenConfig
	for tries := 1; ; tries++ {
		first, err := config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", port))
		if err != nil || l.Endpoint.RedirectHost != "localhost" {
			return []net.Listener{first}, err
		}
		_, own, _ := net.SplitHostPort(first.Addr().String()) // as the system writes it
		other, err := config.Listen(ctx, "tcp", net.JoinHostPort("::1", own))
		if err == nil {
			return []net.Listener{first, other}, nil
		}
		// Systems number their errors differently; whether the address is there at
		// all, any other port tells.
		probe, none := config.Listen(ctx, "tcp", "[::1]:0")
		if none != nil {
			return []net.Listener{first}, nil
		}
		_, _ = probe.Close(), first.Close() // nobody has connected
		if tries == 10 {
			return nil, err
		}
		port = "0"
	}
}

func (l Login) await(listeners []net.Listener) *waiter {
	w := &waiter{login: l, answer: make(chan url.Values, 1), state: random()}
	if a, ok := listeners[0].Addr().(*net.TCPAddr); ok {
		w.port = strconv.Itoa(a.Port)
	}
	w.server = &http.Server{
		Handler: w, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second,
		MaxHeaderBytes: 32 << 10,
	}
	w.server.SetKeepAlivesEnabled(false)
	for _, listener := range listeners {
		w.served.Go(func() { _ = w.server.Serve(listener) }) // ends with close
	}
	return w
}

// close ends the server once its last page is sent.
func (w *waiter) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if w.server.Shutdown(ctx) != nil {
		_ = w.server.Close() // somebody holds a connection open: it is of no use
	}
	w.served.Wait()
}

// random is what nobody can guess: 256 bits.
func random() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// ServeHTTP takes the provider's answer, and nobody else's: another page in the
// same browser can reach this port, but does not know the state.
func (w *waiter) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil || host != "127.0.0.1" && host != "localhost" {
		rw.WriteHeader(http.StatusForbidden) // another name led here
		return
	}
	if r.Method != http.MethodGet || r.URL.Path != "/" {
		rw.WriteHeader(http.StatusNotFound)
		return
	}
	q := r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(w.state)) != 1 || q.Get("code") == "" && q.Get("error") == "" {
		rw.WriteHeader(http.StatusBadRequest)
		return
	}
	text := w.login.Done
	if q.Get("error") != "" {
		text = w.login.Failed
	}
	_, _ = fmt.Fprintf(rw, page, html.EscapeString(text)) // a browser that is gone shows nothing
	w.once.Do(func() { w.answer <- q })
}

const page = `<!doctype html><meta charset="utf-8"><title>Kartoteka</title>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;color:#222;background:#fff">
<h1 style="font-size:20px">Kartoteka</h1><p>%s</p></body>
`
