// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// Credit is a prepaid balance of money.
type Credit struct {
	ID        string       `json:"id"`                 // unique within a drawdown
	Remaining finops.Money `json:"remaining"`          // what is left, not negative
	FirstDay  finops.Date  `json:"first_day,omitzero"` // first day it can be used; if zero, from the beginning
	LastDay   finops.Date  `json:"last_day,omitzero"`  // last day it can be used; if zero, it does not expire
}

// CreditDraw is what one credit paid.
type CreditDraw struct {
	ID    string       `json:"id"`    // of the credit
	Drawn finops.Money `json:"drawn"` // what it paid
	Left  finops.Money `json:"left"`  // of this credit, after the draw
}

// CreditDrawdown is usage paid from credits: usage = Drawn + Overage.
type CreditDrawdown struct {
	Drawn   finops.Money `json:"drawn"`   // paid from the credits
	Overage finops.Money `json:"overage"` // what no credit covered
	Balance finops.Money `json:"balance"` // what can still be used on the day
	Draws   []CreditDraw `json:"draws"`   // in the order drawn
	After   []Credit     `json:"after"`   // all credits afterwards, in the given order
	Expired []string     `json:"expired"` // credits with something left whose last day was before the day, in the given order
	NotYet  []string     `json:"not_yet"` // credits with something left whose first day is after the day, in the given order
}

// DrawCredits pays usage of one day from prepaid credits: of those usable on the day, the one that expires first is drawn
// first, those that never expire last, ties by ID. To settle several days call it day by day with After.
//
// It returns an error that wraps [ErrInvalidBalance] and lists all problems, each a [*FieldError]: a negative amount, two
// credits with one ID, a last day before the first day, a currency that differs from that of the usage (also
// [finops.ErrCurrencyMismatch]). It returns a [*QuantityError] for negative usage.
func DrawCredits(credits []Credit, usage finops.Money, day finops.Date) (CreditDrawdown, error) {
	errs := fieldErrors{of: ErrInvalidBalance}
	zero := nothing(usage)
	list := make([]balance, len(credits))
	for i, c := range credits {
		list[i] = balance{c.ID, c.Remaining.Amount(), c.FirstDay, c.LastDay}
		field := fmt.Sprintf("balances[%d].remaining", i)
		errs.amount(field, c.Remaining, false)
		if zero.Currency() == "" {
			zero = nothing(c.Remaining)
		}
		errs.same(field, c.Remaining, zero)
	}
	d, err := drawDown(list, usage.Amount(), day, &errs)
	if err != nil {
		return CreditDrawdown{}, err
	}
	out := CreditDrawdown{
		Drawn: money(d.drawn, zero), Overage: money(d.overage, zero), Balance: money(d.balance, zero),
		Draws: make([]CreditDraw, len(d.draws)), After: slices.Clone(credits), Expired: d.expired, NotYet: d.notYet,
	}
	for i, s := range d.draws {
		c := &out.After[s.index]
		c.Remaining = money(list[s.index].left.Sub(s.drawn), zero)
		out.Draws[i] = CreditDraw{ID: c.ID, Drawn: money(s.drawn, zero), Left: c.Remaining}
	}
	return out, nil
}

// UnitBalance is a prepaid balance of units, such as hours or tokens. All balances of a drawdown are of one unit.
type UnitBalance struct {
	ID        string          `json:"id"`                 // unique within a drawdown
	Remaining decimal.Decimal `json:"remaining"`          // what is left, not negative
	FirstDay  finops.Date     `json:"first_day,omitzero"` // first day it can be used; if zero, from the beginning
	LastDay   finops.Date     `json:"last_day,omitzero"`  // last day it can be used; if zero, it does not expire
}

// UnitDraw is what one balance of units covered.
type UnitDraw struct {
	ID    string          `json:"id"`    // of the balance
	Drawn decimal.Decimal `json:"drawn"` // what it covered
	Left  decimal.Decimal `json:"left"`  // of this balance, after the draw
}

