// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"
	"math"
	"math/bits"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
)

// maxDigits bounds the digits before and after the point of a number, so that hostile input ("1e999999999") cannot make
// huge numbers.
const maxDigits = 100

// inRange reports whether d keeps to maxDigits. It must be asked before any arithmetic with a decimal from outside.
func inRange(d decimal.Decimal) bool {
	exp := d.Exponent()
	return exp >= -maxDigits && exp <= maxDigits && d.NumDigits()+int(exp) <= maxDigits
}

// shown returns all digits of d, but describes a number that is out of range and could be very long.
func shown(d decimal.Decimal) string {
	if inRange(d) {
		return digits.Text(d)
	}
	return fmt.Sprintf("of %d digits with exponent %d", d.NumDigits(), d.Exponent())
}

// checkQuantity returns a [*QuantityError] if q cannot be priced.
func checkQuantity(q decimal.Decimal, whole bool) error {
	switch {
	case q.Sign() < 0:
		return &QuantityError{Quantity: q, Err: ErrNegativeQuantity}
	case !inRange(q):
		return &QuantityError{Quantity: q, Err: finops.ErrRange}
	case whole && !q.IsInteger():
		return &QuantityError{Quantity: q, Err: ErrFractionalQuantity}
	}
	return nil
}

// decimals returns the digits after the point of d without trailing zeros, so that 5 and 5.0 are treated alike.
func decimals(d decimal.Decimal) int32 {
	if d.Exponent() >= 0 {
		return 0
	}
	return max(-d.Normalize().Exponent(), 0)
}

// fastDigits is how many decimal digits always fit into an int64.
const fastDigits = 18

var pow10 = [fastDigits + 1]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// scaled returns d, which is not negative, in units of 10^-scale cut down to an integer, whether digits were cut off, and
// whether it fits. It allocates nothing.
func scaled(d decimal.Decimal, scale int32) (n int64, cut, ok bool) {
	if d.NumDigits() > fastDigits {
		return 0, false, false
	}
	coef, up := d.CoefficientInt64(), d.Exponent()+scale
	switch {
	case coef == 0 || up == 0:
		return coef, false, true
	case up < -fastDigits:
		return 0, true, true
	case up < 0:
		return coef / pow10[-up], coef%pow10[-up] != 0, true
	case up > fastDigits:
		return 0, false, false
	}
	hi, lo := bits.Mul64(uint64(coef), uint64(pow10[up]))
	return int64(lo), false, hi == 0 && lo <= math.MaxInt64
}

// wholeDown and wholeUp return the integer next to a quotient.
func wholeDown(a, b decimal.Decimal) decimal.Decimal { return quotient(a, b, finops.Floor) }

func wholeUp(a, b decimal.Decimal) decimal.Decimal { return quotient(a, b, finops.Ceiling) }

// quotient returns a/b rounded to an integer; b is positive, checked at construction.
func quotient(a, b decimal.Decimal, r finops.Rounding) decimal.Decimal {
	q, err := finops.DivRound(a, b, 0, r)
	if err != nil {
		return decimal.Decimal{}
	}
	return q
}

// money returns the amount d in the currency of zero, which is known to be listed.
func money(d decimal.Decimal, zero finops.Money) finops.Money {
	m, err := finops.NewMoney(d, zero.Currency())
	if err != nil {
		return zero
	}
	return m
}

// times multiplies an amount and a number that keep to the limits of this package, where [finops.Money.Mul] cannot fail.
func times(m finops.Money, n decimal.Decimal) finops.Money {
	p, err := m.Mul(n)
	if err != nil {
		return finops.Money{}
	}
	return p
}

// plus adds amounts that are known to be in one currency, where [finops.Money.Add] cannot fail.
func plus(a, b finops.Money) finops.Money {
	s, err := a.Add(b)
	if err != nil {
		return finops.Money{}
	}
	return s
}

// minus subtracts amounts that are known to be in one currency.
func minus(a, b finops.Money) finops.Money { return plus(a, b.Neg()) }

// less compares amounts that are known to be in one currency.
func less(a, b finops.Money) bool { return minus(a, b).Sign() < 0 }
