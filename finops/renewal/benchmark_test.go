// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func pricePoint(amount string) renewal.PricePoint {
	return renewal.PricePoint{ID: "p" + amount, Price: money(amount), Unit: "user", Per: contract.PerMonth}
}

// sampleOf has n prices, 10, 20, 30 …
func sampleOf(n int) []renewal.PricePoint {
	var out []renewal.PricePoint
	for i := range n {
		out = append(out, renewal.PricePoint{Price: money("10 USD").MulInt(int64(i + 1)), Unit: "user", Per: contract.PerMonth})
	}
	return out
}

func TestPricePercentile(t *testing.T) {
	sample := []renewal.PricePoint{
		pricePoint("30 USD"), pricePoint("10 USD"), pricePoint("20 USD"), pricePoint("20.00 USD"), pricePoint("40 USD"), pricePoint("50 USD"), pricePoint("60 USD"),
	}
	b, err := renewal.PricePercentile(pricePoint("20 USD"), sample, renewal.BenchmarkOptions{})
	require.NoError(t, err)
	if b.N != 7 || b.Below != 1 || b.Equal != 2 || b.Status != renewal.SampleSufficient {
		t.Errorf("got %+v", b)
	}
	if p := b.Percentile.Percent(2); p != "28.57%" { // (1 + 1) / 7
		t.Errorf("percentile %s", p)
	}
	wantMoney(t, "p25", b.P25, "20 USD") // rank 1 + 6/4 = 2.5 of 10 20 20 30 40 50 60
	wantMoney(t, "median", b.Median, "30 USD")
	wantMoney(t, "p75", b.P75, "45 USD") // rank 5.5
	wantMoney(t, "above the median", b.AboveMedian, "-10 USD")
	if v := b.Variability.Percent(1); v != "83.3%" {
		t.Errorf("variability %s", v)
	}
}

// TestMedianInterval has the order statistics of the 95 % interval of a median.
func TestMedianInterval(t *testing.T) {
	for _, c := range []struct {
		n, low, high int
		coverage     string
	}{
		// source: 1 − 2·Σ_{i<k} C(n, i) / 2^n with exact fractions (Python), the sign-test table of statistics textbooks
		{6, 1, 6, "0.96875"},
		{8, 1, 8, "0.992187"},
		{9, 2, 8, "0.960937"},
		{10, 2, 9, "0.978515"},
		{15, 4, 12, "0.964843"},
		{20, 6, 15, "0.958610"},
		{100, 40, 61, "0.964799"},
	} {
		b, err := renewal.PricePercentile(pricePoint("10 USD"), sampleOf(c.n), renewal.BenchmarkOptions{})
		require.NoError(t, err)
		got := b.Interval
		if !got.Defined || got.LowRank != c.low || got.HighRank != c.high || !got.Coverage.Equal(dec(c.coverage)) {
			t.Errorf("n=%d: got ranks %d to %d, coverage %s; want %d to %d, %s", c.n, got.LowRank, got.HighRank, got.Coverage, c.low, c.high, c.coverage)
		}
		wantMoney(t, "low", got.Low, decimal.NewFromInt(int64(10*c.low)).String()+" USD")
		wantMoney(t, "high", got.High, decimal.NewFromInt(int64(10*c.high)).String()+" USD")
	}
}

func TestTooFew(t *testing.T) {
	for n := 1; n < 6; n++ {
		b, err := renewal.PricePercentile(pricePoint("10 USD"), sampleOf(n), renewal.BenchmarkOptions{})
		require.NoError(t, err)
		if b.Status != renewal.SampleTooFew || b.Interval.Defined || b.Interval.Reason == "" {
			t.Errorf("n=%d: %+v", n, b.Interval)
		}
	}
	b, err := renewal.PricePercentile(pricePoint("10 USD"), sampleOf(5), renewal.BenchmarkOptions{Confidence: dec("0.9")})
	require.NoError(t, err)
	if b.Status != renewal.SampleSufficient || !b.Interval.Coverage.Equal(dec("0.9375")) {
		t.Errorf("90 %% of 5: %+v", b.Interval)
	}
}

