// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"errors"
	"math"
	"math/big"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

func TestParseMoney(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1234.50 USD", "1234.50 USD"},
		{"1234.5 USD", "1234.50 USD"},
		{"-0.005 EUR", "-0.005 EUR"},
		{"-0.05 EUR", "-0.05 EUR"},
		{"+3 JPY", "3 JPY"},
		{"3.00 JPY", "3 JPY"},
		{"3.10 JPY", "3.1 JPY"},
		{".5 USD", "0.50 USD"},
		{"5. USD", "5.00 USD"},
		{"-0 USD", "0.00 USD"},
		{"0.1 KWD", "0.100 KWD"},
		{"1 CLF", "1.0000 CLF"},
		{"1000000 USD", "1000000.00 USD"},
		{"0.000000000000000001 USD", "0.000000000000000001 USD"},
		{"999999999999999999 USD", "999999999999999999.00 USD"},
		{"1000000000000000000 USD", "1000000000000000000.00 USD"},
		{"9223372036854775807 USD", "9223372036854775807.00 USD"},
		{"9223372036854775808.5 USD", "9223372036854775808.50 USD"},
		{"-123456789012345678901234567890.123456789012345678901 USD", "-123456789012345678901234567890.123456789012345678901 USD"},
		{"100000000000000000000000000000.000 USD", "100000000000000000000000000000.00 USD"},
	} {
		m, err := finops.ParseMoney(c.in)
		require.NoError(t, err, c.in)
		if got := m.String(); got != c.want {
			t.Errorf("ParseMoney(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestParseMoneyRefuses(t *testing.T) {
	long := strings.Repeat("9", 501)
	for _, c := range []struct {
		in   string
		want error
	}{
		{"", finops.ErrSyntax},
		{"12", finops.ErrSyntax},
		{" USD", finops.ErrSyntax},
		{". USD", finops.ErrSyntax},
		{"- USD", finops.ErrSyntax},
		{"-. USD", finops.ErrSyntax},
		{"1e3 USD", finops.ErrSyntax},
		{"1,000 USD", finops.ErrSyntax},
		{"1.2.3 USD", finops.ErrSyntax},
		{"--1 USD", finops.ErrSyntax},
		{"1-1 USD", finops.ErrSyntax},
		{".-5 USD", finops.ErrSyntax},
		{"−5 USD", finops.ErrSyntax}, // the minus sign of typesetting
		{"NaN USD", finops.ErrSyntax},
		{"1  USD", finops.ErrUnknownCurrency},
		{"1 USD ", finops.ErrUnknownCurrency},
		{"1 usd", finops.ErrUnknownCurrency},
		{"1 XXQ", finops.ErrUnknownCurrency}, // accepted by go-money v1.0.15
		{"1 ", finops.ErrUnknownCurrency},
		{long + " USD", finops.ErrRange},
		{"0." + long + " USD", finops.ErrRange},
	} {
		_, err := finops.ParseMoney(c.in)
		require.ErrorIs(t, err, c.want, c.in)
		if len(err.Error()) > 500 {
			t.Errorf("the error for %d characters has %d", len(c.in), len(err.Error()))
		}
	}
}

func TestNewMoneyBounds(t *testing.T) {
	for _, d := range []decimal.Decimal{
		decimal.New(1, 501), decimal.New(1, 500), decimal.New(1, -501), decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32),
	} {
		_, err := finops.NewMoney(d, "USD")
		require.ErrorIs(t, err, finops.ErrRange)
	}
	for _, d := range []decimal.Decimal{decimal.New(1, 499), decimal.New(1, -500), {}, decimal.New(math.MinInt64, 0)} {
		m, err := finops.NewMoney(d, "USD")
		require.NoError(t, err)
		if !m.Amount().Equal(d) {
			t.Errorf("amount = %s, want %s", m.Amount(), d)
		}
	}
	_, err := finops.NewMoney(decimal.New(1, 0), "usd")
	require.ErrorIs(t, err, finops.ErrUnknownCurrency)
}

func TestMustMoneyPanics(t *testing.T) {
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, finops.ErrSyntax) {
			t.Errorf("recovered %v, want ErrSyntax", err)
		}
	}()
	finops.MustMoney("1.2.3 USD")
}

