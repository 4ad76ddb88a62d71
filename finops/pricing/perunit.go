// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// PerUnitOptions are the choices of [NewPerUnit]. The zero value charges the quantity as it is.
type PerUnitOptions struct {
	// WholeUnits makes a fractional quantity an error, as for seats. If false, fractions are priced.
	WholeUnits bool `json:"whole_units,omitempty"`
	// ConvertDivide is the number of metered units in one billed unit (1000 to bill thousands). If zero, units are not
	// converted.
	ConvertDivide decimal.Decimal `json:"convert_divide,omitzero"`
	// ConvertRounding rounds the converted quantity, before UsageDiscount. If zero, half up. Without ConvertDivide it has
	// no effect.
	ConvertRounding finops.Rounding `json:"convert_rounding,omitzero"`
	// ConvertPlaces is the number of digits after the point that the rounded quantity keeps, 0 to 18. If zero, whole
	// billed units.
	ConvertPlaces int32 `json:"convert_places,omitzero"`
	// UsageDiscount is the number of billed units that are free, taken off after conversion and rounding. If zero, none.
	UsageDiscount decimal.Decimal `json:"usage_discount,omitzero"`
}

// PerUnit is a price for each unit. Build it with [NewPerUnit].
type PerUnit struct {
	unit    finops.Money
	zero    finops.Money
	opts    PerUnitOptions
	reading string
}

// NewPerUnit returns the price unit × quantity. The unit price may have more digits than the currency has minor units;
// it must have a currency and not be negative. It returns an error that wraps [ErrInvalidPrice] and lists all problems,
// each a [*FieldError].
func NewPerUnit(unit finops.Money, opts PerUnitOptions) (*PerUnit, error) {
	errs := fieldErrors{of: ErrInvalidPrice}
	errs.amount("unit", unit, true)
	errs.number("convert_divide", opts.ConvertDivide)
	errs.number("usage_discount", opts.UsageDiscount)
	if opts.ConvertPlaces < 0 || opts.ConvertPlaces > fastDigits {
		errs.add("convert_places", fmt.Sprint(opts.ConvertPlaces), fmt.Sprintf("want 0 to %d", fastDigits), nil)
	}
	errs.rounding("convert_rounding", opts.ConvertRounding)
	if err := errs.join(); err != nil {
		return nil, err
	}
	return &PerUnit{unit: unit, zero: nothing(unit), opts: opts, reading: perUnitReading(opts)}, nil
}

func perUnitReading(o PerUnitOptions) string {
	s := "per unit"
	if !o.ConvertDivide.IsZero() {
		s += fmt.Sprintf(", quantity divided by %s and rounded %s to %d places", shown(o.ConvertDivide), o.ConvertRounding, o.ConvertPlaces)
	}
	if !o.UsageDiscount.IsZero() {
		s += fmt.Sprintf(", first %s billed units free", shown(o.UsageDiscount))
	}
	if o.WholeUnits {
		s += ", whole units only"
	}
	return s
}

// Unit returns the price of one billed unit; zero for a nil price.
func (p *PerUnit) Unit() finops.Money {
	if p == nil {
		return finops.Money{}
	}
	return p.unit
}

// Options returns the options the price was built with; none for a nil price.
func (p *PerUnit) Options() PerUnitOptions {
	if p == nil {
		return PerUnitOptions{}
	}
	return p.opts
}

// Currency returns the currency of the unit price; "" for a nil price.
func (p *PerUnit) Currency() finops.Currency { return p.Unit().Currency() }

// Charge returns unit × billed units, where billed units = max(0, round(quantity / divide) - discount), or the quantity
// itself without conversion. It returns a [*QuantityError] that wraps [ErrNegativeQuantity], [ErrFractionalQuantity] or
// [finops.ErrRange], and [ErrInvalidPrice] for a price that [NewPerUnit] did not build.
func (p *PerUnit) Charge(quantity decimal.Decimal) (Charge, error) {
	if err := p.check(); err != nil {
		return Charge{}, err
	}
	if err := checkQuantity(quantity, p.opts.WholeUnits); err != nil {
		return Charge{}, err
	}
	billed, err := p.billed(quantity)
	if err != nil {
		return Charge{}, err
	}
	line := ChargeLine{Quantity: billed, Unit: p.unit, Flat: p.zero, Adjustment: p.zero, Amount: times(p.unit, billed)}
	return Charge{Quantity: quantity, Total: line.Amount, own: []ChargeLine{line}, Reading: p.reading}, nil
}

func (p *PerUnit) billed(q decimal.Decimal) (decimal.Decimal, error) {
	if !p.opts.ConvertDivide.IsZero() {
		var err error
		if q, err = finops.DivRound(q, p.opts.ConvertDivide, p.opts.ConvertPlaces, p.opts.ConvertRounding); err != nil {
			return q, fmt.Errorf("pricing: convert_divide: %w", err)
		}
	}
	if p.opts.UsageDiscount.Sign() > 0 {
		q = decimal.Max(q.Sub(p.opts.UsageDiscount), decimal.Decimal{})
	}
	return q, nil
}

func (p *PerUnit) starts(decimal.Decimal, int32) []decimal.Decimal { return nil }

func (p *PerUnit) places() int32 { return 0 }
