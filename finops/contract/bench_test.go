// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

func BenchmarkCalendar(b *testing.B) {
	cs := portfolio(b, 1000)
	window := finops.MustPeriod("2026-01-01/2027-01-01")
	b.ReportAllocs()
	for b.Loop() {
		_, err := contract.Calendar(cs, window, contract.CalendarOptions{})
		require.NoError(b, err)
	}
}

func BenchmarkSchedules(b *testing.B) {
	cs := portfolio(b, 12)
	b.ReportAllocs()
	for b.Loop() {
		for i := range cs {
			_, err := cs[i].Schedules(contract.ScheduleOptions{})
			require.NoError(b, err)
		}
	}
}

func BenchmarkNoticeWindow(b *testing.B) {
	c := portfolio(b, 1)[0]
	asOf := date("2031-06-30")
	b.ReportAllocs()
	for b.Loop() {
		_, err := c.NoticeWindow(asOf, nil)
		require.NoError(b, err)
	}
}

func BenchmarkWriteICS(b *testing.B) {
	events, err := contract.Calendar(portfolio(b, 1000), finops.MustPeriod("2026-01-01/2027-01-01"), contract.CalendarOptions{})
	require.NoError(b, err)
	o := contract.ICSOptions{Stamp: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Alarms: []int{30}}
	var buf bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		buf.Reset()
		require.NoError(b, contract.WriteICS(&buf, events, o))
	}
}

// BenchmarkEverything is the calendar with invoices and all schedules, per contract.
func BenchmarkEverything(b *testing.B) {
	cs := portfolio(b, 1200)
	b.ReportAllocs()
	for b.Loop() {
		everything(b, cs)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(cs)), "µs/contract")
}
