// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
)

// A lump sum of 36,000 was agreed for 36 months: a year of it is 12,000, also in a renewal of 12 months.
func TestLumpSumOfAnotherTermLength(t *testing.T) {
	price, err := pricing.NewPerUnit(finops.MustMoney("360 EUR"), pricing.PerUnitOptions{})
	require.NoError(t, err)
	notice, err := contract.ParseNotice("30d")
	require.NoError(t, err)
	c := contract.Contract{
		ID: "C1", Currency: "EUR", Term: finops.MustPeriod("2022-01-01/2025-01-01"),
		Lines:   []contract.Line{{ID: "L1", Product: "P", Quantity: decimal.NewFromInt(100), Price: price, Per: contract.PerTerm}},
		Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Notice: notice},
	}
	asOf := finops.MustDate("2026-03-01") // in the second renewal
	var offers []renewal.Offer
	report, err := renewal.Analyze(renewal.Input{
		Contracts: []contract.Contract{c},
		Needs:     []license.Need{{Product: "P", Requirement: license.Requirement{Quantity: decimal.NewFromInt(50)}}},
		Alternatives: []renewal.Alternative{{Contract: "C1", Build: func(n renewal.NextTerm) (renewal.Scenario, error) {
			var err error
			offers, err = n.Offers(renewal.NextOfferOptions{Quantity: renewal.OfferHeldQuantity})
			return renewal.MultiYear("same", 12, decimal.Zero, offers...), err
		}}},
	}, asOf, renewal.Options{})
	require.NoError(t, err)
	require.Len(t, report.Contracts, 1)

	require.Len(t, offers, 1)
	flows, err := offers[0].Flows()
	require.NoError(t, err)
	var sum finops.Accumulator
	for _, f := range flows {
		sum.Add(f.Amount)
	}
	total, err := sum.Total()
	require.NoError(t, err)
	if want := finops.MustMoney("12000 EUR"); !total.Equal(want) {
		t.Errorf("offer for 12 months costs %s, want %s", total, want)
	}
	var a finops.Accumulator
	for _, part := range report.Contracts[0].Lines[0].Parts {
		a.Add(part.PerYear)
	}
	saved, err := a.Total()
	require.NoError(t, err)
	if want := finops.MustMoney("6000 EUR"); !saved.Equal(want) {
		t.Errorf("half of the lump saves %s a year, want %s", saved, want)
	}
}
