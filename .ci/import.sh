#!/usr/bin/env bash
# Measures an import of 100,000 contacts from CSV, full text included, as a whole
# process beside the sqlite3 shell's .import of the same rows: once with the two
# indices by which anybody would look (name, e-mail), once with as many as the
# card index keeps. Pairs of runs, medians; then the same file again.
set -euo pipefail
cd "$(dirname "$0")/.."
GO=${GO:-go}
PAIRS=${PAIRS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
CGO_ENABLED=0 "$GO" build -tags ci -o "$work/kartoteka" .
awk 'BEGIN {
	srand(1)
	split("Jan Anna Łukasz Katarzyna Żaneta Piotr Ewa Michał", given, " ")
	print "Imię;Nazwisko;Firma;E-mail;Telefon;Ulica;Kod pocztowy;Miejscowość;Notatka"
	for (i = 0; i < 100000; i++)
		printf "%s;Kowal%cski%d;Firma %d sp. z o.o.;osoba.%d@firma%d.example;601 %03d %03d;Piotrkowska %d;90-%03d;Łódź;Klient od %d roku\n",
			given[int(rand() * 8) + 1], 97 + int(rand() * 26), int(rand() * 100000), int(rand() * 33000), i, int(rand() * 1000),
			int(i / 1000), i % 1000, int(rand() * 300), int(rand() * 1000), 1990 + int(rand() * 36)
}' >"$work/clients.csv"
schema() {
	cat <<-SQL
		PRAGMA journal_mode = WAL;
		CREATE TABLE contact (first, last, company, email, phone, street, post, city, note);
		CREATE INDEX by_name ON contact (last, first);
		CREATE INDEX by_email ON contact (email);
	SQL
}
# The card index keeps 19 indices over contacts and their addresses: three of
# numbers that most lack, the rest of all rows.
more() {
	cat <<-SQL
		CREATE INDEX i1 ON contact (company, last, first);
		CREATE INDEX i2 ON contact (city, last, first);
		CREATE INDEX i3 ON contact (city);
		CREATE INDEX i4 ON contact (phone);
		CREATE INDEX i5 ON contact (first, last);
		CREATE INDEX i6 ON contact (post, last, first);
		CREATE INDEX i7 ON contact (note);
		CREATE INDEX i8 ON contact (street);
		CREATE INDEX i9 ON contact (note, street, last, first);
		CREATE INDEX i10 ON contact (post);
		CREATE INDEX i11 ON contact (company);
		CREATE INDEX i12 ON contact (email, phone);
		CREATE INDEX i13 ON contact (last);
		CREATE INDEX i14 ON contact (first);
	SQL
}
rows() { printf '.mode csv\n.separator ;\n.import --skip 1 "%s" contact\n' "$work/clients.csv"; }
{ schema; rows; } >"$work/two.sql"
{ schema; more; rows; } >"$work/all.sql"
# ms COMMAND…: its milliseconds
ms() {
	local begun
	begun=$(date +%s%N)
	"$@" >/dev/null
	echo $((($(date +%s%N) - begun) / 1000000))
}
shell() {
	rm -f "$work"/shell.db*
	sqlite3 "$work/shell.db" <"$1"
}
import() { "$work/kartoteka" --data "$work/data" import "$work/clients.csv"; }
for _ in $(seq "$PAIRS"); do
	rm -rf "$work/data"
	two=$(ms shell "$work/two.sql")
	ours=$(ms import)
	all=$(ms shell "$work/all.sql")
	again=$(ms import)
	echo "$two $all $ours $again"
done >"$work/times"
# median EXPRESSION: of the pairs
median() { awk "{ printf \"%.3f\n\", $1 }" "$work/times" | sort -n | sed -n "$(((PAIRS + 1) / 2))p"; }
printf 'first import: %.0f ms, %.2f times .import with two indices (%.0f ms), %.2f times with as many as ours (%.0f ms)\n' \
	"$(median '$3')" "$(median '$3 / $1')" "$(median '$1')" "$(median '$3 / $2')" "$(median '$2')"
printf 'the same file again: %.0f ms, %.2f times the first\n' "$(median '$4')" "$(median '$4 / $3')"
