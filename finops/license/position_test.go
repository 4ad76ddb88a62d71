// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func need(product string, n int) license.Need {
	return license.Need{Product: product, Requirement: license.Requirement{Quantity: intDec(n)}}
}

func TestEffectivePosition(t *testing.T) {
	prices := map[string]pricing.Price{"java": javaLadder(t), "crm": perUnit(t, "50")}
	held := []license.Entitlement{
		{ID: "e1", Product: "java", Quantity: dec("900")},
		{ID: "e2", Product: "java", Quantity: dec("50"), Period: finops.MustPeriod("2026-01-01/2027-01-01")},
		{ID: "e3", Product: "java", Quantity: dec("500"), Period: finops.MustPeriod("2025-01-01/2026-01-01")}, // ended
		{ID: "e4", Product: "crm", Quantity: dec("10")},
		{ID: "e5", Product: "unused", Quantity: dec("7")},
	}
	needs := []license.Need{need("java", 995), need("crm", 4), need("pirated", 3)}
	tests := []struct {
		basis    license.TrueUpBasis
		trueUp   string
		exposure string
	}{
		{license.TrueUpIncrement, "675", "675"}, // 995 × 15 - 950 × 15
		{license.TrueUpBest, "-2250", "675"},    // 1000 × 12 - 950 × 15: the next tier costs less than what is held
		{license.TrueUpSeparate, "675", "675"},  // 45 × 15
	}
	for _, tt := range tests {
		t.Run(tt.basis.String(), func(t *testing.T) {
			got, err := license.EffectivePosition(held, needs, date("2026-06-30"), license.PositionOptions{Prices: prices, TrueUp: tt.basis})
			require.NoError(t, err)
			want := []license.Position{
				{Product: "crm", Covered: true, Measured: true, Entitled: dec("10"), Required: dec("4"), Surplus: dec("6"), OnLadder: dec("10"), Basis: tt.basis, Priced: true,
					TrueUp: usd("0"), Exposure: usd("0"), Entitlements: []string{"e4"}},
				{Product: "java", Covered: true, Measured: true, Entitled: dec("950"), Required: dec("995"), Shortfall: dec("45"), OnLadder: dec("950"), Basis: tt.basis, Priced: true,
					TrueUp: usd(tt.trueUp), Exposure: usd(tt.exposure), Entitlements: []string{"e1", "e2"}},
				{Product: "pirated", Measured: true, Required: dec("3"), Shortfall: dec("3"), Basis: tt.basis, Unpriced: "no price given"},
				{Product: "unused", Covered: true, Entitled: dec("7"), OnLadder: dec("7"), Basis: tt.basis, Unpriced: "no need given", Entitlements: []string{"e5"}},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("positions (-want +got):\n%s", diff)
			}
		})
	}
	// The ladder decides, never the average: from 950 to 1100 costs 1100 × 12 - 950 × 15 = -1050; the average would say 2250.
	got, err := license.EffectivePosition(held, []license.Need{need("java", 1100)}, date("2026-06-30"), license.PositionOptions{Prices: prices})
	require.NoError(t, err)
	if java := got[1]; !java.TrueUp.Equal(usd("-1050")) || !java.Exposure.Equal(usd("2250")) {
		t.Errorf("across tiers: true-up %s, exposure %s", java.TrueUp, java.Exposure)
	}
	// Nothing held: the whole need is the true-up, and a fee at quantity zero is not taken off.
	flat, err := pricing.NewFlat(usd("100"))
	require.NoError(t, err)
	got, err = license.EffectivePosition(nil, []license.Need{need("site", 3)}, date("2026-06-30"), license.PositionOptions{Prices: map[string]pricing.Price{"site": flat}})
	require.NoError(t, err)
	if !got[0].TrueUp.Equal(usd("100")) || got[0].Covered {
		t.Errorf("uncovered: got %+v", got[0])
	}
}

func TestEffectivePositionErrors(t *testing.T) {
	closed, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Closed: true, Tiers: []pricing.Tier{{UpTo: dec("10"), Unit: dec("1")}}})
	require.NoError(t, err)
	_, err = license.EffectivePosition([]license.Entitlement{{ID: "e1", Product: "a", Quantity: dec("-1")}},
		[]license.Need{need("a", -1), need("a", 1)}, finops.Date{}, license.PositionOptions{})
	for _, want := range []error{license.ErrNoDate, license.ErrNegative, license.ErrInvalid} {
		require.ErrorIs(t, err, want)
	}
	_, err = license.EffectivePosition(nil, nil, date("2026-06-30"), license.PositionOptions{TrueUp: 9})
	require.ErrorIs(t, err, license.ErrUnknownName)
	_, err = license.EffectivePosition(nil, []license.Need{need("a", 11)}, date("2026-06-30"), license.PositionOptions{Prices: map[string]pricing.Price{"a": closed}})
	require.ErrorIs(t, err, pricing.ErrBeyondLadder)
}

