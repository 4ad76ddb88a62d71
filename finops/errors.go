// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"
)

// Sentinel errors of this package. Typed errors with fields wrap them, so that [errors.Is] finds them.
var (
	// ErrCurrencyMismatch is returned where amounts of different currencies meet. See [CurrencyMismatchError].
	ErrCurrencyMismatch = errors.New("finops: currencies differ")
	// ErrUnknownCurrency is returned for a code that ISO 4217 does not list.
	ErrUnknownCurrency = errors.New("finops: unknown currency")
	// ErrNoCurrency is returned where a non-zero amount has no currency.
	ErrNoCurrency = errors.New("finops: amount has no currency")
	// ErrSyntax is returned by parsers for text that is not in the documented form.
	ErrSyntax = errors.New("finops: bad syntax")
	// ErrRange is returned for a value outside the documented range, for example a date after the year 9999.
	ErrRange = errors.New("finops: out of range")
	// ErrDivideByZero is returned for a division by zero.
	ErrDivideByZero = errors.New("finops: division by zero")
)

// CurrencyMismatchError names the two currencies that met. It wraps [ErrCurrencyMismatch].
type CurrencyMismatchError struct {
	A, B Currency // in the order of the operands
}

// Error implements error.
func (e *CurrencyMismatchError) Error() string {
	return fmt.Sprintf("finops: currencies differ: %q and %q", string(e.A), string(e.B))
}

// Unwrap returns [ErrCurrencyMismatch].
func (e *CurrencyMismatchError) Unwrap() error { return ErrCurrencyMismatch }

// clip shortens text from outside for an error message.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return s[:most] + "..."
}
