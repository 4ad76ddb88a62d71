// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

func ints(xs ...int64) []decimal.Decimal {
	out := make([]decimal.Decimal, len(xs))
	for i, x := range xs {
		out[i] = decimal.New(x, 0)
	}
	return out
}

func cents(n int64) finops.Money {
	m, err := finops.NewMoney(decimal.New(n, -2), "USD")
	if err != nil {
		panic(err)
	}
	return m
}

func TestSplitVectors(t *testing.T) {
	var vectors []struct {
		Total  int64   `json:"total"`
		W      []int64 `json:"w"`
		Want   []int64 `json:"want"`
		Source string  `json:"source"`
	}
	readJSON(t, "largest_remainder.json", &vectors)
	for _, v := range vectors {
		var want []finops.Money
		for _, n := range v.Want {
			want = append(want, cents(n))
		}
		got, err := finops.Split(cents(v.Total), ints(v.W...))
		require.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %d over %v (-want +got):\n%s", v.Source, v.Total, v.W, diff)
		}
	}
}

// TestSplitBelowTheMinorUnit: all parts but one are whole cents, and the odd digits go to the next in line.
func TestSplitBelowTheMinorUnit(t *testing.T) {
	for _, c := range []struct {
		total   string
		weights []decimal.Decimal
		want    []string
	}{
		{"100.005 USD", ints(1, 1, 1), []string{"33.34 USD", "33.335 USD", "33.33 USD"}},
		{"-100.005 USD", ints(1, 1, 1), []string{"-33.34 USD", "-33.335 USD", "-33.33 USD"}},
		{"0.005 USD", ints(0, 1, 2), []string{"0 USD", "0 USD", "0.005 USD"}},
		{"0.019 USD", ints(1, 1), []string{"0.01 USD", "0.009 USD"}},
		{"100.000 USD", ints(1, 1, 1), []string{"33.34 USD", "33.33 USD", "33.33 USD"}},
		{"100.5 JPY", ints(1, 1), []string{"50.5 JPY", "50 JPY"}},
		{"7.123456789012345678901 USD", ints(1, 3), []string{"1.78 USD", "5.343456789012345678901 USD"}},
	} {
		var want []finops.Money
		for _, s := range c.want {
			want = append(want, finops.MustMoney(s))
		}
		got, err := finops.Split(finops.MustMoney(c.total), c.weights)
		require.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s over %v (-want +got):\n%s", c.total, c.weights, diff)
		}
	}
}

func drawWeights(t *rapid.T) []decimal.Decimal {
	weights := make([]decimal.Decimal, rapid.IntRange(1, 12).Draw(t, "parts"))
	for i := range weights {
		switch rapid.IntRange(0, 4).Draw(t, "weight form") {
		case 0: // zero
		case 1:
			weights[i] = decimal.New(rapid.Int64Range(0, 3).Draw(t, "weight"), 0)
		default:
			weights[i] = drawDecimal(t, "weight").Abs()
		}
	}
	return weights
}

// TestSplitLaws checks conservation, the distance from the exact share, zero weights, sign, scale and no mutation.
func TestSplitLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurrency(t, "currency")
		total, weights := drawMoney(t, "total", c), drawWeights(t)
		given := slices.Clone(weights)
		parts, err := finops.Split(total, weights)
		sum := new(big.Rat)
		for _, w := range weights {
			sum.Add(sum, w.Rat())
		}
		if sum.Sign() == 0 {
			require.ErrorIs(t, err, finops.ErrWeights)
			return
		}
		require.NoError(t, err)
		if diff := cmp.Diff(given, weights); diff != "" {
			t.Errorf("weights were changed (-want +got):\n%s", diff)
		}
		if got := ratSum(parts); got.Cmp(total.Amount().Rat()) != 0 {
			t.Errorf("parts sum to %s, not to %s", got.RatString(), total)
		}
		unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.MinorUnits())), nil))
		odd := 0
		for i, p := range parts {
			share := new(big.Rat).Quo(new(big.Rat).Mul(total.Amount().Rat(), weights[i].Rat()), sum)
			if off := share.Sub(share, p.Amount().Rat()); off.Abs(off).Cmp(unit) >= 0 {
				t.Errorf("part %d = %s is off by %s", i, p, off.RatString())
			}
			if weights[i].IsZero() && !p.IsZero() {
				t.Errorf("part %d of weight zero = %s", i, p)
			}
			if !p.Equal(p.Round(finops.Down)) {
				odd++
			}
		}
		if odd > 1 {
			t.Errorf("%d parts have digits below the minor unit: %v", odd, parts)
		}
		negated, err := finops.Split(total.Neg(), weights)
		require.NoError(t, err)
		for i := range negated {
			negated[i] = negated[i].Neg()
		}
		if diff := cmp.Diff(parts, negated); diff != "" {
			t.Errorf("split of -total (-want +got):\n%s", diff)
		}
		factor := decimal.New(rapid.Int64Range(1, 1000).Draw(t, "factor"), rapid.Int32Range(-30, 30).Draw(t, "factor exponent"))
		for i := range given {
			given[i] = given[i].Mul(factor)
		}
		scaled, err := finops.Split(total, given)
		require.NoError(t, err)
		if diff := cmp.Diff(parts, scaled); diff != "" {
			t.Errorf("weights × %s (-want +got):\n%s", factor, diff)
		}
	})
}

