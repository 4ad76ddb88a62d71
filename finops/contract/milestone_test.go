// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

// threeYears has 100 seats at 10 USD a month and reckons on each anniversary.
func threeYears(t *testing.T, kind contract.MilestoneKind) contract.Contract {
	c := plain(t, "2026-01-01/2029-01-01", "10 USD", contract.PerMonth, "100")
	c.Lines[0].Minimum = dec("60")
	c.Milestones = []contract.Milestone{{Kind: kind, Date: date("2027-01-01")}, {Kind: kind, Date: date("2028-01-01"), Line: "L1"}}
	require.NoError(t, c.Validate())
	return c
}

func seen(pairs ...string) []contract.Observation {
	var out []contract.Observation
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, contract.Observation{Date: date(pairs[i]), Quantity: dec(pairs[i+1])})
	}
	return out
}

func TestTrueUp(t *testing.T) {
	c := threeYears(t, contract.TrueUpDate)
	use := seen("2026-07-01", "130", "2026-10-01", "110", "2027-07-01", "120")
	r, err := c.TrueUp("L1", use, contract.TrueUpOptions{})
	require.NoError(t, err)
	if len(r.Charges) != 1 || !r.Quantity.Equal(dec("130")) {
		t.Fatalf("want one charge for the peak of 130, which later use of 120 does not lower: %+v", r)
	}
	wantMoney(t, "30 × 10 × 24 months left", "7200 USD", r.Total)
	r, err = c.TrueUp("L1", use, contract.TrueUpOptions{From: contract.FromUse})
	require.NoError(t, err)
	wantMoney(t, "30 × 10 × 30 months from the use", "9000 USD", r.Total)
	r, err = c.TrueUp("L1", seen("2026-02-01", "105", "2026-07-01", "130", "2027-07-01", "140"), contract.TrueUpOptions{From: contract.FromUse})
	require.NoError(t, err)
	wantMoney(t, "5 × 35 + 25 × 30 + 10 × 18 months", "11050 USD", r.Total)
	r, err = c.TrueUp("L1", seen("2027-07-01", "140"), contract.TrueUpOptions{Through: date("2027-01-01")})
	require.NoError(t, err)
	if len(r.Charges) != 0 || !r.Total.IsZero() {
		t.Errorf("use after the last milestone reckoned is not charged: %+v", r)
	}
}

// The extra is priced on the ladder, not at the average price.
func TestTrueUpIsPricedOnTheLadder(t *testing.T) {
	c := threeYears(t, contract.TrueUpDate)
	p, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Mode: pricing.Graduated, Tiers: []pricing.Tier{
		{UpTo: dec("100"), Unit: dec("10")}, {Open: true, Unit: dec("4")},
	}})
	require.NoError(t, err)
	c.Lines[0].Price = p
	r, err := c.TrueUp("L1", seen("2027-06-01", "130"), contract.TrueUpOptions{})
	require.NoError(t, err)
	wantMoney(t, "30 × 4 × 12 months", "1440 USD", r.Total)
}

func TestTrueUpAgainstRamp(t *testing.T) {
	c := threeYears(t, contract.TrueUpDate)
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2028-01-01"), Quantity: null("120")}}
	r, err := c.TrueUp("L1", seen("2026-07-01", "130"), contract.TrueUpOptions{})
	require.NoError(t, err)
	wantMoney(t, "30 in 2027, 10 beyond the ramp in 2028", "4800 USD", r.Total)
}

// What was trued up holds to the end of the term; after the renewal the line counts again.
func TestTrueUpHoldsForItsTerm(t *testing.T) {
	c := threeYears(t, contract.TrueUpDate)
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	c.Milestones = append(c.Milestones, contract.Milestone{Kind: contract.TrueUpDate, Date: date("2029-07-01")})
	r, err := c.TrueUp("L1", seen("2026-07-01", "130", "2029-03-01", "120"), contract.TrueUpOptions{})
	require.NoError(t, err)
	wantMoney(t, "30 × 24 months and 20 × 6 months", "8400 USD", r.Total)
	if !r.Quantity.Equal(dec("120")) {
		t.Errorf("bought after the last milestone: %s", r.Quantity)
	}
}

