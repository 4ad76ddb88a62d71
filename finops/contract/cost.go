// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// LineCost returns what a line costs over the days of a period at another quantity than the one contracted, at the price
// and uplift in force on each day, exact and rounded once. The period may span terms; it must lie within the contract.
// Days before a line starts cost nothing. For a usage-based line it is the cost of that use.
//
// To cost the contract year n use [Contract.ContractYear], for the next term [Contract.TermAt].
//
// It returns [ErrNoSuchLine], [ErrPeriod] for days before the contract starts or after its last term, [ErrMinMax] for a
// quantity above the maximum of the line, the errors of [Contract.Value], and what the price returns for the quantity. A
// quantity below the minimum of the line is priced: what it would cost is a fair question.
func (c Contract) LineCost(line string, quantity decimal.Decimal, period finops.Period) (finops.Money, error) {
	var sum amounts
	if err := c.addLineCost(&sum, line, quantity, period, one); err != nil {
		return finops.Money{}, err
	}
	return c.roundCost(&sum)
}

// LineSaving returns what a line costs less over the days of a period at quantity to than at quantity from, computed
// exactly and rounded once; it is negative if to costs more. It returns the errors of [Contract.LineCost].
func (c Contract) LineSaving(line string, from, to decimal.Decimal, period finops.Period) (finops.Money, error) {
	var sum amounts
	if err := c.addLineCost(&sum, line, from, period, one); err != nil {
		return finops.Money{}, err
	}
	if err := c.addLineCost(&sum, line, to, period, one.Neg()); err != nil {
		return finops.Money{}, err
	}
	return c.roundCost(&sum)
}

// LinePrice returns the price of a line in force on a day and the uplift on it, so that price.Charge(q) × factor is what
// q units cost for one price period (Line.Per). It returns the errors of [Contract.LineCost].
func (c Contract) LinePrice(line string, on finops.Date) (price pricing.Price, factor decimal.Decimal, err error) {
	last, err := c.TermOn(on)
	if err != nil || on.Before(c.Term.Start) {
		return nil, decimal.Decimal{}, fmt.Errorf("contract: %q: price of line %q on %q: %w", c.ID, line, on, ErrPeriod)
	}
	l, rates, _, err := c.lineRates(line, last.Index)
	if err != nil {
		return nil, decimal.Decimal{}, err
	}
	if on.Before(l.Start) {
		return nil, decimal.Decimal{}, fmt.Errorf("contract: %q: line %q starts on %s: %w", c.ID, line, l.Start, ErrPeriod)
	}
	r := rates[rateOn(rates, on)]
	return r.price, r.factor, nil
}

// LineQuantity returns the quantity of a line in force on a day, zero before the line starts. It returns the errors of
// [Contract.LinePrice].
func (c Contract) LineQuantity(line string, on finops.Date) (decimal.Decimal, error) {
	i := c.lineIndex(line)
	if i < 0 {
		return decimal.Decimal{}, c.noSuchLine(line)
	}
	if _, err := c.TermOn(on); err != nil || on.Before(c.Term.Start) {
		return decimal.Decimal{}, fmt.Errorf("contract: %q: quantity of line %q on %q: %w", c.ID, line, on, ErrPeriod)
	}
	l := &c.Lines[i]
	if on.Before(l.Start) {
		return decimal.Decimal{}, nil
	}
	q := l.Quantity
	for _, s := range l.Ramp {
		if !s.From.After(on) && s.Quantity.Valid {
			q = s.Quantity.Decimal
		}
	}
	return q, nil
}

func (c Contract) lineIndex(id string) int {
	for i := range c.Lines {
		if c.Lines[i].ID == id {
			return i
		}
	}
	return -1
}

func (c Contract) noSuchLine(id string) error {
	return fmt.Errorf("contract: %q: line %q: %w", c.ID, id, ErrNoSuchLine)
}

// lineRates returns a line and its rates up to the end of term k, and all terms to there.
func (c Contract) lineRates(line string, k int) (*Line, []rate, []Term, error) {
	if err := c.check(); err != nil {
		return nil, nil, nil, err
	}
	i := c.lineIndex(line)
	if i < 0 {
		return nil, nil, nil, c.noSuchLine(line)
	}
	l, err := c.ladderOfTerms()
	if err != nil {
		return nil, nil, nil, err
	}
	terms, err := l.through(k)
	if err != nil {
		return nil, nil, nil, err
	}
	rates, err := c.rates(&c.Lines[i], c.upliftSteps(terms), terms)
	return &c.Lines[i], rates, terms, err
}

// addLineCost adds sign × the exact cost of a line at a quantity over the days of a period.
func (c Contract) addLineCost(sum *amounts, line string, quantity decimal.Decimal, period finops.Period, sign decimal.Decimal) error {
	if c.lineIndex(line) < 0 {
		return c.noSuchLine(line)
	}
	last, err := c.TermOn(period.Last())
	if err != nil || period.Days() == 0 || period.Start.Before(c.Term.Start) {
		return fmt.Errorf("contract: %q: cost of line %q over %q: %w", c.ID, line, period, ErrPeriod)
	}
	l, rates, terms, err := c.lineRates(line, last.Index)
	if err != nil {
		return err
	}
	ladder, err := c.ladderOfTerms()
	if err != nil {
		return err
	}
	if err := l.checkQuantity(c.ID, quantity); err != nil {
		return err
	}
	for i := range rates {
		rates[i].quantity = quantity
		if err := c.charge(&rates[i], line); err != nil {
			return err
		}
	}
	for _, t := range terms {
		span := t.Period.Intersect(period)
		span = span.Intersect(finops.Period{Start: rates[0].from, End: span.End})
		k := c.cutter(ladder.termGrid(t.Period), t.Period, l.Per)
		pieces, err := k.cut(span, rates)
		if err != nil {
			return fmt.Errorf("contract: %q: line %q: %w", c.ID, line, err)
		}
		for _, p := range pieces {
			if err := sum.add(rates[p.rate].charge.Mul(sign), p.part); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c Contract) roundCost(sum *amounts) (finops.Money, error) {
	m, err := sum.rounded(c.Currency.MinorUnits(), c.Billing.Rounding)
	if err != nil {
		return m, err
	}
	return c.zero().Add(m)
}
