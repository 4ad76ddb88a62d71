// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// TermKind says how a term comes about. The zero value is [InitialTerm].
type TermKind uint8

// Kinds of term.
const (
	InitialTerm TermKind = iota // the term signed
	OptionTerm                  // an option that was exercised
	RenewalTerm                 // an automatic renewal, or a rolling period of an evergreen contract
)

var termKindNames = enum.Of[TermKind](enums, "term kind", "initial", "option", "renewal")

// String returns the name in snake case, for example "renewal".
func (k TermKind) String() string { return termKindNames.String(k) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (k TermKind) MarshalText() ([]byte, error) { return termKindNames.Marshal(k) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (k *TermKind) UnmarshalText(text []byte) error { return termKindNames.Unmarshal(k, text) }

// Term is one term of a contract. Terms follow each other without a gap.
type Term struct {
	Index  int           `json:"index"`            // 0 is the initial term
	Kind   TermKind      `json:"kind"`             // how it comes about
	Option string        `json:"option,omitempty"` // id of the option, for an option term
	Period finops.Period `json:"period"`           // its days, half-open
}

// TermAt returns the term with the index: 0 is the initial term, then come the exercised options, then the renewals.
// Every end is counted from one anchor: the start of the contract if the initial term is a whole number of months, else
// its end. A contract from 29 February so ends on the 28th in common years and on the 29th in leap years.
// It returns [ErrNoSuchTerm] for a term that the contract does not reach, [ErrTerm] for a contract without a proper term,
// and [finops.ErrRange] beyond the year 9999.
func (c Contract) TermAt(index int) (Term, error) {
	l, err := c.ladderOfTerms()
	if err != nil {
		return Term{}, err
	}
	return l.at(index)
}

// TermOn returns the term that contains the day, the initial term for a day before it. It returns [ErrNoSuchTerm] for a
// day after the last term, and the errors of [Contract.TermAt].
func (c Contract) TermOn(day finops.Date) (Term, error) {
	l, err := c.ladderOfTerms()
	if err != nil {
		return Term{}, err
	}
	return l.on(day)
}

// ContractYear returns the days of contract year n, from 1: twelve months from the start of the contract, counted
// through all terms and not cut at their ends. It returns [finops.ErrRange].
func (c Contract) ContractYear(n int) (finops.Period, error) {
	if n < 1 || n > 9999 {
		return finops.Period{}, fmt.Errorf("contract: %q: contract year %d: %w", c.ID, n, finops.ErrRange)
	}
	return finops.NewPeriod(c.Term.Start.AddMonths(12*(n-1)), c.Term.Start.AddMonths(12*n))
}

// grid is a row of dates months apart, all counted from one anchor.
type grid struct {
	anchor finops.Date
	offset int // months from the anchor to entry 0
	step   int // months from entry to entry
}

func (g grid) at(i int) finops.Date { return g.anchor.AddMonths(g.offset + i*g.step) }

// index returns the entry i for which at(i) <= d < at(i+1); -1 or less before entry 0.
func (g grid) index(d finops.Date) int {
	months := g.anchor.Month().MonthsUntil(d.Month()) - g.offset
	i := months / g.step
	if months < 0 {
		i--
	}
	for d.Before(g.at(i)) {
		i--
	}
	for next := g.at(i + 1); !next.IsZero() && !d.Before(next); next = g.at(i + 1) {
		i++
	}
	return i
}

// monthsBetween returns n if end is start plus n whole months.
func monthsBetween(start, end finops.Date) (int, bool) {
	n := start.Month().MonthsUntil(end.Month())
	return n, n > 0 && start.AddMonths(n) == end
}

// ladderOfTerms is the sequence of terms of one contract.
type ladderOfTerms struct {
	id      string
	fixed   []Term
	renewal grid // entry 0 is the end of the last fixed term
	limit   int  // renewals there can be, -1 without limit
	ended   finops.Date
}

func (c Contract) ladderOfTerms() (*ladderOfTerms, error) {
	if c.Term.Start.IsZero() || c.Term.Days() == 0 {
		return nil, c.problem("", "term", c.Term.String(), "does not end after it starts", ErrTerm)
	}
	l := &ladderOfTerms{id: c.ID, ended: c.EndedFrom, fixed: make([]Term, 1, 1+len(c.Options))}
	l.fixed[0] = Term{Period: c.Term}
	l.renewal = gridFrom(c.Term.Start, c.Term.End)
	for i, o := range c.Options {
		if !o.Exercised {
			break
		}
		p, err := l.extend(o, c.Term.Start)
		if err != nil {
			return nil, c.problem(fmt.Sprintf("option %q", o.ID), "length", fmt.Sprintf("%d months, end %q", o.Months, o.End), "does not end after the term before", ErrTerm)
		}
		l.fixed = append(l.fixed, Term{Index: i + 1, Kind: OptionTerm, Option: o.ID, Period: p})
	}
	l.renewal.step = c.Renewal.months()
	switch {
	case c.Renewal.Kind == Expires:
	case l.renewal.step <= 0:
		return nil, c.problem("", "renewal.months", fmt.Sprint(c.Renewal.Months), "is not a length", ErrRenewalMonths)
	case c.Renewal.Limit == 0:
		l.limit = -1
	default:
		l.limit = c.Renewal.Limit
	}
	return l, nil
}

func gridFrom(start, end finops.Date) grid {
	if n, ok := monthsBetween(start, end); ok {
		return grid{anchor: start, offset: n}
	}
	return grid{anchor: end}
}

// extend appends the days of option o to the grid and returns them.
func (l *ladderOfTerms) extend(o ExtensionOption, start finops.Date) (finops.Period, error) {
	before := l.renewal.at(0)
	if o.End.IsZero() {
		l.renewal.offset += o.Months
	} else {
		l.renewal = gridFrom(start, o.End)
	}
	return finops.NewPeriod(before, l.renewal.at(0))
}

func (l *ladderOfTerms) noSuchTerm(what string) error {
	return fmt.Errorf("contract: %q: %s: %w", l.id, what, ErrNoSuchTerm)
}

func (l *ladderOfTerms) at(k int) (Term, error) {
	if k < 0 {
		return Term{}, l.noSuchTerm(fmt.Sprintf("term %d", k))
	}
	if k < len(l.fixed) {
		return l.unlessEnded(l.fixed[k])
	}
	j := k - len(l.fixed)
	if l.limit >= 0 && j >= l.limit {
		return Term{}, l.noSuchTerm(fmt.Sprintf("term %d", k))
	}
	if j > 120_000 { // more months than the calendar has
		return Term{}, fmt.Errorf("contract: %q: term %d: %w", l.id, k, finops.ErrRange)
	}
	p, err := finops.NewPeriod(l.renewal.at(j), l.renewal.at(j+1))
	if err != nil {
		return Term{}, fmt.Errorf("contract: %q: term %d: %w", l.id, k, err)
	}
	return l.unlessEnded(Term{Index: k, Kind: RenewalTerm, Period: p})
}

// unlessEnded refuses terms that start once the contract has ended; the initial term always stands.
func (l *ladderOfTerms) unlessEnded(t Term) (Term, error) {
	if t.Index > 0 && !l.ended.IsZero() && !t.Period.Start.Before(l.ended) {
		return Term{}, l.noSuchTerm(fmt.Sprintf("term %d from %s, ended from %s", t.Index, t.Period.Start, l.ended))
	}
	return t, nil
}

func (l *ladderOfTerms) on(day finops.Date) (Term, error) {
	if day.IsZero() {
		return Term{}, fmt.Errorf("contract: %q: term on no date: %w", l.id, finops.ErrRange)
	}
	if !l.ended.IsZero() && !day.Before(l.ended) {
		return Term{}, l.noSuchTerm(fmt.Sprintf("term on %s, ended from %s", day, l.ended))
	}
	for _, t := range l.fixed {
		if day.Before(t.Period.End) {
			return t, nil
		}
	}
	if l.limit == 0 {
		return Term{}, l.noSuchTerm(fmt.Sprintf("term on %s", day))
	}
	return l.at(len(l.fixed) + l.renewal.index(day))
}

// optionFollows reports whether the term after t is an exercised option, so that no notice can end the contract with t.
func (l *ladderOfTerms) optionFollows(t Term) bool { return t.Index+1 < len(l.fixed) }

// last reports whether no term follows t.
func (l *ladderOfTerms) last(t Term) bool {
	_, err := l.at(t.Index + 1)
	return err != nil
}

// final returns the last term of a contract that ends.
func (l *ladderOfTerms) final() (Term, error) {
	if !l.ended.IsZero() {
		if t, err := l.on(l.ended.AddDays(-1)); err == nil {
			return t, nil
		}
	}
	return l.at(len(l.fixed) - 1 + max(l.limit, 0))
}
