// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

func ExampleLine() {
	c := suite()
	c.Lines = append(c.Lines, contract.Line{
		ID: "support", Quantity: decimal.NewFromInt(1), Price: must(pricing.NewFlat(finops.MustMoney("5000 EUR"))), Per: contract.PerYear,
		Start: finops.MustDate("2026-07-01"), // half a year in the first term
	})
	for _, l := range must(c.Value(0)).Lines {
		fmt.Println(l.Line, l.Amount)
	}
	// Output:
	// seats 72000.00 EUR
	// support 2500.00 EUR
}

func ExamplePricePeriod() {
	var p contract.PricePeriod
	fmt.Println(p.UnmarshalText([]byte("year")), p == contract.PerYear)
	// Output: <nil> true
}

func ExampleRampStep() {
	c := suite()
	c.Lines[0].Ramp = []contract.RampStep{
		{From: finops.MustDate("2026-07-01"), Quantity: decimal.NewNullDecimal(decimal.NewFromInt(300))},
	}
	for _, i := range must(c.Schedules(contract.ScheduleOptions{})).Cash {
		fmt.Println(i.Issued, i.Lines[0].Quantity, i.Total)
	}
	// Output:
	// 2026-01-01 200 18000.00 EUR
	// 2026-04-01 200 18000.00 EUR
	// 2026-07-01 300 27000.00 EUR
	// 2026-10-01 300 27000.00 EUR
}

func ExampleListPrice() {
	c := suite()
	c.Lines[0].List = []contract.ListPrice{{From: finops.MustDate("2026-07-01"), Price: seat("36 EUR")}}
	c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftList, Cap: decimal.NewNullDecimal(decimal.New(10, -2))}
	fmt.Println(must(c.Value(1)).Total) // +20 % held at +10 %
	// Output: 79200.00 EUR
}

func ExampleUplift() {
	c := suite()
	c.Term = finops.MustPeriod("2026-01-01/2029-01-01")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: decimal.New(3, -2)} // at each anniversary
	c.Billing.Every = contract.BillAnnually
	for _, i := range must(c.Schedules(contract.ScheduleOptions{})).Cash {
		fmt.Println(i.Issued, i.Total)
	}
	// Output:
	// 2026-01-01 72000.00 EUR
	// 2027-01-01 74160.00 EUR
	// 2028-01-01 76384.80 EUR
}

func ExampleUpliftKind() {
	fmt.Println(contract.NoUplift, contract.UpliftFixed, contract.UpliftCPI, contract.UpliftList)
	// Output: none fixed cpi list
}

func ExampleUpliftScale() {
	c := suite()
	c.Renewal.Months = 36
	for _, s := range []contract.UpliftScale{contract.OncePerStep, contract.TimesTermYears, contract.CompoundedTermYears} {
		c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: decimal.New(3, -2), Scale: s}
		fmt.Println(s, must(c.Value(1)).Lines[0].Factor)
	}
	// Output:
	// once_per_step 1.03
	// times_term_years 1.09
	// compounded_term_years 1.092727
}

func ExampleIndexSeries() {
	u := contract.Uplift{
		Kind: contract.UpliftCPI, LagMonths: 2, Floor: decimal.NewNullDecimal(decimal.Decimal{}), Cap: decimal.NewNullDecimal(decimal.New(5, -2)),
		Index: contract.IndexSeries{Name: "example", Points: []contract.IndexPoint{
			{Month: finops.MustMonth("2025-11"), Value: decimal.NewFromInt(120)},
			{Month: finops.MustMonth("2026-11"), Value: decimal.NewFromInt(123)},
		}},
	}
	fmt.Println(must(u.Growth(finops.MustDate("2027-01-01"))))
	// Output: 0.025
}

func ExampleIndexPoint() {
	p := contract.IndexPoint{Month: finops.MustMonth("2026-11"), Value: decimal.RequireFromString("131.7")}
	fmt.Println(p.Month, p.Value)
	// Output: 2026-11 131.7
}

func ExampleProration() {
	c := suite()
	c.Term = finops.MustPeriod("2026-01-01/2027-07-01")
	c.Lines[0].Per = contract.PerYear
	for _, p := range []contract.Proration{contract.ByMonths, contract.ActualOfPeriod, contract.Thirty360} {
		c.Proration = p
		fmt.Println(p, must(c.Value(0)).Total)
	}
	// Output:
	// by_months 9000.00 EUR
	// actual_of_period 8975.34 EUR
	// thirty_360 9000.00 EUR
}

