// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// optional is a year of 5 × 10 USD a month with two options of a year; the second has its own price.
func optional(t *testing.T) contract.Contract {
	t.Helper()
	c := plain(t, "2026-01-01/2027-01-01", "10 USD", contract.PerMonth, "5")
	exercise := contract.Notice{N: 60, Anchor: contract.AnchorLastDay}
	c.Options = []contract.ExtensionOption{
		{ID: "O1", Months: 12, ExerciseBy: exercise},
		{ID: "O2", Months: 12, ExerciseBy: exercise, Prices: []contract.OptionPrice{{Line: "L1", Price: perUnit(t, "8 USD")}}},
	}
	require.NoError(t, c.Validate())
	return c
}

func TestOptionWindow(t *testing.T) {
	c := optional(t)
	// 60 days before 31 December 2026: 1 November, a Sunday; safe on Friday, 30 October.
	for _, tt := range []struct {
		asOf   string
		status contract.OptionStatus
		left   int
		reason string
	}{
		{"2026-10-30", contract.OptionOpen, 0, "ends by itself after 2026-12-31; option O1 can be exercised by 2026-10-30"},
		{"2026-10-31", contract.OptionDisputable, -1, "ends by itself after 2026-12-31; the safe day to exercise option O1, 2026-10-30, is past; one reading of the clause still allows 2026-11-01"},
		{"2026-11-02", contract.OptionMissed, -3, "ends by itself after 2026-12-31; the last day to exercise option O1 was 2026-11-01"},
	} {
		w := window(t, c, tt.asOf)
		wantStatus(t, contract.WindowNoAutoRenewal, w)
		o := w.Option
		if o == nil || o.Option != "O1" || o.Status != tt.status || o.DaysLeft != tt.left || w.Reason != tt.reason {
			t.Fatalf("on %s: %q, option %+v", tt.asOf, w.Reason, o)
		}
		if o.Term.Index != 1 || o.Term.Kind != contract.OptionTerm || o.Term.Period != finops.MustPeriod("2027-01-01/2028-01-01") || o.Value == nil {
			t.Errorf("on %s: term %+v, %q", tt.asOf, o.Term, o.Unpriced)
		}
		wantMoney(t, "5 × 10 × 12", "600 USD", o.Value.Total)
	}
	all, err := c.OptionWindows(date("2026-06-01"), nil)
	require.NoError(t, err)
	if len(all) != 2 || all[1].Term.Period != finops.MustPeriod("2028-01-01/2029-01-01") {
		t.Fatalf("got %+v", all)
	}
	wantDate(t, "60 days before 31 December 2027", "2027-11-01", all[1].Safe)
	wantMoney(t, "5 × 8 × 12", "480 USD", all[1].Value.Total)

	c.Options[0].Exercised = true
	if w := window(t, c, "2026-06-01"); w.Option == nil || w.Option.Option != "O2" {
		t.Errorf("the next option is O2, got %+v", w.Option)
	}
	c.Options[1].Exercised = true
	if w := window(t, c, "2026-06-01"); w.Option != nil {
		t.Errorf("no option is left, got %+v", w.Option)
	}
	c = optional(t)
	c.EndedFrom = date("2027-01-01")
	if w := window(t, c, "2026-06-01"); w.Option != nil {
		t.Errorf("notice was given, got %+v", w.Option)
	}
	if got, want := shown(calendar(t, "2026-01-01/2029-01-01", contract.CalendarOptions{}, c)), "2026-12-31 term_end C-1 0\n"; got != want {
		t.Errorf("notice was given: want %s\ngot %s", want, got)
	}
}

func TestOptionWindowErrors(t *testing.T) {
	c := optional(t)
	_, err := c.OptionWindows(finops.Date{}, nil)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = c.OptionWindows(date("2026-06-01"), noBusiness{})
	require.ErrorIs(t, err, finops.ErrNoBusinessDay)
	_, err = c.NoticeWindow(date("2026-06-01"), noBusiness{})
	require.ErrorIs(t, err, finops.ErrNoBusinessDay)
	c.Options[0].Uplift = contract.Uplift{Kind: contract.UpliftList}
	if w := window(t, c, "2026-06-01"); w.Option.Value != nil || w.Option.Unpriced == "" {
		t.Errorf("want a reason instead of a price, got %+v", w.Option)
	}
	c.Options[0].Months = 0
	_, err = c.OptionWindows(date("2026-06-01"), nil)
	require.ErrorIs(t, err, finops.ErrRange)
}

// The calendar says when the term of an open option would end and what it commits.
func TestCalendarOptionEnd(t *testing.T) {
	o := contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventOptionEnd}}
	c := optional(t)
	got := calendar(t, "2026-01-01/2030-01-01", o, c)
	want := []contract.Event{
		{Date: date("2027-12-31"), Kind: contract.EventOptionEnd, Contract: "C-1", Vendor: "Acme", Term: 1, Title: "Acme Suite: option O1 would end",
			Detail: "If option O1 is exercised, its term runs from 2027-01-01 to 2027-12-31 and commits 600.00 USD.", Amount: finops.MustMoney("600 USD"), Key: "C-1/option_end/O1"},
		{Date: date("2028-12-31"), Kind: contract.EventOptionEnd, Contract: "C-1", Vendor: "Acme", Term: 2, Title: "Acme Suite: option O2 would end",
			Detail: "If option O2 is exercised, its term runs from 2028-01-01 to 2028-12-31 and commits 480.00 USD.", Amount: finops.MustMoney("480 USD"), Key: "C-1/option_end/O2"},
	}
	if diff := cmp.Diff(mustJSON(t, want), mustJSON(t, got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.Lines = nil
	c.Options[1].Prices = nil
	if e := calendar(t, "2026-01-01/2030-01-01", o, c)[0]; !e.Amount.IsZero() || e.Detail != "If option O1 is exercised, its term runs from 2027-01-01 to 2027-12-31." {
		t.Errorf("without lines: %+v", e)
	}
}

// Options in a chain, then automatic renewal: the deadlines of the renewals count from the end of the last option.
func TestOptionsThenAutoRenewal(t *testing.T) {
	c := optional(t)
	c.Options[0].Exercised, c.Options[1].Exercised = true, true
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Limit: 1, Notice: contract.Notice{N: 3, Unit: contract.Months, Anchor: contract.AnchorLastDay}}
	w := window(t, c, "2028-05-01")
	wantStatus(t, contract.WindowOpen, w)
	wantDate(t, "three months before 31 December 2028, a Saturday", "2028-09-29", w.Safe)
	wantDate(t, "latest", "2028-09-30", w.Latest)
	wantMoney(t, "the renewal keeps the price of the option", "480 USD", value(t, c, 3))
	wantStatus(t, contract.WindowNoAutoRenewal, window(t, c, "2029-05-01"))
}

func TestExerciseBeforeTheContract(t *testing.T) {
	c := optional(t)
	c.Options[0].ExerciseBy = contract.Notice{N: 12, Unit: contract.Months}
	var problem *contract.FieldError
	require.ErrorAs(t, c.Validate(), &problem)
	if problem.Item != `option "O1"` || problem.Field != "exercise_by" || problem.Err != contract.ErrNoticeTooLong {
		t.Errorf("got %v", problem)
	}
	_, err := c.Value(0)
	require.NoError(t, err)
}
