// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
)

// ChargeLine is one part of a [Charge]. Its amount is
//
//	Flat + Unit × Quantity + Adjustment    or, with packages,    Flat + Unit × Packages + Adjustment.
type ChargeLine struct {
	Tier        int             `json:"tier,omitempty"`        // number of the tier, from 1; 0 for a price without tiers
	From        decimal.Decimal `json:"from,omitzero"`         // lower bound of the tier
	To          decimal.Decimal `json:"to,omitzero"`           // upper bound of the tier; zero if it is open
	Open        bool            `json:"open,omitempty"`        // the tier has no upper bound
	Exclusive   bool            `json:"exclusive,omitempty"`   // To itself belongs to the next tier; From belongs to this one
	Quantity    decimal.Decimal `json:"quantity"`              // units charged in this line
	Unit        finops.Money    `json:"unit"`                  // price of a unit, or of a package if PackageSize is set
	Packages    decimal.Decimal `json:"packages,omitzero"`     // packages charged
	PackageSize decimal.Decimal `json:"package_size,omitzero"` // units in a package; zero if units are charged
	Flat        finops.Money    `json:"flat"`                  // fixed part
	Adjustment  finops.Money    `json:"adjustment"`            // what a minimum per charge adds or a maximum takes away
	Amount      finops.Money    `json:"amount"`                // what the line costs
}

// String explains the line in words: "tier 2 (over 100 up to 200): 50 × 0.50 USD + 3.00 USD flat = 28.00 USD".
func (l ChargeLine) String() string {
	var b strings.Builder
	if l.Tier > 0 {
		fmt.Fprintf(&b, "tier %d (%s): ", l.Tier, l.span())
	}
	var parts []string
	switch {
	case l.PackageSize.Sign() > 0:
		parts = append(parts, fmt.Sprintf("%s × %s for packages of %s (%s units)", shown(l.Packages), l.Unit, shown(l.PackageSize), shown(l.Quantity)))
	case !l.Unit.IsZero() || l.Flat.IsZero():
		parts = append(parts, fmt.Sprintf("%s × %s", shown(l.Quantity), l.Unit))
	}
	if !l.Flat.IsZero() {
		parts = append(parts, l.Flat.String()+" flat")
	}
	b.WriteString(strings.Join(parts, " + "))
	switch l.Adjustment.Sign() {
	case 1:
		fmt.Fprintf(&b, " + %s to the minimum", l.Adjustment)
	case -1:
		fmt.Fprintf(&b, " - %s to the maximum", l.Adjustment.Neg())
	}
	fmt.Fprintf(&b, " = %s", l.Amount)
	if !l.exact().Equal(l.Amount) {
		b.WriteString(" (rounded)")
	}
	return b.String()
}

// exact returns the amount by the formula of the type.
func (l ChargeLine) exact() finops.Money {
	n := l.Quantity
	if l.PackageSize.Sign() > 0 {
		n = l.Packages
	}
	return plus(plus(l.Flat, times(l.Unit, n)), l.Adjustment)
}

func (l ChargeLine) span() string {
	lower, upper := "over", "up to"
	if l.Exclusive {
		lower, upper = "from", "below"
	}
	switch {
	case l.Open && l.From.IsZero():
		return "any quantity"
	case l.Open:
		return fmt.Sprintf("%s %s", lower, shown(l.From))
	case l.From.IsZero():
		return fmt.Sprintf("%s %s", upper, shown(l.To))
	}
	return fmt.Sprintf("%s %s %s %s", lower, shown(l.From), upper, shown(l.To))
}

// Equal reports whether l and k are equal in all fields; numbers by value.
func (l ChargeLine) Equal(k ChargeLine) bool {
	return l.Tier == k.Tier && l.Open == k.Open && l.Exclusive == k.Exclusive &&
		l.From.Equal(k.From) && l.To.Equal(k.To) && l.Quantity.Equal(k.Quantity) &&
		l.Packages.Equal(k.Packages) && l.PackageSize.Equal(k.PackageSize) &&
		l.Unit.Equal(k.Unit) && l.Flat.Equal(k.Flat) && l.Adjustment.Equal(k.Adjustment) && l.Amount.Equal(k.Amount)
}

// inRange reports whether all numbers keep to the limits of the package.
func (l ChargeLine) inRange() bool {
	return inRange(l.From) && inRange(l.To) && inRange(l.Quantity) && inRange(l.Packages) && inRange(l.PackageSize)
}

// MarshalJSON writes the fields and, under "text", what [ChargeLine.String] says.
func (l ChargeLine) MarshalJSON() ([]byte, error) {
	type fields ChargeLine
	return digits.Marshal(struct {
		fields
		Text string `json:"text"`
	}{fields(l), l.String()})
}
