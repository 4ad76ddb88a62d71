// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

func charge(t testing.TB, p pricing.Price, quantity string) pricing.Charge {
	t.Helper()
	c, err := p.Charge(number(quantity))
	require.NoError(t, err)
	return c
}

func wantMoney(t testing.TB, what, want string, got finops.Money) {
	t.Helper()
	if !got.Equal(finops.MustMoney(want)) {
		t.Errorf("%s: want %s, got %s", what, want, got)
	}
}

func free(bound string) pricing.Tier {
	return pricing.Tier{UpTo: number(bound), Open: bound == "", Free: true}
}

func TestLadderCharges(t *testing.T) {
	exclusive := func(s pricing.LadderSpec) pricing.LadderSpec { s.Bound = pricing.UpperExclusive; return s }
	nothing := func(s pricing.LadderSpec) pricing.LadderSpec { s.AtZero = pricing.NothingAtZero; return s }
	tenths := []pricing.Tier{upTo("0.1", "10"), upTo("1", "5"), upTo("", "2")}
	flats := []pricing.Tier{
		{UpTo: number("10"), Unit: number("1"), Flat: number("100")}, {Open: true, Unit: number("0.5"), Flat: number("7")},
	}
	stairs := []pricing.Tier{step("10", "50"), step("20", "100"), step("", "150")}
	// All constants below are sums done by hand from the tiers above.
	for _, tc := range []struct {
		name, quantity, want string
		spec                 pricing.LadderSpec
	}{
		{"decimal bound, at it", "0.1", "1", dollars(pricing.Graduated, tenths...)},
		{"decimal bound written longer", "0.10", "1", dollars(pricing.Graduated, tenths...)},
		{"decimal bound, just above", "0.1001", "1.0005", dollars(pricing.Graduated, tenths...)},
		{"decimal bound, volume at it", "0.1", "1", dollars(pricing.Volume, tenths...)},
		{"decimal bound, volume above", "0.11", "0.55", dollars(pricing.Volume, tenths...)},
		{"decimal bound, exclusive volume at it", "0.1", "0.5", exclusive(dollars(pricing.Volume, tenths...))},
		{"decimal bound, exclusive volume below", "0.0999", "0.999", exclusive(dollars(pricing.Volume, tenths...))},
		{"decimal bound, third tier", "2.5", "8.5", dollars(pricing.Graduated, tenths...)},
		{"zero, flat due", "0", "100", dollars(pricing.Graduated, flats...)},
		{"zero with digits, flat due", "0.00", "100", dollars(pricing.Graduated, flats...)},
		{"zero, nothing due", "0", "0", nothing(dollars(pricing.Graduated, flats...))},
		{"zero, nothing due, volume", "0", "0", nothing(dollars(pricing.Volume, flats...))},
		{"just above zero, flat due all the same", "0.001", "100.001", nothing(dollars(pricing.Graduated, flats...))},
		{"zero, volume", "0", "100", dollars(pricing.Volume, flats...)},
		{"zero, exclusive", "0", "100", exclusive(dollars(pricing.Graduated, flats...))},
		{"at the bound, second flat not yet due", "10", "110", dollars(pricing.Graduated, flats...)},
		{"at the exclusive bound, second flat due", "10", "117", exclusive(dollars(pricing.Graduated, flats...))},
		{"at the bound, volume", "10", "110", dollars(pricing.Volume, flats...)},
		{"at the exclusive bound, volume", "10", "12", exclusive(dollars(pricing.Volume, flats...))},
		{"just above the bound, volume", "10.001", "12.0005", dollars(pricing.Volume, flats...)},
		{"stairstep zero", "0", "50", dollars(pricing.Stairstep, stairs...)},
		{"stairstep at a bound", "20", "100", dollars(pricing.Stairstep, stairs...)},
		{"stairstep at an exclusive bound", "20", "150", exclusive(dollars(pricing.Stairstep, stairs...))},
		{"stairstep cumulative at a bound", "20", "150", dollars(pricing.StairstepCumulative, stairs...)},
		{"stairstep cumulative above", "20.5", "300", dollars(pricing.StairstepCumulative, stairs...)},
		{"stairstep cumulative zero", "0", "50", dollars(pricing.StairstepCumulative, stairs...)},
		{"one open tier", "3", "6", dollars(pricing.Volume, upTo("", "2"))},
		{"free first tier", "7", "4", dollars(pricing.Graduated, free("5"), upTo("", "2"))},
		{"all free", "7", "0", dollars(pricing.Graduated, free("5"), free(""))},
		{"digits far below the bound", "5.000000000000000000000000000001", "0.000000000000000000000000000002", dollars(pricing.Graduated, free("5"), upTo("", "2"))},
		{"wide quantity", "1000000000000000000000000000000000000000", "1999999999999999999999999999999999999990", dollars(pricing.Graduated, free("5"), upTo("", "2"))},
		{"quantity with a positive exponent", "1e3", "1990", dollars(pricing.Graduated, free("5"), upTo("", "2"))},
		{"bound with a positive exponent", "150", "100", dollars(pricing.Graduated, free("1e2"), upTo("", "2"))},
		{"wide bounds below", "123", "123", dollars(pricing.Graduated, upTo("99999999999999999999", "1"), upTo("", "2"))},
		{"wide bounds above", "100000000000000000001", "100000000000000000003", dollars(pricing.Graduated, upTo("99999999999999999999", "1"), upTo("", "2"))},
		{"at a wide bound, inclusive", "99999999999999999999", "99999999999999999999", dollars(pricing.Volume, upTo("99999999999999999999", "1"), upTo("", "2"))},
		{"at a wide bound, exclusive", "99999999999999999999", "199999999999999999998", exclusive(dollars(pricing.Volume, upTo("99999999999999999999", "1"), upTo("", "2")))},
		{"below a wide bound, exclusive", "99999999999999999998.5", "99999999999999999998.5", exclusive(dollars(pricing.Volume, upTo("99999999999999999999", "1"), upTo("", "2")))},
		{"bound as large as the integers of the machine", "9223372036854775808", "9223372036854775809", dollars(pricing.Graduated, upTo("9223372036854775807", "1"), upTo("", "2"))},
		{"price with many digits", "3", "0.000000000000000000000003", dollars(pricing.Graduated, upTo("", "0.000000000000000000000001"))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := charge(t, mustLadder(t, tc.spec), tc.quantity)
			if c.Total.Currency() != "USD" || !c.Total.Amount().Equal(number(tc.want)) {
				t.Errorf("%s: want %s, got %s\n%v", tc.quantity, tc.want, c.Total, c.Lines())
			}
		})
	}
}

