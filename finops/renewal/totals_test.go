// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/stretchr/testify/require"
)

// sumOf is what a report shows of one total: by currency and converted.
type sumOf struct {
	amounts   []finops.Money
	converted finops.Accumulator
}

func (s *sumOf) add(m finops.Money, c *finops.Conversion) {
	s.amounts = append(s.amounts, m)
	if c != nil {
		s.converted.Add(c.To)
	}
}

// shownTotals adds up what a report lists, in the way its documentation says.
func shownTotals(r renewal.Report) map[string]*sumOf {
	sums := map[string]*sumOf{"now": {}, "at renewal": {}, "blocked": {}, "extra": {}, "negotiable": {}}
	for _, a := range r.Actions {
		name := map[renewal.SavingTiming]string{renewal.SavingNow: "now", renewal.SavingAtRenewal: "at renewal"}[a.Timing]
		switch {
		case a.Kind == renewal.ActionRenegotiate:
			name = "negotiable"
		case !a.Counted:
			continue
		case a.Kind == renewal.ActionOrder:
			name = "extra"
		}
		sums[name].add(a.Value, a.Converted)
	}
	for _, b := range r.Blocked {
		sums["blocked"].add(b.Value, b.Converted)
	}
	return sums
}

// checkTotals fails unless the totals are the sums of what the report lists, to the cent.
func checkTotals(t require.TestingT, r renewal.Report) {
	for name, sum := range shownTotals(r) {
		total := map[string]renewal.Total{
			"now": r.Totals.Now, "at renewal": r.Totals.AtRenewal, "blocked": r.Totals.Blocked, "extra": r.Totals.Extra, "negotiable": r.Totals.Negotiable,
		}[name]
		amounts, converted := finops.NewBag(sum.amounts...), must(sum.converted.Total())
		if name == "extra" { // orders have negative values
			for i := range sum.amounts {
				sum.amounts[i] = sum.amounts[i].Neg()
			}
			amounts, converted = finops.NewBag(sum.amounts...), converted.Neg()
		}
		if !amounts.Equal(total.ByCurrency) && !(amounts.IsZero() && total.ByCurrency.IsZero()) {
			require.Failf(t, "total", "%s: listed %s, total %s", name, amounts, total.ByCurrency)
		}
		if total.Converted.Defined && converted.Amount().Cmp(total.Converted.Value.Amount()) != 0 {
			require.Failf(t, "total", "%s: listed %s, total %s", name, converted, total.Converted)
		}
	}
}

// TestActionsMatchTotals: every saving is counted by exactly one action or blocked entry.
func TestActionsMatchTotals(t *testing.T) {
	in := portfolio()
	in.Floors = []renewal.Floor{{Contract: "A", Line: "L1", Quantity: dec("90"), Until: day("2029-06-30"), Reason: "framework"}}
	r := analyze(t, in, options())
	checkTotals(t, r)
	type want struct {
		contract, line, value, from, action string
		cause                               renewal.BlockCause
	}
	var got []want
	for _, b := range r.Blocked {
		got = append(got, want{b.Contract, b.Line, b.Value.String(), b.From.String(), b.Action, b.Cause})
	}
	expected := []want{
		{"A", "L1", "36000.00 USD", "2029-06-30", "", renewal.BlockedByFloor}, // 90 − 60 seats × 1200, until the framework ends
		{"B", "", "1200.00 USD", "2027-10-01", "give_notice:B", renewal.BlockedByWindow},
		{"C", "L1", "600.00 USD", "", "", renewal.BlockedByFloor}, // the minimum stays
	}
	if diff := cmp.Diff(expected, got, cmp.AllowUnexported(want{})); diff != "" {
		t.Errorf("blocked (-want +got):\n%s", diff)
	}
	for _, a := range r.Actions {
		if !a.Counted && a.Kind != renewal.ActionRenegotiate && a.Timing != renewal.SavingBlocked && !a.Value.IsZero() {
			t.Errorf("%s is not counted and has the value %s", a.ID, a.Value)
		}
	}
	// Now, at renewal and blocked are all of it.
	for _, c := range r.Contracts {
		for _, l := range c.Lines {
			var parts finops.Accumulator
			parts.Add(money("0 USD"))
			for _, p := range l.Parts {
				parts.Add(p.PerYear)
			}
			if got := must(parts.Total()); l.Line == "L1" && c.Contract != "D" && !got.Equal(l.Naive) { // linear prices
				t.Errorf("%s: parts %s, whole %s", c.Contract, got, l.Naive)
			}
		}
	}
}