func ExampleBilling() {
	c := suite()
	c.Billing = contract.Billing{Every: contract.BillSemiAnnually, Timing: contract.InArrears, PaymentDays: 14}
	for _, i := range must(c.Schedules(contract.ScheduleOptions{})).Cash {
		fmt.Println(i.Issued, i.Due, i.Total)
	}
	// Output:
	// 2026-06-30 2026-07-14 36000.00 EUR
	// 2026-12-31 2027-01-14 36000.00 EUR
}

func ExampleInterval() {
	fmt.Println(contract.Billing{}.Every, contract.BillMonthly)
	// Output: annually monthly
}

func ExampleTiming() {
	fmt.Println(contract.Billing{}.Timing, contract.InArrears)
	// Output: in_advance in_arrears
}

func ExampleCommitment() {
	c := suite()
	c.Term = finops.MustPeriod("2026-01-01/2028-01-01")
	c.Billing.Every = contract.BillAnnually
	c.Lines[0].Usage = true // the seats are an estimate
	c.Commitments = []contract.Commitment{{
		ID: "min", Per: contract.PerYear, Amounts: []finops.Money{finops.MustMoney("40000 EUR"), finops.MustMoney("60000 EUR")},
	}}
	for _, i := range must(c.Schedules(contract.ScheduleOptions{})).Cash {
		fmt.Println(i.Issued, i.Lines[0].Line, i.Total)
	}
	// Output:
	// 2026-01-01 min 40000.00 EUR
	// 2027-01-01 min 60000.00 EUR
}

func ExampleCommitmentPeriod() {
	c := suite()
	c.Lines[0].Usage = true
	c.Commitments = []contract.Commitment{{ID: "min", Per: contract.PerYear, Amounts: []finops.Money{finops.MustMoney("40000 EUR")}}}
	p := must(c.CommitmentOn("min", finops.MustDate("2026-06-30")))
	fmt.Println(p.Period, p.Minimum, p.Fraction.Percent(0))
	// Output: 2026-01-01/2027-01-01 40000.00 EUR 100%
}

func ExampleTermValue() {
	v := must(suite().Value(0))
	fmt.Println(v.Term.Period, v.Total)
	// Output: 2026-01-01/2027-01-01 72000.00 EUR
}

func ExampleLineValue() {
	l := must(suite().Value(2)).Lines[0]
	fmt.Println(l.Line, l.Quantity, "×", l.Factor, l.Amount)
	// Output: seats 200 × 1.1449 82432.80 EUR
}

func ExampleSchedules() {
	s := must(suite().Schedules(contract.ScheduleOptions{Expense: contract.EvenMonths}))
	fmt.Println("value", s.Value)
	fmt.Println("cash", s.Cash[0].Due, s.Cash[0].Total)
	fmt.Println("expense", s.Expense[0].Month, s.Expense[0].Amount)
	fmt.Println("obligation", s.Obligation[0].Month, s.Obligation[0].Closing)
	// Output:
	// value 72000.00 EUR
	// cash 2026-01-31 18000.00 EUR
	// expense 2026-01 6000.00 EUR
	// obligation 2026-01 54000.00 EUR
}

func ExampleScheduleOptions() {
	o := contract.ScheduleOptions{Term: 1, Expense: contract.CalendarDays, Relief: contract.ReliefByPayment}
	fmt.Println(must(suite().Schedules(o)).Value)
	// Output: 77040.00 EUR
}

func ExampleInvoice() {
	i := must(suite().Schedules(contract.ScheduleOptions{})).Cash[1]
	fmt.Println(i.Issued, i.Due, i.Period, i.Total)
	// Output: 2026-04-01 2026-05-01 2026-04-01/2026-07-01 18000.00 EUR
}

func ExampleInvoiceLine() {
	l := must(suite().Schedules(contract.ScheduleOptions{})).Cash[0].Lines[0]
	fmt.Println(l.Line, l.Period, l.Quantity, l.Amount)
	// Output: seats 2026-01-01/2026-04-01 200 18000.00 EUR
}

