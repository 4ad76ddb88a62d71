// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

func TestAnnualCost(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "10 USD", contract.PerMonth, "100")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.05")}
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-07-01"), Quantity: null("120")}}
	c.Lines = append(c.Lines,
		contract.Line{ID: "support", Quantity: dec("1"), Price: flat(t, "999.99 USD"), Per: contract.PerYear},
		contract.Line{ID: "setup", Quantity: dec("1"), Price: flat(t, "1000 USD"), Per: contract.PerTerm},
		contract.Line{ID: "later", Quantity: dec("1"), Price: flat(t, "10 USD"), Per: contract.PerYear, Start: date("2028-01-01")},
		contract.Line{ID: "cloud", Quantity: dec("1"), Price: flat(t, "5 USD"), Per: contract.PerMonth, Usage: true},
	)
	c.Commitments = []contract.Commitment{{ID: "min", Lines: []string{"cloud"}, Per: contract.PerMonth, Amounts: []finops.Money{finops.MustMoney("40 USD"), finops.MustMoney("50 USD")}}}
	require.NoError(t, c.Validate())
	a, err := c.AnnualCost(date("2027-03-15"))
	require.NoError(t, err)
	for i, want := range []struct{ line, amount, perYear, none string }{
		{"L1", "15120 USD", "12/1", ""},       // 120 × 10 × 1.05 × 12
		{"support", "1049.99 USD", "1/1", ""}, // 999.99 × 1.05 = 1,049.9895
		{"setup", "333.33 USD", "1/3", ""},    // 1,000 of three years; a lump is not raised within its term
		{"later", "0 USD", "1/1", "starts on 2028-01-01"},
		{"cloud", "0 USD", "12/1", "usage-based: it commits to nothing"},
		{"min", "600 USD", "12/1", ""}, // 50 × 12 in contract year 2
	} {
		l := a.Lines[i]
		wantMoney(t, want.line, want.amount, l.Amount)
		if got := l.PerYear.Num.String() + "/" + l.PerYear.Den.String(); l.Line != want.line || got != want.perYear || l.NoCost != want.none || l.Commitment != (want.line == "min") {
			t.Errorf("want %+v, got %+v", want, l)
		}
	}
	wantMoney(t, "total", "17103.32 USD", a.Total)
	if a.Term.Index != 0 || a.On != date("2027-03-15") || len(a.Uncommitted) != 0 {
		t.Errorf("got %+v", a)
	}
	if q := a.Lines[0].Quantity; !q.Equal(dec("120")) {
		t.Errorf("quantity %s, want 120", q)
	}

	// A lump sum for a term of 400 days is spread by days.
	c = plain(t, "2026-01-01/2027-02-05", "800 USD", contract.PerTerm, "1")
	a, err = c.AnnualCost(date("2026-06-01"))
	require.NoError(t, err)
	wantMoney(t, "800 × 365/400", "730 USD", a.Total)
	for _, day := range []string{"2025-12-31", "2027-02-05"} {
		_, err = c.AnnualCost(date(day))
		require.ErrorIs(t, err, contract.ErrPeriod)
	}
	_, err = c.AnnualCost(finops.Date{})
	require.ErrorIs(t, err, contract.ErrPeriod)
	c.Lines[0].Price = nil
	_, err = c.AnnualCost(date("2026-06-01"))
	require.ErrorIs(t, err, contract.ErrInvalid)
}

// With neither ramp nor uplift, a price by month or year and whole years, the annual cost is that of a year.
func TestAnnualCostIsThatOfAYear(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		years := rapid.IntRange(1, 4).Draw(rt, "years")
		start := anyDate(rt, "start")
		per := rapid.SampledFrom([]contract.PricePeriod{contract.PerMonth, contract.PerYear}).Draw(rt, "per")
		c := plain(t, "2026-01-01/2027-01-01", "12.34 USD", per, rapid.SampledFrom([]string{"0", "1", "7.5", "100"}).Draw(rt, "quantity"))
		c.Term = finops.Period{Start: start, End: start.AddYears(years)}
		a, err := c.AnnualCost(start.AddDays(rapid.IntRange(0, 364).Draw(rt, "day")))
		require.NoError(rt, err)
		year, err := c.LineCost("L1", c.Lines[0].Quantity, finops.Period{Start: start, End: start.AddYears(1)})
		require.NoError(rt, err)
		if !a.Total.Equal(year) {
			rt.Fatalf("annual %s, a year costs %s", a.Total, year)
		}
	})
}

func TestLinePriceIsScaled(t *testing.T) {
	c := renewing(t) // +7 % at the renewal of 2027
	for day, want := range map[string]string{"2026-12-31": "10 USD", "2027-01-01": "10.70 USD", "2028-06-30": "11.449 USD"} {
		p, err := c.LinePrice("L1", date(day))
		require.NoError(t, err)
		charge, err := p.Charge(dec("1"))
		require.NoError(t, err)
		wantMoney(t, "one unit on "+day, want, charge.Total)
	}
}
