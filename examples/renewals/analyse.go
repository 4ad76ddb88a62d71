// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
)

// analysis is what the library says about the portfolio.
type analysis struct {
	window    finops.Period           // the days looked at
	shelfware license.ShelfwareReport // what each seat is
	positions []license.Position      // rights against needs, of the products where rights are known
	open      []openPosition          // the products where they are not
	sales     map[string]sale         // where each product is bought, by product
	review    renewal.Report          // savings, dates, scenarios, actions
	events    []contract.Event        // the calendar of the window
	doubts    []string                // what the calendar could not tell
	rates     []finops.RateUsed       // exchange rates of the as-of date, one a foreign currency
}

// feedLagDays is how many days the usage feeds, drawn monthly, may lag behind the as-of date.
const feedLagDays = 31

// analyse asks the library. Every figure of the report comes from here.
func analyse(p portfolio) (analysis, error) {
	var a analysis
	asOf := p.manifest.AsOf
	end, err := horizonEnd(asOf, p.manifest.Horizon)
	if err != nil {
		return a, fmt.Errorf("manifest.json: %w: %w", errInput, err)
	}
	if a.window, err = finops.PeriodThrough(asOf, end); err != nil {
		return a, err
	}
	if a.shelfware, err = license.Classify(p.licences.estate, asOf, license.ClassifyOptions{FeedLagDays: feedLagDays}); err != nil {
		return a, err
	}
	a.sales = sales(p)
	if a.positions, a.open, err = positions(p, a.shelfware, a.sales); err != nil {
		return a, err
	}
	if a.review, err = review(p, a); err != nil {
		return a, err
	}
	// The calendar returns what it can tell together with what it cannot.
	a.events, err = contract.Calendar(p.contracts, a.window, contract.CalendarOptions{Business: p.calendar})
	for _, e := range allErrors(err) {
		a.doubts = append(a.doubts, reasonOf(e))
	}
	a.rates = ratesUsed(p)
	return a, nil
}

// review runs the analysis.
func review(p portfolio, a analysis) (renewal.Report, error) {
	return renewal.Analyze(renewal.Input{
		Contracts: p.contracts, Shelfware: &a.shelfware, People: p.licences.estate.People, Needs: counted(p), Expected: p.licences.expected,
		Markets: markets(p), Alternatives: alternatives(p), FX: p.rates, Calendar: p.calendar,
	}, p.manifest.AsOf, renewal.Options{
		Currency: p.manifest.ReportingCurrency, RateKind: p.manifest.RateKind, DiscountRate: p.manifest.DiscountRate,
		HorizonDays: p.manifest.AsOf.DaysUntil(a.window.Last()), Buffer: p.manifest.Buffer, MissProbability: p.manifest.MissProbability,
	})
}

// markets gives each contract line the samples of its product that can be compared with it: same currency, unit and
// price period. The loader lists the others.
func markets(p portfolio) []renewal.Market {
	var list []renewal.Market
	for _, c := range p.contracts {
		for _, l := range c.Lines {
			m := renewal.Market{Contract: c.ID, Line: l.ID, Unit: p.units[lineKey{c.ID, l.ID}]}
			for _, s := range p.samples {
				if s.comparable(c, l, m.Unit) {
					m.Sample = append(m.Sample, s.price)
				}
			}
			if len(m.Sample) > 0 {
				list = append(list, m)
			}
		}
	}
	return list
}

// ratesUsed looks up the rate of each foreign currency for the summary.
func ratesUsed(p portfolio) []finops.RateUsed {
	var used []finops.RateUsed
	seen := map[finops.Currency]bool{p.manifest.ReportingCurrency: true}
	for _, c := range p.contracts {
		if seen[c.Currency] {
			continue
		}
		seen[c.Currency] = true
		if u, err := p.rates.Lookup(c.Currency, p.manifest.ReportingCurrency, p.manifest.AsOf, p.manifest.RateKind); err == nil {
			used = append(used, u)
		}
	}
	return used
}
