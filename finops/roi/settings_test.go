// SPDX-License-Identifier: Apache-2.0

package roi_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
)

func everyText(t *testing.T) []string {
	t.Helper()
	var out []string
	search := roi.BreakEvenSearch{Low: decimal.New(-150, -1), High: decimal.New(15, 2), Places: 2}
	point, err := roi.BreakEven(search, func(x decimal.Decimal) (finops.Money, error) {
		return finops.NewMoney(x.Sub(dec(t, "2.5")), "USD")
	})
	require.NoError(t, err)
	for _, v := range []any{search, point, roi.Options{Places: 3}} {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		out = append(out, string(b))
	}
	_, err = roi.AnnuityFactor(decimal.New(15, 6), dec(t, "1"), roi.Options{})
	out = append(out, err.Error())
	_, err = roi.AnnuityFactor(dec(t, "0.10"), decimal.New(15, 6), roi.Options{})
	out = append(out, err.Error())
	_, err = roi.BreakEven(roi.BreakEvenSearch{Low: decimal.New(15, 2)}, nil)
	return append(out, err.Error())
}

// TestSettingsOfPackageDecimal: no text or JSON changes with the package variables of decimal, which any program may set.
func TestSettingsOfPackageDecimal(t *testing.T) {
	want := everyText(t)
	quotes, trim, scientific := decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation
	t.Cleanup(func() {
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = quotes, trim, scientific
	})
	decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = true, false, true
	if diff := cmp.Diff(want, everyText(t)); diff != "" {
		t.Errorf("texts change (-as it comes +otherwise set):\n%s", diff)
	}
}

// TestEndlessNumbers: a number whose zeros would fill the memory is an error at once.
func TestEndlessNumbers(t *testing.T) {
	one, tenth := dec(t, "1"), dec(t, "0.1")
	flows := []finops.Money{usd(t, "1"), usd(t, "2")}
	for _, huge := range []decimal.Decimal{decimal.New(1, math.MaxInt32), decimal.New(-1, math.MaxInt32), decimal.New(1, math.MinInt32), decimal.New(-1, math.MinInt32)} {
		_, err := roi.NPV(huge, flows, roi.Options{})
		require.ErrorIs(t, err, roi.ErrRate)
		short(t, err)
		_, err = roi.EAC(huge, flows[0], one, roi.Options{})
		require.ErrorIs(t, err, roi.ErrRate)
		_, err = roi.AnnuityPV(tenth, huge, flows[0], roi.Options{})
		require.ErrorIs(t, err, roi.ErrTerm)
		short(t, err)
		for _, s := range []roi.BreakEvenSearch{{Low: huge, High: one}, {Low: dec(t, "-1"), High: huge}} {
			_, err = roi.BreakEven(s, func(x decimal.Decimal) (finops.Money, error) { return finops.NewMoney(x, "USD") })
			require.ErrorIs(t, err, roi.ErrOption)
			short(t, err)
		}
	}
}

func short(t *testing.T, err error) {
	t.Helper()
	if n := len(err.Error()); n > 250 {
		t.Errorf("an error of %d bytes", n)
	}
}

// TestUnknownRounding: an option without a name is an error, not half up.
func TestUnknownRounding(t *testing.T) {
	_, err := roi.NPV(dec(t, "0.1"), []finops.Money{usd(t, "1")}, roi.Options{Rounding: 9, Timing: 9})
	require.ErrorIs(t, err, roi.ErrOption)
	require.ErrorIs(t, err, finops.ErrRange)
	require.ErrorContains(t, err, "timing 9: want one of at_end, in_advance")
}
