// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// everyRequirement returns what the metrics require that show numbers of their input.
func everyRequirement(t *testing.T) []license.Requirement {
	t.Helper()
	var out []license.Requirement
	add := func(r license.Requirement, err error) {
		t.Helper()
		require.NoError(t, err)
		out = append(out, r)
	}
	add(license.Processors([]license.Server{{ID: "db", Sockets: 1, CoresPerSocket: 5, CoreFactor: dec("0.50")}}))
	add(license.MaxOfRatios([]license.Share{{Item: "VMs", Count: dec("10.0"), PerRight: dec("4.00")}, {Item: "cores", Count: dec("1e3"), PerRight: dec("20")}}))
	add(license.NamedUserPlus(dec("1e2"), dec("4.0"), dec("25.0")))
	add(license.ValueUnits(dec("1500.00"), tiers("1e3", "0.50", "", "0.250")))
	return out
}

// everyRecord returns a value of each record that has a number.
func everyRecord(t *testing.T) []any {
	t.Helper()
	estate := exampleEstate()
	estate.Entitlements = []license.Entitlement{{ID: "e", Product: "E5", Quantity: dec("1e2")}}
	shelfware, err := license.Classify(estate, date("2026-06-30"), license.ClassifyOptions{})
	require.NoError(t, err)
	demand := license.Demand{Product: "crm", Active: 10, Buffer: dec("0.050"), Floor: dec("1e1")}
	sized, err := demand.RightSize()
	require.NoError(t, err)
	positions, err := license.EffectivePosition([]license.Entitlement{{ID: "e", Product: "crm", Quantity: dec("1e2")}},
		[]license.Need{need("crm", 130)}, date("2026-06-30"), license.PositionOptions{Prices: map[string]pricing.Price{"crm": perUnit(t, "2.50")}})
	require.NoError(t, err)
	mix, err := license.OptimizeMix(context.Background(), license.MixProblem{
		Groups: []license.Group{{ID: "g", People: 10, Needs: []string{"mail"}}},
		Offers: []license.Offer{{ID: "crm", Grants: []string{"mail"}, Price: perUnit(t, "2.50")}},
	}, license.MixOptions{})
	require.NoError(t, err)
	peak, err := license.ConcurrentPeak([]license.Session{{ID: "s", Out: time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC), Rights: 1000}}, license.StartBeforeEnd)
	require.NoError(t, err)
	out := []any{
		peak, estate.Entitlements[0], shelfware, demand, sized, positions, mix,
		license.Server{ID: "db", CoreFactor: dec("0.50")}, license.Server{ID: "plain"},
		license.Share{Item: "VMs", Count: dec("10.0"), PerRight: dec("4.00")},
		license.UnitTier{UpTo: dec("1e3"), Factor: dec("0.50")}, license.UnitTier{Factor: dec("1.0")},
		license.OverlapOptions{Min: dec("0.10")}, license.Utilization{Purchased: dec("1e2"), Assigned: dec("50.0"), Active: dec("25")},
	}
	for _, r := range everyRequirement(t) {
		out = append(out, r)
	}
	return out
}

// everyError returns an error of each kind that shows a number.
func everyError() []error {
	_, shares := license.MaxOfRatios([]license.Share{{Item: "VMs", Count: dec("-1500.00"), PerRight: decimal.New(1, 999999)}})
	_, rising := license.ValueUnits(dec("1"), tiers("1e3", "1", "500.00", "1"))
	_, beyond := license.ValueUnits(dec("15e2"), tiers("1000.0", "1"))
	_, part := license.EffectivePosition(nil, []license.Need{{Product: "crm", Requirement: license.Requirement{
		Metric: license.MetricNamedUser, Quantity: dec("1.50"),
	}}}, finops.MustDate("2026-06-30"), license.PositionOptions{})
	flat, _ := pricing.NewFlat(finops.MustMoney("1" + strings.Repeat("0", 30) + " USD"))
	_, large := license.OptimizeMix(context.Background(), license.MixProblem{
		Groups: []license.Group{{ID: "g", People: 10, Needs: []string{"mail"}}},
		Offers: []license.Offer{{ID: "crm", Grants: []string{"mail"}, Price: flat}},
	}, license.MixOptions{})
	_, negative := license.NewUtilization(dec("-1e2"), dec("-2.50"), dec("1"))
	return []error{shares, rising, beyond, part, large, negative}
}

// everyText returns all that this package writes: JSON of every record with a number, explanations and errors.
func everyText(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, v := range everyRecord(t) {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		out = append(out, string(b))
	}
	for _, r := range everyRequirement(t) {
		out = append(out, r.Explain())
	}
	for _, err := range everyError() {
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

// What is written is read back, from strings and from numbers: no field is lost, not even of records inside others.
func TestRecordsReadBack(t *testing.T) {
	for _, in := range everyRecord(t) {
		b, err := json.Marshal(in)
		require.NoError(t, err)
		back := reflect.New(reflect.TypeOf(in))
		require.NoError(t, json.Unmarshal(b, back.Interface()))
		if diff := cmp.Diff(in, back.Elem().Interface(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%T (-in +back)\n%s", in, diff)
		}
	}
	var e license.Entitlement
	require.NoError(t, json.Unmarshal([]byte(`{"id":"e","product":"crm","quantity":100.0}`), &e))
	if diff := cmp.Diff(license.Entitlement{ID: "e", Product: "crm", Quantity: dec("100")}, e); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
