// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

func TestPlanCoTerm(t *testing.T) {
	early := plain(t, "2026-01-01/2027-01-01", "1200 USD", contract.PerYear, "10")
	early.ID = "early"
	early.Lines = append(early.Lines,
		contract.Line{ID: "odd", Quantity: dec("7"), Price: perUnit(t, "33.33 USD"), Per: contract.PerMonth},
		contract.Line{ID: "lump", Quantity: dec("1"), Price: flat(t, "5000 USD"), Per: contract.PerTerm},
		contract.Line{ID: "use", Quantity: dec("1"), Price: perUnit(t, "1 USD"), Per: contract.PerMonth, Usage: true})
	early.Commitments = []contract.Commitment{{ID: "min", Per: contract.PerMonth, Amounts: []finops.Money{finops.MustMoney("310 USD")}}}
	late := plain(t, "2025-06-01/2027-06-01", "50 EUR", contract.PerMonth, "20")
	late.ID, late.Uplift = "late", contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.04")}
	same := plain(t, "2026-03-16/2027-03-16", "1 USD", contract.PerMonth, "1")
	same.ID = "same"
	over := plain(t, "2024-01-01/2025-01-01", "1 USD", contract.PerMonth, "1")
	over.ID = "over"
	next := plain(t, "2028-01-01/2029-01-01", "1 USD", contract.PerMonth, "1")
	next.ID = "next"
	bad := plain(t, "2026-01-01/2027-01-01", "1 USD", contract.PerMonth, "-1")
	bad.ID = "bad"

	p, err := contract.PlanCoTerm([]contract.Contract{same, over, next, late, bad, early}, date("2026-09-01"), date("2027-03-16"), nil)
	require.NoError(t, err)
	names := ""
	for _, c := range p.Contracts {
		names += c.Contract + " " + c.Change.String() + " " + c.Stub.String() + "; "
	}
	if want := "early extend 2027-01-01/2027-03-16; late shorten 2027-03-16/2027-06-01; same keep ; "; names != want {
		t.Errorf("want %q, got %q", want, names)
	}
	// The stub of early is two months and 15 of 31 days; constants by exact fractions in Python.
	for i, want := range []string{"2483.87 USD", "579.51 USD", "1034.95 USD", "770 USD"} {
		wantMoney(t, p.Contracts[0].Lines[i].Line, want, p.Contracts[0].Lines[i].Amount)
	}
	wantMoney(t, "early", "4868.33 USD", p.Contracts[0].Cost)
	wantMoney(t, "late: 1,000 × 1.04 × (16/31 + 2)", "2616.77 EUR", p.Contracts[1].Credit)
	if want := finops.NewBag(finops.MustMoney("4868.33 USD"), finops.MustMoney("-2616.77 EUR")); !p.Net.Equal(want) {
		t.Errorf("net %s, want %s", p.Net, want)
	}
	reasons := map[string]string{}
	for _, l := range p.LeftOut {
		reasons[l.Contract] = l.Reason
	}
	if diff := cmp.Diff(map[string]string{
		"bad": `contract: "bad": line "L1": quantity -1 is negative`, "next": "starts on 2028-01-01, not before the common end", "over": "ended, first day without it 2025-01-01",
	}, reasons); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	_, err = contract.PlanCoTerm([]contract.Contract{early, early}, date("2026-09-01"), date("2027-03-16"), nil)
	require.ErrorIs(t, err, contract.ErrDuplicate)
	_, err = contract.PlanCoTerm(nil, date("2026-09-01"), date("2026-09-01"), nil)
	require.ErrorIs(t, err, contract.ErrPeriod)
	_, err = contract.PlanCoTerm(nil, finops.Date{}, date("2026-09-01"), nil)
	require.ErrorIs(t, err, contract.ErrPeriod)
}

