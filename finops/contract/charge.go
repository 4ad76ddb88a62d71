// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

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
	price   grid // price periods; step 0 is the whole term
	bill    grid // billing periods; step 0 is the whole term
	block   grid // the coarser of both
	per     PricePeriod
	prorate Proration
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

func (c Contract) cutter(months grid, term finops.Period, per PricePeriod) cutter {
	price, bill := per.months(), c.Billing.Every.months()
	return cutter{
		term: term, months: months, price: months.every(price), bill: months.every(bill),
		block: months.every(coarser(price, bill)), per: per, prorate: c.Proration,
	}
}

// maxStep is the longest price or billing period in months; periods must not run out of the calendar.
const maxStep = 12

// period returns period i of a row, the whole term if the row has no step.
func (k *cutter) period(g grid, i int) finops.Period {
	if g.step == 0 {
		return k.term
	}
	return finops.Period{Start: g.at(i), End: g.at(i + 1)}
}

func (k *cutter) index(g grid, d finops.Date) int {
	if g.step == 0 {
		return 0
	}
	return g.index(d)
}

// cut returns the pieces of the days of span at the rates, without amounts.
func (k *cutter) cut(span finops.Period, rates []rate) ([]piece, error) {
	if span.Days() == 0 {
		return nil, nil
	}
	if k.term.End.AddMonths(maxStep).IsZero() {
		return nil, fmt.Errorf("contract: term %s: %w", k.term, finops.ErrRange)
	}
	var out []piece
	r := rateOn(rates, span.Start)
	for d := span.Start; d.Before(span.End); {
		for r+1 < len(rates) && !rates[r+1].from.After(d) {
			r++
		}
		n := k.index(k.price, d)
		period := k.period(k.price, n)
		priced := finops.Period{Start: d, End: period.End}.Intersect(span)
		if r+1 < len(rates) {
			priced = priced.Intersect(finops.Period{Start: d, End: rates[r+1].from})
		}
		f, err := k.fraction(priced, period)
		if err != nil {
			return nil, err
		}
		out = k.bills(out, priced, piece{rate: r, part: f, priced: n})
		d = priced.End
	}
	return out, nil
}

// bills cuts the days at one rate in one price period at the billing periods.
func (k *cutter) bills(out []piece, priced finops.Period, whole piece) []piece {
	whole.block = k.index(k.block, priced.Start)
	for d := priced.Start; d.Before(priced.End); {
		p := whole
		p.bill = k.index(k.bill, d)
		p.period = finops.Period{Start: d, End: k.period(k.bill, p.bill).End}.Intersect(priced)
		if p.period != priced {
			p.part = p.part.of(k.units(p.period), k.units(priced))
		}
		out = append(out, p)
		d = p.period.End
	}
	return out
}

func (k *cutter) units(p finops.Period) int64 {
	return k.months.position(p.End) - k.months.position(p.Start)
}

// fraction returns the part of a price period that priced is.
func (k *cutter) fraction(priced, period finops.Period) (fraction, error) {
	if priced == period {
		return fraction{1, 1}, nil
	}
	if k.prorate != ByMonths {
		return k.prorate.dayFraction(priced, period, k.per)
	}
	whole := int64(k.price.step) * monthUnit
	if k.price.step == 0 {
		whole = k.units(period)
	}
	return fraction{k.units(priced), whole}.reduced(), nil
}

// rateOn returns the index of the rate in force on a day, the first for an earlier day.
func rateOn(rates []rate, d finops.Date) int {
	i := 0
	for i+1 < len(rates) && !rates[i+1].from.After(d) {
		i++
	}
	return i
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

// termRuns prices every line and commitment of a term.
func (c Contract) termRuns(k int) ([]run, Term, error) {
	if err := c.check(); err != nil {
		return nil, Term{}, err
	}
	l, err := c.ladderOfTerms()
	if err != nil {
		return nil, Term{}, err
	}
	terms, err := l.through(k)
	if err != nil {
		return nil, Term{}, err
	}
	t := terms[len(terms)-1]
	uplifts := c.upliftSteps(terms)
	months := l.termGrid(t.Period)
	runs := make([]run, 0, len(c.Lines)+len(c.Commitments))
	for i := range c.Lines {
		if c.Lines[i].Usage {
			continue
		}
		rates, err := c.rates(&c.Lines[i], uplifts, terms)
		if err != nil {
			return nil, t, err
		}
		runs = append(runs, run{id: c.Lines[i].ID, rates: rates})
		if err := c.cutRun(&runs[len(runs)-1], months, t.Period, c.Lines[i].Per); err != nil {
			return nil, t, err
		}
	}
	for i := range c.Commitments {
		m := &c.Commitments[i]
		rates := c.commitmentRates(m, months.every(m.Per.months()), t.Period)
		runs = append(runs, run{id: m.ID, commitment: true, rates: rates})
		if err := c.cutRun(&runs[len(runs)-1], months, t.Period, m.Per); err != nil {
			return nil, t, err
		}
	}
	return runs, t, nil
}

func (c Contract) cutRun(r *run, months grid, term finops.Period, per PricePeriod) error {
	k := c.cutter(months, term, per)
	span := term.Intersect(finops.Period{Start: r.rates[0].from, End: term.End})
	var err error
	if r.pieces, err = k.cut(span, r.rates); err == nil {
		err = r.price(c.Currency.MinorUnits(), c.Billing.Rounding)
	}
	if err != nil {
		return fmt.Errorf("contract: %q: line %q: %w", c.ID, r.id, err)
	}
	return nil
}

// through returns all terms from the initial one to the one with index k.
func (l *ladderOfTerms) through(k int) ([]Term, error) {
	if _, err := l.at(k); err != nil {
		return nil, err
	}
	terms := make([]Term, 0, k+1)
	for i := 0; i <= k; i++ {
		t, err := l.at(i)
		if err != nil {
			return nil, err
		}
		terms = append(terms, t)
	}
	return terms, nil
}