func TestTrueForward(t *testing.T) {
	c := threeYears(t, contract.TrueForwardDate)
	r, err := c.TrueForward("L1", seen("2026-03-01", "150", "2026-11-01", "120"), contract.TrueUpOptions{})
	require.NoError(t, err)
	wantMoney(t, "20 × 10 × 24: neither the peak nor the months before", "4800 USD", r.Total)
	if len(r.Charges) != 1 || r.Charges[0].Period != finops.MustPeriod("2027-01-01/2029-01-01") {
		t.Errorf("got %+v", r.Charges)
	}
	_, err = c.TrueUp("L1", nil, contract.TrueUpOptions{})
	require.ErrorIs(t, err, contract.ErrNoMilestone)
}

func TestTrueDown(t *testing.T) {
	c := threeYears(t, contract.TrueDownDate)
	r, err := c.TrueDown("L1", date("2028-01-01"), dec("80"))
	require.NoError(t, err)
	wantMoney(t, "20 × 10 × 12", "2400 USD", r.Saving)
	r, err = c.TrueDown("L1", date("2028-01-01"), dec("10"))
	require.NoError(t, err)
	if !r.To.Equal(dec("60")) {
		t.Errorf("want the floor of 60, got %s", r.To)
	}
	wantMoney(t, "40 × 10 × 12", "4800 USD", r.Saving)
	r, err = c.TrueDown("L1", date("2028-01-01"), dec("150"))
	require.NoError(t, err)
	wantMoney(t, "more is no reduction", "0 USD", r.Saving)
	_, err = c.TrueDown("L1", date("2028-01-02"), dec("80"))
	require.ErrorIs(t, err, contract.ErrNoMilestone)
	_, err = c.TrueDown("L1", date("2028-01-01"), dec("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = c.TrueDown("L9", date("2028-01-01"), dec("1"))
	require.ErrorIs(t, err, contract.ErrNoSuchLine)
	_, err = c.TrueUp("L1", seen("2026-07-01", "-1"), contract.TrueUpOptions{})
	require.ErrorIs(t, err, contract.ErrNoMilestone)
}

func TestTrueUpBadObservations(t *testing.T) {
	c := threeYears(t, contract.TrueUpDate)
	_, err := c.TrueUp("L1", seen("2026-07-01", "-1"), contract.TrueUpOptions{})
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = c.TrueUp("L1", []contract.Observation{{Quantity: dec("1")}}, contract.TrueUpOptions{})
	require.ErrorIs(t, err, contract.ErrPeriod)
	c.Lines[0].WholeUnits = true
	_, err = c.TrueUp("L1", seen("2026-07-01", "130.5"), contract.TrueUpOptions{})
	require.ErrorIs(t, err, pricing.ErrFractionalQuantity)
}

func TestCoTerm(t *testing.T) {
	yearly, monthly := perUnit(t, "365 USD"), perUnit(t, "31 USD")
	for _, tt := range []struct {
		name string
		in   contract.AddOn
		want string
		days int
	}{
		{"actual of period", contract.AddOn{Price: yearly, Per: contract.PerYear, From: date("2026-10-01"), CommonEnd: date("2027-01-01")}, "920 USD", 92},
		{"actual/365", contract.AddOn{Price: yearly, Per: contract.PerYear, From: date("2026-10-01"), CommonEnd: date("2027-01-01"), Basis: pricing.Actual365}, "920 USD", 92},
		{"actual/366", contract.AddOn{Price: yearly, Per: contract.PerYear, From: date("2026-10-01"), CommonEnd: date("2027-01-01"), Basis: pricing.Actual366}, "917.49 USD", 92},
		{"30/360", contract.AddOn{Price: yearly, Per: contract.PerYear, From: date("2026-10-01"), CommonEnd: date("2027-01-01"), Basis: pricing.Thirty360}, "912.50 USD", 92},
		{"fixed 30", contract.AddOn{Price: monthly, Per: contract.PerMonth, From: date("2026-10-11"), CommonEnd: date("2027-01-01"), Basis: pricing.Fixed30}, "826.67 USD", 82},
		{"leap year", contract.AddOn{Price: yearly, Per: contract.PerYear, From: date("2028-10-01"), CommonEnd: date("2029-01-01")}, "917.49 USD", 92},
		{"over a year", contract.AddOn{Price: yearly, Per: contract.PerYear, From: date("2026-10-01"), CommonEnd: date("2028-01-01")}, "4570 USD", 457},
		{"given price year", contract.AddOn{Price: yearly, Per: contract.PerYear, From: date("2026-10-01"), CommonEnd: date("2027-01-01"), Anchor: date("2024-07-01")}, "920 USD", 92},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.Quantity = dec("10")
			r, err := contract.CoTerm(tt.in)
			require.NoError(t, err)
			wantMoney(t, tt.name, tt.want, r.Total)
			if r.Days != tt.days {
				t.Errorf("want %d days, got %d", tt.days, r.Days)
			}
			sum := finops.Money{}
			for _, p := range r.Parts {
				sum, err = sum.Add(p.Amount)
				require.NoError(t, err)
			}
			if !sum.Equal(r.Total) {
				t.Errorf("parts sum to %s, total %s", sum, r.Total)
			}
		})
	}
}

