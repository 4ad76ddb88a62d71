// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

func ExampleMoney() {
	price := finops.MustMoney("0.000417 USD") // per request
	bill, err := price.Mul(decimal.RequireFromString("1234567"))
	fmt.Println(bill, err)
	fmt.Println(bill.Round(finops.HalfUp))
	_, err = bill.Add(finops.MustMoney("1 EUR"))
	fmt.Println(err)
	// Output:
	// 514.814439 USD <nil>
	// 514.81 USD
	// finops: currencies differ: "USD" and "EUR"
}

func ExampleMoney_MarshalJSON() {
	data, err := json.Marshal([]finops.Money{finops.MustMoney("1234.5 USD"), {}})
	fmt.Println(string(data), err)
	var m finops.Money
	err = json.Unmarshal([]byte(`{"amount": 0.1, "currency": "EUR"}`), &m)
	fmt.Println(m, err)
	// Output:
	// [{"amount":"1234.50","currency":"USD"},null] <nil>
	// 0.10 EUR <nil>
}

func ExampleMoney_MulDiv() {
	year := finops.MustMoney("1000.00 USD")
	january, err := year.MulDiv(decimal.New(31, 0), decimal.New(365, 0), 2, finops.HalfUp)
	fmt.Println(january, err)
	// Output: 84.93 USD <nil>
}

func ExampleMoney_MulInt() {
	seat := finops.MustMoney("12.50 USD")
	fmt.Println(seat.MulInt(340).MulInt(12))
	// Output: 51000.00 USD
}

func ExampleMoney_Grouped() {
	fmt.Println(finops.MustMoney("1234567.8 EUR").Grouped())
	fmt.Println(finops.MustMoney("-96000 JPY").Grouped())
	// Output:
	// 1,234,567.80 EUR
	// -96,000 JPY
}

func ExampleMoney_Zero() {
	price := finops.MustMoney("4000 JPY")
	fmt.Println(price.Zero())
	// Output: 0 JPY
}

func ExampleMoney_RatioTo() {
	used, bought := finops.MustMoney("735 USD"), finops.MustMoney("1000 USD")
	r, err := used.RatioTo(bought)
	fmt.Println(r.Percent(1), err)
	// Output: 73.5% <nil>
}

func ExampleNewMoney() {
	m, err := finops.NewMoney(decimal.New(123450, -2), "USD")
	fmt.Println(m, err)
	_, err = finops.NewMoney(decimal.New(1, 0), "XXQ")
	fmt.Println(err)
	// Output:
	// 1234.50 USD <nil>
	// finops: currency "XXQ": finops: unknown currency
}

func ExampleParseMoney() {
	m, err := finops.ParseMoney("-0.005 EUR")
	fmt.Println(m, err)
	_, err = finops.ParseMoney("1,000 EUR")
	fmt.Println(errors.Is(err, finops.ErrSyntax))
	// Output:
	// -0.005 EUR <nil>
	// true
}

func ExampleMustMoney() {
	fmt.Println(finops.MustMoney("3 JPY"))
	// Output: 3 JPY
}

func ExampleCurrencyMismatchError() {
	_, err := finops.SumOf(finops.MustMoney("1 EUR"), finops.MustMoney("1 USD"))
	var mismatch *finops.CurrencyMismatchError
	if errors.As(err, &mismatch) {
		fmt.Println(mismatch.A, mismatch.B, errors.Is(err, finops.ErrCurrencyMismatch))
	}
	// Output: EUR USD true
}

func ExampleSum() {
	invoices := map[string]finops.Money{"a": finops.MustMoney("0.10 USD"), "b": finops.MustMoney("0.20 USD")}
	total, err := finops.Sum(func(yield func(finops.Money) bool) {
		for _, m := range invoices {
			if !yield(m) {
				return
			}
		}
	})
	fmt.Println(total, err)
	// Output: 0.30 USD <nil>
}

func ExampleSumOf() {
	lines := []finops.Money{finops.MustMoney("19.99 EUR"), finops.MustMoney("-5 EUR"), finops.MustMoney("0.005 EUR")}
	total, err := finops.SumOf(lines...)
	fmt.Println(total, err)
	// Output: 14.995 EUR <nil>
}

func ExampleAccumulator() {
	var monday, tuesday finops.Accumulator
	monday.Add(finops.MustMoney("10 USD"))
	monday.Add(finops.MustMoney("2.50 USD"))
	tuesday.Add(finops.MustMoney("7.25 USD"))
	monday.Merge(&tuesday)
	total, err := monday.Total()
	fmt.Println(monday.Count(), total, err)
	// Output: 3 19.75 USD <nil>
}

