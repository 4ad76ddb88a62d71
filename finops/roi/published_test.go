// SPDX-License-Identifier: Apache-2.0

package roi_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func dec(t testing.TB, s string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(s)
	require.NoError(t, err)
	return d
}

func usd(t testing.TB, s string) finops.Money {
	t.Helper()
	m, err := finops.NewMoney(dec(t, s), "USD")
	require.NoError(t, err)
	return m
}

func amounts(t testing.TB, texts []string) []finops.Money {
	t.Helper()
	var out []finops.Money
	for _, s := range texts {
		out = append(out, usd(t, s))
	}
	return out
}

func readJSON(t testing.TB, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, into))
}

// within fails unless got is want to the digits a float64 source can carry: 12 significant ones.
func within(t *testing.T, source string, got finops.Money, want decimal.Decimal) {
	t.Helper()
	limit := want.Abs().Shift(-12)
	if diff := got.Amount().Sub(want).Abs(); diff.Cmp(limit) > 0 {
		t.Errorf("%s: got %s, want %s (off by %s)", source, got, want, diff)
	}
}

func TestPublished(t *testing.T) {
	var v struct {
		NPV []struct {
			Source, Rate, Want string
			Flows              []string
			Places             *int32
		}
		EAA []struct {
			Source, Rate, NPV, Years, Want string
			Flows                          []string // given instead of NPV
		}
		AnnuityPV []struct {
			Source, Rate, Payment, N, Want string
		} `json:"annuity_pv"`
	}
	readJSON(t, "testdata/published.json", &v)
	exact := roi.Options{Places: 15}
	for _, c := range v.NPV {
		got, err := roi.NPV(dec(t, c.Rate), amounts(t, c.Flows), exact)
		require.NoError(t, err)
		if c.Places != nil { // published rounded
			got = got.RoundTo(*c.Places, finops.HalfUp)
		}
		within(t, c.Source, got, dec(t, c.Want))
	}
	for _, c := range v.EAA {
		var npv finops.Money
		if len(c.Flows) > 0 {
			var err error
			npv, err = roi.NPV(dec(t, c.Rate), amounts(t, c.Flows), roi.Options{Places: 30})
			require.NoError(t, err)
		} else {
			npv = usd(t, c.NPV)
		}
		got, err := roi.EAA(dec(t, c.Rate), npv, dec(t, c.Years), exact)
		require.NoError(t, err)
		within(t, c.Source, got, dec(t, c.Want))
	}
	for _, c := range v.AnnuityPV {
		got, err := roi.AnnuityPV(dec(t, c.Rate), dec(t, c.N), usd(t, c.Payment), exact)
		require.NoError(t, err)
		within(t, c.Source, got, dec(t, c.Want))
	}
	if len(v.NPV) != 6 || len(v.EAA) != 6 || len(v.AnnuityPV) != 1 {
		t.Errorf("cases: %d NPV, %d EAA, %d annuity PV", len(v.NPV), len(v.EAA), len(v.AnnuityPV))
	}
}

// TestDatedToTheLastDigit compares with values of 80 digits, at the cent and at 20 digits after the point, with amounts up
// to 10^12.
func TestDatedToTheLastDigit(t *testing.T) {
	var cases []struct {
		Name, Source, Rate, At, PV string
		Flows                      [][2]string
	}
	readJSON(t, "testdata/dated.json", &cases)
	if len(cases) != 25 {
		t.Fatalf("%d cases, want 25", len(cases))
	}
	for _, c := range cases {
		var flows []roi.Flow
		for _, f := range c.Flows {
			flows = append(flows, roi.Flow{Date: finops.MustDate(f[0]), Amount: usd(t, f[1])})
		}
		for _, places := range []int32{2, 9, 20} {
			for _, r := range []finops.Rounding{finops.HalfUp, finops.HalfEven, finops.Down, finops.Up, finops.Floor, finops.Ceiling} {
				got, err := roi.PresentValue(dec(t, c.Rate), finops.MustDate(c.At), flows, roi.Options{Places: places, Rounding: r})
				require.NoError(t, err)
				want := r.Round(dec(t, c.PV), places)
				if !got.Amount().Equal(want) {
					t.Errorf("%s, rate %s, %d places, %s: got %s, want %s (%s)", c.Name, c.Rate, places, r, got, want, c.Source)
				}
			}
		}
	}
}

func TestAnnuityFactorsToTheLastDigit(t *testing.T) {
	var cases []struct {
		Rate, N, Source string
		AtEnd           string `json:"at_end"`
		InAdvance       string `json:"in_advance"`
	}
	readJSON(t, "testdata/annuities.json", &cases)
	if len(cases) != 10 {
		t.Fatalf("%d cases, want 10", len(cases))
	}
	for _, c := range cases {
		for timing, text := range map[roi.Timing]string{roi.AtEnd: c.AtEnd, roi.InAdvance: c.InAdvance} {
			for _, places := range []int32{12, 40} {
				got, err := roi.AnnuityFactor(dec(t, c.Rate), dec(t, c.N), roi.Options{Places: places, Timing: timing})
				require.NoError(t, err)
				if want := finops.HalfUp.Round(dec(t, text), places); !got.Equal(want) {
					t.Errorf("rate %s, n %s, %s, %d places: got %s, want %s (%s)", c.Rate, c.N, timing, places, got, want, c.Source)
				}
			}
		}
	}
}
