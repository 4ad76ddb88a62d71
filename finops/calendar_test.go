// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

func TestBusinessDayVectors(t *testing.T) {
	var file struct {
		Source       string `json:"source"`
		BusinessDays []struct {
			Last     finops.Date   `json:"term_last_day"`
			Days     int           `json:"notice_business_days"`
			Holidays []finops.Date `json:"holidays"`
			Deadline finops.Date   `json:"deadline"`
		} `json:"business_days"`
	}
	readJSON(t, "calendar.json", &file)
	for _, v := range file.BusinessDays {
		w, err := finops.NewWorkweek(finops.WorkweekSpec{Holidays: v.Holidays})
		require.NoError(t, err)
		got, err := finops.AddBusinessDays(w, v.Last, -v.Days)
		require.NoError(t, err)
		if got != v.Deadline {
			t.Errorf("%d business days before %s = %s, want %s (%s)", v.Days, v.Last, got, v.Deadline, file.Source)
		}
	}
}

func TestWorkweek(t *testing.T) {
	friday := finops.MustDate("2026-05-29")
	var plain finops.Workweek
	same, err := finops.NewWorkweek(finops.WorkweekSpec{})
	require.NoError(t, err)
	gulf, err := finops.NewWorkweek(finops.WorkweekSpec{Weekend: []time.Weekday{time.Friday, time.Saturday}, Holidays: []finops.Date{finops.MustDate("2026-06-01"), friday, finops.MustDate("2026-06-01")}})
	require.NoError(t, err)
	every, err := finops.NewWorkweek(finops.WorkweekSpec{NoWeekend: true})
	require.NoError(t, err)
	for i, want := range []struct{ plain, gulf bool }{{true, false}, {false, false}, {false, true}, {true, false}, {true, true}} {
		d := friday.AddDays(i)
		if plain.IsBusinessDay(d) != want.plain || same.IsBusinessDay(d) != want.plain || gulf.IsBusinessDay(d) != want.gulf || !every.IsBusinessDay(d) {
			t.Errorf("%s: plain %t, same %t, gulf %t, every %t", d, plain.IsBusinessDay(d), same.IsBusinessDay(d), gulf.IsBusinessDay(d), every.IsBusinessDay(d))
		}
	}
	if plain.IsBusinessDay(finops.Date{}) || every.IsBusinessDay(finops.Date{}) {
		t.Error("no date is a business day")
	}
	for _, s := range []finops.WorkweekSpec{
		{Weekend: []time.Weekday{7}}, {Weekend: []time.Weekday{-1}}, {Weekend: []time.Weekday{0, 1, 2, 3, 4, 5, 6}},
		{NoWeekend: true, Weekend: []time.Weekday{0}}, {Holidays: []finops.Date{{}}},
	} {
		_, err := finops.NewWorkweek(s)
		require.ErrorIs(t, err, finops.ErrRange)
	}
}

func TestWorkweekKeepsNothing(t *testing.T) {
	holidays := []finops.Date{finops.MustDate("2026-12-25"), finops.MustDate("2026-01-01")}
	w, err := finops.NewWorkweek(finops.WorkweekSpec{Holidays: holidays})
	require.NoError(t, err)
	if holidays[0] != finops.MustDate("2026-12-25") {
		t.Error("the list of holidays was sorted in place")
	}
	holidays[0] = finops.MustDate("2026-12-24")
	if w.IsBusinessDay(finops.MustDate("2026-12-25")) || !w.IsBusinessDay(finops.MustDate("2026-12-24")) {
		t.Error("the calendar follows the caller's list")
	}
}

// closed is a calendar without business days.
type closed struct{}

func (closed) IsBusinessDay(finops.Date) bool { return false }

func TestNoBusinessDay(t *testing.T) {
	d := finops.MustDate("2026-05-31")
	for name, err := range map[string]error{
		"roll back":    second(finops.RollBack(closed{}, d)),
		"roll forward": second(finops.RollForward(closed{}, d)),
		"back":         second(finops.AddBusinessDays(closed{}, d, -1)),
		"forward":      second(finops.AddBusinessDays(closed{}, d, 1)),
		"range ends":   second(finops.AddBusinessDays(nil, finops.MustDate("9999-12-31"), 1)),
		"range starts": second(finops.AddBusinessDays(nil, finops.MustDate("0001-01-01"), -1)),
	} {
		require.ErrorIs(t, err, finops.ErrNoBusinessDay, name)
	}
	for name, err := range map[string]error{
		"roll back":    second(finops.RollBack(nil, finops.Date{})),
		"roll forward": second(finops.RollForward(nil, finops.Date{})),
		"add":          second(finops.AddBusinessDays(nil, finops.Date{}, 0)),
	} {
		require.ErrorIs(t, err, finops.ErrRange, name)
	}
	if n := finops.CountBusinessDays(closed{}, finops.MustPeriod("2026-01-01/2027-01-01")); n != 0 {
		t.Errorf("%d business days", n)
	}
}

func second[T any](_ T, err error) error { return err }

// TestBusinessDayLaws checks rolling and counting against each other.
func TestBusinessDayLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := finops.MustDate("2026-01-01")
		holidays := rapid.SliceOf(rapid.Custom(func(t *rapid.T) finops.Date { return start.AddDays(rapid.IntRange(0, 400).Draw(t, "holiday")) })).Draw(t, "holidays")
		w, err := finops.NewWorkweek(finops.WorkweekSpec{Holidays: holidays})
		require.NoError(t, err)
		d := start.AddDays(rapid.IntRange(0, 300).Draw(t, "day"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		after, err := finops.AddBusinessDays(w, d, n)
		require.NoError(t, err)
		if got := finops.CountBusinessDays(w, finops.Period{Start: d.AddDays(1), End: after.AddDays(1)}); got != n || !w.IsBusinessDay(after) {
			t.Errorf("%d business days after %s is %s, but %d lie between", n, d, after, got)
		}
		before, err := finops.AddBusinessDays(w, d, -n)
		require.NoError(t, err)
		if got := finops.CountBusinessDays(w, finops.Period{Start: before, End: d}); got != n || !w.IsBusinessDay(before) {
			t.Errorf("%d business days before %s is %s, but %d lie between", n, d, before, got)
		}
		same, err := finops.AddBusinessDays(w, d, 0)
		require.NoError(t, err)
		if same != d {
			t.Errorf("no business days after %s is %s", d, same)
		}
		back, err := finops.RollBack(w, d)
		require.NoError(t, err)
		forward, err := finops.RollForward(w, d)
		require.NoError(t, err)
		if back.After(d) || forward.Before(d) || !w.IsBusinessDay(back) || !w.IsBusinessDay(forward) || w.IsBusinessDay(d) != (back == forward) ||
			finops.CountBusinessDays(w, finops.Period{Start: back.AddDays(1), End: forward}) != 0 {
			t.Errorf("%s rolls back to %s and forward to %s", d, back, forward)
		}
	})
}
