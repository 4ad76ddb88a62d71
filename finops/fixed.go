// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"

	"github.com/shopspring/decimal"
)

const (
	// maxScale is the largest number of digits after the point that the fast form holds.
	maxScale = 18
	// wideScale marks the wide form, so that one comparison of scales also tells the forms apart.
	wideScale = 255
	// maxFastDigits is the largest number of digits that always fits into an int64.
	maxFastDigits = 18
)

var pow10 = [maxScale + 1]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

func pow10Big(n int64) *big.Int {
	if n >= 0 && n <= maxScale {
		return big.NewInt(pow10[n])
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil)
}

// fixed is coef × 10^-scale, or *wide where that does not fit; scale is then wideScale. Arithmetic in the fast form
// allocates nothing. math.MinInt64 is never used as coef, so that negation cannot overflow.
type fixed struct {
	coef  int64
	wide  *decimal.Decimal
	scale uint8
}

func newFixed(d decimal.Decimal) fixed {
	if f, ok := fastForm(d); ok {
		return f
	}
	return widened(d)
}

// widened returns the fast form of d if there is one after stripping trailing zeros, else the wide form.
func widened(d decimal.Decimal) fixed {
	n := d.Normalize()
	if f, ok := fastForm(n); ok {
		return f
	}
	return fixed{wide: &n, scale: wideScale}
}

// fastForm returns d as it is in the fast form, if it fits.
func fastForm(d decimal.Decimal) (fixed, bool) {
	exp := d.Exponent()
	if exp < -maxScale || exp > maxScale || d.NumDigits() > maxFastDigits {
		return fixed{}, false
	}
	if exp <= 0 {
		return fixed{coef: d.CoefficientInt64(), scale: uint8(-exp)}, true
	}
	c, ok := mul64(d.CoefficientInt64(), pow10[exp])
	return fixed{coef: c}, ok
}

func (f fixed) decimal() decimal.Decimal {
	if f.wide != nil {
		return *f.wide
	}
	return decimal.New(f.coef, -int32(f.scale))
}

func (f fixed) sign() int {
	switch {
	case f.wide != nil:
		return f.wide.Sign()
	case f.coef > 0:
		return 1
	case f.coef < 0:
		return -1
	}
	return 0
}

func (f fixed) neg() fixed {
	if f.wide != nil {
		n := f.wide.Neg()
		return fixed{wide: &n, scale: wideScale}
	}
	f.coef = -f.coef
	return f
}

func (f fixed) add(g fixed) fixed {
	if f.wide == nil && g.wide == nil {
		if a, b, scale, ok := align(f, g); ok {
			if s := a + b; (a^s)&(b^s) >= 0 && s != math.MinInt64 {
				return fixed{coef: s, scale: scale}
			}
		}
	}
	return widened(f.decimal().Add(g.decimal()))
}

func (f fixed) cmp(g fixed) int {
	if f.wide == nil && g.wide == nil {
		if a, b, _, ok := align(f, g); ok {
			switch {
			case a < b:
				return -1
			case a > b:
				return 1
			}
			return 0
		}
	}
	return f.decimal().Cmp(g.decimal())
}

// mul returns f × d, and false if d or the product has more than maxDigits on a side of the point.
func (f fixed) mul(d decimal.Decimal) (fixed, bool) {
	if !bounded(d) {
		return fixed{}, false
	}
	g := newFixed(d)
	if f.wide == nil && g.wide == nil {
		a, b := f, g
		if a.scale+b.scale > maxScale {
			a, b = a.stripped(), b.stripped()
		}
		if a.scale+b.scale <= maxScale {
			if c, ok := mul64(a.coef, b.coef); ok {
				return fixed{coef: c, scale: a.scale + b.scale}, true
			}
		}
	}
	product := widened(f.decimal().Mul(d))
	return product, product.wide == nil || bounded(*product.wide)
}

// padded returns f with at least places digits after the point, if they fit: amounts of one currency that share a scale
// add fastest.
func (f fixed) padded(places int32) fixed {
	if f.wide == nil && int32(f.scale) < places {
		if c, ok := mul64(f.coef, pow10[places-int32(f.scale)]); ok {
			return fixed{coef: c, scale: uint8(places)}
		}
	}
	return f
}

// stripped drops trailing zeros after the point.
func (f fixed) stripped() fixed {
	for f.scale > 0 && f.coef%10 == 0 {
		f.coef /= 10
		f.scale--
	}
	return f
}

