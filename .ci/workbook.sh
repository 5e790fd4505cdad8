#!/usr/bin/env bash
# Writes the sample firm's workbook in both languages, opens it with LibreOffice
# and with openpyxl, and fails on any repair, error, or total that is off.
set -euo pipefail
cd "$(dirname "$0")/.."
GO=${GO:-go}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

CGO_ENABLED=0 "$GO" build -tags ci -o "$work/kartoteka" .
"$work/kartoteka" --data "$work/data" demo --headless --out "$work/out"
for lang in pl en; do
	book="$work/trends-$lang.xlsx"
	"$work/kartoteka" --data "$work/data" --lang $lang report -o "$book"
	log="$work/office-$lang.log"
	timeout 180 soffice --headless --norestore -env:UserInstallation="file://$work/office" \
		--convert-to pdf --outdir "$work" "$book" >"$log" 2>&1
	cat "$log"
	if grep -v javaldx "$log" | grep -qiE 'repair|corrupt|error|fail'; then
		echo "LibreOffice complained about $book" >&2
		exit 1
	fi
	test -s "${book%.xlsx}.pdf"
	/usr/bin/python3 .ci/check_workbook.py "$book"
done
