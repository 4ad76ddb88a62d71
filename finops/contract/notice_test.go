// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

func TestParseNotice(t *testing.T) {
	for text, want := range map[string]contract.Notice{
		"":                                   {},
		"90d":                                {N: 90},
		" 90 Days ":                          {N: 90},
		"30bd":                               {N: 30, Unit: contract.BusinessDays},
		"30 business days":                   {N: 30, Unit: contract.BusinessDays},
		"8w":                                 {N: 8, Unit: contract.Weeks},
		"1 week":                             {N: 1, Unit: contract.Weeks},
		"3m":                                 {N: 3, Unit: contract.Months},
		"3 months from last_day":             {N: 3, Unit: contract.Months, Anchor: contract.AnchorLastDay},
		"60d from renewal_date clear":        {N: 60, Anchor: contract.AnchorRenewalDate, Clear: true},
		"90d from last_day clear delivery 3": {N: 90, Anchor: contract.AnchorLastDay, Clear: true, DeliveryDays: 3},
		"0d":                                 {},
		"90 days before end":                 {N: 90},
		"90 days before the end clear":       {N: 90, Clear: true},
		"3 months before renewal":            {N: 3, Unit: contract.Months, Anchor: contract.AnchorRenewalDate},
	} {
		got, err := contract.ParseNotice(text)
		require.NoError(t, err, text)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseNotice(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseNoticeErrors(t *testing.T) {
	for text, want := range map[string]error{
		"d": finops.ErrSyntax, "90": finops.ErrSyntax, "-3d": finops.ErrSyntax, "90x": finops.ErrSyntax, "90d from": finops.ErrSyntax,
		"90d from end": finops.ErrSyntax, "90d delivery": finops.ErrSyntax, "90d clear clear": finops.ErrSyntax, "1.5m": finops.ErrSyntax,
		"90 business": finops.ErrSyntax, "99999999999d": finops.ErrSyntax, "3661d": finops.ErrRange, "121m": finops.ErrRange,
		"521w": finops.ErrRange, "3d delivery 4000": finops.ErrRange, "90d delivery x": finops.ErrSyntax,
		"90d before": finops.ErrSyntax, "90d before the": finops.ErrSyntax, "90d before lunch": finops.ErrSyntax, "90d from the end": finops.ErrSyntax,
	} {
		_, err := contract.ParseNotice(text)
		require.ErrorIs(t, err, want, text)
	}
}

func TestNoticeJSON(t *testing.T) {
	n := contract.Notice{N: 3, Unit: contract.Months, Anchor: contract.AnchorLastDay}
	b, err := json.Marshal(n)
	require.NoError(t, err)
	if string(b) != `"3m from last_day"` {
		t.Errorf("got %s", b)
	}
	_, err = json.Marshal(contract.Notice{N: -1})
	require.ErrorIs(t, err, finops.ErrRange)
}

func FuzzParseNotice(f *testing.F) {
	for _, s := range []string{"", "90d", "30bd", "8w", "3m from last_day clear delivery 3", "30 business days", "９0d", "1d from renewal_date", "\x00", "m3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := contract.ParseNotice(s)
		if err != nil {
			return
		}
		back, err := contract.ParseNotice(n.String())
		if err != nil || back != n {
			t.Errorf("%q: %+v written as %q reads back as %+v, %v", s, n, n, back, err)
		}
	})
}

// anyNotice draws a valid clause.
func anyNotice(rt *rapid.T) contract.Notice {
	return contract.Notice{
		N:            rapid.IntRange(0, 100).Draw(rt, "n"),
		Unit:         contract.NoticeUnit(rapid.IntRange(0, 3).Draw(rt, "unit")),
		Anchor:       contract.NoticeAnchor(rapid.IntRange(0, 2).Draw(rt, "anchor")),
		Clear:        rapid.Bool().Draw(rt, "clear"),
		DeliveryDays: rapid.IntRange(0, 7).Draw(rt, "delivery"),
	}
}

func anyDate(rt *rapid.T, name string) finops.Date {
	return date("2020-01-01").AddDays(rapid.IntRange(0, 4000).Draw(rt, name))
}

func TestSafeIsNeverAfterLatest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, last := anyNotice(rt), anyDate(rt, "last day")
		d, err := n.Dates(last, nil)
		require.NoError(rt, err)
		if d.Safe.After(d.Latest) {
			rt.Fatalf("%s before %s: safe %s is after latest %s", n, last, d.Safe, d.Latest)
		}
		if w := d.Safe.Weekday(); w == time.Saturday || w == time.Sunday {
			rt.Fatalf("%s before %s: safe %s is a %s", n, last, d.Safe, w)
		}
		if d.Latest.After(last) {
			rt.Fatalf("%s before %s: latest %s", n, last, d.Latest)
		}
		for _, r := range d.Readings {
			if r.Applies && (d.Safe.After(r.Rolled) || d.Latest.Before(r.SendBy)) {
				rt.Fatalf("%s before %s: reading %+v is outside %s to %s", n, last, r, d.Safe, d.Latest)
			}
		}
	})
}

