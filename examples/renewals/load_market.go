// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
)

// loadRates reads fx.csv into a table that refuses rates older than the manifest allows.
func loadRates(fsys fs.FS, m manifest, log *problems) (finops.FXTable, error) {
	t, err := readTable(fsys, "fx.csv", log, "date", "from", "to", "kind", "rate")
	if err != nil {
		return finops.FXTable{}, err
	}
	t.unique("date", "from", "to", "kind")
	var rates []finops.Rate
	for _, r := range t.usable() {
		rate := finops.Rate{From: r.currency("from"), To: r.currency("to"), Value: r.keyNumber("rate"), Date: r.keyDate("date"), Source: "fx.csv"}
		r.key("kind")
		r.option("kind", &rate.Kind)
		if r.leftOut {
			continue
		}
		var bad *finops.RateError
		if err := rate.Validate(); errors.As(err, &bad) {
			r.reject(columnOfRate(bad.Field), "is "+bad.Reason)
			continue
		}
		rates = append(rates, rate)
	}
	table, err := finops.NewFXTable(rates, finops.FXOptions{Base: m.RateBase, MaxAgeDays: m.RateMaxAgeDays})
	if err != nil {
		return table, errors.Join(errInput, err)
	}
	return table, nil
}

// columnOfRate turns the library's field name into the column of fx.csv.
func columnOfRate(field string) string {
	if field == "value" {
		return "rate"
	}
	return field
}

// convertible returns an error if the reporting currency was not in use on the as-of date, or if fx.csv leads to it from no
// other currency. A rate that is only too old is no error: the totals then are not known.
func convertible(p portfolio) error {
	to, asOf := p.manifest.ReportingCurrency, p.manifest.AsOf
	if !to.ValidOn(asOf) {
		return fmt.Errorf("%w: not in use on %s", errInput, asOf)
	}
	foreign := 0
	for _, c := range p.contracts {
		if c.Currency == to {
			continue
		}
		foreign++
		if _, err := p.rates.Lookup(c.Currency, to, asOf, p.manifest.RateKind); !errors.Is(err, finops.ErrNoRate) || errors.Is(err, finops.ErrStaleRate) {
			return nil
		}
	}
	if foreign > 0 {
		return fmt.Errorf("%w: fx.csv has no %s rate to it on or before %s", errInput, p.manifest.RateKind, asOf)
	}
	return nil
}

// sample is what another buyer paid for a unit of a product.
type sample struct {
	product string
	price   renewal.PricePoint
	line    int // of benchmarks.csv
}

// comparable says whether the sample is in the currency, unit and price period of a contract line.
func (s sample) comparable(c contract.Contract, l contract.Line, unit string) bool {
	return s.product == l.Product && s.price.Price.Currency() == c.Currency && s.price.Per == l.Per && s.price.Unit == unit
}

// doubtSamples lists the samples that no contract line can be compared with.
func doubtSamples(p portfolio, log *problems) {
	for _, s := range p.samples {
		used := slices.ContainsFunc(p.contracts, func(c contract.Contract) bool {
			return slices.ContainsFunc(c.Lines, func(l contract.Line) bool { return s.comparable(c, l, p.units[lineKey{c.ID, l.ID}]) })
		})
		if !used {
			log.add(problem{"benchmarks.csv", s.line, "unit_price", s.price.Price.String() + " a " + s.price.Per.String(),
				"no contract line sells " + s.product + " in this currency, unit and period", "not compared"})
		}
	}
}

// loadSamples reads benchmarks.csv, ordered by id.
func loadSamples(fsys fs.FS, known map[string]bool, log *problems) ([]sample, error) {
	t, err := readTable(fsys, "benchmarks.csv", log, "sample_id", "product_id", "currency", "unit_price", "unit", "per", "quantity", "quoted_on")
	if err != nil {
		return nil, err
	}
	t.unique("sample_id")
	var samples []sample
	for _, r := range t.usable() {
		s := sample{r.product("product_id", known), renewal.PricePoint{ID: r.key("sample_id"), Unit: r.key("unit")}, r.line}
		r.key("per")
		r.option("per", &s.price.Per)
		r.keyNumber("quantity")
		r.keyDate("quoted_on")
		price, err := finops.NewMoney(r.keyNumber("unit_price"), r.currency("currency"))
		if err == nil && !r.leftOut {
			s.price.Price = price
			samples = append(samples, s)
		}
	}
	slices.SortFunc(samples, func(a, b sample) int { return cmp.Compare(a.price.ID, b.price.ID) })
	return samples, nil
}
