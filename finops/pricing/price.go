// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
)

// Price says what a quantity costs. The set of prices is closed: [*PerUnit], [*Flat], [*Ladder], [*Package] and
// [*Percentage]. All are immutable and safe for concurrent use. Only their constructors build them: a nil pointer and a
// zero value have no currency, and all that prices with them returns [ErrInvalidPrice].
type Price interface {
	// Currency returns the currency of every charge.
	Currency() finops.Currency
	// Charge returns the exact cost of the quantity with the lines it is made of. It returns a [*QuantityError] for a
	// quantity that cannot be priced, and [ErrInvalidPrice] as a [*FieldError] for a price that is nil or that no
	// constructor built.
	Charge(quantity decimal.Decimal) (Charge, error)

	// starts lists the quantities above from at which the formula changes, smallest first, for a buyer who can choose
	// multiples of 10^-places. Between two of them the cost never falls. The method also seals the interface.
	starts(from decimal.Decimal, places int32) []decimal.Decimal
	// scaled returns the price with its amounts times a factor that is above zero and within limits.
	scaled(factor decimal.Decimal) (Price, error)
	// places is the number of digits after the point that the quantities in the price have.
	places() int32
	// check returns an error for a nil pointer and for a price that no constructor built.
	check() error
}

// Charge is the cost of a quantity. It is immutable; [Charge.Lines] explains it.
type Charge struct {
	Quantity decimal.Decimal // what was asked for
	Total    finops.Money    // sum of the lines, exact
	Reading  string          // the kind of price and its options in words

	full []ChargeLine // lines of tiers used up: shared with the ladder, never changed nor handed out
	own  []ChargeLine // the lines after those, never handed out
}

// Lines returns how the total comes about, one line for each tier, transaction or fee; none if nothing is due. The
// amounts of the lines sum to the total exactly. The slice is fresh.
func (c Charge) Lines() []ChargeLine {
	return slices.Concat(c.full, c.own)
}

// Rounded returns the charge with the amount of each line rounded to the minor unit of the currency, and the total of
// the rounded lines, as on an invoice. This total may differ from the rounded exact total.
func (c Charge) Rounded(r finops.Rounding) Charge {
	c.own, c.full = c.Lines(), nil
	c.Total = nothing(c.Total)
	for i := range c.own {
		l := &c.own[i]
		l.Amount = l.Amount.Round(r)
		c.Total = plus(c.Total, l.Amount)
	}
	return c
}

// UnitPrice returns the average price of a unit, Total / Quantity, rounded once to places digits after the point: the
// minor units of the currency and two or four more are usual. It is undefined, not zero, and the bool false, for a
// quantity of zero or places outside -500 to 500. [EffectivePrice] is the same as an exact ratio.
func (c Charge) UnitPrice(places int32, r finops.Rounding) (finops.Money, bool) {
	const most = 500
	if places < -most || places > most {
		return finops.Money{}, false
	}
	m, err := c.Total.MulDiv(decimal.New(1, 0), c.Quantity, places, r)
	return m, err == nil
}

// Equal reports whether c and d are equal in all they say.
func (c Charge) Equal(d Charge) bool {
	return c.Quantity.Equal(d.Quantity) && c.Total.Equal(d.Total) && c.Reading == d.Reading &&
		slices.EqualFunc(c.Lines(), d.Lines(), ChargeLine.Equal)
}

type chargeJSON struct {
	Quantity decimal.Decimal `json:"quantity"`
	Total    finops.Money    `json:"total"`
	Lines    []ChargeLine    `json:"lines"`
	Reading  string          `json:"reading"`
}

// MarshalJSON writes quantity, total, lines and reading.
func (c Charge) MarshalJSON() ([]byte, error) {
	lines := c.Lines()
	if lines == nil {
		lines = []ChargeLine{}
	}
	return digits.Marshal(chargeJSON{c.Quantity, c.Total, lines, c.Reading})
}

// UnmarshalJSON reads what [Charge.MarshalJSON] writes. It returns an error that wraps [finops.ErrSyntax] for other
// input and for lines that do not sum to the total, or [finops.ErrRange] for quantities beyond the limits of the package.
func (c *Charge) UnmarshalJSON(data []byte) error {
	var j chargeJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("pricing: charge: %w: %w", finops.ErrSyntax, err)
	}
	sum, bounded := nothing(j.Total), inRange(j.Quantity)
	for i, l := range j.Lines {
		bounded = bounded && l.inRange()
		s, err := sum.Add(l.Amount)
		if err != nil {
			return fmt.Errorf("pricing: charge: line %d: %w: %w", i, finops.ErrSyntax, err)
		}
		sum = s
	}
	if !sum.Equal(j.Total) {
		return fmt.Errorf("pricing: charge: lines sum to %s, total is %s: %w", sum, j.Total, finops.ErrSyntax)
	}
	if !bounded {
		return fmt.Errorf("pricing: charge: a quantity has more than %d digits before or after the point: %w", maxDigits, finops.ErrRange)
	}
	*c = Charge{Quantity: j.Quantity, Total: j.Total, Reading: j.Reading, own: j.Lines}
	return nil
}
