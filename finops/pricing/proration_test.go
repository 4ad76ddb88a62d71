// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

func TestFraction(t *testing.T) {
	march := finops.MustPeriod("2026-03-01/2026-04-01")
	for _, tc := range []struct {
		name     string
		p        pricing.Proration
		from, to string
		period   finops.Period
		num, den string
	}{
		{"actual, half-open", pricing.Proration{}, "2026-03-15", "2026-03-31", march, "16", "31"},
		{"actual, last day counts", pricing.Proration{LastDay: pricing.LastDayIncluded}, "2026-03-15", "2026-03-31", march, "17", "31"},
		{"the whole period, half-open", pricing.Proration{}, "2026-03-01", "2026-04-01", march, "31", "31"},
		{"the whole period, last day counts", pricing.Proration{LastDay: pricing.LastDayIncluded}, "2026-03-01", "2026-03-31", march, "31", "31"},
		{"no days", pricing.Proration{}, "2026-03-15", "2026-03-15", march, "0", "31"},
		{"one day", pricing.Proration{LastDay: pricing.LastDayIncluded}, "2026-03-15", "2026-03-15", march, "1", "31"},
		{"actual/365", pricing.Proration{Basis: pricing.Actual365}, "2024-01-01", "2025-01-01", finops.Period{}, "366", "365"},
		{"actual/366", pricing.Proration{Basis: pricing.Actual366}, "2024-01-01", "2025-01-01", finops.Period{}, "366", "366"},
		{"30/360 of a year", pricing.Proration{Basis: pricing.Thirty360}, "2024-01-01", "2025-01-01", finops.Period{}, "360", "360"},
		{"fixed 30 of a month of 31 days", pricing.Proration{Basis: pricing.Fixed30}, "2026-03-01", "2026-04-01", finops.Period{}, "30", "30"},
		{"fixed 30 of February", pricing.Proration{Basis: pricing.Fixed30}, "2026-02-01", "2026-03-01", finops.Period{}, "30", "30"},
		{"fixed 30, last day counts", pricing.Proration{Basis: pricing.Fixed30, LastDay: pricing.LastDayIncluded}, "2026-02-01", "2026-02-28", finops.Period{}, "30", "30"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, err := tc.p.Fraction(finops.MustDate(tc.from), finops.MustDate(tc.to), tc.period)
			require.NoError(t, err)
			if !f.Num.Equal(number(tc.num)) || !f.Den.Equal(number(tc.den)) {
				t.Errorf("want %s/%s, got %s/%s", tc.num, tc.den, f.Num, f.Den)
			}
		})
	}
}

// source: QuantLib test suite, daycounters.cpp, 30/360 bond basis, which cites ISDA, "30/360 day count conventions" of
// 22 December 2008.
func TestThirtyDayMonths(t *testing.T) {
	for _, tc := range []struct {
		from, to string
		want     string
	}{
		{"2006-08-20", "2007-02-20", "180"}, {"2006-08-31", "2007-02-28", "178"}, {"2007-02-28", "2007-08-31", "183"},
		{"2007-08-31", "2008-02-29", "179"}, {"2008-02-29", "2008-08-31", "182"}, {"2008-08-31", "2009-02-28", "178"},
		{"2009-02-28", "2009-08-31", "183"}, {"2006-01-31", "2006-02-28", "28"}, {"2006-01-30", "2006-02-28", "28"},
		{"2006-02-28", "2006-03-03", "5"}, {"2006-02-14", "2006-02-28", "14"}, {"2006-09-30", "2006-10-31", "30"},
		{"2006-10-31", "2006-11-28", "28"}, {"2007-08-31", "2008-02-28", "178"}, {"2008-02-28", "2008-08-28", "180"},
		{"2008-02-28", "2008-08-31", "183"}, {"2007-02-26", "2008-02-29", "363"}, {"2008-02-29", "2009-02-28", "359"},
		{"2008-02-28", "2008-08-30", "182"}, {"2007-02-26", "2008-02-28", "362"}, {"2008-02-28", "2008-03-30", "32"},
		{"2008-02-28", "2008-03-31", "33"},
	} {
		f, err := pricing.Proration{Basis: pricing.Thirty360}.Fraction(finops.MustDate(tc.from), finops.MustDate(tc.to), finops.Period{})
		require.NoError(t, err)
		if !f.Num.Equal(number(tc.want)) || !f.Den.Equal(number("360")) {
			t.Errorf("%s to %s: want %s/360, got %s/%s", tc.from, tc.to, tc.want, f.Num, f.Den)
		}
	}
}

