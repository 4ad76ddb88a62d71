// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
)

// expense spreads each stretch at one price over the months it touches.
func (c Contract) expense(runs []run, t Term, method ExpenseMethod) ([]ExpenseMonth, error) {
	first := t.Period.Start.Month()
	out := make([]ExpenseMonth, first.MonthsUntil(t.Period.Last().Month())+1)
	for i := range out {
		out[i] = ExpenseMonth{Month: first.Add(i), Amount: c.zero()}
	}
	for i := range runs {
		byMonth := make([]finops.Money, len(out))
		for _, s := range runs[i].stretches() {
			parts, err := Amortize(s.amount, s.period, method)
			if err != nil {
				return nil, fmt.Errorf("contract: %q: line %q: %w", c.ID, runs[i].id, err)
			}
			for _, p := range parts {
				at := &byMonth[first.MonthsUntil(p.Month)]
				*at = plus(*at, p.Amount)
			}
		}
		for m, amount := range byMonth {
			if amount.IsZero() {
				continue
			}
			out[m].Lines = append(out[m].Lines, ExpenseAmount{Line: runs[i].id, Amount: amount})
			out[m].Amount = plus(out[m].Amount, amount)
		}
	}
	return out, nil
}

// stretches joins the pieces of a run that follow each other at one rate within one price period.
func (r *run) stretches() []piece {
	var out []piece
	for _, p := range r.pieces {
		if n := len(out); n > 0 && out[n-1].rate == p.rate && out[n-1].priced == p.priced {
			out[n-1].period.End = p.period.End
			out[n-1].amount = plus(out[n-1].amount, p.amount)
			continue
		}
		out = append(out, p)
	}
	return out
}

// MonthAmount is an amount of one calendar month.
type MonthAmount struct {
	Month  finops.Month `json:"month"`  // the month
	Amount finops.Money `json:"amount"` // its part
}

// Amortize spreads an amount for the days of a period over the calendar months that the period touches, by cumulative
// rounding to the minor unit: the parts sum to the amount, and the sum of the first months is never further than half a
// minor unit from the exact one.
//
// [CalendarDays] weighs months by their days in the period, [EvenMonths] equally. [ByDuration] gives equal parts to as
// many months as the period lasts (a broken month counts as one), from the first on; a last month beyond that gets zero.
// [ProratedFirstLast] gives the first and the last month their days of all days and divides the rest equally.
// It returns [ErrTerm] for a period without days and [finops.ErrRange] for an unknown method.
func Amortize(amount finops.Money, period finops.Period, method ExpenseMethod) ([]MonthAmount, error) {
	if err := expenseMethodNames.Check(method); err != nil {
		return nil, err
	}
	if period.Days() == 0 {
		return nil, fmt.Errorf("contract: amortize over %q: %w", period, ErrTerm)
	}
	parts, err := finops.Spread(amount, monthWeights(period, method))
	if err != nil {
		return nil, err
	}
	out := make([]MonthAmount, len(parts))
	first := period.Start.Month()
	for i, p := range parts {
		out[i] = MonthAmount{Month: first.Add(i), Amount: p}
	}
	return out, nil
}

// monthWeights returns the weight of each month that the period touches.
func monthWeights(p finops.Period, method ExpenseMethod) []int {
	first := p.Start.Month()
	w := make([]int, first.MonthsUntil(p.Last().Month())+1)
	days := func(i int) int { return first.Add(i).Period().Intersect(p).Days() }
	last := len(w) - 1
	for i := range w {
		switch {
		case method == EvenMonths:
			w[i] = 1
		case method == ByDuration && p.Start.AddMonths(i).Before(p.End):
			w[i] = 1
		case method == ByDuration:
			w[i] = 0
		case method == ProratedFirstLast && last > 1 && (i == 0 || i == last):
			w[i] = days(i) * (last - 1) // in units of 1/(months between) of a day
		case method == ProratedFirstLast && last > 1:
			w[i] = p.Days() - days(0) - days(last)
		default:
			w[i] = days(i)
		}
	}
	return w
}
