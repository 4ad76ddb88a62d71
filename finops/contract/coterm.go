// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// AddOn is something bought in mid-term that is to end together with what there is.
type AddOn struct {
	Price     pricing.Price   `json:"price"`           // for one price period; required
	Per       PricePeriod     `json:"per"`             // PerMonth or PerYear; required
	Quantity  decimal.Decimal `json:"quantity"`        // number of units
	From      finops.Date     `json:"from"`            // first day of the add-on
	CommonEnd finops.Date     `json:"common_end"`      // the day after the last day of the contract it joins
	Anchor    finops.Date     `json:"anchor,omitzero"` // a day on which a price period starts; if zero, price periods are counted back from CommonEnd
	Basis     pricing.Basis   `json:"basis"`           // what days are divided by; if zero, the days of the price period
	Rounding  finops.Rounding `json:"rounding"`        // to the minor unit; if zero, half up
}

// CoTermed is the price of an add-on up to the common end.
type CoTermed struct {
	AddOn  AddOn         `json:"add_on"` // what was asked
	Period finops.Period `json:"period"` // days charged
	Days   int           `json:"days"`   // number of days charged
	Parts  []CoTermPart  `json:"parts"`  // one per price period, or one for all by a basis with a fixed year
	Total  finops.Money  `json:"total"`  // sum of the parts, rounded once
}

// CoTermPart is the share of one price period.
type CoTermPart struct {
	Period   finops.Period `json:"period"`   // days charged
	Fraction finops.Ratio  `json:"fraction"` // of the price of a price period
	Amount   finops.Money  `json:"amount"`   // by cumulative rounding, so that the parts sum to the total
}

// CoTerm prices an add-on that ends with what it joins: price(quantity) × days(From, CommonEnd) / days of the price
// period, both half-open, exact and rounded once. By [pricing.ActualOfPeriod] a span over several price periods is
// charged period by period; the other bases divide all days by their fixed year or month.
//
// It returns [ErrInvalid] for a missing price or a price period or basis that do not go together, [ErrTerm] if the common
// end is not after the first day, [finops.ErrRange] at the end of the calendar and for an unknown rounding, and what the price returns for the quantity.
func CoTerm(a AddOn) (CoTermed, error) {
	out := CoTermed{AddOn: a}
	if err := a.check(); err != nil {
		return out, err
	}
	charge, err := a.Price.Charge(a.Quantity)
	if err != nil {
		return out, fmt.Errorf("contract: co-term: %w", err)
	}
	out.Period = finops.Period{Start: a.From, End: a.CommonEnd}
	out.Days = out.Period.Days()
	var sum amounts
	before := finops.Money{}
	for d := a.From; d.Before(a.CommonEnd); {
		span, period := out.Period, out.Period
		if a.Basis == pricing.ActualOfPeriod {
			period = a.period(d)
			span = finops.Period{Start: d, End: period.End}.Intersect(out.Period)
		}
		ratio, err := pricing.Proration{Basis: a.Basis}.Fraction(span.Start, span.End, period)
		if err != nil {
			return out, fmt.Errorf("contract: co-term: %w", err)
		}
		if err := sum.add(charge.Total, fraction{ratio.Num.IntPart(), ratio.Den.IntPart()}); err != nil {
			return out, err
		}
		if out.Total, err = sum.rounded(a.Price.Currency().MinorUnits(), a.Rounding); err != nil {
			return out, err
		}
		amount, err := out.Total.Sub(before)
		if err != nil {
			return out, err
		}
		out.Parts = append(out.Parts, CoTermPart{Period: span, Fraction: ratio, Amount: amount})
		before, d = out.Total, span.End
	}
	return out, nil
}

func (a *AddOn) check() error {
	switch {
	case a.Price == nil:
		return fmt.Errorf("contract: co-term: price is missing: %w", ErrInvalid)
	case a.Per != PerMonth && a.Per != PerYear:
		return fmt.Errorf("contract: co-term: price period %q is neither month nor year: %w", a.Per, ErrInvalid)
	case a.Per == PerMonth && a.Basis != pricing.ActualOfPeriod && a.Basis != pricing.Fixed30,
		a.Per == PerYear && a.Basis == pricing.Fixed30:
		return fmt.Errorf("contract: co-term: basis %s does not fit a price per %s: %w", a.Basis, a.Per, ErrInvalid)
	case a.From.IsZero() || !a.CommonEnd.After(a.From):
		return fmt.Errorf("contract: co-term: from %q to %q: %w", a.From, a.CommonEnd, ErrTerm)
	case a.CommonEnd.AddMonths(maxStep).IsZero():
		return fmt.Errorf("contract: co-term: to %q: %w", a.CommonEnd, finops.ErrRange)
	}
	if err := a.Rounding.Validate(); err != nil {
		return fmt.Errorf("contract: co-term: %w", err)
	}
	return nil
}

// period returns the price period that contains d.
func (a *AddOn) period(d finops.Date) finops.Period {
	g := grid{anchor: a.Anchor, step: a.Per.months()}
	if g.anchor.IsZero() {
		g.anchor = a.CommonEnd
	}
	i := g.index(d)
	return finops.Period{Start: g.at(i), End: g.at(i + 1)}
}
