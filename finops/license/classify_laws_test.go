// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"pgregory.net/rapid"
)

// drawEstate draws a small estate in which everything happens: repeated rows, unknown products and people, blank and future
// dates, feeds in all states.
func drawEstate(t *rapid.T, c *license.Catalog) license.Estate {
	day := rapid.Custom(func(t *rapid.T) finops.Date {
		if rapid.IntRange(0, 9).Draw(t, "blank") == 0 {
			return finops.Date{}
		}
		return date("2026-06-30").AddDays(rapid.IntRange(-200, 10).Draw(t, "days"))
	})
	person := rapid.SampledFrom([]string{"", "p1", "p2", "p3", "p4", "vip", "stranger"})
	product := rapid.SampledFrom([]string{"E5", "E3", "F3", "CRM", "DRAW", "NOPE"})
	seatID := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("s", rapid.IntRange(0, 12).Draw(t, "seat")) })
	e := license.Estate{Catalog: c}
	for range rapid.IntRange(0, 15).Draw(t, "seats") {
		e.Seats = append(e.Seats, license.Seat{
			ID: rapid.OneOf(seatID, rapid.Just("")).Draw(t, "id"), Product: product.Draw(t, "product"), Person: person.Draw(t, "person"),
			Assigned: day.Draw(t, "assigned"), LastActivity: day.Draw(t, "last"),
		})
	}
	for range rapid.IntRange(0, 4).Draw(t, "people") {
		e.People = append(e.People, license.Person{ID: person.Draw(t, "who"), Start: day.Draw(t, "start"), LastDay: day.Draw(t, "last day")})
	}
	for range rapid.IntRange(0, 5).Draw(t, "feeds") {
		f := license.Feed{Product: product.Draw(t, "feed"), State: license.FeedState(rapid.IntRange(0, 5).Draw(t, "state"))}
		if rapid.Bool().Draw(t, "dated") {
			f.Through = date("2026-06-30").AddDays(rapid.IntRange(-120, 5).Draw(t, "through"))
		}
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			f.Activities = append(f.Activities, license.Activity{
				Seat: rapid.OneOf(seatID, rapid.Just("")).Draw(t, "row seat"), Person: person.Draw(t, "row person"), Last: day.Draw(t, "row last"),
				Capabilities: rapid.SliceOfN(rapid.SampledFrom([]string{"mail1", "mail2", "voice", "telepathy"}), 0, 2).Draw(t, "used"),
			})
		}
		e.Feeds = append(e.Feeds, f)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "entitlements") {
		e.Entitlements = append(e.Entitlements, license.Entitlement{
			ID: fmt.Sprint("e", i), Product: product.Draw(t, "bought"), Quantity: intDec(rapid.IntRange(-2, 20).Draw(t, "quantity")),
		})
	}
	return e
}

func copyEstate(e license.Estate) license.Estate {
	out := license.Estate{
		Catalog: e.Catalog, Entitlements: slices.Clone(e.Entitlements), Seats: slices.Clone(e.Seats), People: slices.Clone(e.People),
		Feeds: slices.Clone(e.Feeds),
	}
	for i := range out.Feeds {
		out.Feeds[i].Activities = slices.Clone(out.Feeds[i].Activities)
	}
	return out
}

func classify(t *rapid.T, e license.Estate) license.ShelfwareReport {
	r, err := license.Classify(e, date("2026-06-30"), license.ClassifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func diff(want, got any) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.AllowUnexported(), cmp.Comparer(func(a, b *license.Catalog) bool { return a == b }))
}

