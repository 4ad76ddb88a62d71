// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// periodOf returns the period of some months that contains a day, counted from start by trying one after the other; the
// whole term for 0 months.
func periodOf(d finops.Date, term finops.Period, months int) (int, finops.Period) {
	if months == 0 {
		return 0, term
	}
	for i := 0; ; i++ {
		p := finops.Period{Start: term.Start.AddMonths(i * months), End: term.Start.AddMonths((i + 1) * months)}
		if p.Contains(d) {
			return i, p
		}
	}
}

// dayWeight is the part of a month that one day is.
func dayWeight(d finops.Date, term finops.Period) *big.Rat {
	_, m := periodOf(d, term, 1)
	return big.NewRat(1, int64(m.Days()))
}

// slowValue adds up a line day by day in rationals and rounds each block, the longer of price and billing period, once.
func slowValue(c contract.Contract, l contract.Line) decimal.Decimal {
	price := map[contract.PricePeriod]int{contract.PerMonth: 1, contract.PerYear: 12, contract.PerTerm: 0}[l.Per]
	bill := map[contract.Interval]int{contract.BillMonthly: 1, contract.BillQuarterly: 3, contract.BillSemiAnnually: 6, contract.BillAnnually: 12, contract.BillUpfront: 0}[c.Billing.Every]
	block := max(price, bill)
	if price == 0 || bill == 0 {
		block = 0
	}
	termWeight := new(big.Rat)
	for d := c.Term.Start; d.Before(c.Term.End); d = d.AddDays(1) {
		termWeight.Add(termWeight, dayWeight(d, c.Term))
	}
	blocks := map[int]*big.Rat{}
	for d := c.Term.Start; d.Before(c.Term.End); d = d.AddDays(1) {
		if d.Before(l.Start) {
			continue
		}
		now := l
		for _, s := range l.Ramp {
			if !s.From.After(d) {
				if s.Quantity.Valid {
					now.Quantity = s.Quantity.Decimal
				}
				if s.Price != nil {
					now.Price = s.Price
				}
			}
		}
		charge, err := now.Price.Charge(now.Quantity)
		if err != nil {
			panic(err)
		}
		share := new(big.Rat)
		_, period := periodOf(d, c.Term, price)
		switch {
		case c.Proration == contract.ActualOfPeriod:
			share.SetFrac64(1, int64(period.Days()))
		case price == 0:
			share.Quo(dayWeight(d, c.Term), termWeight)
		default:
			share.Quo(dayWeight(d, c.Term), big.NewRat(int64(price), 1))
		}
		n, _ := periodOf(d, c.Term, block)
		if blocks[n] == nil {
			blocks[n] = new(big.Rat)
		}
		blocks[n].Add(blocks[n], share.Mul(share, charge.Total.Amount().Rat()))
	}
	sum := decimal.Decimal{}
	for _, b := range blocks {
		q, err := finops.DivRound(decimal.NewFromBigInt(b.Num(), 0), decimal.NewFromBigInt(b.Denom(), 0), c.Currency.MinorUnits(), c.Billing.Rounding)
		if err != nil {
			panic(err)
		}
		sum = sum.Add(q)
	}
	return sum
}

// TestValueAgainstDays checks the value of each line against a sum over single days.
func TestValueAgainstDays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := anyContract(rt, t)
		c.Proration = contract.Proration(rapid.IntRange(0, 1).Draw(rt, "by months or days"))
		c.Uplift = contract.Uplift{}
		v, err := c.Value(0)
		require.NoError(rt, err)
		for _, lv := range v.Lines {
			for _, l := range c.Lines {
				if l.ID != lv.Line {
					continue
				}
				if want := slowValue(c, l); !lv.Amount.Amount().Equal(want) {
					rt.Fatalf("line %s: want %s, got %s", l.ID, want, lv.Amount)
				}
			}
		}
	})
}
