// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"errors"
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops"
)

// Sentinel errors of this package. Each problem that [Contract.Validate] lists is a [*FieldError] that wraps
// [ErrInvalid] and, where there is one, the more telling sentinel: one of these, or [pricing.ErrNegativeQuantity],
// [pricing.ErrFractionalQuantity] or [finops.ErrCurrencyMismatch].
var (
	// ErrInvalid is wrapped by every problem found in a record.
	ErrInvalid = errors.New("contract: invalid")
	// ErrTerm is returned for a term whose end is not after its start.
	ErrTerm = errors.New("contract: term does not end after it starts")
	// ErrNoticeTooLong is returned by Validate for a notice that is as long as the term it ends, or longer.
	ErrNoticeTooLong = errors.New("contract: notice is as long as the term")
	// ErrRenewalMonths is returned for automatic renewal without a length.
	ErrRenewalMonths = errors.New("contract: renewal has no months")
	// ErrMinMax is returned where a minimum, floor or low bound is above its maximum or cap.
	ErrMinMax = errors.New("contract: minimum is above maximum")
	// ErrRamp is returned for ramp steps that are out of order or outside the term.
	ErrRamp = errors.New("contract: ramp is out of order or outside the term")
	// ErrMissingIndex is returned where a CPI uplift needs a month that the index series lacks. See [MissingIndexError].
	ErrMissingIndex = errors.New("contract: index point is missing")
	// ErrNoListPrice is returned where a list uplift finds no list price dated on or before the day it applies.
	ErrNoListPrice = errors.New("contract: no list price")
	// ErrNoSuchLine is returned for a line that the contract does not have.
	ErrNoSuchLine = errors.New("contract: no such line")
	// ErrNoSuchTerm is returned for a term that the contract does not reach.
	ErrNoSuchTerm = errors.New("contract: no such term")
	// ErrPeriod is returned for a period outside the days the contract can price.
	ErrPeriod = errors.New("contract: period is outside the contract")
	// ErrNoMilestone is returned for a true-up, true-forward or true-down on a day the contract does not name for it.
	ErrNoMilestone = errors.New("contract: no such milestone")
	// ErrDuplicate is returned for two contracts, lines, options or events with one id.
	ErrDuplicate = errors.New("contract: duplicate id")
	// ErrICS is returned for options that cannot make a calendar file.
	ErrICS = errors.New("contract: cannot write calendar")
)

// FieldError is one problem of one field. It wraps [ErrInvalid] and Err.
type FieldError struct {
	Contract string // contract ID
	Item     string // the part that has the field, for example `line "L1"`; "" for the contract itself
	Field    string // name of the field in its JSON form, for example "quantity"
	Value    string // the offending value as text
	Problem  string // what is wrong, for example "is negative"
	Err      error  // the sentinel, nil if only ErrInvalid applies
}

// Error implements error: `contract: "C-1": line "L1": quantity -3 is negative`.
func (e *FieldError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "contract: %q: ", e.Contract)
	if e.Item != "" {
		b.WriteString(e.Item + ": ")
	}
	b.WriteString(e.Field)
	if e.Value != "" {
		b.WriteString(" " + e.Value)
	}
	b.WriteString(" " + e.Problem)
	return b.String()
}

// Unwrap returns [ErrInvalid] and Err.
func (e *FieldError) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrInvalid}
	}
	return []error{ErrInvalid, e.Err}
}

// MissingIndexError names the month that an index series lacks. It wraps [ErrMissingIndex].
type MissingIndexError struct {
	Series string       // name of the series
	Month  finops.Month // the month that is needed
	Step   finops.Date  // the day on which the uplift applies
}

// Error implements error.
func (e *MissingIndexError) Error() string {
	return fmt.Sprintf("contract: index %q has no point for %s, needed for the uplift on %s", e.Series, e.Month, e.Step)
}

// Unwrap returns [ErrMissingIndex].
func (e *MissingIndexError) Unwrap() error { return ErrMissingIndex }
