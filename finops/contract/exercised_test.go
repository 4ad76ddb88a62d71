// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// An exercised option is committed: notice is about the end of the last of them, whatever term the day is in.
func TestExercisedOptionIsCommitted(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "1")
	c.Options = []contract.ExtensionOption{{ID: "O1", Months: 12, Exercised: true}}
	c.Renewal.Notice = contract.Notice{N: 3, Unit: contract.Months, Anchor: contract.AnchorLastDay}
	plan := func() contract.CoTermContract {
		p, err := contract.PlanCoTerm([]contract.Contract{c}, date("2026-06-01"), date("2028-07-01"), nil)
		require.NoError(t, err)
		return p.Contracts[0]
	}
	kinds := contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventNoticeSafe, contract.EventNoticeLatest, contract.EventTermEnd}}

	w := window(t, c, "2026-06-01")
	wantStatus(t, contract.WindowNoAutoRenewal, w)
	wantDate(t, "expires: exit", "2028-01-01", w.Exit.From)
	if w.Term.Index != 1 || w.Exit.Term != 1 || w.Reason != "ends by itself after 2027-12-31" {
		t.Errorf("want the option term, got %+v, %q", w.Term, w.Reason)
	}
	wantDate(t, "expires: own end", "2028-01-01", plan().End)
	wantMoney(t, "half a year more", "50 USD", plan().Cost)
	want := "2026-12-31 term_end C-1 0\n2027-12-31 term_end C-1 1\n"
	if diff := cmp.Diff(want, shown(calendar(t, "2026-01-01/2029-01-01", kinds, c))); diff != "" {
		t.Errorf("expires (-want +got):\n%s", diff)
	}

	c.Renewal.Kind, c.Renewal.Months, c.Renewal.Limit = contract.AutoRenew, 12, 1
	w = window(t, c, "2026-06-01")
	wantStatus(t, contract.WindowOpen, w)
	wantDate(t, "renews: exit", "2028-01-01", w.Exit.From)
	wantDate(t, "three months before 31 December 2027", "2027-09-30", w.Safe)
	wantDate(t, "own end", "2028-01-01", plan().End)
	wantStatus(t, contract.WindowClosed, window(t, c, "2027-10-01"))
	want = "2026-12-31 term_end C-1 0\n2027-09-30 notice_safe C-1 1\n2027-12-31 term_end C-1 1\n2028-12-31 term_end C-1 2\n"
	events := calendar(t, "2026-01-01/2029-01-01", kinds, c)
	if diff := cmp.Diff(want, shown(events)); diff != "" {
		t.Errorf("renews (-want +got):\n%s", diff)
	}
	if events[0].Detail != "The contract goes on: option O1 is exercised." {
		t.Errorf("got %q", events[0].Detail)
	}

	c.Renewal.Kind, c.Renewal.Months, c.Renewal.Limit = contract.Evergreen, 0, 0
	w = window(t, c, "2026-06-01")
	wantStatus(t, contract.WindowEvergreen, w)
	wantDate(t, "evergreen: exit", "2028-01-01", w.Exit.From)
	want = "2026-12-31 term_end C-1 0\n2027-09-30 notice_safe C-1 1\n2027-12-31 term_end C-1 1\n"
	if diff := cmp.Diff(want, shown(calendar(t, "2026-01-01/2029-01-01", kinds, c))); diff != "" {
		t.Errorf("evergreen (-want +got):\n%s", diff)
	}

	c.EndedFrom = date("2026-10-01") // ended all the same, by agreement
	w = window(t, c, "2026-06-01")
	wantStatus(t, contract.WindowNoticeGiven, w)
	wantDate(t, "ended", "2026-10-01", w.Exit.From)
}

func TestNeverOpenReasons(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "1")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	for _, tt := range []struct{ notice, signed, want string }{
		{"400d from last_day", "", "was before 2026-01-01, when the contract began"},
		{"364d from last_day", "", "was the day on which the contract began"},
		{"300d from last_day", "2026-06-01", "was before 2026-06-01, when the contract was signed"},
	} {
		var err error
		c.Renewal.Notice, err = contract.ParseNotice(tt.notice)
		require.NoError(t, err)
		if c.Signed = (finops.Date{}); tt.signed != "" {
			c.Signed = date(tt.signed)
		}
		w := window(t, c, "2026-07-01")
		wantStatus(t, contract.WindowNeverOpen, w)
		if !strings.HasSuffix(w.Reason, tt.want) {
			t.Errorf("%s: want %q, got %q", tt.notice, tt.want, w.Reason)
		}
	}
}

// The computing methods check first, and a window with an error says nothing.
func TestWindowChecksTheContract(t *testing.T) {
	for name, spoil := range map[string]func(*contract.Contract){
		"months": func(c *contract.Contract) { c.Renewal.Months = 1201 },
		"huge":   func(c *contract.Contract) { c.Renewal.Months = int(^uint(0) >> 1) },
		"option": func(c *contract.Contract) {
			c.Options = []contract.ExtensionOption{{ID: "O", Months: int(^uint(0) >> 1)}}
		},
		"currency": func(c *contract.Contract) { c.Currency = "XXQ" },
	} {
		c := plain(t, "2026-01-01/2027-01-01", "100 USD", contract.PerYear, "1")
		c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
		spoil(&c)
		w, err := c.NoticeWindow(date("2026-06-01"), nil)
		require.ErrorIs(t, err, contract.ErrInvalid, name)
		if w.Status != 0 || w.Status == contract.WindowOpen || w.Status.String() != "" {
			t.Errorf("%s: want no status, got %q", name, w.Status)
		}
		_, err = c.OptionWindows(date("2026-06-01"), nil)
		require.ErrorIs(t, err, contract.ErrInvalid, name)
		_, err = c.LineQuantity("L1", date("2026-06-01"))
		require.ErrorIs(t, err, contract.ErrInvalid, name)
		_, err = c.LineCost("L1", dec("1"), finops.MustPeriod("2030-01-01/2030-02-01"))
		require.ErrorIs(t, err, contract.ErrInvalid, name)
	}
}

func TestStatutoryExitBeforeItsFirstDay(t *testing.T) {
	s := contract.StatutoryExit{From: date("2025-09-12"), Notice: contract.Notice{N: 2, Unit: contract.Months}, TransitionDays: 30}
	for _, given := range []string{"2025-01-01", "2025-09-12"} {
		out, err := s.ExitFrom(date(given), nil)
		require.NoError(t, err)
		wantDate(t, given, "2025-12-12", out)
	}
	_, err := s.ExitFrom(finops.Date{}, nil)
	require.ErrorIs(t, err, finops.ErrRange)
}