func ExampleRounding() {
	m := finops.MustMoney("-2.345 USD")
	for _, r := range []finops.Rounding{finops.HalfUp, finops.HalfEven, finops.HalfDown, finops.Up, finops.Down, finops.Ceiling, finops.Floor} {
		fmt.Println(r, m.Round(r))
	}
	// Output:
	// half_up -2.35 USD
	// half_even -2.34 USD
	// half_down -2.34 USD
	// up -2.35 USD
	// down -2.34 USD
	// ceiling -2.34 USD
	// floor -2.35 USD
}

func ExampleDivRound() {
	q, err := finops.DivRound(decimal.New(2, 0), decimal.New(3, 0), 4, finops.HalfUp)
	fmt.Println(q, err)
	_, err = finops.DivRound(decimal.New(2, 0), decimal.Decimal{}, 4, finops.HalfUp)
	fmt.Println(err)
	// Output:
	// 0.6667 <nil>
	// finops: division: finops: division by zero
}

func ExampleParseDecimal() {
	d, err := finops.ParseDecimal("-1234.50")
	fmt.Println(d, err)
	_, err = finops.ParseDecimal("1e6")
	fmt.Println(err)
	// Output:
	// -1234.5 <nil>
	// finops: number "1e6": unexpected 'e': finops: bad syntax
}

func ExampleRatio() {
	seats := finops.Ratio{Num: decimal.New(412, 0), Den: decimal.New(500, 0)}
	more := finops.Ratio{Num: decimal.New(30, 0), Den: decimal.New(40, 0)}
	fmt.Println(seats.Percent(1), seats.Add(more))
	_, defined := finops.Ratio{}.Value()
	data, err := json.Marshal(finops.Ratio{Num: decimal.New(3, 0)})
	fmt.Println(defined, string(data), err)
	// Output:
	// 82.4% 442/540
	// false {"num":"3","den":"0","value":null,"reason":"denominator is zero"} <nil>
}

func ExampleSplit() {
	parts, err := finops.Split(finops.MustMoney("100.00 USD"), []decimal.Decimal{decimal.New(1, 0), decimal.New(1, 0), decimal.New(0, 0), decimal.New(1, 0)})
	fmt.Println(parts, err)
	// Output: [33.34 USD 33.33 USD 0.00 USD 33.33 USD] <nil>
}

func ExampleSpread() {
	// 400.00 over 20 August to 19 December: 12, 30, 31, 30 and 19 days
	parts, err := finops.Spread(finops.MustMoney("400.00 USD"), []int{12, 30, 31, 30, 19})
	fmt.Println(parts, err)
	// Output: [39.34 USD 98.36 USD 101.64 USD 98.36 USD 62.30 USD] <nil>
}

func ExampleBag() {
	b := finops.NewBag(finops.MustMoney("3 USD"), finops.MustMoney("12.50 EUR"))
	b = b.Add(finops.MustMoney("2 USD"))
	fmt.Println(b)
	fmt.Println(b.Amount("USD"), b.Amount("JPY"), b.Len())
	data, err := json.Marshal(b)
	fmt.Println(string(data), err)
	// Output:
	// 12.50 EUR + 5.00 USD
	// 5.00 USD 0 JPY 2
	// [{"amount":"12.50","currency":"EUR"},{"amount":"5.00","currency":"USD"}] <nil>
}

func ExampleNewBag() {
	fmt.Println(finops.NewBag(finops.MustMoney("3 USD"), finops.MustMoney("1 EUR"), finops.MustMoney("-3 USD")))
	// Output: 1.00 EUR
}

func ExampleCollectBag() {
	invoices := []finops.Money{finops.MustMoney("3 USD"), finops.MustMoney("1 EUR"), finops.MustMoney("4 USD")}
	fmt.Println(finops.CollectBag(slices.Values(invoices)))
	// Output: 1.00 EUR + 7.00 USD
}

func ExampleCurrency() {
	for _, c := range []finops.Currency{"USD", "JPY", "BGN"} {
		fmt.Println(c, c.Numeric(), c.Name(), c.MinorUnits(), c.ValidOn(finops.MustDate("2026-01-01")))
	}
	// Output:
	// USD 840 US Dollar 2 true
	// JPY 392 Yen 0 true
	// BGN 975 Bulgarian Lev 2 false
}

func ExampleParseCurrency() {
	c, err := finops.ParseCurrency("EUR")
	fmt.Println(c, err)
	_, err = finops.ParseCurrency("eur")
	fmt.Println(err)
	// Output:
	// EUR <nil>
	// finops: currency "eur": finops: unknown currency
}

func ExampleCurrencies() {
	for c := range finops.Currencies() {
		if c.MinorUnits() == 4 {
			fmt.Println(c, c.Name())
		}
	}
	// Output:
	// CLF Unidad de Fomento
	// UYW Unidad Previsional
}
