// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"fmt"
	"iter"
	"strings"
)

// Period is the days from Start up to but not including End. The zero value is no period.
type Period struct {
	Start Date // first day
	End   Date // the day after the last day
}

// NewPeriod returns the days from start up to but not including end. It returns [ErrRange] if end is not after start.
func NewPeriod(start, end Date) (Period, error) {
	p := Period{Start: start, End: end}
	if err := p.validate(); err != nil {
		return Period{}, err
	}
	return p, nil
}

func (p Period) validate() error {
	if p.Start.IsZero() || !p.End.After(p.Start) {
		return fmt.Errorf("finops: period from %q to %q: end is not after start: %w", p.Start, p.End, ErrRange)
	}
	return nil
}

// PeriodThrough returns the days from start to last, both included, as contracts usually state a term.
// It returns [ErrRange] if last is before start.
func PeriodThrough(start, last Date) (Period, error) {
	if start.IsZero() || last.Before(start) {
		return Period{}, fmt.Errorf("finops: period from %q through %q: last day is before the first: %w", start, last, ErrRange)
	}
	return NewPeriod(start, last.AddDays(1))
}

// ParsePeriod reads an ISO 8601 interval of dates, "2026-01-01/2027-01-01"; the second date is the day after the last
// day. It returns [ErrSyntax] or [ErrRange].
func ParsePeriod(s string) (Period, error) {
	from, to, ok := strings.Cut(s, "/")
	if !ok {
		return Period{}, fmt.Errorf("finops: period %q: want START/END: %w", clip(s), ErrSyntax)
	}
	start, err := ParseDate(from)
	if err != nil {
		return Period{}, fmt.Errorf("finops: period %q: start: %w", clip(s), err)
	}
	end, err := ParseDate(to)
	if err != nil {
		return Period{}, fmt.Errorf("finops: period %q: end: %w", clip(s), err)
	}
	return NewPeriod(start, end)
}

// MustPeriod is [ParsePeriod] for constants and tests. It panics on bad input.
func MustPeriod(s string) Period {
	p, err := ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p == Period{} }

// Last returns the last day of p.
func (p Period) Last() Date { return p.End.AddDays(-1) }

// Days returns the number of days, 0 if End is not after Start.
func (p Period) Days() int { return max(p.Start.DaysUntil(p.End), 0) }

// Contains reports whether d is one of the days.
func (p Period) Contains(d Date) bool { return !d.Before(p.Start) && d.Before(p.End) && !d.IsZero() }

// Overlaps reports whether p and q share a day.
func (p Period) Overlaps(q Period) bool { return p.Intersect(q).Days() > 0 }

// Intersect returns the days that p and q share, the zero Period if there are none.
func (p Period) Intersect(q Period) Period {
	s, e := p.Start, p.End
	if q.Start.After(s) {
		s = q.Start
	}
	if q.End.Before(e) {
		e = q.End
	}
	if s.IsZero() || !e.After(s) {
		return Period{}
	}
	return Period{Start: s, End: e}
}

// Months returns the months that p touches, in order, whole or in part.
func (p Period) Months() iter.Seq[Month] {
	return func(yield func(Month) bool) {
		if p.Days() == 0 {
			return
		}
		for m, last := p.Start.Month(), p.Last().Month(); !m.After(last) && !m.IsZero(); m = m.Add(1) {
			if !yield(m) {
				return
			}
		}
	}
}

// Compare orders periods by Start, then by End.
func (p Period) Compare(q Period) int {
	if c := p.Start.Compare(q.Start); c != 0 {
		return c
	}
	return p.End.Compare(q.End)
}

// String returns "2026-01-01/2027-01-01", "" for no period.
func (p Period) String() string {
	return string(p.appendTo(make([]byte, 0, len("2006-01-02/2006-01-02"))))
}

func (p Period) appendTo(b []byte) []byte {
	if p.IsZero() {
		return b
	}
	return p.End.appendTo(append(p.Start.appendTo(b), '/'))
}
