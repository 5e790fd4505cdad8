package cli_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"kartoteka/app/cli"
	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/discover"
	"kartoteka/mail/imapd"
	"kartoteka/mail/secret"
)

// The variable makes the test's own binary the program, for tests that have to
// kill it; now is the moment that its clock shows, for scripts about days.
const (
	runVariable = "KARTOTEKA_TEST_RUN"
	nowVariable = "KARTOTEKA_TEST_NOW"
	// serverVariable names the only mail server that a search finds.
	serverVariable = "KARTOTEKA_TEST_SERVER"
)

func TestMain(m *testing.M) {
	if os.Getenv(runVariable) != "" {
		program()
	}
	testscript.Main(m, map[string]func(){"kartoteka": program})
}

// program is the program as main runs it, but for its keyring and its window.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, cli.Program{
		Version: "1.2.3",
		Window: func(_ context.Context, w cli.Window) error {
			fmt.Printf("window in %s, demo %t\n", w.Lang, w.Demo)
			return nil
		},
		OpenURL: func(string) error { return errors.New("no browser here") },
		Core: core.Options{Vault: noKeyring{}, Clock: testClock(), Finder: discover.Finder{
			Resolver: emptyDNS{}, Transport: noWeb{}, Prober: oneServer(os.Getenv(serverVariable)),
		}},
	})
	stop()
	os.Exit(code)
}

// emptyDNS has no records; noWeb has no sites; oneServer is the name of the only
// mail server that answers.
type (
	emptyDNS  struct{}
	noWeb     struct{}
	oneServer string
)

func (emptyDNS) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (emptyDNS) LookupSRV(_ context.Context, _, _, name string) (string, []*net.SRV, error) {
	return "", nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (noWeb) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, &net.DNSError{Err: "no such host", Name: r.Host, IsNotFound: true}
}

func (s oneServer) Probe(_ context.Context, a data.Account) error {
	if a.Host == string(s) {
		return nil
	}
	return &net.DNSError{Err: "no such host", Name: a.Host, IsNotFound: true}
}

func testClock() data.Clock {
	at, err := time.Parse(time.RFC3339, os.Getenv(nowVariable))
	if err != nil {
		return nil
	}
	return func() time.Time { return at }
}

// noKeyring is a system without a keyring, as servers and containers are.
type noKeyring struct{}

func (noKeyring) Get(context.Context, string) (secret.Secret, error) {
	return secret.Secret{}, secret.ErrNoKeyring
}
func (noKeyring) Set(context.Context, string, secret.Secret) error { return secret.ErrNoKeyring }
func (noKeyring) Delete(context.Context, string) error             { return secret.ErrNoKeyring }

func TestSessions(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("KARTOTEKA_DATA", filepath.Join(e.WorkDir, "data"))
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": serve, "exit": exits, "json": jsonIs, "keys": keysAre, "lines": linesAre,
		},
	})
}

// serve DIR: serves a mailbox on loopback; each folder of DIR is one of its
// folders, each file a message, its number the UID. PORT tells where.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	root := ts.MkAbs(args[0])
	m := imapd.Mailbox{User: "biuro@firma.example", Password: "tajne-hasło"}
	dirs, err := os.ReadDir(root)
	ts.Check(err)
	for _, d := range dirs {
		f := imapd.Folder{Name: d.Name(), UIDValidity: 7}
		if d.Name() == "INBOX" {
			f.Role = data.RoleInbox
		}
		files, err := os.ReadDir(filepath.Join(root, d.Name()))
		ts.Check(err)
		for _, file := range files {
			uid, err := strconv.ParseUint(strings.TrimSuffix(file.Name(), ".eml"), 10, 32)
			ts.Check(err)
			raw := ts.ReadFile(filepath.Join(root, d.Name(), file.Name()))
			f.Messages = append(f.Messages, imapd.Message{
				UID: uint32(uid), Received: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC),
				Raw: []byte(strings.ReplaceAll(raw, "\n", "\r\n")),
			})
		}
		m.Folders = append(m.Folders, f)
	}
	server, err := imapd.Start(context.Background(), m)
	ts.Check(err)
	ts.Defer(func() { _ = server.Close() })
	_, port := server.Addr()
	ts.Setenv("PORT", strconv.Itoa(port))
}

// exit CODE COMMAND...: the command ends with that exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%v", err)
		}
		got = ended.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// stdoutLine returns a line of the last command's output as JSON.
func stdoutLine(ts *testscript.TestScript, n int) any {
	all := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	if n >= len(all) {
		ts.Fatalf("there are only %d lines", len(all))
	}
	var v any
	ts.Check(json.Unmarshal([]byte(all[n]), &v))
	return v
}

// json LINE PATH VALUE: the line's value at the path (a.0.b) is VALUE.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	line, err := strconv.Atoi(args[0])
	ts.Check(err)
	v := stdoutLine(ts, line)
	for _, step := range strings.Split(args[1], ".") {
		switch at := v.(type) {
		case map[string]any:
			next, ok := at[step]
			if !ok {
				ts.Fatalf("no field %s", step)
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if i >= len(at) {
				ts.Fatalf("no element %s in %v", step, at)
			}
			v = at[i]
		default:
			ts.Fatalf("nothing at %s", step)
		}
	}
	text, ok := v.(string)
	if !ok {
		got, err := json.Marshal(v)
		ts.Check(err)
		text = string(got)
	}
	if (text == args[2]) == neg {
		ts.Fatalf("%s is %s, want %s", args[1], text, args[2])
	}
}

// keys NAME...: the first line's object has exactly these fields.
func keysAre(ts *testscript.TestScript, _ bool, args []string) {
	object, ok := stdoutLine(ts, 0).(map[string]any)
	if !ok {
		ts.Fatalf("not an object")
	}
	var names []string
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	slices.Sort(args)
	if !slices.Equal(names, args) {
		ts.Fatalf("fields %v, want %v", names, args)
	}
}

// lines N: the last command printed so many lines.
func linesAre(ts *testscript.TestScript, _ bool, args []string) {
	if got := strconv.Itoa(strings.Count(ts.ReadFile("stdout"), "\n")); got != args[0] {
		ts.Fatalf("%s lines, want %s", got, args[0])
	}
}
