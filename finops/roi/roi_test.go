// SPDX-License-Identifier: Apache-2.0

package roi_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func drawAmount(t *rapid.T, label string) finops.Money {
	cents := rapid.Int64Range(-1e14, 1e14).Draw(t, label)
	m, err := finops.NewMoney(decimal.New(cents, -2), "EUR")
	require.NoError(t, err)
	return m
}

func drawRate(t *rapid.T) decimal.Decimal {
	return decimal.New(rapid.Int64Range(-99_999, 3_000_000).Draw(t, "rate"), -5)
}

func drawFlows(t *rapid.T) []roi.Flow {
	origin := finops.MustDate("2025-01-01")
	flows := make([]roi.Flow, rapid.IntRange(1, 12).Draw(t, "n"))
	for i := range flows {
		flows[i] = roi.Flow{Date: origin.AddDays(rapid.IntRange(0, 4000).Draw(t, "day")), Amount: drawAmount(t, "amount")}
	}
	return flows
}

// exactNPV is the definition in rationals, an independent reference.
func exactNPV(rate decimal.Decimal, flows []finops.Money, places int32, r finops.Rounding) decimal.Decimal {
	q := new(big.Rat).Add(big.NewRat(1, 1), rate.Rat())
	sum, factor := new(big.Rat), big.NewRat(1, 1)
	for _, f := range flows {
		sum.Add(sum, new(big.Rat).Mul(f.Amount().Rat(), factor))
		factor = new(big.Rat).Quo(factor, q)
	}
	d, err := finops.DivRound(decimal.NewFromBigInt(sum.Num(), 0), decimal.NewFromBigInt(sum.Denom(), 0), places, r)
	if err != nil {
		panic(err)
	}
	return d
}

func TestNPVIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := drawRate(t)
		flows := make([]finops.Money, rapid.IntRange(1, 15).Draw(t, "n"))
		for i := range flows {
			flows[i] = drawAmount(t, "amount")
		}
		places := rapid.SampledFrom([]int32{2, 8, 30}).Draw(t, "places")
		mode := rapid.SampledFrom([]finops.Rounding{finops.HalfUp, finops.HalfEven, finops.HalfDown, finops.Up, finops.Down, finops.Ceiling, finops.Floor}).Draw(t, "mode")
		got, err := roi.NPV(rate, flows, roi.Options{Places: places, Rounding: mode})
		require.NoError(t, err)
		if want := exactNPV(rate, flows, places, mode); !got.Amount().Equal(want) {
			t.Fatalf("rate %s: got %s, want %s", rate, got, want)
		}
	})
}

// TestTies has values that lie exactly on a rounding boundary, which no finite precision shows.
func TestTies(t *testing.T) {
	quarter := dec(t, "0.25") // 1/1.25 = 0.8 exactly
	for _, c := range []struct {
		name   string
		amount string
		mode   finops.Rounding
		want   string
	}{
		{"half up", "0.05625", finops.HalfUp, "0.05 USD"}, // 0.045
		{"half even", "0.05625", finops.HalfEven, "0.04 USD"},
		{"half down", "0.05625", finops.HalfDown, "0.04 USD"},
		{"negative half up", "-0.05625", finops.HalfUp, "-0.05 USD"},
		{"exact cent up", "1.25", finops.Up, "1.00 USD"},
		{"exact cent ceiling", "1.25", finops.Ceiling, "1.00 USD"},
		{"exact cent floor", "1.25", finops.Floor, "1.00 USD"},
		{"exact cent down", "1.25", finops.Down, "1.00 USD"},
	} {
		got, err := roi.NPV(quarter, []finops.Money{{}, usd(t, c.amount)}, roi.Options{Rounding: c.mode})
		require.NoError(t, err)
		if got.String() != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestXNPVLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate, flows := drawRate(t), drawFlows(t)
		opts := roi.Options{Places: 6, DayCount: roi.DayCount(rapid.IntRange(0, 1).Draw(t, "count"))}
		before := slices.Clone(flows)
		got, err := roi.XNPV(rate, flows, opts)
		require.NoError(t, err)
		if diff := cmp.Diff(before, flows, cmpopts.EquateComparable(finops.Date{})); diff != "" {
			t.Fatalf("input changed (-want +got):\n%s", diff)
		}

		shuffled := rapid.Permutation(flows).Draw(t, "order")
		again, err := roi.XNPV(rate, shuffled, opts)
		require.NoError(t, err)
		if !got.Equal(again) {
			t.Fatalf("order matters: %s and %s", got, again)
		}

		negated := make([]roi.Flow, len(flows))
		for i, f := range flows {
			negated[i] = roi.Flow{Date: f.Date, Amount: f.Amount.Neg()}
		}
		minus, err := roi.XNPV(rate, negated, opts)
		require.NoError(t, err)
		if !minus.Neg().Equal(got) {
			t.Fatalf("XNPV(-flows) = %s, want -(%s)", minus, got)
		}

		// A flow split in two on the same day changes nothing.
		split := append(slices.Clone(flows), roi.Flow{Date: flows[0].Date, Amount: flows[0].Amount.Neg()}, flows[0])
		same, err := roi.XNPV(rate, split, opts)
		require.NoError(t, err)
		if !same.Equal(got) {
			t.Fatalf("splitting a flow gives %s, want %s", same, got)
		}
	})
}

