// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// prices holds one price of each kind with its options set.
func prices(t testing.TB) []pricing.Price {
	t.Helper()
	perUnit, err := pricing.NewPerUnit(usd("0.004"), pricing.PerUnitOptions{
		ConvertDivide: number("1000"), ConvertRounding: finops.Ceiling, ConvertPlaces: 1, UsageDiscount: number("0.5"),
	})
	require.NoError(t, err)
	flat, err := pricing.NewFlat(usd("99"))
	require.NoError(t, err)
	pack, err := pricing.NewPackage(pricing.PackageSpec{
		Amount: usd("15"), Size: number("10"), Free: number("5"), MinPackages: number("2"), PartPackage: pricing.PartPackageFree, WholeUnits: true,
	})
	require.NoError(t, err)
	percent, err := pricing.NewPercentage(pricing.PercentageSpec{
		Currency: "USD", Rate: number("0.029"), Fixed: usd("0.30"), FreeVolume: usd("2"), FreeEvents: 0, Minimum: usd("0"), Maximum: usd("12"),
	})
	require.NoError(t, err)
	ladder := dollars(pricing.Volume,
		pricing.Tier{UpTo: number("5"), Unit: number("2"), Flat: number("3"), Package: number("2")}, free("9.5"))
	ladder.Bound, ladder.AtZero, ladder.PackageCount, ladder.Closed = pricing.UpperExclusive, pricing.NothingAtZero, pricing.PackagesWhole, true
	return []pricing.Price{perUnit, flat, pack, percent, mustLadder(t, ladder), mustLadder(t, tenTiers(pricing.Graduated))}
}

func TestPriceJSONRoundTrip(t *testing.T) {
	for _, p := range prices(t) {
		b, err := json.Marshal(p)
		require.NoError(t, err)
		q, err := pricing.ParsePrice(b)
		require.NoError(t, err)
		again, err := json.Marshal(q)
		require.NoError(t, err)
		if string(b) != string(again) || p.Currency() != q.Currency() {
			t.Errorf("%s became %s", b, again)
		}
		for _, quantity := range []string{"0", "1", "7", "9", "1000"} {
			want, errP := p.Charge(number(quantity))
			got, errQ := q.Charge(number(quantity))
			if fmt.Sprint(errP) != fmt.Sprint(errQ) {
				t.Errorf("%s: %v and %v", quantity, errP, errQ)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", quantity, b, diff)
			}
		}
	}
}

func TestChargeJSONRoundTrip(t *testing.T) {
	for _, p := range prices(t) {
		for _, quantity := range []string{"0", "7", "9"} {
			want := charge(t, p, quantity)
			b, err := json.Marshal(want)
			require.NoError(t, err)
			var got pricing.Charge
			require.NoError(t, json.Unmarshal(b, &got))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", b, diff)
			}
		}
	}
	var c pricing.Charge
	for in, want := range map[string]error{
		`7`: finops.ErrSyntax,
		`{"quantity":"1","total":{"amount":"2","currency":"USD"},"lines":[]}`:                                                              finops.ErrSyntax,
		`{"quantity":"1","total":{"amount":"2","currency":"USD"},"lines":[{"quantity":"1","amount":{"amount":"2","currency":"EUR"}}]}`:     finops.ErrSyntax,
		`{"quantity":"1e200","total":{"amount":"2","currency":"USD"},"lines":[{"quantity":"1","amount":{"amount":"2","currency":"USD"}}]}`: finops.ErrRange,
	} {
		require.ErrorIs(t, json.Unmarshal([]byte(in), &c), want, in)
	}
}

