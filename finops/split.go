// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops/internal/digits"
)

// ErrWeights is returned for weights that cannot divide an amount: none at all, a negative one, or all zero.
var ErrWeights = errors.New("finops: unusable weights")

// Split divides total in proportion to weights by the method of the largest remainder: each part is the exact share cut
// down to the minor unit, and the units that are left go to the largest cut-off remainders, ties to the lowest index.
// The parts sum to total, each part is less than one minor unit from its exact share, and a zero weight gets zero.
// Splitting -total gives the negated parts. If total has digits below the minor unit, these stay together and go to the
// part next in line; all other parts are whole minor units.
// It returns [ErrWeights] if there are no weights, one is negative, or all are zero, and [ErrRange] for a weight of
// more than 500 digits before or after the point.
func Split(total Money, weights []decimal.Decimal) ([]Money, error) {
	if err := checkWeights(weights); err != nil {
		return nil, err
	}
	if parts := splitFast(total, weights); parts != nil {
		return parts, nil
	}
	return splitBig(total, weights), nil
}

func checkWeights(weights []decimal.Decimal) error {
	if len(weights) == 0 {
		return fmt.Errorf("finops: split: no weights: %w", ErrWeights)
	}
	positive := false
	var errs []error
	for i, w := range weights {
		switch s := w.Sign(); {
		case !bounded(w):
			errs = append(errs, fmt.Errorf("finops: split: weight %d has too many digits: %w", i, ErrRange))
		case s < 0:
			errs = append(errs, fmt.Errorf("finops: split: weight %d is %s, negative: %w", i, digits.Text(w), ErrWeights))
		case s > 0:
			positive = true
		}
	}
	if errs == nil && !positive {
		errs = append(errs, fmt.Errorf("finops: split: all %d weights are zero: %w", len(weights), ErrWeights))
	}
	return errors.Join(errs...)
}

// splitFast is Split in 128 bits. It returns nil if that is too narrow.
//
// In units of the last digit of total the exact share is total × weight / sum; cut down to minor units it is
// total × weight / (sum × unit), where unit is the size of one minor unit.
func splitFast(total Money, weights []decimal.Decimal) []Money {
	ints, sum := fastWeights(weights)
	f, unit, ok := minorForm(total)
	if ints == nil || !ok {
		return nil
	}
	high, den := bits.Mul64(sum, unit)
	if high != 0 {
		return nil
	}
	size := abs64(f.coef)
	units, odd := size/unit, size%unit
	parts, rests := make([]uint64, len(ints)), make([]uint64, len(ints))
	for i, w := range ints {
		hi, lo := bits.Mul64(size, w)
		parts[i], rests[i] = bits.Div64(hi, lo, den) // hi < den, because w <= sum
		units -= parts[i]
		parts[i] *= unit
	}
	for place, i := range inLine(len(ints), units, odd != 0, func(a, b int) int { return cmp.Compare(rests[b], rests[a]) }) {
		if uint64(place) < units {
			parts[i] += unit
		} else {
			parts[i] += odd
		}
	}
	out := make([]Money, len(parts))
	for i, p := range parts {
		coef := int64(p)
		if f.coef < 0 {
			coef = -coef
		}
		out[i] = fixed{coef: coef, scale: f.scale}.in(total.cur())
	}
	return out
}

// inLine returns the indices that get something of what is left: one for each unit, and one more for the digits below
// the minor unit, if there are any. less compares remainders, the largest first.
func inLine(n int, units uint64, odd bool, less func(a, b int) int) []int {
	if odd {
		units++
	}
	if units == 0 {
		return nil
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(less(a, b), a-b) })
	return order[:units]
}

// fastWeights brings the weights to integers of one scale; it returns nil if the sum does not fit.
func fastWeights(weights []decimal.Decimal) ([]uint64, uint64) {
	low := int32(math.MaxInt32)
	for _, w := range weights {
		low = min(low, w.Exponent())
	}
	out, sum := make([]uint64, len(weights)), uint64(0)
	for i, w := range weights {
		up := int64(w.Exponent()) - int64(low)
		if w.IsZero() {
			continue
		}
		if up > maxScale || w.NumDigits() > maxFastDigits {
			return nil, 0
		}
		hi, lo := bits.Mul64(uint64(w.CoefficientInt64()), uint64(pow10[up]))
		var carry uint64
		out[i] = lo
		sum, carry = bits.Add64(sum, lo, 0)
		if hi != 0 || carry != 0 {
			return nil, 0
		}
	}
	return out, sum
}

// minorForm returns the amount with at least as many digits as its currency has minor units, and the size of one minor
// unit in its last digit.
func minorForm(m Money) (f fixed, unit uint64, ok bool) {
	if m.wide != nil {
		return fixed{}, 0, false
	}
	f = m.number()
	places := uint8(m.cur().minorUnits())
	if f.scale < places {
		coef, ok := mul64(f.coef, pow10[places-f.scale])
		return fixed{coef: coef, scale: places}, 1, ok
	}
	return f, uint64(pow10[f.scale-places]), true
}

// splitBig is Split for numbers of any size.
func splitBig(total Money, weights []decimal.Decimal) []Money {
	low := int32(0)
	for _, w := range weights {
		low = min(low, w.Exponent())
	}
	ints, sum := make([]*big.Int, len(weights)), new(big.Int)
	for i, w := range weights {
		ints[i] = w.Shift(-low).BigInt()
		sum.Add(sum, ints[i])
	}
	places := total.cur().minorUnits()
	amount := total.Amount()
	digits := max(-amount.Exponent(), places) // after the point
	unit := pow10Big(int64(digits - places))
	size := amount.Shift(digits).BigInt()
	negative := size.Sign() < 0
	size.Abs(size)

	units, odd := new(big.Int).QuoRem(size, unit, new(big.Int))
	den := new(big.Int).Mul(sum, unit)
	parts, rests := make([]*big.Int, len(ints)), make([]*big.Int, len(ints))
	for i, w := range ints {
		parts[i], rests[i] = new(big.Int).QuoRem(new(big.Int).Mul(size, w), den, new(big.Int))
		units.Sub(units, parts[i])
		parts[i].Mul(parts[i], unit)
	}
	left := units.Uint64() // below the number of parts
	for place, i := range inLine(len(ints), left, odd.Sign() != 0, func(a, b int) int { return rests[b].Cmp(rests[a]) }) {
		if uint64(place) < left {
			parts[i].Add(parts[i], unit)
		} else {
			parts[i].Add(parts[i], odd)
		}
	}
	out := make([]Money, len(parts))
	for i, p := range parts {
		if negative {
			p.Neg(p)
		}
		out[i] = newFixed(decimal.NewFromBigInt(p, -digits)).in(total.cur())
	}
	return out
}