// TestXNPVIsNPVOnAnniversaries: whole years apart, both agree; counted in days only without a leap day between.
func TestXNPVIsNPVOnAnniversaries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := drawRate(t)
		start := finops.MustDate("2023-03-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "start"))
		var flows []roi.Flow
		var amounts []finops.Money
		for k := range rapid.IntRange(1, 9).Draw(t, "years") {
			m := drawAmount(t, "amount")
			flows = append(flows, roi.Flow{Date: start.AddYears(k), Amount: m})
			amounts = append(amounts, m)
		}
		x, err := roi.XNPV(rate, flows, roi.Options{DayCount: roi.Anniversary})
		require.NoError(t, err)
		n, err := roi.NPV(rate, amounts, roi.Options{})
		require.NoError(t, err)
		if !x.Equal(n) {
			t.Fatalf("XNPV %s, NPV %s", x, n)
		}
	})
}

func TestEarliestDateIsTheOrigin(t *testing.T) {
	late := roi.Flow{Date: finops.MustDate("2026-01-01"), Amount: usd(t, "110")}
	early := roi.Flow{Date: finops.MustDate("2025-01-01"), Amount: usd(t, "-100")}
	got, err := roi.XNPV(dec(t, "0.1"), []roi.Flow{late, early}, roi.Options{})
	require.NoError(t, err)
	if !got.IsZero() {
		t.Errorf("got %s, want 0: the origin is the earliest date, not the first listed", got)
	}
}

func TestCalendarDays(t *testing.T) {
	// 2024 has 366 days.
	flows := []roi.Flow{
		{Date: finops.MustDate("2024-01-01"), Amount: usd(t, "0")},
		{Date: finops.MustDate("2025-01-01"), Amount: usd(t, "1000000")},
	}
	days, err := roi.XNPV(dec(t, "0.08"), flows, roi.Options{})
	require.NoError(t, err)
	whole, err := roi.XNPV(dec(t, "0.08"), flows, roi.Options{DayCount: roi.Anniversary})
	require.NoError(t, err)
	// source: mpmath 1.3.0, 1000000*1.08**-(366/365) = 925730.7130…; 1000000/1.08 = 925925.9259…
	if days.String() != "925730.71 USD" || whole.String() != "925925.93 USD" {
		t.Errorf("days %s, anniversary %s", days, whole)
	}
}

func TestFlowsBeforeTheValuation(t *testing.T) {
	got, err := roi.PresentValue(dec(t, "0.1"), finops.MustDate("2026-01-01"),
		[]roi.Flow{{Date: finops.MustDate("2025-01-01"), Amount: usd(t, "100")}}, roi.Options{})
	require.NoError(t, err)
	if got.String() != "110.00 USD" {
		t.Errorf("got %s, want 110.00 USD", got)
	}
}

func TestZeroRateIsTheSum(t *testing.T) {
	flows := []finops.Money{usd(t, "0.005"), usd(t, "0.005"), usd(t, "-3")}
	got, err := roi.NPV(decimal.Decimal{}, flows, roi.Options{})
	require.NoError(t, err)
	if got.String() != "-2.99 USD" {
		t.Errorf("got %s", got)
	}
	eac, err := roi.EAC(decimal.Decimal{}, usd(t, "100"), decimal.NewFromInt(3), roi.Options{})
	require.NoError(t, err)
	if eac.String() != "33.33 USD" {
		t.Errorf("EAC at rate 0: %s, want 33.33 USD", eac)
	}
	factor, err := roi.AnnuityFactor(decimal.Decimal{}, dec(t, "2.5"), roi.Options{})
	require.NoError(t, err)
	if !factor.Equal(dec(t, "2.5")) {
		t.Errorf("factor at rate 0: %s, want 2.5", factor)
	}
}

