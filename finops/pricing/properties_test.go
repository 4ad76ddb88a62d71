// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// anyLadder draws a valid ladder with bounds and prices in tenths, up to 20 units.
func anyLadder(t *rapid.T, modes ...pricing.Mode) pricing.LadderSpec {
	s := pricing.LadderSpec{
		Currency: "USD", Mode: rapid.SampledFrom(modes).Draw(t, "mode"),
		Bound:        rapid.SampledFrom([]pricing.Bound{pricing.UpperInclusive, pricing.UpperExclusive}).Draw(t, "bound"),
		AtZero:       rapid.SampledFrom([]pricing.AtZero{pricing.FlatAtZero, pricing.NothingAtZero}).Draw(t, "at zero"),
		PackageCount: rapid.SampledFrom([]pricing.PackageCount{pricing.PackagesPerTier, pricing.PackagesWhole}).Draw(t, "package count"),
		WholeUnits:   rapid.Bool().Draw(t, "whole units"), Closed: rapid.Bool().Draw(t, "closed"),
	}
	stairs := s.Mode == pricing.Stairstep || s.Mode == pricing.StairstepCumulative
	size := decimal.Decimal{}
	if !stairs {
		size = decimal.New(rapid.Int64Range(0, 30).Draw(t, "package size"), -1)
	}
	bounds := rapid.SliceOfNDistinct(rapid.Int64Range(1, 200), 1, 5, rapid.ID).Draw(t, "bounds")
	slices.Sort(bounds)
	for i, b := range bounds {
		tier := pricing.Tier{UpTo: decimal.New(b, -1), Package: size, Flat: decimal.New(rapid.Int64Range(0, 50).Draw(t, "flat"), -1)}
		if !stairs {
			tier.Unit = decimal.New(rapid.Int64Range(0, 50).Draw(t, "unit"), -1)
		}
		if i == len(bounds)-1 && !s.Closed {
			tier.Open, tier.UpTo = true, decimal.Decimal{}
		}
		tier.Free = tier.Unit.IsZero() && tier.Flat.IsZero()
		s.Tiers = append(s.Tiers, tier)
	}
	return s
}

func allModes() []pricing.Mode {
	return []pricing.Mode{pricing.Graduated, pricing.Volume, pricing.Stairstep, pricing.StairstepCumulative}
}

// naive prices a quantity by the words of the documentation, without any precomputation.
func naive(s pricing.LadderSpec, q decimal.Decimal) (total decimal.Decimal, ok bool) {
	if q.IsZero() && s.AtZero == pricing.NothingAtZero {
		return total, true
	}
	packages := func(units decimal.Decimal, size decimal.Decimal) decimal.Decimal {
		if size.IsZero() {
			return units
		}
		n, rest := units.QuoRem(size, 0)
		if rest.Sign() > 0 {
			n = n.Add(integer(1))
		}
		return n
	}
	lower := decimal.Decimal{}
	for _, t := range s.Tiers {
		inside := t.Open || q.LessThan(t.UpTo) || q.Equal(t.UpTo) && s.Bound == pricing.UpperInclusive
		top := t.UpTo
		if inside {
			top = q
		}
		n := packages(top.Sub(lower), t.Package)
		if s.PackageCount == pricing.PackagesWhole && !t.Package.IsZero() {
			n = packages(top, t.Package).Sub(packages(lower, t.Package))
		}
		switch {
		case s.Mode == pricing.Graduated || s.Mode == pricing.StairstepCumulative:
			total = total.Add(t.Flat).Add(t.Unit.Mul(n))
		case inside:
			total = t.Flat.Add(t.Unit.Mul(packages(q, t.Package)))
		}
		if inside {
			return total, true
		}
		lower = t.UpTo
	}
	return total, false
}