func (f fixed) round(places int32, r Rounding) fixed {
	if f.wide != nil || places < 0 {
		return newFixed(r.Round(f.decimal(), places))
	}
	if int32(f.scale) <= places {
		return f
	}
	unit := uint64(pow10[int32(f.scale)-places])
	size := abs64(f.coef)
	q, rest := size/unit, size%unit
	q = r.bump(q, rest, unit, f.coef < 0)
	coef := int64(q)
	if f.coef < 0 {
		coef = -coef
	}
	return fixed{coef: coef, scale: uint8(places)}
}

// mulDiv returns f × num / den rounded to places digits, if 128 bits are enough.
func (f fixed) mulDiv(num, den decimal.Decimal, places int32, r Rounding) (fixed, bool) {
	if f.wide != nil || places < 0 || places > maxScale || r > Floor {
		return fixed{}, false
	}
	a, okA := fastForm(num)
	b, okB := fastForm(den)
	if !okA || !okB || b.coef == 0 {
		return fixed{}, false
	}
	hi, lo := bits.Mul64(abs64(f.coef), abs64(a.coef))
	size := abs64(b.coef)
	// In units of 10^-places the quotient is coef × a / b × 10^up.
	up := int32(b.scale) + places - int32(f.scale) - int32(a.scale)
	switch {
	case up > maxScale || up < -maxScale:
		return fixed{}, false
	case up > 0:
		over, high := bits.Mul64(hi, uint64(pow10[up]))
		carry, low := bits.Mul64(lo, uint64(pow10[up]))
		high, c := bits.Add64(high, carry, 0)
		if over != 0 || c != 0 {
			return fixed{}, false
		}
		hi, lo = high, low
	case up < 0:
		over, d := bits.Mul64(size, uint64(pow10[-up]))
		if over != 0 {
			return fixed{}, false
		}
		size = d
	}
	if hi >= size {
		return fixed{}, false
	}
	negative := (f.coef < 0) != (a.coef < 0) != (b.coef < 0)
	q, rest := bits.Div64(hi, lo, size)
	if q >= math.MaxInt64 {
		return fixed{}, false
	}
	coef := int64(r.bump(q, rest, size, negative))
	if negative {
		coef = -coef
	}
	return fixed{coef: coef, scale: uint8(places)}, true
}

// bump finishes the rounding of a quotient that was cut down to q with rest < unit left over.
func (r Rounding) bump(q, rest, unit uint64, negative bool) uint64 {
	if rest == 0 {
		return q
	}
	half := 0
	if other := unit - rest; rest < other {
		half = -1
	} else if rest > other {
		half = 1
	}
	if r.away(negative, half, q&1 != 0) {
		q++
	}
	return q
}

// appendTo writes all digits, trailing zeros after the point cut down to places of them.
func (f fixed) appendTo(b []byte, places int32) []byte {
	if f.wide != nil {
		return append(b, f.wide.StringFixed(max(-f.wide.Exponent(), places))...)
	}
	for int32(f.scale) > places && f.coef%10 == 0 {
		f.coef /= 10
		f.scale--
	}
	if f.coef < 0 {
		b = append(b, '-')
	}
	u := abs64(f.coef)
	unit := uint64(pow10[f.scale])
	b = strconv.AppendUint(b, u/unit, 10)
	if f.scale > 0 || places > 0 {
		b = append(b, '.')
	}
	if f.scale > 0 {
		// The leading 1 keeps the zeros after the point; it is overwritten by the point itself.
		at := len(b) - 1
		b = strconv.AppendUint(b[:at], unit+u%unit, 10)
		b[at] = '.'
	}
	for n := int32(f.scale); n < places; n++ {
		b = append(b, '0')
	}
	return b
}

// align brings two fast values to one scale; ok is false if one does not fit.
func align(f, g fixed) (a, b int64, scale uint8, ok bool) {
	a, b, scale, ok = f.coef, g.coef, f.scale, true
	switch {
	case f.scale < g.scale:
		scale = g.scale
		a, ok = mul64(a, pow10[g.scale-f.scale])
	case f.scale > g.scale:
		b, ok = mul64(b, pow10[f.scale-g.scale])
	}
	return a, b, scale, ok
}

// mul64 returns a*b and whether it fits into ±math.MaxInt64.
func mul64(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(abs64(a), abs64(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func abs64(a int64) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}
