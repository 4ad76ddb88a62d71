// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/itfm-go/itfm/finops"
)

// obligation rolls the open commitment forward from month to month.
func (c Contract) obligation(s *Schedules) ([]ObligationMonth, error) {
	committed := c.committedOn(s.Term).Month()
	reliefs := s.reliefs()
	first, last := committed, committed
	for _, r := range reliefs {
		if r.Month.Before(first) {
			first = r.Month
		}
		if r.Month.After(last) {
			last = r.Month
		}
	}
	zero := c.zero()
	out := make([]ObligationMonth, first.MonthsUntil(last)+1)
	for i := range out {
		out[i] = ObligationMonth{Month: first.Add(i), Additions: zero, Relief: zero}
	}
	out[first.MonthsUntil(committed)].Additions = s.Value
	for _, r := range reliefs {
		m := &out[first.MonthsUntil(r.Month)]
		m.Relief = plus(m.Relief, r.Amount)
	}
	open := zero
	for i := range out {
		m := &out[i]
		m.Opening = open
		left, err := plus(open, m.Additions).Sub(m.Relief)
		if err != nil {
			return nil, err
		}
		m.Closing, open = left, left
	}
	return out, nil
}

// committedOn returns the day from which a term is owed.
func (c Contract) committedOn(t Term) finops.Date {
	if t.Index == 0 && !c.Signed.IsZero() && c.Signed.Before(t.Period.Start) {
		return c.Signed
	}
	return t.Period.Start
}

// reliefs lists what takes the obligation down.
func (s *Schedules) reliefs() []MonthAmount {
	var out []MonthAmount
	if s.Options.Relief == ReliefByService {
		for _, e := range s.Expense {
			out = append(out, MonthAmount{e.Month, e.Amount})
		}
		return out
	}
	for _, i := range s.Cash {
		on := i.Issued
		if s.Options.Relief == ReliefByPayment {
			on = i.Due
		}
		out = append(out, MonthAmount{on.Month(), i.Total})
	}
	return out
}
