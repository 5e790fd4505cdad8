//go:build dovecot

package dovecottest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// User may log in to the server.
	User = "firma@klucznik.example"
	// Password is the user's.
	Password = "Zażółć gęślą jaźń"

	startTimeout = 20 * time.Second
	stopTimeout  = 5 * time.Second
)

// Server is a running Dovecot with one user.
type Server struct {
	Host    string // "localhost": mbsync wants a name in the certificate, not an address
	IMAP    int    // port for clear text and STARTTLS
	IMAPS   int    // port for TLS from the start
	CA      string // PEM of the authority that signed its certificate
	Maildir string // the user's mail: one folder per mailbox, names in UTF-8

	dir      string
	uid, gid int // who owns the mail
	cmd      *exec.Cmd
	exited   chan struct{}
}

// Start runs a Dovecot until the test ends. Folders are made by Deliver.
func Start(tb testing.TB) *Server {
	tb.Helper()
	program, err := exec.LookPath("dovecot")
	if err != nil {
		program = "/usr/sbin/dovecot" // often not in an ordinary user's path
	}
	// Not tb.TempDir: Unix sockets have short names, and the mail's owner must
	// be able to enter.
	dir, err := os.MkdirTemp("", "dct")
	must(tb, err)
	tb.Cleanup(func() { _ = os.RemoveAll(dir) }) // left behind it harms nobody
	must(tb, os.Chmod(dir, 0o755))
	s := &Server{Host: "localhost", dir: dir, Maildir: filepath.Join(dir, "mail"), uid: os.Getuid(), gid: os.Getgid()}
	s.IMAP, s.IMAPS = freePort(tb), freePort(tb)
	s.CA = certificates(tb, dir)
	if s.uid == 0 {
		// Dovecot serves no mail as root.
		s.uid, s.gid = 65534, 65534
	}
	s.Folder(tb, "INBOX")
	write(tb, filepath.Join(dir, "users"), User+":{PLAIN}"+Password+"\n", 0o644)
	conf := filepath.Join(dir, "dovecot.conf")
	write(tb, conf, s.config(tb), 0o644)
	s.run(tb, program, conf)
	return s
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func write(tb testing.TB, path, text string, mode os.FileMode) {
	tb.Helper()
	must(tb, os.WriteFile(path, []byte(text), mode))
}

func freePort(tb testing.TB) int {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	must(tb, err)
	defer func() { must(tb, l.Close()) }()
	a, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		tb.Fatal("no TCP port")
	}
	return a.Port
}

// config is the whole configuration; nothing of the system's is read.
func (s *Server) config(tb testing.TB) string {
	tb.Helper()
	internal, login := "dovecot", "dovenull"
	group := "dovecot"
	if os.Getuid() != 0 {
		me, err := user.Current()
		must(tb, err)
		internal, login = me.Username, me.Username
		g, err := user.LookupGroupId(me.Gid)
		must(tb, err)
		group = g.Name
	}
	return strings.NewReplacer(
		"DIR", s.dir, "PORT1", strconv.Itoa(s.IMAP), "PORT2", strconv.Itoa(s.IMAPS),
		"UID", strconv.Itoa(s.uid), "GID", strconv.Itoa(s.gid),
		"INTERNAL", internal, "GROUP", group, "LOGIN", login,
	).Replace(template)
}

const template = `protocols = imap
listen = 127.0.0.1
base_dir = DIR/run
state_dir = DIR/state
log_path = DIR/dovecot.log
default_internal_user = INTERNAL
default_internal_group = GROUP
default_login_user = LOGIN
first_valid_uid = 1
ssl = yes
ssl_cert = <DIR/cert.pem
ssl_key = <DIR/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_chars = 
mail_max_userip_connections = 100
mail_location = maildir:DIR/mail:LAYOUT=fs:UTF-8:INBOX=DIR/mail/INBOX:INDEX=DIR/index:CONTROL=DIR/control
passdb {
  driver = passwd-file
  args = DIR/users
}
userdb {
  driver = static
  args = uid=UID gid=GID home=DIR/home
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox "Wysłane" {
    special_use = \Sent
  }
  mailbox "Kosz" {
    special_use = \Trash
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = PORT1
  }
  inet_listener imaps {
    port = PORT2
    ssl = yes
  }
}
service anvil {
  chroot =
}
`

func (s *Server) run(tb testing.TB, program, conf string) {
	tb.Helper()
	for _, d := range []string{"index", "control", "home"} {
		must(tb, os.MkdirAll(filepath.Join(s.dir, d), 0o755))
		s.own(tb, filepath.Join(s.dir, d))
	}
	s.cmd = exec.Command(program, "-F", "-c", conf)
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	must(tb, s.cmd.Start())
	s.exited = make(chan struct{})
	go func() {
		_ = s.cmd.Wait() // how it ended shows in its log
		close(s.exited)
	}()
	tb.Cleanup(s.stop)
	s.await(tb)
}

// await waits until the server answers.
func (s *Server) await(tb testing.TB) {
	tb.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(startTimeout)
	address := net.JoinHostPort(s.Host, strconv.Itoa(s.IMAP))
	for {
		c, err := (&net.Dialer{Timeout: time.Second}).Dial("tcp", address)
		if err == nil {
			must(tb, c.Close())
			return
		}
		select {
		case <-tick.C:
		case <-s.exited:
			tb.Fatalf("dovecot did not start:\n%s", s.Log())
		case <-late:
			tb.Fatalf("dovecot does not answer: %v\n%s", err, s.Log())
		}
	}
}

// Restart ends Dovecot, with every connection to it, and starts it anew.
func (s *Server) Restart(tb testing.TB) {
	tb.Helper()
	s.stop()
	s.run(tb, s.cmd.Path, filepath.Join(s.dir, "dovecot.conf"))
}

// stop ends Dovecot and all of its processes.
func (s *Server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case <-s.exited:
	case <-time.After(stopTimeout):
		_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL) // it had its time
		<-s.exited
	}
}

// Log returns what Dovecot wrote to its log.
func (s *Server) Log() string {
	b, err := os.ReadFile(filepath.Join(s.dir, "dovecot.log"))
	if err != nil {
		return fmt.Sprintf("no log: %v", err)
	}
	return string(b)
}

func (s *Server) own(tb testing.TB, path string) {
	tb.Helper()
	if os.Getuid() == 0 {
		must(tb, os.Chown(path, s.uid, s.gid))
	}
}
