// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/pricing"
)

// PricePeriod is the time that one price pays for. There is no default: the zero value is refused, because a month taken
// for a year is a mistake by a factor of twelve.
//
// [PerTerm] is a lump sum. It is for the term it was agreed for: the price of a line for the term the line starts in, that
// of a [RampStep] for the term the step is in, an [OptionPrice] for its option; a [ListPrice] for the term of the price it
// replaces; the amount of a [Commitment] for the first term that starts in its contract year. A term of the same length
// costs the same lump. One of another length costs it by months: of 36,000 agreed for 36 months, 12,000 for a renewal of
// 12 and 1,000 for a rolling month. A broken month counts by its days; where [Proration] counts days, a term that is not
// whole months counts by days as a whole. An anniversary within a term does not raise a lump: it rises where a term
// starts on an anniversary, and by the uplift of the option or renewal.
type PricePeriod uint8

// Price periods. They count from the start of the term.
const (
	_        PricePeriod = iota
	PerMonth             // the price is for one month
	PerYear              // the price is for twelve months
	PerTerm              // the price is a lump sum for the whole term it was agreed for, see below
)

var pricePeriodNames = enum.Of[PricePeriod](enums, "price period", "", "month", "year", "term")

// String returns the name in snake case, "month", "year" or "term"; "" for the zero value.
func (p PricePeriod) String() string { return pricePeriodNames.String(p) }

// MarshalText returns the name, "" for the zero value. It returns [finops.ErrRange] for an unknown value.
func (p PricePeriod) MarshalText() ([]byte, error) { return pricePeriodNames.Marshal(p) }

// UnmarshalText reads "month", "year" or "term". It returns [finops.ErrSyntax].
func (p *PricePeriod) UnmarshalText(text []byte) error { return pricePeriodNames.Unmarshal(p, text) }

// months returns the length, 0 for the whole term.
func (p PricePeriod) months() int {
	switch p {
	case PerMonth:
		return 1
	case PerYear:
		return 12
	default:
		return 0
	}
}

// Line is one thing bought under a contract.
type Line struct {
	ID       string          `json:"id"`                // unique in the contract, also among commitments; required
	Product  string          `json:"product,omitempty"` // id of the product
	Name     string          `json:"name,omitempty"`    // text for invoices and reports
	Quantity decimal.Decimal `json:"quantity"`          // at the start; for a usage-based line an estimate that commits to nothing
	Price    pricing.Price   `json:"price"`             // what Quantity costs for one price period; required, in the currency of the contract
	Per      PricePeriod     `json:"per"`               // the price period; required

	Start finops.Date `json:"start,omitzero"` // first day, for a line added later; zero from the start of the term. Price periods still count from the start of the term.

	WholeUnits bool                `json:"whole_units,omitempty"` // seats and the like: a fraction of a unit is an error
	Usage      bool                `json:"usage,omitempty"`       // billed by use: only a commitment makes it part of the contract value
	Minimum    decimal.Decimal     `json:"minimum"`               // floor of the quantity, for true-downs; zero if none
	Maximum    decimal.NullDecimal `json:"maximum,omitzero"`      // the most that may be ordered at this price; none if not valid

	Ramp []RampStep  `json:"ramp,omitempty"` // agreed changes, by date
	List []ListPrice `json:"list,omitempty"` // list prices by date, for uplifts of kind UpliftList
}

// RampStep is an agreed change of quantity, price or both from a day on.
type RampStep struct {
	From     finops.Date         `json:"from"`              // first day; inside the contract and after the step before
	Quantity decimal.NullDecimal `json:"quantity,omitzero"` // the whole new quantity; unchanged if not valid
	Price    pricing.Price       `json:"price,omitempty"`   // the new price, not uplifted on that day again; unchanged if nil
}

// ListPrice is the vendor's list price from a day on.
type ListPrice struct {
	From  finops.Date   `json:"from"`  // first day
	Price pricing.Price `json:"price"` // for the price period of the line
}

// OptionPrice is the price of one line in an option term.
type OptionPrice struct {
	Line  string        `json:"line"`  // id of the line
	Price pricing.Price `json:"price"` // for the price period of the line
}

// Commitment is the least that is paid per period for usage-based lines, whatever is used. It is the committed part of
// their value and is billed like a line. Uplifts do not change it: give the amounts of later years. What is used above a
// minimum in one period does not count towards the next.
type Commitment struct {
	ID      string          `json:"id"`              // unique in the contract, also among lines; required
	Name    string          `json:"name,omitempty"`  // text for invoices and reports
	Lines   []string        `json:"lines,omitempty"` // the usage-based lines it covers; all of them if empty
	Per     PricePeriod     `json:"per"`             // the period the minimum is for; required
	Amounts []finops.Money  `json:"amounts"`         // the minimum per period in contract year 1, 2, ...; the last holds for later years. A period takes the amount of the year it starts in.
	Overage decimal.Decimal `json:"overage"`         // factor on use above the minimum, 1 or more; if zero, 1
}
