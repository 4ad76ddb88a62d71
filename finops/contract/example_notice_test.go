// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

func ExampleNotice() {
	n := contract.Notice{N: 3, Unit: contract.Months}
	d := must(n.Dates(finops.MustDate("2025-11-30"), nil))
	fmt.Println("safe", d.Safe, "latest", d.Latest)
	n.Anchor = contract.AnchorLastDay // once the clause says what it counts from
	d = must(n.Dates(finops.MustDate("2025-11-30"), nil))
	fmt.Println("safe", d.Safe, "latest", d.Latest)
	// Output:
	// safe 2025-08-29 latest 2025-09-01
	// safe 2025-08-29 latest 2025-08-30
}

func ExampleParseNotice() {
	for _, s := range []string{"90d", "30 business days", "3 months from last_day clear", "8w delivery 3"} {
		fmt.Println(must(contract.ParseNotice(s)))
	}
	_, err := contract.ParseNotice("soon")
	fmt.Println(err)
	// Output:
	// 90d
	// 30bd
	// 3m from last_day clear
	// 8w delivery 3
	// contract: notice "soon": want for example "90d", "30bd", "8w" or "3m from last_day clear delivery 3": finops: bad syntax
}

func ExampleNoticeUnit() {
	last := finops.MustDate("2026-05-31")
	for _, n := range []contract.Notice{{N: 90, Unit: contract.Days}, {N: 3, Unit: contract.Months}, {N: 13, Unit: contract.Weeks}, {N: 63, Unit: contract.BusinessDays}} {
		n.Anchor = contract.AnchorLastDay
		fmt.Println(n.N, n.Unit, must(n.Dates(last, nil)).Latest)
	}
	// Output:
	// 90 days 2026-03-02
	// 3 months 2026-02-28
	// 13 weeks 2026-03-01
	// 63 business_days 2026-03-04
}

func ExampleNoticeAnchor() {
	for _, a := range []contract.NoticeAnchor{contract.AnchorUnstated, contract.AnchorLastDay, contract.AnchorRenewalDate} {
		d := must(contract.Notice{N: 60, Anchor: a}.Dates(finops.MustDate("2026-05-31"), nil))
		fmt.Println(a, d.Safe, d.Latest)
	}
	// Output:
	// unstated 2026-04-01 2026-04-02
	// last_day 2026-04-01 2026-04-01
	// renewal_date 2026-04-02 2026-04-02
}

func ExampleNoticeDates() {
	d := must(contract.Notice{N: 30}.Dates(finops.MustDate("2026-03-31"), nil))
	fmt.Println("safe", d.Safe, "latest", d.Latest)
	// Output: safe 2026-02-27 latest 2026-03-02
}

func ExampleNoticeReading() {
	d := must(contract.Notice{N: 30, DeliveryDays: 2}.Dates(finops.MustDate("2026-12-31"), nil))
	for _, r := range d.Readings {
		fmt.Printf("%s clear=%t applies=%t: %s, send by %s, a business day %s\n", r.Anchor, r.Clear, r.Applies, r.Counted, r.SendBy, r.Rolled)
	}
	// Output:
	// last_day clear=false applies=true: 2026-12-01, send by 2026-11-29, a business day 2026-11-27
	// renewal_date clear=false applies=true: 2026-12-02, send by 2026-11-30, a business day 2026-11-30
	// last_day clear=true applies=false: 2026-11-30, send by 2026-11-28, a business day 2026-11-27
	// renewal_date clear=true applies=false: 2026-12-01, send by 2026-11-29, a business day 2026-11-27
}

func ExampleNoticeWindow() {
	w := must(suite().NoticeWindow(finops.MustDate("2026-09-15"), nil))
	fmt.Println(w.Status, w.Term.Period, w.Safe, w.Latest, w.DaysLeft)
	fmt.Println(w.Reason)
	// Output:
	// open 2026-01-01/2027-01-01 2026-10-02 2026-10-03 17
	// notice by 2026-10-02 ends it after 2026-12-31
}

func ExampleWindowStatus() {
	c := suite()
	c.Renewal.Notice = contract.Notice{N: 13, Unit: contract.Months}
	fmt.Println(must(c.NoticeWindow(finops.MustDate("2026-01-01"), nil)).Status)
	c.Renewal = contract.RenewalTerms{}
	fmt.Println(must(c.NoticeWindow(finops.MustDate("2026-01-01"), nil)).Status)
	fmt.Println(must(c.NoticeWindow(finops.MustDate("2027-01-01"), nil)).Status)
	// Output:
	// never_open
	// no_auto_renewal
	// ended
}

