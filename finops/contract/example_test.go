// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

// must stops an example on an error.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// seat is a price per unit.
func seat(unit string) pricing.Price {
	return must(pricing.NewPerUnit(finops.MustMoney(unit), pricing.PerUnitOptions{WholeUnits: true}))
}

// suite is the contract of most examples: 200 seats for a year, renewed by the year at +7 % unless notice is given 90
// days before.
func suite() contract.Contract {
	return contract.Contract{
		ID: "C-17", Vendor: "Acme", Name: "Suite", Owner: "ida@example.org", Currency: "EUR",
		Term: must(finops.PeriodThrough(finops.MustDate("2026-01-01"), finops.MustDate("2026-12-31"))),
		Lines: []contract.Line{{
			ID: "seats", Quantity: decimal.NewFromInt(200), Price: seat("30 EUR"), Per: contract.PerMonth, WholeUnits: true,
		}},
		Billing: contract.Billing{Every: contract.BillQuarterly, PaymentDays: 30},
		Renewal: contract.RenewalTerms{
			Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 90},
			Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: decimal.New(7, -2)},
		},
	}
}

// From a contract to its deadlines, its cost and a calendar file.
func Example() {
	c := suite()
	if err := c.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	asOf := finops.MustDate("2026-09-01")
	w := must(c.NoticeWindow(asOf, nil))
	fmt.Printf("%s: notice by %s, at the very latest %s, %d days left\n", w.Status, w.Safe, w.Latest, w.DaysLeft)

	s := must(c.Schedules(contract.ScheduleOptions{}))
	fmt.Printf("worth %s in %d invoices, the first %s due %s\n", s.Value, len(s.Cash), s.Cash[0].Total, s.Cash[0].Due)

	next := must(c.Value(1))
	fmt.Printf("next term %s costs %s\n", next.Term.Period, next.Total)

	events := must(contract.Calendar([]contract.Contract{c}, finops.MustPeriod("2026-09-01/2027-03-01"), contract.CalendarOptions{}))
	for _, e := range events {
		fmt.Println(e.Date, e.Title)
	}
	// Output:
	// open: notice by 2026-10-02, at the very latest 2026-10-03, 31 days left
	// worth 72000.00 EUR in 4 invoices, the first 18000.00 EUR due 2026-01-31
	// next term 2027-01-01/2028-01-01 costs 77040.00 EUR
	// 2026-10-02 Acme Suite: give notice
	// 2026-10-03 Acme Suite: latest defensible day for notice
	// 2026-12-31 Acme Suite: term ends
	// 2027-01-01 Acme Suite: renewed
	// 2027-01-01 Acme Suite: price uplift
}

func ExampleContract() {
	c := suite()
	c.Lines[0].Quantity = decimal.NewFromInt(-3)
	c.Renewal.Months = 0
	fmt.Println(c.Validate())
	// Output:
	// contract: "C-17": line "seats": quantity -3 is negative
	// contract: "C-17": renewal.months 0 is no length for automatic renewal
}

func ExampleContract_json() {
	var c contract.Contract
	err := json.Unmarshal([]byte(`{
		"id": "C-1", "currency": "USD", "term": "2026-01-01/2027-01-01",
		"renewal": {"kind": "auto_renew", "months": 12, "notice": "3m from last_day"}
	}`), &c)
	fmt.Println(c.Renewal.Notice, err)
	// Output: 3m from last_day <nil>
}

func ExampleContract_NoticeWindow() {
	c := suite()
	for _, day := range []string{"2026-10-02", "2026-10-03", "2026-10-04"} {
		w := must(c.NoticeWindow(finops.MustDate(day), nil))
		fmt.Println(w.AsOf, w.Status)
		if w.Next != nil {
			fmt.Println("committed:", w.Next.Term.Period, w.Next.Value.Total)
			fmt.Println("next way out:", w.Exit.From, "with notice by", w.Exit.Safe)
		}
	}
	// Output:
	// 2026-10-02 open
	// 2026-10-03 disputable
	// 2026-10-04 window_closed
	// committed: 2027-01-01/2028-01-01 77040.00 EUR
	// next way out: 2028-01-01 with notice by 2027-10-01
}

func ExampleContract_TermAt() {
	c := contract.Contract{ID: "leap", Term: finops.MustPeriod("2024-02-29/2025-02-28"), Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}}
	for k := range 4 {
		fmt.Println(must(c.TermAt(k)).Period)
	}
	// Output:
	// 2024-02-29/2025-02-28
	// 2025-02-28/2026-02-28
	// 2026-02-28/2027-02-28
	// 2027-02-28/2028-02-29
}

func ExampleContract_LineCost() {
	c := suite()
	next := must(c.TermAt(1))
	fmt.Println("as it is: ", must(c.LineCost("seats", decimal.NewFromInt(200), next.Period)))
	fmt.Println("160 seats:", must(c.LineCost("seats", decimal.NewFromInt(160), next.Period)))
	// Output:
	// as it is:  77040.00 EUR
	// 160 seats: 61632.00 EUR
}

func ExampleContract_LinePrice() {
	c := suite()
	price := must(c.LinePrice("seats", finops.MustDate("2027-05-01")))
	charge := must(price.Charge(decimal.NewFromInt(160)))
	fmt.Println("160 seats at the price uplifted by 7 %:", charge.Total, "a month")
	// Output: 160 seats at the price uplifted by 7 %: 5136.00 EUR a month
}

