// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// seatOffer is 1,000 seats at 100.00 a year for three years, with a yearly uplift.
func seatOffer(uplift string) renewal.Offer {
	price, err := pricing.NewPerUnit(finops.MustMoney("100 USD"), pricing.PerUnitOptions{})
	if err != nil {
		panic(err)
	}
	return renewal.Offer{
		Price: price, Per: contract.PerYear, Quantity: decimal.NewFromInt(1000),
		Start: finops.MustDate("2025-01-01"), Months: 36, Uplift: decimal.RequireFromString(uplift),
	}
}

var (
	decision = finops.MustDate("2025-01-01")
	rate     = decimal.RequireFromString("0.08")
)

func ExampleCompare() {
	c, err := renewal.Compare(decision, rate, []renewal.Scenario{
		renewal.AsIs("yearly, +7 %", seatOffer("0.07")),
		renewal.MultiYear("locked in, 10 % off", 36, decimal.RequireFromString("0.10"), seatOffer("0")),
		renewal.WalkAway("leave"),
	}, renewal.CompareOptions{EACTiming: roi.InAdvance})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range c.Scenarios {
		fmt.Printf("%-20s PV %s, per year %s\n", s.Name, s.PV, s.EAC)
	}
	fmt.Println(c.Reading)
	// Output:
	// yearly, +7 %         PV 297230.80 USD, per year 106792.14 USD
	// locked in, 10 % off  PV 250493.83 USD, per year 90000.00 USD
	// leave                PV 0.00 USD, per year undefined: no service is bought
	// "locked in, 10 % off" has the lowest equivalent annual cost, 90,000.00 USD over 3 years
}

func ExampleCompareOptions() {
	leap := seatOffer("0")
	leap.Start = finops.MustDate("2027-01-01") // 2028 has 366 days
	for _, count := range []roi.DayCount{roi.Actual365, roi.Anniversary} {
		c, err := renewal.Compare(leap.Start, rate, []renewal.Scenario{renewal.AsIs("as is", leap)}, renewal.CompareOptions{DayCount: count})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(count, c.Scenarios[0].PV)
	}
	// Output:
	// actual_365 278308.40 USD
	// anniversary 278326.47 USD
}

func ExampleComparison_Result() {
	c, err := renewal.Compare(decision, rate, []renewal.Scenario{renewal.AsIs("as is", seatOffer("0"))}, renewal.CompareOptions{})
	r, ok := c.Result("as is")
	fmt.Println(r.Total, r.FirstYear, ok, err)
	// Output: 300000.00 USD 100000.00 USD true <nil>
}

