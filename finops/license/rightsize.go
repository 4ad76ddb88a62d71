// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/shopspring/decimal"
)

// Demand is what the right quantity of a product is made of. Counts are seats.
type Demand struct {
	Product     string `json:"product"`      // the ID of the product
	Active      int    `json:"active"`       // seats in use
	Grace       int    `json:"grace"`        // seats newly or not yet in use
	Exempt      int    `json:"exempt"`       // seats left alone by policy
	NoTelemetry int    `json:"no_telemetry"` // seats whose use is unknown: they count as needed
	// OverTieredKept is the over-tiered seats that stay in this product.
	OverTieredKept int `json:"over_tiered_kept"`
	// MovedIn is the over-tiered seats of other products that come to this one.
	MovedIn int `json:"moved_in"`
	// Buffer is the reserve as a fraction of the seats above, 0.05 for 5 %. If zero, none.
	Buffer decimal.Decimal `json:"buffer"`
	// Joiners are the people expected until the end of the term who will need a seat.
	Joiners int `json:"joiners"`
	// Leavers are the people expected to go until then who hold a seat that is counted above: see [Departures.Leavers].
	Leavers int `json:"leavers"`
	// Floor is the least quantity that a commitment allows. If zero, none.
	Floor decimal.Decimal `json:"floor"`
}

// RightSizing is the result of [Demand.RightSize].
type RightSizing struct {
	Demand
	// Needed is the seats before the buffer.
	Needed int `json:"needed"`
	// Buffered is ⌈Needed × (1 + Buffer)⌉.
	Buffered decimal.Decimal `json:"buffered"`
	// Target is max(0, Buffered + Joiners - Leavers), before the floor.
	Target decimal.Decimal `json:"target"`
	// Quantity is max(Target, Floor), the quantity to buy. The floor is rounded up to a whole seat.
	Quantity decimal.Decimal `json:"quantity"`
	// Floored says that the commitment, not the demand, decides.
	Floored bool `json:"floored"`
}

// Validate lists the negative fields, wrapping [ErrNegative].
func (d Demand) Validate() error {
	var errs []error
	check := func(field string, v decimal.Decimal) {
		errs = append(errs, checkNumber(fmt.Sprintf("demand %q", d.Product), field, v))
	}
	check("active", intDecimal(d.Active))
	check("grace", intDecimal(d.Grace))
	check("exempt", intDecimal(d.Exempt))
	check("no_telemetry", intDecimal(d.NoTelemetry))
	check("over_tiered_kept", intDecimal(d.OverTieredKept))
	check("moved_in", intDecimal(d.MovedIn))
	check("buffer", d.Buffer)
	check("joiners", intDecimal(d.Joiners))
	check("leavers", intDecimal(d.Leavers))
	check("floor", d.Floor)
	return errors.Join(errs...)
}

// RightSize returns the quantity to hold:
//
//	N = ⌈(active + grace + exempt + no telemetry + over-tiered kept + moved in) × (1 + buffer)⌉ + joiners - leavers
//
// and not below zero nor below the floor. It returns the errors of [Demand.Validate]. What it costs, and whether a larger
// quantity costs less, is for pricing.BestQuantity.
func (d Demand) RightSize() (RightSizing, error) {
	if err := d.Validate(); err != nil {
		return RightSizing{}, err
	}
	r := RightSizing{Demand: d}
	r.Needed = d.Active + d.Grace + d.Exempt + d.NoTelemetry + d.OverTieredKept + d.MovedIn
	r.Buffered = finops.Ceiling.Round(intDecimal(r.Needed).Mul(intDecimal(1).Add(d.Buffer)), 0)
	r.Target = decimal.Max(decimal.Decimal{}, r.Buffered.Add(intDecimal(d.Joiners)).Sub(intDecimal(d.Leavers)))
	floor := finops.Ceiling.Round(d.Floor, 0)
	r.Floored = floor.Cmp(r.Target) > 0
	r.Quantity = decimal.Max(r.Target, floor)
	return r, nil
}

// OverTierUse says what becomes of over-tiered seats.
type OverTierUse uint8

const (
	// MoveDown counts an over-tiered seat at the cheaper product. This is the default.
	MoveDown OverTierUse = iota
	// KeepTier leaves it where it is.
	KeepTier
)

var overTierNames = enum.Of[OverTierUse](enums, "over-tier use", "move_down", "keep_tier")

// String returns the name in snake case.
func (u OverTierUse) String() string { return overTierNames.String(u) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (u OverTierUse) MarshalText() ([]byte, error) { return overTierNames.Marshal(u) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (u *OverTierUse) UnmarshalText(text []byte) error { return overTierNames.Unmarshal(u, text) }

// Demand returns the demand for one product that the report shows: all but buffer, joiners, leavers and floor, which the
// caller adds. With [MoveDown] the over-tiered seats of the product are counted at their cheaper products, and those of
// other products that come to this one are counted here. It returns an error that wraps [ErrUnknownProduct] if the report
// does not have the product, and [ErrUnknownName] for a use that does not exist.
func (r ShelfwareReport) Demand(product string, use OverTierUse) (Demand, error) {
	p, ok := r.Product(product)
	if err := overTierNames.Check(use); err != nil {
		return Demand{}, err
	}
	if !ok {
		return Demand{}, fmt.Errorf("license: demand: product %q: %w", product, ErrUnknownProduct)
	}
	d := Demand{
		Product: product, Active: p.Counts.Active, Grace: p.Counts.Grace, Exempt: p.Counts.Exempt, NoTelemetry: p.Counts.NoTelemetry,
	}
	if use == KeepTier {
		d.OverTieredKept = p.Counts.OverTiered
		return d, nil
	}
	for _, other := range r.Products {
		for _, m := range other.DowngradedTo {
			if m.Product == product {
				d.MovedIn += m.Seats
			}
		}
	}
	return d, nil
}
