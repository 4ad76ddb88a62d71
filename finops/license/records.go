// SPDX-License-Identifier: Apache-2.0

package license

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/shopspring/decimal"
)

// Entitlement is a right to use a product, bought on one contract line.
type Entitlement struct {
	ID       string          `json:"id"`                 // names the entitlement as evidence
	Product  string          `json:"product"`            // the product it is a right to
	Contract string          `json:"contract,omitempty"` // the contract that grants it
	Line     string          `json:"line,omitempty"`     // the line of the contract
	Quantity decimal.Decimal `json:"quantity"`           // rights, in the product's metric
	// Period is the days on which the right is held. If zero, always.
	Period finops.Period `json:"period,omitzero"`
}

// InForce reports whether the right is held on d.
func (e Entitlement) InForce(d finops.Date) bool { return e.Period.IsZero() || e.Period.Contains(d) }

// Seat is one assignment of a product. A seat is identified by its product and its ID.
type Seat struct {
	// ID identifies the seat within its product. If empty, the person's ID stands for it.
	ID string `json:"id"`
	// Product is the product that is assigned.
	Product string `json:"product"`
	// Person is who holds it. If empty, nobody in particular (a device, a shared account): then the seat can neither be a
	// leaver's nor a duplicate.
	Person string `json:"person,omitempty"`
	// Assigned is the day of the assignment, not of the record. If zero, unknown: then there is no grace.
	Assigned finops.Date `json:"assigned,omitzero"`
	// LastActivity is the last use that the assignment export itself shows. If zero, it shows none; see [Feed].
	LastActivity finops.Date `json:"last_activity,omitzero"`
}

// key is the ID, or the person where that is blank.
func (s *Seat) key() string {
	if s.ID != "" {
		return s.ID
	}
	return s.Person
}

// Person is somebody who can hold seats.
type Person struct {
	// ID identifies the person in seats and feeds.
	ID string `json:"id"`
	// Start is the first day of employment. If zero, in the past.
	Start finops.Date `json:"start,omitzero"`
	// LastDay is the last day of employment: the person is a leaver from the day after. If zero, none is known.
	LastDay finops.Date `json:"last_day,omitzero"`
}

// leftBy reports whether the person's employment has ended before d.
func (p Person) leftBy(d finops.Date) bool { return !p.LastDay.IsZero() && p.LastDay.Before(d) }

// Feed is the usage telemetry of one product.
type Feed struct {
	// Product is the product that is measured.
	Product string `json:"product"`
	// State says whether the feed can be used. If zero, it is found from the data: see [FeedUnstated].
	State FeedState `json:"state,omitempty"`
	// Through is the last day that the feed covers. If zero, not stated: then it is taken to cover the date of the analysis.
	// Of several feeds of one product the latest stated day counts. See [FeedStale].
	Through finops.Date `json:"through,omitzero"`
	// Activities are the rows of the feed, in any order, several for one seat if need be.
	Activities []Activity `json:"activities,omitempty"`
}

// Activity is one row of a feed: somebody used the product.
type Activity struct {
	// Seat is the seat that was used. If empty, all seats of Person in the product of the feed.
	Seat string `json:"seat,omitempty"`
	// Person is who used it. It is read only if Seat is empty.
	Person string `json:"person,omitempty"`
	// Last is the day of the last use. If zero, the row says that there was none.
	Last finops.Date `json:"last,omitzero"`
	// Capabilities are what was used. If empty, not reported: then the seat cannot be called over-tiered.
	Capabilities []string `json:"capabilities,omitempty"`
}

// FeedState says whether the usage of a product is known.
type FeedState uint8

const (
	// FeedUnstated is the zero value: the feed is present if it has a row, or if a seat of the product shows an activity on or
	// before the date of the analysis; else it is missing. A product without a [Feed] is unstated too: if its seats show
	// activities, the assignment export is the feed, and a seat that shows none was never used.
	FeedUnstated FeedState = iota
	// FeedPresent says that the feed is there and complete: a seat without a row was never used.
	FeedPresent
	// FeedEmpty says that the feed has no row, on or before the date of the analysis, of a seat or person of the product.
	// It is what a present feed becomes then: it was drawn for nobody, or under other IDs, so it proves nothing. A seat with
	// a LastActivity of its own is judged by that; any other has NoTelemetry. A row without a day counts as a row. A product
	// without a [Feed] is not empty: see [FeedUnstated].
	FeedEmpty
	// FeedStale says that the feed ended too long before the date of the analysis. It is what a present feed becomes if
	// Through is more than [ClassifyOptions].FeedLagDays before that date, or before the window of the product. The
	// activities that it has count as use. But what happened later is not known, so no seat is called unused or over-tiered
	// for lack of activity: it has NoTelemetry, unless it is known to have been used in the window.
	FeedStale
	// FeedMissing says that nobody measures usage.
	FeedMissing
	// FeedAnonymised says that usage is measured under hidden names, so that it cannot be joined to seats.
	FeedAnonymised
)

var feedStateNames = enum.Of[FeedState](enums, "feed state", "unstated", "present", "empty", "stale", "missing", "anonymised")

// String returns the name in snake case.
func (s FeedState) String() string { return feedStateNames.String(s) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (s FeedState) MarshalText() ([]byte, error) { return feedStateNames.Marshal(s) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (s *FeedState) UnmarshalText(text []byte) error { return feedStateNames.Unmarshal(s, text) }
