// SPDX-License-Identifier: Apache-2.0

package roi_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// Three offers for the same licences: pay each year with a rising price, lock the price in, or pay all at once.
// The lowest equivalent annual cost wins.
func Example() {
	rate := decimal.RequireFromString("0.08")
	offers := []struct {
		name string
		cash []finops.Money // at the start of each year
	}{
		{"yearly, +7 %", []finops.Money{finops.MustMoney("100000 USD"), finops.MustMoney("107000 USD"), finops.MustMoney("114490 USD")}},
		{"locked in", []finops.Money{finops.MustMoney("100000 USD"), finops.MustMoney("100000 USD"), finops.MustMoney("100000 USD")}},
		{"prepaid", []finops.Money{finops.MustMoney("280000 USD")}},
	}
	for _, o := range offers {
		pv, err := roi.NPV(rate, o.cash, roi.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		eac, err := roi.EAC(rate, pv, decimal.NewFromInt(3), roi.Options{Timing: roi.InAdvance})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%-13s PV %s  per year %s\n", o.name, pv, eac)
	}
	// Output:
	// yearly, +7 %  PV 297230.80 USD  per year 106792.14 USD
	// locked in     PV 278326.47 USD  per year 100000.00 USD
	// prepaid       PV 280000.00 USD  per year 100601.28 USD
}

func ExampleNPV() {
	flows := []finops.Money{
		finops.MustMoney("-40000 USD"), // today, not discounted
		finops.MustMoney("8000 USD"),
		finops.MustMoney("9200 USD"),
		finops.MustMoney("10000 USD"),
		finops.MustMoney("12000 USD"),
		finops.MustMoney("14500 USD"),
	}
	npv, err := roi.NPV(decimal.RequireFromString("0.08"), flows, roi.Options{})
	fmt.Println(npv, err)

	// A spreadsheet's NPV discounts the first amount as well: put a zero first to repeat it.
	sheet, err := roi.NPV(decimal.RequireFromString("0.1"), []finops.Money{
		{}, finops.MustMoney("-10000 USD"), finops.MustMoney("3000 USD"), finops.MustMoney("4200 USD"), finops.MustMoney("6800 USD"),
	}, roi.Options{})
	fmt.Println(sheet, err)
	// Output:
	// 1922.06 USD <nil>
	// 1188.44 USD <nil>
}

func ExampleXNPV() {
	day := finops.MustDate
	npv, err := roi.XNPV(decimal.RequireFromString("0.09"), []roi.Flow{
		{Date: day("2008-03-01"), Amount: finops.MustMoney("2750 USD")},
		{Date: day("2008-10-30"), Amount: finops.MustMoney("4250 USD")},
		{Date: day("2009-02-15"), Amount: finops.MustMoney("3250 USD")},
		{Date: day("2009-04-01"), Amount: finops.MustMoney("2750 USD")},
		{Date: day("2008-01-01"), Amount: finops.MustMoney("-10000 USD")}, // the earliest date is the origin
	}, roi.Options{Places: 9})
	fmt.Println(npv, err)
	// Output: 2086.647602032 USD <nil>
}

func ExamplePresentValue() {
	pv, err := roi.PresentValue(decimal.RequireFromString("0.08"), finops.MustDate("2026-01-01"), []roi.Flow{
		{Date: finops.MustDate("2027-01-01"), Amount: finops.MustMoney("54000 EUR")},
		{Date: finops.MustDate("2028-01-01"), Amount: finops.MustMoney("58320 EUR")},
	}, roi.Options{})
	fmt.Println(pv, err)
	// Output: 100000.00 EUR <nil>
}

func ExampleAnnuityFactor() {
	factor, err := roi.AnnuityFactor(decimal.RequireFromString("0.1"), decimal.NewFromInt(5), roi.Options{})
	fmt.Println(factor, err)
	// Output: 3.790786769408 <nil>
}

func ExampleAnnuityPV() {
	// A lease: nine payments of 50,000 are left, at year ends.
	pv, err := roi.AnnuityPV(decimal.RequireFromString("0.05"), decimal.NewFromInt(9), finops.MustMoney("50000 EUR"), roi.Options{})
	fmt.Println(pv, err)
	// Output: 355391.08 EUR <nil>
}

func ExampleEAA() {
	rate := decimal.RequireFromString("0.1")
	long, err := roi.EAA(rate, finops.MustMoney("3000000 USD"), decimal.NewFromInt(5), roi.Options{})
	fmt.Println(long, err)
	short, err := roi.EAA(rate, finops.MustMoney("2000000 USD"), decimal.NewFromInt(3), roi.Options{})
	fmt.Println(short, err)
	// Output:
	// 791392.44 USD <nil>
	// 804229.61 USD <nil>
}

func ExampleEAC() {
	// 18 months against three years.
	rate := decimal.RequireFromString("0.08")
	short, err := roi.EAC(rate, finops.MustMoney("150000 USD"), decimal.RequireFromString("1.5"), roi.Options{})
	fmt.Println(short, err)
	long, err := roi.EAC(rate, finops.MustMoney("260000 USD"), decimal.NewFromInt(3), roi.Options{})
	fmt.Println(long, err)
	// Output:
	// 110064.11 USD <nil>
	// 100888.71 USD <nil>
}

func ExampleBreakEven() {
	// At which yearly uplift does paying year by year cost as much as 290,000 today?
	rate := decimal.RequireFromString("0.08")
	first, today := finops.MustMoney("100000 USD"), finops.MustMoney("290000 USD")
	point, err := roi.BreakEven(roi.BreakEvenSearch{Low: decimal.Decimal{}, High: decimal.NewFromInt(1), Places: 4},
		func(uplift decimal.Decimal) (finops.Money, error) {
			step := uplift.Add(decimal.NewFromInt(1))
			second, err := first.Mul(step)
			if err != nil {
				return finops.Money{}, err
			}
			third, err := second.Mul(step)
			if err != nil {
				return finops.Money{}, err
			}
			pv, err := roi.NPV(rate, []finops.Money{first, second, third}, roi.Options{Places: 6})
			if err != nil {
				return finops.Money{}, err
			}
			return pv.Sub(today)
		})
	fmt.Println(point.X, point.Gap.Round(finops.HalfUp), err)
	// Output: 0.0436 2.48 USD <nil>
}

func ExampleBreakEvenSearch() {
	search := roi.BreakEvenSearch{Low: decimal.Decimal{}, High: decimal.NewFromInt(10)} // to six digits
	point, err := roi.BreakEven(search, func(x decimal.Decimal) (finops.Money, error) {
		cost, err := finops.MustMoney("3 USD").Mul(x)
		if err != nil {
			return finops.Money{}, err
		}
		return cost.Sub(finops.MustMoney("12 USD"))
	})
	fmt.Println(point.X, err)
	// Output: 4 <nil>
}

func ExampleBreakEvenPoint() {
	_, err := roi.BreakEven(roi.BreakEvenSearch{High: decimal.NewFromInt(1)}, func(x decimal.Decimal) (finops.Money, error) {
		return finops.MustMoney("5 USD"), nil // never zero
	})
	fmt.Println(errors.Is(err, roi.ErrNoBreakEven))
	// Output: true
}

func ExampleFlow() {
	b, err := json.Marshal(roi.Options{DayCount: roi.Anniversary})
	fmt.Println(string(b), err)
	f := roi.Flow{Date: finops.MustDate("2027-01-01"), Amount: finops.MustMoney("1200 USD")}
	fmt.Println(f.Date, f.Amount)
	// Output:
	// {"day_count":"anniversary"} <nil>
	// 2027-01-01 1200.00 USD
}

func ExampleOptions() {
	flows := []finops.Money{{}, finops.MustMoney("1 USD")}
	pv, err := roi.NPV(decimal.RequireFromString("0.07"), flows, roi.Options{Places: 30, Rounding: finops.Down})
	fmt.Println(pv, err)
	// Output: 0.934579439252336448598130841121 USD <nil>
}

func ExampleDayCount() {
	flows := []roi.Flow{
		{Date: finops.MustDate("2028-01-01"), Amount: finops.MustMoney("-100 USD")},
		{Date: finops.MustDate("2029-01-01"), Amount: finops.MustMoney("108 USD")}, // 366 days later
	}
	for _, count := range []roi.DayCount{roi.Actual365, roi.Anniversary} {
		npv, err := roi.XNPV(decimal.RequireFromString("0.08"), flows, roi.Options{DayCount: count})
		fmt.Println(count, npv, err)
	}
	// Output:
	// actual_365 -0.02 USD <nil>
	// anniversary 0.00 USD <nil>
}

func ExampleTiming() {
	for _, timing := range []roi.Timing{roi.AtEnd, roi.InAdvance} {
		factor, err := roi.AnnuityFactor(decimal.RequireFromString("0.08"), decimal.NewFromInt(3), roi.Options{Places: 4, Timing: timing})
		fmt.Println(timing, factor, err)
	}
	// Output:
	// at_end 2.5771 <nil>
	// in_advance 2.7833 <nil>
}

func ExampleRateError() {
	_, err := roi.NPV(decimal.NewFromInt(-1), []finops.Money{finops.MustMoney("1 USD")}, roi.Options{})
	var bad *roi.RateError
	if errors.As(err, &bad) {
		fmt.Println(bad.Rate, err)
	}
	// Output: -1 roi: rate -1: want more than -1 and at most 1000000
}
