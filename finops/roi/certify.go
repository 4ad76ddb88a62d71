// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"fmt"
	"math"
	"math/big"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// quantity is a real number that can be enclosed as tightly as wanted.
type quantity interface {
	// quick returns an estimate in binary floating point that is off by at most bound; ok is false outside its range.
	quick() (mid, bound float64, ok bool)
	// enclose returns an estimate computed with prec bits that is off by at most bound.
	enclose(prec uint) (mid, bound *big.Float)
}

const (
	// snap is the number of digits beyond those asked for at which a value is taken to lie on a boundary.
	snap = 100
	// maxPrec bounds the work: enough for amounts of 500 digits before the point and a discount factor of 10^4000.
	maxPrec = 1 << 14
)

// settle returns q rounded once to places digits: precision is raised until both ends of the enclosure round alike. What
// is still open when the enclosure is narrower than 10^-snap of the last place is taken to lie on a boundary. It returns
// [finops.ErrRange] if that takes more than maxPrec bits, because discounting makes the amounts that large.
func settle(q quantity, places int32, r finops.Rounding) (decimal.Decimal, error) {
	if mid, bound, ok := q.quick(); ok {
		if d, ok := quickRound(mid, bound, places, r); ok {
			return d, nil
		}
	}
	for prec := uint(192); ; {
		mid, bound := q.enclose(prec)
		missing := maxPrec
		if !bound.IsInf() {
			low := roundFloat(newFloat(prec).Sub(mid, bound), places, r)
			high := roundFloat(newFloat(prec).Add(mid, bound), places, r)
			if low.Equal(high) {
				return low, nil
			}
			if missing = missingBits(bound, places); missing <= 0 {
				return r.Round(roundFloat(mid, places+snap, finops.HalfEven), places), nil
			}
		}
		if prec == maxPrec {
			return decimal.Decimal{}, fmt.Errorf("roi: the rate makes the amounts too large to be right to the last digit: %w", finops.ErrRange)
		}
		// Most values are settled long before they are as precise as they may become.
		prec = min(3*prec, prec+uint(missing), maxPrec)
	}
}

// missingBits returns by how many bits bound is wider than 10^-snap of the last of the places.
func missingBits(bound *big.Float, places int32) int {
	if bound.Sign() == 0 {
		return 0
	}
	const bitsPerDigit = 3.3219280948873623 // log2(10)
	return bound.MantExp(nil) + int(math.Ceil(float64(places+snap)*bitsPerDigit))
}

// quickRound rounds mid if every number within bound of it rounds alike.
func quickRound(mid, bound float64, places int32, r finops.Rounding) (decimal.Decimal, bool) {
	if places > 15 {
		return decimal.Decimal{}, false
	}
	scale := math.Pow10(int(places)) // exact
	x := mid * scale
	e := bound*scale + math.Abs(x)*0x1p-52
	if math.IsNaN(x) || math.Abs(x) > 1<<51 || e > 0.25 {
		return decimal.Decimal{}, false
	}
	low, high := integer(x-e, r), integer(x+e, r)
	if low != high || boundary(x, r) <= e {
		return decimal.Decimal{}, false
	}
	return decimal.New(int64(low), -places), true
}

// integer rounds x by r; ties are the caller's care.
func integer(x float64, r finops.Rounding) float64 {
	switch r {
	case finops.Up:
		return math.Copysign(math.Ceil(math.Abs(x)), x)
	case finops.Down:
		return math.Trunc(x)
	case finops.Ceiling:
		return math.Ceil(x)
	case finops.Floor:
		return math.Floor(x)
	default:
		return math.Round(x)
	}
}

// boundary returns the distance from x to the nearest number where r switches from one integer to the next.
func boundary(x float64, r finops.Rounding) float64 {
	switch r {
	case finops.Up, finops.Down, finops.Ceiling, finops.Floor:
		return math.Abs(x - math.Round(x))
	default:
		f := math.Abs(x - math.Trunc(x))
		return math.Abs(f - 0.5)
	}
}

// roundFloat rounds f, taken exactly, to places digits.
func roundFloat(f *big.Float, places int32, r finops.Rounding) decimal.Decimal {
	exact, _ := f.Rat(nil)
	d, err := finops.DivRound(decimal.NewFromBigInt(exact.Num(), 0), decimal.NewFromBigInt(exact.Denom(), 0), places, r)
	if err != nil { // a denominator is never zero
		return decimal.Decimal{}
	}
	return d
}

// quickRate returns the rate in binary floating point, off by less than 2^-53 of itself, if [stream.quick] and
// [annuity.quick] may use it: their bounds need 1+rate away from zero.
func quickRate(rate decimal.Decimal) (float64, bool) {
	r := quickFloat(rate)
	return r, r > -0.5 && r < 1000 && math.Abs(r) > 1e-9
}

// quickFloat returns d to within 2^-53 of itself.
func quickFloat(d decimal.Decimal) float64 {
	if e := d.Exponent(); e <= 0 && e >= -22 && d.NumDigits() <= 15 {
		return float64(d.CoefficientInt64()) / math.Pow10(int(-e)) // both exact: one rounding
	}
	return d.InexactFloat64()
}
