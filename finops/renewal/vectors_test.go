// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// vectorCount compares figures and counts.
type vectorCount struct {
	t          *testing.T
	right, all int
}

// check compares to 15 significant digits, what the float64 sources carry.
func (v *vectorCount) check(name string, got decimal.Decimal, want string) {
	v.t.Helper()
	v.all++
	w := dec(want)
	if diff := got.Sub(w).Abs(); diff.Cmp(w.Abs().Shift(-15)) > 0 {
		v.t.Errorf("%s: got %s, want %s", name, got, want)
		return
	}
	v.right++
}

func TestBarRenewalVectors(t *testing.T) {
	var v struct {
		NPV struct {
			Rate     string
			Flat     string `json:"flat_3y"`
			Uplift   string `json:"annual_7pct_uplift"`
			Ratio    string
			TenOff   string `json:"three_year_10pct_off"`
			Fewer    string `json:"annual_with_15pct_fewer_seats_from_year2"`
			Shrink   string `json:"breakeven_seat_shrink_year2_and_3"`
			Discount string `json:"prepay_3y_breakeven_discount"`
		}
		Reclaim struct {
			Rows []struct {
				Held, Reclaimable string
				Naive             string `json:"naive_saving"`
				Plain             string `json:"cost_after_naive_cut"`
				Best              string `json:"best_quantity"`
				Real              string `json:"real_saving"`
			}
		} `json:"reclaim_reprice"`
	}
	b, err := os.ReadFile("testdata/renewal_vectors.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &v))
	n := &vectorCount{t: t}
	scenarioVectors(t, n, v.NPV.Rate, v.NPV.Flat, v.NPV.Uplift, v.NPV.Ratio, v.NPV.TenOff, v.NPV.Fewer, v.NPV.Shrink, v.NPV.Discount)
	for _, r := range v.Reclaim.Rows {
		s, err := renewal.Reprice(renewal.Position{Price: javaLadder(), Held: dec(r.Held), Need: dec(r.Held).Sub(dec(r.Reclaimable))})
		require.NoError(t, err)
		n.check("naive saving", s.Naive.Amount(), r.Naive)
		n.check("cost after a plain cut", s.CostNeed.Amount(), r.Plain)
		n.check("best quantity", s.Buy, r.Best)
		n.check("real saving", s.Real.Amount(), r.Real)
	}
	fmt.Printf("bar: renewal.vectors %d/%d\n", n.right, n.all)
	if n.all != 15 || n.right != n.all {
		t.Errorf("%d of %d vectors, want 15 of 15", n.right, n.all)
	}
}

func scenarioVectors(t *testing.T, n *vectorCount, rate, flat, uplift, ratio, tenOff, fewer, shrink, discount string) {
	offer, r := seats1000(), dec(rate)
	rising := uplifted(offer, "0.07")
	shrunk := rising
	shrunk.Ramp = []decimal.Decimal{dec("850")}
	locked := renewal.MultiYear("ten off", 36, dec("0.10"), offer)
	c, err := renewal.Compare(day("2025-01-01"), r, []renewal.Scenario{
		renewal.AsIs("flat", offer), renewal.AsIs("rising", rising), locked, renewal.AsIs("shrunk", shrunk),
	}, renewal.CompareOptions{Places: 20})
	require.NoError(t, err)
	pv := func(i int) decimal.Decimal { return c.Scenarios[i].PV.Amount() }
	n.check("flat", pv(0), flat)
	n.check("rising", pv(1), uplift)
	q, err := c.Scenarios[1].PV.RatioTo(c.Scenarios[0].PV)
	require.NoError(t, err)
	value, _ := q.Round(20, 0)
	n.check("ratio", value, ratio)
	n.check("ten off", pv(2), tenOff)
	n.check("fewer seats", pv(3), fewer)

	point, err := renewal.BreakEvenShrink(day("2025-01-01"), r, renewal.AsIs("rising", rising), locked, renewal.BreakEvenOptions{Places: 20})
	require.NoError(t, err)
	n.check("break-even shrink", point.Value, shrink)
	prepay, err := renewal.PrepaymentBreakEven(r, renewal.AsIs("flat", offer), roi.Actual365)
	require.NoError(t, err)
	value, _ = prepay.Round(20, 0)
	n.check("prepayment", value, discount)
}
