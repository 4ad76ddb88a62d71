// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// checkExposure fails unless the total exposure is the sum of the positive ones, in one currency, and waiting costs nothing
// below zero.
func checkExposure(t require.TestingT, r renewal.Report) {
	sum := decimal.Decimal{}
	for _, c := range r.Contracts {
		if c.Exposure != nil {
			sum = sum.Add(decimal.Max(decimal.Decimal{}, c.Exposure.Amount.Amount()))
		}
		if c.Waiting != nil && (c.Waiting.Risk.Sign() < 0 || c.Waiting.Total.Sign() < 0) {
			require.Failf(t, "waiting", "%s: %s", c.Contract, c.Waiting)
		}
	}
	if got := r.Totals.Exposure.Converted; !got.Defined || got.Value.Amount().Cmp(sum) != 0 {
		require.Failf(t, "exposure", "total %s, the positive ones are %s", got, sum)
	}
}

// checkCoverage fails if a scenario that covers less than the need is ranked or recommended.
func checkCoverage(t require.TestingT, r renewal.Report) {
	for _, c := range r.Contracts {
		if c.Comparison == nil {
			continue
		}
		asIs, _ := c.Comparison.Result("as is")
		short := slices.ContainsFunc(c.Lines, func(l renewal.LineReview) bool { return l.Known && l.Held.Cmp(l.Need) < 0 })
		if short && asIs.Insufficient == "" {
			require.Failf(t, "coverage", "%s: as is covers less than the need", c.Contract)
		}
		for _, s := range c.Comparison.Scenarios {
			if s.Insufficient != "" && (s.Rank != 0 || c.Recommended == s.Name || c.Comparison.Best == s.Name) {
				require.Failf(t, "coverage", "%s: %q %s, and has rank %d", c.Contract, s.Name, s.Insufficient, s.Rank)
			}
		}
	}
}

// shortContract holds 40 of the 60 seats in use.
func shortContract(id, product string) contract.Contract {
	return autoRenewing(id, product, "40", "100 USD", "2026-01-01/2027-01-01")
}

func TestExposureIsNotNetted(t *testing.T) {
	in := renewal.Input{
		Contracts: []contract.Contract{autoRenewing("A", "crm", "100", "100 USD", "2026-01-01/2027-01-01"), shortContract("B", "chat")},
		Shelfware: shelfware(seatCount{"crm", 100, 60}, seatCount{"chat", 60, 60}),
	}
	opts := renewal.Options{Currency: "USD", MissProbability: dec("0.5")}
	r := analyze(t, in, opts)
	wantMoney(t, "40 unused seats at 107", reviewed(t, r, "A").Exposure.Amount, "4280 USD")
	wantMoney(t, "20 seats fewer than needed", reviewed(t, r, "B").Exposure.Amount, "-2140 USD")
	wantMoney(t, "total", r.Totals.Exposure.Converted.Value, "4280 USD")
	if want := finops.NewBag(money("4280 USD")); !r.Totals.Exposure.ByCurrency.Equal(want) {
		t.Errorf("by currency %s", r.Totals.Exposure.ByCurrency)
	}
	wantMoney(t, "nothing is lost by missing B", reviewed(t, r, "B").Waiting.Total, "0 USD")
	wantMoney(t, "missing A", reviewed(t, r, "A").Waiting.Total, "2140 USD")
}

func TestWaitingBelowZero(t *testing.T) {
	c, err := renewal.CostOfWaiting(renewal.Waiting{LostSaving: []finops.Money{money("10 USD")}, MissProbability: dec("1"), Exposure: money("-500 USD")})
	require.NoError(t, err)
	wantMoney(t, "risk", c.Risk, "0 USD")
	wantMoney(t, "total", c.Total, "10 USD")
}

