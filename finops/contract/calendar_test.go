// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

func calendar(t *testing.T, window string, o contract.CalendarOptions, cs ...contract.Contract) []contract.Event {
	t.Helper()
	events, err := contract.Calendar(cs, finops.MustPeriod(window), o)
	require.NoError(t, err)
	return events
}

func shown(events []contract.Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %s %s %d\n", e.Date, e.Kind, e.Contract, e.Term)
	}
	return b.String()
}

func TestCalendarOfOneContract(t *testing.T) {
	c := renewing(t)
	c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: date("2026-07-01")}}
	c.Renewal.StatutoryExit = &contract.StatutoryExit{Name: "EU Data Act", Notice: contract.Notice{N: 2, Unit: contract.Months}, TransitionDays: 30}
	got := shown(calendar(t, "2026-01-01/2028-01-01", contract.CalendarOptions{}, c))
	want := `2026-07-01 true_down C-1 0
2026-10-02 notice_safe C-1 0
2026-10-02 statutory_notice C-1 0
2026-10-03 notice_latest C-1 0
2026-12-31 term_end C-1 0
2027-01-01 renewal C-1 1
2027-01-01 uplift C-1 1
2027-10-01 notice_safe C-1 1
2027-10-01 statutory_notice C-1 1
2027-10-03 notice_latest C-1 1
2027-12-31 term_end C-1 1
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCalendarInvoicesAndKinds(t *testing.T) {
	c := renewing(t)
	c.Billing = contract.Billing{Every: contract.BillSemiAnnually, PaymentDays: 45}
	o := contract.CalendarOptions{Invoices: true, Kinds: []contract.EventKind{contract.EventInvoice}}
	events := calendar(t, "2026-08-01/2027-08-01", o, c)
	if got, want := shown(events), "2026-08-15 invoice C-1 0\n2027-02-15 invoice C-1 1\n"; got != want {
		t.Errorf("want %s\ngot %s", want, got)
	}
	wantMoney(t, "second", "6420.00 USD", events[1].Amount)
	o.Invoices = false
	if events := calendar(t, "2026-08-01/2027-08-01", o, c); len(events) != 0 {
		t.Errorf("invoices were not asked for: %v", events)
	}
}

func TestCalendarOptionsAndEnd(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "10 USD", contract.PerMonth, "5")
	c.Options = []contract.ExtensionOption{
		{ID: "O1", Months: 12, ExerciseBy: contract.Notice{N: 60, Anchor: contract.AnchorLastDay}},
		{ID: "O2", Months: 12, ExerciseBy: contract.Notice{N: 60, Anchor: contract.AnchorLastDay}},
	}
	got := shown(calendar(t, "2026-01-01/2029-01-01", contract.CalendarOptions{}, c))
	// 60 days before 31 December: 1 November, a Sunday in 2026, a Monday in 2027.
	want := "2026-10-30 option_exercise C-1 0\n2026-12-31 term_end C-1 0\n2027-11-01 option_exercise C-1 1\n2027-12-31 option_end C-1 1\n2028-12-31 option_end C-1 2\n"
	if got != want {
		t.Errorf("want %s\ngot %s", want, got)
	}
	c = renewing(t)
	c.EndedFrom = date("2027-01-01")
	if got, want := shown(calendar(t, "2026-01-01/2029-01-01", contract.CalendarOptions{}, c)), "2026-12-31 term_end C-1 0\n"; got != want {
		t.Errorf("after notice was given: want %s\ngot %s", want, got)
	}
	c.EndedFrom = date("2026-07-01")
	if got, want := shown(calendar(t, "2026-01-01/2029-01-01", contract.CalendarOptions{}, c)), "2026-06-30 term_end C-1 0\n"; got != want {
		t.Errorf("ended early: want %s\ngot %s", want, got)
	}
}

func TestCalendarOfEvergreen(t *testing.T) {
	c := plain(t, "2026-01-01/2026-02-01", "10 USD", contract.PerMonth, "5")
	c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Notice: contract.Notice{N: 30, Anchor: contract.AnchorLastDay}}
	got := shown(calendar(t, "2026-05-15/2027-05-15", contract.CalendarOptions{}, c))
	want := "2026-05-29 notice_safe C-1 5\n2026-05-31 notice_latest C-1 5\n2026-06-01 renewal C-1 5\n2026-06-30 term_end C-1 5\n"
	if got != want {
		t.Errorf("want %s\ngot %s", want, got)
	}
	c.EndedFrom = date("2026-08-01")
	if got, want := shown(calendar(t, "2026-05-15/2027-05-15", contract.CalendarOptions{}, c)), "2026-07-01 renewal C-1 6\n2026-07-31 term_end C-1 6\n"; got != want {
		t.Errorf("after notice: want %s\ngot %s", want, got)
	}
}

// Deadlines long before the window's terms, and windows before a contract starts.
func TestCalendarFindsEarlyDeadlines(t *testing.T) {
	c := renewing(t)
	c.Term = finops.MustPeriod("2027-01-01/2028-01-01")
	c.Renewal.Notice = contract.Notice{N: 18, Unit: contract.Months, Anchor: contract.AnchorLastDay}
	got := shown(calendar(t, "2026-01-01/2027-01-01", contract.CalendarOptions{}, c))
	if want := "2026-06-30 notice_safe C-1 0\n"; got != want {
		t.Errorf("want %s\ngot %s", want, got)
	}
}

// With short terms a statutory notice can be longer than the term; its dates are listed all the same.
func TestCalendarOfLongStatutoryNotice(t *testing.T) {
	c := plain(t, "2026-01-01/2026-02-01", "10 USD", contract.PerMonth, "5")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 1, Notice: contract.Notice{N: 5, Anchor: contract.AnchorLastDay},
		StatutoryExit: &contract.StatutoryExit{Name: "Act", From: date("2026-02-01"), Notice: contract.Notice{N: 2, Unit: contract.Months}, TransitionDays: 30}}
	o := contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventStatutoryNotice}}
	got := shown(calendar(t, "2026-01-01/2026-05-01", o, c))
	// 30 days and 2 months before 1 May, 1 June and so on; before February the right did not exist.
	want := "2026-02-01 statutory_notice C-1 3\n2026-03-02 statutory_notice C-1 4\n2026-04-01 statutory_notice C-1 5\n"
	if got != want {
		t.Errorf("want %s\ngot %s", want, got)
	}
}

func TestCalendarKeepsTheSoundContracts(t *testing.T) {
	bad, twice, noIndex := renewing(t), renewing(t), renewing(t)
	bad.ID, bad.Term.End = "BAD", bad.Term.Start
	noIndex.ID, noIndex.Renewal.Uplift = "CPI", contract.Uplift{Kind: contract.UpliftCPI}
	wrongPrice := renewing(t)
	wrongPrice.ID, wrongPrice.Lines[0].Price = "EUR", perUnit(t, "1 EUR")
	events, err := contract.Calendar([]contract.Contract{bad, renewing(t), twice, noIndex, wrongPrice},
		finops.MustPeriod("2026-10-01/2028-01-01"), contract.CalendarOptions{Invoices: true})
	require.ErrorIs(t, err, contract.ErrTerm)
	require.ErrorIs(t, err, contract.ErrDuplicate)
	require.ErrorIs(t, err, contract.ErrMissingIndex)
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	deadlines := ""
	for _, e := range events {
		if e.Kind == contract.EventNoticeSafe && e.Term == 0 {
			deadlines += e.Contract + " "
		}
	}
	// A contract whose prices are wrong keeps its deadlines: missing one costs more than the price.
	if deadlines != "C-1 CPI EUR " {
		t.Errorf("deadlines of %s", deadlines)
	}
	_, err = contract.Calendar(nil, finops.Period{}, contract.CalendarOptions{})
	require.ErrorIs(t, err, contract.ErrPeriod)
	_, err = contract.Calendar([]contract.Contract{renewing(t)}, finops.MustPeriod("2026-01-01/2027-01-01"), contract.CalendarOptions{Business: noBusiness{}})
	require.ErrorIs(t, err, finops.ErrNoBusinessDay)
}

// The order of contracts does not matter, two half windows give what the whole gives (evergreen contracts apart, whose
// deadline depends on the first day), keys are unique, and the deadlines are those of NoticeWindow.
func TestCalendarLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cs := make([]contract.Contract, rapid.IntRange(1, 4).Draw(rt, "n"))
		for i := range cs {
			cs[i] = anyContract(rt, t)
			cs[i].ID = fmt.Sprint("C", i)
			if cs[i].Renewal.Kind == contract.Evergreen {
				cs[i].Renewal.Kind = contract.AutoRenew
			}
		}
		from := anyDate(rt, "from")
		mid := from.AddDays(rapid.IntRange(1, 500).Draw(rt, "mid"))
		to := mid.AddDays(rapid.IntRange(1, 500).Draw(rt, "to"))
		o := contract.CalendarOptions{Invoices: true}
		whole, err := contract.Calendar(cs, finops.Period{Start: from, End: to}, o)
		require.NoError(rt, err)
		first, err := contract.Calendar(cs, finops.Period{Start: from, End: mid}, o)
		require.NoError(rt, err)
		second, err := contract.Calendar(cs, finops.Period{Start: mid, End: to}, o)
		require.NoError(rt, err)
		if diff := cmp.Diff(mustJSON(t, whole), mustJSON(t, append(first, second...))); diff != "" {
			rt.Fatalf("halves differ from the whole (-whole +halves):\n%s", diff)
		}
		slices.Reverse(cs)
		again, err := contract.Calendar(cs, finops.Period{Start: from, End: to}, o)
		require.NoError(rt, err)
		if mustJSON(t, again) != mustJSON(t, whole) {
			rt.Fatal("order of contracts matters")
		}
		keys := map[string]bool{}
		for _, e := range whole {
			if keys[e.Key] {
				rt.Fatalf("key %s twice", e.Key)
			}
			keys[e.Key] = true
			if e.Date.Before(from) || !e.Date.Before(to) {
				rt.Fatalf("%s is outside the window", e.Date)
			}
			if e.Kind == contract.EventNoticeSafe {
				c := cs[slices.IndexFunc(cs, func(c contract.Contract) bool { return c.ID == e.Contract })]
				term, err := c.TermAt(e.Term)
				require.NoError(rt, err)
				w, err := c.NoticeWindow(term.Period.Start, nil)
				require.NoError(rt, err)
				if w.Safe != e.Date {
					rt.Fatalf("calendar says %s, window %s", e.Date, w.Safe)
				}
			}
		}
	})
}
