// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// Shortfall says what happens to the part of a minimum spend that was not used.
type Shortfall uint8

const (
	ShortfallDue      Shortfall = iota // it is billed as a true-up
	ShortfallForgiven                  // it is not billed
)

var shortfallNames = enum.Of[Shortfall](enums, "shortfall", "due", "forgiven")

// String returns the name in snake case.
func (s Shortfall) String() string { return shortfallNames.String(s) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (s Shortfall) MarshalText() ([]byte, error) { return shortfallNames.Marshal(s) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (s *Shortfall) UnmarshalText(text []byte) error { return shortfallNames.Unmarshal(s, text) }

// Commitment is a minimum and a maximum spend for a period.
type Commitment struct {
	// Minimum is what is billed at least. If it is the zero Money, there is no minimum.
	Minimum finops.Money `json:"minimum"`
	// Maximum is what is billed at most. If it is the zero Money, there is none; an amount of 0 USD is a maximum.
	Maximum finops.Money `json:"maximum"`
	// OverageFactor multiplies usage above the minimum; 1 or more. If zero, 1.
	OverageFactor decimal.Decimal `json:"overage_factor,omitzero"`
	// Shortfall says whether usage below the minimum is topped up. If zero, it is ([ShortfallDue]).
	Shortfall Shortfall `json:"shortfall"`
	// Fraction is the part of the period that Minimum and Maximum are prorated to, for example 25 of 28 days. If zero
	// (no numerator and no denominator), the whole period.
	Fraction finops.Ratio `json:"fraction,omitzero"`
	// Rounding rounds the prorated Minimum and Maximum to the minor unit of the currency. If zero, half up.
	Rounding finops.Rounding `json:"rounding"`
}

// SettledLine is a line of usage after the maximum was applied.
type SettledLine struct {
	Amount   finops.Money `json:"amount"`   // before the maximum
	Discount finops.Money `json:"discount"` // what the maximum takes away, not negative
	Total    finops.Money `json:"total"`    // Amount - Discount
}

// Settlement is what a period costs under a commitment: Total = Σ Lines.Total + Surcharge.Total + TrueUp.
type Settlement struct {
	Minimum          finops.Money  `json:"minimum"`           // of this period, prorated and rounded; zero if there is none
	Maximum          finops.Money  `json:"maximum"`           // of this period; the zero Money if there is none
	PreviouslyBilled finops.Money  `json:"previously_billed"` // usage of the period billed before, without surcharges
	Lines            []SettledLine `json:"lines"`             // usage lines in the given order
	Overage          finops.Money  `json:"overage"`           // usage of these lines above the minimum, at normal price
	Surcharge        SettledLine   `json:"surcharge"`         // (OverageFactor - 1) × Overage, after the maximum
	TrueUp           finops.Money  `json:"true_up"`           // what lifts usage to the minimum
	Discount         finops.Money  `json:"discount"`          // all discounts
	Total            finops.Money  `json:"total"`             // to bill now
	Shortfall        Shortfall     `json:"shortfall"`         // option used
}

// Validate returns what is wrong with the commitment: every problem as a [*FieldError] that wraps
// [ErrInvalidCommitment]. A minimum above the maximum, an overage factor below 1 or without a minimum, a negative amount
// or fraction, a fraction without denominator (also [ErrProration]) and two currencies (also
// [finops.ErrCurrencyMismatch]) are problems.
func (c Commitment) Validate() error {
	errs := fieldErrors{of: ErrInvalidCommitment}
	errs.amount("minimum", c.Minimum, false)
	errs.amount("maximum", c.Maximum, false)
	errs.same("maximum", c.Maximum, c.Minimum)
	errs.limits(c.Minimum, c.Maximum)
	switch f := c.OverageFactor; {
	case !inRange(f):
		errs.number("overage_factor", f)
	case !f.IsZero() && f.LessThan(decimal.New(1, 0)):
		errs.add("overage_factor", shown(f), "is below 1", nil)
	case f.GreaterThan(decimal.New(1, 0)) && c.Minimum.Currency() == "":
		errs.add("overage_factor", shown(f), "needs a minimum", nil)
	}
	if !shortfallNames.Has(c.Shortfall) {
		errs.add("shortfall", fmt.Sprint(uint8(c.Shortfall)), "is none of "+shortfallNames.List(), finops.ErrRange)
	}
	if c.prorated() {
		if err := checkFraction(c.Fraction); err != nil {
			errs.add("fraction", fractionText(c.Fraction), err.Error(), ErrProration)
		}
	}
	errs.rounding("rounding", c.Rounding)
	return errs.join()
}

func (c Commitment) prorated() bool { return !c.Fraction.Num.IsZero() || !c.Fraction.Den.IsZero() }

// Settle bills the usage lines of a period. previouslyBilled is usage of the same period billed earlier, before
// surcharges and true-ups; the zero Money if there is none.
//
// Usage above the minimum costs OverageFactor times its amount: the excess is a surcharge. Amounts above the maximum are
// discounted: lines are billed in order until the maximum is reached, so the later lines lose, the surcharge first of
// all. The maximum is applied last, so pass lines after percentage discounts. If usage stays below the minimum, the
// true-up is the difference. Minimum and Maximum are prorated by Fraction and rounded once; everything else is exact.
//
// It returns the errors of [Commitment.Validate], [finops.ErrCurrencyMismatch] for lines in another currency and a
// [*QuantityError] that wraps [ErrNegativeQuantity] for a negative line: credits are not usage.
func (c Commitment) Settle(lines []finops.Money, previouslyBilled finops.Money) (Settlement, error) {
	if err := c.Validate(); err != nil {
		return Settlement{}, err
	}
	usage, err := c.usage(lines, previouslyBilled)
	if err != nil {
		return Settlement{}, err
	}
	zero := nothing(usage)
	out := Settlement{PreviouslyBilled: plus(zero, previouslyBilled), Shortfall: c.Shortfall}
	if out.Minimum, err = c.share(plus(zero, c.Minimum)); err != nil {
		return Settlement{}, err
	}
	if out.Maximum, err = c.share(c.Maximum); err != nil {
		return Settlement{}, err
	}
	surcharge, before := zero, zero
	out.Overage = zero
	if out.Minimum.Currency() != "" && c.Minimum.Currency() != "" {
		earlier := above(out.PreviouslyBilled, out.Minimum)
		out.Overage = minus(above(usage, out.Minimum), earlier)
		if c.OverageFactor.Sign() > 0 {
			extra := c.OverageFactor.Sub(decimal.New(1, 0))
			surcharge, before = times(out.Overage, extra), times(earlier, extra)
		}
	}
	out.bill(lines, surcharge, plus(out.PreviouslyBilled, before), c.Maximum.Currency() != "")
	out.TrueUp = zero
	if c.Shortfall == ShortfallDue {
		out.TrueUp = above(out.Minimum, usage)
	}
	out.Total = plus(out.Total, out.TrueUp)
	return out, nil
}

// usage returns all usage of the period, and checks it.
func (c Commitment) usage(lines []finops.Money, previous finops.Money) (finops.Money, error) {
	sum := plus(nothing(c.Minimum), nothing(c.Maximum))
	for i, m := range append([]finops.Money{previous}, lines...) {
		what := "previously billed"
		if i > 0 {
			what = fmt.Sprintf("line %d", i-1)
		}
		if err := checkQuantity(m.Amount(), false); err != nil {
			return sum, fmt.Errorf("pricing: %s: %w", what, err)
		}
		s, err := sum.Add(m)
		if err != nil {
			return sum, fmt.Errorf("pricing: %s: %w", what, err)
		}
		sum = s
	}
	return sum, nil
}

// bill fills the lines up to the maximum.
func (s *Settlement) bill(lines []finops.Money, surcharge, before finops.Money, capped bool) {
	zero := nothing(surcharge)
	room := above(s.Maximum, before)
	s.Discount, s.Total = zero, zero
	line := func(m finops.Money) SettledLine {
		l := SettledLine{Amount: plus(zero, m), Discount: zero, Total: plus(zero, m)}
		if capped && less(room, l.Amount) {
			l.Total, l.Discount = room, minus(l.Amount, room)
		}
		if capped {
			room = minus(room, l.Total)
		}
		s.Discount, s.Total = plus(s.Discount, l.Discount), plus(s.Total, l.Total)
		return l
	}
	s.Lines = make([]SettledLine, len(lines))
	for i, m := range lines {
		s.Lines[i] = line(m)
	}
	s.Surcharge = line(surcharge)
}

// share prorates a limit of the period.
func (c Commitment) share(limit finops.Money) (finops.Money, error) {
	if !c.prorated() {
		return limit, nil
	}
	return ProrateBy(limit, c.Fraction, c.Rounding)
}

// above returns max(0, a - b).
func above(a, b finops.Money) finops.Money {
	if d := minus(a, b); d.Sign() > 0 {
		return d
	}
	return nothing(plus(a, b))
}
