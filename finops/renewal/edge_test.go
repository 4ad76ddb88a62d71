// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// TestEnded: a contract that has ended is left out as ended, however it ended, and totals of nothing are zero.
func TestEnded(t *testing.T) {
	base := autoRenewing("A", "crm", "100", "1200 USD", "2024-01-01/2025-01-01")
	for name, change := range map[string]func(*contract.Contract){
		"expired":                 func(c *contract.Contract) { c.Renewal = contract.RenewalTerms{} },
		"notice was given":        func(c *contract.Contract) { c.EndedFrom = day("2025-01-01") },
		"ended in a later term":   func(c *contract.Contract) { c.EndedFrom = day("2026-01-01") },
		"ended within a term":     func(c *contract.Contract) { c.EndedFrom = day("2026-06-01") },
		"no renewal left":         func(c *contract.Contract) { c.Renewal.Limit = 1 },
		"ended today":             func(c *contract.Contract) { c.EndedFrom = asOf },
		"line of an ended option": func(c *contract.Contract) { c.Renewal = contract.RenewalTerms{}; c.Lines[0].Start = day("2024-06-01") },
		"evergreen ended": func(c *contract.Contract) {
			c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Months: 1}
			c.EndedFrom = day("2026-03-01")
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := base
			c.Lines = append([]contract.Line(nil), base.Lines...)
			change(&c)
			r := one(t, c, shelfware(seatCount{"crm", 100, 60}))
			if len(r.LeftOut) != 1 || !strings.Contains(r.LeftOut[0].Reason, "ended") || len(r.Contracts)+len(r.Actions)+len(r.Blocked) != 0 {
				t.Errorf("left out %+v, actions %+v", r.LeftOut, r.Actions)
			}
			if z := r.Totals.AtRenewal; !z.Converted.Defined || !z.Converted.Value.IsZero() || !z.ByCurrency.IsZero() {
				t.Errorf("total of nothing: %+v", z)
			}
		})
	}
}

// TestNoticeGivenIsQuiet: where notice was given and nothing is to be saved, nothing is left to do.
func TestNoticeGivenIsQuiet(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	c.EndedFrom = day("2027-01-01")
	if r := one(t, c, shelfware(seatCount{"other", 1, 1})); len(r.Actions) != 0 {
		t.Errorf("%+v", r.Actions)
	}
}

// TestYen: a currency without minor units is rounded to whole ones throughout.
func TestYen(t *testing.T) {
	c := autoRenewing("A", "crm", "7", "33333 JPY", "2026-01-01/2027-01-01")
	c.Lines[0].Per = contract.PerTerm
	c.Term = finops.MustPeriod("2026-01-01/2026-12-01") // eleven months: a year is 12/11 of the price
	c.Renewal.Months = 11
	r := analyze(t, renewal.Input{
		Contracts: []contract.Contract{c}, Shelfware: shelfware(seatCount{"crm", 7, 5}),
		FX: must(finops.NewFXTable([]finops.Rate{{From: "JPY", To: "USD", Value: dec("0.0067"), Kind: finops.SpotRate, Date: asOf, Source: "test"}}, finops.FXOptions{})),
	}, options())
	checkTotals(t, r)
	v := reviewed(t, r, "A")
	// 2 × 33,333 × 12/11 = 72,726.5…; 7 × 33,333 × 1.07 = 249,664.17
	wantMoney(t, "at renewal", v.AtRenewal, "72727 JPY")
	wantMoney(t, "converted", r.Totals.AtRenewal.Converted.Value, "487.27 USD")
	wantMoney(t, "next term", v.NextValue.Value, "249664 JPY")
	for _, m := range []finops.Money{v.Exposure.ForcedPV, v.Exposure.InsteadPV, v.Exposure.Amount, v.Comparison.Scenarios[0].PV, v.Naive} {
		if !m.Amount().IsInteger() {
			t.Errorf("%s has a fraction", m)
		}
	}
}

