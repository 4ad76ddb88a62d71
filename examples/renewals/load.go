// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io/fs"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// portfolio is the whole input, checked.
type portfolio struct {
	manifest  manifest
	contracts []contract.Contract
	units     map[lineKey]string // what a line counts: "seat", "host" ...
	calendar  finops.BusinessCalendar
	rates     finops.FXTable
	licences  licences
	samples   []sample
	offers    []offer
	problems  []problem
}

// load reads the folder. It returns an error that wraps errInput for a file that cannot be used at all; everything else
// is listed in problems, and the rest is used.
func load(fsys fs.FS, override func(*manifest)) (portfolio, error) {
	var p portfolio
	log := &problems{}
	var err error
	if p.manifest, err = loadManifest(fsys); err != nil {
		return p, err
	}
	override(&p.manifest)
	if p.contracts, p.units, err = loadContracts(fsys, log); err != nil {
		return p, err
	}
	holidays, err := loadHolidays(fsys, log)
	if err != nil {
		return p, err
	}
	if p.calendar, err = finops.NewWorkweek(finops.WorkweekSpec{Holidays: holidays}); err != nil {
		return p, err
	}
	if p.rates, err = loadRates(fsys, p.manifest, log); err != nil {
		return p, err
	}
	currencies, ids := map[string]finops.Currency{}, map[string]bool{}
	for _, c := range p.contracts {
		currencies[c.ID], ids[c.ID] = c.Currency, true
	}
	if p.licences, err = loadLicences(fsys, p.manifest, ids, log); err != nil {
		return p, err
	}
	known := map[string]bool{}
	for _, product := range p.licences.products {
		known[product.ID] = true
	}
	if p.samples, err = loadSamples(fsys, known, log); err != nil {
		return p, err
	}
	if p.offers, err = loadOffers(fsys, currencies, log); err != nil {
		return p, err
	}
	doubtSamples(p, log)
	p.problems = log.sorted()
	return p, nil
}
