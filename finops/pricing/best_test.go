// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// javaSE is Oracle's list price of Java SE by employees. source: ServiceNow documentation, "australia" release.
func javaSE() pricing.LadderSpec {
	s := dollars(pricing.Volume, upTo("999", "15"), upTo("2999", "12"), upTo("9999", "10.50"), upTo("19999", "8.25"),
		upTo("29999", "6.25"), upTo("39999", "5.70"), upTo("49999", "5.25"))
	s.Closed, s.WholeUnits = true, true
	return s
}

func TestBestQuantity(t *testing.T) {
	inTwo := func(bound pricing.Bound, whole bool) pricing.LadderSpec {
		s := dollars(pricing.Volume, upTo("10", "2"), upTo("", "1"))
		s.Bound, s.WholeUnits = bound, whole
		return s
	}
	half := dollars(pricing.Volume, upTo("10.5", "2"), upTo("", "1"))
	halfWhole := half
	halfWhole.WholeUnits = true
	stairs := dollars(pricing.Stairstep, step("10", "50"), step("20", "30"), step("", "30"))
	packed := dollars(pricing.Volume,
		pricing.Tier{UpTo: number("100"), Unit: number("10"), Package: number("10")}, pricing.Tier{Open: true, Unit: number("60"), Package: number("100")})
	bulk := dollars(pricing.Volume,
		pricing.Tier{UpTo: number("100"), Unit: number("20"), Package: number("10")}, pricing.Tier{Open: true, Unit: number("60"), Package: number("100")})
	closedEarly := inTwo(pricing.UpperInclusive, true)
	closedEarly.Closed, closedEarly.Tiers = true, []pricing.Tier{upTo("10", "2"), upTo("10.5", "1")}
	for _, tc := range []struct {
		name, need, floor, buy, cost, atNeed string
		spec                                 pricing.LadderSpec
	}{
		// source: derived from Oracle's list price; at 800 both ways cost 12,000 and the smaller quantity is kept.
		{"Java, 900 needed", "900", "0", "1000", "12000", "13500", javaSE()},
		{"Java, 801 needed", "801", "0", "1000", "12000", "12015", javaSE()},
		{"Java, 800 needed", "800", "0", "800", "12000", "12000", javaSE()},
		{"Java, 700 needed, 950 committed", "700", "950", "1000", "12000", "14250", javaSE()},
		{"Java, 700 needed, 1200 committed", "700", "1200", "1200", "14400", "14400", javaSE()},
		{"Java, in the last tier", "45000", "0", "45000", "236250", "236250", javaSE()},
		{"Java, 2800 needed", "2800", "0", "3000", "31500", "33600", javaSE()},
		{"inclusive bound, whole", "9", "0", "11", "11", "18", inTwo(pricing.UpperInclusive, true)},
		{"exclusive bound, whole", "9", "0", "10", "10", "18", inTwo(pricing.UpperExclusive, true)},
		{"inclusive bound, need with a digit", "9.5", "0", "10.1", "10.1", "19", inTwo(pricing.UpperInclusive, false)},
		{"inclusive bound, floor with digits", "9", "9.25", "10.01", "10.01", "18.5", inTwo(pricing.UpperInclusive, false)},
		{"trailing zeros say nothing", "9.000", "0.00", "11", "11", "18", inTwo(pricing.UpperInclusive, false)},
		{"at the inclusive bound", "10", "0", "11", "11", "20", inTwo(pricing.UpperInclusive, true)},
		{"fractional bound", "9", "0", "10.6", "10.6", "18", half},
		{"fractional bound, whole units", "9", "0", "11", "11", "18", halfWhole},
		{"stairs that go down, tie keeps the smaller", "5", "0", "11", "30", "50", stairs},
		{"nothing needed, flat due", "0", "0", "11", "30", "50", stairs},
		{"packages, larger ones are not cheaper", "65", "0", "65", "70", "70", packed},
		{"packages, larger ones are cheaper", "65", "0", "101", "120", "140", bulk},
		{"no whole unit in the last tier", "9", "0", "9", "18", "18", closedEarly},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q, err := pricing.BestQuantity(mustLadder(t, tc.spec), number(tc.need), number(tc.floor))
			require.NoError(t, err)
			if !q.Buy.Equal(number(tc.buy)) {
				t.Errorf("buy: want %s, got %s", tc.buy, q.Buy)
			}
			wantMoney(t, "cost", tc.cost+" USD", q.Cost)
			wantMoney(t, "cost at need", tc.atNeed+" USD", q.CostAtNeed)
			wantMoney(t, "charge", tc.cost+" USD", q.Charge.Total)
			saving, err := q.CostAtNeed.Sub(q.Cost)
			require.NoError(t, err)
			if !q.Saving.Equal(saving) || q.Saving.Sign() < 0 {
				t.Errorf("saving %s, want %s", q.Saving, saving)
			}
		})
	}
}

