// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func tiers(pairs ...string) []license.UnitTier {
	var out []license.UnitTier
	for i := 0; i < len(pairs); i += 2 {
		t := license.UnitTier{Factor: dec(pairs[i+1])}
		if pairs[i] != "" {
			t.UpTo = dec(pairs[i])
		}
		out = append(out, t)
	}
	return out
}

// TestMetrics: the published examples. Unless said otherwise, source: ServiceNow product documentation, release Australia,
// Software Asset Management (pages on IBM user-based and PVU/RVU licensing, Oracle, VMware, Red Hat and Microsoft SQL
// Server publisher packs).
func TestMetrics(t *testing.T) {
	n := decimal.NewFromInt
	tests := []struct {
		name string
		got  func() (license.Requirement, error)
		want string
	}{
		{"RVU 150,000", func() (license.Requirement, error) {
			return license.ValueUnits(n(150000), tiers("2500", "1", "10000", "0.8", "50000", "0.6", "150000", "0.4", "", "0.2"))
		}, "72500"},
		{"AUVU 150: 124.9 rounds up once", func() (license.Requirement, error) {
			return license.ValueUnits(n(150), tiers("20", "1", "50", "0.83", "", "0.8"))
		}, "125"},
		{"EUVU 11,000", func() (license.Requirement, error) {
			return license.ValueUnits(n(11000), tiers("2500", "1", "5000", "0.8", "10000", "0.7", "30000", "0.65", "", "0.55"))
		}, "8650"},
		{"XUVU 15,000", func() (license.Requirement, error) {
			return license.ValueUnits(n(15000), tiers("10000", "1", "50000", "0.875", "100000", "0.6"))
		}, "14375"},
		{"exactly at a bound", func() (license.Requirement, error) { return license.ValueUnits(n(20), tiers("20", "1", "50", "0.83")) }, "20"},
		{"one above it", func() (license.Requirement, error) { return license.ValueUnits(n(21), tiers("20", "1", "50", "0.83")) }, "21"}, // 20.83
		{"no units", func() (license.Requirement, error) { return license.ValueUnits(n(0), tiers("20", "1")) }, "0"},
		{"NUP, raw processors", func() (license.Requirement, error) { return license.NamedUserPlus(n(20), n(8), n(25)) }, "200"},
		// source: Oracle counts processors after the core factor: 8 × 0.5 = 4
		{"NUP, after the core factor", func() (license.Requirement, error) { return license.NamedUserPlus(n(20), n(4), n(25)) }, "100"},
		{"NUP, more users than the minimum", func() (license.Requirement, error) { return license.NamedUserPlus(n(300), n(4), n(25)) }, "300"},
		{"Oracle 2 × 4 × 0.5", func() (license.Requirement, error) {
			return license.Processors([]license.Server{{Sockets: 2, CoresPerSocket: 4, CoreFactor: dec("0.5")}})
		}, "4"},
		// source: Oracle's processor definition: the cores of all servers are added up before they are multiplied by the factor
		{"two servers of 3 cores at 0.5", func() (license.Requirement, error) {
			s := license.Server{Sockets: 1, CoresPerSocket: 3, CoreFactor: dec("0.5")}
			return license.Processors([]license.Server{s, s})
		}, "3"}, // not 1.5 + 1.5, each up to 2
		// source: HCL's published example of processor licences: 6 cores at 0.75 are 4.5, so 5, and 1 core at 0.5 is 1
		{"one rounding per core factor", func() (license.Requirement, error) { return license.Processors(twoFactors()) }, "6"},
		{"no factor is 1", func() (license.Requirement, error) {
			return license.Processors([]license.Server{{Sockets: 1, CoresPerSocket: 6}})
		}, "6"},
		{"VMware 2 × 20", func() (license.Requirement, error) {
			return license.Cores([]license.Server{{Sockets: 2, CoresPerSocket: 20}}, license.CoreRule{MinPerSocket: 16})
		}, "40"},
		{"VMware 2 × 8, at least 16 each", func() (license.Requirement, error) {
			return license.Cores([]license.Server{{Sockets: 2, CoresPerSocket: 8}}, license.CoreRule{MinPerSocket: 16})
		}, "32"},
		// source: Microsoft Windows Server core rule, at least 8 per processor and 16 per server
		{"one small processor is 16", func() (license.Requirement, error) {
			return license.Cores([]license.Server{{Sockets: 1, CoresPerSocket: 4}}, license.CoreRule{MinPerSocket: 8, MinPerServer: 16})
		}, "16"},
		{"four small processors are 32", func() (license.Requirement, error) {
			return license.Cores([]license.Server{{Sockets: 4, CoresPerSocket: 4}}, license.CoreRule{MinPerSocket: 8, MinPerServer: 16})
		}, "32"},
		{"RHEL, fewer guests than cores", func() (license.Requirement, error) { return license.MinPhysicalVirtual(n(16), n(12)) }, "12"},
		{"RHEL, more guests than cores", func() (license.Requirement, error) { return license.MinPhysicalVirtual(n(16), n(56)) }, "16"},
		{"RHEL, pairs of 10 and 20 sockets", func() (license.Requirement, error) { return license.SocketPairs([]int{10, 20}, 0) }, "15"},
		{"RHEL, 10 sockets and 20 guests", func() (license.Requirement, error) { return license.SocketPairs([]int{10}, 20) }, "15"},
		{"odd sockets round up by server", func() (license.Requirement, error) { return license.SocketPairs([]int{1, 1}, 1) }, "3"},
		{"SQL server and CAL", func() (license.Requirement, error) {
			return license.MaxOfRatios([]license.Share{{Count: n(13), PerRight: n(4)}, {Count: n(72), PerRight: n(20)}})
		}, "4"},
		{"an exact ratio does not round up", func() (license.Requirement, error) {
			return license.MaxOfRatios([]license.Share{{Count: n(12), PerRight: n(4)}, {Count: n(3), PerRight: n(20)}})
		}, "3"},
		{"users, one twice", func() (license.Requirement, error) { return license.NamedUsers([]string{"a", "b", "a"}) }, "2"},
		{"devices", func() (license.Requirement, error) { return license.Devices([]string{"a", "b", "c"}) }, "3"},
		{"nobody", func() (license.Requirement, error) { return license.NamedUsers(nil) }, "0"},
		{"whole headcount", func() (license.Requirement, error) { return license.Employees(1234) }, "1234"},
		{"average of hours", func() (license.Requirement, error) { return license.HourlyAverage([]int{10, 11, 11}) }, "11"}, // 10.67
		{"a whole average", func() (license.Requirement, error) { return license.HourlyAverage([]int{10, 12}) }, "11"},
		{"a tiny rest still rounds up", func() (license.Requirement, error) {
			hours := make([]int, 10_000_000)
			hours[0] = 1
			return license.HourlyAverage(hours)
		}, "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := tt.got()
			require.NoError(t, err)
			if !r.Quantity.Equal(dec(tt.want)) {
				t.Errorf("got %s\nwant %s", r.Explain(), tt.want)
			}
		})
	}
}

