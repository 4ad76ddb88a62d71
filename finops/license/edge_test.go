// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/stretchr/testify/require"
)

// seatClasses classifies as of 2027-02-28 and returns the class of each seat, by "product/seat".
func seatClasses(t *testing.T, e license.Estate) map[string]license.Class {
	t.Helper()
	r, err := license.Classify(e, date("2027-02-28"), license.ClassifyOptions{})
	require.NoError(t, err)
	out := map[string]license.Class{}
	for _, f := range r.Seats {
		out[f.Product+"/"+f.Seat] = f.Class
	}
	return out
}

func wantClasses(t *testing.T, want, got map[string]license.Class) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("classes (-want +got):\n%s", d)
	}
}

// TestPolicyPerProduct: the same facts under three policies. As of 2027-02-28, 2027-01-29 is 30 days ago and 2026-11-30 is 90.
func TestPolicyPerProduct(t *testing.T) {
	c := catalog(t,
		license.Product{ID: "strict", Policy: license.Policy{InactiveAfterDays: 29, GraceDays: 1}},
		license.Product{ID: "usual"},
		license.Product{ID: "lax", Policy: license.Policy{InactiveAfterDays: 365, GraceDays: 366, ExemptPersons: []string{"p3"}}})
	e := license.Estate{Catalog: c}
	for _, product := range []string{"strict", "usual", "lax"} {
		e.Feeds = append(e.Feeds, license.Feed{Product: product, State: license.FeedPresent, Activities: []license.Activity{{Seat: "today"}}})
		for id, s := range map[string]license.Seat{
			"30":        {LastActivity: date("2027-01-29"), Assigned: date("2025-01-01")},
			"90":        {LastActivity: date("2026-11-30"), Assigned: date("2025-01-01")},
			"91":        {LastActivity: date("2026-11-29"), Assigned: date("2025-01-01")},
			"today":     {Assigned: date("2027-02-28")},
			"yesterday": {Assigned: date("2027-02-27")},
			"year":      {Assigned: date("2026-02-28")},
			"p3":        {Assigned: date("2025-01-01")},
		} {
			s.ID, s.Product, s.Person = id, product, id
			e.Seats = append(e.Seats, s)
		}
	}
	wantClasses(t, map[string]license.Class{
		"strict/30": license.Inactive, "usual/30": license.Active, "lax/30": license.Active,
		"strict/90": license.Inactive, "usual/90": license.Active, "lax/90": license.Active,
		"strict/91": license.Inactive, "usual/91": license.Inactive, "lax/91": license.Active,
		"strict/today": license.Grace, "usual/today": license.Grace, "lax/today": license.Grace,
		"strict/yesterday": license.NeverActivated, "usual/yesterday": license.Grace, "lax/yesterday": license.Grace,
		"strict/year": license.NeverActivated, "usual/year": license.NeverActivated, "lax/year": license.Grace,
		"strict/p3": license.NeverActivated, "usual/p3": license.NeverActivated, "lax/p3": license.Exempt,
	}, seatClasses(t, e))
}

