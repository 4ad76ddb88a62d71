// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
)

// sortedMilestones returns the milestones by date.
func sortedMilestones(ms []contract.Milestone) []contract.Milestone {
	out := slices.Clone(ms)
	slices.SortStableFunc(out, func(a, b contract.Milestone) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Line, b.Line)) })
	return out
}

// sale is all lines that sell one product.
type sale struct {
	product string
	lines   []saleLine
}

type saleLine struct {
	review *review
	line   *lineCase
	from   finops.Date // when it can change; zero if not known
}

// allot right-sizes each product and shares the need out over the lines that sell it.
func (a *analysis) allot() {
	sales := a.sales()
	sold := map[string]bool{}
	for _, s := range sales {
		sold[s.product] = true
	}
	for _, s := range sales {
		a.size(s, sold)
	}
	a.unsold(sold)
}

// sales groups the lines by product, in order of product; lines of a product in the order in which they can change.
func (a *analysis) sales() []sale {
	at := map[string]int{}
	var out []sale
	for _, r := range a.reviews {
		for _, l := range r.lines {
			if l.line.Product == "" {
				a.leave(r.contract.ID, l.line.ID, "the line names no product: its use is not known")
				continue
			}
			i, ok := at[l.line.Product]
			if !ok {
				i = len(out)
				at[l.line.Product] = i
				out = append(out, sale{product: l.line.Product})
			}
			from := r.result.Changes
			if l.cut.possible {
				from = l.cut.from
			}
			out[i].lines = append(out[i].lines, saleLine{review: r, line: l, from: from})
		}
	}
	slices.SortFunc(out, func(x, y sale) int { return cmp.Compare(x.product, y.product) })
	for _, s := range out {
		slices.SortStableFunc(s.lines, func(x, y saleLine) int {
			if x.from.IsZero() != y.from.IsZero() {
				if x.from.IsZero() {
					return 1
				}
				return -1
			}
			return cmp.Or(x.from.Compare(y.from), cmp.Compare(x.review.contract.ID, y.review.contract.ID), cmp.Compare(x.line.line.ID, y.line.line.ID))
		})
	}
	return out
}

// size finds the need of a product and gives each line its part of it.
func (a *analysis) size(s sale, sold map[string]bool) {
	if a.in.Shelfware == nil {
		a.unknown(s, "no licence data: use is not known")
		return
	}
	use, ok := a.in.Shelfware.Product(s.product)
	if !ok {
		a.unknown(s, "the licence data does not know product "+s.product)
		return
	}
	if use.Assigned == 0 {
		a.unknown(s, "the licence data has no seats of product "+s.product+": nobody has one, or they are missing")
		return
	}
	sized, err := a.demand(use, s, sold).RightSize()
	if err != nil {
		a.unknown(s, err.Error())
		return
	}
	var held decimal.Decimal
	for _, l := range s.lines {
		held = held.Add(l.line.result.Held)
	}
	if use.Entitled && !use.Purchased.Equal(held) {
		a.notes = append(a.notes, fmt.Sprintf("product %s: entitlements are %s, contract lines %s; the contract lines are used", s.product, use.Purchased, held))
	}
	a.share(s, use, sized, held)
}

// share cuts the surplus from the lines that can change first; a shortfall goes to the first.
func (a *analysis) share(s sale, use license.ProductUse, sized license.RightSizing, held decimal.Decimal) {
	surplus := held.Sub(sized.Quantity)
	rates := use.Utilisation()
	for i, l := range s.lines {
		r := &l.line.result
		ownUse, ownRates, ownSize := use, rates, sized // each line has its own copy
		ownUse.DowngradedTo = slices.Clone(use.DowngradedTo)
		r.Known, r.Use, r.Rates, r.RightSize = true, &ownUse, &ownRates, &ownSize
		l.line.first = i == 0
		take := decimal.Min(surplus, r.Held)
		if surplus.Sign() < 0 && i > 0 {
			take = decimal.Decimal{}
		}
		r.Need = r.Held.Sub(take)
		surplus = surplus.Sub(take)
		a.judge(r, use)
	}
}

// demand returns the demand for a product over all its lines.
func (a *analysis) demand(use license.ProductUse, s sale, sold map[string]bool) license.Demand {
	n := use.Counts
	d := license.Demand{
		Product: use.Product, Active: n.Active, Grace: n.Grace, Exempt: n.Exempt, NoTelemetry: n.NoTelemetry,
		OverTieredKept: n.OverTiered, Buffer: a.opts.Buffer,
	}
	if a.opts.OverTier == license.MoveDown {
		for _, m := range use.DowngradedTo {
			if sold[m.Product] {
				d.OverTieredKept -= m.Seats
			}
		}
		for _, other := range a.in.Shelfware.Products {
			for _, m := range other.DowngradedTo {
				if m.Product == use.Product && sold[other.Product] {
					d.MovedIn += m.Seats
				}
			}
		}
	}
	for _, e := range a.in.Expected {
		if e.Product == use.Product {
			d.Joiners += e.Joiners
		}
	}
	// Leavers count until the first line can change; what leaves later is for the next renewal.
	if until := s.lines[0].from; !until.IsZero() && len(a.in.People) > 0 {
		own := license.ShelfwareReport{Seats: a.seats[use.Product]}
		for _, gone := range own.Departures(a.in.People, until) {
			d.Leavers += gone.Seats
		}
	}
	return d
}

// unknown records that nothing is known of the use of a product.
func (a *analysis) unknown(s sale, reason string) {
	for _, l := range s.lines {
		a.leave(l.review.contract.ID, l.line.line.ID, reason)
		l.line.result.Confidence = ConfidenceLow
		l.line.result.Reasons = append(l.line.result.Reasons, reason)
	}
}

// unsold notes products in use that no line sells.
func (a *analysis) unsold(sold map[string]bool) {
	if a.in.Shelfware == nil {
		return
	}
	if on := a.in.Shelfware.AsOf; on != a.asOf {
		a.notes = append(a.notes, fmt.Sprintf("the licence data is of %s, the analysis of %s", on, a.asOf))
	}
	for _, p := range a.in.Shelfware.Products {
		if p.Assigned > 0 && !sold[p.Product] {
			a.notes = append(a.notes, fmt.Sprintf("product %s: %d seats, but no contract line under review sells it", p.Product, p.Assigned))
		}
	}
	for _, i := range a.in.Shelfware.Issues {
		a.notes = append(a.notes, fmt.Sprintf("licence data: %s: %d records of product %q", i.Kind, i.Count, i.Product))
	}
}

// judge sets the confidence that the telemetry of a product allows.
func (a *analysis) judge(r *LineReview, use license.ProductUse) {
	coverage := use.Coverage.Percent(1)
	switch high := decimal.New(95, -2); {
	case use.Coverage.Den.IsZero() || use.Coverage.Num.Cmp(a.opts.MinCoverage.Mul(use.Coverage.Den)) < 0:
		r.Confidence = ConfidenceLow
		r.Reasons = append(r.Reasons, "telemetry covers "+coverage+" of the seats; the others count as needed")
	case use.Coverage.Num.Cmp(high.Mul(use.Coverage.Den)) < 0:
		r.Confidence = ConfidenceMedium
		r.Reasons = append(r.Reasons, "telemetry covers "+coverage+" of the seats; the others count as needed")
	default:
		r.Confidence = ConfidenceHigh
		r.Reasons = append(r.Reasons, "telemetry covers "+coverage+" of the seats")
	}
}
