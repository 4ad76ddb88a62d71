// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// anyPrice draws a price of each kind.
func anyPrice(t *rapid.T) pricing.Price {
	amount := func(name string) finops.Money {
		return usd(decimal.New(rapid.Int64Range(1, 5000).Draw(t, name), -rapid.Int32Range(0, 4).Draw(t, name+" digits")).String())
	}
	var p pricing.Price
	var err error
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		p, err = pricing.NewPerUnit(amount("unit"), pricing.PerUnitOptions{
			ConvertDivide: integer(rapid.Int64Range(0, 3).Draw(t, "divide")), UsageDiscount: integer(rapid.Int64Range(0, 5).Draw(t, "discount")),
		})
	case 1:
		p, err = pricing.NewFlat(amount("flat"))
	case 2:
		p = mustLadderOf(t, anyLadder(t, allModes()...))
	case 3:
		p, err = pricing.NewPackage(pricing.PackageSpec{
			Amount: amount("amount"), Size: number("2.5"), Free: number("3"), MinPackages: integer(rapid.Int64Range(0, 3).Draw(t, "minimum")),
		})
	default:
		p, err = pricing.NewPercentage(pricing.PercentageSpec{
			Currency: "USD", Rate: number("0.0299"), Fixed: amount("fixed"), FreeVolume: usd("10"), FreeEvents: rapid.IntRange(0, 1).Draw(t, "free"),
			Minimum: usd("1.75"), Maximum: usd("12"),
		})
	}
	require.NoError(t, err)
	return p
}

// Scale(p, f).Charge(q).Total = f × p.Charge(q).Total, line by line, and the cheapest quantity stays the same.
func TestScaleLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPrice(t)
		f := decimal.New(rapid.Int64Range(1, 3000).Draw(t, "factor"), -rapid.Int32Range(0, 5).Draw(t, "factor digits"))
		q := integer(rapid.Int64Range(0, 22).Draw(t, "quantity"))
		before, err := p.Charge(q)
		if err != nil {
			require.ErrorIs(t, err, pricing.ErrBeyondLadder)
			return
		}
		scaled, err := pricing.Scale(p, f)
		require.NoError(t, err)
		after, err := scaled.Charge(q)
		require.NoError(t, err)
		if want := before.Total.Amount().Mul(f); !after.Total.Amount().Equal(want) {
			t.Fatalf("%s units × %s cost %s, want %s", q, f, after.Total, want)
		}
		lines := before.Lines()
		for i, l := range after.Lines() {
			if want := lines[i].Amount.Amount().Mul(f); !l.Amount.Amount().Equal(want) || !l.Quantity.Equal(lines[i].Quantity) {
				t.Fatalf("line %d: %s, want %s", i, l, want)
			}
		}
		again, err := p.Charge(q)
		require.NoError(t, err)
		if diff := cmp.Diff(before, again); diff != "" {
			t.Fatalf("the price changed (-before +after):\n%s", diff)
		}
		a, errA := pricing.BestQuantity(p, q, decimal.Decimal{})
		b, errB := pricing.BestQuantity(scaled, q, decimal.Decimal{})
		require.NoError(t, errA)
		require.NoError(t, errB)
		if !a.Buy.Equal(b.Buy) {
			t.Fatalf("best quantity %s, scaled %s", a.Buy, b.Buy)
		}
	})
}

func TestScaleRefuses(t *testing.T) {
	flat, err := pricing.NewFlat(usd("5"))
	require.NoError(t, err)
	for _, f := range []decimal.Decimal{{}, number("-1"), decimal.New(1, 101), decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32)} {
		p, err := pricing.Scale(flat, f)
		require.ErrorIs(t, err, pricing.ErrInvalidPrice)
		if p != nil {
			t.Errorf("a price for factor of %d digits", f.NumDigits())
		}
	}
	_, err = pricing.Scale(nil, number("1"))
	require.ErrorIs(t, err, pricing.ErrInvalidPrice)
	// 5 × (99 digits after the point + 2 more) keeps more than 100 digits after the point.
	fine, err := pricing.NewFlat(usd("0.05"))
	require.NoError(t, err)
	p, err := pricing.Scale(fine, decimal.New(1, -99))
	require.ErrorIs(t, err, finops.ErrRange)
	if p != nil {
		t.Error("a price with too many digits")
	}
}

func TestUnitPrice(t *testing.T) {
	l := mustLadder(t, dollars(pricing.Graduated, upTo("100", "12"), upTo("", "10")))
	c := charge(t, l, "130") // 100 × 12 + 30 × 10 = 1500
	for _, w := range []struct {
		places int32
		mode   finops.Rounding
		want   string
	}{{2, finops.HalfUp, "11.54 USD"}, {4, finops.Down, "11.5384 USD"}, {-1, finops.HalfUp, "10 USD"}} {
		got, ok := c.UnitPrice(w.places, w.mode)
		if !ok || !got.Equal(finops.MustMoney(w.want)) {
			t.Errorf("%d places: %s, %t, want %s", w.places, got, ok, w.want)
		}
	}
	if m, ok := charge(t, l, "0").UnitPrice(2, finops.HalfUp); ok || !m.Equal(finops.Money{}) {
		t.Errorf("of nothing: %s, %t", m, ok)
	}
	for _, places := range []int32{-501, 501, math.MaxInt32, math.MinInt32} {
		if m, ok := c.UnitPrice(places, finops.HalfUp); ok {
			t.Errorf("%d places: %s", places, m)
		}
	}
}
