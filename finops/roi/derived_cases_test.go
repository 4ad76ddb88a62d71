// SPDX-License-Identifier: Apache-2.0

package roi_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
)

// TestDerivedCases: flows on the same day, the earliest date anywhere in the list, negative rates, broken terms and rate
// zero. The values are computed outside this module with 120 digits.
func TestDerivedCases(t *testing.T) {
	b, err := os.ReadFile("testdata/derived_cases.json")
	require.NoError(t, err)
	var cases struct {
		XNPV []struct {
			Rate  decimal.Decimal
			Flows []struct {
				Date   finops.Date
				Amount string
			}
			XNPV string
		}
		Annuities []struct {
			Rate, Years, Factor decimal.Decimal
			PV, EAC             string
			AnnuityPV           string `json:"annuity_pv"`
			Timing              roi.Timing
		}
	}
	require.NoError(t, json.Unmarshal(b, &cases))
	if len(cases.XNPV) != 40 || len(cases.Annuities) != 30 {
		t.Fatalf("%d streams and %d annuities", len(cases.XNPV), len(cases.Annuities))
	}
	for i, c := range cases.XNPV {
		var flows []roi.Flow
		for _, f := range c.Flows {
			flows = append(flows, roi.Flow{Date: f.Date, Amount: finops.MustMoney(f.Amount)})
		}
		got, err := roi.XNPV(c.Rate, flows, roi.Options{Places: 10})
		require.NoError(t, err)
		if !got.Equal(finops.MustMoney(c.XNPV)) {
			t.Errorf("stream %d at %s: got %s, want %s", i, c.Rate, got, c.XNPV)
		}
	}
	for i, c := range cases.Annuities {
		o, pv := roi.Options{Places: 8, Timing: c.Timing}, finops.MustMoney(c.PV)
		factor, err := roi.AnnuityFactor(c.Rate, c.Years, o)
		require.NoError(t, err)
		eac, err := roi.EAC(c.Rate, pv, c.Years, o)
		require.NoError(t, err)
		worth, err := roi.AnnuityPV(c.Rate, c.Years, pv, o)
		require.NoError(t, err)
		if !factor.Equal(c.Factor) || !eac.Equal(finops.MustMoney(c.EAC)) || !worth.Equal(finops.MustMoney(c.AnnuityPV)) {
			t.Errorf("annuity %d at %s over %s years %s: factor %s, EAC %s, PV %s, want %s, %s, %s",
				i, c.Rate, c.Years, c.Timing, factor, eac, worth, c.Factor, c.EAC, c.AnnuityPV)
		}
	}
}
