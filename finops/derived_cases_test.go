// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
)

// derivedCases are computed outside this module, in exact fractions and with another calendar, from the words of the
// documentation.
type derivedCases struct {
	WeekYears []struct {
		Calendar finops.WeekCalendar `json:"calendar"`
		Year     int                 `json:"year"`
		Starts   []finops.Date       `json:"starts"` // of the periods, and the day after the year
	} `json:"week_years"`
	Splits []struct {
		Total   string            `json:"total"`
		Weights []decimal.Decimal `json:"weights"`
		Parts   []string          `json:"parts"`
	} `json:"splits"`
	Spreads []struct {
		Total string   `json:"total"`
		Days  []int    `json:"days"`
		Parts []string `json:"parts"`
	} `json:"spreads"`
	Conversions []struct {
		Rates    []finops.Rate   `json:"rates"`
		Base     finops.Currency `json:"base"`
		Rounding finops.Rounding `json:"rounding"`
		Text     string          `json:"amount"`
		To       finops.Currency `json:"to"`
		Want     string          `json:"want"`
	} `json:"conversions"`
}

func readDerivedCases(t *testing.T) derivedCases {
	t.Helper()
	b, err := os.ReadFile("testdata/derived_cases.json")
	require.NoError(t, err)
	var c derivedCases
	require.NoError(t, json.Unmarshal(b, &c))
	if len(c.WeekYears) != 60 || len(c.Splits) != 60 || len(c.Spreads) != 40 || len(c.Conversions) != 40 {
		t.Fatalf("%d week years, %d splits, %d spreads, %d conversions", len(c.WeekYears), len(c.Splits), len(c.Spreads), len(c.Conversions))
	}
	return c
}

func dollars(amounts []string) []finops.Money {
	var out []finops.Money
	for _, a := range amounts {
		out = append(out, finops.MustMoney(a+" USD"))
	}
	return out
}

// TestDerivedWeekYears: years of 52 and 53 weeks with week 53 in any period, both anchors and both labels.
func TestDerivedWeekYears(t *testing.T) {
	for _, c := range readDerivedCases(t).WeekYears {
		y, err := c.Calendar.Year(c.Year)
		require.NoError(t, err)
		starts := []finops.Date{}
		for _, p := range y.Periods {
			starts = append(starts, p.Days.Start)
			for _, d := range []finops.Date{p.Days.Start, p.Days.Last()} {
				of, err := c.Calendar.PeriodOf(d)
				require.NoError(t, err)
				if of != p {
					t.Errorf("%+v: %s is in %s, want %s", c.Calendar, d, of, p)
				}
			}
		}
		if diff := cmp.Diff(c.Starts, append(starts, y.Days.End)); diff != "" {
			t.Errorf("%+v FY%d (-want +got):\n%s", c.Calendar, c.Year, diff)
		}
	}
}

// TestDerivedSplits: any sign, weights of zero and of 30 digits after the point.
func TestDerivedSplits(t *testing.T) {
	for _, c := range readDerivedCases(t).Splits {
		got, err := finops.Split(finops.MustMoney(c.Total+" USD"), c.Weights)
		require.NoError(t, err)
		if diff := cmp.Diff(dollars(c.Parts), got); diff != "" {
			t.Errorf("%s by %s (-want +got):\n%s", c.Total, c.Weights, diff)
		}
	}
}

// TestDerivedSpreads: any sign, periods without days.
func TestDerivedSpreads(t *testing.T) {
	for _, c := range readDerivedCases(t).Spreads {
		got, err := finops.Spread(finops.MustMoney(c.Total+" USD"), c.Days)
		require.NoError(t, err)
		if diff := cmp.Diff(dollars(c.Parts), got); diff != "" {
			t.Errorf("%s over %v (-want +got):\n%s", c.Total, c.Days, diff)
		}
	}
}

// TestDerivedConversions: two legs through a base, either of them inverted, rounded once in every mode.
func TestDerivedConversions(t *testing.T) {
	for _, c := range readDerivedCases(t).Conversions {
		table := mustTable(t, finops.FXOptions{Base: c.Base, Rounding: c.Rounding, MaxAgeDays: 3}, c.Rates...)
		got, err := table.Convert(finops.MustMoney(c.Text), c.To, finops.MustDate("2026-03-05"), finops.ClosingRate)
		require.NoError(t, err)
		if want := finops.MustMoney(c.Want); !got.To.Equal(want) || len(got.Rate.Legs) != 2 {
			t.Errorf("%s in %s = %s over %d legs, want %s", c.Text, c.To, got.To, len(got.Rate.Legs), want)
		}
		_, err = table.Convert(finops.MustMoney(c.Text), c.To, finops.MustDate("2026-03-06"), finops.ClosingRate)
		require.ErrorIs(t, err, finops.ErrStaleRate) // one day past the limit
		_, err = table.Convert(finops.MustMoney(c.Text), c.To, finops.MustDate("2026-03-01"), finops.ClosingRate)
		require.ErrorIs(t, err, finops.ErrNoRate) // never a later rate
	}
}

// TestPeriodRatesHoldForTheirDaysOnly: a rate for a period neither ages nor lasts, and comes before a dated one.
func TestPeriodRatesHoldForTheirDaysOnly(t *testing.T) {
	dated := spot("EURUSD", "1.10", "2026-01-15")
	dated.Kind = finops.AverageRate
	table := mustTable(t, finops.FXOptions{MaxAgeDays: 40}, dated,
		planned(finops.AverageRate, "USDEUR", "0.80", "2026-02-01/2026-03-01"), planned(finops.AverageRate, "EURUSD", "1.30", "2026-03-01/2026-04-01"))
	for day, want := range map[string]string{
		"2026-01-14": "", "2026-01-15": "110.00 USD", "2026-01-31": "110.00 USD", "2026-02-01": "125.00 USD", "2026-02-28": "125.00 USD",
		"2026-03-01": "130.00 USD", "2026-03-31": "130.00 USD", "2026-04-01": "", // the dated rate is 76 days old
	} {
		got, err := table.Convert(finops.MustMoney("100 EUR"), "USD", finops.MustDate(day), finops.AverageRate)
		if want == "" {
			require.Error(t, err, day)
			continue
		}
		require.NoError(t, err, day)
		if got.To.String() != want {
			t.Errorf("on %s %s, want %s", day, got.To, want)
		}
	}
}
