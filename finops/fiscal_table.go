// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// PeriodStart is one row of a [TableCalendar].
type PeriodStart struct {
	Start Date `json:"start"` // first day of a period
	Year  int  `json:"year"`  // label of the fiscal year it belongs to
}

// TableCalendar is a [FiscalCalendar] given as a list of the days on which periods start, for calendars that no rule
// describes. A period ends where the next one starts, so that there are no gaps. It is immutable; the zero value
// covers no day.
type TableCalendar struct {
	starts []PeriodStart
}

// NewTableCalendar returns the calendar of n periods that n+1 starts describe, in order: the last row is the first day
// after the calendar and opens a year of its own, so that every year in the calendar is whole. The rows are copied.
// It returns all problems, joined, each wrapping [ErrCalendar]: fewer than two rows, a row that is no date or not after the
// one before it, a year that is neither that of the row before nor the next one, and a last row in the year of the row before.
func NewTableCalendar(rows []PeriodStart) (TableCalendar, error) {
	var errs []error
	bad := func(i int, format string, args ...any) {
		errs = append(errs, fmt.Errorf("finops: table calendar: row %d: %s: %w", i, fmt.Sprintf(format, args...), ErrCalendar))
	}
	if len(rows) < 2 {
		errs = append(errs, fmt.Errorf("finops: table calendar: %d rows, want at least 2: %w", len(rows), ErrCalendar))
	}
	for i, r := range rows {
		if r.Start.IsZero() {
			bad(i, "start is no date")
		}
		if i == 0 {
			continue
		}
		before := rows[i-1]
		if !r.Start.After(before.Start) && !r.Start.IsZero() {
			bad(i, "start %s is not after %s", r.Start, before.Start)
		}
		if r.Year != before.Year && r.Year != before.Year+1 {
			bad(i, "year %d after year %d", r.Year, before.Year)
		}
		if i == len(rows)-1 && r.Year == before.Year {
			bad(i, "year %d is not closed: the last row must start the next year", r.Year)
		}
	}
	if errs != nil {
		return TableCalendar{}, errors.Join(errs...)
	}
	return TableCalendar{starts: slices.Clone(rows)}, nil
}

// Year returns the fiscal year with the label. It returns [ErrRange] if the table does not have it.
func (c TableCalendar) Year(label int) (FiscalYear, error) {
	first := sort.Search(len(c.starts), func(i int) bool { return c.starts[i].Year >= label })
	next := sort.Search(len(c.starts), func(i int) bool { return c.starts[i].Year > label })
	if first == next || next == len(c.starts) {
		return FiscalYear{}, fmt.Errorf("finops: table calendar: FY%d: %w", label, ErrRange)
	}
	starts := make([]Date, 0, next-first+1)
	for _, r := range c.starts[first : next+1] {
		starts = append(starts, r.Start)
	}
	return newFiscalYear(label, starts), nil
}

// PeriodOf returns the period that contains d. It returns [ErrRange] for a day outside the table.
func (c TableCalendar) PeriodOf(d Date) (FiscalPeriod, error) {
	next := sort.Search(len(c.starts), func(i int) bool { return c.starts[i].Start.After(d) })
	if next == 0 || next == len(c.starts) || d.IsZero() {
		return FiscalPeriod{}, errUncovered(d)
	}
	row := c.starts[next-1]
	first := sort.Search(len(c.starts), func(i int) bool { return c.starts[i].Year >= row.Year })
	return FiscalPeriod{Year: row.Year, Number: next - first, Days: Period{Start: row.Start, End: c.starts[next].Start}}, nil
}
