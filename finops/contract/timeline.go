// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// factorPlaces is how many digits the product of all uplifts keeps, ratePlaces those of the rate of an index.
const (
	factorPlaces = 24
	ratePlaces   = 12
)

// maxFactorDigits is how many digits before the point the product of all uplifts may have. Beyond a quadrillion a price is
// a mistake, and the number would grow without end.
const maxFactorDigits = 15

var one = decimal.NewFromInt(1)

// rate is what a line costs per price period from a day on.
type rate struct {
	from     finops.Date
	quantity decimal.Decimal
	price    pricing.Price // nil for a commitment
	factor   decimal.Decimal
	charge   finops.Money // exact, for a whole price period; set if charged
	charged  bool
	lump     length // of the term that a price per term was agreed for; zero for other prices
}

// step is a day on which something changes for a line.
type step struct {
	on     finops.Date
	uplift *Uplift       // nil if none
	term   finops.Period // the term that starts there, for UpliftScale; the zero Period at an anniversary within a term
	price  pricing.Price // a newly agreed price, nil if none
	within bool          // whether it is within a term, not at its start; set for a price per term
	lump   length        // of the term it is in; set for a price per term
	ramp   *RampStep
}

// upliftSteps lists the days of span on which the prices of all lines rise, in order. It counts from the anchors, so that
// its work is that of the steps in span, however old the contract is.
func (c *Contract) upliftSteps(l *ladderOfTerms, span finops.Period) []step {
	steps := c.startSteps(l, span)
	if c.Uplift.Kind == NoUplift {
		return steps
	}
	starts := len(steps)
	years := grid{anchor: c.Term.Start, step: 12}
	for n := max(years.index(span.Start), 1); ; n++ {
		on := years.at(n)
		if on.IsZero() || !on.Before(span.End) {
			break
		}
		_, taken := slices.BinarySearchFunc(steps[:starts], on, func(s step, d finops.Date) int { return s.on.Compare(d) })
		if taken || on.Before(span.Start) {
			continue
		}
		s := step{on: on, uplift: &c.Uplift}
		if c.Uplift.Scale != OncePerStep {
			if t, err := l.on(on); err == nil && t.Period.Start == on {
				s.term = t.Period
			}
		}
		steps = append(steps, s)
	}
	if starts > 0 {
		slices.SortFunc(steps, func(a, b step) int { return a.on.Compare(b.on) })
	}
	return steps
}

// startSteps lists the uplifts at the start of options and renewals in span.
func (c *Contract) startSteps(l *ladderOfTerms, span finops.Period) []step {
	var steps []step
	for _, t := range l.fixed[1:] {
		if u := &c.Options[t.Index-1].Uplift; u.Kind != NoUplift && span.Contains(t.Period.Start) {
			steps = append(steps, step{on: t.Period.Start, uplift: u, term: t.Period})
		}
	}
	if c.Renewal.Uplift.Kind == NoUplift || l.limit == 0 {
		return steps
	}
	for j := max(l.renewal.index(span.Start), 0); j == 0 || c.Renewal.Kind != Evergreen; j++ {
		t, err := l.at(len(l.fixed) + j)
		if err != nil || !t.Period.Start.Before(span.End) {
			break
		}
		if !t.Period.Start.Before(span.Start) {
			steps = append(steps, step{on: t.Period.Start, uplift: &c.Renewal.Uplift, term: t.Period})
		}
	}
	return steps
}

// termYears returns the length of a term in years and whether that is a whole number. A term that is not a whole number
// of months counts its days by 365.
func termYears(p finops.Period) (decimal.Decimal, bool) {
	num, den := int64(p.Days()), int64(365)
	// Both ends may be clamped to the end of a month, so allow for the day of either.
	if n := p.Start.Month().MonthsUntil(p.End.Month()); n > 0 && (p.Start.AddMonths(n) == p.End || p.End.AddMonths(-n) == p.Start) {
		num, den = int64(n), 12
	}
	y, err := finops.DivRound(decimal.NewFromInt(num), decimal.NewFromInt(den), ratePlaces, finops.HalfUp)
	return y, err == nil && num%den == 0
}

