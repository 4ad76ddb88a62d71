// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

// TestEveryDate compares each day of the range with package time.
func TestEveryDate(t *testing.T) {
	d := finops.MustDate("0001-01-01")
	n := 0
	for want := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); want.Year() < 10000; want = want.AddDate(0, 0, 1) {
		y, m, day := want.Date()
		if d.Year() != y || d.Month().Number() != m || d.Day() != day || d.Weekday() != want.Weekday() {
			t.Fatalf("day %d: %s %s, want %s", n, d, d.Weekday(), want.Format("2006-01-02 Monday"))
		}
		if same, err := finops.NewDate(y, m, day); err != nil || same != d || finops.DateOf(want) != d {
			t.Fatalf("NewDate(%d, %d, %d) = %s, %v", y, m, day, same, err)
		}
		n++
		d = d.AddDays(1)
	}
	if !d.IsZero() || n != 3652059 { // 9999 years of 365.2425 days
		t.Errorf("after %d days: %q, want no date after 3652059", n, d)
	}
}

func TestDateText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDate(t, "day")
		want := d.Start(nil).Format(time.DateOnly)
		if d.String() != want || finops.MustDate(want) != d {
			t.Errorf("%s, want %s", d, want)
		}
	})
	for _, c := range []struct {
		in   string
		want error
	}{
		{"", finops.ErrSyntax}, {"2026-5-31", finops.ErrSyntax}, {"2026-05-31 ", finops.ErrSyntax}, {"20260531", finops.ErrSyntax},
		{"2026/05/31", finops.ErrSyntax}, {"+026-05-31", finops.ErrSyntax}, {"2026-05-3x", finops.ErrSyntax}, {"2026-05-31T00:00:00Z", finops.ErrSyntax},
		{"2026-02-29", finops.ErrRange}, {"2100-02-29", finops.ErrRange}, {"2026-13-01", finops.ErrRange}, {"2026-00-10", finops.ErrRange},
		{"2026-04-31", finops.ErrRange}, {"2026-04-00", finops.ErrRange}, {"0000-01-01", finops.ErrRange},
	} {
		_, err := finops.ParseDate(c.in)
		require.ErrorIs(t, err, c.want, c.in)
	}
	for _, d := range []string{"2000-02-29", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if got := finops.MustDate(d).String(); got != d {
			t.Errorf("%s, want %s", got, d)
		}
	}
}

// TestDateArithmeticLeavesRange: beyond the range, and from no date, there is no date.
func TestDateArithmeticLeavesRange(t *testing.T) {
	first, last := finops.MustDate("0001-01-01"), finops.MustDate("9999-12-31")
	for name, d := range map[string]finops.Date{
		"day before the first": first.AddDays(-1), "day after the last": last.AddDays(1),
		"far": first.AddDays(math.MaxInt), "far back": last.AddDays(math.MinInt),
		"month before": first.AddMonths(-1), "month after": last.AddMonths(1), "far month": first.AddMonths(math.MaxInt),
		"far year": first.AddYears(math.MaxInt), "far year back": last.AddYears(math.MinInt), "overflowing years": first.AddYears(math.MaxInt/12 + 1),
		"no date": finops.Date{}.AddDays(1), "no date, month": finops.Date{}.AddMonths(1), "no month": finops.Month{}.First(),
		"time out of range": finops.DateOf(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)), "year 0": finops.DateOf(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)),
	} {
		if !d.IsZero() || d.String() != "" || d.Year() != 0 || d.Day() != 0 || !d.Month().IsZero() {
			t.Errorf("%s = %q", name, d)
		}
	}
	if last.AddDays(-3652058) != first || first.DaysUntil(last) != 3652058 {
		t.Errorf("the range has %d days", first.DaysUntil(last)+1)
	}
}

func TestAddMonthsVectors(t *testing.T) {
	var file struct {
		Source     string `json:"source"`
		Recurrence []struct {
			Anchor  finops.Date   `json:"anchor"`
			Step    string        `json:"step"`
			Clamped []finops.Date `json:"from_anchor_clamped"`
		} `json:"recurrence"`
	}
	readJSON(t, "calendar.json", &file)
	for _, v := range file.Recurrence {
		step := map[string]int{"1 month": 1, "12 months": 12}[v.Step]
		var got, years []finops.Date
		for k := range v.Clamped {
			got = append(got, v.Anchor.AddMonths(step*(k+1)))
			years = append(years, v.Anchor.AddYears(k+1))
		}
		if diff := cmp.Diff(v.Clamped, got); diff != "" {
			t.Errorf("%s from %s (%s) (-want +got):\n%s", v.Step, v.Anchor, file.Source, diff)
		}
		if diff := cmp.Diff(v.Clamped, years); step == 12 && diff != "" {
			t.Errorf("years from %s (-want +got):\n%s", v.Anchor, diff)
		}
	}
}