// TestZeroMoney shows that nothing is the neutral element of each currency, and equal only to itself.
func TestZeroMoney(t *testing.T) {
	var zero finops.Money
	one := finops.MustMoney("1.00 EUR")
	for _, pair := range [][2]finops.Money{{zero, one}, {one, zero}} {
		sum, err := pair[0].Add(pair[1])
		require.NoError(t, err)
		if diff := cmp.Diff(one, sum); diff != "" {
			t.Errorf("sum with nothing (-want +got):\n%s", diff)
		}
	}
	for _, other := range []string{"0 USD", "0 EUR"} {
		m := finops.MustMoney(other)
		if zero.Equal(m) || !m.IsZero() {
			t.Errorf("%s: equals nothing, or is not zero", m)
		}
		if c, err := zero.Cmp(m); err != nil || c != 0 {
			t.Errorf("Cmp(nothing, %s) = %d, %v", m, c, err)
		}
	}
	if zero.String() != "0" || zero.Currency() != "" || zero.MulInt(3).Currency() != "" {
		t.Errorf("nothing = %q in %q", zero, zero.Currency())
	}
}

func TestCurrencyMismatch(t *testing.T) {
	a, b := finops.MustMoney("1 EUR"), finops.MustMoney("1 USD")
	want := &finops.CurrencyMismatchError{A: "EUR", B: "USD"}
	_, errAdd := a.Add(b)
	_, errSub := a.Sub(b)
	_, errCmp := a.Cmp(b)
	_, errRatio := a.RatioTo(b)
	_, errSum := finops.SumOf(a, b, b)
	for _, err := range []error{errAdd, errSub, errCmp, errRatio, errSum} {
		require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
		var got *finops.CurrencyMismatchError
		require.ErrorAs(t, err, &got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("mismatch (-want +got):\n%s", diff)
		}
	}
}

// TestMoneyAgainstRationals checks the arithmetic, on the fast and on the wide form, against exact rationals.
func TestMoneyAgainstRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurrency(t, "currency")
		a, b := drawMoney(t, "a", c), drawMoney(t, "b", c)
		ra, rb := a.Amount().Rat(), b.Amount().Rat()
		sum, err := a.Add(b)
		require.NoError(t, err)
		difference, err := a.Sub(b)
		require.NoError(t, err)
		order, err := a.Cmp(b)
		require.NoError(t, err)
		factor := drawDecimal(t, "factor")
		product, err := a.Mul(factor)
		require.NoError(t, err)
		for _, check := range []struct {
			name string
			got  finops.Money
			want *big.Rat
		}{
			{"a + b", sum, new(big.Rat).Add(ra, rb)},
			{"a - b", difference, new(big.Rat).Sub(ra, rb)},
			{"a × factor", product, new(big.Rat).Mul(ra, factor.Rat())},
			{"-a", a.Neg(), new(big.Rat).Neg(ra)},
			{"|a|", a.Abs(), new(big.Rat).Abs(ra)},
		} {
			if check.got.Amount().Rat().Cmp(check.want) != 0 || check.got.Currency() != c {
				t.Errorf("%s = %s, want %s %s", check.name, check.got, check.want.RatString(), c)
			}
			if check.got.Sign() != check.want.Sign() {
				t.Errorf("sign of %s = %d, want %d", check.name, check.got.Sign(), check.want.Sign())
			}
		}
		if want := ra.Cmp(rb); order != want || a.Equal(b) != (want == 0) {
			t.Errorf("Cmp(%s, %s) = %d, want %d; Equal %t", a, b, order, want, a.Equal(b))
		}
	})
}

// TestMoneyLaws checks that order and grouping of additions do not matter.
func TestMoneyLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurrency(t, "currency")
		x, y, z := drawMoney(t, "x", c), drawMoney(t, "y", c), drawMoney(t, "z", c)
		add := func(a, b finops.Money) finops.Money {
			s, err := a.Add(b)
			require.NoError(t, err)
			return s
		}
		if diff := cmp.Diff(add(x, y), add(y, x)); diff != "" {
			t.Errorf("x+y and y+x (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(add(add(x, y), z), add(x, add(y, z))); diff != "" {
			t.Errorf("(x+y)+z and x+(y+z) (-want +got):\n%s", diff)
		}
		if s := add(x, x.Neg()); !s.IsZero() || s.Currency() != c {
			t.Errorf("x-x = %s", s)
		}
		back, err := finops.ParseMoney(x.String())
		require.NoError(t, err)
		if diff := cmp.Diff(x, back); diff != "" {
			t.Errorf("text and back (-want +got):\n%s", diff)
		}
	})
}

func TestMoneyRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurrency(t, "currency")
		m := drawMoney(t, "m", c)
		mode := drawRounding(t)
		places := rapid.Int32Range(-22, 22).Draw(t, "places")
		want := roundRat(m.Amount().Rat(), places, mode)
		if got := m.RoundTo(places, mode); got.Amount().Rat().Cmp(want) != 0 || got.Currency() != c {
			t.Errorf("%s rounded %s to %d places = %s, want %s", m, mode, places, got, want.RatString())
		}
		if got := mode.Round(m.Amount(), places); got.Rat().Cmp(want) != 0 {
			t.Errorf("%s rounded %s to %d places = %s, want %s", m, mode, places, got, want.RatString())
		}
		want = roundRat(m.Amount().Rat(), c.MinorUnits(), mode)
		if got := m.Round(mode); got.Amount().Rat().Cmp(want) != 0 {
			t.Errorf("%s rounded %s = %s, want %s", m, mode, got, want.RatString())
		}
	})
}

func TestDivRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		mode, places := drawRounding(t), rapid.Int32Range(-10, 30).Draw(t, "places")
		got, err := finops.DivRound(a, b, places, mode)
		if b.IsZero() {
			require.ErrorIs(t, err, finops.ErrDivideByZero)
			return
		}
		require.NoError(t, err)
		if want := roundRat(new(big.Rat).Quo(a.Rat(), b.Rat()), places, mode); got.Rat().Cmp(want) != 0 {
			t.Errorf("%s/%s to %d places %s = %s, want %s", a, b, places, mode, got, want.RatString())
		}
	})
}

func TestMulDiv(t *testing.T) {
	m := finops.MustMoney("100.00 USD")
	days := func(n int64) decimal.Decimal { return decimal.New(n, 0) }
	got, err := m.MulDiv(days(31), days(366), 2, finops.HalfUp)
	require.NoError(t, err)
	if diff := cmp.Diff(finops.MustMoney("8.47 USD"), got); diff != "" { // 8.4699...
		t.Errorf("MulDiv (-want +got):\n%s", diff)
	}
	_, err = m.MulDiv(days(1), decimal.Decimal{}, 2, finops.HalfUp)
	require.ErrorIs(t, err, finops.ErrDivideByZero)
	for _, d := range []decimal.Decimal{decimal.New(1, 200_000), decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32)} {
		_, err = m.MulDiv(days(1), d, 2, finops.HalfUp)
		require.ErrorIs(t, err, finops.ErrRange)
		_, err = m.MulDiv(d, days(1), 2, finops.HalfUp)
		require.ErrorIs(t, err, finops.ErrRange)
	}
}

// TestMulDivAgainstRationals checks the 128-bit path and the unbounded one.
func TestMulDivAgainstRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMoney(t, "m", "USD")
		num, den := drawDecimal(t, "num"), drawDecimal(t, "den")
		if rapid.Bool().Draw(t, "days") { // the usual case: a part of a year
			m = cents(rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "cents"))
			num, den = decimal.New(rapid.Int64Range(0, 366).Draw(t, "days"), 0), decimal.New(365, 0)
		}
		mode, places := drawRounding(t), rapid.Int32Range(-3, 20).Draw(t, "places")
		got, err := m.MulDiv(num, den, places, mode)
		if den.IsZero() {
			require.ErrorIs(t, err, finops.ErrDivideByZero)
			return
		}
		require.NoError(t, err)
		exact := new(big.Rat).Mul(m.Amount().Rat(), num.Rat())
		want := roundRat(exact.Quo(exact, den.Rat()), places, mode)
		if got.Amount().Rat().Cmp(want) != 0 || got.Currency() != "USD" {
			t.Errorf("%s × %s / %s to %d places %s = %s, want %s", m, num, den, places, mode, got, want.RatString())
		}
	})
}

