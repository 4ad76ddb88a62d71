// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestReprice(t *testing.T) {
	rising := must(pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Tiers: []pricing.Tier{
		{UpTo: dec("100"), Unit: dec("1")}, {Open: true, Unit: dec("5")},
	}}))
	for _, c := range []struct {
		name                              string
		p                                 renewal.Position
		buy, real, naive, extra, floorCst string
	}{
		{"linear", renewal.Position{Price: perUnit("10 USD"), Held: dec("100"), Need: dec("70")}, "70", "300 USD", "300 USD", "0 USD", "0 USD"},
		{"volume, cut inside the tier's slack", renewal.Position{Price: javaLadder(), Held: dec("1000"), Need: dec("850")}, "1000", "0 USD", "1800 USD", "0 USD", "0 USD"},
		{"volume, cut beyond it", renewal.Position{Price: javaLadder(), Held: dec("1000"), Need: dec("700")}, "700", "1500 USD", "3600 USD", "0 USD", "0 USD"},
		{"held below the next tier", renewal.Position{Price: javaLadder(), Held: dec("900"), Need: dec("900")}, "1000", "1500 USD", "0 USD", "0 USD", "0 USD"},
		{"floor", renewal.Position{Price: perUnit("10 USD"), Held: dec("100"), Need: dec("20"), Floor: dec("80")}, "80", "200 USD", "800 USD", "0 USD", "600 USD"},
		{"floor above held", renewal.Position{Price: perUnit("10 USD"), Held: dec("50"), Need: dec("20"), Floor: dec("80")}, "80", "0 USD", "300 USD", "300 USD", "600 USD"},
		{"shortfall", renewal.Position{Price: perUnit("10 USD"), Held: dec("50"), Need: dec("60")}, "60", "0 USD", "0 USD", "100 USD", "0 USD"},
		{"rising price: real above naive", renewal.Position{Price: rising, Held: dec("200"), Need: dec("100")}, "100", "500 USD", "300 USD", "0 USD", "0 USD"},
		{"uplift", renewal.Position{Price: must(pricing.Scale(perUnit("10 USD"), dec("1.07"))), Held: dec("10"), Need: dec("5")}, "5", "53.5 USD", "53.5 USD", "0 USD", "0 USD"},
		{"the cheaper tier is above the maximum", renewal.Position{Price: javaLadder(), Held: dec("900"), Need: dec("850"), Maximum: decimal.NewNullDecimal(dec("900"))}, "850", "750 USD", "750 USD", "0 USD", "0 USD"},
		{"the cheaper tier is at the maximum", renewal.Position{Price: javaLadder(), Held: dec("900"), Need: dec("850"), Maximum: decimal.NewNullDecimal(dec("1000"))}, "1000", "1500 USD", "750 USD", "0 USD", "0 USD"},
		{"nothing held", renewal.Position{Price: perUnit("10 USD")}, "0", "0 USD", "0 USD", "0 USD", "0 USD"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := renewal.Reprice(c.p)
			require.NoError(t, err)
			if !s.Buy.Equal(dec(c.buy)) {
				t.Errorf("buy %s, want %s", s.Buy, c.buy)
			}
			wantMoney(t, "real", s.Real, c.real)
			wantMoney(t, "naive", s.Naive, c.naive)
			wantMoney(t, "extra", s.Extra, c.extra)
			wantMoney(t, "floor cost", s.FloorCost, c.floorCst)
		})
	}
}

