// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// randomPrice makes one of all kinds of prices: per unit, volume, graduated, stairstep, packages, flat, closed ladders.
func randomPrice(tb testing.TB, rng *rand.Rand) pricing.Price {
	tb.Helper()
	cents := func(n int) decimal.Decimal { return decimal.New(int64(1+rng.IntN(n)), -2) }
	ladder := func(spec pricing.LadderSpec) pricing.Price {
		spec.Currency = "USD"
		p, err := pricing.NewLadder(spec)
		require.NoError(tb, err)
		return p
	}
	first, second := int64(1+rng.IntN(4)), int64(1+rng.IntN(4))
	tiers := []pricing.Tier{
		{UpTo: decimal.NewFromInt(first), Unit: cents(2000)},
		{UpTo: decimal.NewFromInt(first + second), Unit: cents(1500)},
		{Open: true, Unit: cents(1000)},
	}
	switch rng.IntN(9) {
	case 0:
		return ladder(pricing.LadderSpec{Mode: pricing.Volume, Tiers: tiers})
	case 1:
		return ladder(pricing.LadderSpec{Mode: pricing.Graduated, Tiers: tiers})
	case 2:
		for i := range tiers {
			tiers[i].Flat, tiers[i].Unit = cents(1000).Mul(decimal.NewFromInt(int64(i+1))), decimal.Decimal{}
		}
		return ladder(pricing.LadderSpec{Mode: pricing.Stairstep, Tiers: tiers, AtZero: pricing.NothingAtZero})
	case 3:
		tiers[1].Package, tiers[0].Flat = decimal.NewFromInt(2), cents(500)
		return ladder(pricing.LadderSpec{Mode: pricing.Volume, Tiers: tiers, Bound: pricing.UpperExclusive})
	case 4:
		p, err := pricing.NewPackage(pricing.PackageSpec{Amount: usd(cents(3000).String()), Size: decimal.NewFromInt(int64(2 + rng.IntN(3)))})
		require.NoError(tb, err)
		return p
	case 5:
		p, err := pricing.NewFlat(usd(cents(5000).String()))
		require.NoError(tb, err)
		return p
	case 6:
		return ladder(pricing.LadderSpec{Mode: pricing.Volume, Tiers: tiers[:2], Closed: true})
	}
	return perUnit(tb, cents(2000).String())
}

// randomMix makes a small problem with up to three groups of four people, four capabilities and five offers.
func randomMix(tb testing.TB, rng *rand.Rand) license.MixProblem {
	tb.Helper()
	capabilities := []string{"a", "b", "c", "d"}
	some := func() []string {
		var out []string
		for _, c := range capabilities {
			if rng.IntN(2) == 0 {
				out = append(out, c)
			}
		}
		return out
	}
	var p license.MixProblem
	for i := range 2 + rng.IntN(4) {
		o := license.Offer{ID: string(rune('P' + i)), Grants: some(), Price: randomPrice(tb, rng)}
		if rng.IntN(3) == 0 {
			o.Cap = 1 + rng.IntN(8)
		}
		if rng.IntN(5) == 0 {
			o.Floor = rng.IntN(4)
			if o.Cap > 0 {
				o.Floor = min(o.Floor, o.Cap)
			}
		}
		if i > 0 && rng.IntN(4) == 0 {
			o.Requires = []string{string(rune('P' + rng.IntN(i)))}
		}
		p.Offers = append(p.Offers, o)
	}
	for g := range 1 + rng.IntN(3) {
		p.Groups = append(p.Groups, license.Group{ID: fmt.Sprint("g", g), People: 1 + rng.IntN(4), Needs: some()})
	}
	if rng.IntN(3) == 0 {
		p.Implications = []license.Implication{{Higher: "a", Lower: "b"}}
	}
	return p
}

// usage is the number of people with each offer.
type usage [5]int

// bruteMix tries every set of offers for every person and prices every quantity: an optimum found without any idea of the
// solver's. It returns false if there is no mix.
func bruteMix(p license.MixProblem) (decimal.Decimal, bool) {
	reached := map[usage]bool{{}: true}
	for _, g := range p.Groups {
		for range g.People {
			next := map[usage]bool{}
			for set := range 1 << len(p.Offers) {
				if serves(p, g, func(i int) bool { return set>>i&1 == 1 }) != "" {
					continue
				}
				for u := range reached {
					for i := range p.Offers {
						u[i] += set >> i & 1
					}
					next[u] = true
				}
			}
			reached = next
		}
	}
	price := map[[2]int]decimal.Decimal{}
	var best decimal.Decimal
	found := false
	for u := range reached {
		total, ok := decimal.Decimal{}, true
		for i, o := range p.Offers {
			c, known := price[[2]int{i, u[i]}]
			if !known {
				c = cheapest(o, u[i])
				price[[2]int{i, u[i]}] = c
			}
			ok = ok && c.Sign() >= 0
			total = total.Add(c)
		}
		if ok && (!found || total.Cmp(best) < 0) {
			best, found = total, true
		}
	}
	return best, found
}

