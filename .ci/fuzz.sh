#!/bin/sh
# Runs every fuzz target of the project, FUZZTIME each.
set -eu
cd "$(dirname "$0")/.."
GO=${GO:-go}
FUZZTIME=${FUZZTIME:-10m}
grep -rhoE --include='*_test.go' -l 'func Fuzz[A-Za-z0-9_]+' . | xargs -n1 dirname | sort -u | while read -r dir; do
	grep -hoE '^func (Fuzz[A-Za-z0-9_]+)' "$dir"/*_test.go | awk '{print $2}' | sort -u | while read -r target; do
		echo "== $dir $target for $FUZZTIME =="
		CGO_ENABLED=0 "$GO" test -tags ci -run '^$' -fuzz "^$target\$" -fuzztime "$FUZZTIME" "$dir"
	done
done
