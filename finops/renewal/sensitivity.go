// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// Assumption is what a row of a sensitivity table changes.
type Assumption uint8

const (
	AssumeBase   Assumption = iota // nothing
	AssumeRate                     // the discount rate
	AssumeUplift                   // the yearly uplift of offers that are not locked
	AssumeSeats                    // the seats of offers that are not locked, from the second contract year on
)

var assumptionNames = enum.Of[Assumption](enums, "assumption", "base", "rate", "uplift", "seats")

// String returns the name in snake case.
func (a Assumption) String() string { return assumptionNames.String(a) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (a Assumption) MarshalText() ([]byte, error) { return assumptionNames.Marshal(a) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (a *Assumption) UnmarshalText(text []byte) error { return assumptionNames.Unmarshal(a, text) }

// SensitivityAxes are the values to try, one assumption at a time. Empty axes have no rows.
type SensitivityAxes struct {
	Rates   []decimal.Decimal `json:"rates,omitempty"`   // discount rates per year
	Uplifts []decimal.Decimal `json:"uplifts,omitempty"` // yearly uplifts instead of the offers' own
	Seats   []decimal.Decimal `json:"seats,omitempty"`   // changes of the seats: -0.1 is 10 % fewer
}

// SensitivityTable shows which scenario has the lowest present value under changed assumptions.
type SensitivityTable struct {
	Decision  finops.Date      `json:"decision"`  // the day all is discounted to
	Rate      decimal.Decimal  `json:"rate"`      // of all rows that do not change it
	Scenarios []string         `json:"scenarios"` // names, in the order given
	Rows      []SensitivityRow `json:"rows"`      // the base first, then rates, uplifts and seats in the order given
}

// SensitivityRow is the outcome under one changed assumption.
type SensitivityRow struct {
	Changed Assumption      `json:"changed"` // what the row changes
	Value   decimal.Decimal `json:"value"`   // the value tried; zero in the base row
	PV      []finops.Money  `json:"pv"`      // of each scenario
	Lowest  string          `json:"lowest"`  // name of the scenario with the lowest PV of those that cover what is needed, the first if several; "" if none
	Differs bool            `json:"differs"` // whether another scenario than in the base row is the lowest
}

// Sensitivity values the scenarios under one changed assumption at a time. Differs marks the rows in which another scenario
// than in the base row has the lowest present value. A scenario that does not cover what is needed (Scenario.Insufficient)
// is valued, but is never the lowest. Errors are those of [Compare]; a change of seats below −1 is one.
func Sensitivity(decision finops.Date, rate decimal.Decimal, scenarios []Scenario, axes SensitivityAxes, opts CompareOptions) (SensitivityTable, error) {
	if err := validateComparison(decision, scenarios); err != nil {
		return SensitivityTable{}, err
	}
	t := SensitivityTable{Decision: decision, Rate: rate}
	for _, s := range scenarios {
		t.Scenarios = append(t.Scenarios, s.Name)
	}
	add := func(changed Assumption, value, rate decimal.Decimal, w whatIf) error {
		row := SensitivityRow{Changed: changed, Value: value}
		if err := row.fill(decision, rate, scenarios, w, opts); err != nil {
			return err
		}
		row.Differs = len(t.Rows) > 0 && row.Lowest != t.Rows[0].Lowest
		t.Rows = append(t.Rows, row)
		return nil
	}
	if err := add(AssumeBase, decimal.Decimal{}, rate, whatIf{}); err != nil {
		return SensitivityTable{}, err
	}
	for _, r := range axes.Rates {
		if err := add(AssumeRate, r, r, whatIf{}); err != nil {
			return SensitivityTable{}, err
		}
	}
	for _, u := range axes.Uplifts {
		bad := problems{item: "sensitivity"}
		if bad.rate("uplifts", u, leastGrowth, maxGrowth); len(bad.errs) > 0 {
			return SensitivityTable{}, bad.join()
		}
		if err := add(AssumeUplift, u, rate, whatIf{uplift: decimal.NewNullDecimal(u)}); err != nil {
			return SensitivityTable{}, err
		}
	}
	for _, s := range axes.Seats {
		bad := problems{item: "sensitivity"}
		if !bad.computable("seats", s) {
			return SensitivityTable{}, bad.join()
		}
		if s.Cmp(minusOne) < 0 {
			return SensitivityTable{}, &FieldError{Item: "sensitivity", Field: "seats", Value: digits.Text(s), Problem: "is below -1"}
		}
		if err := add(AssumeSeats, s, rate, whatIf{seats: s}); err != nil {
			return SensitivityTable{}, err
		}
	}
	return t, nil
}

// fill values the scenarios of one row.
func (r *SensitivityRow) fill(decision finops.Date, rate decimal.Decimal, scenarios []Scenario, w whatIf, opts CompareOptions) error {
	lowest := -1
	for i, s := range scenarios {
		flows, err := s.flows(w)
		if err != nil {
			return err
		}
		pv, err := roi.PresentValue(rate, decision, flows, opts.roi())
		if err != nil {
			return fmt.Errorf("renewal: scenario %q: %w", s.Name, err)
		}
		r.PV = append(r.PV, pv)
		order, err := pv.Cmp(r.PV[max(lowest, 0)])
		if err != nil {
			return fmt.Errorf("renewal: scenario %q: %w", s.Name, err)
		}
		if s.Insufficient == "" && (lowest < 0 || order < 0) {
			lowest = i
		}
	}
	if lowest >= 0 {
		r.Lowest = scenarios[lowest].Name
	}
	return nil
}
