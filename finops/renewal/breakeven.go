// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// BreakEven is the value of an assumption at which two scenarios have the same present value.
type BreakEven struct {
	A     string          `json:"a"`     // name of the first scenario
	B     string          `json:"b"`     // name of the second
	Value decimal.Decimal `json:"value"` // the break-even, a fraction: 0.07 is 7 %
	PVA   finops.Money    `json:"pv_a"`  // present value of A there
	PVB   finops.Money    `json:"pv_b"`  // present value of B there; the same, or next to it where the step allows no closer
	Step  decimal.Decimal `json:"step"`  // resolution of Value
	// BeyondIt says which scenario is cheaper above Value.
	BeyondIt string `json:"beyond_it"`
}

// String explains the break-even in a line.
func (b BreakEven) String() string {
	return fmt.Sprintf("at %s %q costs %s and %q %s; above it %q is the cheaper one", percent(b.Value), b.A, b.PVA.Grouped(), b.B, b.PVB.Grouped(), b.BeyondIt)
}

// BreakEvenOptions bounds the search for a break-even. The zero value looks from 0 to 100 % to six digits.
type BreakEvenOptions struct {
	// Low and High bound the search. If both are zero, 0 and 1.
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"` // end of the search, above Low
	// Places is the number of digits after the point of the answer, at most 20. If zero, 6.
	Places int32 `json:"places,omitempty"`
	// DayCount turns dates into years. If zero, calendar days / 365.
	DayCount roi.DayCount `json:"day_count"`
}

func (o BreakEvenOptions) search() roi.BreakEvenSearch {
	s := roi.BreakEvenSearch{Low: o.Low, High: o.High, Places: o.Places}
	if o.Low.IsZero() && o.High.IsZero() {
		s.High = one
	}
	return s
}

// BreakEvenUplift returns the yearly uplift at which a and b have the same present value. The uplift replaces that of all
// offers that are not locked, in both scenarios.
//
// It returns [ErrNoBreakEven] if the same scenario is cheaper at both ends of the range, and the errors of [Compare].
func BreakEvenUplift(decision finops.Date, rate decimal.Decimal, a, b Scenario, opts BreakEvenOptions) (BreakEven, error) {
	bad := problems{item: "break-even"}
	bad.rate("low", opts.Low, leastGrowth, maxGrowth)
	bad.rate("high", opts.High, leastGrowth, maxGrowth)
	if len(bad.errs) > 0 {
		return BreakEven{}, bad.join()
	}
	return breakEven(decision, rate, a, b, opts, func(x decimal.Decimal) whatIf {
		return whatIf{uplift: decimal.NewNullDecimal(x)}
	})
}

// BreakEvenShrink returns the part of the seats that must fall away from the second contract year on for a and b to have
// the same present value: 0.24 is 24 % fewer. Only offers that are not locked can shrink; each buys what is left at the
// best price. Where seats are whole, the answer is next to the step at which the order changes.
//
// It returns [ErrNoBreakEven] if the same scenario is cheaper at both ends of the range, and the errors of [Compare].
func BreakEvenShrink(decision finops.Date, rate decimal.Decimal, a, b Scenario, opts BreakEvenOptions) (BreakEven, error) {
	bad := problems{item: "break-even"}
	if !bad.computable("low", opts.Low) || !bad.computable("high", opts.High) {
		return BreakEven{}, bad.join()
	}
	if opts.Low.Sign() < 0 || opts.High.Cmp(one) > 0 {
		return BreakEven{}, &FieldError{Item: "break-even", Field: "range", Value: digits.Text(opts.Low) + " to " + digits.Text(opts.High), Problem: "is not within 0 to 1"}
	}
	return breakEven(decision, rate, a, b, opts, func(x decimal.Decimal) whatIf { return whatIf{seats: x.Neg()} })
}

func breakEven(decision finops.Date, rate decimal.Decimal, a, b Scenario, opts BreakEvenOptions, change func(decimal.Decimal) whatIf) (BreakEven, error) {
	if err := validateComparison(decision, []Scenario{a, b}); err != nil {
		return BreakEven{}, err
	}
	if opts.Places < 0 || opts.Places > 20 {
		return BreakEven{}, &FieldError{Item: "break-even", Field: "places", Value: fmt.Sprint(opts.Places), Problem: "is not 0 to 20"}
	}
	exact := roi.Options{Places: 20 + opts.Places, DayCount: opts.DayCount}
	value := func(s Scenario, x decimal.Decimal) (finops.Money, error) {
		flows, err := s.unrounded(change(x))
		if err != nil {
			return finops.Money{}, err
		}
		return roi.PresentValue(rate, decision, flows, exact)
	}
	difference := func(x decimal.Decimal) (finops.Money, error) {
		pvA, err := value(a, x)
		if err != nil {
			return finops.Money{}, err
		}
		pvB, err := value(b, x)
		if err != nil {
			return finops.Money{}, err
		}
		return pvA.Sub(pvB)
	}
	search := opts.search()
	point, err := roi.BreakEven(search, difference)
	if errors.Is(err, roi.ErrNoBreakEven) {
		return BreakEven{}, fmt.Errorf("renewal: scenarios %q and %q: %w: %w", a.Name, b.Name, ErrNoBreakEven, err)
	}
	if err != nil {
		return BreakEven{}, fmt.Errorf("renewal: scenarios %q and %q: %w", a.Name, b.Name, err)
	}
	result := BreakEven{A: a.Name, B: b.Name, Value: point.X, Step: point.Step}
	pvA, err := value(a, point.X)
	if err != nil {
		return BreakEven{}, err
	}
	pvB, err := value(b, point.X)
	if err != nil {
		return BreakEven{}, err
	}
	result.PVA, result.PVB = pvA.Round(finops.HalfUp), pvB.Round(finops.HalfUp)
	beyond, err := difference(search.High)
	if err != nil {
		return BreakEven{}, err
	}
	result.BeyondIt = a.Name
	if beyond.Sign() > 0 {
		result.BeyondIt = b.Name
	}
	return result, nil
}

// unrounded returns the payments without the rounding of invoices, which would hide small changes.
func (s Scenario) unrounded(w whatIf) ([]roi.Flow, error) {
	fine := s
	fine.Offers = make([]Offer, len(s.Offers))
	for i, o := range s.Offers {
		o.exact = true
		fine.Offers[i] = o
	}
	return fine.flows(w)
}

// PrepaymentBreakEven returns the discount at which paying all of a scenario's later payments on the day of its first is
// as good as paying them as they fall due:
//
//	1 − Σ payment / (1+rate)^years(first payment, date) ÷ Σ payment
//
// A prepayment is worth it above that discount. The ratio is undefined if nothing is paid; it has 20 digits in its parts.
// Errors are those of [Compare].
func PrepaymentBreakEven(rate decimal.Decimal, s Scenario, count roi.DayCount) (finops.Ratio, error) {
	flows, err := s.Flows()
	if err != nil || len(flows) == 0 {
		return finops.Ratio{}, err
	}
	pv, err := roi.XNPV(rate, flows, roi.Options{Places: 20, DayCount: count})
	if err != nil {
		return finops.Ratio{}, fmt.Errorf("renewal: scenario %q: %w", s.Name, err)
	}
	total, err := sumUntil(flows, finops.Date{})
	if err != nil {
		return finops.Ratio{}, err
	}
	gain, err := total.Sub(pv)
	if err != nil {
		return finops.Ratio{}, err
	}
	return gain.RatioTo(total)
}
