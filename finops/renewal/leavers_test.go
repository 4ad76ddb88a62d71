// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
)

// TestLeaversOfOverTieredSeats: 5 of 20 E5 seats would be served by E3, of which 10 are in use. A leaver takes one seat off
// the product that the seat is counted at, and off no other.
func TestLeaversOfOverTieredSeats(t *testing.T) {
	e5 := autoRenewing("A", "E5", "20", "720 USD", "2026-01-01/2027-01-01")
	e3 := autoRenewing("B", "E3", "10", "468 USD", "2026-01-01/2027-01-01")
	later := autoRenewing("B", "E3", "10", "468 USD", "2026-07-01/2027-07-01")
	report := tiers(t, 5)
	var over, active string
	for _, f := range report.Seats {
		switch {
		case f.Class == license.OverTiered:
			over = f.Person
		case f.Product == "E5":
			active = f.Person
		}
	}
	for _, tc := range []struct {
		name      string
		contracts []contract.Contract
		people    []license.Person
		use       license.OverTierUse
		e5, e3    string // needed; "" if nobody sells it
	}{
		{"nobody leaves", []contract.Contract{e5, e3}, []license.Person{{ID: over}}, license.MoveDown, "15", "15"},
		{"from an over-tiered seat", []contract.Contract{e5, e3}, []license.Person{{ID: over, LastDay: day("2026-11-30")}}, license.MoveDown, "15", "14"},
		{"from an E5 seat in use", []contract.Contract{e5, e3}, []license.Person{{ID: active, LastDay: day("2026-11-30")}}, license.MoveDown, "14", "15"},
		{"both", []contract.Contract{e5, e3}, []license.Person{{ID: active, LastDay: day("2026-11-30")}, {ID: over, LastDay: day("2026-11-30")}}, license.MoveDown, "14", "14"},
		{"tiers are kept", []contract.Contract{e5, e3}, []license.Person{{ID: over, LastDay: day("2026-11-30")}}, license.KeepTier, "19", "10"},
		{"nobody sells E3: the seat stays at E5", []contract.Contract{e5}, []license.Person{{ID: over, LastDay: day("2026-11-30")}}, license.MoveDown, "19", ""},
		{"nobody sells E5: nobody moves", []contract.Contract{e3}, []license.Person{{ID: over, LastDay: day("2026-11-30")}}, license.MoveDown, "", "10"},
		{"each product by its own day", []contract.Contract{e5, later}, []license.Person{{ID: over, LastDay: day("2027-03-31")}}, license.MoveDown, "15", "14"},
		{"after the first day that E5 can change", []contract.Contract{e5, later}, []license.Person{{ID: active, LastDay: day("2027-03-31")}}, license.MoveDown, "15", "15"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			opts := options()
			opts.OverTier = tc.use
			r := analyze(t, renewal.Input{Contracts: tc.contracts, Shelfware: report, People: tc.people, FX: fxTable()}, opts)
			for _, c := range r.Contracts {
				want := tc.e5
				if c.Contract == "B" {
					want = tc.e3
				}
				if l := c.Lines[0]; !l.Need.Equal(dec(want)) {
					t.Errorf("%s: need %s, want %s: %+v", c.Contract, l.Need, want, l.RightSize)
				}
			}
		})
	}
}
