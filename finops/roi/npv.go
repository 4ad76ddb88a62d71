// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// Flow is an amount paid or received on a day. Whether a cost is positive or negative is the caller's choice; be
// consistent within one call.
type Flow struct {
	Date   finops.Date  `json:"date"`   // the day the money moves; required
	Amount finops.Money `json:"amount"` // exact; may have more digits than minor units
}

// NPV returns the net present value of amounts one period apart at a rate per period:
//
//	NPV = Σ flows[t] / (1+rate)^t,  t = 0, 1, 2 …
//
// The first amount is at t = 0 and is not discounted. A spreadsheet's NPV function starts at t = 1; to repeat its
// NPV(rate, v1, v2 …) pass a zero first: NPV(rate, {0, v1, v2 …}).
//
// The result is rounded once, see [Options]. It returns [ErrNoFlows], a [*RateError], [ErrOption], or an error that wraps
// [finops.ErrCurrencyMismatch], or [finops.ErrRange] for a value of more than 500 digits.
func NPV(rate decimal.Decimal, flows []finops.Money, opts Options) (finops.Money, error) {
	if len(flows) == 0 {
		return finops.Money{}, fmt.Errorf("roi: npv: %w", ErrNoFlows)
	}
	s := stream{rate: rate, terms: make([]term, len(flows))}
	for t, m := range flows {
		s.terms[t] = term{amount: m.Amount(), num: int64(t), den: 1}
	}
	cur, err := commonCurrency(func(yield func(finops.Money) bool) {
		for _, m := range flows {
			if !yield(m) {
				return
			}
		}
	})
	if err != nil {
		return finops.Money{}, fmt.Errorf("roi: npv: %w", err)
	}
	return s.value(cur, opts)
}

// XNPV returns the net present value of dated amounts on the earliest of their dates:
//
//	XNPV = Σ amount_i / (1+rate)^years(d_0, d_i),  d_0 the earliest date
//
// Years are calendar days / 365 unless [Options] says otherwise. The order of flows does not matter: the origin is the
// earliest date, not the first one listed. Unlike a spreadsheet's XNPV it takes negative rates above −1.
//
// The result is rounded once. It returns [ErrNoFlows], [ErrDate], a [*RateError], [ErrOption], or an error that wraps
// [finops.ErrCurrencyMismatch], or [finops.ErrRange] for a value of more than 500 digits.
func XNPV(rate decimal.Decimal, flows []Flow, opts Options) (finops.Money, error) {
	if len(flows) == 0 {
		return finops.Money{}, fmt.Errorf("roi: xnpv: %w", ErrNoFlows)
	}
	origin := flows[0].Date
	for _, f := range flows {
		if f.Date.Before(origin) {
			origin = f.Date
		}
	}
	return PresentValue(rate, origin, flows, opts)
}

// PresentValue returns the value on the day at of dated amounts:
//
//	PV = Σ amount_i / (1+rate)^years(at, d_i)
//
// An amount dated before at is carried forward with the same rate. Years are calendar days / 365 unless [Options] says
// otherwise. No flows are worth the zero Money.
//
// The result is rounded once. It returns [ErrDate], a [*RateError], [ErrOption], or an error that wraps
// [finops.ErrCurrencyMismatch], or [finops.ErrRange] for a value of more than 500 digits.
func PresentValue(rate decimal.Decimal, at finops.Date, flows []Flow, opts Options) (finops.Money, error) {
	if at.IsZero() && len(flows) > 0 && !flows[0].Date.IsZero() {
		return finops.Money{}, fmt.Errorf("roi: present value: valuation date: %w", ErrDate)
	}
	if err := opts.validate(); err != nil {
		return finops.Money{}, err
	}
	s := stream{rate: rate, terms: make([]term, len(flows))}
	for i, f := range flows {
		if f.Date.IsZero() {
			return finops.Money{}, fmt.Errorf("roi: present value: flow %d: %w", i, ErrDate)
		}
		num, den := opts.DayCount.years(at, f.Date)
		s.terms[i] = term{amount: f.Amount.Amount(), num: num, den: den}
	}
	cur, err := commonCurrency(func(yield func(finops.Money) bool) {
		for _, f := range flows {
			if !yield(f.Amount) {
				return
			}
		}
	})
	if err != nil {
		return finops.Money{}, fmt.Errorf("roi: present value: %w", err)
	}
	return s.value(cur, opts)
}

// commonCurrency returns the one currency of the amounts, "" if all are without.
func commonCurrency(amounts func(yield func(finops.Money) bool)) (finops.Currency, error) {
	var cur finops.Currency
	for m := range amounts {
		switch c := m.Currency(); {
		case c == "" || c == cur:
		case cur == "":
			cur = c
		default:
			return "", &finops.CurrencyMismatchError{A: cur, B: c}
		}
	}
	return cur, nil
}

// inCurrency returns d as Money; an amount of no currency can only be zero.
func inCurrency(d decimal.Decimal, cur finops.Currency) (finops.Money, error) {
	if cur == "" {
		return finops.Money{}, nil
	}
	return finops.NewMoney(d, cur)
}
