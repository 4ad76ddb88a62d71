// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/stretchr/testify/require"
)

// lockedIn builds a three-year offer of the right quantity at today's price, 5 % off.
func lockedIn(n renewal.NextTerm) (renewal.Scenario, error) {
	offers, err := n.Offers(renewal.NextOfferOptions{Price: renewal.OfferTodayPrice})
	return renewal.MultiYear("built", 36, dec("0.05"), offers...), err
}

// TestProjection: against a three-year alternative, as is and right-sized run three years too, with their uplifts.
func TestProjection(t *testing.T) {
	in := renewal.Input{
		Contracts: []contract.Contract{autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")},
		Shelfware: shelfware(seatCount{"crm", 100, 60}), FX: fxTable(),
		Alternatives: []renewal.Alternative{{Contract: "A", Scenario: renewal.Scenario{Name: "three years"}, Build: lockedIn}},
	}
	v := reviewed(t, analyze(t, in, options()), "A")
	total := func(name string) finops.Money {
		s, ok := v.Comparison.Result(name)
		if !ok || s.Months != 36 {
			t.Fatalf("%s: %d months", name, s.Months)
		}
		return s.Total
	}
	// source: Python decimals, 120,000 and 72,000 × (1.07 + 1.07² + 1.07³), each invoice to the cent
	wantMoney(t, "as is", total("as is"), "412793.16 USD")
	wantMoney(t, "right-sized", total("right-sized"), "247675.90 USD")
	wantMoney(t, "locked in at 72,000 less 5 %", total("three years"), "205200 USD")
	wantMoney(t, "the next term alone", v.NextValue.Value, "128400 USD")
	wantMoney(t, "missing the deadline commits the next term alone", v.Exposure.Amount, "50055.66 USD")
	const note = `"as is" and "right-sized" are renewed from 1 year to 3 years at the uplifts of the contract, as the longest alternative runs 3 years`
	if !slices.Contains(v.Assumptions, note) || !strings.HasSuffix(v.Comparison.Reading, note) || v.Recommended != "three years" {
		t.Errorf("%q recommended: %s; %v", v.Recommended, v.Comparison.Reading, v.Assumptions)
	}

	// What is intended runs three years, the forced term one: its yearly cost counts for one.
	in.Alternatives[0].Intended = true
	v = reviewed(t, analyze(t, in, options()), "A")
	// source: Python decimals, PV 68,400 on 2027-01-01, 2028-01-01 and 2029-01-01, × AF(1)/AF(3) at 8 %
	wantMoney(t, "instead", v.Exposure.InsteadPV, "66658.59 USD")
	if sum := must(v.Exposure.InsteadPV.Add(v.Exposure.Amount)); !sum.Equal(v.Exposure.ForcedPV) || v.Exposure.Reading == "" {
		t.Errorf("%+v", v.Exposure)
	}

	// A contract that can be renewed once more only is projected as far as it goes.
	in.Contracts[0].Renewal.Limit = 2
	v = reviewed(t, analyze(t, in, options()), "A")
	if s, _ := v.Comparison.Result("as is"); s.Months != 24 {
		t.Errorf("%d months", s.Months)
	}
}

func TestNextTermOffers(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	c.Billing = contract.Billing{Every: contract.BillQuarterly, Timing: contract.InArrears, PaymentDays: 30}
	r := one(t, c, shelfware(seatCount{"crm", 100, 60}))
	n := renewal.NextTerm{Contract: c, Review: reviewed(t, r, "A")}
	for _, tc := range []struct {
		o               renewal.NextOfferOptions
		quantity, total string
	}{
		{renewal.NextOfferOptions{}, "60", "77040 USD"},
		{renewal.NextOfferOptions{Quantity: renewal.OfferHeldQuantity}, "100", "128400 USD"},
		{renewal.NextOfferOptions{Price: renewal.OfferTodayPrice}, "60", "72000 USD"},
		{renewal.NextOfferOptions{Price: renewal.OfferTodayPrice, Months: 24}, "60", "144000 USD"},
	} {
		offers, err := n.Offers(tc.o)
		require.NoError(t, err)
		o := offers[0]
		if len(offers) != 1 || !o.Quantity.Equal(dec(tc.quantity)) || o.Start != day("2027-01-01") || o.Every != contract.BillQuarterly || o.PaymentDays != 30 {
			t.Errorf("%+v", offers)
		}
		var total finops.Accumulator
		for _, f := range must(o.Flows()) {
			total.Add(f.Amount)
		}
		wantMoney(t, "total", must(total.Total()), tc.total)
	}
	for _, bad := range []renewal.NextOfferOptions{{Months: -1}, {Quantity: 9}, {Price: 9}} {
		_, err := n.Offers(bad)
		require.ErrorIs(t, err, renewal.ErrInvalid)
	}
	_, err := n.Offers(renewal.NextOfferOptions{Price: 9})
	require.ErrorIs(t, err, renewal.ErrUnknownName)
	n.Contract.Lines = nil
	_, err = n.Offers(renewal.NextOfferOptions{})
	require.ErrorIs(t, err, renewal.ErrInvalid)
	n.Review.Changes = finops.Date{}
	_, err = n.Offers(renewal.NextOfferOptions{})
	require.ErrorIs(t, err, renewal.ErrInvalid)

	// A contract that ends by itself is taken as renewed at the price in force.
	c.Renewal = contract.RenewalTerms{}
	r = one(t, c, shelfware(seatCount{"crm", 100, 60}))
	offers, err := renewal.NextTerm{Contract: c, Review: reviewed(t, r, "A")}.Offers(renewal.NextOfferOptions{})
	require.NoError(t, err)
	if offers[0].Months != 12 || offers[0].Start != day("2027-01-01") {
		t.Errorf("%+v", offers[0])
	}
}

// TestBuildFails: a builder's error leaves its scenario out, and the rest goes on.
func TestBuildFails(t *testing.T) {
	in := renewal.Input{
		Contracts: []contract.Contract{autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")},
		Alternatives: []renewal.Alternative{
			{Contract: "A", Scenario: renewal.Scenario{Name: "no quote"}, Build: func(renewal.NextTerm) (renewal.Scenario, error) {
				return renewal.Scenario{}, errors.New("the vendor is silent")
			}},
			{Contract: "A", Build: lockedIn},
		},
	}
	r := analyze(t, in, options())
	if !slices.ContainsFunc(r.LeftOut, func(l renewal.LeftOut) bool { return strings.Contains(l.Reason, "the vendor is silent") }) {
		t.Errorf("left out %+v", r.LeftOut)
	}
	v := reviewed(t, r, "A")
	if _, ok := v.Comparison.Result("built"); !ok { // without a name beside Build, the one that it gives
		t.Errorf("%+v", v.Comparison.Scenarios)
	}
}

// TestReplaceSeveral: several old products overlap; the length of service is that of the longest new one.
func TestReplaceSeveral(t *testing.T) {
	next := renewal.Offer{Price: perUnit("10 USD"), Per: contract.PerMonth, Quantity: dec("5"), Start: day("2027-01-01"), Months: 24, Every: contract.BillMonthly}
	addOn := next
	addOn.Months = 36
	old := renewal.Offer{Price: perUnit("20 USD"), Per: contract.PerMonth, Quantity: dec("5"), Start: day("2027-01-01"), Months: 12, Every: contract.BillMonthly}
	s := renewal.Replace("move", renewal.Replacement{Next: []renewal.Offer{next, addOn}, Old: []renewal.Offer{old, old, old}, OverlapMonths: 2})
	c, err := renewal.Compare(asOf, dec("0"), []renewal.Scenario{s}, renewal.CompareOptions{})
	require.NoError(t, err)
	if c.Scenarios[0].Months != 36 || len(s.Offers) != 5 {
		t.Errorf("%d months, %d offers", c.Scenarios[0].Months, len(s.Offers))
	}
	wantMoney(t, "24 × 50 + 36 × 50 + 3 × 2 × 100", c.Scenarios[0].Total, "3600 USD")
}

// TestNegotiateByDate: with dates, the discounted years are those that Compare gives the same payments.
func TestNegotiateByDate(t *testing.T) {
	in := negotiation()
	in.Start, in.Decision = day("2027-01-01"), day("2026-09-01")
	unit := renewal.Offer{Price: perUnit("1 USD"), Per: contract.PerYear, Quantity: dec("1"), Start: in.Start, Months: 36}
	for _, count := range []roi.DayCount{roi.Actual365, roi.Anniversary} {
		for _, timing := range []roi.Timing{roi.InAdvance, roi.AtEnd} {
			in.DayCount, in.Timing, unit.Timing = count, timing, contract.InAdvance
			if timing == roi.AtEnd {
				unit.Timing = contract.InArrears
			}
			n, err := renewal.Negotiate(in)
			require.NoError(t, err)
			c, err := renewal.Compare(in.Decision, in.Rate, []renewal.Scenario{renewal.AsIs("unit", unit)}, renewal.CompareOptions{DayCount: count, Places: 12})
			require.NoError(t, err)
			if !n.AnnuityFactor.Equal(c.Scenarios[0].PV.Amount()) {
				t.Errorf("%s %s: factor %s, compared %s", count, timing, n.AnnuityFactor, c.Scenarios[0].PV)
			}
		}
	}
	in.Years = dec("2.5")
	_, err := renewal.Negotiate(in)
	require.ErrorIs(t, err, renewal.ErrInvalid)
	in.Years, in.Timing = dec("3"), 9
	_, err = renewal.Negotiate(in)
	require.ErrorIs(t, err, roi.ErrOption)
}
