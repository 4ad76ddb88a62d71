// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// TestDatedSavingsDayByDay compares the parts of a saving with a buyer who, on each day on which the contract lets him,
// tries every quantity that the floors of that day allow. Costs are counted in days, a year being 365.
func TestDatedSavingsDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		held := rapid.Int64Range(1, 60).Draw(t, "held")
		active := rapid.Int64Range(0, held-1).Draw(t, "active")
		minimum, floor := rapid.Int64Range(0, held).Draw(t, "minimum"), rapid.Int64Range(0, held).Draw(t, "floor")
		c := autoRenewing("A", "crm", decimal.NewFromInt(held).String(), "1 USD", "2026-01-01/2027-01-01")
		c.Lines[0].Price, c.Lines[0].Minimum = drawLadder(t), decimal.NewFromInt(minimum)
		in := renewal.Input{Shelfware: shelfware(seatCount{"crm", int(held), int(active)}), Floors: []renewal.Floor{{Contract: "A", Line: "L1", Quantity: decimal.NewFromInt(floor)}}}
		cut := finops.Date{}
		if rapid.Bool().Draw(t, "true-down") {
			cut = asOf.AddDays(rapid.IntRange(0, 121).Draw(t, "days"))
			c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: cut, Line: "L1"}}
		}
		in.Contracts = []contract.Contract{c}
		r := analyzeRapid(t, in)
		line := r.Contracts[0].Lines[0]
		renews, end := day("2027-01-01"), day("2028-01-01")

		// The buyer.
		cost := func(q int64) decimal.Decimal {
			return must(c.Lines[0].Price.Charge(decimal.NewFromInt(q))).Total.Amount()
		}
		cheapest := func(least int64) int64 {
			best := least
			for q := least + 1; q <= 200; q++ {
				if cost(q).Cmp(cost(best)) < 0 {
					best = q
				}
			}
			return best
		}
		buys, saved := held, decimal.Decimal{}
		for d := asOf; d.Before(end); d = d.AddDays(1) {
			if d == cut {
				buys = cheapest(max(active, minimum, floor))
			}
			if d == renews {
				buys = cheapest(max(active, floor))
			}
			saved = saved.Add(cost(held).Sub(cost(buys)))
		}

		// The report: each part from its day on.
		reported := decimal.Decimal{}
		for _, p := range line.Parts {
			if p.Timing != renewal.SavingBlocked {
				reported = reported.Add(p.PerYear.Amount().Mul(decimal.NewFromInt(int64(p.From.DaysUntil(end)))))
			}
		}
		if !reported.Equal(saved) {
			t.Fatalf("reported %s, the buyer saves %s (× 1/365): %v", reported, saved, line.Parts)
		}
		// Without floors: all parts together.
		whole := cost(held).Sub(cost(cheapest(active)))
		for _, p := range line.Parts {
			whole = whole.Sub(p.PerYear.Amount())
		}
		if !whole.IsZero() {
			t.Fatalf("the parts leave %s: %v", whole, line.Parts)
		}
		if i := slices.IndexFunc(line.Parts, func(p renewal.SavingPart) bool { return p.Cause == renewal.BlockedByFloor }); i >= 0 && len(r.Blocked) != 1 {
			t.Fatalf("blocked %+v", r.Blocked)
		}
	})
}

// analyzeRapid is Analyze in a property test.
func analyzeRapid(t *rapid.T, in renewal.Input) renewal.Report {
	r, err := renewal.Analyze(in, asOf, renewal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