func TestLadderRefusesQuantities(t *testing.T) {
	closed := dollars(pricing.Graduated, upTo("5", "1"), upTo("10", "2"))
	closed.Closed = true
	exclusive := closed
	exclusive.Bound = pricing.UpperExclusive
	seats := dollars(pricing.Volume, upTo("", "1"))
	seats.WholeUnits = true
	wide := dollars(pricing.Volume, upTo("100000000000000000000", "1"))
	wide.Closed = true
	for _, tc := range []struct {
		name     string
		spec     pricing.LadderSpec
		quantity decimal.Decimal
		want     error
	}{
		{"negative", seats, number("-1"), pricing.ErrNegativeQuantity},
		{"barely negative", seats, number("-0.000000000000000000000000001"), pricing.ErrNegativeQuantity},
		{"fractional seat", seats, number("1.5"), pricing.ErrFractionalQuantity},
		{"above a closed ladder", closed, number("10.01"), pricing.ErrBeyondLadder},
		{"far above a closed ladder", closed, number("1e50"), pricing.ErrBeyondLadder},
		{"at the end of a closed ladder with exclusive bounds", exclusive, number("10"), pricing.ErrBeyondLadder},
		{"above a wide closed ladder", wide, number("100000000000000000001"), pricing.ErrBeyondLadder},
		{"too long to compute with", seats, decimal.New(1, 2_000_000_000), finops.ErrRange},
		{"too fine to compute with", closed, decimal.New(1, -2_000_000_000), finops.ErrRange},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := mustLadder(t, tc.spec).Charge(tc.quantity)
			require.ErrorIs(t, err, tc.want)
			var qe *pricing.QuantityError
			require.ErrorAs(t, err, &qe)
			if qe.Quantity.Exponent() != tc.quantity.Exponent() {
				t.Errorf("error names %d, want %d", qe.Quantity.Exponent(), tc.quantity.Exponent())
			}
			if err.Error() == "" || len(err.Error()) > 200 {
				t.Errorf("message %q", err)
			}
		})
	}
	t.Run("whole units written with digits", func(t *testing.T) {
		wantMoney(t, "5.00 seats", "5.00 USD", charge(t, mustLadder(t, seats), "5.00").Total)
	})
	t.Run("limit is named", func(t *testing.T) {
		_, err := mustLadder(t, closed).Charge(number("11"))
		var qe *pricing.QuantityError
		require.ErrorAs(t, err, &qe)
		if !qe.Limit.Equal(number("10")) {
			t.Errorf("limit %s, want 10", qe.Limit)
		}
	})
}

