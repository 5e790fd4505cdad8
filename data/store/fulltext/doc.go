// Package fulltext finds what is kept by its words: how a text is folded and
// looked through, what of messages, interactions, cases and contacts is indexed
// at the end of a transaction that touched it, and how the index is asked.
package fulltext
