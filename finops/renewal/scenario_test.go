// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var dates = cmpopts.EquateComparable(finops.Date{}, finops.Period{})

func flow(date, amount string) roi.Flow { return roi.Flow{Date: day(date), Amount: money(amount)} }

func TestOfferFlows(t *testing.T) {
	base := renewal.Offer{Price: perUnit("10 USD"), Per: contract.PerMonth, Quantity: dec("3"), Start: day("2026-01-31"), Months: 3, Every: contract.BillMonthly}
	for _, c := range []struct {
		name   string
		change func(*renewal.Offer)
		want   []roi.Flow
	}{
		{"monthly from the 31st keeps its anchor", func(*renewal.Offer) {}, []roi.Flow{flow("2026-01-31", "30 USD"), flow("2026-02-28", "30 USD"), flow("2026-03-31", "30 USD")}},
		{"arrears", func(o *renewal.Offer) { o.Timing = contract.InArrears; o.Start = day("2026-01-01") }, []roi.Flow{flow("2026-01-31", "30 USD"), flow("2026-02-28", "30 USD"), flow("2026-03-31", "30 USD")}},
		{"payment days", func(o *renewal.Offer) { o.Every = contract.BillUpfront; o.PaymentDays = 30 }, []roi.Flow{flow("2026-03-02", "90 USD")}},
		{"quarterly with a short end", func(o *renewal.Offer) { o.Every, o.Months = contract.BillQuarterly, 4 }, []roi.Flow{flow("2026-01-31", "90 USD"), flow("2026-04-30", "30 USD")}},
		{"a year's price in months is rounded per invoice", func(o *renewal.Offer) { o.Per = contract.PerYear; o.Quantity = dec("1") }, []roi.Flow{flow("2026-01-31", "0.83 USD"), flow("2026-02-28", "0.83 USD"), flow("2026-03-31", "0.83 USD")}},
		{"uplift and ramp", func(o *renewal.Offer) {
			o.Months, o.Every, o.Uplift, o.Ramp = 36, contract.BillAnnually, dec("0.10"), []decimal.Decimal{dec("4")}
		}, []roi.Flow{flow("2026-01-31", "360 USD"), flow("2027-01-31", "528 USD"), flow("2028-01-31", "580.80 USD")}},
		{"discount on an uplifted price", func(o *renewal.Offer) {
			o.Every, o.Discount, o.Price = contract.BillUpfront, dec("0.5"), must(pricing.Scale(o.Price, dec("1.1")))
		}, []roi.Flow{flow("2026-01-31", "49.50 USD")}},
		{"a term price", func(o *renewal.Offer) { o.Every, o.Per = contract.BillUpfront, contract.PerTerm }, []roi.Flow{flow("2026-01-31", "30 USD")}},
		{"floor", func(o *renewal.Offer) { o.Every, o.Floor = contract.BillUpfront, dec("5") }, []roi.Flow{flow("2026-01-31", "150 USD")}},
		{"an invoice across contract years", func(o *renewal.Offer) {
			o.Months, o.Every, o.Uplift = 18, contract.BillUpfront, dec("1")
		}, []roi.Flow{flow("2026-01-31", "720 USD")}}, // 12 × 30 + 6 × 60
	} {
		t.Run(c.name, func(t *testing.T) {
			o := base
			c.change(&o)
			got, err := o.Flows()
			require.NoError(t, err)
			if diff := cmp.Diff(c.want, got, dates); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOfferLimits(t *testing.T) {
	o := seats1000()
	o.Months, o.PaymentDays, o.Uplift = 1200, 3660, dec("0.01")
	flows, err := o.Flows()
	require.NoError(t, err)
	if len(flows) != 100 || flows[0].Date != day("2035-01-09") { // 3,660 days after 2025-01-01
		t.Errorf("%d payments, the first on %s", len(flows), flows[0].Date)
	}
	o.Start = day("9899-01-01")
	require.ErrorIs(t, o.Validate(), renewal.ErrInvalid)
	for _, bad := range []string{"-1", "1001", "0.0000000000000000000000000000001", "1e40"} {
		o := seats1000()
		o.Uplift = dec(bad)
		require.ErrorIs(t, o.Validate(), renewal.ErrInvalid)
	}
}

func TestScenarioBuilders(t *testing.T) {
	o := seats1000()
	o.Uplift = dec("0.07")
	lock := renewal.MultiYear("lock", 24, dec("0.05"), o)
	if l := lock.Offers[0]; !l.Locked || l.Months != 24 || !l.Uplift.IsZero() || !l.Discount.Equal(dec("0.05")) {
		t.Errorf("multi-year: %+v", l)
	}
	pre := renewal.Prepaid("prepaid", dec("0.10"), lock.Offers[0])
	if p := pre.Offers[0]; p.Every != contract.BillUpfront || !p.Discount.Equal(dec("0.145")) { // 1 - 0.95·0.9
		t.Errorf("prepaid: %+v", p)
	}
	if !o.Uplift.Equal(dec("0.07")) || o.Months != 36 {
		t.Errorf("the offer was changed: %+v", o)
	}
	java := o
	java.Price, java.Per = javaLadder(), contract.PerMonth
	right, err := renewal.RightSized("right", java, dec("850"))
	require.NoError(t, err)
	if !right.Offers[0].Quantity.Equal(dec("1000")) {
		t.Errorf("right-sized to %s, want 1000, the cheaper tier", right.Offers[0].Quantity)
	}
	_, err = renewal.RightSized("right", java, dec("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)

	next := renewal.Offer{Price: perUnit("80 USD"), Per: contract.PerYear, Quantity: dec("1000"), Start: day("2025-01-01"), Months: 36}
	swap := renewal.Replace("swap", renewal.Replacement{
		Next: []renewal.Offer{next}, Old: []renewal.Offer{o}, OverlapMonths: 3, Migration: []roi.Flow{flow("2025-02-01", "20000 USD")},
	})
	flows, err := swap.Flows()
	require.NoError(t, err)
	want := []roi.Flow{flow("2025-01-01", "80000 USD"), flow("2025-01-01", "25000 USD"), flow("2025-02-01", "20000 USD"), flow("2026-01-01", "80000 USD"), flow("2027-01-01", "80000 USD")}
	if diff := cmp.Diff(want, flows, dates); diff != "" {
		t.Errorf("replace (-want +got):\n%s", diff)
	}
	if s := renewal.Replace("swap", renewal.Replacement{Next: []renewal.Offer{next}, Old: []renewal.Offer{o}}); len(s.Offers) != 1 {
		t.Errorf("no overlap, yet %d offers", len(s.Offers))
	}
}

func TestCompareUnequalTerms(t *testing.T) {
	rate := dec("0.08")
	year := seats1000()
	year.Months = 12
	c, err := renewal.Compare(day("2025-01-01"), rate, []renewal.Scenario{
		renewal.AsIs("one year", year),
		renewal.MultiYear("three years", 36, dec("0.05"), seats1000()),
		renewal.WalkAway("leave", flow("2025-03-01", "5000 USD")),
	}, renewal.CompareOptions{EACTiming: roi.InAdvance})
	require.NoError(t, err)
	one, three, leave := c.Scenarios[0], c.Scenarios[1], c.Scenarios[2]
	wantMoney(t, "EAC of a year in advance is its payment", one.EAC.Value, "100000 USD")
	wantMoney(t, "EAC of three years at 5 % off", three.EAC.Value, "95000 USD")
	wantMoney(t, "PV", three.PV, "264410.15 USD") // 0.95 × 278326.4746, renewal_vectors.json
	wantMoney(t, "first year", three.FirstYear, "95000 USD")
	wantMoney(t, "total", three.Total, "285000 USD")
	wantMoney(t, "versus", three.VersusFirst, "164410.15 USD")
	if c.Best != "three years" || three.Rank != 1 || one.Rank != 2 {
		t.Errorf("best %q, ranks %d %d", c.Best, one.Rank, three.Rank)
	}
	if leave.EAC.Defined || leave.EAC.Reason == "" || leave.Rank != 0 || leave.Months != 0 {
		t.Errorf("walking away buys no service: %+v", leave)
	}
	if r, ok := c.Result("leave"); !ok || r.Name != "leave" {
		t.Errorf("result %+v, %t", r, ok)
	}
	if _, ok := c.Result("stay"); ok {
		t.Error("found a scenario that is not there")
	}
	only, err := renewal.Compare(day("2025-01-01"), rate, []renewal.Scenario{renewal.WalkAway("leave")}, renewal.CompareOptions{})
	require.NoError(t, err)
	if only.Best != "" || !only.Scenarios[0].PV.IsZero() {
		t.Errorf("nothing bought: %+v", only)
	}
}

func TestCompareErrors(t *testing.T) {
	good := renewal.AsIs("a", seats1000())
	euro := renewal.AsIs("b", renewal.Offer{Price: perUnit("1 EUR"), Per: contract.PerYear, Quantity: dec("1"), Start: day("2025-01-01"), Months: 12})
	mixed := good
	mixed.OneOff = []roi.Flow{flow("2025-01-01", "1 EUR")}
	bad := func(change func(*renewal.Offer)) []renewal.Scenario {
		o := seats1000()
		change(&o)
		return []renewal.Scenario{renewal.AsIs("a", o)}
	}
	now, rate := day("2025-01-01"), dec("0.08")
	for _, c := range []struct {
		name string
		at   finops.Date
		rate decimal.Decimal
		s    []renewal.Scenario
		want error
	}{
		{"no decision day", finops.Date{}, rate, []renewal.Scenario{good}, renewal.ErrInvalid},
		{"no scenario", now, rate, nil, renewal.ErrInvalid},
		{"rate -1", now, dec("-1"), []renewal.Scenario{good}, roi.ErrRate},
		{"name twice", now, rate, []renewal.Scenario{good, good}, renewal.ErrInvalid},
		{"no name", now, rate, []renewal.Scenario{{}}, renewal.ErrInvalid},
		{"two currencies", now, rate, []renewal.Scenario{good, euro}, finops.ErrCurrencyMismatch},
		{"two currencies in one", now, rate, []renewal.Scenario{mixed}, finops.ErrCurrencyMismatch},
		{"one-off without date", now, rate, []renewal.Scenario{renewal.WalkAway("x", roi.Flow{Amount: money("1 USD")})}, renewal.ErrInvalid},
		{"no price", now, rate, bad(func(o *renewal.Offer) { o.Price = nil }), renewal.ErrInvalid},
		{"no period", now, rate, bad(func(o *renewal.Offer) { o.Per = 0 }), renewal.ErrInvalid},
		{"negative quantity", now, rate, bad(func(o *renewal.Offer) { o.Quantity = dec("-1") }), pricing.ErrNegativeQuantity},
		{"negative ramp", now, rate, bad(func(o *renewal.Offer) { o.Ramp = []decimal.Decimal{dec("-1")} }), pricing.ErrNegativeQuantity},
		{"no start", now, rate, bad(func(o *renewal.Offer) { o.Start = finops.Date{} }), renewal.ErrInvalid},
		{"no months", now, rate, bad(func(o *renewal.Offer) { o.Months = 0 }), renewal.ErrInvalid},
		{"uplift -1", now, rate, bad(func(o *renewal.Offer) { o.Uplift = dec("-1") }), renewal.ErrInvalid},
		{"discount above 1", now, rate, bad(func(o *renewal.Offer) { o.Discount = dec("1.1") }), renewal.ErrInvalid},
		{"billing interval", now, rate, bad(func(o *renewal.Offer) { o.Every = 99 }), renewal.ErrInvalid},
		{"timing", now, rate, bad(func(o *renewal.Offer) { o.Timing = 99 }), renewal.ErrInvalid},
		{"payment days", now, rate, bad(func(o *renewal.Offer) { o.PaymentDays = -1 }), renewal.ErrInvalid},
		{"kind", now, rate, []renewal.Scenario{{Name: "a", Kind: 99}}, renewal.ErrInvalid},
		{"scenario months", now, rate, []renewal.Scenario{{Name: "a", Months: -1}}, renewal.ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := renewal.Compare(c.at, c.rate, c.s, renewal.CompareOptions{})
			require.ErrorIs(t, err, c.want)
		})
	}
	_, err := renewal.Compare(now, rate, bad(func(o *renewal.Offer) { o.Months, o.Quantity = -3, dec("-1") }), renewal.CompareOptions{})
	var field *renewal.FieldError
	require.ErrorAs(t, err, &field)
	if field.Item != `scenario "a": offer 0` || field.Field != "quantity" || field.Value != "-1" {
		t.Errorf("got %+v", field)
	}
}

func TestBreakEven(t *testing.T) {
	decision, rate := day("2025-01-01"), dec("0.08")
	rising := renewal.AsIs("yearly", uplifted(seats1000(), "0.07"))
	lock := renewal.MultiYear("lock", 36, dec("0.02"), seats1000())

	// 1 + x/1.08 + (x/1.08)² = 0.98 · (1 + 1/1.08 + 1/1.08²), x = 1+u.
	up, err := renewal.BreakEvenUplift(decision, rate, rising, lock, renewal.BreakEvenOptions{Low: dec("-0.5"), High: dec("0.5")})
	require.NoError(t, err)
	if !up.Value.Equal(dec("-0.021227")) { // source: mpmath 1.3.0, findroot: -0.02122681…
		t.Errorf("break-even uplift %s", up.Value)
	}
	if up.BeyondIt != "lock" || up.A != "yearly" || up.B != "lock" {
		t.Errorf("got %+v", up)
	}
	_, err = renewal.BreakEvenUplift(decision, rate, rising, lock, renewal.BreakEvenOptions{Low: dec("0.01"), High: dec("0.5")})
	require.ErrorIs(t, err, renewal.ErrNoBreakEven)
	require.ErrorIs(t, err, roi.ErrNoBreakEven)
	_, err = renewal.BreakEvenUplift(decision, rate, rising, lock, renewal.BreakEvenOptions{Low: dec("-1"), High: dec("0.5")})
	require.ErrorIs(t, err, renewal.ErrInvalid)
	_, err = renewal.BreakEvenUplift(decision, rate, rising, lock, renewal.BreakEvenOptions{Places: 21})
	require.ErrorIs(t, err, renewal.ErrInvalid)
	_, err = renewal.BreakEvenShrink(decision, rate, rising, lock, renewal.BreakEvenOptions{High: dec("1.5")})
	require.ErrorIs(t, err, renewal.ErrInvalid)
	_, err = renewal.BreakEvenShrink(decision, rate, rising, rising, renewal.BreakEvenOptions{})
	require.ErrorIs(t, err, renewal.ErrInvalid)

	// Whole seats: the step at which the order changes.
	whole := uplifted(seats1000(), "0.07")
	whole.Price = must(pricing.NewPerUnit(money("100 USD"), pricing.PerUnitOptions{WholeUnits: true}))
	whole.WholeUnits = true
	ten := renewal.MultiYear("ten off", 36, dec("0.10"), seats1000())
	shrink, err := renewal.BreakEvenShrink(decision, rate, renewal.AsIs("yearly", whole), ten, renewal.BreakEvenOptions{Places: 4})
	require.NoError(t, err)
	// source: renewal_vectors.json, 0.236966 of 1,000 seats: 236 fewer are not enough, 237 are.
	if shrink.Value.Cmp(dec("0.2359")) < 0 || shrink.Value.Cmp(dec("0.2370")) > 0 || shrink.BeyondIt != "yearly" {
		t.Errorf("got %+v", shrink)
	}
}

func TestPrepaymentOfNothing(t *testing.T) {
	r, err := renewal.PrepaymentBreakEven(dec("0.08"), renewal.WalkAway("leave"), roi.Actual365)
	require.NoError(t, err)
	if _, ok := r.Value(); ok {
		t.Errorf("got %v, want undefined", r)
	}
}

func TestSensitivity(t *testing.T) {
	s := []renewal.Scenario{renewal.AsIs("yearly", uplifted(seats1000(), "0.07")), renewal.MultiYear("lock", 36, dec("0.10"), seats1000())}
	table, err := renewal.Sensitivity(day("2025-01-01"), dec("0.08"), s, renewal.SensitivityAxes{
		Rates: []decimal.Decimal{{}, dec("0.12")}, Uplifts: []decimal.Decimal{dec("-0.2")}, Seats: []decimal.Decimal{dec("-0.3"), dec("-0.1")},
	}, renewal.CompareOptions{})
	require.NoError(t, err)
	type row struct {
		Changed renewal.Assumption
		Lowest  string
		Differs bool
		PV      string
	}
	var got []row
	for _, r := range table.Rows {
		got = append(got, row{r.Changed, r.Lowest, r.Differs, r.PV[0].String()})
	}
	want := []row{
		{renewal.AssumeBase, "lock", false, "297230.80 USD"},
		{renewal.AssumeRate, "lock", false, "321490.00 USD"},    // 100000 + 107000 + 114490
		{renewal.AssumeRate, "lock", false, "286806.44 USD"},    // 100000 + 107000/1.12 + 114490/1.2544
		{renewal.AssumeUplift, "yearly", true, "228943.76 USD"}, // 100000 + 80000/1.08 + 64000/1.1664
		{renewal.AssumeSeats, "yearly", true, "238061.56 USD"},  // 100000 + 0.7 × 197230.7956
		{renewal.AssumeSeats, "lock", false, "277507.72 USD"},   // 100000 + 0.9 × 197230.7956
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, bad := range []renewal.SensitivityAxes{{Uplifts: []decimal.Decimal{dec("-1")}}, {Seats: []decimal.Decimal{dec("-1.1")}}} {
		_, err := renewal.Sensitivity(day("2025-01-01"), dec("0.08"), s, bad, renewal.CompareOptions{})
		require.ErrorIs(t, err, renewal.ErrInvalid)
	}
	_, err = renewal.Sensitivity(day("2025-01-01"), dec("0.08"), s, renewal.SensitivityAxes{Rates: []decimal.Decimal{dec("-1")}}, renewal.CompareOptions{})
	require.ErrorIs(t, err, roi.ErrRate)
	_, err = renewal.Sensitivity(day("2025-01-01"), dec("0.08"), nil, renewal.SensitivityAxes{}, renewal.CompareOptions{})
	require.ErrorIs(t, err, renewal.ErrInvalid)
}

// TestOfferLaws: billing changes when money moves, not how much, as long as invoices need no rounding.
func TestOfferLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := renewal.Offer{
			Price: perUnit("12 USD"), Per: contract.PerYear, Quantity: decimal.NewFromInt(rapid.Int64Range(0, 5000).Draw(t, "quantity")),
			Start: day("2024-01-31").AddDays(rapid.IntRange(0, 800).Draw(t, "start")), Months: rapid.IntRange(1, 60).Draw(t, "months"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "ramp") {
			o.Ramp = append(o.Ramp, decimal.NewFromInt(rapid.Int64Range(0, 5000).Draw(t, "step")))
		}
		var first finops.Money
		for every := contract.BillAnnually; every <= contract.BillMonthly; every++ {
			o.Every = every
			flows, err := o.Flows()
			require.NoError(t, err)
			var sum finops.Accumulator
			for i, f := range flows {
				sum.Add(f.Amount)
				if f.Date.Before(o.Start) || !f.Date.Before(o.Period().End) || i > 0 && f.Date.Before(flows[i-1].Date) {
					t.Fatalf("%s: payment on %s of %s", every, f.Date, o.Period())
				}
			}
			total, err := sum.Total()
			require.NoError(t, err)
			if every == contract.BillAnnually {
				first = total
			} else if !total.Equal(first) {
				t.Fatalf("billed %s: %s, annually: %s", every, total, first)
			}
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	monthly := uplifted(seats1000(), "0.07")
	monthly.Every = contract.BillMonthly
	scenarios := []renewal.Scenario{renewal.AsIs("monthly", monthly), renewal.MultiYear("locked", 36, dec("0.1"), seats1000())}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := renewal.Compare(day("2025-01-01"), dec("0.08"), scenarios, renewal.CompareOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
