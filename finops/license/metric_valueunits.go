// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// UnitTier is one row of a value unit table: units up to a bound count with a factor.
type UnitTier struct {
	// UpTo is the last unit of the tier, inclusive. If zero, the tier has no end; only the last may.
	UpTo decimal.Decimal `json:"up_to,omitzero"`
	// Factor is the value of each unit in the tier.
	Factor decimal.Decimal `json:"factor"`
}

// ValueUnits requires Σ (units inside the tier) × factor, rounded up once at the end: IBM's PVU, RVU and UVU tables. It
// returns an error that wraps [ErrInvalid] if there are no tiers, bounds do not rise, or units lie beyond a closed table,
// and [ErrNegative] for negative units or factors.
func ValueUnits(units decimal.Decimal, tiers []UnitTier) (Requirement, error) {
	const what = "value units"
	errs := []error{checkNumber(what, "units", units)}
	if len(tiers) == 0 {
		errs = append(errs, fmt.Errorf("license: %s: no tiers: %w", what, ErrInvalid))
	}
	for i, t := range tiers {
		errs = append(errs, checkNumber(what, fmt.Sprintf("tier %d: factor", i), t.Factor),
			checkNumber(what, fmt.Sprintf("tier %d: up to", i), t.UpTo))
	}
	if err := errors.Join(errs...); err != nil {
		return Requirement{}, err
	}
	var from decimal.Decimal
	for i, t := range tiers {
		open := t.UpTo.IsZero()
		if open && i < len(tiers)-1 || !open && t.UpTo.Cmp(from) <= 0 {
			errs = append(errs, fmt.Errorf("license: %s: tier %d ends at %s, after %s: %w", what, i, digits.Text(t.UpTo), digits.Text(from), ErrInvalid))
		}
		from = t.UpTo
	}
	if last := tiers[len(tiers)-1].UpTo; !last.IsZero() && units.Cmp(last) > 0 {
		errs = append(errs, fmt.Errorf("license: %s: %s units are beyond the last tier, %s: %w", what, digits.Text(units), digits.Text(last), ErrInvalid))
	}
	if err := errors.Join(errs...); err != nil {
		return Requirement{}, err
	}
	steps := tierSteps(units, tiers)
	return roundUp(MetricValueUnit, sumOf(steps), steps), nil
}

// tierSteps values the units tier by tier.
func tierSteps(units decimal.Decimal, tiers []UnitTier) []MetricStep {
	var steps []MetricStep
	var from decimal.Decimal
	for i, t := range tiers {
		upTo := units
		if !t.UpTo.IsZero() {
			upTo = decimal.Min(units, t.UpTo)
		}
		in := upTo.Sub(from)
		if in.Sign() <= 0 {
			break
		}
		steps = append(steps, MetricStep{
			Item: fmt.Sprintf("tier %d", i+1), Formula: digits.Text(in) + " × " + digits.Text(t.Factor), Quantity: in.Mul(t.Factor),
		})
		from = t.UpTo
	}
	return steps
}
