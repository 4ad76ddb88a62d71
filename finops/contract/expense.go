// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
)

// expense spreads each stretch at one price over the months it touches.
func (c *Contract) expense(costs *priced, method ExpenseMethod) ([]ExpenseMonth, error) {
	term := costs.term.Period
	first := term.Start.Month()
	out := make([]ExpenseMonth, first.MonthsUntil(term.Last().Month())+1)
	for i := range out {
		out[i] = ExpenseMonth{Month: first.Add(i), Amount: c.zero()}
	}
	byMonth := make([]finops.Money, len(out))
	lines := make([]ExpenseAmount, len(out)*len(costs.runs)) // room for all months together
	for i := range costs.runs {
		r := &costs.runs[i]
		clear(byMonth)
		for j := 0; j < len(r.pieces); {
			s := r.stretch(j)
			j += s.pieces
			at := byMonth[first.MonthsUntil(s.period.Start.Month()):]
			if !s.period.End.After(s.period.Start.Month().Add(1).First()) { // within one month
				at[0] = plus(at[0], s.amount)
				continue
			}
			parts, err := finops.Spread(s.amount, monthWeights(s.period, method))
			if err != nil {
				return nil, fmt.Errorf("contract: %q: line %q: %w", c.ID, r.id, err)
			}
			for m, p := range parts {
				at[m] = plus(at[m], p)
			}
		}
		for m, amount := range byMonth {
			if amount.IsZero() {
				continue
			}
			e := &out[m]
			if e.Lines == nil {
				e.Lines, lines = lines[:0:len(costs.runs)], lines[len(costs.runs):]
			}
			e.Lines = append(e.Lines, ExpenseAmount{Line: r.id, Amount: amount})
			e.Amount = plus(e.Amount, amount)
		}
	}
	return out, nil
}

// stretch is days of a run at one rate within one price period.
type stretch struct {
	period finops.Period
	amount finops.Money
	pieces int // of the run
}

// stretch joins the pieces from j on that follow each other at one rate within one price period.
func (r *run) stretch(j int) stretch {
	first := &r.pieces[j]
	s := stretch{period: first.period, amount: first.amount, pieces: 1}
	for _, p := range r.pieces[j+1:] {
		if p.rate != first.rate || p.priced != first.priced {
			break
		}
		s.period.End = p.period.End
		s.amount = plus(s.amount, p.amount)
		s.pieces++
	}
	return s
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
	first, end := p.Start.Month(), p.Last().Month()
	last := first.MonthsUntil(end)
	w := make([]int, last+1)
	for i := range w { // the days of each month
		w[i] = first.Add(i).Days()
	}
	w[last] = p.Last().Day()
	w[0] -= p.Start.Day() - 1
	between := p.Days() - w[0] - w[last]
	for i := range w {
		switch {
		case method == EvenMonths:
			w[i] = 1
		case method == ByDuration:
			w[i] = 0
			if p.Start.AddMonths(i).Before(p.End) {
				w[i] = 1
			}
		case method == ProratedFirstLast && last > 1 && (i == 0 || i == last):
			w[i] *= last - 1 // in units of 1/(months between) of a day
		case method == ProratedFirstLast && last > 1:
			w[i] = between
		}
	}
	return w
}
