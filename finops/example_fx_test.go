// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// quotes is a table of two spot rates with the dollar as base.
func quotes() finops.FXTable {
	table, err := finops.NewFXTable([]finops.Rate{
		{From: "EUR", To: "USD", Value: decimal.New(10837, -4), Date: finops.MustDate("2026-03-02"), Source: "bank A"},
		{From: "USD", To: "JPY", Value: decimal.New(14955, -2), Date: finops.MustDate("2026-03-02"), Source: "bank B"},
	}, finops.FXOptions{Base: "USD", MaxAgeDays: 7})
	if err != nil {
		panic(err)
	}
	return table
}

func ExampleFXTable() {
	c, err := quotes().Convert(finops.MustMoney("16207 JPY"), "EUR", finops.MustDate("2026-03-04"), finops.SpotRate)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.To)
	for _, leg := range c.Rate.Legs {
		fmt.Println(leg.Rate.Date, leg.Rate.From, leg.Rate.To, leg.Rate.Value, leg.Rate.Source, leg.Inverted)
	}
	// Output:
	// 100.00 EUR
	// 2026-03-02 USD JPY 149.55 bank B true
	// 2026-03-02 EUR USD 1.0837 bank A true
}

func ExampleNewFXTable() {
	_, err := finops.NewFXTable([]finops.Rate{{From: "EUR", To: "XXQ", Date: finops.MustDate("2026-03-02")}}, finops.FXOptions{})
	fmt.Println(err)
	// Output:
	// finops: exchange rate 0: to "XXQ": unknown currency
	// finops: exchange rate 0: value "0": not above zero
}

func ExampleFXOptions() {
	strict := finops.FXOptions{Base: "EUR", MaxAgeDays: 3, Rounding: finops.HalfEven}
	_, err := finops.NewFXTable(nil, strict)
	fmt.Println(err)
	// Output: <nil>
}

func ExampleRate() {
	r := finops.Rate{From: "EUR", To: "USD", Value: decimal.New(105, -2), Kind: finops.BudgetRate, Period: finops.MustPeriod("2026-01-01/2027-01-01")}
	fmt.Println(r.Validate())
	r.Value = decimal.New(-1, 0)
	fmt.Println(r.Validate())
	// Output:
	// <nil>
	// finops: exchange rate: value "-1": not above zero
}

func ExampleRateKind() {
	for _, k := range []finops.RateKind{finops.SpotRate, finops.AverageRate, finops.ClosingRate, finops.BudgetRate, finops.ContractRate} {
		fmt.Print(k, " ")
	}
	// Output: spot average closing budget contract
}

func ExampleRateLeg() {
	used, err := quotes().Lookup("USD", "EUR", finops.MustDate("2026-03-02"), finops.SpotRate)
	if err != nil {
		fmt.Println(err)
		return
	}
	leg := used.Legs[0]
	fmt.Println(leg.Rate.From, leg.Rate.To, leg.Rate.Value, leg.Inverted)
	// Output: EUR USD 1.0837 true
}

func ExampleRateUsed() {
	used, err := quotes().Lookup("JPY", "EUR", finops.MustDate("2026-03-02"), finops.SpotRate)
	if err != nil {
		fmt.Println(err)
		return
	}
	rate, _ := used.Ratio().Round(8, finops.HalfEven)
	fmt.Println(used.Ratio(), rate)
	// Output: 1/162.067335 0.00617027
}

func ExampleConversion() {
	c, err := quotes().Convert(finops.MustMoney("1000 EUR"), "USD", finops.MustDate("2026-03-02"), finops.SpotRate)
	fmt.Println(c.From, "=", c.To, c.Rounding, err)
	// Output: 1000.00 EUR = 1083.70 USD half_up <nil>
}

func ExampleBagConversion() {
	b := finops.NewBag(finops.MustMoney("1000 EUR"), finops.MustMoney("100000 JPY"))
	c, err := b.Convert(quotes(), "USD", finops.MustDate("2026-03-02"), finops.SpotRate)
	for _, line := range c.Lines {
		fmt.Println(line.From, "=", line.To)
	}
	fmt.Println(c.Total, err)
	// Output:
	// 1000.00 EUR = 1083.70 USD
	// 100000 JPY = 668.67 USD
	// 1752.37 USD <nil>
}

func ExampleRateError() {
	err := finops.Rate{From: "EUR", To: "EUR", Value: decimal.New(1, 0), Date: finops.MustDate("2026-03-02")}.Validate()
	var bad *finops.RateError
	if errors.As(err, &bad) {
		fmt.Println(bad.Field, bad.Value, bad.Reason)
	}
	// Output: to EUR same as from
}

func ExampleNoRateError() {
	_, err := quotes().Lookup("EUR", "USD", finops.MustDate("2026-03-01"), finops.SpotRate)
	var missing *finops.NoRateError
	if errors.As(err, &missing) {
		fmt.Println(missing.From, missing.To, missing.On, errors.Is(err, finops.ErrNoRate))
	}
	// Output: EUR USD 2026-03-01 true
}

func ExampleStaleRateError() {
	_, err := quotes().Lookup("EUR", "USD", finops.MustDate("2026-03-10"), finops.SpotRate)
	var stale *finops.StaleRateError
	if errors.As(err, &stale) {
		fmt.Println(stale.Rate.Date, stale.AgeDays, "days old, at most", stale.MaxAgeDays)
	}
	// Output: 2026-03-02 8 days old, at most 7
}
