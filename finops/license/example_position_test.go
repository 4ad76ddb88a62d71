// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// exampleLadder is 15 a unit up to 999 and 12 from 1000 on, for all units.
func exampleLadder() pricing.Price {
	d := decimal.RequireFromString
	p, err := pricing.NewLadder(pricing.LadderSpec{
		Currency: "USD", Mode: pricing.Volume, WholeUnits: true,
		Tiers: []pricing.Tier{{UpTo: d("999"), Unit: d("15")}, {Open: true, Unit: d("12")}},
	})
	if err != nil {
		panic(err)
	}
	return p
}

func ExampleEffectivePosition() {
	held := []license.Entitlement{{ID: "ent-1", Product: "Java", Quantity: decimal.NewFromInt(950)}}
	need, _ := license.Employees(980)
	positions, err := license.EffectivePosition(held, []license.Need{{Product: "Java", Requirement: need}}, finops.MustDate("2026-06-30"),
		license.PositionOptions{Prices: map[string]pricing.Price{"Java": exampleLadder()}, TrueUp: license.TrueUpIncrement})
	for _, p := range positions {
		fmt.Println(p.Product, "short of", p.Shortfall, "true-up", p.TrueUp, "exposure", p.Exposure)
	}
	fmt.Println(err)
	// Output:
	// Java short of 30 true-up 450.00 USD exposure 450.00 USD
	// <nil>
}

func ExampleTrueUpBasis() {
	need := license.Need{Product: "Java", Requirement: license.Requirement{Quantity: decimal.NewFromInt(995)}}
	held := []license.Entitlement{{ID: "ent-1", Product: "Java", Quantity: decimal.NewFromInt(950)}}
	for _, basis := range []license.TrueUpBasis{license.TrueUpIncrement, license.TrueUpBest, license.TrueUpSeparate} {
		p, _ := license.EffectivePosition(held, []license.Need{need}, finops.MustDate("2026-06-30"),
			license.PositionOptions{Prices: map[string]pricing.Price{"Java": exampleLadder()}, TrueUp: basis})
		fmt.Println(basis, p[0].TrueUp)
	}
	// Output:
	// increment 675.00 USD
	// best -2250.00 USD
	// separate 675.00 USD
}

