// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// Need is how many rights one product requires.
type Need struct {
	Product     string      `json:"product"`     // the ID of the product
	Requirement Requirement `json:"requirement"` // what its metric asks for
}

// Needs returns the assigned seats of each product as a need, ordered by product. Products without seats need nothing and
// are listed too. Products counted by something else than users or devices are left out: their seats do not say what they
// need.
func (r ShelfwareReport) Needs() []Need {
	out := make([]Need, 0, len(r.Products))
	for _, p := range r.Products {
		if !p.Metric.countsSeats() {
			continue
		}
		n := intDecimal(p.Assigned)
		out = append(out, Need{Product: p.Product, Requirement: Requirement{
			Metric: p.Metric, Quantity: n, Exact: n,
			Steps: []MetricStep{{Item: "assigned seats", Formula: "one right each", Quantity: n}},
		}})
	}
	return out
}

// TrueUpBasis says how a shortfall S over E rights held on the price ladder is priced. None of them uses an average price.
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

var trueUpNames = enum.Of[TrueUpBasis](enums, "true-up basis", "increment", "best", "separate")

// String returns the name in snake case.
func (b TrueUpBasis) String() string { return trueUpNames.String(b) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (b TrueUpBasis) MarshalText() ([]byte, error) { return trueUpNames.Marshal(b) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (b *TrueUpBasis) UnmarshalText(text []byte) error { return trueUpNames.Unmarshal(b, text) }

// PositionOptions says how shortfalls are priced.
type PositionOptions struct {
	// Prices holds the price of each product by ID as it is in force on the day, with the uplifts so far. A product without
	// one has no true-up cost. Where a contract gives a price and an uplift factor beside it, use [pricing.Scale].
	Prices map[string]pricing.Price `json:"-"`
	// Contracts names, for a product held under several contracts, the one that shortfalls are bought under: then only its
	// entitlements are held on the price ladder. A product without one has all its rights on one ladder.
	Contracts map[string]string `json:"contracts,omitempty"`
	// TrueUp is the basis of the true-up cost. If zero, [TrueUpIncrement].
	TrueUp TrueUpBasis `json:"true_up,omitempty"`
}

// Position is the effective licence position of one product.
type Position struct {
	Product string     `json:"product"` // the ID of the product
	Metric  MetricKind `json:"metric"`  // what the need counts
	// Covered says whether any entitlement is in force. A product that is required but not covered shows with Entitled 0.
	Covered bool `json:"covered"`
	// Measured says whether a need is given. Without one nobody knows what is required: Required, Surplus and Shortfall are
	// zero.
	Measured bool            `json:"measured"`
	Entitled decimal.Decimal `json:"entitled"` // rights in force
	Required decimal.Decimal `json:"required"` // rights needed
	// Surplus is max(0, Entitled - Required): over-licensed.
	Surplus decimal.Decimal `json:"surplus"`
	// Shortfall is max(0, Required - Entitled): the exposure in rights.
	Shortfall decimal.Decimal `json:"shortfall"`
	// OnLadder is the part of Entitled that is held on the price ladder: all of it, or that of one contract. See
	// [PositionOptions].Contracts.
	OnLadder decimal.Decimal `json:"on_ladder"`
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
// It returns all problems joined: [ErrNoDate]; [ErrNegative] for an entitlement or a need below zero; [ErrFractional] for
// one with a part of a right where the metric of the need counts whole rights; [ErrInvalid] for two needs of one product;
// [ErrUnknownName] for a basis that does not exist; and the errors of the prices.
func EffectivePosition(entitlements []Entitlement, needs []Need, asOf finops.Date, o PositionOptions) ([]Position, error) {
	b := positionBook{basis: o.TrueUp, contracts: o.Contracts, byID: map[string]*Position{}}
	if asOf.IsZero() {
		b.errs = append(b.errs, fmt.Errorf("license: position: %w", ErrNoDate))
	}
	b.errs = append(b.errs, trueUpNames.Check(o.TrueUp))
	for _, n := range needs {
		b.need(n)
	}
	for _, e := range entitlements {
		b.entitlement(e, asOf)
	}
	if err := errors.Join(b.errs...); err != nil {
		return nil, err
	}
	out := make([]Position, 0, len(b.byID))
	for _, id := range sortedKeys(b.byID) {
		p := b.byID[id]
		if err := p.settle(o.Prices[id]); err != nil {
			b.errs = append(b.errs, fmt.Errorf("license: position: product %q: %w", id, err))
		}
		out = append(out, *p)
	}
	if err := errors.Join(b.errs...); err != nil {
		return nil, err
	}
	return out, nil
}

// positionBook collects both sides of the positions and what is wrong with them.
type positionBook struct {
	basis     TrueUpBasis
	contracts map[string]string
	byID      map[string]*Position
	errs      []error
}

func (b *positionBook) at(product string) *Position {
	if b.byID[product] == nil {
		b.byID[product] = &Position{Product: product, Basis: b.basis}
	}
	return b.byID[product]
}

func (b *positionBook) need(n Need) {
	p := b.at(n.Product)
	if p.Measured {
		b.errs = append(b.errs, fmt.Errorf("license: position: two needs for product %q: %w", n.Product, ErrInvalid))
	}
	r := n.Requirement
	b.errs = append(b.errs, checkRights("position", fmt.Sprintf("need of product %q", n.Product), r.Quantity, r.Metric))
	p.Measured, p.Required, p.Metric = true, r.Quantity, r.Metric
}

// entitlement comes after the needs, which say what is counted.
func (b *positionBook) entitlement(e Entitlement, asOf finops.Date) {
	var k MetricKind
	if p := b.byID[e.Product]; p != nil {
		k = p.Metric
	}
	if err := checkRights("position", fmt.Sprintf("entitlement %q: quantity", e.ID), e.Quantity, k); err != nil {
		b.errs = append(b.errs, err)
		return
	}
	if e.InForce(asOf) {
		p := b.at(e.Product)
		p.Covered, p.Entitled = true, p.Entitled.Add(e.Quantity)
		p.Entitlements = append(p.Entitlements, e.ID)
		if c := b.contracts[e.Product]; c == "" || c == e.Contract {
			p.OnLadder = p.OnLadder.Add(e.Quantity)
		}
	}
}

// settle finds surplus and shortfall and prices the latter.
func (p *Position) settle(price pricing.Price) error {
	if !p.Measured {
		p.Unpriced = "no need given"
		return nil
	}
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
	p.TrueUp, err = p.stepUp(price)
	return err
}

// stepUp prices the way on the ladder from what is held to what is needed.
func (p *Position) stepUp(price pricing.Price) (finops.Money, error) {
	all, err := price.Charge(p.OnLadder.Add(p.Shortfall))
	if err != nil {
		return finops.Money{}, err
	}
	if p.Basis == TrueUpBest {
		q, err := pricing.BestQuantity(price, p.OnLadder.Add(p.Shortfall), decimal.Decimal{})
		if err != nil {
			return finops.Money{}, err
		}
		all.Total = q.Cost
	}
	if p.OnLadder.IsZero() { // nothing is held, so nothing is paid for it, not even a fixed fee at quantity 0
		return all.Total, nil
	}
	held, err := price.Charge(p.OnLadder)
	if err != nil {
		return finops.Money{}, err
	}
	return all.Total.Sub(held.Total)
}
