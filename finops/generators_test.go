// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

// drawDecimal draws cents, other short numbers, and numbers too long for 64 bits.
func drawDecimal(t *rapid.T, label string) decimal.Decimal {
	switch rapid.IntRange(0, 3).Draw(t, label+" form") {
	case 0:
		return decimal.New(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, label), -2)
	case 1:
		return decimal.New(rapid.Int64().Draw(t, label), rapid.Int32Range(-20, 6).Draw(t, label+" exponent"))
	case 2:
		return decimal.New(rapid.Int64Range(-20, 20).Draw(t, label), rapid.Int32Range(-3, 18).Draw(t, label+" exponent"))
	}
	text := rapid.StringMatching(`-?[1-9][0-9]{0,40}`).Draw(t, label)
	coef, _ := new(big.Int).SetString(text, 10)
	return decimal.NewFromBigInt(coef, rapid.Int32Range(-30, 10).Draw(t, label+" exponent"))
}

func drawMoney(t *rapid.T, label string, c finops.Currency) finops.Money {
	m, err := finops.NewMoney(drawDecimal(t, label), c)
	require.NoError(t, err)
	return m
}

func drawCurrency(t *rapid.T, label string) finops.Currency {
	return rapid.SampledFrom([]finops.Currency{"USD", "EUR", "JPY", "KWD", "CLF"}).Draw(t, label)
}

func drawDate(t *rapid.T, label string) finops.Date {
	return finops.MustDate("0001-01-01").AddDays(rapid.IntRange(0, 3652058).Draw(t, label))
}

func drawRounding(t *rapid.T) finops.Rounding {
	return rapid.SampledFrom(allRoundings).Draw(t, "rounding")
}

var allRoundings = []finops.Rounding{
	finops.HalfUp, finops.HalfEven, finops.HalfDown, finops.Up, finops.Down, finops.Ceiling, finops.Floor,
}

// ratSum returns the sum of amounts of one currency, through rationals.
func ratSum(amounts []finops.Money) *big.Rat {
	sum := new(big.Rat)
	for _, m := range amounts {
		sum.Add(sum, m.Amount().Rat())
	}
	return sum
}

// roundRat rounds x to places digits by the definition of the mode, written apart from the code under test: as the
// choice between the two neighbours.
func roundRat(x *big.Rat, places int32, r finops.Rounding) *big.Rat {
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil))
	if places > 0 {
		unit.Inv(unit)
	}
	scaled := new(big.Rat).Quo(x, unit)
	below := new(big.Rat).SetInt(new(big.Int).Div(scaled.Num(), scaled.Denom())) // Euclidean: toward minus infinity
	if below.Cmp(scaled) == 0 {
		return x
	}
	above := new(big.Rat).Add(below, big.NewRat(1, 1))
	toZero, fromZero := below, above
	if x.Sign() < 0 {
		toZero, fromZero = above, below
	}
	nearer := new(big.Rat).Sub(scaled, below).Cmp(new(big.Rat).Sub(above, scaled)) // -1: below is nearer
	pick := below
	switch r {
	case finops.Up:
		pick = fromZero
	case finops.Down:
		pick = toZero
	case finops.Ceiling:
		pick = above
	case finops.Floor:
		pick = below
	default:
		switch {
		case nearer > 0:
			pick = above
		case nearer == 0 && r == finops.HalfUp:
			pick = fromZero
		case nearer == 0 && r == finops.HalfDown:
			pick = toZero
		case nearer == 0 && new(big.Int).Rem(below.Num(), big.NewInt(2)).Sign() != 0:
			pick = above
		}
	}
	return new(big.Rat).Mul(pick, unit)
}

// readJSON reads a file of testdata.
func readJSON(t *testing.T, name string, to any) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, to))
}
