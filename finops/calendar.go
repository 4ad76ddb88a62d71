// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// BusinessCalendar says which days are business days.
type BusinessCalendar interface {
	// IsBusinessDay reports whether business is done on d.
	IsBusinessDay(d Date) bool
}

// ErrNoBusinessDay is returned where a calendar has no business day within 400 days, or none in the range of [Date].
var ErrNoBusinessDay = errors.New("finops: no business day")

// maxClosed is the longest run of days without business that the functions below search through.
const maxClosed = 400

// WorkweekSpec says what [NewWorkweek] builds.
type WorkweekSpec struct {
	// Weekend lists the days of the week without business, in JSON as numbers from 0 for Sunday. If empty, Saturday and
	// Sunday.
	Weekend []time.Weekday `json:"weekend,omitempty"`
	// NoWeekend says that business is done on all seven days. Weekend must then be empty.
	NoWeekend bool `json:"no_weekend,omitempty"`
	// Holidays lists further days without business, in any order; repeats are harmless. If empty, there are none.
	Holidays []Date `json:"holidays,omitempty"`
}

// Workweek is a [BusinessCalendar] made of a weekend and a list of holidays. It is immutable. The zero value has its
// weekend on Saturday and Sunday and no holidays.
type Workweek struct {
	open     [7]bool // by weekday, if set
	set      bool
	holidays []Date // sorted
}

// NewWorkweek returns the calendar of s. It returns an error that wraps [ErrRange] for each weekday outside Sunday to
// Saturday and each holiday that is no date, and for a weekend of seven days or both Weekend and NoWeekend.
func NewWorkweek(s WorkweekSpec) (Workweek, error) {
	w := Workweek{set: true, open: [7]bool{true, true, true, true, true, true, true}}
	weekend := s.Weekend
	var errs []error
	switch {
	case s.NoWeekend && len(weekend) > 0:
		errs = append(errs, fmt.Errorf("finops: workweek: weekend %v with no_weekend: %w", weekend, ErrRange))
	case !s.NoWeekend && len(weekend) == 0:
		weekend = []time.Weekday{time.Saturday, time.Sunday}
	}
	for i, day := range weekend {
		if day < time.Sunday || day > time.Saturday {
			errs = append(errs, fmt.Errorf("finops: workweek: weekend %d is %d, no weekday: %w", i, int(day), ErrRange))
			continue
		}
		w.open[day] = false
	}
	if w.open == [7]bool{} {
		errs = append(errs, fmt.Errorf("finops: workweek: a weekend of seven days: %w", ErrRange))
	}
	for i, d := range s.Holidays {
		if d.IsZero() {
			errs = append(errs, fmt.Errorf("finops: workweek: holiday %d is no date: %w", i, ErrRange))
		}
	}
	if errs != nil {
		return Workweek{}, errors.Join(errs...)
	}
	w.holidays = slices.Clone(s.Holidays)
	slices.SortFunc(w.holidays, Date.Compare)
	w.holidays = slices.Compact(w.holidays)
	return w, nil
}

// IsBusinessDay reports whether d is neither a weekend day nor a holiday; false for no date.
func (w Workweek) IsBusinessDay(d Date) bool {
	day := d.Weekday()
	if d.IsZero() || w.set && !w.open[day] || !w.set && (day == time.Saturday || day == time.Sunday) {
		return false
	}
	_, holiday := slices.BinarySearchFunc(w.holidays, d, Date.Compare)
	return !holiday
}

// RollBack returns d if it is a business day of cal, else the last one before it. If cal is nil, the zero [Workweek].
// It returns [ErrNoBusinessDay], or [ErrRange] for no date.
func RollBack(cal BusinessCalendar, d Date) (Date, error) { return roll(cal, d, -1) }

// RollForward returns d if it is a business day of cal, else the first one after it. If cal is nil, the zero
// [Workweek]. It returns [ErrNoBusinessDay], or [ErrRange] for no date.
func RollForward(cal BusinessCalendar, d Date) (Date, error) { return roll(cal, d, 1) }

// AddBusinessDays returns the n-th business day of cal after d, before d if n is negative. d itself is not counted,
// whether it is a business day or not: one business day before a Monday is the Friday. n = 0 gives d, unchanged.
// If cal is nil, the zero [Workweek]. It returns [ErrNoBusinessDay], or [ErrRange] for no date.
func AddBusinessDays(cal BusinessCalendar, d Date, n int) (Date, error) {
	if d.IsZero() {
		return Date{}, fmt.Errorf("finops: business days from no date: %w", ErrRange)
	}
	step := 1
	if n < 0 {
		step = -1
	}
	for ; n != 0; n -= step {
		var err error
		if d, err = nextOpen(cal, d, step); err != nil {
			return Date{}, err
		}
	}
	return d, nil
}

// CountBusinessDays returns the number of business days of cal in p. If cal is nil, the zero [Workweek].
func CountBusinessDays(cal BusinessCalendar, p Period) int {
	cal = orWorkweek(cal)
	n := 0
	for d, left := p.Start, p.Days(); left > 0; d, left = d.AddDays(1), left-1 {
		if cal.IsBusinessDay(d) {
			n++
		}
	}
	return n
}

func roll(cal BusinessCalendar, d Date, step int) (Date, error) {
	if d.IsZero() {
		return Date{}, fmt.Errorf("finops: business day from no date: %w", ErrRange)
	}
	if orWorkweek(cal).IsBusinessDay(d) {
		return d, nil
	}
	return nextOpen(cal, d, step)
}

// nextOpen returns the nearest business day before or after d, which is not counted.
func nextOpen(cal BusinessCalendar, d Date, step int) (Date, error) {
	cal = orWorkweek(cal)
	from := d
	for range maxClosed {
		d = d.AddDays(step)
		if d.IsZero() {
			break
		}
		if cal.IsBusinessDay(d) {
			return d, nil
		}
	}
	side := "after"
	if step < 0 {
		side = "before"
	}
	return Date{}, fmt.Errorf("finops: within %d days %s %s: %w", maxClosed, side, from, ErrNoBusinessDay)
}

func orWorkweek(cal BusinessCalendar) BusinessCalendar {
	if cal == nil {
		return Workweek{}
	}
	return cal
}