// TestMulDivOverflows drives each step of the 128-bit path out of its width.
func TestMulDivOverflows(t *testing.T) {
	most := decimal.New(999_999_999_999_999_999, 0)
	for _, c := range []struct {
		m        string
		num, den decimal.Decimal
		places   int32
		want     string
	}{
		{"0.123456789012345678 USD", most, most, 2, "0.12 USD"},
		{"999999999999999999 USD", most, decimal.New(1, 0), 18, "999999999999999998000000000000000001 USD"},
		{"999999999999999999 USD", most, most, 18, "999999999999999999 USD"},
		{"999999999999999999 USD", most, decimal.New(1, -18), 0, "999999999999999998000000000000000001000000000000000000 USD"},
		{"999999999999999999 USD", decimal.New(11, 0), decimal.New(1, 0), 0, "10999999999999999989 USD"},
		{"922337203685477580 USD", decimal.New(10, 0), decimal.New(1, 0), 0, "9223372036854775800 USD"},
		{"0.000000000000000001 USD", decimal.New(1, -18), most, 0, "0 USD"},
	} {
		got, err := finops.MustMoney(c.m).MulDiv(c.num, c.den, c.places, finops.HalfUp)
		require.NoError(t, err)
		if diff := cmp.Diff(finops.MustMoney(c.want), got); diff != "" {
			t.Errorf("%s × %s / %s to %d places (-want +got):\n%s", c.m, c.num, c.den, c.places, diff)
		}
	}
}

// TestMulKeepsTheFastForm: zeros after the point do not push a product out of 64 bits.
func TestMulKeepsTheFastForm(t *testing.T) {
	m := finops.MustMoney("1.500000000000 USD")
	for _, c := range []struct {
		factor decimal.Decimal
		want   string
	}{{decimal.New(2_000_000_000, -9), "3 USD"}, {decimal.New(123_456_789, -9), "0.1851851835 USD"}} {
		got, err := m.Mul(c.factor)
		require.NoError(t, err)
		if !got.Equal(finops.MustMoney(c.want)) {
			t.Errorf("product %s, want %s", got, c.want)
		}
	}
}

// TestMulRefusesEndlessDigits: whatever the exponents, a product is exact or an error, at no cost.
func TestMulRefusesEndlessDigits(t *testing.T) {
	one, wide := finops.MustMoney("1 USD"), finops.MustMoney("1."+strings.Repeat("3", 400)+" USD")
	for _, c := range []struct {
		m      finops.Money
		factor decimal.Decimal
	}{
		{one, decimal.New(1, math.MaxInt32)},
		{one, decimal.New(1, math.MinInt32)},
		{wide, decimal.New(1, math.MinInt32)},
		{one, decimal.New(1, 500)},
		{one, decimal.New(1, -501)},
		{wide, wide.Amount()},
		{finops.Money{}, decimal.New(1, math.MaxInt32)},
	} {
		got, err := c.m.Mul(c.factor)
		require.ErrorIs(t, err, finops.ErrRange)
		if !got.Equal(finops.Money{}) || len(err.Error()) > 200 {
			t.Errorf("product %s, error %v", got, err)
		}
	}
	got, err := one.Mul(decimal.New(-1, 499))
	require.NoError(t, err)
	if want := finops.MustMoney("-1" + strings.Repeat("0", 499) + " USD"); !got.Equal(want) {
		t.Errorf("product %s", got)
	}
}

func TestMulInt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMoney(t, "amount", drawCurrency(t, "currency"))
		n := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64})).Draw(t, "n")
		got := m.MulInt(n)
		want := new(big.Rat).Mul(m.Amount().Rat(), new(big.Rat).SetInt64(n))
		if got.Amount().Rat().Cmp(want) != 0 || got.Currency() != m.Currency() {
			t.Errorf("%s × %d = %s, want %s", m, n, got, want.RatString())
		}
		if zero := m.Zero(); !zero.IsZero() || zero.Currency() != m.Currency() || !zero.Equal(m.MulInt(0)) {
			t.Errorf("nothing of %s is %s", m, zero)
		}
	})
	if zero := (finops.Money{}).Zero(); zero.String() != "0" || zero.Currency() != "" {
		t.Errorf("nothing in no currency is %s", zero)
	}
}

func TestGrouped(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1234567.8 EUR", "1,234,567.80 EUR"},
		{"-1234567.8 EUR", "-1,234,567.80 EUR"},
		{"0 EUR", "0.00 EUR"},
		{"999.99 EUR", "999.99 EUR"},
		{"-999 EUR", "-999.00 EUR"},
		{"1000 EUR", "1,000.00 EUR"},
		{"-100000 JPY", "-100,000 JPY"},
		{"1234567 JPY", "1,234,567 JPY"},
		{"1234.56789 EUR", "1,234.56789 EUR"},
		{"0.0001234 EUR", "0.0001234 EUR"},
		{"1234567890123456789012345678901.5 KWD", "1,234,567,890,123,456,789,012,345,678,901.500 KWD"},
	} {
		if got := finops.MustMoney(c.in).Grouped(); got != c.want {
			t.Errorf("%s: %q, want %q", c.in, got, c.want)
		}
	}
	if got := (finops.Money{}).Grouped(); got != "0" {
		t.Errorf("the zero Money: %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := drawMoney(t, "amount", drawCurrency(t, "currency"))
		if got := strings.ReplaceAll(m.Grouped(), ",", ""); got != m.String() {
			t.Errorf("%s without its commas is %q", m, got)
		}
	})
}

