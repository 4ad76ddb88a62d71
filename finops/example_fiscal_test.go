// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/itfm-go/itfm/finops"
)

func ExampleFiscalCalendar() {
	for _, cal := range []finops.FiscalCalendar{
		finops.MonthCalendar{FirstMonth: time.July},
		finops.WeekCalendar{EndMonth: time.September, EndWeekday: time.Saturday},
	} {
		p, err := cal.PeriodOf(finops.MustDate("2026-09-27"))
		fmt.Println(p, p.Days, err)
	}
	// Output:
	// FY2027 P03 2026-09-01/2026-10-01 <nil>
	// FY2027 P01 2026-09-27/2026-10-25 <nil>
}

func ExampleMonthCalendar() {
	y, err := finops.MonthCalendar{FirstMonth: time.October}.Year(2026)
	fmt.Println(y.Label, y.Days, len(y.Periods), err)
	// Output: 2026 2025-10-01/2026-10-01 12 <nil>
}

func ExampleWeekCalendar() {
	// Retail: the year ends on the Saturday nearest to 31 January and is named by its start.
	retail := finops.WeekCalendar{
		Pattern: finops.Pattern454, EndMonth: time.January, EndWeekday: time.Saturday, Anchor: finops.NearestWeekday, Label: finops.LabelByStart,
	}
	y, err := retail.Year(2023)
	fmt.Println(y.Days.Start, y.Days.Last(), y.Weeks(), err)
	// Output: 2023-01-29 2024-02-03 53 <nil>
}

func ExampleTableCalendar() {
	cal, err := finops.NewTableCalendar([]finops.PeriodStart{
		{Start: finops.MustDate("2026-01-01"), Year: 2026},
		{Start: finops.MustDate("2026-07-04"), Year: 2026},
		{Start: finops.MustDate("2027-01-02"), Year: 2027},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	y, err := cal.Year(2026)
	fmt.Println(y.Days, y.Periods[1].Days, err)
	// Output: 2026-01-01/2027-01-02 2026-07-04/2027-01-02 <nil>
}

func ExampleNewTableCalendar() {
	_, err := finops.NewTableCalendar([]finops.PeriodStart{
		{Start: finops.MustDate("2026-01-01"), Year: 2026},
		{Start: finops.MustDate("2026-01-01"), Year: 2026},
	})
	fmt.Println(err)
	// Output:
	// finops: table calendar: row 1: start 2026-01-01 is not after 2026-01-01: finops: malformed fiscal calendar
	// finops: table calendar: row 1: year 2026 is not closed: the last row must start the next year: finops: malformed fiscal calendar
}

func ExamplePeriodStart() {
	data, err := json.Marshal(finops.PeriodStart{Start: finops.MustDate("2019-09-29"), Year: 2020})
	fmt.Println(string(data), err)
	// Output: {"start":"2019-09-29","year":2020} <nil>
}

func ExampleFiscalPeriod() {
	p, err := finops.MonthCalendar{}.PeriodOf(finops.MustDate("2026-05-31"))
	fmt.Println(p, p.Days.Days(), err)
	// Output: FY2026 P05 31 <nil>
}

func ExampleFiscalYear() {
	y, err := finops.WeekCalendar{EndWeekday: time.Saturday}.Year(2026)
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := y.Quarter(1)
	fmt.Println(y.Weeks(), q, q.Days()/7, err)
	// Output: 52 2025-12-28/2026-03-29 13 <nil>
}

func ExampleYearLabel() {
	for _, l := range []finops.YearLabel{finops.LabelByEnd, finops.LabelByStart} {
		p, err := finops.MonthCalendar{FirstMonth: time.July, Label: l}.PeriodOf(finops.MustDate("2025-07-01"))
		fmt.Println(l, p, err)
	}
	// Output:
	// by_end FY2026 P01 <nil>
	// by_start FY2025 P01 <nil>
}

func ExampleWeekPattern() {
	var p finops.WeekPattern
	err := p.UnmarshalText([]byte("5-4-4"))
	fmt.Println(p, p == finops.Pattern544, err)
	// Output: 5-4-4 true <nil>
}

func ExampleYearEndAnchor() {
	for _, a := range []finops.YearEndAnchor{finops.LastWeekday, finops.NearestWeekday} {
		y, err := finops.WeekCalendar{EndWeekday: time.Saturday, Anchor: a}.Year(2025)
		fmt.Println(a, y.Days.Last(), err)
	}
	// Output:
	// last_weekday 2025-12-27 <nil>
	// nearest_weekday 2026-01-03 <nil>
}
