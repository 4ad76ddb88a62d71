// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

// source: constants by Python's datetime, independently of this package.
func TestNoticeCorners(t *testing.T) {
	for _, tt := range []struct{ clause, lastDay, safe, latest string }{
		{"8w", "2026-12-31", "2026-11-05", "2026-11-06"},
		{"2w from last_day", "2026-10-30", "2026-10-16", "2026-10-16"}, // over the end of summer time in Europe: days are civil
		{"2w from last_day", "2026-04-10", "2026-03-27", "2026-03-27"}, // over its start
		{"3m from last_day clear", "2026-05-31", "2026-02-27", "2026-02-27"},
		{"3m clear", "2026-05-31", "2026-02-27", "2026-02-28"},
		{"30bd from last_day clear delivery 3", "2026-12-31", "2026-11-13", "2026-11-15"},
		{"0d", "2026-12-31", "2026-12-31", "2026-12-31"},
		{"0d clear", "2027-01-31", "2027-01-29", "2027-01-31"}, // a Sunday
	} {
		n, err := contract.ParseNotice(tt.clause)
		require.NoError(t, err)
		d, err := n.Dates(date(tt.lastDay), nil)
		require.NoError(t, err)
		wantDate(t, tt.clause+" before "+tt.lastDay+", safe", tt.safe, d.Safe)
		wantDate(t, tt.clause+" before "+tt.lastDay+", latest", tt.latest, d.Latest)
	}
}

// Month to month with a month's notice is the normal evergreen contract.
func TestMonthsNoticeOfAnEvergreen(t *testing.T) {
	c := plain(t, "2026-01-01/2026-02-01", "10 USD", contract.PerMonth, "5")
	c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Notice: contract.Notice{N: 1, Unit: contract.Months, Anchor: contract.AnchorRenewalDate}}
	require.NoError(t, c.Validate())
	w := window(t, c, "2026-05-29")
	wantStatus(t, contract.WindowEvergreen, w)
	wantDate(t, "a month to the end of June", "2026-07-01", w.Exit.From)
	wantDate(t, "by 1 June", "2026-06-01", w.Latest)
	wantDate(t, "a day late: July", "2026-08-01", window(t, c, "2026-06-02").Exit.From)
	wantDate(t, "asked at the start", "2026-03-01", window(t, c, "2026-01-01").Exit.From)
	c.Renewal.Notice = contract.Notice{N: 3, Unit: contract.Months, Anchor: contract.AnchorRenewalDate} // longer than the period
	require.NoError(t, c.Validate())
	wantDate(t, "three months from the start", "2026-05-01", window(t, c, "2026-01-05").Exit.From)

	c.Renewal.Kind, c.Renewal.Months = contract.AutoRenew, 1
	require.ErrorIs(t, c.Validate(), contract.ErrNoticeTooLong)
	wantStatus(t, contract.WindowNeverOpen, window(t, c, "2026-01-05"))
	c.Renewal.Kind = contract.Expires
	require.NoError(t, c.Validate())
}

// The last day to use the statutory right is the last business day from which it leads out in time.
func TestStatutoryLastDay(t *testing.T) {
	for _, notice := range []string{"2m", "60d", "10bd", "10bd clear", "1m clear delivery 3", "8w"} {
		n, err := contract.ParseNotice(notice)
		require.NoError(t, err)
		for _, transition := range []int{0, 30, 31} {
			c := plain(t, "2026-01-01/2026-02-01", "10 USD", contract.PerMonth, "5")
			s := contract.StatutoryExit{Name: "Act", Notice: n, TransitionDays: transition}
			c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 1, Notice: contract.Notice{N: 5}, StatutoryExit: &s}
			events := calendar(t, "2026-06-01/2029-01-01", contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventStatutoryNotice}}, c)
			if len(events) < 25 {
				t.Fatalf("%s: %d events", notice, len(events))
			}
			for _, e := range events {
				term, err := c.TermAt(e.Term)
				require.NoError(t, err)
				on, err := s.ExitFrom(e.Date, nil)
				require.NoError(t, err)
				next, err := finops.AddBusinessDays(nil, e.Date, 1)
				require.NoError(t, err)
				late, err := s.ExitFrom(next, nil)
				require.NoError(t, err)
				if !late.After(term.Period.End) {
					t.Errorf("%s + %d: %s is not the last day for %s, %s would do", notice, transition, e.Date, term.Period.End, next)
				}
				if on.After(term.Period.End) || e.Date.Weekday() == time.Saturday || e.Date.Weekday() == time.Sunday {
					t.Errorf("%s + %d: used on %s it leads out on %s, term ends %s", notice, transition, e.Date, on, term.Period.End)
				}
			}
		}
	}
}

