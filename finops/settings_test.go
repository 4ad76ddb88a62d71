// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
)

func everyText(t *testing.T) []string {
	t.Helper()
	wide := finops.MustMoney("-123456789012345678901234567890.5000 USD")
	ratio := finops.Ratio{Num: decimal.New(15, 2), Den: decimal.New(70, -1)}
	value, _ := ratio.Value()
	rate := finops.Rate{From: "EUR", To: "USD", Value: decimal.New(1500, -3), Date: finops.MustDate("2026-01-01")}
	table, err := finops.NewFXTable([]finops.Rate{rate}, finops.FXOptions{})
	require.NoError(t, err)
	converted, err := table.Convert(finops.MustMoney("10 EUR"), "USD", rate.Date, finops.SpotRate)
	require.NoError(t, err)
	out := []string{wide.String(), wide.Grouped(), ratio.String(), ratio.Percent(1), value.StringFixed(20)}
	for _, v := range []any{wide, finops.NewBag(wide), ratio, rate, converted} {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		out = append(out, string(b))
	}
	_, err = finops.Split(wide, []decimal.Decimal{decimal.New(-150, -1)})
	require.ErrorIs(t, err, finops.ErrWeights)
	rate.Value = decimal.New(-15, 2)
	return append(out, err.Error(), rate.Validate().Error())
}

// TestSettingsOfPackageDecimal: no text or JSON changes with the package variables of decimal, which any program may set.
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

func TestRateJSONForms(t *testing.T) {
	want := finops.Rate{From: "EUR", To: "USD", Value: decimal.New(15, -7), Kind: finops.BudgetRate, Period: finops.MustPeriod("2026-01-01/2027-01-01")}
	for _, text := range []string{
		`{"from":"EUR","to":"USD","value":"0.0000015","kind":"budget","period":"2026-01-01/2027-01-01"}`,
		`{"from":"EUR","to":"USD","value":1.5e-6,"kind":"budget","period":"2026-01-01/2027-01-01","more":1}`,
	} {
		var got finops.Rate
		require.NoError(t, json.Unmarshal([]byte(text), &got))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	for text, want := range map[string]error{
		`{"value":"1,5"}`:           finops.ErrSyntax,
		`{"value":"1e5"}`:           finops.ErrSyntax,
		`{"value":1e501}`:           finops.ErrRange,
		`{"value":{}}`:              finops.ErrSyntax,
		`{"from":"XXQ"}`:            finops.ErrUnknownCurrency,
		`{"kind":"spott"}`:          finops.ErrSyntax,
		`{"date":"2026-02-30"}`:     finops.ErrRange,
		`{"period":"2026-01-01"}`:   finops.ErrSyntax,
		`[1]`:                       finops.ErrSyntax,
		`{"value":"1" "to":"USD"}`:  finops.ErrSyntax,
		`{"value":"0x10","to":"U"}`: finops.ErrUnknownCurrency,
	} {
		got := finops.Rate{Source: "kept"}
		require.ErrorIs(t, got.UnmarshalJSON([]byte(text)), want, text)
		if got.Source != "kept" {
			t.Errorf("%s changed the rate", text)
		}
	}
	_, err := json.Marshal(finops.Rate{Value: decimal.New(1, 501)})
	require.ErrorIs(t, err, finops.ErrRange)
}
