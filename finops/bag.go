// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
)

// Bag holds amounts of several currencies side by side, one a currency, without converting them. It is immutable.
// A currency whose amount is zero is not in the bag. The zero value is empty.
type Bag struct {
	_       [0]func()
	amounts []Money // by currency code, none zero
}

// NewBag returns the bag of the amounts, added up per currency.
func NewBag(amounts ...Money) Bag { return CollectBag(slices.Values(amounts)) }

// CollectBag returns the bag of the amounts, added up per currency, exactly and without an allocation per item.
func CollectBag(amounts iter.Seq[Money]) Bag {
	var sums []Accumulator
	last := 0
	for m := range amounts {
		if m.cur() == 0 {
			continue
		}
		if last >= len(sums) || sums[last].form.cur() != m.cur() {
			last = slices.IndexFunc(sums, func(a Accumulator) bool { return a.form.cur() == m.cur() })
			if last < 0 {
				last = len(sums)
				sums = append(sums, Accumulator{})
			}
		}
		sums[last].Add(m)
	}
	b := Bag{}
	for i := range sums {
		if m := sums[i].total(); !m.IsZero() {
			b.amounts = append(b.amounts, m)
		}
	}
	slices.SortFunc(b.amounts, func(x, y Money) int { return int(x.cur()) - int(y.cur()) }) // the table is in code order
	return b
}

// Add returns b with m added to the amount of its currency. For many amounts use [CollectBag].
func (b Bag) Add(m Money) Bag {
	if m.IsZero() {
		return b
	}
	i, found := b.find(m.cur())
	if !found {
		return Bag{amounts: slices.Insert(slices.Clip(b.amounts), i, m)}
	}
	sum := b.amounts[i].number().add(m.number()).in(m.cur())
	out := slices.Clone(b.amounts)
	if sum.IsZero() {
		return Bag{amounts: slices.Delete(out, i, i+1)}
	}
	out[i] = sum
	return Bag{amounts: out}
}

// AddBag returns b + c, currency by currency.
func (b Bag) AddBag(c Bag) Bag { return NewBag(slices.Concat(b.amounts, c.amounts)...) }

// Sub returns b - c, currency by currency.
func (b Bag) Sub(c Bag) Bag { return b.AddBag(c.Neg()) }

// Neg returns -b.
func (b Bag) Neg() Bag {
	out := slices.Clone(b.amounts)
	for i := range out {
		out[i] = out[i].Neg()
	}
	return Bag{amounts: out}
}

// Amount returns the amount in currency c, zero of that currency if there is none. It is the zero Money if c is not
// listed.
func (b Bag) Amount(c Currency) Money {
	cur := c.index()
	if i, found := b.find(cur); found {
		return b.amounts[i]
	}
	return fixed{}.in(cur)
}

// All yields the amounts in code order, none of them zero.
func (b Bag) All() iter.Seq[Money] { return slices.Values(b.amounts) }

// Len returns the number of currencies with an amount other than zero.
func (b Bag) Len() int { return len(b.amounts) }

// IsZero reports whether there is no amount other than zero.
func (b Bag) IsZero() bool { return len(b.amounts) == 0 }

// Equal reports whether b and c hold the same amounts.
func (b Bag) Equal(c Bag) bool { return slices.EqualFunc(b.amounts, c.amounts, Money.Equal) }

// String returns the amounts in code order, "12.50 EUR + 3.00 USD", and "0" for an empty bag.
func (b Bag) String() string {
	if b.IsZero() {
		return "0"
	}
	var out []byte
	for i, m := range b.amounts {
		if i > 0 {
			out = append(out, " + "...)
		}
		out = m.appendTo(out)
	}
	return string(out)
}

// MarshalJSON returns the amounts in code order, [{"amount":"12.50","currency":"EUR"},...], and [] for an empty bag.
func (b Bag) MarshalJSON() ([]byte, error) {
	out := []byte{'['}
	for i, m := range b.amounts {
		if i > 0 {
			out = append(out, ',')
		}
		out = m.appendJSON(out)
	}
	return append(out, ']'), nil
}

// UnmarshalJSON reads an array of amounts as [Money.UnmarshalJSON] does, in any order; amounts of one currency are
// added up. null gives an empty bag. It returns all errors of the amounts, joined.
func (b *Bag) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("finops: bag %q: %w", clip(string(data)), jsonError(err))
	}
	amounts := make([]Money, len(raw))
	var errs []error
	for i := range raw {
		if err := amounts[i].UnmarshalJSON(raw[i]); err != nil {
			errs = append(errs, fmt.Errorf("finops: bag: amount %d: %w", i, err))
		}
	}
	if errs != nil {
		return errors.Join(errs...)
	}
	*b = NewBag(amounts...)
	return nil
}

// find returns where the amount in cur is, or belongs.
func (b Bag) find(cur currencyIndex) (int, bool) {
	return slices.BinarySearchFunc(b.amounts, cur, func(m Money, c currencyIndex) int { return int(m.cur()) - int(c) })
}
