// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

var (
	apple  = finops.WeekCalendar{EndMonth: time.September, EndWeekday: time.Saturday}
	cisco  = finops.WeekCalendar{EndMonth: time.July, EndWeekday: time.Saturday}
	nrf    = finops.WeekCalendar{Pattern: finops.Pattern454, EndMonth: time.January, EndWeekday: time.Saturday, Anchor: finops.NearestWeekday, Label: finops.LabelByStart}
	iso    = finops.WeekCalendar{Anchor: finops.NearestWeekday}
	apptio = finops.WeekCalendar{Pattern: finops.Pattern454, EndMonth: time.September, EndWeekday: time.Saturday}
)

type fiscalFile struct {
	Apple  []int         `json:"apple_last_sat_sep_53wk"`
	Cisco  []int         `json:"last_sat_jul_53wk(Cisco rule)"`
	NRF    []int         `json:"NRF_nearest_sat_jan31_53wk_start_year"`
	NRF23  finops.Date   `json:"NRF_FY2023_end"`
	NRF17  finops.Date   `json:"NRF_FY2017_end"`
	ISO    []int         `json:"ISO_53"`
	Apptio []finops.Date `json:"apptio_454_FY20_starts"`
}

// TestLongYears checks which years have 53 weeks.
func TestLongYears(t *testing.T) {
	var file fiscalFile
	readJSON(t, "fiscal.json", &file)
	for _, c := range []struct {
		name string
		cal  finops.WeekCalendar
		want []int
	}{{"Apple", apple, file.Apple}, {"Cisco", cisco, file.Cisco}, {"NRF", nrf, file.NRF}, {"ISO 8601", iso, file.ISO}} {
		var got []int
		for label := c.want[0]; label <= c.want[len(c.want)-1]; label++ {
			y, err := c.cal.Year(label)
			require.NoError(t, err)
			if y.Weeks() == 53 {
				got = append(got, label)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: years of 53 weeks (-want +got):\n%s", c.name, diff)
		}
	}
	for label, last := range map[int]finops.Date{2017: file.NRF17, 2023: file.NRF23} {
		y, err := nrf.Year(label)
		require.NoError(t, err)
		if y.Days.Last() != last {
			t.Errorf("NRF FY%d ends on %s, want %s", label, y.Days.Last(), last)
		}
	}
}

// TestISOWeekYear compares with the week years of package time, over 400 years.
func TestISOWeekYear(t *testing.T) {
	for d := finops.MustDate("1900-01-01"); d.Year() < 2300; d = d.AddDays(1) {
		p, err := iso.PeriodOf(d)
		require.NoError(t, err)
		year, week := d.Start(nil).ISOWeek()
		y := p.Days.Start.DaysUntil(d) / 7
		for n := 1; n < p.Number; n++ {
			y += [...]int{4, 4, 5}[(n-1)%3]
		}
		if p.Year != year || y+1 != week {
			t.Fatalf("%s is in week %d of %d, want %d of %d", d, y+1, p.Year, week, year)
		}
	}
}

// TestApptioCalendar checks the period starts of a published calendar, by rule and as a table.
func TestApptioCalendar(t *testing.T) {
	var file fiscalFile
	readJSON(t, "fiscal.json", &file)
	var rows []finops.PeriodStart
	for i, d := range file.Apptio {
		rows = append(rows, finops.PeriodStart{Start: d, Year: 2020 + i/12})
	}
	table, err := finops.NewTableCalendar(rows)
	require.NoError(t, err)
	for name, cal := range map[string]finops.FiscalCalendar{"rule": apptio, "table": table} {
		y, err := cal.Year(2020)
		require.NoError(t, err)
		var starts []finops.Date
		for _, p := range y.Periods {
			starts = append(starts, p.Days.Start)
		}
		if diff := cmp.Diff(file.Apptio, append(starts, y.Days.End)); diff != "" {
			t.Errorf("%s: starts (-want +got):\n%s", name, diff)
		}
		q, err := y.Quarter(2)
		require.NoError(t, err)
		if q != finops.MustPeriod("2019-12-29/2020-03-29") {
			t.Errorf("%s: second quarter %s", name, q)
		}
		days := 0
		for n := 1; n <= 4; n++ {
			q, err := y.Quarter(n)
			require.NoError(t, err)
			days += q.Days()
		}
		if days != y.Days.Days() {
			t.Errorf("%s: quarters of %d days, year of %d", name, days, y.Days.Days())
		}
		for _, n := range []int{-1, 0, 5} {
			_, err := y.Quarter(n)
			require.ErrorIs(t, err, finops.ErrRange)
		}
	}
}

func TestExtraWeek(t *testing.T) {
	for _, c := range []struct {
		pattern finops.WeekPattern
		extra   int
		want    []int
	}{
		{finops.Pattern445, 0, []int{4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6}},
		{finops.Pattern445, 1, []int{5, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5}},
		{finops.Pattern454, 12, []int{4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5}},
		{finops.Pattern544, 6, []int{5, 4, 4, 5, 4, 5, 5, 4, 4, 5, 4, 4}},
		{finops.Pattern13x4, 0, []int{4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5}},
		{finops.Pattern13x4, 13, []int{4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5}},
	} {
		cal := apple
		cal.Pattern, cal.ExtraWeek = c.pattern, c.extra
		y, err := cal.Year(2023)
		require.NoError(t, err)
		var got []int
		for _, p := range y.Periods {
			got = append(got, p.Days.Days()/7)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s, week 53 in %d (-want +got):\n%s", c.pattern, c.extra, diff)
		}
		_, err = y.Quarter(1)
		if c.pattern == finops.Pattern13x4 {
			require.ErrorIs(t, err, finops.ErrRange)
		} else {
			require.NoError(t, err)
		}
	}
}

func TestMonthCalendarLabels(t *testing.T) {
	for _, c := range []struct {
		cal  finops.MonthCalendar
		day  string
		want string
		year string
	}{
		{finops.MonthCalendar{}, "2026-01-01", "FY2026 P01", "2026-01-01/2027-01-01"},
		{finops.MonthCalendar{Label: finops.LabelByStart}, "2026-12-31", "FY2026 P12", "2026-01-01/2027-01-01"},
		{finops.MonthCalendar{FirstMonth: time.July}, "2025-07-01", "FY2026 P01", "2025-07-01/2026-07-01"},
		{finops.MonthCalendar{FirstMonth: time.July}, "2026-06-30", "FY2026 P12", "2025-07-01/2026-07-01"},
		{finops.MonthCalendar{FirstMonth: time.July, Label: finops.LabelByStart}, "2026-06-30", "FY2025 P12", "2025-07-01/2026-07-01"},
		// source: the fiscal year of the US government starts on 1 October and is named by its end (31 U.S.C. 1102)
		{finops.MonthCalendar{FirstMonth: time.October}, "2025-10-01", "FY2026 P01", "2025-10-01/2026-10-01"},
		{finops.MonthCalendar{FirstMonth: time.April, Label: finops.LabelByStart}, "2026-02-28", "FY2025 P11", "2025-04-01/2026-04-01"},
	} {
		p, err := c.cal.PeriodOf(finops.MustDate(c.day))
		require.NoError(t, err)
		y, err := c.cal.Year(p.Year)
		require.NoError(t, err)
		if p.String() != c.want || y.Days.String() != c.year {
			t.Errorf("%s in %+v is %s of %s, want %s of %s", c.day, c.cal, p, y.Days, c.want, c.year)
		}
	}
}

func drawCalendar(t *rapid.T) finops.FiscalCalendar {
	label := rapid.SampledFrom([]finops.YearLabel{finops.LabelByEnd, finops.LabelByStart}).Draw(t, "label")
	month := time.Month(rapid.IntRange(0, 12).Draw(t, "month"))
	if rapid.Bool().Draw(t, "months") {
		return finops.MonthCalendar{FirstMonth: month, Label: label}
	}
	return finops.WeekCalendar{
		Pattern:    finops.WeekPattern(rapid.IntRange(0, 3).Draw(t, "pattern")),
		EndMonth:   month,
		EndWeekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")),
		Anchor:     finops.YearEndAnchor(rapid.IntRange(0, 1).Draw(t, "anchor")),
		ExtraWeek:  rapid.IntRange(0, 12).Draw(t, "extra"),
		Label:      label,
	}
}

// TestFiscalLaws: periods partition the year, years follow each other, and each day is in the period that says so.
func TestFiscalLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal := drawCalendar(t)
		label := rapid.IntRange(1900, 2200).Draw(t, "year")
		y, err := cal.Year(label)
		require.NoError(t, err)
		next, err := cal.Year(label + 1)
		require.NoError(t, err)
		if y.Label != label || y.Days.End != next.Days.Start {
			t.Errorf("FY%d is %s, the next %s", label, y.Days, next.Days)
		}
		_, weeks := cal.(finops.WeekCalendar)
		if n := y.Days.Days(); weeks && n != 364 && n != 371 || !weeks && n != 365 && n != 366 {
			t.Errorf("FY%d has %d days", label, n)
		}
		at := y.Days.Start
		for i, p := range y.Periods {
			if p.Days.Start != at || p.Number != i+1 || p.Year != label || p.Days.Days() < 28 {
				t.Errorf("period %d of FY%d is %+v, want a start on %s", i+1, label, p, at)
			}
			at = p.Days.End
			for _, d := range []finops.Date{p.Days.Start, p.Days.Last(), p.Days.Start.AddDays(rapid.IntRange(0, 27).Draw(t, "day"))} {
				got, err := cal.PeriodOf(d)
				require.NoError(t, err)
				if diff := cmp.Diff(p, got); diff != "" {
					t.Errorf("period of %s (-want +got):\n%s", d, diff)
				}
			}
		}
		if at != y.Days.End {
			t.Errorf("periods of FY%d end on %s, the year on %s", label, at, y.Days.End)
		}
	})
}

