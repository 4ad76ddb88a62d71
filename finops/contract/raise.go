// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
)

// raise applies u to r, the rate of line l, on the day of s.
func (u *Uplift) raise(r *rate, l *Line, s step) error {
	if u.Kind == UpliftList {
		return u.raiseToList(r, l, s.on)
	}
	growth, err := u.Growth(s.on)
	if err != nil {
		return err
	}
	growth, err = u.scaled(growth, s)
	if err != nil {
		return err
	}
	r.factor = r.factor.Mul(one.Add(growth))
	return nil
}

// Growth returns the rate by which the uplift raises a price on a day, before scaling: 0.03 for 3 %. It is 0 for
// [NoUplift]. For [UpliftList], whose rate depends on the line, it returns [ErrInvalid]. It returns [MissingIndexError]
// if the index lacks a month.
func (u Uplift) Growth(on finops.Date) (decimal.Decimal, error) {
	switch u.Kind {
	case NoUplift:
		return decimal.Decimal{}, nil
	case UpliftFixed:
		return u.bounded(u.Rate), nil
	case UpliftCPI:
		change, err := u.indexChange(on)
		return u.bounded(change.Add(u.Spread)), err
	}
	return decimal.Decimal{}, fmt.Errorf("contract: growth of uplift %s depends on the line: %w", u.Kind, ErrInvalid)
}

func (u *Uplift) bounded(rate decimal.Decimal) decimal.Decimal {
	if u.Floor.Valid && rate.LessThan(u.Floor.Decimal) {
		rate = u.Floor.Decimal
	}
	if u.Cap.Valid && rate.GreaterThan(u.Cap.Decimal) {
		rate = u.Cap.Decimal
	}
	return rate
}

// indexChange returns I(t)/I(t-n) - 1.
func (u *Uplift) indexChange(on finops.Date) (decimal.Decimal, error) {
	over := u.OverMonths
	if over == 0 {
		over = 12
	}
	month := on.Month().Add(-u.LagMonths)
	now, err := u.Index.at(month, on)
	if err != nil {
		return decimal.Decimal{}, err
	}
	base, err := u.Index.at(month.Add(-over), on)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return finops.DivRound(now.Sub(base), base, ratePlaces, finops.HalfUp)
}

func (s *IndexSeries) at(m finops.Month, on finops.Date) (decimal.Decimal, error) {
	i, ok := slices.BinarySearchFunc(s.Points, m, func(p IndexPoint, m finops.Month) int { return p.Month.Compare(m) })
	if !ok {
		return decimal.Decimal{}, &MissingIndexError{Series: s.Name, Month: m, Step: on}
	}
	return s.Points[i].Value, nil
}

// scaled turns a yearly rate into the rate of a step.
func (u *Uplift) scaled(rate decimal.Decimal, s step) (decimal.Decimal, error) {
	if u.Scale == OncePerStep || s.term.IsZero() {
		return rate, nil
	}
	years, whole := termYears(s.term)
	if u.Scale == TimesTermYears {
		return rate.Mul(years), nil
	}
	if !whole {
		return rate, fmt.Errorf("uplift on %s: %s years cannot be compounded, only whole ones: %w", s.on, digits.Text(years), ErrInvalid)
	}
	factor := one
	for range years.IntPart() {
		factor = finops.HalfEven.Round(factor.Mul(one.Add(rate)), factorPlaces)
	}
	return factor.Sub(one), nil
}

// raiseToList moves r to the latest list price, held within floor and cap at the quantity in force.
func (u *Uplift) raiseToList(r *rate, l *Line, on finops.Date) error {
	i := lastListPrice(l.List, on)
	if i < 0 {
		return fmt.Errorf("uplift on %s: %w", on, ErrNoListPrice)
	}
	list := l.List[i].Price
	old, err := r.price.Charge(r.quantity)
	if err != nil {
		return err
	}
	to, err := list.Charge(r.quantity)
	if err != nil {
		return err
	}
	before, err := old.Total.Mul(r.factor)
	if err != nil {
		return err
	}
	for _, bound := range [...]struct {
		rate decimal.NullDecimal
		side int // of the bound that a price beyond it is on
	}{{u.Cap, 1}, {u.Floor, -1}} {
		if !bound.rate.Valid || before.IsZero() {
			continue
		}
		growth := one.Add(bound.rate.Decimal)
		held, err := before.Mul(growth)
		if err != nil {
			return err
		}
		side, err := to.Total.Cmp(held)
		if err != nil {
			return err
		}
		if side == bound.side {
			r.factor = r.factor.Mul(growth)
			return nil
		}
	}
	r.price, r.factor = list, one
	return nil
}

// lastListPrice returns the index of the latest list price dated on or before a day, -1 if there is none.
func lastListPrice(list []ListPrice, on finops.Date) int {
	i, found := slices.BinarySearchFunc(list, on, func(p ListPrice, d finops.Date) int { return p.From.Compare(d) })
	if found {
		return i
	}
	return i - 1
}
