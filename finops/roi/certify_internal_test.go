// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// TestQuickBoundHolds: the estimate in binary floating point lies within its own bound of the precise value.
func TestQuickBoundHolds(t *testing.T) {
	check := func(t *rapid.T, q quantity) {
		mid, bound, ok := q.quick()
		if !ok {
			t.Skip("outside the quick range")
		}
		precise, _ := q.enclose(192)
		off, _ := new(big.Float).Sub(precise, big.NewFloat(mid)).Float64()
		if math.Abs(off) > bound {
			t.Fatalf("off by %g, bound %g", off, bound)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := stream{rate: decimal.New(rapid.Int64Range(-49_999, 90_000_000).Draw(t, "rate"), -5)}
		for range rapid.IntRange(1, 30).Draw(t, "n") {
			s.terms = append(s.terms, term{
				amount: decimal.New(rapid.Int64().Draw(t, "amount"), rapid.Int32Range(-12, 2).Draw(t, "exp")),
				num:    rapid.Int64Range(-4000, 12_000).Draw(t, "num"), den: rapid.SampledFrom([]int64{1, 12 * 31, 365}).Draw(t, "den"),
			})
		}
		check(t, s)
	})
	rapid.Check(t, func(t *rapid.T) {
		check(t, annuity{
			rate:   decimal.New(rapid.Int64Range(-499_999_999, 1_000_000_000).Draw(t, "rate"), -9),
			n:      decimal.New(rapid.Int64Range(1, 60_000).Draw(t, "n"), -3),
			amount: decimal.New(rapid.Int64().Draw(t, "amount"), -2),
			timing: Timing(rapid.IntRange(0, 1).Draw(t, "timing")), inverse: rapid.Bool().Draw(t, "inverse"),
		})
	})
}
