// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"
	"time"

	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
)

func ExampleNamedUsers() {
	r, err := license.NamedUsers([]string{"ann", "bob", "ann"})
	fmt.Println(r.Quantity, err)
	// Output: 2 <nil>
}

func ExampleDevices() {
	r, err := license.Devices([]string{"laptop-1", "kiosk-7"})
	fmt.Println(r.Quantity, err)
	// Output: 2 <nil>
}

func ExampleEmployees() {
	r, err := license.Employees(1200)
	fmt.Println(r.Quantity, err)
	// Output: 1200 <nil>
}

func ExampleConcurrentPeak() {
	at := func(hour int) time.Time { return time.Date(2026, 6, 30, hour, 0, 0, 0, time.UTC) }
	p, err := license.ConcurrentPeak([]license.Session{
		{ID: "1", Out: at(8), In: at(12)}, {ID: "2", Out: at(9), In: at(10)}, {ID: "3", Out: at(10), In: at(11)},
	}, license.EndBeforeStart)
	fmt.Println(p.Quantity, p.At.Format(time.TimeOnly), err)
	// Output: 2 09:00:00 <nil>
}

func ExampleSession() {
	start := time.Date(2026, 6, 30, 8, 0, 0, 0, time.UTC)
	p, _ := license.ConcurrentPeak([]license.Session{{ID: "1", Out: start, Rights: 5}}, license.EndBeforeStart)
	fmt.Println(p.Quantity)
	// Output: 5
}

func ExampleSessionTie() {
	at := func(hour int) time.Time { return time.Date(2026, 6, 30, hour, 0, 0, 0, time.UTC) }
	sessions := []license.Session{{ID: "1", Out: at(8), In: at(9)}, {ID: "2", Out: at(9), In: at(10)}}
	for _, tie := range []license.SessionTie{license.EndBeforeStart, license.StartBeforeEnd} {
		p, _ := license.ConcurrentPeak(sessions, tie)
		fmt.Println(tie, p.Quantity)
	}
	// Output:
	// end_before_start 1
	// start_before_end 2
}

func ExamplePeak() {
	p, _ := license.ConcurrentPeak(nil, license.EndBeforeStart)
	fmt.Println(p.Quantity, p.At.IsZero(), p.Tie)
	// Output: 0 true end_before_start
}

func ExampleCores() {
	r, err := license.Cores([]license.Server{{ID: "web", Sockets: 2, CoresPerSocket: 4}}, license.CoreRule{MinPerSocket: 8, MinPerServer: 16})
	fmt.Println(r.Explain(), err)
	// Output:
	// core: 16 rights
	//   web: max(2 sockets × max(4 cores, 8), 16) = 16 <nil>
}

func ExampleCoreRule() {
	r, _ := license.Cores([]license.Server{{ID: "esx", Sockets: 2, CoresPerSocket: 8}}, license.CoreRule{MinPerSocket: 16})
	fmt.Println(r.Quantity)
	// Output: 32
}

func ExampleProcessors() {
	r, err := license.Processors([]license.Server{{ID: "db", Sockets: 2, CoresPerSocket: 4, CoreFactor: decimal.RequireFromString("0.5")}})
	fmt.Println(r.Quantity, err)
	// Output: 4 <nil>
}

func ExampleProcessors_rounding() {
	half := decimal.RequireFromString("0.5")
	r, err := license.Processors([]license.Server{
		{ID: "db1", Sockets: 1, CoresPerSocket: 3, CoreFactor: half},
		{ID: "db2", Sockets: 1, CoresPerSocket: 3, CoreFactor: half},
		{ID: "web", Sockets: 1, CoresPerSocket: 2},
	})
	fmt.Println(r.Explain(), err)
	// Output:
	// processor: 5 rights
	//   db1, db2: ⌈(1 sockets × 3 cores + 1 sockets × 3 cores) × 0.5⌉ = 3
	//   web: ⌈1 sockets × 2 cores × 1⌉ = 2 <nil>
}

func ExampleServer() {
	s := license.Server{ID: "db", Sockets: 1, CoresPerSocket: 3, CoreFactor: decimal.RequireFromString("0.5")}
	r, _ := license.Processors([]license.Server{s})
	fmt.Println(r.Exact, r.Quantity)
	// Output: 1.5 2
}

func ExampleNamedUserPlus() {
	n := decimal.NewFromInt
	r, err := license.NamedUserPlus(n(20), n(4), n(25))
	fmt.Println(r.Explain(), err)
	// Output:
	// named_user_plus: 100 rights
	//   users: named users = 20
	//   minimum: 4 processors × 25 = 100 <nil>
}

func ExampleValueUnits() {
	d := decimal.RequireFromString
	r, err := license.ValueUnits(d("150"), []license.UnitTier{
		{UpTo: d("20"), Factor: d("1.00")}, {UpTo: d("50"), Factor: d("0.83")}, {Factor: d("0.80")},
	})
	fmt.Println(r.Explain(), err)
	// Output:
	// value_unit: 125 rights (124.9 rounded up)
	//   tier 1: 20 × 1 = 20
	//   tier 2: 30 × 0.83 = 24.9
	//   tier 3: 100 × 0.8 = 80 <nil>
}

func ExampleUnitTier() {
	_, err := license.ValueUnits(decimal.NewFromInt(11), []license.UnitTier{{UpTo: decimal.NewFromInt(10), Factor: decimal.NewFromInt(1)}})
	fmt.Println(err)
	// Output: license: value units: 11 units are beyond the last tier, 10: license: invalid value
}

func ExampleSocketPairs() {
	r, err := license.SocketPairs([]int{10}, 20)
	fmt.Println(r.Quantity, err)
	// Output: 15 <nil>
}

func ExampleMinPhysicalVirtual() {
	r, err := license.MinPhysicalVirtual(decimal.NewFromInt(16), decimal.NewFromInt(56))
	fmt.Println(r.Quantity, err)
	// Output: 16 <nil>
}

func ExampleMaxOfRatios() {
	n := decimal.NewFromInt
	r, err := license.MaxOfRatios([]license.Share{
		{Item: "virtual machines", Count: n(13), PerRight: n(4)}, {Item: "cores", Count: n(72), PerRight: n(20)},
	})
	fmt.Println(r.Quantity, r.Exact, err)
	// Output: 4 3.6 <nil>
}

func ExampleShare() {
	_, err := license.MaxOfRatios([]license.Share{{Item: "cores", Count: decimal.NewFromInt(8)}})
	fmt.Println(err)
	// Output: license: ratios: share 0 (cores): per right is zero: license: invalid value
}

func ExampleHourlyAverage() {
	r, err := license.HourlyAverage([]int{100, 120, 101})
	fmt.Println(r.Quantity, r.Exact, err)
	// Output: 107 107 <nil>
}

func ExampleMetricKind() {
	for _, k := range []license.MetricKind{license.MetricUnspecified, license.MetricNamedUserPlus, license.MetricCapacity} {
		fmt.Println(k, k.Whole())
	}
	// Output:
	// unspecified false
	// named_user_plus true
	// capacity false
}

func ExampleRequirement() {
	r, _ := license.HourlyAverage([]int{1, 2})
	fmt.Println(r.Metric, r.Exact, r.Quantity)
	// Output: hourly_average 1.5 2
}

func ExampleMetricStep() {
	r, _ := license.SocketPairs([]int{3}, 0)
	fmt.Printf("%+v\n", r.Steps[0])
	// Output: {Item:server 0 Formula:⌈3 sockets / 2⌉ Quantity:2}
}
