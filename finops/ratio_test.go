// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

func TestRatioValue(t *testing.T) {
	for _, c := range []struct{ num, den, want string }{
		{"1", "3", "0.333333333333"},
		{"2", "3", "0.666666666667"},
		// source: decimal.Div gives 0.0000001333333333, ten significant digits
		{"0.0000004", "3", "0.0000001333333333333"},
		{"1000000000000000000", "3", "333333333333333333.333333333333"},
		{"-1", "8", "-0.125"},
		{"0", "5", "0"},
	} {
		got, ok := finops.Ratio{Num: decimal.RequireFromString(c.num), Den: decimal.RequireFromString(c.den)}.Value()
		if !ok || !got.Equal(decimal.RequireFromString(c.want)) {
			t.Errorf("%s/%s = %s, %t, want %s", c.num, c.den, got, ok, c.want)
		}
	}
}

// TestRatioPrecision: the value is within half a unit of its twelfth significant digit, and of its twelfth decimal.
func TestRatioPrecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := finops.Ratio{Num: drawDecimal(t, "num"), Den: drawDecimal(t, "den")}
		got, ok := r.Value()
		if ok != !r.Den.IsZero() {
			t.Fatalf("%s: defined %t", r, ok)
		}
		if !ok {
			if r.Percent(1) != "undefined" {
				t.Errorf("%s = %s", r, r.Percent(1))
			}
			return
		}
		exact := new(big.Rat).Quo(r.Num.Rat(), r.Den.Rat())
		off := new(big.Rat).Sub(got.Rat(), exact)
		off.Abs(off)
		relative := new(big.Rat).Mul(new(big.Rat).Abs(exact), big.NewRat(5, 1_000_000_000_000))
		if off.Cmp(relative) > 0 || off.Cmp(big.NewRat(1, 2_000_000_000_000)) > 0 {
			t.Errorf("%s = %s is off by %s", r, got, off.FloatString(40))
		}
	})
}

func TestRatioPercent(t *testing.T) {
	half := finops.Ratio{Num: decimal.New(735, 0), Den: decimal.New(1000, 0)}
	for places, want := range map[int32]string{0: "74%", 1: "73.5%", 3: "73.500%", -1: "70%"} {
		if got := half.Percent(places); got != want {
			t.Errorf("%d places: %s, want %s", places, got, want)
		}
	}
	sum := half.Add(finops.Ratio{Num: decimal.New(65, 0), Den: decimal.New(1000, 0)})
	want := finops.Ratio{Num: decimal.New(800, 0), Den: decimal.New(2000, 0)}
	if diff := cmp.Diff(want, sum); diff != "" || sum.String() != "800/2000" {
		t.Errorf("sum %s (-want +got):\n%s", sum, diff)
	}
	r, err := finops.MustMoney("1 USD").RatioTo(finops.MustMoney("3 USD"))
	if err != nil || r.Percent(2) != "33.33%" {
		t.Errorf("ratio of amounts %s, %v", r, err)
	}
}