// TestRoundToFarOff shows that rounding to a huge power of ten does not build it.
func TestRoundToFarOff(t *testing.T) {
	m := finops.MustMoney("7 USD")
	if got := m.RoundTo(math.MinInt32, finops.HalfUp); !got.IsZero() {
		t.Errorf("to the nearest %s, want nothing", got)
	}
	if got := m.RoundTo(math.MinInt32, finops.Up); got.Amount().NumDigits() != 1 || got.Amount().Exponent() != 500 {
		t.Errorf("away from zero %s, want 10^500", got)
	}
	if got := m.RoundTo(math.MaxInt32, finops.Up); !got.Equal(m) {
		t.Errorf("to all digits %s", got)
	}
}

// TestUnknownRounding: where there is an error to return, a rounding without a name is one.
func TestUnknownRounding(t *testing.T) {
	three, seven, bad := decimal.New(3, 0), decimal.New(7, 0), finops.Rounding(7)
	require.ErrorIs(t, bad.Validate(), finops.ErrRange)
	_, err := finops.DivRound(three, seven, 2, bad)
	require.ErrorIs(t, err, finops.ErrRange)
	for _, m := range []string{"1 USD", "123456789012345678901234567890 USD"} {
		_, err = finops.MustMoney(m).MulDiv(three, seven, 2, bad)
		require.ErrorIs(t, err, finops.ErrRange)
	}
	for _, r := range allRoundings {
		require.NoError(t, r.Validate())
	}
}

// TestExtremeExponents shows that rounding does not build numbers as long as their exponents say.
func TestExtremeExponents(t *testing.T) {
	for _, c := range []struct {
		d    decimal.Decimal
		mode finops.Rounding
		want int64
	}{
		{decimal.New(7, math.MinInt32), finops.HalfUp, 0},
		{decimal.New(7, math.MinInt32), finops.Up, 1},
		{decimal.New(-7, math.MinInt32), finops.Floor, -1},
		{decimal.New(-7, math.MinInt32), finops.Ceiling, 0},
		{decimal.New(0, math.MinInt32), finops.Up, 0},
	} {
		if got := c.mode.Round(c.d, 0); !got.Equal(decimal.New(c.want, 0)) {
			t.Errorf("%s = %s, want %d", c.mode, got, c.want)
		}
	}
	_, err := finops.DivRound(decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32), math.MaxInt32, finops.HalfUp)
	require.ErrorIs(t, err, finops.ErrRange)
}

func TestRoundingText(t *testing.T) {
	for _, r := range allRoundings {
		text, err := r.MarshalText()
		require.NoError(t, err)
		var back finops.Rounding
		require.NoError(t, back.UnmarshalText(text))
		if back != r || string(text) != r.String() {
			t.Errorf("%d: text %q, back %d", r, text, back)
		}
	}
	_, err := finops.Rounding(7).MarshalText()
	require.ErrorIs(t, err, finops.ErrRange)
	r := finops.Floor
	require.ErrorIs(t, r.UnmarshalText([]byte("bankers")), finops.ErrSyntax)
	if r != finops.Floor || finops.Rounding(99).String() != "rounding(99)" {
		t.Errorf("after an error %s; %s", r, finops.Rounding(99))
	}
}

// TestMoneyIsShared reads one wide amount from many goroutines; the race detector watches.
func TestMoneyIsShared(t *testing.T) {
	m := finops.MustMoney("-123456789012345678901234567890.12345 USD")
	b := finops.NewBag(m, finops.MustMoney("1 EUR"))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			_, err := m.Neg().Add(m.Abs())
			if err != nil {
				t.Error(err)
			}
			product, err := m.Mul(decimal.New(3, -1))
			if err != nil {
				t.Error(err)
			}
			_ = product.Round(finops.HalfEven).String()
			_ = b.Add(m).String()
			_, err = finops.Split(m, []decimal.Decimal{decimal.New(1, 0), decimal.New(2, 0)})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if m.String() != "-123456789012345678901234567890.12345 USD" {
		t.Errorf("changed to %s", m)
	}
}
