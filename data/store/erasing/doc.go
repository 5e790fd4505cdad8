// Package erasing takes out for good what is not to be kept any longer: a person,
// from every row, text and page of the file and of its copies; what a rule of
// retention is about; what lies in the trash; deeds that are too old.
//
// What an erasure will do is found out before anything is changed (plan.go), so
// that a preview and the deed can't differ.
package erasing
