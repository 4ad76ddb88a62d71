// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// asJSON is the report as text, to compare reports.
func asJSON(t require.TestingT, r renewal.Report) string {
	b, err := json.Marshal(r)
	require.NoError(t, err)
	return string(b)
}

// full is a portfolio that uses every part of the input.
func full() renewal.Input {
	in := portfolio()
	in.Floors = []renewal.Floor{{Contract: "A", Line: "L1", Quantity: dec("80"), Reason: "framework"}, {Contract: "B", Line: "L1", Quantity: dec("45")}, {Contract: "X", Line: "L1"}}
	in.Expected = []renewal.Expected{{Product: "crm", Joiners: 3}, {Product: "crm", Joiners: 2}, {Product: "cad", Joiners: 4}}
	in.Markets = []renewal.Market{{Contract: "A", Line: "L1", Unit: "user", Sample: sampleOf(7)}, {Contract: "B", Line: "L1", Unit: "user"}, {Contract: "B", Line: "L1", Unit: "device"}}
	in.Alternatives = []renewal.Alternative{
		{Contract: "A", Scenario: renewal.WalkAway("leave"), Intended: true}, {Contract: "A", Scenario: renewal.WalkAway("a way out")}, {Contract: "D", Scenario: renewal.WalkAway("leave")},
	}
	in.People = []license.Person{{ID: "crm-00003", LastDay: day("2026-11-30")}, {ID: "wiki-00001", LastDay: day("2026-09-30")}}
	return in
}

func TestAnalyzeOrderDoesNotMatter(t *testing.T) {
	want := asJSON(t, analyze(t, full(), options()))
	rapid.Check(t, func(rt *rapid.T) {
		in := full()
		in.Contracts = rapid.Permutation(in.Contracts).Draw(rt, "contracts")
		in.Floors = rapid.Permutation(in.Floors).Draw(rt, "floors")
		in.Expected = rapid.Permutation(in.Expected).Draw(rt, "expected")
		in.Markets = rapid.Permutation(in.Markets).Draw(rt, "markets")
		in.Alternatives = rapid.Permutation(in.Alternatives).Draw(rt, "alternatives")
		in.People = rapid.Permutation(in.People).Draw(rt, "people")
		r, err := renewal.Analyze(in, asOf, options())
		require.NoError(rt, err)
		if got := asJSON(rt, r); got != want {
			rt.Fatalf("order matters:\n%s", cmp.Diff(want, got))
		}
	})
}

func TestAnalyzeDoesNotMutate(t *testing.T) {
	in, same := full(), full()
	first := analyze(t, in, options())
	opts := []cmp.Option{
		cmpopts.EquateComparable(finops.Date{}, finops.Period{}, finops.Month{}), cmp.AllowUnexported(renewal.Offer{}),
		cmp.Comparer(func(a, b finops.FXTable) bool { return true }),
		cmp.Comparer(func(a, b pricing.Price) bool {
			x, _ := json.Marshal(must(a.Charge(dec("7"))))
			y, _ := json.Marshal(must(b.Charge(dec("7"))))
			return string(x) == string(y)
		}),
	}
	if diff := cmp.Diff(same, in, opts...); diff != "" {
		t.Errorf("input changed (-want +got):\n%s", diff)
	}
	// What is returned does not hang on the input.
	before := asJSON(t, first)
	in.Contracts[0].Lines[0].Quantity = dec("1")
	in.Shelfware.Products[0].Product = "changed"
	in.Shelfware.Seats[0].Seat = "changed"
	if asJSON(t, first) != before {
		t.Error("the report changes with its input")
	}
}

func TestAnalyzeConcurrently(t *testing.T) {
	in := full()
	want := asJSON(t, analyze(t, in, options()))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			r, err := renewal.Analyze(in, asOf, options())
			if err != nil || asJSON(t, r) != want {
				t.Error("differs")
			}
		})
	}
	wg.Wait()
}

