// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// CoTermPlan is what it takes to bring contracts to one common end.
type CoTermPlan struct {
	AsOf      finops.Date      `json:"as_of"`              // the day of the plan
	CommonEnd finops.Date      `json:"common_end"`         // the day after the last day of all
	Contracts []CoTermContract `json:"contracts"`          // those that can be brought there, by ID
	LeftOut   []CoTermLeftOut  `json:"left_out,omitempty"` // those that cannot, by ID
	Cost      finops.Bag       `json:"cost"`               // sum of the costs of extending
	Credit    finops.Bag       `json:"credit"`             // sum of what is not paid for shortening
	Net       finops.Bag       `json:"net"`                // Cost - Credit
}

// CoTermContract is one contract of a plan.
type CoTermContract struct {
	Contract string        `json:"contract"`      // contract ID
	Change   CoTermChange  `json:"change"`        // what the common end means for it
	End      finops.Date   `json:"end"`           // the day after its own last day: the first end for which notice is in time
	Stub     finops.Period `json:"stub,omitzero"` // the days between its own end and the common one; none if it is kept
	Lines    []CoTermLine  `json:"lines"`         // lines in the order of the contract, then commitments; usage-based lines are left out
	Cost     finops.Money  `json:"cost"`          // sum of the lines if it is extended, else zero
	Credit   finops.Money  `json:"credit"`        // sum of the lines if it is shortened, else zero
}

// CoTermLine is what one line or commitment costs over the stub.
type CoTermLine struct {
	Line       string          `json:"line"`                 // id of the line or commitment
	Commitment bool            `json:"commitment,omitempty"` // whether it is a commitment
	Quantity   decimal.Decimal `json:"quantity"`             // in force on the last day of the stub; 1 for a commitment
	Amount     finops.Money    `json:"amount"`               // cost of its days in the stub, rounded once
}

// CoTermLeftOut is a contract that is not part of a plan.
type CoTermLeftOut struct {
	Contract string `json:"contract"` // contract ID
	Reason   string `json:"reason"`   // why
}

// CoTermChange says what the common end means for a contract. The zero value is [CoTermKeep].
type CoTermChange uint8

// Changes of a co-terming.
const (
	CoTermKeep    CoTermChange = iota // it ends on that day anyway
	CoTermExtend                      // it ends before: the days up to the common end are bought
	CoTermShorten                     // it ends later: the days after the common end are given up, if the vendor agrees
)

var coTermChangeNames = enum.Of[CoTermChange](enums, "co-term change", "keep", "extend", "shorten")

