#!/usr/bin/env bash
# Compares roi.XNPV with Gnumeric's XNPV on 500 random cases. Installs Debian's gnumeric (1.12.55 in Debian 12), because
# it is the spreadsheet that evaluates a CSV of formulas without a display.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v ssconvert >/dev/null || { apt-get update -qq && apt-get install -y -qq gnumeric; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ssconvert --version 2>&1 | head -n 1
go run .ci/compare/roi_gnumeric.go -write "$work/in.csv"
ssconvert --recalc -T Gnumeric_stf:stf_assistant -O 'format=raw' "$work/in.csv" "$work/out.csv" 2>/dev/null
go run .ci/compare/roi_gnumeric.go -read "$work/out.csv"