// After a missed deadline the next term is committed too: giving up days of it is a credit, over both terms.
func TestCoTermCountsCommittedTerms(t *testing.T) {
	c := renewing(t) // 12,000 a year, +7 % for 2027, notice of 90 days
	p, err := contract.PlanCoTerm([]contract.Contract{c}, date("2026-11-15"), date("2026-12-01"), nil)
	require.NoError(t, err)
	if got := p.Contracts[0].Stub; got != finops.MustPeriod("2026-12-01/2028-01-01") {
		t.Fatalf("stub %s", got)
	}
	wantMoney(t, "1,000 and 12,840", "13840 USD", p.Contracts[0].Credit)
	p, err = contract.PlanCoTerm([]contract.Contract{c}, date("2026-06-15"), date("2027-02-01"), nil)
	require.NoError(t, err)
	wantMoney(t, "a month at the price of the last day", "1000 USD", p.Contracts[0].Cost)
}

// A line that starts after the own end is not extended, a ramp counts at its last step, and 29 February is no harm.
func TestCoTermStubRates(t *testing.T) {
	c := plain(t, "2027-02-28/2028-02-29", "10 USD", contract.PerMonth, "1")
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2028-01-01"), Quantity: null("5")}}
	c.Lines = append(c.Lines, contract.Line{ID: "L2", Quantity: dec("1"), Price: perUnit(t, "10 USD"), Per: contract.PerMonth, Start: date("2029-01-01")})
	p, err := contract.PlanCoTerm([]contract.Contract{c}, date("2028-01-15"), date("2028-04-29"), nil)
	require.NoError(t, err)
	wantMoney(t, "two months of 5", "100 USD", p.Contracts[0].Cost)
	if l := p.Contracts[0].Lines[1]; !l.Amount.IsZero() || !l.Quantity.IsZero() {
		t.Errorf("got %+v", l)
	}
}

// Sums are sums of lines, whatever the order; nothing is lost between cost and credit.
func TestCoTermPlanLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cs := make([]contract.Contract, rapid.IntRange(1, 4).Draw(rt, "n"))
		for i := range cs {
			cs[i] = anyContract(rt, t)
			cs[i].ID = string(rune('a' + i))
		}
		asOf := cs[0].Term.Start.AddDays(rapid.IntRange(0, 300).Draw(rt, "as of"))
		end := asOf.AddDays(rapid.IntRange(1, 900).Draw(rt, "end"))
		p, err := contract.PlanCoTerm(cs, asOf, end, nil)
		require.NoError(rt, err)
		if len(p.Contracts)+len(p.LeftOut) != len(cs) {
			rt.Fatalf("%d contracts and %d left out of %d", len(p.Contracts), len(p.LeftOut), len(cs))
		}
		var cost, credit finops.Bag
		for _, c := range p.Contracts {
			sum := c.Cost.Zero()
			for _, l := range c.Lines {
				sum, err = sum.Add(l.Amount)
				require.NoError(rt, err)
			}
			switch {
			case c.Change == contract.CoTermExtend && c.Cost.Equal(sum) && c.Credit.IsZero() && c.Stub.Start == c.End && c.Stub.End == end:
			case c.Change == contract.CoTermShorten && c.Credit.Equal(sum) && c.Cost.IsZero() && c.Stub.Start == end && c.Stub.End == c.End:
			case c.Change == contract.CoTermKeep && c.End == end && len(c.Lines) == 0:
			default:
				rt.Fatalf("lines sum to %s: %+v", sum, c)
			}
			cost, credit = cost.Add(c.Cost), credit.Add(c.Credit)
		}
		if !cost.Equal(p.Cost) || !credit.Equal(p.Credit) || !cost.Sub(credit).Equal(p.Net) {
			rt.Fatalf("cost %s, credit %s, net %s", p.Cost, p.Credit, p.Net)
		}
		slices.Reverse(cs)
		again, err := contract.PlanCoTerm(cs, asOf, end, nil)
		require.NoError(rt, err)
		if mustJSON(t, p) != mustJSON(t, again) {
			rt.Fatal("the order of contracts matters")
		}
	})
}
