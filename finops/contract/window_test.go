// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// renewing is a calendar-year contract of 100 seats at 10 USD a month that renews by the year with 90 days' notice.
func renewing(t *testing.T) contract.Contract {
	c := plain(t, "2026-01-01/2027-01-01", "10 USD", contract.PerMonth, "100")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 90},
		Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.07")}}
	return c
}

func window(t *testing.T, c contract.Contract, asOf string) contract.NoticeWindow {
	t.Helper()
	w, err := c.NoticeWindow(date(asOf), nil)
	require.NoError(t, err)
	return w
}

func wantStatus(t *testing.T, want contract.WindowStatus, w contract.NoticeWindow) {
	t.Helper()
	if w.Status != want {
		t.Errorf("on %s: want %s, got %s (%s)", w.AsOf, want, w.Status, w.Reason)
	}
}

func TestWindowStatuses(t *testing.T) {
	c := renewing(t) // safe 2026-10-02, latest 2026-10-03
	for asOf, want := range map[string]contract.WindowStatus{
		"2025-06-01": contract.WindowOpen, "2026-01-01": contract.WindowOpen, "2026-10-02": contract.WindowOpen,
		"2026-10-03": contract.WindowDisputable, "2026-10-04": contract.WindowClosed, "2026-12-31": contract.WindowClosed,
		"2027-01-01": contract.WindowOpen, "2027-10-02": contract.WindowDisputable, "2027-10-04": contract.WindowClosed,
	} {
		wantStatus(t, want, window(t, c, asOf))
	}
	w := window(t, c, "2026-09-02")
	wantDate(t, "safe", "2026-10-02", w.Safe)
	wantDate(t, "latest", "2026-10-03", w.Latest)
	wantDate(t, "exit", "2027-01-01", w.Exit.From)
	if w.DaysLeft != 30 || w.Next != nil {
		t.Errorf("days left %d, next %v; want 30 and none", w.DaysLeft, w.Next)
	}
}

func TestClosedWindowShowsNextTerm(t *testing.T) {
	w := window(t, renewing(t), "2026-11-01")
	wantStatus(t, contract.WindowClosed, w)
	if w.Next == nil || w.Next.Value == nil {
		t.Fatalf("next term is not shown: %+v", w.Next)
	}
	if got := w.Next.Term.Period; got != finops.MustPeriod("2027-01-01/2028-01-01") {
		t.Errorf("next term %s", got)
	}
	wantMoney(t, "100 × 10 × 12 × 1.07", "12840.00 USD", w.Next.Value.Total)
	if w.DaysLeft != -30 {
		t.Errorf("days left %d, want -30", w.DaysLeft)
	}
	wantDate(t, "next safe day, 2 October 2027 is a Saturday", "2027-10-01", w.Exit.Safe)
	wantDate(t, "exit", "2028-01-01", w.Exit.From)
}

func TestNextTermWithoutPriceSaysWhy(t *testing.T) {
	c := renewing(t)
	c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftCPI, Index: contract.IndexSeries{Name: "CPI"}}
	w := window(t, c, "2026-11-01")
	if w.Next == nil || w.Next.Value != nil || w.Next.Unpriced == "" {
		t.Errorf("want a reason instead of a price, got %+v", w.Next)
	}
}

func TestNeverOpen(t *testing.T) {
	c := renewing(t)
	c.Renewal.Notice = contract.Notice{N: 13, Unit: contract.Months}
	w := window(t, c, "2026-02-01")
	wantStatus(t, contract.WindowNeverOpen, w)
	wantDate(t, "exit is a term later", "2028-01-01", w.Exit.From)
	wantDate(t, "safe day for it, 13 months before 31 December 2027", "2026-11-30", w.Exit.Safe)
	if w.Next == nil {
		t.Error("the next term is committed and must be shown")
	}

	c.Renewal.Notice = contract.Notice{N: 12, Unit: contract.Months} // the whole term
	wantStatus(t, contract.WindowNeverOpen, window(t, c, "2026-01-01"))

	c = renewing(t) // the deadline was before the signature
	c.Signed = date("2026-11-15")
	wantStatus(t, contract.WindowNeverOpen, window(t, c, "2026-11-15"))
	c.Signed = date("2025-11-15")
	wantStatus(t, contract.WindowOpen, window(t, c, "2026-09-15"))
}

func TestEvergreen(t *testing.T) {
	c := plain(t, "2026-01-01/2026-02-01", "10 USD", contract.PerMonth, "5")
	c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Notice: contract.Notice{N: 30, Anchor: contract.AnchorLastDay}}
	w := window(t, c, "2026-05-15") // 15 May + 30 days is 14 June: out after 30 June
	wantStatus(t, contract.WindowEvergreen, w)
	wantDate(t, "exit", "2026-07-01", w.Exit.From)
	wantDate(t, "safe, 31 May is a Sunday", "2026-05-29", w.Safe)
	wantDate(t, "exit one day after the deadline", "2026-08-01", window(t, c, "2026-05-30").Exit.From)

	c.Term = finops.MustPeriod("2026-01-01/2029-01-01") // a long first term cannot be left early
	wantDate(t, "exit after the first term", "2029-01-01", window(t, c, "2026-05-15").Exit.From)
}

