// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// numbered has a number in every field that holds one, none written as plainly as it could be.
func numbered(t *testing.T) contract.Contract {
	t.Helper()
	c := plain(t, "2026-01-01/2028-01-01", "2.50 USD", contract.PerYear, "1e2")
	l := &c.Lines[0]
	l.Minimum, l.Maximum = dec("50.0"), null("1e3")
	l.Ramp = []contract.RampStep{{From: date("2026-07-01"), Quantity: null("120.0")}}
	c.Lines = append(c.Lines, contract.Line{ID: "U1", Quantity: dec("10.0"), Price: perUnit(t, "0.10 USD"), Per: contract.PerMonth, Usage: true})
	c.Commitments = []contract.Commitment{{ID: "M1", Per: contract.PerMonth, Amounts: []finops.Money{finops.MustMoney("100 USD")}, Overage: dec("1.50")}}
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.0300"), Floor: null("0.010"), Cap: null("0.1000")}
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Uplift: contract.Uplift{
		Kind: contract.UpliftCPI, Spread: dec("0.0050"), Index: contract.IndexSeries{Name: "CPI", Points: []contract.IndexPoint{
			{Month: finops.MustMonth("2027-01"), Value: dec("2e2")}, {Month: finops.MustMonth("2028-01"), Value: dec("210.0")},
		}},
	}}
	c.Milestones = []contract.Milestone{{Kind: contract.TrueUpDate, Date: date("2027-01-01")}, {Kind: contract.TrueDownDate, Date: date("2027-01-01")}}
	require.NoError(t, c.Validate())
	return c
}

// everyRecord returns a value of each record that has a number, and of those that are made of them.
func everyRecord(t *testing.T) []any {
	t.Helper()
	c := numbered(t)
	out := []any{c, contract.Uplift{}, contract.Line{}, contract.RampStep{}}
	add := func(v any, err error) {
		t.Helper()
		require.NoError(t, err)
		out = append(out, v)
	}
	v, err := c.Value(0)
	add(v, err)
	s, err := c.Schedules(contract.ScheduleOptions{})
	add(s, err)
	a, err := c.AnnualCost(date("2027-02-01"))
	add(a, err)
	up, err := c.TrueUp("L1", seen("2026-09-01", "130.0"), contract.TrueUpOptions{})
	add(up, err)
	add(seen("2026-09-01", "130.0"), nil)
	down, err := c.TrueDown("L1", date("2027-01-01"), dec("6e1"))
	add(down, err)
	plan, err := contract.PlanCoTerm([]contract.Contract{c}, date("2026-09-01"), date("2028-03-01"), nil)
	add(plan, err)
	joined, err := contract.CoTerm(contract.AddOn{
		Price: perUnit(t, "2.50 USD"), Per: contract.PerYear, Quantity: dec("1e1"), From: date("2027-03-01"), CommonEnd: date("2028-01-01"),
	})
	add(joined, err)
	m, err := c.CommitmentOn("M1", date("2027-02-01"))
	add(m, err)
	settled, err := c.Settle("M1", date("2027-02-01"), []finops.Money{finops.MustMoney("150 USD")}, finops.Money{})
	add(settled, err)
	return out
}

// everyError returns an error of each kind that shows a number.
func everyError(t *testing.T) []error {
	t.Helper()
	c := numbered(t)
	_, seenErr := c.TrueUp("L1", seen("2026-09-01", "-130.0"), contract.TrueUpOptions{})
	_, over := c.TrueDown("L1", date("2027-01-01"), dec("15e2"))
	parts := numbered(t)
	parts.Term = finops.MustPeriod("2026-01-01/2027-07-01")
	parts.Options = []contract.ExtensionOption{{ID: "O", Months: 18, Exercised: true, Uplift: contract.Uplift{
		Kind: contract.UpliftFixed, Rate: dec("0.030"), Scale: contract.CompoundedTermYears,
	}}}
	_, years := parts.Value(1)
	bad := numbered(t)
	bad.Lines[0].Quantity, bad.Lines[0].Maximum, bad.Lines[0].WholeUnits = dec("-1e1"), null("10.0"), true
	bad.Lines[0].Ramp = []contract.RampStep{{From: date("2026-07-01"), Quantity: null("40.50")}, {From: date("2026-08-01"), Quantity: null("2e3")}}
	bad.Commitments[0].Overage = dec("0.50")
	bad.Uplift.Rate, bad.Uplift.Floor, bad.Uplift.Cap = dec("-15e1"), null("0.20"), null("0.10")
	bad.Renewal.Uplift.Spread = decimal.New(1, 999_999)
	return []error{seenErr, over, years, bad.Validate()}
}

// everyText returns all that this package writes: JSON of every record with a number, events, calendar files and errors.
func everyText(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, v := range everyRecord(t) {
		out = append(out, mustJSON(t, v))
	}
	events, err := contract.Calendar([]contract.Contract{numbered(t)}, finops.MustPeriod("2026-01-01/2030-01-01"), contract.CalendarOptions{})
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, contract.WriteICS(&b, events, contract.ICSOptions{Stamp: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Domain: "example.com"}))
	out = append(out, mustJSON(t, events), b.String())
	for _, err := range everyError(t) {
		require.Error(t, err)
		out = append(out, err.Error())
	}
	return out
}

// No text, JSON or check changes with the package variables of decimal, which any program may set.
func TestSettingsOfPackageDecimal(t *testing.T) {
	want := everyText(t)
	quotes, trim, scientific := decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation
	places := decimal.DivisionPrecision
	t.Cleanup(func() {
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = quotes, trim, scientific
		decimal.DivisionPrecision = places
	})
	decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = true, false, true
	decimal.DivisionPrecision = 1
	if diff := cmp.Diff(want, everyText(t)); diff != "" {
		t.Errorf("texts change (-as it comes +otherwise set):\n%s", diff)
	}
}

// Numbers are read from strings and from numbers.
func TestNumbersReadBack(t *testing.T) {
	var l contract.Line
	require.NoError(t, json.Unmarshal([]byte(`{"id":"L1","quantity":12.50,"maximum":1e2,"per":"year"}`), &l))
	if !l.Quantity.Equal(dec("12.5")) || !l.Maximum.Decimal.Equal(dec("100")) {
		t.Errorf("%+v", l)
	}
	if got, want := mustJSON(t, l), `{"id":"L1","quantity":"12.5","price":null,"per":"year","minimum":"0","maximum":"100"}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// An unknown rounding is an error, not half up.
func TestUnknownRounding(t *testing.T) {
	c := numbered(t)
	c.Billing.Rounding = finops.Floor + 1
	require.ErrorIs(t, c.Validate(), finops.ErrRange)
	_, err := contract.CoTerm(contract.AddOn{Price: flat(t, "12 USD"), Per: contract.PerYear, Quantity: dec("1"), From: date("2027-01-01"),
		CommonEnd: date("2028-01-01"), Rounding: finops.Floor + 1})
	require.ErrorIs(t, err, finops.ErrRange)
}