func ExampleExit() {
	c := suite()
	c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Notice: contract.Notice{N: 30, Anchor: contract.AnchorLastDay}}
	w := must(c.NoticeWindow(finops.MustDate("2027-05-15"), nil))
	fmt.Println(w.Status, "first day without it", w.Exit.From, "with notice by", w.Exit.Safe)
	// Output: evergreen first day without it 2027-07-01 with notice by 2027-05-31
}

func ExampleCommittedTerm() {
	w := must(suite().NoticeWindow(finops.MustDate("2026-12-01"), nil))
	fmt.Println(w.Next.Term.Period, w.Next.Value.Total)
	// Output: 2027-01-01/2028-01-01 77040.00 EUR
}

func ExampleStatutoryExit() {
	act := contract.StatutoryExit{
		Name: "EU Data Act, Article 25", From: finops.MustDate("2025-09-12"),
		Notice: contract.Notice{N: 2, Unit: contract.Months}, TransitionDays: 30,
	}
	fmt.Println(must(act.ExitFrom(finops.MustDate("2026-11-01"), nil)))
	// Output: 2027-01-31
}

func ExampleRenewalTerms() {
	c := suite()
	c.Renewal.Limit = 1
	fmt.Println(must(c.TermOn(finops.MustDate("2027-06-01"))).Period)
	_, err := c.TermOn(finops.MustDate("2028-06-01"))
	fmt.Println(err)
	// Output:
	// 2027-01-01/2028-01-01
	// contract: "C-17": term 2: contract: no such term
}

func ExampleRenewalKind() {
	fmt.Println(contract.RenewalTerms{}.Kind, contract.AutoRenew, contract.Evergreen)
	// Output: expires auto_renew evergreen
}

func ExampleTerm() {
	t := must(suite().TermAt(1))
	fmt.Println(t.Index, t.Kind, t.Period, "last day", t.Period.Last())
	// Output: 1 renewal 2027-01-01/2028-01-01 last day 2027-12-31
}

func ExampleTermKind() {
	c := suite()
	c.Options = []contract.ExtensionOption{{ID: "year 2", Months: 12, Exercised: true}}
	for k := range 3 {
		fmt.Println(must(c.TermAt(k)).Kind)
	}
	// Output:
	// initial
	// option
	// renewal
}

func ExampleExtensionOption() {
	c := suite()
	c.Renewal = contract.RenewalTerms{}
	c.Options = []contract.ExtensionOption{{ID: "O1", Months: 12, ExerciseBy: contract.Notice{N: 30, Anchor: contract.AnchorLastDay}}}
	window := finops.MustPeriod("2026-11-01/2027-01-01")
	for _, e := range must(contract.Calendar([]contract.Contract{c}, window, contract.CalendarOptions{})) {
		fmt.Println(e.Date, e.Title)
	}
	c.Options[0].Exercised = true
	fmt.Println(must(c.TermAt(1)).Period)
	// Output:
	// 2026-12-01 Acme Suite: exercise option O1
	// 2026-12-31 Acme Suite: term ends
	// 2027-01-01/2028-01-01
}

func ExampleOptionPrice() {
	c := suite()
	c.Options = []contract.ExtensionOption{{
		ID: "O1", Months: 12, Exercised: true, Prices: []contract.OptionPrice{{Line: "seats", Price: seat("28 EUR")}},
	}}
	fmt.Println(must(c.Value(1)).Total)
	// Output: 67200.00 EUR
}

func ExampleMilestone() {
	c := suite()
	c.Lines[0].Minimum = decimal.NewFromInt(150)
	c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: finops.MustDate("2026-07-01")}}
	r := must(c.TrueDown("seats", finops.MustDate("2026-07-01"), decimal.NewFromInt(120)))
	fmt.Println(r.From, "to", r.To, "saves", r.Saving)
	// Output: 200 to 150 saves 9000.00 EUR
}

func ExampleMilestoneKind() {
	fmt.Println(contract.TrueUpDate, contract.TrueForwardDate, contract.TrueDownDate)
	// Output: true_up true_forward true_down
}
