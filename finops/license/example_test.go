// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// exampleCatalog is a suite in two tiers. Plan 2 of the mail service does all that plan 1 does.
func exampleCatalog() *license.Catalog {
	c, err := license.NewCatalog([]license.Product{
		{ID: "E5", Vendor: "acme", Capabilities: []string{"mail_plan_2", "voice"}, Policy: license.Policy{DowngradeTo: []string{"E3"}}},
		{ID: "E3", Vendor: "acme", Capabilities: []string{"mail_plan_1"}},
	}, []license.Implication{{Higher: "mail_plan_2", Lower: "mail_plan_1"}})
	if err != nil {
		panic(err)
	}
	return c
}

// exampleEstate has six seats of E5.
func exampleEstate() license.Estate {
	day := finops.MustDate
	return license.Estate{
		Catalog:      exampleCatalog(),
		Entitlements: []license.Entitlement{{ID: "ent-1", Product: "E5", Quantity: decimal.NewFromInt(8)}},
		People: []license.Person{
			{ID: "ann"}, {ID: "bob"}, {ID: "cyd"}, {ID: "dee"}, {ID: "eve", LastDay: day("2026-03-31")}, {ID: "fay"},
		},
		Seats: []license.Seat{
			{ID: "s1", Product: "E5", Person: "ann", Assigned: day("2024-01-01")},
			{ID: "s2", Product: "E5", Person: "bob", Assigned: day("2024-01-01")},
			{ID: "s3", Product: "E5", Person: "cyd", Assigned: day("2024-01-01")},
			{ID: "s4", Product: "E5", Person: "dee", Assigned: day("2026-06-15")},
			{ID: "s5", Product: "E5", Person: "eve", Assigned: day("2024-01-01")},
			{ID: "s6", Product: "E5", Person: "fay", Assigned: day("2024-01-01")},
		},
		Feeds: []license.Feed{{Product: "E5", State: license.FeedPresent, Activities: []license.Activity{
			{Person: "ann", Last: day("2026-06-29"), Capabilities: []string{"voice"}},
			{Person: "bob", Last: day("2026-06-20"), Capabilities: []string{"mail_plan_1"}},
			{Person: "cyd", Last: day("2026-02-01"), Capabilities: []string{"voice"}},
		}}},
	}
}

func exampleReport() license.ShelfwareReport {
	r, err := license.Classify(exampleEstate(), finops.MustDate("2026-06-30"), license.ClassifyOptions{})
	if err != nil {
		panic(err)
	}
	return r
}

func examplePrice(unit string) pricing.Price {
	p, err := pricing.NewPerUnit(finops.MustMoney(unit), pricing.PerUnitOptions{})
	if err != nil {
		panic(err)
	}
	return p
}

