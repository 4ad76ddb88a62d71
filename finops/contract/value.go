// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// TermValue is the committed value of one term, line by line.
type TermValue struct {
	Contract    string       `json:"contract"`              // contract ID
	Term        Term         `json:"term"`                  // the term
	Total       finops.Money `json:"total"`                 // sum of the lines
	Lines       []LineValue  `json:"lines"`                 // lines in the order of the contract, then commitments
	Uncommitted []string     `json:"uncommitted,omitempty"` // usage-based lines without a commitment: what they will cost is not known
}

// LineValue is the committed value of one line or commitment in a term.
type LineValue struct {
	Line       string          `json:"line"`                 // id of the line or commitment
	Commitment bool            `json:"commitment,omitempty"` // whether it is a commitment
	Quantity   decimal.Decimal `json:"quantity"`             // quantity in force on the last day of the term; 1 for a commitment
	Factor     decimal.Decimal `json:"factor"`               // uplift in force on that day over the price agreed: 1.07 after one uplift of 7 %
	Amount     finops.Money    `json:"amount"`               // sum of the invoice lines
}

// Value returns the committed value of a term: for each line quantity × price × uplift over its days, for usage-based
// lines the minimum committed, each rounded as on the invoices. It is what the three schedules sum to. Index 0 is the
// initial term; see [Contract.TermAt].
//
// It returns the errors of [Contract.Validate] (but not [ErrNoticeTooLong], which does not touch money) and
// [Contract.TermAt], [MissingIndexError] or [ErrNoListPrice] for an uplift that cannot be computed, what the price
// returns for the quantity, and [finops.ErrRange] for a price that uplifts have raised by more than 15 digits.
func (c Contract) Value(term int) (TermValue, error) {
	p, err := c.pricer()
	if err != nil {
		return TermValue{}, err
	}
	costs, err := p.term(term)
	if err != nil {
		return TermValue{}, err
	}
	v := TermValue{Contract: c.ID, Term: costs.term, Uncommitted: c.uncommitted()}
	var sum finops.Accumulator
	sum.Add(c.zero())
	for _, r := range costs.runs {
		lv := LineValue{Line: r.id, Commitment: r.commitment, Amount: c.zero()}
		var total finops.Accumulator
		total.Add(lv.Amount)
		for _, p := range r.pieces {
			total.Add(p.amount)
			lv.Quantity, lv.Factor = r.rates[p.rate].quantity, r.rates[p.rate].factor
		}
		if lv.Amount, err = total.Total(); err != nil {
			return TermValue{}, fmt.Errorf("contract: %q: line %q: %w", c.ID, r.id, err)
		}
		sum.Add(lv.Amount)
		v.Lines = append(v.Lines, lv)
	}
	v.Total, err = sum.Total()
	return v, err
}

// zero is nothing in the currency of the contract.
func (c Contract) zero() finops.Money {
	m, err := finops.NewMoney(decimal.Decimal{}, c.Currency)
	if err != nil {
		return finops.Money{}
	}
	return m
}

// uncommitted lists the usage-based lines that no commitment covers.
func (c Contract) uncommitted() []string {
	var out []string
	for _, l := range c.Lines {
		if l.Usage && !c.covered(l.ID) {
			out = append(out, l.ID)
		}
	}
	return out
}

func (c Contract) covered(line string) bool {
	for _, m := range c.Commitments {
		if len(m.Lines) == 0 {
			return true
		}
		for _, id := range m.Lines {
			if id == line {
				return true
			}
		}
	}
	return false
}
