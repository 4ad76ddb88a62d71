// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// cpi is an index that stands at 100 in 2025 and at now in 2026.
func cpi(now string) contract.IndexSeries {
	s := contract.IndexSeries{Name: "CPI"}
	for i := range 24 {
		v := dec("100")
		if i >= 12 {
			v = dec(now)
		}
		s.Points = append(s.Points, contract.IndexPoint{Month: finops.MustMonth("2025-01").Add(i), Value: v})
	}
	return s
}

func value(t *testing.T, c contract.Contract, term int) finops.Money {
	t.Helper()
	v, err := c.Value(term)
	require.NoError(t, err)
	return v.Total
}

// P_k = P0 (1+u)^k, at anniversaries.
func TestFixedUpliftAtAnniversaries(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "100000 USD", contract.PerYear, "1")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.07")}
	s := schedules(t, c, contract.ScheduleOptions{})
	for i, want := range []string{"100000 USD", "107000 USD", "114490 USD"} {
		wantMoney(t, "year", want, s.Cash[i].Total)
	}
	c.Billing.Every = contract.BillUpfront // the anniversary counts even if all is billed at once
	wantMoney(t, "upfront", "321490 USD", schedules(t, c, contract.ScheduleOptions{}).Value)
	c.Lines[0].Per, c.Lines[0].Price = contract.PerTerm, perUnit(t, "300000 USD")
	wantMoney(t, "a lump is not raised within its term", "300000 USD", schedules(t, c, contract.ScheduleOptions{}).Value)
}

func TestUpliftAtRenewalOnly(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "100 USD", contract.PerYear, "1")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.05")}}
	wantMoney(t, "initial term", "300 USD", value(t, c, 0))
	wantMoney(t, "first renewal", "105 USD", value(t, c, 1))
	wantMoney(t, "second renewal", "110.25 USD", value(t, c, 2))
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.10")}
	wantMoney(t, "at the renewal its own uplift applies, not both", "127.05 USD", value(t, c, 1)) // 100 × 1.1² × 1.05
}

// source: UpperEdge 2025 on renewal caps: 3 % a year on a three-year renewal is +9.00 % at once, not +3 % a year;
// compounded it would be 9.2727 %.
func TestCapTimesTermYears(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "100 USD", contract.PerYear, "1")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 36}
	for scale, want := range map[contract.UpliftScale]string{
		contract.OncePerStep: "309 USD", contract.TimesTermYears: "327 USD", contract.CompoundedTermYears: "327.81 USD", // 3 invoices of 109.27
	} {
		c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.03"), Scale: scale}
		v, err := c.Value(1)
		require.NoError(t, err)
		wantMoney(t, scale.String(), want, v.Total)
		if want := map[contract.UpliftScale]string{contract.OncePerStep: "1.03", contract.TimesTermYears: "1.09",
			contract.CompoundedTermYears: "1.092727"}[scale]; !v.Lines[0].Factor.Equal(dec(want)) {
			t.Errorf("%s: want factor %s, got %s", scale, want, v.Lines[0].Factor)
		}
	}
	c.Renewal.Months = 18
	c.Renewal.Uplift.Scale = contract.CompoundedTermYears
	_, err := c.Value(1)
	require.ErrorIs(t, err, contract.ErrInvalid)
	c.Renewal.Uplift.Scale = contract.TimesTermYears // 1.5 years: +4.5 %
	wantMoney(t, "18 months", "156.75 USD", value(t, c, 1))
}

