// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
)

// PlanChange is the bill for changing from one plan to another within a period: Net = Credit + Charge.
type PlanChange struct {
	Credit    finops.Money `json:"credit"`    // for the rest of the old plan, zero or negative
	Charge    finops.Money `json:"charge"`    // for the rest of the period on the new plan
	Net       finops.Money `json:"net"`       // what is due; negative if money comes back
	Remaining finops.Ratio `json:"remaining"` // part of the period that is left
}

// ChangePlan bills a change from the price of the old plan to that of the new one when the part remaining of the period
// is left, for example 17 of 31 days. Credit and charge are invoice lines: each is rounded once to the minor unit, and
// the net is their sum, which can differ by a unit from the rounded difference. An upgrade from 10 to 20 with 17 of 31
// days left is -5.48 + 10.97 = 5.49, not 5.48.
//
// It returns [finops.ErrCurrencyMismatch] for two currencies, [ErrInvalidPrice] for a negative price, and [ErrProration]
// for a fraction that is undefined, negative or above one.
func ChangePlan(old, next finops.Money, remaining finops.Ratio, r finops.Rounding) (PlanChange, error) {
	errs := fieldErrors{of: ErrInvalidPrice}
	errs.amount("old", old, false)
	errs.amount("next", next, false)
	errs.same("next", next, old)
	if err := errs.join(); err != nil {
		return PlanChange{}, err
	}
	zero := plus(nothing(old), nothing(next))
	credit, err := ProrateBy(plus(zero, old), remaining, r)
	if err != nil {
		return PlanChange{}, err
	}
	if remaining.Num.Abs().GreaterThan(remaining.Den.Abs()) {
		return PlanChange{}, fmt.Errorf("%w: fraction %s is above one", ErrProration, fractionText(remaining))
	}
	charge, err := ProrateBy(plus(zero, next), remaining, r)
	if err != nil {
		return PlanChange{}, err
	}
	return PlanChange{Credit: credit.Neg(), Charge: charge, Net: minus(charge, credit), Remaining: remaining}, nil
}
