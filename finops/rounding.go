// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops/internal/enum"
)

// Rounding says what happens to the digits that do not fit. The zero value is [HalfUp], what invoices use.
type Rounding uint8

const (
	HalfUp   Rounding = iota // to the nearest; ties away from zero (1.005 -> 1.01, -1.005 -> -1.01)
	HalfEven                 // to the nearest; ties to the even neighbour (banker's rounding)
	HalfDown                 // to the nearest; ties toward zero
	Up                       // away from zero
	Down                     // toward zero (truncation)
	Ceiling                  // toward plus infinity
	Floor                    // toward minus infinity
)

var roundingNames = enum.Of[Rounding](enums, "rounding", "half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")

// String returns the name in snake case, for example "half_even".
func (r Rounding) String() string { return roundingNames.String(r) }

// MarshalText returns the name, for example "half_even". It returns [ErrRange] for a value without a name.
func (r Rounding) MarshalText() ([]byte, error) { return roundingNames.Marshal(r) }

// UnmarshalText reads a name. It returns [ErrSyntax] for any other text.
func (r *Rounding) UnmarshalText(text []byte) error { return roundingNames.Unmarshal(r, text) }

// Validate returns [ErrRange] for a value without a name, which rounds as [HalfUp] does where nobody checks it.
func (r Rounding) Validate() error { return roundingNames.Check(r) }

// Round returns d rounded to places digits after the point (negative places round to tens, hundreds ...).
// A d with no more digits than that is returned as it is.
func (r Rounding) Round(d decimal.Decimal, places int32) decimal.Decimal {
	drop := -int64(d.Exponent()) - int64(places)
	if drop <= 0 {
		return d
	}
	if d.IsZero() {
		return decimal.New(0, -places)
	}
	if drop > int64(d.NumDigits()) {
		// Less than a tenth of a unit: no need to build the power of ten.
		var q int64
		if r.away(d.Sign() < 0, -1, false) {
			q = int64(d.Sign())
		}
		return decimal.New(q, -places)
	}
	return decimal.NewFromBigInt(r.quo(d.Coefficient(), pow10Big(drop)), -places)
}

// maxShift bounds the powers of ten that a division builds.
const maxShift = 100_000

// DivRound returns a/b rounded once to places digits after the point. The quotient is exact before rounding.
// It returns [ErrDivideByZero] if b is zero, and [ErrRange] for a rounding without a name or where the exponents of a, b
// and places lie more than 100,000 digits apart.
func DivRound(a, b decimal.Decimal, places int32, r Rounding) (decimal.Decimal, error) {
	if err := r.Validate(); err != nil {
		return decimal.Decimal{}, err
	}
	if b.IsZero() {
		return decimal.Decimal{}, fmt.Errorf("finops: division: %w", ErrDivideByZero)
	}
	// a/b = num/den × 10^(ea-eb); wanted in units of 10^-places.
	shift := int64(a.Exponent()) - int64(b.Exponent()) + int64(places)
	if shift > maxShift || shift < -maxShift {
		return decimal.Decimal{}, fmt.Errorf("finops: division to %d places with exponents %d and %d: %w",
			places, a.Exponent(), b.Exponent(), ErrRange)
	}
	num, den := a.Coefficient(), b.Coefficient()
	if shift >= 0 {
		num.Mul(num, pow10Big(shift))
	} else {
		den.Mul(den, pow10Big(-shift))
	}
	return decimal.NewFromBigInt(r.quo(num, den), -places), nil
}

// quo returns num/den as an integer rounded by r; den is not zero.
func (r Rounding) quo(num, den *big.Int) *big.Int {
	q, rem := new(big.Int).QuoRem(num, den, new(big.Int))
	if rem.Sign() == 0 {
		return q
	}
	negative := (num.Sign() < 0) != (den.Sign() < 0)
	half := rem.Lsh(rem, 1).CmpAbs(den)
	if r.away(negative, half, q.Bit(0) == 1) {
		step := big.NewInt(1)
		if negative {
			step.SetInt64(-1)
		}
		q.Add(q, step)
	}
	return q
}

// away reports whether a truncated quotient moves one unit away from zero. half compares the dropped part with one half.
func (r Rounding) away(negative bool, half int, odd bool) bool {
	switch r {
	case HalfEven:
		return half > 0 || half == 0 && odd
	case HalfDown:
		return half > 0
	case Up:
		return true
	case Down:
		return false
	case Ceiling:
		return !negative
	case Floor:
		return negative
	default:
		return half >= 0
	}
}
