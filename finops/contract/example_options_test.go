// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// extendable is the suite with an option of a year in place of automatic renewal.
func extendable() contract.Contract {
	c := suite()
	c.Renewal = contract.RenewalTerms{}
	c.Options = []contract.ExtensionOption{{
		ID: "O1", Months: 12, ExerciseBy: contract.Notice{N: 30, Anchor: contract.AnchorLastDay},
		Prices: []contract.OptionPrice{{Line: "seats", Price: seat("28 EUR")}},
	}}
	return c
}

func ExampleContract_OptionWindows() {
	for _, o := range must(extendable().OptionWindows(finops.MustDate("2026-11-20"), nil)) {
		fmt.Println(o.Option, o.Status, "by", o.Safe, o.DaysLeft, "days left")
		fmt.Println(o.Term.Period, o.Value.Total)
	}
	// Output:
	// O1 open by 2026-12-01 11 days left
	// 2027-01-01/2028-01-01 67200.00 EUR
}

func ExampleOptionWindow() {
	w := must(extendable().NoticeWindow(finops.MustDate("2026-12-10"), nil))
	fmt.Println(w.Reason)
	fmt.Println(w.Option.Status, w.Option.Safe, w.Option.DaysLeft)
	// Output:
	// ends by itself after 2026-12-31; the last day to exercise option O1 was 2026-12-01
	// missed 2026-12-01 -9
}

func ExampleOptionStatus() {
	for _, s := range []contract.OptionStatus{contract.OptionOpen, contract.OptionDisputable, contract.OptionMissed} {
		fmt.Println(s)
	}
	// Output:
	// open
	// disputable
	// missed
}

func ExampleContract_AnnualCost() {
	c := suite()
	c.Lines = append(c.Lines, contract.Line{ID: "setup", Quantity: decimal.NewFromInt(1), Price: seat("900 EUR"), Per: contract.PerTerm})
	a := must(c.AnnualCost(finops.MustDate("2027-03-31")))
	for _, l := range a.Lines {
		fmt.Println(l.Line, l.Amount)
	}
	fmt.Println("a year:", a.Total)
	// Output:
	// seats 77040.00 EUR
	// setup 963.00 EUR
	// a year: 78003.00 EUR
}

func ExampleAnnualCost() {
	c := suite()
	c.Lines[0].Usage = true
	a := must(c.AnnualCost(finops.MustDate("2026-03-31")))
	fmt.Println(a.Total, "is known; not known:", a.Uncommitted)
	// Output: 0.00 EUR is known; not known: [seats]
}

func ExampleAnnualLine() {
	c := suite()
	c.Lines[0].Start = finops.MustDate("2026-07-01")
	l := must(c.AnnualCost(finops.MustDate("2026-03-31"))).Lines[0]
	fmt.Println(l.Line, l.NoCost)
	// Output: seats starts on 2026-07-01
}

// two are contracts that end on different days.
func two() []contract.Contract {
	a, b := suite(), suite()
	b.ID, b.Term = "C-18", finops.MustPeriod("2026-04-01/2027-04-01")
	return []contract.Contract{a, b}
}

func ExamplePlanCoTerm() {
	plan := must(contract.PlanCoTerm(two(), finops.MustDate("2026-06-01"), finops.MustDate("2027-02-01"), nil))
	for _, c := range plan.Contracts {
		fmt.Println(c.Contract, c.Change, c.Stub, "cost", c.Cost, "credit", c.Credit)
	}
	fmt.Println("net", plan.Net)
	// Output:
	// C-17 extend 2027-01-01/2027-02-01 cost 6000.00 EUR credit 0.00 EUR
	// C-18 shorten 2027-02-01/2027-04-01 cost 0.00 EUR credit 12000.00 EUR
	// net -6000.00 EUR
}

func ExampleCoTermPlan() {
	plan := must(contract.PlanCoTerm(two(), finops.MustDate("2026-06-01"), finops.MustDate("2027-04-01"), nil))
	fmt.Println(plan.Cost, "-", plan.Credit, "=", plan.Net)
	// Output: 18000.00 EUR - 0 = 18000.00 EUR
}

func ExampleCoTermContract() {
	c := must(contract.PlanCoTerm(two(), finops.MustDate("2026-06-01"), finops.MustDate("2027-04-01"), nil)).Contracts[0]
	fmt.Println(c.Contract, "ends", c.End, "and is extended by", c.Stub)
	// Output: C-17 ends 2027-01-01 and is extended by 2027-01-01/2027-04-01
}

func ExampleCoTermLine() {
	c := must(contract.PlanCoTerm(two(), finops.MustDate("2026-06-01"), finops.MustDate("2027-04-01"), nil)).Contracts[0]
	for _, l := range c.Lines {
		fmt.Println(l.Line, l.Quantity, l.Amount)
	}
	// Output: seats 200 18000.00 EUR
}

func ExampleCoTermChange() {
	fmt.Println(contract.CoTermKeep, contract.CoTermExtend, contract.CoTermShorten)
	// Output: keep extend shorten
}

func ExampleCoTermLeftOut() {
	plan := must(contract.PlanCoTerm(two(), finops.MustDate("2026-01-01"), finops.MustDate("2026-03-01"), nil))
	for _, l := range plan.LeftOut {
		fmt.Println(l.Contract, l.Reason)
	}
	// Output: C-18 starts on 2026-04-01, not before the common end
}
