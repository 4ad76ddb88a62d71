// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
)

// ledger returns n amounts of cents between -50,000.00 and 50,000.00, the same every time, as Money, as integers and as
// decimals.
func ledger(n int) ([]finops.Money, []int64, []decimal.Decimal) {
	moneys, cents, decimals := make([]finops.Money, n), make([]int64, n), make([]decimal.Decimal, n)
	x := uint64(1)
	for i := range n {
		x = x*6364136223846793005 + 1442695040888963407 // Knuth's MMIX generator
		cents[i] = int64(x>>33)%10_000_001 - 5_000_000
		decimals[i] = decimal.New(cents[i], -2)
		m, err := finops.NewMoney(decimals[i], "USD")
		if err != nil {
			panic(err)
		}
		moneys[i] = m
	}
	return moneys, cents, decimals
}

// timed returns how long f takes, in nanoseconds.
func timed(f func()) float64 {
	start := time.Now()
	f()
	return float64(time.Since(start).Nanoseconds())
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}

// plainSum is the floor: the loop that a sum cannot beat.
//
//go:noinline
func plainSum(xs []int64) int64 {
	var s int64
	for _, v := range xs {
		s += v
	}
	return s
}

// TestBarSum prints the time of summing a million amounts over that of the same sum of plain integers, and over that of a
// loop of decimal.Add: SumOf for a slice, and Sum for an iterator, where the call of the loop body for each item costs
// more than the addition. The runs are interleaved and the median ratio counts, so that a busy machine disturbs both.
func TestBarSum(t *testing.T) {
	if testing.Short() || underRace || testing.CoverMode() != "" {
		t.Skip("times are not taken under -short, the race detector or coverage")
	}
	const n, rounds = 1_000_000, 15
	moneys, cents, decimals := ledger(n)
	var (
		got, gotSlice finops.Money
		want          int64
		slow          decimal.Decimal
		ratios        [4][]float64
	)
	for range rounds {
		var err error
		base := timed(func() { want = plainSum(cents) })
		seq := timed(func() { got, err = finops.Sum(slices.Values(moneys)) })
		require.NoError(t, err)
		list := timed(func() { gotSlice, err = finops.SumOf(moneys...) })
		require.NoError(t, err)
		add := timed(func() {
			slow = decimal.Decimal{}
			for i := range decimals[:n/10] {
				slow = slow.Add(decimals[i])
			}
		}) * 10
		for i, r := range []float64{list / base, seq / base, list / add, seq / add} {
			ratios[i] = append(ratios[i], r)
		}
	}
	if exact := decimal.New(want, -2); !got.Amount().Equal(exact) || !gotSlice.Amount().Equal(exact) {
		t.Errorf("sum = %s, %s, want %s", got, gotSlice, exact)
	}
	// The bounds of sum_vs_int64 and sum_vs_decimal_add are promises; the one of sum_seq_vs_int64 only notices an
	// allocation per item.
	for i, bar := range []struct {
		name string
		most float64
	}{
		{"money.sum_vs_int64", 8}, {"money.sum_seq_vs_int64", 40},
		{"money.sum_vs_decimal_add", 0.25}, {"money.sum_seq_vs_decimal_add", 0.25},
	} {
		r := median(ratios[i])
		fmt.Printf("bar: %s %.4g\n", bar.name, r)
		if r > bar.most {
			t.Errorf("%s = %.4g, want at most %g", bar.name, r, bar.most)
		}
	}
}
