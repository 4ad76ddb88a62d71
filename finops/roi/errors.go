// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops/internal/digits"
)

// Sentinel errors of this package. Typed errors with fields wrap them, so that [errors.Is] finds them.
var (
	// ErrRate is returned for a discount rate that is not above −1, is above 1,000,000, or has more than 100 digits after
	// the point. See [RateError].
	ErrRate = errors.New("roi: rate out of range")
	// ErrNoFlows is returned where a value needs at least one amount.
	ErrNoFlows = errors.New("roi: no flows")
	// ErrDate is returned for a flow or a valuation without a date.
	ErrDate = errors.New("roi: date missing")
	// ErrTerm is returned for a number of periods that is not above zero, is above 10,000, or has more than 100 digits after
	// the point.
	ErrTerm = errors.New("roi: term out of range")
	// ErrOption is returned for an option outside its documented values, and for a function that is nil.
	ErrOption = errors.New("roi: unknown option")
	// ErrNoBreakEven is returned where no break-even point lies in the range that was searched.
	ErrNoBreakEven = errors.New("roi: no break-even in the range")
)

// RateError names a discount rate that cannot be used. It wraps [ErrRate].
type RateError struct {
	Rate decimal.Decimal // as given, a fraction: 0.08 is 8 %
}

// Error implements error.
func (e *RateError) Error() string {
	if tooFine(e.Rate) {
		return fmt.Sprintf("roi: rate has %d digits after the point: want at most %d", -int64(e.Rate.Exponent()), maxDigits)
	}
	return fmt.Sprintf("roi: rate %s: want more than -1 and at most %s", digits.Text(e.Rate), digits.Text(maxRate))
}

// Unwrap returns [ErrRate].
func (e *RateError) Unwrap() error { return ErrRate }

var (
	maxRate  = decimal.New(1, 6)
	minusOne = decimal.New(-1, 0)
	maxTerm  = decimal.New(1, 4)
)

// maxDigits bounds the digits after the point of a rate or a term, so that a fixed precision is always enough.
const maxDigits = 100

func checkRate(rate decimal.Decimal) error {
	if tooFine(rate) || tooLarge(rate) || rate.Cmp(minusOne) <= 0 || rate.Cmp(maxRate) > 0 {
		return &RateError{Rate: rate}
	}
	return nil
}

// tooFine reports whether d has more digits after the point than allowed, and tooLarge whether it is far above every
// limit. Both must be asked before d is compared: to compare, package decimal writes out all zeros.
func tooFine(d decimal.Decimal) bool { return d.Exponent() < -maxDigits }

func tooLarge(d decimal.Decimal) bool {
	return int64(d.Exponent())+int64(d.NumDigits()) > maxDigits
}

func checkTerm(n decimal.Decimal) error {
	if tooFine(n) {
		return fmt.Errorf("roi: term has %d digits after the point: want at most %d: %w", -int64(n.Exponent()), maxDigits, ErrTerm)
	}
	if n.Sign() <= 0 || tooLarge(n) || n.Cmp(maxTerm) > 0 {
		return fmt.Errorf("roi: term %s: want more than 0 and at most %s: %w", digits.Text(n), digits.Text(maxTerm), ErrTerm)
	}
	return nil
}