// source: 118/120 - 1 = -1.6667 %, 126.3/120 - 1 = 5.25 %, by hand.
func TestCPICorners(t *testing.T) {
	for _, tt := range []struct{ now, spread, floor, cap, want string }{
		{"126.3", "-0.005", "", "", "1257 USD"},      // 4.75 %
		{"126.3", "-0.005", "", "0.045", "1254 USD"}, // capped after the spread
		{"126.3", "0", "0.06", "0.08", "1272 USD"},   // the floor is above the index
		{"118", "0.005", "", "", "1186 USD"},         // a decrease, if nothing forbids it
		{"118", "0.005", "0", "", "1200 USD"},        // no decrease
		{"118", "0.02", "0", "0.03", "1204 USD"},     // the spread outweighs the fall
		{"118", "0", "-0.01", "", "1188 USD"},        // down by 1 % at most
		{"120", "0", "0.02", "0.02", "1224 USD"},     // floor and cap are one
		{"118", "0", "", "-0.03", "1164 USD"},        // a cap below zero is a promised decrease
	} {
		c := plain(t, "2026-01-01/2028-01-01", "100 USD", contract.PerMonth, "1")
		u := contract.Uplift{Kind: contract.UpliftCPI, LagMonths: 3, Spread: dec(tt.spread), Index: contract.IndexSeries{Name: "CPI", Points: []contract.IndexPoint{
			{Month: finops.MustMonth("2025-10"), Value: dec("120")}, {Month: finops.MustMonth("2026-10"), Value: dec(tt.now)},
		}}}
		if tt.floor != "" {
			u.Floor = null(tt.floor)
		}
		if tt.cap != "" {
			u.Cap = null(tt.cap)
		}
		c.Uplift = u
		got, err := c.LineCost("L1", dec("1"), finops.MustPeriod("2027-01-01/2028-01-01"))
		require.NoError(t, err)
		wantMoney(t, fmt.Sprintf("%+v", tt), tt.want, got)
	}
}

// total checks that the three schedules of a term sum to the value wanted.
func total(t *testing.T, want string, c contract.Contract) contract.Schedules {
	t.Helper()
	require.NoError(t, c.Validate())
	var s contract.Schedules
	for _, method := range []contract.ExpenseMethod{contract.EvenMonths, contract.ByDuration, contract.ProratedFirstLast, contract.CalendarDays} {
		s = schedules(t, c, contract.ScheduleOptions{Expense: method})
		cash, expense, relief := s.Value.Zero(), s.Value.Zero(), s.Value.Zero()
		add := func(sum *finops.Money, m finops.Money) {
			next, err := sum.Add(m)
			require.NoError(t, err)
			*sum = next
		}
		for _, inv := range s.Cash {
			add(&cash, inv.Total)
		}
		for _, m := range s.Expense {
			add(&expense, m.Amount)
		}
		for _, m := range s.Obligation {
			add(&relief, m.Relief)
		}
		wantMoney(t, "value", want, s.Value)
		wantMoney(t, "cash", want, cash)
		wantMoney(t, "expense "+method.String(), want, expense)
		wantMoney(t, "relief", want, relief)
		wantMoney(t, "still open", s.Value.Zero().String(), s.Obligation[len(s.Obligation)-1].Closing)
	}
	return s
}

