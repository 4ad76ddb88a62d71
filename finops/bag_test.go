// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

func TestBag(t *testing.T) {
	usd, eur, yen := finops.MustMoney("3 USD"), finops.MustMoney("12.50 EUR"), finops.MustMoney("100 JPY")
	var empty finops.Bag
	b := finops.NewBag(usd, yen, finops.Money{}, finops.MustMoney("0 CHF"), eur, usd)
	for _, c := range []struct {
		name string
		bag  finops.Bag
		want string
	}{
		{"new", b, "12.50 EUR + 100 JPY + 6.00 USD"},
		{"add", b.Add(finops.MustMoney("1 GBP")), "12.50 EUR + 1.00 GBP + 100 JPY + 6.00 USD"},
		{"add first", b.Add(finops.MustMoney("1 AUD")), "1.00 AUD + 12.50 EUR + 100 JPY + 6.00 USD"},
		{"add last", b.Add(finops.MustMoney("1 ZAR")), "12.50 EUR + 100 JPY + 6.00 USD + 1.00 ZAR"},
		{"add more", b.Add(yen), "12.50 EUR + 200 JPY + 6.00 USD"},
		{"add to zero", b.Add(yen.Neg()), "12.50 EUR + 6.00 USD"},
		{"add nothing", b.Add(finops.Money{}).Add(finops.MustMoney("0 CHF")), "12.50 EUR + 100 JPY + 6.00 USD"},
		{"add bag", b.AddBag(finops.NewBag(usd.Neg(), eur)), "25.00 EUR + 100 JPY + 3.00 USD"},
		{"sub", b.Sub(finops.NewBag(eur, usd)), "100 JPY + 3.00 USD"},
		{"sub itself", b.Sub(b), "0"},
		{"neg", b.Neg(), "-12.50 EUR + -100 JPY + -6.00 USD"},
		{"empty", empty, "0"},
		{"empty add", empty.Add(eur), "12.50 EUR"},
		{"unchanged", b, "12.50 EUR + 100 JPY + 6.00 USD"},
	} {
		if got := c.bag.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if b.Len() != 3 || b.IsZero() || !empty.IsZero() || empty.Len() != 0 || b.Equal(empty) || !b.Equal(b.Add(usd).Add(usd.Neg())) {
		t.Errorf("%s: %d currencies", b, b.Len())
	}
	for c, want := range map[finops.Currency]finops.Money{"JPY": yen, "CHF": finops.MustMoney("0 CHF"), "XXQ": {}, "": {}} {
		if diff := cmp.Diff(want, b.Amount(c)); diff != "" {
			t.Errorf("amount in %q (-want +got):\n%s", string(c), diff)
		}
	}
	if diff := cmp.Diff([]finops.Money{eur, yen, finops.MustMoney("6 USD")}, slices.Collect(b.All())); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
}

// TestBagLaws compares a bag with one sum a currency.
func TestBagLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) []finops.Money {
			amounts := make([]finops.Money, rapid.IntRange(0, 30).Draw(t, label))
			for i := range amounts {
				amounts[i] = drawMoney(t, label, drawCurrency(t, label))
			}
			return amounts
		}
		xs, ys := draw("x"), draw("y")
		x, y := finops.NewBag(xs...), finops.NewBag(ys...)
		both := finops.NewBag(slices.Concat(xs, ys)...)
		if diff := cmp.Diff(both, x.AddBag(y)); diff != "" {
			t.Errorf("x + y (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(both, y.AddBag(x)); diff != "" {
			t.Errorf("y + x (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(x, both.Sub(y)); diff != "" {
			t.Errorf("x + y - y (-want +got):\n%s", diff)
		}
		step := finops.Bag{}
		for _, m := range xs {
			step = step.Add(m)
		}
		if diff := cmp.Diff(x, step); diff != "" {
			t.Errorf("one by one (-want +got):\n%s", diff)
		}
		var last finops.Currency
		for m := range x.All() {
			if m.IsZero() || m.Currency() <= last {
				t.Errorf("%s in %s", m, x)
			}
			last = m.Currency()
			own := slices.Collect(func(yield func(finops.Money) bool) {
				for _, n := range xs {
					if n.Currency() == last && !yield(n) {
						return
					}
				}
			})
			if ratSum(own).Cmp(m.Amount().Rat()) != 0 {
				t.Errorf("%s, want the sum of %v", m, own)
			}
		}
	})
}

func TestBagConvert(t *testing.T) {
	rate := func(from, to finops.Currency, value string) finops.Rate {
		return finops.Rate{From: from, To: to, Value: decimal.RequireFromString(value), Date: finops.MustDate("2026-01-02"), Source: "test"}
	}
	table, err := finops.NewFXTable([]finops.Rate{rate("EUR", "USD", "1.1"), rate("USD", "JPY", "150")}, finops.FXOptions{})
	require.NoError(t, err)
	on := finops.MustDate("2026-01-05")
	b := finops.NewBag(finops.MustMoney("10.01 EUR"), finops.MustMoney("1001 JPY"), finops.MustMoney("0.005 USD"))
	got, err := b.Convert(table, "USD", on, finops.SpotRate)
	require.NoError(t, err)
	var lines []string
	for _, l := range got.Lines {
		lines = append(lines, l.From.String()+" = "+l.To.String())
	}
	// 11.011, 6.6733..., and USD as it is
	if diff := cmp.Diff([]string{"10.01 EUR = 11.01 USD", "1001 JPY = 6.67 USD", "0.005 USD = 0.005 USD"}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if got.Total.String() != "17.685 USD" {
		t.Errorf("total %s, want 17.685 USD", got.Total)
	}
	_, err = b.Add(finops.MustMoney("1 CHF")).Add(finops.MustMoney("1 GBP")).Convert(table, "USD", on, finops.SpotRate)
	require.ErrorIs(t, err, finops.ErrNoRate)
	if n := len(unjoin(err)); n != 2 {
		t.Errorf("%d errors, want 2: %v", n, err)
	}
	_, err = b.Convert(table, "XXQ", on, finops.SpotRate)
	require.ErrorIs(t, err, finops.ErrUnknownCurrency)
	none, err := finops.Bag{}.Convert(table, "USD", on, finops.SpotRate)
	require.NoError(t, err)
	if diff := cmp.Diff(finops.MustMoney("0 USD"), none.Total); diff != "" {
		t.Errorf("an empty bag (-want +got):\n%s", diff)
	}
}
