// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

func ExampleCommitment() {
	c := pricing.Commitment{Minimum: finops.MustMoney("1000 USD"), OverageFactor: decimal.RequireFromString("1.5")}
	for _, usage := range []string{"400 USD", "10000 USD"} {
		s, err := c.Settle([]finops.Money{finops.MustMoney(usage)}, finops.Money{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("usage %s: true-up %s, surcharge %s, total %s\n", usage, s.TrueUp, s.Surcharge.Total, s.Total)
	}
	// Output:
	// usage 400 USD: true-up 600.00 USD, surcharge 0.00 USD, total 1000.00 USD
	// usage 10000 USD: true-up 0.00 USD, surcharge 4500.00 USD, total 14500.00 USD
}

func ExampleSettlement() {
	// A minimum of 10 for the month, of which 25 of 28 days are left.
	c := pricing.Commitment{
		Minimum: finops.MustMoney("10 USD"), Fraction: finops.Ratio{Num: decimal.NewFromInt(25), Den: decimal.NewFromInt(28)},
	}
	s, _ := c.Settle([]finops.Money{finops.MustMoney("8 USD")}, finops.Money{})
	fmt.Println(s.Minimum, s.TrueUp, s.Total)
	// Output: 8.93 USD 0.93 USD 8.93 USD
}

func ExampleSettledLine() {
	c := pricing.Commitment{Maximum: finops.MustMoney("170 USD")}
	s, _ := c.Settle([]finops.Money{finops.MustMoney("15 USD"), finops.MustMoney("7 USD")}, finops.MustMoney("160 USD"))
	for _, l := range s.Lines {
		fmt.Println(l.Amount, "less", l.Discount, "is", l.Total)
	}
	// Output:
	// 15.00 USD less 5.00 USD is 10.00 USD
	// 7.00 USD less 7.00 USD is 0.00 USD
}

func ExampleShortfall() {
	c := pricing.Commitment{Minimum: finops.MustMoney("10 USD")}
	for _, c.Shortfall = range []pricing.Shortfall{pricing.ShortfallDue, pricing.ShortfallForgiven} {
		s, _ := c.Settle([]finops.Money{finops.MustMoney("4 USD")}, finops.Money{})
		fmt.Println(c.Shortfall, s.Total)
	}
	// Output:
	// due 10.00 USD
	// forgiven 4.00 USD
}

func ExampleProration() {
	march := finops.MustPeriod("2026-03-01/2026-04-01")
	p := pricing.Proration{LastDay: pricing.LastDayIncluded}
	f, err := p.Fraction(finops.MustDate("2026-03-15"), finops.MustDate("2026-03-31"), march)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, _ := p.Amount(finops.MustMoney("10 USD"), finops.MustDate("2026-03-15"), finops.MustDate("2026-03-31"), march)
	fmt.Printf("%s of %s days: %s\n", f.Num, f.Den, m)
	// Output: 17 of 31 days: 5.48 USD
}

func ExampleProrateBy() {
	m, _ := pricing.ProrateBy(finops.MustMoney("1188 USD"), finops.Ratio{Num: decimal.NewFromInt(243), Den: decimal.NewFromInt(366)}, finops.HalfUp)
	fmt.Println(m)
	// Output: 788.75 USD
}

func ExampleBasis() {
	february := finops.MustPeriod("2026-02-01/2026-03-01")
	for _, basis := range []pricing.Basis{pricing.ActualOfPeriod, pricing.Actual365, pricing.Actual366, pricing.Thirty360, pricing.Fixed30} {
		f, _ := pricing.Proration{Basis: basis}.Fraction(finops.MustDate("2026-02-15"), finops.MustDate("2026-03-01"), february)
		fmt.Printf("%s: %s/%s\n", basis, f.Num, f.Den)
	}
	// Output:
	// actual_of_period: 14/28
	// actual_365: 14/365
	// actual_366: 14/366
	// thirty_360: 16/360
	// fixed_30: 16/30
}

func ExampleLastDay() {
	june := finops.MustPeriod("2026-06-01/2026-07-01")
	for _, count := range []pricing.LastDay{pricing.LastDayExcluded, pricing.LastDayIncluded} {
		f, _ := pricing.Proration{LastDay: count}.Fraction(finops.MustDate("2026-06-01"), finops.MustDate("2026-06-15"), june)
		fmt.Printf("%s: %s/%s\n", count, f.Num, f.Den)
	}
	// Output:
	// excluded: 14/30
	// included: 15/30
}

func ExampleChangePlan() {
	left := finops.Ratio{Num: decimal.NewFromInt(17), Den: decimal.NewFromInt(31)}
	c, err := pricing.ChangePlan(finops.MustMoney("10 USD"), finops.MustMoney("20 USD"), left, finops.HalfUp)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Credit, "+", c.Charge, "=", c.Net)
	// Output: -5.48 USD + 10.97 USD = 5.49 USD
}

func ExamplePlanChange() {
	left := finops.Ratio{Num: decimal.NewFromInt(15), Den: decimal.NewFromInt(30)}
	c, _ := pricing.ChangePlan(finops.MustMoney("100 USD"), finops.MustMoney("50 USD"), left, finops.HalfUp)
	fmt.Println("money back:", c.Net.Neg(), "for", c.Remaining.Percent(0), "of the period")
	// Output: money back: 25.00 USD for 50% of the period
}

func ExampleDrawCredits() {
	credits := []pricing.Credit{
		{ID: "promotion", Remaining: finops.MustMoney("100 USD")},
		{ID: "prepayment 2026", Remaining: finops.MustMoney("200 USD"), LastDay: finops.MustDate("2026-12-31")},
	}
	d, err := pricing.DrawCredits(credits, finops.MustMoney("250 USD"), finops.MustDate("2026-06-15"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, draw := range d.Draws {
		fmt.Println(draw.ID, draw.Drawn)
	}
	fmt.Println("left:", d.Balance, "to pay:", d.Overage)
	// Output:
	// prepayment 2026 200.00 USD
	// promotion 50.00 USD
	// left: 50.00 USD to pay: 0.00 USD
}

func ExampleCredit() {
	expired := pricing.Credit{ID: "2025", Remaining: finops.MustMoney("80 USD"), LastDay: finops.MustDate("2025-12-31")}
	d, _ := pricing.DrawCredits([]pricing.Credit{expired}, finops.MustMoney("50 USD"), finops.MustDate("2026-01-01"))
	fmt.Println(d.Expired, d.Overage)
	// Output: [2025] 50.00 USD
}

func ExampleCreditDraw() {
	d, _ := pricing.DrawCredits([]pricing.Credit{{ID: "a", Remaining: finops.MustMoney("80 USD")}}, finops.MustMoney("50 USD"), finops.MustDate("2026-01-01"))
	fmt.Println(d.Draws[0].ID, d.Draws[0].Drawn, d.Draws[0].Left)
	// Output: a 50.00 USD 30.00 USD
}

func ExampleCreditDrawdown() {
	credits := []pricing.Credit{{ID: "a", Remaining: finops.MustMoney("80 USD")}}
	for _, day := range []string{"2026-01-01", "2026-01-02"} {
		d, _ := pricing.DrawCredits(credits, finops.MustMoney("50 USD"), finops.MustDate(day))
		fmt.Println(day, "drawn", d.Drawn, "overage", d.Overage)
		credits = d.After
	}
	// Output:
	// 2026-01-01 drawn 50.00 USD overage 0.00 USD
	// 2026-01-02 drawn 30.00 USD overage 20.00 USD
}

func ExampleDrawUnits() {
	hours := []pricing.UnitBalance{{ID: "support hours", Remaining: decimal.NewFromInt(200)}}
	d, err := pricing.DrawUnits(hours, decimal.NewFromInt(300), finops.MustDate("2026-06-15"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("covered", d.Drawn, "overage", d.Overage, "left", d.Balance)
	// Output: covered 200 overage 100 left 0
}

func ExampleUnitBalance() {
	later := pricing.UnitBalance{ID: "next year", Remaining: decimal.NewFromInt(9), FirstDay: finops.MustDate("2027-01-01")}
	d, _ := pricing.DrawUnits([]pricing.UnitBalance{later}, decimal.NewFromInt(4), finops.MustDate("2026-12-31"))
	fmt.Println(d.NotYet, d.Overage)
	// Output: [next year] 4
}

func ExampleUnitDraw() {
	d, _ := pricing.DrawUnits([]pricing.UnitBalance{{ID: "a", Remaining: decimal.NewFromInt(9)}}, decimal.NewFromInt(4), finops.MustDate("2026-12-31"))
	fmt.Println(d.Draws[0].ID, d.Draws[0].Drawn, d.Draws[0].Left)
	// Output: a 4 5
}

func ExampleUnitDrawdown() {
	price, _ := pricing.NewPerUnit(finops.MustMoney("0.10 USD"), pricing.PerUnitOptions{})
	balances := []pricing.UnitBalance{{ID: "prepaid", Remaining: decimal.NewFromInt(200)}}
	d, _ := pricing.DrawUnits(balances, decimal.NewFromInt(300), finops.MustDate("2026-06-15"))
	c, _ := price.Charge(d.Overage)
	fmt.Println(d.After[0].Remaining, c.Total)
	// Output: 0 10.00 USD
}
