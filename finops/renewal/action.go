// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"slices"

	"github.com/itfm-go/itfm/finops"
)

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
	// Counted says whether Value is part of the totals Now, AtRenewal or, for an order, Extra. The value of a renegotiation
	// is part of Negotiable instead, and that of a notice for a later term stands in [Report.Blocked].
	Counted bool `json:"counted"`
	// Converted is Value in the reporting currency with the rate used; nil with the reason if it cannot be converted.
	Converted       *finops.Conversion `json:"converted,omitempty"`
	ConvertedReason string             `json:"converted_reason,omitempty"` // why Converted is nil
	// Exposure is what missing the deadline costs, as present value. It is shown, not added to Value.
	Exposure Figure `json:"exposure"`
	// NextTerm is what the next term of the contract costs if it follows as it is: spend, not a saving.
	NextTerm   Figure     `json:"next_term"`
	AtStake    Stake      `json:"at_stake"`          // what the action is ranked by within its urgency
	Confidence Confidence `json:"confidence"`        // how sure Value is
	Reasons    []string   `json:"reasons,omitempty"` // for the confidence
	// Evidence are the records behind the action: "contract:C1", "line:C1/L1", "product:P", "need:P", "seat:P/S", "price:ID".
	Evidence    []string `json:"evidence"`
	Explanation string   `json:"explanation"` // in words
}

// Stake is what depends on an action, the amount it is ranked by within its urgency. Basis says what the amount is; amounts
// of different bases are ranked together, but do not add up.
//
//   - A saving, an order or a price to negotiate: the value a year, or the exposure if that is more.
//   - A notice for the sake of another scenario: what that scenario saves a year, if it is more than both.
//   - A decision on a contract that renews by itself, where nothing better is known, and a statutory exit: the cost of the
//     next term.
//   - Anything else has no amount, and comes after those that have one.
type Stake struct {
	Basis     StakeBasis `json:"basis"`     // what the amount is
	Amount    Figure     `json:"amount"`    // in the currency of the contract
	Converted Figure     `json:"converted"` // in the reporting currency
}

// String returns the amount with its basis.
func (s Stake) String() string {
	if s.Basis == StakeNone {
		return "none: " + s.Amount.Reason
	}
	return s.Basis.String() + " " + s.Amount.String()
}

// stake finds what depends on an action. Candidates without an amount do not count.
func (a *analysis) stake(act Action, candidates ...Stake) Stake {
	reason := "it helps another action"
	if act.Kind == ActionDecide {
		reason = "what is committed by waiting is not known"
		if !act.Exposure.Defined {
			reason = act.Exposure.Reason
		}
	}
	best := Stake{Amount: noFigure(reason), Converted: noFigure(reason)}
	for _, c := range append([]Stake{{Basis: StakeValue, Amount: figure(act.Value.Abs())}, {Basis: StakeExposure, Amount: act.Exposure}}, candidates...) {
		if !c.Amount.Defined || c.Amount.Value.Sign() <= 0 {
			continue
		}
		if best.Basis == StakeNone || c.Amount.Value.Amount().Cmp(best.Amount.Value.Amount()) > 0 {
			best = c
		}
	}
	if best.Basis != StakeNone {
		best.Converted = a.inReporting(best.Amount.Value)
	}
	return best
}

// ranked is an action with the last amount it is ranked by.
type ranked struct {
	action   Action
	nextTerm Figure // converted
}

// rankActions orders actions and numbers them: by urgency, then by what is at stake and by the cost of the next term, both
// in the reporting currency (highest first, those without one last), then by deadline, contract, kind and line.
func rankActions(list []ranked) []Action {
	slices.SortFunc(list, func(x, y ranked) int {
		a, b := x.action, y.action
		return cmp.Or(
			cmp.Compare(a.Urgency, b.Urgency), highestFirst(a.AtStake.Converted, b.AtStake.Converted), highestFirst(x.nextTerm, y.nextTerm),
			a.Deadline.Compare(b.Deadline), cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Line, b.Line),
		)
	})
	out := make([]Action, len(list))
	for i, x := range list {
		x.action.Rank = i + 1
		out[i] = x.action
	}
	return out
}

// highestFirst orders figures, those that are not defined last.
func highestFirst(a, b Figure) int {
	switch {
	case a.Defined && b.Defined:
		return b.Value.Amount().Cmp(a.Value.Amount())
	case a.Defined:
		return -1
	case b.Defined:
		return 1
	}
	return 0
}
