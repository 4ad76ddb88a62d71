// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
)

// crm is a contract for 10 seats at 600.00 a year that renews itself at +7 % unless notice is given 90 days before.
func crm() contract.Contract {
	price, err := pricing.NewPerUnit(finops.MustMoney("600 EUR"), pricing.PerUnitOptions{WholeUnits: true})
	if err != nil {
		panic(err)
	}
	return contract.Contract{
		ID: "C-1", Vendor: "Acme", Name: "Acme CRM", Owner: "sales-ops", Currency: "EUR",
		Term:  finops.MustPeriod("2026-01-01/2027-01-01"),
		Lines: []contract.Line{{ID: "seats", Product: "crm", Quantity: decimal.NewFromInt(10), Price: price, Per: contract.PerYear, WholeUnits: true}},
		Renewal: contract.RenewalTerms{
			Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 90, Unit: contract.Days},
			Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: decimal.RequireFromString("0.07")},
		},
	}
}

// crmUse has 8 assigned seats, of which 6 are used.
func crmUse(asOf finops.Date) *license.ShelfwareReport {
	catalog, err := license.NewCatalog([]license.Product{{ID: "crm"}}, nil)
	if err != nil {
		panic(err)
	}
	estate := license.Estate{Catalog: catalog, Feeds: []license.Feed{{Product: "crm", State: license.FeedPresent}}}
	for i := range 8 {
		seat := license.Seat{ID: fmt.Sprintf("seat-%d", i), Product: "crm", Assigned: finops.MustDate("2026-01-01")}
		estate.Seats = append(estate.Seats, seat)
		if i < 6 {
			estate.Feeds[0].Activities = append(estate.Feeds[0].Activities, license.Activity{Seat: seat.ID, Last: asOf})
		}
	}
	report, err := license.Classify(estate, asOf, license.ClassifyOptions{})
	if err != nil {
		panic(err)
	}
	return &report
}

func crmReport() renewal.Report {
	asOf := finops.MustDate("2026-09-01")
	fx, err := finops.NewFXTable([]finops.Rate{{From: "EUR", To: "USD", Value: decimal.RequireFromString("1.10"), Date: asOf}}, finops.FXOptions{})
	if err != nil {
		panic(err)
	}
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf), FX: fx,
	}, asOf, renewal.Options{Currency: "USD", DiscountRate: decimal.RequireFromString("0.08")})
	if err != nil {
		panic(err)
	}
	return report
}

// A contract comes up for renewal: what to do, by when, worth how much.
func Example() {
	report := crmReport()
	for _, a := range report.Actions {
		fmt.Printf("%d. %s (%s, %s, confidence %s)\n   %s\n", a.Rank, a.Kind, a.Owner, a.Deadline, a.Confidence, a.Explanation)
	}
	fmt.Println("a year:", report.Totals.AtRenewal.Converted)
	// Output:
	// 1. give_notice (sales-ops, 2026-10-02, confidence high)
	//    give notice on Acme CRM by 2026-10-02: buy 6 instead of 10 of crm, saving 2,400.00 EUR a year; missing the deadline costs 2,502.79 EUR
	// 2. reclaim (sales-ops, 2026-10-02, confidence high)
	//    take back 2 unused seats of crm; what that saves is counted with the quantity
	// a year: 2640.00 USD
}

func ExampleAnalyze() {
	asOf := finops.MustDate("2026-09-01")
	in := renewal.Input{Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf)}
	report, err := renewal.Analyze(in, asOf, renewal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range report.Contracts {
		fmt.Println(c.Contract, c.Window.Status, c.Deadline, c.AtRenewal, "|", c.Recommended)
	}
	// Output: C-1 open 2026-10-02 2400.00 EUR | right-sized
}

func ExampleInput() {
	// Only contracts are needed: what is not known is listed, and no saving is claimed.
	in := renewal.Input{Contracts: []contract.Contract{crm()}}
	report, err := renewal.Analyze(in, finops.MustDate("2026-09-01"), renewal.Options{})
	fmt.Println(report.Contracts[0].AtRenewal, err)
	for _, l := range report.LeftOut {
		fmt.Println(l.Contract, l.Line, l.Reason)
	}
	// Output:
	// 0.00 EUR <nil>
	// C-1 seats no licence data: use is not known
}

func ExampleOptions() {
	_, err := renewal.Analyze(renewal.Input{}, finops.Date{}, renewal.Options{HorizonDays: -1})
	fmt.Println(err)
	// Output:
	// renewal: options: as_of is missing
	// renewal: options: horizon_days -1 is negative
}

