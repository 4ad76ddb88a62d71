// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// negotiation is 1,000 users for three years: the alternative costs 240,000, switching 60,000 and overlap 25,000 today,
// risk 15,000; it would bring 20,000 of benefits. In advance at 8 % a unit's price counts 2.783264746228 times.
func negotiation() renewal.NegotiationInput {
	return renewal.NegotiationInput{
		Units: dec("1000"), Years: dec("3"), Rate: dec("0.08"), Timing: roi.InAdvance,
		AlternativePV: money("240000 USD"), Switching: money("60000 USD"), Overlap: money("25000 USD"), ResidualRisk: money("15000 USD"),
		BenefitsLost: money("20000 USD"), VendorFloor: money("80 USD"),
	}
}

func TestNegotiate(t *testing.T) {
	n, err := renewal.Negotiate(negotiation())
	require.NoError(t, err)
	wantMoney(t, "walk-away", n.WalkAway, "114.97 USD") // 320000 / 2783.264746228 = 114.9729…, rounded down
	wantMoney(t, "target", n.Target.Value, "97.49 USD") // 80 + 0.5 × 34.97 = 97.485
	wantMoney(t, "anchor", n.Anchor.Value, "80 USD")
	if !n.ZOPA.Exists || !n.ZOPA.Low.Equal(money("80 USD")) || !n.ZOPA.High.Equal(n.WalkAway) {
		t.Errorf("ZOPA %+v", n.ZOPA)
	}
	want := []finops.Money{money("80 USD"), money("88.74 USD"), money("93.11 USD"), money("97.49 USD")}
	if diff := cmp.Diff(want, n.Concessions); diff != "" {
		t.Errorf("concessions (-want +got):\n%s", diff)
	}

	market, err := renewal.PricePercentile(pricePoint("110 USD"), []renewal.PricePoint{
		pricePoint("70 USD"), pricePoint("75 USD"), pricePoint("85 USD"), pricePoint("90 USD"), pricePoint("95 USD"), pricePoint("110 USD"),
	}, renewal.BenchmarkOptions{})
	require.NoError(t, err)
	in := negotiation()
	in.Market, in.Power = &market, decimal.NewNullDecimal(dec("0.8"))
	n, err = renewal.Negotiate(in)
	require.NoError(t, err)
	wantMoney(t, "anchor at the lower quartile", n.Anchor.Value, "77.50 USD")
	wantMoney(t, "target", n.Target.Value, "86.99 USD") // 80 + 0.2 × 34.97 = 86.994
}

func TestNegotiateExtremes(t *testing.T) {
	in := negotiation()
	in.Power = decimal.NewNullDecimal(decimal.Decimal{})
	n, err := renewal.Negotiate(in)
	require.NoError(t, err)
	wantMoney(t, "no power: the target is the walk-away price", n.Target.Value, n.WalkAway.String())
	in.Power = decimal.NewNullDecimal(dec("1"))
	n, err = renewal.Negotiate(in)
	require.NoError(t, err)
	wantMoney(t, "all power: the target is the floor", n.Target.Value, "80 USD")
	if len(n.Concessions) != 1 {
		t.Errorf("concessions %v: anchor and target are the same", n.Concessions)
	}
	in.VendorFloor = money("114.98 USD")
	n, err = renewal.Negotiate(in)
	require.NoError(t, err)
	if n.ZOPA.Exists || n.Target.Defined || n.Anchor.Defined || n.Target.Reason == "" || len(n.Concessions) != 0 {
		t.Errorf("an empty zone: %+v", n)
	}
}

func TestNegotiateErrors(t *testing.T) {
	change := func(f func(*renewal.NegotiationInput)) renewal.NegotiationInput {
		in := negotiation()
		f(&in)
		return in
	}
	at := func(s string) *finops.Money { m := money(s); return &m }
	for _, c := range []struct {
		name string
		in   renewal.NegotiationInput
		want error
	}{
		{"anchor above target", change(func(in *renewal.NegotiationInput) { in.Anchor, in.Target = at("95 USD"), at("90 USD") }), renewal.ErrOrder},
		{"target above walk-away", change(func(in *renewal.NegotiationInput) { in.Target = at("115 USD") }), renewal.ErrOrder},
		{"no units", change(func(in *renewal.NegotiationInput) { in.Units = decimal.Decimal{} }), renewal.ErrInvalid},
		{"no years", change(func(in *renewal.NegotiationInput) { in.Years = decimal.Decimal{} }), renewal.ErrInvalid},
		{"power", change(func(in *renewal.NegotiationInput) { in.Power = decimal.NewNullDecimal(dec("1.1")) }), renewal.ErrInvalid},
		{"concessions", change(func(in *renewal.NegotiationInput) { in.Concessions = 21 }), renewal.ErrInvalid},
		{"negative amount", change(func(in *renewal.NegotiationInput) { in.Overlap = money("-1 USD") }), renewal.ErrInvalid},
		{"no alternative", change(func(in *renewal.NegotiationInput) { in.AlternativePV = finops.Money{} }), renewal.ErrInvalid},
		{"no floor", change(func(in *renewal.NegotiationInput) { in.VendorFloor = finops.Money{} }), renewal.ErrInvalid},
		{"currency", change(func(in *renewal.NegotiationInput) { in.Switching = money("1 EUR") }), finops.ErrCurrencyMismatch},
		{"currency of the anchor", change(func(in *renewal.NegotiationInput) { in.Anchor = at("1 EUR") }), finops.ErrCurrencyMismatch},
		{"rate", change(func(in *renewal.NegotiationInput) { in.Rate = dec("-1") }), roi.ErrRate},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := renewal.Negotiate(c.in)
			require.ErrorIs(t, err, c.want)
		})
	}
	_, err := renewal.Negotiate(change(func(in *renewal.NegotiationInput) { in.Target = at("115 USD") }))
	var order *renewal.OrderError
	require.ErrorAs(t, err, &order)
	wantMoney(t, "target", order.Target, "115 USD")
	wantMoney(t, "walk-away", order.WalkAway, "114.97 USD")
}

