// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// IncrementalCost returns what going from one quantity to another costs: cost(to) - cost(from). It is negative where the
// larger quantity is the cheaper one. It returns the errors of [Price.Charge] for either quantity, and [ErrInvalidPrice]
// for a price that is nil or that no constructor built.
func IncrementalCost(p Price, from, to decimal.Decimal) (finops.Money, error) {
	if err := checkPrice(p); err != nil {
		return finops.Money{}, err
	}
	a, err := p.Charge(from)
	if err != nil {
		return finops.Money{}, fmt.Errorf("pricing: from %s: %w", shown(from), err)
	}
	b, err := p.Charge(to)
	if err != nil {
		return finops.Money{}, fmt.Errorf("pricing: to %s: %w", shown(to), err)
	}
	return minus(b.Total, a.Total), nil
}

// MarginalPrice returns the cost of the next unit: cost(at + 1) - cost(at). It is negative where one unit more reaches a
// cheaper volume tier. It returns the errors of [IncrementalCost].
func MarginalPrice(p Price, at decimal.Decimal) (finops.Money, error) {
	if err := checkPrice(p); err != nil {
		return finops.Money{}, err
	}
	if err := checkQuantity(at, false); err != nil {
		return finops.Money{}, err
	}
	return IncrementalCost(p, at, at.Add(decimal.New(1, 0)))
}

// EffectivePrice returns the average price of a unit, cost / quantity, as an exact ratio of an amount in the currency of
// the price to units. [Charge.UnitPrice] is the amount of money to print. It is undefined, not zero, at quantity zero.
// It returns the errors of [Price.Charge], and [ErrInvalidPrice] for a price that is nil or that no constructor built.
func EffectivePrice(p Price, quantity decimal.Decimal) (finops.Ratio, error) {
	if err := checkPrice(p); err != nil {
		return finops.Ratio{}, err
	}
	c, err := p.Charge(quantity)
	if err != nil {
		return finops.Ratio{}, err
	}
	return finops.Ratio{Num: c.Total.Amount(), Den: quantity}, nil
}
