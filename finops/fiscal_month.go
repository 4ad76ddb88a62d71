// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"
	"time"
)

// MonthCalendar is a [FiscalCalendar] of twelve calendar months. The zero value is the calendar year.
type MonthCalendar struct {
	// FirstMonth is the month in which the fiscal year starts. If zero, January.
	FirstMonth time.Month `json:"first_month,omitempty"`
	// Label says which calendar year names the fiscal year. If zero, the one in which it ends.
	Label YearLabel `json:"label"`
}

// Validate lists the fields that are out of range. The error wraps [ErrCalendar].
func (c MonthCalendar) Validate() error {
	var errs []error
	if c.FirstMonth < 0 || c.FirstMonth > 12 {
		errs = append(errs, fmt.Errorf("finops: month calendar: first_month %d is no month: %w", int(c.FirstMonth), ErrCalendar))
	}
	if !yearLabelNames.Has(c.Label) {
		errs = append(errs, fmt.Errorf("finops: month calendar: label %d is unknown: %w", uint8(c.Label), ErrCalendar))
	}
	return errors.Join(errs...)
}

// Year returns the fiscal year with the label. It returns the errors of Validate, and [ErrRange] if not all of its
// days lie in the years 1 to 9999.
func (c MonthCalendar) Year(label int) (FiscalYear, error) {
	if err := c.Validate(); err != nil {
		return FiscalYear{}, err
	}
	first, err := NewMonth(label-c.lead(), max(c.FirstMonth, time.January))
	if err != nil || first.Add(12).IsZero() {
		return FiscalYear{}, fmt.Errorf("finops: month calendar: FY%d: %w", label, ErrRange)
	}
	starts := make([]Date, 13)
	for i := range starts {
		starts[i] = first.Add(i).First()
	}
	return newFiscalYear(label, starts), nil
}

// lead is what the label is ahead of the calendar year of the first month.
func (c MonthCalendar) lead() int {
	if c.Label == LabelByEnd && c.FirstMonth > time.January {
		return 1
	}
	return 0
}

// PeriodOf returns the period that contains d. It returns the errors of Year, and [ErrRange] for no date.
func (c MonthCalendar) PeriodOf(d Date) (FiscalPeriod, error) {
	if d.IsZero() {
		return FiscalPeriod{}, errUncovered(d)
	}
	label := d.Year() + c.lead()
	if d.Month().Number() < c.FirstMonth {
		label--
	}
	y, err := c.Year(label)
	if err != nil {
		return FiscalPeriod{}, err
	}
	return y.Periods[y.Days.Start.Month().MonthsUntil(d.Month())], nil
}