func TestSplitRefuses(t *testing.T) {
	total := finops.MustMoney("1 USD")
	for _, c := range []struct {
		weights []decimal.Decimal
		want    error
		text    string
	}{
		{nil, finops.ErrWeights, "finops: split: no weights: finops: unusable weights"},
		{ints(0, 0), finops.ErrWeights, "finops: split: all 2 weights are zero: finops: unusable weights"},
		{ints(-1, 2, -3), finops.ErrWeights, "finops: split: weight 0 is -1, negative: finops: unusable weights\nfinops: split: weight 2 is -3, negative: finops: unusable weights"},
		{[]decimal.Decimal{decimal.New(1, 1<<30)}, finops.ErrRange, "finops: split: weight 0 has too many digits: finops: out of range"},
	} {
		_, err := finops.Split(total, c.weights)
		require.ErrorIs(t, err, c.want)
		if diff := cmp.Diff(c.text, err.Error()); diff != "" {
			t.Errorf("error (-want +got):\n%s", diff)
		}
	}
}

func TestSpreadVectors(t *testing.T) {
	var vectors []struct {
		Name   string   `json:"name"`
		Total  string   `json:"total"`
		Days   []int    `json:"days"`
		Want   []string `json:"want"`
		Source string   `json:"source"`
	}
	readJSON(t, "spread.json", &vectors)
	for _, v := range vectors {
		var want []finops.Money
		for _, s := range v.Want {
			want = append(want, finops.MustMoney(s+" USD"))
		}
		got, err := finops.Spread(finops.MustMoney(v.Total+" USD"), v.Days)
		require.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (%s) (-want +got):\n%s", v.Name, v.Source, diff)
		}
	}
}

// TestSpreadLaws checks conservation, the running balance, periods without days, sign, and that a balance depends on
// the days before it only, not on how the rest is cut.
func TestSpreadLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurrency(t, "currency")
		total := drawMoney(t, "total", c)
		days := rapid.SliceOfN(rapid.IntRange(0, 400), 1, 40).Draw(t, "days")
		all, last := 0, -1
		for i, d := range days {
			all += d
			if d > 0 {
				last = i
			}
		}
		parts, err := finops.Spread(total, days)
		if all == 0 {
			require.ErrorIs(t, err, finops.ErrWeights)
			return
		}
		require.NoError(t, err)
		if got := ratSum(parts); got.Cmp(total.Amount().Rat()) != 0 {
			t.Errorf("parts sum to %s, not to %s", got.RatString(), total)
		}
		sofar := 0
		for i, d := range days {
			sofar += d
			exact := new(big.Rat).Mul(total.Amount().Rat(), big.NewRat(int64(sofar), int64(all)))
			want := roundRat(exact, c.MinorUnits(), finops.HalfUp)
			if i >= last {
				want = total.Amount().Rat()
			}
			if got := ratSum(parts[:i+1]); got.Cmp(want) != 0 {
				t.Errorf("balance after period %d = %s, want %s", i, got.RatString(), want.RatString())
			}
			if d == 0 && !parts[i].IsZero() {
				t.Errorf("period %d of no days has %s", i, parts[i])
			}
		}
		cut := rapid.IntRange(0, last).Draw(t, "cut")
		short := append(slices.Clone(days[:cut]), 0)
		for _, d := range days[cut:] {
			short[cut] += d
		}
		joined, err := finops.Spread(total, short)
		require.NoError(t, err)
		if diff := cmp.Diff(parts[:cut], joined[:cut]); diff != "" {
			t.Errorf("with the rest in one period (-want +got):\n%s", diff)
		}
		negated, err := finops.Spread(total.Neg(), days)
		require.NoError(t, err)
		for i := range negated {
			negated[i] = negated[i].Neg()
		}
		if diff := cmp.Diff(parts, negated); diff != "" {
			t.Errorf("spread of -total (-want +got):\n%s", diff)
		}
	})
}

func TestSpreadRefuses(t *testing.T) {
	huge := int(^uint(0) >> 1)
	for _, days := range [][]int{nil, {}, {0, 0}, {1, -1}, {huge, huge}} {
		_, err := finops.Spread(finops.MustMoney("1 USD"), days)
		require.ErrorIs(t, err, finops.ErrWeights)
	}
	got, err := finops.Spread(finops.MustMoney("10 USD"), []int{huge / 2, huge / 2})
	require.NoError(t, err)
	if diff := cmp.Diff([]finops.Money{finops.MustMoney("5 USD"), finops.MustMoney("5 USD")}, got); diff != "" {
		t.Errorf("long periods (-want +got):\n%s", diff)
	}
}
