// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
)

// utilisationSection shows the three rates, each under its own name.
func utilisationSection(p portfolio, a analysis) section {
	s := section{title: "Use of seats by product"}
	s.table.columns = []column{
		text("Product", 0), number("Bought"), number("Assigned"), number("In use"), number("Assignment"), number("Active"),
		number("Utilisation"), number("Coverage"), text("Usage feed", 0), number("Idle after"),
	}
	for _, u := range a.shelfware.Products {
		if u.Assigned == 0 {
			continue
		}
		r := u.Utilization()
		used, ofBought := r.ActiveOfAssigned().Percent(1), r.UtilizationRate().Percent(1)
		if u.Coverage.Num.IsZero() {
			used, ofBought = "unknown", "unknown"
		}
		bought, assignment := count(u.Purchased), r.AssignmentRate().Percent(1)
		if p.licences.noRights[u.Product] != "" {
			bought, assignment, ofBought = "not known", "not known", "not known"
		}
		s.table.add(u.Product, bought, tally(u.Assigned), tally(u.InUse), assignment, used, ofBought,
			u.Coverage.Percent(1), u.Feed.String(), plural(u.InactiveAfterDays, "day"))
	}
	s.notes = []string{"Assignment: assigned / bought; above 100% is a gap in rights. Active: in use / assigned. Utilisation: in use / bought. Coverage: share of the assigned seats whose use is known. Where it is below 100%, in use is a lower bound. Idle after: days " +
		"without use after which a seat counts as inactive."}
	return s
}

// shelfwareSection shows what the seats are, one class each.
func shelfwareSection(p portfolio, a analysis) section {
	s := section{title: "What each seat is, one class a seat, first match wins"}
	s.table.columns = []column{
		text("Product", 0), number("Seats"), number("Leaver"), number("Double"), number("Exempt"), number("Grace"), number("Unknown"), number("Never"),
		number("Inactive"), number("Too high"), number("Active"), number("Unassigned"),
	}
	row := func(name string, n license.ClassCounts, unassigned string) {
		s.table.add(name, tally(n.Total()), tally(n.Leaver), tally(n.Duplicate), tally(n.Exempt), tally(n.Grace), tally(n.NoTelemetry),
			tally(n.NeverActivated), tally(n.Inactive), tally(n.OverTiered), tally(n.Active), unassigned)
	}
	for _, u := range a.shelfware.Products {
		if u.Assigned > 0 {
			unassigned := quantity(u.Unassigned)
			if p.licences.noRights[u.Product] != "" {
				unassigned = "not known"
			}
			row(u.Product, u.Counts, unassigned)
		}
	}
	row("All", a.shelfware.Counts, "")
	s.notes = []string{"Leaver: the person has left. Double: the person also holds this or a product that covers it. Grace: newly assigned. " +
		"Unknown: no usage data, counted as needed. Never: never used. Too high: a cheaper product does all that was used. " +
		"Unassigned: bought and given to nobody."}
	return s
}

// positionSection shows rights against needs, gaps first.
func positionSection(p portfolio, a analysis) section {
	s := section{title: "Licence position: rights against needs"}
	s.table.columns = []column{
		text("Product", 0), text("Counted by", 0), number("Rights"), number("Needed"), number("Over"), number("Short"), number("To order"),
		number("If audited"), text("Cur", 0), text("Per", 0),
	}
	for _, q := range a.positions {
		unit, period := soldAs(p, a.sales[q.Product])
		order, audit, cur := "-", "-", ""
		if q.Shortfall.Sign() > 0 && q.Priced {
			order, audit, cur = figure(q.TrueUp), figure(q.Exposure), string(q.TrueUp.Currency())
		} else {
			period = ""
		}
		s.table.add(q.Product, unit, count(q.Entitled), count(q.Required), quantity(q.Surplus), quantity(q.Shortfall), order, audit, cur, period)
	}
	for _, o := range a.open {
		unit, _ := soldAs(p, a.sales[o.Product])
		s.table.add(o.Product, unit, knownCount(o.Rights), knownCount(o.Needed), "not known", "not known", "-", "-", "", "")
	}
	slices.SortStableFunc(s.table.rows, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	s.notes = []string{"Needed: assigned seats, also those that can be reclaimed, or the count in metered.csv or servers.csv. To order: what the " +
		"shortfall costs on the price list of the contract, on top of what is held, if nothing is reclaimed. If audited: the shortfall bought as an " +
		"order of its own. Prices of the day, with the uplifts so far."}
	if list := reclaimFirst(a); len(list) > 0 {
		s.notes = append(s.notes, "Reclaim first: "+strings.Join(list, "; ")+". What remains needed is in the savings table.")
	}
	for _, o := range a.open {
		s.notes = append(s.notes, "Not known: "+o.Product+", "+o.Reason+".")
	}
	return s
}

func knownCount(d *decimal.Decimal) string {
	if d == nil {
		return "not known"
	}
	return count(*d)
}

// reclaimFirst names the products that are short only as long as seats that can be reclaimed stay assigned.
func reclaimFirst(a analysis) []string {
	var list []string
	for _, q := range a.positions {
		if n := coveredByReclaiming(a, q); n > 0 {
			list = append(list, fmt.Sprintf("%s is short %s and has %s to reclaim", q.Product, count(q.Shortfall), plural(n, "seat")))
		}
	}
	return list
}

// coveredByReclaiming returns the seats that can be reclaimed if they make up for the shortfall, else 0. Counts of
// metered.csv and servers.csv do not change with seats.
func coveredByReclaiming(a analysis, q license.Position) int {
	use, ok := a.shelfware.Product(q.Product)
	if !ok || q.Shortfall.Sign() <= 0 || !q.Required.Equal(decimal.NewFromInt(int64(use.Assigned))) {
		return 0
	}
	if n := use.Counts.Reclaimable(); q.Shortfall.LessThanOrEqual(decimal.NewFromInt(int64(n))) {
		return n
	}
	return 0
}

// soldAs is what the line that sells a product counts, and its price period.
func soldAs(p portfolio, q sale) (unit, period string) {
	if q.contract == "" {
		return "", ""
	}
	return p.units[lineKey{q.contract, q.line.ID}], q.line.Per.String()
}

// rate prints a fraction as a percentage.
func rate(d decimal.Decimal) string { return finops.Ratio{Num: d, Den: one}.Percent(1) }
