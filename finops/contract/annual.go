// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// AnnualCost is what a contract costs per year at the prices, quantities and minimums in force on a day.
type AnnualCost struct {
	Contract    string       `json:"contract"`              // contract ID
	On          finops.Date  `json:"on"`                    // the day asked for
	Term        Term         `json:"term"`                  // the term it is in
	Total       finops.Money `json:"total"`                 // sum of the lines that have an annual cost
	Lines       []AnnualLine `json:"lines"`                 // lines in the order of the contract, then commitments
	Uncommitted []string     `json:"uncommitted,omitempty"` // usage-based lines without a commitment: what they will cost is not known
}

// AnnualLine is what one line or commitment costs per year.
type AnnualLine struct {
	Line       string          `json:"line"`                 // id of the line or commitment
	Commitment bool            `json:"commitment,omitempty"` // whether it is a commitment
	Quantity   decimal.Decimal `json:"quantity"`             // in force on the day; 1 for a commitment
	Per        PricePeriod     `json:"per"`                  // the period its price is for
	PerYear    finops.Ratio    `json:"per_year"`             // price periods in a year: 12 of a month, 1 of a year; of a term 12 / the months of the one the price was agreed for, or 365 / its days if it is not whole months
	Amount     finops.Money    `json:"amount"`               // charge for a price period × PerYear, rounded once
	NoCost     string          `json:"no_cost,omitempty"`    // why it has no annual cost; "" if it has one
}

// AnnualCost returns what the contract costs per year at the level of a day: for each line price(quantity) × uplift ×
// price periods in a year, for usage-based lines the minimums committed. It is a rate and not a budget: what a ramp, an
// uplift or a change of term will alter later in the year is left out; [Contract.LineCost] has it. A lump sum for the term
// ([PerTerm]) is spread over the term. A usage-based line, and a line that has not started, have no annual cost but a
// reason.
//
// It returns [ErrPeriod] for a day outside the contract, and the errors of [Contract.Value].
func (c Contract) AnnualCost(on finops.Date) (AnnualCost, error) {
	out := AnnualCost{Contract: c.ID, On: on, Uncommitted: c.uncommitted()}
	p, err := c.pricer()
	if err != nil {
		return out, err
	}
	t, err := p.terms.on(on)
	if err != nil || on.Before(c.Term.Start) {
		return out, fmt.Errorf("contract: %q: annual cost on %q: %w", c.ID, on, ErrPeriod)
	}
	out.Term = t
	uplifts := p.upliftsBefore(t.Period.End)
	for i := range c.Lines {
		l := &c.Lines[i]
		a := AnnualLine{Line: l.ID, Per: l.Per, PerYear: perYear(l.Per, p.terms.length(t.Period)), Amount: c.zero()}
		switch {
		case l.Usage:
			a.NoCost = "usage-based: it commits to nothing"
		case on.Before(l.Start):
			a.NoCost = "starts on " + l.Start.String()
		default:
			rates, err := c.rates(l, uplifts, p.terms, on)
			if err == nil {
				err = a.price(c, &rates[rateOn(rates, on)])
			}
			if err != nil {
				return out, fmt.Errorf("contract: %q: line %q: %w", c.ID, l.ID, err)
			}
		}
		out.Lines = append(out.Lines, a)
	}
	months := p.terms.termGrid(t.Period)
	for i := range c.Commitments {
		m := &c.Commitments[i]
		a := AnnualLine{Line: m.ID, Commitment: true, Per: m.Per}
		rates := c.commitmentRates(m, p.terms, months.every(m.Per.months()), t.Period)
		if err := a.price(c, &rates[rateOn(rates, on)]); err != nil {
			return out, fmt.Errorf("contract: %q: commitment %q: %w", c.ID, m.ID, err)
		}
		out.Lines = append(out.Lines, a)
	}
	var sum finops.Accumulator
	sum.Add(c.zero())
	for _, a := range out.Lines {
		sum.Add(a.Amount)
	}
	out.Total, err = sum.Total()
	return out, err
}

func (a *AnnualLine) price(c Contract, r *rate) error {
	if err := r.priced(); err != nil {
		return err
	}
	a.PerYear = perYear(a.Per, r.lump)
	a.Quantity = r.quantity
	amount, err := r.charge.MulDiv(a.PerYear.Num, a.PerYear.Den, c.Currency.MinorUnits(), c.Billing.Rounding)
	if err != nil {
		return err
	}
	a.Amount, err = c.zero().Add(amount)
	return err
}

// perYear returns how many price periods there are in a year; lump is the length of the term that a lump sum is for.
func perYear(per PricePeriod, lump length) finops.Ratio {
	num, den := int64(12), int64(per.months())
	if per == PerTerm {
		if lump.units%monthUnit == 0 {
			den = lump.units / monthUnit
		} else {
			num, den = 365, int64(lump.days)
		}
	}
	f := fraction{num, den}.reduced()
	return finops.Ratio{Num: decimal.NewFromInt(f.num), Den: decimal.NewFromInt(f.den)}
}