func TestUnderBuyingIsNotRecommended(t *testing.T) {
	alternative := func(name string, o renewal.NextOfferOptions, intended bool) renewal.Alternative {
		return renewal.Alternative{Contract: "A", Scenario: renewal.Scenario{Name: name}, Intended: intended, Build: func(n renewal.NextTerm) (renewal.Scenario, error) {
			offers, err := n.Offers(o)
			return renewal.MultiYear(name, 12, dec("0.01"), offers...), err
		}}
	}
	in := renewal.Input{Contracts: []contract.Contract{shortContract("A", "crm")}, Shelfware: shelfware(seatCount{"crm", 60, 60})}
	v := reviewed(t, analyze(t, in, options()), "A")
	if v.Recommended != "right-sized" || v.Comparison.Best != "right-sized" {
		t.Errorf("recommended %q: %s", v.Recommended, v.Comparison.Reading)
	}
	asIs, _ := v.Comparison.Result("as is")
	if asIs.Rank != 0 || asIs.Insufficient != "covers 40 of 60 needed" || !asIs.EAC.Defined {
		t.Errorf("as is: %+v", asIs)
	}
	if !strings.Contains(v.Comparison.Reading, `without a rank: "as is" covers 40 of 60 needed`) {
		t.Errorf("reading %q", v.Comparison.Reading)
	}

	in.Alternatives = []renewal.Alternative{
		alternative("held", renewal.NextOfferOptions{Quantity: renewal.OfferHeldQuantity}, true),
		alternative("needed", renewal.NextOfferOptions{}, false),
		{Contract: "A", Scenario: renewal.Scenario{Name: "quote", Insufficient: "has no archive", Offers: []renewal.Offer{{
			Price: perUnit("1 USD"), Per: contract.PerYear, Quantity: dec("60"), Start: day("2027-01-01"), Months: 12,
		}}}},
	}
	r := analyze(t, in, options())
	v = reviewed(t, r, "A")
	if v.Recommended != "needed" {
		t.Errorf("recommended %q: %s", v.Recommended, v.Comparison.Reading)
	}
	for name, want := range map[string]string{"held": "covers 40 of 60 needed", "needed": "", "quote": "has no archive"} {
		if s, _ := v.Comparison.Result(name); s.Insufficient != want || (s.Rank == 0) != (want != "") {
			t.Errorf("%s: rank %d, %q", name, s.Rank, s.Insufficient)
		}
	}
	// What is intended covers too little: the right quantity, 60 × 107, on 2027-01-01 stands instead.
	wantMoney(t, "exposure, 20 × −107 discounted", v.Exposure.Amount, "-2085.65 USD") // source: Python, 2140 / 1.08^(122/365)
	if !slices.Contains(v.Assumptions, `the exposure is not measured against "held", which covers 40 of 60 needed`) {
		t.Errorf("assumptions %v", v.Assumptions)
	}
	// The gain of the better scenario is that over the right quantity, 1 % of 6,420, not over too few seats.
	if a := action(t, r, "give_notice:A"); a.AtStake.Basis != renewal.StakeScenario || a.AtStake.Amount.Value.Amount().Cmp(dec("70")) > 0 {
		t.Errorf("at stake %s", a.AtStake)
	}
}

// TestNeedThatCannotBeBought: a maximum below the need leaves nothing that covers it.
func TestNeedThatCannotBeBought(t *testing.T) {
	c := shortContract("A", "crm")
	c.Lines[0].Maximum = decimal.NewNullDecimal(dec("50"))
	v := reviewed(t, one(t, c, shelfware(seatCount{"crm", 60, 60})), "A")
	if v.Recommended != "" || v.Exposure != nil || !strings.Contains(v.ExposureReason, "covers 40 of 60 needed") {
		t.Errorf("recommended %q, exposure %v (%s)", v.Recommended, v.Exposure, v.ExposureReason)
	}
	if !strings.HasPrefix(v.Comparison.Reading, "no scenario covers what is needed: none is ranked") {
		t.Errorf("reading %q", v.Comparison.Reading)
	}
}

func TestSensitivityLeavesShortOut(t *testing.T) {
	few := seats1000()
	few.Quantity = dec("10")
	scenarios := []renewal.Scenario{renewal.AsIs("few", few), renewal.AsIs("all", seats1000())}
	lowest := func() string {
		s, err := renewal.Sensitivity(day("2025-01-01"), dec("0.08"), scenarios, renewal.SensitivityAxes{}, renewal.CompareOptions{})
		require.NoError(t, err)
		return s.Rows[0].Lowest
	}
	if got := lowest(); got != "few" {
		t.Errorf("lowest %q", got)
	}
	scenarios[0].Insufficient = "covers 10 of 1000 needed"
	if got := lowest(); got != "all" {
		t.Errorf("lowest %q", got)
	}
	scenarios[1].Insufficient = "has no archive"
	if got := lowest(); got != "" {
		t.Errorf("lowest %q", got)
	}
}
