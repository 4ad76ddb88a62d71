// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// NextTerm is a contract with its review: what is needed to build further scenarios for the term that comes next. [Analyze]
// hands it to Alternative.Build; after the analysis it can be put together from a contract and its review.
type NextTerm struct {
	Contract contract.Contract // the contract
	// Review is the review of Contract. In Alternative.Build its savings, lines and dates are there; exposure, comparison
	// and cost of waiting are not yet.
	Review ContractReview
}

// OfferQuantity says which quantity an offer of the next term is for.
type OfferQuantity uint8

const (
	OfferRightQuantity OfferQuantity = iota // the quantity to buy: LineReview.Saving.Buy
	OfferHeldQuantity                       // the quantity under contract at the end of the term
)

var offerQuantityNames = enum.Of[OfferQuantity](enums, "offer quantity", "right", "held")

// String returns the name in snake case.
func (q OfferQuantity) String() string { return offerQuantityNames.String(q) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (q OfferQuantity) MarshalText() ([]byte, error) { return offerQuantityNames.Marshal(q) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (q *OfferQuantity) UnmarshalText(text []byte) error {
	return offerQuantityNames.Unmarshal(q, text)
}

// OfferPrice says which price an offer of the next term starts from.
type OfferPrice uint8

const (
	OfferNextPrice  OfferPrice = iota // the price on the first day of the next term, after the uplift of the renewal
	OfferTodayPrice                   // the price in force on the day of the review
)

var offerPriceNames = enum.Of[OfferPrice](enums, "offer price", "next_term", "today")

// String returns the name in snake case.
func (p OfferPrice) String() string { return offerPriceNames.String(p) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (p OfferPrice) MarshalText() ([]byte, error) { return offerPriceNames.Marshal(p) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (p *OfferPrice) UnmarshalText(text []byte) error { return offerPriceNames.Unmarshal(p, text) }

// NextOfferOptions are the choices of [NextTerm.Offers]. The zero value is the right quantity at the price of the next term.
type NextOfferOptions struct {
	Quantity OfferQuantity `json:"quantity"` // if zero, the right quantity
	Price    OfferPrice    `json:"price"`    // if zero, the price of the next term
	// Months is the length of the offers. If zero, that of the next term.
	Months int `json:"months,omitempty"`
}

// Offers returns one offer for each line under review, in their order, from the first day on which something else can be in
// force, billed as the contract is. Where the contract ends by itself, it is taken as renewed for the same length at the
// price in force. A lump sum agreed for a term of another length is taken by months, its factor rounded to 20 digits.
// Usage-based lines are not among them. Offer.Uplift is left zero: set it for offers that rise.
//
// It returns an error that wraps [ErrInvalid] if the contract cannot change on a known day or an option does not exist, and
// the errors of [contract.Contract.LinePrice].
func (n NextTerm) Offers(o NextOfferOptions) ([]Offer, error) {
	bad := problems{item: fmt.Sprintf("next term of %q", n.Contract.ID)}
	if n.Review.Changes.IsZero() {
		bad.add("changes", "", "is not a known day")
	}
	for _, err := range []error{offerQuantityNames.Check(o.Quantity), offerPriceNames.Check(o.Price)} {
		if err != nil {
			bad.wrap("options", "", "are not known", err)
		}
	}
	if o.Months < 0 || o.Months > maxMonths {
		bad.add("months", fmt.Sprint(o.Months), "is not 0 to 1200")
	}
	if err := bad.join(); err != nil {
		return nil, err
	}
	c := renewable(n.Contract, n.Review.Window)
	if o.Months == 0 {
		o.Months = c.Renewal.Months
	}
	if o.Months == 0 {
		o.Months = termMonths(n.Review.Window.Term.Period)
	}
	var out []Offer
	for _, l := range n.Review.Lines {
		offer, err := n.offer(c, l, o)
		if err != nil {
			return nil, fmt.Errorf("renewal: next term of %q: line %q: %w", c.ID, l.Line, err)
		}
		out = append(out, offer)
	}
	return out, nil
}

// offer returns the offer for one line.
func (n NextTerm) offer(c contract.Contract, l LineReview, o NextOfferOptions) (Offer, error) {
	i := slices.IndexFunc(c.Lines, func(x contract.Line) bool { return x.ID == l.Line })
	if i < 0 {
		return Offer{}, &FieldError{Item: fmt.Sprintf("next term of %q", c.ID), Field: "line", Value: l.Line, Problem: "is not in the contract"}
	}
	line, on := c.Lines[i], n.Review.Changes
	if o.Price == OfferTodayPrice {
		on = priceDay(c, line, n.Review.Window.AsOf)
	}
	price, err := c.LinePrice(l.Line, on)
	if err != nil {
		return Offer{}, err
	}
	if lump := periodMonths(c, line, on); l.Per == contract.PerTerm && lump != o.Months {
		if price, err = pricing.Scale(price, share(o.Months, lump)); err != nil {
			return Offer{}, err
		}
	}
	out := Offer{
		Line: l.Line, Price: price, Per: l.Per, Quantity: l.Saving.Buy, Start: n.Review.Changes, Months: o.Months,
		Every: c.Billing.Every, Timing: c.Billing.Timing, PaymentDays: c.Billing.PaymentDays, WholeUnits: line.WholeUnits,
	}
	if o.Quantity == OfferHeldQuantity {
		out.Quantity = l.Held
	}
	return out, nil
}

// share returns months / of to 20 digits.
func share(months, of int) decimal.Decimal {
	q, _ := finops.Ratio{Num: decimal.NewFromInt(int64(months)), Den: decimal.NewFromInt(int64(of))}.Round(20, finops.HalfEven)
	return q
}

// renewable returns the contract as it would go on: one that ends by itself, or whose notice was given, renewed for the
// same length at the price in force.
func renewable(c contract.Contract, w contract.NoticeWindow) contract.Contract {
	if w.Status == contract.WindowNoAutoRenewal || w.Status == contract.WindowNoticeGiven {
		c.EndedFrom = finops.Date{}
		c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: termMonths(w.Term.Period)}
	}
	return c
}

// priceDay returns the day on which the price in force today is read: not before the contract and its line have begun.
func priceDay(c contract.Contract, l contract.Line, asOf finops.Date) finops.Date {
	for _, start := range []finops.Date{c.Term.Start, l.Start} {
		if asOf.Before(start) {
			asOf = start
		}
	}
	return asOf
}
