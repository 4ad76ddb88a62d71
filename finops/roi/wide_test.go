// SPDX-License-Identifier: Apache-2.0

package roi_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
)

// TestWideAmounts: results are right to the last digit whatever the size of the amounts. The values are computed here in
// fractions: whole years at 10 % are powers of 11/10.
func TestWideAmounts(t *testing.T) {
	rate, growth := dec(t, "0.1"), big.NewRat(11, 10)
	check := func(what string, digits int, want *big.Rat, got finops.Money, err error) {
		t.Helper()
		require.NoError(t, err)
		if w := want.FloatString(2) + " USD"; got.String() != w {
			t.Errorf("%s of %d digits: got %s, want %s", what, digits, got, w)
		}
	}
	for _, digits := range []int{20, 100, 300, 450, 478, 490, 497} {
		amount := usd(t, strings.Repeat("9", digits)+"7.31")
		a := amount.Amount().Rat()

		want := new(big.Rat).Set(a)
		for range 7 {
			want.Quo(want, growth)
		}
		got, err := roi.NPV(rate, []finops.Money{amount, {}, {}, {}, {}, {}, {}, amount}, roi.Options{})
		check("NPV", digits, want.Add(want, a), got, err)

		got, err = roi.EAC(rate, amount, dec(t, "1"), roi.Options{})
		check("EAC", digits, new(big.Rat).Mul(a, growth), got, err)

		year := func(y string, m finops.Money) roi.Flow {
			return roi.Flow{Date: finops.MustDate(y + "-01-01"), Amount: m}
		}
		flows := []roi.Flow{year("2033", amount), year("2027", amount), year("2026", amount), year("2033", amount.Neg())}
		got, err = roi.XNPV(rate, flows, roi.Options{})
		want.Quo(a, growth)
		check("XNPV", digits, want.Add(want, a), got, err)

		got, err = roi.AnnuityPV(rate, dec(t, "2"), amount, roi.Options{Timing: roi.InAdvance})
		check("annuity", digits, want, got, err) // a + a/1.1 as well
	}
}

// TestRateThatExplodes: at −99.99…9 % a later amount is worth more digits than anyone can use; that is an error, not a
// number without its last digits.
func TestRateThatExplodes(t *testing.T) {
	rate := dec(t, "-0."+strings.Repeat("9", 100))
	flows := make([]finops.Money, 100)
	flows[0], flows[99] = usd(t, "1"), usd(t, "1.01")
	_, err := roi.NPV(rate, flows, roi.Options{})
	require.ErrorIs(t, err, finops.ErrRange)
	got, err := roi.NPV(rate, []finops.Money{usd(t, "0.01"), usd(t, "2.02")}, roi.Options{})
	require.NoError(t, err)
	if want := finops.MustMoney("202" + strings.Repeat("0", 98) + ".01 USD"); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	// What cancels out does so at any size.
	flows[98], flows[99] = usd(t, "3"), finops.Money{}
	_, err = roi.NPV(rate, flows, roi.Options{})
	require.ErrorIs(t, err, finops.ErrRange)
}
