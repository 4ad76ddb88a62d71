// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// PackageSpec describes a price per package of units.
type PackageSpec struct {
	// Amount is the price of one package.
	Amount finops.Money `json:"amount"`
	// Size is the number of units in a package, above zero.
	Size decimal.Decimal `json:"size"`
	// Free is the number of units that are free, taken off before packages are counted. If zero, none.
	Free decimal.Decimal `json:"free,omitzero"`
	// MinPackages is the least number of packages charged, also at quantity zero; a whole number. If zero, no minimum.
	MinPackages decimal.Decimal `json:"min_packages,omitzero"`
	// PartPackage says whether a package used in part is charged. If zero, in full ([PartPackageDue]).
	PartPackage PartPackage `json:"part_package"`
	// WholeUnits makes a fractional quantity an error, as for seats. If false, fractions are priced.
	WholeUnits bool `json:"whole_units,omitempty"`
}

// Package is a price per package of units. Build it with [NewPackage].
type Package struct {
	spec    PackageSpec
	zero    finops.Money
	reading string
}

// NewPackage returns the price that spec describes. It returns an error that wraps [ErrInvalidPrice] and lists all
// problems, each a [*FieldError]: an amount that is negative or without a currency, a size of zero or less, a negative
// or fractional minimum, negative free units.
func NewPackage(spec PackageSpec) (*Package, error) {
	errs := fieldErrors{of: ErrInvalidPrice}
	errs.amount("amount", spec.Amount, true)
	errs.positive("size", spec.Size)
	errs.number("free", spec.Free)
	errs.number("min_packages", spec.MinPackages)
	if inRange(spec.MinPackages) && !spec.MinPackages.IsInteger() {
		errs.add("min_packages", shown(spec.MinPackages), "is not whole", nil)
	}
	if !partPackageNames.Has(spec.PartPackage) {
		errs.add("part_package", fmt.Sprint(uint8(spec.PartPackage)), "is none of "+partPackageNames.List(), finops.ErrRange)
	}
	if err := errs.join(); err != nil {
		return nil, err
	}
	return &Package{spec: spec, zero: nothing(spec.Amount), reading: spec.reading()}, nil
}

func (s PackageSpec) reading() string {
	r := fmt.Sprintf("packages of %s, part packages %s", shown(s.Size), s.PartPackage)
	if !s.Free.IsZero() {
		r += fmt.Sprintf(", first %s units free", shown(s.Free))
	}
	if !s.MinPackages.IsZero() {
		r += fmt.Sprintf(", at least %s packages", shown(s.MinPackages))
	}
	if s.WholeUnits {
		r += ", whole units only"
	}
	return r
}

// Spec returns what the price was built from; the zero value for a nil price.
func (p *Package) Spec() PackageSpec {
	if p == nil {
		return PackageSpec{}
	}
	return p.spec
}

// Currency returns the currency of the amount; "" for a nil price.
func (p *Package) Currency() finops.Currency { return p.Spec().Amount.Currency() }

// Packages returns the number of packages charged for the quantity: max(MinPackages, ⌈max(0, quantity - Free) / Size⌉),
// or ⌊ ⌋ with [PartPackageFree]. It returns a [*QuantityError] that wraps [ErrNegativeQuantity],
// [ErrFractionalQuantity] or [finops.ErrRange], and [ErrInvalidPrice] for a price that [NewPackage] did not build.
func (p *Package) Packages(quantity decimal.Decimal) (decimal.Decimal, error) {
	if err := p.check(); err != nil {
		return decimal.Decimal{}, err
	}
	if err := checkQuantity(quantity, p.spec.WholeUnits); err != nil {
		return decimal.Decimal{}, err
	}
	return p.count(p.charged(quantity)), nil
}

// charged returns the units above the free ones.
func (p *Package) charged(quantity decimal.Decimal) decimal.Decimal {
	return decimal.Max(quantity.Sub(p.spec.Free), decimal.Decimal{})
}

func (p *Package) count(units decimal.Decimal) decimal.Decimal {
	n := wholeUp(units, p.spec.Size)
	if p.spec.PartPackage == PartPackageFree {
		n = wholeDown(units, p.spec.Size)
	}
	return decimal.Max(n, p.spec.MinPackages)
}

// Charge returns Amount × [Package.Packages] as one line. It returns the errors of [Package.Packages].
func (p *Package) Charge(quantity decimal.Decimal) (Charge, error) {
	if err := p.check(); err != nil {
		return Charge{}, err
	}
	if err := checkQuantity(quantity, p.spec.WholeUnits); err != nil {
		return Charge{}, err
	}
	units := p.charged(quantity)
	line := ChargeLine{
		Quantity: units, Unit: p.spec.Amount, Packages: p.count(units), PackageSize: p.spec.Size, Flat: p.zero, Adjustment: p.zero,
	}
	line.Amount = times(line.Unit, line.Packages)
	return Charge{Quantity: quantity, Total: line.Amount, own: []ChargeLine{line}, Reading: p.reading}, nil
}

func (p *Package) starts(decimal.Decimal, int32) []decimal.Decimal { return nil }

func (p *Package) places() int32 { return 0 }
