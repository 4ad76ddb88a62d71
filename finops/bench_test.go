// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

func perItem(b *testing.B, n int) {
	b.ReportAllocs()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
}

func BenchmarkSum(b *testing.B) {
	const n = 1_000_000
	moneys, cents, decimals := ledger(n)
	b.Run("floor=int64", func(b *testing.B) {
		for b.Loop() {
			_ = plainSum(cents)
		}
		perItem(b, n)
	})
	b.Run("SumOf", func(b *testing.B) {
		for b.Loop() {
			_, _ = finops.SumOf(moneys...)
		}
		perItem(b, n)
	})
	b.Run("Sum", func(b *testing.B) {
		for b.Loop() {
			_, _ = finops.Sum(slices.Values(moneys))
		}
		perItem(b, n)
	})
	b.Run("CollectBag", func(b *testing.B) {
		for b.Loop() {
			_ = finops.CollectBag(slices.Values(moneys))
		}
		perItem(b, n)
	})
	b.Run("decimal.Add", func(b *testing.B) {
		for b.Loop() {
			var sum decimal.Decimal
			for _, d := range decimals[:n/10] {
				sum = sum.Add(d)
			}
		}
		perItem(b, n/10)
	})
}

func BenchmarkSplit(b *testing.B) {
	total := finops.MustMoney("123456.78 USD")
	for _, n := range []int{3, 50, 1000} {
		weights := make([]decimal.Decimal, n)
		for i := range weights {
			weights[i] = decimal.New(int64(i*7919%997), -2)
		}
		b.Run("parts="+decimal.New(int64(n), 0).String(), func(b *testing.B) {
			for b.Loop() {
				_, _ = finops.Split(total, weights)
			}
			perItem(b, n)
		})
	}
}

func BenchmarkSpread(b *testing.B) {
	total := finops.MustMoney("123456.78 USD")
	days := slices.Repeat([]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}, 3)
	for b.Loop() {
		_, _ = finops.Spread(total, days)
	}
	perItem(b, len(days))
}

func BenchmarkMoney(b *testing.B) {
	x, y := finops.MustMoney("12345.67 USD"), finops.MustMoney("0.0825 USD")
	factor, days, year := decimal.New(825, -4), decimal.New(31, 0), decimal.New(365, 0)
	amount := decimal.New(1234567, -2)
	data, _ := json.Marshal(x)
	for _, op := range []struct {
		name string
		do   func()
	}{
		{"Add", func() { _, _ = x.Add(y) }},
		{"Mul", func() { _, _ = x.Mul(factor) }},
		{"Round", func() { _ = x.RoundTo(1, finops.HalfEven) }},
		{"MulDiv", func() { _, _ = x.MulDiv(days, year, 2, finops.HalfUp) }},
		{"Cmp", func() { _, _ = x.Cmp(y) }},
		{"NewMoney", func() { _, _ = finops.NewMoney(amount, "USD") }},
		{"ParseMoney", func() { _, _ = finops.ParseMoney("12345.67 USD") }},
		{"String", func() { _ = x.String() }},
		{"MarshalJSON", func() { _, _ = x.MarshalJSON() }},
		{"UnmarshalJSON", func() {
			var m finops.Money
			_ = m.UnmarshalJSON(data)
		}},
	} {
		b.Run(op.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				op.do()
			}
		})
	}
}

func BenchmarkDate(b *testing.B) {
	d := finops.MustDate("2026-05-31")
	b.Run("AddMonths", func(b *testing.B) {
		for b.Loop() {
			_ = d.AddMonths(13)
		}
	})
	b.Run("ParseDate", func(b *testing.B) {
		for b.Loop() {
			_, _ = finops.ParseDate("2026-05-31")
		}
	})
	b.Run("String", func(b *testing.B) {
		for b.Loop() {
			_ = d.String()
		}
	})
	b.Run("PeriodOf", func(b *testing.B) {
		for b.Loop() {
			_, _ = nrf.PeriodOf(d)
		}
	})
}

func BenchmarkFXConvert(b *testing.B) {
	rates := make([]finops.Rate, 0, 2000)
	for i := range 1000 {
		day := finops.MustDate("2024-01-01").AddDays(i).String()
		rates = append(rates, spot("EURUSD", "1.0837", day), spot("USDJPY", "149.55", day))
	}
	table, err := finops.NewFXTable(rates, finops.FXOptions{Base: "USD"})
	if err != nil {
		b.Fatal(err)
	}
	m, on := finops.MustMoney("1234.56 EUR"), finops.MustDate("2026-01-01")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = table.Convert(m, "JPY", on, finops.SpotRate)
	}
}
