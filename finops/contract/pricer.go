// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
)

// pricer is what prices one contract: checked once, with its terms.
type pricer struct {
	c     *Contract
	terms *ladderOfTerms
}

func (c *Contract) pricer() (*pricer, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	l, err := c.ladderOfTerms()
	if err != nil {
		return nil, err
	}
	return &pricer{c: c, terms: l}, nil
}

// upliftsBefore lists the uplifts from the start of the contract to a day, which is not part of it.
func (p *pricer) upliftsBefore(end finops.Date) []step {
	return p.c.upliftSteps(p.terms, finops.Period{Start: p.c.Term.Start, End: end})
}

// priced is what every line and commitment of one term costs.
type priced struct {
	term Term
	runs []run
	bill row // billing periods, at the first one
}

// term prices every line and commitment of a term.
func (p *pricer) term(k int) (priced, error) {
	t, err := p.terms.at(k)
	if err != nil {
		return priced{}, err
	}
	c, months := p.c, p.terms.termGrid(t.Period)
	out := priced{term: t, runs: make([]run, 0, len(c.Lines)+len(c.Commitments)), bill: months.every(c.Billing.Every.months()).row(t.Period)}
	uplifts := p.upliftsBefore(t.Period.End)
	for i := range c.Lines {
		l := &c.Lines[i]
		if l.Usage {
			continue
		}
		rates, err := c.rates(l, uplifts, p.terms, t.Period.Start)
		if err == nil {
			err = p.add(&out, run{id: l.ID, rates: rates}, months, l.Per)
		}
		if err != nil {
			return priced{}, err
		}
	}
	for i := range c.Commitments {
		m := &c.Commitments[i]
		rates := c.commitmentRates(m, p.terms, months.every(m.Per.months()), t.Period)
		if err := p.add(&out, run{id: m.ID, commitment: true, rates: rates}, months, m.Per); err != nil {
			return priced{}, err
		}
	}
	return out, nil
}

// add cuts and prices a run and appends it.
func (p *pricer) add(out *priced, r run, months grid, per PricePeriod) error {
	k := p.c.cutter(months, out.term.Period, per)
	span := out.term.Period.Intersect(finops.Period{Start: r.rates[0].from, End: out.term.Period.End})
	var err error
	if r.pieces, err = k.cut(span, r.rates); err == nil {
		err = r.price(p.c.Currency.MinorUnits(), p.c.Billing.Rounding)
	}
	if err != nil {
		return fmt.Errorf("contract: %q: line %q: %w", p.c.ID, r.id, err)
	}
	out.runs = append(out.runs, r)
	return nil
}