func ExampleExpenseMonth() {
	m := must(suite().Schedules(contract.ScheduleOptions{})).Expense[1]
	fmt.Println(m.Month, m.Amount, len(m.Lines))
	// Output: 2026-02 6000.00 EUR 1
}

func ExampleExpenseAmount() {
	a := must(suite().Schedules(contract.ScheduleOptions{})).Expense[1].Lines[0]
	fmt.Println(a.Line, a.Amount)
	// Output: seats 6000.00 EUR
}

func ExampleExpenseMethod() {
	term := must(finops.PeriodThrough(finops.MustDate("2017-08-20"), finops.MustDate("2017-12-19")))
	for _, m := range []contract.ExpenseMethod{contract.EvenMonths, contract.ByDuration, contract.ProratedFirstLast, contract.CalendarDays} {
		fmt.Print(m)
		for _, a := range must(contract.Amortize(finops.MustMoney("400 USD"), term, m)) {
			fmt.Print(" ", a.Amount.Amount())
		}
		fmt.Println()
	}
	// Output:
	// even_months 80 80 80 80 80
	// by_duration 100 100 100 100 0
	// prorated_first_last 39.34 99.46 99.45 99.45 62.3
	// calendar_days 39.34 98.36 101.64 98.36 62.3
}

func ExampleAmortize() {
	parts := must(contract.Amortize(finops.MustMoney("100 USD"), finops.MustPeriod("2026-01-16/2026-04-16"), contract.CalendarDays))
	for _, p := range parts {
		fmt.Println(p.Month, p.Amount)
	}
	// Output:
	// 2026-01 17.78 USD
	// 2026-02 31.11 USD
	// 2026-03 34.44 USD
	// 2026-04 16.67 USD
}

func ExampleMonthAmount() {
	m := contract.MonthAmount{Month: finops.MustMonth("2026-01"), Amount: finops.MustMoney("17.78 USD")}
	fmt.Println(m.Month, m.Amount)
	// Output: 2026-01 17.78 USD
}

func ExampleObligationMonth() {
	for _, m := range must(suite().Schedules(contract.ScheduleOptions{})).Obligation[:4] {
		fmt.Println(m.Month, m.Opening, "+", m.Additions, "-", m.Relief, "=", m.Closing)
	}
	// Output:
	// 2026-01 0.00 EUR + 72000.00 EUR - 18000.00 EUR = 54000.00 EUR
	// 2026-02 54000.00 EUR + 0.00 EUR - 0.00 EUR = 54000.00 EUR
	// 2026-03 54000.00 EUR + 0.00 EUR - 0.00 EUR = 54000.00 EUR
	// 2026-04 54000.00 EUR + 0.00 EUR - 18000.00 EUR = 36000.00 EUR
}

func ExampleReliefBasis() {
	s := must(suite().Schedules(contract.ScheduleOptions{Relief: contract.ReliefByService}))
	fmt.Println(s.Options.Relief, s.Obligation[0].Closing)
	// Output: by_service 66000.00 EUR
}

func ExampleTrueUpFrom() {
	c := suite()
	c.Milestones = []contract.Milestone{{Kind: contract.TrueUpDate, Date: finops.MustDate("2026-10-01")}}
	use := []contract.Observation{{Date: finops.MustDate("2026-04-01"), Quantity: decimal.NewFromInt(230)}}
	for _, from := range []contract.TrueUpFrom{contract.FromMilestone, contract.FromUse} {
		fmt.Println(from, must(c.TrueUp("seats", use, contract.TrueUpOptions{From: from})).Total)
	}
	// Output:
	// milestone 2700.00 EUR
	// use 8100.00 EUR
}

func ExampleTrueUpOptions() {
	c := suite()
	c.Milestones = []contract.Milestone{{Kind: contract.TrueUpDate, Date: finops.MustDate("2026-10-01")}}
	use := []contract.Observation{{Date: finops.MustDate("2026-04-01"), Quantity: decimal.NewFromInt(230)}}
	r := must(c.TrueUp("seats", use, contract.TrueUpOptions{Through: finops.MustDate("2026-06-30")}))
	fmt.Println(len(r.Charges), r.Total)
	// Output: 0 0.00 EUR
}

