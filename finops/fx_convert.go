// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"
)

var errNoDay = fmt.Errorf("finops: exchange rate on no date: %w", ErrRange)

// Conversion is an amount turned into another currency, with the rates that were used.
type Conversion struct {
	From     Money    `json:"from"`     // the amount before
	To       Money    `json:"to"`       // the amount after, rounded once to the minor unit of its currency
	Rate     RateUsed `json:"rate"`     // how
	Rounding Rounding `json:"rounding"` // how To was rounded
}

// Convert returns m in currency to, at the rate of the day: amount × direct rates / inverted rates, rounded once to
// the minor unit of to. An amount already in that currency is returned as it is, not rounded; the zero Money gives
// zero. It returns the errors of [FXTable.Lookup].
func (t FXTable) Convert(m Money, to Currency, on Date, kind RateKind) (Conversion, error) {
	out := Conversion{From: m, Rounding: t.options.Rounding}
	target, err := to.known()
	if err != nil {
		return Conversion{}, err
	}
	if m.cur() == 0 || m.cur() == target {
		out.To = m.number().in(target)
		out.Rate = RateUsed{From: to, To: to, Kind: kind, On: on}
		return out, nil
	}
	if out.Rate, err = t.Lookup(m.Currency(), to, on, kind); err != nil {
		return Conversion{}, err
	}
	rate := out.Rate.Ratio()
	q, err := m.MulDiv(rate.Num, rate.Den, target.minorUnits(), t.options.Rounding)
	if err != nil {
		return Conversion{}, err
	}
	out.To = q.number().in(target)
	return out, nil
}

// BagConversion is a bag turned into one currency.
type BagConversion struct {
	Total Money        `json:"total"` // the sum of the lines
	Lines []Conversion `json:"lines"` // one a currency of the bag, in code order
}

// Convert returns the bag in currency to. Each amount is converted and rounded once, as [FXTable.Convert] does, so
// that the lines of a report add up to its total. It returns the errors of all currencies that cannot be converted,
// joined: those of [FXTable.Lookup].
func (b Bag) Convert(t FXTable, to Currency, on Date, kind RateKind) (BagConversion, error) {
	target, err := to.known()
	if err != nil {
		return BagConversion{}, err
	}
	out := BagConversion{Lines: make([]Conversion, 0, b.Len())}
	sum := Accumulator{form: formOf(target, 0)}
	var errs []error
	for m := range b.All() {
		c, err := t.Convert(m, to, on, kind)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out.Lines = append(out.Lines, c)
		sum.Add(c.To)
	}
	if errs != nil {
		return BagConversion{}, errors.Join(errs...)
	}
	out.Total, err = sum.Total()
	return out, err
}

// problems lists what is wrong with the options.
func (o FXOptions) problems() []error {
	var errs []error
	if o.Base != "" {
		if _, err := o.Base.known(); err != nil {
			errs = append(errs, fmt.Errorf("finops: exchange rate options: base: %w", err))
		}
	}
	if o.MaxAgeDays < 0 {
		errs = append(errs, fmt.Errorf("finops: exchange rate options: max_age_days %d is negative: %w", o.MaxAgeDays, ErrRange))
	}
	if err := o.Rounding.Validate(); err != nil {
		errs = append(errs, fmt.Errorf("finops: exchange rate options: %w", err))
	}
	return errs
}
