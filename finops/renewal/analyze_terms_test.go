// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
)

// TestRamp: what renews is the quantity at the end of the ramp.
func TestRamp(t *testing.T) {
	c := autoRenewing("A", "crm", "50", "1200 USD", "2026-01-01/2027-01-01")
	c.Lines[0].Ramp = []contract.RampStep{
		{From: day("2026-10-01"), Quantity: decimal.NewNullDecimal(dec("100"))},
		{From: day("2026-11-01"), Price: perUnit("1300 USD")},
	}
	v := reviewed(t, one(t, c, shelfware(seatCount{"crm", 50, 40})), "A")
	l := v.Lines[0]
	if !l.Held.Equal(dec("100")) || !l.HeldNow.Equal(dec("50")) || !l.Need.Equal(dec("40")) {
		t.Errorf("held %s, now %s, need %s", l.Held, l.HeldNow, l.Need)
	}
	wantMoney(t, "60 seats at today's price", v.AtRenewal, "72000 USD")
	wantMoney(t, "the next term at the last price of the ramp and +7 %", v.NextValue.Value, "139100 USD") // 100 × 1300 × 1.07
	right, ok := v.Comparison.Result("right-sized")
	if !ok {
		t.Fatal("no right-sized scenario")
	}
	wantMoney(t, "40 seats of it", right.Total, "55640 USD")
	if !slices.ContainsFunc(l.Reasons, func(s string) bool { return strings.Contains(s, "50 today and 100") }) {
		t.Errorf("reasons %v", l.Reasons)
	}
}

// TestUpliftTimesTermYears: a cap of 3 % "per year of the new term" raises a three-year renewal by 9 % at once.
func TestUpliftTimesTermYears(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1000 USD", "2024-01-01/2027-01-01")
	c.Renewal.Months = 36
	c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.03"), Scale: contract.TimesTermYears}
	v := reviewed(t, one(t, c, shelfware(seatCount{"crm", 100, 100})), "A")
	wantMoney(t, "three years at 1,090", v.NextValue.Value, "327000 USD")
}

// TestTermPrice: a price for the whole term counts by the year.
func TestTermPrice(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "2400 USD", "2026-01-01/2027-12-20") // 24 months, rounded up
	c.Lines[0].Per = contract.PerTerm
	c.Renewal.Months = 24
	v := reviewed(t, one(t, c, shelfware(seatCount{"crm", 100, 60})), "A")
	wantMoney(t, "40 × 2400 / 2", v.AtRenewal, "48000 USD")
}

func TestSeveralMilestones(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	c.Lines[0].Minimum = dec("60")
	c.Milestones = []contract.Milestone{
		{Kind: contract.TrueUpDate, Date: day("2026-09-15")},
		{Kind: contract.TrueDownDate, Date: day("2026-12-01")},
		{Kind: contract.TrueDownDate, Date: day("2026-10-01"), Line: "L1"},
		{Kind: contract.TrueDownDate, Date: day("2026-06-01")},
	}
	a := action(t, one(t, c, shelfware(seatCount{"crm", 100, 60})), "reduce:A/L1")
	if a.Deadline != day("2026-10-01") || !strings.Contains(a.Explanation, "true-down date 2026-10-01") {
		t.Errorf("the first true-down date to come: %+v", a)
	}
}

func TestConfidence(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	for _, tc := range []struct {
		known int64
		want  renewal.Confidence
	}{{100, renewal.ConfidenceHigh}, {95, renewal.ConfidenceHigh}, {94, renewal.ConfidenceMedium}, {80, renewal.ConfidenceMedium}, {79, renewal.ConfidenceLow}} {
		use := shelfware(seatCount{"crm", 100, 60})
		use.Products[0].Coverage = finops.Ratio{Num: decimal.NewFromInt(tc.known), Den: dec("100")}
		a := action(t, one(t, c, use), "give_notice:A")
		if a.Confidence != tc.want || len(a.Reasons) != 1 || !strings.Contains(a.Reasons[0], "telemetry") {
			t.Errorf("coverage %d %%: %s, %v", tc.known, a.Confidence, a.Reasons)
		}
	}
}

