// Package compose writes letters as the mail programs of their senders do: in
// their charsets, with their quotes and attachments (RFC 5322, MIME). It must not
// know who writes, or what about.
package compose

import (
	"slices"
	"strings"
	"time"

	"kartoteka/data"
)

// Program is the mail program that somebody uses; it decides how his messages
// are built.
type Program int

// The programs.
const (
	Gmail       Program = iota // UTF-8, HTML beside the text
	Outlook                    // windows-1250, HTML beside the text, quotes under a header block
	Thunderbird                // UTF-8, format=flowed
	Phone                      // UTF-8 quoted-printable, "Wysłane z iPhone'a"
	OldPortal                  // HTML only, ISO-8859-2 in base64
	Webmail                    // windows-1250, 8bit
	Plain                      // ISO-8859-2, quoted-printable
	Broken                     // says us-ascii and sends UTF-8
)

// Letter is a message before it is written out.
type Letter struct {
	At        time.Time
	ID        string // its Message-ID, without <>
	FromFirm  bool
	English   bool // the client, also of the firm's letters
	From, To  data.Address
	Subject   string
	Text      string // what the sender wrote
	Signature string // stands under the firm's
	Answers   *Letter
	Uses      Program
	Attach    string // "" or a file's name
	Automatic data.Automatic
	Headers   [][2]string // more of them
	HTML      string      // instead of what is made of the text
	Report    *Letter     // of a bounce: what did not arrive
	Host      string      // of the firm's mail server
}

// Shown is a text as whoever gets it sees it: an old charset has no typographic
// quotes and dashes.
func Shown(uses Program, text string) string {
	if strings.EqualFold(carriages[uses].charset, "ISO-8859-2") {
		return plainer.Replace(text)
	}
	return text
}

// Bare is a text as somebody types it who uses no Polish letters.
func Bare(text string) string {
	return strings.Map(func(r rune) rune {
		if i := slices.Index([]rune(polishLetters), r); i >= 0 {
			return rune("acelnoszzACELNOSZZx\"\"'-."[i])
		}
		return r
	}, text)
}
