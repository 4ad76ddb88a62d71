// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// fields lists the fields that a joined error complains about, each once per problem.
func fields(t *testing.T, err, of error) []string {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("not a joined error: %v", err)
	}
	var out []string
	for _, e := range joined.Unwrap() {
		var fe *pricing.FieldError
		require.ErrorAs(t, e, &fe)
		require.ErrorIs(t, e, of)
		out = append(out, fe.Field+": "+fe.Reason)
	}
	return out
}

func wantFields(t *testing.T, err, of error, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, fields(t, err, of)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestPerUnit(t *testing.T) {
	for _, tc := range []struct {
		name, unit, quantity, want string
		opts                       pricing.PerUnitOptions
	}{
		{"plain", "5", "6", "30", pricing.PerUnitOptions{}},
		{"zero", "5", "0", "0", pricing.PerUnitOptions{}},
		{"free of charge", "0", "9", "0", pricing.PerUnitOptions{}},
		{"below the minor unit", "0.001", "7", "0.007", pricing.PerUnitOptions{}},
		{"fraction", "5", "1.5", "7.5", pricing.PerUnitOptions{}},
		{"converted half up", "10", "1400", "10", pricing.PerUnitOptions{ConvertDivide: number("1000")}},
		{"converted half up at the tie", "10", "1500", "20", pricing.PerUnitOptions{ConvertDivide: number("1000")}},
		{"converted up", "10", "1400", "20", pricing.PerUnitOptions{ConvertDivide: number("1000"), ConvertRounding: finops.Ceiling}},
		{"converted down", "10", "1999", "10", pricing.PerUnitOptions{ConvertDivide: number("1000"), ConvertRounding: finops.Floor}},
		{"converted to two places", "10", "1444", "14.4", pricing.PerUnitOptions{ConvertDivide: number("1000"), ConvertPlaces: 2}},
		{"converted by a fraction", "1", "1", "8", pricing.PerUnitOptions{ConvertDivide: number("0.125")}},
		{"discount", "10", "5", "30", pricing.PerUnitOptions{UsageDiscount: number("2")}},
		{"discount larger than usage", "10", "5", "0", pricing.PerUnitOptions{UsageDiscount: number("7")}},
		{"wide", "3", "1e60", "3e60", pricing.PerUnitOptions{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := pricing.NewPerUnit(usd(tc.unit), tc.opts)
			require.NoError(t, err)
			c := charge(t, p, tc.quantity)
			if !c.Total.Equal(usd(tc.want)) {
				t.Errorf("want %s, got %s", tc.want, c.Total)
			}
		})
	}
	p, err := pricing.NewPerUnit(usd("5"), pricing.PerUnitOptions{WholeUnits: true})
	require.NoError(t, err)
	_, err = p.Charge(number("0.5"))
	require.ErrorIs(t, err, pricing.ErrFractionalQuantity)
	_, err = p.Charge(number("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)

	_, err = pricing.NewPerUnit(usd("-5"), pricing.PerUnitOptions{
		ConvertDivide: number("-1"), ConvertRounding: 99, ConvertPlaces: 19, UsageDiscount: decimal.New(1, 101),
	})
	wantFields(t, err, pricing.ErrInvalidPrice, "unit: is negative", "convert_divide: is negative",
		"usage_discount: has more than 100 digits before or after the point", "convert_places: want 0 to 18", "convert_rounding: is not a rounding mode")
	_, err = pricing.NewPerUnit(finops.Money{}, pricing.PerUnitOptions{})
	wantFields(t, err, pricing.ErrInvalidPrice, "unit: has no currency")
	require.ErrorIs(t, err, finops.ErrNoCurrency)
}

func TestFlat(t *testing.T) {
	f, err := pricing.NewFlat(finops.MustMoney("99.90 EUR"))
	require.NoError(t, err)
	for _, q := range []string{"0", "1", "0.5", "1e50"} {
		wantMoney(t, q, "99.90 EUR", charge(t, f, q).Total)
	}
	_, err = f.Charge(number("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = pricing.NewFlat(usd("-0.01"))
	wantFields(t, err, pricing.ErrInvalidPrice, "amount: is negative")
}

func TestPackage(t *testing.T) {
	base := pricing.PackageSpec{Amount: usd("15"), Size: number("10")}
	with := func(f func(*pricing.PackageSpec)) pricing.PackageSpec { s := base; f(&s); return s }
	for _, tc := range []struct {
		name, quantity, want string
		spec                 pricing.PackageSpec
	}{
		{"none", "0", "0", base},
		{"part of one", "0.0001", "15", base},
		{"one", "10", "15", base},
		{"just over one", "10.0001", "30", base},
		{"fractional size", "1", "60", with(func(s *pricing.PackageSpec) { s.Size = number("0.3") })},
		{"part packages free", "19.99", "15", with(func(s *pricing.PackageSpec) { s.PartPackage = pricing.PartPackageFree })},
		{"free units", "20", "15", with(func(s *pricing.PackageSpec) { s.Free = number("10") })},
		{"free units above usage", "5", "0", with(func(s *pricing.PackageSpec) { s.Free = number("10") })},
		{"minimum at zero", "0", "30", with(func(s *pricing.PackageSpec) { s.MinPackages = number("2") })},
		{"minimum not reached", "10", "30", with(func(s *pricing.PackageSpec) { s.MinPackages = number("2") })},
		{"minimum passed", "21", "45", with(func(s *pricing.PackageSpec) { s.MinPackages = number("2") })},
		{"minimum over free units", "5", "30", with(func(s *pricing.PackageSpec) { s.MinPackages, s.Free = number("2"), number("9") })},
		{"wide", "1e30", "15e29", base},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := pricing.NewPackage(tc.spec)
			require.NoError(t, err)
			c := charge(t, p, tc.quantity)
			if !c.Total.Equal(usd(tc.want)) {
				t.Errorf("want %s, got %s: %v", tc.want, c.Total, c.Lines())
			}
			n, err := p.Packages(number(tc.quantity))
			require.NoError(t, err)
			if !c.Lines()[0].Packages.Equal(n) {
				t.Errorf("Packages says %s, the line %s", n, c.Lines()[0].Packages)
			}
		})
	}
	p, err := pricing.NewPackage(with(func(s *pricing.PackageSpec) { s.WholeUnits = true }))
	require.NoError(t, err)
	_, err = p.Charge(number("1.5"))
	require.ErrorIs(t, err, pricing.ErrFractionalQuantity)
	_, err = p.Packages(number("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)

	for size, reason := range map[string]string{"0": "size: is zero", "-1": "size: is negative"} {
		_, err = pricing.NewPackage(with(func(s *pricing.PackageSpec) { s.Size = number(size) }))
		wantFields(t, err, pricing.ErrInvalidPrice, reason)
	}
	_, err = pricing.NewPackage(pricing.PackageSpec{Amount: usd("-1"), Free: number("-1"), MinPackages: number("1.5"), PartPackage: 7})
	wantFields(t, err, pricing.ErrInvalidPrice, "amount: is negative", "size: is zero", "free: is negative",
		"min_packages: is not whole", `part_package: is none of due, free`)
}

func TestPercentage(t *testing.T) {
	p, err := pricing.NewPercentage(pricing.PercentageSpec{
		Currency: "USD", Rate: number("0.029"), Fixed: usd("0.30"), FreeVolume: usd("100"), FreeEvents: 2,
		Minimum: usd("1"), Maximum: usd("5"),
	})
	require.NoError(t, err)
	// By hand: 60 and 40 are free of both; 10 costs 0.59, raised to 1; 100 costs 3.20; 1000 costs 29.30, cut to 5.
	c, err := p.ChargeTransactions([]finops.Money{usd("60"), usd("40"), usd("10"), usd("100"), usd("1000")})
	require.NoError(t, err)
	wantMoney(t, "total", "9.20 USD", c.Total)
	if !c.Quantity.Equal(number("1210")) {
		t.Errorf("quantity %s, want 1210", c.Quantity)
	}
	var got []string
	for _, l := range c.Lines() {
		got = append(got, l.String())
	}
	want := []string{
		"0 × 0.029 USD = 0.00 USD", "0 × 0.029 USD = 0.00 USD", "10 × 0.029 USD + 0.30 USD flat + 0.41 USD to the minimum = 1.00 USD",
		"100 × 0.029 USD + 0.30 USD flat = 3.20 USD", "1000 × 0.029 USD + 0.30 USD flat - 24.30 USD to the maximum = 5.00 USD",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	t.Run("a free transaction that exceeds the free volume", func(t *testing.T) {
		c, err := p.ChargeTransactions([]finops.Money{usd("150")}) // 50 × 0.029 = 1.45, no fixed part
		require.NoError(t, err)
		wantMoney(t, "fee", "1.45 USD", c.Total)
	})
	t.Run("one transaction as a quantity", func(t *testing.T) {
		q, err := pricing.NewPercentage(pricing.PercentageSpec{Currency: "USD", Rate: number("0.012"), Fixed: usd("0.10")})
		require.NoError(t, err)
		wantMoney(t, "50", "0.70 USD", charge(t, q, "50").Total)
		wantMoney(t, "no transaction", "0 USD", charge(t, q, "0").Total)
	})
	t.Run("volume with limits", func(t *testing.T) {
		_, err := p.ChargeVolume(usd("100"), 3)
		require.ErrorIs(t, err, pricing.ErrNeedsTransactions)
	})
	t.Run("bad amounts", func(t *testing.T) {
		_, err := p.ChargeTransactions([]finops.Money{usd("1"), finops.MustMoney("1 EUR")})
		require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
		_, err = p.ChargeTransactions([]finops.Money{usd("1"), usd("-1")})
		require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
		_, err = p.Charge(number("-1"))
		require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
		q, err := pricing.NewPercentage(pricing.PercentageSpec{Currency: "USD", Rate: number("0.01")})
		require.NoError(t, err)
		_, err = q.ChargeVolume(usd("-1"), 1)
		require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
		_, err = q.ChargeVolume(usd("1"), -1)
		require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
		_, err = q.ChargeVolume(finops.MustMoney("1 EUR"), 1)
		require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	})
	t.Run("amounts without a currency", func(t *testing.T) {
		q, err := pricing.NewPercentage(pricing.PercentageSpec{Currency: "USD", Rate: number("0.01"), Fixed: usd("0.10")})
		require.NoError(t, err)
		c, err := q.ChargeTransactions([]finops.Money{{}, usd("10")})
		require.NoError(t, err)
		wantMoney(t, "nothing and ten", "0.30 USD", c.Total)
		_, err = q.ChargeTransactions([]finops.Money{finops.MustMoney("0 EUR")})
		require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	})
	t.Run("a maximum of zero is a maximum", func(t *testing.T) {
		q, err := pricing.NewPercentage(pricing.PercentageSpec{Currency: "USD", Rate: number("0.01"), Maximum: usd("0")})
		require.NoError(t, err)
		wantMoney(t, "capped", "0 USD", charge(t, q, "50").Total)
	})
	_, err = pricing.NewPercentage(pricing.PercentageSpec{
		Currency: "USD", Rate: number("-0.1"), Fixed: finops.MustMoney("1 EUR"), FreeEvents: -1, Minimum: usd("2"), Maximum: usd("1"),
	})
	wantFields(t, err, pricing.ErrInvalidPrice, "rate: is negative", "fixed: is not in USD", "free_events: is negative", "minimum: is above the maximum 1.00 USD")
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	_, err = pricing.NewPercentage(pricing.PercentageSpec{Currency: "??"})
	wantFields(t, err, pricing.ErrInvalidPrice, "currency: is unknown")
}

func TestChargeRounded(t *testing.T) {
	// Two lines of 0.005 round to 0.01 each; their exact sum is 0.01.
	l := mustLadder(t, dollars(pricing.Graduated, upTo("1", "0.005"), upTo("", "0.005")))
	c := charge(t, l, "2")
	wantMoney(t, "exact", "0.01 USD", c.Total)
	r := c.Rounded(finops.HalfUp)
	wantMoney(t, "rounded", "0.02 USD", r.Total)
	wantMoney(t, "half even", "0 USD", c.Rounded(finops.HalfEven).Total)
	wantMoney(t, "the original stays", "0.005 USD", c.Lines()[0].Amount)
	if got, want := r.Lines()[1].String(), "tier 2 (over 1): 1 × 0.005 USD = 0.01 USD (rounded)"; got != want {
		t.Errorf("line %q, want %q", got, want)
	}
	yen, err := pricing.NewPerUnit(finops.MustMoney("0.4 JPY"), pricing.PerUnitOptions{})
	require.NoError(t, err)
	wantMoney(t, "yen", "1 JPY", charge(t, yen, "3").Rounded(finops.HalfUp).Total)
}
