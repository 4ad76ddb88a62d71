// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops/internal/enum"
)

// FiscalCalendar cuts time into fiscal years and their periods. [MonthCalendar], [WeekCalendar] and [TableCalendar]
// implement it.
type FiscalCalendar interface {
	// Year returns the fiscal year with the label. It returns [ErrRange] for a year that the calendar does not cover,
	// and [ErrCalendar] for a calendar that is not well formed.
	Year(label int) (FiscalYear, error)
	// PeriodOf returns the period that contains d, with the same errors.
	PeriodOf(d Date) (FiscalPeriod, error)
}

// ErrCalendar is returned for a fiscal calendar that is not well formed.
var ErrCalendar = errors.New("finops: malformed fiscal calendar")

// FiscalPeriod is one period of a fiscal year, usually a month or four to five weeks.
type FiscalPeriod struct {
	Year   int    `json:"year"`   // label of the fiscal year: 2026 for FY2026
	Number int    `json:"number"` // place in the year, from 1
	Days   Period `json:"days"`   // the days, end excluded
}

// String returns "FY2026 P03", "" for the zero value.
func (p FiscalPeriod) String() string {
	if p.Number == 0 {
		return ""
	}
	return fmt.Sprintf("FY%04d P%02d", p.Year, p.Number)
}

// FiscalYear is a fiscal year: its periods follow each other without a gap and make up its days.
type FiscalYear struct {
	Label   int            `json:"label"`   // 2026 for FY2026
	Days    Period         `json:"days"`    // the days, end excluded
	Periods []FiscalPeriod `json:"periods"` // in order
}

// Weeks returns the number of whole weeks, 52 or 53 in a [WeekCalendar].
func (y FiscalYear) Weeks() int { return y.Days.Days() / 7 }

// Quarter returns the days of quarter n, 1 to 4, of a year of 12 periods: three periods each. It returns [ErrRange]
// for another n, and for a year that does not have 12 periods.
func (y FiscalYear) Quarter(n int) (Period, error) {
	if len(y.Periods) != 12 || n < 1 || n > 4 {
		return Period{}, fmt.Errorf("finops: quarter %d of FY%d, which has %d periods: %w", n, y.Label, len(y.Periods), ErrRange)
	}
	return Period{Start: y.Periods[3*n-3].Days.Start, End: y.Periods[3*n-1].Days.End}, nil
}

// newFiscalYear cuts the days from starts[0] to the last of starts.
func newFiscalYear(label int, starts []Date) FiscalYear {
	last := len(starts) - 1
	y := FiscalYear{Label: label, Days: Period{Start: starts[0], End: starts[last]}, Periods: make([]FiscalPeriod, last)}
	for i := range y.Periods {
		y.Periods[i] = FiscalPeriod{Year: label, Number: i + 1, Days: Period{Start: starts[i], End: starts[i+1]}}
	}
	return y
}

// at returns the period that contains d.
func (y FiscalYear) at(d Date) (FiscalPeriod, bool) {
	if y.Days.Contains(d) {
		for _, p := range y.Periods {
			if p.Days.Contains(d) {
				return p, true
			}
		}
	}
	return FiscalPeriod{}, false
}

// errUncovered says that a calendar does not reach a day.
func errUncovered(d Date) error {
	return fmt.Errorf("finops: fiscal calendar does not cover the day %q: %w", d, ErrRange)
}

// YearLabel says which calendar year gives a fiscal year its number. The zero value is [LabelByEnd].
type YearLabel uint8

const (
	LabelByEnd   YearLabel = iota // the calendar year of the month in which it ends: July 2025 to June 2026 is FY2026
	LabelByStart                  // the calendar year of the month in which it starts: July 2025 to June 2026 is FY2025
)

var yearLabelNames = enum.Of[YearLabel](enums, "year label", "by_end", "by_start")

// String returns the name, "by_end" or "by_start".
func (l YearLabel) String() string { return yearLabelNames.String(l) }

// MarshalText returns the name. It returns [ErrRange] for a value without a name.
func (l YearLabel) MarshalText() ([]byte, error) { return yearLabelNames.Marshal(l) }

// UnmarshalText reads a name. It returns [ErrSyntax] for any other text.
func (l *YearLabel) UnmarshalText(text []byte) error { return yearLabelNames.Unmarshal(l, text) }