func TestPricePercentileErrors(t *testing.T) {
	own := pricePoint("10 USD")
	other := func(change func(*renewal.PricePoint)) []renewal.PricePoint {
		p := pricePoint("10 USD")
		change(&p)
		return []renewal.PricePoint{pricePoint("10 USD"), p}
	}
	for _, c := range []struct {
		name   string
		sample []renewal.PricePoint
		field  string
	}{
		{"currency", other(func(p *renewal.PricePoint) { p.Price = money("10 EUR") }), "currency"},
		{"unit", other(func(p *renewal.PricePoint) { p.Unit = "device" }), "unit"},
		{"period", other(func(p *renewal.PricePoint) { p.Per = contract.PerYear }), "per"},
	} {
		_, err := renewal.PricePercentile(own, c.sample, renewal.BenchmarkOptions{})
		require.ErrorIs(t, err, renewal.ErrMismatch)
		var m *renewal.MismatchError
		require.ErrorAs(t, err, &m)
		if m.Field != c.field || m.Index != 1 || m.ID != "p10 USD" {
			t.Errorf("%s: %+v", c.name, m)
		}
	}
	_, err := renewal.PricePercentile(own, other(func(p *renewal.PricePoint) { p.Price = money("10 EUR") }), renewal.BenchmarkOptions{})
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	_, err = renewal.PricePercentile(own, nil, renewal.BenchmarkOptions{})
	require.ErrorIs(t, err, renewal.ErrNoSample)
	for _, bad := range []string{"1", "-0.5", "1.5"} {
		_, err = renewal.PricePercentile(own, sampleOf(6), renewal.BenchmarkOptions{Confidence: dec(bad)})
		require.ErrorIs(t, err, renewal.ErrInvalid)
	}
	_, err = renewal.PricePercentile(renewal.PricePoint{Unit: "user", Per: contract.PerMonth}, sampleOf(6), renewal.BenchmarkOptions{})
	require.ErrorIs(t, err, renewal.ErrInvalid)
	_, err = renewal.PricePercentile(own, other(func(p *renewal.PricePoint) { p.Price = money("-1 USD") }), renewal.BenchmarkOptions{})
	require.ErrorIs(t, err, renewal.ErrInvalid)
}

func TestPercentileLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) renewal.PricePoint {
			m := must(finops.NewMoney(decimal.New(rapid.Int64Range(0, 2000).Draw(t, label), -2), "USD"))
			return renewal.PricePoint{Price: m, Unit: "user", Per: contract.PerYear}
		}
		sample := make([]renewal.PricePoint, rapid.IntRange(1, 40).Draw(t, "n"))
		for i := range sample {
			sample[i] = draw("price")
		}
		own := draw("own")
		before := slices.Clone(sample)
		b, err := renewal.PricePercentile(own, sample, renewal.BenchmarkOptions{})
		require.NoError(t, err)
		if diff := cmp.Diff(before, sample); diff != "" {
			t.Fatalf("input changed:\n%s", diff)
		}
		again, err := renewal.PricePercentile(own, rapid.Permutation(sample).Draw(t, "order"), renewal.BenchmarkOptions{})
		require.NoError(t, err)
		if diff := cmp.Diff(b, again); diff != "" {
			t.Fatalf("order matters:\n%s", diff)
		}
		in := func(low, m, high finops.Money) bool {
			return m.Amount().Cmp(low.Amount()) >= 0 && m.Amount().Cmp(high.Amount()) <= 0
		}
		if !in(b.P25, b.Median, b.P75) {
			t.Fatalf("quartiles %s %s %s", b.P25, b.Median, b.P75)
		}
		if b.Interval.Defined && !in(b.Interval.Low, b.Median, b.Interval.High) {
			t.Fatalf("median %s outside %+v", b.Median, b.Interval)
		}
		// The mid-rank from above is the complement.
		p, ok := b.Percentile.Round(12, finops.HalfEven)
		if !ok || p.Sign() < 0 || p.Cmp(decimal.NewFromInt(1)) > 0 {
			t.Fatalf("percentile %s", p)
		}
	})
}