func TestRepriceErrors(t *testing.T) {
	closed := must(pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Closed: true, Tiers: []pricing.Tier{{UpTo: dec("10"), Unit: dec("1")}}}))
	for _, c := range []struct {
		name string
		p    renewal.Position
		want error
	}{
		{"no price", renewal.Position{}, renewal.ErrInvalid},
		{"negative held", renewal.Position{Price: closed, Held: dec("-1")}, pricing.ErrNegativeQuantity},
		{"negative need", renewal.Position{Price: closed, Need: dec("-1")}, pricing.ErrNegativeQuantity},
		{"negative floor", renewal.Position{Price: closed, Floor: dec("-1")}, renewal.ErrInvalid},
		{"maximum below the need", renewal.Position{Price: closed, Need: dec("5"), Maximum: decimal.NewNullDecimal(dec("4"))}, renewal.ErrInvalid},
		{"held beyond a closed ladder", renewal.Position{Price: closed, Held: dec("11")}, pricing.ErrBeyondLadder},
		{"need beyond a closed ladder", renewal.Position{Price: closed, Need: dec("11")}, pricing.ErrBeyondLadder},
		{"floor beyond a closed ladder", renewal.Position{Price: closed, Floor: dec("11")}, pricing.ErrBeyondLadder},
		{"fractional seats", renewal.Position{Price: must(pricing.NewPerUnit(money("1 USD"), pricing.PerUnitOptions{WholeUnits: true})), Held: dec("1.5")}, pricing.ErrFractionalQuantity},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := renewal.Reprice(c.p)
			require.ErrorIs(t, err, c.want)
		})
	}
	_, err := renewal.Reprice(renewal.Position{Held: dec("-1"), Need: dec("-2")})
	var joined interface{ Unwrap() []error }
	require.ErrorAs(t, err, &joined)
	if n := len(joined.Unwrap()); n != 3 { // price, held, need
		t.Errorf("%d problems, want all 3: %v", n, err)
	}
}

// drawLadder makes a ladder of any mode with falling or rising prices.
func drawLadder(t *rapid.T) pricing.Price {
	spec := pricing.LadderSpec{
		Currency: "USD",
		Mode:     rapid.SampledFrom([]pricing.Mode{pricing.Graduated, pricing.Volume}).Draw(t, "mode"),
		Bound:    pricing.Bound(rapid.IntRange(0, 1).Draw(t, "bound")), WholeUnits: true,
	}
	bound := int64(0)
	for range rapid.IntRange(0, 4).Draw(t, "tiers") {
		bound += rapid.Int64Range(1, 30).Draw(t, "width")
		spec.Tiers = append(spec.Tiers, pricing.Tier{UpTo: decimal.NewFromInt(bound), Unit: decimal.New(rapid.Int64Range(1, 2000).Draw(t, "unit"), -2)})
	}
	spec.Tiers = append(spec.Tiers, pricing.Tier{Open: true, Unit: decimal.New(rapid.Int64Range(1, 2000).Draw(t, "unit"), -2)})
	return must(pricing.NewLadder(spec))
}

// TestRepriceLaws compares with every quantity up to the end of the ladder.
func TestRepriceLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := renewal.Position{
			Price: drawLadder(t),
			Held:  decimal.NewFromInt(rapid.Int64Range(0, 150).Draw(t, "held")),
			Need:  decimal.NewFromInt(rapid.Int64Range(0, 150).Draw(t, "need")),
			Floor: decimal.NewFromInt(rapid.Int64Range(0, 150).Draw(t, "floor")),
		}
		s, err := renewal.Reprice(p)
		require.NoError(t, err)
		if s.Real.Sign() < 0 || s.Naive.Sign() < 0 || s.Extra.Sign() < 0 || s.FloorCost.Sign() < 0 {
			t.Fatalf("negative: %+v", s)
		}
		if s.Real.Sign() > 0 && s.Extra.Sign() > 0 {
			t.Fatalf("saves and costs more at once: %s", s)
		}
		least := decimal.Max(p.Need, p.Floor)
		if s.Buy.Cmp(least) < 0 {
			t.Fatalf("buys %s, at least %s needed", s.Buy, least)
		}
		var best finops.Money
		for q := least.IntPart(); q <= 400; q++ {
			c, err := p.Price.Charge(decimal.NewFromInt(q))
			require.NoError(t, err)
			if best.Currency() == "" || c.Total.Amount().Cmp(best.Amount()) < 0 {
				best = c.Total
			}
		}
		if !s.CostBuy.Equal(best) {
			t.Fatalf("costs %s, best is %s", s.CostBuy, best)
		}
		// A higher need never saves more.
		more := p
		more.Need = p.Need.Add(decimal.NewFromInt(rapid.Int64Range(0, 20).Draw(t, "more")))
		less, err := renewal.Reprice(more)
		require.NoError(t, err)
		if less.Real.Amount().Cmp(s.Real.Amount()) > 0 {
			t.Fatalf("need %s saves %s, need %s saves %s", p.Need, s.Real, more.Need, less.Real)
		}
	})
}

func BenchmarkReprice(b *testing.B) {
	p := renewal.Position{Price: javaLadder(), Held: dec("1000"), Need: dec("850")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := renewal.Reprice(p); err != nil {
			b.Fatal(err)
		}
	}
}