// TestAnnuityLaws: a payment stream is worth what its flows are worth, and EAC undoes it.
func TestAnnuityLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate, payment := drawRate(t), drawAmount(t, "payment")
		n := rapid.IntRange(1, 20).Draw(t, "n")
		end := append([]finops.Money{{}}, slices.Repeat([]finops.Money{payment}, n)...)
		want, err := roi.NPV(rate, end, roi.Options{Places: 10})
		require.NoError(t, err)
		got, err := roi.AnnuityPV(rate, decimal.NewFromInt(int64(n)), payment, roi.Options{Places: 10})
		require.NoError(t, err)
		if !got.Equal(want) {
			t.Fatalf("at end: %s, want %s", got, want)
		}
		want, err = roi.NPV(rate, end[1:], roi.Options{Places: 30})
		require.NoError(t, err)
		adv := roi.Options{Places: 30, Timing: roi.InAdvance}
		got, err = roi.AnnuityPV(rate, decimal.NewFromInt(int64(n)), payment, adv)
		require.NoError(t, err)
		if !got.Equal(want) {
			t.Fatalf("in advance: %s, want %s", got, want)
		}
		back, err := roi.EAC(rate, got, decimal.NewFromInt(int64(n)), roi.Options{Timing: roi.InAdvance})
		require.NoError(t, err)
		if !back.Equal(payment) {
			t.Fatalf("EAC of the present value: %s, want %s", back, payment)
		}
	})
}

func TestErrors(t *testing.T) {
	one := []finops.Money{usd(t, "1")}
	day := finops.MustDate("2026-01-01")
	dated := []roi.Flow{{Date: day, Amount: usd(t, "1")}}
	mixed := []roi.Flow{{Date: day, Amount: usd(t, "1")}, {Date: day, Amount: finops.MustMoney("1 EUR")}}
	three := decimal.NewFromInt(3)
	ok := dec(t, "0.1")
	for _, c := range []struct {
		name string
		run  func() error
		want error
	}{
		{"rate -1", func() error { _, err := roi.NPV(dec(t, "-1"), one, roi.Options{}); return err }, roi.ErrRate},
		{"rate -2", func() error { _, err := roi.XNPV(dec(t, "-2"), dated, roi.Options{}); return err }, roi.ErrRate},
		{"rate too high", func() error { _, err := roi.EAC(dec(t, "1000001"), one[0], three, roi.Options{}); return err }, roi.ErrRate},
		{"rate too fine", func() error { _, err := roi.NPV(decimal.New(1, -101), one, roi.Options{}); return err }, roi.ErrRate},
		{"no flows", func() error { _, err := roi.NPV(ok, nil, roi.Options{}); return err }, roi.ErrNoFlows},
		{"no dated flows", func() error { _, err := roi.XNPV(ok, nil, roi.Options{}); return err }, roi.ErrNoFlows},
		{"no date", func() error { _, err := roi.XNPV(ok, []roi.Flow{{Amount: one[0]}}, roi.Options{}); return err }, roi.ErrDate},
		{"second without date", func() error {
			_, err := roi.PresentValue(ok, day, append(dated[:1:1], roi.Flow{Amount: one[0]}), roi.Options{})
			return err
		}, roi.ErrDate},
		{"no valuation date", func() error { _, err := roi.PresentValue(ok, finops.Date{}, dated, roi.Options{}); return err }, roi.ErrDate},
		{"currencies", func() error { _, err := roi.XNPV(ok, mixed, roi.Options{}); return err }, finops.ErrCurrencyMismatch},
		{"currencies of NPV", func() error {
			_, err := roi.NPV(ok, []finops.Money{one[0], finops.MustMoney("1 EUR")}, roi.Options{})
			return err
		}, finops.ErrCurrencyMismatch},
		{"term 0", func() error { _, err := roi.EAA(ok, one[0], decimal.Decimal{}, roi.Options{}); return err }, roi.ErrTerm},
		{"term negative", func() error { _, err := roi.AnnuityFactor(ok, dec(t, "-1"), roi.Options{}); return err }, roi.ErrTerm},
		{"term long", func() error { _, err := roi.AnnuityPV(ok, dec(t, "10001"), one[0], roi.Options{}); return err }, roi.ErrTerm},
		{"term too fine", func() error { _, err := roi.AnnuityFactor(ok, decimal.New(1, -101), roi.Options{}); return err }, roi.ErrTerm},
		{"no difference", func() error {
			_, err := roi.BreakEven(roi.BreakEvenSearch{High: three}, nil)
			return err
		}, roi.ErrOption},
		{"places", func() error { _, err := roi.NPV(ok, one, roi.Options{Places: 61}); return err }, roi.ErrOption},
		{"negative places", func() error { _, err := roi.NPV(ok, one, roi.Options{Places: -1}); return err }, roi.ErrOption},
		{"day count", func() error { _, err := roi.XNPV(ok, dated, roi.Options{DayCount: 9}); return err }, roi.ErrOption},
		{"timing", func() error { _, err := roi.EAC(ok, one[0], three, roi.Options{Timing: 9}); return err }, roi.ErrOption},
	} {
		t.Run(c.name, func(t *testing.T) { require.ErrorIs(t, c.run(), c.want) })
	}
	_, err := roi.NPV(dec(t, "-1.5"), one, roi.Options{})
	var rate *roi.RateError
	require.ErrorAs(t, err, &rate)
	if !rate.Rate.Equal(dec(t, "-1.5")) {
		t.Errorf("RateError.Rate = %s", rate.Rate)
	}
}

