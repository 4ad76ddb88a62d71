// SPDX-License-Identifier: Apache-2.0

package license

import (
	"context"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// Group is a number of people who need the same.
type Group struct {
	ID     string `json:"id"`     // names the group in the result
	People int    `json:"people"` // how many they are
	// Needs are the capabilities that each of them needs.
	Needs []string `json:"needs"`
	// Allowed lists the offers that they may get. If empty, all.
	Allowed []string `json:"allowed,omitempty"`
}

// Offer is a product or add-on that can be bought, one right per person.
type Offer struct {
	// ID names the offer.
	ID string `json:"id"`
	// Grants are the capabilities of one right; what they imply is added. See [Catalog.Offer].
	Grants []string `json:"grants"`
	// Price is the price of a quantity for the period under comparison. All offers must use the same period and currency. An
	// offer that nobody gets is not bought: it costs nothing, even if the price has a fee at quantity zero, unless Floor says
	// that it is committed.
	Price pricing.Price `json:"-"`
	// Cap is the most rights that may be bought. If zero, no limit.
	Cap int `json:"cap,omitempty"`
	// Floor is the least quantity that is paid for, needed or not. If zero, none.
	Floor int `json:"floor,omitempty"`
	// Requires makes this an add-on: a person can get it only together with one of these offers. If empty, it stands alone.
	Requires []string `json:"requires,omitempty"`
}

// MixProblem asks for the cheapest way to give every person of every group what the group needs.
type MixProblem struct {
	Groups []Group `json:"groups"` // who needs what
	Offers []Offer `json:"offers"` // what can be bought
	// Implications say which capability does the work of another.
	Implications []Implication `json:"implications,omitempty"`
}

// MixOptions bounds the work.
type MixOptions struct {
	// WorkLimit is the number of steps after which the best mix found is returned unproven. A step is some nanoseconds'
	// work: one transition of a table, one cell of a pivot. If zero, [DefaultWorkLimit].
	WorkLimit int `json:"work_limit,omitempty"`
}

// DefaultWorkLimit is the work limit of [MixOptions], some seconds of work.
const DefaultWorkLimit = 1_000_000_000

// MixStop says why [OptimizeMix] stopped.
type MixStop uint8

const (
	MixUnset     MixStop = iota // the zero value: there is no mix, [OptimizeMix] returned an error
	MixProven                   // the mix is proven to be the cheapest
	MixWorkLimit                // the work limit was reached
	MixCancelled                // the context ended
)

var mixStopNames = enum.Of[MixStop](enums, "mix stop", "unset", "proven", "work_limit", "cancelled")

// String returns the name in snake case.
func (s MixStop) String() string { return mixStopNames.String(s) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (s MixStop) MarshalText() ([]byte, error) { return mixStopNames.Marshal(s) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (s *MixStop) UnmarshalText(text []byte) error { return mixStopNames.Unmarshal(s, text) }

// Mix is the result of [OptimizeMix].
type Mix struct {
	// Cost is the total of the purchases, exact.
	Cost finops.Money `json:"cost"`
	// LowerBound is an amount below which no mix can cost; it equals Cost if Proven.
	LowerBound finops.Money `json:"lower_bound"`
	// Gap is (Cost - LowerBound) / Cost; undefined if Cost is zero.
	Gap finops.Ratio `json:"gap"`
	// Proven says that no cheaper mix exists.
	Proven bool `json:"proven"`
	// Stop is why the search ended. It is [MixUnset] only in the zero Mix that comes with an error.
	Stop  MixStop `json:"stop"`
	Nodes int     `json:"nodes"` // branches examined
	Work  int     `json:"work"`  // steps spent
	// Assignments says who gets what, ordered by group in the order given, then by offers.
	Assignments []MixAssignment `json:"assignments"`
	// Purchases says what to buy, ordered by offer; offers that are neither used nor paid for are left out.
	Purchases []MixPurchase `json:"purchases"`
}

// MixAssignment gives people of a group one configuration.
type MixAssignment struct {
	Group  string   `json:"group"`  // the ID of the group
	Offers []string `json:"offers"` // what each person gets, sorted
	People int      `json:"people"` // how many of the group
}

// MixPurchase is the quantity of one offer.
type MixPurchase struct {
	Offer string `json:"offer"` // the ID of the offer
	Used  int    `json:"used"`  // people who get it
	// Buy is the quantity to buy, more than Used where a larger quantity costs less or the floor asks for it.
	Buy  decimal.Decimal `json:"buy"`
	Cost finops.Money    `json:"cost"` // of Buy, exact
}

// Offer returns an offer of the product at the price, with all that the catalog says it grants. It returns an error that
// wraps [ErrUnknownProduct].
func (c *Catalog) Offer(product string, price pricing.Price) (Offer, error) {
	grants, err := c.Grants(product)
	if err != nil {
		return Offer{}, err
	}
	return Offer{ID: product, Grants: grants, Price: price}, nil
}

// OptimizeMix returns the cheapest purchases that give each person of each group all that the group needs:
//
//	min Σ cost_p(bought_p)   with   bought_p ≥ people who get p,  bought_p ≤ cap_p,  every need of everybody covered
//
// Offers sold at one price per unit without cap or floor are chosen group by group: a weighted set cover, solved by dynamic
// programming over the capabilities that are left after reduction, by branch and bound beyond 20 of them. Offers with a
// ladder, cap or floor couple the groups: branch and bound over the quantities, bounded by a linear program over the convex
// envelope of each ladder. All arithmetic is exact, so Proven means proven. Cost is exact and not rounded to minor units.
//
// When the context ends or the work limit is reached, the best mix found so far is returned with Proven false and a valid
// LowerBound; a context that ends before any mix is found gives the context's error. Cancelling takes effect within
// 50 milliseconds.
//
// An error comes with the zero [Mix], whose Proven is false and whose Stop is [MixUnset].
//
// Errors, all problems joined: [ErrInvalid] and [ErrNegative] for the input, [*CycleError], [*InfeasibleError] naming group
// and capability, [ErrTooLarge] beyond 64 capabilities of one group after reduction, 12 coupled offers useful to one group,
// about a million quantities of an irregular price or a cost of all offers together of 10^15 / 10^(digits after the point
// of the prices), 10^13 for prices in cents, [finops.ErrCurrencyMismatch], and the errors of the prices.
func OptimizeMix(ctx context.Context, p MixProblem, o MixOptions) (Mix, error) {
	m, err := newMixModel(p)
	if err != nil {
		return Mix{}, err
	}
	if o.WorkLimit < 0 {
		return Mix{}, fmt.Errorf("license: mix: work_limit is %d: %w", o.WorkLimit, ErrNegative)
	}
	if o.WorkLimit == 0 {
		o.WorkLimit = DefaultWorkLimit
	}
	w := &work{ctx: ctx, limit: o.WorkLimit}
	if err := m.priceOffers(w); err != nil {
		return Mix{}, err
	}
	return m.solve(w)
}
