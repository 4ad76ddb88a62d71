// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// Totals are savings a year. Each saving is counted once. In each currency and converted, they are the sums of what the
// report lists: Now, AtRenewal and Extra of the actions that count, Negotiable of the renegotiations, Blocked of
// [Report.Blocked], Exposure of the contracts where it is above zero.
type Totals struct {
	Now       Total `json:"now"`        // can be had before the term ends
	AtRenewal Total `json:"at_renewal"` // can be had at renewal
	Blocked   Total `json:"blocked"`    // kept by a floor or a closed window: the sum of [Report.Blocked]
	// Later are the savings of actions due after the horizon, which are not listed; they are not in Now and AtRenewal.
	Later Total `json:"later"`
	// Extra is what covering shortfalls costs.
	Extra Total `json:"extra"`
	// Negotiable is what the prices are above their market medians, on the quantities to buy: it comes on top of the
	// savings, and is an estimate. Those due after the horizon are left out.
	Negotiable Total `json:"negotiable"`
	// Naive is what counting unused seats at average prices would suggest in place of Now, AtRenewal, Later and Blocked;
	// converted line by line.
	Naive Total `json:"naive"`
	// Exposure is what missing all deadlines would cost, as present value, also those after the horizon. An exposure below
	// zero counts as zero: that one contract is cheaper if it renews by itself takes no risk from another.
	Exposure Total `json:"exposure"`
}

// Total is a sum by currency and in the reporting currency.
type Total struct {
	ByCurrency finops.Bag `json:"by_currency"` // the amounts as they are
	// Converted is the sum of the amounts converted one by one; undefined without a reporting currency, or if a rate is
	// missing: then the reason names the first.
	Converted Figure `json:"converted"`
}

// totals gathers the sums of a report.
type totals struct {
	now, atRenewal, blocked, later, extra, negotiable, naive, exposure tally
}

func (t *totals) result(cur finops.Currency) Totals {
	return Totals{
		Now: t.now.total(cur), AtRenewal: t.atRenewal.total(cur), Blocked: t.blocked.total(cur), Later: t.later.total(cur),
		Extra: t.extra.total(cur), Negotiable: t.negotiable.total(cur), Naive: t.naive.total(cur), Exposure: t.exposure.total(cur),
	}
}

// tally is one sum, by currency and converted.
type tally struct {
	amounts   []finops.Money
	converted finops.Accumulator
	missing   string
}

func (t *tally) total(cur finops.Currency) Total {
	out := Total{ByCurrency: finops.NewBag(t.amounts...)}
	if cur == "" {
		t.missing = noCurrency
	}
	if t.missing != "" {
		out.Converted = noFigure(t.missing)
		return out
	}
	zero, err := finops.NewMoney(decimal.Decimal{}, cur)
	if err != nil {
		out.Converted = noFigure(err.Error())
		return out
	}
	t.converted.Add(zero)
	sum, err := t.converted.Total()
	if err != nil {
		out.Converted = noFigure(err.Error())
		return out
	}
	out.Converted = figure(sum)
	return out
}

const noCurrency = "no reporting currency"

// convert returns m in the reporting currency, nil and the reason if that cannot be.
func (a *analysis) convert(m finops.Money) (*finops.Conversion, string) {
	if a.opts.Currency == "" {
		return nil, noCurrency
	}
	c, err := a.in.FX.Convert(m, a.opts.Currency, a.asOf, a.opts.RateKind)
	if err != nil {
		return nil, err.Error()
	}
	return &c, ""
}

// inReporting returns m in the reporting currency, or why that cannot be.
func (a *analysis) inReporting(m finops.Money) Figure {
	c, reason := a.convert(m)
	if c == nil {
		return noFigure(reason)
	}
	return figure(c.To)
}

// add counts m in a tally.
func (a *analysis) add(t *tally, m finops.Money) { t.add(m, a.inReporting(m)) }

// add counts an amount with what it is in the reporting currency.
func (t *tally) add(m finops.Money, converted Figure) {
	t.amounts = append(t.amounts, m)
	switch {
	case converted.Defined:
		t.converted.Add(converted.Value)
	case m.IsZero():
	case t.missing == "":
		t.missing = converted.Reason
	}
}
