// SPDX-License-Identifier: Apache-2.0

package license

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// Estate is all that is known of the licences of an organisation: what was bought, who holds it, who works here and what
// is used.
type Estate struct {
	Catalog      *Catalog      `json:"-"`                      // the products; required
	Entitlements []Entitlement `json:"entitlements,omitempty"` // what was bought
	Seats        []Seat        `json:"seats,omitempty"`        // what is assigned
	People       []Person      `json:"people,omitempty"`       // who works here; if empty, nobody is known to have left
	Feeds        []Feed        `json:"feeds,omitempty"`        // what is used
}

// ClassifyOptions holds the defaults of the policies.
type ClassifyOptions struct {
	// InactiveAfterDays applies to products whose policy has none. If zero, 90, the common contractual reading.
	InactiveAfterDays int `json:"inactive_after_days,omitempty"`
	// GraceDays applies to products whose policy has none. If zero, 60.
	GraceDays int `json:"grace_days,omitempty"`
	// FeedLagDays is how many days before the date of the analysis a feed may end and still be taken to cover it. A feed
	// that ends before the window of its product is stale whatever the lag. If zero, 7; use 31 for feeds drawn monthly. A
	// longer lag finds more seats unused, some of which were used after the feed ended.
	FeedLagDays int `json:"feed_lag_days,omitempty"`
}

// Defaults of [ClassifyOptions].
const (
	DefaultInactiveAfterDays = 90 // days without activity
	DefaultGraceDays         = 60 // days after the assignment
	DefaultFeedLagDays       = 7  // days between the end of a feed and the date of the analysis
)

// ShelfwareReport is the result of [Classify].
type ShelfwareReport struct {
	AsOf finops.Date `json:"as_of"` // the date of the analysis
	// Seats holds one finding per seat, ordered by product, then by seat.
	Seats []SeatFinding `json:"seats"`
	// Products holds one summary per product that is bought, assigned or a downgrade target, ordered by ID.
	Products []ProductUse `json:"products"`
	// Counts is the sum over all products.
	Counts ClassCounts `json:"counts"`
	// Coverage is seats whose use is known / all seats in Seats.
	Coverage finops.Ratio `json:"coverage"`
	// Issues lists doubts about the data, ordered by kind, then by product.
	Issues []Issue `json:"issues,omitempty"`
	// LeftOut lists the rows of the input that are not in Seats, with the reason: len(Seats) + len(LeftOut) is the number
	// of rows. Ordered by product, seat, person.
	LeftOut []LeftOutSeat `json:"left_out,omitempty"`
}

// SeatFinding is the class of one seat and the evidence for it.
type SeatFinding struct {
	Product string `json:"product"`          // the ID of the product
	Seat    string `json:"seat"`             // the ID of the seat, or of the person where that is blank
	Person  string `json:"person,omitempty"` // who holds it
	// OtherSeat is, for a Duplicate, the seat that the person keeps; for a seat that is kept although its own facts
	// would not do, the redundant seat whose facts decided; else "".
	OtherSeat string `json:"other_seat,omitempty"`
	// OtherProduct is, for an OverTiered seat, the product that would be enough; else the product of OtherSeat.
	OtherProduct string      `json:"other_product,omitempty"`
	Assigned     finops.Date `json:"assigned,omitzero"` // the day of the assignment
	// LastActivity is the last use of this seat on or before the date of the analysis, from the feed or the seat itself.
	LastActivity finops.Date `json:"last_activity,omitzero"`
	Class        Class       `json:"class"`  // the one class of the seat
	Reason       Reason      `json:"reason"` // the fact that decided
}

