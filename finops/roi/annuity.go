// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"fmt"
	"math"
	"math/big"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// factorPlaces is the default number of digits of a factor.
const factorPlaces = 12

// AnnuityFactor returns the present value of one unit paid in each of n periods:
//
//	a = (1 − (1+rate)^−n) / rate at period ends, × (1+rate) in advance, n at rate 0
//
// n may be a fraction (1.5 for 18 months at an annual rate), for which the formula is taken as it stands. The result has
// 12 digits after the point unless [Options] says otherwise. It returns a [*RateError], [ErrTerm], [ErrOption],
// or [finops.ErrRange] for a value of more than 500 digits.
func AnnuityFactor(rate, n decimal.Decimal, opts Options) (decimal.Decimal, error) {
	if opts.Places == 0 {
		opts.Places = factorPlaces
	}
	return annuity{rate: rate, n: n, amount: decimal.NewFromInt(1), timing: opts.Timing}.value(opts.Places, opts)
}

// AnnuityPV returns the present value of a payment made in each of n periods: payment × [AnnuityFactor], rounded once.
// It returns a [*RateError], [ErrTerm], [ErrOption],
// or [finops.ErrRange] for a value of more than 500 digits.
func AnnuityPV(rate, n decimal.Decimal, payment finops.Money, opts Options) (finops.Money, error) {
	a := annuity{rate: rate, n: n, amount: payment.Amount(), timing: opts.Timing}
	d, err := a.value(opts.placesFor(payment.Currency()), opts)
	if err != nil {
		return finops.Money{}, err
	}
	return inCurrency(d, payment.Currency())
}

// EAA returns the equivalent annual annuity: the payment per year over years whose present value is npv,
//
//	EAA = npv / a(years, rate) = npv · rate / (1 − (1+rate)^−years)
//
// with payments at year ends, or in advance if [Options] says so (divided by 1+rate); npv / years at rate 0. It makes
// choices of unequal length comparable, provided each can be repeated. The result is rounded once. It returns a
// [*RateError], [ErrTerm], [ErrOption], or [finops.ErrRange] for a value of more than 500 digits.
func EAA(rate decimal.Decimal, npv finops.Money, years decimal.Decimal, opts Options) (finops.Money, error) {
	a := annuity{rate: rate, n: years, amount: npv.Amount(), timing: opts.Timing, inverse: true}
	d, err := a.value(opts.placesFor(npv.Currency()), opts)
	if err != nil {
		return finops.Money{}, err
	}
	return inCurrency(d, npv.Currency())
}

// EAC returns the equivalent annual cost of a present value of costs: the formula of [EAA], under the name it has for
// costs. The lower EAC is the better. Errors are those of [EAA].
func EAC(rate decimal.Decimal, pvCosts finops.Money, years decimal.Decimal, opts Options) (finops.Money, error) {
	return EAA(rate, pvCosts, years, opts)
}

// annuity is amount × a(n, rate), or amount / a(n, rate) if inverse.
type annuity struct {
	rate, n, amount decimal.Decimal
	timing          Timing
	inverse         bool
}

func (a annuity) value(places int32, opts Options) (decimal.Decimal, error) {
	if err := opts.validate(); err != nil {
		return decimal.Decimal{}, err
	}
	if err := checkRate(a.rate); err != nil {
		return decimal.Decimal{}, err
	}
	if err := checkTerm(a.n); err != nil {
		return decimal.Decimal{}, fmt.Errorf("roi: annuity: %w", err)
	}
	switch {
	case !a.rate.IsZero():
		return settle(a, places, opts.Rounding)
	case a.inverse:
		return finops.DivRound(a.amount, a.n, places, opts.Rounding)
	default:
		return opts.Rounding.Round(a.amount.Mul(a.n), places), nil
	}
}

// quick implements quantity. Each factor is off by a few 2^-53 of itself, (1+rate)^-n by up to 16(n·ln(1+rate)+1) of them,
// which the difference 1 − (1+rate)^-n, taken by expm1, does not enlarge.
func (a annuity) quick() (mid, bound float64, ok bool) {
	r, ok := quickRate(a.rate)
	if !ok {
		return 0, 0, false
	}
	x := quickFloat(a.n) * math.Log1p(r)
	factor := -math.Expm1(-x) / r
	if a.timing == InAdvance {
		factor *= 1 + r
	}
	if a.inverse {
		factor = 1 / factor
	}
	mid = quickFloat(a.amount) * factor
	return mid, math.Abs(mid) * 0x1p-53 * (16*math.Abs(x) + 64), math.Abs(x) < 600
}

// enclose implements quantity.
func (a annuity) enclose(prec uint) (mid, bound *big.Float) {
	one := newFloat(prec).SetInt64(1)
	rate := decimalFloat(a.rate, prec)
	x := newFloat(prec).Mul(decimalFloat(a.n, prec), lnOnePlus(a.rate, prec))
	discount := exp(x.Neg(x), prec)
	gap := newFloat(prec).Sub(one, discount)
	if gap.Sign() == 0 { // the rate is below the precision: nothing is known yet
		return newFloat(prec), newFloat(prec).SetInf(false)
	}
	factor := newFloat(prec).Quo(gap, rate)
	if a.timing == InAdvance {
		factor.Mul(factor, newFloat(prec).Add(one, rate))
	}
	amount := decimalFloat(a.amount, prec)
	if a.inverse {
		mid = newFloat(prec).Quo(amount, factor)
	} else {
		mid = newFloat(prec).Mul(amount, factor)
	}
	// The difference magnifies the error of the discount by (1 + discount) / |1 − discount|.
	magnify := newFloat(prec).Add(one, discount)
	magnify.Quo(magnify, newFloat(prec).Abs(gap))
	magnify.Add(magnify, one)
	bound = magnify.Mul(magnify, newFloat(prec).Abs(mid))
	return mid, relativeBound(bound, prec)
}