func ExampleScenarioResult() {
	c, err := renewal.Compare(decision, rate, []renewal.Scenario{renewal.AsIs("as is", seatOffer("0.07"))}, renewal.CompareOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range c.Scenarios[0].Flows {
		fmt.Println(f.Date, f.Amount)
	}
	// Output:
	// 2025-01-01 100000.00 USD
	// 2026-01-01 107000.00 USD
	// 2027-01-01 114490.00 USD
}

func ExampleOffer() {
	o := seatOffer("0.07")
	o.Months, o.Every = 24, contract.BillSemiAnnually
	o.Ramp = []decimal.Decimal{decimal.NewFromInt(1200)} // from the second year on
	flows, err := o.Flows()
	for _, f := range flows {
		fmt.Println(f.Date, f.Amount)
	}
	fmt.Println(err)
	// Output:
	// 2025-01-01 50000.00 USD
	// 2025-07-01 50000.00 USD
	// 2026-01-01 64200.00 USD
	// 2026-07-01 64200.00 USD
	// <nil>
}

func ExampleScenario() {
	s := renewal.Scenario{
		Name: "keep, with training", Kind: renewal.ScenarioOther, Offers: []renewal.Offer{seatOffer("0")},
		OneOff: []roi.Flow{{Date: finops.MustDate("2025-02-01"), Amount: finops.MustMoney("5000 USD")}},
	}
	flows, err := s.Flows()
	fmt.Println(len(flows), flows[1].Amount, err)
	// Output: 4 5000.00 USD <nil>
}

func ExampleScenarioKind() {
	b, err := json.Marshal([]renewal.ScenarioKind{renewal.ScenarioAsIs, renewal.ScenarioWalkAway})
	fmt.Println(string(b), err)
	// Output: ["as_is","walk_away"] <nil>
}

func ExampleAsIs() {
	s := renewal.AsIs("as is", seatOffer("0"))
	fmt.Println(s.Name, s.Kind, len(s.Offers))
	// Output: as is as_is 1
}

func ExampleRightSized() {
	o := seatOffer("0")
	o.Price, o.Per = javaPrice(), contract.PerMonth
	s, err := renewal.RightSized("right size", o, decimal.NewFromInt(850))
	fmt.Println(s.Offers[0].Quantity, err) // 1,000 cost less than 850
	// Output: 1000 <nil>
}

func ExampleMultiYear() {
	s := renewal.MultiYear("lock in", 24, decimal.RequireFromString("0.05"), seatOffer("0.07"))
	flows, err := s.Flows()
	fmt.Println(flows[0].Amount, flows[1].Amount, err)
	// Output: 95000.00 USD 95000.00 USD <nil>
}

func ExamplePrepaid() {
	s := renewal.Prepaid("at once", decimal.RequireFromString("0.08"), seatOffer("0"))
	flows, err := s.Flows()
	fmt.Println(len(flows), flows[0].Amount, err)
	// Output: 1 276000.00 USD <nil>
}

func ExampleDowngradeMix() {
	high, low := seatOffer("0"), seatOffer("0")
	high.Quantity = decimal.NewFromInt(400)
	low.Quantity, low.Discount = decimal.NewFromInt(600), decimal.RequireFromString("0.40") // a cheaper plan
	s := renewal.DowngradeMix("mix", high, low)
	c, err := renewal.Compare(decision, rate, []renewal.Scenario{s}, renewal.CompareOptions{})
	fmt.Println(c.Scenarios[0].FirstYear, err)
	// Output: 76000.00 USD <nil>
}

func ExampleReplace() {
	next, old := seatOffer("0"), seatOffer("0")
	next.Discount = decimal.RequireFromString("0.30")
	s := renewal.Replace("migrate", renewal.Replacement{
		Next: []renewal.Offer{next}, Old: []renewal.Offer{old}, OverlapMonths: 3,
		Migration: []roi.Flow{{Date: finops.MustDate("2025-01-15"), Amount: finops.MustMoney("20000 USD")}},
	})
	c, err := renewal.Compare(decision, rate, []renewal.Scenario{s}, renewal.CompareOptions{})
	fmt.Println(c.Scenarios[0].FirstYear, c.Scenarios[0].Months, err) // 70000 + 25000 of overlap + 20000
	// Output: 115000.00 USD 36 <nil>
}

func ExampleWalkAway() {
	s := renewal.WalkAway("leave", roi.Flow{Date: finops.MustDate("2025-03-01"), Amount: finops.MustMoney("4000 USD")})
	flows, err := s.Flows()
	fmt.Println(s.Kind, flows[0].Amount, err)
	// Output: walk_away 4000.00 USD <nil>
}

func ExampleBreakEvenUplift() {
	yearly, locked := renewal.AsIs("yearly", seatOffer("0.07")), renewal.Prepaid("prepaid", decimal.RequireFromString("0.02"), seatOffer("0"))
	point, err := renewal.BreakEvenUplift(decision, rate, yearly, locked, renewal.BreakEvenOptions{Places: 4})
	fmt.Println(point, err)
	// Output: at 5.83% "yearly" costs 294,012.59 USD and "prepaid" 294,000.00 USD; above it "prepaid" is the cheaper one <nil>
}

func ExampleBreakEvenShrink() {
	yearly := renewal.AsIs("yearly", seatOffer("0.07"))
	locked := renewal.MultiYear("locked", 36, decimal.RequireFromString("0.10"), seatOffer("0"))
	point, err := renewal.BreakEvenShrink(decision, rate, yearly, locked, renewal.BreakEvenOptions{})
	fmt.Println(point, err)
	// Output: at 23.6966% "yearly" costs 250,493.80 USD and "locked" 250,493.83 USD; above it "yearly" is the cheaper one <nil>
}

func ExampleBreakEven() {
	a, b := renewal.AsIs("a", seatOffer("0")), renewal.MultiYear("b", 36, decimal.RequireFromString("0.10"), seatOffer("0"))
	_, err := renewal.BreakEvenUplift(decision, rate, a, b, renewal.BreakEvenOptions{}) // b is cheaper at any uplift
	fmt.Println(errors.Is(err, renewal.ErrNoBreakEven))
	// Output: true
}

func ExampleBreakEvenOptions() {
	a, b := renewal.AsIs("a", seatOffer("0")), renewal.MultiYear("b", 36, decimal.RequireFromString("0.10"), seatOffer("0"))
	point, err := renewal.BreakEvenUplift(decision, rate, a, b, renewal.BreakEvenOptions{Low: decimal.RequireFromString("-0.5"), Places: 3})
	fmt.Println(point.Value, point.Step, err)
	// Output: -0.109 0.001 <nil>
}

func ExamplePrepaymentBreakEven() {
	r, err := renewal.PrepaymentBreakEven(rate, renewal.AsIs("as is", seatOffer("0")), roi.Actual365)
	fmt.Println(r.Percent(4), err)
	// Output: 7.2245% <nil>
}

func ExampleSensitivity() {
	table, err := renewal.Sensitivity(decision, rate, []renewal.Scenario{
		renewal.AsIs("yearly", seatOffer("0.07")),
		renewal.MultiYear("locked", 36, decimal.RequireFromString("0.10"), seatOffer("0")),
	}, renewal.SensitivityAxes{
		Rates: []decimal.Decimal{decimal.RequireFromString("0.12")},
		Seats: []decimal.Decimal{decimal.RequireFromString("-0.1"), decimal.RequireFromString("-0.3")},
	}, renewal.CompareOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range table.Rows {
		fmt.Printf("%-5s %5s  %s  %s  -> %s\n", r.Changed, r.Value, r.PV[0], r.PV[1], r.Lowest)
	}
	// Output:
	// base      0  297230.80 USD  250493.83 USD  -> locked
	// rate   0.12  286806.44 USD  242104.59 USD  -> locked
	// seats  -0.1  277507.72 USD  250493.83 USD  -> locked
	// seats  -0.3  238061.56 USD  250493.83 USD  -> yearly
}

func ExampleSensitivityAxes() {
	axes := renewal.SensitivityAxes{Uplifts: []decimal.Decimal{decimal.RequireFromString("0.03"), decimal.RequireFromString("0.12")}}
	table, err := renewal.Sensitivity(decision, rate, []renewal.Scenario{renewal.AsIs("yearly", seatOffer("0.07"))}, axes, renewal.CompareOptions{})
	fmt.Println(len(table.Rows), err)
	// Output: 3 <nil>
}

func ExampleSensitivityTable() {
	table, err := renewal.Sensitivity(decision, rate, []renewal.Scenario{renewal.AsIs("yearly", seatOffer("0"))}, renewal.SensitivityAxes{}, renewal.CompareOptions{})
	fmt.Println(table.Scenarios, table.Rows[0].PV[0], err)
	// Output: [yearly] 278326.47 USD <nil>
}

func ExampleSensitivityRow() {
	table, err := renewal.Sensitivity(decision, rate, []renewal.Scenario{
		renewal.AsIs("yearly", seatOffer("0.07")), renewal.MultiYear("locked", 36, decimal.Decimal{}, seatOffer("0")),
	}, renewal.SensitivityAxes{Uplifts: []decimal.Decimal{decimal.RequireFromString("-0.05")}}, renewal.CompareOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	row := table.Rows[1]
	fmt.Println(row.Changed, row.Value, row.Lowest, row.Differs)
	// Output: uplift -0.05 yearly true
}

func ExampleAssumption() {
	fmt.Println(renewal.AssumeBase, renewal.AssumeRate, renewal.AssumeUplift, renewal.AssumeSeats)
	// Output: base rate uplift seats
}

func ExampleAutoRenewExposure() {
	forced := []roi.Flow{{Date: finops.MustDate("2026-01-01"), Amount: finops.MustMoney("108000 USD")}}
	instead := []roi.Flow{{Date: finops.MustDate("2026-01-01"), Amount: finops.MustMoney("64800 USD")}}
	e, err := renewal.AutoRenewExposure(decision, rate, forced, instead, renewal.CompareOptions{})
	fmt.Println(e, err)
	// Output: missing the deadline costs 40,000.00 USD: 100,000.00 USD forced less 60,000.00 USD otherwise, on 2025-01-01 at 8% a year <nil>
}

func ExampleExposure() {
	// Walking away: nothing would have been bought.
	forced := []roi.Flow{{Date: finops.MustDate("2026-01-01"), Amount: finops.MustMoney("108000 USD")}}
	e, err := renewal.AutoRenewExposure(decision, rate, forced, nil, renewal.CompareOptions{})
	fmt.Println(e.Amount, e.InsteadPV, err)
	// Output: 100000.00 USD 0.00 USD <nil>
}

func ExampleCostOfWaiting() {
	month := finops.MustMoney("2000 USD")
	c, err := renewal.CostOfWaiting(renewal.Waiting{
		LostSaving: []finops.Money{month, month}, MissProbability: decimal.RequireFromString("0.1"), Exposure: finops.MustMoney("40000 USD"),
	})
	fmt.Println(c, err)
	// Output: waiting costs 8,000.00 USD: 4,000.00 USD of lost saving and 4,000.00 USD of risk <nil>
}

func ExampleWaiting() {
	_, err := renewal.CostOfWaiting(renewal.Waiting{MissProbability: decimal.NewFromInt(2)})
	fmt.Println(err)
	// Output: renewal: waiting: miss_probability 2 is not 0 to 1
}

func ExampleWaitingCost() {
	c, err := renewal.CostOfWaiting(renewal.Waiting{LostSaving: []finops.Money{finops.MustMoney("100 EUR")}})
	fmt.Println(c.Lost, c.Risk, c.Total, err)
	// Output: 100.00 EUR 0 100.00 EUR <nil>
}

// A scenario that covers less than what is needed is valued, but has no rank, however cheap it is.
func ExampleCompare_insufficient() {
	offer := renewal.Offer{
		Price: perUnit("100 USD"), Per: contract.PerYear, Quantity: decimal.NewFromInt(40), Start: finops.MustDate("2027-01-01"), Months: 12,
	}
	few := renewal.AsIs("as is", offer)
	few.Insufficient = "covers 40 of 60 needed"
	offer.Quantity = decimal.NewFromInt(60)
	c, err := renewal.Compare(finops.MustDate("2027-01-01"), decimal.Decimal{}, []renewal.Scenario{few, renewal.AsIs("enough", offer)}, renewal.CompareOptions{})
	fmt.Println(c.Reading, err)
	// Output: "enough" has the lowest equivalent annual cost, 6,000.00 USD over 1 year; without a rank: "as is" covers 40 of 60 needed <nil>
}
