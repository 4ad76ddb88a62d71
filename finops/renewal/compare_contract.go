// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// compare values the scenarios of a contract, and what missing the deadline costs.
func (a *analysis) compare(r *review) {
	p, reason := a.propose(r)
	if reason != "" {
		r.result.ComparisonReason, r.result.ExposureReason = reason, reason
		r.result.NextValue = a.committedValue(r, reason)
		return
	}
	fail := func(err error) {
		r.result.ComparisonReason, r.result.ExposureReason = err.Error(), err.Error()
		if !r.result.NextValue.Defined {
			r.result.NextValue = noFigure(err.Error())
		}
	}
	held, err := p.flows(p.term, r.lines, heldQuantity)
	if err == nil && len(held) == 0 {
		err = fmt.Errorf("renewal: the next term has no payments")
	}
	if err != nil {
		fail(err)
		return
	}
	total, err := sumUntil(held, finops.Date{})
	if err != nil {
		fail(err)
		return
	}
	r.result.NextValue = figure(total)
	right, err := p.flows(p.term, r.lines, rightQuantity)
	priced := err == nil
	if !priced {
		a.leave(r.contract.ID, "", "the right quantity cannot be priced: "+err.Error())
		right = held
	}
	a.makeAlternatives(r)
	scenarios, note, err := p.scenarios(r, priced)
	if err != nil {
		fail(err)
		return
	}
	opts := CompareOptions{DayCount: a.opts.DayCount, FirstYear: r.result.Window.Term.Period.End}
	c, err := Compare(a.asOf, a.opts.DiscountRate, scenarios, opts)
	if err != nil {
		fail(err)
		return
	}
	if note != "" {
		c.Reading += "; " + note
		r.result.Assumptions = append(r.result.Assumptions, note)
	}
	r.result.Comparison, r.result.Recommended = &c, c.Best
	rightShort := r.shortfall(rightQuantity)
	if !priced {
		rightShort = r.shortfall(heldQuantity)
	}
	a.expose(r, p, held, right, rightShort, opts)
}

func heldQuantity(l *lineCase) decimal.Decimal { return l.result.Held }

func rightQuantity(l *lineCase) decimal.Decimal { return l.result.Saving.Buy }

// scenarios returns as is, right-sized and the alternatives. The first two are renewed until they are as long as the
// longest alternative, so that their uplifts count; the note says so.
func (p proposal) scenarios(r *review, priced bool) (list []Scenario, note string, err error) {
	longest := p.months
	for _, alt := range r.alternatives {
		longest = max(longest, alt.Scenario.service())
	}
	asIs := Scenario{Name: scenarioAsIs, Kind: ScenarioAsIs, Insufficient: r.shortfall(heldQuantity)}
	if asIs.OneOff, asIs.Months, err = p.project(longest, r.lines, heldQuantity); err != nil {
		return nil, "", err
	}
	list = append(list, asIs)
	if priced {
		right := Scenario{Name: scenarioRightSized, Kind: ScenarioRightSized, Insufficient: r.shortfall(rightQuantity)}
		if right.OneOff, right.Months, err = p.project(longest, r.lines, rightQuantity); err != nil {
			return nil, "", err
		}
		list = append(list, right)
	}
	for _, alt := range r.alternatives {
		list = append(list, alt.Scenario)
	}
	if asIs.Months > p.months {
		note = fmt.Sprintf("%q and %q are renewed from %s to %s at the uplifts of the contract, as the longest alternative runs %s",
			scenarioAsIs, scenarioRightSized, monthsText(p.months), monthsText(asIs.Months), monthsText(longest))
	}
	return list, note, nil
}

// makeAlternatives builds and checks the alternatives of a contract, ordered by name; those that cannot be compared are
// left out.
func (a *analysis) makeAlternatives(r *review) {
	var built []Alternative
	for _, alt := range a.alternatives[r.contract.ID] {
		if alt.Build != nil {
			s, err := alt.Build(NextTerm{Contract: r.contract, Review: r.result})
			if err != nil {
				a.leave(r.contract.ID, "", fmt.Sprintf("scenario %q: %v", alt.Scenario.Name, err))
				continue
			}
			s.Name = cmp.Or(alt.Scenario.Name, s.Name)
			alt.Scenario = s
		}
		built = append(built, alt)
	}
	slices.SortStableFunc(built, func(x, y Alternative) int { return cmp.Compare(x.Scenario.Name, y.Scenario.Name) })
	names := map[string]bool{scenarioAsIs: true, scenarioRightSized: true}
	for _, alt := range built {
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
			alt.Scenario.Insufficient = cmp.Or(s.Insufficient, r.offersShortfall(s.Offers))
			r.alternatives = append(r.alternatives, alt)
		}
	}
}

// expose values missing the deadline of a contract that renews by itself, against what covers the need. RightShort says
// why the right quantity does not, "" if it does.
func (a *analysis) expose(r *review, p proposal, forced, right []roi.Flow, rightShort string, opts CompareOptions) {
	s := r.result.Window.Status
	if s != contract.WindowOpen && s != contract.WindowDisputable {
		r.result.ExposureReason = "it ends without notice: there is no deadline to miss"
		return
	}
	instead, months, short := right, p.months, rightShort
	for _, alt := range r.alternatives {
		result, ok := r.result.Comparison.Result(alt.Scenario.Name)
		if !ok || !alt.Intended {
			continue
		}
		if result.Insufficient == "" {
			instead, months, short = result.Flows, result.Months, ""
			break
		}
		r.result.Assumptions = append(r.result.Assumptions,
			fmt.Sprintf("the exposure is not measured against %q, which %s", result.Name, result.Insufficient))
	}
	if short != "" {
		r.result.ExposureReason = "what covers the need cannot be priced; what can be priced " + short
		return
	}
	e, err := AutoRenewExposure(a.asOf, a.opts.DiscountRate, forced, instead, opts)
	if err == nil && months != p.months && months > 0 {
		err = e.scale(months, p.months, opts)
	}
	if err != nil {
		r.result.ExposureReason = err.Error()
		return
	}
	r.result.Exposure = &e
	a.add(&a.totals.exposure, positive(e.Amount))
}