// TestChainOfCovers: A covers B covers C by name only, so A covers C. One person holds all, two hold parts.
func TestChainOfCovers(t *testing.T) {
	c := catalog(t,
		license.Product{ID: "A", Covers: []string{"B"}, Policy: license.Policy{ExemptSeats: []string{"shared"}}},
		license.Product{ID: "B", Covers: []string{"C"}},
		license.Product{ID: "C", Policy: license.Policy{ExemptPersons: []string{"boss", "gone"}}},
		license.Product{ID: "D"})
	old, now := date("2025-06-01"), date("2027-02-28")
	seat := func(id, product, person string, last finops.Date) license.Seat {
		return license.Seat{ID: id, Product: product, Person: person, Assigned: old, LastActivity: last}
	}
	wantClasses(t, map[string]license.Class{
		"A/all": license.Active, "B/all": license.Duplicate, "C/all": license.Duplicate, "D/all": license.Active,
		"B/bc": license.Active, "C/bc": license.Duplicate,
		"A/ac": license.Inactive, "C/ac": license.Duplicate,
		// C is exempt for the boss: it is redundant all the same, and A is kept for it.
		"A/boss": license.Exempt, "C/boss": license.Duplicate,
		// A leaver is a leaver, exempt or not, twice or not.
		"A/shared": license.Leaver, "C/gone": license.Leaver,
	}, seatClasses(t, license.Estate{
		Catalog: c,
		Seats: []license.Seat{
			seat("all", "C", "p1", now), seat("all", "B", "p1", old), seat("all", "A", "p1", old), seat("all", "D", "p1", now),
			seat("bc", "C", "p2", now), seat("bc", "B", "p2", old),
			seat("ac", "A", "p3", old), seat("ac", "C", "p3", old),
			seat("boss", "A", "boss", old), seat("boss", "C", "boss", old),
			seat("shared", "A", "gone", now), seat("gone", "C", "gone", now),
		},
		People: []license.Person{{ID: "gone", LastDay: date("2027-02-27")}, {ID: "p1", LastDay: date("2027-02-28")}},
	}))
}

// TestFeedsThatSayNothing: seats of products with hidden, missing or empty telemetry, beside one that is measured.
func TestFeedsThatSayNothing(t *testing.T) {
	c := catalog(t, license.Product{ID: "hidden"}, license.Product{ID: "none"}, license.Product{ID: "empty"}, license.Product{ID: "measured"})
	e := license.Estate{Catalog: c, Feeds: []license.Feed{
		{Product: "hidden", State: license.FeedAnonymised, Activities: []license.Activity{{Person: "3f9a", Last: date("2027-02-20")}}},
		{Product: "empty", State: license.FeedPresent},
		{Product: "measured", Activities: []license.Activity{{Person: "p1", Last: date("2027-02-20")}}},
	}}
	for _, p := range []string{"hidden", "none", "empty", "measured"} {
		e.Seats = append(e.Seats,
			license.Seat{ID: "1", Product: p, Person: "p1", Assigned: date("2025-06-01")},
			license.Seat{ID: "2", Product: p, Person: "p2", Assigned: date("2025-06-01")})
	}
	wantClasses(t, map[string]license.Class{
		"hidden/1": license.NoTelemetry, "hidden/2": license.NoTelemetry, "none/1": license.NoTelemetry, "none/2": license.NoTelemetry,
		"empty/1": license.NoTelemetry, "empty/2": license.NoTelemetry, "measured/1": license.Active, "measured/2": license.NeverActivated,
	}, seatClasses(t, e))
	r, err := license.Classify(e, date("2027-02-28"), license.ClassifyOptions{})
	require.NoError(t, err)
	if got := r.Coverage.Percent(1); got != "25.0%" {
		t.Errorf("coverage %s", got)
	}
	for product, want := range map[string]string{"hidden": "0%", "none": "0%", "empty": "0%", "measured": "100%"} {
		if p, _ := r.Product(product); p.Coverage.Percent(0) != want || !p.OverAssigned.Equal(dec("2")) || p.Entitled {
			t.Errorf("%s: got %+v", product, p)
		}
	}
}