// String returns the name in snake case, for example "extend".
func (c CoTermChange) String() string { return coTermChangeNames.String(c) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (c CoTermChange) MarshalText() ([]byte, error) { return coTermChangeNames.Marshal(c) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (c *CoTermChange) UnmarshalText(text []byte) error { return coTermChangeNames.Unmarshal(c, text) }

// PlanCoTerm works out what it takes to bring contracts to one common end, which is the day after the last day of all.
// The own end of a contract is the first one for which notice given on asOf is in time by every reading; a term that can
// no longer be stopped counts as committed. cal gives the business days for that; Monday to Friday if nil.
//
// A contract that ends before is extended: its stub, the days from its own end to the common one, costs what its lines and
// minimums cost on its last day, at that quantity, price and uplift, by the part of the price period that [Proration]
// gives; price periods count from the own end. A lump sum for a term counts by the months of the stub to those of the term
// it is for. A contract that ends later is shortened: the credit is what its days after the common end cost under the
// contract. Whether a vendor grants it is a matter of negotiation. Each line is rounded once; all sums are sums of lines.
//
// It returns [ErrPeriod] if the common end is not after asOf and [ErrDuplicate] for two contracts with one ID. A contract
// that has ended, starts after the common end or cannot be priced is left out with the reason.
func PlanCoTerm(contracts []Contract, asOf, commonEnd finops.Date, cal finops.BusinessCalendar) (CoTermPlan, error) {
	plan := CoTermPlan{AsOf: asOf, CommonEnd: commonEnd}
	if asOf.IsZero() || !commonEnd.After(asOf) {
		return plan, fmt.Errorf("contract: co-term as of %q to %q: %w", asOf, commonEnd, ErrPeriod)
	}
	seen := make(map[string]bool, len(contracts))
	for i := range contracts {
		c := &contracts[i]
		if seen[c.ID] {
			return plan, c.problem("", "id", c.ID, "is used by two contracts", ErrDuplicate)
		}
		seen[c.ID] = true
		part, left := c.coTerm(asOf, commonEnd, cal)
		if left != "" {
			plan.LeftOut = append(plan.LeftOut, CoTermLeftOut{Contract: c.ID, Reason: left})
			continue
		}
		plan.Contracts = append(plan.Contracts, part)
		plan.Cost, plan.Credit = plan.Cost.Add(part.Cost), plan.Credit.Add(part.Credit)
	}
	plan.Net = plan.Cost.Sub(plan.Credit)
	slices.SortFunc(plan.Contracts, func(a, b CoTermContract) int { return strings.Compare(a.Contract, b.Contract) })
	slices.SortFunc(plan.LeftOut, func(a, b CoTermLeftOut) int { return strings.Compare(a.Contract, b.Contract) })
	return plan, nil
}

// coTerm brings one contract to the common end, or says why not.
func (c *Contract) coTerm(asOf, commonEnd finops.Date, cal finops.BusinessCalendar) (CoTermContract, string) {
	out := CoTermContract{Contract: c.ID, Cost: c.zero(), Credit: c.zero()}
	w, err := c.NoticeWindow(asOf, cal)
	switch {
	case err != nil:
		return out, err.Error()
	case w.Status == WindowEnded:
		return out, w.Reason
	case !commonEnd.After(c.Term.Start):
		return out, fmt.Sprintf("starts on %s, not before the common end", c.Term.Start)
	}
	p, err := c.pricer()
	if err != nil {
		return out, err.Error()
	}
	out.End = w.Exit.From
	var total *finops.Money
	switch {
	case out.End.Before(commonEnd):
		out.Change, out.Stub, total = CoTermExtend, finops.Period{Start: out.End, End: commonEnd}, &out.Cost
		out.Lines, err = p.extension(w.Exit.Term, out.Stub)
	case out.End.After(commonEnd):
		out.Change, out.Stub, total = CoTermShorten, finops.Period{Start: commonEnd, End: out.End}, &out.Credit
		out.Lines, err = p.shortened(w.Exit.Term, out.Stub)
	}
	if err != nil {
		return out, err.Error()
	}
	for _, l := range out.Lines {
		*total = plus(*total, l.Amount)
	}
	return out, ""
}

// coTermLine is a line or commitment over a stub, before it is rounded.
type coTermLine struct {
	line CoTermLine
	sum  amounts
}

// extension prices a stub that follows term k at the rates of the last day before it.
func (p *pricer) extension(k int, stub finops.Period) ([]CoTermLine, error) {
	t, err := p.terms.at(k)
	if err != nil {
		return nil, err
	}
	months := grid{anchor: stub.Start, step: 1}
	var out []CoTermLine
	err = p.eachRates(t, stub.Start.AddDays(-1), func(l coTermLine, per PricePeriod, rates []rate) error {
		r := rates[rateOn(rates, stub.Start.AddDays(-1))]
		if r.from.Before(stub.Start) { // else it starts later: not in force when the contract ends
			if err := r.priced(); err != nil {
				return err
			}
			if err := p.addStub(&l.sum, &r, per, months, stub); err != nil {
				return err
			}
			l.line.Quantity = r.quantity
		}
		return p.finish(&out, &l)
	})
	return out, err
}

// addStub adds what a stub costs at one rate.
func (p *pricer) addStub(sum *amounts, r *rate, per PricePeriod, months grid, stub finops.Period) error {
	if per == PerTerm {
		return sum.add(r.charge, fraction{months.position(stub.End) - months.position(stub.Start), r.lump.units}.reduced())
	}
	k := p.c.cutter(months, stub, per)
	level := *r
	level.from = stub.Start
	rates := []rate{level}
	pieces, err := k.cut(stub, rates)
	if err != nil {
		return err
	}
	return sum.addPieces(pieces, rates, 1)
}

// shortened prices the days of a stub under the contract as it is; the last of them is in term last.
func (p *pricer) shortened(last int, stub finops.Period) ([]CoTermLine, error) {
	first, err := p.terms.on(stub.Start)
	if err != nil {
		return nil, err
	}
	var lines []coTermLine
	for k := first.Index; k <= last; k++ {
		t, err := p.terms.at(k)
		if err != nil {
			return nil, err
		}
		months, n := p.terms.termGrid(t.Period), 0
		err = p.eachRates(t, t.Period.Start, func(l coTermLine, per PricePeriod, rates []rate) error {
			if k == first.Index {
				lines = append(lines, l)
			}
			into := &lines[n]
			n++
			cut := p.c.cutter(months, t.Period, per)
			span := stub.Intersect(t.Period)
			span = span.Intersect(finops.Period{Start: rates[0].from, End: span.End})
			pieces, err := cut.cut(span, rates)
			if err != nil || len(pieces) == 0 {
				return err
			}
			into.line.Quantity = rates[pieces[len(pieces)-1].rate].quantity
			return into.sum.addPieces(pieces, rates, 1)
		})
		if err != nil {
			return nil, err
		}
	}
	var out []CoTermLine
	for i := range lines {
		if err := p.finish(&out, &lines[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// eachRates calls f for each committed line and each commitment with its rates in a term from the day since on.
func (p *pricer) eachRates(t Term, since finops.Date, f func(coTermLine, PricePeriod, []rate) error) error {
	uplifts, months := p.upliftsBefore(t.Period.End), p.terms.termGrid(t.Period)
	for i := range p.c.Lines {
		l := &p.c.Lines[i]
		if l.Usage {
			continue
		}
		rates, err := p.c.rates(l, uplifts, p.terms, since)
		if err == nil {
			err = f(coTermLine{line: CoTermLine{Line: l.ID}}, l.Per, rates)
		}
		if err != nil {
			return fmt.Errorf("contract: %q: line %q: %w", p.c.ID, l.ID, err)
		}
	}
	for i := range p.c.Commitments {
		m := &p.c.Commitments[i]
		rates := p.c.commitmentRates(m, p.terms, months.every(m.Per.months()), t.Period)
		if err := f(coTermLine{line: CoTermLine{Line: m.ID, Commitment: true}}, m.Per, rates); err != nil {
			return fmt.Errorf("contract: %q: commitment %q: %w", p.c.ID, m.ID, err)
		}
	}
	return nil
}

// finish rounds a line and appends it.
func (p *pricer) finish(out *[]CoTermLine, l *coTermLine) error {
	var err error
	if l.line.Amount, err = p.c.roundCost(&l.sum); err == nil {
		*out = append(*out, l.line)
	}
	return err
}
