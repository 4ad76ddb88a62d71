// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
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
	// Reading says how InsteadPV was brought to the length of the forced term, "" if it needed not be.
	Reading string `json:"reading,omitempty"`
}

// String explains the exposure in a line.
func (e Exposure) String() string {
	return fmt.Sprintf("missing the deadline costs %s: %s forced less %s otherwise, on %s at %s a year",
		e.Amount.Grouped(), e.ForcedPV.Grouped(), e.InsteadPV.Grouped(), e.Decision, percent(e.Rate))
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

// scale brings what would have been bought for some months to the length of the forced term: its equivalent annual cost
// over that length.
func (e *Exposure) scale(months, forced int, opts CompareOptions) error {
	factor := func(months int) (decimal.Decimal, error) {
		years, err := finops.DivRound(decimal.NewFromInt(int64(months)), twelve, 16, finops.HalfEven)
		if err != nil {
			return decimal.Decimal{}, err
		}
		return roi.AnnuityFactor(e.Rate, years, roi.Options{Places: 20})
	}
	long, err := factor(months)
	if err != nil {
		return fmt.Errorf("renewal: exposure: %w", err)
	}
	short, err := factor(forced)
	if err != nil {
		return fmt.Errorf("renewal: exposure: %w", err)
	}
	places := opts.Places
	if places == 0 {
		places = e.InsteadPV.Currency().MinorUnits()
	}
	if e.InsteadPV, err = e.InsteadPV.MulDiv(short, long, places, finops.HalfUp); err != nil {
		return fmt.Errorf("renewal: exposure: %w", err)
	}
	e.Reading = fmt.Sprintf("what would be bought for %s counts for %s, at its equivalent annual cost", monthsText(months), monthsText(forced))
	if e.Amount, err = e.ForcedPV.Sub(e.InsteadPV); err != nil {
		return fmt.Errorf("renewal: exposure: %w", err)
	}
	return nil
}

// Waiting is a decision put off.
type Waiting struct {
	// LostSaving is what each period of the delay loses, in order.
	LostSaving []finops.Money `json:"lost_saving,omitempty"`
	// MissProbability is the chance that the delay misses the notice deadline, 0 to 1.
	MissProbability decimal.Decimal `json:"miss_probability"`
	// Exposure is what missing it costs: see [AutoRenewExposure]. Below zero it counts as zero: nothing is lost.
	Exposure finops.Money `json:"exposure"`
}

// WaitingCost is what putting a decision off costs.
type WaitingCost struct {
	Lost  finops.Money `json:"lost"`  // Σ lost savings
	Risk  finops.Money `json:"risk"`  // MissProbability × max(0, Exposure), in minor units
	Total finops.Money `json:"total"` // Lost + Risk
}

// String explains the cost in a line.
func (c WaitingCost) String() string {
	return fmt.Sprintf("waiting costs %s: %s of lost saving and %s of risk", c.Total.Grouped(), c.Lost.Grouped(), c.Risk.Grouped())
}

// CostOfWaiting returns the expected cost of a delay:
//
//	Total = Σ over the delay of the lost saving per period + P(miss) × max(0, exposure)
//
// It returns an error that wraps [ErrInvalid] for a probability outside 0 to 1, or [finops.ErrCurrencyMismatch].
func CostOfWaiting(w Waiting) (WaitingCost, error) {
	bad := problems{item: "waiting"}
	if !bad.computable("miss_probability", w.MissProbability) {
		return WaitingCost{}, bad.join()
	}
	if w.MissProbability.Sign() < 0 || w.MissProbability.Cmp(one) > 0 {
		return WaitingCost{}, &FieldError{Item: "waiting", Field: "miss_probability", Value: digits.Text(w.MissProbability), Problem: "is not 0 to 1"}
	}
	var sum finops.Accumulator
	for _, m := range w.LostSaving {
		sum.Add(m)
	}
	risk, err := positive(w.Exposure).Mul(w.MissProbability)
	if err != nil {
		return WaitingCost{}, fmt.Errorf("renewal: cost of waiting: %w", err)
	}
	c := WaitingCost{Risk: risk.Round(finops.HalfUp)}
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
		return model.Zero()
	}
	return m
}
