// Package copies looks at the file as a whole: whether it is sound, how many
// records it holds, and copies of it, made while it is in use and looked at
// without being changed. It also remembers what was settled about backups.
package copies