// TestPurchasedOnTheDay: entitlements that start later, have ended, or overlap. A period's end is exclusive.
func TestPurchasedOnTheDay(t *testing.T) {
	held := []license.Entitlement{
		{ID: "always", Product: "P", Quantity: dec("3")},
		{ID: "ends with the day", Product: "P", Quantity: dec("40"), Period: finops.MustPeriod("2026-03-01/2027-03-01")},
		{ID: "ended the day before", Product: "P", Quantity: dec("500"), Period: finops.MustPeriod("2026-02-28/2027-02-28")},
		{ID: "starts on the day", Product: "P", Quantity: dec("6000"), Period: finops.MustPeriod("2027-02-28/2028-02-28")},
		{ID: "starts the day after", Product: "P", Quantity: dec("70000"), Period: finops.MustPeriod("2027-03-01/2028-03-01")},
		{ID: "nothing", Product: "Q", Quantity: dec("0")},
		{ID: "later", Product: "R", Quantity: dec("9"), Period: finops.MustPeriod("2027-03-01/2028-03-01")},
	}
	c := catalog(t, license.Product{ID: "P"}, license.Product{ID: "Q"}, license.Product{ID: "R"})
	r, err := license.Classify(license.Estate{
		Catalog: c, Entitlements: held, Seats: []license.Seat{{ID: "1", Product: "Q"}, {ID: "2", Product: "R"}},
	}, date("2027-02-28"), license.ClassifyOptions{})
	require.NoError(t, err)
	type line struct {
		Entitled                            bool
		Purchased, Unassigned, OverAssigned string
		Rate                                string
	}
	got := map[string]line{}
	for _, p := range r.Products {
		got[p.Product] = line{p.Entitled, p.Purchased.String(), p.Unassigned.String(), p.OverAssigned.String(), p.Utilization().AssignmentRate().Percent(0)}
	}
	want := map[string]line{
		"P": {true, "6043", "6043", "0", "0%"},
		"Q": {true, "0", "0", "1", "undefined"}, // bought zero: no rate, but a gap
		"R": {false, "0", "0", "1", "undefined"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("products (-want +got):\n%s", d)
	}
	positions, err := license.EffectivePosition(held, r.Needs(), r.AsOf, license.PositionOptions{})
	require.NoError(t, err)
	if p := positions[0]; !p.Surplus.Equal(dec("6043")) || len(p.Entitlements) != 3 {
		t.Errorf("got %+v", p)
	}
	if q, r := positions[1], positions[2]; !q.Covered || r.Covered || !q.Shortfall.Equal(dec("1")) || !r.Shortfall.Equal(dec("1")) {
		t.Errorf("got %+v and %+v", q, r)
	}
}

// TestPartsOfRights: half a right is left out and reported where rights are whole, by metric or because there are seats.
func TestPartsOfRights(t *testing.T) {
	for _, tt := range []struct {
		metric license.MetricKind
		seats  bool
		want   string
	}{
		{license.MetricNamedUser, false, "2"}, {license.MetricDevice, true, "2"}, {license.MetricUnspecified, true, "2"},
		{license.MetricUnspecified, false, "2.75"}, {license.MetricCapacity, false, "2.75"}, {license.MetricVolume, true, "2.75"},
	} {
		e := license.Estate{
			Catalog:      catalog(t, license.Product{ID: "P", Metric: tt.metric}),
			Entitlements: []license.Entitlement{{ID: "e1", Product: "P", Quantity: dec("2.75")}},
		}
		if tt.seats {
			e.Seats = []license.Seat{{ID: "s1", Product: "P", Assigned: date("2027-02-28")}}
		}
		r, err := license.Classify(e, date("2027-02-28"), license.ClassifyOptions{})
		require.NoError(t, err)
		var want []license.Issue
		if tt.want == "2" {
			want = []license.Issue{{Kind: license.IssueFractionalQuantity, Product: "P", Count: 1, IDs: []string{"e1"}}}
		}
		if d := diff(want, r.Issues); d != "" || !r.Products[0].Purchased.Equal(dec(tt.want)) || r.Products[0].Metric != tt.metric {
			t.Errorf("%s, seats %v: %+v, issues (-want +got):\n%s", tt.metric, tt.seats, r.Products[0], d)
		}
	}
}

// TestSeveralContracts: rights of one product from two contracts with different ladders. Together they are 950; the
// shortfall is 60 and is bought on one of the ladders.
func TestSeveralContracts(t *testing.T) {
	held := []license.Entitlement{
		{ID: "old", Product: "P", Contract: "c1", Quantity: dec("600")}, {ID: "new", Product: "P", Contract: "c2", Quantity: dec("350")},
		{ID: "ended", Product: "P", Contract: "c3", Quantity: dec("350"), Period: finops.MustPeriod("2025-01-01/2026-01-01")},
	}
	steps := volume(t, pricing.Tier{UpTo: dec("399"), Unit: dec("11")}, pricing.Tier{UpTo: dec("999"), Unit: dec("10")}, pricing.Tier{Unit: dec("9")})
	site, err := pricing.NewFlat(usd("700"))
	require.NoError(t, err)
	for _, tt := range []struct {
		name             string
		price            pricing.Price
		contract         string
		basis            license.TrueUpBasis
		onLadder         string
		trueUp, exposure string
	}{
		{"all on one ladder", steps, "", license.TrueUpIncrement, "950", "-410", "660"}, // 1010 × 9 - 950 × 10; 60 × 11
		{"on the ladder of the first", steps, "c1", license.TrueUpIncrement, "600", "600", "660"},
		{"on the ladder of the second", steps, "c2", license.TrueUpIncrement, "350", "250", "660"}, // 410 × 10 - 350 × 11
		{"a new order", steps, "c2", license.TrueUpSeparate, "350", "660", "660"},
		{"the next tier of the second", javaLadder(t), "c2", license.TrueUpBest, "350", "900", "900"},
		{"a contract that holds nothing", steps, "c3", license.TrueUpIncrement, "0", "660", "660"},
		{"a fee is paid once", site, "c1", license.TrueUpIncrement, "600", "0", "700"},
		{"by a contract that holds something", site, "c3", license.TrueUpIncrement, "0", "700", "700"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := license.EffectivePosition(held, []license.Need{need("P", 1010)}, date("2027-02-28"), license.PositionOptions{
				Prices: map[string]pricing.Price{"P": tt.price}, Contracts: map[string]string{"P": tt.contract}, TrueUp: tt.basis,
			})
			require.NoError(t, err)
			p := got[0]
			if !p.Entitled.Equal(dec("950")) || !p.OnLadder.Equal(dec(tt.onLadder)) || !p.Shortfall.Equal(dec("60")) {
				t.Errorf("rights: got %+v", p)
			}
			if !p.TrueUp.Equal(usd(tt.trueUp)) || !p.Exposure.Equal(usd(tt.exposure)) {
				t.Errorf("true-up %s, exposure %s, want %s and %s", p.TrueUp, p.Exposure, tt.trueUp, tt.exposure)
			}
		})
	}
}

