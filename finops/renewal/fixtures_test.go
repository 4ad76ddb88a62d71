// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
)

var (
	dec   = decimal.RequireFromString
	day   = finops.MustDate
	money = finops.MustMoney
)

// must returns v and panics on an error: fixtures are constants.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func perUnit(unit string) pricing.Price {
	return must(pricing.NewPerUnit(money(unit), pricing.PerUnitOptions{}))
}

// javaLadder is Oracle's published Java SE price list per employee and month, as a volume ladder.
// source: Oracle Java SE Universal Subscription Global Price List
func javaLadder() pricing.Price {
	return must(pricing.NewLadder(pricing.LadderSpec{
		Currency: "USD", Mode: pricing.Volume,
		Tiers: []pricing.Tier{
			{UpTo: dec("999"), Unit: dec("15")},
			{UpTo: dec("2999"), Unit: dec("12")},
			{Open: true, Unit: dec("10.50")},
		},
	}))
}

// seats1000 is 1,000 seats at 100.00 a year for three years, billed each year in advance from 2025-01-01: no leap day
// lies between the payments, so that calendar days count whole years.
func seats1000() renewal.Offer {
	return renewal.Offer{
		Price: perUnit("100 USD"), Per: contract.PerYear, Quantity: dec("1000"), Start: day("2025-01-01"), Months: 36,
	}
}

func uplifted(o renewal.Offer, rate string) renewal.Offer {
	o.Uplift = dec(rate)
	return o
}

func wantMoney(t *testing.T, what string, got finops.Money, want string) {
	t.Helper()
	if !got.Equal(money(want)) {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}
