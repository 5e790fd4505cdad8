package message_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail/message"
)

// Mail that real programs wrote, from another library's collection (see the
// README beside the files).
func TestRealMail(t *testing.T) {
	tests := map[string]struct {
		from, subject, date, text, files, id string
		automatic                            data.Automatic
	}{
		"japanese_iso_2022": {
			from: "Mikel Lindsaar <raasdnil@gmail.com>", subject: "まみむめも", text: "すみません。", date: "0001-01-01T00:00:00Z",
		},
		"ks_c_5601-1987": {
			from: "from@example.com", subject: "test", text: "스티해", date: "2014-05-28T08:18:19Z", id: "from@example.com",
		},
		"new_line_in_to_header": {
			from: "l@gcn-example.com", subject: "[Online Lead] Online Lead #1111111", text: "<?xml version=", date: "2010-10-13T14:53:04Z",
			id: "4cb5c7d0a3cce_120e..fdbed2b861958562@s.t-example.com.tmail",
		},
		"example13": {subject: "Saying Hello", text: "This is a message just to say hello.", date: "1997-11-21T06:00:00Z", id: "1234@local.machine.example"},
		"example14": {
			from: "Atsushi Yoshida <atsushi@example.com>", subject: "Re: TEST テストテスト", text: "Hello", date: "2011-08-19T01:47:17Z",
			id: "0CC5E11ED2C1D@example.com",
		},
		"raw_email_with_partially_quoted_subject": {
			from: "Jamis Buck <jamis@37signals.com>", subject: `Re: Test: "漢字" mid "漢字" tail`, text: "대부분의 마찬가지로", date: "2005-05-02T22:07:05Z",
			id: "d3b8cf8e49f04480850c28713a1f473e@37signals.com",
		},
		"attachment_with_base64_encoded_name": {
			from: "xxxxxxxxx xxxxxxx <xxxxxxxxx.xxxxxxx@gmail.com>", subject: "Fwd: Signed email causes file attachments", text: "We should not include",
			date: "2005-05-08T19:09:11Z", files: "This is a test.pdf", id: "e85734b90505081209eaaa17b@mail.gmail.com",
		},
		"report_422": {
			from: "Mail Delivery Subsystem <MAILER-DAEMON@tppppp.com.au>", subject: "Warning: could not send message for past 8 hours",
			text: "    **********", date: "2008-01-16T16:40:52Z", files: "attachment-2.txt attachment-3.txt",
			id: "200801161640.m0GFZ1c3009410@mail11.ttttt.com.au", automatic: data.AutoBounce,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("testdata", "mikel", name+".eml"))
			if err != nil {
				t.Fatal(err)
			}
			unix := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
			for _, raw := range [][]byte{raw, unix, bytes.ReplaceAll(unix, []byte("\n"), []byte("\r\n"))} {
				m := message.Parse(raw)
				got := []string{m.From.String(), m.Subject, m.Date.Format(time.RFC3339), names(m), m.MessageID, string(m.Automatic)}
				want := []string{tt.from, tt.subject, tt.date, tt.files, tt.id, string(tt.automatic)}
				if strings.Join(got, "\n") != strings.Join(want, "\n") || !strings.HasPrefix(m.Text, tt.text) {
					t.Errorf("got  %q %.50q\nwant %q %.50q", got, m.Text, want, tt.text)
				}
				check(t, raw, m)
			}
		})
	}
}