// TestMissingRate: a total says that a rate is missing and is never the sum of the rest.
func TestMissingRate(t *testing.T) {
	r := analyze(t, renewal.Input{
		Contracts: []contract.Contract{
			autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01"),
			autoRenewing("B", "chat", "10", "100 GBP", "2026-01-01/2027-01-01"),
		},
		Shelfware: shelfware(seatCount{"crm", 100, 60}, seatCount{"chat", 10, 7}), FX: fxTable(),
	}, options())
	checkTotals(t, r)
	for name, total := range map[string]renewal.Total{"at renewal": r.Totals.AtRenewal, "naive": r.Totals.Naive, "exposure": r.Totals.Exposure} {
		if total.Converted.Defined || !strings.Contains(total.Converted.Reason, "GBP") || total.ByCurrency.Len() != 2 {
			t.Errorf("%s: %+v", name, total)
		}
	}
	if now := r.Totals.Now; !now.Converted.Defined || !now.Converted.Value.IsZero() {
		t.Errorf("nothing in pounds is saved now: %+v", now)
	}
	if a := action(t, r, "give_notice:B"); a.AtStake.Converted.Defined || !a.AtStake.Amount.Defined || a.Rank < action(t, r, "give_notice:A").Rank {
		t.Errorf("what cannot be converted comes after: %+v", a)
	}
}

