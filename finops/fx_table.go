// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"cmp"
	"errors"
	"slices"

	"github.com/shopspring/decimal"
)

// FXOptions says how an [FXTable] looks rates up.
type FXOptions struct {
	// Base is the one currency through which two others may be converted when there is no rate between them. If
	// empty, only rates between the two themselves are used.
	Base Currency `json:"base,omitempty"`
	// MaxAgeDays is the largest number of days from the date of a rate to the day of the conversion. If zero, there
	// is no limit. Rates for a period do not age: they hold for their days and for no other.
	MaxAgeDays int `json:"max_age_days,omitempty"`
	// Rounding is how [FXTable.Convert] rounds to the minor unit. If zero, [HalfUp].
	Rounding Rounding `json:"rounding"`
}

// FXTable is a set of exchange rates with an as-of lookup. It is immutable and safe for concurrent use. The zero value
// has no rates: it converts a currency to itself.
//
// The rate of a day is that of the period of the wanted kind that contains the day; if there is none, the latest one
// of that kind that is dated on or before the day. A rate dated later is never used. Of a pair, quotes in either
// direction count; with both on the same date, the direct one is used. An inverse quote is divided by, it is never
// turned into a rounded 1/x.
type FXTable struct {
	options FXOptions
	quotes  map[fxKey]*fxQuotes
}

// fxKey is a pair of currencies in code order and a kind.
type fxKey struct {
	low, high currencyIndex
	kind      RateKind
}

// fxQuotes are the rates of one key, both directions.
type fxQuotes struct {
	dated   []Rate // by date
	periods []Rate // by start, not overlapping
}

// NewFXTable returns a table of the rates, in any order; they are copied. It returns all problems, joined:
// first those of the options, an unknown base, a negative age or an unknown rounding, which wrap [ErrUnknownCurrency] or
// [ErrRange]; then those of the rates in the order of the list, each a [*RateError]: what [Rate.Validate] finds, two rates
// of the same kind, direction and date, and two rates of the same kind and pair whose periods overlap. Of two rates that
// clash, the one of the later start is named, and with one start the one further down the list.
func NewFXTable(rates []Rate, o FXOptions) (FXTable, error) {
	t := FXTable{options: o, quotes: make(map[fxKey]*fxQuotes)}
	var wrong []*RateError
	order := make([]int, 0, len(rates))
	for i, r := range rates {
		bad := r.problems(i)
		wrong = append(wrong, bad...)
		if bad == nil {
			order = append(order, i)
		}
	}
	// By day; the list decides between equals, so that the later one is reported.
	slices.SortStableFunc(order, func(a, b int) int { return compareRates(rates[a], rates[b]) })
	for _, i := range order {
		if clash := t.insert(rates[i], i); clash != nil {
			wrong = append(wrong, clash)
		}
	}
	// Stable, so that the problems of one rate stay in the order of its fields.
	slices.SortStableFunc(wrong, func(a, b *RateError) int { return cmp.Compare(a.Index, b.Index) })
	if err := errors.Join(append(o.problems(), asErrors(wrong)...)...); err != nil {
		return FXTable{}, err
	}
	return t, nil
}

// compareRates orders by day, rates of one date by direction, so that equal ones are neighbours.
func compareRates(a, b Rate) int {
	if a.Date.IsZero() && b.Date.IsZero() {
		return a.Period.Compare(b.Period)
	}
	return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.From, b.From))
}

// insert adds a rate that is not before those inserted already. It returns what it clashes with.
func (t FXTable) insert(r Rate, index int) *RateError {
	key, _ := pairKey(r.From.index(), r.To.index(), r.Kind)
	q := t.quotes[key]
	if q == nil {
		q = new(fxQuotes)
		t.quotes[key] = q
	}
	if r.Date.IsZero() {
		if n := len(q.periods); n > 0 && q.periods[n-1].Period.End.After(r.Period.Start) {
			reason := "overlaps " + q.periods[n-1].Period.String() + " of the same pair and kind"
			return &RateError{Index: index, Field: "period", Value: r.Period.String(), Reason: reason}
		}
		q.periods = append(q.periods, r)
		return nil
	}
	if n := len(q.dated); n > 0 && q.dated[n-1].Date == r.Date && q.dated[n-1].From == r.From {
		return &RateError{Index: index, Field: "date", Value: r.Date.String(), Reason: "second rate of the same pair, kind and date"}
	}
	q.dated = append(q.dated, r)
	return nil
}

func pairKey(from, to currencyIndex, kind RateKind) (key fxKey, swapped bool) {
	if from > to {
		return fxKey{to, from, kind}, true
	}
	return fxKey{from, to, kind}, false
}