// TestLimits: the documented limits themselves are allowed.
func TestLimits(t *testing.T) {
	one := []finops.Money{usd(t, "1")}
	for _, run := range []func() error{
		func() error { _, err := roi.NPV(decimal.New(1, -100), one, roi.Options{Places: 60}); return err },
		func() error { _, err := roi.NPV(decimal.New(1, 6), one, roi.Options{}); return err },
		func() error { _, err := roi.AnnuityFactor(dec(t, "0.1"), decimal.New(1, 4), roi.Options{}); return err },
		func() error {
			_, err := roi.AnnuityFactor(dec(t, "0.1"), decimal.New(1, -100), roi.Options{})
			return err
		},
		func() error {
			_, err := roi.BreakEven(roi.BreakEvenSearch{Low: dec(t, "-1"), High: dec(t, "1"), Places: 60}, func(x decimal.Decimal) (finops.Money, error) {
				return finops.NewMoney(x, "USD")
			})
			return err
		},
	} {
		require.NoError(t, run())
	}
	_, err := roi.NPV(decimal.New(1, -101), one, roi.Options{})
	require.ErrorContains(t, err, "101 digits")
}

func TestBreakEvenTieIsTheLower(t *testing.T) {
	got, err := roi.BreakEven(roi.BreakEvenSearch{High: dec(t, "1"), Places: 1}, func(x decimal.Decimal) (finops.Money, error) {
		return finops.NewMoney(x.Sub(dec(t, "0.45")), "USD") // as far from 0.4 as from 0.5
	})
	require.NoError(t, err)
	if !got.X.Equal(dec(t, "0.4")) {
		t.Errorf("got %s, want 0.4", got.X)
	}
}

func TestNoFlowsAreWorthNothing(t *testing.T) {
	got, err := roi.PresentValue(dec(t, "0.1"), finops.MustDate("2026-01-01"), nil, roi.Options{})
	require.NoError(t, err)
	if !got.IsZero() || got.Currency() != "" {
		t.Errorf("got %s, want the zero Money", got)
	}
}

func TestExtremeRates(t *testing.T) {
	// Close to a total loss, and a discount that leaves nothing of a far amount.
	got, err := roi.NPV(dec(t, "-0.999999"), []finops.Money{{}, usd(t, "1")}, roi.Options{})
	require.NoError(t, err)
	if got.String() != "1000000.00 USD" {
		t.Errorf("got %s", got)
	}
	far := slices.Repeat([]finops.Money{{}}, 2000)
	got, err = roi.NPV(dec(t, "1000000"), append(far, usd(t, "1")), roi.Options{Rounding: finops.Up})
	require.NoError(t, err)
	if got.String() != "0.01 USD" { // 10^-12000 is not nothing
		t.Errorf("got %s, want 0.01 USD rounded up", got)
	}
}