// Charges agree with the naive formula; lines sum to the total; their units sum to the quantity.
func TestChargeAgreesWithTheFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyLadder(t, allModes()...)
		l := mustLadderOf(t, s)
		q := decimal.New(rapid.Int64Range(0, 25000).Draw(t, "quantity"), -3)
		if s.WholeUnits {
			q = finops.Down.Round(q, 0)
		}
		want, ok := naive(s, q)
		c, err := l.Charge(q)
		if !ok {
			require.ErrorIs(t, err, pricing.ErrBeyondLadder)
			return
		}
		require.NoError(t, err)
		if !c.Total.Amount().Equal(want) {
			t.Fatalf("%s units: want %s, got %s: %v", q, want, c.Total, c.Lines())
		}
		var acc finops.Accumulator
		units := decimal.Decimal{}
		for _, line := range c.Lines() {
			acc.Add(line.Amount)
			units = units.Add(line.Quantity)
		}
		sum, err := acc.Total()
		require.NoError(t, err)
		if !sum.Amount().Equal(c.Total.Amount()) {
			t.Fatalf("lines sum to %s, total %s", sum, c.Total)
		}
		if len(c.Lines()) > 0 && !units.Equal(q) {
			t.Fatalf("lines have %s units of %s", units, q)
		}
	})
}

func mustLadderOf(t *rapid.T, s pricing.LadderSpec) *pricing.Ladder {
	l, err := pricing.NewLadder(s)
	require.NoError(t, err)
	return l
}

// A graduated ladder never gets cheaper with quantity.
func TestGraduatedCostNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyLadder(t, pricing.Graduated, pricing.StairstepCumulative)
		l := mustLadderOf(t, s)
		a := rapid.Int64Range(0, 220).Draw(t, "a")
		b := rapid.Int64Range(a, 220).Draw(t, "b")
		places := int32(1)
		if s.WholeUnits {
			places = 0
		}
		x, errX := l.Charge(decimal.New(a, -places))
		y, errY := l.Charge(decimal.New(b, -places))
		if errX != nil || errY != nil {
			require.ErrorIs(t, errY, pricing.ErrBeyondLadder)
			return
		}
		if y.Total.Amount().LessThan(x.Total.Amount()) {
			t.Fatalf("%d cost %s, %d cost %s", a, x.Total, b, y.Total)
		}
	})
}

// A graduated ladder without flat amounts and packages has no jump at a bound, and the reading of the bound changes
// nothing; with them, it changes the cost at bounds only.
func TestBoundMattersAtBoundsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyLadder(t, allModes()...)
		s.WholeUnits = false
		smooth := s.Mode == pricing.Graduated
		for i := range s.Tiers {
			smooth = smooth && s.Tiers[i].Package.IsZero() && (i == 0 || s.Tiers[i].Flat.IsZero())
		}
		s.Bound = pricing.UpperInclusive
		in := mustLadderOf(t, s)
		s.Bound = pricing.UpperExclusive
		ex := mustLadderOf(t, s)
		q := decimal.New(rapid.Int64Range(0, 420).Draw(t, "quantity"), -1).Mul(number("0.5"))
		atBound := slices.ContainsFunc(s.Tiers, func(t pricing.Tier) bool { return q.Equal(t.UpTo) && !t.Open })
		a, errA := in.Charge(q)
		b, errB := ex.Charge(q)
		if errA != nil || errB != nil {
			require.ErrorIs(t, errB, pricing.ErrBeyondLadder)
			return
		}
		if (!atBound || smooth) && !a.Total.Equal(b.Total) {
			t.Fatalf("%s units: inclusive %s, exclusive %s", q, a.Total, b.Total)
		}
		if atBound && smooth {
			eps := number("0.0000001")
			c, err := in.Charge(q.Add(eps))
			require.NoError(t, err)
			if jump := c.Total.Amount().Sub(a.Total.Amount()); jump.GreaterThan(eps.Mul(number("5"))) {
				t.Fatalf("jump of %s at %s", jump, q)
			}
		}
	})
}

