// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// Input is what [Analyze] works on. Only Contracts is needed; what is not known is reported as not known.
type Input struct {
	Contracts []contract.Contract // any number, in any order
	// Shelfware is the result of [license.Classify]. Its products are joined to contract lines by Line.Product. If nil,
	// nothing is known of use and no line has a right size.
	Shelfware *license.ShelfwareReport
	// People are those of the estate. Whoever is known to leave before a line can change needs no seat there. If empty,
	// nobody is.
	People []license.Person
	// Needs are what products require that are not counted by seats: terabytes, hosts, cores, devices. See the metrics of
	// package license. A product with a need is right-sized by it, whatever its seats.
	Needs []license.Need
	// Expected are seats, or units of a need, that will be needed beside those in use.
	Expected []Expected
	// Buffers are reserves of single products, instead of Options.Buffer.
	Buffers []Buffer
	// Floors are quantities that must be bought in any case, beside the minimum of a contract line.
	Floors []Floor
	// Markets are price samples for contract lines.
	Markets []Market
	// Alternatives are further scenarios for contracts, in the currency of the contract.
	Alternatives []Alternative
	// FX converts values to the reporting currency.
	FX finops.FXTable
	// Calendar gives the business days for notice deadlines. If nil, Monday to Friday.
	Calendar finops.BusinessCalendar
}

// Expected is a number of seats that people who join will need.
type Expected struct {
	Product string `json:"product"` // product ID
	Joiners int    `json:"joiners"` // not negative
}

// Buffer is the reserve of one product: what is held is not given back below the quantity needed with the reserve. It never
// leads to an order.
type Buffer struct {
	Product  string          `json:"product"`  // product ID
	Fraction decimal.Decimal `json:"fraction"` // on the quantity needed, 0.05 for 5 %; not negative, 0 for none
}

// Floor is a quantity of a line that must be bought in any case, for example under a framework agreement.
type Floor struct {
	Contract string          `json:"contract"`         // contract ID
	Line     string          `json:"line"`             // line ID
	Quantity decimal.Decimal `json:"quantity"`         // not negative
	Until    finops.Date     `json:"until,omitzero"`   // first day on which it no longer holds; zero if it stays
	Reason   string          `json:"reason,omitempty"` // what it comes from
}

// Market is a sample of prices for one contract line. The own price is the average price of the line on the day of the
// analysis, for one unit and the price period of the line.
type Market struct {
	Contract string       `json:"contract"` // contract ID
	Line     string       `json:"line"`     // line ID
	Unit     string       `json:"unit"`     // what is priced, as in the sample
	Sample   []PricePoint `json:"sample"`   // the prices of others
}

// Alternative is a further scenario for a contract, beside renewing it as it is and renewing the right quantity.
type Alternative struct {
	Contract string   `json:"contract"` // contract ID
	Scenario Scenario `json:"scenario"` // the scenario; with Build, only its name is read
	// Build makes the scenario once the review of the contract has found the right quantities: see [NextTerm.Offers]. It
	// must depend on its argument alone. An error leaves the scenario out. If nil, Scenario is taken as it is.
	Build func(NextTerm) (Scenario, error) `json:"-"`
	// Intended says that this is what will be done if notice is given in time: the exposure is measured against it, and
	// not against the right quantity. Of several that cover what is needed, the first by name counts.
	Intended bool `json:"intended,omitempty"`
}

// Options are the choices of [Analyze]. The zero value reports each currency by itself, does not discount, and looks at
// all contracts.
type Options struct {
	// Currency is the reporting currency. If empty, nothing is converted, and actions are ranked by date alone.
	Currency finops.Currency `json:"currency,omitempty"`
	// RateKind is the kind of exchange rate, as of the day of the analysis. If zero, spot rates.
	RateKind finops.RateKind `json:"rate_kind"`
	// DiscountRate is the rate per year for present values, 0.08 for 8 %. If zero, money keeps its value.
	DiscountRate decimal.Decimal `json:"discount_rate"`
	// DayCount turns dates into years. If zero, calendar days / 365.
	DayCount roi.DayCount `json:"day_count"`
	// HorizonDays bounds the actions: those due later are not listed, their savings stand in Totals.Later. If zero, no bound.
	HorizonDays int `json:"horizon_days,omitempty"`
	// Buffer is the reserve on the quantity needed of products without one in Input.Buffers, 0.05 for 5 %. It keeps that much
	// from being given back; nothing is ordered for it. If zero, none.
	Buffer decimal.Decimal `json:"buffer"`
	// OverTier says whether over-tiered seats are counted at their cheaper products. If zero, they are, where a contract
	// under analysis sells those; elsewhere they stay.
	OverTier license.OverTierUse `json:"over_tier"`
	// MinCoverage is the telemetry coverage below which confidence is low. If zero, 0.8.
	MinCoverage decimal.Decimal `json:"min_coverage"`
	// MaxDataAgeDays is how old the licence data may be on the day of the analysis, in days. If it is older, or of a later
	// day, what rests on it has no high confidence, and says why. If zero, 31.
	MaxDataAgeDays int `json:"max_data_age_days"`
	// MissProbability is the chance of missing the deadline if the decision is put off by a month, for the cost of
	// waiting. If zero, waiting costs the lost saving only.
	MissProbability decimal.Decimal `json:"miss_probability"`
}

func (o Options) withDefaults() Options {
	if o.MinCoverage.IsZero() {
		o.MinCoverage = decimal.New(8, -1)
	}
	if o.MaxDataAgeDays == 0 {
		o.MaxDataAgeDays = maxDataAgeDays
	}
	return o
}

func (o Options) validate(asOf finops.Date) error {
	bad := problems{item: "options"}
	if asOf.IsZero() {
		bad.add("as_of", "", "is missing")
	}
	if o.Currency != "" && !o.Currency.Valid() {
		bad.wrap("currency", string(o.Currency), "is unknown", finops.ErrUnknownCurrency)
	}
	if bad.computable("discount_rate", o.DiscountRate) && o.DiscountRate.Cmp(minusOne) <= 0 {
		bad.wrap("discount_rate", digits.Text(o.DiscountRate), "is not above -1", roi.ErrRate)
	}
	if o.HorizonDays < 0 {
		bad.add("horizon_days", fmt.Sprint(o.HorizonDays), "is negative")
	}
	if o.MaxDataAgeDays < 0 {
		bad.add("max_data_age_days", fmt.Sprint(o.MaxDataAgeDays), "is negative")
	}
	if bad.computable("buffer", o.Buffer) && o.Buffer.Sign() < 0 {
		bad.add("buffer", digits.Text(o.Buffer), "is negative")
	}
	for _, f := range [...]struct {
		field string
		value decimal.Decimal
	}{{"min_coverage", o.MinCoverage}, {"miss_probability", o.MissProbability}} {
		if bad.computable(f.field, f.value) && (f.value.Sign() < 0 || f.value.Cmp(one) > 0) {
			bad.add(f.field, digits.Text(f.value), "is not 0 to 1")
		}
	}
	if o.OverTier > license.KeepTier {
		bad.add("over_tier", o.OverTier.String(), "is not a way to count over-tiered seats")
	}
	if o.DayCount > roi.Anniversary {
		bad.add("day_count", o.DayCount.String(), "is not a day count")
	}
	return bad.join()
}