func ExampleReport() {
	report := crmReport()
	b, err := json.Marshal(report.Totals.Naive)
	fmt.Println(len(report.Actions), len(report.Contracts), len(report.LeftOut))
	fmt.Println(string(b), err)
	// Output:
	// 2 1 0
	// {"by_currency":[{"amount":"2400.00","currency":"EUR"}],"converted":{"value":{"amount":"2640.00","currency":"USD"},"defined":true}} <nil>
}

func ExampleAction() {
	a := crmReport().Actions[0]
	fmt.Println(a.ID, a.Urgency, a.Value, a.Converted.To, a.AtStake)
	fmt.Println(a.Evidence)
	// Output:
	// give_notice:C-1 within_90_days 2400.00 EUR 2640.00 USD exposure 2502.79 EUR
	// [contract:C-1 line:C-1/seats product:crm seat:crm/seat-6 seat:crm/seat-7]
}

func ExampleActionKind() {
	fmt.Println(renewal.ActionGiveNotice, renewal.ActionReclaim, renewal.ActionReviewData)
	// Output: give_notice reclaim review_data
}

func ExampleUrgency() {
	fmt.Println(renewal.UrgencyOverdue, renewal.UrgencyWithin30, renewal.UrgencyNone)
	// Output: overdue within_30_days no_deadline
}

func ExampleConfidence() {
	var c renewal.Confidence
	err := json.Unmarshal([]byte(`"medium"`), &c)
	fmt.Println(c, c > renewal.ConfidenceLow, err)
	// Output: medium true <nil>
}

func ExampleContractReview() {
	c := crmReport().Contracts[0]
	fmt.Println(c.Window.Reason)
	fmt.Println("now", c.TermValue, "next", c.NextValue)
	fmt.Println(c.Exposure)
	// Output:
	// notice by 2026-10-02 ends it after 2026-12-31
	// now 6000.00 EUR next 6420.00 EUR
	// missing the deadline costs 2,502.79 EUR: 6,256.96 EUR forced less 3,754.17 EUR otherwise, on 2026-09-01 at 8% a year
}

func ExampleLineReview() {
	l := crmReport().Contracts[0].Lines[0]
	fmt.Println("held", l.Held, "needed", l.Need, "assigned", l.Rates.AssignmentRate().Percent(0), "active", l.Rates.UtilizationRate().Percent(0))
	fmt.Println(l.Saving)
	// Output:
	// held 10 needed 6 assigned undefined active undefined
	// hold 10, need 6: buy 6 for 3,600.00 EUR instead of 6,000.00 EUR, saving 2,400.00 EUR (a seat count suggests 2,400.00 EUR)
}

func ExampleSavingPart() {
	for _, p := range crmReport().Contracts[0].Lines[0].Parts {
		fmt.Println(p)
	}
	// Output: at_renewal from 2027-01-01: hold 6, saving 2,400.00 EUR a year (with notice in time)
}

func ExampleSavingTiming() {
	fmt.Println(renewal.SavingNow, renewal.SavingAtRenewal, renewal.SavingBlocked)
	// Output: now at_renewal blocked
}

func ExampleTotals() {
	t := crmReport().Totals
	fmt.Println("now", t.Now.Converted, "at renewal", t.AtRenewal.Converted, "blocked", t.Blocked.Converted)
	// Output: now 0.00 USD at renewal 2640.00 USD blocked 0.00 USD
}

func ExampleTotal() {
	t := crmReport().Totals.Exposure
	fmt.Println(t.ByCurrency, "=", t.Converted)
	// Output: 2502.79 EUR = 2753.07 USD
}

func ExampleLeftOut() {
	broken := crm()
	broken.Renewal.Months = 0
	report, err := renewal.Analyze(renewal.Input{Contracts: []contract.Contract{broken}}, finops.MustDate("2026-09-01"), renewal.Options{})
	fmt.Println(report.LeftOut[0].Reason, err)
	// Output: contract: "C-1": renewal.months 0 is no length for automatic renewal <nil>
}

func ExampleExpected() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf), Expected: []renewal.Expected{{Product: "crm", Joiners: 3}},
	}, asOf, renewal.Options{})
	fmt.Println(report.Contracts[0].Lines[0].Need, err)
	// Output: 9 <nil>
}