func TestFiscalRefuses(t *testing.T) {
	table, err := finops.NewTableCalendar([]finops.PeriodStart{{finops.MustDate("2026-01-01"), 2026}, {finops.MustDate("2027-01-01"), 2027}})
	require.NoError(t, err)
	day := finops.MustDate("2026-05-31")
	for name, c := range map[string]struct {
		cal  finops.FiscalCalendar
		year int
		day  finops.Date
		want error
	}{
		"month 13":           {finops.MonthCalendar{FirstMonth: 13}, 2026, day, finops.ErrCalendar},
		"month -1":           {finops.MonthCalendar{FirstMonth: -1}, 2026, day, finops.ErrCalendar},
		"label":              {finops.MonthCalendar{Label: 2}, 2026, day, finops.ErrCalendar},
		"pattern":            {finops.WeekCalendar{Pattern: 4}, 2026, day, finops.ErrCalendar},
		"end month":          {finops.WeekCalendar{EndMonth: 13}, 2026, day, finops.ErrCalendar},
		"weekday":            {finops.WeekCalendar{EndWeekday: 7}, 2026, day, finops.ErrCalendar},
		"anchor":             {finops.WeekCalendar{Anchor: 2}, 2026, day, finops.ErrCalendar},
		"extra week":         {finops.WeekCalendar{ExtraWeek: 13}, 2026, day, finops.ErrCalendar},
		"week label":         {finops.WeekCalendar{Label: 2}, 2026, day, finops.ErrCalendar},
		"months, no date":    {finops.MonthCalendar{}, 0, finops.Date{}, finops.ErrRange},
		"weeks, no date":     {iso, 0, finops.Date{}, finops.ErrRange},
		"months, end":        {finops.MonthCalendar{FirstMonth: time.July}, 10000, finops.MustDate("9999-12-31"), finops.ErrRange},
		"months, start":      {finops.MonthCalendar{FirstMonth: time.July}, 1, finops.MustDate("0001-01-01"), finops.ErrRange},
		"weeks, end":         {apple, 10000, finops.MustDate("9999-12-31"), finops.ErrRange},
		"weeks, start":       {apple, 1, finops.MustDate("0001-01-01"), finops.ErrRange},
		"before the table":   {table, 2025, finops.MustDate("2025-12-31"), finops.ErrRange},
		"after the table":    {table, 2027, finops.MustDate("2027-01-01"), finops.ErrRange},
		"no date":            {table, 2028, finops.Date{}, finops.ErrRange},
		"nothing in a table": {finops.TableCalendar{}, 2026, day, finops.ErrRange},
	} {
		_, err := c.cal.Year(c.year)
		require.ErrorIs(t, err, c.want, name)
		_, err = c.cal.PeriodOf(c.day)
		require.ErrorIs(t, err, c.want, name)
	}
	if err := (finops.WeekCalendar{Pattern: 9, EndMonth: 13, EndWeekday: -1, Anchor: 2, ExtraWeek: -1, Label: 2}).Validate(); len(unjoin(err)) != 6 {
		t.Errorf("problems: %v", err)
	}
	if err := (finops.MonthCalendar{FirstMonth: 13, Label: 9}).Validate(); len(unjoin(err)) != 2 {
		t.Errorf("problems: %v", err)
	}
}

