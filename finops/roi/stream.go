// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"math"
	"math/big"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// term is an amount due num/den periods after the origin; den is positive.
type term struct {
	amount   decimal.Decimal
	num, den int64
}

// stream is a sum of discounted terms.
type stream struct {
	rate  decimal.Decimal
	terms []term
}

// value returns the sum in currency cur, rounded once.
func (s stream) value(cur finops.Currency, opts Options) (finops.Money, error) {
	if err := opts.validate(); err != nil {
		return finops.Money{}, err
	}
	if err := checkRate(s.rate); err != nil {
		return finops.Money{}, err
	}
	places := opts.placesFor(cur)
	if s.rate.IsZero() {
		return s.undiscounted(cur, places, opts.Rounding)
	}
	d, err := settle(s, places, opts.Rounding)
	if err != nil {
		return finops.Money{}, err
	}
	return inCurrency(d, cur)
}

// undiscounted returns the plain sum: the exact value at rate zero.
func (s stream) undiscounted(cur finops.Currency, places int32, r finops.Rounding) (finops.Money, error) {
	var sum finops.Accumulator
	for _, t := range s.terms {
		m, err := inCurrency(t.amount, cur)
		if err != nil {
			return finops.Money{}, err
		}
		sum.Add(m)
	}
	total, err := sum.Total()
	return total.RoundTo(places, r), err
}

// quick implements quantity in binary floating point. With u = 2^-53 and x = t·ln(1+r), a discount factor is off by less
// than (16|x|+16)u of itself: the rate, its logarithm, the product and the exponential each add a few u, the first three
// of them scaled by |x|. Amounts and the n additions add (n+2)u. All this is relative to Σ|amount|·factor.
func (s stream) quick() (mid, bound float64, ok bool) {
	r, ok := quickRate(s.rate)
	if !ok {
		return 0, 0, false
	}
	log := math.Log1p(r)
	var magnitude, longest float64
	for _, t := range s.terms {
		x := float64(t.num) / float64(t.den) * log
		amount := quickFloat(t.amount)
		discounted := amount * math.Exp(-x)
		mid += discounted
		magnitude += math.Abs(discounted)
		longest = max(longest, math.Abs(x))
	}
	const u = 0x1p-53
	bound = magnitude * u * (16*longest + float64(len(s.terms)) + 32)
	return mid, bound, longest < 600
}

// enclose implements quantity with prec bits.
func (s stream) enclose(prec uint) (mid, bound *big.Float) {
	d := discounts{log: lnOnePlus(s.rate, prec), prec: prec}
	mid, magnitude := newFloat(prec), newFloat(prec)
	for _, t := range s.terms {
		discounted := d.factor(t.num, t.den)
		discounted.Mul(discounted, decimalFloat(t.amount, prec))
		mid.Add(mid, discounted)
		magnitude.Add(magnitude, discounted.Abs(discounted))
	}
	return mid, relativeBound(magnitude, prec)
}

// discounts computes discount factors of one rate. Few denominators occur, so the factor of one step of each is kept.
type discounts struct {
	log   *big.Float // ln(1+rate)
	prec  uint
	steps []step
}

// step is the discount factor of 1/den of a period.
type step struct {
	den    int64
	factor *big.Float
}

// factor returns (1+rate)^(-num/den).
func (d *discounts) factor(num, den int64) *big.Float {
	base := d.step(den)
	if num < 0 {
		base, num = newFloat(d.prec).Quo(newFloat(d.prec).SetInt64(1), base), -num
	}
	return power(base, num, d.prec)
}

func (d *discounts) step(den int64) *big.Float {
	for _, s := range d.steps {
		if s.den == den {
			return s.factor
		}
	}
	x := newFloat(d.prec).Quo(d.log, newFloat(d.prec).SetInt64(den))
	s := step{den: den, factor: exp(x.Neg(x), d.prec)}
	d.steps = append(d.steps, s)
	return s.factor
}
