// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// Utilization holds the counts behind the three rates that go by that name. Vendors mix them up; here each has its own.
// The rates obey UtilizationRate = AssignmentRate × ActiveOfAssigned.
type Utilization struct {
	Purchased decimal.Decimal `json:"purchased"` // Q
	Assigned  decimal.Decimal `json:"assigned"`  // A
	Active    decimal.Decimal `json:"active"`    // U
}

// NewUtilization returns the rates of Q purchased, A assigned and U active seats. It returns an error for each negative
// number, wrapping [ErrNegative].
func NewUtilization(purchased, assigned, active decimal.Decimal) (Utilization, error) {
	u := Utilization{Purchased: purchased, Assigned: assigned, Active: active}
	return u, u.Validate()
}

// Validate lists the negative numbers, wrapping [ErrNegative].
func (u Utilization) Validate() error {
	var errs []error
	check := func(name string, d decimal.Decimal) {
		if d.Sign() < 0 {
			errs = append(errs, fmt.Errorf("license: utilization: %s is %s: %w", name, digits.Text(d), ErrNegative))
		}
	}
	check("purchased", u.Purchased)
	check("assigned", u.Assigned)
	check("active", u.Active)
	return errors.Join(errs...)
}

// AssignmentRate returns A/Q, undefined if nothing was purchased. It is above 1 where seats are over-assigned.
func (u Utilization) AssignmentRate() finops.Ratio {
	return finops.Ratio{Num: u.Assigned, Den: u.Purchased}
}

// ActiveOfAssigned returns U/A, undefined if nothing is assigned.
func (u Utilization) ActiveOfAssigned() finops.Ratio {
	return finops.Ratio{Num: u.Active, Den: u.Assigned}
}

// UtilizationRate returns U/Q, undefined if nothing was purchased.
func (u Utilization) UtilizationRate() finops.Ratio {
	return finops.Ratio{Num: u.Active, Den: u.Purchased}
}