func TestBestQuantityOfOtherPrices(t *testing.T) {
	perUnit, err := pricing.NewPerUnit(usd("2"), pricing.PerUnitOptions{})
	require.NoError(t, err)
	flat, err := pricing.NewFlat(usd("8"))
	require.NoError(t, err)
	pack, err := pricing.NewPackage(pricing.PackageSpec{Amount: usd("5"), Size: number("10")})
	require.NoError(t, err)
	percent, err := pricing.NewPercentage(pricing.PercentageSpec{Currency: "USD", Rate: number("0.5")})
	require.NoError(t, err)
	for _, tc := range []struct {
		p    pricing.Price
		cost string
	}{{perUnit, "14 USD"}, {flat, "8 USD"}, {pack, "5 USD"}, {percent, "3.5 USD"}} {
		q, err := pricing.BestQuantity(tc.p, number("3"), number("7"))
		require.NoError(t, err)
		wantMoney(t, "cost", tc.cost, q.Cost)
		if !q.Buy.Equal(number("7")) {
			t.Errorf("%T: buy %s, want 7", tc.p, q.Buy)
		}
	}
}

func TestBestQuantityRefuses(t *testing.T) {
	java := mustLadder(t, javaSE())
	for _, tc := range []struct {
		need, floor string
		want        error
	}{
		{"-1", "0", pricing.ErrNegativeQuantity}, {"0", "-1", pricing.ErrNegativeQuantity}, {"1.5", "0", pricing.ErrFractionalQuantity},
		{"0", "1.5", pricing.ErrFractionalQuantity}, {"50000", "0", pricing.ErrBeyondLadder}, {"0", "50000", pricing.ErrBeyondLadder},
	} {
		_, err := pricing.BestQuantity(java, number(tc.need), number(tc.floor))
		require.ErrorIs(t, err, tc.want)
		var qe *pricing.QuantityError
		require.ErrorAs(t, err, &qe)
	}
	_, err := pricing.BestQuantity(java, decimal.New(1, 1_000_000), decimal.Decimal{})
	require.ErrorIs(t, err, finops.ErrRange)
	_, err = pricing.BestQuantity(nil, number("1"), decimal.Decimal{})
	require.ErrorIs(t, err, pricing.ErrInvalidPrice)
}

func TestMarginalAndEffectivePrice(t *testing.T) {
	java := mustLadder(t, javaSE())
	m, err := pricing.MarginalPrice(java, number("10"))
	require.NoError(t, err)
	wantMoney(t, "eleventh", "15 USD", m)
	m, err = pricing.MarginalPrice(java, number("999"))
	require.NoError(t, err)
	wantMoney(t, "thousandth", "-2985 USD", m) // 12,000 - 14,985
	_, err = pricing.MarginalPrice(java, number("49999"))
	require.ErrorIs(t, err, pricing.ErrBeyondLadder)
	_, err = pricing.MarginalPrice(java, number("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = pricing.MarginalPrice(nil, number("1"))
	require.ErrorIs(t, err, pricing.ErrInvalidPrice)

	more, err := pricing.IncrementalCost(java, number("1000"), number("1150"))
	require.NoError(t, err)
	wantMoney(t, "150 more", "1800 USD", more)
	_, err = pricing.IncrementalCost(java, number("-1"), number("1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = pricing.IncrementalCost(java, number("1"), number("1.5"))
	require.ErrorIs(t, err, pricing.ErrFractionalQuantity)

	r, err := pricing.EffectivePrice(mustLadder(t, dollars(pricing.Graduated, upTo("1", "2"), upTo("", "1"))), number("3"))
	require.NoError(t, err)
	if got, ok := r.Round(4, finops.HalfUp); !ok || !got.Equal(number("1.3333")) {
		t.Errorf("effective price %s, want 1.3333", got)
	}
	r, err = pricing.EffectivePrice(java, decimal.Decimal{})
	require.NoError(t, err)
	if v, ok := r.Value(); ok {
		t.Errorf("effective price at zero is %s, want undefined", v)
	}
	_, err = pricing.EffectivePrice(java, number("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = pricing.EffectivePrice(nil, number("1"))
	require.ErrorIs(t, err, pricing.ErrInvalidPrice)
}

func TestTierUnits(t *testing.T) {
	bounds := []decimal.Decimal{number("2500"), number("10000"), number("50000")}
	for _, tc := range []struct {
		quantity string
		want     [4]string
	}{
		{"0", [4]string{"0", "0", "0", "0"}}, {"2500", [4]string{"2500", "0", "0", "0"}}, {"2500.5", [4]string{"2500", "0.5", "0", "0"}},
		{"60000", [4]string{"2500", "7500", "40000", "10000"}},
	} {
		got, err := pricing.TierUnits(bounds, number(tc.quantity))
		require.NoError(t, err)
		for i, w := range tc.want {
			if !got[i].Equal(number(w)) {
				t.Errorf("%s: tier %d has %s, want %s", tc.quantity, i, got[i], w)
			}
		}
	}
	_, err := pricing.TierUnits(bounds, number("-1"))
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = pricing.TierUnits([]decimal.Decimal{number("0"), number("5"), number("5.0"), decimal.New(1, 200)}, number("1"))
	if got := len(tierErrors(t, err)); got != 3 {
		t.Errorf("%d problems, want 3: %v", got, err)
	}
	require.ErrorIs(t, err, finops.ErrRange)
}
