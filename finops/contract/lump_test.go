// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// A lump belongs to the term it was agreed for: a term of another length costs it by months.
func TestLumpOfAnotherTerm(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "36000 USD", contract.PerTerm, "1")
	for _, p := range []contract.Proration{contract.ByMonths, contract.ActualOfPeriod, contract.Thirty360} {
		c.Proration = p
		c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
		wantMoney(t, "initial term", "36000 USD", value(t, c, 0))
		wantMoney(t, "12 of 36 months", "12000 USD", value(t, c, 1))
		a, err := c.AnnualCost(date("2029-06-01"))
		require.NoError(t, err)
		wantMoney(t, "a year of the renewal", "12000 USD", a.Total)
		half, err := c.LineCost("L1", dec("2"), finops.MustPeriod("2029-01-01/2030-01-01"))
		require.NoError(t, err)
		wantMoney(t, "two for the renewal", "24000 USD", half)
		c.Renewal.Months = 36
		wantMoney(t, "same length", "36000 USD", value(t, c, 1))
		c.Renewal = contract.RenewalTerms{Kind: contract.Evergreen}
		wantMoney(t, "rolling month", "1000 USD", value(t, c, 5))
	}
	c.Proration, c.Renewal = contract.ByMonths, contract.RenewalTerms{Kind: contract.AutoRenew, Months: 6}
	c.Options = []contract.ExtensionOption{{ID: "O1", Months: 12, Exercised: true}, {ID: "O2", Months: 24, Exercised: true,
		Prices: []contract.OptionPrice{{Line: "L1", Price: perUnit(t, "30000 USD")}}}}
	wantMoney(t, "option by months", "12000 USD", value(t, c, 1))
	wantMoney(t, "price of the option", "30000 USD", value(t, c, 2))
	wantMoney(t, "6 months of the 24 of the option", "7500 USD", value(t, c, 3))
	p, err := contract.PlanCoTerm([]contract.Contract{c}, date("2026-06-01"), date("2032-04-01"), nil)
	require.NoError(t, err)
	wantMoney(t, "a stub of 3 months", "3750 USD", p.Contracts[0].Cost)
}

// A term that is not whole months: by its days.
func TestLumpOfATermOfDays(t *testing.T) {
	c := plain(t, "2026-01-01/2027-02-05", "800 USD", contract.PerTerm, "1") // 400 days, 13 months and 4/28
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	wantMoney(t, "12 of 13 4/28 months", "730.43 USD", value(t, c, 1)) // 800 × 12 × 7/92
	c.Proration = contract.ActualOfPeriod
	wantMoney(t, "365 of 400 days", "730 USD", value(t, c, 1))
}

func TestLumpCommitment(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "1 USD", contract.PerMonth, "1")
	c.Lines[0].Usage = true
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	c.Commitments = []contract.Commitment{{ID: "M", Per: contract.PerTerm, Amounts: []finops.Money{finops.MustMoney("36000 USD")}}}
	wantMoney(t, "the minimum of 36 months over 12", "12000 USD", value(t, c, 1))
	p, err := c.CommitmentOn("M", date("2029-06-01"))
	require.NoError(t, err)
	if !p.Fraction.Num.Mul(dec("3")).Equal(p.Fraction.Den) {
		t.Errorf("want a third, got %s/%s", p.Fraction.Num, p.Fraction.Den)
	}
	for len(c.Commitments[0].Amounts) < 4 { // the fourth is agreed for the renewal, which starts in year 4
		c.Commitments[0].Amounts = append(c.Commitments[0].Amounts, finops.MustMoney("15000 USD"))
	}
	wantMoney(t, "agreed for the renewal", "15000 USD", value(t, c, 1))
}

// A lump is not raised within its term, only where the next one starts on an anniversary or has an uplift of its own.
func TestLumpIsRaisedAtTheNextTerm(t *testing.T) {
	c := plain(t, "2026-01-01/2029-01-01", "36000 USD", contract.PerTerm, "1")
	c.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.05")}
	c.Renewal = contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12}
	wantMoney(t, "initial term", "36000 USD", value(t, c, 0))
	wantMoney(t, "first renewal", "12600 USD", value(t, c, 1))
	wantMoney(t, "second renewal", "13230 USD", value(t, c, 2))
	c.Renewal.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: dec("0.10")}
	wantMoney(t, "uplift of the renewal", "13200 USD", value(t, c, 1))
}
