// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
)

// run is what one line or commitment costs over one term.
type run struct {
	id         string
	commitment bool
	rates      []rate
	pieces     []piece
}

// piece is a stretch of days of one line within one price period, one billing period and one rate.
type piece struct {
	period finops.Period
	rate   int      // index into run.rates
	part   fraction // of the price period
	priced int      // price period
	block  int      // the longer of price period and billing period it is in: what is rounded once
	bill   int      // billing period
	amount finops.Money
}

// cutter cuts the days of a term into pieces.
type cutter struct {
	term    finops.Period
	months  grid
	price   row // price periods
	bill    row // billing periods
	block   row // the coarser of both
	per     PricePeriod
	prorate Proration
}

// row walks along the periods of a grid; a grid without step has one period, the whole term.
type row struct {
	grid
	i   int
	now finops.Period // period i
}

func (g grid) row(term finops.Period) row {
	if g.step == 0 {
		return row{grid: g, now: term}
	}
	r := row{grid: g, i: g.index(term.Start)}
	r.now = finops.Period{Start: g.at(r.i), End: g.at(r.i + 1)}
	return r
}

// to moves to the period that contains d, which mostly is this one or the next.
func (r *row) to(d finops.Date) {
	switch {
	case r.step == 0 || r.now.Contains(d):
		return
	case r.now.End == d:
		r.i++
	default:
		r.i = r.index(d)
	}
	r.now = finops.Period{Start: r.at(r.i), End: r.at(r.i + 1)}
}

// termGrid returns the months of a term, counted from the anchor of the contract if the term starts on its grid.
func (l *ladderOfTerms) termGrid(t finops.Period) grid {
	for _, anchor := range [...]finops.Date{l.fixed[0].Period.Start, l.renewal.anchor} {
		if n, ok := monthsBetween(anchor, t.Start); ok {
			return grid{anchor: anchor, offset: n, step: 1}
		}
	}
	return grid{anchor: t.Start, step: 1}
}

func (g grid) every(months int) grid { g.step = months; return g }

func coarser(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

func (c *Contract) cutter(months grid, term finops.Period, per PricePeriod) cutter {
	price, bill := per.months(), c.Billing.Every.months()
	return cutter{
		term: term, months: months, price: months.every(price).row(term), bill: months.every(bill).row(term),
		block: months.every(coarser(price, bill)).row(term), per: per, prorate: c.Proration,
	}
}

// maxStep is the longest price or billing period in months; periods must not run out of the calendar.
const maxStep = 12

// cut returns the pieces of the days of span at the rates, without amounts.
func (k *cutter) cut(span finops.Period, rates []rate) ([]piece, error) {
	if span.Days() == 0 {
		return nil, nil
	}
	if k.term.End.AddMonths(maxStep).IsZero() {
		return nil, fmt.Errorf("contract: term %s: %w", k.term, finops.ErrRange)
	}
	out := make([]piece, 0, k.pieces(span))
	r := rateOn(rates, span.Start)
	for d := span.Start; d.Before(span.End); {
		for r+1 < len(rates) && !rates[r+1].from.After(d) {
			r++
		}
		if err := rates[r].priced(); err != nil {
			return nil, err
		}
		k.price.to(d)
		priced := finops.Period{Start: d, End: k.price.now.End}.Intersect(span)
		if r+1 < len(rates) {
			priced = priced.Intersect(finops.Period{Start: d, End: rates[r+1].from})
		}
		f, err := k.fraction(priced, rates[r].lump)
		if err != nil {
			return nil, err
		}
		out = k.bills(out, priced, piece{rate: r, part: f, priced: k.price.i})
		d = priced.End
	}
	return out, nil
}

// pieces returns about how many pieces there will be.
func (k *cutter) pieces(span finops.Period) int {
	finest := k.price.step
	if finest == 0 || k.bill.step > 0 && k.bill.step < finest {
		finest = k.bill.step
	}
	if finest == 0 {
		return 1
	}
	return span.Start.Month().MonthsUntil(span.End.Month())/finest + 2
}

// bills cuts the days at one rate in one price period at the billing periods.
func (k *cutter) bills(out []piece, priced finops.Period, whole piece) []piece {
	k.block.to(priced.Start)
	whole.block = k.block.i
	var units int64
	for d := priced.Start; d.Before(priced.End); {
		k.bill.to(d)
		p := whole
		p.bill = k.bill.i
		p.period = finops.Period{Start: d, End: k.bill.now.End}.Intersect(priced)
		if p.period != priced {
			if units == 0 {
				units = k.units(priced)
			}
			p.part = p.part.of(k.units(p.period), units)
		}
		out = append(out, p)
		d = p.period.End
	}
	return out
}

// units returns the length of a period in units of a month, see monthUnit.
func (k *cutter) units(p finops.Period) int64 {
	for _, r := range [...]*row{&k.bill, &k.price} {
		if r.step > 0 && p == r.now {
			return int64(r.step) * monthUnit
		}
	}
	return k.months.position(p.End) - k.months.position(p.Start)
}

// fraction returns the part that priced is of the price period it is in. A lump sum is for a term of length lump.
func (k *cutter) fraction(priced finops.Period, lump length) (fraction, error) {
	period := k.price.now
	whole := fraction{1, 1}
	if lump != (length{}) {
		whole = length{units: k.units(period), days: period.Days()}.of(lump, k.prorate)
	}
	switch {
	case priced == period:
		return whole, nil
	case k.prorate != ByMonths:
		f, err := k.prorate.dayFraction(priced, period, k.per)
		return f.of(whole.num, whole.den).reduced(), err
	case !whole.whole():
		return fraction{k.units(priced), lump.units}.reduced(), nil
	}
	return fraction{k.units(priced), k.units(period)}.reduced(), nil
}

// rateOn returns the index of the rate in force on a day, the first for an earlier day.
func rateOn(rates []rate, d finops.Date) int {
	i, found := slices.BinarySearchFunc(rates, d, func(r rate, d finops.Date) int { return r.from.Compare(d) })
	if !found {
		i--
	}
	return max(i, 0)
}

// price gives each piece its amount. A block is rounded once; within it the running sum is rounded, so that the pieces
// add up to the block.
func (r *run) price(places int32, mode finops.Rounding) error {
	for i := 0; i < len(r.pieces); {
		var sum amounts
		var before finops.Money
		for block := r.pieces[i].block; i < len(r.pieces) && r.pieces[i].block == block; i++ {
			p := &r.pieces[i]
			if err := sum.add(r.rates[p.rate].charge, p.part); err != nil {
				return err
			}
			upto, err := sum.rounded(places, mode)
			if err != nil {
				return err
			}
			if p.amount, err = upto.Sub(before); err != nil {
				return err
			}
			before = upto
		}
	}
	return nil
}