func ExampleTrueUpResult() {
	c := suite()
	c.Milestones = []contract.Milestone{{Kind: contract.TrueForwardDate, Date: finops.MustDate("2026-10-01")}}
	use := []contract.Observation{
		{Date: finops.MustDate("2026-04-01"), Quantity: decimal.NewFromInt(260)}, // a peak that is over
		{Date: finops.MustDate("2026-08-01"), Quantity: decimal.NewFromInt(230)},
	}
	r := must(c.TrueForward("seats", use, contract.TrueUpOptions{}))
	fmt.Println(r.Quantity, r.Total)
	// Output: 230 2700.00 EUR
}

func ExampleTrueUpCharge() {
	c := suite()
	c.Milestones = []contract.Milestone{{Kind: contract.TrueUpDate, Date: finops.MustDate("2026-10-01")}}
	use := []contract.Observation{{Date: finops.MustDate("2026-04-01"), Quantity: decimal.NewFromInt(230)}}
	ch := must(c.TrueUp("seats", use, contract.TrueUpOptions{})).Charges[0]
	fmt.Println(ch.Milestone, ch.Baseline, "+", ch.Extra, "for", ch.Period, ch.Amount)
	// Output: 2026-10-01 200 + 30 for 2026-10-01/2027-01-01 2700.00 EUR
}

func ExampleObservation() {
	o := contract.Observation{Date: finops.MustDate("2026-04-01"), Quantity: decimal.NewFromInt(230)}
	fmt.Println(o.Date, o.Quantity)
	// Output: 2026-04-01 230
}

func ExampleTrueDownResult() {
	c := suite()
	c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: finops.MustDate("2026-07-01")}}
	r := must(c.TrueDown("seats", finops.MustDate("2026-07-01"), decimal.NewFromInt(180)))
	fmt.Println(r.From, "to", r.To, "for", r.Period, "saves", r.Saving)
	_, err := c.TrueDown("seats", finops.MustDate("2026-08-01"), decimal.NewFromInt(180))
	fmt.Println(err)
	// Output:
	// 200 to 180 for 2026-07-01/2027-01-01 saves 3600.00 EUR
	// contract: "C-17": line "seats": 2026-08-01 is no true-down date: contract: no such milestone
}

func ExampleCoTerm() {
	r := must(contract.CoTerm(contract.AddOn{
		Price: seat("365 EUR"), Per: contract.PerYear, Quantity: decimal.NewFromInt(10),
		From: finops.MustDate("2026-10-01"), CommonEnd: finops.MustDate("2027-01-01"),
	}))
	fmt.Println(r.Days, "days", r.Total)
	// Output: 92 days 920.00 EUR
}

func ExampleAddOn() {
	a := contract.AddOn{
		Price: seat("365 EUR"), Per: contract.PerYear, Quantity: decimal.NewFromInt(10),
		From: finops.MustDate("2026-10-01"), CommonEnd: finops.MustDate("2027-01-01"),
	}
	for _, a.Basis = range []pricing.Basis{pricing.ActualOfPeriod, pricing.Actual366, pricing.Thirty360} {
		fmt.Println(a.Basis, must(contract.CoTerm(a)).Total)
	}
	// Output:
	// actual_of_period 920.00 EUR
	// actual_366 917.49 EUR
	// thirty_360 912.50 EUR
}

func ExampleCoTermed() {
	r := must(contract.CoTerm(contract.AddOn{
		Price: seat("365 EUR"), Per: contract.PerYear, Quantity: decimal.NewFromInt(1),
		From: finops.MustDate("2027-10-01"), CommonEnd: finops.MustDate("2029-01-01"),
	}))
	fmt.Println(r.Period, r.Total)
	for _, p := range r.Parts {
		fmt.Println(p.Period, p.Amount)
	}
	// Output:
	// 2027-10-01/2029-01-01 457.00 EUR
	// 2027-10-01/2028-01-01 92.00 EUR
	// 2028-01-01/2029-01-01 365.00 EUR
}

func ExampleCoTermPart() {
	r := must(contract.CoTerm(contract.AddOn{
		Price: seat("365 EUR"), Per: contract.PerYear, Quantity: decimal.NewFromInt(1),
		From: finops.MustDate("2026-10-01"), CommonEnd: finops.MustDate("2027-01-01"),
	}))
	p := r.Parts[0]
	fmt.Printf("%s/%s of %s\n", p.Fraction.Num, p.Fraction.Den, "365.00 EUR")
	// Output: 92/365 of 365.00 EUR
}
