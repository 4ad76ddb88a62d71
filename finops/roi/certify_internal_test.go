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

// TestEnclosureHolds: 192 bits lie within their own bound of 1536 bits, also where the terms cancel.
func TestEnclosureHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := stream{rate: decimal.New(rapid.Int64Range(-99_999, 90_000_000).Draw(t, "rate"), -5)}
		for range rapid.IntRange(1, 6).Draw(t, "n") {
			v := term{
				amount: decimal.New(rapid.Int64().Draw(t, "amount"), -2),
				num:    rapid.Int64Range(-4000, 12_000).Draw(t, "num"), den: rapid.SampledFrom([]int64{1, 12 * 31, 365}).Draw(t, "den"),
			}
			s.terms = append(s.terms, v)
			if rapid.Bool().Draw(t, "cancel") {
				v.amount = v.amount.Neg()
				s.terms = append(s.terms, v)
			}
		}
		mid, bound := s.enclose(192)
		precise, _ := s.enclose(1536)
		if off := new(big.Float).Sub(precise, mid); off.Abs(off).Cmp(bound) > 0 {
			t.Fatalf("off by %g, bound %g", off, bound)
		}
		if bound.Sign() < 0 || bound.Sign() == 0 && len(s.terms) > 0 && s.terms[0].amount.Sign() != 0 {
			t.Fatalf("bound %g", bound)
		}
	})
}

// TestQuickRange: the bounds of the quick estimate are stated for rates well above a total loss.
func TestQuickRange(t *testing.T) {
	for rate, want := range map[string]bool{"-0.6": false, "-0.4": true, "0.08": true, "999": true, "1001": false, "0.0000000001": false} {
		if _, ok := quickRate(decimal.RequireFromString(rate)); ok != want {
			t.Errorf("rate %s: quick %t, want %t", rate, ok, want)
		}
	}
	if _, ok := quickRound(1<<52, 0.1, 0, 0); ok {
		t.Error("a number with more digits than a float64 holds was rounded")
	}
}
