// Package message reads raw mail (RFC 5322, MIME) as it is found in real
// mailboxes. Reading never fails and never panics: whatever bytes come in, a
// message comes out, with what could be read and codes for what was odd.
//
// Everything it returns is a pure function of the raw bytes, so it can be
// read again at any time. It knows nothing of servers, of the store, of
// contacts or of any language a person is spoken to in.
package message
