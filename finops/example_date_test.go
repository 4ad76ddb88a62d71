// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/itfm-go/itfm/finops"
)

func ExampleDate() {
	signed := finops.MustDate("2024-01-31")
	for k := 1; k <= 3; k++ {
		fmt.Println(signed.AddMonths(k)) // always from the anchor
	}
	fmt.Println(signed.DaysUntil(finops.MustDate("2025-01-31")), signed.Weekday())
	// Output:
	// 2024-02-29
	// 2024-03-31
	// 2024-04-30
	// 366 Wednesday
}

func ExampleNewDate() {
	d, err := finops.NewDate(2024, time.February, 29)
	fmt.Println(d, err)
	_, err = finops.NewDate(2026, time.February, 29)
	fmt.Println(err)
	// Output:
	// 2024-02-29 <nil>
	// finops: date 2026-02-29: finops: out of range
}

func ExampleParseDate() {
	d, err := finops.ParseDate("2026-05-31")
	fmt.Println(d, err)
	_, err = finops.ParseDate("31.05.2026")
	fmt.Println(err)
	// Output:
	// 2026-05-31 <nil>
	// finops: date "31.05.2026": want YYYY-MM-DD: finops: bad syntax
}

func ExampleMustDate() {
	fmt.Println(finops.MustDate("2026-05-31").AddYears(1))
	// Output: 2027-05-31
}

func ExampleDateOf() {
	t := time.Date(2026, time.May, 31, 23, 30, 0, 0, time.FixedZone("UTC-5", -5*60*60))
	fmt.Println(finops.DateOf(t), finops.DateOf(t.UTC()))
	// Output: 2026-05-31 2026-06-01
}

func ExampleMonth() {
	m := finops.MustMonth("2026-02")
	fmt.Println(m.First(), m.Last(), m.Days(), m.Add(11))
	// Output: 2026-02-01 2026-02-28 28 2027-01
}

func ExampleNewMonth() {
	m, err := finops.NewMonth(2026, time.May)
	fmt.Println(m, err)
	// Output: 2026-05 <nil>
}

func ExampleParseMonth() {
	m, err := finops.ParseMonth("2026-05")
	fmt.Println(m, err)
	_, err = finops.ParseMonth("2026-13")
	fmt.Println(errors.Is(err, finops.ErrRange))
	// Output:
	// 2026-05 <nil>
	// true
}

func ExampleMustMonth() {
	fmt.Println(finops.MustMonth("2026-05").MonthsUntil(finops.MustMonth("2027-01")))
	// Output: 8
}

func ExamplePeriod() {
	p := finops.MustPeriod("2026-01-15/2026-04-01")
	fmt.Println(p.Days(), p.Last(), p.Contains(p.End))
	for m := range p.Months() {
		fmt.Println(m, p.Intersect(m.Period()).Days())
	}
	// Output:
	// 76 2026-03-31 false
	// 2026-01 17
	// 2026-02 28
	// 2026-03 31
}

func ExampleNewPeriod() {
	p, err := finops.NewPeriod(finops.MustDate("2026-01-01"), finops.MustDate("2027-01-01"))
	fmt.Println(p, p.Days(), err)
	// Output: 2026-01-01/2027-01-01 365 <nil>
}

func ExamplePeriodThrough() {
	p, err := finops.PeriodThrough(finops.MustDate("2026-01-01"), finops.MustDate("2026-12-31"))
	fmt.Println(p, p.Days(), err)
	// Output: 2026-01-01/2027-01-01 365 <nil>
}

func ExampleParsePeriod() {
	p, err := finops.ParsePeriod("2026-01-01/2026-04-01")
	fmt.Println(p.Days(), err)
	_, err = finops.ParsePeriod("2026-01-01/2026-01-01")
	fmt.Println(err)
	// Output:
	// 90 <nil>
	// finops: period from "2026-01-01" to "2026-01-01": end is not after start: finops: out of range
}

func ExampleMustPeriod() {
	fmt.Println(finops.MustPeriod("2026-01-01/2026-02-01").Days())
	// Output: 31
}

// factory works every day but on the first of a month.
type factory struct{}

func (factory) IsBusinessDay(d finops.Date) bool { return d.Day() != 1 }

func ExampleBusinessCalendar() {
	var cal finops.BusinessCalendar = factory{}
	d, err := finops.RollForward(cal, finops.MustDate("2026-08-01"))
	fmt.Println(d, err)
	// Output: 2026-08-02 <nil>
}

func ExampleWorkweek() {
	var plain finops.Workweek
	fmt.Println(plain.IsBusinessDay(finops.MustDate("2026-05-30")), plain.IsBusinessDay(finops.MustDate("2026-06-01")))
	// Output: false true
}

func ExampleNewWorkweek() {
	w, err := finops.NewWorkweek(finops.WorkweekSpec{Holidays: []finops.Date{finops.MustDate("2026-12-25")}})
	fmt.Println(w.IsBusinessDay(finops.MustDate("2026-12-25")), err)
	// Output: false <nil>
}

func ExampleWorkweekSpec() {
	gulf, err := finops.NewWorkweek(finops.WorkweekSpec{Weekend: []time.Weekday{time.Friday, time.Saturday}})
	fmt.Println(gulf.IsBusinessDay(finops.MustDate("2026-05-31")), err) // a Sunday
	// Output: true <nil>
}

func ExampleRollBack() {
	d, err := finops.RollBack(nil, finops.MustDate("2026-05-31"))
	fmt.Println(d, d.Weekday(), err)
	// Output: 2026-05-29 Friday <nil>
}

func ExampleRollForward() {
	d, err := finops.RollForward(nil, finops.MustDate("2026-05-31"))
	fmt.Println(d, d.Weekday(), err)
	// Output: 2026-06-01 Monday <nil>
}

func ExampleAddBusinessDays() {
	holidays, err := finops.NewWorkweek(finops.WorkweekSpec{Holidays: []finops.Date{finops.MustDate("2026-11-26"), finops.MustDate("2026-12-25")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := finops.AddBusinessDays(holidays, finops.MustDate("2026-12-31"), -30)
	fmt.Println(d, err)
	// Output: 2026-11-17 <nil>
}

func ExampleCountBusinessDays() {
	fmt.Println(finops.CountBusinessDays(nil, finops.MustMonth("2026-05").Period()))
	// Output: 21
}
