// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
)

// alternatives turns the quotes of offers.csv into scenarios: today's prices for the quantities that the review found
// right, from the first day on which the contract can change. It also returns why a quote could not be used.
func alternatives(p portfolio, r renewal.Report) (list []renewal.Alternative, doubts []string) {
	contracts := map[string]contract.Contract{}
	for _, c := range p.contracts {
		contracts[c.ID] = c
	}
	reviews := map[string]renewal.ContractReview{}
	for _, c := range r.Contracts {
		reviews[c.Contract] = c
	}
	for _, o := range p.offers {
		lines, err := rightSized(contracts[o.Contract], reviews[o.Contract], p.manifest.AsOf)
		if err == nil {
			var s renewal.Scenario
			if s, err = scenario(o, contracts[o.Contract], reviews[o.Contract], lines); err == nil {
				list = append(list, renewal.Alternative{Contract: o.Contract, Scenario: s})
			}
		}
		if err != nil {
			doubts = append(doubts, fmt.Sprintf("Offer %s for %s is not compared: %s.", o.ID, o.Contract, reasonOf(err)))
		}
	}
	return list, doubts
}

// rightSized is the lines of a contract at today's prices and the quantities to buy.
func rightSized(c contract.Contract, r renewal.ContractReview, asOf finops.Date) ([]renewal.Offer, error) {
	var offers []renewal.Offer
	for _, l := range r.Lines {
		price, factor, err := c.LinePrice(l.Line, asOf)
		if err != nil {
			return nil, err
		}
		offers = append(offers, renewal.Offer{
			Price: price, Factor: factor, Per: l.Per, Quantity: l.Saving.Buy, Start: r.Changes, Months: c.Renewal.Months,
			Every: c.Billing.Every, Timing: c.Billing.Timing, PaymentDays: c.Billing.PaymentDays, WholeUnits: true,
		})
	}
	return offers, nil
}

func scenario(o offer, c contract.Contract, r renewal.ContractReview, lines []renewal.Offer) (renewal.Scenario, error) {
	s := renewal.Scenario{Name: o.ID, Months: o.Months}
	for _, l := range lines {
		switch o.Kind {
		case "multi_year":
			m := renewal.MultiYear(o.ID, l, o.Months, o.Discount)
			s.Kind, s.Offers = m.Kind, append(s.Offers, m.Offers...)
		case "prepay":
			l.Months = o.Months
			m := renewal.Prepaid(o.ID, l, o.Discount)
			s.Kind, s.Offers = m.Kind, append(s.Offers, m.Offers...)
		case "replace":
			l.Months = o.Overlap
			s.Offers = append(s.Offers, l)
		}
	}
	if o.Kind != "replace" {
		return s, nil
	}
	yearly, err := pricing.NewFlat(o.YearlyCost)
	if err != nil {
		return s, err
	}
	s.Kind = renewal.ScenarioReplace
	s.Offers = append(s.Offers, renewal.Offer{
		Price: yearly, Per: contract.PerYear, Quantity: one, Start: r.Changes, Months: o.Months, PaymentDays: c.Billing.PaymentDays,
	})
	s.OneOff = []roi.Flow{{Date: r.Changes, Amount: o.OneOff}}
	return s, nil
}
