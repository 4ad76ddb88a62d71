// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"errors"
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// Sentinel errors of this package. Typed errors with fields wrap them, so that [errors.Is] finds them.
var (
	// ErrInvalid is wrapped by every problem found in an input. See [FieldError].
	ErrInvalid = errors.New("renewal: invalid input")
	// ErrOrder is returned where anchor ≤ target ≤ walk-away does not hold. See [OrderError].
	ErrOrder = errors.New("renewal: anchor, target and walk-away are out of order")
	// ErrMismatch is returned for a price that is not in the unit, currency or period of the others. See [MismatchError].
	ErrMismatch = errors.New("renewal: prices are not comparable")
	// ErrNoSample is returned for a benchmark without a price.
	ErrNoSample = errors.New("renewal: no prices to compare with")
	// ErrNoBreakEven is returned where two scenarios do not change order in the range that was searched.
	ErrNoBreakEven = errors.New("renewal: no break-even in the range")
	// ErrUnknownName is returned when text is not the name of an enum value.
	ErrUnknownName = errors.New("renewal: unknown name")
)

// FieldError is one problem of an input. It wraps [ErrInvalid], and Err if there is one.
type FieldError struct {
	Item    string // what has the field, for example `scenario "lock in"`; "" for the input itself
	Field   string // name of the field, for example "months"
	Value   string // the offending value
	Problem string // what is wrong, for example "is negative"
	Err     error  // a more precise cause; may be nil
}

// Error implements error.
func (e *FieldError) Error() string {
	var b strings.Builder
	b.WriteString("renewal: ")
	if e.Item != "" {
		b.WriteString(e.Item + ": ")
	}
	b.WriteString(e.Field)
	if e.Value != "" {
		b.WriteString(" " + e.Value)
	}
	b.WriteString(" " + e.Problem)
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns [ErrInvalid], and Err if there is one.
func (e *FieldError) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrInvalid}
	}
	return []error{ErrInvalid, e.Err}
}

// problems collects the field errors of one item.
type problems struct {
	item string
	errs []error
}

func (p *problems) add(field, value, problem string) {
	p.errs = append(p.errs, &FieldError{Item: p.item, Field: field, Value: value, Problem: problem})
}

func (p *problems) wrap(field, value, problem string, err error) {
	p.errs = append(p.errs, &FieldError{Item: p.item, Field: field, Value: value, Problem: problem, Err: err})
}

// maxRateDigits bounds the digits after the point of a rate, so that its powers stay small enough to compute.
const maxRateDigits = 30

// rate adds a problem if a rate is outside its range or has too many digits.
func (p *problems) rate(field string, value, low, high decimal.Decimal) {
	switch {
	case -value.Exponent() > maxRateDigits:
		p.add(field, "", fmt.Sprintf("has more than %d digits after the point", maxRateDigits))
	case value.Exponent() > maxRateDigits:
		p.add(field, "", "is not "+digits.Text(low)+" to "+digits.Text(high))
	case value.Cmp(low) < 0 || value.Cmp(high) > 0:
		p.add(field, digits.Text(value), "is not "+digits.Text(low)+" to "+digits.Text(high))
	}
}

// maxQuantityDigits bounds the digits before and after the point of a number, so that it stays small enough to compute.
const maxQuantityDigits = 100

// computable reports whether a quantity is within the bounds.
func computable(q decimal.Decimal) bool {
	return q.Exponent() >= -maxQuantityDigits && q.NumDigits()+int(q.Exponent()) <= maxQuantityDigits
}

// computable adds a problem if a number has too many digits, and reports whether it has not.
func (p *problems) computable(field string, value decimal.Decimal) bool {
	ok := computable(value)
	if !ok {
		p.add(field, "", fmt.Sprintf("has more than %d digits before or after the point", maxQuantityDigits))
	}
	return ok
}

// quantity adds a problem if a quantity is negative or has too many digits.
func (p *problems) quantity(field string, value decimal.Decimal) {
	if p.computable(field, value) && value.Sign() < 0 {
		p.wrap(field, digits.Text(value), "is negative", pricing.ErrNegativeQuantity)
	}
}

func (p *problems) join() error { return errors.Join(p.errs...) }