// TestSeveralLines: one product on three lines of different contracts is cut where it can change first, to zero, then on
// the next; one contract with two lines gives one notice for both.
func TestSeveralLines(t *testing.T) {
	first := autoRenewing("A", "crm", "30", "1000 USD", "2026-01-01/2027-01-01")
	first.Lines = append(first.Lines, contract.Line{ID: "L2", Name: "chat add-on", Product: "chat", Quantity: dec("10"), Price: perUnit("100 USD"), Per: contract.PerYear})
	second := autoRenewing("B", "crm", "50", "900 USD", "2026-02-01/2027-02-01")
	third := autoRenewing("C", "crm", "20", "800 USD", "2026-03-01/2027-03-01")
	in := renewal.Input{
		Contracts: []contract.Contract{third, second, first}, FX: fxTable(),
		Shelfware: shelfware(seatCount{"crm", 100, 55}, seatCount{"chat", 10, 7}),
	}
	r := analyze(t, in, options())
	for id, want := range map[string]string{"A": "0", "B": "35", "C": "20"} { // 45 too many: 30, then 15
		if got := reviewed(t, r, id).Lines[0].Need; !got.Equal(dec(want)) {
			t.Errorf("%s needs %s, want %s", id, got, want)
		}
	}
	wantMoney(t, "A: 30 × 1000 + 3 × 100", action(t, r, "give_notice:A").Value, "30300 USD")
	wantMoney(t, "B: 15 × 900", action(t, r, "give_notice:B").Value, "13500 USD")
	action(t, r, "decide:C")
	if a := action(t, r, "give_notice:A"); !strings.Contains(a.Explanation, "chat add-on") || len(a.Evidence) != 1+2+45+2+3 {
		t.Errorf("%d records: %s", len(a.Evidence), a.Explanation)
	}
	for _, a := range r.Actions {
		if a.Kind == renewal.ActionReclaim && a.Product == "crm" && a.Contract != "A" {
			t.Errorf("%s: the seats are taken back once", a.ID)
		}
	}
}

func TestUrgency(t *testing.T) {
	for days, want := range map[int]renewal.Urgency{
		0: renewal.UrgencyWithin7, 7: renewal.UrgencyWithin7, 8: renewal.UrgencyWithin30, 30: renewal.UrgencyWithin30, 31: renewal.UrgencyWithin90, 90: renewal.UrgencyWithin90,
		91: renewal.UrgencyWithin180, 180: renewal.UrgencyWithin180, 181: renewal.UrgencyLater,
	} {
		c := autoRenewing("A", "crm", "1", "1 USD", "2026-01-01/2027-01-01")
		c.Renewal = contract.RenewalTerms{}
		c.Term.End = asOf.AddDays(days + 1) // its last day is that many days away
		if a := action(t, one(t, c, nil), "decide:A"); a.Urgency != want || asOf.DaysUntil(a.Deadline) != days {
			t.Errorf("%d days: %s by %s, want %s", days, a.Urgency, a.Deadline, want)
		}
	}
}

// TestRankingTies: within an urgency the highest value comes first, then the nearest deadline, then the contract.
func TestRankingTies(t *testing.T) {
	var in renewal.Input
	for _, c := range []struct{ id, unit, term string }{
		{"D", "100 USD", "2026-01-01/2027-01-01"}, {"C", "100 USD", "2026-01-05/2027-01-05"}, {"B", "100 USD", "2026-01-01/2027-01-01"},
		{"A", "50 USD", "2026-01-01/2027-01-01"}, {"E", "200 USD", "2026-01-20/2027-01-20"},
	} {
		in.Contracts = append(in.Contracts, autoRenewing(c.id, "product-"+c.id, "10", c.unit, c.term))
	}
	in.Shelfware = shelfware(seatCount{"product-A", 10, 5}, seatCount{"product-B", 10, 5}, seatCount{"product-C", 10, 5}, seatCount{"product-D", 10, 5}, seatCount{"product-E", 10, 5})
	for _, tc := range []struct {
		currency finops.Currency
		want     string
	}{{"USD", "EBDCA"}, {"", "ABDCE"}} { // without a currency by deadline alone
		r := analyze(t, in, renewal.Options{Currency: tc.currency})
		got := ""
		for _, a := range r.Actions {
			if a.Kind == renewal.ActionGiveNotice {
				got += a.Contract
			}
		}
		if got != tc.want {
			t.Errorf("currency %q: got %s, want %s", tc.currency, got, tc.want)
		}
	}
}
