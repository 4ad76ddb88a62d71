// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/stretchr/testify/require"
)

// TestBadInput goes through what a renewal analysis must never do with bad input: bill a negative quantity, drop units
// above a ladder, convert without a rate, hide a past deadline, call unknown use unused, or divide by nothing.
func TestBadInput(t *testing.T) {
	base := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	with := func(change func(*contract.Contract)) contract.Contract {
		c := base
		c.Lines = slices.Clone(base.Lines)
		change(&c)
		return c
	}
	// A contract that cannot be read is left out, with the field; the rest goes on.
	for _, tc := range []struct {
		name   string
		bad    contract.Contract
		reason string
	}{
		{"negative quantity", with(func(c *contract.Contract) { c.Lines[0].Quantity = dec("-1") }), "quantity -1 is negative"},
		{"fractional seats", with(func(c *contract.Contract) { c.Lines[0].Quantity = dec("1.5") }), "quantity 1.5"},
		{"currencies mixed", with(func(c *contract.Contract) { c.Currency = "EUR" }), "price"},
		{"end before start", with(func(c *contract.Contract) { c.Term.End = c.Term.Start }), "does not end after it starts"},
		{"renewal without months", with(func(c *contract.Contract) { c.Renewal.Months = 0 }), "renewal.months"},
		{"above a closed ladder", with(func(c *contract.Contract) {
			c.Lines[0].Price = must(pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Closed: true, Tiers: []pricing.Tier{{UpTo: dec("10"), Unit: dec("1")}}}))
		}), "above the last"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			good := base
			good.ID = "B"
			r := analyze(t, renewal.Input{Contracts: []contract.Contract{tc.bad, good}, Shelfware: shelfware(seatCount{"crm", 100, 60})}, options())
			if len(r.LeftOut) != 1 || r.LeftOut[0].Contract != "A" || !strings.Contains(r.LeftOut[0].Reason, tc.reason) || strings.Contains(r.LeftOut[0].Reason, "\n") {
				t.Errorf("left out: %+v", r.LeftOut)
			}
			if len(r.Contracts) != 1 || r.Contracts[0].AtRenewal.IsZero() {
				t.Errorf("the good contract: %+v", r.Contracts)
			}
		})
	}
	t.Run("need above a closed ladder", func(t *testing.T) {
		c := with(func(c *contract.Contract) {
			c.Lines[0].Quantity = dec("10")
			c.Lines[0].Price = must(pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Closed: true, Tiers: []pricing.Tier{{UpTo: dec("10"), Unit: dec("1")}}}))
		})
		r := one(t, c, shelfware(seatCount{"crm", 20, 20}))
		l := reviewed(t, r, "A").Lines[0]
		if len(r.LeftOut) != 1 || !strings.Contains(r.LeftOut[0].Reason, "above the last") || l.Known || len(l.Parts) > 0 {
			t.Errorf("%+v\n%+v", r.LeftOut, l)
		}
	})
	t.Run("deadline past", func(t *testing.T) {
		c := with(func(c *contract.Contract) { c.Renewal.Notice.N = 200 })
		v := reviewed(t, one(t, c, nil), "A")
		if v.Window.Status != contract.WindowClosed || v.Window.Next == nil || v.Deadline.Before(asOf) {
			t.Errorf("%+v", v)
		}
	})
	t.Run("no seats: no rate", func(t *testing.T) {
		l := reviewed(t, one(t, base, shelfware(seatCount{"crm", 1, 0})), "A").Lines[0]
		if v, ok := l.Rates.UtilizationRate().Value(); ok { // no entitlement: nothing was purchased
			t.Errorf("a rate of nothing: %s", v)
		}
	})
	t.Run("rate of -1 or less", func(t *testing.T) {
		for _, bad := range []string{"-1", "-1.5"} {
			_, err := renewal.Analyze(renewal.Input{}, asOf, renewal.Options{DiscountRate: dec(bad)})
			require.ErrorIs(t, err, roi.ErrRate)
		}
		r := analyze(t, renewal.Input{Contracts: []contract.Contract{base}}, renewal.Options{DiscountRate: dec("2000000")}) // beyond what roi takes
		if v := reviewed(t, r, "A"); v.Comparison != nil || !strings.Contains(v.ComparisonReason, "rate") {
			t.Errorf("%+v", v)
		}
	})
	t.Run("dates only", func(t *testing.T) {
		c := contract.Contract{ID: "A", Term: base.Term, Renewal: base.Renewal}
		r := one(t, c, nil)
		a := action(t, r, "decide:A")
		if a.Deadline != day("2026-10-02") || !a.Value.IsZero() {
			t.Errorf("%+v", a)
		}
		if v := reviewed(t, r, "A"); v.NextValue.Defined || v.Comparison != nil || v.ComparisonReason == "" {
			t.Errorf("nothing is paid, and yet compared: %+v", v)
		}
	})
	t.Run("licence data of another day", func(t *testing.T) {
		use := shelfware(seatCount{"crm", 100, 60})
		use.AsOf = day("2026-08-01")
		if r := one(t, base, use); len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "2026-08-01") {
			t.Errorf("notes %v", r.Notes)
		}
	})
	t.Run("rates missing", func(t *testing.T) {
		r := analyze(t, renewal.Input{Contracts: []contract.Contract{base}, Shelfware: shelfware(seatCount{"crm", 100, 60})}, renewal.Options{Currency: "EUR"})
		if r.Totals.AtRenewal.Converted.Defined || !r.Totals.AtRenewal.ByCurrency.Equal(finops.NewBag(money("48000 USD"))) {
			t.Errorf("%+v", r.Totals.AtRenewal)
		}
	})
}