func TestProrationRefuses(t *testing.T) {
	march := finops.MustPeriod("2026-03-01/2026-04-01")
	day := finops.MustDate
	for _, tc := range []struct {
		name     string
		p        pricing.Proration
		from, to finops.Date
		period   finops.Period
		want     error
	}{
		{"period without days", pricing.Proration{}, day("2026-03-01"), day("2026-03-02"), finops.Period{}, pricing.ErrProration},
		{"out of order", pricing.Proration{}, day("2026-03-02"), day("2026-03-01"), march, pricing.ErrProration},
		{"no first date", pricing.Proration{}, finops.Date{}, day("2026-03-01"), march, pricing.ErrProration},
		{"no first date, without a period", pricing.Proration{Basis: pricing.Actual365}, finops.Date{}, day("2026-03-01"), finops.Period{}, pricing.ErrProration},
		{"no second date", pricing.Proration{Basis: pricing.Actual365}, day("2026-03-01"), finops.Date{}, march, pricing.ErrProration},
		{"before the period", pricing.Proration{}, day("2026-02-28"), day("2026-03-02"), march, pricing.ErrProration},
		{"after the period", pricing.Proration{}, day("2026-03-02"), day("2026-04-02"), march, pricing.ErrProration},
		{"last day after the period", pricing.Proration{LastDay: pricing.LastDayIncluded}, day("2026-03-02"), day("2026-04-01"), march, pricing.ErrProration},
		{"unknown basis", pricing.Proration{Basis: pricing.Fixed30 + 1}, day("2026-03-01"), day("2026-03-02"), march, finops.ErrRange},
		{"unknown count", pricing.Proration{LastDay: pricing.LastDayIncluded + 1}, day("2026-03-01"), day("2026-03-02"), march, finops.ErrRange},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := tc.p.Fraction(tc.from, tc.to, tc.period)
			require.ErrorIs(t, err, tc.want)
			_, err = tc.p.Amount(usd("1"), tc.from, tc.to, tc.period)
			require.ErrorIs(t, err, tc.want)
		})
	}
	for name, f := range map[string]finops.Ratio{
		"denominator zero": {Num: number("1")}, "undefined": {}, "negative": {Num: number("-1"), Den: number("2")},
		"negative denominator": {Num: number("1"), Den: number("-2")},
		"numerator too long":   {Num: decimal.New(1, 1_000_000), Den: number("2")},
		"denominator too long": {Num: number("1"), Den: decimal.New(1, 1_000_000)},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pricing.ProrateBy(usd("1"), f, finops.HalfUp)
			require.ErrorIs(t, err, pricing.ErrProration)
		})
	}
}

func TestProrationAmount(t *testing.T) {
	march := finops.MustPeriod("2026-03-01/2026-04-01")
	p := pricing.Proration{LastDay: pricing.LastDayIncluded}
	got, err := p.Amount(usd("10"), finops.MustDate("2026-03-15"), finops.MustDate("2026-03-31"), march)
	require.NoError(t, err)
	wantMoney(t, "17 of 31 days of 10", "5.48 USD", got)
	p.Rounding = finops.Up
	got, err = p.Amount(finops.MustMoney("10 JPY"), finops.MustDate("2026-03-15"), finops.MustDate("2026-03-31"), march)
	require.NoError(t, err)
	wantMoney(t, "yen, rounded up", "6 JPY", got)
	got, err = pricing.ProrateBy(usd("-10"), finops.Ratio{Num: number("17"), Den: number("31")}, finops.HalfUp)
	require.NoError(t, err)
	wantMoney(t, "a credit", "-5.48 USD", got)
}

// Cutting a period in two leaves no day out and counts none twice, on every basis for which a month is a sum of days.
func TestFractionsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := finops.MustDate("2023-01-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "start"))
		period := finops.Period{Start: start, End: start.AddDays(rapid.IntRange(1, 500).Draw(t, "length"))}
		cut := start.AddDays(rapid.IntRange(0, period.Days()).Draw(t, "cut"))
		for _, basis := range []pricing.Basis{pricing.ActualOfPeriod, pricing.Actual365, pricing.Actual366} {
			p := pricing.Proration{Basis: basis}
			a, err := p.Fraction(start, cut, period)
			require.NoError(t, err)
			b, err := p.Fraction(cut, period.End, period)
			require.NoError(t, err)
			all, err := p.Fraction(start, period.End, period)
			require.NoError(t, err)
			if !a.Num.Add(b.Num).Equal(all.Num) || !a.Den.Equal(all.Den) {
				t.Fatalf("%s: %v + %v is not %v", basis, a, b, all)
			}
		}
	})
}
