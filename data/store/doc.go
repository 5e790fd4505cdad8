// Package store keeps Kartoteka's data in one SQLite file and is the only
// importer of database/sql and of the driver. Every exported method is one
// transaction with one meaning; what changed is announced after its commit.
//
// It speaks in package data's types. It knows no mail protocol, no window and
// no language: whom a message belongs to and what it may be about has been
// found out before it comes here.
package store
