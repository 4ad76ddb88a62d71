// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// volume is a volume ladder in USD: bound and unit price of each tier, the last open.
func volume(bound pricing.Bound, tiers ...string) pricing.Price {
	spec := pricing.LadderSpec{Currency: "USD", Mode: pricing.Volume, Bound: bound}
	for i := 0; i < len(tiers); i += 2 {
		t := pricing.Tier{Open: tiers[i] == "", Unit: dec(tiers[i+1])}
		if !t.Open {
			t.UpTo = dec(tiers[i])
		}
		spec.Tiers = append(spec.Tiers, t)
	}
	return must(pricing.NewLadder(spec))
}

// TestWholeUnits: on bounds between whole units the next tier starts at the next whole unit.
func TestWholeUnits(t *testing.T) {
	price := volume(pricing.UpperInclusive, "99.5", "10", "", "8")
	for _, c := range []struct {
		need, buy, real string
	}{
		{"90", "100", "200.00 USD"},  // 900 at 10; 100 × 8 = 800; 99.6 × 8 = 796.80 is not on sale
		{"79.2", "80", "200.00 USD"}, // 80 × 10 = 100 × 8
		{"50.1", "51", "490.00 USD"},
	} {
		s, err := renewal.Reprice(renewal.Position{Price: price, Held: dec("125"), Need: dec(c.need), WholeUnits: true})
		require.NoError(t, err)
		if !s.Buy.Equal(dec(c.buy)) {
			t.Errorf("need %s: buy %s, want %s", c.need, s.Buy, c.buy)
		}
		wantMoney(t, "need "+c.need, s.Real, c.real)
	}
	right, err := renewal.RightSized("right", renewal.Offer{Price: price, Per: contract.PerYear, Start: day("2027-01-01"), Months: 12, WholeUnits: true}, dec("90"))
	require.NoError(t, err)
	if q := right.Offers[0].Quantity; !q.Equal(dec("100")) {
		t.Errorf("right-sized offer: %s", q)
	}
}

// TestMaximumLeavesOtherTiers: where the cheapest tier starts above the maximum, the best of the others counts.
func TestMaximumLeavesOtherTiers(t *testing.T) {
	price := volume(pricing.UpperInclusive, "99", "10", "199", "8", "", "3")
	s, err := renewal.Reprice(renewal.Position{Price: price, Held: dec("150"), Need: dec("90"), Maximum: decimal.NewNullDecimal(dec("150"))})
	require.NoError(t, err)
	if !s.Buy.Equal(dec("100")) { // 900 at 10, 800 at 8; 200 × 3 = 600 is above the maximum
		t.Errorf("buy %s", s.Buy)
	}
	wantMoney(t, "real", s.Real, "400 USD")
}

// TestCheapestByBruteForce tries every quantity on sale.
func TestCheapestByBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := pricing.LadderSpec{Currency: "USD", Mode: pricing.Mode(rapid.IntRange(0, 1).Draw(t, "mode")), Bound: pricing.Bound(rapid.IntRange(0, 1).Draw(t, "bound"))}
		var upTo int64
		for range rapid.IntRange(0, 4).Draw(t, "tiers") {
			upTo += rapid.Int64Range(1, 150).Draw(t, "width")
			spec.Tiers = append(spec.Tiers, pricing.Tier{UpTo: decimal.New(upTo, -1), Unit: decimal.NewFromInt(rapid.Int64Range(1, 20).Draw(t, "unit"))})
		}
		spec.Tiers = append(spec.Tiers, pricing.Tier{Open: true, Unit: decimal.NewFromInt(rapid.Int64Range(1, 20).Draw(t, "last"))})
		price := must(pricing.NewLadder(spec))
		step := int64(10) // tenths
		if rapid.Bool().Draw(t, "fractions") {
			step = 1
		}
		need, floor := rapid.Int64Range(0, 600).Draw(t, "need"), rapid.Int64Range(0, 600).Draw(t, "floor")
		p := renewal.Position{Price: price, Held: dec("60"), Need: decimal.New(need, -1), Floor: decimal.New(floor, -1), WholeUnits: step == 10}
		least := (max(need, floor) + step - 1) / step * step
		most := int64(800)
		if rapid.Bool().Draw(t, "maximum") {
			most = least + rapid.Int64Range(0, 20).Draw(t, "room")*step
			p.Maximum = decimal.NewNullDecimal(decimal.New(most, -1))
		}
		got, err := renewal.Reprice(p)
		require.NoError(t, err)
		var best pricing.Charge
		for q := least; q <= most; q += step {
			c := must(price.Charge(decimal.New(q, -1)))
			if q == least || c.Total.Amount().Cmp(best.Total.Amount()) < 0 {
				best = c
			}
		}
		if !got.CostBuy.Equal(best.Total) || !got.Buy.Equal(best.Quantity) {
			t.Fatalf("buy %s for %s, want %s for %s", got.Buy, got.CostBuy, best.Quantity, best.Total)
		}
	})
}
