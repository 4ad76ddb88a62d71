// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// noticeFile is testdata/notice.json, whose source field says where the dates come from.
type noticeFile struct {
	Notice []struct {
		LastDay      finops.Date `json:"term_last_day"`
		RenewalDate  finops.Date `json:"renewal_date"`
		Notice       string      `json:"notice"`
		FromLastDay  finops.Date `json:"counted_back_from_last_day"`
		FromRenewal  finops.Date `json:"counted_back_from_renewal_date"`
		Clear        finops.Date `json:"clear_days_from_last_day"`
		SafeUnstated finops.Date `json:"safe_earliest_of_first_two_rolled_back_to_weekday"`
	} `json:"notice"`
	BusinessDays []struct {
		LastDay  finops.Date   `json:"term_last_day"`
		N        int           `json:"notice_business_days"`
		Holidays []finops.Date `json:"holidays"`
		Deadline finops.Date   `json:"deadline"`
	} `json:"business_days"`
	Recurrence []struct {
		Anchor finops.Date   `json:"anchor"`
		Step   string        `json:"step"`
		Dates  []finops.Date `json:"from_anchor_clamped"`
	} `json:"recurrence"`
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, into))
}

// holidays is a calendar of weekdays without some days.
type holidays []finops.Date

func (h holidays) IsBusinessDay(d finops.Date) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && !slices.Contains(h, d)
}

// TestBarNoticeVectors counts checked dates: four per notice row (from the last day, from the renewal date, clear days,
// safe day of an unstated anchor), one per row of business days, and each term end of the recurrences.
func TestBarNoticeVectors(t *testing.T) {
	var f noticeFile
	readJSON(t, "notice.json", &f)
	total, good := 0, 0
	check := func(what string, want, got finops.Date) {
		total++
		if want == got {
			good++
		} else {
			t.Errorf("%s: want %s, got %s", what, want, got)
		}
	}
	for _, v := range f.Notice {
		what := fmt.Sprintf("%s before %s", v.Notice, v.LastDay)
		n, err := contract.ParseNotice(v.Notice)
		require.NoError(t, err)
		// Through the whole contract: a year that ends on the last day, asked on its first day.
		c := contract.Contract{ID: "V", Term: finops.Period{Start: v.RenewalDate.AddYears(-1), End: v.RenewalDate},
			Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Notice: n}}
		w, err := c.NoticeWindow(c.Term.Start, nil)
		require.NoError(t, err)
		check(what+" from last day", v.FromLastDay, w.Readings[0].Counted)
		check(what+" from renewal date", v.FromRenewal, w.Readings[1].Counted)
		check(what+" clear", v.Clear, w.Readings[2].Counted)
		check(what+" safe", v.SafeUnstated, w.Safe)
	}
	for _, v := range f.BusinessDays {
		n := contract.Notice{N: v.N, Unit: contract.BusinessDays, Anchor: contract.AnchorLastDay}
		d, err := n.Dates(v.LastDay, holidays(v.Holidays))
		require.NoError(t, err)
		check(fmt.Sprintf("%d business days before %s", v.N, v.LastDay), v.Deadline, d.Safe)
	}
	for _, v := range f.Recurrence {
		months := 1
		if v.Step == "12 months" {
			months = 12
		}
		c := contract.Contract{ID: "V", Term: finops.Period{Start: v.Anchor, End: v.Anchor.AddMonths(months)},
			Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: months}}
		for k, want := range v.Dates {
			term, err := c.TermAt(k)
			require.NoError(t, err)
			check(fmt.Sprintf("term %d from %s", k, v.Anchor), want, term.Period.End)
		}
	}
	fmt.Printf("bar: notice.vectors %d/%d\n", good, total)
	if total != 26*4+2+10 {
		t.Errorf("checked %d dates, want 116", total)
	}
}

// portfolio makes n contracts of all kinds, the same ones each time.
func portfolio(tb testing.TB, n int) []contract.Contract {
	tb.Helper()
	out := make([]contract.Contract, n)
	kinds := []contract.RenewalKind{contract.AutoRenew, contract.Expires, contract.Evergreen}
	intervals := []contract.Interval{contract.BillAnnually, contract.BillQuarterly, contract.BillMonthly, contract.BillUpfront}
	for i := range out {
		start := finops.MustDate("2024-01-15").AddDays(i % 700)
		c := contract.Contract{
			ID: fmt.Sprintf("C-%06d", i), Vendor: "V", Currency: "USD",
			Term:    finops.Period{Start: start, End: start.AddMonths(12 * (1 + i%3))},
			Billing: contract.Billing{Every: intervals[i%4], PaymentDays: 30},
			Uplift:  contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.03")},
			Renewal: contract.RenewalTerms{Kind: kinds[i%3], Months: 12, Notice: contract.Notice{N: 30 + i%60},
				Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.07")}},
		}
		for j := range 1 + i%3 {
			l := contract.Line{ID: fmt.Sprintf("L%d", j), Quantity: decimal.NewFromInt(int64(10 + i%90)), Price: perUnit(tb, "12.34 USD"), Per: contract.PerMonth}
			if j == 1 {
				l.Ramp = []contract.RampStep{{From: start.AddMonths(6), Quantity: decimal.NewNullDecimal(dec("150"))}}
			}
			if j == 2 {
				l.Per, l.Price = contract.PerYear, perUnit(tb, "999.99 USD")
			}
			c.Lines = append(c.Lines, l)
		}
		out[i] = c
	}
	return out
}

// everything makes the calendar with invoices and all schedules of the contracts.
func everything(tb testing.TB, cs []contract.Contract) {
	tb.Helper()
	_, err := contract.Calendar(cs, finops.MustPeriod("2026-01-01/2027-01-01"), contract.CalendarOptions{Invoices: true})
	require.NoError(tb, err)
	for i := range cs {
		_, err := cs[i].Schedules(contract.ScheduleOptions{})
		require.NoError(tb, err)
	}
}

// TestBarCalendarLinear checks that the time per contract does not grow with the number of contracts.
func TestBarCalendarLinear(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("timing is not measured in short mode or under the race detector")
	}
	const n, rounds, attempts, bound = 10_000, 3, 3, 1.3
	all := portfolio(t, 4*n)
	var middle map[int]time.Duration
	ratio := func(times int) float64 { return float64(middle[times*n]) / float64(middle[n]) }
	// A slow spell of a shared machine is measured again.
	for range attempts {
		middle = medianTimes(t, all, []int{n, 2 * n, 4 * n}, rounds)
		if ratio(2) <= bound && ratio(4) <= bound {
			break
		}
	}
	for _, times := range []int{2, 4} {
		fmt.Printf("bar: contract.calendar_10k_ratio_%dn %.2f\n", times, ratio(times))
		if ratio(times) > bound {
			t.Errorf("time per contract grew by %.2f from %d to %d contracts, want at most %.1f", ratio(times), n, times*n, bound)
		}
	}
	t.Logf("%s per contract", middle[n])
}

// medianTimes returns the median time per contract for each number of contracts, the sizes measured in turn.
func medianTimes(t *testing.T, all []contract.Contract, sizes []int, rounds int) map[int]time.Duration {
	t.Helper()
	times := map[int][]time.Duration{}
	for range rounds {
		for _, size := range sizes {
			start := time.Now()
			everything(t, all[:size])
			times[size] = append(times[size], time.Since(start)/time.Duration(size))
		}
	}
	out := map[int]time.Duration{}
	for size, ts := range times {
		slices.Sort(ts)
		out[size] = ts[len(ts)/2]
	}
	return out
}
