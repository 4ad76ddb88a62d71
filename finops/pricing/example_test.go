// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// A team holds 1,000 employee licences of Java SE on Oracle's list price and needs only 850. The list price falls with
// the quantity, so giving licences back saves nothing until fewer than 800 are needed.
func Example() {
	n := decimal.RequireFromString
	ladder, err := pricing.NewLadder(pricing.LadderSpec{
		Currency: "USD", Mode: pricing.Volume, WholeUnits: true, Closed: true,
		Tiers: []pricing.Tier{
			{UpTo: n("999"), Unit: n("15")}, {UpTo: n("2999"), Unit: n("12")}, {UpTo: n("9999"), Unit: n("10.50")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	held, _ := ladder.Charge(n("1000"))
	fmt.Println("held:", held.Total)
	for _, need := range []string{"850", "700"} {
		q, err := pricing.BestQuantity(ladder, n(need), n("0"))
		if err != nil {
			fmt.Println(err)
			return
		}
		saving, _ := held.Total.Sub(q.Cost)
		fmt.Printf("need %s: buying exactly that costs %s; buy %s for %s, saving %s\n", need, q.CostAtNeed, q.Buy, q.Cost, saving)
		for _, line := range q.Charge.Lines() {
			fmt.Println(" ", line)
		}
	}
	// Output:
	// held: 12000.00 USD
	// need 850: buying exactly that costs 12750.00 USD; buy 1000 for 12000.00 USD, saving 0.00 USD
	//   tier 2 (over 999 up to 2999): 1000 × 12.00 USD = 12000.00 USD
	// need 700: buying exactly that costs 10500.00 USD; buy 700 for 10500.00 USD, saving 1500.00 USD
	//   tier 1 (up to 999): 700 × 15.00 USD = 10500.00 USD
}

func ExamplePrice() {
	perUnit, _ := pricing.NewPerUnit(finops.MustMoney("2 EUR"), pricing.PerUnitOptions{})
	flat, _ := pricing.NewFlat(finops.MustMoney("50 EUR"))
	for _, p := range []pricing.Price{perUnit, flat} {
		c, _ := p.Charge(decimal.NewFromInt(30))
		fmt.Println(p.Currency(), c.Total)
	}
	// Output:
	// EUR 60.00 EUR
	// EUR 50.00 EUR
}

func ExampleCharge() {
	p, _ := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{
		{UpTo: decimal.NewFromInt(10), Unit: decimal.RequireFromString("0.125")},
		{Open: true, Unit: decimal.RequireFromString("0.075")},
	}})
	c, _ := p.Charge(decimal.NewFromInt(13))
	fmt.Println("exact:  ", c.Total)
	fmt.Println("invoice:", c.Rounded(finops.HalfUp).Total)
	fmt.Println(c.Reading)
	// Output:
	// exact:   1.475 USD
	// invoice: 1.48 USD
	// graduated, upper bounds inclusive, first flat amount due at zero
}

func ExampleChargeLine() {
	p, _ := pricing.NewPackage(pricing.PackageSpec{Amount: finops.MustMoney("15 USD"), Size: decimal.NewFromInt(10)})
	c, _ := p.Charge(decimal.NewFromInt(21))
	line := c.Lines()[0]
	fmt.Println(line)
	fmt.Println(line.Packages, line.Unit, line.Amount)
	// Output:
	// 3 × 15.00 USD for packages of 10 (21 units) = 45.00 USD
	// 3 15.00 USD 45.00 USD
}

func ExamplePerUnit() {
	p, _ := pricing.NewPerUnit(finops.MustMoney("0.004 USD"), pricing.PerUnitOptions{})
	c, _ := p.Charge(decimal.NewFromInt(1001))
	fmt.Println(p.Unit(), c.Total)
	// Output: 0.004 USD 4.004 USD
}

func ExampleNewPerUnit() {
	p, err := pricing.NewPerUnit(finops.MustMoney("10 USD"), pricing.PerUnitOptions{WholeUnits: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = p.Charge(decimal.RequireFromString("2.5"))
	fmt.Println(err)
	// Output: pricing: quantity 2.5: pricing: quantity is not whole
}

func ExamplePerUnitOptions() {
	// Tokens are metered singly and billed by the started thousand; half a thousand is free.
	p, _ := pricing.NewPerUnit(finops.MustMoney("10 USD"), pricing.PerUnitOptions{
		ConvertDivide: decimal.NewFromInt(1000), ConvertRounding: finops.Ceiling, UsageDiscount: decimal.RequireFromString("0.5"),
	})
	c, _ := p.Charge(decimal.NewFromInt(1400))
	fmt.Println(c.Lines()[0])
	fmt.Println(c.Reading)
	// Output:
	// 1.5 × 10.00 USD = 15.00 USD
	// per unit, quantity divided by 1000 and rounded ceiling to 0 places, first 0.5 billed units free
}

func ExampleFlat() {
	f, _ := pricing.NewFlat(finops.MustMoney("99 USD"))
	c, _ := f.Charge(decimal.NewFromInt(12))
	fmt.Println(f.Amount(), c.Lines()[0])
	// Output: 99.00 USD 99.00 USD flat = 99.00 USD
}

func ExampleNewFlat() {
	_, err := pricing.NewFlat(finops.MustMoney("-1 USD"))
	fmt.Println(err)
	fmt.Println(errors.Is(err, pricing.ErrInvalidPrice))
	// Output:
	// pricing: invalid price: amount "-1.00 USD": is negative
	// true
}

func ExamplePackage() {
	p, _ := pricing.NewPackage(pricing.PackageSpec{Amount: finops.MustMoney("5 USD"), Size: decimal.NewFromInt(100)})
	for _, q := range []int64{0, 1, 100, 101} {
		n, _ := p.Packages(decimal.NewFromInt(q))
		fmt.Println(q, "units are", n, "packages")
	}
	// Output:
	// 0 units are 0 packages
	// 1 units are 1 packages
	// 100 units are 1 packages
	// 101 units are 2 packages
}

func ExampleNewPackage() {
	p, err := pricing.NewPackage(pricing.PackageSpec{
		Amount: finops.MustMoney("100 USD"), Size: decimal.NewFromInt(10), Free: decimal.NewFromInt(10),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, _ := p.Charge(decimal.NewFromInt(121))
	fmt.Println(c.Total)
	// Output: 1200.00 USD
}

func ExamplePackageSpec() {
	p, _ := pricing.NewPackage(pricing.PackageSpec{
		Amount: finops.MustMoney("1.25 USD"), Size: decimal.NewFromInt(1_000_000), MinPackages: decimal.NewFromInt(1),
	})
	c, _ := p.Charge(decimal.Decimal{})
	fmt.Println(c.Total)
	fmt.Println(c.Reading)
	// Output:
	// 1.25 USD
	// packages of 1000000, part packages due, at least 1 packages
}

func ExamplePartPackage() {
	spec := pricing.PackageSpec{Amount: finops.MustMoney("5 USD"), Size: decimal.NewFromInt(10)}
	for _, spec.PartPackage = range []pricing.PartPackage{pricing.PartPackageDue, pricing.PartPackageFree} {
		p, _ := pricing.NewPackage(spec)
		c, _ := p.Charge(decimal.NewFromInt(19))
		fmt.Println(spec.PartPackage, c.Total)
	}
	// Output:
	// due 10.00 USD
	// free 5.00 USD
}

func ExamplePercentage() {
	p, _ := pricing.NewPercentage(pricing.PercentageSpec{
		Currency: "USD", Rate: decimal.RequireFromString("0.0299"), Minimum: finops.MustMoney("1.75 USD"), Maximum: finops.MustMoney("12 USD"),
	})
	c, _ := p.ChargeTransactions([]finops.Money{
		finops.MustMoney("10 USD"), finops.MustMoney("80 USD"), finops.MustMoney("10000 USD"),
	})
	for _, line := range c.Lines() {
		fmt.Println(line)
	}
	fmt.Println(c.Total)
	// Output:
	// 10 × 0.0299 USD + 1.451 USD to the minimum = 1.75 USD
	// 80 × 0.0299 USD = 2.392 USD
	// 10000 × 0.0299 USD - 287.00 USD to the maximum = 12.00 USD
	// 16.142 USD
}

func ExampleNewPercentage() {
	p, err := pricing.NewPercentage(pricing.PercentageSpec{Currency: "USD", Rate: decimal.RequireFromString("0.012"), Fixed: finops.MustMoney("0.10 USD")})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, _ := p.Charge(decimal.NewFromInt(50)) // one transaction of 50 USD
	fmt.Println(c.Total)
	// Output: 0.70 USD
}

func ExamplePercentageSpec() {
	p, _ := pricing.NewPercentage(pricing.PercentageSpec{
		Currency: "USD", Rate: decimal.RequireFromString("0.013"), Fixed: finops.MustMoney("2 USD"),
		FreeVolume: finops.MustMoney("250 USD"), FreeEvents: 2,
	})
	c, _ := p.ChargeVolume(finops.MustMoney("800 USD"), 4)
	fmt.Println(c.Total)
	fmt.Println(c.Reading)
	// Output:
	// 11.15 USD
	// 1.3 % of the volume and 2.00 USD per transaction, first 250.00 USD free of the rate, first 2 transactions free of the fixed part
}

func ExampleParsePrice() {
	p, err := pricing.ParsePrice([]byte(`{
		"kind": "ladder", "currency": "USD", "mode": "volume",
		"tiers": [{"up_to": "5", "unit": "7"}, {"open": true, "unit": "6.5"}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, _ := p.Charge(decimal.NewFromInt(6))
	fmt.Println(c.Total)

	flat, _ := pricing.NewFlat(finops.MustMoney("99 EUR"))
	b, _ := json.Marshal(flat)
	fmt.Println(string(b))
	// Output:
	// 39.00 USD
	// {"kind":"flat","amount":{"amount":"99.00","currency":"EUR"}}
}

func ExampleFieldError() {
	_, err := pricing.NewPackage(pricing.PackageSpec{Amount: finops.MustMoney("5 USD")})
	var fe *pricing.FieldError
	if errors.As(err, &fe) {
		fmt.Println(fe.Field, fe.Value, fe.Reason)
	}
	// Output: size 0 is zero
}

func ExampleQuantityError() {
	f, _ := pricing.NewFlat(finops.MustMoney("5 USD"))
	_, err := f.Charge(decimal.NewFromInt(-3))
	var qe *pricing.QuantityError
	if errors.As(err, &qe) {
		fmt.Println(qe.Quantity, errors.Is(err, pricing.ErrNegativeQuantity))
	}
	// Output: -3 true
}

func ExampleScale() {
	list, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Mode: pricing.Volume, Tiers: []pricing.Tier{
		{UpTo: decimal.NewFromInt(999), Unit: decimal.RequireFromString("15")},
		{Open: true, Unit: decimal.RequireFromString("12")},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	next, err := pricing.Scale(list, decimal.RequireFromString("1.07")) // an uplift of 7 %
	if err != nil {
		fmt.Println(err)
		return
	}
	charge, err := next.Charge(decimal.NewFromInt(1200))
	fmt.Println(charge.Lines()[0], err)
	// Output: tier 2 (over 999): 1200 × 12.84 USD = 15408.00 USD <nil>
}

func ExampleCharge_UnitPrice() {
	fee, err := pricing.NewPackage(pricing.PackageSpec{Amount: finops.MustMoney("100 USD"), Size: decimal.NewFromInt(30)})
	if err != nil {
		fmt.Println(err)
		return
	}
	charge, err := fee.Charge(decimal.NewFromInt(47))
	if err != nil {
		fmt.Println(err)
		return
	}
	average, defined := charge.UnitPrice(4, finops.HalfUp)
	fmt.Println(average, defined)
	// Output: 4.2553 USD true
}