// A ramp inside uplift years: 6 × 1,000 + 6 × 1,200; 3 × 1,200 × 1.05 + 9 × 1,500 × 1.05; 12 × 1,500 × 1.1025.
func TestRampInsideUpliftYears(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "10 USD", contract.PerMonth, "100")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.05")}
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-07-01"), Quantity: null("120")}, {From: date("2027-04-01"), Quantity: null("150")}}
	s := total(t, "51000 USD", c)
	for i, want := range []string{"13200 USD", "17955 USD", "19845 USD"} {
		wantMoney(t, "invoice", want, s.Cash[i].Total)
	}
}

// Quarterly in arrears with a broken last period: 10 months and 16 of 30 days.
func TestQuarterlyInArrears(t *testing.T) {
	c := plain(t, "2026-01-15/2026-12-01", "100 USD", contract.PerMonth, "1")
	c.Billing = contract.Billing{Every: contract.BillQuarterly, Timing: contract.InArrears, PaymentDays: 45}
	s := total(t, "1053.33 USD", c)
	last := s.Cash[3]
	wantMoney(t, "a month and 16/30", "153.33 USD", last.Total)
	wantDate(t, "issued on the last day", "2026-11-30", last.Issued)
	wantDate(t, "due over the year end", "2027-01-14", last.Due)
	wantDate(t, "first invoice", "2026-04-14", s.Cash[0].Issued)
}

// Currencies without minor units, and with three of them.
func TestMinorUnits(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "1000 JPY", contract.PerYear, "1")
	c.Billing.Every = contract.BillMonthly
	s := total(t, "1000 JPY", c)
	for i, want := range []string{"83", "84", "83", "83", "84", "83", "83", "84", "83", "83", "84", "83"} {
		wantMoney(t, "invoice", want+" JPY", s.Cash[i].Total)
	}
	c = plain(t, "2026-01-01/2027-01-01", "100.000 KWD", contract.PerYear, "1")
	c.Billing.Every = contract.BillMonthly
	s = total(t, "100.000 KWD", c)
	wantMoney(t, "first", "8.333 KWD", s.Cash[0].Total)
	wantMoney(t, "second", "8.334 KWD", s.Cash[1].Total)
	c = plain(t, "2026-01-31/2026-12-11", "0.0005 KWD", contract.PerMonth, "333.3")
	c.Proration = contract.ActualOfPeriod
	c.Billing.Every = contract.BillMonthly
	total(t, schedules(t, c, contract.ScheduleOptions{}).Value.String(), c)
	if places := -schedules(t, c, contract.ScheduleOptions{}).Value.Amount().Exponent(); places > 3 {
		t.Errorf("value has %d digits after the point", places)
	}
}

// The baseline of a true-up goes up with each peak and never down: 20 from year 2, 30 more from year 3, none in year 4.
func TestTrueUpRatchet(t *testing.T) {
	c := plain(t, "2026-01-01/2030-01-01", "10 USD", contract.PerMonth, "100")
	for _, day := range []string{"2027-01-01", "2028-01-01", "2029-01-01"} {
		c.Milestones = append(c.Milestones, contract.Milestone{Kind: contract.TrueUpDate, Date: date(day)})
	}
	r, err := c.TrueUp("L1", seen("2026-03-01", "120", "2026-09-01", "90", "2027-05-01", "150", "2027-06-01", "140", "2028-02-01", "130"), contract.TrueUpOptions{})
	require.NoError(t, err)
	if len(r.Charges) != 2 || !r.Quantity.Equal(dec("150")) {
		t.Fatalf("got %+v", r)
	}
	wantMoney(t, "20 × 10 × 36", "7200 USD", r.Charges[0].Amount)
	wantMoney(t, "30 × 10 × 24", "7200 USD", r.Charges[1].Amount)
	wantMoney(t, "total", "14400 USD", r.Total)
}

