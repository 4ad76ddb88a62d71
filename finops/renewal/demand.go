// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
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
	for _, r := range a.reviews {
		for _, l := range r.lines {
			sold[l.line.Product] = true
		}
	}
	for _, s := range sales {
		a.size(s, sold)
	}
	a.unsold(sold)
}

// sales groups the lines by product, in order of product; lines of a product in the order in which they can change. Lump
// sums are not among them: they have no quantity to size.
func (a *analysis) sales() []sale {
	at := map[string]int{}
	var out []sale
	for _, r := range a.reviews {
		for _, l := range r.lines {
			switch {
			case l.lumpSum():
				l.result.Confidence = ConfidenceHigh
				l.result.Reasons = append(l.result.Reasons, "a lump sum: no quantity to right-size")
				continue
			case l.line.Product == "":
				a.unknown(sale{lines: []saleLine{{review: r, line: l}}}, "the line names no product: its use is not known")
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
			return cmp.Or(earliestFirst(x.from, y.from), cmp.Compare(x.review.contract.ID, y.review.contract.ID), cmp.Compare(x.line.line.ID, y.line.line.ID))
		})
	}
	return out
}

// size finds the need of a product and gives each line its part of it.
func (a *analysis) size(s sale, sold map[string]bool) {
	if need, ok := a.needs[s.product]; ok {
		a.measure(s, need)
		return
	}
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
	d := a.demand(use, s, sold)
	sized, err := d.RightSize()
	if err != nil {
		a.unknown(s, err.Error())
		return
	}
	d.Buffer = decimal.Decimal{}
	bare, err := d.RightSize()
	if err != nil {
		a.unknown(s, err.Error())
		return
	}
	held := s.held()
	a.compareEntitlements(use, held)
	a.share(s, reserve(bare.Quantity, sized.Quantity, held), held)
	for _, l := range s.lines {
		r := &l.line.result
		a.showUse(r, use)
		own := sized // each line has its own copy
		r.RightSize = &own
		a.judge(l.line, use)
	}
}

// measure sizes a product by a given need: the requirement with the buffer, rounded up where the metric counts whole
// rights, and the units expected beside it.
func (a *analysis) measure(s sale, need license.Need) {
	bare := need.Requirement.Quantity
	buffered := bare.Mul(one.Add(a.buffer(s.product)))
	if need.Requirement.Metric.Whole() {
		bare, buffered = bare.Ceil(), buffered.Ceil()
	}
	for _, e := range a.in.Expected {
		if e.Product == s.product {
			more := decimal.NewFromInt(int64(e.Joiners))
			bare, buffered = bare.Add(more), buffered.Add(more)
		}
	}
	if bare.Sign() < 0 {
		a.unknown(s, "the need of product "+s.product+" is negative")
		return
	}
	held := s.held()
	use, seats := license.ProductUse{}, false
	if a.in.Shelfware != nil {
		use, seats = a.in.Shelfware.Product(s.product)
	}
	if seats {
		a.compareEntitlements(use, held)
	}
	a.share(s, reserve(bare, buffered, held), held)
	for _, l := range s.lines {
		r := &l.line.result
		if seats && use.Assigned > 0 {
			a.showUse(r, use)
		}
		own := need.Requirement
		own.Steps = slices.Clone(own.Steps)
		r.Required = &own
		r.Confidence = ConfidenceHigh
		r.Reasons = append(r.Reasons, fmt.Sprintf("measured: %s required, counted as %s", digits.Text(own.Quantity), own.Metric))
	}
}

// reserve returns the quantity needed: with the buffer as far as it is held. A buffer keeps units from being given back; it
// does not order more.
func reserve(bare, buffered, held decimal.Decimal) decimal.Decimal {
	return decimal.Max(bare, decimal.Min(buffered, held))
}

// held returns what all lines hold.
func (s sale) held() decimal.Decimal {
	var held decimal.Decimal
	for _, l := range s.lines {
		held = held.Add(l.line.result.Held)
	}
	return held
}

