// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"fmt"
	"math/big"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// BreakEvenSearch says where [BreakEven] looks.
type BreakEvenSearch struct {
	Low    decimal.Decimal `json:"low"`              // start of the range
	High   decimal.Decimal `json:"high"`             // end of the range, above Low
	Places int32           `json:"places,omitempty"` // digits after the point of the answer, at most 60; if zero, 6
}

// BreakEvenPoint is the answer of [BreakEven]: the difference is zero at X, or changes sign between X and a neighbour one
// Step away.
type BreakEvenPoint struct {
	X    decimal.Decimal `json:"x"`    // the break-even, on the grid
	Gap  finops.Money    `json:"gap"`  // the difference at X, zero or nearly so
	Step decimal.Decimal `json:"step"` // the resolution, 10^-places
}

// BreakEven returns the x in [Low, High], on the grid of 10^-Places, at which difference(x) changes sign: the grid point
// with the smaller absolute difference of the two around the change, the lower one if both are equal. difference should be
// continuous and change sign once; with more changes one of them is found. The search is a bracketed false position on
// exact amounts, so it neither diverges nor depends on a starting guess.
//
// It returns [ErrNoBreakEven] if both ends have the same sign, [ErrOption] for an empty range, bad places, an end with more
// than 100 digits before or after the point or a nil difference, and any error of difference.
func BreakEven(search BreakEvenSearch, difference func(x decimal.Decimal) (finops.Money, error)) (BreakEvenPoint, error) {
	if search.Places == 0 {
		search.Places = 6
	}
	if err := search.validate(); err != nil {
		return BreakEvenPoint{}, err
	}
	if difference == nil {
		return BreakEvenPoint{}, fmt.Errorf("roi: break-even: difference is nil: %w", ErrOption)
	}
	b := bracket{places: search.Places, difference: difference}
	if err := b.open(search.Low, search.High); err != nil {
		return BreakEvenPoint{}, err
	}
	if err := b.close(); err != nil {
		return BreakEvenPoint{}, err
	}
	return b.answer(), nil
}

func (s BreakEvenSearch) validate() error {
	bad := s.Places < 0 || s.Places > maxPlaces
	for _, end := range [...]decimal.Decimal{s.Low, s.High} {
		bad = bad || tooFine(end) || tooLarge(end)
	}
	if bad || s.Low.Cmp(s.High) >= 0 {
		return fmt.Errorf("roi: break-even: range %s to %s, places %d: %w", digits.Text(s.Low), digits.Text(s.High), s.Places, ErrOption)
	}
	return nil
}

// MarshalJSON writes the fields, numbers as strings of plain digits whatever package decimal is set to. It returns an
// error for a number of more than 1000 digits on a side of the point.
func (s BreakEvenSearch) MarshalJSON() ([]byte, error) { return digits.Marshal(s) }

// MarshalJSON writes the fields, numbers as strings of plain digits whatever package decimal is set to. It returns an
// error for a number of more than 1000 digits on a side of the point, which [BreakEven] does not return.
func (p BreakEvenPoint) MarshalJSON() ([]byte, error) { return digits.Marshal(p) }

// bracket is a range of grid points low < high (multiples of 10^-places) with differences of opposite sign.
type bracket struct {
	places     int32
	difference func(decimal.Decimal) (finops.Money, error)

	low, high     *big.Int
	atLow, atHigh finops.Money
	kept          int      // how often low (negative) or high (positive) was kept in a row
	solved        *big.Int // a point where the difference is zero
}

func (b *bracket) x(k *big.Int) decimal.Decimal { return decimal.NewFromBigInt(k, -b.places) }

func (b *bracket) at(k *big.Int) (finops.Money, error) {
	m, err := b.difference(b.x(k))
	if err != nil {
		return finops.Money{}, fmt.Errorf("roi: break-even at %s: %w", digits.Text(b.x(k)), err)
	}
	return m, nil
}

func (b *bracket) open(low, high decimal.Decimal) (err error) {
	b.low = finops.Ceiling.Round(low, b.places).Shift(b.places).BigInt()
	b.high = finops.Floor.Round(high, b.places).Shift(b.places).BigInt()
	if b.atLow, err = b.at(b.low); err != nil {
		return err
	}
	if b.atHigh, err = b.at(b.high); err != nil {
		return err
	}
	switch {
	case b.atLow.IsZero():
		b.solved = b.low
	case b.atHigh.IsZero():
		b.solved = b.high
	case b.atLow.Sign() == b.atHigh.Sign():
		return fmt.Errorf("roi: break-even: difference is %s at %s and %s at %s: %w", b.atLow, digits.Text(low), b.atHigh, digits.Text(high), ErrNoBreakEven)
	}
	return nil
}

// close narrows the bracket to two neighbours. Two steps of false position alternate with one of halving, so that their
// number is at most three times that of halving alone, and usually about ten.
func (b *bracket) close() error {
	for step := 0; b.solved == nil; step++ {
		width := new(big.Int).Sub(b.high, b.low)
		if width.Cmp(big.NewInt(1)) <= 0 {
			return nil
		}
		k := new(big.Int).Rsh(width, 1)
		if step%3 != 2 {
			k = b.falsePosition(width)
		}
		if err := b.narrow(k.Add(k, b.low)); err != nil {
			return err
		}
	}
	return nil
}

// narrow replaces one end by k.
func (b *bracket) narrow(k *big.Int) error {
	m, err := b.at(k)
	switch {
	case err != nil:
		return err
	case m.IsZero():
		b.solved = k
	case m.Sign() == b.atLow.Sign():
		b.low, b.atLow = k, m
		b.kept = max(b.kept, 0) + 1
	default:
		b.high, b.atHigh = k, m
		b.kept = min(b.kept, 0) - 1
	}
	return nil
}

// falsePosition returns the offset from low where a straight line through both ends is zero, strictly inside. An end that
// was kept several times counts less each time (the Illinois rule), or it would never move.
func (b *bracket) falsePosition(width *big.Int) *big.Int {
	low, high := b.atLow.Amount().Abs(), b.atHigh.Amount().Abs()
	half := decimal.New(5, -1)
	for i := 1; i < min(b.kept, 20); i++ {
		high = high.Mul(half)
	}
	for i := 1; i < min(-b.kept, 20); i++ {
		low = low.Mul(half)
	}
	offset, err := finops.DivRound(low.Mul(decimal.NewFromBigInt(width, 0)), low.Add(high), 0, finops.HalfUp)
	if err != nil { // the ends are not zero
		return new(big.Int).Rsh(width, 1)
	}
	k, last := offset.BigInt(), new(big.Int).Sub(width, big.NewInt(1))
	if k.Sign() <= 0 {
		return big.NewInt(1)
	}
	if k.Cmp(last) > 0 {
		return last
	}
	return k
}

func (b *bracket) answer() BreakEvenPoint {
	p := BreakEvenPoint{Step: decimal.New(1, -b.places)}
	switch {
	case b.solved != nil:
		p.X = b.x(b.solved)
		p.Gap = b.atLow.Zero()
	case b.atLow.Amount().Abs().Cmp(b.atHigh.Amount().Abs()) <= 0:
		p.X, p.Gap = b.x(b.low), b.atLow
	default:
		p.X, p.Gap = b.x(b.high), b.atHigh
	}
	return p
}