func TestNoAutoRenewalAndEnd(t *testing.T) {
	c := renewing(t)
	c.Renewal = contract.RenewalTerms{}
	w := window(t, c, "2026-06-01")
	wantStatus(t, contract.WindowNoAutoRenewal, w)
	if !w.Safe.IsZero() || !w.Latest.IsZero() {
		t.Errorf("no notice is needed, got %s and %s", w.Safe, w.Latest)
	}
	wantStatus(t, contract.WindowNoAutoRenewal, window(t, c, "2026-12-31"))
	w = window(t, c, "2027-01-01")
	wantStatus(t, contract.WindowEnded, w)
	wantDate(t, "ended from", "2027-01-01", w.Exit.From)

	c = renewing(t)
	c.Renewal.Limit = 2 // 2027 and 2028
	wantStatus(t, contract.WindowOpen, window(t, c, "2027-06-01"))
	wantStatus(t, contract.WindowNoAutoRenewal, window(t, c, "2028-06-01"))
	wantStatus(t, contract.WindowEnded, window(t, c, "2029-01-01"))

	c = renewing(t)
	c.EndedFrom = date("2027-01-01")
	wantStatus(t, contract.WindowNoticeGiven, window(t, c, "2026-12-01"))
	wantStatus(t, contract.WindowEnded, window(t, c, "2027-01-01"))
}

func TestStatutoryExit(t *testing.T) {
	c := renewing(t)
	// source: Regulation (EU) 2023/2854 (Data Act), Article 25(2): at most two months' notice, then 30 days of transition;
	// applies from 12 September 2025.
	c.Renewal.StatutoryExit = &contract.StatutoryExit{Name: "EU Data Act, Article 25", From: date("2025-09-12"),
		Notice: contract.Notice{N: 2, Unit: contract.Months}, TransitionDays: 30}
	w := window(t, c, "2026-11-01")
	wantStatus(t, contract.WindowClosed, w)
	wantDate(t, "1 November + 2 months + 30 days", "2027-01-31", w.Statute)
	wantDate(t, "contractual exit", "2028-01-01", w.Exit.From)
	wantDate(t, "31 December + 2 months clamps", "2027-03-30", window(t, c, "2026-12-31").Statute)
}

func TestOptions(t *testing.T) {
	c := plain(t, "2023-02-06/2027-02-06", "10 USD", contract.PerMonth, "5")
	c.Options = []contract.ExtensionOption{
		{ID: "O1", Months: 12, Exercised: true, ExerciseBy: contract.Notice{N: 60}},
		{ID: "O2", End: date("2028-03-01"), ExerciseBy: contract.Notice{N: 60}},
	}
	term, err := c.TermAt(1)
	require.NoError(t, err)
	if term.Kind != contract.OptionTerm || term.Period != finops.MustPeriod("2027-02-06/2028-02-06") {
		t.Errorf("got %+v", term)
	}
	_, err = c.TermAt(2)
	require.ErrorIs(t, err, contract.ErrNoSuchTerm)
	c.Options[1].Exercised = true
	term, err = c.TermAt(2)
	require.NoError(t, err)
	wantDate(t, "last day of the option", "2028-02-29", term.Period.Last())
}

// The term of a day contains that day, terms follow without a gap, and the k-th end is the same however it is reached.
func TestTermsPartitionTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := anyDate(rt, "start")
		c := contract.Contract{ID: "C", Term: finops.Period{Start: start, End: start.AddDays(rapid.IntRange(1, 1500).Draw(rt, "days"))},
			Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: rapid.IntRange(1, 40).Draw(rt, "months")}}
		if rapid.Bool().Draw(rt, "whole months") {
			c.Term.End = start.AddMonths(rapid.IntRange(1, 48).Draw(rt, "term months"))
		}
		day := start.AddDays(rapid.IntRange(0, 20000).Draw(rt, "day"))
		term, err := c.TermOn(day)
		require.NoError(rt, err)
		if !term.Period.Contains(day) {
			rt.Fatalf("term %d %s does not contain %s", term.Index, term.Period, day)
		}
		same, err := c.TermAt(term.Index)
		require.NoError(rt, err)
		next, err := c.TermAt(term.Index + 1)
		require.NoError(rt, err)
		if same != term || next.Period.Start != term.Period.End {
			rt.Fatalf("term %v, by index %v, next %v", term, same, next)
		}
	})
}

func TestWindowErrors(t *testing.T) {
	_, err := renewing(t).NoticeWindow(finops.Date{}, nil)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = contract.Contract{ID: "C"}.NoticeWindow(date("2026-01-01"), nil)
	require.ErrorIs(t, err, contract.ErrTerm)
	c := renewing(t)
	c.Renewal.Months = 0
	_, err = c.NoticeWindow(date("2026-01-01"), nil)
	require.ErrorIs(t, err, contract.ErrRenewalMonths)
	_, err = renewing(t).NoticeWindow(date("2026-06-01"), noBusiness{})
	require.ErrorIs(t, err, finops.ErrNoBusinessDay)
	_, err = renewing(t).NoticeWindow(date("9999-12-30"), nil)
	require.ErrorIs(t, err, finops.ErrRange)
}
