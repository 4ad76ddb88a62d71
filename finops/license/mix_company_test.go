// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/stretchr/testify/require"
)

// companyMix is a company of 7,730 people in ten groups with a vendor's suites, add-ons and a specialist's tools: a suite
// capped at 300 seats, and a suite and an add-on on volume ladders. The prices are made up.
func companyMix(tb testing.TB) license.MixProblem {
	tb.Helper()
	office := []string{"mail", "desktop", "storage", "meetings", "device", "security"}
	core := volume(tb, pricing.Tier{UpTo: dec("999"), Unit: dec("39")}, pricing.Tier{UpTo: dec("2999"), Unit: dec("35.10")}, pricing.Tier{Unit: dec("33.50")})
	ai := volume(tb, pricing.Tier{UpTo: dec("499"), Unit: dec("30")}, pricing.Tier{UpTo: dec("1499"), Unit: dec("24")}, pricing.Tier{Unit: dec("19.50")})
	return license.MixProblem{
		Offers: []license.Offer{
			{ID: "front", Grants: []string{"mail_web", "meetings"}, Price: perUnit(tb, "4")},
			{ID: "front-plus", Grants: []string{"mail_web", "meetings", "device", "security"}, Price: perUnit(tb, "11")},
			{ID: "business", Grants: office, Price: perUnit(tb, "22"), Cap: 300},
			{ID: "core", Grants: office, Price: core},
			{ID: "full", Grants: append([]string{"security_plus", "voice", "compliance", "bi_create"}, office...), Price: perUnit(tb, "57")},
			{ID: "security", Grants: []string{"security_plus"}, Price: perUnit(tb, "9"), Requires: []string{"core", "front-plus", "business"}},
			{ID: "voice", Grants: []string{"voice"}, Price: perUnit(tb, "8"), Requires: []string{"core", "business"}},
			{ID: "compliance", Grants: []string{"compliance"}, Price: perUnit(tb, "10"), Requires: []string{"core"}},
			{ID: "ai", Grants: []string{"assistant"}, Price: ai, Requires: []string{"core", "full", "business"}},
			{ID: "bi", Grants: []string{"bi_create"}, Price: perUnit(tb, "14")},
			{ID: "bi-viewer", Grants: []string{"bi_view"}, Price: perUnit(tb, "5")},
			{ID: "phone", Grants: []string{"voice"}, Price: perUnit(tb, "12")},
		},
		Groups: []license.Group{
			{ID: "plant", People: 2600, Needs: []string{"mail_web"}},
			{ID: "drivers", People: 800, Needs: []string{"mail_web", "device"}},
			{ID: "shops", People: 950, Needs: []string{"mail_web", "device", "security_plus"}},
			{ID: "clerks", People: 1400, Needs: []string{"mail", "desktop"}},
			{ID: "sales", People: 620, Needs: []string{"mail", "desktop", "voice", "assistant"}},
			{ID: "finance", People: 240, Needs: []string{"mail", "desktop", "compliance", "bi_create"}},
			{ID: "legal", People: 60, Needs: []string{"mail", "desktop", "compliance", "security_plus", "assistant"}},
			{ID: "engineers", People: 700, Needs: []string{"mail", "desktop", "security_plus", "assistant"}},
			{ID: "managers", People: 310, Needs: []string{"mail", "desktop", "bi_view", "voice"}},
			{ID: "board", People: 50, Needs: []string{"mail", "voice", "security_plus", "compliance", "bi_view", "assistant"}},
		},
		Implications: []license.Implication{
			{Higher: "mail", Lower: "mail_web"}, {Higher: "bi_create", Lower: "bi_view"}, {Higher: "security_plus", Lower: "security"},
		},
	}
}

// TestMixCompany: a problem of the size that a company has is proven in far less than two seconds, twice with the same
// result, and in any order.
func TestMixCompany(t *testing.T) {
	p := companyMix(t)
	start := time.Now()
	mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	took := time.Since(start)
	require.NoError(t, err)
	checkMixResult(t, p, mix)
	if !mix.Proven || !mix.Cost.Equal(usd(companyOptimum)) {
		t.Errorf("got %s, bound %s, proven %v, want %s", mix.Cost, mix.LowerBound, mix.Proven, companyOptimum)
	}
	if !testing.Short() && !raceEnabled && took > 2*time.Second {
		t.Errorf("took %v", took)
	}
	t.Logf("%s after %d nodes, %d steps, %v: %+v", mix.Cost, mix.Nodes, mix.Work, took, mix.Purchases)
	again, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	if d := diff(mix, again); d != "" {
		t.Errorf("second run (-want +got):\n%s", d)
	}
	slices.Reverse(p.Groups)
	slices.Reverse(p.Offers)
	turned, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	if !turned.Proven || !turned.Cost.Equal(mix.Cost) {
		t.Errorf("in another order: %s, proven %v", turned.Cost, turned.Proven)
	}
}

// companyOptimum is the least cost of companyMix; GLPK 5.0 finds the same (see .ci/compare/license_mix.sh).
const companyOptimum = "200580"

// TestMixCompanyCancelled stops the search at many places: each time either no mix yet or a valid one with a bound that
// holds.
func TestMixCompanyCancelled(t *testing.T) {
	p := companyMix(t)
	full, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	for i := 1; i <= 12; i++ {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i*i)*200*time.Microsecond)
		mix, err := license.OptimizeMix(ctx, p, license.MixOptions{})
		cancel()
		if err != nil {
			require.ErrorIs(t, err, context.DeadlineExceeded)
			continue
		}
		checkMixResult(t, p, mix)
		if mix.Cost.Amount().Cmp(full.Cost.Amount()) < 0 || mix.LowerBound.Amount().Cmp(full.Cost.Amount()) > 0 ||
			mix.Proven != (mix.Stop == license.MixProven) {
			t.Errorf("%s, bound %s, proven %v, %s; the optimum is %s", mix.Cost, mix.LowerBound, mix.Proven, mix.Stop, full.Cost)
		}
	}
}