// RateLeg is one rate of a conversion.
type RateLeg struct {
	Rate     Rate `json:"rate"`               // as it stands in the table
	Inverted bool `json:"inverted,omitempty"` // the amount was divided by the rate, not multiplied
}

// RateUsed says which rates turn one currency into another: none for the same currency, one for a pair that is quoted,
// two through the base.
type RateUsed struct {
	From Currency  `json:"from"`           // the currency before
	To   Currency  `json:"to"`             // the currency after
	Kind RateKind  `json:"kind"`           // the kind asked for
	On   Date      `json:"on,omitzero"`    // the day asked for
	Legs []RateLeg `json:"legs,omitempty"` // in the order of the conversion
}

// Ratio returns the exact rate, units of To over units of From: the product of the direct rates over the product of
// the inverted ones.
func (u RateUsed) Ratio() Ratio {
	one := decimal.New(1, 0)
	r := Ratio{Num: one, Den: one}
	for _, leg := range u.Legs {
		if leg.Inverted {
			r.Den = r.Den.Mul(leg.Rate.Value)
		} else {
			r.Num = r.Num.Mul(leg.Rate.Value)
		}
	}
	return r
}

// Lookup returns the rates with which an amount of from becomes one of to on the day. Two legs through the base are used
// where the pair itself has no rate, or only a stale one.
// It returns a [*NoRateError], a [*StaleRateError] if the only rates are too old, [ErrUnknownCurrency], or [ErrRange]
// for no date.
func (t FXTable) Lookup(from, to Currency, on Date, kind RateKind) (RateUsed, error) {
	f, err := from.known()
	if err != nil {
		return RateUsed{}, err
	}
	g, err := to.known()
	if err != nil {
		return RateUsed{}, err
	}
	used := RateUsed{From: from, To: to, Kind: kind, On: on}
	if f == g {
		return used, nil
	}
	if on.IsZero() {
		return RateUsed{}, errNoDay
	}
	leg, stale, ok := t.leg(f, g, on, kind)
	if ok {
		used.Legs = []RateLeg{leg}
		return used, nil
	}
	base := t.options.Base.index()
	if base != 0 && base != f && base != g {
		first, stale1, ok1 := t.leg(f, base, on, kind)
		second, stale2, ok2 := t.leg(base, g, on, kind)
		if ok1 && ok2 {
			used.Legs = []RateLeg{first, second}
			return used, nil
		}
		if stale == nil && (ok1 || stale1 != nil) && (ok2 || stale2 != nil) {
			stale = cmp.Or(stale1, stale2)
		}
	}
	if stale != nil {
		return RateUsed{}, stale
	}
	missing := &NoRateError{From: from, To: to, Kind: kind, On: on}
	if base != f && base != g {
		missing.Base = t.options.Base
	}
	return RateUsed{}, missing
}

// leg returns the rate of one pair on a day; if there is none that is fresh, the stale one.
func (t FXTable) leg(from, to currencyIndex, on Date, kind RateKind) (RateLeg, *StaleRateError, bool) {
	key, _ := pairKey(from, to, kind)
	q := t.quotes[key]
	if q == nil {
		return RateLeg{}, nil, false
	}
	if i := after(q.periods, on, func(r Rate) Date { return r.Period.Start }); i > 0 && q.periods[i-1].Period.Contains(on) {
		return legOf(q.periods[i-1], from), nil, true
	}
	i := after(q.dated, on, func(r Rate) Date { return r.Date })
	if i == 0 {
		return RateLeg{}, nil, false
	}
	r := q.dated[i-1]
	if i > 1 && q.dated[i-2].Date == r.Date && q.dated[i-2].From == from.code() {
		r = q.dated[i-2]
	}
	if age := r.Date.DaysUntil(on); t.options.MaxAgeDays > 0 && age > t.options.MaxAgeDays {
		return RateLeg{}, &StaleRateError{Rate: r, On: on, AgeDays: age, MaxAgeDays: t.options.MaxAgeDays}, false
	}
	return legOf(r, from), nil, true
}

// after returns the number of rates whose day is on or before d.
func after(rates []Rate, d Date, day func(Rate) Date) int {
	i, _ := slices.BinarySearchFunc(rates, d, func(r Rate, d Date) int {
		if day(r).After(d) {
			return 1
		}
		return -1
	})
	return i
}

func legOf(r Rate, from currencyIndex) RateLeg {
	return RateLeg{Rate: r, Inverted: r.From != from.code()}
}