// TestTrueUpAtTodaysPrice: a scaled ladder scales true-up and exposure, and the mix sees the same tiers in it.
func TestTrueUpAtTodaysPrice(t *testing.T) {
	factor := dec("1.0927")
	raised, err := pricing.Scale(javaLadder(t), factor)
	require.NoError(t, err)
	held := []license.Entitlement{{ID: "e", Product: "P", Quantity: dec("950")}}
	at := func(p pricing.Price) license.Position {
		got, err := license.EffectivePosition(held, []license.Need{need("P", 1100)}, date("2027-02-28"),
			license.PositionOptions{Prices: map[string]pricing.Price{"P": p}})
		require.NoError(t, err)
		return got[0]
	}
	times := func(m finops.Money) finops.Money {
		out, err := m.Mul(factor)
		require.NoError(t, err)
		return out
	}
	then, now := at(javaLadder(t)), at(raised)
	if !now.TrueUp.Equal(times(then.TrueUp)) || !now.Exposure.Equal(times(then.Exposure)) {
		t.Errorf("then %s and %s, now %s and %s", then.TrueUp, then.Exposure, now.TrueUp, now.Exposure)
	}
	mix, err := license.OptimizeMix(t.Context(), license.MixProblem{
		Groups: []license.Group{{ID: "g", People: 990, Needs: []string{"java"}}},
		Offers: []license.Offer{{ID: "A", Grants: []string{"java"}, Price: raised}},
	}, license.MixOptions{})
	require.NoError(t, err)
	if want := times(usd("12000")); !mix.Cost.Equal(want) || !mix.Proven || mix.Work > 100_000 {
		t.Errorf("mix %s after %d steps, want %s", mix.Cost, mix.Work, want)
	}
}

