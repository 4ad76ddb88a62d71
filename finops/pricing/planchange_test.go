// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

func TestChangePlan(t *testing.T) {
	of := func(num, den string) finops.Ratio { return finops.Ratio{Num: number(num), Den: number(den)} }
	for _, tc := range []struct {
		name, old, next, credit, charge, net string
		remaining                            finops.Ratio
	}{
		{"downgrade", "20 USD", "10 USD", "-10.97 USD", "5.48 USD", "-5.49 USD", of("17", "31")},
		{"same price", "10 USD", "10 USD", "-5.48 USD", "5.48 USD", "0 USD", of("17", "31")},
		{"on the first day", "10 USD", "20 USD", "-10 USD", "20 USD", "10 USD", of("31", "31")},
		{"on the last day", "10 USD", "20 USD", "0 USD", "0 USD", "0 USD", of("0", "31")},
		{"currency without minor units", "1000 JPY", "2000 JPY", "-548 JPY", "1097 JPY", "549 JPY", of("17", "31")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := pricing.ChangePlan(finops.MustMoney(tc.old), finops.MustMoney(tc.next), tc.remaining, finops.HalfUp)
			require.NoError(t, err)
			wantMoney(t, "credit", tc.credit, c.Credit)
			wantMoney(t, "charge", tc.charge, c.Charge)
			wantMoney(t, "net", tc.net, c.Net)
		})
	}
	_, err := pricing.ChangePlan(usd("1"), finops.MustMoney("1 EUR"), of("1", "2"), finops.HalfUp)
	require.ErrorIs(t, err, finops.ErrCurrencyMismatch)
	_, err = pricing.ChangePlan(usd("-1"), usd("1"), of("1", "2"), finops.HalfUp)
	require.ErrorIs(t, err, pricing.ErrInvalidPrice)
	for _, f := range []finops.Ratio{of("1", "0"), of("-1", "2"), of("3", "2"), {}} {
		_, err = pricing.ChangePlan(usd("1"), usd("2"), f, finops.HalfUp)
		require.ErrorIs(t, err, pricing.ErrProration)
	}
}

// The net is the sum of the lines and within one minor unit of the exact difference; changing to the same price is free.
func TestChangePlanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(0, 1_000_000)
		a, b := cents.Draw(t, "old"), cents.Draw(t, "next")
		days := rapid.Int64Range(1, 366).Draw(t, "days")
		left := rapid.Int64Range(0, days).Draw(t, "left")
		at := func(n int64) finops.Money { return usd("0.01").MulInt(n) }
		c, err := pricing.ChangePlan(at(a), at(b), finops.Ratio{Num: integer(left), Den: integer(days)}, finops.HalfUp)
		require.NoError(t, err)
		sum, err := c.Credit.Add(c.Charge)
		require.NoError(t, err)
		if !sum.Equal(c.Net) || a == b && !c.Net.IsZero() {
			t.Fatalf("%+v", c)
		}
		// days × net against left × (next - old), in cents
		off := c.Net.Amount().Shift(2).Mul(integer(days)).Sub(integer(left * (b - a))).Abs()
		if off.GreaterThan(integer(days)) {
			t.Fatalf("net %s is more than a cent from %d/%d of %d", c.Net, left, days, b-a)
		}
	})
}
