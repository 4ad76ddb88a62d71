// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Spread divides total over consecutive periods of the given lengths by cumulative rounding: the sum of the first k
// parts is total × (days so far) / (all days) rounded half up to the minor unit. The parts sum to total, every running
// balance is within half a minor unit of the exact one, and a period of zero days gets zero. Digits of total below the
// minor unit go to the last period with days.
// It returns [ErrWeights] if a length is negative, all are zero, or they add up to more than an int64 holds,
// and [ErrRange] where [DivRound] does.
func Spread(total Money, days []int) ([]Money, error) {
	all, last, err := checkDays(days)
	if err != nil {
		return nil, err
	}
	out := make([]Money, len(days))
	balance := newBalance(total, all)
	before := fixed{}.in(total.cur())
	var sofar int64
	for i, d := range days {
		sofar += int64(d)
		upto := total
		if i < last {
			if upto, err = balance.after(sofar); err != nil {
				return nil, err
			}
		}
		out[i] = upto.number().add(before.number().neg()).in(total.cur())
		before = upto
	}
	return out, nil
}

// checkDays returns the number of days and the index of the last period that has some.
func checkDays(days []int) (all int64, last int, err error) {
	last = -1
	var errs []error
	for i, d := range days {
		switch {
		case d < 0:
			errs = append(errs, fmt.Errorf("finops: spread: period %d has %d days, negative: %w", i, d, ErrWeights))
			continue
		case int64(d) > math.MaxInt64-all:
			return 0, 0, fmt.Errorf("finops: spread: too many days: %w", ErrWeights)
		case d > 0:
			last = i
		}
		all += int64(d)
	}
	if errs == nil && last < 0 {
		errs = append(errs, fmt.Errorf("finops: spread: no days in %d periods: %w", len(days), ErrWeights))
	}
	return all, last, errors.Join(errs...)
}

// balance is what has accrued of total after some of all days.
type balance struct {
	total Money
	all   int64
	coef  fixed  // total in the last digit of at least the minor unit
	den   uint64 // all × the size of a minor unit, 0 if the fast path is too narrow
}

func newBalance(total Money, all int64) balance {
	b := balance{total: total, all: all}
	f, unit, ok := minorForm(total)
	if hi, den := bits.Mul64(uint64(all), unit); ok && hi == 0 {
		b.coef, b.den = f, den
	}
	return b
}

// after returns total × days / all rounded half up to the minor unit; days is at most all.
func (b balance) after(days int64) (Money, error) {
	places := b.total.cur().minorUnits()
	if b.den == 0 {
		return b.total.MulDiv(decimal.NewFromInt(days), decimal.NewFromInt(b.all), places, HalfUp)
	}
	hi, lo := bits.Mul64(abs64(b.coef.coef), uint64(days))
	q, rest := bits.Div64(hi, lo, b.den) // hi < den, because days <= all
	q = HalfUp.bump(q, rest, b.den, false)
	coef := int64(q)
	if b.coef.coef < 0 {
		coef = -coef
	}
	return fixed{coef: coef, scale: uint8(places)}.in(b.total.cur()), nil
}
