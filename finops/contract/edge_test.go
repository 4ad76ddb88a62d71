// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

func TestCommitmentCoversNamedLines(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "1 USD", contract.PerMonth, "1")
	c.Lines[0].Usage = true
	c.Lines = append(c.Lines, contract.Line{ID: "L2", Price: c.Lines[0].Price, Per: contract.PerMonth, Usage: true})
	c.Commitments = []contract.Commitment{{ID: "M", Lines: []string{"L2"}, Per: contract.PerYear, Amounts: []finops.Money{finops.MustMoney("10 USD")}}}
	v, err := c.Value(0)
	require.NoError(t, err)
	if !slices.Equal(v.Uncommitted, []string{"L1"}) {
		t.Errorf("uncommitted %q, want L1", v.Uncommitted)
	}
}

func TestCommitmentYearsOverTerms(t *testing.T) {
	c := plain(t, "2026-01-01/2027-07-01", "1 USD", contract.PerMonth, "1")
	c.Lines[0].Usage = true
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	c.Commitments = []contract.Commitment{{ID: "M", Per: contract.PerYear,
		Amounts: []finops.Money{finops.MustMoney("1000 USD"), finops.MustMoney("2000 USD"), finops.MustMoney("4000 USD")}}}
	wantMoney(t, "a year of 1000 and half a year of 2000", "2000 USD", value(t, c, 0))
	wantMoney(t, "a period that starts in contract year 2", "2000 USD", value(t, c, 1))
	wantMoney(t, "a period that starts in contract year 3", "4000 USD", value(t, c, 2))
	wantMoney(t, "the last amount holds", "4000 USD", value(t, c, 5))
}

// Options come first, then the rolling periods, whose uplift counts once.
func TestEvergreenAfterOption(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerMonth, "1")
	c.Options = []contract.ExtensionOption{{ID: "O", Months: 12, Exercised: true}, {ID: "P", Months: 12}}
	c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.20")}}
	wantMoney(t, "option", "1200 USD", value(t, c, 1))
	wantMoney(t, "first month", "120 USD", value(t, c, 2))
	wantMoney(t, "second month", "120 USD", value(t, c, 3))
}

// On one day the quantity of the ramp and the uplift both apply.
func TestRampQuantityAndUpliftOnOneDay(t *testing.T) {
	c := plain(t, "2026-01-01/2028-01-01", "100 USD", contract.PerYear, "1")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.10")}
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-01-01"), Quantity: null("2")}, {From: date("2027-01-01"), Quantity: null("3")}}
	s := schedules(t, c, contract.ScheduleOptions{})
	wantMoney(t, "a step on the first day", "200 USD", s.Cash[0].Total)
	wantMoney(t, "3 × 110", "330 USD", s.Cash[1].Total)
}

func TestLineAddedLaterIsNotUpliftedBefore(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "100 USD", contract.PerYear, "1")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.10")}
	c.Lines[0].Start = date("2027-01-01")
	s := schedules(t, c, contract.ScheduleOptions{})
	if len(s.Cash) != 2 {
		t.Fatalf("want invoices for two years, got %d", len(s.Cash))
	}
	wantMoney(t, "its first year", "100 USD", s.Cash[0].Total)
	wantMoney(t, "its second year", "110 USD", s.Cash[1].Total)
	q, err := c.LineQuantity("L1", date("2026-06-01"))
	require.NoError(t, err)
	if !q.IsZero() {
		t.Errorf("quantity before the start is %s", q)
	}
	_, err = c.LinePrice("L1", date("2026-06-01"))
	require.ErrorIs(t, err, contract.ErrPeriod)
	cost, err := c.LineCost("L1", dec("1"), c.Term)
	require.NoError(t, err)
	wantMoney(t, "cost from its start", "210 USD", cost)
}

// A line that starts in a renewal term costs nothing before.
func TestLineOfALaterTerm(t *testing.T) {
	c := renewing(t)
	c.Lines = append(c.Lines, contract.Line{ID: "L2", Quantity: dec("1"), Price: perUnit(t, "10 USD"), Per: contract.PerMonth, Start: date("2027-07-01")})
	require.NoError(t, c.Validate())
	wantMoney(t, "initial term", "12000 USD", value(t, c, 0))
	wantMoney(t, "renewal with half a year of it", "12900 USD", value(t, c, 1))
}

