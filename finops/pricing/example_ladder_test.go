// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// seatLadder is 7 USD up to 5 seats, 6.50 up to 10, and 6 above.
func seatLadder(mode pricing.Mode) pricing.LadderSpec {
	return pricing.LadderSpec{Currency: "USD", Mode: mode, Tiers: []pricing.Tier{
		{UpTo: decimal.NewFromInt(5), Unit: decimal.NewFromInt(7)},
		{UpTo: decimal.NewFromInt(10), Unit: decimal.RequireFromString("6.50")},
		{Open: true, Unit: decimal.NewFromInt(6)},
	}}
}

func ExampleLadder() {
	l, _ := pricing.NewLadder(seatLadder(pricing.Graduated))
	c, _ := l.Charge(decimal.NewFromInt(20))
	for _, line := range c.Lines() {
		fmt.Println(line)
	}
	fmt.Println(c.Total)
	// Output:
	// tier 1 (up to 5): 5 × 7.00 USD = 35.00 USD
	// tier 2 (over 5 up to 10): 5 × 6.50 USD = 32.50 USD
	// tier 3 (over 10): 10 × 6.00 USD = 60.00 USD
	// 127.50 USD
}

func ExampleLadder_ChargeProrated() {
	l, _ := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Mode: pricing.Volume, Tiers: []pricing.Tier{
		{UpTo: decimal.NewFromInt(200), Unit: decimal.NewFromInt(1)},
		{Open: true, Unit: decimal.RequireFromString("0.5"), Flat: decimal.NewFromInt(50)},
	}})
	// 300 units, held for part of the month: 198.6 unit-months at the price for 300.
	c, _ := l.ChargeProrated(decimal.NewFromInt(300), decimal.RequireFromString("198.6"))
	fmt.Println(c.Total)
	// Output: 149.30 USD
}

func ExampleNewLadder() {
	_, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{
		{UpTo: decimal.RequireFromString("5"), Unit: decimal.NewFromInt(7)},
		{UpTo: decimal.RequireFromString("5.0"), Unit: decimal.NewFromInt(-6)},
	}})
	fmt.Println(err)
	// Output:
	// pricing: ladder: tiers[1].open "false": the last tier must be open, or the ladder said to be closed
	// pricing: ladder: tiers[1].up_to "5": repeats the bound of tiers[0]
	// pricing: ladder: tiers[1].unit "-6": is negative
}

func ExampleLadderSpec() {
	spec := seatLadder(pricing.Volume)
	spec.WholeUnits = true
	spec.Bound = pricing.UpperExclusive
	l, _ := pricing.NewLadder(spec)
	c, _ := l.Charge(decimal.NewFromInt(10))
	fmt.Println(c.Total)
	fmt.Println(c.Reading)
	// Output:
	// 60.00 USD
	// volume, upper bounds exclusive, first flat amount due at zero, whole units only
}

func ExampleTier() {
	l, _ := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{
		{UpTo: decimal.NewFromInt(50), Free: true},
		{Open: true, Unit: decimal.RequireFromString("0.01"), Flat: decimal.NewFromInt(3)},
	}})
	c, _ := l.Charge(decimal.NewFromInt(100))
	fmt.Println(c.Total)
	// Output: 3.50 USD
}

func ExampleTierError() {
	_, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{{Open: true}}})
	var te *pricing.TierError
	if errors.As(err, &te) {
		fmt.Println(te.Index, te.Field, te.Reason)
	}
	// Output: 0 free the tier has no price; say that it is free
}

func ExampleMode() {
	tiers := []pricing.Tier{
		{UpTo: decimal.NewFromInt(100), Flat: decimal.NewFromInt(25)},
		{UpTo: decimal.NewFromInt(1000), Flat: decimal.NewFromInt(20)},
		{Open: true, Flat: decimal.NewFromInt(15)},
	}
	for _, mode := range []pricing.Mode{pricing.Stairstep, pricing.StairstepCumulative} {
		l, _ := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Mode: mode, Tiers: tiers})
		c, _ := l.Charge(decimal.NewFromInt(200))
		fmt.Println(mode, c.Total)
	}
	for _, mode := range []pricing.Mode{pricing.Graduated, pricing.Volume} {
		l, _ := pricing.NewLadder(seatLadder(mode))
		c, _ := l.Charge(decimal.NewFromInt(6))
		fmt.Println(mode, c.Total)
	}
	// Output:
	// stairstep 20.00 USD
	// stairstep_cumulative 45.00 USD
	// graduated 41.50 USD
	// volume 39.00 USD
}