// twoFactors is five servers of 2+1+1+1+1 cores at 0.75 and, between them, one of 1 core at 0.5.
func twoFactors() []license.Server {
	server := func(id string, cores int, factor string) license.Server {
		return license.Server{ID: id, Sockets: 1, CoresPerSocket: cores, CoreFactor: dec(factor)}
	}
	return []license.Server{
		server("a", 2, "0.75"), server("b", 1, "0.750"), server("x", 1, "0.5"),
		server("c", 1, "0.75"), server("d", 1, "0.75"), server("e", 1, "0.75"),
	}
}

// TestProcessorSteps: one step per core factor, which names its servers, and the steps add up.
func TestProcessorSteps(t *testing.T) {
	r, err := license.Processors(twoFactors())
	require.NoError(t, err)
	const want = `processor: 6 rights (5 rounded up)
  a, b, c, d, e: ⌈(1 sockets × 2 cores + 1 sockets × 1 cores + 1 sockets × 1 cores + 1 sockets × 1 cores + 1 sockets × 1 cores) × 0.75⌉ = 5
  x: ⌈1 sockets × 1 cores × 0.5⌉ = 1`
	if d := cmp.Diff(want, r.Explain()); d != "" {
		t.Errorf("explanation (-want +got):\n%s", d)
	}
}

