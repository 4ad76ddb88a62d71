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
	if err := c.addLineCost(&sum, line, quantity, period, 1); err != nil {
		return finops.Money{}, err
	}
	return c.roundCost(&sum)
}

// LineSaving returns what a line costs less over the days of a period at quantity to than at quantity from, computed
// exactly and rounded once; it is negative if to costs more. It returns the errors of [Contract.LineCost].
func (c Contract) LineSaving(line string, from, to decimal.Decimal, period finops.Period) (finops.Money, error) {
	var sum amounts
	if err := c.addLineCost(&sum, line, from, period, 1); err != nil {
		return finops.Money{}, err
	}
	if err := c.addLineCost(&sum, line, to, period, -1); err != nil {
		return finops.Money{}, err
	}
	return c.roundCost(&sum)
}

// LinePrice returns the price of a line in force on a day with its uplift, see [pricing.Scale]: Charge(q) of it is what q
// units cost for one price period (Line.Per), exactly; a lump sum is for the term it was agreed for ([PerTerm]). It returns the errors of [Contract.LineCost], and those of
// [pricing.Scale] for a price that an uplift has brought down to nothing.
func (c Contract) LinePrice(line string, on finops.Date) (pricing.Price, error) {
	p, err := c.pricer()
	if err != nil {
		return nil, err
	}
	last, err := p.terms.on(on)
	if err != nil || on.Before(c.Term.Start) {
		return nil, fmt.Errorf("contract: %q: price of line %q on %q: %w", c.ID, line, on, ErrPeriod)
	}
	l, rates, err := p.line(line, finops.Period{Start: on, End: last.Period.End})
	if err != nil {
		return nil, err
	}
	if on.Before(l.Start) {
		return nil, fmt.Errorf("contract: %q: line %q starts on %s: %w", c.ID, line, l.Start, ErrPeriod)
	}
	r := &rates[rateOn(rates, on)]
	if r.factor.Equal(one) {
		return r.price, nil
	}
	price, err := pricing.Scale(r.price, r.factor)
	if err != nil {
		return nil, fmt.Errorf("contract: %q: line %q: uplift: %w", c.ID, line, err)
	}
	return price, nil
}

// LineQuantity returns the quantity of a line in force on a day, zero before the line starts. It returns the errors of
// [Contract.LinePrice].
func (c Contract) LineQuantity(line string, on finops.Date) (decimal.Decimal, error) {
	i := c.lineIndex(line)
	if i < 0 {
		return decimal.Decimal{}, c.noSuchLine(line)
	}
	if err := c.check(); err != nil {
		return decimal.Decimal{}, err
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

// line returns a line with its rates over the days of a period.
func (p *pricer) line(id string, days finops.Period) (*Line, []rate, error) {
	i := p.c.lineIndex(id)
	if i < 0 {
		return nil, nil, p.c.noSuchLine(id)
	}
	rates, err := p.c.rates(&p.c.Lines[i], p.upliftsBefore(days.End), p.terms, days.Start)
	return &p.c.Lines[i], rates, err
}

// addLineCost adds sign × the exact cost of a line at a quantity over the days of a period.
func (c Contract) addLineCost(sum *amounts, line string, quantity decimal.Decimal, period finops.Period, sign int64) error {
	if c.lineIndex(line) < 0 {
		return c.noSuchLine(line)
	}
	p, err := c.pricer()
	if err != nil {
		return err
	}
	last, err := p.terms.on(period.Last())
	if err != nil || period.Days() == 0 || period.Start.Before(c.Term.Start) {
		return fmt.Errorf("contract: %q: cost of line %q over %q: %w", c.ID, line, period, ErrPeriod)
	}
	l, rates, err := p.line(line, period)
	if err != nil {
		return err
	}
	if err := l.checkQuantity(c.ID, quantity); err != nil {
		return err
	}
	for i := range rates {
		rates[i].quantity = quantity
	}
	first, err := p.terms.on(period.Start)
	if err != nil {
		return err
	}
	for k := first.Index; k <= last.Index; k++ {
		t, err := p.terms.at(k)
		if err != nil {
			return err
		}
		span := t.Period.Intersect(period)
		span = span.Intersect(finops.Period{Start: rates[0].from, End: span.End})
		cut := c.cutter(p.terms.termGrid(t.Period), t.Period, l.Per)
		pieces, err := cut.cut(span, rates)
		if err != nil {
			return fmt.Errorf("contract: %q: line %q: %w", c.ID, line, err)
		}
		if err := sum.addPieces(pieces, rates, sign); err != nil {
			return err
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