// TestFractionalRights: half a right is refused where the metric counts whole ones, on both sides.
func TestFractionalRights(t *testing.T) {
	fractional := map[license.MetricKind]bool{
		license.MetricUnspecified: true, license.MetricCapacity: true, license.MetricVolume: true, license.MetricConsumption: true,
	}
	for k := license.MetricUnspecified; k <= license.MetricConsumption; k++ {
		if k.Whole() == fractional[k] {
			t.Errorf("%s: whole is %v", k, k.Whole())
		}
		got, err := license.EffectivePosition(
			[]license.Entitlement{{ID: "e1", Product: "p", Quantity: dec("2.5")}},
			[]license.Need{{Product: "p", Requirement: license.Requirement{Metric: k, Quantity: dec("3.75")}}}, date("2026-06-30"), license.PositionOptions{})
		if !fractional[k] {
			require.ErrorIs(t, err, license.ErrFractional, k)
			want := "license: position: need of product \"p\" is 3.75, but " + k.String() + " counts whole rights: license: part of a whole right\n" +
				"license: position: entitlement \"e1\": quantity is 2.5, but " + k.String() + " counts whole rights: license: part of a whole right"
			if d := cmp.Diff(want, err.Error()); d != "" {
				t.Errorf("error (-want +got):\n%s", d)
			}
			continue
		}
		require.NoError(t, err, k)
		if !got[0].Shortfall.Equal(dec("1.25")) || got[0].Metric != k {
			t.Errorf("%s: got %+v", k, got[0])
		}
	}
	if license.MetricKind(99).Whole() {
		t.Error("a kind that does not exist counts whole rights")
	}
	// Whole as a number is whole however it is written.
	_, err := license.EffectivePosition([]license.Entitlement{{ID: "e1", Product: "p", Quantity: dec("2.00")}},
		[]license.Need{{Product: "p", Requirement: license.Requirement{Metric: license.MetricDevice, Quantity: dec("3e1")}}}, date("2026-06-30"), license.PositionOptions{})
	require.NoError(t, err)
}

// TestNeedsOfSeats: seats say what is needed only where they are what is counted; nobody's terabytes become users.
func TestNeedsOfSeats(t *testing.T) {
	var products []license.Product
	e := license.Estate{}
	for k := license.MetricUnspecified; k <= license.MetricConsumption; k++ {
		id := k.String()
		products = append(products, license.Product{ID: id, Metric: k})
		e.Entitlements = append(e.Entitlements, license.Entitlement{ID: id, Product: id, Quantity: dec("5")})
		e.Seats = append(e.Seats, license.Seat{ID: "s1", Product: id}, license.Seat{ID: "s2", Product: id})
	}
	var err error
	e.Catalog, err = license.NewCatalog(products, nil)
	require.NoError(t, err)
	r, err := license.Classify(e, date("2026-06-30"), license.ClassifyOptions{})
	require.NoError(t, err)
	got := map[string]string{}
	for _, n := range r.Needs() {
		got[n.Product] = n.Requirement.Metric.String() + " " + n.Requirement.Quantity.String()
	}
	want := map[string]string{"unspecified": "unspecified 2", "named_user": "named_user 2", "device": "device 2"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("needs (-want +got):\n%s", d)
	}
	// What is not measured is neither a surplus nor a shortfall.
	list, err := license.EffectivePosition(e.Entitlements, r.Needs(), r.AsOf, license.PositionOptions{})
	require.NoError(t, err)
	for _, p := range list {
		_, known := want[p.Product]
		if p.Measured != known || known != (p.Surplus.Sign() > 0) || !p.Covered {
			t.Errorf("got %+v", p)
		}
	}
	_, err = license.NewCatalog([]license.Product{{ID: "p", Metric: 99}}, nil)
	require.ErrorIs(t, err, license.ErrCatalog)
}

