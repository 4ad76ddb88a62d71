// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// TestMixHalfPeople: any two of three capped offers do, so a linear program serves half people; with caps of 1 and two
// people only one of them can have a pair.
func TestMixHalfPeople(t *testing.T) {
	p := license.MixProblem{
		Groups: []license.Group{{ID: "g", People: 2, Needs: []string{"x", "y", "z"}}},
		Offers: []license.Offer{
			{ID: "A", Grants: []string{"x", "y"}, Price: perUnit(t, "1"), Cap: 1},
			{ID: "B", Grants: []string{"y", "z"}, Price: perUnit(t, "1"), Cap: 1},
			{ID: "C", Grants: []string{"x", "z"}, Price: perUnit(t, "1"), Cap: 1},
			{ID: "D", Grants: []string{"x", "y", "z"}, Price: perUnit(t, "100")},
		},
	}
	mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	checkMixResult(t, p, mix)
	if !mix.Proven || !mix.Cost.Equal(usd("102")) || mix.Nodes < 2 {
		t.Errorf("got %s after %d nodes, proven %v, want 102", mix.Cost, mix.Nodes, mix.Proven)
	}
}

// TestMixFractions: random problems of that kind, with ladders on top, against brute force.
func TestMixFractions(t *testing.T) {
	rng := rand.New(rand.NewPCG(33, 7))
	cents := func(from, to int) string { return decimal.New(int64(from+rng.IntN(to-from)), -2).String() }
	branched := 0
	for i := range 120 {
		p := license.MixProblem{Offers: []license.Offer{
			{ID: "A", Grants: []string{"x", "y"}}, {ID: "B", Grants: []string{"y", "z"}}, {ID: "C", Grants: []string{"x", "z"}},
			{ID: "D", Grants: []string{"x", "y", "z"}, Price: perUnit(t, cents(2000, 9000))},
		}}
		for k := range 3 {
			o := &p.Offers[k]
			switch rng.IntN(3) {
			case 0:
				o.Price, o.Cap = perUnit(t, cents(100, 2000)), 1+rng.IntN(4)
			case 1:
				o.Price = volume(t, pricing.Tier{UpTo: intDec(1 + rng.IntN(4)), Unit: dec(cents(1000, 3000))}, pricing.Tier{Unit: dec(cents(100, 2000))})
				o.Cap = rng.IntN(7)
			default:
				var err error
				o.Price, err = pricing.NewPackage(pricing.PackageSpec{Amount: usd(cents(1000, 6000)), Size: intDec(2 + rng.IntN(3))})
				require.NoError(t, err)
			}
		}
		for g, needs := range [][]string{{"x", "y", "z"}, {"x", "y"}, {"z"}}[:1+rng.IntN(3)] {
			p.Groups = append(p.Groups, license.Group{ID: fmt.Sprint("g", g), People: 1 + rng.IntN(5), Needs: needs})
		}
		want, _ := bruteMix(p)
		mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		require.NoError(t, err)
		checkMixResult(t, p, mix)
		if !mix.Proven || mix.Cost.Amount().Cmp(want) != 0 {
			t.Errorf("instance %d: got %s (bound %s, %s), want %s", i, mix.Cost, mix.LowerBound, mix.Stop, want)
		}
		if mix.Nodes > 1 {
			branched++
		}
	}
	if branched < 20 {
		t.Errorf("only %d instances had to branch", branched)
	}
}

// scaledPrice is an offer's price times a factor.
func scaledPrice(t *testing.T, p pricing.Price, factor decimal.Decimal) pricing.Price {
	t.Helper()
	var out pricing.Price
	var err error
	switch p := p.(type) {
	case *pricing.PerUnit:
		unit, scaleErr := p.Unit().Mul(factor)
		require.NoError(t, scaleErr)
		out, err = pricing.NewPerUnit(unit, p.Options())
	case *pricing.Ladder:
		spec := p.Spec()
		for i := range spec.Tiers {
			spec.Tiers[i].Unit = spec.Tiers[i].Unit.Mul(factor)
		}
		out, err = pricing.NewLadder(spec)
	default:
		t.Fatalf("no scale for %T", p)
	}
	require.NoError(t, err)
	return out
}

// TestMixScales: prices times a factor cost that many times as much, also where products need more than 64 bits.
func TestMixScales(t *testing.T) {
	factor := dec("1007.3")
	for seed := range uint64(4) {
		p := ladderProblem(t, seed, 6)
		want, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		require.NoError(t, err)
		for i := range p.Offers {
			p.Offers[i].Price = scaledPrice(t, p.Offers[i].Price, factor)
		}
		got, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		require.NoError(t, err)
		cost, err := want.Cost.Mul(factor)
		require.NoError(t, err)
		if !got.Proven || !got.Cost.Equal(cost) {
			t.Errorf("seed %d: got %s, proven %v, want %s", seed, got.Cost, got.Proven, cost)
		}
	}
}

// TestMixTooLarge: what the solver refuses, it refuses by name.
func TestMixTooLarge(t *testing.T) {
	group := []license.Group{{ID: "g", People: 5, Needs: []string{"a"}}}
	pack, err := pricing.NewPackage(pricing.PackageSpec{Amount: usd("1"), Size: dec("10")})
	require.NoError(t, err)
	var capped []license.Offer
	for i := range 13 {
		capped = append(capped, license.Offer{ID: fmt.Sprint("P", i), Grants: []string{"a"}, Price: perUnit(t, "1"), Cap: 2})
	}
	var many []license.Offer
	var needs []string
	for i := range 70 {
		needs = append(needs, fmt.Sprint("n", i))
		many = append(many, license.Offer{ID: fmt.Sprint("P", i), Grants: needs[i : i+1 : i+1], Price: perUnit(t, "1")})
	}
	var addOns []license.Offer
	for i := range 40 {
		o := license.Offer{ID: fmt.Sprint("P", i), Grants: []string{"a"}, Price: perUnit(t, "1")}
		if i > 0 {
			o.Requires = []string{fmt.Sprint("P", i-1)}
		}
		addOns = append(addOns, o)
	}
	for name, p := range map[string]license.MixProblem{
		"coupled offers":     {Groups: group, Offers: capped},
		"needs":              {Groups: []license.Group{{ID: "g", People: 1, Needs: needs}}, Offers: many},
		"requirements":       {Groups: group, Offers: addOns},
		"irregular price":    {Groups: []license.Group{{ID: "g", People: 2_000_000, Needs: []string{"a"}}}, Offers: []license.Offer{{ID: "A", Grants: []string{"a"}, Price: pack}}},
		"cost of everything": {Groups: group, Offers: []license.Offer{{ID: "A", Grants: []string{"a"}, Price: perUnit(t, "900000000000000")}}},
	} {
		_, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		if !errors.Is(err, license.ErrTooLarge) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	// A closed ladder is a cap.
	closed, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Closed: true, Tiers: []pricing.Tier{{UpTo: dec("3"), Unit: dec("1")}}})
	require.NoError(t, err)
	p := license.MixProblem{Groups: group, Offers: []license.Offer{
		{ID: "A", Grants: []string{"a"}, Price: closed}, {ID: "B", Grants: []string{"a"}, Price: perUnit(t, "9")},
	}}
	mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	if !mix.Cost.Equal(usd("21")) || !mix.Proven {
		t.Errorf("closed ladder: got %s", mix.Cost)
	}
	p.Offers[0].Floor = 4
	_, err = license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.ErrorIs(t, err, license.ErrInvalid)
}
