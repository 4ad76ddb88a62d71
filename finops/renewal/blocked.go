// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// BlockCause is what keeps a saving from being had.
type BlockCause uint8

const (
	NotBlocked      BlockCause = iota // nothing
	BlockedByFloor                    // a commitment or a minimum quantity
	BlockedByWindow                   // the notice window is closed: the next term is committed
)

var blockCauseNames = enum.Of[BlockCause](enums, "block cause", "not_blocked", "floor", "window")

// String returns the name in snake case.
func (c BlockCause) String() string { return blockCauseNames.String(c) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (c BlockCause) MarshalText() ([]byte, error) { return blockCauseNames.Marshal(c) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (c *BlockCause) UnmarshalText(text []byte) error { return blockCauseNames.Unmarshal(c, text) }

// BlockedSaving is a saving that cannot be had yet: of one line for a floor, of the whole contract for a closed window.
type BlockedSaving struct {
	Contract string       `json:"contract"`          // contract ID
	Line     string       `json:"line,omitempty"`    // line ID, "" if it is for the whole contract
	Product  string       `json:"product,omitempty"` // product ID, "" if it is for the whole contract
	Vendor   string       `json:"vendor,omitempty"`  // who sells
	Owner    string       `json:"owner,omitempty"`   // who answers for the contract
	Cause    BlockCause   `json:"cause"`             // what keeps it
	Reason   string       `json:"reason"`            // in words
	Value    finops.Money `json:"value"`             // a year
	// Converted is Value in the reporting currency with the rate used; nil with the reason if it cannot be converted.
	Converted       *finops.Conversion `json:"converted,omitempty"`
	ConvertedReason string             `json:"converted_reason,omitempty"` // why Converted is nil
	// From is the first day on which it can be had: without the floor, or after the committed term. Zero if that is not
	// known.
	From     finops.Date `json:"from,omitzero"`
	DecideBy finops.Date `json:"decide_by,omitzero"` // last safe day to act for it; zero if none
	Action   string      `json:"action,omitempty"`   // ID of the action that frees it, "" if none is listed
	Evidence []string    `json:"evidence"`           // the records behind it, as in [Action.Evidence]
}

// String explains the blocked saving in a line.
func (b BlockedSaving) String() string {
	s := fmt.Sprintf("%s a year of %s is blocked: %s", b.Value.Grouped(), cmp.Or(b.Line, b.Contract), b.Reason)
	if !b.From.IsZero() {
		s += "; not before " + b.From.String()
	}
	return s
}

// block lists a saving that cannot be had yet.
func (a *analysis) block(r *review, b BlockedSaving) {
	c := r.contract
	b.Contract, b.Vendor, b.Owner = c.ID, c.Vendor, c.Owner
	b.Evidence = unique(append([]string{"contract:" + c.ID}, b.Evidence...))
	b.Converted, b.ConvertedReason = a.convert(b.Value)
	a.totals.blocked.add(b.Value, shown(b.Converted, b.ConvertedReason))
	a.blocked = append(a.blocked, b)
}

// blockFloors lists what the floors of a line keep.
func (a *analysis) blockFloors(r *review, l *lineCase) {
	for _, p := range l.result.Parts {
		if p.Cause == BlockedByFloor {
			a.block(r, BlockedSaving{
				Line: l.line.ID, Product: l.line.Product, Cause: p.Cause, Reason: p.Reason, Value: p.PerYear, From: p.From,
				Evidence: a.lineEvidence(r, l),
			})
		}
	}
}

// sortBlocked puts blocked savings in order.
func sortBlocked(list []BlockedSaving) {
	slices.SortFunc(list, func(x, y BlockedSaving) int {
		return cmp.Or(cmp.Compare(x.Contract, y.Contract), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Cause, y.Cause))
	})
}

// shown returns a conversion as a figure.
func shown(c *finops.Conversion, reason string) Figure {
	if c == nil {
		return noFigure(reason)
	}
	return figure(c.To)
}
