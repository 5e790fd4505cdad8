#!/bin/sh
# Runs the property tests with cases never tried before, and every fuzz target of
# the project, FUZZTIME each.
set -eu
cd "$(dirname "$0")/.."
GO=${GO:-go}
FUZZTIME=${FUZZTIME:-10m}
echo "== property tests with new cases =="
grep -rl --include='*_test.go' 'pgregory.net/rapid' . | xargs -n1 dirname | sort -u |
	KARTOTEKA_SEED=0 CGO_ENABLED=0 xargs "$GO" test -tags ci -count=1
grep -rhoE --include='*_test.go' -l 'func Fuzz[A-Za-z0-9_]+' . | xargs -n1 dirname | sort -u | while read -r dir; do
	grep -hoE '^func (Fuzz[A-Za-z0-9_]+)' "$dir"/*_test.go | awk '{print $2}' | sort -u | while read -r target; do
		echo "== $dir $target for $FUZZTIME =="
		CGO_ENABLED=0 "$GO" test -tags ci -run '^$' -fuzz "^$target\$" -fuzztime "$FUZZTIME" "$dir"
	done
done
