// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"slices"

	"github.com/itfm-go/itfm/finops"
)

// Schedules returns the three views of one term of the contract: cash, expense and obligation. Each sums to
// [TermValue.Total] to the minor unit.
//
// Cash: one invoice per billing period. An invoice line is quantity × price × uplift for its days, exact and rounded
// once. Where the price period is longer than the billing period (a yearly price billed by the month), the price period
// is rounded once and divided over the invoices by cumulative rounding.
//
// Expense: each price period of a line (where a ramp cuts it, each part) is spread over the calendar months it touches by
// [ExpenseMethod], whatever the billing plan. A monthly price from the first of a month so costs the same each month;
// to spread a whole term in one, price it [PerTerm].
//
// Obligation: the value is committed in the month of the signature, or of the start of the term if that is earlier or
// the signature is not known; a later term is committed in the month it starts. It is relieved by [ReliefBasis].
//
// It returns the errors of [Contract.Value], and [finops.ErrRange] for unknown options.
func (c Contract) Schedules(o ScheduleOptions) (Schedules, error) {
	if err := o.check(); err != nil {
		return Schedules{}, err
	}
	p, err := c.pricer()
	if err != nil {
		return Schedules{}, err
	}
	costs, err := p.term(o.Term)
	if err != nil {
		return Schedules{}, err
	}
	s := Schedules{Contract: c.ID, Term: costs.term, Value: c.zero(), Uncommitted: c.uncommitted(), Options: o}
	s.Cash = c.invoices(&costs)
	for _, inv := range s.Cash {
		if s.Value, err = s.Value.Add(inv.Total); err != nil {
			return Schedules{}, err
		}
	}
	if s.Expense, err = c.expense(&costs, o.Expense); err != nil {
		return Schedules{}, err
	}
	s.Obligation, err = c.obligation(&s)
	return s, err
}

func (o ScheduleOptions) check() error {
	if err := expenseMethodNames.Check(o.Expense); err != nil {
		return err
	}
	return reliefBasisNames.Check(o.Relief)
}

// invoices groups the pieces of all lines by billing period, in the order of the periods.
func (c *Contract) invoices(costs *priced) []Invoice {
	bill, first := costs.bill, costs.bill.i
	var all []Invoice // from the first billing period on
	for i := range costs.runs {
		r := &costs.runs[i]
		for j := range r.pieces {
			p := &r.pieces[j]
			for len(all) <= p.bill-first {
				if all == nil {
					all = make([]Invoice, 0, len(r.pieces))
				}
				all = append(all, c.invoice(bill.now.Intersect(costs.term.Period), len(costs.runs)))
				bill.to(bill.now.End)
			}
			joins := j > 0 && r.pieces[j-1].bill == p.bill && r.pieces[j-1].rate == p.rate
			all[p.bill-first].add(r, p, joins)
		}
	}
	return slices.DeleteFunc(all, func(inv Invoice) bool { return len(inv.Lines) == 0 })
}

func (c *Contract) invoice(period finops.Period, lines int) Invoice {
	inv := Invoice{Issued: period.Start, Period: period, Total: c.zero(), Lines: make([]InvoiceLine, 0, lines)}
	if c.Billing.Timing == InArrears {
		inv.Issued = period.Last()
	}
	inv.Due = inv.Issued.AddDays(c.Billing.PaymentDays)
	return inv
}

// add puts a piece on the invoice, on the line before it if it joins that one.
func (inv *Invoice) add(r *run, p *piece, joins bool) {
	inv.Total = plus(inv.Total, p.amount)
	if joins {
		l := &inv.Lines[len(inv.Lines)-1]
		l.Period.End = p.period.End
		l.Amount = plus(l.Amount, p.amount)
		return
	}
	inv.Lines = append(inv.Lines, InvoiceLine{
		Line: r.id, Commitment: r.commitment, Period: p.period, Quantity: r.rates[p.rate].quantity, Amount: p.amount,
	})
}

// plus adds amounts that are known to be in one currency, which [Contract.Validate] sees to.
func plus(a, b finops.Money) finops.Money {
	sum, err := a.Add(b)
	if err != nil {
		return finops.Money{}
	}
	return sum
}