func TestParsePriceRefuses(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want error
	}{
		{``, finops.ErrSyntax},
		{`null`, finops.ErrSyntax},
		{`[]`, finops.ErrSyntax},
		{`{}`, finops.ErrSyntax},
		{`{"kind":"tiered"}`, finops.ErrSyntax},
		{`{"kind":"flat","amount":{"amount":"1","currency":"USD"},"amuont":1}`, finops.ErrSyntax},
		{`{"kind":"flat","amount":{"amount":"1","currency":"USD"}} {}`, finops.ErrSyntax},
		{`{"kind":"flat","amount":{"amount":"-1","currency":"USD"}}`, pricing.ErrInvalidPrice},
		{`{"kind":"flat"}`, pricing.ErrInvalidPrice},
		{`{"kind":"per_unit","unit":null}`, pricing.ErrInvalidPrice},
		{`{"kind":"package","amount":{"amount":"1","currency":"USD"},"size":"0"}`, pricing.ErrInvalidPrice},
		{`{"kind":"percentage","currency":"USD","rate":"-1"}`, pricing.ErrInvalidPrice},
		{`{"kind":"ladder","currency":"USD","tiers":[]}`, pricing.ErrInvalidLadder},
		{`{"kind":"ladder","currency":"USD","mode":"tiered"}`, finops.ErrSyntax},
		{`{"kind":"ladder","currency":"USD","tiers":[{"up_to":"1e9999","unit":"1"},{"open":true,"unit":"1"}]}`, pricing.ErrInvalidLadder},
		{`{"kind":"ladder","currency":"USD","tiers":[{"up_to":"five"}]}`, finops.ErrSyntax},
	} {
		p, err := pricing.ParsePrice([]byte(tc.in))
		require.ErrorIs(t, err, tc.want, tc.in)
		if p != nil {
			t.Errorf("%s: a price was returned", tc.in)
		}
	}
}

func TestNamesOfOptions(t *testing.T) {
	check := func(kind string, names []string, value func(uint8) interface {
		fmt.Stringer
		encoding.TextMarshaler
	}, read encoding.TextUnmarshaler) {
		for i, n := range names {
			v := value(uint8(i))
			text, err := v.MarshalText()
			require.NoError(t, err)
			if v.String() != n || string(text) != n {
				t.Errorf("%s %d is %s and %s, want %s", kind, i, v, text, n)
			}
			require.NoError(t, read.UnmarshalText([]byte(n)))
			if got := fmt.Sprint(read); got != n {
				t.Errorf("%s: read %s, want %s", kind, got, n)
			}
		}
		v := value(uint8(len(names)))
		_, err := v.MarshalText()
		require.ErrorIs(t, err, finops.ErrRange)
		if want := fmt.Sprintf("%s(%d)", kind, len(names)); v.String() != want {
			t.Errorf("want %s, got %s", want, v)
		}
		for _, bad := range []string{"", names[0] + " ", strings.ToUpper(names[0]), strings.Repeat("x", 10_000)} {
			err := read.UnmarshalText([]byte(bad))
			require.ErrorIs(t, err, finops.ErrSyntax)
			if len(err.Error()) > 300 {
				t.Errorf("message of %d bytes", len(err.Error()))
			}
		}
	}
	type named = interface {
		fmt.Stringer
		encoding.TextMarshaler
	}
	check("mode", []string{"graduated", "volume", "stairstep", "stairstep_cumulative"}, func(i uint8) named { return pricing.Mode(i) }, new(pricing.Mode))
	check("bound", []string{"upper_inclusive", "upper_exclusive"}, func(i uint8) named { return pricing.Bound(i) }, new(pricing.Bound))
	check("at zero", []string{"flat", "nothing"}, func(i uint8) named { return pricing.AtZero(i) }, new(pricing.AtZero))
	check("package count", []string{"per_tier", "whole"}, func(i uint8) named { return pricing.PackageCount(i) }, new(pricing.PackageCount))
	check("part package", []string{"due", "free"}, func(i uint8) named { return pricing.PartPackage(i) }, new(pricing.PartPackage))
	check("shortfall", []string{"due", "forgiven"}, func(i uint8) named { return pricing.Shortfall(i) }, new(pricing.Shortfall))
	check("basis", []string{"actual_of_period", "actual_365", "actual_366", "thirty_360", "fixed_30"}, func(i uint8) named { return pricing.Basis(i) }, new(pricing.Basis))
	check("last day", []string{"excluded", "included"}, func(i uint8) named { return pricing.LastDay(i) }, new(pricing.LastDay))
}