// TestClassesPartitionSeats: each row of the input is either classified once or left out with a reason; all counts agree.
func TestClassesPartitionSeats(t *testing.T) {
	c := suite(t)
	rapid.Check(t, func(t *rapid.T) {
		e := drawEstate(t, c)
		r := classify(t, e)
		if len(r.Seats)+len(r.LeftOut) != len(e.Seats) {
			t.Fatalf("%d classified + %d left out of %d", len(r.Seats), len(r.LeftOut), len(e.Seats))
		}
		byProduct := map[string]map[license.Class]int{}
		seen := map[[2]string]bool{}
		for _, f := range r.Seats {
			if seen[[2]string{f.Product, f.Seat}] {
				t.Fatalf("seat %q of %q twice", f.Seat, f.Product)
			}
			seen[[2]string{f.Product, f.Seat}] = true
			if byProduct[f.Product] == nil {
				byProduct[f.Product] = map[license.Class]int{}
			}
			byProduct[f.Product][f.Class]++
		}
		total := 0
		for _, p := range r.Products {
			moved := 0
			for _, m := range p.DowngradedTo {
				moved += m.Seats
			}
			if p.Counts.Total() != p.Assigned || moved != p.Counts.OverTiered {
				t.Fatalf("%s: %d counted of %d assigned, %d moved of %d over-tiered", p.Product, p.Counts.Total(), p.Assigned, moved, p.Counts.OverTiered)
			}
			if !p.Unassigned.Sub(p.OverAssigned).Equal(p.Purchased.Sub(intDec(p.Assigned))) || p.Unassigned.Sign()*p.OverAssigned.Sign() != 0 {
				t.Fatalf("%s: Q %s, A %d, unassigned %s, over-assigned %s", p.Product, p.Purchased, p.Assigned, p.Unassigned, p.OverAssigned)
			}
			for _, class := range license.Classes() {
				if p.Counts.Of(class) != byProduct[p.Product][class] {
					t.Fatalf("%s: %d %s in the summary, %d in the findings", p.Product, p.Counts.Of(class), class, byProduct[p.Product][class])
				}
			}
			total += p.Assigned
		}
		if total != len(r.Seats) || r.Counts.Total() != total {
			t.Fatalf("%d seats in products, %d in counts, %d findings", total, r.Counts.Total(), len(r.Seats))
		}
		leftOut := 0
		for _, is := range r.Issues {
			if is.Count < len(is.IDs) || len(is.IDs) == 0 || !slices.IsSorted(is.IDs) {
				t.Fatalf("issue %+v", is)
			}
			if is.Kind <= license.IssueRepeatedSeat {
				leftOut += is.Count
			}
		}
		if leftOut != len(r.LeftOut) {
			t.Fatalf("%d left out, %d in issues", len(r.LeftOut), leftOut)
		}
	})
}

// TestClassifyIgnoresOrder: shuffling every list of the input changes nothing.
func TestClassifyIgnoresOrder(t *testing.T) {
	c := suite(t)
	rapid.Check(t, func(t *rapid.T) {
		e := drawEstate(t, c)
		want := classify(t, e)
		s := copyEstate(e)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		rng.Shuffle(len(s.Seats), func(i, j int) { s.Seats[i], s.Seats[j] = s.Seats[j], s.Seats[i] })
		rng.Shuffle(len(s.People), func(i, j int) { s.People[i], s.People[j] = s.People[j], s.People[i] })
		rng.Shuffle(len(s.Feeds), func(i, j int) { s.Feeds[i], s.Feeds[j] = s.Feeds[j], s.Feeds[i] })
		rng.Shuffle(len(s.Entitlements), func(i, j int) { s.Entitlements[i], s.Entitlements[j] = s.Entitlements[j], s.Entitlements[i] })
		for k := range s.Feeds {
			a := s.Feeds[k].Activities
			rng.Shuffle(len(a), func(i, j int) { a[i], a[j] = a[j], a[i] })
		}
		if d := diff(want, classify(t, s)); d != "" {
			t.Fatalf("order changes the report (-want +got):\n%s", d)
		}
	})
}

func TestClassifyDoesNotMutate(t *testing.T) {
	c := suite(t)
	rapid.Check(t, func(t *rapid.T) {
		e := drawEstate(t, c)
		before := copyEstate(e)
		first := classify(t, e)
		if d := diff(before, e); d != "" {
			t.Fatalf("input changed (-want +got):\n%s", d)
		}
		if d := diff(first, classify(t, e)); d != "" {
			t.Fatalf("second run differs (-want +got):\n%s", d)
		}
	})
}

