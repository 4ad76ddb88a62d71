// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/stretchr/testify/require"
)

func TestStatuses(t *testing.T) {
	use := shelfware(seatCount{"crm", 100, 60})
	base := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	t.Run("disputable", func(t *testing.T) {
		c := base
		c.Term = finops.MustPeriod("2025-12-01/2026-12-01") // 90 days before 30 November is 1 September, before 1 December the 2nd
		c.Renewal.Notice.Anchor = contract.AnchorUnstated
		r, err := renewal.Analyze(renewal.Input{Contracts: []contract.Contract{c}, Shelfware: use}, day("2026-09-02"), options())
		require.NoError(t, err)
		a := action(t, r, "give_notice:A")
		if a.Urgency != renewal.UrgencyOverdue || a.Deadline != day("2026-09-01") || a.Latest != day("2026-09-02") || a.Confidence != renewal.ConfidenceMedium {
			t.Errorf("%+v", a)
		}
		if v := reviewed(t, r, "A"); v.Changes != day("2026-12-01") || v.Exposure == nil {
			t.Errorf("%+v", v)
		}
	})
	t.Run("notice as long as the term", func(t *testing.T) {
		c := base
		c.Renewal.Notice.N = 400
		r := one(t, c, use)
		if v := reviewed(t, r, "A"); v.Window.Status != contract.WindowNeverOpen || v.Blocked.IsZero() || !v.AtRenewal.IsZero() {
			t.Errorf("%+v", v)
		}
	})
	t.Run("notice given", func(t *testing.T) {
		c := base
		c.EndedFrom = day("2027-01-01")
		r := one(t, c, use)
		a := action(t, r, "right_size:A/L1")
		wantMoney(t, "value", a.Value, "48000 USD")
		if v := reviewed(t, r, "A"); v.Exposure != nil || v.Comparison == nil {
			t.Errorf("%+v", v)
		}
	})
	t.Run("true-down", func(t *testing.T) {
		c := base
		c.Lines = slices.Clone(c.Lines)
		c.Lines[0].Minimum = dec("80")
		c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: day("2026-11-01"), Line: "L1"}}
		r := one(t, c, use)
		now, later := action(t, r, "reduce:A/L1"), action(t, r, "give_notice:A")
		wantMoney(t, "20 seats now", now.Value, "24000 USD")
		wantMoney(t, "the other 20 at renewal", later.Value, "24000 USD")
		if now.Deadline != day("2026-11-01") {
			t.Errorf("%+v", now)
		}
		v := reviewed(t, r, "A")
		if v.Waiting == nil || !v.Waiting.Lost.Equal(money("2000 USD")) {
			t.Errorf("waiting a month: %+v", v.Waiting)
		}
	})
	t.Run("statutory exit", func(t *testing.T) {
		c := base
		c.Renewal.Notice.N = 200
		c.Renewal.StatutoryExit = &contract.StatutoryExit{Name: "EU Data Act", Notice: contract.Notice{N: 2, Unit: contract.Months}, TransitionDays: 30}
		a := action(t, one(t, c, use), "statutory_exit:A")
		if !strings.Contains(a.Explanation, "2026-11-30") || a.AtStake.Basis != renewal.StakeNextTerm || !a.AtStake.Amount.Defined { // 1 November + 30 days is the first day out
			t.Errorf("%+v", a)
		}
	})
	t.Run("before the term", func(t *testing.T) {
		c := base
		c.Term = finops.MustPeriod("2026-10-01/2027-10-01")
		if v := reviewed(t, one(t, c, use), "A"); v.AtRenewal.IsZero() {
			t.Errorf("%+v", v)
		}
	})
}
