// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// UpliftKind says what a price rises by. The zero value is [NoUplift].
type UpliftKind uint8

// Kinds of uplift.
const (
	NoUplift    UpliftKind = iota // prices stay
	UpliftFixed                   // by a fixed rate
	UpliftCPI                     // by the change of an index, plus a spread, between a floor and a cap
	UpliftList                    // to the list price of the line, within a floor and a cap on the change
)

var upliftKindNames = enum.Of[UpliftKind](enums, "uplift kind", "none", "fixed", "cpi", "list")

// String returns the name in snake case, for example "cpi".
func (k UpliftKind) String() string { return upliftKindNames.String(k) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (k UpliftKind) MarshalText() ([]byte, error) { return upliftKindNames.Marshal(k) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (k *UpliftKind) UnmarshalText(text []byte) error { return upliftKindNames.Unmarshal(k, text) }

// UpliftScale says how often a yearly rate counts at the start of a term of several years. The zero value is
// [OncePerStep]. At anniversaries within a term every scale counts once.
type UpliftScale uint8

// Scales of an uplift.
const (
	OncePerStep         UpliftScale = iota // the rate, once: 3 % is +3.00 %
	TimesTermYears                         // the rate times the years of the new term, at once: 3 % for 3 years is +9.00 %
	CompoundedTermYears                    // compounded over the years of the new term, at once: 3 % for 3 years is +9.2727 %
)

var upliftScaleNames = enum.Of[UpliftScale](enums, "uplift scale", "once_per_step", "times_term_years", "compounded_term_years")

// String returns the name in snake case, for example "times_term_years".
func (s UpliftScale) String() string { return upliftScaleNames.String(s) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (s UpliftScale) MarshalText() ([]byte, error) { return upliftScaleNames.Marshal(s) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (s *UpliftScale) UnmarshalText(text []byte) error { return upliftScaleNames.Unmarshal(s, text) }

// Uplift is a rule by which prices change. The field it stands in says when. [Contract.Uplift] applies at each
// anniversary of the start of the contract, but does not raise a lump sum ([PerTerm]) within a term. [RenewalTerms.Uplift] applies at the start of each renewal term (of an
// evergreen contract: of the first rolling period only), [ExtensionOption.Uplift] at the start of the option term; on
// that day they replace the uplift of the contract. The zero value changes nothing.
//
// The new price is the old price × (1 + rate). For [UpliftFixed] the rate is Rate. For [UpliftCPI] it is
// I(t)/I(t-OverMonths) - 1 + Spread, where t is the month of the step less LagMonths. For [UpliftList] it is what leads
// to the list price. The floor and the cap then bound the rate. The rate of an index is rounded half up to 12 digits, the
// product of all rates to 24.
type Uplift struct {
	Kind       UpliftKind          `json:"kind"`                  // if zero, none
	Rate       decimal.Decimal     `json:"rate"`                  // UpliftFixed: fraction per step, 0.03 for 3 %
	Index      IndexSeries         `json:"index,omitzero"`        // UpliftCPI: the index
	LagMonths  int                 `json:"lag_months,omitempty"`  // UpliftCPI: months between the index month and the month of the step
	OverMonths int                 `json:"over_months,omitempty"` // UpliftCPI: months over which the index change is measured; if zero, 12
	Spread     decimal.Decimal     `json:"spread"`                // UpliftCPI: added to the index change
	Floor      decimal.NullDecimal `json:"floor,omitzero"`        // least rate; 0 is "no decrease"; none if not valid
	Cap        decimal.NullDecimal `json:"cap,omitzero"`          // highest rate; none if not valid
	Scale      UpliftScale         `json:"scale"`                 // if zero, the rate counts once
}

// IndexSeries is a price index by month, given by the caller.
type IndexSeries struct {
	Name   string       `json:"name"`   // for messages, for example "US CPI-U"
	Points []IndexPoint `json:"points"` // in ascending order of months
}

// IndexPoint is the index of one month.
type IndexPoint struct {
	Month finops.Month    `json:"month"` // the month
	Value decimal.Decimal `json:"value"` // the index, above zero
}
