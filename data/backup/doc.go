// Package backup makes backups of a card index that can be trusted, and puts
// one in the card index's place.
//
// A backup is the whole file, written compactly under a hidden name, put on the
// disk, opened again, read for damage, and counted against what the card index
// held when it began; only then it gets its name. With a passphrase it is
// encrypted so that the age tool opens it, and decrypted again to be compared.
// What is known of each backup stands in a small list beside them, which names
// no client; a backup that is not in the list, or has another size, is shown
// and never removed.
//
// A restore works on a copy. It is decided by one rename (Stage.Decide); from
// then on Finish brings it to its end, also in the next run of the program.
//
// It must not know the program's settings, its keyring, or where it runs.
package backup
