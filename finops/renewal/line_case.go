// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

// lineCase is a contract line under review.
type lineCase struct {
	line   contract.Line
	price  pricing.Price       // in force on the day of the analysis, uplifts in it
	months int                 // of the price period
	cut    cut                 // when a smaller quantity can come first
	first  bool                // first of the lines that sell the product
	gap    string              // what is not known of its use, "" if all is
	needed decimal.NullDecimal // what is needed of it, if known; it stays where that cannot be priced
	result LineReview
}

// cut is the first day on which a line can shrink without ending the term, with the floor that holds then.
type cut struct {
	possible bool
	from     finops.Date
	decideBy finops.Date
	reason   string
}

// readLine fills what the contract says of a line.
func (a *analysis) readLine(r *review, l contract.Line) (*lineCase, error) {
	c := r.contract
	today := priceDay(c, l, a.asOf)
	out := &lineCase{line: l, months: periodMonths(c, l, today)}
	var err error
	if out.price, err = c.LinePrice(l.ID, today); err != nil {
		return nil, err
	}
	held, err := c.LineQuantity(l.ID, today)
	if err != nil {
		return nil, err
	}
	atEnd := held
	if last := r.result.Changes.AddDays(-1); last.After(today) {
		if atEnd, err = c.LineQuantity(l.ID, last); err != nil {
			return nil, err
		}
	}
	out.result = LineReview{
		Line: l.ID, Product: l.Product, Per: l.Per, Held: atEnd, HeldNow: held, Need: atEnd, Negotiable: noFigure("no price sample"),
	}
	if !atEnd.Equal(held) {
		out.result.Reasons = append(out.result.Reasons, fmt.Sprintf("the quantity is %s today and %s at the end of the term", digits.Text(held), digits.Text(atEnd)))
	}
	out.cut = a.firstCut(r, l)
	return out, nil
}

// firstCut finds a true-down date before the contract can end, or an evergreen contract's next period.
func (a *analysis) firstCut(r *review, l contract.Line) cut {
	w := r.result.Window
	for _, m := range sortedMilestones(r.contract.Milestones) {
		if m.Kind != contract.TrueDownDate || m.Line != "" && m.Line != l.ID || m.Date.Before(a.asOf) {
			continue
		}
		if changes := r.result.Changes; changes.IsZero() || m.Date.Before(changes) {
			return cut{possible: true, from: m.Date, decideBy: m.Date, reason: "true-down date " + m.Date.String()}
		}
	}
	if w.Status == contract.WindowEvergreen && !w.Exit.From.IsZero() {
		return cut{possible: true, from: w.Exit.From, decideBy: w.Exit.Safe, reason: "runs from period to period"}
	}
	return cut{}
}

// periodMonths returns the months of a price period of a line on a day. A lump sum is for the term it was agreed for, which
// need not be the term of that day; its months are rounded up to whole ones.
func periodMonths(c contract.Contract, l contract.Line, on finops.Date) int {
	switch l.Per {
	case contract.PerMonth:
		return 1
	case contract.PerYear:
		return 12
	}
	if annual, err := c.AnnualCost(on); err == nil {
		for _, x := range annual.Lines {
			months := finops.Ratio{Num: x.PerYear.Den.Mul(twelve), Den: x.PerYear.Num}
			if n, ok := months.Round(0, finops.Ceiling); ok && !x.Commitment && x.Line == l.ID {
				return int(n.IntPart())
			}
		}
	}
	return termMonths(c.Term)
}

// termMonths returns the months of a term, rounded up.
func termMonths(p finops.Period) int {
	n := max(p.Start.Month().MonthsUntil(p.End.Month()), 1)
	if p.Start.AddMonths(n).Before(p.End) {
		n++
	}
	return n
}

// yearly returns twelve months of an amount for one price period, in minor units.
func (l *lineCase) yearly(m finops.Money) (finops.Money, error) {
	return m.MulDiv(twelve, decimal.NewFromInt(int64(l.months)), m.Currency().MinorUnits(), finops.HalfUp)
}

// lumpSum reports whether the price does not depend on the quantity, so that there is none to right-size.
func (l *lineCase) lumpSum() bool {
	_, flat := l.price.(*pricing.Flat)
	return flat
}

// position returns the line as a position with a floor.
func (l *lineCase) position(floor decimal.Decimal) Position {
	return Position{Price: l.price, Held: l.result.Held, Need: l.result.Need, Floor: floor, Maximum: l.line.Maximum, WholeUnits: l.line.WholeUnits}
}
