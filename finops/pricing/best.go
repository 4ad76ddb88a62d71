// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// Quote is the cheapest way to cover a need.
type Quote struct {
	Need       decimal.Decimal `json:"need"`         // units needed
	Floor      decimal.Decimal `json:"floor"`        // units that must be bought in any case, for example a commitment
	Buy        decimal.Decimal `json:"buy"`          // units to buy, at least Need and Floor
	Cost       finops.Money    `json:"cost"`         // cost of Buy
	CostAtNeed finops.Money    `json:"cost_at_need"` // cost of the larger of Need and Floor, bought exactly
	Saving     finops.Money    `json:"saving"`       // CostAtNeed - Cost, never negative
	Charge     Charge          `json:"charge"`       // how Cost comes about
}

// BestQuantity returns the quantity of at least need and floor that costs the least, and the smallest such quantity if
// several do. Between two starts of tiers the cost never falls, so only the larger of need and floor and the starts of
// the higher tiers are candidates; all are priced.
//
// Where fractions are sold, quantities are taken to have as many digits after the point as the bounds of the price, the
// need and the floor: with bounds of 0.1 and 1 and a need of 0.05 the second tier starts at 0.11.
//
// It returns a [*QuantityError] as [Price.Charge] does, for the need or the floor, and [ErrInvalidPrice] for a
// price that is nil or that no constructor built.
func BestQuantity(p Price, need, floor decimal.Decimal) (Quote, error) {
	if err := checkPrice(p); err != nil {
		return Quote{}, err
	}
	for _, q := range []decimal.Decimal{need, floor} {
		if err := checkQuantity(q, false); err != nil {
			return Quote{}, fmt.Errorf("pricing: best quantity: %w", err)
		}
	}
	least := need
	if floor.GreaterThan(need) {
		least = floor
	}
	charge, err := p.Charge(least)
	if err != nil {
		return Quote{}, fmt.Errorf("pricing: best quantity: %w", err)
	}
	out := Quote{Need: need, Floor: floor, Buy: least, Cost: charge.Total, CostAtNeed: charge.Total, Charge: charge}
	places := max(p.places(), decimals(need), decimals(floor))
	for _, q := range p.starts(least, places) {
		c, err := p.Charge(q)
		if err != nil {
			break // above a closed ladder; so are all later starts
		}
		if less(c.Total, out.Cost) {
			out.Buy, out.Cost, out.Charge = q, c.Total, c
		}
	}
	out.Saving = minus(out.CostAtNeed, out.Cost)
	return out, nil
}
