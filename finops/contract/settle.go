// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// CommitmentPeriod is one period of a commitment with the least it costs.
type CommitmentPeriod struct {
	Commitment string        `json:"commitment"` // id of the commitment
	Period     finops.Period `json:"period"`     // its days, cut at the end of the term
	Minimum    finops.Money  `json:"minimum"`    // for a whole period, in force in the contract year in which it starts
	Fraction   finops.Ratio  `json:"fraction"`   // the part of a whole period that the term leaves; 1/1 if whole
}

// CommitmentOn returns the period of a commitment that contains a day. It returns [ErrNoSuchLine] if there is no such
// commitment, [ErrPeriod] for a day outside the contract, and the errors of [Contract.Value].
func (c Contract) CommitmentOn(id string, day finops.Date) (CommitmentPeriod, error) {
	out := CommitmentPeriod{Commitment: id}
	if err := c.check(); err != nil {
		return out, err
	}
	m := c.commitment(id)
	if m == nil {
		return out, fmt.Errorf("contract: %q: commitment %q: %w", c.ID, id, ErrNoSuchLine)
	}
	l, err := c.ladderOfTerms()
	if err != nil {
		return out, err
	}
	t, err := l.on(day)
	if err != nil || day.Before(c.Term.Start) {
		return out, fmt.Errorf("contract: %q: commitment %q on %q: %w", c.ID, id, day, ErrPeriod)
	}
	k := c.cutter(l.termGrid(t.Period), t.Period, m.Per)
	k.price.to(day)
	whole := k.price.now
	out.Period = whole.Intersect(t.Period)
	out.Minimum = m.Amounts[min(c.yearOf(whole.Start), len(m.Amounts)-1)]
	var lump length
	if m.Per == PerTerm {
		lump = l.lengthOfYear(min(c.yearOf(whole.Start), len(m.Amounts)-1))
	}
	f, err := k.fraction(out.Period, lump)
	out.Fraction = finops.Ratio{Num: decimal.NewFromInt(f.num), Den: decimal.NewFromInt(f.den)}
	return out, err
}

func (c Contract) commitment(id string) *Commitment {
	for i := range c.Commitments {
		if c.Commitments[i].ID == id {
			return &c.Commitments[i]
		}
	}
	return nil
}

// Settle bills use under a commitment for the period that contains a day: what was used, plus the shortfall below the
// minimum, plus the overage surcharge above it. usage is the cost of the lines covered in that period;
// previouslyBilled is what was billed of it before, the zero Money if nothing. See [pricing.Commitment.Settle], whose
// errors it returns beside those of [Contract.CommitmentOn].
func (c Contract) Settle(id string, day finops.Date, usage []finops.Money, previouslyBilled finops.Money) (pricing.Settlement, error) {
	p, err := c.CommitmentOn(id, day)
	if err != nil {
		return pricing.Settlement{}, err
	}
	terms := pricing.Commitment{Minimum: p.Minimum, OverageFactor: c.commitment(id).Overage, Rounding: c.Billing.Rounding}
	if !p.Fraction.Num.Equal(p.Fraction.Den) {
		terms.Fraction = p.Fraction
	}
	s, err := terms.Settle(usage, previouslyBilled)
	if err != nil {
		return s, fmt.Errorf("contract: %q: commitment %q: %w", c.ID, id, err)
	}
	return s, nil
}
