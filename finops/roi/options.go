// SPDX-License-Identifier: Apache-2.0

package roi

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// maxPlaces bounds the digits a result may ask for.
const maxPlaces = 60

// Options says how a result is measured and rounded. The zero value gives Excel's day count, a result in minor units
// and ties rounded half up.
type Options struct {
	// Places is the number of digits after the point of the result, at most 60. If zero, the minor units of the
	// currency (2 for USD); for a factor without currency, 12.
	Places int32 `json:"places,omitempty"`
	// Rounding is applied once, to the exact result. If zero, half up.
	Rounding finops.Rounding `json:"rounding,omitempty"`
	// DayCount turns two dates into years. If zero, Actual365. Only functions that take dates use it.
	DayCount DayCount `json:"day_count,omitempty"`
	// Timing says when in its period an annuity's payment falls. If zero, AtEnd. Only annuity functions use it.
	Timing Timing `json:"timing,omitempty"`
}

func (o Options) validate() error {
	var errs []error
	if o.Places < 0 || o.Places > maxPlaces {
		errs = append(errs, fmt.Errorf("roi: places %d: want 0 to %d: %w", o.Places, maxPlaces, ErrOption))
	}
	if err := o.Rounding.Validate(); err != nil {
		errs = append(errs, fmt.Errorf("roi: %w: %w", ErrOption, err))
	}
	return errors.Join(append(errs, dayCountNames.Check(o.DayCount), timingNames.Check(o.Timing))...)
}

// placesFor returns the digits of a result in currency c.
func (o Options) placesFor(c finops.Currency) int32 {
	if o.Places == 0 {
		return c.MinorUnits()
	}
	return o.Places
}

// DayCount says how many years lie between two dates. The zero value is [Actual365].
type DayCount uint8

const (
	// Actual365 is calendar days / 365, the rule of a spreadsheet's XNPV: an anniversary after a leap day is a little
	// more than a whole number of years away.
	Actual365 DayCount = iota
	// Anniversary is whole months / 12, and the days left over as a part of the month they begin: payments on the same
	// day of the year are whole years apart, whatever leap days lie between.
	Anniversary
)

// enums says what the errors of this package's named options wrap.
var enums = enum.Package{Name: "roi", Range: ErrOption, Syntax: ErrOption}

var dayCountNames = enum.Of[DayCount](enums, "day count", "actual_365", "anniversary")

// String returns the name in snake case, for example "actual_365".
func (d DayCount) String() string { return dayCountNames.String(d) }

// MarshalText returns the name. It returns [ErrOption] for an unknown value.
func (d DayCount) MarshalText() ([]byte, error) { return dayCountNames.Marshal(d) }

// UnmarshalText reads the name. It returns [ErrOption] for any other text.
func (d *DayCount) UnmarshalText(text []byte) error { return dayCountNames.Unmarshal(d, text) }

// years returns the years from origin to date as a fraction num/den with a positive den.
func (d DayCount) years(origin, date finops.Date) (num, den int64) {
	if d == Actual365 {
		return int64(origin.DaysUntil(date)), 365
	}
	if date.Before(origin) {
		num, den = d.years(date, origin)
		return -num, den
	}
	months := origin.Month().MonthsUntil(date.Month())
	if origin.AddMonths(months).After(date) {
		months--
	}
	start, end := origin.AddMonths(months), origin.AddMonths(months+1)
	length := int64(start.DaysUntil(end))
	if length <= 0 { // the last month of the calendar
		return int64(months), 12
	}
	return int64(months)*length + int64(start.DaysUntil(date)), 12 * length
}

// Timing says when in its period a payment falls. The zero value is [AtEnd].
type Timing uint8

const (
	AtEnd     Timing = iota // at the end of each period (in arrears)
	InAdvance               // at the start of each period
)

var timingNames = enum.Of[Timing](enums, "timing", "at_end", "in_advance")

// String returns the name in snake case, for example "at_end".
func (t Timing) String() string { return timingNames.String(t) }

// MarshalText returns the name. It returns [ErrOption] for an unknown value.
func (t Timing) MarshalText() ([]byte, error) { return timingNames.Marshal(t) }

// UnmarshalText reads the name. It returns [ErrOption] for any other text.
func (t *Timing) UnmarshalText(text []byte) error { return timingNames.Unmarshal(t, text) }