// TestNegotiationLaws: the prices are in order, offers rise to the target, and the walk-away price is not worse than the
// alternative.
func TestNegotiationLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := negotiation()
		in.AlternativePV = must(finops.NewMoney(decimal.NewFromInt(rapid.Int64Range(20_000, 900_000).Draw(t, "alternative")), "USD"))
		in.Power = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(0, 100).Draw(t, "power"), -2))
		in.Years = decimal.NewFromInt(rapid.Int64Range(1, 6).Draw(t, "years"))
		in.Concessions = rapid.IntRange(0, 20).Draw(t, "steps")
		n, err := renewal.Negotiate(in)
		require.NoError(t, err)
		units, err := n.WalkAway.Mul(in.Units)
		require.NoError(t, err)
		pv, err := roi.AnnuityPV(in.Rate, in.Years, units, roi.Options{Timing: in.Timing})
		require.NoError(t, err)
		cost := in.AlternativePV.Amount().Add(dec("80000"))
		if pv.Amount().Cmp(cost.Add(dec("0.01"))) > 0 {
			t.Fatalf("walking away at %s costs %s, the alternative %s", n.WalkAway, pv, cost)
		}
		if !n.ZOPA.Exists {
			return
		}
		last := n.Anchor.Value
		for i, offer := range n.Concessions {
			if c := offer.Amount().Cmp(last.Amount()); c < 0 || i > 0 && c == 0 {
				t.Fatalf("offers do not rise: %v", n.Concessions)
			}
			last = offer
		}
		if !last.Equal(n.Target.Value) || n.Target.Value.Amount().Cmp(n.WalkAway.Amount()) > 0 {
			t.Fatalf("offers %v, target %s, walk-away %s", n.Concessions, n.Target, n.WalkAway)
		}
	})
}

func TestAutoRenewExposure(t *testing.T) {
	forced := []roi.Flow{flow("2027-01-01", "107000 USD")}
	e, err := renewal.AutoRenewExposure(day("2026-01-01"), dec("0.07"), forced, nil, renewal.CompareOptions{})
	require.NoError(t, err)
	wantMoney(t, "walking away", e.Amount, "100000 USD")
	wantMoney(t, "nothing bought", e.InsteadPV, "0 USD")
	e, err = renewal.AutoRenewExposure(day("2026-01-01"), dec("0.07"), forced, []roi.Flow{flow("2027-01-01", "64200 USD")}, renewal.CompareOptions{})
	require.NoError(t, err)
	wantMoney(t, "right-sized", e.Amount, "40000 USD")
	e, err = renewal.AutoRenewExposure(day("2026-01-01"), dec("0.07"), nil, forced, renewal.CompareOptions{})
	require.NoError(t, err)
	wantMoney(t, "the renewal by itself is the cheaper one", e.Amount, "-100000 USD")
	_, err = renewal.AutoRenewExposure(day("2026-01-01"), dec("-1"), forced, nil, renewal.CompareOptions{})
	require.ErrorIs(t, err, roi.ErrRate)
	_, err = renewal.AutoRenewExposure(day("2026-01-01"), dec("0.1"), forced, []roi.Flow{flow("2027-01-01", "1 EUR")}, renewal.CompareOptions{})
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
}

func TestCostOfWaiting(t *testing.T) {
	c, err := renewal.CostOfWaiting(renewal.Waiting{
		LostSaving: []finops.Money{money("1000 USD"), money("1000 USD"), money("500 USD")}, MissProbability: dec("0.05"), Exposure: money("40000.10 USD"),
	})
	require.NoError(t, err)
	wantMoney(t, "lost", c.Lost, "2500 USD")
	wantMoney(t, "risk", c.Risk, "2000.01 USD") // 2000.005 half up
	wantMoney(t, "total", c.Total, "4500.01 USD")
	for _, p := range []string{"-0.1", "1.1"} {
		_, err := renewal.CostOfWaiting(renewal.Waiting{MissProbability: dec(p)})
		require.ErrorIs(t, err, renewal.ErrInvalid)
	}
	_, err = renewal.CostOfWaiting(renewal.Waiting{LostSaving: []finops.Money{money("1 USD")}, MissProbability: dec("1"), Exposure: money("1 EUR")})
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	_, err = renewal.CostOfWaiting(renewal.Waiting{LostSaving: []finops.Money{money("1 USD"), money("1 EUR")}})
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
}
