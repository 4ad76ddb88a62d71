// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/stretchr/testify/require"
)

// TestWriteMixModels writes mixes as integer programs in CPLEX LP format, each beside the optimum found here, for an
// outside solver to check: see .ci/compare/license_mix.sh. It needs ITFM_MIX_MODELS, a folder.
func TestWriteMixModels(t *testing.T) {
	dir := os.Getenv("ITFM_MIX_MODELS")
	if dir == "" {
		t.Skip("ITFM_MIX_MODELS is not set: no models wanted")
	}
	models := []license.MixProblem{companyMix(t)}
	for seed := range uint64(40) {
		models = append(models, ladderProblem(t, seed, 3+int(seed%6)))
	}
	for i, p := range models {
		mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		require.NoError(t, err)
		if !mix.Proven {
			t.Errorf("model %d: not proven", i)
		}
		name := filepath.Join(dir, fmt.Sprintf("mix-%02d", i))
		require.NoError(t, os.WriteFile(name+".lp", []byte(lpOf(p)), 0o644))
		require.NoError(t, os.WriteFile(name+".optimum", []byte(mix.Cost.Amount().String()+"\n"), 0o644))
	}
}

// minimalSets returns the sets of offers, as bits, that serve the group and hold no smaller one that does.
func minimalSets(p license.MixProblem, g license.Group) []int {
	var out []int
	for set := range 1 << len(p.Offers) { // a part of a set has a smaller number
		if !slices.ContainsFunc(out, func(s int) bool { return s&set == s }) &&
			serves(p, g, func(i int) bool { return set>>i&1 == 1 }) == "" {
			out = append(out, set)
		}
	}
	return out
}

// lpOf states a problem of per-unit and volume prices: x people per group and minimal set, b rights bought per tier, z one
// tier per offer.
func lpOf(p license.MixProblem) string {
	var objective, rows, bounds, general, binary []string
	uses := make([][]string, len(p.Offers))
	people := 0
	for g, group := range p.Groups {
		people += group.People
		var all []string
		for k, set := range minimalSets(p, group) {
			x := fmt.Sprintf("x_%d_%d", g, k)
			all, general = append(all, x), append(general, x)
			for i := range p.Offers {
				if set>>i&1 == 1 {
					uses[i] = append(uses[i], x)
				}
			}
		}
		rows = append(rows, fmt.Sprintf("%s = %d", strings.Join(all, " + "), group.People))
	}
	for i, o := range p.Offers {
		tiers := []pricing.Tier{{Open: true}}
		switch price := o.Price.(type) {
		case *pricing.PerUnit:
			tiers[0].Unit = price.Unit().Amount()
		case *pricing.Ladder:
			tiers = price.Spec().Tiers
		}
		var bought, chosen []string
		from := 0
		for k, tier := range tiers {
			upTo := int(tier.UpTo.IntPart())
			if tier.Open {
				upTo = from + 2*people + 1
			}
			b, z := fmt.Sprintf("b_%d_%d", i, k), fmt.Sprintf("z_%d_%d", i, k)
			objective = append(objective, tier.Unit.String()+" "+b)
			rows = append(rows, fmt.Sprintf("%s - %d %s <= 0", b, upTo, z), fmt.Sprintf("%s - %d %s >= 0", b, from, z))
			bought, chosen, binary = append(bought, b), append(chosen, z), append(binary, z)
			from = upTo + 1
		}
		rows = append(rows, strings.Join(chosen, " + ")+" <= 1")
		if len(uses[i]) > 0 {
			rows = append(rows, strings.Join(bought, " + ")+" - "+strings.Join(uses[i], " - ")+" >= 0")
		}
		if o.Cap > 0 {
			bounds = append(bounds, fmt.Sprintf("%s <= %d", strings.Join(bought, " + "), o.Cap))
		}
	}
	return "Minimize\n cost: " + strings.Join(objective, "\n + ") + "\nSubject To\n " + strings.Join(append(rows, bounds...), "\n ") +
		"\nGeneral\n " + strings.Join(general, "\n ") + "\nBinary\n " + strings.Join(binary, "\n ") + "\nEnd\n"
}