// cheapest prices every quantity from what is used up to 40, -1 if none can be bought.
func cheapest(o license.Offer, used int) decimal.Decimal {
	if used == 0 && o.Floor == 0 {
		return decimal.Decimal{} // not bought
	}
	best := decimal.NewFromInt(-1)
	for q := max(used, o.Floor); q <= 40 && (o.Cap == 0 || q <= o.Cap); q++ {
		c, err := o.Price.Charge(decimal.NewFromInt(int64(q)))
		if err != nil {
			break
		}
		if a := c.Total.Amount(); best.Sign() < 0 || a.Cmp(best) < 0 {
			best = a
		}
	}
	return best
}

// checkMixResult recomputes all that a mix says about itself.
func checkMixResult(tb testing.TB, p license.MixProblem, m license.Mix) {
	tb.Helper()
	used := map[string]int{}
	people := map[string]int{}
	for _, a := range m.Assignments {
		g := p.Groups[slices.IndexFunc(p.Groups, func(g license.Group) bool { return g.ID == a.Group })]
		if why := serves(p, g, func(i int) bool { return slices.Contains(a.Offers, p.Offers[i].ID) }); why != "" {
			tb.Errorf("group %q gets %v: %s", a.Group, a.Offers, why)
		}
		people[a.Group] += a.People
		for _, o := range a.Offers {
			used[o] += a.People
		}
	}
	for _, g := range p.Groups {
		if people[g.ID] != g.People {
			tb.Errorf("group %q: %d people served, want %d", g.ID, people[g.ID], g.People)
		}
	}
	var total finops.Accumulator
	bought := map[string]bool{}
	for _, b := range m.Purchases {
		i := slices.IndexFunc(p.Offers, func(o license.Offer) bool { return o.ID == b.Offer })
		o := p.Offers[i]
		bought[b.Offer] = true
		c, err := o.Price.Charge(b.Buy)
		require.NoError(tb, err)
		atLeast := decimal.NewFromInt(int64(max(b.Used, o.Floor)))
		if !c.Total.Equal(b.Cost) || b.Used != used[b.Offer] || b.Buy.Cmp(atLeast) < 0 || o.Cap > 0 && b.Buy.Cmp(decimal.NewFromInt(int64(o.Cap))) > 0 {
			tb.Errorf("purchase %+v: used %d, cap %d, floor %d, costs %s", b, used[b.Offer], o.Cap, o.Floor, c.Total)
		}
		total.Add(b.Cost)
	}
	for o, n := range used {
		if n > 0 && !bought[o] {
			tb.Errorf("offer %q is used by %d and not bought", o, n)
		}
	}
	sum, err := total.Total()
	require.NoError(tb, err)
	if sum.Amount().Cmp(m.Cost.Amount()) != 0 || m.LowerBound.Amount().Cmp(m.Cost.Amount()) > 0 {
		tb.Errorf("purchases sum to %s, cost is %s, bound is %s", sum, m.Cost, m.LowerBound)
	}
}

// serves says what is wrong with giving people of a group a set of offers, "" if nothing: a need that is not met, an offer
// that is not allowed, an add-on without its base.
func serves(p license.MixProblem, g license.Group, has func(offer int) bool) string {
	granted, given := map[string]bool{}, map[string]bool{}
	for i, o := range p.Offers {
		if has(i) {
			given[o.ID] = true
			for _, c := range o.Grants {
				granted[c] = true
			}
		}
	}
	for range p.Implications { // as long as a chain can be
		for _, im := range p.Implications {
			granted[im.Lower] = granted[im.Lower] || granted[im.Higher]
		}
	}
	for _, need := range g.Needs {
		if !granted[need] {
			return need + " is missing"
		}
	}
	for i, o := range p.Offers {
		base := len(o.Requires) == 0 || slices.ContainsFunc(o.Requires, func(id string) bool { return given[id] })
		if has(i) && (!base || len(g.Allowed) > 0 && !slices.Contains(g.Allowed, o.ID)) {
			return o.ID + " is not allowed or lacks its base"
		}
	}
	return ""
}

// TestBarMixProven compares the solver with brute force on random problems with every kind of price, caps, floors, add-ons
// and subsumption.
func TestBarMixProven(t *testing.T) {
	const instances = 300
	rng := rand.New(rand.NewPCG(2026, 11))
	good, infeasible := 0, 0
	for i := range instances {
		p := randomMix(t, rng)
		want, feasible := bruteMix(p)
		got, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		switch {
		case !feasible && errors.Is(err, license.ErrInfeasible):
			infeasible++
			good++
		case err != nil || !feasible:
			t.Errorf("instance %d: got %s, error %v; want %s, feasible %v", i, got.Cost, err, want, feasible)
		case got.Cost.Amount().Cmp(want) != 0 || !got.Proven || !got.LowerBound.Equal(got.Cost):
			t.Errorf("instance %d: got %s, bound %s, proven %v; want %s", i, got.Cost, got.LowerBound, got.Proven, want)
		default:
			checkMixResult(t, p, got)
			good++
		}
	}
	fmt.Printf("bar: license.mix_proven %d/%d\n", good, instances)
	if good < instances || infeasible > instances/2 {
		t.Errorf("%d of %d instances right, %d of them infeasible", good, instances, infeasible)
	}
}