func unjoin(err error) []error {
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	return many.Unwrap()
}

func TestTableCalendar(t *testing.T) {
	day := finops.MustDate
	for name, c := range map[string]struct {
		rows []finops.PeriodStart
		n    int // problems
	}{
		"empty":        {nil, 1},
		"one row":      {[]finops.PeriodStart{{day("2026-01-01"), 2026}}, 1},
		"no date":      {[]finops.PeriodStart{{finops.Date{}, 2026}, {day("2027-01-01"), 2027}}, 1},
		"no last date": {[]finops.PeriodStart{{day("2026-01-01"), 2026}, {finops.Date{}, 2027}}, 1},
		"repeat":       {[]finops.PeriodStart{{day("2026-01-01"), 2026}, {day("2026-01-01"), 2026}, {day("2027-01-01"), 2027}}, 1},
		"backwards":    {[]finops.PeriodStart{{day("2026-06-01"), 2026}, {day("2026-01-01"), 2026}, {day("2027-01-01"), 2027}}, 1},
		"year lost":    {[]finops.PeriodStart{{day("2026-01-01"), 2026}, {day("2028-01-01"), 2028}}, 1},
		"year back":    {[]finops.PeriodStart{{day("2026-01-01"), 2026}, {day("2027-01-01"), 2025}}, 1},
		"not closed":   {[]finops.PeriodStart{{day("2026-01-01"), 2026}, {day("2026-02-01"), 2026}}, 1},
		"all of it":    {[]finops.PeriodStart{{finops.Date{}, 2026}, {day("2026-01-01"), 2028}, {day("2025-01-01"), 2028}}, 4},
	} {
		_, err := finops.NewTableCalendar(c.rows)
		require.ErrorIs(t, err, finops.ErrCalendar, name)
		if got := len(unjoin(err)); got != c.n {
			t.Errorf("%s: %d problems, want %d: %v", name, got, c.n, err)
		}
	}
	rows := []finops.PeriodStart{{day("2026-01-01"), 2026}, {day("2026-07-01"), 2026}, {day("2027-01-01"), 2027}, {day("2028-01-01"), 2028}}
	cal, err := finops.NewTableCalendar(rows)
	require.NoError(t, err)
	rows[1].Start = day("2026-08-01")
	p, err := cal.PeriodOf(day("2026-07-31"))
	require.NoError(t, err)
	if diff := cmp.Diff(finops.FiscalPeriod{Year: 2026, Number: 2, Days: finops.MustPeriod("2026-07-01/2027-01-01")}, p); diff != "" {
		t.Errorf("period (-want +got):\n%s", diff)
	}
	p, err = cal.PeriodOf(day("2027-12-31"))
	require.NoError(t, err)
	if p.String() != "FY2027 P01" || (finops.FiscalPeriod{}).String() != "" {
		t.Errorf("period %s", p)
	}
}