// Explain says in a sentence why the seat has its class.
func (f SeatFinding) Explain() string {
	s := fmt.Sprintf("%s seat %s: %s", f.Product, f.Seat, f.Class)
	switch f.Reason {
	case ReasonLeft:
		s += fmt.Sprintf(", %s has left", f.Person)
	case ReasonSameProduct, ReasonCovered:
		return s + fmt.Sprintf(", %s keeps seat %s of %s", f.Person, f.OtherSeat, f.OtherProduct)
	case ReasonExemptSeat:
		s += ", the policy exempts the seat"
	case ReasonExemptPerson:
		s += fmt.Sprintf(", the policy exempts %s", f.Person)
	case ReasonNewlyAssigned:
		s += fmt.Sprintf(", assigned on %s", f.Assigned)
	case ReasonAssignedLater:
		s += fmt.Sprintf(", assigned from %s", f.Assigned)
	case ReasonJoiner:
		s += fmt.Sprintf(", %s has not started yet", f.Person)
	case ReasonFeedMissing:
		s += ", usage is not measured"
	case ReasonFeedAnonymised:
		s += ", usage is measured without names"
	case ReasonFeedStale:
		if !f.LastActivity.IsZero() {
			s += fmt.Sprintf(", last known activity on %s", f.LastActivity)
		}
		s += ", the usage feed ended too early to tell"
	case ReasonFeedEmpty:
		s += ", the usage feed has no row that belongs to a seat of the product"
	case ReasonNoActivity:
		s += ", no activity ever"
	case ReasonActivityOld:
		s += fmt.Sprintf(", last activity on %s", f.LastActivity)
	case ReasonLowerTier:
		return s + fmt.Sprintf(", last activity on %s, all that was used is in %s", f.LastActivity, f.OtherProduct)
	case ReasonActivityRecent:
		s += fmt.Sprintf(", last activity on %s", f.LastActivity)
	}
	if f.OtherSeat != "" {
		s += fmt.Sprintf(" (by seat %s of %s, which this one replaces)", f.OtherSeat, f.OtherProduct)
	}
	return s
}

// LeftOutSeat is a row of the input that was not classified.
type LeftOutSeat struct {
	Product string    `json:"product"`          // as in the row
	Seat    string    `json:"seat"`             // as in the row
	Person  string    `json:"person,omitempty"` // as in the row
	Why     IssueKind `json:"why"`              // IssueUnknownProduct, IssueNoSeatID or IssueRepeatedSeat
}

// ProductUse sums up the seats of one product.
type ProductUse struct {
	Product string     `json:"product"`          // the ID of the product
	Metric  MetricKind `json:"metric,omitempty"` // what the product is counted by, from the catalog
	// Entitled says whether an entitlement is in force; without one Purchased is zero.
	Entitled bool `json:"entitled"`
	// Purchased is Q, the rights in force on the date of the analysis.
	Purchased decimal.Decimal `json:"purchased"`
	// Assigned is A, the number of seats.
	Assigned int `json:"assigned"`
	// InUse is U, the seats of people who have not left, with an activity of their own in the last InactiveAfterDays days,
	// whatever their class. Where Coverage is below 1 it is a lower bound.
	InUse int `json:"in_use"`
	// Unassigned is max(0, Q-A): bought and given to nobody.
	Unassigned decimal.Decimal `json:"unassigned"`
	// OverAssigned is max(0, A-Q): given out without a right, a compliance gap.
	OverAssigned decimal.Decimal `json:"over_assigned"`
	Counts       ClassCounts     `json:"counts"` // the seats in each class
	// DowngradedTo lists where the OverTiered seats of this product could go, ordered by product.
	DowngradedTo []TierMove `json:"downgraded_to,omitempty"`
	// Coverage is the seats whose use is known / Assigned.
	Coverage finops.Ratio `json:"coverage"`
	// Feed is the state of the telemetry as it was found.
	Feed FeedState `json:"feed"`
	// FeedThrough is the last day that the feeds are said to cover, no date if none says.
	FeedThrough finops.Date `json:"feed_through,omitzero"`
	// InactiveAfterDays is the window that was applied.
	InactiveAfterDays int `json:"inactive_after_days"`
	// GraceDays is the grace that was applied, 0 where it is switched off.
	GraceDays int `json:"grace_days"`
}

// TierMove is a number of seats that a cheaper product would serve.
type TierMove struct {
	Product string `json:"product"` // the cheaper product
	Seats   int    `json:"seats"`   // how many seats
}

// Utilization returns the three rates of the product.
func (p ProductUse) Utilization() Utilization {
	return Utilization{
		Purchased: p.Purchased, Assigned: decimal.NewFromInt(int64(p.Assigned)), Active: decimal.NewFromInt(int64(p.InUse)),
	}
}

// Product returns the summary of one product and whether there is one.
func (r ShelfwareReport) Product(id string) (ProductUse, bool) {
	for _, p := range r.Products {
		if p.Product == id {
			return p, true
		}
	}
	return ProductUse{}, false
}
