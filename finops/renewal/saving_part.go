// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/shopspring/decimal"
)

// SavingTiming says when a saving can be had.
type SavingTiming uint8

const (
	SavingNow       SavingTiming = iota // before the term ends: on a true-down date, or with the next month of an evergreen contract
	SavingAtRenewal                     // from the end of the term, given notice in time
	SavingBlocked                       // not yet: a floor or a closed window keeps it
)

var savingTimingNames = enum.Of[SavingTiming](enums, "saving timing", "now", "at_renewal", "blocked")

// String returns the name in snake case.
func (t SavingTiming) String() string { return savingTimingNames.String(t) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (t SavingTiming) MarshalText() ([]byte, error) { return savingTimingNames.Marshal(t) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (t *SavingTiming) UnmarshalText(text []byte) error { return savingTimingNames.Unmarshal(t, text) }

// SavingPart is a part of the saving of a line that can be had from one day on.
type SavingPart struct {
	Timing   SavingTiming    `json:"timing"`             // when it can be had
	From     finops.Date     `json:"from,omitzero"`      // first day it can be saved; zero if it is not known when
	DecideBy finops.Date     `json:"decide_by,omitzero"` // last safe day to act for it; zero if none
	Buy      decimal.Decimal `json:"buy"`                // quantity to hold from then on
	PerYear  finops.Money    `json:"per_year"`           // twelve months of it, not negative
	Reason   string          `json:"reason"`             // why then
	Cause    BlockCause      `json:"cause,omitempty"`    // what blocks it; NotBlocked for the other timings
}

// String explains the part in a line.
func (p SavingPart) String() string {
	when := p.Timing.String()
	if !p.From.IsZero() {
		when += " from " + p.From.String()
	}
	return fmt.Sprintf("%s: hold %s, saving %s a year (%s)", when, digits.Text(p.Buy), p.PerYear.Grouped(), p.Reason)
}
