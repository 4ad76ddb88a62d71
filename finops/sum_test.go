// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

func drawMoneys(t *rapid.T, c finops.Currency) []finops.Money {
	amounts := make([]finops.Money, rapid.IntRange(0, 200).Draw(t, "count"))
	for i := range amounts {
		if rapid.IntRange(0, 9).Draw(t, "nothing") > 0 {
			amounts[i] = drawMoney(t, "amount", c)
		}
	}
	return amounts
}

// TestSumIsExact checks every way to add up against rationals and decimal.Sum, for amounts of any size and scale.
func TestSumIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurrency(t, "currency")
		amounts := drawMoneys(t, c)
		want := ratSum(amounts)
		decimals := make([]decimal.Decimal, 1, len(amounts)+1)
		for _, m := range amounts {
			decimals = append(decimals, m.Amount())
		}
		cut := rapid.IntRange(0, len(amounts)).Draw(t, "cut")
		var left, right finops.Accumulator
		for _, m := range amounts[:cut] {
			left.Add(m)
		}
		for _, m := range amounts[cut:] {
			right.Add(m)
		}
		left.Merge(&right)
		merged, err := left.Total()
		require.NoError(t, err)
		seq, err := finops.Sum(slices.Values(amounts))
		require.NoError(t, err)
		list, err := finops.SumOf(amounts...)
		require.NoError(t, err)
		reference := decimal.Sum(decimals[0], decimals[1:]...)
		for name, got := range map[string]finops.Money{"Sum": seq, "SumOf": list, "Merge": merged} {
			if got.Amount().Rat().Cmp(want) != 0 || !got.Amount().Equal(reference) {
				t.Errorf("%s = %s, want %s", name, got, want.RatString())
			}
		}
		if left.Count() != len(amounts) {
			t.Errorf("count = %d, want %d", left.Count(), len(amounts))
		}
	})
}

// TestSumSpills drives the sum over each bound of 128 bits and of the spill.
func TestSumSpills(t *testing.T) {
	// 18 digits are the most that are not wide.
	big, small := finops.MustMoney("999999999999999999 USD"), finops.MustMoney("0.000000000000000001 USD")
	wide := finops.MustMoney("-1234567890123456789012345678901234567890.5 USD")
	for _, c := range []struct {
		name  string
		cycle []finops.Money
		n     int
	}{
		{"large and small in turn", []finops.Money{big, small}, 1000},
		{"large negative and small", []finops.Money{big.Neg(), small.Neg(), small.Neg()}, 999},
		{"wide", []finops.Money{wide}, 500},
		{"all", []finops.Money{wide, big, small, finops.MustMoney("0.01 USD"), {}}, 2000},
		{"large, then small", append(slices.Repeat([]finops.Money{big}, 499), small), 1500},
		{"scale 17 over large", []finops.Money{finops.MustMoney("0.00000000000000001 USD"), big}, 400},
	} {
		amounts := make([]finops.Money, c.n)
		for i := range amounts {
			amounts[i] = c.cycle[i%len(c.cycle)]
		}
		got, err := finops.SumOf(amounts...)
		require.NoError(t, err)
		if want := ratSum(amounts); got.Amount().Rat().Cmp(want) != 0 {
			t.Errorf("%s: sum = %s, want %s", c.name, got, want.RatString())
		}
	}
}

func TestSumOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := drawMoneys(t, "KWD")
		want, err := finops.SumOf(amounts...)
		require.NoError(t, err)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(amounts), func(i, j int) { amounts[i], amounts[j] = amounts[j], amounts[i] })
		got, err := finops.SumOf(amounts...)
		require.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("another order (-want +got):\n%s", diff)
		}
	})
}

func TestSumOfNothing(t *testing.T) {
	got, err := finops.SumOf()
	require.NoError(t, err)
	if diff := cmp.Diff(finops.Money{}, got); diff != "" {
		t.Errorf("sum of nothing (-want +got):\n%s", diff)
	}
	got, err = finops.SumOf(finops.Money{}, finops.MustMoney("0 EUR"))
	require.NoError(t, err)
	if diff := cmp.Diff(finops.MustMoney("0 EUR"), got); diff != "" {
		t.Errorf("sum of zeros (-want +got):\n%s", diff)
	}
}

func TestAccumulatorKeepsTheFirstMismatch(t *testing.T) {
	var a, b finops.Accumulator
	a.Add(finops.MustMoney("1 USD"))
	b.Add(finops.MustMoney("1 EUR"))
	b.Add(finops.MustMoney("1 JPY"))
	a.Merge(&b)
	a.Add(finops.MustMoney("1 CHF"))
	_, err := a.Total()
	var got *finops.CurrencyMismatchError
	require.ErrorAs(t, err, &got)
	if diff := cmp.Diff(&finops.CurrencyMismatchError{A: "EUR", B: "JPY"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if a.Count() != 4 {
		t.Errorf("count = %d, want 4", a.Count())
	}
	var c finops.Accumulator
	c.Add(finops.MustMoney("1 USD"))
	var d finops.Accumulator
	d.Add(finops.MustMoney("1 EUR"))
	c.Merge(&d)
	_, err = c.Total()
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
}

// TestSumAllocates shows that a sum does not allocate per item.
func TestSumAllocates(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates")
	}
	moneys, _, _ := ledger(10_000)
	for name, sum := range map[string]func(){
		"Sum":        func() { _, _ = finops.Sum(slices.Values(moneys)) },
		"SumOf":      func() { _, _ = finops.SumOf(moneys...) },
		"CollectBag": func() { _ = finops.CollectBag(slices.Values(moneys)) },
	} {
		if n := testing.AllocsPerRun(10, sum); n > 8 {
			t.Errorf("%s of 10,000 amounts: %g allocations, want at most 8", name, n)
		}
	}
}
