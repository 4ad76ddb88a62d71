// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

func integer(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

func TestDrawCredits(t *testing.T) {
	day := finops.MustDate
	credits := []pricing.Credit{
		{ID: "forever", Remaining: usd("100")},
		{ID: "december", Remaining: usd("30"), LastDay: day("2026-12-31")},
		{ID: "b-june", Remaining: usd("20"), LastDay: day("2026-06-30")},
		{ID: "a-june", Remaining: usd("10"), LastDay: day("2026-06-30")},
		{ID: "gone", Remaining: usd("5"), LastDay: day("2026-06-14")},
		{ID: "today", Remaining: usd("1"), LastDay: day("2026-06-15")},
		{ID: "later", Remaining: usd("50"), FirstDay: day("2026-06-16"), LastDay: day("2026-06-20")},
		{ID: "empty", Remaining: usd("0"), LastDay: day("2026-06-15")},
	}
	before := slices.Clone(credits)
	d, err := pricing.DrawCredits(credits, usd("45"), day("2026-06-15"))
	require.NoError(t, err)
	want := pricing.CreditDrawdown{
		Drawn: usd("45"), Overage: usd("0"), Balance: usd("116"),
		Draws: []pricing.CreditDraw{
			{ID: "today", Drawn: usd("1"), Left: usd("0")}, {ID: "a-june", Drawn: usd("10"), Left: usd("0")},
			{ID: "b-june", Drawn: usd("20"), Left: usd("0")}, {ID: "december", Drawn: usd("14"), Left: usd("16")},
		},
		Expired: []string{"gone"}, NotYet: []string{"later"},
		After: slices.Clone(credits),
	}
	for i, left := range map[int]string{1: "16", 2: "0", 3: "0", 5: "0"} {
		want.After[i].Remaining = usd(left)
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("drawdown (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, credits); diff != "" {
		t.Errorf("input changed (-before +after):\n%s", diff)
	}
	d, err = pricing.DrawCredits(d.After, usd("500"), day("2026-06-16"))
	require.NoError(t, err)
	wantMoney(t, "overage when all is used up", "334 USD", d.Overage)
	wantMoney(t, "balance when all is used up", "0 USD", d.Balance)
	d, err = pricing.DrawCredits(nil, usd("3"), day("2026-06-16"))
	require.NoError(t, err)
	wantMoney(t, "overage without credits", "3 USD", d.Overage)
}

func TestDrawRefuses(t *testing.T) {
	day := finops.MustDate("2026-06-15")
	_, err := pricing.DrawCredits([]pricing.Credit{
		{ID: "a", Remaining: usd("-1")}, {ID: "a", Remaining: finops.MustMoney("1 EUR")},
		{ID: "c", Remaining: usd("1"), FirstDay: finops.MustDate("2026-02-02"), LastDay: finops.MustDate("2026-02-01")},
	}, usd("1"), finops.Date{})
	wantFields(t, err, pricing.ErrInvalidBalance, "balances[0].remaining: is negative", "balances[1].remaining: is not in USD", "day: is missing",
		"balances[1].id: repeats balances[0]", "balances[2].last_day: is before the first day 2026-02-02")
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	_, err = pricing.DrawCredits(nil, usd("-1"), day)
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
	_, err = pricing.DrawUnits([]pricing.UnitBalance{{ID: "a", Remaining: number("-1")}}, number("1"), day)
	wantFields(t, err, pricing.ErrInvalidBalance, "balances[0].remaining: is negative")
	_, err = pricing.DrawUnits(nil, number("-1"), day)
	require.ErrorIs(t, err, pricing.ErrNegativeQuantity)
}

// Nothing is lost: usage = drawn + overage, what the balances had = drawn + what they have; no balance is drawn while one
// that expires earlier has something left; the order of the input does not matter.
func TestDrawUnitsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := finops.MustDate("2026-06-15")
		var list []pricing.UnitBalance
		for i := range rapid.IntRange(0, 6).Draw(t, "balances") {
			b := pricing.UnitBalance{ID: string(rune('a' + i)), Remaining: integer(rapid.Int64Range(0, 20).Draw(t, "remaining"))}
			if n := rapid.IntRange(-2, 4).Draw(t, "last day"); n < 4 {
				b.LastDay = day.AddDays(n)
			}
			list = append(list, b)
		}
		usage := integer(rapid.Int64Range(0, 100).Draw(t, "usage"))
		d, err := pricing.DrawUnits(list, usage, day)
		require.NoError(t, err)
		if !d.Drawn.Add(d.Overage).Equal(usage) {
			t.Fatalf("%s drawn and %s over of %s", d.Drawn, d.Overage, usage)
		}
		had, has := decimal.Decimal{}, decimal.Decimal{}
		for i := range list {
			had, has = had.Add(list[i].Remaining), has.Add(d.After[i].Remaining)
		}
		if !had.Equal(has.Add(d.Drawn)) {
			t.Fatalf("had %s, has %s after drawing %s", had, has, d.Drawn)
		}
		if d.Overage.Sign() > 0 && d.Balance.Sign() > 0 {
			t.Fatalf("overage %s with a balance of %s", d.Overage, d.Balance)
		}
		for i, s := range d.Draws {
			if i < len(d.Draws)-1 && s.Left.Sign() > 0 {
				t.Fatalf("draw %d leaves %s, and another follows", i, s.Left)
			}
		}
		reversed := slices.Clone(list)
		slices.Reverse(reversed)
		e, err := pricing.DrawUnits(reversed, usage, day)
		require.NoError(t, err)
		if diff := cmp.Diff(d.Draws, e.Draws); diff != "" {
			t.Fatalf("order of the input matters:\n%s", diff)
		}
	})
}