// An end in the middle of a term stops the calendar and the terms, not the money of that term.
func TestEndedInMidTerm(t *testing.T) {
	c := renewing(t)
	c.EndedFrom = date("2027-05-16")
	wantStatus(t, contract.WindowNoticeGiven, window(t, c, "2027-05-15"))
	w := window(t, c, "2027-05-16")
	wantStatus(t, contract.WindowEnded, w)
	wantDate(t, "ended", "2027-05-16", w.Exit.From)
	wantMoney(t, "the whole term", "12840 USD", value(t, c, 1))
	_, err := c.Value(2)
	require.ErrorIs(t, err, contract.ErrNoSuchTerm)
	_, err = c.LineCost("L1", dec("1"), finops.MustPeriod("2027-05-01/2027-06-01"))
	require.ErrorIs(t, err, contract.ErrPeriod)
}

// Notice given for a later term, or beyond the last one: the contract ends with the earlier of both.
func TestNoticeGivenForALaterTerm(t *testing.T) {
	c := renewing(t)
	c.EndedFrom = date("2029-01-01")
	w := window(t, c, "2026-05-01")
	wantStatus(t, contract.WindowNoticeGiven, w)
	if w.Exit != (contract.Exit{From: date("2029-01-01"), Term: 2}) || w.Term.Index != 0 {
		t.Errorf("exit %+v, term %d", w.Exit, w.Term.Index)
	}
	c.Renewal = contract.RenewalTerms{}
	w = window(t, c, "2026-05-01")
	if w.Exit != (contract.Exit{From: date("2027-01-01"), Term: 0}) {
		t.Errorf("exit %+v", w.Exit)
	}
	wantStatus(t, contract.WindowEnded, window(t, c, "2027-05-01"))
}

// Numbers that would not end are refused before anything is computed with them.
func TestHugeNumbers(t *testing.T) {
	huge, tiny := decimal.New(1, 999999999), decimal.New(1, -999999999)
	for name, spoil := range map[string]func(*contract.Contract){
		"quantity": func(c *contract.Contract) { c.Lines[0].Quantity = huge },
		"tiny":     func(c *contract.Contract) { c.Lines[0].WholeUnits, c.Lines[0].Quantity = true, tiny },
		"minimum":  func(c *contract.Contract) { c.Lines[0].Minimum = huge },
		"maximum":  func(c *contract.Contract) { c.Lines[0].Maximum = decimal.NewNullDecimal(huge) },
		"ramp": func(c *contract.Contract) {
			c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-06-01"), Quantity: decimal.NewNullDecimal(huge)}}
		},
		"rate":   func(c *contract.Contract) { c.Uplift.Rate = huge },
		"spread": func(c *contract.Contract) { c.Uplift.Spread = tiny },
		"floor, cap": func(c *contract.Contract) {
			c.Uplift.Floor, c.Uplift.Cap = decimal.NewNullDecimal(huge), decimal.NewNullDecimal(tiny)
		},
		"index": func(c *contract.Contract) {
			c.Uplift.Index.Points = []contract.IndexPoint{{Month: finops.MustMonth("2026-01"), Value: huge}}
		},
		"overage": func(c *contract.Contract) {
			c.Commitments = []contract.Commitment{{ID: "M", Per: contract.PerYear, Amounts: []finops.Money{finops.MustMoney("1 USD")}, Overage: huge}}
		},
	} {
		c := renewing(t)
		spoil(&c)
		require.ErrorIs(t, c.Validate(), finops.ErrRange, name)
	}
	c := threeYears(t, contract.TrueUpDate)
	_, err := c.TrueUp("L1", []contract.Observation{{Date: date("2026-07-01"), Quantity: huge}}, contract.TrueUpOptions{})
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = c.LineCost("L1", huge, c.Term)
	require.ErrorIs(t, err, finops.ErrRange)
	require.NotErrorIs(t, err, pricing.ErrNegativeQuantity)
}
