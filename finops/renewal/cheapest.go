// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// purchase is a quantity to be bought where it costs the least.
type purchase struct {
	need    decimal.Decimal
	floor   decimal.Decimal
	maximum decimal.NullDecimal // the most that may be bought; none if not valid
	whole   bool                // whole units only: need and floor are rounded up
}

// cheapest returns the quantity that covers need and floor, is not above the maximum, and costs the least; the smallest
// if several do. Where the cheapest quantity of all is above the maximum or not whole, the starts of the other tiers are
// tried: between two of them the cost never falls.
func (b purchase) cheapest(p pricing.Price) (pricing.Quote, error) {
	if b.whole {
		b.need, b.floor = b.need.Ceil(), b.floor.Ceil()
	}
	q, err := pricing.BestQuantity(p, b.need, b.floor)
	if err != nil || b.allows(q.Buy) {
		return q, err
	}
	best, err := p.Charge(decimal.Max(b.need, b.floor))
	if err != nil {
		return pricing.Quote{}, err
	}
	for _, start := range b.starts(p) {
		c, err := p.Charge(start)
		if err != nil {
			break // above a closed ladder; so are all later starts
		}
		if c.Total.Amount().Cmp(best.Total.Amount()) < 0 {
			best = c
		}
	}
	q.Buy, q.Cost, q.Charge = best.Quantity, best.Total, best
	q.Saving, err = q.CostAtNeed.Sub(q.Cost)
	return q, err
}

// allows reports whether a quantity can be bought.
func (b purchase) allows(q decimal.Decimal) bool {
	return (!b.whole || q.IsInteger()) && (!b.maximum.Valid || q.Cmp(b.maximum.Decimal) <= 0)
}

// starts returns the least quantity of each tier that can be bought beyond need and floor, in rising order. Only ladders
// have tiers.
func (b purchase) starts(p pricing.Price) []decimal.Decimal {
	ladder, ok := p.(*pricing.Ladder)
	if !ok {
		return nil
	}
	spec := ladder.Spec()
	places := b.places(spec)
	least := decimal.Max(b.need, b.floor)
	var out []decimal.Decimal
	for _, t := range spec.Tiers {
		if t.Open {
			continue
		}
		start := finops.Ceiling.Round(t.UpTo, places)
		if spec.Bound == pricing.UpperInclusive && start.Equal(t.UpTo) {
			start = start.Add(decimal.New(1, -places))
		}
		if start.Cmp(least) > 0 && b.allows(start) {
			out = append(out, start)
		}
	}
	return out
}

// places returns the digits after the point that quantities have: none for whole units, else those of the bounds, the need
// and the floor.
func (b purchase) places(spec pricing.LadderSpec) int32 {
	if b.whole || spec.WholeUnits {
		return 0
	}
	places := max(0, -b.need.Exponent(), -b.floor.Exponent())
	for _, t := range spec.Tiers {
		places = max(places, -t.UpTo.Exponent())
	}
	return places
}
