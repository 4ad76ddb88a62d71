// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
)

// Mode says what the tiers of a ladder mean.
type Mode uint8

const (
	Graduated           Mode = iota // the units inside each tier cost that tier's price (Stripe, Lago, OpenMeter "graduated")
	Volume                          // all units cost the price of the tier in which the quantity ends
	Stairstep                       // only the flat amount of the tier in which the quantity ends (Chargebee, Recurly)
	StairstepCumulative             // the flat amounts of all tiers up to there, added (Solvimon "stairstep")
)

var modeNames = []string{"graduated", "volume", "stairstep", "stairstep_cumulative"}

// String returns the name in snake case.
func (m Mode) String() string { return name(modeNames, "mode", uint8(m)) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (m Mode) MarshalText() ([]byte, error) { return marshalName(modeNames, "mode", uint8(m)) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (m *Mode) UnmarshalText(text []byte) error { return unmarshalName(modeNames, "mode", text, m) }

// Bound says to which tier a quantity equal to an upper bound belongs.
type Bound uint8

const (
	UpperInclusive Bound = iota // to the tier that ends there (Stripe, Lago, OpenMeter, Chargebee)
	UpperExclusive              // to the next tier (Meteroid, Lotus for volume prices)
)

var boundNames = []string{"upper_inclusive", "upper_exclusive"}

// String returns the name in snake case.
func (b Bound) String() string { return name(boundNames, "bound", uint8(b)) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (b Bound) MarshalText() ([]byte, error) { return marshalName(boundNames, "bound", uint8(b)) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (b *Bound) UnmarshalText(text []byte) error { return unmarshalName(boundNames, "bound", text, b) }

// AtZero says what a ladder charges for quantity zero.
type AtZero uint8

const (
	FlatAtZero    AtZero = iota // the flat amount of the first tier (Lago, OpenMeter)
	NothingAtZero               // nothing (Flexprice)
)

var atZeroNames = []string{"flat", "nothing"}

// String returns the name in snake case.
func (a AtZero) String() string { return name(atZeroNames, "at zero", uint8(a)) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (a AtZero) MarshalText() ([]byte, error) { return marshalName(atZeroNames, "at zero", uint8(a)) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (a *AtZero) UnmarshalText(text []byte) error {
	return unmarshalName(atZeroNames, "at zero", text, a)
}

// PackageCount says over what the packages of a graduated ladder are counted. Other modes price one tier only, where
// both are the same.
type PackageCount uint8

const (
	PackagesPerTier PackageCount = iota // over the units inside each tier: a part package at the end of each tier counts (Kill Bill)
	PackagesWhole                       // over the whole quantity: a package that crosses a bound is charged once, where it begins
)

var packageCountNames = []string{"per_tier", "whole"}

// String returns the name in snake case.
func (c PackageCount) String() string { return name(packageCountNames, "package count", uint8(c)) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (c PackageCount) MarshalText() ([]byte, error) {
	return marshalName(packageCountNames, "package count", uint8(c))
}

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (c *PackageCount) UnmarshalText(text []byte) error {
	return unmarshalName(packageCountNames, "package count", text, c)
}

// PartPackage says whether a package that is used in part is charged.
type PartPackage uint8

const (
	PartPackageDue  PartPackage = iota // in full: packages are rounded up
	PartPackageFree                    // not at all: packages are rounded down
)

var partPackageNames = []string{"due", "free"}

// String returns the name in snake case.
func (p PartPackage) String() string { return name(partPackageNames, "part package", uint8(p)) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (p PartPackage) MarshalText() ([]byte, error) {
	return marshalName(partPackageNames, "part package", uint8(p))
}

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (p *PartPackage) UnmarshalText(text []byte) error {
	return unmarshalName(partPackageNames, "part package", text, p)
}

func name(names []string, kind string, v uint8) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("%s(%d)", kind, v)
}

func marshalName(names []string, kind string, v uint8) ([]byte, error) {
	if int(v) >= len(names) {
		return nil, fmt.Errorf("pricing: %s %d: %w", kind, v, finops.ErrRange)
	}
	return []byte(names[v]), nil
}

func unmarshalName[T ~uint8](names []string, kind string, text []byte, into *T) error {
	for i, n := range names {
		if n == string(text) {
			*into = T(i)
			return nil
		}
	}
	return fmt.Errorf("pricing: %s %.40q: want one of %q: %w", kind, text, names, finops.ErrSyntax)
}
