// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/stretchr/testify/require"
)

// largeEstate makes n seats of 40 products held by n/4 people, in random order: leavers, tiers that cover each other, joined
// usage by seat and by person, a product without telemetry.
func largeEstate(tb testing.TB, n int, seed uint64) (license.Estate, finops.Date) {
	tb.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	asOf := finops.MustDate("2026-06-30")
	const suites, perSuite = 10, 4
	var products []license.Product
	for s := range suites {
		for t := range perSuite {
			p := license.Product{ID: fmt.Sprintf("suite-%02d-tier-%d", s, t)}
			for k := range t + 1 {
				p.Capabilities = append(p.Capabilities, fmt.Sprintf("cap-%02d-%d", s, k))
			}
			if t > 0 {
				p.Policy.DowngradeTo = []string{fmt.Sprintf("suite-%02d-tier-%d", s, t-1)}
			}
			products = append(products, p)
		}
	}
	catalog, err := license.NewCatalog(products, nil)
	require.NoError(tb, err)
	e := license.Estate{Catalog: catalog, Seats: make([]license.Seat, n), People: make([]license.Person, n/4)}
	for i := range e.People {
		e.People[i] = license.Person{ID: fmt.Sprintf("person-%07d", i), Start: asOf.AddDays(-rng.IntN(2000))}
		if rng.IntN(20) == 0 {
			e.People[i].LastDay = asOf.AddDays(-rng.IntN(200))
		}
	}
	feeds := make([]license.Feed, len(products))
	for i := range feeds {
		feeds[i] = license.Feed{Product: products[i].ID}
	}
	for i := range e.Seats {
		p := rng.IntN(len(products))
		person := e.People[rng.IntN(len(e.People))].ID
		e.Seats[i] = license.Seat{
			ID: fmt.Sprintf("seat-%08d", i), Product: products[p].ID, Person: person, Assigned: asOf.AddDays(-1 - rng.IntN(900)),
		}
		if p == 0 || rng.IntN(10) == 0 {
			continue
		}
		a := license.Activity{Person: person, Last: asOf.AddDays(-rng.IntN(250))}
		if p%perSuite > 0 {
			a.Capabilities = products[p].Capabilities[:1+rng.IntN(len(products[p].Capabilities))]
		}
		if p%2 == 0 {
			a.Seat, a.Person = e.Seats[i].ID, ""
		}
		feeds[p].Activities = append(feeds[p].Activities, a)
	}
	e.Feeds = feeds
	rng.Shuffle(n, func(i, j int) { e.Seats[i], e.Seats[j] = e.Seats[j], e.Seats[i] })
	return e, asOf
}

// TestBarClassifyVsSort compares classifying a million seats with sorting a copy of them by ID, in one run.
func TestBarClassifyVsSort(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("timing: not under -short or the race detector")
	}
	const seats, rounds, attempts, limit = 1_000_000, 5, 3, 3.0
	e, asOf := largeEstate(t, seats, 7)
	var classify, sort []time.Duration
	var ratio float64
	// A slow spell of a shared machine is measured again.
	for range attempts {
		classify, sort = timeClassifyAndSort(t, e, asOf, rounds)
		if ratio = float64(classify[rounds/2]) / float64(sort[rounds/2]); ratio <= limit {
			break
		}
	}
	fmt.Printf("bar: license.classify_vs_sort %.2f\n", ratio)
	if ratio > limit {
		t.Errorf("classifying took %.2f × the time of sorting (%v, %v), want at most %.1f", ratio, classify[rounds/2], sort[rounds/2], limit)
	}
}

// timeClassifyAndSort times both in turn and returns the times in rising order.
func timeClassifyAndSort(t *testing.T, e license.Estate, asOf finops.Date, rounds int) (classify, sort []time.Duration) {
	t.Helper()
	for range rounds {
		start := time.Now()
		r, err := license.Classify(e, asOf, license.ClassifyOptions{})
		classify = append(classify, time.Since(start))
		require.NoError(t, err)
		if got := len(r.Seats) + len(r.LeftOut); got != len(e.Seats) {
			t.Fatalf("got %d seats, want %d", got, len(e.Seats))
		}
		start = time.Now()
		sorted := slices.Clone(e.Seats)
		slices.SortFunc(sorted, func(a, b license.Seat) int { return strings.Compare(a.ID, b.ID) })
		sort = append(sort, time.Since(start))
	}
	slices.Sort(classify)
	slices.Sort(sort)
	return classify, sort
}

func BenchmarkClassify(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		e, asOf := largeEstate(b, n, 7)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := license.Classify(e, asOf, license.ClassifyOptions{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/seat")
		})
	}
}
