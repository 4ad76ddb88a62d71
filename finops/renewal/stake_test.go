// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
)

// TestStakes: within an urgency, what is at stake ranks; value, exposure and spend stay apart.
func TestStakes(t *testing.T) {
	const term = "2025-12-09/2026-12-09" // notice by 2026-09-09, in 8 days
	expiring := autoRenewing("E", "", "1", "9000 USD", "2025-09-20/2026-09-20")
	expiring.Renewal = contract.RenewalTerms{}
	in := renewal.Input{
		Contracts: []contract.Contract{
			autoRenewing("A", "crm", "100", "100 USD", term),    // 10 of 100 unused
			autoRenewing("B", "", "1", "5000 USD", term),        // nothing known: renews at 5,350
			autoRenewing("C", "chat", "100", "1 USD", term),     // 90 of 100 unused
			autoRenewing("D", "wiki", "10", "250000 USD", term), // all used: renews at 2,675,000
			expiring, // ends by itself on 2026-09-19
			autoRenewing("F", "cad", "10", "10 USD", "2025-12-02/2026-12-02"), // notice by 2026-09-02, tomorrow
		},
		Shelfware: shelfware(seatCount{"crm", 100, 90}, seatCount{"chat", 100, 10}, seatCount{"wiki", 10, 10}, seatCount{"cad", 10, 9}),
	}
	type row struct{ id, value, exposure, stake string }
	var got []row
	for _, a := range analyze(t, in, renewal.Options{Currency: "USD"}).Actions {
		if a.Kind == renewal.ActionGiveNotice || a.Kind == renewal.ActionDecide {
			got = append(got, row{a.ID, a.Value.String(), a.Exposure.String(), a.AtStake.String()})
		}
	}
	want := []row{
		{"give_notice:F", "10.00 USD", "10.70 USD", "exposure 10.70 USD"}, // within 7 days, however small
		{"decide:D", "0.00 USD", "0.00 USD", "next_term 2675000.00 USD"},
		{"decide:B", "0.00 USD", "0.00 USD", "next_term 5350.00 USD"},
		{"give_notice:A", "1000.00 USD", "1070.00 USD", "exposure 1070.00 USD"},
		{"give_notice:C", "90.00 USD", "96.30 USD", "exposure 96.30 USD"},
		{"decide:E", "0.00 USD", "undefined: no deadline to miss", "none: no deadline to miss"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("actions (-want +got):\n%s", diff)
	}
}