func TestCPI(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "1")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	base := contract.Uplift{Kind: contract.UpliftCPI, LagMonths: 3} // October 2026 over October 2025
	for _, tt := range []struct {
		name, now, spread, want string
		floor, cap              string
	}{
		{"change", "104", "0", "104.00 USD", "", ""},
		{"change and spread", "104", "0.01", "105.00 USD", "", ""},
		{"capped", "112", "0.01", "105.00 USD", "", "0.05"},
		{"no decrease", "97", "0", "100.00 USD", "0", "0.05"},
		{"decrease without a floor", "97", "0", "97.00 USD", "", ""},
		{"floor above the change", "101", "0", "102.00 USD", "0.02", "0.05"},
		{"cap of zero", "104", "0", "100.00 USD", "", "0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := base
			u.Index, u.Spread = cpi(tt.now), dec(tt.spread)
			if tt.floor != "" {
				u.Floor = null(tt.floor)
			}
			if tt.cap != "" {
				u.Cap = null(tt.cap)
			}
			c.Renewal.Uplift = u
			require.NoError(t, c.Validate())
			wantMoney(t, tt.name, tt.want, value(t, c, 1))
		})
	}
}

func TestMissingIndexNamesTheMonth(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "1")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Uplift: contract.Uplift{Kind: contract.UpliftCPI, Index: cpi("104")}}
	_, err := c.Value(1) // needs January 2027
	require.ErrorIs(t, err, contract.ErrMissingIndex)
	var missing *contract.MissingIndexError
	require.ErrorAs(t, err, &missing)
	if missing.Month != finops.MustMonth("2027-01") || missing.Step != date("2027-01-01") || missing.Series != "CPI" {
		t.Errorf("got %+v", missing)
	}
	require.NoError(t, c.Validate()) // the contract itself is sound
	wantMoney(t, "the initial term needs no index", "100 USD", value(t, c, 0))
}

func TestListUplift(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "10")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Uplift: contract.Uplift{Kind: contract.UpliftList}}
	_, err := c.Value(1)
	require.ErrorIs(t, err, contract.ErrNoListPrice)
	c.Lines[0].List = []contract.ListPrice{{From: date("2025-01-01"), Price: perUnit(t, "90 USD")}, {From: date("2026-07-01"), Price: perUnit(t, "130 USD")},
		{From: date("2027-06-01"), Price: perUnit(t, "200 USD")}}
	wantMoney(t, "to list", "1300 USD", value(t, c, 1))
	wantMoney(t, "to the next list", "2000 USD", value(t, c, 2))
	c.Renewal.Uplift.Cap = null("0.20")
	wantMoney(t, "capped", "1200 USD", value(t, c, 1))
	wantMoney(t, "capped again", "1440 USD", value(t, c, 2))
	c.Lines[0].List = c.Lines[0].List[:1]
	wantMoney(t, "down to list", "900 USD", value(t, c, 1))
	c.Renewal.Uplift.Floor = null("0")
	wantMoney(t, "no decrease", "1000 USD", value(t, c, 1))
}

func TestRampPriceIsNotUpliftedOnItsDay(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "100 USD", contract.PerYear, "1")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.10")}
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2027-01-01"), Price: perUnit(t, "120 USD")}}
	s := schedules(t, c, contract.ScheduleOptions{})
	wantMoney(t, "agreed price", "120 USD", s.Cash[1].Total)
	wantMoney(t, "uplift on it a year later", "132 USD", s.Cash[2].Total)
}

func TestEvergreenUpliftOnceAndByAnniversary(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerMonth, "1")
	c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.20")}}
	wantMoney(t, "first month", "120 USD", value(t, c, 1))
	wantMoney(t, "a month later", "120 USD", value(t, c, 2))
	wantMoney(t, "a year later", "120 USD", value(t, c, 13))
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.10")}
	wantMoney(t, "first month", "120 USD", value(t, c, 1))
	wantMoney(t, "on the second anniversary", "132 USD", value(t, c, 13))
}

func TestOptionPriceAndUplift(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "2")
	c.Options = []contract.ExtensionOption{
		{ID: "O1", Months: 12, Exercised: true, Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.02")}},
		{ID: "O2", Months: 12, Exercised: true, Prices: []contract.OptionPrice{{Line: "L1", Price: perUnit(t, "95 USD")}}},
	}
	wantMoney(t, "uplift of the option", "204 USD", value(t, c, 1))
	wantMoney(t, "price of the option", "190 USD", value(t, c, 2))
}

