// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
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

var actionNames = []string{
	"give_notice", "reduce", "right_size", "order", "decide", "reclaim", "downgrade", "renegotiate", "statutory_exit", "review_data",
}

// String returns the name in snake case.
func (k ActionKind) String() string { return enumName(k, "action_kind", actionNames) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (k ActionKind) MarshalText() ([]byte, error) { return marshalEnum(k, "action kind", actionNames) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (k *ActionKind) UnmarshalText(text []byte) error {
	return unmarshalEnum(k, text, "action kind", actionNames)
}

// Urgency is how near a deadline is. Actions are ranked by urgency first.
type Urgency uint8

const (
	UrgencyOverdue   Urgency = iota // the safe day is past; one reading of the clause still allows it
	UrgencyWithin30                 // within 30 days
	UrgencyWithin90                 // within 90 days
	UrgencyWithin180                // within 180 days
	UrgencyLater                    // later
	UrgencyNone                     // no deadline
)

var urgencyNames = []string{"overdue", "within_30_days", "within_90_days", "within_180_days", "later", "no_deadline"}

// String returns the name in snake case.
func (u Urgency) String() string { return enumName(u, "urgency", urgencyNames) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (u Urgency) MarshalText() ([]byte, error) { return marshalEnum(u, "urgency", urgencyNames) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (u *Urgency) UnmarshalText(text []byte) error {
	return unmarshalEnum(u, text, "urgency", urgencyNames)
}

// urgencyOf returns the bucket of a deadline.
func urgencyOf(asOf, deadline finops.Date) Urgency {
	switch days := asOf.DaysUntil(deadline); {
	case deadline.IsZero():
		return UrgencyNone
	case days < 0:
		return UrgencyOverdue
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

// Confidence is how sure a value is.
type Confidence uint8

const (
	ConfidenceLow    Confidence = iota // important facts are missing
	ConfidenceMedium                   // some facts are missing
	ConfidenceHigh                     // the facts are there
)

var confidenceNames = []string{"low", "medium", "high"}

// String returns the name in snake case.
func (c Confidence) String() string { return enumName(c, "confidence", confidenceNames) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (c Confidence) MarshalText() ([]byte, error) {
	return marshalEnum(c, "confidence", confidenceNames)
}

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (c *Confidence) UnmarshalText(text []byte) error {
	return unmarshalEnum(c, text, "confidence", confidenceNames)
}

// Action is one thing to do.
type Action struct {
	Rank     int         `json:"rank"`              // 1 is first
	ID       string      `json:"id"`                // stable: "give_notice:C1" or "reclaim:C1/L1"
	Kind     ActionKind  `json:"kind"`              // what to do
	Contract string      `json:"contract"`          // contract ID
	Line     string      `json:"line,omitempty"`    // line ID, "" if it is for the whole contract
	Product  string      `json:"product,omitempty"` // product ID, "" if it is for the whole contract
	Vendor   string      `json:"vendor,omitempty"`  // who sells
	Owner    string      `json:"owner,omitempty"`   // who is to do it, "" if the contract has no owner
	Deadline finops.Date `json:"deadline,omitzero"` // last safe day; zero if none
	Latest   finops.Date `json:"latest,omitzero"`   // last defensible day, where it differs from Deadline
	Urgency  Urgency     `json:"urgency"`           // how near the deadline is
	// Timing says under which total Value is counted. It has no meaning for an order or where Counted is false.
	Timing SavingTiming `json:"timing"`
	// Value is what the action saves a year; negative for an order. An action that only helps another one has zero, so that
	// no saving is counted twice: [Action.Counted].
	Value finops.Money `json:"value"`
	// Counted says whether Value is part of the totals Now, AtRenewal, Blocked or Extra. The value of a renegotiation is
	// part of Negotiable instead.
	Counted bool `json:"counted"`
	// Converted is Value in the reporting currency with the rate used; nil with the reason if it cannot be converted.
	Converted       *finops.Conversion `json:"converted,omitempty"`
	ConvertedReason string             `json:"converted_reason,omitempty"` // why Converted is nil
	// AtStake is what missing the deadline costs, as present value. It is shown, not added.
	AtStake    Figure     `json:"at_stake"`
	Confidence Confidence `json:"confidence"`        // how sure Value is
	Reasons    []string   `json:"reasons,omitempty"` // for the confidence
	// Evidence are the records behind the action: "contract:C1", "line:C1/L1", "product:P", "seat:P/S", "price:ID".
	Evidence    []string `json:"evidence"`
	Explanation string   `json:"explanation"` // in words
}

// rankActions orders actions and numbers them: by urgency, then by value in the reporting currency (highest first, those
// that cannot be converted last), then by deadline, contract, kind and line.
func rankActions(actions []Action) {
	value := func(a Action) (decimal.Decimal, bool) {
		if a.Converted == nil {
			return decimal.Decimal{}, false
		}
		return a.Converted.To.Amount(), true
	}
	slices.SortFunc(actions, func(a, b Action) int {
		if c := cmp.Compare(a.Urgency, b.Urgency); c != 0 {
			return c
		}
		va, okA := value(a)
		vb, okB := value(b)
		switch {
		case okA != okB:
			if okA {
				return -1
			}
			return 1
		case okA && !va.Equal(vb):
			return vb.Cmp(va)
		}
		return cmp.Or(a.Deadline.Compare(b.Deadline), cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Line, b.Line))
	})
	for i := range actions {
		actions[i].Rank = i + 1
	}
}
