// Package settings is the screen of the owner's choices: mailboxes, language,
// look, the firm's name, and where the data lies.
//
// It asks its own small service. What it saves is announced by the store, and
// the shell follows; the screen itself switches nothing.
package settings