func TestLinePriceAndCost(t *testing.T) {
	c := renewing(t)
	next, err := c.TermAt(1)
	require.NoError(t, err)
	cost, err := c.LineCost("L1", dec("80"), next.Period)
	require.NoError(t, err)
	wantMoney(t, "80 × 10 × 12 × 1.07", "10272 USD", cost)
	price, err := c.LinePrice("L1", date("2027-03-01"))
	require.NoError(t, err)
	charge, err := price.Charge(dec("80"))
	require.NoError(t, err)
	wantMoney(t, "a month, 80 × 10.70", "856 USD", charge.Total)
	saving, err := c.LineSaving("L1", dec("100"), dec("80"), next.Period)
	require.NoError(t, err)
	wantMoney(t, "saving", "2568 USD", saving)
	both, err := c.LineCost("L1", dec("100"), finops.MustPeriod("2026-07-01/2027-07-01"))
	require.NoError(t, err)
	wantMoney(t, "over the renewal", "12420 USD", both) // 6000 + 6420
	year, err := c.ContractYear(2)
	require.NoError(t, err)
	if year != next.Period {
		t.Errorf("contract year 2 is %s, want %s", year, next.Period)
	}
	for _, p := range []string{"2025-12-31/2026-02-01"} {
		_, err = c.LineCost("L1", dec("1"), finops.MustPeriod(p))
		require.ErrorIs(t, err, contract.ErrPeriod)
	}
	_, err = c.LineCost("L9", dec("1"), next.Period)
	require.ErrorIs(t, err, contract.ErrNoSuchLine)
	c.Renewal.Kind = contract.Expires
	_, err = c.LineCost("L1", dec("1"), next.Period)
	require.ErrorIs(t, err, contract.ErrPeriod)
	_, err = c.ContractYear(0)
	require.ErrorIs(t, err, finops.ErrRange)
}

// Input is neither changed nor kept, and the same call gives the same answer.
func TestInputIsNotChanged(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "100 USD", contract.PerYear, "10")
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2027-01-01"), Quantity: null("20")}}
	c.Options = []contract.ExtensionOption{{ID: "O1", Months: 12}, {ID: "O2", Months: 12}}
	c.Milestones = []contract.Milestone{{Kind: contract.TrueUpDate, Date: date("2028-01-01")}, {Kind: contract.TrueUpDate, Date: date("2027-01-01")}}
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 30}}
	before := mustJSON(t, c)
	seen := []contract.Observation{{Date: date("2027-06-01"), Quantity: dec("30")}, {Date: date("2026-06-01"), Quantity: dec("15")}}
	for range 2 {
		_, err := c.Schedules(contract.ScheduleOptions{})
		require.NoError(t, err)
		_, err = contract.Calendar([]contract.Contract{c}, finops.MustPeriod("2026-01-01/2030-01-01"), contract.CalendarOptions{Invoices: true})
		require.NoError(t, err)
		_, err = c.TrueUp("L1", seen, contract.TrueUpOptions{})
		require.NoError(t, err)
	}
	if after := mustJSON(t, c); after != before {
		t.Errorf("contract was changed:\n%s\n%s", before, after)
	}
	if seen[0].Date != date("2027-06-01") {
		t.Error("observations were sorted in place")
	}
}

func TestConcurrentUse(t *testing.T) {
	c := renewing(t)
	errs := make(chan error)
	for range 8 {
		go func() {
			_, err1 := c.Schedules(contract.ScheduleOptions{Term: 1})
			_, err2 := c.NoticeWindow(date("2026-11-01"), nil)
			errs <- errors.Join(err1, err2)
		}()
	}
	for range 8 {
		require.NoError(t, <-errs)
	}
}

func TestGrowthOfListDependsOnLine(t *testing.T) {
	_, err := contract.Uplift{Kind: contract.UpliftList}.Growth(date("2026-01-01"))
	require.ErrorIs(t, err, contract.ErrInvalid)
	g, err := contract.Uplift{}.Growth(date("2026-01-01"))
	require.NoError(t, err)
	if !g.Equal(decimal.Decimal{}) {
		t.Errorf("no uplift grows by %s", g)
	}
}
