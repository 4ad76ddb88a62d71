// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// int128 is a signed integer of 128 bits in two's complement, the width in which sums are kept.
type int128 struct {
	hi int64
	lo uint64
}

// add64 adds v without a check: from a roomy value it takes more than 2^62 steps to overflow.
func (x *int128) add64(v int64) {
	lo, carry := bits.Add64(x.lo, uint64(v), 0)
	x.lo = lo
	x.hi += v>>63 + int64(carry)
}

// roomy reports whether |x| is below 2^126, so that add64 cannot overflow.
func (x *int128) roomy() bool { return x.hi < 1<<62 && x.hi >= -1<<62 }

// addProduct adds v × factor, where factor is a power of ten: |v × factor| is below 2^123, so that the result of a
// roomy value is right, if not roomy.
func (x *int128) addProduct(v, factor int64) {
	hi, lo := bits.Mul64(abs64(v), uint64(factor))
	var carry uint64
	if v < 0 {
		x.lo, carry = bits.Sub64(x.lo, lo, 0)
		x.hi -= int64(hi) + int64(carry)
		return
	}
	x.lo, carry = bits.Add64(x.lo, lo, 0)
	x.hi += int64(hi) + int64(carry)
}

// mul multiplies by a factor above zero if the result stays roomy, and reports whether it did.
func (x *int128) mul(factor int64) bool {
	hi, lo := x.abs()
	over, high := bits.Mul64(hi, uint64(factor))
	carry, low := bits.Mul64(lo, uint64(factor))
	high, c := bits.Add64(high, carry, 0)
	if over != 0 || c != 0 || high >= 1<<62 {
		return false
	}
	if x.hi < 0 {
		low, c = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, c)
	}
	x.hi, x.lo = int64(high), low
	return true
}

// abs returns the size of x.
func (x *int128) abs() (hi, lo uint64) {
	if x.hi >= 0 {
		return uint64(x.hi), x.lo
	}
	lo, borrow := bits.Sub64(0, x.lo, 0)
	hi, _ = bits.Sub64(0, uint64(x.hi), borrow)
	return hi, lo
}

// fixed returns x × 10^-scale in the fast form, if it fits.
func (x *int128) fixed(scale uint8) (fixed, bool) {
	hi, lo := x.abs()
	if hi != 0 || lo > math.MaxInt64 {
		return fixed{}, false
	}
	coef := int64(lo)
	if x.hi < 0 {
		coef = -coef
	}
	return fixed{coef: coef, scale: scale}, true
}

// decimal returns x × 10^-scale.
func (x *int128) decimal(scale uint8) decimal.Decimal {
	hi, lo := x.abs()
	b := new(big.Int).SetUint64(hi)
	b.Lsh(b, 64)
	b.Add(b, new(big.Int).SetUint64(lo))
	if x.hi < 0 {
		b.Neg(b)
	}
	return decimal.NewFromBigInt(b, -int32(scale))
}
