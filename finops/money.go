// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Money is an exact amount in one currency. It is immutable; copy it freely. It is not comparable with ==
// (1.50 and 1.5 are the same amount); use [Money.Equal] or [Money.Cmp].
//
// The zero value is "nothing, in no currency": it adds to an amount of any currency and is the only amount without one.
// No operation rounds unless its name says so; an amount may have more digits than its currency has minor units.
//
// Up to 18 digits are held in place and cost no allocation; longer amounts are held by reference and stay exact.
type Money struct {
	_    [0]func()
	coef int64            // amount × 10^scale, unless wide
	wide *decimal.Decimal // the amount where coef cannot hold it
	form form
}

// form is a currency and a scale in one number. Money has four fields and no more, so that the compiler keeps it in
// registers, and one comparison tells whether two amounts can be added as integers.
type form uint32

func formOf(c currencyIndex, scale uint8) form { return form(c)<<8 | form(scale) }

func (f form) cur() currencyIndex { return currencyIndex(f >> 8) }

func (f form) scale() uint8 { return uint8(f) }

// NewMoney returns amount in currency c. It returns [ErrUnknownCurrency] if c is not in ISO 4217, and [ErrRange] for
// an amount of more than 500 digits, before or after the point. A zero amount keeps its currency.
func NewMoney(amount decimal.Decimal, c Currency) (Money, error) {
	i, err := c.known()
	if err != nil {
		return Money{}, err
	}
	if !bounded(amount) {
		digits, exp := amount.NumDigits(), amount.Exponent()
		return Money{}, fmt.Errorf("finops: money: %d digits × 10^%d %s: %w", digits, exp, string(c), ErrRange)
	}
	return newFixed(amount).padded(i.minorUnits()).in(i), nil
}

// ParseMoney reads an amount, a space and a currency code: "1234.50 USD", "-0.005 EUR". The amount is what
// [ParseDecimal] reads: no thousands separators, no exponent. It returns [ErrSyntax] or [ErrUnknownCurrency].
func ParseMoney(s string) (Money, error) {
	number, code, ok := strings.Cut(s, " ")
	if !ok {
		return Money{}, fmt.Errorf("finops: money %q: want an amount, a space and a currency code: %w", clip(s), ErrSyntax)
	}
	f, err := parseFixed(number)
	if err != nil {
		return Money{}, fmt.Errorf("finops: money %q: %w", clip(s), err)
	}
	i, err := Currency(code).known()
	if err != nil {
		return Money{}, fmt.Errorf("finops: money %q: %w", clip(s), err)
	}
	return f.padded(i.minorUnits()).in(i), nil
}

// MustMoney is [ParseMoney] for constants and tests. It panics on bad input.
func MustMoney(s string) Money {
	m, err := ParseMoney(s)
	if err != nil {
		panic(err)
	}
	return m
}

// Amount returns the number.
func (m Money) Amount() decimal.Decimal { return m.number().decimal() }

// Currency returns the currency code, "" for the zero value.
func (m Money) Currency() Currency { return m.cur().code() }

// Add returns m + n, exactly. It returns a [*CurrencyMismatchError] if both have a currency and these differ.
func (m Money) Add(n Money) (Money, error) {
	cur, err := commonCurrency(m, n)
	if err != nil {
		return Money{}, err
	}
	return m.number().add(n.number()).in(cur), nil
}

// Sub returns m - n, exactly. It returns a [*CurrencyMismatchError] if both have a currency and these differ.
func (m Money) Sub(n Money) (Money, error) { return m.Add(n.Neg()) }

// Mul returns m × factor, exactly (no rounding): the result has as many digits as both together, so that a chain of
// products needs a rounding now and then. It returns [ErrRange] if the factor or the result has more than 500 digits
// before or after the point. [Money.MulInt] needs no error.
func (m Money) Mul(factor decimal.Decimal) (Money, error) {
	product, ok := m.number().mul(factor)
	if !ok {
		return Money{}, fmt.Errorf("finops: money: %d digits × 10^%d times %d digits × 10^%d: %w",
			m.Amount().NumDigits(), m.Amount().Exponent(), factor.NumDigits(), factor.Exponent(), ErrRange)
	}
	return product.in(m.cur()), nil
}

// MulInt returns m × n, exactly: n units, seats or months at m each.
func (m Money) MulInt(n int64) Money {
	f := m.number()
	if f.wide == nil {
		if c, ok := mul64(f.coef, n); ok {
			return fixed{coef: c, scale: f.scale}.in(m.cur())
		}
	}
	return widened(f.decimal().Mul(decimal.NewFromInt(n))).in(m.cur())
}

// Zero returns nothing in the currency of m, "0.00 USD": where a sum starts whose currency must not get lost.
func (m Money) Zero() Money { return fixed{}.padded(m.cur().minorUnits()).in(m.cur()) }

