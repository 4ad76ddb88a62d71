// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// nothing returns zero in the currency of m.
func nothing(m finops.Money) finops.Money { return m.Zero() }

// amount checks a price: a currency if required or not zero, not negative, within limits.
func (f *fieldErrors) amount(field string, m finops.Money, required bool) {
	switch d := m.Amount(); {
	case !inRange(d):
		f.add(field, shown(d), fmt.Sprintf("has more than %d digits before or after the point", maxDigits), finops.ErrRange)
	case m.Sign() < 0:
		f.add(field, m.String(), "is negative", nil)
	case m.Currency() == "" && (required || !m.IsZero()):
		f.add(field, m.String(), "has no currency", finops.ErrNoCurrency)
	}
}

// number checks a count that zero switches off: not negative, within limits.
func (f *fieldErrors) number(field string, d decimal.Decimal) {
	switch {
	case !inRange(d):
		f.add(field, shown(d), fmt.Sprintf("has more than %d digits before or after the point", maxDigits), finops.ErrRange)
	case d.Sign() < 0:
		f.add(field, shown(d), "is negative", nil)
	}
}

// positive checks a number that must be above zero.
func (f *fieldErrors) positive(field string, d decimal.Decimal) {
	if d.IsZero() {
		f.add(field, shown(d), "is zero", nil)
		return
	}
	f.number(field, d)
}

// same checks that two amounts can be added.
func (f *fieldErrors) same(field string, m, with finops.Money) {
	if m.Currency() != "" && with.Currency() != "" && m.Currency() != with.Currency() {
		f.add(field, m.String(), fmt.Sprintf("is not in %s", with.Currency()),
			&finops.CurrencyMismatchError{A: with.Currency(), B: m.Currency()})
	}
}

func (f *fieldErrors) rounding(field string, r finops.Rounding) {
	if err := r.Validate(); err != nil {
		f.add(field, r.String(), "is not a rounding mode", err)
	}
}
