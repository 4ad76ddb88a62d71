// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

func TestSettle(t *testing.T) {
	part := finops.Ratio{Num: number("2"), Den: number("29")}
	for _, tc := range []struct {
		name                       string
		c                          pricing.Commitment
		lines                      []string
		previous                   string
		overage, surcharge, trueUp string
		discount, total            string
	}{
		{"nothing agreed", pricing.Commitment{}, []string{"3", "4"}, "0", "0", "0", "0", "0", "7"},
		{"no usage, minimum due", pricing.Commitment{Minimum: usd("10")}, nil, "0", "0", "0", "10", "0", "10"},
		{"shortfall forgiven", pricing.Commitment{Minimum: usd("10"), Shortfall: pricing.ShortfallForgiven}, []string{"4"}, "0", "0", "0", "0", "0", "4"},
		{"at the minimum", pricing.Commitment{Minimum: usd("10")}, []string{"10"}, "0", "0", "0", "0", "0", "10"},
		{"above the minimum at normal price", pricing.Commitment{Minimum: usd("10")}, []string{"12"}, "0", "2", "0", "0", "0", "12"},
		{"overage factor of one", pricing.Commitment{Minimum: usd("10"), OverageFactor: number("1")}, []string{"12"}, "0", "2", "0", "0", "0", "12"},
		// source: Flexprice, commitment 1000, factor 1.5, usage 10000 costs 14500.
		{"overage", pricing.Commitment{Minimum: usd("1000"), OverageFactor: number("1.5")}, []string{"10000"}, "0", "9000", "4500", "0", "0", "14500"},
		{"overage of a second bill", pricing.Commitment{Minimum: usd("1000"), OverageFactor: number("1.5")}, []string{"600"}, "1200", "600", "300", "0", "0", "900"},
		{"overage that starts in a second bill", pricing.Commitment{Minimum: usd("1000"), OverageFactor: number("1.5")}, []string{"600"}, "700", "300", "150", "0", "0", "750"},
		{"true-up of a second bill", pricing.Commitment{Minimum: usd("1000")}, []string{"100"}, "700", "0", "0", "200", "0", "300"},
		{"maximum", pricing.Commitment{Maximum: usd("10")}, []string{"8", "8"}, "0", "0", "0", "0", "6", "10"},
		{"maximum used up before", pricing.Commitment{Maximum: usd("10")}, []string{"8"}, "11", "0", "0", "0", "8", "0"},
		{"maximum of zero", pricing.Commitment{Maximum: usd("0")}, []string{"8"}, "0", "0", "0", "0", "8", "0"},
		{"maximum takes the surcharge first", pricing.Commitment{Minimum: usd("10"), Maximum: usd("21"), OverageFactor: number("2")},
			[]string{"20"}, "0", "10", "1", "0", "9", "21"},
		{"maximum counts earlier surcharges", pricing.Commitment{Minimum: usd("10"), Maximum: usd("21"), OverageFactor: number("2")},
			[]string{"5"}, "15", "5", "0", "0", "9", "1"},
		// source: Lago, commitment 10,000 for 28-29 February 2024 with fees of 36.90: true-up 652.76.
		{"prorated minimum", pricing.Commitment{Minimum: usd("10000"), Fraction: part}, []string{"36.90"}, "0", "0", "0", "652.76", "0", "689.66"},
		{"prorated maximum", pricing.Commitment{Maximum: usd("10000"), Fraction: part}, []string{"1000"}, "0", "0", "0", "0", "310.34", "689.66"},
		{"prorated down", pricing.Commitment{Minimum: usd("10000"), Fraction: part, Rounding: finops.Down}, nil, "0", "0", "0", "689.65", "0", "689.65"},
		{"a fraction of no days", pricing.Commitment{Minimum: usd("10"), Fraction: finops.Ratio{Den: number("30")}}, nil, "0", "0", "0", "0", "0", "0"},
		{"usage below the minor unit stays exact", pricing.Commitment{Minimum: usd("1")}, []string{"0.333"}, "0", "0", "0", "0.667", "0", "1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var lines []finops.Money
			for _, l := range tc.lines {
				lines = append(lines, usd(l))
			}
			s, err := tc.c.Settle(lines, usd(tc.previous))
			require.NoError(t, err)
			wantMoney(t, "overage", tc.overage+" USD", s.Overage)
			wantMoney(t, "surcharge", tc.surcharge+" USD", s.Surcharge.Total)
			wantMoney(t, "true-up", tc.trueUp+" USD", s.TrueUp)
			wantMoney(t, "discount", tc.discount+" USD", s.Discount)
			wantMoney(t, "total", tc.total+" USD", s.Total)
		})
	}
}

