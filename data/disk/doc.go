// Package disk writes files whole or not at all, and says in a person's words
// what a disk refused: full, write-protected, gone.
//
// A file is written under a hidden name beside its place, locked while that
// lasts, and takes its own name only when every byte is on the disk. What a
// killed run left behind is known by its lock being free, and goes with the
// next write into the same folder.
//
// It must not know what is in the files.
package disk
