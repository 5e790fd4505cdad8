// Package dovecottest runs a real Dovecot for tests: on loopback, with its own
// configuration, users and certificate authority in a temporary folder. It is
// empty unless built with the tag "dovecot".
//
// It must not know what is tested with it.
package dovecottest
