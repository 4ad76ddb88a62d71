// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// everyText returns all that this package writes: JSON of every record with a number, explanations and errors.
func everyText(t *testing.T) []string {
	t.Helper()
	var out []string
	add := func(v any) {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		out = append(out, string(b))
	}
	l := mustLadder(t, dollars(pricing.Graduated, upTo("100.50", "1.50"), step("2000", "3"), upTo("", "0.70")))
	c := charge(t, l, "1500.00")
	q, err := pricing.BestQuantity(l, number("10.0"), number("1e3"))
	require.NoError(t, err)
	unit, err := pricing.NewPerUnit(usd("2.50"), pricing.PerUnitOptions{ConvertDivide: number("1000.0"), UsageDiscount: number("1.50")})
	require.NoError(t, err)
	pack, err := pricing.NewPackage(pricing.PackageSpec{Amount: usd("5"), Size: number("10.0"), Free: number("2.50"), MinPackages: number("1.0")})
	require.NoError(t, err)
	percent, err := pricing.NewPercentage(pricing.PercentageSpec{Currency: "USD", Rate: number("0.0300")})
	require.NoError(t, err)
	d, err := pricing.DrawUnits([]pricing.UnitBalance{{ID: "a", Remaining: number("1.50")}}, number("1e3"), finops.MustDate("2026-01-01"))
	require.NoError(t, err)
	for _, p := range []pricing.Price{l, unit, pack, percent} {
		add(p)
		add(charge(t, p, "1e3"))
	}
	for _, v := range []any{c, q, d, l.Spec(), unit.Options(), pack.Spec(), percent.Spec(),
		pricing.Commitment{Minimum: usd("10"), OverageFactor: number("1.50")}} {
		add(v)
	}
	for _, line := range c.Lines() {
		out = append(out, line.String())
	}
	_, err = pricing.NewLadder(dollars(pricing.Volume, upTo("5", "1"), upTo("5.0", "2"), upTo("1e1", "-1.50"), upTo("", "3")))
	require.ErrorIs(t, err, pricing.ErrInvalidLadder)
	out = append(out, err.Error())
	_, err = unit.Charge(number("-1500.00"))
	require.Error(t, err)
	return append(out, err.Error())
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

// What is written is read back, from strings and from numbers.
func TestRecordsReadBack(t *testing.T) {
	in := pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{upTo("100.5", "1.5"), upTo("", "0.7")}}
	b, err := json.Marshal(in)
	require.NoError(t, err)
	var back pricing.LadderSpec
	require.NoError(t, json.Unmarshal(b, &back))
	if diff := cmp.Diff(in, back); diff != "" {
		t.Errorf("(-in +back)\n%s", diff)
	}
	var tier pricing.Tier
	require.NoError(t, json.Unmarshal([]byte(`{"up_to":100.5,"unit":"1.50"}`), &tier))
	if diff := cmp.Diff(in.Tiers[0], tier); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
