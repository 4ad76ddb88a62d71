// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"
	"time"

	"github.com/itfm-go/itfm/finops/internal/enum"
)

// WeekPattern says how the 52 weeks of a fiscal year make up its periods. The zero value is [Pattern445].
type WeekPattern uint8

const (
	Pattern445  WeekPattern = iota // twelve periods, each quarter 4, 4 and 5 weeks
	Pattern454                     // twelve periods, each quarter 4, 5 and 4 weeks
	Pattern544                     // twelve periods, each quarter 5, 4 and 4 weeks
	Pattern13x4                    // thirteen periods of 4 weeks
)

var weekPatternNames = enum.Of[WeekPattern](enums, "week pattern", "4-4-5", "4-5-4", "5-4-4", "13x4")

// String returns the name: "4-4-5", "4-5-4", "5-4-4" or "13x4".
func (p WeekPattern) String() string { return weekPatternNames.String(p) }

// MarshalText returns the name. It returns [ErrRange] for a value without a name.
func (p WeekPattern) MarshalText() ([]byte, error) { return weekPatternNames.Marshal(p) }

// UnmarshalText reads a name. It returns [ErrSyntax] for any other text.
func (p *WeekPattern) UnmarshalText(text []byte) error { return weekPatternNames.Unmarshal(p, text) }

// weeks returns the lengths of the periods in a year of 52 weeks.
func (p WeekPattern) weeks() []int {
	switch p {
	case Pattern454:
		return []int{4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4}
	case Pattern544:
		return []int{5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4}
	case Pattern13x4:
		return []int{4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}
	}
	return []int{4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5}
}

// YearEndAnchor says on which of the weekdays near a month's end a fiscal year of weeks ends. The zero value is
// [LastWeekday].
type YearEndAnchor uint8

const (
	LastWeekday    YearEndAnchor = iota // the last one in the month
	NearestWeekday                      // the one nearest to the last day of the month, up to three days into the next
)

var yearEndAnchorNames = enum.Of[YearEndAnchor](enums, "year end anchor", "last_weekday", "nearest_weekday")

// String returns the name, "last_weekday" or "nearest_weekday".
func (a YearEndAnchor) String() string { return yearEndAnchorNames.String(a) }

// MarshalText returns the name. It returns [ErrRange] for a value without a name.
func (a YearEndAnchor) MarshalText() ([]byte, error) { return yearEndAnchorNames.Marshal(a) }

// UnmarshalText reads a name. It returns [ErrSyntax] for any other text.
func (a *YearEndAnchor) UnmarshalText(text []byte) error {
	return yearEndAnchorNames.Unmarshal(a, text)
}

// WeekCalendar is a [FiscalCalendar] of 52 or 53 whole weeks that always ends on the same day of the week, the two
// forms that section 441(f) of the US Internal Revenue Code allows. The zero value ends on the last Sunday of December
// with quarters of 4, 4 and 5 weeks.
type WeekCalendar struct {
	// Pattern says how weeks make up periods. If zero, 4-4-5.
	Pattern WeekPattern `json:"pattern"`
	// EndMonth is the month at whose end the year ends. If zero, December.
	EndMonth time.Month `json:"end_month,omitempty"`
	// EndWeekday is the day of the week on which the year ends, in JSON a number from 0 for Sunday. If zero, Sunday.
	EndWeekday time.Weekday `json:"end_weekday"`
	// Anchor says which of those weekdays it is. If zero, the last one in EndMonth.
	Anchor YearEndAnchor `json:"anchor"`
	// ExtraWeek is the number of the period, from 1, that gets week 53 in years that have one. If zero, the last.
	ExtraWeek int `json:"extra_week,omitempty"`
	// Label says which calendar year names the fiscal year: that of EndMonth, or that of the month after the EndMonth
	// before. If zero, that of EndMonth. The calendar year of the very last day does not matter.
	Label YearLabel `json:"label"`
}

// Validate lists the fields that are out of range. The error wraps [ErrCalendar].
func (c WeekCalendar) Validate() error {
	var errs []error
	check := func(ok bool, field string, value int) {
		if !ok {
			errs = append(errs, fmt.Errorf("finops: week calendar: %s %d is out of range: %w", field, value, ErrCalendar))
		}
	}
	check(weekPatternNames.Has(c.Pattern), "pattern", int(c.Pattern))
	check(c.EndMonth >= 0 && c.EndMonth <= 12, "end_month", int(c.EndMonth))
	check(c.EndWeekday >= time.Sunday && c.EndWeekday <= time.Saturday, "end_weekday", int(c.EndWeekday))
	check(yearEndAnchorNames.Has(c.Anchor), "anchor", int(c.Anchor))
	check(c.ExtraWeek >= 0 && c.ExtraWeek <= len(c.Pattern.weeks()), "extra_week", c.ExtraWeek)
	check(yearLabelNames.Has(c.Label), "label", int(c.Label))
	return errors.Join(errs...)
}

// Year returns the fiscal year with the label. It returns the errors of Validate, and [ErrRange] if not all of its
// days lie in the years 1 to 9999.
func (c WeekCalendar) Year(label int) (FiscalYear, error) {
	if err := c.Validate(); err != nil {
		return FiscalYear{}, err
	}
	endYear := label + c.lead()
	before, last := c.lastDay(endYear-1), c.lastDay(endYear)
	if before.IsZero() || last.AddDays(1).IsZero() {
		return FiscalYear{}, fmt.Errorf("finops: week calendar: FY%d: %w", label, ErrRange)
	}
	weeks := c.Pattern.weeks()
	if before.DaysUntil(last) > 52*7 {
		extra := c.ExtraWeek
		if extra == 0 {
			extra = len(weeks)
		}
		weeks[extra-1]++
	}
	starts := make([]Date, len(weeks)+1)
	starts[0] = before.AddDays(1)
	for i, n := range weeks {
		starts[i+1] = starts[i].AddDays(7 * n)
	}
	return newFiscalYear(label, starts), nil
}

// PeriodOf returns the period that contains d. It returns the errors of Year, and [ErrRange] for no date.
func (c WeekCalendar) PeriodOf(d Date) (FiscalPeriod, error) {
	if err := c.Validate(); err != nil {
		return FiscalPeriod{}, err
	}
	// The year that ends in d's calendar year, the one after it, or (early in January, nearest) the one before.
	for _, endYear := range []int{d.Year(), d.Year() + 1, d.Year() - 1} {
		if y, err := c.Year(endYear - c.lead()); err == nil {
			if p, ok := y.at(d); ok {
				return p, nil
			}
		}
	}
	return FiscalPeriod{}, errUncovered(d)
}

// lead is what the calendar year of EndMonth is ahead of the label.
func (c WeekCalendar) lead() int {
	if c.Label == LabelByStart && c.endMonth() != time.December {
		return 1
	}
	return 0
}

func (c WeekCalendar) endMonth() time.Month {
	if c.EndMonth == 0 {
		return time.December
	}
	return c.EndMonth
}

// lastDay returns the last day of the fiscal year whose EndMonth is in the calendar year; no date if that is out of
// range.
func (c WeekCalendar) lastDay(year int) Date {
	m, err := NewMonth(year, c.endMonth())
	if err != nil {
		return Date{}
	}
	end := m.Last()
	if c.Anchor == NearestWeekday {
		end = end.AddDays(3)
	}
	return end.AddDays(-int(end.Weekday()-c.EndWeekday+7) % 7)
}