func ExampleFloor() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf),
		Floors: []renewal.Floor{{Contract: "C-1", Line: "seats", Quantity: decimal.NewFromInt(9), Reason: "framework agreement"}},
	}, asOf, renewal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range report.Contracts[0].Lines[0].Parts {
		fmt.Println(p)
	}
	// Output:
	// at_renewal from 2027-01-01: hold 9, saving 600.00 EUR a year (with notice in time)
	// blocked: hold 6, saving 1,800.00 EUR a year (framework agreement)
}

func ExampleMarket() {
	asOf := finops.MustDate("2026-09-01")
	market := renewal.Market{Contract: "C-1", Line: "seats", Unit: "user"}
	for _, p := range []string{"480 EUR", "500 EUR", "510 EUR", "530 EUR", "550 EUR", "590 EUR"} {
		market.Sample = append(market.Sample, renewal.PricePoint{Price: finops.MustMoney(p), Unit: "user", Per: contract.PerYear})
	}
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf), Markets: []renewal.Market{market},
	}, asOf, renewal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	l := report.Contracts[0].Lines[0]
	fmt.Println(l.Market)
	fmt.Println("negotiable on the seats that stay:", l.Negotiable)
	// Output:
	// 600.00 EUR is at 100% of 6 prices, 80.00 EUR against the median 520.00 EUR (480.00 EUR to 590.00 EUR with 96.875%)
	// negotiable on the seats that stay: 480.00 EUR
}

func ExampleAlternative() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf),
		Alternatives: []renewal.Alternative{{Contract: "C-1", Scenario: renewal.WalkAway("leave"), Intended: true}},
	}, asOf, renewal.Options{})
	fmt.Println(report.Contracts[0].Exposure.Amount, err)
	// Output: 6420.00 EUR <nil>
}

func ExampleFigure() {
	f := renewal.Figure{Reason: "no service is bought"}
	fmt.Println(f)
	// Output: undefined: no service is bought
}

func ExampleFieldError() {
	_, err := renewal.Offer{}.Flows()
	var first *renewal.FieldError
	fmt.Println(errors.As(err, &first), errors.Is(err, renewal.ErrInvalid))
	fmt.Println(first.Item, first.Field, first.Problem)
	// Output:
	// true true
	// offer price is missing
}

// javaPrice is a volume ladder: the more is bought, the less each unit costs.
func javaPrice() pricing.Price {
	price, err := pricing.NewLadder(pricing.LadderSpec{
		Currency: "USD", Mode: pricing.Volume,
		Tiers: []pricing.Tier{
			{UpTo: decimal.NewFromInt(999), Unit: decimal.NewFromInt(15)},
			{UpTo: decimal.NewFromInt(2999), Unit: decimal.NewFromInt(12)},
			{Open: true, Unit: decimal.RequireFromString("10.50")},
		},
	})
	if err != nil {
		panic(err)
	}
	return price
}

func ExampleReprice() {
	for _, need := range []int64{850, 700} {
		s, err := renewal.Reprice(renewal.Position{Price: javaPrice(), Held: decimal.NewFromInt(1000), Need: decimal.NewFromInt(need)})
		fmt.Println(s, err)
	}
	// Output:
	// hold 1000, need 850: buy 1000 for 12,000.00 USD, no saving (a seat count suggests 1,800.00 USD) <nil>
	// hold 1000, need 700: buy 700 for 10,500.00 USD instead of 12,000.00 USD, saving 1,500.00 USD (a seat count suggests 3,600.00 USD) <nil>
}

func ExamplePosition() {
	s, err := renewal.Reprice(renewal.Position{
		Price: javaPrice(), Held: decimal.NewFromInt(1000), Need: decimal.NewFromInt(400), Floor: decimal.NewFromInt(750),
	})
	fmt.Println("buy", s.Buy, "saving", s.Real, "the floor costs", s.FloorCost, err)
	// Output: buy 750 saving 750.00 USD the floor costs 5250.00 USD <nil>
}

func ExampleSaving() {
	s, err := renewal.Reprice(renewal.Position{Price: javaPrice(), Held: decimal.NewFromInt(900), Need: decimal.NewFromInt(900)})
	fmt.Println(s, err) // nothing is unused, and yet the next tier is cheaper
	for _, l := range s.Charge.Lines() {
		fmt.Println(l)
	}
	// Output:
	// hold 900, need 900: buy 1000 for 12,000.00 USD instead of 13,500.00 USD, saving 1,500.00 USD (a seat count suggests 0.00 USD) <nil>
	// tier 2 (over 999 up to 2999): 1000 × 12.00 USD = 12000.00 USD
}
