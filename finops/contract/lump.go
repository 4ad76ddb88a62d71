// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"slices"

	"github.com/itfm-go/itfm/finops"
)

// length is how long a term is, for lump sums. The zero value is that of the term at hand.
type length struct {
	units int64 // of a month, see monthUnit
	days  int
}

func (l *ladderOfTerms) length(term finops.Period) length {
	g := l.termGrid(term)
	return length{units: g.position(term.End) - g.position(term.Start), days: term.Days()}
}

// lengthOn returns the length of the term a day is in, that of the initial term for a day outside the contract.
func (l *ladderOfTerms) lengthOn(day finops.Date) length {
	t, err := l.on(day)
	if err != nil {
		t = l.fixed[0]
	}
	return l.length(t.Period)
}

// lengthOfYear returns the length of the first term that starts in a contract year, from 0; if none does, that of the term
// the year starts in.
func (l *ladderOfTerms) lengthOfYear(y int) length {
	years := grid{anchor: l.fixed[0].Period.Start, step: 12}
	t, err := l.on(years.at(y))
	if err != nil {
		t = l.fixed[0]
	}
	if t.Period.Start.Before(years.at(y)) {
		if next, err := l.at(t.Index + 1); err == nil && next.Period.Start.Before(years.at(y+1)) {
			t = next
		}
	}
	return l.length(t.Period)
}

// lumpSteps returns the steps with what a lump sum needs to know of the terms they are in.
func (l *ladderOfTerms) lumpSteps(steps []step) []step {
	out := slices.Clone(steps)
	for i := range out {
		s := &out[i]
		if t, err := l.on(s.on); err == nil {
			s.within, s.lump = t.Period.Start != s.on, l.length(t.Period)
		}
	}
	return out
}

// of returns the part of a lump sum agreed for a term of length agreed that a term of length t costs.
func (t length) of(agreed length, p Proration) fraction {
	switch {
	case agreed == length{} || agreed.units == t.units:
		return fraction{1, 1}
	case p != ByMonths && (t.units%monthUnit != 0 || agreed.units%monthUnit != 0):
		return fraction{int64(t.days), int64(agreed.days)}.reduced()
	}
	return fraction{t.units, agreed.units}.reduced()
}