// rates follows quantity and price of line l through the steps. The first rate is the one in force on the day since, or
// the first of all if the line starts later; those before it are gone through and forgotten.
func (c *Contract) rates(l *Line, uplifts []step, terms *ladderOfTerms, since finops.Date) ([]rate, error) {
	start := c.Term.Start
	if l.Start.After(start) {
		start = l.Start
	}
	out := []rate{{from: start, quantity: l.Quantity, price: l.Price, factor: one}}
	steps := c.lineSteps(l, uplifts, terms)
	if l.Per == PerTerm {
		out[0].lump = terms.lengthOn(start)
		steps = terms.lumpSteps(steps)
	}
	for _, s := range steps {
		switch {
		case s.on.Before(start):
			continue
		case s.on == start: // what is agreed for the first day, without an uplift
			s.uplift = nil
		case s.on.After(since):
			out = append(out, out[len(out)-1])
		}
		r := &out[len(out)-1]
		r.from = s.on
		if err := c.apply(r, l, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lineSteps merges the uplifts with the ramp of the line and the prices of options, one step a day.
func (c *Contract) lineSteps(l *Line, uplifts []step, terms *ladderOfTerms) []step {
	var own []step
	for i := range l.Ramp {
		own = append(own, step{on: l.Ramp[i].From, price: l.Ramp[i].Price, ramp: &l.Ramp[i]})
	}
	for _, t := range terms.fixed[1:] {
		for _, p := range c.Options[t.Index-1].Prices {
			if p.Line == l.ID {
				own = append(own, step{on: t.Period.Start, price: p.Price})
			}
		}
	}
	if own == nil {
		return uplifts
	}
	steps := append(slices.Clone(uplifts), own...)
	slices.SortStableFunc(steps, func(a, b step) int { return a.on.Compare(b.on) })
	merged := steps[:0]
	for _, s := range steps {
		if n := len(merged); n > 0 && merged[n-1].on == s.on {
			merged[n-1] = merged[n-1].with(s)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// with joins two steps of one day.
func (s step) with(t step) step {
	if s.uplift == nil {
		s.uplift, s.term = t.uplift, t.term
	}
	if s.price == nil {
		s.price = t.price
	}
	if s.ramp == nil {
		s.ramp = t.ramp
	}
	return s
}

// apply changes r by one step: first the quantity, then an agreed price or else the uplift.
func (c *Contract) apply(r *rate, l *Line, s step) error {
	if s.ramp != nil && s.ramp.Quantity.Valid {
		r.quantity = s.ramp.Quantity.Decimal
	}
	if s.price != nil {
		r.price, r.factor, r.lump = s.price, one, s.lump
		return nil
	}
	if s.uplift == nil || s.within {
		return nil
	}
	if err := s.uplift.raise(r, l, s); err != nil {
		return fmt.Errorf("contract: %q: line %q: %w", c.ID, l.ID, err)
	}
	r.factor = finops.HalfEven.Round(r.factor, factorPlaces)
	if r.factor.NumDigits()+int(r.factor.Exponent()) > maxFactorDigits {
		return fmt.Errorf("contract: %q: line %q: uplifts up to %s: the price has grown by a factor of more than %d digits: %w",
			c.ID, l.ID, s.on, maxFactorDigits, finops.ErrRange)
	}
	return nil
}

// priced fills in the charge for a whole price period. It is asked only for rates that are needed.
func (r *rate) priced() error {
	if r.charged {
		return nil
	}
	ch, err := r.price.Charge(r.quantity)
	if err != nil {
		return fmt.Errorf("from %s: %w", r.from, err)
	}
	if r.charge, err = ch.Total.Mul(r.factor); err != nil {
		return fmt.Errorf("from %s: %w", r.from, err)
	}
	r.charged = true
	return nil
}

// commitmentRates follows the minimum of a commitment over the price periods of one term.
func (c *Contract) commitmentRates(m *Commitment, terms *ladderOfTerms, g grid, term finops.Period) []rate {
	var out []rate
	for i, last := 0, -1; ; i++ {
		from := term.Start
		if i > 0 {
			if g.step == 0 {
				break
			}
			from = g.at(i)
		}
		if from.IsZero() || !from.Before(term.End) {
			break
		}
		y := min(c.yearOf(from), len(m.Amounts)-1)
		if y != last {
			r := rate{from: from, quantity: one, factor: one, charge: m.Amounts[y], charged: true}
			if m.Per == PerTerm {
				r.lump = terms.lengthOfYear(y)
			}
			out = append(out, r)
			last = y
		}
	}
	return out
}

// yearOf returns the contract year of a day, from 0.
func (c *Contract) yearOf(d finops.Date) int {
	return max(grid{anchor: c.Term.Start, step: 12}.index(d), 0)
}