func ExampleContract_Settle() {
	c := suite()
	c.Lines[0].Usage = true
	c.Commitments = []contract.Commitment{{ID: "min", Per: contract.PerYear, Amounts: []finops.Money{finops.MustMoney("50000 EUR")}}}
	s := must(c.Settle("min", finops.MustDate("2026-06-30"), []finops.Money{finops.MustMoney("42000 EUR")}, finops.Money{}))
	fmt.Println("shortfall", s.TrueUp, "to pay", s.Total)
	// Output: shortfall 8000.00 EUR to pay 50000.00 EUR
}

func ExampleFieldError() {
	c := suite()
	c.Lines[0].Quantity = decimal.RequireFromString("2.5")
	var f *contract.FieldError
	if err := c.Validate(); errors.As(err, &f) {
		fmt.Println(f.Contract, f.Item, f.Field, f.Value, f.Problem)
		fmt.Println(errors.Is(err, pricing.ErrFractionalQuantity))
	}
	// Output:
	// C-17 line "seats" quantity 2.5 is not whole
	// true
}

func ExampleMissingIndexError() {
	c := suite()
	c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftCPI, Index: contract.IndexSeries{Name: "HICP"}, LagMonths: 3}
	_, err := c.Value(1)
	var missing *contract.MissingIndexError
	if errors.As(err, &missing) {
		fmt.Println(missing)
	}
	// Output: contract: index "HICP" has no point for 2026-10, needed for the uplift on 2027-01-01
}

func ExampleCalendar() {
	c := suite()
	window := finops.MustPeriod("2026-10-01/2026-11-01")
	for _, e := range must(contract.Calendar([]contract.Contract{c}, window, contract.CalendarOptions{Invoices: true})) {
		fmt.Println(e.Date, e.Kind, e.Amount)
	}
	// Output:
	// 2026-10-02 notice_safe 0
	// 2026-10-03 notice_latest 0
	// 2026-10-31 invoice 18000.00 EUR
}

func ExampleCalendarOptions() {
	holidays := must(finops.NewWorkweek(finops.WorkweekSpec{Holidays: []finops.Date{finops.MustDate("2026-10-02")}}))
	o := contract.CalendarOptions{Business: holidays, Kinds: []contract.EventKind{contract.EventNoticeSafe}}
	for _, e := range must(contract.Calendar([]contract.Contract{suite()}, finops.MustPeriod("2026-01-01/2027-01-01"), o)) {
		fmt.Println(e.Date, e.Detail)
	}
	// Output: 2026-10-01 Last safe day to give notice (90d) so that the contract ends on 2026-12-31. Latest defensible day: 2026-10-03.
}

func ExampleEvent() {
	events := must(contract.Calendar([]contract.Contract{suite()}, finops.MustPeriod("2026-12-01/2027-01-01"), contract.CalendarOptions{}))
	e := events[0]
	fmt.Println(e.Date, e.Kind, e.Contract, e.Owner)
	fmt.Println(e.Key)
	// Output:
	// 2026-12-31 term_end C-17 ida@example.org
	// C-17/term_end/2026-01-01
}

func ExampleEventKind() {
	var k contract.EventKind
	fmt.Println(k.UnmarshalText([]byte("term_end")), k == contract.EventTermEnd, k)
	// Output: <nil> true term_end
}

func ExampleReviseEvents() {
	window := finops.MustPeriod("2026-01-01/2026-12-01")
	o := contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventNoticeSafe}}
	c := suite()
	published := must(contract.Calendar([]contract.Contract{c}, window, o))
	c.Renewal.Notice.N = 60 // the amendment shortens the notice
	for _, e := range must(contract.ReviseEvents(published, must(contract.Calendar([]contract.Contract{c}, window, o)))) {
		fmt.Println(e.Date, e.Sequence, e.Cancelled)
	}
	for _, e := range must(contract.ReviseEvents(published, nil)) { // the contract is gone
		fmt.Println(e.Date, e.Sequence, e.Cancelled)
	}
	// Output:
	// 2026-10-30 1 false
	// 2026-10-02 1 true
}

func ExampleWriteICS() {
	events := []contract.Event{{
		Date: finops.MustDate("2026-10-02"), Kind: contract.EventNoticeSafe, Contract: "C-17",
		Title: "Acme Suite: give notice", Key: "C-17/notice_safe/2026-01-01",
	}}
	var file strings.Builder
	err := contract.WriteICS(&file, events, contract.ICSOptions{Stamp: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(strings.ReplaceAll(file.String(), "\r\n", "\n")) // lines end with CRLF
	// Output:
	// BEGIN:VCALENDAR
	// VERSION:2.0
	// PRODID:-//itfm-go//itfm//EN
	// CALSCALE:GREGORIAN
	// BEGIN:VEVENT
	// UID:C-17/notice_safe/2026-01-01@itfm-go.github.io
	// DTSTAMP:20260901T080000Z
	// DTSTART;VALUE=DATE:20261002
	// DTEND;VALUE=DATE:20261003
	// SEQUENCE:0
	// SUMMARY:Acme Suite: give notice
	// DESCRIPTION:Contract: C-17
	// CATEGORIES:notice_safe
	// TRANSP:TRANSPARENT
	// STATUS:CONFIRMED
	// END:VEVENT
	// END:VCALENDAR
}

func ExampleICSOptions() {
	o := contract.ICSOptions{Name: "Renewals", Alarms: []int{30, 7}}
	fmt.Println(contract.WriteICS(os.Stdout, nil, o)) // the stamp is an argument: nothing here reads a clock
	// Output: contract: cannot write calendar: stamp 0001-01-01 00:00:00 +0000 UTC is not set or out of range
}
