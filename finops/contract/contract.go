// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// Contract is one agreement with one vendor in one currency. It is plain data: the methods read it and never change it.
// Build the term with [finops.NewPeriod] if the end date given is the day after the last day, and with
// [finops.PeriodThrough] if it is the last day.
//
// A contract without lines is fine where only dates matter; its value is zero.
type Contract struct {
	ID       string          `json:"id"`               // unique among the contracts used together; required
	Vendor   string          `json:"vendor,omitempty"` // who sells
	Name     string          `json:"name,omitempty"`   // what it is called
	Owner    string          `json:"owner,omitempty"`  // who answers for it
	Currency finops.Currency `json:"currency"`         // of every price and amount; required if there are lines or commitments
	Signed   finops.Date     `json:"signed,omitzero"`  // day of signature; zero if not known
	Term     finops.Period   `json:"term"`             // the initial term, half-open; required. From 29 February through 28 February is a year and a day: the year ends on the 27th, and Validate cannot know which is meant.

	Lines       []Line            `json:"lines,omitempty"`       // what is bought
	Commitments []Commitment      `json:"commitments,omitempty"` // minimum spend on usage-based lines
	Billing     Billing           `json:"billing"`               // when invoices come; the zero value bills each year in advance
	Proration   Proration         `json:"proration"`             // how a part of a price period is charged; if zero, ByMonths
	Uplift      Uplift            `json:"uplift"`                // at each anniversary of the start of the contract; none if zero
	Options     []ExtensionOption `json:"options,omitempty"`     // rights to extend, in the order they follow the initial term
	Renewal     RenewalTerms      `json:"renewal"`               // what happens at the end; the zero value expires
	Milestones  []Milestone       `json:"milestones,omitempty"`  // dates of true-up, true-forward and true-down

	// EndedFrom is the first day on which the contract is no longer in force because notice was given or it was
	// terminated; zero if no notice was given. No term starts on or after it. The money of the term it falls in is not
	// changed: what a termination within a term costs or refunds is not modelled.
	EndedFrom finops.Date `json:"ended_from,omitzero"`
}

// Interval is how often invoices come. The zero value is [BillAnnually], the usual plan of software contracts.
type Interval uint8

// Billing intervals. They count from the start of the term.
const (
	BillAnnually     Interval = iota // every 12 months
	BillUpfront                      // once for the whole term
	BillSemiAnnually                 // every 6 months
	BillQuarterly                    // every 3 months
	BillMonthly                      // every month
)

var intervalNames = enum.Of[Interval](enums, "interval", "annually", "upfront", "semi_annually", "quarterly", "monthly")

