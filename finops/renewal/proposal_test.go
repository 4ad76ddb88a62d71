// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// read fails unless a line of the reading contains the text.
func read(t *testing.T, n renewal.Negotiation, text string) {
	t.Helper()
	if !slices.ContainsFunc(n.Reading, func(s string) bool { return strings.Contains(s, text) }) {
		t.Errorf("%q is not in %q", text, n.Reading)
	}
}

// TestAnchorFromMarketIsCapped: a market above the target is no reason to open above it.
func TestAnchorFromMarketIsCapped(t *testing.T) {
	in := negotiation()
	in.Market = &renewal.Benchmark{P25: money("110 USD"), N: 9}
	n, err := renewal.Negotiate(in)
	require.NoError(t, err)
	wantMoney(t, "anchor", n.Anchor.Value, "97.49 USD")
	wantMoney(t, "target", n.Target.Value, "97.49 USD")
	read(t, n, "anchor 110.00 USD: lower quartile of 9 market prices; that is above the target: opened at the target, 97.49 USD")
	given := money("110 USD")
	in.Anchor = &given
	_, err = renewal.Negotiate(in)
	require.ErrorIs(t, err, renewal.ErrOrder)
}

func TestProposal(t *testing.T) {
	for _, c := range []struct{ name, proposal, low, target, anchor, reading string }{
		{"below the walk-away price", "100 USD", "80 USD", "90 USD", "80 USD", "the proposal 100.00 USD is the most to pay"}, // 80 + 0.5 × 20
		{"above it", "130 USD", "80 USD", "97.49 USD", "80 USD", "the proposal 130.00 USD is above the walk-away price"},     // 80 + 0.5 × 34.97
		{"below the floor", "70 USD", "70 USD", "70 USD", "70 USD", "below the vendor's floor as given, 80.00 USD: it counts as the floor"},
		{"none", "0 USD", "80 USD", "97.49 USD", "80 USD", "walk-away"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := negotiation()
			in.Proposal = money(c.proposal)
			n, err := renewal.Negotiate(in)
			require.NoError(t, err)
			wantMoney(t, "low", n.ZOPA.Low, c.low)
			wantMoney(t, "high", n.ZOPA.High, "114.97 USD")
			wantMoney(t, "target", n.Target.Value, c.target)
			wantMoney(t, "anchor", n.Anchor.Value, c.anchor)
			read(t, n, c.reading)
		})
	}
	// A floor above the walk-away price that the proposal disproves.
	in := negotiation()
	in.VendorFloor, in.Proposal = money("120 USD"), money("110 USD")
	n, err := renewal.Negotiate(in)
	require.NoError(t, err)
	if !n.ZOPA.Exists {
		t.Errorf("%+v", n.ZOPA)
	}

	in, target := negotiation(), money("101 USD")
	in.Proposal, in.Target = money("100 USD"), &target
	_, err = renewal.Negotiate(in)
	var order *renewal.OrderError
	require.ErrorAs(t, err, &order)
	wantMoney(t, "proposal", order.Proposal, "100 USD")
	if !strings.Contains(err.Error(), "proposal 100.00 USD") {
		t.Error(err)
	}
	in.Proposal = money("100 EUR")
	_, err = renewal.Negotiate(in)
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	in.Proposal = money("-1 USD")
	_, err = renewal.Negotiate(in)
	require.ErrorIs(t, err, renewal.ErrInvalid)
}

// TestProposalLaws: whatever the market and the power, a plan without given prices has anchor ≤ offers ≤ target ≤ min(
// walk-away, proposal).
func TestProposalLaws(t *testing.T) {
	cents := func(t *rapid.T, name string, low int64) finops.Money {
		return must(finops.NewMoney(decimal.New(rapid.Int64Range(low, 200_000).Draw(t, name), -3), "USD"))
	}
	rapid.Check(t, func(t *rapid.T) {
		in := negotiation()
		in.VendorFloor, in.Proposal = cents(t, "floor", 0), cents(t, "proposal", 1)
		in.Power = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(0, 100).Draw(t, "power"), -2))
		if rapid.Bool().Draw(t, "market") {
			in.Market = &renewal.Benchmark{P25: cents(t, "quartile", 0), N: 8}
		}
		n, err := renewal.Negotiate(in)
		require.NoError(t, err)
		if !n.ZOPA.Exists {
			return
		}
		last := n.Anchor.Value.Amount()
		for _, o := range append(n.Concessions, n.Target.Value, n.WalkAway) {
			if o.Amount().Cmp(last) < 0 {
				t.Fatalf("anchor %s, offers %v, target %s, walk-away %s", n.Anchor, n.Concessions, n.Target, n.WalkAway)
			}
			last = o.Amount()
		}
		if n.Target.Value.Amount().Cmp(in.Proposal.Amount()) > 0 {
			t.Fatalf("target %s above the proposal %s", n.Target, in.Proposal)
		}
	})
}
