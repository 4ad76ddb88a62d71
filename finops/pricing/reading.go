// SPDX-License-Identifier: Apache-2.0

package pricing

import "github.com/itfm-go/itfm/finops/internal/enum"

// Mode says what the tiers of a ladder mean.
type Mode uint8

const (
	Graduated           Mode = iota // the units inside each tier cost that tier's price (Stripe, Lago, OpenMeter "graduated")
	Volume                          // all units cost the price of the tier in which the quantity ends
	Stairstep                       // only the flat amount of the tier in which the quantity ends (Chargebee, Recurly)
	StairstepCumulative             // the flat amounts of all tiers up to there, added (Solvimon "stairstep")
)

var modeNames = enum.Of[Mode](enums, "mode", "graduated", "volume", "stairstep", "stairstep_cumulative")

// String returns the name in snake case.
func (m Mode) String() string { return modeNames.String(m) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (m Mode) MarshalText() ([]byte, error) { return modeNames.Marshal(m) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (m *Mode) UnmarshalText(text []byte) error { return modeNames.Unmarshal(m, text) }

// Bound says to which tier a quantity equal to an upper bound belongs.
type Bound uint8

const (
	UpperInclusive Bound = iota // to the tier that ends there (Stripe, Lago, OpenMeter, Chargebee)
	UpperExclusive              // to the next tier (Meteroid, Lotus for volume prices)
)

var boundNames = enum.Of[Bound](enums, "bound", "upper_inclusive", "upper_exclusive")

// String returns the name in snake case.
func (b Bound) String() string { return boundNames.String(b) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (b Bound) MarshalText() ([]byte, error) { return boundNames.Marshal(b) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (b *Bound) UnmarshalText(text []byte) error { return boundNames.Unmarshal(b, text) }

// AtZero says what a ladder charges for quantity zero.
type AtZero uint8

const (
	FlatAtZero    AtZero = iota // the flat amount of the first tier (Lago, OpenMeter)
	NothingAtZero               // nothing (Flexprice)
)

var atZeroNames = enum.Of[AtZero](enums, "at zero", "flat", "nothing")

// String returns the name in snake case.
func (a AtZero) String() string { return atZeroNames.String(a) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (a AtZero) MarshalText() ([]byte, error) { return atZeroNames.Marshal(a) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (a *AtZero) UnmarshalText(text []byte) error { return atZeroNames.Unmarshal(a, text) }

// PackageCount says over what the packages of a graduated ladder are counted. Other modes price one tier only, where
// both are the same.
type PackageCount uint8

const (
	PackagesPerTier PackageCount = iota // over the units inside each tier: a part package at the end of each tier counts (Kill Bill)
	PackagesWhole                       // over the whole quantity: a package that crosses a bound is charged once, where it begins
)

var packageCountNames = enum.Of[PackageCount](enums, "package count", "per_tier", "whole")

// String returns the name in snake case.
func (c PackageCount) String() string { return packageCountNames.String(c) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (c PackageCount) MarshalText() ([]byte, error) { return packageCountNames.Marshal(c) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (c *PackageCount) UnmarshalText(text []byte) error { return packageCountNames.Unmarshal(c, text) }

// PartPackage says whether a package that is used in part is charged.
type PartPackage uint8

const (
	PartPackageDue  PartPackage = iota // in full: packages are rounded up
	PartPackageFree                    // not at all: packages are rounded down
)

var partPackageNames = enum.Of[PartPackage](enums, "part package", "due", "free")

// String returns the name in snake case.
func (p PartPackage) String() string { return partPackageNames.String(p) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (p PartPackage) MarshalText() ([]byte, error) { return partPackageNames.Marshal(p) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (p *PartPackage) UnmarshalText(text []byte) error { return partPackageNames.Unmarshal(p, text) }
