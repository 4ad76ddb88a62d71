// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func TestScenarioJSON(t *testing.T) {
	next := uplifted(seats1000(), "0.07")
	next.Ramp, next.Floor, next.Locked = []decimal.Decimal{dec("900"), dec("800")}, dec("100"), true
	s := replaced(next)
	b, err := json.Marshal(s)
	require.NoError(t, err)
	var back renewal.Scenario
	require.NoError(t, json.Unmarshal(b, &back))
	want, err := s.Flows()
	require.NoError(t, err)
	got, err := back.Flows()
	require.NoError(t, err)
	if diff := cmp.Diff(want, got, dates); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, err := json.Marshal(back)
	require.NoError(t, err)
	if string(again) != string(b) {
		t.Errorf("got %s\nwant %s", again, b)
	}
}

func TestPositionJSON(t *testing.T) {
	p := renewal.Position{Price: javaLadder(), Held: dec("1000"), Need: dec("700"), Maximum: decimal.NewNullDecimal(dec("5000"))}
	b, err := json.Marshal(p)
	require.NoError(t, err)
	var back renewal.Position
	require.NoError(t, json.Unmarshal(b, &back))
	s, err := renewal.Reprice(back)
	require.NoError(t, err)
	wantMoney(t, "real", s.Real, "1500 USD")
	for _, bad := range []string{`{"price":{"kind":"nothing"}}`, `{"held":"x"}`, `[]`} {
		if json.Unmarshal([]byte(bad), new(renewal.Position)) == nil || json.Unmarshal([]byte(bad), new(renewal.Offer)) == nil && bad != `{"held":"x"}` {
			t.Errorf("%s: no error", bad)
		}
	}
}

// FuzzScenarioJSON: hostile scenarios give an error, never a panic, and payments that the rest of the package can take.
func FuzzScenarioJSON(f *testing.F) {
	for _, s := range []renewal.Scenario{
		renewal.AsIs("as is", uplifted(seats1000(), "0.07")),
		replaced(seats1000()),
		renewal.WalkAway("leave"),
	} {
		f.Add(string(must(json.Marshal(s))))
	}
	f.Add(`{"name":"x","offers":[{"price":{"kind":"flat","amount":{"amount":"1","currency":"USD"}},"per":"month","start":"9998-01-01","months":1200,"uplift":"1e9"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var s renewal.Scenario
		if json.Unmarshal([]byte(text), &s) != nil || len(text) > 5000 {
			return
		}
		flows, err := s.Flows()
		if err != nil {
			var q *pricing.QuantityError
			if !errors.Is(err, renewal.ErrInvalid) && !errors.As(err, &q) && !errors.Is(err, pricing.ErrNeedsTransactions) && !errors.Is(err, finops.ErrRange) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, p := range flows {
			if p.Date.IsZero() {
				t.Fatalf("a payment without a date: %s", text)
			}
		}
		if _, err := renewal.Compare(day("2025-01-01"), dec("0.08"), []renewal.Scenario{s}, renewal.CompareOptions{}); err != nil {
			t.Fatalf("%v", err)
		}
	})
}

// replaced moves to another offer, with two months of overlap.
func replaced(next renewal.Offer) renewal.Scenario {
	return renewal.Replace("migrate", renewal.Replacement{
		Next: []renewal.Offer{next}, Old: []renewal.Offer{seats1000()}, OverlapMonths: 2, Migration: []roi.Flow{flow("2025-02-01", "5000 USD")},
	})
}