// No quantity on the grid costs less than the best one, and no smaller one that covers the need costs the same.
func TestBestQuantityIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyLadder(t, allModes()...)
		l := mustLadderOf(t, s)
		places := int32(1)
		if s.WholeUnits {
			places = 0
		}
		need := decimal.New(rapid.Int64Range(0, 210).Draw(t, "need"), -places)
		floor := decimal.New(rapid.Int64Range(0, 210).Draw(t, "floor"), -places)
		least := decimal.Max(need, floor)
		best, err := pricing.BestQuantity(l, need, floor)
		if err != nil {
			require.ErrorIs(t, err, pricing.ErrBeyondLadder)
			_, err = l.Charge(least)
			require.ErrorIs(t, err, pricing.ErrBeyondLadder)
			return
		}
		again, err := l.Charge(best.Buy)
		require.NoError(t, err)
		if best.Buy.LessThan(least) || !again.Equal(best.Charge) || !again.Total.Equal(best.Cost) {
			t.Fatalf("%+v", best)
		}
		// Quantities have the digits of need, floor and bounds: tenths here, or fewer, where fewer say it all.
		digits := int32(0)
		for _, d := range append([]decimal.Decimal{need, floor}, boundsOf(s)...) {
			if !d.IsInteger() && !s.WholeUnits {
				digits = 1
			}
		}
		start := finops.Ceiling.Round(least, digits)
		for i := range int64(250) {
			q := start.Add(decimal.New(i, -digits))
			c, err := l.Charge(q)
			if err != nil {
				require.ErrorIs(t, err, pricing.ErrBeyondLadder)
				return
			}
			if d := c.Total.Amount().Cmp(best.Cost.Amount()); d < 0 || d == 0 && q.LessThan(best.Buy) {
				t.Fatalf("need %s, floor %s: %s costs %s, the best is said to be %s at %s", need, floor, q, c.Total, best.Buy, best.Cost)
			}
		}
	})
}

func boundsOf(s pricing.LadderSpec) []decimal.Decimal {
	var out []decimal.Decimal
	for _, t := range s.Tiers {
		out = append(out, t.UpTo)
	}
	return out
}

// TierUnits divides without loss and as a graduated ladder does.
func TestTierUnitsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyLadder(t, pricing.Graduated)
		s.WholeUnits, s.Closed, s.Bound, s.AtZero = false, false, pricing.UpperInclusive, pricing.FlatAtZero
		last := &s.Tiers[len(s.Tiers)-1]
		last.Open, last.UpTo = true, decimal.Decimal{}
		q := decimal.New(rapid.Int64Range(0, 25000).Draw(t, "quantity"), -3)
		units, err := pricing.TierUnits(boundsOf(s)[:len(s.Tiers)-1], q)
		require.NoError(t, err)
		c, err := mustLadderOf(t, s).Charge(q)
		require.NoError(t, err)
		sum := decimal.Decimal{}
		for i, u := range units {
			sum = sum.Add(u)
			line := decimal.Decimal{}
			if i < len(c.Lines()) {
				line = c.Lines()[i].Quantity
			}
			if !u.Equal(line) {
				t.Fatalf("tier %d: %s, the ladder says %s", i, u, line)
			}
		}
		if !sum.Equal(q) {
			t.Fatalf("%s in the tiers of %s", sum, q)
		}
	})
}

// One ladder serves many goroutines; run with the race detector.
func TestConcurrentUse(t *testing.T) {
	l := mustLadder(t, tenTiers(pricing.Graduated))
	want := charge(t, l, "9500.5")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				c, err := l.Charge(number("9500.5"))
				if err != nil || !c.Equal(want) {
					t.Errorf("%v, %v", c, err)
				}
				lines := c.Lines()
				lines[0].Amount = finops.Money{}
				c.Rounded(finops.HalfUp)
				if _, err := pricing.BestQuantity(l, number("3"), decimal.Decimal{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff(want, charge(t, l, "9500.5")); diff != "" {
		t.Errorf("the ladder changed (-before +after):\n%s", diff)
	}
}