// TestServerWithoutHardware: what is not known of a server never passes for "needs nothing".
func TestServerWithoutHardware(t *testing.T) {
	metrics := map[string]func([]license.Server) (license.Requirement, error){
		"processors": license.Processors,
		"cores": func(s []license.Server) (license.Requirement, error) {
			return license.Cores(s, license.CoreRule{MinPerSocket: 8, MinPerServer: 16})
		},
	}
	for what, metric := range metrics {
		for field, s := range map[string]license.Server{
			"sockets":          {ID: "db", CoresPerSocket: 4},
			"cores per socket": {ID: "db", Sockets: 2},
		} {
			r, err := metric([]license.Server{{ID: "ok", Sockets: 1, CoresPerSocket: 1}, s})
			require.ErrorIs(t, err, license.ErrInvalid)
			want := fmt.Sprintf("license: %s: server %q: %s is zero or unknown: ", what, "db", field)
			if !strings.HasPrefix(err.Error(), want) || len(r.Steps) > 0 {
				t.Errorf("got %q and %+v, want %q", err, r, want)
			}
		}
	}
}

// TestProcessorLaws: the order of the servers does not matter, one more server never needs fewer rights, and what is needed
// for all is at most what is needed for each alone.
func TestProcessorLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		servers := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) license.Server {
			return license.Server{
				Sockets: rapid.IntRange(1, 4).Draw(t, "sockets"), CoresPerSocket: rapid.IntRange(1, 9).Draw(t, "cores"),
				CoreFactor: dec(rapid.SampledFrom([]string{"0", "0.25", "0.5", "0.50", "0.75", "1"}).Draw(t, "factor")),
			}
		}), 1, 8).Draw(t, "servers")
		quantity := func(s []license.Server) decimal.Decimal {
			r, err := license.Processors(s)
			if err != nil {
				t.Fatal(err)
			}
			return r.Quantity
		}
		var alone decimal.Decimal
		for _, s := range servers {
			alone = alone.Add(quantity([]license.Server{s}))
		}
		all := quantity(servers)
		if fewer := quantity(servers[1:]); fewer.Cmp(all) > 0 || all.Cmp(alone) > 0 {
			t.Fatalf("%s without the first, %s for all, %s one by one", fewer, all, alone)
		}
		slices.Reverse(servers)
		if back := quantity(servers); !back.Equal(all) {
			t.Fatalf("%s in the other order, was %s", back, all)
		}
	})
}