// String returns the name in snake case, for example "semi_annually".
func (i Interval) String() string { return intervalNames.String(i) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (i Interval) MarshalText() ([]byte, error) { return intervalNames.Marshal(i) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (i *Interval) UnmarshalText(text []byte) error { return intervalNames.Unmarshal(i, text) }

// months returns the length of the interval, 0 for the whole term.
func (i Interval) months() int {
	switch i {
	case BillUpfront:
		return 0
	case BillSemiAnnually:
		return 6
	case BillQuarterly:
		return 3
	case BillMonthly:
		return 1
	default:
		return 12
	}
}

// Timing says whether an invoice comes before or after the service it is for. The zero value is [InAdvance].
type Timing uint8

// When invoices are issued.
const (
	InAdvance Timing = iota // on the first day of the period billed
	InArrears               // on the last day of the period billed
)

var timingNames = enum.Of[Timing](enums, "timing", "in_advance", "in_arrears")

// String returns the name in snake case, for example "in_arrears".
func (t Timing) String() string { return timingNames.String(t) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (t Timing) MarshalText() ([]byte, error) { return timingNames.Marshal(t) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (t *Timing) UnmarshalText(text []byte) error { return timingNames.Unmarshal(t, text) }

// Billing is the billing plan. The zero value bills each year in advance, due on the day of the invoice. [BillUpfront] with
// [InArrears] contradicts itself and is refused.
type Billing struct {
	Every       Interval        `json:"every"`        // if zero, each year
	Timing      Timing          `json:"timing"`       // if zero, in advance
	PaymentDays int             `json:"payment_days"` // calendar days from the invoice to its due date; if zero, due at once
	Rounding    finops.Rounding `json:"rounding"`     // of each invoice line to the minor unit; if zero, half up
}

// RenewalKind says what happens when the term ends. The zero value is [Expires].
type RenewalKind uint8

// Kinds of renewal.
const (
	Expires   RenewalKind = iota // it ends by itself
	AutoRenew                    // it is extended by another term unless notice is given
	Evergreen                    // it runs on from period to period until notice is given
)

var renewalKindNames = enum.Of[RenewalKind](enums, "renewal kind", "expires", "auto_renew", "evergreen")

// String returns the name in snake case, for example "auto_renew".
func (k RenewalKind) String() string { return renewalKindNames.String(k) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (k RenewalKind) MarshalText() ([]byte, error) { return renewalKindNames.Marshal(k) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (k *RenewalKind) UnmarshalText(text []byte) error { return renewalKindNames.Unmarshal(k, text) }

// RenewalTerms says how a contract goes on after its term and how to stop it.
type RenewalTerms struct {
	Kind          RenewalKind    `json:"kind"`                     // if zero, the contract expires
	Months        int            `json:"months,omitempty"`         // length of each renewal term; required for AutoRenew; for Evergreen, if zero, one month
	Limit         int            `json:"limit,omitempty"`          // the most renewals there can be; if zero, no limit
	Notice        Notice         `json:"notice,omitzero"`          // how long before the end to give notice
	Uplift        Uplift         `json:"uplift"`                   // at the start of each renewal term; if zero, only the uplift of the contract, on anniversaries
	StatutoryExit *StatutoryExit `json:"statutory_exit,omitempty"` // a right to leave that the law gives beside the clause; nil if none
}

// months returns the length of a renewal term.
func (r RenewalTerms) months() int {
	if r.Kind == Evergreen && r.Months == 0 {
		return 1
	}
	return r.Months
}

// StatutoryExit is a right to leave at any time that a law gives whatever the clause says. An example is the switching
// right of the EU Data Act, Regulation (EU) 2023/2854, Article 25(2)(d): a notice of at most two months and a
// transition of 30 days, in force since 2025-09-12.
type StatutoryExit struct {
	Name           string      `json:"name"`                      // the law, for reports
	From           finops.Date `json:"from,omitzero"`             // first day on which notice can be given: notice given before counts as given then; zero if from the start
	Notice         Notice      `json:"notice"`                    // counted forward from the day notice is given; the anchor has no meaning here
	TransitionDays int         `json:"transition_days,omitempty"` // calendar days that follow the notice before the contract ends
}

// ExtensionOption is the right to add a term after the initial one (and after the options before it). It becomes a term
// once Exercised. Give its length either as Months or as End.
type ExtensionOption struct {
	ID         string        `json:"id"`                   // unique in the contract; required
	Months     int           `json:"months,omitempty"`     // length
	End        finops.Date   `json:"end,omitzero"`         // the day after the last day, instead of Months
	ExerciseBy Notice        `json:"exercise_by,omitzero"` // counted back from the end of the term before
	Uplift     Uplift        `json:"uplift"`               // at the start of the option term; if zero, only the uplift of the contract, on anniversaries
	Prices     []OptionPrice `json:"prices,omitempty"`     // own prices; lines that are not named keep theirs
	Exercised  bool          `json:"exercised,omitempty"`  // whether it was taken up; options are exercised in order
}

// MilestoneKind is what a date of reckoning allows. The zero value is [TrueUpDate].
type MilestoneKind uint8

// Kinds of milestone.
const (
	TrueUpDate      MilestoneKind = iota // use above the quantity bought is ordered and charged
	TrueForwardDate                      // use above the quantity bought is charged from this day on, nothing before
	TrueDownDate                         // the quantity may be reduced, down to a floor
)

var milestoneKindNames = enum.Of[MilestoneKind](enums, "milestone kind", "true_up", "true_forward", "true_down")

// String returns the name in snake case, for example "true_forward".
func (k MilestoneKind) String() string { return milestoneKindNames.String(k) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (k MilestoneKind) MarshalText() ([]byte, error) { return milestoneKindNames.Marshal(k) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (k *MilestoneKind) UnmarshalText(text []byte) error {
	return milestoneKindNames.Unmarshal(k, text)
}

// Milestone is a date on which quantities are reckoned.
type Milestone struct {
	Kind MilestoneKind `json:"kind"`           // what may happen
	Date finops.Date   `json:"date"`           // the day
	Line string        `json:"line,omitempty"` // the line it is for; "" for all lines
}
