// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func usd(s string) finops.Money { return finops.MustMoney(s + " USD") }

func perUnit(tb testing.TB, amount string) pricing.Price {
	tb.Helper()
	p, err := pricing.NewPerUnit(usd(amount), pricing.PerUnitOptions{})
	require.NoError(tb, err)
	return p
}

func volume(tb testing.TB, tiers ...pricing.Tier) pricing.Price {
	tb.Helper()
	tiers[len(tiers)-1].Open = true
	p, err := pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Mode: pricing.Volume, WholeUnits: true, Tiers: tiers})
	require.NoError(tb, err)
	return p
}

// javaLadder is Oracle's Java SE list: all units at 15 up to 999, 12 up to 2999, then 10.50.
// source: volume_mix in testdata/mix_vectors.json
func javaLadder(tb testing.TB) pricing.Price {
	tb.Helper()
	return volume(tb, pricing.Tier{UpTo: dec("999"), Unit: dec("15")}, pricing.Tier{UpTo: dec("2999"), Unit: dec("12")},
		pricing.Tier{Unit: dec("10.50")})
}

type mixVector struct {
	Groups []license.Group `json:"groups"`
	Offers []struct {
		ID       string         `json:"id"`
		Grants   []string       `json:"grants"`
		Requires []string       `json:"requires"`
		Unit     string         `json:"unit"`
		Volume   []pricing.Tier `json:"volume"`
		Cap      int            `json:"cap"`
	} `json:"offers"`
	Optimum    string         `json:"optimum"`
	Assignment map[string]int `json:"assignment"`
}

func (v mixVector) problem(tb testing.TB) license.MixProblem {
	tb.Helper()
	p := license.MixProblem{Groups: v.Groups}
	for _, o := range v.Offers {
		offer := license.Offer{ID: o.ID, Grants: o.Grants, Requires: o.Requires, Cap: o.Cap}
		if offer.Price = nil; o.Unit != "" {
			offer.Price = perUnit(tb, o.Unit)
		} else {
			offer.Price = volume(tb, o.Volume...)
		}
		p.Offers = append(p.Offers, offer)
	}
	return p
}

func readMixVectors(tb testing.TB) map[string]mixVector {
	tb.Helper()
	data, err := os.ReadFile("testdata/mix_vectors.json")
	require.NoError(tb, err)
	raw := map[string]json.RawMessage{}
	require.NoError(tb, json.Unmarshal(data, &raw))
	out := map[string]mixVector{}
	for name, text := range raw {
		var v mixVector
		if name != "source" {
			require.NoError(tb, json.Unmarshal(text, &v))
			out[name] = v
		}
	}
	return out
}

// assigned returns the people by "group/offer+offer".
func assigned(m license.Mix) map[string]int {
	out := map[string]int{}
	for _, a := range m.Assignments {
		out[a.Group+"/"+strings.Join(a.Offers, "+")] += a.People
	}
	return out
}