// UnitDrawdown is usage covered by balances of units: usage = Drawn + Overage. Price the overage with a [Price].
type UnitDrawdown struct {
	Drawn   decimal.Decimal `json:"drawn"`   // covered by the balances
	Overage decimal.Decimal `json:"overage"` // what no balance covered
	Balance decimal.Decimal `json:"balance"` // what can still be used on the day
	Draws   []UnitDraw      `json:"draws"`   // in the order drawn
	After   []UnitBalance   `json:"after"`   // all balances afterwards, in the given order
	Expired []string        `json:"expired"` // balances with something left whose last day was before the day, in the given order
	NotYet  []string        `json:"not_yet"` // balances with something left whose first day is after the day, in the given order
}

// DrawUnits covers usage of one day from prepaid balances of units, in the order of [DrawCredits]. It returns an error
// that wraps [ErrInvalidBalance] and lists all problems, and a [*QuantityError] for negative usage.
func DrawUnits(balances []UnitBalance, usage decimal.Decimal, day finops.Date) (UnitDrawdown, error) {
	errs := fieldErrors{of: ErrInvalidBalance}
	list := make([]balance, len(balances))
	for i, b := range balances {
		list[i] = balance{b.ID, b.Remaining, b.FirstDay, b.LastDay}
		errs.number(fmt.Sprintf("balances[%d].remaining", i), b.Remaining)
	}
	d, err := drawDown(list, usage, day, &errs)
	if err != nil {
		return UnitDrawdown{}, err
	}
	out := UnitDrawdown{
		Drawn: d.drawn, Overage: d.overage, Balance: d.balance,
		Draws: make([]UnitDraw, len(d.draws)), After: slices.Clone(balances), Expired: d.expired, NotYet: d.notYet,
	}
	for i, s := range d.draws {
		b := &out.After[s.index]
		b.Remaining = b.Remaining.Sub(s.drawn)
		out.Draws[i] = UnitDraw{ID: b.ID, Drawn: s.drawn, Left: b.Remaining}
	}
	return out, nil
}

type balance struct {
	id          string
	left        decimal.Decimal
	first, last finops.Date
}

type drawdown struct {
	drawn, overage, balance decimal.Decimal
	draws                   []slice
	expired, notYet         []string
}

type slice struct {
	index int
	drawn decimal.Decimal
}

// drawDown draws usage from the balances. Problems are added to those the caller found.
func drawDown(list []balance, usage decimal.Decimal, day finops.Date, errs *fieldErrors) (drawdown, error) {
	checkBalances(list, day, errs)
	if err := errs.join(); err != nil {
		return drawdown{}, err
	}
	if err := checkQuantity(usage, false); err != nil {
		return drawdown{}, err
	}
	d := drawdown{overage: usage}
	for _, i := range d.usable(list, day) {
		b := list[i]
		take := decimal.Min(b.left, d.overage)
		d.balance = d.balance.Add(b.left.Sub(take))
		if take.Sign() > 0 {
			d.draws = append(d.draws, slice{i, take})
			d.drawn, d.overage = d.drawn.Add(take), d.overage.Sub(take)
		}
	}
	return d, nil
}

// usable returns the balances that can be drawn on the day, in the order to draw them, and notes the others.
func (d *drawdown) usable(list []balance, day finops.Date) []int {
	var order []int
	for i, b := range list {
		switch {
		case b.left.IsZero():
		case b.first.After(day):
			d.notYet = append(d.notYet, b.id)
		case !b.last.IsZero() && b.last.Before(day):
			d.expired = append(d.expired, b.id)
		default:
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := list[i], list[j]
		if a.last.IsZero() != b.last.IsZero() {
			if a.last.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.last.Compare(b.last), cmp.Compare(a.id, b.id))
	})
	return order
}

func checkBalances(list []balance, day finops.Date, errs *fieldErrors) {
	if day.IsZero() {
		errs.add("day", "", "is missing", nil)
	}
	seen := map[string]int{}
	for i, b := range list {
		if first, ok := seen[b.id]; ok {
			errs.add(fmt.Sprintf("balances[%d].id", i), b.id, fmt.Sprintf("repeats balances[%d]", first), nil)
		} else {
			seen[b.id] = i
		}
		if !b.last.IsZero() && b.last.Before(b.first) {
			errs.add(fmt.Sprintf("balances[%d].last_day", i), b.last.String(), fmt.Sprintf("is before the first day %s", b.first), nil)
		}
	}
}
