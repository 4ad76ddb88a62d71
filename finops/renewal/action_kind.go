// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// ActionKind is what is to be done.
type ActionKind uint8

const (
	ActionGiveNotice    ActionKind = iota // give notice, so that the contract does not renew as it is
	ActionReduce                          // lower the quantity before the term ends
	ActionRightSize                       // order the right quantity when the contract ends by itself
	ActionOrder                           // order what is missing
	ActionDecide                          // decide whether to renew: no saving is known
	ActionReclaim                         // take unused seats back from people
	ActionDowngrade                       // move over-tiered seats to a cheaper product
	ActionRenegotiate                     // bring the price down to the market's
	ActionStatutoryExit                   // use the right to leave that the law gives
	ActionReviewData                      // find out what is not known
)

var actionNames = enum.Of[ActionKind](enums, "action kind",
	"give_notice", "reduce", "right_size", "order", "decide", "reclaim", "downgrade", "renegotiate", "statutory_exit", "review_data")

// String returns the name in snake case.
func (k ActionKind) String() string { return actionNames.String(k) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (k ActionKind) MarshalText() ([]byte, error) { return actionNames.Marshal(k) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (k *ActionKind) UnmarshalText(text []byte) error { return actionNames.Unmarshal(k, text) }

// Urgency is how near a deadline is. Actions are ranked by urgency first.
type Urgency uint8

const (
	UrgencyOverdue   Urgency = iota // the safe day is past; one reading of the clause still allows it
	UrgencyWithin7                  // within 7 days
	UrgencyWithin30                 // within 30 days
	UrgencyWithin90                 // within 90 days
	UrgencyWithin180                // within 180 days
	UrgencyLater                    // later
	UrgencyNone                     // no deadline
)

var urgencyNames = enum.Of[Urgency](enums, "urgency", "overdue", "within_7_days", "within_30_days", "within_90_days", "within_180_days", "later", "no_deadline")

// String returns the name in snake case.
func (u Urgency) String() string { return urgencyNames.String(u) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (u Urgency) MarshalText() ([]byte, error) { return urgencyNames.Marshal(u) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (u *Urgency) UnmarshalText(text []byte) error { return urgencyNames.Unmarshal(u, text) }

// urgencyOf returns the bucket of a deadline.
func urgencyOf(asOf, deadline finops.Date) Urgency {
	switch days := asOf.DaysUntil(deadline); {
	case deadline.IsZero():
		return UrgencyNone
	case days < 0:
		return UrgencyOverdue
	case days <= 7:
		return UrgencyWithin7
	case days <= 30:
		return UrgencyWithin30
	case days <= 90:
		return UrgencyWithin90
	case days <= 180:
		return UrgencyWithin180
	default:
		return UrgencyLater
	}
}

// StakeBasis says what the amount is that an action is ranked by.
type StakeBasis uint8

const (
	StakeNone     StakeBasis = iota // nothing of its own: it helps another action, or what is at stake is not known
	StakeValue                      // the value of the action, without its sign
	StakeExposure                   // what missing the deadline costs, as present value
	StakeScenario                   // a year of the contract as it is less a year of the recommended scenario, as equivalent annual costs
	StakeNextTerm                   // the cost of the next term, which missing the deadline commits: spend, not a saving
)

var stakeNames = enum.Of[StakeBasis](enums, "stake basis", "none", "value", "exposure", "scenario", "next_term")

// String returns the name in snake case.
func (b StakeBasis) String() string { return stakeNames.String(b) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (b StakeBasis) MarshalText() ([]byte, error) { return stakeNames.Marshal(b) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (b *StakeBasis) UnmarshalText(text []byte) error { return stakeNames.Unmarshal(b, text) }

// Confidence is how sure a value is.
type Confidence uint8

const (
	ConfidenceLow    Confidence = iota // important facts are missing
	ConfidenceMedium                   // some facts are missing
	ConfidenceHigh                     // the facts are there
)

var confidenceNames = enum.Of[Confidence](enums, "confidence", "low", "medium", "high")

// String returns the name in snake case.
func (c Confidence) String() string { return confidenceNames.String(c) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (c Confidence) MarshalText() ([]byte, error) { return confidenceNames.Marshal(c) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (c *Confidence) UnmarshalText(text []byte) error { return confidenceNames.Unmarshal(c, text) }
