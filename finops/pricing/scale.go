// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// Scale returns the price p with every amount of money in it times factor, exactly: 1.05 raises a price list by 5 %, 0.8
// takes 20 % off. Unit and flat prices, the prices of packages and tiers are scaled; bounds, sizes, free units and all
// other quantities stay. So, without a rounding,
//
//	Scale(p, f).Charge(q).Total = f × p.Charge(q).Total
//
// Of a [Percentage] the rate, the fixed part and the limits for a transaction are scaled, which are what it costs; the
// free volume stays, which is part of what it is charged on. p is not changed. Factors of one are allowed.
//
// It returns [ErrInvalidPrice] as a [*FieldError] for a price that is nil or that no constructor built, and for a factor
// that is not above zero or has more than 100 digits before or after the point (also [finops.ErrRange]), and the errors
// of the constructor if a scaled amount has too many digits: round the factor.
func Scale(p Price, factor decimal.Decimal) (Price, error) {
	if err := checkPrice(p); err != nil {
		return nil, err
	}
	errs := fieldErrors{of: ErrInvalidPrice}
	errs.positive("factor", factor)
	if err := errs.join(); err != nil {
		return nil, err
	}
	return p.scaled(factor)
}

func (p *PerUnit) scaled(factor decimal.Decimal) (Price, error) {
	return orNil(NewPerUnit(times(p.unit, factor), p.opts))
}

func (f *Flat) scaled(factor decimal.Decimal) (Price, error) {
	return orNil(NewFlat(times(f.amount, factor)))
}

func (l *Ladder) scaled(factor decimal.Decimal) (Price, error) {
	spec := l.Spec()
	for i := range spec.Tiers {
		t := &spec.Tiers[i]
		t.Unit, t.Flat = t.Unit.Mul(factor), t.Flat.Mul(factor)
	}
	return orNil(NewLadder(spec))
}

func (p *Package) scaled(factor decimal.Decimal) (Price, error) {
	spec := p.spec
	spec.Amount = times(spec.Amount, factor)
	return orNil(NewPackage(spec))
}

func (p *Percentage) scaled(factor decimal.Decimal) (Price, error) {
	spec := p.spec
	spec.Rate = spec.Rate.Mul(factor)
	for _, m := range []*finops.Money{&spec.Fixed, &spec.Minimum, &spec.Maximum} {
		*m = times(*m, factor)
	}
	return orNil(NewPercentage(spec))
}
