// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// Flat is one amount for any quantity, zero included. Build it with [NewFlat].
type Flat struct {
	amount finops.Money
}

// NewFlat returns the price that is amount whatever the quantity. The amount must have a currency and not be negative. It
// returns an error that wraps [ErrInvalidPrice].
func NewFlat(amount finops.Money) (*Flat, error) {
	errs := fieldErrors{of: ErrInvalidPrice}
	errs.amount("amount", amount, true)
	if err := errs.join(); err != nil {
		return nil, err
	}
	return &Flat{amount: amount}, nil
}

// Amount returns the amount; zero for a nil price.
func (f *Flat) Amount() finops.Money {
	if f == nil {
		return finops.Money{}
	}
	return f.amount
}

// Currency returns the currency of the amount; "" for a nil price.
func (f *Flat) Currency() finops.Currency { return f.Amount().Currency() }

// Charge returns the amount as one line. It returns a [*QuantityError] that wraps [ErrNegativeQuantity] or
// [finops.ErrRange], and [ErrInvalidPrice] for a price that [NewFlat] did not build.
func (f *Flat) Charge(quantity decimal.Decimal) (Charge, error) {
	if err := f.check(); err != nil {
		return Charge{}, err
	}
	if err := checkQuantity(quantity, false); err != nil {
		return Charge{}, err
	}
	zero := nothing(f.amount)
	line := ChargeLine{Quantity: quantity, Unit: zero, Flat: f.amount, Adjustment: zero, Amount: f.amount}
	return Charge{Quantity: quantity, Total: f.amount, own: []ChargeLine{line}, Reading: "flat"}, nil
}

func (f *Flat) starts(decimal.Decimal, int32) []decimal.Decimal { return nil }

func (f *Flat) places() int32 { return 0 }