// TestPortfolioLaws: over random portfolios every saving is positive and dated, parts do not exceed what the contract
// costs, a saving counts once, and the safe day is not after the latest.
func TestPortfolioLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in renewal.Input
		var counts []seatCount
		for i := range rapid.IntRange(1, 6).Draw(t, "contracts") {
			held := rapid.IntRange(1, 60).Draw(t, "held")
			product := rapid.SampledFrom([]string{"p", "q", "r"}).Draw(t, "product")
			c := autoRenewing(string(rune('A'+i)), product, decimal.NewFromInt(int64(held)).String(), "1 USD", "2026-01-01/2027-01-01")
			start := day("2024-01-01").AddDays(rapid.IntRange(0, 1200).Draw(t, "start"))
			c.Term = finops.Period{Start: start, End: start.AddMonths(rapid.IntRange(1, 36).Draw(t, "months"))}
			c.Lines[0].Price = drawLadder(t)
			c.Lines[0].Per = contract.PricePeriod(rapid.IntRange(1, 3).Draw(t, "per"))
			c.Lines[0].Minimum = decimal.NewFromInt(int64(rapid.IntRange(0, held).Draw(t, "minimum")))
			c.Renewal.Kind = contract.RenewalKind(rapid.IntRange(0, 2).Draw(t, "kind"))
			c.Renewal.Notice.N = rapid.IntRange(0, 200).Draw(t, "notice")
			c.Renewal.Notice.Anchor = contract.NoticeAnchor(rapid.IntRange(0, 2).Draw(t, "anchor"))
			if rapid.Bool().Draw(t, "true-down") {
				c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: asOf.AddDays(rapid.IntRange(-50, 300).Draw(t, "milestone"))}}
			}
			in.Contracts = append(in.Contracts, c)
		}
		for _, p := range []string{"p", "q", "r"} {
			n := rapid.IntRange(0, 80).Draw(t, "assigned")
			counts = append(counts, seatCount{p, n, rapid.IntRange(0, n).Draw(t, "active")})
		}
		in.Shelfware = shelfware(counts...)
		r, err := renewal.Analyze(in, asOf, options())
		require.NoError(t, err)
		checkTotals(t, r)
		checkExposure(t, r)
		checkCoverage(t, r)
		for _, c := range r.Contracts {
			if w := c.Window; w.Safe.After(w.Latest) {
				t.Fatalf("safe %s after latest %s", w.Safe, w.Latest)
			}
			for _, l := range c.Lines {
				if l.Need.Sign() < 0 || l.Saving.Real.Sign() < 0 || l.Naive.Sign() < 0 {
					t.Fatalf("negative: %+v", l)
				}
				for _, p := range l.Parts {
					if p.PerYear.Sign() <= 0 || p.Reason == "" || p.Timing != renewal.SavingBlocked && (p.From.IsZero() || p.From.Before(asOf)) {
						t.Fatalf("part %+v", p)
					}
				}
			}
		}
		for i, a := range r.Actions {
			if a.Rank != i+1 || a.Explanation == "" || len(a.Evidence) == 0 || a.Urgency == renewal.UrgencyOverdue && a.Deadline.IsZero() {
				t.Fatalf("action %+v", a)
			}
			if i > 0 && a.Urgency < r.Actions[i-1].Urgency {
				t.Fatalf("%s before %s", r.Actions[i-1].ID, a.ID)
			}
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	var in renewal.Input
	var counts []seatCount
	for i := range 1000 {
		product := "p" + decimal.NewFromInt(int64(i%200)).String()
		c := autoRenewing("C"+decimal.NewFromInt(int64(i)).String(), product, "100", "1200 USD", "2026-01-01/2027-01-01")
		c.Term = finops.Period{Start: day("2024-01-01").AddDays(i), End: day("2024-01-01").AddDays(i).AddMonths(24)}
		in.Contracts = append(in.Contracts, c)
		if i < 200 {
			counts = append(counts, seatCount{product, 450, 200 + i})
		}
	}
	in.Shelfware, in.FX = shelfware(counts...), fxTable()
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := renewal.Analyze(in, asOf, options()); err != nil {
			b.Fatal(err)
		}
	}
}