func TestMetricErrors(t *testing.T) {
	n := decimal.NewFromInt
	huge := decimal.New(1, 1_000_000)
	result := func(_ license.Requirement, err error) error { return err }
	tests := []struct {
		name string
		err  error
		want error
	}{
		{"user without ID", result(license.NamedUsers([]string{"a", ""})), license.ErrInvalid},
		{"negative headcount", result(license.Employees(-1)), license.ErrNegative},
		{"negative users", result(license.NamedUserPlus(n(-1), n(1), n(1))), license.ErrNegative},
		{"negative processors", result(license.NamedUserPlus(n(1), n(-1), n(1))), license.ErrNegative},
		{"negative minimum", result(license.NamedUserPlus(n(1), n(1), n(-1))), license.ErrNegative},
		{"no hours", result(license.HourlyAverage(nil)), license.ErrInvalid},
		{"negative hour", result(license.HourlyAverage([]int{1, -1})), license.ErrNegative},
		{"negative sockets", result(license.Cores([]license.Server{{Sockets: -1}}, license.CoreRule{})), license.ErrNegative},
		{"negative cores", result(license.Cores([]license.Server{{CoresPerSocket: -1}}, license.CoreRule{})), license.ErrNegative},
		{"negative minimum per socket", result(license.Cores(nil, license.CoreRule{MinPerSocket: -1})), license.ErrNegative},
		{"negative minimum per server", result(license.Cores(nil, license.CoreRule{MinPerServer: -1})), license.ErrNegative},
		{"negative factor", result(license.Processors([]license.Server{{CoreFactor: n(-1)}})), license.ErrNegative},
		{"negative guests", result(license.SocketPairs(nil, -1)), license.ErrNegative},
		{"negative pair", result(license.SocketPairs([]int{-1}, 0)), license.ErrNegative},
		{"negative physical", result(license.MinPhysicalVirtual(n(-1), n(1))), license.ErrNegative},
		{"negative virtual", result(license.MinPhysicalVirtual(n(1), n(-1))), license.ErrNegative},
		{"no ratios", result(license.MaxOfRatios(nil)), license.ErrInvalid},
		{"ratio by zero", result(license.MaxOfRatios([]license.Share{{Count: n(1)}})), license.ErrInvalid},
		{"negative ratio", result(license.MaxOfRatios([]license.Share{{Count: n(-1), PerRight: n(1)}})), license.ErrNegative},
		{"no tiers", result(license.ValueUnits(n(1), nil)), license.ErrInvalid},
		{"negative units", result(license.ValueUnits(n(-1), tiers("", "1"))), license.ErrNegative},
		{"tiers fall", result(license.ValueUnits(n(1), tiers("20", "1", "10", "1"))), license.ErrInvalid},
		{"tiers repeat", result(license.ValueUnits(n(1), tiers("20", "1", "20.0", "1"))), license.ErrInvalid},
		{"open tier inside", result(license.ValueUnits(n(1), tiers("", "1", "20", "1"))), license.ErrInvalid},
		{"beyond the table", result(license.ValueUnits(n(21), tiers("20", "1"))), license.ErrInvalid},
		{"negative value", result(license.ValueUnits(n(1), tiers("", "-1"))), license.ErrNegative},
		{"hostile number", result(license.ValueUnits(huge, tiers("", "1"))), license.ErrInvalid},
		{"hostile bound", result(license.ValueUnits(n(1), []license.UnitTier{{UpTo: huge, Factor: n(1)}})), license.ErrInvalid},
		{"hostile factor", result(license.Processors([]license.Server{{Sockets: 1, CoresPerSocket: 1, CoreFactor: huge}})), license.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.ErrorIs(t, tt.err, tt.want) })
	}
}

