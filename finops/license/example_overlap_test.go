// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
)

func ExampleFindOverlaps() {
	overlaps, err := license.FindOverlaps([]license.AppUsers{
		{App: "Slack", Function: "chat", Users: []string{"ann", "bob"}},
		{App: "Teams", Function: "chat", Users: []string{"ann", "bob", "cyd", "dee"}},
		{App: "Miro", Function: "whiteboard", Users: []string{"ann", "cyd", "dee"}},
	}, license.OverlapOptions{})
	for _, o := range overlaps {
		fmt.Println(o.A, o.B, o.Coefficient.Percent(0), o.Jaccard.Percent(0), o.Redundant)
	}
	fmt.Println(err)
	// Output:
	// Miro Teams 100% 75% false
	// Slack Teams 100% 50% true
	// Miro Slack 50% 25% false
	// <nil>
}

func ExampleAppUsers() {
	a := license.AppUsers{App: "Slack", Function: "chat", Users: []string{"ann"}}
	fmt.Println(a.App, a.Function, len(a.Users))
	// Output: Slack chat 1
}

func ExampleOverlapOptions() {
	apps := []license.AppUsers{{App: "A", Users: []string{"1", "2"}}, {App: "B", Users: []string{"2", "3"}}}
	overlaps, _ := license.FindOverlaps(apps, license.OverlapOptions{Min: decimal.RequireFromString("0.6")})
	fmt.Println(len(overlaps))
	// Output: 0
}

func ExampleOverlap() {
	apps := []license.AppUsers{{App: "A", Users: []string{"1", "2"}}, {App: "B", Users: []string{"2", "3"}}}
	overlaps, _ := license.FindOverlaps(apps, license.OverlapOptions{})
	o := overlaps[0]
	fmt.Println(o.A, o.B, o.Both, "of", o.InA, "and", o.InB)
	// Output: A B 1 of 2 and 2
}

func ExampleShadowIT() {
	found, err := license.ShadowIT([]string{"microsoft"},
		[]license.Spend{{ID: "card-1", Vendor: "notion", Amount: finops.MustMoney("96 USD")}, {ID: "inv-7", Vendor: "microsoft", Amount: finops.MustMoney("9000 USD")}},
		[]license.SignOn{{Vendor: "notion", Person: "ann", Last: finops.MustDate("2026-06-01")}})
	for _, u := range found {
		fmt.Println(u.Vendor, u.Spend, u.Payments, u.People, u.LastSignOn)
	}
	fmt.Println(err)
	// Output:
	// notion [96.00 USD] [card-1] [ann] 2026-06-01
	// <nil>
}

func ExampleSpend() {
	s := license.Spend{ID: "card-1", Vendor: "notion", Amount: finops.MustMoney("96 USD")}
	fmt.Println(s.Vendor, s.Amount)
	// Output: notion 96.00 USD
}

func ExampleSignOn() {
	s := license.SignOn{Vendor: "notion", Person: "ann", Last: finops.MustDate("2026-06-01")}
	fmt.Println(s.Vendor, s.Person, s.Last)
	// Output: notion ann 2026-06-01
}

func ExampleUnmanaged() {
	found, _ := license.ShadowIT(nil, nil, []license.SignOn{{Vendor: "notion", Person: "ann"}, {Vendor: "notion", Person: "ann"}})
	fmt.Println(found[0].Vendor, len(found[0].People))
	// Output: notion 1
}
