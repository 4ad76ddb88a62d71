// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// Names of the scenarios that [Analyze] makes.
const (
	scenarioAsIs       = "as is"
	scenarioRightSized = "right-sized"
)

// proposal is the next term of a contract that can still be shaped.
type proposal struct {
	contract contract.Contract
	term     int
	months   int
}

// propose returns the next term, or why there is none to shape. Where a contract ends by itself its renewal for the same
// length at the price in force is assumed.
func (a *analysis) propose(r *review) (proposal, string) {
	w := r.result.Window
	p := proposal{contract: r.contract, term: w.Term.Index + 1}
	switch w.Status {
	case contract.WindowOpen, contract.WindowDisputable:
	case contract.WindowNoAutoRenewal, contract.WindowNoticeGiven:
		p.contract = renewable(r.contract, w)
		r.result.Assumptions = append(r.result.Assumptions,
			fmt.Sprintf("renewed for %s at the price in force: the contract says nothing", monthsText(p.contract.Renewal.Months)))
	case contract.WindowEvergreen:
		return p, "it runs from period to period: there is no term to compare"
	default:
		return p, "the next term is committed"
	}
	next, err := p.contract.TermAt(p.term)
	if err != nil {
		return p, err.Error()
	}
	p.months = termMonths(next.Period)
	return p, ""
}

// flows returns the payments of a term with the lines at other quantities.
func (p proposal) flows(term int, lines []*lineCase, quantity func(*lineCase) decimal.Decimal) ([]roi.Flow, error) {
	c := p.contract
	c.Lines = slices.Clone(c.Lines)
	for i := range c.Lines {
		for _, l := range lines {
			if l.line.ID == c.Lines[i].ID {
				c.Lines[i] = atQuantity(c.Lines[i], quantity(l))
			}
		}
	}
	s, err := c.Schedules(contract.ScheduleOptions{Term: term})
	if err != nil {
		return nil, err
	}
	var flows []roi.Flow
	for _, invoice := range s.Cash {
		flows = append(flows, roi.Flow{Date: invoice.Due, Amount: invoice.Total})
	}
	return flows, nil
}

// project returns the payments of the next term and of its renewals, as they follow, until they give the months of
// service wanted, or no further term follows. Months is what they give.
func (p proposal) project(wanted int, lines []*lineCase, quantity func(*lineCase) decimal.Decimal) (flows []roi.Flow, months int, err error) {
	first, err := p.contract.TermAt(p.term)
	if err != nil {
		return nil, 0, err
	}
	for term := p.term; months == 0 || months < wanted; term++ {
		t, err := p.contract.TermAt(term)
		if err != nil && months > 0 {
			break // no further renewal
		}
		if err != nil {
			return nil, 0, err
		}
		next, err := p.flows(term, lines, quantity)
		if err != nil {
			return nil, 0, err
		}
		flows = append(flows, next...)
		months = termMonths(finops.Period{Start: first.Period.Start, End: t.Period.End})
	}
	return flows, months, nil
}

// atQuantity returns the line with one quantity throughout and its prices unchanged.
func atQuantity(l contract.Line, q decimal.Decimal) contract.Line {
	l.Quantity, l.Minimum, l.Maximum = q, decimal.Decimal{}, decimal.NullDecimal{}
	l.Ramp = slices.Clone(l.Ramp)
	for i := range l.Ramp {
		if l.Ramp[i].Quantity.Valid {
			l.Ramp[i].Quantity = decimal.NewNullDecimal(q)
		}
	}
	return l
}

// committedValue returns the value of the next term of a contract whose scenarios are not compared.
func (a *analysis) committedValue(r *review, reason string) Figure {
	w := r.result.Window
	if w.Next != nil {
		if w.Next.Value == nil {
			return noFigure(w.Next.Unpriced)
		}
		return figure(w.Next.Value.Total)
	}
	if w.Status == contract.WindowEvergreen {
		v, err := r.contract.Value(w.Term.Index + 1)
		if err != nil {
			return noFigure(err.Error())
		}
		return figure(v.Total)
	}
	return noFigure(reason)
}
