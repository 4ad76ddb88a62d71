// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
)

// asOf is the day of all portfolio tests.
var asOf = finops.MustDate("2026-09-01")

// autoRenewing is a contract of one line that renews each year at +7 % unless notice is given 90 days before the end.
func autoRenewing(id, product, quantity, unit string, term string) contract.Contract {
	price := perUnit(unit)
	return contract.Contract{
		ID: id, Vendor: "Vendor " + id, Name: "Contract " + id, Owner: "owner-" + id, Currency: price.Currency(),
		Term: finops.MustPeriod(term),
		Lines: []contract.Line{{
			ID: "L1", Product: product, Quantity: dec(quantity), Price: price, Per: contract.PerYear, WholeUnits: true,
		}},
		Renewal: contract.RenewalTerms{
			Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 90, Unit: contract.Days, Anchor: contract.AnchorLastDay},
			Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.07")},
		},
	}
}

// estate has assigned seats of products: the first active of them used yesterday, the others never.
type seatCount struct {
	product          string
	assigned, active int
}

func shelfware(counts ...seatCount) *license.ShelfwareReport {
	var products []license.Product
	estate := license.Estate{}
	for _, c := range counts {
		products = append(products, license.Product{ID: c.product, Name: c.product})
		feed := license.Feed{Product: c.product, State: license.FeedPresent}
		for i := range c.assigned {
			id := fmt.Sprintf("%s-%05d", c.product, i)
			estate.Seats = append(estate.Seats, license.Seat{ID: id, Product: c.product, Person: id, Assigned: day("2025-01-01")})
			switch {
			case c.active == 0 && i == 0: // a feed without any record says nothing
				feed.Activities = append(feed.Activities, license.Activity{Seat: id, Last: day("2025-01-02")})
			case i < c.active:
				feed.Activities = append(feed.Activities, license.Activity{Seat: id, Last: asOf.AddDays(-1)})
			}
		}
		estate.Feeds = append(estate.Feeds, feed)
	}
	estate.Catalog = must(license.NewCatalog(products, nil))
	r := must(license.Classify(estate, asOf, license.ClassifyOptions{}))
	return &r
}

func fxTable() finops.FXTable {
	return must(finops.NewFXTable([]finops.Rate{
		{From: "EUR", To: "USD", Value: dec("1.10"), Kind: finops.SpotRate, Date: day("2026-08-31"), Source: "test"},
	}, finops.FXOptions{}))
}

// portfolio has contracts in each state:
//
//	A open until 2026-10-02, 100 seats held, 60 needed
//	B closed since 2026-07-02, 50 held, 40 needed
//	C evergreen by the month, 30 held, 20 needed, minimum 25
//	D expires, 10 held, 10 needed, in euros
//	E open, sells the same product as A, two years to go
//	F ended
//	G cannot be read: no currency
func portfolio() renewal.Input {
	a := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	b := autoRenewing("B", "chat", "50", "120 USD", "2025-10-01/2026-10-01")
	c := autoRenewing("C", "wiki", "30", "10 USD", "2026-01-01/2026-02-01")
	c.Lines[0].Per, c.Lines[0].Minimum = contract.PerMonth, dec("25")
	c.Billing.Every = contract.BillMonthly
	c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Months: 1, Notice: contract.Notice{N: 30, Unit: contract.Days, Anchor: contract.AnchorLastDay}}
	d := autoRenewing("D", "cad", "10", "900 EUR", "2026-01-01/2027-01-01")
	d.Renewal = contract.RenewalTerms{}
	e := autoRenewing("E", "crm", "20", "1300 USD", "2026-01-01/2029-01-01")
	f := autoRenewing("F", "old", "5", "100 USD", "2020-01-01/2021-01-01")
	f.Renewal = contract.RenewalTerms{}
	g := autoRenewing("G", "crm", "5", "100 USD", "2026-01-01/2027-01-01")
	g.Currency = ""
	return renewal.Input{
		Contracts: []contract.Contract{a, b, c, d, e, f, g},
		Shelfware: shelfware(seatCount{"crm", 110, 80}, seatCount{"chat", 50, 40}, seatCount{"wiki", 30, 20}, seatCount{"cad", 10, 10}),
		FX:        fxTable(),
	}
}

func options() renewal.Options {
	return renewal.Options{Currency: "USD", DiscountRate: decimal.New(8, -2)}
}