// textEnum is what the options of calendars and rates have in common.
type textEnum interface {
	MarshalText() ([]byte, error)
	String() string
}

func TestEnumText(t *testing.T) {
	check := func(v textEnum, want string, read func([]byte) (textEnum, error)) {
		t.Helper()
		text, err := v.MarshalText()
		require.NoError(t, err)
		back, err := read(text)
		require.NoError(t, err)
		if string(text) != want || v.String() != want || back != v {
			t.Errorf("%v: text %q, want %q; back %v", v, text, want, back)
		}
		_, err = read([]byte("nonsense"))
		require.ErrorIs(t, err, finops.ErrSyntax)
	}
	for i, want := range []string{"4-4-5", "4-5-4", "5-4-4", "13x4"} {
		check(finops.WeekPattern(i), want, func(b []byte) (textEnum, error) { var v finops.WeekPattern; err := v.UnmarshalText(b); return v, err })
	}
	for i, want := range []string{"last_weekday", "nearest_weekday"} {
		check(finops.YearEndAnchor(i), want, func(b []byte) (textEnum, error) { var v finops.YearEndAnchor; err := v.UnmarshalText(b); return v, err })
	}
	for i, want := range []string{"by_end", "by_start"} {
		check(finops.YearLabel(i), want, func(b []byte) (textEnum, error) { var v finops.YearLabel; err := v.UnmarshalText(b); return v, err })
	}
	for i, want := range []string{"spot", "average", "closing", "budget", "contract"} {
		check(finops.RateKind(i), want, func(b []byte) (textEnum, error) { var v finops.RateKind; err := v.UnmarshalText(b); return v, err })
	}
	for _, v := range []textEnum{finops.WeekPattern(4), finops.YearEndAnchor(2), finops.YearLabel(2), finops.RateKind(5)} {
		_, err := v.MarshalText()
		require.ErrorIs(t, err, finops.ErrRange)
		if v.String() == "" {
			t.Errorf("%T has no text", v)
		}
	}
}