// Two contracts hold the product; more is bought under the second, whose list has risen by 5 %.
func ExamplePositionOptions() {
	raised, err := pricing.Scale(exampleLadder(), decimal.RequireFromString("1.05"))
	if err != nil {
		fmt.Println(err)
		return
	}
	held := []license.Entitlement{
		{ID: "ent-1", Product: "Java", Contract: "2021", Quantity: decimal.NewFromInt(600)},
		{ID: "ent-2", Product: "Java", Contract: "2024", Quantity: decimal.NewFromInt(350)},
	}
	need, _ := license.Employees(980)
	p, err := license.EffectivePosition(held, []license.Need{{Product: "Java", Requirement: need}}, finops.MustDate("2026-06-30"),
		license.PositionOptions{Prices: map[string]pricing.Price{"Java": raised}, Contracts: map[string]string{"Java": "2024"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("held", p[0].Entitled, "of which on the ladder", p[0].OnLadder, "true-up", p[0].TrueUp)
	// Output: held 950 of which on the ladder 350 true-up 472.50 USD
}

func ExamplePosition() {
	need, _ := license.Employees(10)
	p, _ := license.EffectivePosition(nil, []license.Need{{Product: "Java", Requirement: need}}, finops.MustDate("2026-06-30"), license.PositionOptions{})
	fmt.Println(p[0].Covered, p[0].Entitled, p[0].Required, p[0].Shortfall)
	// Output: false 0 10 10
}

func ExampleNeed() {
	r, _ := license.NamedUsers([]string{"ann", "bob"})
	n := license.Need{Product: "CRM", Requirement: r}
	fmt.Println(n.Product, n.Requirement.Quantity)
	// Output: CRM 2
}

func ExampleOptimizeMix() {
	offers := []license.Offer{
		{ID: "F3", Grants: []string{"mail"}, Price: examplePrice("10 USD")},
		{ID: "BP", Grants: []string{"mail", "desktop", "security"}, Price: examplePrice("22 USD"), Cap: 300},
		{ID: "E3", Grants: []string{"mail", "desktop"}, Price: examplePrice("39 USD")},
		{ID: "SEC", Grants: []string{"security"}, Price: examplePrice("12 USD"), Requires: []string{"E3"}},
		{ID: "E5", Grants: []string{"mail", "desktop", "security", "voice"}, Price: examplePrice("60 USD")},
	}
	mix, err := license.OptimizeMix(context.Background(), license.MixProblem{
		Groups: []license.Group{
			{ID: "front", People: 400, Needs: []string{"mail"}},
			{ID: "office", People: 600, Needs: []string{"mail", "desktop"}},
			{ID: "security", People: 150, Needs: []string{"mail", "desktop", "security"}},
			{ID: "executives", People: 50, Needs: []string{"mail", "desktop", "security", "voice"}},
		},
		Offers: offers,
	}, license.MixOptions{})
	fmt.Println(mix.Cost, mix.Proven, err)
	for _, a := range mix.Assignments {
		fmt.Println(a.Group, a.Offers, a.People)
	}
	// Output:
	// 31150.00 USD true <nil>
	// front [F3] 400
	// office [BP] 150
	// office [E3] 450
	// security [BP] 150
	// executives [E5] 50
}

func ExampleMixProblem() {
	mix, _ := license.OptimizeMix(context.Background(), license.MixProblem{
		Groups: []license.Group{{ID: "all", People: 990, Needs: []string{"java"}}},
		Offers: []license.Offer{{ID: "Java", Grants: []string{"java"}, Price: exampleLadder()}},
	}, license.MixOptions{})
	for _, p := range mix.Purchases {
		fmt.Println("use", p.Used, "buy", p.Buy, "for", p.Cost)
	}
	// Output: use 990 buy 1000 for 12000.00 USD
}

func ExampleMixOptions() {
	_, err := license.OptimizeMix(context.Background(), license.MixProblem{}, license.MixOptions{WorkLimit: -1})
	fmt.Println(errors.Is(err, license.ErrNegative))
	// Output: true
}

func ExampleMix() {
	mix, _ := license.OptimizeMix(context.Background(), license.MixProblem{
		Groups: []license.Group{{ID: "all", People: 3, Needs: []string{"a"}}},
		Offers: []license.Offer{{ID: "A", Grants: []string{"a"}, Price: examplePrice("2 USD")}},
	}, license.MixOptions{})
	fmt.Println(mix.Cost, mix.LowerBound, mix.Gap.Percent(0), mix.Stop)
	// Output: 6.00 USD 6.00 USD 0% proven
}

func ExampleMixAssignment() {
	fmt.Printf("%+v\n", license.MixAssignment{Group: "office", Offers: []string{"E3", "SEC"}, People: 5})
	// Output: {Group:office Offers:[E3 SEC] People:5}
}

func ExampleMixPurchase() {
	p := license.MixPurchase{Offer: "Java", Used: 990, Buy: decimal.NewFromInt(1000), Cost: finops.MustMoney("12000 USD")}
	fmt.Println(p.Offer, p.Used, p.Buy, p.Cost)
	// Output: Java 990 1000 12000.00 USD
}

func ExampleMixStop() {
	fmt.Println(license.MixWorkLimit)
	// Output: work_limit
}

func ExampleGroup() {
	g := license.Group{ID: "office", People: 600, Needs: []string{"mail", "desktop"}}
	fmt.Println(g.ID, g.People, g.Needs)
	// Output: office 600 [mail desktop]
}

func ExampleOffer() {
	o := license.Offer{ID: "SEC", Grants: []string{"security"}, Requires: []string{"E3", "E5"}, Price: examplePrice("12 USD")}
	fmt.Println(o.ID, o.Grants, "with one of", o.Requires)
	// Output: SEC [security] with one of [E3 E5]
}

func ExampleCatalog_Offer() {
	o, err := exampleCatalog().Offer("E5", examplePrice("60 USD"))
	fmt.Println(o.ID, o.Grants, err)
	// Output: E5 [mail_plan_1 mail_plan_2 voice] <nil>
}

func ExampleInfeasibleError() {
	_, err := license.OptimizeMix(context.Background(), license.MixProblem{
		Groups: []license.Group{{ID: "lab", People: 2, Needs: []string{"time travel"}}},
	}, license.MixOptions{})
	var infeasible *license.InfeasibleError
	fmt.Println(errors.As(err, &infeasible), infeasible.Group, infeasible.Capability)
	fmt.Println(err)
	// Output:
	// true lab time travel
	// license: infeasible: group "lab" needs capability "time travel": no allowed offer grants it
}