// TestAddMonthsLaws: the month is n later, and the day is the same or the last one.
func TestAddMonthsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDate(t, "day")
		n := rapid.IntRange(-500, 500).Draw(t, "months")
		got := d.AddMonths(n)
		want := d.Month().Add(n)
		if want.IsZero() {
			if !got.IsZero() {
				t.Errorf("%s + %d months = %s", d, n, got)
			}
			return
		}
		if got.Month() != want || got.Day() != min(d.Day(), want.Days()) {
			t.Errorf("%s + %d months = %s", d, n, got)
		}
		if d.Month().MonthsUntil(got.Month()) != n {
			t.Errorf("months from %s to %s = %d, want %d", d, got, d.Month().MonthsUntil(got.Month()), n)
		}
	})
}

func TestDateOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDate(t, "a"), drawDate(t, "b")
		n := a.DaysUntil(b)
		if a.AddDays(n) != b || b.DaysUntil(a) != -n {
			t.Errorf("%s + %d days = %s, want %s", a, n, a.AddDays(n), b)
		}
		if a.Before(b) != (n > 0) || a.After(b) != (n < 0) || a.Compare(b) != -b.Compare(a) || (a.Compare(b) == 0) != (n == 0) {
			t.Errorf("order of %s and %s", a, b)
		}
		if c := a.Month().Compare(b.Month()); c < 0 && !a.Before(b) || a.Month().Before(b.Month()) != (c < 0) || a.Month().After(b.Month()) != (c > 0) {
			t.Errorf("order of the months of %s and %s", a, b)
		}
	})
	var none finops.Date
	if !none.Before(finops.MustDate("0001-01-01")) || none.DaysUntil(finops.MustDate("2026-01-01")) != 0 {
		t.Error("no date is not before every day")
	}
}

// TestDateStart: a civil day is not 24 hours where the clocks change.
func TestDateStart(t *testing.T) {
	loc, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("no time zone data:", err)
	}
	// source: clocks in New York went forward on 8 March 2026
	from, to := finops.MustDate("2026-03-01"), finops.MustDate("2026-03-15")
	if hours := to.Start(loc).Sub(from.Start(loc)).Hours(); hours != 14*24-1 || from.DaysUntil(to) != 14 {
		t.Errorf("%g hours and %d days, want 335 and 14", hours, from.DaysUntil(to))
	}
	late := time.Date(2026, 3, 1, 23, 59, 0, 0, loc)
	if finops.DateOf(late) != from || finops.DateOf(late.UTC()) != from.AddDays(1) {
		t.Errorf("day of %s = %s", late, finops.DateOf(late))
	}
	if !(finops.Date{}).Start(nil).IsZero() {
		t.Error("no date starts")
	}
}

func TestMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawDate(t, "day").Month()
		if m.First().Day() != 1 || m.Last().AddDays(1).Day() > 1 || m.First().AddDays(m.Days()-1) != m.Last() || m.First().Month() != m {
			t.Errorf("%s: %s to %s, %d days", m, m.First(), m.Last(), m.Days())
		}
		if back := finops.MustMonth(m.String()); back != m {
			t.Errorf("%s read back as %s", m, back)
		}
		same, err := finops.NewMonth(m.Year(), m.Number())
		require.NoError(t, err)
		if same != m || m.Add(0) != m {
			t.Errorf("%s made again: %s", m, same)
		}
		if next := m.Add(1); !next.IsZero() && m.Period() != (finops.Period{Start: m.First(), End: next.First()}) {
			t.Errorf("%s = %s", m, m.Period())
		}
	})
	for _, c := range []struct {
		in   string
		want error
	}{{"", finops.ErrSyntax}, {"2026-1", finops.ErrSyntax}, {"2026_01", finops.ErrSyntax}, {"2026-0x", finops.ErrSyntax}, {"2026-13", finops.ErrRange}, {"2026-00", finops.ErrRange}, {"0000-01", finops.ErrRange}} {
		_, err := finops.ParseMonth(c.in)
		require.ErrorIs(t, err, c.want, c.in)
	}
	var none finops.Month
	if none.Year() != 0 || none.Number() != 0 || none.Days() != 0 || !none.Last().IsZero() || none.String() != "" || !none.Add(1).IsZero() ||
		none.MonthsUntil(finops.MustMonth("2026-01")) != 0 || !finops.MustMonth("9999-12").Add(1).IsZero() || !finops.MustMonth("0001-01").Add(-1).IsZero() ||
		!finops.MustMonth("2026-01").Add(math.MinInt).IsZero() {
		t.Error("no month")
	}
	if p := finops.MustMonth("9999-12").Period(); !p.IsZero() { // its end would be in the year 10000
		t.Errorf("the last month has the period %s", p)
	}
}

