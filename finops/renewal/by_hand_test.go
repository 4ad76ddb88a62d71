// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
)

// TestPortfolioByHand derives every total of a portfolio of three contracts in two currencies.
func TestPortfolioByHand(t *testing.T) {
	// A, euros, renews on 2027-01-01 at +7 %: 100 × 123.45 of which 97 are used, 10 × 77.77 of which 7 are.
	a := autoRenewing("A", "crm", "100", "123.45 EUR", "2026-01-01/2027-01-01")
	a.Lines = append(a.Lines, contract.Line{ID: "L2", Product: "chat", Quantity: dec("10"), Price: perUnit("77.77 EUR"), Per: contract.PerYear, WholeUnits: true})
	// B, dollars, month by month: 20 × 15.50 a month, 10 used, at least 12 to be bought.
	b := autoRenewing("B", "wiki", "20", "15.50 USD", "2026-01-01/2026-02-01")
	b.Lines[0].Per, b.Lines[0].Minimum, b.Billing.Every = contract.PerMonth, dec("12"), contract.BillMonthly
	b.Renewal = contract.RenewalTerms{Kind: contract.Evergreen, Months: 1, Notice: contract.Notice{N: 30, Unit: contract.Days, Anchor: contract.AnchorLastDay}}
	// C, dollars, the notice for 2026-10-01 is past: 50 × 100.00, 45 used.
	c := autoRenewing("C", "cad", "50", "100 USD", "2025-10-01/2026-10-01")
	r := analyze(t, renewal.Input{
		Contracts: []contract.Contract{a, b, c},
		Shelfware: shelfware(seatCount{"crm", 100, 97}, seatCount{"chat", 10, 7}, seatCount{"wiki", 20, 10}, seatCount{"cad", 50, 45}),
		FX: must(finops.NewFXTable([]finops.Rate{
			{From: "EUR", To: "USD", Value: dec("1.08517"), Kind: finops.SpotRate, Date: asOf, Source: "test"},
		}, finops.FXOptions{})),
	}, renewal.Options{Currency: "USD"})
	checkTotals(t, r)

	type total struct{ byCurrency, converted string }
	of := func(x renewal.Total) total { return total{x.ByCurrency.String(), x.Converted.String()} }
	bag := func(amounts ...string) string {
		var list []finops.Money
		for _, m := range amounts {
			list = append(list, money(m))
		}
		return finops.NewBag(list...).String()
	}
	for _, tc := range []struct {
		name string
		got  renewal.Total
		want total
	}{
		// B: 20 − 12 = 8 × 15.50 × 12
		{"now", r.Totals.Now, total{bag("1488 USD"), "1488.00 USD"}},
		// A: 3 × 123.45 + 3 × 77.77 = 370.35 + 233.31 = 603.66, × 1.08517 = 655.0737…
		{"at renewal", r.Totals.AtRenewal, total{bag("603.66 EUR"), "655.07 USD"}},
		// B: 2 × 15.50 × 12 = 372 by the minimum; C: 5 × 100 = 500 by the window
		{"blocked", r.Totals.Blocked, total{bag("872 USD"), "872.00 USD"}},
		// 370.35 × 1.08517 = 401.89, 233.31 × 1.08517 = 253.18, 10 × 15.50 × 12 = 1860, 500
		{"naive", r.Totals.Naive, total{bag("603.66 EUR", "2360 USD"), "3015.07 USD"}},
		// A: 12,345.00 × 1.07 = 13,209.15 and 777.70 × 1.07 = 832.14, less 11,974.65 × 1.07 = 12,812.88 and
		// 544.39 × 1.07 = 582.50: 14,041.29 − 13,395.38 = 645.91, × 1.08517 = 700.9221…
		{"exposure", r.Totals.Exposure, total{bag("645.91 EUR"), "700.92 USD"}},
		{"extra", r.Totals.Extra, total{bag(), "0.00 USD"}},
		{"later", r.Totals.Later, total{bag(), "0.00 USD"}},
		{"negotiable", r.Totals.Negotiable, total{bag(), "0.00 USD"}},
	} {
		if diff := cmp.Diff(tc.want, of(tc.got), cmp.AllowUnexported(total{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	// In what order: B by 2026-10-01 (30 days), A by 2026-10-02 (31 days) and C, for a later term, by 2027-07-02.
	var order []string
	for _, act := range r.Actions {
		order = append(order, act.ID)
	}
	want := []string{"reduce:B/L1", "reclaim:B/L1", "give_notice:A", "reclaim:A/L1", "reclaim:A/L2", "give_notice:C", "reclaim:C/L1"}
	if !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

// TestTotalsAddUpInCents: conversions are rounded once, where they are shown, so that sums of what is shown are the totals.
func TestTotalsAddUpInCents(t *testing.T) {
	in := renewal.Input{FX: must(finops.NewFXTable([]finops.Rate{
		{From: "EUR", To: "USD", Value: dec("1.0333"), Kind: finops.SpotRate, Date: asOf, Source: "test"},
	}, finops.FXOptions{}))}
	counts := []seatCount{}
	for _, id := range []string{"A", "B", "C"} {
		c := autoRenewing(id, "p"+id, "10", "0.35 EUR", "2026-01-01/2027-01-01")
		c.Lines = append(c.Lines, c.Lines[0])
		c.Lines[1].ID, c.Lines[1].Product = "L2", "q"+id
		in.Contracts = append(in.Contracts, c)
		counts = append(counts, seatCount{"p" + id, 10, 9}, seatCount{"q" + id, 10, 9})
	}
	in.Shelfware = shelfware(counts...)
	r := analyze(t, in, options())
	checkTotals(t, r)
	// Each notice saves 2 × 0.35 = 0.70, converted 0.72331; each line alone would be 0.36 (0.361655).
	wantMoney(t, "three times 0.72", r.Totals.AtRenewal.Converted.Value, "2.16 USD")
}