// TestDiscountRates: at rate 0 present values are sums; a negative rate makes later payments weigh more.
func TestDiscountRates(t *testing.T) {
	in := renewal.Input{Contracts: []contract.Contract{autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")}, Shelfware: shelfware(seatCount{"crm", 100, 60})}
	for rate, want := range map[string]string{
		"0":     "51360 USD",    // 128,400 − 77,040
		"-0.05": "52248.14 USD", // source: Python decimals, (128,400 and 77,040) × 0.95^(−122/365): 130,620.35 − 78,372.21
		"0.08":  "50055.66 USD",
	} {
		v := reviewed(t, analyze(t, in, renewal.Options{DiscountRate: dec(rate)}), "A")
		wantMoney(t, "exposure at "+rate, v.Exposure.Amount, want)
		if s := v.Comparison.Scenarios[0]; !s.EAC.Defined {
			t.Errorf("rate %s: %+v", rate, s)
		}
	}
	n := negotiation()
	n.Rate = decimal.Decimal{}
	plan, err := renewal.Negotiate(n)
	require.NoError(t, err)
	wantMoney(t, "walk-away at rate 0: 320,000 / 3,000", plan.WalkAway, "106.66 USD")
	n.BenefitsLost = money("400000 USD") // the alternative brings more than it costs
	plan, err = renewal.Negotiate(n)
	require.NoError(t, err)
	if plan.ZOPA.Exists || plan.WalkAway.Sign() >= 0 {
		t.Errorf("no price is low enough: %+v", plan)
	}
}

// TestIntervalCoverage: the coverage stated is that of the binomial distribution, exactly, for every small sample.
func TestIntervalCoverage(t *testing.T) {
	for n := 1; n <= 60; n++ {
		b, err := renewal.PricePercentile(pricePoint("30 USD"), sampleOf(n), renewal.BenchmarkOptions{})
		require.NoError(t, err)
		// The largest k with 1 − 2·P(Bin(n, ½) < k) ≥ 0.95, summed in integers.
		best, tail, all := 0, new(big.Int), new(big.Int).Lsh(big.NewInt(1), uint(n))
		var coverage *big.Rat
		for k := 1; k <= n/2; k++ {
			tail.Add(tail, new(big.Int).Binomial(int64(n), int64(k-1)))
			c := new(big.Rat).Sub(big.NewRat(1, 1), new(big.Rat).SetFrac(new(big.Int).Lsh(tail, 1), all))
			if c.Cmp(big.NewRat(95, 100)) >= 0 {
				best, coverage = k, c
			}
		}
		if (best == 0) != (b.Status == renewal.SampleTooFew) || (best == 0) == b.Interval.Defined || (n < 6) != (best == 0) {
			t.Errorf("n = %d: %+v", n, b.Interval)
			continue
		}
		if best == 0 {
			continue
		}
		if want := coverage.FloatString(4); b.Interval.Coverage.StringFixed(4) != want || b.Interval.LowRank != best || b.Interval.HighRank != n+1-best {
			t.Errorf("n = %d: %+v, want rank %d with %s", n, b.Interval, best, want)
		}
	}
	// Prices that are all the same: nobody pays more or less, and there is nothing to negotiate.
	equal := make([]renewal.PricePoint, 8)
	for i := range equal {
		equal[i] = pricePoint("30 USD")
	}
	b, err := renewal.PricePercentile(pricePoint("30 USD"), equal, renewal.BenchmarkOptions{})
	require.NoError(t, err)
	if b.Percentile.Percent(0) != "50%" || !b.AboveMedian.IsZero() || b.Variability.Percent(0) != "0%" || !b.Interval.Low.Equal(b.Interval.High) {
		t.Errorf("%+v", b)
	}
}

// TestHugeExponents: a number with billions of digits is refused before anything is computed with it.
func TestHugeExponents(t *testing.T) {
	for _, exp := range []int32{-2000000000, 2000000000} {
		huge := decimal.New(1, exp)
		p := renewal.Position{Price: perUnit("1 USD"), Held: dec("1"), WholeUnits: true}
		for _, change := range []func(*renewal.Position){
			func(p *renewal.Position) { p.Held = huge }, func(p *renewal.Position) { p.Need = huge }, func(p *renewal.Position) { p.Floor = huge },
			func(p *renewal.Position) { p.Maximum = decimal.NewNullDecimal(huge) },
		} {
			bad := p
			change(&bad)
			_, err := renewal.Reprice(bad)
			require.ErrorIs(t, err, renewal.ErrInvalid)
		}
		offer := seats1000()
		offer.Quantity = huge
		_, err := offer.Flows()
		require.ErrorIs(t, err, renewal.ErrInvalid)
		_, err = renewal.RightSized("right", seats1000(), huge)
		require.ErrorIs(t, err, renewal.ErrInvalid)
		for _, o := range []renewal.Options{{Buffer: huge}, {DiscountRate: huge}, {MinCoverage: huge}, {MissProbability: huge}} {
			_, err = renewal.Analyze(renewal.Input{}, asOf, o)
			require.ErrorIs(t, err, renewal.ErrInvalid)
		}
		for _, change := range []func(*renewal.NegotiationInput){
			func(n *renewal.NegotiationInput) { n.Units = huge }, func(n *renewal.NegotiationInput) { n.Years = huge },
			func(n *renewal.NegotiationInput) { n.Power = decimal.NewNullDecimal(huge) },
		} {
			n := negotiation()
			change(&n)
			_, err = renewal.Negotiate(n)
			require.ErrorIs(t, err, renewal.ErrInvalid)
		}
		_, err = renewal.CostOfWaiting(renewal.Waiting{MissProbability: huge})
		require.ErrorIs(t, err, renewal.ErrInvalid)
		yearly := []renewal.Scenario{renewal.AsIs("yearly", seats1000())}
		_, err = renewal.Sensitivity(asOf, dec("0.08"), yearly, renewal.SensitivityAxes{Seats: []decimal.Decimal{huge}}, renewal.CompareOptions{})
		require.ErrorIs(t, err, renewal.ErrInvalid)
		_, err = renewal.BreakEvenShrink(asOf, dec("0.08"), yearly[0], yearly[0], renewal.BreakEvenOptions{High: huge})
		require.ErrorIs(t, err, renewal.ErrInvalid)
		in := renewal.Input{
			Contracts: []contract.Contract{autoRenewing("A", "crm", "10", "100 USD", "2026-01-01/2027-01-01")},
			Needs:     []license.Need{{Product: "crm", Requirement: license.Requirement{Quantity: huge}}},
			Buffers:   []renewal.Buffer{{Product: "crm", Fraction: huge}},
			Floors:    []renewal.Floor{{Contract: "A", Line: "L1", Quantity: huge}},
		}
		if r := analyze(t, in, options()); len(r.Notes) != 2 || len(r.LeftOut) != 2 {
			t.Errorf("notes %v, left out %v", r.Notes, r.LeftOut)
		}
	}
}
