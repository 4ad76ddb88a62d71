// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a civil day: no clock, no zone. It is comparable and can be a map key. The zero value is "no date".
// The range is 0001-01-01 to 9999-12-31; arithmetic that leaves it, or starts from no date, gives no date.
type Date struct {
	n int32 // days, 1 = 0001-01-01 in the proleptic Gregorian calendar
}

const (
	minDay = 1
	maxDay = 3652059 // 9999-12-31
)

// NewDate returns the day, which must exist: NewDate(2026, 2, 29) is an error that wraps [ErrRange].
func NewDate(year int, month time.Month, day int) (Date, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Date{}, fmt.Errorf("finops: date %04d-%02d-%02d: %w", year, int(month), day, ErrRange)
	}
	return dateOf(year, month, day), nil
}

// ParseDate reads an ISO 8601 calendar date, "2026-05-31". It returns [ErrSyntax], or [ErrRange] for a day that does
// not exist.
func ParseDate(s string) (Date, error) {
	y, m, d, ok := 0, 0, 0, len(s) == len("2006-01-02") && s[4] == '-' && s[7] == '-'
	if ok {
		y, ok = parseDigits(s[0:4], ok)
		m, ok = parseDigits(s[5:7], ok)
		d, ok = parseDigits(s[8:10], ok)
	}
	if !ok {
		return Date{}, fmt.Errorf("finops: date %q: want YYYY-MM-DD: %w", clip(s), ErrSyntax)
	}
	date, err := NewDate(y, time.Month(m), d)
	if err != nil {
		return Date{}, fmt.Errorf("finops: date %q: no such day: %w", s, ErrRange)
	}
	return date, nil
}

// MustDate is [ParseDate] for constants and tests. It panics on bad input.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf returns the civil day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	if y < 1 || y > 9999 {
		return Date{}
	}
	return dateOf(y, m, d)
}

// Start returns the instant at which the day begins in loc, the edge where a civil date becomes a time. UTC if loc is
// nil. No date gives the zero time.
func (d Date) Start(loc *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	if loc == nil {
		loc = time.UTC
	}
	y, m, day := d.civil()
	return time.Date(y, m, day, 0, 0, 0, 0, loc)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.n == 0 }

// Year returns the year, 0 for no date.
func (d Date) Year() int { y, _, _ := d.civil(); return y }

// Month returns the month of d in its year, the zero Month for no date.
func (d Date) Month() Month {
	if d.IsZero() {
		return Month{}
	}
	y, m, _ := d.civil()
	return monthOf(y, m)
}

// Day returns the day of the month, 0 for no date.
func (d Date) Day() int { _, _, day := d.civil(); return day }

// Weekday returns the day of the week; Sunday for no date.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.n % 7) } // day 1, 0001-01-01, is a Monday

// AddDays returns the day n days later, earlier if n is negative.
func (d Date) AddDays(n int) Date {
	if d.IsZero() || n > maxDay || n < -maxDay {
		return Date{}
	}
	return inRange(int(d.n) + n)
}

// AddMonths returns the same day n months later, or the last day of that month if it is shorter: 31 January plus one
// month is 28 or 29 February. Count from one anchor (anchor.AddMonths(k)); repeated single steps drift.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return Date{}
	}
	y, m, day := d.civil()
	t := monthOf(y, m).Add(n)
	if t.IsZero() {
		return Date{}
	}
	y, m = t.Year(), t.Number()
	return dateOf(y, m, min(day, daysIn(y, m)))
}

// AddYears returns d.AddMonths(12*n): 29 February becomes 28 February in a common year.
func (d Date) AddYears(n int) Date {
	if n > maxMonth || n < -maxMonth { // 12n could overflow
		return Date{}
	}
	return d.AddMonths(12 * n)
}

// DaysUntil returns the number of days from d to e: 1 from a day to the next, negative if e is earlier. It is 0 if
// either is no date.
func (d Date) DaysUntil(e Date) int {
	if d.IsZero() || e.IsZero() {
		return 0
	}
	return int(e.n - d.n)
}

// Before reports whether d is earlier than e. No date is before any day.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.n > e.n }

// Equal reports whether d and e are the same day, as == does; it is there for packages that compare by method.
func (d Date) Equal(e Date) bool { return d == e }

// Compare returns -1, 0 or 1, for sorting.
func (d Date) Compare(e Date) int { return cmp.Compare(d.n, e.n) }

// String returns "2026-05-31", "" for no date.
func (d Date) String() string {
	return string(d.appendTo(make([]byte, 0, len("2006-01-02"))))
}

func (d Date) appendTo(b []byte) []byte {
	if d.IsZero() {
		return b
	}
	_, _, day := d.civil()
	return appendTwo(append(d.Month().appendTo(b), '-'), day)
}

// appendTwo appends the last two digits of n.
func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10%10), byte('0'+n%10)) }

func inRange(n int) Date {
	if n < minDay || n > maxDay {
		return Date{}
	}
	return Date{n: int32(n)}
}

// dateOf numbers a valid day. Years start in March here, so that the leap day is the last of its year.
func dateOf(year int, month time.Month, day int) Date {
	y, m := year, int(month)-3
	if m < 0 {
		y, m = y-1, m+12
	}
	return Date{n: int32(365*y + y/4 - y/100 + y/400 + (153*m+2)/5 + day - 306)}
}

// civil is the inverse of dateOf.
func (d Date) civil() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	const daysIn400, daysIn100, daysIn4 = 146097, 36524, 1461
	n := int(d.n) + 305 // days since 0000-03-01
	era, n := n/daysIn400, n%daysIn400
	century := min(n/daysIn100, 3)
	n -= century * daysIn100
	four := n / daysIn4
	n -= four * daysIn4
	one := min(n/365, 3)
	n -= one * 365
	m := (5*n + 2) / 153
	day = n - (153*m+2)/5 + 1
	year = 400*era + 100*century + 4*four + one
	if m >= 10 {
		return year + 1, time.Month(m - 9), day
	}
	return year, time.Month(m + 3), day
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if isLeap(year) {
			return 29
		}
		return 28
	}
	return 31
}

func parseDigits(s string, ok bool) (int, bool) {
	n := 0
	for i := 0; i < len(s) && ok; i++ {
		ok = s[i] >= '0' && s[i] <= '9'
		n = 10*n + int(s[i]-'0')
	}
	return n, ok
}
