// Package compose writes mail: from what a person typed and the letter that is
// answered it makes a message (RFC 5322, 2045, 2047) whose bytes can be laid
// among the drafts as they are. It sends nothing and knows no server.
//
// Nothing that was typed or received can become a header field of its own:
// every value loses its line ends before it is written.
package compose