// TestClassifyConcurrently uses one estate from several goroutines; the race detector watches.
func TestClassifyConcurrently(t *testing.T) {
	e, asOf := largeEstate(t, 2000, 3)
	var wg sync.WaitGroup
	reports := make([]license.ShelfwareReport, 4)
	for i := range reports {
		wg.Go(func() {
			r, err := license.Classify(e, asOf, license.ClassifyOptions{})
			if err != nil {
				t.Error(err)
			}
			reports[i] = r
		})
	}
	wg.Wait()
	if d := diff(reports[0], reports[3]); d != "" {
		t.Errorf("reports differ:\n%s", d)
	}
}

// TestActivityNeverHurts: more use of a seat that counts as active never makes that seat reclaimable.
func TestActivityNeverHurts(t *testing.T) {
	c := suite(t)
	rapid.Check(t, func(t *rapid.T) {
		e := drawEstate(t, c)
		before := classify(t, e)
		if len(before.Seats) == 0 {
			return
		}
		f := before.Seats[rapid.IntRange(0, len(before.Seats)-1).Draw(t, "which")]
		day := date("2026-06-30").AddDays(-rapid.IntRange(0, 150).Draw(t, "ago"))
		e.Feeds = append(e.Feeds, license.Feed{Product: f.Product, Activities: []license.Activity{{Seat: f.Seat, Last: day}}})
		for _, g := range classify(t, e).Seats {
			if g.Product == f.Product && g.Seat == f.Seat && !f.Class.Reclaimable() && f.Class != license.NoTelemetry && g.Class.Reclaimable() {
				t.Fatalf("was %s, is %s", f.Explain(), g.Explain())
			}
		}
	})
}

// TestUnknownIsNeverUnused: without telemetry only facts about people and other seats can make a seat reclaimable.
func TestUnknownIsNeverUnused(t *testing.T) {
	c := suite(t)
	rapid.Check(t, func(t *rapid.T) {
		r := classify(t, drawEstate(t, c))
		for _, f := range r.Seats {
			p, _ := r.Product(f.Product)
			unused := f.Class == license.NeverActivated || f.Class == license.Inactive || f.Class == license.OverTiered
			own := p.Feed == license.FeedEmpty && f.Class == license.Inactive // by what the seat itself shows
			if p.Feed != license.FeedPresent && unused && !own {
				t.Fatalf("feed of %s is %s, yet %s", f.Product, p.Feed, f.Explain())
			}
		}
	})
}

// TestUtilizationIdentity: U/Q = A/Q × U/A, and a rate without a denominator is undefined.
func TestUtilizationIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, a, u := rapid.IntRange(0, 2000).Draw(t, "Q"), rapid.IntRange(0, 2000).Draw(t, "A"), rapid.IntRange(0, 2000).Draw(t, "U")
		rates, err := license.NewUtilization(intDec(q), intDec(a), intDec(u))
		if err != nil {
			t.Fatal(err)
		}
		uq, ok := rates.UtilizationRate().Value()
		if ok != (q > 0) {
			t.Fatalf("Q = %d: defined %v", q, ok)
		}
		if _, ok := rates.ActiveOfAssigned().Value(); ok != (a > 0) {
			t.Fatalf("A = %d: defined %v", a, ok)
		}
		if q == 0 || a == 0 {
			return
		}
		// By cross products, without rounding: (A·U)/(Q·A) = U/Q.
		product := finops.Ratio{
			Num: rates.AssignmentRate().Num.Mul(rates.ActiveOfAssigned().Num), Den: rates.AssignmentRate().Den.Mul(rates.ActiveOfAssigned().Den),
		}
		if v, _ := product.Value(); v.Sub(uq).Abs().Cmp(dec("0.000000000001")) > 0 ||
			!product.Num.Mul(rates.UtilizationRate().Den).Equal(rates.UtilizationRate().Num.Mul(product.Den)) {
			t.Fatalf("%s × %s is not %s", rates.AssignmentRate().Percent(4), rates.ActiveOfAssigned().Percent(4), rates.UtilizationRate().Percent(4))
		}
	})
}