func TestLineQuantityErrors(t *testing.T) {
	c := renewing(t)
	_, err := c.LineQuantity("L9", date("2026-06-01"))
	require.ErrorIs(t, err, contract.ErrNoSuchLine)
	_, err = c.LineQuantity("L1", date("2025-06-01"))
	require.ErrorIs(t, err, contract.ErrPeriod)
	_, err = c.LinePrice("L9", date("2026-06-01"))
	require.ErrorIs(t, err, contract.ErrNoSuchLine)
	_, err = c.LinePrice("L1", date("2025-06-01"))
	require.ErrorIs(t, err, contract.ErrPeriod)
	c.Lines[0].WholeUnits = true
	_, err = c.LineCost("L1", dec("1.5"), c.Term)
	require.ErrorIs(t, err, pricing.ErrFractionalQuantity)
	_, err = c.LineCost("L1", dec("-1"), c.Term)
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	c.Lines[0].Maximum = null("150")
	_, err = c.LineCost("L1", dec("151"), c.Term)
	require.ErrorIs(t, err, contract.ErrMinMax)
	_, err = c.LineSaving("L1", dec("1"), dec("-1"), c.Term)
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
}

// Near the end of the calendar there is an error, not an endless loop.
func TestEndOfCalendar(t *testing.T) {
	c := plain(t, "9999-01-01/9999-12-31", "100 USD", contract.PerYear, "1")
	_, err := c.Value(0)
	require.ErrorIs(t, err, finops.ErrRange)
	c = plain(t, "9998-01-01/9999-01-01", "100 USD", contract.PerYear, "1")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	_, err = c.TermAt(1)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = c.TermAt(200_000)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = contract.Calendar([]contract.Contract{c}, finops.MustPeriod("9998-01-01/9999-12-31"), contract.CalendarOptions{})
	require.NoError(t, err)
	_, err = contract.Notice{N: 3660}.Dates(date("0001-02-01"), nil)
	require.ErrorIs(t, err, finops.ErrRange)
}

func TestStatutoryExitErrors(t *testing.T) {
	_, err := contract.StatutoryExit{Notice: contract.Notice{N: -1}}.ExitFrom(date("2026-01-01"), nil)
	require.ErrorIs(t, err, contract.ErrInvalid)
	_, err = contract.StatutoryExit{TransitionDays: 30}.ExitFrom(date("9999-12-30"), nil)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = contract.Notice{N: -1}.Dates(date("2026-01-01"), nil)
	require.ErrorIs(t, err, contract.ErrInvalid)
}

// A slash in an id cannot make two events look the same.
func TestKeysStayApart(t *testing.T) {
	a, b := renewing(t), renewing(t)
	a.ID, b.ID = "A/notice_safe", "A%2Fnotice_safe"
	keys := map[string]bool{}
	for _, e := range calendar(t, "2026-01-01/2028-01-01", contract.CalendarOptions{}, a, b) {
		if keys[e.Key] {
			t.Errorf("key %s twice", e.Key)
		}
		keys[e.Key] = true
	}
}

// The fixed cost of a contract is the cost of its lines, whoever asks: Value and LineCost agree where nothing is rounded
// on the way.
func TestValueAgreesWithLineCost(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "12.34 USD", contract.PerMonth, "7")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.05")}
	c.Billing.Every = contract.BillUpfront
	cost, err := c.LineCost("L1", dec("7"), c.Term)
	require.NoError(t, err)
	wantMoney(t, "cost", value(t, c, 0).String(), cost)
}

func TestEventOrder(t *testing.T) {
	a := contract.Event{Date: date("2026-01-01"), Kind: contract.EventTermEnd, Contract: "A", Key: "1"}
	for _, later := range []contract.Event{
		{Date: date("2026-01-02"), Kind: contract.EventNoticeSafe, Contract: "A", Key: "1"},
		{Date: date("2026-01-01"), Kind: contract.EventRenewal, Contract: "A", Key: "1"},
		{Date: date("2026-01-01"), Kind: contract.EventTermEnd, Contract: "B", Key: "1"},
		{Date: date("2026-01-01"), Kind: contract.EventTermEnd, Contract: "A", Key: "2"},
	} {
		if a.Compare(later) != -1 || later.Compare(a) != 1 || a.Compare(a) != 0 {
			t.Errorf("%+v is not after %+v", later, a)
		}
	}
}

