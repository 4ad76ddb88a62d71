// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func null(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func date(s string) finops.Date { return finops.MustDate(s) }

func perUnit(tb testing.TB, unit string) pricing.Price {
	tb.Helper()
	p, err := pricing.NewPerUnit(finops.MustMoney(unit), pricing.PerUnitOptions{})
	require.NoError(tb, err)
	return p
}

func flat(tb testing.TB, amount string) pricing.Price {
	tb.Helper()
	p, err := pricing.NewFlat(finops.MustMoney(amount))
	require.NoError(tb, err)
	return p
}

// plain is a contract with one line, billed as asked.
func plain(tb testing.TB, term, unit string, per contract.PricePeriod, quantity string) contract.Contract {
	tb.Helper()
	return contract.Contract{
		ID: "C-1", Vendor: "Acme", Name: "Suite", Currency: finops.MustMoney(unit).Currency(), Term: finops.MustPeriod(term),
		Lines: []contract.Line{{ID: "L1", Quantity: dec(quantity), Price: perUnit(tb, unit), Per: per}},
	}
}

func wantMoney(t *testing.T, what, want string, got finops.Money) {
	t.Helper()
	if !finops.MustMoney(want).Equal(got) {
		t.Errorf("%s: want %s, got %s", what, want, got)
	}
}

func wantDate(t *testing.T, what, want string, got finops.Date) {
	t.Helper()
	if got.String() != want {
		t.Errorf("%s: want %q, got %q", what, want, got)
	}
}
