// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// A vendor offers three years at today's price less 5 %, for whatever quantity the review finds right.
func ExampleAlternative_build() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf),
		Alternatives: []renewal.Alternative{{
			Contract: "C-1", Scenario: renewal.Scenario{Name: "three years"},
			Build: func(n renewal.NextTerm) (renewal.Scenario, error) {
				offers, err := n.Offers(renewal.NextOfferOptions{Price: renewal.OfferTodayPrice})
				return renewal.MultiYear("three years", 36, decimal.RequireFromString("0.05"), offers...), err
			},
		}},
	}, asOf, renewal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range report.Contracts[0].Comparison.Scenarios {
		fmt.Printf("%-12s %d months %s, a year %s\n", s.Name, s.Months, s.Total.Grouped(), s.EAC)
	}
	fmt.Println(report.Contracts[0].Assumptions[0])
	// Output:
	// as is        36 months 20,639.66 EUR, a year 6879.89 EUR
	// right-sized  36 months 12,383.79 EUR, a year 4127.93 EUR
	// three years  36 months 10,260.00 EUR, a year 3420.00 EUR
	// "as is" and "right-sized" are renewed from 1 year to 3 years at the uplifts of the contract, as the longest alternative runs 3 years
}

func ExampleNextTerm_Offers() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf)}, asOf, renewal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	offers, err := renewal.NextTerm{Contract: crm(), Review: report.Contracts[0]}.Offers(renewal.NextOfferOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	flows, err := offers[0].Flows()
	fmt.Println(offers[0].Quantity, "from", offers[0].Start, "for", offers[0].Months, "months:", flows[0].Amount, err)
	// Output: 6 from 2027-01-01 for 12 months: 3852.00 EUR <nil>
}

func ExampleNextOfferOptions() {
	o := renewal.NextOfferOptions{Quantity: renewal.OfferHeldQuantity, Months: 24}
	b, err := json.Marshal(o)
	fmt.Println(string(b), err)
	// Output: {"quantity":"held","price":"next_term","months":24} <nil>
}

func ExampleOfferQuantity() {
	fmt.Println(renewal.OfferRightQuantity, renewal.OfferHeldQuantity)
	// Output: right held
}

func ExampleOfferPrice() {
	fmt.Println(renewal.OfferNextPrice, renewal.OfferTodayPrice)
	// Output: next_term today
}

func ExampleReplacement() {
	next, old := seatOffer("0"), seatOffer("0.07")
	next.Discount = decimal.RequireFromString("0.30")
	s := renewal.Replace("migrate", renewal.Replacement{
		Next: []renewal.Offer{next}, Old: []renewal.Offer{old}, OverlapMonths: 2,
		Migration: []roi.Flow{{Date: finops.MustDate("2025-01-15"), Amount: finops.MustMoney("20000 USD")}},
	})
	fmt.Println(s.Kind, s.Months, "months,", len(s.Offers), "offers,", len(s.OneOff), "one-off payment")
	// Output: replace 36 months, 2 offers, 1 one-off payment
}

func ExampleBuffer() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf),
		Buffers: []renewal.Buffer{{Product: "crm", Fraction: decimal.RequireFromString("0.20")}},
	}, asOf, renewal.Options{})
	fmt.Println(report.Contracts[0].Lines[0].Need, err) // 6 in use, and 20 % of reserve
	// Output: 8 <nil>
}

// Terabytes have no seats: what is needed is given as measured.
func ExampleInput_needs() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()},
		Needs: []license.Need{{Product: "crm", Requirement: license.Requirement{
			Metric: license.MetricCapacity, Quantity: decimal.RequireFromString("7.5"), Exact: decimal.RequireFromString("7.5"),
		}}},
	}, asOf, renewal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Actions[0].Explanation)
	// Output: give notice on Acme CRM by 2026-10-02: buy 8 instead of 10 of crm, saving 1,200.00 EUR a year; missing the deadline costs 1,284.00 EUR
}

func ExampleBlockedSaving() {
	asOf := finops.MustDate("2026-09-01")
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{crm()}, Shelfware: crmUse(asOf),
		Floors: []renewal.Floor{{
			Contract: "C-1", Line: "seats", Quantity: decimal.NewFromInt(9), Until: finops.MustDate("2028-01-01"), Reason: "framework agreement",
		}},
	}, asOf, renewal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range report.Blocked {
		fmt.Println(b)
	}
	// Output: 1,800.00 EUR a year of seats is blocked: framework agreement; not before 2028-01-01
}

func ExampleBlockCause() {
	fmt.Println(renewal.NotBlocked, renewal.BlockedByFloor, renewal.BlockedByWindow)
	// Output: not_blocked floor window
}

// Without licence data no saving is known, but the next term is committed if nobody decides.
func ExampleStake() {
	report, err := renewal.Analyze(renewal.Input{Contracts: []contract.Contract{crm()}}, finops.MustDate("2026-09-01"), renewal.Options{})
	a := report.Actions[0]
	fmt.Println(a.Kind, a.Value, "| at stake:", a.AtStake, err)
	// Output: decide 0.00 EUR | at stake: next_term 6420.00 EUR <nil>
}

func ExampleStakeBasis() {
	fmt.Println(renewal.StakeValue, renewal.StakeExposure, renewal.StakeNextTerm)
	// Output: value exposure next_term
}
