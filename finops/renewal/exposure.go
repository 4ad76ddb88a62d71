// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// Exposure is what missing a notice deadline costs.
type Exposure struct {
	Decision  finops.Date     `json:"decision"`   // the day all is discounted to
	Rate      decimal.Decimal `json:"rate"`       // discount rate per year
	ForcedPV  finops.Money    `json:"forced_pv"`  // present value of the term that renews by itself
	InsteadPV finops.Money    `json:"instead_pv"` // present value of what would have been bought; zero if nothing
	Amount    finops.Money    `json:"amount"`     // ForcedPV − InsteadPV; negative if the renewal by itself is the cheaper one
}

// String explains the exposure in a line.
func (e Exposure) String() string {
	return fmt.Sprintf("missing the deadline costs %s: %s forced less %s otherwise, on %s at %s a year",
		e.Amount, e.ForcedPV, e.InsteadPV, e.Decision, percent(e.Rate))
}

// AutoRenewExposure returns what missing the notice deadline costs:
//
//	Amount = PV(forced term, at its uplifted price, for the quantity under contract) − PV(what would have been bought)
//
// Both are payments by date, costs positive; instead is empty if one would walk away. It returns a [*roi.RateError],
// [roi.ErrDate] or an error that wraps [finops.ErrCurrencyMismatch].
func AutoRenewExposure(decision finops.Date, rate decimal.Decimal, forced, instead []roi.Flow, opts CompareOptions) (Exposure, error) {
	e := Exposure{Decision: decision, Rate: rate}
	var err error
	if e.ForcedPV, err = roi.PresentValue(rate, decision, forced, opts.roi()); err != nil {
		return Exposure{}, fmt.Errorf("renewal: forced term: %w", err)
	}
	if e.InsteadPV, err = roi.PresentValue(rate, decision, instead, opts.roi()); err != nil {
		return Exposure{}, fmt.Errorf("renewal: instead of it: %w", err)
	}
	if e.Amount, err = e.ForcedPV.Sub(e.InsteadPV); err != nil {
		return Exposure{}, fmt.Errorf("renewal: exposure: %w", err)
	}
	e.ForcedPV, e.InsteadPV = inCurrencyOf(e.ForcedPV, e.Amount), inCurrencyOf(e.InsteadPV, e.Amount)
	return e, nil
}

// Waiting is a decision put off.
type Waiting struct {
	// LostSaving is what each period of the delay loses, in order.
	LostSaving []finops.Money `json:"lost_saving,omitempty"`
	// MissProbability is the chance that the delay misses the notice deadline, 0 to 1.
	MissProbability decimal.Decimal `json:"miss_probability"`
	// Exposure is what missing it costs: see [AutoRenewExposure].
	Exposure finops.Money `json:"exposure"`
}

// WaitingCost is what putting a decision off costs.
type WaitingCost struct {
	Lost  finops.Money `json:"lost"`  // Σ lost savings
	Risk  finops.Money `json:"risk"`  // MissProbability × Exposure, in minor units
	Total finops.Money `json:"total"` // Lost + Risk
}

// String explains the cost in a line.
func (c WaitingCost) String() string {
	return fmt.Sprintf("waiting costs %s: %s of lost saving and %s of risk", c.Total, c.Lost, c.Risk)
}

// CostOfWaiting returns the expected cost of a delay:
//
//	Total = Σ over the delay of the lost saving per period + P(miss) × exposure
//
// It returns an error that wraps [ErrInvalid] for a probability outside 0 to 1, or [finops.ErrCurrencyMismatch].
func CostOfWaiting(w Waiting) (WaitingCost, error) {
	if w.MissProbability.Sign() < 0 || w.MissProbability.Cmp(one) > 0 {
		return WaitingCost{}, &FieldError{Item: "waiting", Field: "miss_probability", Value: w.MissProbability.String(), Problem: "is not 0 to 1"}
	}
	var sum finops.Accumulator
	for _, m := range w.LostSaving {
		sum.Add(m)
	}
	c := WaitingCost{Risk: w.Exposure.Mul(w.MissProbability).Round(finops.HalfUp)}
	var err error
	if c.Lost, err = sum.Total(); err != nil {
		return WaitingCost{}, fmt.Errorf("renewal: cost of waiting: %w", err)
	}
	if c.Total, err = c.Lost.Add(c.Risk); err != nil {
		return WaitingCost{}, fmt.Errorf("renewal: cost of waiting: %w", err)
	}
	return c, nil
}

// inCurrencyOf returns m, or zero in the currency of model if m has no currency.
func inCurrencyOf(m, model finops.Money) finops.Money {
	if m.Currency() == "" {
		return model.Mul(decimal.Decimal{})
	}
	return m
}

// percent writes a fraction as a percentage: 0.08 is "8%".
func percent(d decimal.Decimal) string { return d.Shift(2).String() + "%" }