// TestPositionLaws: surplus and shortfall are the two sides of one difference, and never both.
func TestPositionLaws(t *testing.T) {
	price := perUnit(t, "7.5")
	rapid.Check(t, func(t *rapid.T) {
		e, r := rapid.IntRange(0, 100).Draw(t, "entitled"), rapid.IntRange(0, 100).Draw(t, "required")
		got, err := license.EffectivePosition([]license.Entitlement{{ID: "e", Product: "p", Quantity: intDec(e)}}, []license.Need{need("p", r)},
			date("2026-06-30"), license.PositionOptions{Prices: map[string]pricing.Price{"p": price}})
		if err != nil {
			t.Fatal(err)
		}
		p := got[0]
		if !p.Surplus.Sub(p.Shortfall).Equal(intDec(e-r)) || p.Surplus.Sign()*p.Shortfall.Sign() != 0 {
			t.Fatalf("got %+v", p)
		}
		if want := usd("7.5").MulInt(int64(max(0, r-e))); !p.TrueUp.Equal(want) {
			t.Fatalf("true-up %s, want %s", p.TrueUp, want)
		}
	})
}

func TestRightSize(t *testing.T) {
	tests := []struct {
		name      string
		d         license.Demand
		target, n string
		floored   bool
		needed    int
		buffered  string
	}{
		{"nothing", license.Demand{}, "0", "0", false, 0, "0"},
		{"all parts", license.Demand{Active: 10, Grace: 2, Exempt: 1, NoTelemetry: 3, OverTieredKept: 4, MovedIn: 5}, "25", "25", false, 25, "25"},
		{"the buffer rounds up once", license.Demand{Active: 101, Buffer: dec("0.05")}, "107", "107", false, 101, "107"}, // 106.05
		{"an exact buffer does not", license.Demand{Active: 100, Buffer: dec("0.05")}, "105", "105", false, 100, "105"},
		{"joiners and leavers after the buffer", license.Demand{Active: 100, Buffer: dec("0.1"), Joiners: 7, Leavers: 12}, "105", "105", false, 100, "110"},
		{"never negative", license.Demand{Active: 3, Leavers: 9}, "0", "0", false, 3, "3"},
		{"floored by a commitment", license.Demand{Active: 3, Floor: dec("50")}, "3", "50", true, 3, "3"},
		{"a floor that does not bind", license.Demand{Active: 60, Floor: dec("50")}, "60", "60", false, 60, "60"},
		{"a fractional floor is a whole seat more", license.Demand{Active: 3, Floor: dec("9.5")}, "3", "10", true, 3, "3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := tt.d.RightSize()
			require.NoError(t, err)
			if !r.Target.Equal(dec(tt.target)) || !r.Quantity.Equal(dec(tt.n)) || r.Floored != tt.floored || r.Needed != tt.needed || !r.Buffered.Equal(dec(tt.buffered)) {
				t.Errorf("got %+v", r)
			}
		})
	}
	_, err := license.Demand{Active: -1, Buffer: dec("-0.1"), Floor: dec("-1")}.RightSize()
	require.ErrorIs(t, err, license.ErrNegative)
	const text = `license: demand "": active is -1: license: negative value
license: demand "": buffer is -0.1: license: negative value
license: demand "": floor is -1: license: negative value`
	if diff := cmp.Diff(text, err.Error()); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

// TestDemandOfReport: seats that move down are counted once, at their new tier.
func TestDemandOfReport(t *testing.T) {
	c := suite(t)
	rapid.Check(t, func(t *rapid.T) {
		r := classify(t, drawEstate(t, c))
		down, keep := 0, 0
		for _, p := range r.Products {
			for use, sum := range map[license.OverTierUse]*int{license.MoveDown: &down, license.KeepTier: &keep} {
				d, err := r.Demand(p.Product, use)
				if err != nil {
					t.Fatal(err)
				}
				size, err := d.RightSize()
				if err != nil {
					t.Fatal(err)
				}
				*sum += size.Needed
			}
		}
		want := r.Counts.Total() - r.Counts.Reclaimable()
		if down != want || keep != want {
			t.Fatalf("%d moving down, %d keeping, want %d", down, keep, want)
		}
	})
	_, err := license.ShelfwareReport{}.Demand("X", license.OverTierUse(9))
	require.ErrorIs(t, err, license.ErrUnknownName)
	_, err = license.ShelfwareReport{}.Demand("X", license.MoveDown)
	require.ErrorIs(t, err, license.ErrUnknownProduct)
}

