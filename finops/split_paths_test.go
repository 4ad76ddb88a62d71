// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestSplitPathsAgree compares the 128-bit path with the unbounded one wherever both can go.
func TestSplitPathsAgree(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]Currency{"USD", "JPY", "KWD"}).Draw(t, "currency")
		amount := decimal.New(rapid.Int64().Draw(t, "amount"), rapid.Int32Range(-6, 2).Draw(t, "exponent"))
		total, err := NewMoney(amount, code)
		require.NoError(t, err)
		weights := make([]decimal.Decimal, rapid.IntRange(1, 30).Draw(t, "parts"))
		for i := range weights {
			weights[i] = decimal.New(rapid.Int64Range(0, 1<<40).Draw(t, "weight"), rapid.Int32Range(-3, 3).Draw(t, "scale"))
		}
		if checkWeights(weights) != nil {
			return
		}
		fast := splitFast(total, weights)
		if fast == nil {
			return
		}
		taken++
		if diff := cmp.Diff(splitBig(total, weights), fast); diff != "" {
			t.Errorf("paths (-big +fast):\n%s", diff)
		}
	})
	if taken == 0 {
		t.Error("the fast path was never taken")
	}
}

// TestSplitTakesTheFastPath: usual amounts and weights need no big numbers.
func TestSplitTakesTheFastPath(t *testing.T) {
	for _, c := range []struct {
		total   string
		weights []decimal.Decimal
		fast    bool
	}{
		{"123456789.01 USD", []decimal.Decimal{decimal.New(1, 0), decimal.New(25, -2)}, true},
		{"123456789.0123 USD", []decimal.Decimal{decimal.New(1, 5), decimal.New(999999999999, -6)}, true},
		{"90000000000000000.00 USD", []decimal.Decimal{decimal.New(1, 18), decimal.New(1, 18)}, true},
		{"1000000000000000000000 USD", []decimal.Decimal{decimal.New(1, 0)}, false},
		{"1 USD", []decimal.Decimal{decimal.New(1, 20), decimal.New(1, 0)}, false},
	} {
		if got := splitFast(MustMoney(c.total), c.weights) != nil; got != c.fast {
			t.Errorf("%s over %v: fast %t, want %t", c.total, c.weights, got, c.fast)
		}
	}
}

// TestMoneySize keeps sums over slices of Money as fast as they are measured to be.
func TestMoneySize(t *testing.T) {
	if size := reflect.TypeFor[Money]().Size(); size != 24 {
		t.Errorf("Money has %d bytes, want 24", size)
	}
}