// Each field a reader sees raises the sequence.
func TestReviseNoticesEveryField(t *testing.T) {
	old := contract.Event{Date: date("2026-01-01"), Key: "k", Amount: finops.MustMoney("1 USD")}
	for name, change := range map[string]func(*contract.Event){
		"date": func(e *contract.Event) { e.Date = date("2026-01-02") }, "kind": func(e *contract.Event) { e.Kind = contract.EventRenewal },
		"contract": func(e *contract.Event) { e.Contract = "x" }, "vendor": func(e *contract.Event) { e.Vendor = "x" },
		"owner": func(e *contract.Event) { e.Owner = "x" }, "line": func(e *contract.Event) { e.Line = "x" },
		"term": func(e *contract.Event) { e.Term = 1 }, "title": func(e *contract.Event) { e.Title = "x" },
		"detail": func(e *contract.Event) { e.Detail = "x" }, "amount": func(e *contract.Event) { e.Amount = finops.MustMoney("2 USD") },
	} {
		e := old
		change(&e)
		out, err := contract.ReviseEvents([]contract.Event{old}, []contract.Event{e})
		require.NoError(t, err)
		if out[0].Sequence != 1 {
			t.Errorf("a change of %s goes unnoticed", name)
		}
	}
}

// Milestones after the end are not listed, and one of an unknown kind is reported, not a crash.
func TestCalendarMilestones(t *testing.T) {
	c := renewing(t)
	c.Renewal = contract.RenewalTerms{}
	c.Milestones = []contract.Milestone{
		{Kind: contract.TrueUpDate, Date: date("2026-06-01"), Line: "L1"}, {Kind: contract.TrueForwardDate, Date: date("2026-06-01")},
		{Kind: contract.TrueUpDate, Date: date("2027-06-01")},
	}
	got := shown(calendar(t, "2026-01-01/2028-01-01", contract.CalendarOptions{}, c))
	if want := "2026-06-01 true_up C-1 0\n2026-06-01 true_forward C-1 0\n2026-12-31 term_end C-1 0\n"; got != want {
		t.Errorf("want %s\ngot %s", want, got)
	}
	c.Milestones[0].Kind = 3
	_, err := contract.Calendar([]contract.Contract{c}, finops.MustPeriod("2026-01-01/2028-01-01"), contract.CalendarOptions{})
	require.ErrorIs(t, err, finops.ErrRange)
}

// The detail of an uplift says its rate, if it can be computed.
func TestCalendarUpliftDetail(t *testing.T) {
	for _, tt := range []struct {
		uplift contract.Uplift
		want   string
	}{
		{contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.07")}, "fixed uplift, once_per_step: 7%."},
		{contract.Uplift{Kind: contract.UpliftCPI, Index: cpi("104"), LagMonths: 3}, "cpi uplift, once_per_step: 4%."},
		{contract.Uplift{Kind: contract.UpliftCPI}, "cpi uplift, once_per_step."},
		{contract.Uplift{Kind: contract.UpliftList}, "To the list price."},
	} {
		c := renewing(t)
		c.Renewal.Uplift = tt.uplift
		events := calendar(t, "2027-01-01/2027-02-01", contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventUplift}}, c)
		if len(events) != 1 || events[0].Detail != tt.want {
			t.Errorf("want %q, got %+v", tt.want, events)
		}
	}
}

// Parts of many lengths add up exactly: 31 daily steps of a month cost the month.
func TestDailyRampAddsUp(t *testing.T) {
	c := plain(t, "2026-01-01/2026-02-01", "100 USD", contract.PerMonth, "1")
	for d := 1; d < 31; d++ {
		c.Lines[0].Ramp = append(c.Lines[0].Ramp, contract.RampStep{From: date("2026-01-01").AddDays(d), Quantity: null("1")})
	}
	for _, p := range []contract.Proration{contract.ByMonths, contract.ActualOfPeriod} {
		c.Proration = p
		wantMoney(t, p.String(), "100 USD", value(t, c, 0))
	}
}
