// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"io/fs"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

// loadLadders reads ladders.csv: one row a tier. A ladder with a row that cannot be read, or that does not hold together,
// is left out whole: a price without one of its tiers is another price.
func loadLadders(fsys fs.FS, log *problems) (map[string]*pricing.Ladder, error) {
	t, err := readTable(fsys, "ladders.csv", log, "ladder_id", "currency", "mode", "bound", "whole_units", "closed",
		"tier", "up_to", "unit_price", "flat_price", "package_size")
	if err != nil {
		return nil, err
	}
	rows := map[string][]*row{}
	for _, r := range t.rows {
		id := r.key("ladder_id")
		rows[id] = append(rows[id], r)
	}
	ladders := map[string]*pricing.Ladder{}
	for id, tiers := range rows {
		slices.SortStableFunc(tiers, func(a, b *row) int { return cmp.Compare(a.whole("tier"), b.whole("tier")) })
		spec, ok := ladderSpec(tiers)
		if !ok {
			continue
		}
		ladder, err := pricing.NewLadder(spec)
		if err != nil {
			log.add(problem{"ladders.csv", tiers[0].line, "ladder_id", id, reasonOf(err), "ladder left out"})
			continue
		}
		ladders[id] = ladder
	}
	return ladders, nil
}

// ladderSpec reads the tiers of one ladder; the options must be the same in all its rows.
func ladderSpec(tiers []*row) (pricing.LadderSpec, bool) {
	var spec pricing.LadderSpec
	ok := true
	for i, r := range tiers {
		s := pricing.LadderSpec{Currency: r.currency("currency"), WholeUnits: r.flag("whole_units"), Closed: r.flag("closed")}
		r.option("mode", &s.Mode)
		r.option("bound", &s.Bound)
		if i == 0 {
			spec = s
		}
		if s.Currency != spec.Currency || s.Mode != spec.Mode || s.Bound != spec.Bound || s.WholeUnits != spec.WholeUnits || s.Closed != spec.Closed {
			r.reject("ladder_id", "has other options than the first tier of the ladder")
		}
		upTo := r.optional("up_to")
		spec.Tiers = append(spec.Tiers, pricing.Tier{
			UpTo: upTo.Decimal, Open: !upTo.Valid, Unit: r.number("unit_price"), Flat: r.number("flat_price"), Package: r.number("package_size"),
		})
		ok = ok && !r.leftOut
	}
	return spec, ok
}

// loadIndices reads cpi.csv: published and projected points of each series.
func loadIndices(fsys fs.FS, log *problems) (map[string]contract.IndexSeries, error) {
	t, err := readTable(fsys, "cpi.csv", log, "series", "month", "index", "projected")
	if err != nil {
		return nil, err
	}
	t.unique("series", "month")
	series := map[string]contract.IndexSeries{}
	for _, r := range t.usable() {
		s := series[r.key("series")]
		s.Name = r.text("series")
		p := contract.IndexPoint{Month: r.month("month"), Value: r.keyNumber("index")}
		r.flag("projected")
		if r.leftOut {
			continue
		}
		s.Points = append(s.Points, p)
		series[s.Name] = s
	}
	for name, s := range series {
		slices.SortFunc(s.Points, func(a, b contract.IndexPoint) int { return a.Month.Compare(b.Month) })
		series[name] = s
	}
	return series, nil
}

// loadHolidays reads holidays.csv.
func loadHolidays(fsys fs.FS, log *problems) ([]finops.Date, error) {
	t, err := readTable(fsys, "holidays.csv", log, "date", "name")
	if err != nil {
		return nil, err
	}
	var days []finops.Date
	for _, r := range t.rows {
		if d := r.keyDate("date"); !r.leftOut {
			days = append(days, d)
		}
	}
	return days, nil
}
