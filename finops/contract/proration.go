// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/pricing"
)

// Proration says what part of a price period is charged when a line, a ramp step or the end of a term cuts it. A whole
// price period is always charged whole. The zero value is [ByMonths].
type Proration uint8

// Ways to charge a part of a price period. All but the first are those of [pricing.Basis]. A price for the whole term
// knows ByMonths and, for all others, ActualOfPeriod.
const (
	ByMonths       Proration = iota // whole months count one each, a broken month by its days: 18 months of a yearly price are 1.5
	ActualOfPeriod                  // days / days of the price period
	Actual365                       // days / 365 of a year, days × 12 / 365 of a month
	Actual366                       // days / 366 of a year, days × 12 / 366 of a month
	Thirty360                       // months of 30 days: days / 360 of a year, days / 30 of a month
)

var prorationNames = enum.Of[Proration](enums, "proration", "by_months", "actual_of_period", "actual_365", "actual_366", "thirty_360")

// String returns the name in snake case, for example "actual_365".
func (p Proration) String() string { return prorationNames.String(p) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (p Proration) MarshalText() ([]byte, error) { return prorationNames.Marshal(p) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (p *Proration) UnmarshalText(text []byte) error { return prorationNames.Unmarshal(p, text) }

// fraction is an exact part of a price period.
type fraction struct{ num, den int64 }

func (f fraction) whole() bool { return f.num == f.den }

// of returns f times n/d.
func (f fraction) of(n, d int64) fraction {
	if n == d {
		return f
	}
	g := gcd(n, d)
	return fraction{f.num * (n / g), f.den * (d / g)}
}

func (f fraction) reduced() fraction {
	g := gcd(f.num, f.den)
	return fraction{f.num / g, f.den / g}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// dayFraction returns the part of a price period that the days of span are, by a basis that counts days.
func (p Proration) dayFraction(span, whole finops.Period, per PricePeriod) (fraction, error) {
	basis, times := pricing.ActualOfPeriod, int64(1)
	switch {
	case per == PerTerm || p == ActualOfPeriod:
	case p == Thirty360 && per == PerMonth:
		basis = pricing.Fixed30
	case p == Thirty360:
		basis = pricing.Thirty360
	case p == Actual365:
		basis = pricing.Actual365
	case p == Actual366:
		basis = pricing.Actual366
	}
	if per == PerMonth && (p == Actual365 || p == Actual366) {
		times = 12
	}
	r, err := pricing.Proration{Basis: basis}.Fraction(span.Start, span.End, whole)
	if err != nil {
		return fraction{}, err
	}
	return fraction{times * r.Num.IntPart(), r.Den.IntPart()}.reduced(), nil
}

// monthUnit is what one month counts in positions: a common multiple of the lengths of months, so that every day of
// every month is a whole number of units.
const monthUnit = 28 * 29 * 15 * 31 // 377,580 = lcm(28, 29, 30, 31)

// position returns how far d lies into the grid of months, in units; g must have a step of one month.
func (g grid) position(d finops.Date) int64 {
	i := g.index(d)
	from, to := g.at(i), g.at(i+1)
	return int64(i)*monthUnit + int64(from.DaysUntil(d))*(monthUnit/int64(max(from.DaysUntil(to), 1)))
}

// amounts adds exact amounts, of which some are fractions.
type amounts struct {
	whole finops.Accumulator
	parts []part // by denominator
}

// part is amount / den.
type part struct {
	amount finops.Money
	den    int64
}

// add adds amount × f.
func (a *amounts) add(amount finops.Money, f fraction) error {
	if f.whole() {
		a.whole.Add(amount)
		return nil
	}
	amount = amount.MulInt(f.num)
	for i := range a.parts {
		if a.parts[i].den == f.den {
			sum, err := a.parts[i].amount.Add(amount)
			a.parts[i].amount = sum
			return err
		}
	}
	a.parts = append(a.parts, part{amount, f.den})
	return nil
}

// addPieces adds sign (1 or -1) times what pieces cost at their rates.
func (a *amounts) addPieces(pieces []piece, rates []rate, sign int64) error {
	for i := range pieces {
		p := &pieces[i]
		if err := a.add(rates[p.rate].charge, fraction{sign * p.part.num, p.part.den}); err != nil {
			return err
		}
	}
	return nil
}

// rounded returns the exact sum, rounded once to places digits.
func (a *amounts) rounded(places int32, mode finops.Rounding) (finops.Money, error) {
	total, err := a.whole.Total()
	if err != nil {
		return total, err
	}
	if len(a.parts) == 0 {
		return total.RoundTo(places, mode), nil
	}
	den := one
	for _, p := range a.parts {
		share, err := p.amount.Mul(den)
		if err != nil {
			return total, err
		}
		if total, err = total.MulInt(p.den).Add(share); err != nil {
			return total, err
		}
		den = den.Mul(decimal.NewFromInt(p.den))
	}
	return total.MulDiv(one, den, places, mode)
}