func TestBreakEven(t *testing.T) {
	straight := func(slope, less string) func(decimal.Decimal) (finops.Money, error) {
		return func(x decimal.Decimal) (finops.Money, error) {
			m, err := usd(t, slope).Mul(x)
			require.NoError(t, err)
			return m.Sub(usd(t, less))
		}
	}
	linear := straight("300", "100")
	got, err := roi.BreakEven(roi.BreakEvenSearch{Low: dec(t, "-1"), High: dec(t, "1"), Places: 4}, linear)
	require.NoError(t, err)
	if !got.X.Equal(dec(t, "0.3333")) || got.Gap.String() != "-0.01 USD" || !got.Step.Equal(dec(t, "0.0001")) {
		t.Errorf("got %+v", got)
	}
	exact, err := roi.BreakEven(roi.BreakEvenSearch{Low: dec(t, "0"), High: dec(t, "1")}, straight("4", "1"))
	require.NoError(t, err)
	if !exact.X.Equal(dec(t, "0.25")) || !exact.Gap.IsZero() {
		t.Errorf("got %+v", exact)
	}
	_, err = roi.BreakEven(roi.BreakEvenSearch{Low: dec(t, "0.5"), High: dec(t, "1")}, linear)
	require.ErrorIs(t, err, roi.ErrNoBreakEven)
	_, err = roi.BreakEven(roi.BreakEvenSearch{Low: dec(t, "1"), High: dec(t, "1")}, linear)
	require.ErrorIs(t, err, roi.ErrOption)
	boom := errors.New("boom")
	_, err = roi.BreakEven(roi.BreakEvenSearch{High: dec(t, "1")}, func(decimal.Decimal) (finops.Money, error) { return finops.Money{}, boom })
	require.ErrorIs(t, err, boom)
}

// TestBreakEvenFindsTheNeighbours: the answer is next to the change of sign, in few steps, for steep and flat curves.
func TestBreakEvenFindsTheNeighbours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		root := decimal.New(rapid.Int64Range(1, 1e8-1).Draw(t, "root"), -9)
		power := rapid.IntRange(1, 7).Draw(t, "power")
		sign := decimal.NewFromInt(rapid.SampledFrom([]int64{-1, 1}).Draw(t, "sign"))
		calls := 0
		pow := func(x decimal.Decimal) decimal.Decimal {
			y := decimal.NewFromInt(1)
			for range power {
				y = y.Mul(x.Add(decimal.NewFromInt(1)))
			}
			return y
		}
		got, err := roi.BreakEven(roi.BreakEvenSearch{Low: decimal.Decimal{}, High: decimal.NewFromInt(1), Places: 8}, func(x decimal.Decimal) (finops.Money, error) {
			calls++
			return finops.NewMoney(pow(x).Sub(pow(root)).Mul(sign), "USD")
		})
		require.NoError(t, err)
		if off := got.X.Sub(root).Abs(); off.Cmp(decimal.New(1, -8)) > 0 {
			t.Fatalf("got %s, root %s", got.X, root)
		}
		if calls > 60 {
			t.Fatalf("%d evaluations", calls)
		}
	})
}

func TestText(t *testing.T) {
	in := roi.Options{Places: 4, Rounding: finops.HalfEven, DayCount: roi.Anniversary, Timing: roi.InAdvance}
	b, err := json.Marshal(struct {
		D roi.DayCount
		T roi.Timing
	}{in.DayCount, in.Timing})
	require.NoError(t, err)
	if string(b) != `{"D":"anniversary","T":"in_advance"}` {
		t.Errorf("got %s", b)
	}
	var back struct {
		D roi.DayCount
		T roi.Timing
	}
	require.NoError(t, json.Unmarshal(b, &back))
	if back.D != in.DayCount || back.T != in.Timing {
		t.Errorf("back: %+v", back)
	}
	require.ErrorIs(t, new(roi.DayCount).UnmarshalText([]byte("365")), roi.ErrOption)
	require.ErrorIs(t, new(roi.Timing).UnmarshalText([]byte("")), roi.ErrOption)
	_, err = roi.DayCount(9).MarshalText()
	require.ErrorIs(t, err, roi.ErrOption)
	_, err = roi.Timing(9).MarshalText()
	require.ErrorIs(t, err, roi.ErrOption)
	if s := roi.DayCount(9).String() + roi.Timing(7).String(); s != "day count(9)timing(7)" {
		t.Errorf("got %s", s)
	}
}

func FuzzEnumText(f *testing.F) {
	f.Add("actual_365")
	f.Add("in_advance")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		var d roi.DayCount
		if d.UnmarshalText([]byte(s)) == nil && d.String() != s {
			t.Errorf("%q reads as %s", s, d)
		}
		var p roi.Timing
		if p.UnmarshalText([]byte(s)) == nil && p.String() != s {
			t.Errorf("%q reads as %s", s, p)
		}
	})
}

func BenchmarkXNPV(b *testing.B) {
	start := finops.MustDate("2026-01-01")
	var flows []roi.Flow
	for k := range 36 {
		flows = append(flows, roi.Flow{Date: start.AddMonths(k), Amount: finops.MustMoney("12345.67 USD")})
	}
	rate := decimal.New(8, -2)
	for _, c := range []struct {
		name   string
		places int32
	}{{"cents", 2}, {"places20", 20}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := roi.XNPV(rate, flows, roi.Options{Places: c.places}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
