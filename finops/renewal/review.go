// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// finish values a contract once the need of its lines is known.
func (a *analysis) finish(r *review) {
	zero := r.result.TermValue.Zero()
	r.result.Now, r.result.AtRenewal, r.result.Blocked, r.result.Naive = zero, zero, zero, zero
	for _, l := range r.lines {
		if err := a.save(r, l); err != nil {
			a.leave(r.contract.ID, l.line.ID, err.Error())
			l.result.Reasons = append(l.result.Reasons, err.Error())
			l.gap = err.Error()
			l.result.Need, l.result.Known, l.result.Parts = l.result.Held, false, nil
			l.result.Saving = Saving{Held: l.result.Held, Need: l.result.Held, Buy: l.result.Held}
		}
		a.count(r, l)
		a.lowerConfidence(r, l)
	}
	for _, l := range r.lines {
		r.result.Lines = append(r.result.Lines, l.result)
	}
	a.compare(r)
	a.wait(r)
	a.act(r)
}

// lowerConfidence takes the status of the window into account.
func (a *analysis) lowerConfidence(r *review, l *lineCase) {
	if r.result.Window.Status == contract.WindowDisputable && l.result.Confidence > ConfidenceLow {
		l.result.Confidence--
		l.result.Reasons = append(l.result.Reasons, "the notice clause can be read as already past")
	}
	slices.Sort(l.result.Reasons)
	l.result.Reasons = slices.Compact(l.result.Reasons)
}

// count adds the savings of a line to its contract, and to the total what no action shows.
func (a *analysis) count(r *review, l *lineCase) {
	for _, p := range l.result.Parts {
		into := &r.result.Now
		switch p.Timing {
		case SavingAtRenewal:
			into = &r.result.AtRenewal
		case SavingBlocked:
			into = &r.result.Blocked
		}
		*into = plus(*into, p.PerYear)
	}
	r.result.Naive = plus(r.result.Naive, l.result.Naive)
	a.add(&a.totals.naive, l.result.Naive)
}

// plus adds amounts of one contract, which has one currency.
func plus(m, n finops.Money) finops.Money {
	sum, err := m.Add(n)
	if err != nil {
		return m
	}
	return sum
}

// beyond reports whether a day is after the horizon.
func (a *analysis) beyond(d finops.Date) bool {
	return a.opts.HorizonDays > 0 && d.After(a.asOf.AddDays(a.opts.HorizonDays))
}

// wait values putting the decision off by a month.
func (a *analysis) wait(r *review) {
	if r.result.Exposure == nil && r.result.Now.IsZero() {
		return
	}
	month, err := r.result.Now.MulDiv(one, twelve, r.result.Now.Currency().MinorUnits(), finops.HalfUp)
	if err != nil {
		return
	}
	w := Waiting{LostSaving: []finops.Money{month}, MissProbability: a.opts.MissProbability}
	if r.result.Exposure != nil {
		w.Exposure = r.result.Exposure.Amount
	}
	cost, err := CostOfWaiting(w)
	if err != nil {
		a.leave(r.contract.ID, "", fmt.Sprintf("cost of waiting: %v", err))
		return
	}
	r.result.Waiting = &cost
}
