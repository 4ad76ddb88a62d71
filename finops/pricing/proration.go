// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// Basis says how days become a fraction of a price.
type Basis uint8

const (
	ActualOfPeriod Basis = iota // calendar days / calendar days of the period; for a price per period
	Actual365                   // calendar days / 365; for a price per year
	Actual366                   // calendar days / 366; for a price per year
	Thirty360                   // days of 30-day months / 360 (ISDA 2006 30/360); for a price per year
	Fixed30                     // days of 30-day months / 30; for a price per month (Kill Bill fixed 30)
)

var basisNames = enum.Of[Basis](enums, "basis", "actual_of_period", "actual_365", "actual_366", "thirty_360", "fixed_30")

// String returns the name in snake case.
func (b Basis) String() string { return basisNames.String(b) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (b Basis) MarshalText() ([]byte, error) { return basisNames.Marshal(b) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (b *Basis) UnmarshalText(text []byte) error { return basisNames.Unmarshal(b, text) }

// LastDay says whether the second date of a span is itself a day of it.
type LastDay uint8

const (
	LastDayExcluded LastDay = iota // half-open: from 1 to 15 is 14 days
	LastDayIncluded                // inclusive: from 1 to 15 is 15 days
)

var lastDayNames = enum.Of[LastDay](enums, "last day", "excluded", "included")

// String returns the name in snake case.
func (l LastDay) String() string { return lastDayNames.String(l) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for a value without a name.
func (l LastDay) MarshalText() ([]byte, error) { return lastDayNames.Marshal(l) }

// UnmarshalText reads a name in snake case. It returns [finops.ErrSyntax] for any other text.
func (l *LastDay) UnmarshalText(text []byte) error { return lastDayNames.Unmarshal(l, text) }

// Proration says how part of a period is charged. The zero value takes calendar days of the period and does not count the
// second date.
type Proration struct {
	// Basis says what the days are divided by. If zero, by the calendar days of the period ([ActualOfPeriod]).
	Basis Basis `json:"basis"`
	// LastDay says whether the second date counts. If zero, it does not ([LastDayExcluded]).
	LastDay LastDay `json:"last_day"`
	// Rounding rounds the amount to the minor unit of its currency. If zero, half up.
	Rounding finops.Rounding `json:"rounding"`
}

// Fraction returns the days from one date to another over the days of the basis, as an exact ratio: 23 of 31. The period
// is the one the price is for; it is used by [ActualOfPeriod] only and may be the zero Period otherwise. Equal dates
// are no days, or one with [LastDayIncluded].
//
// It returns [ErrProration] if the dates are missing or out of order, if the period has no days, or if the dates are not
// within it, and [finops.ErrRange] for options without a name.
func (p Proration) Fraction(from, to finops.Date, period finops.Period) (finops.Ratio, error) {
	if !basisNames.Has(p.Basis) || !lastDayNames.Has(p.LastDay) {
		return finops.Ratio{}, fmt.Errorf("pricing: proration %s, %s: %w", p.Basis, p.LastDay, finops.ErrRange)
	}
	if from.IsZero() || to.IsZero() {
		return finops.Ratio{}, fmt.Errorf("%w: from %q to %q: a date is missing", ErrProration, from, to)
	}
	if p.LastDay == LastDayIncluded {
		to = to.AddDays(1)
	}
	if to.IsZero() || to.Before(from) {
		return finops.Ratio{}, fmt.Errorf("%w: from %q to %q: out of order", ErrProration, from, to)
	}
	switch p.Basis {
	case Actual365:
		return days(from.DaysUntil(to), 365), nil
	case Actual366:
		return days(from.DaysUntil(to), 366), nil
	case Thirty360:
		return days(thirtyDays(from, to), 360), nil
	case Fixed30:
		return days(thirtyDays(from, to), 30), nil
	}
	if period.Days() == 0 {
		return finops.Ratio{}, fmt.Errorf("%w: period %q has no days", ErrProration, period)
	}
	if from.Before(period.Start) || to.After(period.End) {
		return finops.Ratio{}, fmt.Errorf("%w: from %q to %q is not within %q", ErrProration, from, to, period)
	}
	return days(from.DaysUntil(to), period.Days()), nil
}

// Amount returns the price for part of the period: price × [Proration.Fraction], rounded once to the minor unit of the
// currency. It returns the errors of Fraction.
func (p Proration) Amount(price finops.Money, from, to finops.Date, period finops.Period) (finops.Money, error) {
	f, err := p.Fraction(from, to, period)
	if err != nil {
		return finops.Money{}, err
	}
	return ProrateBy(price, f, p.Rounding)
}

// ProrateBy returns amount × fraction, rounded once to the minor unit of the currency. It returns [ErrProration] for a
// fraction that is undefined or negative, and [finops.ErrRange] for a rounding without a name.
func ProrateBy(amount finops.Money, fraction finops.Ratio, r finops.Rounding) (finops.Money, error) {
	if err := checkFraction(fraction); err != nil {
		return finops.Money{}, fmt.Errorf("%w: fraction %s: %w", ErrProration, fractionText(fraction), err)
	}
	return amount.MulDiv(fraction.Num, fraction.Den, amount.Currency().MinorUnits(), r)
}

// problem is the text of an error that is only ever shown as the reason of another one.
type problem string

func (p problem) Error() string { return string(p) }

func checkFraction(f finops.Ratio) error {
	switch {
	case !inRange(f.Num) || !inRange(f.Den):
		return problem("is out of range")
	case f.Den.IsZero():
		return problem("has no denominator")
	case f.Num.Sign()*f.Den.Sign() < 0:
		return problem("is negative")
	}
	return nil
}

func fractionText(f finops.Ratio) string { return shown(f.Num) + "/" + shown(f.Den) }

func days(n, of int) finops.Ratio {
	return finops.Ratio{Num: decimal.NewFromInt(int64(n)), Den: decimal.NewFromInt(int64(of))}
}

// thirtyDays counts days with all months of 30 days: a first date on the 31st is taken as the 30th, and so is the second
// if the first is on the 30th or 31st (ISDA 2006 definitions, section 4.16(f)).
func thirtyDays(from, to finops.Date) int {
	d1, d2 := min(from.Day(), 30), to.Day()
	if d1 == 30 {
		d2 = min(d2, 30)
	}
	months := from.Month().MonthsUntil(to.Month())
	return 30*months + d2 - d1
}
