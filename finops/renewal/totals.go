// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

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

// add counts m in a tally.
func (a *analysis) add(t *tally, m finops.Money) {
	t.amounts = append(t.amounts, m)
	c, reason := a.convert(m)
	switch {
	case c != nil:
		t.converted.Add(c.To)
	case m.IsZero():
	case t.missing == "":
		t.missing = reason
	}
}