func TestConcurrentPeak(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 6, 30, 8, minute, 0, 0, time.UTC) }
	berlin := time.FixedZone("", 2*3600)
	tests := []struct {
		name     string
		sessions []license.Session
		tie      license.SessionTie
		want     int
		when     time.Time
	}{
		{"none", nil, license.EndBeforeStart, 0, time.Time{}},
		{"overlap", []license.Session{{Out: at(0), In: at(10)}, {Out: at(5), In: at(15)}}, license.EndBeforeStart, 2, at(5)},
		{"end meets start, given back first", []license.Session{{Out: at(0), In: at(5)}, {Out: at(5), In: at(9)}}, license.EndBeforeStart, 1, at(0)},
		{"end meets start, both counted", []license.Session{{Out: at(0), In: at(5)}, {Out: at(5), In: at(9)}}, license.StartBeforeEnd, 2, at(5)},
		{"still out", []license.Session{{Out: at(0)}, {Out: at(50)}}, license.EndBeforeStart, 2, at(50)},
		{"tokens", []license.Session{{Out: at(0), In: at(9), Rights: 3}, {Out: at(1), In: at(2), Rights: 4}}, license.EndBeforeStart, 7, at(1)},
		{"an instant counts only cautiously", []license.Session{{Out: at(3), In: at(3)}}, license.EndBeforeStart, 0, time.Time{}},
		{"an instant, cautiously", []license.Session{{Out: at(3), In: at(3)}}, license.StartBeforeEnd, 1, at(3)},
		{"zones are instants", []license.Session{{Out: at(0), In: at(5)}, {Out: at(5).In(berlin), In: at(9)}}, license.EndBeforeStart, 1, at(0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := license.ConcurrentPeak(tt.sessions, tt.tie)
			require.NoError(t, err)
			if !p.Quantity.Equal(intDec(tt.want)) || !p.At.Equal(tt.when) || p.Tie != tt.tie {
				t.Errorf("got %s at %s, want %d at %s", p.Quantity, p.At, tt.want, tt.when)
			}
		})
	}
	for name, s := range map[string]license.Session{
		"no start": {In: at(1)}, "ends before it starts": {Out: at(5), In: at(4)},
	} {
		_, err := license.ConcurrentPeak([]license.Session{s}, license.EndBeforeStart)
		require.ErrorIs(t, err, license.ErrInvalid, name)
	}
	_, err := license.ConcurrentPeak([]license.Session{{Out: at(1), Rights: -1}}, license.EndBeforeStart)
	require.ErrorIs(t, err, license.ErrNegative)
}

// TestConcurrentPeakByMinutes counts the sessions of each minute one by one.
func TestConcurrentPeakByMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 6, 30, 8, 0, 0, 0, time.UTC)
		var sessions []license.Session
		var halfOpen, closed [70]int
		for range rapid.IntRange(0, 12).Draw(t, "sessions") {
			out, length := rapid.IntRange(0, 40).Draw(t, "out"), rapid.IntRange(0, 20).Draw(t, "length")
			sessions = append(sessions, license.Session{Out: start.Add(time.Duration(out) * time.Minute), In: start.Add(time.Duration(out+length) * time.Minute)})
			for m := out; m <= out+length; m++ {
				closed[m]++
				if m < out+length {
					halfOpen[m]++
				}
			}
		}
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		rng.Shuffle(len(sessions), func(i, j int) { sessions[i], sessions[j] = sessions[j], sessions[i] })
		for tie, count := range map[license.SessionTie][70]int{license.EndBeforeStart: halfOpen, license.StartBeforeEnd: closed} {
			want := 0
			for _, n := range count {
				want = max(want, n)
			}
			p, err := license.ConcurrentPeak(sessions, tie)
			if err != nil || !p.Quantity.Equal(intDec(want)) {
				t.Fatalf("%s: got %s, %v, want %d", tie, p.Quantity, err, want)
			}
		}
	})
}

// TestValueUnitsLaws: more units never need fewer rights, and the steps add up to the exact number.
func TestValueUnitsLaws(t *testing.T) {
	table := tiers("20", "1", "50", "0.83", "", "0.8")
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(0, 500).Draw(t, "a"), rapid.IntRange(0, 500).Draw(t, "b")
		small, err1 := license.ValueUnits(intDec(min(a, b)), table)
		large, err2 := license.ValueUnits(intDec(max(a, b)), table)
		if err1 != nil || err2 != nil || small.Quantity.Cmp(large.Quantity) > 0 {
			t.Fatalf("%s, %s: %v %v", small.Quantity, large.Quantity, err1, err2)
		}
		var sum decimal.Decimal
		for _, s := range large.Steps {
			sum = sum.Add(s.Quantity)
		}
		if !sum.Equal(large.Exact) || large.Quantity.Sub(large.Exact).Cmp(intDec(1)) >= 0 || large.Quantity.Cmp(large.Exact) < 0 {
			t.Fatalf("steps %s, exact %s, quantity %s", sum, large.Exact, large.Quantity)
		}
	})
}
