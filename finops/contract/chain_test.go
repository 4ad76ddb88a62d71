// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// monthly renews by the month, with an uplift at each renewal.
func monthly(t *testing.T, rate string) contract.Contract {
	c := plain(t, "2026-01-01/2026-02-01", "10 USD", contract.PerMonth, "5")
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 1, Notice: contract.Notice{N: 5},
		Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec(rate)}}
	return c
}

// Finding the term of a day does not walk there: it allocates the same whether 60 or 95,000 terms lie before it.
func TestWindowOfAnOldContract(t *testing.T) {
	c := monthly(t, "0.01")
	allocs := func(day string) float64 {
		asOf := date(day)
		return testing.AllocsPerRun(10, func() {
			_, err := c.NoticeWindow(asOf, nil)
			require.NoError(t, err)
		})
	}
	if early, late := allocs("2031-06-10"), allocs("9998-06-10"); late > early {
		t.Errorf("%.0f allocations in 2031, %.0f in 9998", early, late)
	}
	window := func(s string) float64 {
		w := finops.MustPeriod(s)
		return testing.AllocsPerRun(10, func() {
			_, err := contract.Calendar([]contract.Contract{c}, w, contract.CalendarOptions{})
			require.NoError(t, err)
		})
	}
	if early, late := window("2031-06-01/2031-09-01"), window("9998-06-01/9998-09-01"); late > early {
		t.Errorf("calendar: %.0f allocations in 2031, %.0f in 9998", early, late)
	}
}

// A price that has risen for 95,000 terms is computed, or refused once it is beyond all reason; neither takes long.
func TestPriceOfAnOldContract(t *testing.T) {
	start := time.Now()
	w := window(t, monthly(t, "0.0001"), "9998-06-30") // the notice for June is too late
	if w.Next == nil || w.Next.Value == nil || w.Next.Value.Total.Sign() <= 0 {
		t.Errorf("got %+v", w.Next)
	}
	w = window(t, monthly(t, "0.07"), "9998-06-30")
	if w.Next == nil || w.Next.Value != nil || w.Next.Unpriced == "" {
		t.Errorf("want a reason instead of a price, got %+v", w.Next)
	}
	_, err := monthly(t, "0.07").Value(95_000)
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = monthly(t, "-0.5").Value(95_000)
	require.NoError(t, err)
	_, err = monthly(t, "-0.5").LinePrice("L1", date("9990-01-01"))
	require.Error(t, err, "a price of nothing")
	if d := time.Since(start); d > 5*time.Second && !raceEnabled {
		t.Errorf("took %s", d)
	}
}

// source: proleptic Gregorian calendar, computed with Python's datetime: 2100 is no leap year.
func TestLeapDayChain(t *testing.T) {
	c := contract.Contract{ID: "C", Term: finops.MustPeriod("2024-02-29/2025-02-28"),
		Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 3, Unit: contract.Months}}}
	for day, end := range map[string]string{
		"2025-02-27": "2025-02-28", "2025-02-28": "2026-02-28", "2027-06-01": "2028-02-29", "2028-02-28": "2028-02-29", "2028-02-29": "2029-02-28",
		"2099-02-28": "2100-02-28", "2100-02-28": "2101-02-28", "2103-12-31": "2104-02-29",
	} {
		term, err := c.TermOn(date(day))
		require.NoError(t, err)
		wantDate(t, "end of the term of "+day, end, term.Period.End)
	}
	w := window(t, c, "2099-06-01")
	wantDate(t, "three months before 27 February 2100", "2099-11-27", w.Safe)
	wantDate(t, "three months before 28 February 2100", "2099-11-28", w.Latest)
}
