// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// Need is how many rights one product requires.
type Need struct {
	Product     string      `json:"product"`     // the ID of the product
	Requirement Requirement `json:"requirement"` // what its metric asks for
}

// Needs returns the assigned seats of each product as a need for named users, ordered by product. Products without seats
// need nothing and are listed too.
func (r ShelfwareReport) Needs() []Need {
	out := make([]Need, len(r.Products))
	for i, p := range r.Products {
		n := intDecimal(p.Assigned)
		out[i] = Need{Product: p.Product, Requirement: Requirement{
			Metric: MetricNamedUser, Quantity: n, Exact: n,
			Steps: []MetricStep{{Item: "assigned seats", Formula: "one right each", Quantity: n}},
		}}
	}
	return out
}

// TrueUpBasis says how a shortfall S over E entitled rights is priced. None of them uses an average price.
type TrueUpBasis uint8

const (
	// TrueUpIncrement is cost(E+S) - cost(E) on the price ladder. This is the default. On a volume ladder it can be
	// negative, where the larger quantity costs less in all.
	TrueUpIncrement TrueUpBasis = iota
	// TrueUpBest is min over q ≥ E+S of cost(q), less cost(E): it buys into the next tier where that is cheaper.
	TrueUpBest
	// TrueUpSeparate is cost(S), an order of its own that earns no discount from what is held.
	TrueUpSeparate
)

var trueUpNames = []string{"increment", "best", "separate"}

// String returns the name in snake case.
func (b TrueUpBasis) String() string { return nameOf(trueUpNames, uint8(b), "true_up") }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (b TrueUpBasis) MarshalText() ([]byte, error) { return textOf(trueUpNames, uint8(b), "true-up") }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (b *TrueUpBasis) UnmarshalText(text []byte) error {
	v, err := valueOf(trueUpNames, text, "true-up")
	if err == nil {
		*b = TrueUpBasis(v)
	}
	return err
}

// PositionOptions says how shortfalls are priced.
type PositionOptions struct {
	// Prices holds the contract price of each product by ID. A product without one has no true-up cost.
	Prices map[string]pricing.Price `json:"-"`
	// TrueUp is the basis of the true-up cost. If zero, [TrueUpIncrement].
	TrueUp TrueUpBasis `json:"true_up,omitempty"`
}

// Position is the effective licence position of one product.
type Position struct {
	Product string     `json:"product"` // the ID of the product
	Metric  MetricKind `json:"metric"`  // what the need counts
	// Covered says whether any entitlement is in force. A product that is required but not covered shows with Entitled 0.
	Covered  bool            `json:"covered"`
	Entitled decimal.Decimal `json:"entitled"` // rights in force
	Required decimal.Decimal `json:"required"` // rights needed
	// Surplus is max(0, Entitled - Required): over-licensed.
	Surplus decimal.Decimal `json:"surplus"`
	// Shortfall is max(0, Required - Entitled): the exposure in rights.
	Shortfall decimal.Decimal `json:"shortfall"`
	// Basis is how TrueUp was found.
	Basis TrueUpBasis `json:"basis"`
	// Priced says whether TrueUp and Exposure hold amounts. If not, Unpriced says why.
	Priced   bool   `json:"priced"`
	Unpriced string `json:"unpriced,omitempty"` // the reason, "" if priced
	// TrueUp is what it costs to close the shortfall under the contract, exact; 0 if there is none.
	TrueUp finops.Money `json:"true_up"`
	// Exposure is the shortfall bought as an order of its own, what an audit asks for if it does not honour the discount
	// of the quantity held; 0 if there is no shortfall.
	Exposure finops.Money `json:"exposure"`
	// Entitlements are the IDs of the entitlements counted, in the order given.
	Entitlements []string `json:"entitlements,omitempty"`
}

// EffectivePosition compares what is entitled on asOf with what is required, for each product that appears on either side,
// ordered by product.
//
// It returns all problems joined: [ErrNoDate]; [ErrNegative] for an entitlement or a need below zero; [ErrInvalid] for two
// needs of one product; and the errors of the prices.
func EffectivePosition(entitlements []Entitlement, needs []Need, asOf finops.Date, o PositionOptions) ([]Position, error) {
	var errs []error
	if asOf.IsZero() {
		errs = append(errs, fmt.Errorf("license: position: %w", ErrNoDate))
	}
	byID := map[string]*Position{}
	at := func(product string) *Position {
		if byID[product] == nil {
			byID[product] = &Position{Product: product, Basis: o.TrueUp}
		}
		return byID[product]
	}
	for _, e := range entitlements {
		if err := checkNumber("position", fmt.Sprintf("entitlement %q: quantity", e.ID), e.Quantity); err != nil {
			errs = append(errs, err)
			continue
		}
		if e.InForce(asOf) {
			p := at(e.Product)
			p.Covered, p.Entitled = true, p.Entitled.Add(e.Quantity)
			p.Entitlements = append(p.Entitlements, e.ID)
		}
	}
	seen := map[string]bool{}
	for _, n := range needs {
		if seen[n.Product] {
			errs = append(errs, fmt.Errorf("license: position: two needs for product %q: %w", n.Product, ErrInvalid))
		}
		seen[n.Product] = true
		if err := checkNumber("position", fmt.Sprintf("need of product %q", n.Product), n.Requirement.Quantity); err != nil {
			errs = append(errs, err)
			continue
		}
		p := at(n.Product)
		p.Required, p.Metric = n.Requirement.Quantity, n.Requirement.Metric
	}
	if errs != nil {
		return nil, errors.Join(errs...)
	}
	out := make([]Position, 0, len(byID))
	for _, id := range sortedKeys(byID) {
		p := byID[id]
		if err := p.settle(o.Prices[id]); err != nil {
			errs = append(errs, fmt.Errorf("license: position: product %q: %w", id, err))
		}
		out = append(out, *p)
	}
	if errs != nil {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

// settle finds surplus and shortfall and prices the latter.
func (p *Position) settle(price pricing.Price) error {
	if d := p.Entitled.Sub(p.Required); d.Sign() >= 0 {
		p.Surplus = d
	} else {
		p.Shortfall = d.Neg()
	}
	if price == nil {
		p.Unpriced = "no price given"
		return nil
	}
	p.Priced = true
	if p.Shortfall.IsZero() {
		zero, err := finops.NewMoney(decimal.Decimal{}, price.Currency())
		p.TrueUp, p.Exposure = zero, zero
		return err
	}
	alone, err := price.Charge(p.Shortfall)
	if err != nil {
		return err
	}
	p.Exposure, p.TrueUp = alone.Total, alone.Total
	if p.Basis == TrueUpSeparate {
		return nil
	}
	held, err := price.Charge(p.Entitled)
	if err != nil {
		return err
	}
	if !p.Covered { // nothing is held, so nothing is paid for it, not even a fixed fee at quantity 0
		held.Total = finops.Money{}
	}
	var all finops.Money
	if p.Basis == TrueUpBest {
		q, err := pricing.BestQuantity(price, p.Required, decimal.Decimal{})
		if err != nil {
			return err
		}
		all = q.Cost
	} else {
		c, err := price.Charge(p.Required)
		if err != nil {
			return err
		}
		all = c.Total
	}
	p.TrueUp, err = all.Sub(held.Total)
	return err
}
