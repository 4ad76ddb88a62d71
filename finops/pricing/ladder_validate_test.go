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

// upTo is a tier with a unit price up to a bound; "" is open.
func upTo(bound, unit string) pricing.Tier {
	return pricing.Tier{UpTo: number(bound), Open: bound == "", Unit: number(unit)}
}

// step is a tier with a flat amount only.
func step(bound, flat string) pricing.Tier {
	return pricing.Tier{UpTo: number(bound), Open: bound == "", Flat: number(flat)}
}

func dollars(mode pricing.Mode, tiers ...pricing.Tier) pricing.LadderSpec {
	return pricing.LadderSpec{Currency: "USD", Mode: mode, Tiers: tiers}
}

func mustLadder(t testing.TB, s pricing.LadderSpec) *pricing.Ladder {
	t.Helper()
	l, err := pricing.NewLadder(s)
	require.NoError(t, err)
	return l
}

// tierErrors lists the problems in err as "tiers[index].field: reason".
func tierErrors(t *testing.T, err error) []string {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("not a joined error: %v", err)
	}
	var out []string
	for _, e := range joined.Unwrap() {
		var te *pricing.TierError
		require.ErrorAs(t, e, &te)
		require.ErrorIs(t, e, pricing.ErrInvalidLadder)
		out = append(out, te.Error())
	}
	return out
}