// TestRightSizeEdges: more leave than are needed, and buffers that just do or do not reach the next whole seat.
func TestRightSizeEdges(t *testing.T) {
	for _, tt := range []struct {
		d    license.Demand
		want string
	}{
		{license.Demand{Active: 101, Buffer: dec("0.05")}, "107"},   // 106.05
		{license.Demand{Active: 101, Buffer: dec("0.0495")}, "106"}, // 105.9995
		{license.Demand{Active: 20, Buffer: dec("0.05")}, "21"},
		{license.Demand{Active: 20, Buffer: dec("0.0500000001")}, "22"},
		{license.Demand{Buffer: dec("2")}, "0"},
		{license.Demand{Active: 5, Leavers: 6}, "0"},
		{license.Demand{Active: 5, Leavers: 6, Joiners: 2}, "1"},
		{license.Demand{Active: 5, Leavers: 99, Floor: dec("4")}, "4"},
	} {
		r, err := tt.d.RightSize()
		require.NoError(t, err)
		if !r.Quantity.Equal(dec(tt.want)) {
			t.Errorf("got %+v, want %s", r, tt.want)
		}
	}
}

// TestPeakOfManyTies: three sessions hand over at one instant while one spans it; the order of the rows does not matter.
func TestPeakOfManyTies(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2027, 2, 28, 9, m, 0, 0, time.UTC) }
	sessions := []license.Session{
		{ID: "a", Out: at(10), In: at(20), Rights: 2}, {ID: "b", Out: at(0), In: at(10), Rights: 3}, {ID: "c", Out: at(5), In: at(15)},
		{ID: "d", Out: at(10), In: at(10), Rights: 9}, {ID: "e", Out: at(10), In: at(11)},
	}
	for tie, want := range map[license.SessionTie]int{
		license.EndBeforeStart: 4,  // b and c from 09:05; at 09:10 a, c and e are as many
		license.StartBeforeEnd: 16, // 2 + 3 + 1 + 9 + 1 at 09:10
	} {
		for range len(sessions) {
			sessions = append(sessions[1:], sessions[0])
			p, err := license.ConcurrentPeak(sessions, tie)
			require.NoError(t, err)
			first := at(10)
			if tie == license.EndBeforeStart {
				first = at(5)
			}
			if !p.Quantity.Equal(intDec(want)) || !p.At.Equal(first) {
				t.Errorf("%s: %s at %s, want %d", tie, p.Quantity, p.At, want)
			}
		}
	}
	_, err := license.ConcurrentPeak(nil, license.SessionTie(7))
	require.ErrorIs(t, err, license.ErrUnknownName)
}

// TestNothingIn: empty inputs give empty results, not errors and not zeros that look like facts.
func TestNothingIn(t *testing.T) {
	c := catalog(t)
	r, err := license.Classify(license.Estate{Catalog: c}, date("2027-02-28"), license.ClassifyOptions{})
	require.NoError(t, err)
	if _, known := r.Coverage.Value(); known || r.Counts.Total() != 0 || len(r.Needs()) != 0 || len(r.Departures(nil, date("2027-12-31"))) != 0 {
		t.Errorf("got %+v", r)
	}
	positions, err := license.EffectivePosition(nil, nil, date("2027-02-28"), license.PositionOptions{})
	require.NoError(t, err)
	overlaps, err := license.FindOverlaps(nil, license.OverlapOptions{})
	require.NoError(t, err)
	unmanaged, err := license.ShadowIT(nil, nil, nil)
	require.NoError(t, err)
	mix, err := license.OptimizeMix(t.Context(), license.MixProblem{}, license.MixOptions{})
	require.NoError(t, err)
	if len(positions)+len(overlaps)+len(unmanaged)+len(mix.Assignments)+len(mix.Purchases) > 0 || !mix.Proven {
		t.Errorf("got %v, %v, %v, %+v", positions, overlaps, unmanaged, mix)
	}
}