// Days of delivery and clear days only ever bring the deadline forward.
func TestStricterNoticeIsEarlier(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, last := anyNotice(rt), anyDate(rt, "last day")
		n.N, n.Clear, n.DeliveryDays = n.N+1, false, 0
		loose, err := n.Dates(last, nil)
		require.NoError(rt, err)
		for _, stricter := range []contract.Notice{
			{N: n.N + 1, Unit: n.Unit, Anchor: n.Anchor}, {N: n.N, Unit: n.Unit, Anchor: n.Anchor, Clear: true},
			{N: n.N, Unit: n.Unit, Anchor: n.Anchor, DeliveryDays: 1},
		} {
			strict, err := stricter.Dates(last, nil)
			require.NoError(rt, err)
			if strict.Safe.After(loose.Safe) || !strict.Latest.Before(loose.Latest) {
				rt.Fatalf("%s gives %s to %s, %s gives %s to %s", n, loose.Safe, loose.Latest, stricter, strict.Safe, strict.Latest)
			}
		}
	})
}

// noBusiness is a calendar on which business is never done.
type noBusiness struct{}

func (noBusiness) IsBusinessDay(finops.Date) bool { return false }

func TestBrokenCalendarEnds(t *testing.T) {
	for _, n := range []contract.Notice{{N: 30}, {N: 30, Unit: contract.BusinessDays}} {
		_, err := n.Dates(date("2026-12-31"), noBusiness{})
		require.ErrorIs(t, err, finops.ErrNoBusinessDay)
	}
}

// Traps of deadline arithmetic, each with the date that a naive computation gets wrong.
func TestNoticeTraps(t *testing.T) {
	dates := func(notice, last string, cal finops.BusinessCalendar) contract.NoticeDates {
		n, err := contract.ParseNotice(notice)
		require.NoError(t, err)
		d, err := n.Dates(date(last), cal)
		require.NoError(t, err)
		return d
	}
	// source: calendar arithmetic by hand, and the derived vectors of testdata/notice.json
	t.Run("months clamp instead of running over", func(t *testing.T) {
		wantDate(t, "3 months before 31 May", "2026-02-28", dates("3m from last_day", "2026-05-31", nil).Latest)
	})
	t.Run("90 days are not 3 months", func(t *testing.T) {
		wantDate(t, "90 days before 31 May", "2026-03-02", dates("90d from last_day", "2026-05-31", nil).Latest)
	})
	t.Run("the anchor matters", func(t *testing.T) {
		d := dates("3m", "2025-11-30", nil)
		wantDate(t, "from last day", "2025-08-30", d.Readings[0].Counted)
		wantDate(t, "from renewal date", "2025-09-01", d.Readings[1].Counted)
		wantDate(t, "safe, 30 August is a Saturday", "2025-08-29", d.Safe)
		wantDate(t, "latest", "2025-09-01", d.Latest)
	})
	t.Run("clear days are one earlier", func(t *testing.T) {
		wantDate(t, "60 clear days", "2026-03-31", dates("60d from last_day clear", "2026-05-31", nil).Latest)
	})
	t.Run("business days go back over holidays", func(t *testing.T) {
		wantDate(t, "30 business days", "2026-11-19", dates("30bd from last_day", "2026-12-31", nil).Safe)
		cal := holidays{date("2026-11-26"), date("2026-12-25")}
		wantDate(t, "with holidays", "2026-11-17", dates("30bd from last_day", "2026-12-31", cal).Safe)
	})
	t.Run("rolling goes back, never forward", func(t *testing.T) {
		d := dates("30d from last_day", "2026-03-31", nil) // 1 March 2026 is a Sunday
		wantDate(t, "latest", "2026-03-01", d.Latest)
		wantDate(t, "safe", "2026-02-27", d.Safe)
	})
	t.Run("delivery days come off too", func(t *testing.T) {
		d := dates("30d from last_day delivery 3", "2026-12-31", nil)
		wantDate(t, "latest", "2026-11-28", d.Latest)
		wantDate(t, "safe, the 28th is a Saturday", "2026-11-27", d.Safe)
	})
	t.Run("weeks are seven days", func(t *testing.T) {
		wantDate(t, "8 weeks", "2026-11-05", dates("8w from last_day", "2026-12-31", nil).Latest)
	})
	t.Run("inclusive and exclusive end", func(t *testing.T) {
		through, err := finops.PeriodThrough(date("2026-01-01"), date("2026-12-31"))
		require.NoError(t, err)
		until, err := finops.NewPeriod(date("2026-01-01"), date("2027-01-01"))
		require.NoError(t, err)
		if through != until {
			t.Errorf("through the last day %s, until the day after %s", through, until)
		}
	})
	t.Run("a day with a clock change is one day", func(t *testing.T) {
		// In Berlin clocks change on 2026-10-25; the civil count does not care.
		wantDate(t, "90 days over the change", "2026-10-02", dates("90d from last_day", "2026-12-31", nil).Latest)
	})
}