func TestMixVectors(t *testing.T) {
	for name, v := range readMixVectors(t) {
		t.Run(name, func(t *testing.T) {
			mix, err := license.OptimizeMix(context.Background(), v.problem(t), license.MixOptions{})
			require.NoError(t, err)
			if !mix.Cost.Equal(usd(v.Optimum)) || !mix.LowerBound.Equal(mix.Cost) || !mix.Proven || mix.Stop != license.MixProven {
				t.Errorf("got %s (bound %s, proven %v, %s), want %s proven", mix.Cost, mix.LowerBound, mix.Proven, mix.Stop, v.Optimum)
			}
			if diff := cmp.Diff(v.Assignment, assigned(mix)); diff != "" {
				t.Errorf("assignment (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMixBuysIntoNextTier: 990 people need what costs 15 up to 999 and 12 from 1000; 1000 × 12 is cheaper than 990 × 15.
func TestMixBuysIntoNextTier(t *testing.T) {
	p := license.MixProblem{
		Groups: []license.Group{{ID: "g", People: 990, Needs: []string{"java"}}},
		Offers: []license.Offer{{ID: "A", Grants: []string{"java"}, Price: javaLadder(t)}},
	}
	mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	want := []license.MixPurchase{{Offer: "A", Used: 990, Buy: dec("1000"), Cost: usd("12000")}}
	if diff := cmp.Diff(want, mix.Purchases); diff != "" || !mix.Proven {
		t.Errorf("purchases, proven %v (-want +got):\n%s", mix.Proven, diff)
	}
	// The cap keeps the next tier out of reach.
	p.Offers[0].Cap = 995
	mix, err = license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	if !mix.Cost.Equal(usd("14850")) || !mix.Proven {
		t.Errorf("capped: got %s, proven %v, want 14850", mix.Cost, mix.Proven)
	}
	// A floor is paid even if nobody needs it.
	p.Groups[0].People, p.Offers[0].Cap, p.Offers[0].Floor = 0, 0, 100
	mix, err = license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	if !mix.Cost.Equal(usd("1500")) || !mix.Proven {
		t.Errorf("floor: got %s, proven %v, want 1500", mix.Cost, mix.Proven)
	}
}

// TestMixSiteLicence: a flat price is paid only if somebody gets it.
func TestMixSiteLicence(t *testing.T) {
	site, err := pricing.NewFlat(usd("5000"))
	require.NoError(t, err)
	p := license.MixProblem{
		Groups: []license.Group{{ID: "g", People: 400, Needs: []string{"cad"}}},
		Offers: []license.Offer{{ID: "seat", Grants: []string{"cad"}, Price: perUnit(t, "12")}, {ID: "site", Grants: []string{"cad"}, Price: site}},
	}
	for _, tt := range []struct {
		people int
		want   string
	}{{400, "4800"}, {416, "4992"}, {417, "5000"}, {900, "5000"}} {
		p.Groups[0].People = tt.people
		mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		require.NoError(t, err)
		checkMixResult(t, p, mix)
		if !mix.Cost.Equal(usd(tt.want)) || !mix.Proven || len(mix.Purchases) != 1 {
			t.Errorf("%d people: got %s, %+v, want %s", tt.people, mix.Cost, mix.Purchases, tt.want)
		}
	}
	// Committed, it is paid in any case.
	p.Groups[0].People, p.Offers[1].Floor = 400, 1
	mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	if !mix.Cost.Equal(usd("5000")) {
		t.Errorf("committed: got %s", mix.Cost)
	}
}

func TestMixSubsumption(t *testing.T) {
	p := license.MixProblem{
		Groups:       []license.Group{{ID: "g", People: 10, Needs: []string{"mail_plan_1"}}},
		Offers:       []license.Offer{{ID: "E3", Grants: []string{"mail_plan_2"}, Price: perUnit(t, "39")}},
		Implications: []license.Implication{{Higher: "mail_plan_2", Lower: "mail_plan_1"}},
	}
	mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	if !mix.Cost.Equal(usd("390")) {
		t.Errorf("got %s, want 390", mix.Cost)
	}
	p.Implications = nil
	_, err = license.OptimizeMix(context.Background(), p, license.MixOptions{})
	var infeasible *license.InfeasibleError
	require.ErrorAs(t, err, &infeasible)
	require.ErrorIs(t, err, license.ErrInfeasible)
	if infeasible.Group != "g" || infeasible.Capability != "mail_plan_1" {
		t.Errorf("got group %q, capability %q", infeasible.Group, infeasible.Capability)
	}
}

func TestMixErrors(t *testing.T) {
	eur, err := pricing.NewPerUnit(finops.MustMoney("1 EUR"), pricing.PerUnitOptions{})
	require.NoError(t, err)
	good := license.Offer{ID: "A", Grants: []string{"a"}, Price: perUnit(t, "1")}
	group := license.Group{ID: "g", People: 10, Needs: []string{"a"}}
	with := func(o license.Offer, change func(*license.Offer)) license.Offer { change(&o); return o }
	tests := []struct {
		name string
		p    license.MixProblem
		want error
	}{
		{"no price", license.MixProblem{Offers: []license.Offer{{ID: "A"}}}, license.ErrInvalid},
		{"offer twice", license.MixProblem{Offers: []license.Offer{good, good}}, license.ErrInvalid},
		{"offer without ID", license.MixProblem{Offers: []license.Offer{with(good, func(o *license.Offer) { o.ID = "" })}}, license.ErrInvalid},
		{"negative cap", license.MixProblem{Offers: []license.Offer{with(good, func(o *license.Offer) { o.Cap = -1 })}}, license.ErrNegative},
		{"negative floor", license.MixProblem{Offers: []license.Offer{with(good, func(o *license.Offer) { o.Floor = -1 })}}, license.ErrNegative},
		{"floor above cap", license.MixProblem{Offers: []license.Offer{with(good, func(o *license.Offer) { o.Cap, o.Floor = 1, 2 })}}, license.ErrInvalid},
		{"requires unknown", license.MixProblem{Offers: []license.Offer{with(good, func(o *license.Offer) { o.Requires = []string{"X"} })}}, license.ErrInvalid},
		{"requires itself", license.MixProblem{Offers: []license.Offer{with(good, func(o *license.Offer) { o.Requires = []string{"A"} })}}, license.ErrInvalid},
		{"two currencies", license.MixProblem{Offers: []license.Offer{good, {ID: "B", Price: eur}}}, finops.ErrCurrencyMismatch},
		{"negative people", license.MixProblem{Groups: []license.Group{{ID: "g", People: -1}}}, license.ErrNegative},
		{"group twice", license.MixProblem{Groups: []license.Group{{ID: "g"}, {ID: "g"}}}, license.ErrInvalid},
		{"allows unknown", license.MixProblem{Groups: []license.Group{{ID: "g", Allowed: []string{"X"}}}}, license.ErrInvalid},
		{"implication cycle", license.MixProblem{Implications: []license.Implication{{Higher: "a", Lower: "b"}, {Higher: "b", Lower: "a"}}}, license.ErrCycle},
		{"empty implication", license.MixProblem{Implications: []license.Implication{{Higher: "a"}}}, license.ErrInvalid},
		{"nobody grants it", license.MixProblem{Groups: []license.Group{group}}, license.ErrInfeasible},
		{"not allowed", license.MixProblem{
			Groups: []license.Group{{ID: "g", People: 1, Needs: []string{"a"}, Allowed: []string{"B"}}},
			Offers: []license.Offer{good, {ID: "B", Grants: []string{"b"}, Price: perUnit(t, "1")}},
		}, license.ErrInfeasible},
		{"cap too small", license.MixProblem{Groups: []license.Group{group}, Offers: []license.Offer{with(good, func(o *license.Offer) { o.Cap = 9 })}}, license.ErrInfeasible},
		{"caps too small together", license.MixProblem{
			Groups: []license.Group{group, {ID: "h", People: 1, Needs: []string{"a", "b"}}},
			Offers: []license.Offer{{ID: "AB", Grants: []string{"a", "b"}, Price: perUnit(t, "1"), Cap: 10}},
		}, license.ErrInfeasible},
		{"add-ons that need each other", license.MixProblem{
			Groups: []license.Group{{ID: "g", People: 1, Needs: []string{"a"}, Allowed: []string{"A"}}},
			Offers: []license.Offer{with(good, func(o *license.Offer) { o.Requires = []string{"B"} }), {ID: "B", Grants: []string{"b"}, Price: perUnit(t, "1")}},
		}, license.ErrInfeasible},
		{"too many digits", license.MixProblem{Groups: []license.Group{group}, Offers: []license.Offer{with(good, func(o *license.Offer) {
			o.Price = perUnit(t, "12345678901234567890")
		})}}, license.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := license.OptimizeMix(context.Background(), tt.p, license.MixOptions{})
			require.ErrorIs(t, err, tt.want)
		})
	}
	_, err = license.OptimizeMix(context.Background(), license.MixProblem{}, license.MixOptions{WorkLimit: -1})
	require.ErrorIs(t, err, license.ErrNegative)
}

func intDec(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }
