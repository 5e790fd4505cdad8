// Package store keeps Kartoteka's data in one SQLite file. Nothing outside of it
// and its parts imports database/sql, and of these only sqlite the driver. An
// exported method of DB writes in one transaction with one meaning, but for
// EndErasure, which squeezes the file and goes in steps; what changed is announced
// after its commit.
//
// It speaks in package data's types. It knows no mail protocol, no window and
// no language: whom a message belongs to and what it may be about has been
// found out before it comes here.
package store
