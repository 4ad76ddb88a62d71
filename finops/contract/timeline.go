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

var one = decimal.NewFromInt(1)

// rate is what a line costs per price period from a day on.
type rate struct {
	from     finops.Date
	quantity decimal.Decimal
	price    pricing.Price // nil for a commitment
	factor   decimal.Decimal
	charge   finops.Money // exact, for a whole price period
}

// step is a day on which something changes for a line.
type step struct {
	on     finops.Date
	uplift *Uplift         // nil if none
	years  decimal.Decimal // years of the term that starts there, for UpliftScale; 1 at an anniversary
	whole  bool            // whether years is a whole number
	price  pricing.Price   // a newly agreed price, nil if none
	ramp   *RampStep
}

// upliftSteps lists the days on which prices of all lines rise, up to the end of the last term, in order. The terms
// must be all terms from the initial one on.
func (c Contract) upliftSteps(terms []Term) []step {
	var steps []step
	for i := range terms[1:] {
		t := &terms[i+1]
		u := c.startUplift(*t)
		if u.Kind == NoUplift {
			continue
		}
		years, whole := termYears(t.Period)
		steps = append(steps, step{on: t.Period.Start, uplift: u, years: years, whole: whole})
	}
	if c.Uplift.Kind == NoUplift {
		return steps
	}
	starts := len(steps)
	end := terms[len(terms)-1].Period.End
	for n := 1; ; n++ {
		on := c.Term.Start.AddYears(n)
		if on.IsZero() || !on.Before(end) {
			break
		}
		_, taken := slices.BinarySearchFunc(steps[:starts], on, func(s step, d finops.Date) int { return s.on.Compare(d) })
		if taken {
			continue
		}
		s := step{on: on, uplift: &c.Uplift, years: one, whole: true}
		if i, starting := slices.BinarySearchFunc(terms, on, func(t Term, d finops.Date) int { return t.Period.Start.Compare(d) }); starting {
			s.years, s.whole = termYears(terms[i].Period)
		}
		steps = append(steps, s)
	}
	slices.SortFunc(steps, func(a, b step) int { return a.on.Compare(b.on) })
	return steps
}

// startUplift returns the uplift at the start of an option or renewal term, of kind NoUplift if there is none of its own.
func (c Contract) startUplift(t Term) *Uplift {
	switch {
	case t.Kind == OptionTerm:
		return &c.Options[t.Index-1].Uplift
	case c.Renewal.Kind == Evergreen && t.Index > c.fixedTerms():
		return &Uplift{}
	}
	return &c.Renewal.Uplift
}

// fixedTerms returns the number of the initial and option terms.
func (c Contract) fixedTerms() int {
	n := 1
	for _, o := range c.Options {
		if !o.Exercised {
			break
		}
		n++
	}
	return n
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

// rates follows quantity and price of line l from the start of the contract to the end of the last term.
func (c Contract) rates(l *Line, uplifts []step, terms []Term) ([]rate, error) {
	first := rate{from: c.Term.Start, quantity: l.Quantity, price: l.Price, factor: one}
	if l.Start.After(first.from) {
		first.from = l.Start
	}
	out := []rate{first}
	for _, s := range c.lineSteps(l, uplifts, terms) {
		if !s.on.After(first.from) {
			if s.on == first.from { // what is agreed for the first day, without an uplift
				s.uplift = nil
				if err := c.apply(&out[0], l, s); err != nil {
					return nil, err
				}
			}
			continue
		}
		r := out[len(out)-1]
		r.from = s.on
		if err := c.apply(&r, l, s); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	for i := range out {
		if err := c.charge(&out[i], l.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lineSteps merges the uplifts with the ramp of the line and the prices of options, one step a day.
func (c Contract) lineSteps(l *Line, uplifts []step, terms []Term) []step {
	steps := slices.Clone(uplifts)
	for i := range l.Ramp {
		steps = append(steps, step{on: l.Ramp[i].From, price: l.Ramp[i].Price, ramp: &l.Ramp[i]})
	}
	for _, t := range terms {
		if t.Kind != OptionTerm {
			continue
		}
		for _, p := range c.Options[t.Index-1].Prices {
			if p.Line == l.ID {
				steps = append(steps, step{on: t.Period.Start, price: p.Price})
			}
		}
	}
	if len(steps) == len(uplifts) {
		return steps
	}
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
		s.uplift, s.years, s.whole = t.uplift, t.years, t.whole
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
func (c Contract) apply(r *rate, l *Line, s step) error {
	if s.ramp != nil && s.ramp.Quantity.Valid {
		r.quantity = s.ramp.Quantity.Decimal
	}
	if s.price != nil {
		r.price, r.factor = s.price, one
		return nil
	}
	if s.uplift == nil {
		return nil
	}
	if err := s.uplift.raise(r, l, s); err != nil {
		return fmt.Errorf("contract: %q: line %q: %w", c.ID, l.ID, err)
	}
	r.factor = finops.HalfEven.Round(r.factor, factorPlaces)
	return nil
}

// charge prices a whole price period.
func (c Contract) charge(r *rate, line string) error {
	ch, err := r.price.Charge(r.quantity)
	if err != nil {
		return fmt.Errorf("contract: %q: line %q: from %s: %w", c.ID, line, r.from, err)
	}
	r.charge = ch.Total.Mul(r.factor)
	return nil
}

// commitmentRates follows the minimum of a commitment over the price periods of one term.
func (c Contract) commitmentRates(m *Commitment, g grid, term finops.Period) []rate {
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
			out = append(out, rate{from: from, quantity: one, factor: one, charge: m.Amounts[y]})
			last = y
		}
	}
	return out
}

// yearOf returns the contract year of a day, from 0.
func (c Contract) yearOf(d finops.Date) int {
	return max(grid{anchor: c.Term.Start, step: 12}.index(d), 0)
}