func TestLadderPackages(t *testing.T) {
	tiers := []pricing.Tier{
		{UpTo: number("15"), Unit: number("3"), Package: number("10")},
		{Open: true, Unit: number("2"), Package: number("10")},
	}
	perTier := dollars(pricing.Graduated, tiers...)
	whole := perTier
	whole.PackageCount = pricing.PackagesWhole
	volume := dollars(pricing.Volume, tiers...)
	// Counted per tier, 16 units are 2 packages of 3 (15 units) and 1 of 2 (1 unit). Over the whole they are 2 packages,
	// the second of which begins in the first tier.
	for _, tc := range []struct{ quantity, perTier, whole, volume string }{
		{"0", "0", "0", "0"}, {"0.1", "3", "3", "3"}, {"10", "3", "3", "3"}, {"10.1", "6", "6", "6"}, {"15", "6", "6", "6"},
		{"16", "8", "6", "4"}, {"20", "8", "6", "4"}, {"21", "8", "8", "6"}, {"26", "10", "8", "6"}, {"30", "10", "8", "6"}, {"30.5", "10", "10", "8"},
	} {
		wantMoney(t, tc.quantity+" per tier", tc.perTier+" USD", charge(t, mustLadder(t, perTier), tc.quantity).Total)
		wantMoney(t, tc.quantity+" whole", tc.whole+" USD", charge(t, mustLadder(t, whole), tc.quantity).Total)
		wantMoney(t, tc.quantity+" volume", tc.volume+" USD", charge(t, mustLadder(t, volume), tc.quantity).Total)
	}
}

