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
		months := termMonths(w.Term.Period)
		p.contract.EndedFrom = finops.Date{}
		p.contract.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: months}
		r.result.Assumptions = append(r.result.Assumptions, fmt.Sprintf("renewed for %d months at the price in force: the contract says nothing", months))
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

// flows returns the payments of the next term with the lines at other quantities.
func (p proposal) flows(lines []*lineCase, quantity func(*lineCase) decimal.Decimal) ([]roi.Flow, error) {
	c := p.contract
	c.Lines = slices.Clone(c.Lines)
	for i := range c.Lines {
		for _, l := range lines {
			if l.line.ID == c.Lines[i].ID {
				c.Lines[i] = atQuantity(c.Lines[i], quantity(l))
			}
		}
	}
	s, err := c.Schedules(contract.ScheduleOptions{Term: p.term})
	if err != nil {
		return nil, err
	}
	var flows []roi.Flow
	for _, invoice := range s.Cash {
		flows = append(flows, roi.Flow{Date: invoice.Due, Amount: invoice.Total})
	}
	return flows, nil
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

// compare values the scenarios of a contract, and what missing the deadline costs.
func (a *analysis) compare(r *review) {
	p, reason := a.propose(r)
	if reason != "" {
		r.result.ComparisonReason, r.result.ExposureReason = reason, reason
		r.result.NextValue = a.committedValue(r, reason)
		return
	}
	held, err := p.flows(r.lines, func(l *lineCase) decimal.Decimal { return l.result.Held })
	if err == nil && len(held) == 0 {
		err = fmt.Errorf("renewal: the next term has no payments")
	}
	if err != nil {
		r.result.ComparisonReason, r.result.ExposureReason = err.Error(), err.Error()
		r.result.NextValue = noFigure(err.Error())
		return
	}
	scenarios := []Scenario{{Name: scenarioAsIs, Kind: ScenarioAsIs, OneOff: held, Months: p.months}}
	right, err := p.flows(r.lines, func(l *lineCase) decimal.Decimal { return l.result.Saving.Buy })
	if err != nil {
		a.leave(r.contract.ID, "", "the right quantity cannot be priced: "+err.Error())
		right = held
	} else {
		scenarios = append(scenarios, Scenario{Name: scenarioRightSized, Kind: ScenarioRightSized, OneOff: right, Months: p.months})
	}
	scenarios = append(scenarios, a.usable(r)...)
	opts := CompareOptions{DayCount: a.opts.DayCount, FirstYear: r.result.Window.Term.Period.End}
	c, err := Compare(a.asOf, a.opts.DiscountRate, scenarios, opts)
	if err != nil {
		r.result.ComparisonReason, r.result.ExposureReason = err.Error(), err.Error()
		r.result.NextValue = noFigure(err.Error())
		return
	}
	r.result.Comparison, r.result.Recommended = &c, c.Best
	r.result.NextValue = figure(c.Scenarios[0].Total)
	a.expose(r, held, right, opts)
}

// usable returns the alternatives that can be compared; the others are left out.
func (a *analysis) usable(r *review) []Scenario {
	var out []Scenario
	names := map[string]bool{scenarioAsIs: true, scenarioRightSized: true}
	for _, alt := range a.alternatives[r.contract.ID] {
		s := alt.Scenario
		flows, err := s.Flows()
		switch {
		case err != nil:
			a.leave(r.contract.ID, "", err.Error())
		case names[s.Name]:
			a.leave(r.contract.ID, "", fmt.Sprintf("scenario %q: the name is taken", s.Name))
		case len(flows) > 0 && flows[0].Amount.Currency() != r.contract.Currency:
			a.leave(r.contract.ID, "", fmt.Sprintf("scenario %q: payments are in %s, the contract is in %s", s.Name, flows[0].Amount.Currency(), r.contract.Currency))
		default:
			names[s.Name] = true
			out = append(out, s)
		}
	}
	return out
}

// expose values missing the deadline of a contract that renews by itself.
func (a *analysis) expose(r *review, forced, right []roi.Flow, opts CompareOptions) {
	s := r.result.Window.Status
	if s != contract.WindowOpen && s != contract.WindowDisputable {
		r.result.ExposureReason = "it ends without notice: there is no deadline to miss"
		return
	}
	instead := right
	for _, alt := range a.alternatives[r.contract.ID] {
		if result, ok := r.result.Comparison.Result(alt.Scenario.Name); ok && alt.Intended {
			instead = result.Flows
			break
		}
	}
	e, err := AutoRenewExposure(a.asOf, a.opts.DiscountRate, forced, instead, opts)
	if err != nil {
		r.result.ExposureReason = err.Error()
		return
	}
	r.result.Exposure = &e
	a.add(&a.totals.exposure, e.Amount)
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
