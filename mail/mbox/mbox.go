// Package mbox reads and writes files that hold many mail messages one after
// the other, each under a line "From sender date". It treats messages as
// bytes: what they say is for mail/message, and where they go is for others.
package mbox

import "errors"

// MaxMessage is how many bytes of one message a Reader gives out at most.
const MaxMessage = 256 << 20

// ErrTooBig is returned by Reader.Next for a message larger than the reader's limit.
// The reader stands at the next message then.
var ErrTooBig = errors.New("mbox: message is too big")

// mark starts the separator lines this package writes. Between two of them the
// bytes are exact: the reader takes away the one line end that the writer put
// behind each message, whatever the message itself ends with.
const mark = "From kartoteka@localhost "