func TestNewLadderRefuses(t *testing.T) {
	huge := decimal.New(1, 1_000_000_000)
	for _, tc := range []struct {
		name string
		spec pricing.LadderSpec
		want []string
	}{
		{"empty", dollars(pricing.Graduated), []string{`pricing: ladder: tiers "": is empty`}},
		{"unknown currency", pricing.LadderSpec{Currency: "QQQ", Tiers: []pricing.Tier{upTo("", "1")}},
			[]string{`pricing: ladder: currency "QQQ": is unknown`}},
		{"no currency", pricing.LadderSpec{Tiers: []pricing.Tier{upTo("", "1")}}, []string{`pricing: ladder: currency "": is unknown`}},
		{"unsorted", dollars(pricing.Graduated, upTo("10", "1"), upTo("5", "1"), upTo("", "1")),
			[]string{`pricing: ladder: tiers[1].up_to "5": is below the bound 10 of a tier before it`}},
		{"one bound written twice", dollars(pricing.Volume, upTo("5", "1"), upTo("5.0", "1"), upTo("", "1")),
			[]string{`pricing: ladder: tiers[1].up_to "5": repeats the bound of tiers[0]`}},
		{"repeated later", dollars(pricing.Volume, upTo("5", "1"), upTo("9", "1"), upTo("5.00", "1"), upTo("", "1")),
			[]string{`pricing: ladder: tiers[2].up_to "5": repeats the bound of tiers[0]`}},
		{"zero bound", dollars(pricing.Graduated, upTo("0", "1"), upTo("", "1")),
			[]string{`pricing: ladder: tiers[0].up_to "0": is zero`}},
		{"negative bound", dollars(pricing.Graduated, upTo("-3", "1"), upTo("", "1")),
			[]string{`pricing: ladder: tiers[0].up_to "-3": is negative`}},
		{"no open tier", dollars(pricing.Graduated, upTo("5", "1"), upTo("9", "1")),
			[]string{`pricing: ladder: tiers[1].open "false": the last tier must be open, or the ladder said to be closed`}},
		{"two open tiers", dollars(pricing.Graduated, upTo("", "1"), upTo("", "2")),
			[]string{`pricing: ladder: tiers "2": open tiers, want one`}},
		{"open tier not last", dollars(pricing.Graduated, upTo("", "1"), upTo("5", "2")),
			[]string{`pricing: ladder: tiers "": the open tier is not the last`}},
		{"closed with an open tier", pricing.LadderSpec{Currency: "USD", Closed: true, Tiers: []pricing.Tier{upTo("", "1")}},
			[]string{`pricing: ladder: closed "true": contradicts the open tier`}},
		{"open tier with a bound", dollars(pricing.Graduated, pricing.Tier{UpTo: number("5"), Open: true, Unit: number("1")}),
			[]string{`pricing: ladder: tiers[0].up_to "5": an open tier has no bound`}},
		{"negative prices", dollars(pricing.Graduated, pricing.Tier{Open: true, Unit: number("-1"), Flat: number("-0.01"), Package: number("-2")}),
			[]string{
				`pricing: ladder: tiers[0].unit "-1": is negative`, `pricing: ladder: tiers[0].flat "-0.01": is negative`,
				`pricing: ladder: tiers[0].package "-2": is negative`,
			}},
		{"no price and not free", dollars(pricing.Graduated, upTo("5", "0"), upTo("", "1")),
			[]string{`pricing: ladder: tiers[0].free "false": the tier has no price; say that it is free`}},
		{"packages without a price", dollars(pricing.Graduated, pricing.Tier{Open: true, Package: number("10")}),
			[]string{`pricing: ladder: tiers[0].free "false": the tier has no price; say that it is free`}},
		{"free with a price", dollars(pricing.Graduated, pricing.Tier{Open: true, Unit: number("1"), Free: true}),
			[]string{`pricing: ladder: tiers[0].free "true": contradicts the price of the tier`}},
		{"unit price in a stairstep", dollars(pricing.Stairstep, upTo("", "1")),
			[]string{`pricing: ladder: tiers[0].unit "1": a stairstep ladder has flat amounts only`}},
		{"packages in a cumulative stairstep", dollars(pricing.StairstepCumulative, pricing.Tier{Open: true, Flat: number("1"), Package: number("5")}),
			[]string{`pricing: ladder: tiers[0].package "5": a stairstep ladder has flat amounts only`}},
		{"options without a name", pricing.LadderSpec{Currency: "USD", Mode: 9, Bound: 9, AtZero: 9, PackageCount: 9, Tiers: []pricing.Tier{upTo("", "1")}},
			[]string{
				`pricing: ladder: mode "9": is none of graduated, volume, stairstep, stairstep_cumulative`,
				`pricing: ladder: bound "9": is none of upper_inclusive, upper_exclusive`,
				`pricing: ladder: at_zero "9": is none of flat, nothing`,
				`pricing: ladder: package_count "9": is none of per_tier, whole`,
			}},
		{"packages of two sizes counted over the whole", pricing.LadderSpec{
			Currency: "USD", PackageCount: pricing.PackagesWhole,
			Tiers: []pricing.Tier{
				{UpTo: number("15"), Unit: number("1"), Package: number("10")}, {UpTo: number("25"), Unit: number("1"), Package: number("10.0")},
				{Open: true, Unit: number("1"), Package: number("5")},
			},
		}, []string{`pricing: ladder: tiers[2].package "5": counting over the whole quantity needs the size 10 of tiers[0]`}},
		{"numbers too long to compute with", dollars(pricing.Graduated, pricing.Tier{UpTo: huge, Unit: huge}, pricing.Tier{Open: true, Flat: huge}),
			[]string{
				`pricing: ladder: tiers[0].up_to "of 1 digits with exponent 1000000000": has more than 100 digits before or after the point`,
				`pricing: ladder: tiers[0].unit "of 1 digits with exponent 1000000000": has more than 100 digits before or after the point`,
				`pricing: ladder: tiers[1].flat "of 1 digits with exponent 1000000000": has more than 100 digits before or after the point`,
			}},
		{"all problems at once", pricing.LadderSpec{Currency: "usd", Tiers: []pricing.Tier{upTo("5", "-1"), upTo("4", "1")}},
			[]string{
				`pricing: ladder: currency "usd": is unknown`,
				`pricing: ladder: tiers[1].open "false": the last tier must be open, or the ladder said to be closed`,
				`pricing: ladder: tiers[1].up_to "4": is below the bound 5 of a tier before it`,
				`pricing: ladder: tiers[0].unit "-1": is negative`,
			}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, err := pricing.NewLadder(tc.spec)
			if l != nil {
				t.Error("a ladder was returned")
			}
			require.ErrorIs(t, err, pricing.ErrInvalidLadder)
			if diff := cmp.Diff(tc.want, tierErrors(t, err)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTierErrorNamesTheCause(t *testing.T) {
	_, err := pricing.NewLadder(pricing.LadderSpec{Currency: "QQQ", Mode: 7, Tiers: []pricing.Tier{upTo("", "1")}})
	require.ErrorIs(t, err, finops.ErrUnknownCurrency)
	require.ErrorIs(t, err, finops.ErrRange)
	var te *pricing.TierError
	require.ErrorAs(t, err, &te)
	if te.Index != -1 || te.Field != "currency" || te.Value != "QQQ" {
		t.Errorf("first problem is %+v", te)
	}
}
