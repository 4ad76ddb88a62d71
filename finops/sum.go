// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"iter"
)

// Sum returns the exact sum of the amounts, the zero Money if there are none. It returns a [*CurrencyMismatchError] if
// two amounts have different currencies; use [CollectBag] for those.
func Sum(amounts iter.Seq[Money]) (Money, error) {
	var a Accumulator
	// The body of Add, and no range statement: a call or the checks of a range body cost more than the addition.
	amounts(func(m Money) bool {
		if m.form == a.form {
			a.sum.add64(m.coef)
		} else {
			a.addOther(m)
		}
		return true
	})
	return a.Total()
}

// SumOf is [Sum] of a list, the fast way for a slice: SumOf(amounts...). The slice is not kept.
func SumOf(amounts ...Money) (Money, error) {
	var a Accumulator
	for i := 0; i < len(amounts); {
		i += a.addRun(amounts[i:])
	}
	return a.Total()
}

// Accumulator adds amounts of one currency exactly and without an allocation per item: 128 bits wide in the usual
// case, spilling to unbounded numbers where that is too narrow. The zero value is ready. It is not safe for concurrent
// use; give each goroutine its own and [Accumulator.Merge] them. Do not copy it after the first use.
type Accumulator struct {
	sum   int128 // in units of 10^-scale of the form
	form  form   // currency and scale, never wide
	n     int
	spill []fixed // summands that the 128 bits cannot hold
	err   error
}

// maxSpill is the number of spilled summands that are kept before they are added up.
const maxSpill = 64

// Add adds m. A currency mismatch is kept and returned by [Accumulator.Total].
func (a *Accumulator) Add(m Money) {
	a.n++
	if m.form == a.form {
		a.sum.add64(m.coef)
		return
	}
	a.addOther(m)
}

// addRun adds the first amounts that share the state of the accumulator in a tight loop, and at least one. It returns
// how many it has added.
func (a *Accumulator) addRun(amounts []Money) int {
	sum, form := a.sum, a.form
	n := len(amounts)
	for i := range amounts {
		m := &amounts[i]
		if m.form != form {
			n = i
			break
		}
		sum.add64(m.coef)
	}
	a.sum, a.n = sum, a.n+n
	if n == len(amounts) {
		return n
	}
	a.Add(amounts[n])
	return n + 1
}

// addOther adds an amount that has another currency, scale or form than the sum so far.
func (a *Accumulator) addOther(m Money) {
	cur, scale := a.form.cur(), a.form.scale()
	if m.cur() != cur {
		switch {
		case m.cur() == 0: // only the zero Money has no currency
			return
		case cur != 0:
			if a.err == nil {
				a.err = &CurrencyMismatchError{A: cur.code(), B: m.Currency()}
			}
			return
		}
		cur = m.cur()
		a.form = formOf(cur, scale)
	}
	if m.wide != nil {
		a.spillOver(m.number())
		return
	}
	if up := m.form.scale(); up > scale {
		if !a.sum.mul(pow10[up-scale]) {
			a.flush()
		}
		scale = up
		a.form = formOf(cur, scale)
	}
	a.sum.addProduct(m.coef, pow10[scale-m.form.scale()])
	if !a.sum.roomy() {
		a.flush()
	}
}

// flush moves the 128 bits to the spill.
func (a *Accumulator) flush() {
	a.spillOver(newFixed(a.sum.decimal(a.form.scale())))
	a.sum = int128{}
}

func (a *Accumulator) spillOver(f fixed) {
	if len(a.spill) == maxSpill {
		a.spill = append(a.spill[:0], a.spilled())
	}
	a.spill = append(a.spill, f)
}

func (a *Accumulator) spilled() fixed {
	var sum fixed
	for _, f := range a.spill {
		sum = sum.add(f)
	}
	return sum
}

// Merge adds what b has added. b is not changed.
func (a *Accumulator) Merge(b *Accumulator) {
	n := a.n + b.n
	if a.err == nil {
		a.err = b.err
	}
	a.addOther(b.total())
	a.n = n
}

// Count returns the number of amounts added.
func (a *Accumulator) Count() int { return a.n }

// Total returns the sum so far, the zero Money if nothing was added. It returns a [*CurrencyMismatchError] if amounts
// of two currencies were added.
func (a *Accumulator) Total() (Money, error) {
	if a.err != nil {
		return Money{}, a.err
	}
	return a.total(), nil
}

func (a *Accumulator) total() Money {
	sum, ok := a.sum.fixed(a.form.scale())
	if !ok {
		sum = newFixed(a.sum.decimal(a.form.scale()))
	}
	if len(a.spill) > 0 {
		sum = sum.add(a.spilled())
	}
	return sum.in(a.form.cur())
}
