// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"cmp"
	"fmt"
	"time"
)

// Month is a month of a year. It is comparable and can be a map key. The zero value is "no month". The range is 0001-01
// to 9999-12; arithmetic that leaves it, or starts from no month, gives no month.
type Month struct {
	n int32 // months, 12 = 0001-01
}

const (
	minMonth = 12
	maxMonth = 12*9999 + 11
)

// NewMonth returns the month of the year. It returns an error that wraps [ErrRange].
func NewMonth(year int, month time.Month) (Month, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 {
		return Month{}, fmt.Errorf("finops: month %04d-%02d: %w", year, int(month), ErrRange)
	}
	return monthOf(year, month), nil
}

// ParseMonth reads "2026-05". It returns [ErrSyntax] or [ErrRange].
func ParseMonth(s string) (Month, error) {
	y, m, ok := 0, 0, len(s) == len("2006-01") && s[4] == '-'
	if ok {
		y, ok = parseDigits(s[0:4], ok)
		m, ok = parseDigits(s[5:7], ok)
	}
	if !ok {
		return Month{}, fmt.Errorf("finops: month %q: want YYYY-MM: %w", clip(s), ErrSyntax)
	}
	return NewMonth(y, time.Month(m))
}

// MustMonth is [ParseMonth] for constants and tests. It panics on bad input.
func MustMonth(s string) Month {
	m, err := ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

func monthOf(year int, month time.Month) Month { return Month{n: int32(12*year + int(month) - 1)} }

// IsZero reports whether m is no month.
func (m Month) IsZero() bool { return m.n == 0 }

// Year returns the year, 0 for no month.
func (m Month) Year() int { return int(m.n) / 12 }

// Number returns the month in its year, January to December, 0 for no month.
func (m Month) Number() time.Month {
	if m.IsZero() {
		return 0
	}
	return time.Month(m.n%12) + 1
}

// First returns the first day.
func (m Month) First() Date {
	if m.IsZero() {
		return Date{}
	}
	return dateOf(m.Year(), m.Number(), 1)
}

// Last returns the last day.
func (m Month) Last() Date {
	if m.IsZero() {
		return Date{}
	}
	return dateOf(m.Year(), m.Number(), m.Days())
}

// Days returns the number of days, 28 to 31, 0 for no month.
func (m Month) Days() int {
	if m.IsZero() {
		return 0
	}
	return daysIn(m.Year(), m.Number())
}

// Period returns the month as a half-open period. No month, and 9999-12, after which there is no day, give the zero
// Period.
func (m Month) Period() Period {
	end := m.Last().AddDays(1)
	if end.IsZero() {
		return Period{}
	}
	return Period{Start: m.First(), End: end}
}

// Add returns the month n months later, earlier if n is negative.
func (m Month) Add(n int) Month {
	if m.IsZero() || n > maxMonth || n < -maxMonth {
		return Month{}
	}
	t := int(m.n) + n
	if t < minMonth || t > maxMonth {
		return Month{}
	}
	return Month{n: int32(t)}
}

// MonthsUntil returns the number of months from m to o, negative if o is earlier. It is 0 if either is no month.
func (m Month) MonthsUntil(o Month) int {
	if m.IsZero() || o.IsZero() {
		return 0
	}
	return int(o.n - m.n)
}

// Before reports whether m is earlier than o. No month is before any month.
func (m Month) Before(o Month) bool { return m.n < o.n }

// After reports whether m is later than o.
func (m Month) After(o Month) bool { return m.n > o.n }

// Equal reports whether m and o are the same month, as == does; it is there for packages that compare by method.
func (m Month) Equal(o Month) bool { return m == o }

// Compare returns -1, 0 or 1, for sorting.
func (m Month) Compare(o Month) int { return cmp.Compare(m.n, o.n) }

// String returns "2026-05", "" for no month.
func (m Month) String() string {
	return string(m.appendTo(make([]byte, 0, len("2006-01"))))
}

func (m Month) appendTo(b []byte) []byte {
	if m.IsZero() {
		return b
	}
	b = appendTwo(appendTwo(b, m.Year()/100), m.Year())
	return appendTwo(append(b, '-'), int(m.Number()))
}