func TestCommitmentRefuses(t *testing.T) {
	for _, tc := range []struct {
		name string
		c    pricing.Commitment
		want []string
	}{
		{"minimum above maximum", pricing.Commitment{Minimum: usd("10"), Maximum: usd("9.99")}, []string{"minimum: is above the maximum 9.99 USD"}},
		{"factor below one", pricing.Commitment{Minimum: usd("10"), OverageFactor: number("0.99")}, []string{"overage_factor: is below 1"}},
		{"negative factor", pricing.Commitment{Minimum: usd("10"), OverageFactor: number("-2")}, []string{"overage_factor: is below 1"}},
		{"factor without a minimum", pricing.Commitment{OverageFactor: number("2")}, []string{"overage_factor: needs a minimum"}},
		{"fraction without denominator", pricing.Commitment{Fraction: finops.Ratio{Num: number("3")}}, []string{"fraction: has no denominator"}},
		{"negative fraction", pricing.Commitment{Fraction: finops.Ratio{Num: number("-3"), Den: number("30")}}, []string{"fraction: is negative"}},
		{"everything", pricing.Commitment{
			Minimum: usd("-1"), Maximum: finops.MustMoney("-1 EUR"), OverageFactor: number("0.5"), Shortfall: 9, Rounding: 99,
		}, []string{
			"minimum: is negative", "maximum: is negative", "maximum: is not in USD", "overage_factor: is below 1",
			`shortfall: is none of due, forgiven`, "rounding: is not a rounding mode",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wantFields(t, tc.c.Validate(), pricing.ErrInvalidCommitment, tc.want...)
			_, err := tc.c.Settle(nil, finops.Money{})
			require.ErrorIs(t, err, pricing.ErrInvalidCommitment)
		})
	}
	require.ErrorIs(t, pricing.Commitment{Fraction: finops.Ratio{Num: number("3")}}.Validate(), pricing.ErrProration)

	c := pricing.Commitment{Minimum: usd("10")}
	_, err := c.Settle([]finops.Money{usd("1"), finops.MustMoney("1 EUR")}, finops.Money{})
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	_, err = c.Settle([]finops.Money{usd("-1")}, finops.Money{})
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = c.Settle(nil, usd("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = c.Settle(nil, finops.MustMoney("1 EUR"))
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
}

// The bill is the sum of its parts, keeps to the limits, and billing in two steps costs what billing at once does.
func TestSettleLaws(t *testing.T) {
	cents := func(t *rapid.T, name string) finops.Money {
		return usd(number("0.01").Mul(number(rapid.StringMatching(`[0-9]{1,5}`).Draw(t, name))).String())
	}
	rapid.Check(t, func(t *rapid.T) {
		var c pricing.Commitment
		c.Minimum = cents(t, "minimum")
		if rapid.Bool().Draw(t, "has maximum") {
			room, err := c.Minimum.Add(cents(t, "room"))
			require.NoError(t, err)
			c.Maximum = room
		}
		c.OverageFactor = number(rapid.SampledFrom([]string{"0", "1", "1.25", "3"}).Draw(t, "factor"))
		var lines []finops.Money
		for range rapid.IntRange(0, 5).Draw(t, "lines") {
			lines = append(lines, cents(t, "line"))
		}
		s, err := c.Settle(lines, finops.Money{})
		require.NoError(t, err)
		var acc finops.Accumulator
		for i, l := range s.Lines {
			acc.Add(l.Total)
			if l.Discount.Sign() < 0 || l.Total.Sign() < 0 || !l.Amount.Equal(lines[i]) {
				t.Fatalf("line %d: %+v", i, l)
			}
		}
		acc.Add(s.Surcharge.Total)
		acc.Add(s.TrueUp)
		sum, err := acc.Total()
		require.NoError(t, err)
		if !sum.Amount().Equal(s.Total.Amount()) {
			t.Fatalf("parts sum to %s, total is %s", sum, s.Total)
		}
		if s.Total.Amount().LessThan(c.Minimum.Amount()) {
			t.Fatalf("total %s is below the minimum %s", s.Total, c.Minimum)
		}
		if c.Maximum.Currency() != "" && s.Total.Amount().GreaterThan(c.Maximum.Amount()) {
			t.Fatalf("total %s is above the maximum %s", s.Total, c.Maximum)
		}

		first := c
		first.Shortfall = pricing.ShortfallForgiven
		k := rapid.IntRange(0, len(lines)).Draw(t, "cut")
		a, err := first.Settle(lines[:k], finops.Money{})
		require.NoError(t, err)
		before, err := finops.Sum(func(yield func(finops.Money) bool) {
			for _, m := range lines[:k] {
				if !yield(m) {
					return
				}
			}
		})
		require.NoError(t, err)
		b, err := c.Settle(lines[k:], before)
		require.NoError(t, err)
		both, err := a.Total.Add(b.Total)
		require.NoError(t, err)
		if !both.Equal(s.Total) {
			t.Fatalf("billed in two steps %s, at once %s", both, s.Total)
		}
	})
}