func TestLadderLines(t *testing.T) {
	l := mustLadder(t, dollars(pricing.Graduated,
		pricing.Tier{UpTo: number("100"), Unit: number("1")},
		pricing.Tier{UpTo: number("200"), Unit: number("0.5"), Flat: number("3")},
		pricing.Tier{Open: true, Unit: number("2"), Package: number("50")},
	))
	c := charge(t, l, "260")
	zero := usd("0")
	want := []pricing.ChargeLine{
		{Tier: 1, To: number("100"), Quantity: number("100"), Unit: usd("1"), Flat: zero, Adjustment: zero, Amount: usd("100")},
		{Tier: 2, From: number("100"), To: number("200"), Quantity: number("100"), Unit: usd("0.5"), Flat: usd("3"), Adjustment: zero, Amount: usd("53")},
		{
			Tier: 3, From: number("200"), Open: true, Quantity: number("60"), Unit: usd("2"), Packages: number("2"), PackageSize: number("50"),
			Flat: zero, Adjustment: zero, Amount: usd("4"),
		},
	}
	if diff := cmp.Diff(want, c.Lines()); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	texts := []string{
		"tier 1 (up to 100): 100 × 1.00 USD = 100.00 USD",
		"tier 2 (over 100 up to 200): 100 × 0.50 USD + 3.00 USD flat = 53.00 USD",
		"tier 3 (over 200): 2 × 2.00 USD for packages of 50 (60 units) = 4.00 USD",
	}
	var got []string
	for _, line := range c.Lines() {
		got = append(got, line.String())
	}
	if diff := cmp.Diff(texts, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	if want := "graduated, upper bounds inclusive, first flat amount due at zero, packages counted per tier"; c.Reading != want {
		t.Errorf("reading %q, want %q", c.Reading, want)
	}
}

func TestLadderTextsOfExclusiveBounds(t *testing.T) {
	s := dollars(pricing.Graduated, upTo("5", "1"), upTo("9", "1"), upTo("", "1"))
	s.Bound, s.AtZero, s.WholeUnits = pricing.UpperExclusive, pricing.NothingAtZero, true
	c := charge(t, mustLadder(t, s), "9")
	var got []string
	for _, line := range c.Lines() {
		got = append(got, line.String())
	}
	want := []string{
		"tier 1 (below 5): 5 × 1.00 USD = 5.00 USD", "tier 2 (from 5 below 9): 4 × 1.00 USD = 4.00 USD", "tier 3 (from 9): 0 × 1.00 USD = 0.00 USD",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	if want := "graduated, upper bounds exclusive, nothing due at zero, whole units only"; c.Reading != want {
		t.Errorf("reading %q, want %q", c.Reading, want)
	}
	if n := len(charge(t, mustLadder(t, s), "0").Lines()); n != 0 {
		t.Errorf("%d lines at zero, want none", n)
	}
}

func TestChargeProrated(t *testing.T) {
	volume := mustLadder(t, dollars(pricing.Volume,
		pricing.Tier{UpTo: number("100"), Unit: number("2"), Flat: number("10")}, pricing.Tier{Open: true, Unit: number("1")}))
	c, err := volume.ChargeProrated(number("150"), number("50"))
	require.NoError(t, err)
	wantMoney(t, "50 units at the price for 150", "50 USD", c.Total)
	if want := "volume, upper bounds inclusive, first flat amount due at zero, tier chosen by 150 full units"; c.Reading != want {
		t.Errorf("reading %q, want %q", c.Reading, want)
	}
	_, err = volume.ChargeProrated(number("-1"), number("50"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = volume.ChargeProrated(number("1"), number("-50"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = mustLadder(t, dollars(pricing.Graduated, upTo("", "1"))).ChargeProrated(number("3"), number("2"))
	require.ErrorIs(t, err, pricing.ErrNotOneTier)

	seats := dollars(pricing.Volume, upTo("", "3"))
	seats.WholeUnits, seats.AtZero = true, pricing.NothingAtZero
	c, err = mustLadder(t, seats).ChargeProrated(number("3"), number("1.5"))
	require.NoError(t, err)
	wantMoney(t, "one and a half seats", "4.5 USD", c.Total)
	_, err = mustLadder(t, seats).ChargeProrated(number("1.5"), number("1"))
	require.ErrorIs(t, err, pricing.ErrFractionalQuantity)
	c, err = mustLadder(t, seats).ChargeProrated(number("0"), number("0"))
	require.NoError(t, err)
	if len(c.Lines()) != 0 {
		t.Errorf("lines at zero: %v", c.Lines())
	}
}

func TestLadderKeepsNothingOfItsInput(t *testing.T) {
	spec := dollars(pricing.Graduated, upTo("5", "1"), upTo("", "2"))
	before := slices.Clone(spec.Tiers)
	l := mustLadder(t, spec)
	spec.Tiers[0] = upTo("1", "99")
	wantMoney(t, "after the caller's change", "9 USD", charge(t, l, "7").Total)
	got := l.Spec()
	if diff := cmp.Diff(before, got.Tiers); diff != "" {
		t.Errorf("tiers (-want +got):\n%s", diff)
	}
	got.Tiers[1] = upTo("", "99")
	lines := charge(t, l, "7").Lines()
	lines[0].Amount = usd("99")
	wantMoney(t, "after changes of what was returned", "9 USD", charge(t, l, "7").Total)
	wantMoney(t, "first line after changes of what was returned", "5 USD", charge(t, l, "7").Lines()[0].Amount)
}