// MulDiv returns m × num / den, rounded once to places digits after the point: the way to prorate.
// It returns [ErrDivideByZero] if den is zero, and [ErrRange] where [DivRound] does or for a num of more than 100,000
// digits before or after the point.
func (m Money) MulDiv(num, den decimal.Decimal, places int32, r Rounding) (Money, error) {
	if q, ok := m.number().mulDiv(num, den, places, r); ok {
		return q.in(m.cur()), nil
	}
	if e := num.Exponent(); e > maxShift || e < -maxShift {
		return Money{}, fmt.Errorf("finops: money: factor with exponent %d: %w", e, ErrRange)
	}
	q, err := DivRound(m.Amount().Mul(num), den, places, r)
	if err != nil {
		return Money{}, err
	}
	return newFixed(q).in(m.cur()), nil
}

// Round returns m rounded to the minor units of its currency (cents for USD, none for JPY).
func (m Money) Round(r Rounding) Money { return m.RoundTo(m.cur().minorUnits(), r) }

// RoundTo returns m rounded to places digits after the point; -3 rounds to thousands. Places below -500 are taken as
// -500.
func (m Money) RoundTo(places int32, r Rounding) Money {
	return m.number().round(max(places, -maxDigits), r).in(m.cur())
}

// Neg returns -m.
func (m Money) Neg() Money { return m.number().neg().in(m.cur()) }

// Abs returns m without its sign.
func (m Money) Abs() Money {
	if m.Sign() < 0 {
		return m.Neg()
	}
	return m
}

// Sign returns -1, 0 or 1.
func (m Money) Sign() int { return m.number().sign() }

// IsZero reports whether the amount is zero, in any currency or none. A struct field with the JSON option omitzero is
// therefore left out, and loses its currency, at 0 USD; without it the zero value is written as null.
func (m Money) IsZero() bool { return m.Sign() == 0 }

// Cmp returns -1, 0 or 1 as m is less than, equal to or more than n. It returns a [*CurrencyMismatchError] if both
// have a currency and these differ.
func (m Money) Cmp(n Money) (int, error) {
	if _, err := commonCurrency(m, n); err != nil {
		return 0, err
	}
	return m.number().cmp(n.number()), nil
}

// Equal reports whether m and n are the same amount of the same currency. 1.50 USD equals 1.5 USD;
// 0 USD does not equal 0 EUR nor the zero value.
func (m Money) Equal(n Money) bool { return m.cur() == n.cur() && m.number().cmp(n.number()) == 0 }

// RatioTo returns m/n as a [Ratio]; it is undefined if n is zero. It returns a [*CurrencyMismatchError] if both have a
// currency and these differ.
func (m Money) RatioTo(n Money) (Ratio, error) {
	if _, err := commonCurrency(m, n); err != nil {
		return Ratio{}, err
	}
	return Ratio{Num: m.Amount(), Den: n.Amount()}, nil
}

// String returns the amount with at least the minor units of its currency, and the code: "1234.50 USD". The zero value
// is "0".
func (m Money) String() string { return string(m.appendTo(make([]byte, 0, 32))) }

// Grouped returns the text of String with a comma before each three digits, "1,234,567.80 EUR", for people to read. It
// is always written this way, whatever the locale, and [ParseMoney] does not read it.
func (m Money) Grouped() string {
	text := m.appendTo(make([]byte, 0, 32))
	start, end := 0, len(text)
	if text[0] == '-' {
		start = 1
	}
	if i := bytes.IndexAny(text, ". "); i >= 0 {
		end = i
	}
	out := make([]byte, 0, len(text)+(end-start)/3)
	for i, c := range text {
		if i > start && i < end && (end-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, c)
	}
	return string(out)
}

func (m Money) appendTo(b []byte) []byte {
	b = m.number().appendTo(b, m.cur().minorUnits())
	if m.cur() != 0 {
		b = append(b, ' ')
		b = append(b, m.cur().code()...)
	}
	return b
}

// number returns the amount without its currency.
func (m Money) number() fixed { return fixed{coef: m.coef, wide: m.wide, scale: m.form.scale()} }

func (m Money) cur() currencyIndex { return m.form.cur() }

// in is the inverse of number.
func (f fixed) in(c currencyIndex) Money {
	return Money{coef: f.coef, wide: f.wide, form: formOf(c, f.scale)}
}

func commonCurrency(m, n Money) (currencyIndex, error) {
	switch {
	case m.cur() == n.cur() || n.cur() == 0:
		return m.cur(), nil
	case m.cur() == 0:
		return n.cur(), nil
	}
	return 0, &CurrencyMismatchError{A: m.Currency(), B: n.Currency()}
}