// compareEntitlements notes entitlements that differ from the contract lines.
func (a *analysis) compareEntitlements(use license.ProductUse, held decimal.Decimal) {
	if use.Entitled && !use.Purchased.Equal(held) {
		a.notes = append(a.notes, fmt.Sprintf("product %s: entitlements are %s, contract lines %s; the contract lines are used", use.Product, digits.Text(use.Purchased), digits.Text(held)))
	}
}

// showUse gives a line its own copy of the use of its product.
func (a *analysis) showUse(r *LineReview, use license.ProductUse) {
	rates := use.Utilization()
	use.DowngradedTo = slices.Clone(use.DowngradedTo)
	r.Use, r.Rates = &use, &rates
}

// share cuts the surplus from the lines that can change first; a shortfall goes to the first.
func (a *analysis) share(s sale, needed, held decimal.Decimal) {
	surplus := held.Sub(needed)
	for i, l := range s.lines {
		r := &l.line.result
		r.Known = true
		l.line.first = i == 0
		take := decimal.Min(surplus, r.Held)
		if surplus.Sign() < 0 && i > 0 {
			take = decimal.Decimal{}
		}
		r.Need = r.Held.Sub(take)
		l.line.needed = decimal.NewNullDecimal(r.Need)
		surplus = surplus.Sub(take)
	}
}

// demand returns the demand for a product over all its lines.
func (a *analysis) demand(use license.ProductUse, s sale, sold map[string]bool) license.Demand {
	n := use.Counts
	d := license.Demand{
		Product: use.Product, Active: n.Active, Grace: n.Grace, Exempt: n.Exempt, NoTelemetry: n.NoTelemetry,
		OverTieredKept: n.OverTiered, Buffer: a.buffer(use.Product),
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
		d.Leavers = a.leavers(use.Product, until, sold)
	}
	return d
}

// leavers returns how many of the seats that demand counts for a product become free before a day: an over-tiered seat
// where it moves to, if that product is sold, else where it is.
func (a *analysis) leavers(product string, until finops.Date, sold map[string]bool) int {
	seats := a.seats[product]
	for _, other := range a.in.Shelfware.Products {
		moves := func(m license.TierMove) bool { return m.Product == product }
		if other.Product != product && sold[other.Product] && slices.ContainsFunc(other.DowngradedTo, moves) {
			seats = slices.Concat(seats, a.seats[other.Product])
		}
	}
	gone := license.ShelfwareReport{Seats: seats}.Departures(a.in.People, until)
	for i := range gone {
		gone[i].DowngradedTo = slices.DeleteFunc(gone[i].DowngradedTo, func(m license.TierMove) bool { return !sold[m.Product] })
	}
	return gone.Leavers(product, a.opts.OverTier)
}

// unknown records that nothing is known of the use of a product.
func (a *analysis) unknown(s sale, reason string) {
	for _, l := range s.lines {
		a.leave(l.review.contract.ID, l.line.line.ID, reason)
		l.line.gap = reason
		l.line.result.Confidence = ConfidenceLow
		l.line.result.Reasons = append(l.line.result.Reasons, reason)
	}
}

// judge sets the confidence that the telemetry of a product allows.
func (a *analysis) judge(l *lineCase, use license.ProductUse) {
	r := &l.result
	reason := "telemetry covers " + use.Coverage.Percent(1) + " of the seats"
	switch high := decimal.New(95, -2); {
	case use.Coverage.Den.IsZero() || use.Coverage.Num.Cmp(a.opts.MinCoverage.Mul(use.Coverage.Den)) < 0:
		r.Confidence = ConfidenceLow
		reason += "; the others count as needed"
		l.gap = reason
	case use.Coverage.Num.Cmp(high.Mul(use.Coverage.Den)) < 0:
		r.Confidence = ConfidenceMedium
		reason += "; the others count as needed"
	default:
		r.Confidence = ConfidenceHigh
	}
	r.Reasons = append(r.Reasons, reason)
	if a.dataDoubt != "" {
		r.Confidence = max(r.Confidence, ConfidenceMedium) - 1
		r.Reasons = append(r.Reasons, a.dataDoubt)
	}
}
