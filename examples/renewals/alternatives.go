// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
)

// alternatives turns the quotes of offers.csv into scenarios: today's prices for the quantities that the review finds
// right, from the first day on which the contract can change. The review lists quotes that cannot be used.
func alternatives(p portfolio) []renewal.Alternative {
	var list []renewal.Alternative
	for _, o := range p.offers {
		list = append(list, renewal.Alternative{
			Contract: o.Contract, Scenario: renewal.Scenario{Name: o.ID},
			Build: func(n renewal.NextTerm) (renewal.Scenario, error) { return scenario(o, n) },
		})
	}
	return list
}

// scenario is what a quote offers instead of the next term.
func scenario(o offer, n renewal.NextTerm) (renewal.Scenario, error) {
	lines, err := n.Offers(renewal.NextOfferOptions{Price: renewal.OfferTodayPrice, Months: o.Months})
	if err != nil {
		return renewal.Scenario{}, err
	}
	switch o.Kind {
	case "multi_year":
		return renewal.MultiYear(o.ID, o.Months, o.Discount, lines...), nil
	case "prepay":
		return renewal.Prepaid(o.ID, o.Discount, lines...), nil
	}
	yearly, err := pricing.NewFlat(o.YearlyCost)
	if err != nil {
		return renewal.Scenario{}, err
	}
	start := n.Review.Changes
	next := renewal.Offer{
		Price: yearly, Per: contract.PerYear, Quantity: one, Start: start, Months: o.Months, PaymentDays: n.Contract.Billing.PaymentDays,
	}
	return renewal.Replace(o.ID, renewal.Replacement{
		Next: []renewal.Offer{next}, Old: lines, OverlapMonths: o.Overlap, Migration: []roi.Flow{{Date: start, Amount: o.OneOff}},
	}), nil
}
