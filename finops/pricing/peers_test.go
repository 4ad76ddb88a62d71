// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops/pricing"
)

// The tests of this file hold behaviours that public billing systems get wrong or read differently.

// A quantity between two integer bounds is priced: ladders have no gaps. With tiers [0,99] and [100,199] and volume
// pricing, one system bills 99.5 units at nothing.
func TestNoGapBetweenTiers(t *testing.T) {
	for _, mode := range []pricing.Mode{pricing.Graduated, pricing.Volume} {
		l := mustLadder(t, dollars(mode, upTo("99", "2"), upTo("199", "1"), upTo("", "1")))
		want := map[pricing.Mode]string{pricing.Graduated: "198.5 USD", pricing.Volume: "99.5 USD"}[mode]
		wantMoney(t, mode.String(), want, charge(t, l, "99.5").Total)
	}
}

// Graduated and volume ladders put a quantity at a bound into the same tier.
func TestModesAgreeOnTheTierAtABound(t *testing.T) {
	for _, bound := range []pricing.Bound{pricing.UpperInclusive, pricing.UpperExclusive} {
		var tiers []int
		for _, mode := range []pricing.Mode{pricing.Graduated, pricing.Volume, pricing.Stairstep, pricing.StairstepCumulative} {
			s := dollars(mode, step("100", "10"), step("200", "20"), step("", "30"))
			s.Bound = bound
			lines := charge(t, mustLadder(t, s), "100").Lines()
			tiers = append(tiers, lines[len(lines)-1].Tier)
		}
		want := map[pricing.Bound][]int{pricing.UpperInclusive: {1, 1, 1, 1}, pricing.UpperExclusive: {2, 2, 2, 2}}[bound]
		if !slices.Equal(tiers, want) {
			t.Errorf("%s: tiers %v, want %v", bound, tiers, want)
		}
	}
}

// Units above the last tier are never dropped silently, nor priced at the last tier.
func TestExcessIsNotDropped(t *testing.T) {
	for _, mode := range []pricing.Mode{pricing.Graduated, pricing.Volume} {
		s := dollars(mode, upTo("10", "2"), upTo("20", "1"))
		_, err := pricing.NewLadder(s)
		require.ErrorIs(t, err, pricing.ErrInvalidLadder)
		s.Closed = true
		_, err = mustLadder(t, s).Charge(number("21"))
		require.ErrorIs(t, err, pricing.ErrBeyondLadder)
	}
}

// Tiers are neither sorted in place nor accepted unsorted.
func TestTiersAreNotSortedInPlace(t *testing.T) {
	tiers := []pricing.Tier{upTo("20", "1"), upTo("10", "2"), upTo("", "3")}
	before := slices.Clone(tiers)
	_, err := pricing.NewLadder(dollars(pricing.Graduated, tiers...))
	require.ErrorIs(t, err, pricing.ErrInvalidLadder)
	if diff := cmp.Diff(before, tiers); diff != "" {
		t.Errorf("tiers changed (-before +after):\n%s", diff)
	}
}

// The first flat amount at quantity zero is charged or not as the option says, in every mode.
func TestFlatAtZeroIsAnOption(t *testing.T) {
	for _, mode := range []pricing.Mode{pricing.Graduated, pricing.Volume, pricing.Stairstep, pricing.StairstepCumulative} {
		s := dollars(mode, step("10", "5"), step("", "7"))
		wantMoney(t, mode.String(), "5 USD", charge(t, mustLadder(t, s), "0").Total)
		s.AtZero = pricing.NothingAtZero
		wantMoney(t, mode.String(), "0 USD", charge(t, mustLadder(t, s), "0").Total)
	}
}

// A mode without a name is an error, not a price of zero.
func TestUnknownModeIsAnError(t *testing.T) {
	_, err := pricing.NewLadder(dollars(pricing.Mode(42), upTo("", "1")))
	require.ErrorIs(t, err, pricing.ErrInvalidLadder)
}

// The units of the lines add up to the quantity. On bounds 0.01 and 10 one system bills 5 units as 0.01 + 5.99.
func TestUnitsOfLinesAddUpToTheQuantity(t *testing.T) {
	l := mustLadder(t, dollars(pricing.Graduated, upTo("0.01", "1"), upTo("10", "1"), upTo("", "1")))
	wantMoney(t, "5 units at 1", "5 USD", charge(t, l, "5").Total)
}

// A graduated ladder with two open tiers is refused.
func TestTwoOpenTiersAreRefused(t *testing.T) {
	_, err := pricing.NewLadder(dollars(pricing.Graduated, upTo("", "1"), upTo("", "1")))
	require.ErrorIs(t, err, pricing.ErrInvalidLadder)
}

// 200 units on tiers up to 100, 200 and 300 at 0.20, 0.05 and 0.10 cost 10.00 with inclusive and 20.00 with exclusive
// bounds. source: Lotus test of bulk pricing (exclusive) against the reading of Stripe and others (inclusive).
func TestBoundIsAnOption(t *testing.T) {
	s := dollars(pricing.Volume, upTo("100", "0.20"), upTo("200", "0.05"), upTo("300", "0.10"), upTo("", "0.10"))
	wantMoney(t, "inclusive", "10 USD", charge(t, mustLadder(t, s), "200").Total)
	s.Bound = pricing.UpperExclusive
	wantMoney(t, "exclusive", "20 USD", charge(t, mustLadder(t, s), "200").Total)
}

// "Stairstep" is two models: 200 units on steps of 25, 20 and 15 cost 20 where only the step reached is billed
// (Chargebee, Recurly), and 45 where the steps are added. source: Solvimon documentation, staircase pricing.
func TestStairstepMeansOneOfTwoThings(t *testing.T) {
	tiers := []pricing.Tier{step("100", "25"), step("1000", "20"), step("", "15")}
	wantMoney(t, "step reached", "20 USD", charge(t, mustLadder(t, dollars(pricing.Stairstep, tiers...)), "200").Total)
	wantMoney(t, "steps added", "45 USD", charge(t, mustLadder(t, dollars(pricing.StairstepCumulative, tiers...)), "200").Total)
}
