// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
)

// Report is the result of [Analyze].
type Report struct {
	AsOf      finops.Date      `json:"as_of"`              // the day of the analysis
	Options   Options          `json:"options"`            // as applied
	Actions   []Action         `json:"actions"`            // what to do, first things first: see [Urgency] and [Stake]
	Blocked   []BlockedSaving  `json:"blocked,omitempty"`  // what cannot be saved yet, ordered by contract and line
	Totals    Totals           `json:"totals"`             // what it is worth a year
	Contracts []ContractReview `json:"contracts"`          // ordered by deadline, those without one last, then by ID
	LeftOut   []LeftOut        `json:"left_out,omitempty"` // what could not be judged and why, ordered by contract, line, reason
	Notes     []string         `json:"notes,omitempty"`    // doubts that touch no single contract, ordered
}

// ContractReview is one contract on the day of the analysis.
type ContractReview struct {
	Contract string          `json:"contract"`         // contract ID
	Vendor   string          `json:"vendor,omitempty"` // who sells
	Name     string          `json:"name,omitempty"`   // what it is called
	Owner    string          `json:"owner,omitempty"`  // who answers for it
	Currency finops.Currency `json:"currency"`         // of all amounts in the review
	// Window is the notice window: status, safe and latest day, the term that is committed if the window is closed.
	Window contract.NoticeWindow `json:"window"`
	// Deadline is the last safe day to act: that of the first notice that is still in time, or the last day of a contract
	// that ends by itself. Zero if there is none.
	Deadline finops.Date `json:"deadline,omitzero"`
	// Changes is the first day on which something else can be in force: the end of the first term that can be ended.
	Changes finops.Date `json:"changes,omitzero"`
	// TermValue is the committed value of the current term.
	TermValue finops.Money `json:"term_value"`
	// NextValue is what the next term costs if it follows as it is, at its uplifted price.
	NextValue Figure       `json:"next_value"`
	Lines     []LineReview `json:"lines"` // in the order of the contract
	// Now, AtRenewal, Blocked and Naive are the savings of all lines, a year.
	Now       finops.Money `json:"now"`
	AtRenewal finops.Money `json:"at_renewal"` // from the end of the term
	Blocked   finops.Money `json:"blocked"`    // not yet
	Naive     finops.Money `json:"naive"`      // unused × average price
	// Exposure is what missing the deadline costs, against what covers the need; below zero if renewing by itself is the
	// cheaper one; nil with the reason where there is nothing to miss.
	Exposure       *Exposure `json:"exposure,omitempty"`
	ExposureReason string    `json:"exposure_reason,omitempty"` // why there is no exposure
	// Waiting is what putting the decision off by a month costs: a twelfth of the savings that can be had now, and the
	// chance of missing the deadline; nil where neither is at stake.
	Waiting *WaitingCost `json:"waiting,omitempty"`
	// Comparison values the scenarios; nil with the reason where there are none.
	Comparison       *Comparison `json:"comparison,omitempty"`
	ComparisonReason string      `json:"comparison_reason,omitempty"` // why there is no comparison
	// Recommended is the name of the scenario with the lowest equivalent annual cost of those that cover what is needed,
	// "" if there is none.
	Recommended string `json:"recommended,omitempty"`
	// Assumptions were made where the contract does not say.
	Assumptions []string `json:"assumptions,omitempty"`
}

// LineReview is one contract line.
type LineReview struct {
	Line    string               `json:"line"`              // line ID
	Product string               `json:"product,omitempty"` // product ID
	Per     contract.PricePeriod `json:"per"`               // the price period
	Held    decimal.Decimal      `json:"held"`              // quantity at the end of the term that can be ended first
	HeldNow decimal.Decimal      `json:"held_now"`          // quantity on the day of the analysis
	Need    decimal.Decimal      `json:"need"`              // quantity needed of this line; Held if nothing is known
	Known   bool                 `json:"known"`             // whether Need comes from data
	// Use, Rates, RightSize and Required are those of the whole product, which other lines may sell as well.
	Use       *license.ProductUse  `json:"use,omitempty"`
	Rates     *license.Utilization `json:"rates,omitempty"`      // the three rates of utilisation
	RightSize *license.RightSizing `json:"right_size,omitempty"` // the quantity with its reserve, if from seats
	Required  *license.Requirement `json:"required,omitempty"`   // the quantity without reserve, if from a given need
	// Saving is that of Need over Held for one price period, with all floors, at the price in force on the day of the
	// analysis.
	Saving Saving `json:"saving"`
	// Parts are the real saving a year, by when it can be had; they sum to what it would be without floors, at the price in
	// force on the day of the analysis.
	Parts []SavingPart `json:"parts,omitempty"`
	Naive finops.Money `json:"naive"` // a year, for comparison
	Extra finops.Money `json:"extra"` // a year, what covering a shortfall costs
	// Market is the place of the price among others; nil if there is no sample.
	Market *Benchmark `json:"market,omitempty"`
	// Negotiable is (own price − median) × quantity to buy, a year; undefined without a sufficient sample.
	Negotiable Figure     `json:"negotiable"`
	Confidence Confidence `json:"confidence"`        // how sure the saving is
	Reasons    []string   `json:"reasons,omitempty"` // for the confidence, and for what is not known
}

// LeftOut is something that was not judged.
type LeftOut struct {
	Contract string `json:"contract,omitempty"` // contract ID
	Line     string `json:"line,omitempty"`     // line ID
	Reason   string `json:"reason"`             // why
}
