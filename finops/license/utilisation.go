// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// Utilisation holds the counts behind the three rates that go by that name. Vendors mix them up; here each has its own.
// The rates obey UtilizationRate = AssignmentRate × ActiveOfAssigned.
type Utilisation struct {
	Purchased decimal.Decimal `json:"purchased"` // Q
	Assigned  decimal.Decimal `json:"assigned"`  // A
	Active    decimal.Decimal `json:"active"`    // U
}

// NewUtilisation returns the rates of Q purchased, A assigned and U active seats. It returns an error for each negative
// number, wrapping [ErrNegative].
func NewUtilisation(purchased, assigned, active decimal.Decimal) (Utilisation, error) {
	u := Utilisation{Purchased: purchased, Assigned: assigned, Active: active}
	return u, u.Validate()
}

// Validate lists the negative numbers, wrapping [ErrNegative].
func (u Utilisation) Validate() error {
	var errs []error
	check := func(name string, d decimal.Decimal) {
		if d.Sign() < 0 {
			errs = append(errs, fmt.Errorf("license: utilisation: %s is %s: %w", name, d, ErrNegative))
		}
	}
	check("purchased", u.Purchased)
	check("assigned", u.Assigned)
	check("active", u.Active)
	return errors.Join(errs...)
}

// AssignmentRate returns A/Q, undefined if nothing was purchased. It is above 1 where seats are over-assigned.
func (u Utilisation) AssignmentRate() finops.Ratio {
	return finops.Ratio{Num: u.Assigned, Den: u.Purchased}
}

// ActiveOfAssigned returns U/A, undefined if nothing is assigned.
func (u Utilisation) ActiveOfAssigned() finops.Ratio {
	return finops.Ratio{Num: u.Active, Den: u.Assigned}
}

// UtilizationRate returns U/Q, undefined if nothing was purchased.
func (u Utilisation) UtilizationRate() finops.Ratio {
	return finops.Ratio{Num: u.Active, Den: u.Purchased}
}