func TestDepartures(t *testing.T) {
	e := license.Estate{Catalog: suite(t), Seats: []license.Seat{
		{ID: "s1", Product: "CRM", Person: "p1", LastActivity: date("2026-06-29")},
		{ID: "s2", Product: "CRM", Person: "p1", LastActivity: date("2026-06-29")}, // duplicate
		{ID: "s3", Product: "CRM", Person: "p2", LastActivity: date("2026-06-29")},
		{ID: "s4", Product: "CRM", Person: "p3", LastActivity: date("2026-06-29")},
		{ID: "s5", Product: "DRAW", Person: "p3", LastActivity: date("2026-06-29")},
		{ID: "s6", Product: "DRAW"},
	}}
	people := []license.Person{{ID: "p1", LastDay: date("2026-12-30")}, {ID: "p2", LastDay: date("2026-12-31")}, {ID: "p3", LastDay: date("2026-07-31")}}
	r, err := license.Classify(e, date("2026-06-30"), license.ClassifyOptions{})
	require.NoError(t, err)
	want := license.Departures{{Product: "CRM", Seats: 2, People: []string{"p1", "p3"}}, {Product: "DRAW", Seats: 1, People: []string{"p3"}}}
	if diff := cmp.Diff(want, r.Departures(people, date("2026-12-31"))); diff != "" {
		t.Errorf("departures (-want +got):\n%s", diff)
	}
	// One of two rows says that p3 stays: so for Classify, and so here, in either order.
	for _, twice := range [][]license.Person{append(people, license.Person{ID: "p3"}), append([]license.Person{{ID: "p3"}}, people...)} {
		if diff := cmp.Diff(license.Departures{{Product: "CRM", Seats: 1, People: []string{"p1"}}}, r.Departures(twice, date("2026-12-31"))); diff != "" {
			t.Errorf("departures with a repeated person (-want +got):\n%s", diff)
		}
	}
}

// TestLeaversOfDemand: who leaves is taken off where the seat is counted, so demand less leavers is never negative and adds
// up to the seats of those who stay.
func TestLeaversOfDemand(t *testing.T) {
	c := suite(t)
	until := date("2026-12-31")
	rapid.Check(t, func(t *rapid.T) {
		e := drawEstate(t, c)
		r := classify(t, e)
		people := []license.Person{{ID: "p1", LastDay: date("2026-12-30")}, {ID: "p2", LastDay: until}, {ID: "p3", LastDay: date("2026-07-01")}, {ID: "vip"}}
		stay := 0
		for _, f := range r.Seats {
			if !f.Class.Reclaimable() && f.Person != "p1" && f.Person != "p3" {
				stay++
			}
		}
		gone := r.Departures(people, until)
		for _, use := range []license.OverTierUse{license.MoveDown, license.KeepTier} {
			left := 0
			for _, p := range r.Products {
				d, err := r.Demand(p.Product, use)
				if err != nil {
					t.Fatal(err)
				}
				d.Leavers = gone.Leavers(p.Product, use)
				size, err := d.RightSize()
				if err != nil || size.Needed < d.Leavers {
					t.Fatalf("%s, %s: %+v, %v", p.Product, use, size, err)
				}
				left += size.Needed - d.Leavers
			}
			if left != stay {
				t.Fatalf("%s: %d seats stay in the demand, %d in the report", use, left, stay)
			}
		}
	})
}

func TestUtilizationErrors(t *testing.T) {
	_, err := license.NewUtilization(dec("-1"), dec("-2"), dec("-3"))
	require.ErrorIs(t, err, license.ErrNegative)
	const text = `license: utilization: purchased is -1: license: negative value
license: utilization: assigned is -2: license: negative value
license: utilization: active is -3: license: negative value`
	if diff := cmp.Diff(text, err.Error()); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

// TestReportJSON: a report survives JSON, and its names are in snake case.
func TestReportJSON(t *testing.T) {
	e, asOf := largeEstate(t, 60, 5)
	e.Seats[0].Assigned = finops.Date{}
	want, err := license.Classify(e, asOf, license.ClassifyOptions{})
	require.NoError(t, err)
	data, err := json.Marshal(want)
	require.NoError(t, err)
	var got license.ShelfwareReport
	require.NoError(t, json.Unmarshal(data, &got))
	if d := diff(want, got); d != "" {
		t.Errorf("round trip (-want +got):\n%s", d)
	}
}
