#!/bin/sh
# Runs the property tests with cases never tried before, and every fuzz target of
# the project, FUZZTIME each. FUZZ chooses targets by a regular expression. What
# the runs find worth keeping stays in FUZZKEPT for the next ones; an input that
# fails is put into the package's testdata, to be committed with the repair.
set -eu
cd "$(dirname "$0")/.."
GO=${GO:-go}
FUZZTIME=${FUZZTIME:-10m}
FUZZ=${FUZZ:-.}
FUZZKEPT=${FUZZKEPT:-${OUT:-out}/fuzz}

# Go keeps its corpora in the build cache, which people empty.
cache=$("$GO" env GOCACHE)/fuzz/kartoteka
mkdir -p "$FUZZKEPT" "$cache"
cp -R "$FUZZKEPT/." "$cache/"
trap 'cp -R "$cache/." "$FUZZKEPT/"' EXIT

echo "== property tests with new cases =="
grep -rl --include='*_test.go' 'pgregory.net/rapid' . | xargs -n1 dirname | sort -u |
	KARTOTEKA_SEED=0 CGO_ENABLED=0 xargs "$GO" test -tags ci -count=1

# Every parser of foreign bytes has to have its target.
missing=
for parser in \
	"mail/imap FuzzAnswers" "mail/imap/wire FuzzMend" "mail/imap/wire FuzzFolderName" \
	"mail/message FuzzParse" "mail/message FuzzLarge" "mail/message FuzzHTML" "mail/message FuzzOpen" \
	"mail/message/field FuzzHeader" "mail/message/field FuzzAddress" "mail/message/field FuzzDate" \
	"mail/message/charset FuzzDecode" "mail/message/transfer FuzzTransfer" \
	"mail/message/quote FuzzSplit" "mail/message/rich FuzzRead" \
	"mail/mbox FuzzMbox" "mail/maildir FuzzParse" "mail/discover FuzzConfig" "mail/compose FuzzLetter" \
	"data/exchange/files FuzzCSV" "data/exchange/files FuzzXLSX" "data/exchange/files FuzzVCard" \
	"data/exchange/files FuzzICS" "data/exchange/files FuzzJSON" "data/exchange/files FuzzDetect"; do
	grep -qsE "^func ${parser#* }\(" "${parser% *}"/*_test.go || missing="$missing ${parser#* }"
done
[ -z "$missing" ] || { echo "no fuzz target:$missing"; exit 1; }

failed=
list=$(mktemp)
trap 'cp -R "$cache/." "$FUZZKEPT/"; rm -f "$list"' EXIT
grep -rlE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | xargs -n1 dirname | sort -u | while read -r dir; do
	grep -hoE '^func (Fuzz[A-Za-z0-9_]+)' "$dir"/*_test.go | awk -v d="$dir" '{print d, $2}' | sort -u
done | grep -E -- "$FUZZ" >"$list"
while read -r dir target; do
	echo "== $dir $target for $FUZZTIME =="
	CGO_ENABLED=0 "$GO" test -tags ci -run '^$' -fuzz "^$target\$" -fuzztime "$FUZZTIME" -fuzzminimizetime 5s "$dir" </dev/null ||
		failed="$failed $target"
done <"$list"
[ -z "$failed" ] || { echo "findings in:$failed"; exit 1; }