// The whole story of one product: who uses it, what to hold at the renewal, and what the seats cost.
func Example() {
	report, err := license.Classify(exampleEstate(), finops.MustDate("2026-06-30"), license.ClassifyOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Seats {
		fmt.Println(f.Explain())
	}
	e5, _ := report.Product("E5")
	fmt.Println("used of purchased:", e5.Utilization().UtilizationRate().Percent(1))

	demand, _ := report.Demand("E5", license.MoveDown)
	demand.Buffer = decimal.RequireFromString("0.10")
	right, _ := demand.RightSize()
	fmt.Println("hold:", right.Quantity, "instead of", e5.Purchased)
	// Output:
	// E5 seat s1: active, last activity on 2026-06-29
	// E5 seat s2: over_tiered, last activity on 2026-06-20, all that was used is in E3
	// E5 seat s3: inactive, last activity on 2026-02-01
	// E5 seat s4: grace, assigned on 2026-06-15
	// E5 seat s5: leaver, eve has left
	// E5 seat s6: never_activated, no activity ever
	// used of purchased: 25.0%
	// hold: 3 instead of 8
}

func ExampleClassify() {
	report, err := license.Classify(exampleEstate(), finops.MustDate("2026-06-30"), license.ClassifyOptions{InactiveAfterDays: 60})
	fmt.Println(report.Counts.Total(), "seats,", report.Counts.Reclaimable(), "to take back,", report.Coverage.Percent(0), "known", err)
	// Output: 6 seats, 3 to take back, 100% known <nil>
}

func ExampleEstate() {
	e := license.Estate{
		Catalog: exampleCatalog(),
		Seats:   []license.Seat{{ID: "s1", Product: "E3"}},
	}
	report, _ := license.Classify(e, finops.MustDate("2026-06-30"), license.ClassifyOptions{})
	fmt.Println(report.Seats[0].Explain())
	// Output: E3 seat s1: no_telemetry, usage is not measured
}

func ExampleClassifyOptions() {
	e := exampleEstate()
	report, _ := license.Classify(e, finops.MustDate("2026-06-30"), license.ClassifyOptions{InactiveAfterDays: 180, GraceDays: 10})
	p, _ := report.Product("E5")
	fmt.Println(p.InactiveAfterDays, p.GraceDays, p.Counts.Inactive, p.Counts.Grace)
	// Output: 180 10 0 0
}

func ExampleShelfwareReport_Demand() {
	r := exampleReport()
	here, _ := r.Demand("E5", license.MoveDown)
	there, _ := r.Demand("E3", license.MoveDown)
	fmt.Println(here.Active, here.Grace, here.MovedIn)
	fmt.Println(there.Active, there.Grace, there.MovedIn)
	// Output:
	// 1 1 0
	// 0 0 1
}

func ExampleShelfwareReport_Departures() {
	people := []license.Person{{ID: "ann", LastDay: finops.MustDate("2026-11-30")}}
	for _, d := range exampleReport().Departures(people, finops.MustDate("2027-01-01")) {
		fmt.Println(d.Product, d.Seats, d.People)
	}
	// Output: E5 1 [ann]
}

func ExampleShelfwareReport_Needs() {
	for _, n := range exampleReport().Needs() {
		fmt.Println(n.Product, n.Requirement.Quantity)
	}
	// Output:
	// E3 0
	// E5 6
}

func ExampleSeatFinding() {
	f := exampleReport().Seats[2]
	fmt.Println(f.Seat, f.Person, f.Class, f.Reason, f.LastActivity)
	// Output: s3 cyd inactive activity_old 2026-02-01
}

func ExampleProductUse() {
	p, _ := exampleReport().Product("E5")
	fmt.Println("purchased", p.Purchased, "assigned", p.Assigned, "in use", p.InUse, "unassigned", p.Unassigned)
	fmt.Println(p.Counts.Active, "active,", p.DowngradedTo[0].Seats, "could move to", p.DowngradedTo[0].Product)
	// Output:
	// purchased 8 assigned 6 in use 2 unassigned 2
	// 1 active, 1 could move to E3
}

func ExampleTierMove() {
	p, _ := exampleReport().Product("E5")
	fmt.Printf("%+v\n", p.DowngradedTo)
	// Output: [{Product:E3 Seats:1}]
}

func ExampleLeftOutSeat() {
	e := license.Estate{Catalog: exampleCatalog(), Seats: []license.Seat{{ID: "s1", Product: "Photoshop"}}}
	r, _ := license.Classify(e, finops.MustDate("2026-06-30"), license.ClassifyOptions{})
	fmt.Printf("%+v\n", r.LeftOut[0])
	// Output: {Product:Photoshop Seat:s1 Person: Why:unknown_product}
}

func ExampleIssue() {
	e := exampleEstate()
	e.Seats[0].Assigned = finops.Date{}
	r, _ := license.Classify(e, finops.MustDate("2026-06-30"), license.ClassifyOptions{})
	for _, is := range r.Issues {
		fmt.Println(is.Kind, is.Product, is.Count, is.IDs)
	}
	// Output: no_assigned_date E5 1 [s1]
}

func ExampleIssueKind() {
	fmt.Println(license.IssueFutureActivity)
	// Output: future_activity
}

func ExampleClass() {
	for _, c := range license.Classes() {
		if c.Reclaimable() {
			fmt.Println(c)
		}
	}
	// Output:
	// leaver
	// duplicate
	// never_activated
	// inactive
}

func ExampleClasses() {
	fmt.Println(license.Classes()[0], len(license.Classes()))
	// Output: leaver 9
}

func ExampleClassCounts() {
	n := license.ClassCounts{Active: 80, Inactive: 15, Leaver: 5}
	fmt.Println(n.Total(), n.Reclaimable(), n.Of(license.Active))
	// Output: 100 20 80
}

func ExampleReason() {
	fmt.Println(license.ReasonFeedAnonymised)
	// Output: feed_anonymised
}

func ExampleFeedState() {
	var s license.FeedState
	err := s.UnmarshalText([]byte("anonymised"))
	fmt.Println(s, err)
	// Output: anonymised <nil>
}

func ExampleFeed() {
	f := license.Feed{Product: "CRM", Activities: []license.Activity{{Person: "ann", Last: finops.MustDate("2026-06-29")}}}
	fmt.Println(f.Product, f.State, len(f.Activities))
	// Output: CRM unstated 1
}

func ExampleActivity() {
	a := license.Activity{Seat: "s1", Last: finops.MustDate("2026-06-29"), Capabilities: []string{"voice"}}
	fmt.Println(a.Seat, a.Last, a.Capabilities)
	// Output: s1 2026-06-29 [voice]
}

func ExampleEntitlement() {
	e := license.Entitlement{ID: "ent-1", Product: "E5", Quantity: decimal.NewFromInt(100), Period: finops.MustPeriod("2026-01-01/2027-01-01")}
	fmt.Println(e.InForce(finops.MustDate("2026-12-31")), e.InForce(finops.MustDate("2027-01-01")))
	// Output: true false
}

func ExampleSeat() {
	s := license.Seat{ID: "s1", Product: "E5", Person: "ann", Assigned: finops.MustDate("2026-06-15")}
	fmt.Println(s.ID, s.Product, s.Person, s.Assigned)
	// Output: s1 E5 ann 2026-06-15
}

func ExamplePerson() {
	p := license.Person{ID: "eve", LastDay: finops.MustDate("2026-03-31")}
	fmt.Println(p.ID, "is a leaver from", p.LastDay.AddDays(1))
	// Output: eve is a leaver from 2026-04-01
}

func ExampleNewUtilization() {
	u, err := license.NewUtilization(decimal.NewFromInt(1000), decimal.NewFromInt(800), decimal.NewFromInt(500))
	fmt.Println(u.AssignmentRate().Percent(1), u.ActiveOfAssigned().Percent(1), u.UtilizationRate().Percent(1), err)
	// Output: 80.0% 62.5% 50.0% <nil>
}

func ExampleUtilization() {
	u := license.Utilization{Assigned: decimal.NewFromInt(3), Active: decimal.NewFromInt(2)}
	_, defined := u.UtilizationRate().Value()
	fmt.Println(u.UtilizationRate().Percent(1), defined)
	// Output: undefined false
}

func ExampleDemand_RightSize() {
	d := license.Demand{
		Product: "E5", Active: 610, Grace: 12, Exempt: 3, NoTelemetry: 20, MovedIn: 5,
		Buffer: decimal.RequireFromString("0.05"), Joiners: 30, Leavers: 18, Floor: decimal.NewFromInt(600),
	}
	r, err := d.RightSize()
	fmt.Println(r.Needed, r.Buffered, r.Quantity, r.Floored, err)
	// Output: 650 683 695 false <nil>
}

func ExampleRightSizing() {
	r, _ := license.Demand{Active: 40, Floor: decimal.NewFromInt(100)}.RightSize()
	fmt.Println("need", r.Target, "but committed to", r.Quantity, r.Floored)
	// Output: need 40 but committed to 100 true
}

func ExampleOverTierUse() {
	d, _ := exampleReport().Demand("E5", license.KeepTier)
	fmt.Println(license.KeepTier, d.OverTieredKept)
	// Output: keep_tier 1
}

func ExampleDeparture() {
	d := license.Departure{Product: "E5", Seats: 2, People: []string{"ann", "bob"}}
	fmt.Println(d.Seats, "seats of", d.Product, "held by", d.People)
	// Output: 2 seats of E5 held by [ann bob]
}

// Five needed seats of E5 become free. Three of them were over-tiered: they count for E3.
func ExampleDepartures() {
	gone := license.Departures{{Product: "E5", Seats: 5, DowngradedTo: []license.TierMove{{Product: "E3", Seats: 3}}}}
	for _, use := range []license.OverTierUse{license.MoveDown, license.KeepTier} {
		fmt.Println(use, "E5:", gone.Leavers("E5", use), "E3:", gone.Leavers("E3", use))
	}
	// Output:
	// move_down E5: 2 E3: 3
	// keep_tier E5: 5 E3: 0
}
