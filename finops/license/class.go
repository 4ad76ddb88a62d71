// SPDX-License-Identifier: Apache-2.0

package license

import "github.com/itfm-go/itfm/finops/internal/enum"

// Class is what [Classify] finds a seat to be. Each seat gets exactly one: the rules are tried in the order of the
// constants and the first that holds decides.
type Class uint8

const (
	// Leaver: the person's last day of employment is before the date of the analysis.
	Leaver Class = iota
	// Duplicate: the same person keeps another seat of the same product, or of one that covers it. A seat assigned after the
	// date of the analysis is neither a duplicate nor a reason to call another one so.
	Duplicate
	// Exempt: the policy of the product names the seat or the person.
	Exempt
	// Grace: the seat was assigned fewer than GraceDays ago or will be, or the person has not started yet.
	Grace
	// NoTelemetry: usage is unknown, because the feed of the product is missing, anonymised, stale or empty. This is not
	// "unused".
	NoTelemetry
	// NeverActivated: the feed is there, has rows of the product's seats, and shows no use of this one at all.
	NeverActivated
	// Inactive: the last use is more than InactiveAfterDays ago.
	Inactive
	// OverTiered: in use, but a cheaper product named by the policy grants all the capabilities that were used.
	OverTiered
	// Active: in use.
	Active
)

// classes is the number of classes.
const classes = int(Active) + 1

var classNames = enum.Of[Class](enums, "class",
	"leaver", "duplicate", "exempt", "grace", "no_telemetry", "never_activated", "inactive", "over_tiered", "active")

// String returns the name in snake case.
func (c Class) String() string { return classNames.String(c) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (c Class) MarshalText() ([]byte, error) { return classNames.Marshal(c) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (c *Class) UnmarshalText(text []byte) error { return classNames.Unmarshal(c, text) }

// Reclaimable reports whether a seat of the class can be taken back: Leaver, Duplicate, NeverActivated, Inactive.
func (c Class) Reclaimable() bool {
	return c == Leaver || c == Duplicate || c == NeverActivated || c == Inactive
}

// Classes returns all classes in the order in which they are tried.
func Classes() []Class {
	out := make([]Class, classes)
	for i := range out {
		out[i] = Class(i)
	}
	return out
}

// ClassCounts is the number of seats in each class.
type ClassCounts struct {
	Leaver         int `json:"leaver"`          // seats of people who have left
	Duplicate      int `json:"duplicate"`       // seats that another seat of the person makes redundant
	Exempt         int `json:"exempt"`          // seats left alone by policy
	Grace          int `json:"grace"`           // seats newly or not yet in use
	NoTelemetry    int `json:"no_telemetry"`    // seats whose use is unknown
	NeverActivated int `json:"never_activated"` // seats never used
	Inactive       int `json:"inactive"`        // seats last used before the window
	OverTiered     int `json:"over_tiered"`     // seats that a cheaper product would serve
	Active         int `json:"active"`          // seats in use
}

// countsOf turns an array indexed by class into fields.
func countsOf(n [classes]int) ClassCounts {
	return ClassCounts{
		Leaver: n[Leaver], Duplicate: n[Duplicate], Exempt: n[Exempt], Grace: n[Grace], NoTelemetry: n[NoTelemetry],
		NeverActivated: n[NeverActivated], Inactive: n[Inactive], OverTiered: n[OverTiered], Active: n[Active],
	}
}

// Of returns the number of seats in the class, 0 for a class that does not exist.
func (n ClassCounts) Of(c Class) int {
	switch c {
	case Leaver:
		return n.Leaver
	case Duplicate:
		return n.Duplicate
	case Exempt:
		return n.Exempt
	case Grace:
		return n.Grace
	case NoTelemetry:
		return n.NoTelemetry
	case NeverActivated:
		return n.NeverActivated
	case Inactive:
		return n.Inactive
	case OverTiered:
		return n.OverTiered
	case Active:
		return n.Active
	}
	return 0
}

// Total returns the number of seats.
func (n ClassCounts) Total() int {
	t := 0
	for _, c := range Classes() {
		t += n.Of(c)
	}
	return t
}

// Reclaimable returns the number of seats that can be taken back: see [Class.Reclaimable].
func (n ClassCounts) Reclaimable() int { return n.Leaver + n.Duplicate + n.NeverActivated + n.Inactive }

// Reason says which fact put a seat into its class.
type Reason uint8

const (
	ReasonLeft           Reason = iota // the person has left
	ReasonSameProduct                  // the person keeps another seat of the same product
	ReasonCovered                      // the person keeps a seat of a product that covers this one
	ReasonExemptSeat                   // the policy names the seat
	ReasonExemptPerson                 // the policy names the person
	ReasonNewlyAssigned                // assigned fewer than GraceDays ago
	ReasonAssignedLater                // assigned after the date of the analysis
	ReasonJoiner                       // the person starts after the date of the analysis
	ReasonFeedMissing                  // no usage feed
	ReasonFeedAnonymised               // the usage feed hides who used the product
	ReasonFeedStale                    // the usage feed ended too early to tell
	ReasonFeedEmpty                    // the usage feed has no row of the product's seats
	ReasonNoActivity                   // the feed shows no use
	ReasonActivityOld                  // the last use is older than the window
	ReasonLowerTier                    // a cheaper product grants all that was used
	ReasonActivityRecent               // the last use is within the window
)

var reasonNames = enum.Of[Reason](enums, "reason",
	"left", "same_product", "covered", "exempt_seat", "exempt_person", "newly_assigned", "assigned_later", "joiner",
	"feed_missing", "feed_anonymised", "feed_stale", "feed_empty", "no_activity", "activity_old", "lower_tier", "activity_recent")

// String returns the name in snake case.
func (r Reason) String() string { return reasonNames.String(r) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (r Reason) MarshalText() ([]byte, error) { return reasonNames.Marshal(r) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (r *Reason) UnmarshalText(text []byte) error { return reasonNames.Unmarshal(r, text) }
