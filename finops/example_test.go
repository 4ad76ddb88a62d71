// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// A software contract in euros is shared by three teams, spread over the months of its term, and reported in dollars
// by fiscal quarter. Every step sums to the whole.
func Example() {
	price := finops.MustMoney("100000.00 EUR")
	term, err := finops.PeriodThrough(finops.MustDate("2026-01-15"), finops.MustDate("2027-01-14"))
	if err != nil {
		fmt.Println(err)
		return
	}

	// Who pays: by seats.
	shares, err := finops.Split(price, []decimal.Decimal{decimal.New(120, 0), decimal.New(75, 0), decimal.New(37, 0)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("teams:", shares)

	// When it is an expense: by the days of each month.
	var months []finops.Month
	var days []int
	for m := range term.Months() {
		months = append(months, m)
		days = append(days, term.Intersect(m.Period()).Days())
	}
	expense, err := finops.Spread(price, days)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(months[0], expense[0], "-", months[12], expense[12])

	// In dollars, at the budget rate, for the second quarter of a fiscal year that starts in October.
	rates, err := finops.NewFXTable([]finops.Rate{{
		From: "EUR", To: "USD", Value: decimal.New(108, -2), Kind: finops.BudgetRate,
		Period: finops.MustPeriod("2025-10-01/2026-10-01"), Source: "plan FY2026",
	}}, finops.FXOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	year, err := finops.MonthCalendar{FirstMonth: time.October}.Year(2026)
	if err != nil {
		fmt.Println(err)
		return
	}
	quarter, err := year.Quarter(2)
	if err != nil {
		fmt.Println(err)
		return
	}
	var sum finops.Accumulator
	for i, m := range months {
		if quarter.Contains(m.First()) {
			sum.Add(expense[i])
		}
	}
	total, err := sum.Total()
	if err != nil {
		fmt.Println(err)
		return
	}
	converted, err := rates.Convert(total, "USD", quarter.Last(), finops.BudgetRate)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("FY%d Q2: %s = %s at %s (%s)\n", year.Label, converted.From, converted.To, converted.Rate.Legs[0].Rate.Value, converted.Rate.Legs[0].Rate.Source)
	// Output:
	// teams: [51724.14 EUR 32327.59 EUR 15948.27 EUR]
	// 2026-01 4657.53 EUR - 2027-01 3835.62 EUR
	// FY2026 Q2: 20821.92 EUR = 22487.67 USD at 1.08 (plan FY2026)
}
