// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// Sentinel errors of this package. Typed errors with fields wrap them, so that [errors.Is] finds them.
var (
	// ErrInvalidLadder is returned by [NewLadder]; each problem is a [TierError].
	ErrInvalidLadder = errors.New("pricing: invalid ladder")
	// ErrInvalidPrice is returned by the other constructors of prices, and for a price of any kind that is nil or
	// that no constructor built; each problem is a [FieldError].
	ErrInvalidPrice = errors.New("pricing: invalid price")
	// ErrInvalidCommitment is returned for a commitment that contradicts itself; each problem is a [FieldError].
	ErrInvalidCommitment = errors.New("pricing: invalid commitment")
	// ErrInvalidBalance is returned for unusable prepaid balances; each problem is a [FieldError].
	ErrInvalidBalance = errors.New("pricing: invalid balance")
	// ErrProration is returned for a part of a period that cannot be measured: days out of order or outside the period,
	// a period without days, a negative fraction.
	ErrProration = errors.New("pricing: cannot prorate")
	// ErrNegativeQuantity is returned for a quantity or an amount of usage below zero.
	ErrNegativeQuantity = errors.New("pricing: quantity is negative")
	// ErrFractionalQuantity is returned for a fraction of a unit where only whole units are sold.
	ErrFractionalQuantity = errors.New("pricing: quantity is not whole")
	// ErrBeyondLadder is returned for a quantity above the last tier of a closed ladder.
	ErrBeyondLadder = errors.New("pricing: quantity is above the last tier")
	// ErrNeedsTransactions is returned for a percentage price with a minimum or maximum per charge that is asked to price
	// a summed volume.
	ErrNeedsTransactions = errors.New("pricing: per-charge limits need the single transactions")
	// ErrNotOneTier is returned where the price of one tier is asked of a ladder that adds several tiers.
	ErrNotOneTier = errors.New("pricing: mode prices more than one tier")
)

// TierError is one problem of a [LadderSpec]. It wraps [ErrInvalidLadder], and Err if there is one.
type TierError struct {
	Index  int    // position in LadderSpec.Tiers from 0; -1 for the ladder itself
	Field  string // name of the field as in JSON, for example "up_to"
	Value  string // the offending value
	Reason string // what is wrong with it
	Err    error  // a more precise cause, for example [finops.ErrUnknownCurrency]; may be nil
}

// Error implements error.
func (e *TierError) Error() string {
	if e.Index < 0 {
		return fmt.Sprintf("pricing: ladder: %s %q: %s", e.Field, e.Value, e.Reason)
	}
	return fmt.Sprintf("pricing: ladder: tiers[%d].%s %q: %s", e.Index, e.Field, e.Value, e.Reason)
}

// Unwrap returns [ErrInvalidLadder] and Err.
func (e *TierError) Unwrap() []error { return causes(ErrInvalidLadder, e.Err) }

// FieldError is one problem of a specification other than a ladder. It wraps one of the ErrInvalid… errors, and Err if
// there is one.
type FieldError struct {
	Of     error  // [ErrInvalidPrice], [ErrInvalidCommitment] or [ErrInvalidBalance]
	Field  string // name of the field as in JSON, for example "size" or "balances[2].remaining"
	Value  string // the offending value
	Reason string // what is wrong with it
	Err    error  // a more precise cause, for example [finops.ErrCurrencyMismatch]; may be nil
}

// Error implements error.
func (e *FieldError) Error() string {
	return fmt.Sprintf("%v: %s %q: %s", e.Of, e.Field, e.Value, e.Reason)
}

// Unwrap returns Of and Err.
func (e *FieldError) Unwrap() []error { return causes(e.Of, e.Err) }

// QuantityError names a quantity that cannot be priced. It wraps [ErrNegativeQuantity], [ErrFractionalQuantity],
// [ErrBeyondLadder] or [finops.ErrRange].
type QuantityError struct {
	Quantity decimal.Decimal // as it was asked for
	Limit    decimal.Decimal // the bound that is passed, for [ErrBeyondLadder]; otherwise zero
	Err      error           // one of the sentinels above
}

// Error implements error.
func (e *QuantityError) Error() string {
	if errors.Is(e.Err, ErrBeyondLadder) {
		return fmt.Sprintf("pricing: quantity %s: above the last tier, which ends at %s", shown(e.Quantity), shown(e.Limit))
	}
	return fmt.Sprintf("pricing: quantity %s: %v", shown(e.Quantity), e.Err)
}

// Unwrap returns Err.
func (e *QuantityError) Unwrap() error { return e.Err }

func causes(of, err error) []error {
	if err == nil {
		return []error{of}
	}
	return []error{of, err}
}

// fieldErrors collects the problems of one specification.
type fieldErrors struct {
	of  error
	all []error
}

func (f *fieldErrors) add(field, value, reason string, cause error) {
	f.all = append(f.all, &FieldError{Of: f.of, Field: field, Value: value, Reason: reason, Err: cause})
}

func (f *fieldErrors) join() error { return errors.Join(f.all...) }
