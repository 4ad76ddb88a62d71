#!/bin/sh
# Compares the licence mix optimiser with GLPK's branch and bound on 41 problems of hundreds of people with volume ladders
# and caps. It uses whatever glpsol is installed (Debian: apt-get install glpk-utils, version 5.0): any exact solver must
# find the same optimum. Usage: .ci/compare/license_mix.sh [seconds per model, 60]
set -eu
cd "$(dirname "$0")/../.."
if ! command -v glpsol >/dev/null; then
	echo "license_mix: glpsol is not installed, nothing compared" >&2
	exit 0
fi
glpsol --version | head -1
models=$(mktemp -d)
trap 'rm -r "$models"' EXIT
ITFM_MIX_MODELS=$models go test -count=1 -run '^TestWriteMixModels$' ./finops/license >/dev/null
same=0 all=0 late=0
for lp in "$models"/*.lp; do
	all=$((all + 1))
	base=${lp%.lp}
	glpsol --lp "$lp" --cuts --tmlim "${1:-60}" -o "$base.out" >"$base.log" 2>&1 || true
	if ! grep -q '^Status: *INTEGER OPTIMAL' "$base.out" 2>/dev/null; then
		late=$((late + 1))
		continue
	fi
	if awk -v want="$(cat "$base.optimum")" '/^Objective:/ { d = $4 - want; exit !(d < 0.005 && d > -0.005) }' "$base.out"; then
		same=$((same + 1))
	else
		echo "license_mix: $(basename "$base"): here $(cat "$base.optimum"), GLPK $(grep '^Objective:' "$base.out")"
	fi
done
echo "compare: license.mix_glpk $same/$((all - late)) ($late of $all without an answer in time)"
[ "$same" -eq "$((all - late))" ] && [ "$same" -gt 0 ]
