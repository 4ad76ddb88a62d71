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
	runs, t, err := c.termRuns(o.Term)
	if err != nil {
		return Schedules{}, err
	}
	s := Schedules{Contract: c.ID, Term: t, Value: c.zero(), Uncommitted: c.uncommitted(), Options: o}
	s.Cash = c.invoices(runs, t)
	for _, inv := range s.Cash {
		if s.Value, err = s.Value.Add(inv.Total); err != nil {
			return Schedules{}, err
		}
	}
	if s.Expense, err = c.expense(runs, t, o.Expense); err != nil {
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

// invoices groups the pieces of all lines by billing period.
func (c Contract) invoices(runs []run, t Term) []Invoice {
	k := cutter{term: t.Period, bill: c.billGrid(t)}
	at := map[int]int{} // billing period to index in out; never ranged over
	var out []Invoice
	for i := range runs {
		for _, p := range runs[i].pieces {
			n, ok := at[p.bill]
			if !ok {
				n = len(out)
				at[p.bill] = n
				period := k.period(k.bill, p.bill).Intersect(t.Period)
				out = append(out, c.invoice(period))
			}
			out[n].add(&runs[i], p)
		}
	}
	slices.SortFunc(out, func(a, b Invoice) int { return a.Period.Compare(b.Period) })
	return out
}

func (c Contract) billGrid(t Term) grid {
	l, err := c.ladderOfTerms()
	if err != nil { // checked before
		return grid{anchor: t.Period.Start}
	}
	return l.termGrid(t.Period).every(c.Billing.Every.months())
}

func (c Contract) invoice(period finops.Period) Invoice {
	inv := Invoice{Issued: period.Start, Period: period, Total: c.zero()}
	if c.Billing.Timing == InArrears {
		inv.Issued = period.Last()
	}
	inv.Due = inv.Issued.AddDays(c.Billing.PaymentDays)
	return inv
}

// add puts a piece on the invoice, joined to the line before it if the rate is the same.
func (inv *Invoice) add(r *run, p piece) {
	q := r.rates[p.rate].quantity
	if n := len(inv.Lines); n > 0 {
		if l := &inv.Lines[n-1]; l.Line == r.id && l.Period.End == p.period.Start && r.sameRate(l.Period.Start, p.rate) {
			l.Period.End = p.period.End
			l.Amount = plus(l.Amount, p.amount)
			inv.Total = plus(inv.Total, p.amount)
			return
		}
	}
	inv.Lines = append(inv.Lines, InvoiceLine{Line: r.id, Commitment: r.commitment, Period: p.period, Quantity: q, Amount: p.amount})
	inv.Total = plus(inv.Total, p.amount)
}

// sameRate reports whether the rate of a day has the number i.
func (r *run) sameRate(d finops.Date, i int) bool { return rateOn(r.rates, d) == i }

// plus adds amounts that are known to be in one currency, which [Contract.Validate] sees to.
func plus(a, b finops.Money) finops.Money {
	sum, err := a.Add(b)
	if err != nil {
		return finops.Money{}
	}
	return sum
}
