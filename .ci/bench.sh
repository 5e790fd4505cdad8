#!/usr/bin/env bash
# Measures what the product promises, each figure beside its peer in one run.
set -euo pipefail
cd "$(dirname "$0")/.."
GO=${GO:-go}
export CGO_ENABLED=0

echo "== pull of one mailbox of 10,000 messages against mbsync: first, nothing new, ten new (ratio of whole processes, median of 5) =="
"$GO" test -tags "ci dovecot" -run '^$' -bench SyncAgainstMbsync -benchtime 5x -timeout 30m ./app/cli

echo "== peak memory of a pull over that of an empty mailbox: 10,000 messages, one of 100 MB, 100,000 in one folder =="
"$GO" test -tags "ci dovecot" -run '^$' -bench PeakMemory -benchtime 1x -timeout 30m ./app/cli

echo "== search over 100,000 interactions =="
"$GO" test -tags ci -run '^$' -bench Search -timeout 30m ./data/store

echo "== lists, type-ahead, timelines and bulk changes of 100,000 contacts =="
"$GO" test -tags ci -run '^$' -bench 'Contacts|Timeline' -benchtime 40x -timeout 30m ./data/store
"$GO" test -tags ci -run '^$' -bench BulkChange -benchtime 3x -timeout 30m ./data/store

echo "== import of 100,000 contacts from CSV, beside the sqlite3 shell =="
.ci/import.sh

echo "== the trend report: figures, and the workbook =="
"$GO" test -tags ci -run '^$' -bench . -timeout 30m ./data/report/...

echo "== 100,000 contacts in the window: turns over 50 ms, the longest one; a letter to the list of clients =="
"$GO" test -tags ci -run '^$' -bench 'LongTasks|TypeAhead' -benchtime 5x ./app/ui/contacts ./app/ui/quicklog

[ "$(uname -s)" = Linux ] || exit 0
echo "== first painted frame, and the filled first screen, against the first frame of an empty Fyne window =="
export CGO_ENABLED=1
work=$(mktemp -d)
trap 'kill "$xvfb" 2>/dev/null || true; rm -rf "$work"' EXIT
Xvfb -displayfd 3 -screen 0 1360x860x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
xvfb=$!
for _ in $(seq 100); do
	[ -s "$work/display" ] && break
	sleep 0.1
done
export DISPLAY=":$(cat "$work/display")" XDG_RUNTIME_DIR="$work"
unset WAYLAND_DISPLAY
"$GO" build -tags migrated_fynedo -o "$work/empty" ./.ci/emptywindow
"$GO" build -tags migrated_fynedo -o "$work/kartoteka" .
"$work/kartoteka" --data "$work/data" demo --headless --out "$work/out" >/dev/null
# ms LINE COMMAND…: milliseconds from the start of the process to its line; what
# it does afterwards does not count.
ms() {
	local begun ended line="" until=$1
	shift
	begun=$(date +%s%N)
	while read -r line; do
		case $line in "$until"*) break ;; esac
	done < <("$@" 2>/dev/null)
	ended=$(date +%s%N)
	wait $! || true
	echo $(((ended - begun) / 1000000))
}
kartoteka() { KARTOTEKA_STARTUP=1 "$work/kartoteka" --data "$work/data"; }
ms first "$work/empty" >/dev/null
ms first kartoteka >/dev/null
for line in "first frame" "first screen"; do
	for _ in $(seq 9); do
		e=$(ms "first frame" "$work/empty")
		k=$(ms "$line" kartoteka)
		echo "$e $k"
	done | awk '{ printf "%.2f %d %d\n", $2 / $1, $1, $2 }' | sort -n | sed -n 5p |
		awk -v what="$line" '{ printf "%s: median of 9 pairs: ratio %s (empty window %d ms, Kartoteka %d ms)\n", what, $1, $2, $3 }'
done
