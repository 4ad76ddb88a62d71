// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// TierUnits divides a quantity over tiers with the given upper bounds, as a graduated ladder does: the units up to the
// first bound, those from there to the second, and so on. The last of the len(bounds)+1 parts is what lies above all
// bounds. The parts sum to the quantity. Multiply them by factors instead of prices to get value units of a licence.
//
// It returns a [*QuantityError] for a quantity that is negative or out of range, and an error that wraps
// [ErrInvalidLadder], each problem a [*TierError], for bounds that are not above zero and rising.
func TierUnits(bounds []decimal.Decimal, quantity decimal.Decimal) ([]decimal.Decimal, error) {
	var errs []error
	for i, b := range bounds {
		e := &TierError{Index: i, Field: "up_to", Value: shown(b)}
		switch {
		case !inRange(b):
			e.Reason, e.Err = fmt.Sprintf("has more than %d digits before or after the point", maxDigits), finops.ErrRange
		case b.Sign() <= 0:
			e.Reason = "is not above zero"
		case i > 0 && inRange(bounds[i-1]) && !b.GreaterThan(bounds[i-1]):
			e.Reason = fmt.Sprintf("is not above the bound %s before it", shown(bounds[i-1]))
		default:
			continue
		}
		errs = append(errs, e)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if err := checkQuantity(quantity, false); err != nil {
		return nil, err
	}
	out := make([]decimal.Decimal, len(bounds)+1)
	left, lower := quantity, decimal.Decimal{}
	for i, b := range bounds {
		out[i] = decimal.Min(left, b.Sub(lower))
		left, lower = left.Sub(out[i]), b
	}
	out[len(bounds)] = left
	return out, nil
}
