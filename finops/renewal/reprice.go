// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// Position is what is held of something, and what is needed of it.
type Position struct {
	Price pricing.Price   `json:"price"` // the price list in force, for one price period, uplifts in it: see [pricing.Scale]; required
	Held  decimal.Decimal `json:"held"`  // quantity paid for today
	Need  decimal.Decimal `json:"need"`  // quantity needed
	Floor decimal.Decimal `json:"floor"` // least quantity that may be bought: a commitment or minimum; zero if none
	// Maximum is the most that may be bought at this price. If not valid, there is none.
	Maximum decimal.NullDecimal `json:"maximum,omitzero"`
	// WholeUnits says that only whole units are sold: Need and Floor are rounded up, whatever the bounds of the ladder.
	WholeUnits bool `json:"whole_units,omitempty"`
}

// Saving is what buying the right quantity saves, per price period, on the real price list.
type Saving struct {
	Held     decimal.Decimal `json:"held"`      // as given
	Need     decimal.Decimal `json:"need"`      // as given
	Floor    decimal.Decimal `json:"floor"`     // as given
	Buy      decimal.Decimal `json:"buy"`       // cheapest quantity that covers need and floor; the smallest if several cost the same
	CostHeld finops.Money    `json:"cost_held"` // Cost(Held)
	CostNeed finops.Money    `json:"cost_need"` // Cost(max(Need, Floor)): what a plain cut would cost
	CostBuy  finops.Money    `json:"cost_buy"`  // Cost(Buy)
	Real     finops.Money    `json:"real"`      // max(0, CostHeld − CostBuy)
	Naive    finops.Money    `json:"naive"`     // unused quantity × average unit price paid, what a seat count suggests; in minor units
	Extra    finops.Money    `json:"extra"`     // max(0, CostBuy − CostHeld): what covering a shortfall costs
	// FloorCost is what the floor costs: CostBuy less the best cost without a floor. It is saved once the floor falls.
	FloorCost finops.Money `json:"floor_cost"`
	// Charge explains CostBuy line by line.
	Charge pricing.Charge `json:"charge"`
}

// Reprice returns the saving of going from what is held to what is needed:
//
//	Real = Cost(Held) − min over max(Need, Floor) ≤ q ≤ Maximum of Cost(q)
//
// floored at zero. It is not unused seats × price: on a ladder fewer units can cost more each, and a commitment can keep
// them. Nor is Real always below Naive: giving back the dearest tier of a graduated ladder with rising prices saves more
// than the average. Amounts are exact and per price period, except Naive.
//
// It returns an error that wraps [ErrInvalid], or the [pricing.QuantityError] of a quantity that cannot be priced.
func Reprice(p Position) (Saving, error) {
	if err := p.validate(); err != nil {
		return Saving{}, err
	}
	s := Saving{Held: p.Held, Need: p.Need, Floor: p.Floor}
	held, err := p.Price.Charge(p.Held)
	if err != nil {
		return Saving{}, fmt.Errorf("renewal: held quantity: %w", err)
	}
	quote, err := p.best(p.Floor)
	if err != nil {
		return Saving{}, err
	}
	free, err := p.best(decimal.Decimal{})
	if err != nil {
		return Saving{}, err
	}
	s.Buy, s.Charge = quote.Buy, quote.Charge
	s.CostHeld, s.CostNeed, s.CostBuy = held.Total, quote.CostAtNeed, quote.Cost
	if s.FloorCost, err = s.CostBuy.Sub(free.Cost); err != nil {
		return Saving{}, err
	}
	difference, err := s.CostHeld.Sub(s.CostBuy)
	if err != nil {
		return Saving{}, err
	}
	s.Real, s.Extra = positive(difference), positive(difference.Neg())
	if s.Naive, err = naiveSaving(s.CostHeld, p.Held, p.Need); err != nil {
		return Saving{}, err
	}
	return s, nil
}

// best returns the cheapest quantity with a floor.
func (p Position) best(floor decimal.Decimal) (pricing.Quote, error) {
	q, err := purchase{need: p.Need, floor: floor, maximum: p.Maximum, whole: p.WholeUnits}.cheapest(p.Price)
	if err != nil {
		return pricing.Quote{}, fmt.Errorf("renewal: needed quantity: %w", err)
	}
	return q, nil
}

// String explains the saving in a line.
func (s Saving) String() string {
	switch {
	case s.Extra.Sign() > 0:
		return fmt.Sprintf("hold %s, need %s: buy %s for %s, %s more than now", digits.Text(s.Held), digits.Text(s.Need), digits.Text(s.Buy), s.CostBuy.Grouped(), s.Extra.Grouped())
	case s.Real.IsZero():
		return fmt.Sprintf("hold %s, need %s: buy %s for %s, no saving (a seat count suggests %s)",
			digits.Text(s.Held), digits.Text(s.Need), digits.Text(s.Buy), s.CostBuy.Grouped(), s.Naive.Grouped())
	default:
		return fmt.Sprintf("hold %s, need %s: buy %s for %s instead of %s, saving %s (a seat count suggests %s)",
			digits.Text(s.Held), digits.Text(s.Need), digits.Text(s.Buy), s.CostBuy.Grouped(), s.CostHeld.Grouped(), s.Real.Grouped(), s.Naive.Grouped())
	}
}

func (p Position) validate() error {
	bad := problems{item: "position"}
	if p.Price == nil {
		bad.add("price", "", "is missing")
	}
	bad.quantity("held", p.Held)
	bad.quantity("need", p.Need)
	bad.quantity("floor", p.Floor)
	if p.Maximum.Valid {
		bad.quantity("maximum", p.Maximum.Decimal)
	}
	if len(bad.errs) > 0 || !p.Maximum.Valid {
		return bad.join()
	}
	least := decimal.Max(p.Need, p.Floor)
	if p.WholeUnits {
		least = least.Ceil()
	}
	if least.Cmp(p.Maximum.Decimal) > 0 {
		bad.add("maximum", digits.Text(p.Maximum.Decimal), "is below the "+digits.Text(least)+" that must be bought")
	}
	return bad.join()
}

// naiveSaving returns cost × (held − need) / held, zero if nothing is unused.
func naiveSaving(cost finops.Money, held, need decimal.Decimal) (finops.Money, error) {
	unused := held.Sub(need)
	if unused.Sign() <= 0 {
		return cost.Zero(), nil
	}
	return cost.MulDiv(unused, held, cost.Currency().MinorUnits(), finops.HalfUp)
}

// positive returns m, or zero in its currency if m is below zero.
func positive(m finops.Money) finops.Money {
	if m.Sign() < 0 {
		return m.Zero()
	}
	return m
}
