// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
)

func (l *licenceLoader) readEntitlements(contracts map[string]bool) error {
	t, err := readTable(l.fsys, "entitlements.csv", l.log, "entitlement_id", "product_id", "contract_id", "line_id", "quantity", "start", "last_day")
	if err != nil {
		return err
	}
	t.unique("entitlement_id")
	for _, r := range t.usable() {
		e := license.Entitlement{
			ID: r.key("entitlement_id"), Product: r.product("product_id", l.known), Contract: r.text("contract_id"),
			Line: r.text("line_id"), Quantity: r.keyNumber("quantity"),
		}
		if e.Contract != "" && !contracts[e.Contract] {
			r.reject("contract_id", "is no usable contract of contracts.csv")
		}
		e.Period = r.through("start", "last_day")
		if !r.leftOut {
			l.out.estate.Entitlements = append(l.out.estate.Entitlements, e)
		}
	}
	l.doubtRights(t)
	return nil
}

// doubtRights marks the products of rows that were left out: what is left of their rights would look like a shortfall.
func (l *licenceLoader) doubtRights(t *table) {
	read := map[string]bool{}
	for _, e := range l.out.estate.Entitlements {
		read[e.ID] = true
	}
	for _, r := range t.rows {
		product := r.text("product_id")
		if r.leftOut && l.known[product] && !read[r.text("entitlement_id")] && l.mayHold(r) {
			l.out.noRights[product] = "a row of " + t.file + " is left out"
		}
	}
	for _, record := range t.broken {
		for _, field := range record {
			if l.known[strings.TrimSpace(field)] {
				l.out.noRights[strings.TrimSpace(field)] = "a row of " + t.file + " is left out"
			}
		}
	}
}

// mayHold reports whether rights that were left out may be in force on the as-of date: their dates do not say otherwise.
func (l *licenceLoader) mayHold(r *row) bool {
	start, _ := finops.ParseDate(r.text("start"))
	end, _ := finops.ParseDate(r.text("last_day"))
	asOf := l.manifest.AsOf
	return !start.After(asOf) && (end.IsZero() || end.Before(start) || !end.Before(asOf))
}

// through returns the days from one column to another, both included; a blank end runs on to the end of time.
func (r *row) through(first, last string) finops.Period {
	start, end := r.keyDate(first), r.date(last)
	if r.leftOut {
		return finops.Period{}
	}
	if end.IsZero() {
		end = finops.MustDate("9999-12-30")
	}
	p, err := finops.PeriodThrough(start, end)
	if err != nil {
		r.reject(last, "is before "+start.String())
	}
	return p
}