func ExampleBound() {
	spec := seatLadder(pricing.Volume)
	for _, spec.Bound = range []pricing.Bound{pricing.UpperInclusive, pricing.UpperExclusive} {
		l, _ := pricing.NewLadder(spec)
		c, _ := l.Charge(decimal.NewFromInt(5))
		fmt.Println(spec.Bound, c.Total)
	}
	// Output:
	// upper_inclusive 35.00 USD
	// upper_exclusive 32.50 USD
}

func ExampleAtZero() {
	spec := pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{{Open: true, Flat: decimal.NewFromInt(10), Unit: decimal.NewFromInt(1)}}}
	for _, spec.AtZero = range []pricing.AtZero{pricing.FlatAtZero, pricing.NothingAtZero} {
		l, _ := pricing.NewLadder(spec)
		c, _ := l.Charge(decimal.Decimal{})
		fmt.Println(spec.AtZero, c.Total)
	}
	// Output:
	// flat 10.00 USD
	// nothing 0.00 USD
}

func ExamplePackageCount() {
	ten := decimal.NewFromInt(10)
	spec := pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{
		{UpTo: decimal.NewFromInt(15), Unit: decimal.NewFromInt(3), Package: ten},
		{Open: true, Unit: decimal.NewFromInt(2), Package: ten},
	}}
	for _, spec.PackageCount = range []pricing.PackageCount{pricing.PackagesPerTier, pricing.PackagesWhole} {
		l, _ := pricing.NewLadder(spec)
		c, _ := l.Charge(decimal.NewFromInt(16))
		fmt.Println(spec.PackageCount, c.Total)
	}
	// Output:
	// per_tier 8.00 USD
	// whole 6.00 USD
}

func ExampleBestQuantity() {
	l, _ := pricing.NewLadder(seatLadder(pricing.Volume))
	q, err := pricing.BestQuantity(l, decimal.NewFromInt(10), decimal.Decimal{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("buy", q.Buy, "for", q.Cost)
	q, _ = pricing.BestQuantity(l, decimal.NewFromInt(5), decimal.NewFromInt(8))
	fmt.Println("buy", q.Buy, "for", q.Cost)
	// Output:
	// buy 10 for 65.00 USD
	// buy 8 for 52.00 USD
}

func ExampleQuote() {
	l, _ := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Mode: pricing.Volume, Tiers: []pricing.Tier{
		{UpTo: decimal.NewFromInt(999), Unit: decimal.NewFromInt(15)}, {Open: true, Unit: decimal.NewFromInt(12)},
	}})
	q, _ := pricing.BestQuantity(l, decimal.NewFromInt(900), decimal.Decimal{})
	fmt.Printf("%s instead of %s: %s instead of %s saves %s\n", q.Buy, q.Need, q.Cost, q.CostAtNeed, q.Saving)
	// Output: 1000 instead of 900: 12000.00 USD instead of 13500.00 USD saves 1500.00 USD
}

func ExampleMarginalPrice() {
	l, _ := pricing.NewLadder(seatLadder(pricing.Volume))
	for _, at := range []int64{4, 5} {
		m, _ := pricing.MarginalPrice(l, decimal.NewFromInt(at))
		fmt.Println("one more than", at, "costs", m)
	}
	// Output:
	// one more than 4 costs 7.00 USD
	// one more than 5 costs 4.00 USD
}

func ExampleIncrementalCost() {
	l, _ := pricing.NewLadder(seatLadder(pricing.Graduated))
	m, _ := pricing.IncrementalCost(l, decimal.NewFromInt(8), decimal.NewFromInt(12))
	fmt.Println(m)
	// Output: 25.00 USD
}

func ExampleEffectivePrice() {
	l, _ := pricing.NewLadder(seatLadder(pricing.Graduated))
	r, _ := pricing.EffectivePrice(l, decimal.NewFromInt(6))
	v, _ := r.Round(4, finops.HalfUp)
	fmt.Println(v, "per seat")
	r, _ = pricing.EffectivePrice(l, decimal.Decimal{})
	_, defined := r.Value()
	fmt.Println("without seats:", defined)
	// Output:
	// 6.9167 per seat
	// without seats: false
}

func ExampleTierUnits() {
	// Value units of a licence: 11,000 units in tiers of factor 1, 0.8, 0.7 and 0.65.
	bounds := []decimal.Decimal{decimal.NewFromInt(2500), decimal.NewFromInt(5000), decimal.NewFromInt(10000)}
	units, _ := pricing.TierUnits(bounds, decimal.NewFromInt(11000))
	var sum decimal.Decimal
	for i, factor := range []string{"1", "0.8", "0.7", "0.65"} {
		sum = sum.Add(units[i].Mul(decimal.RequireFromString(factor)))
	}
	fmt.Println(units, sum)
	// Output: [2500 2500 5000 1000] 8650
}
