// SPDX-License-Identifier: Apache-2.0

package license

import "github.com/itfm-go/itfm/finops/internal/enum"

// Issue is a doubt about the input data: what, where and which records. The analysis goes on; the doc of the kind says how.
type Issue struct {
	// Kind is what is doubtful.
	Kind IssueKind `json:"kind"`
	// Product is the product concerned, "" if the issue is not about one.
	Product string `json:"product,omitempty"`
	// Count is the number of records concerned.
	Count int `json:"count"`
	// IDs are the seats, people, entitlements or capabilities concerned, sorted, each once. A record without an ID shows
	// as "".
	IDs []string `json:"ids"`
}

// IssueKind is what is doubtful about a record.
type IssueKind uint8

const (
	// IssueUnknownProduct: a seat of a product that the catalog does not list. The seat is left out.
	IssueUnknownProduct IssueKind = iota
	// IssueNoSeatID: a seat with neither ID nor person. It is left out.
	IssueNoSeatID
	// IssueRepeatedSeat: two rows for one seat. The row with the latest activity is used (then the earliest assignment,
	// then the first person by ID); the others are left out.
	IssueRepeatedSeat
	// IssueUnknownPerson: a seat of a person who is not in the list of people. The seat is classified; it cannot be a
	// leaver's. Not reported if no people are given at all.
	IssueUnknownPerson
	// IssueRepeatedPerson: two rows for one person. The person is employed if one row says so; else has left if one row
	// says so.
	IssueRepeatedPerson
	// IssuePersonDates: the last day of a person is before the first. The last day is used.
	IssuePersonDates
	// IssueFutureActivity: an activity after the date of the analysis. It never counts as use.
	IssueFutureActivity
	// IssueAssignedAfterActivity: a seat assigned after its last activity, which may be that of an earlier holder. The
	// activity counts as it stands.
	IssueAssignedAfterActivity
	// IssueAssignedInFuture: a seat assigned after the date of the analysis. It is in grace.
	IssueAssignedInFuture
	// IssueNoAssignedDate: a seat without the day of its assignment. It has no grace.
	IssueNoAssignedDate
	// IssueUnmatchedActivity: a row of a feed that belongs to no seat. It is not used.
	IssueUnmatchedActivity
	// IssueUnknownFeedProduct: a feed of a product that the catalog does not list. It is not used.
	IssueUnknownFeedProduct
	// IssueFeedConflict: feeds of one product in different states. The least informative is believed: anonymised before
	// missing before stale before empty before present. The others are counted.
	IssueFeedConflict
	// IssueIgnoredActivity: activities, in rows or on seats, of a product whose feed is said to be missing or anonymised.
	// They are not used.
	IssueIgnoredActivity
	// IssueEmptyFeed: feeds of a product with seats that have no row, on or before the date of the analysis, of any of them.
	// Its lack of activity is not believed. See [FeedEmpty].
	IssueEmptyFeed
	// IssueStaleFeed: a feed that ended too long before the date of the analysis. See [FeedStale].
	IssueStaleFeed
	// IssueActivityAfterThrough: an activity after the last day that the feed is said to cover. It counts.
	IssueActivityAfterThrough
	// IssueUnknownCapability: a used capability that no product grants. A seat that used it is never over-tiered.
	IssueUnknownCapability
	// IssueNegativeQuantity: an entitlement below zero, or of more than 100 digits. It is not counted.
	IssueNegativeQuantity
	// IssueFractionalQuantity: an entitlement with a part of a right, of a product whose metric counts whole rights, or
	// whose metric is not specified but which has seats. The whole rights are counted.
	IssueFractionalQuantity
	// IssueRepeatedEntitlement: two entitlements with one ID. Both are counted.
	IssueRepeatedEntitlement
	// IssueUnknownEntitlementProduct: an entitlement to a product that the catalog does not list. It is not counted.
	IssueUnknownEntitlementProduct
)

var issueKindNames = enum.Of[IssueKind](enums, "issue kind",
	"unknown_product", "no_seat_id", "repeated_seat", "unknown_person", "repeated_person", "person_dates",
	"future_activity", "assigned_after_activity", "assigned_in_future", "no_assigned_date", "unmatched_activity",
	"unknown_feed_product", "feed_conflict", "ignored_activity", "empty_feed", "stale_feed", "activity_after_through",
	"unknown_capability", "negative_quantity", "fractional_quantity", "repeated_entitlement", "unknown_entitlement_product")

// String returns the name in snake case.
func (k IssueKind) String() string { return issueKindNames.String(k) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (k IssueKind) MarshalText() ([]byte, error) { return issueKindNames.Marshal(k) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (k *IssueKind) UnmarshalText(text []byte) error { return issueKindNames.Unmarshal(k, text) }