func TestPeriod(t *testing.T) {
	p := finops.MustPeriod("2026-01-15/2026-04-01")
	if p.Days() != 76 || p.Last() != finops.MustDate("2026-03-31") || !p.Contains(p.Start) || p.Contains(p.End) || p.Contains(finops.Date{}) {
		t.Errorf("%s: %d days to %s", p, p.Days(), p.Last())
	}
	var months []string
	for m := range p.Months() {
		months = append(months, m.String())
	}
	if diff := cmp.Diff([]string{"2026-01", "2026-02", "2026-03"}, months); diff != "" {
		t.Errorf("months (-want +got):\n%s", diff)
	}
	for m := range p.Months() {
		if m.String() != "2026-01" {
			t.Errorf("the loop went on to %s", m)
		}
		break
	}
	for range (finops.Period{}).Months() {
		t.Error("no period has a month")
	}
	through, err := finops.PeriodThrough(p.Start, p.Last())
	require.NoError(t, err)
	if through != p {
		t.Errorf("through %s", through)
	}
	for _, c := range []struct {
		in   string
		want error
	}{
		{"", finops.ErrSyntax}, {"2026-01-01", finops.ErrSyntax}, {"2026-01-01/", finops.ErrSyntax}, {"/2026-01-01", finops.ErrSyntax},
		{"2026-01-01/2026-01-01", finops.ErrRange}, {"2026-01-02/2026-01-01", finops.ErrRange}, {"2026-02-30/2026-03-01", finops.ErrRange},
		{"2026-01-01/2026-01-02/2026-01-03", finops.ErrSyntax},
	} {
		_, err := finops.ParsePeriod(c.in)
		require.ErrorIs(t, err, c.want, c.in)
	}
	_, err = finops.PeriodThrough(p.End, p.Start)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = finops.PeriodThrough(finops.Date{}, p.Start)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = finops.PeriodThrough(p.Start, finops.MustDate("9999-12-31"))
	require.ErrorIs(t, err, finops.ErrRange)
}

func TestPeriodLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) finops.Period {
			start := finops.MustDate("2026-01-01").AddDays(rapid.IntRange(0, 100).Draw(t, label))
			return finops.Period{Start: start, End: start.AddDays(rapid.IntRange(1, 60).Draw(t, label+" days"))}
		}
		p, q := draw("p"), draw("q")
		both := p.Intersect(q)
		n := 0
		for d := finops.MustDate("2025-12-31"); d.Year() < 2027; d = d.AddDays(1) {
			in := p.Contains(d) && q.Contains(d)
			if in != both.Contains(d) {
				t.Errorf("%s and %s: %s in the intersection %s", p, q, d, both)
			}
			if in {
				n++
			}
		}
		if both.Days() != n || p.Overlaps(q) != (n > 0) || both != q.Intersect(p) || (n == 0) != both.IsZero() {
			t.Errorf("%s and %s share %s, %d days", p, q, both, n)
		}
		if back := finops.MustPeriod(p.String()); back != p || p.Compare(q) != -q.Compare(p) || p.Compare(p) != 0 {
			t.Errorf("%s read back as %s; order %d", p, back, p.Compare(q))
		}
	})
}

func TestMustPanics(t *testing.T) {
	for name, must := range map[string]func(){
		"date":   func() { finops.MustDate("2026-02-29") },
		"month":  func() { finops.MustMonth("2026-13") },
		"period": func() { finops.MustPeriod("2026-01-01/2026-01-01") },
	} {
		func() {
			defer func() {
				if err, ok := recover().(error); !ok || !errors.Is(err, finops.ErrRange) {
					t.Errorf("%s: recovered %v, want ErrRange", name, err)
				}
			}()
			must()
		}()
	}
}