func TestCoTermErrors(t *testing.T) {
	ok := contract.AddOn{Price: perUnit(t, "1 USD"), Per: contract.PerYear, Quantity: dec("1"), From: date("2026-10-01"), CommonEnd: date("2027-01-01")}
	for _, tt := range []struct {
		change func(*contract.AddOn)
		want   error
	}{
		{func(a *contract.AddOn) { a.Price = nil }, contract.ErrInvalid},
		{func(a *contract.AddOn) { a.Per = contract.PerTerm }, contract.ErrInvalid},
		{func(a *contract.AddOn) { a.Basis = pricing.Fixed30 }, contract.ErrInvalid},
		{func(a *contract.AddOn) { a.Per, a.Basis = contract.PerMonth, pricing.Actual365 }, contract.ErrInvalid},
		{func(a *contract.AddOn) { a.CommonEnd = a.From }, contract.ErrTerm},
		{func(a *contract.AddOn) { a.From = finops.Date{} }, contract.ErrTerm},
		{func(a *contract.AddOn) { a.CommonEnd = date("9999-12-31") }, finops.ErrRange},
		{func(a *contract.AddOn) { a.Quantity = dec("-1") }, pricing.ErrNegativeQuantity},
	} {
		in := ok
		tt.change(&in)
		_, err := contract.CoTerm(in)
		require.ErrorIs(t, err, tt.want)
	}
}

// A line added in mid-term is charged like a co-termed add-on.
func TestLineStartIsCoTermed(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "365 USD", contract.PerYear, "10")
	c.Proration = contract.ActualOfPeriod
	c.Lines[0].Start = date("2026-10-01")
	wantMoney(t, "92/365", "920 USD", value(t, c, 0))
	c.Proration = contract.ByMonths
	wantMoney(t, "3/12", "912.50 USD", value(t, c, 0))
}

func TestSettle(t *testing.T) {
	c := plain(t, "2026-01-01/2027-07-01", "1 USD", contract.PerMonth, "1")
	c.Lines[0].Usage = true
	c.Commitments = []contract.Commitment{{ID: "M", Per: contract.PerYear, Overage: dec("1.5"),
		Amounts: []finops.Money{finops.MustMoney("1000 USD"), finops.MustMoney("2000 USD")}}}
	s, err := c.Settle("M", date("2026-05-05"), []finops.Money{finops.MustMoney("700 USD")}, finops.Money{})
	require.NoError(t, err)
	wantMoney(t, "shortfall", "300 USD", s.TrueUp)
	// source: Flexprice, commitment of 1000 with factor 1.5 and use of 10,000: 1000 + 1.5 × 9000
	s, err = c.Settle("M", date("2026-05-05"), []finops.Money{finops.MustMoney("10000 USD")}, finops.Money{})
	require.NoError(t, err)
	wantMoney(t, "overage", "14500 USD", s.Total)
	s, err = c.Settle("M", date("2027-05-05"), nil, finops.Money{})
	require.NoError(t, err)
	wantMoney(t, "half a year of 2000", "1000 USD", s.Total)
	_, err = c.Settle("X", date("2026-05-05"), nil, finops.Money{})
	require.ErrorIs(t, err, contract.ErrNoSuchLine)
	_, err = c.CommitmentOn("M", date("2028-01-01"))
	require.ErrorIs(t, err, contract.ErrPeriod)
}
