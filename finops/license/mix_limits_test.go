// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// coverProblem asks one person's needs of offers that each grant some of them at random.
func coverProblem(tb testing.TB, seed uint64, needs, offers, oneIn int) license.MixProblem {
	tb.Helper()
	rng := rand.New(rand.NewPCG(seed, 5))
	var p license.MixProblem
	var all []string
	for n := range needs {
		all = append(all, fmt.Sprintf("need-%02d", n))
	}
	for i := range offers {
		o := license.Offer{ID: fmt.Sprintf("offer-%03d", i)}
		for _, n := range all {
			if rng.IntN(oneIn) == 0 {
				o.Grants = append(o.Grants, n)
			}
		}
		o.Price = perUnit(tb, decimal.New(int64(500+rng.IntN(500)+100*len(o.Grants)), -2).String())
		p.Offers = append(p.Offers, o)
	}
	p.Groups = []license.Group{{ID: "g", People: 1, Needs: all}}
	p.Offers = append(p.Offers, license.Offer{ID: "everything", Grants: all, Price: perUnit(tb, "1000")})
	return p
}

// TestMixBeyondTable: with more than 20 needs the bounded search takes over; it must agree with trying every subset.
func TestMixBeyondTable(t *testing.T) {
	for seed := range uint64(12) {
		p := coverProblem(t, seed, 26, 12, 3)
		best := int64(-1)
		bit := map[string]uint64{}
		for i, n := range p.Groups[0].Needs {
			bit[n] = 1 << i
		}
		for set := range 1 << len(p.Offers) {
			var got uint64
			var total int64
			for i, o := range p.Offers {
				if set>>i&1 == 1 {
					c, err := o.Price.Charge(decimal.NewFromInt(1))
					require.NoError(t, err)
					total += c.Total.Amount().Shift(2).IntPart()
					for _, g := range o.Grants {
						got |= bit[g]
					}
				}
			}
			if got == 1<<26-1 && (best < 0 || total < best) {
				best = total
			}
		}
		mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		require.NoError(t, err)
		checkMixResult(t, p, mix)
		if !mix.Proven || mix.Cost.Amount().Shift(2).IntPart() != best {
			t.Errorf("seed %d: got %s, proven %v, want %d cents", seed, mix.Cost, mix.Proven, best)
		}
	}
}

// TestMixWorkLimit: the best mix so far comes back unproven, with a bound that holds.
func TestMixWorkLimit(t *testing.T) {
	p := coverProblem(t, 1, 60, 120, 6)
	limited, err := license.OptimizeMix(context.Background(), p, license.MixOptions{WorkLimit: 2_000_000})
	require.NoError(t, err)
	checkMixResult(t, p, limited)
	if limited.Proven || limited.Stop != license.MixWorkLimit || limited.LowerBound.Sign() <= 0 {
		t.Errorf("got %s, bound %s, proven %v, %s", limited.Cost, limited.LowerBound, limited.Proven, limited.Stop)
	}
	if gap, ok := limited.Gap.Value(); !ok || gap.Sign() <= 0 || gap.Cmp(decimal.NewFromInt(1)) >= 0 {
		t.Errorf("gap %s", gap)
	}
	longer, err := license.OptimizeMix(context.Background(), p, license.MixOptions{WorkLimit: 40_000_000})
	require.NoError(t, err)
	worse, err := longer.Cost.Cmp(limited.Cost)
	require.NoError(t, err)
	below, err := longer.Cost.Cmp(limited.LowerBound)
	require.NoError(t, err)
	if worse > 0 || below < 0 {
		t.Errorf("more work: %s after %s with bound %s", longer.Cost, limited.Cost, limited.LowerBound)
	}
	again, err := license.OptimizeMix(context.Background(), p, license.MixOptions{WorkLimit: 2_000_000})
	require.NoError(t, err)
	if d := diff(limited, again); d != "" {
		t.Errorf("the same limit gives another result (-want +got):\n%s", d)
	}
}

// TestMixWorkLimitInSearch stops among the branches: the bound of the open nodes comes back.
func TestMixWorkLimitInSearch(t *testing.T) {
	p := ladderProblem(t, 5, 15)
	full, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	checkMixResult(t, p, full)
	if !full.Proven {
		t.Fatalf("got %+v", full)
	}
	stopped := 0
	for limit := full.Work / 20; limit < full.Work; limit += full.Work / 20 {
		part, err := license.OptimizeMix(context.Background(), p, license.MixOptions{WorkLimit: limit})
		if errors.Is(err, license.ErrTooLarge) {
			continue // nothing found yet
		}
		require.NoError(t, err)
		checkMixResult(t, p, part)
		if part.Cost.Amount().Cmp(full.Cost.Amount()) < 0 || part.LowerBound.Amount().Cmp(full.Cost.Amount()) > 0 {
			t.Errorf("limit %d: cost %s, bound %s, optimum %s", limit, part.Cost, part.LowerBound, full.Cost)
		}
		if part.Stop == license.MixWorkLimit && !part.Proven {
			stopped++
		}
	}
	if stopped == 0 {
		t.Error("no limit stopped the search")
	}
}

// TestMixCancel: a context that ends is noticed within 50 milliseconds; of three tries on a busy machine the best counts.
func TestMixCancel(t *testing.T) {
	p := coverProblem(t, 2, 62, 160, 7)
	const runs, after, limit = 3, 100 * time.Millisecond, 50 * time.Millisecond
	best := time.Hour
	for range runs {
		ctx, cancel := context.WithTimeout(context.Background(), after)
		start := time.Now()
		mix, err := license.OptimizeMix(ctx, p, license.MixOptions{WorkLimit: 1 << 50})
		best = min(best, time.Since(start)-after)
		cancel()
		require.NoError(t, err)
		checkMixResult(t, p, mix)
		if mix.Proven || mix.Stop != license.MixCancelled {
			t.Errorf("got proven %v, %s", mix.Proven, mix.Stop)
		}
	}
	if !testing.Short() && !raceEnabled && best > limit {
		t.Errorf("stopped %v after the context ended, want at most %v", best, limit)
	}
	done, stop := context.WithCancel(context.Background())
	stop()
	mix, err := license.OptimizeMix(done, p, license.MixOptions{})
	if err == nil {
		checkMixResult(t, p, mix)
	} else {
		require.ErrorIs(t, err, context.Canceled)
	}
}

// ladderProblem has groups of hundreds and offers with volume ladders, caps and plain prices.
func ladderProblem(tb testing.TB, seed uint64, groups int) license.MixProblem {
	tb.Helper()
	rng := rand.New(rand.NewPCG(seed, 3))
	var p license.MixProblem
	var all []string
	for i := range 12 {
		all = append(all, fmt.Sprint("c", i))
	}
	some := func() []string {
		var out []string
		for _, c := range all {
			if rng.IntN(3) == 0 {
				out = append(out, c)
			}
		}
		return out
	}
	for i := range 14 {
		o := license.Offer{ID: fmt.Sprintf("P%02d", i), Grants: some()}
		base := decimal.New(int64(300+len(o.Grants)*500+rng.IntN(1500)), -2)
		if i%3 == 0 {
			first, second := int64(200+rng.IntN(800)), int64(1500+rng.IntN(3000))
			o.Price = volume(tb, pricing.Tier{UpTo: decimal.NewFromInt(first), Unit: base},
				pricing.Tier{UpTo: decimal.NewFromInt(second), Unit: base.Mul(dec("0.8"))}, pricing.Tier{Unit: base.Mul(dec("0.7"))})
		} else {
			o.Price = perUnit(tb, base.String())
			if i%4 == 0 {
				o.Cap = 300 + rng.IntN(500)
			}
		}
		p.Offers = append(p.Offers, o)
	}
	p.Offers = append(p.Offers, license.Offer{ID: "ALL", Grants: all, Price: perUnit(tb, "75")})
	for g := range groups {
		p.Groups = append(p.Groups, license.Group{ID: fmt.Sprintf("g%02d", g), People: 50 + rng.IntN(900), Needs: some()})
	}
	return p
}

// TestMixTooDear: costs beyond the integers of the solver are refused, and the error says what would do.
func TestMixTooDear(t *testing.T) {
	mix := func(people int, unit string, offers int) error {
		p := license.MixProblem{Groups: []license.Group{{ID: "g", People: people, Needs: []string{"a"}}}}
		for i := range offers {
			p.Offers = append(p.Offers, license.Offer{ID: fmt.Sprint("offer-", i), Grants: []string{"a"}, Price: perUnit(t, unit)})
		}
		_, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		return err
	}
	require.NoError(t, mix(1_000_000, "999999.99", 1))     // a trillion
	require.NoError(t, mix(10_000, "99.123456789", 1))     // nine digits after the point
	require.NoError(t, mix(10_000, "99.500000000000", 12)) // zeros at the end cost nothing
	for _, tt := range []struct{ got, want string }{
		{fmt.Sprint(mix(10_000, "99.123456789012", 1)), `license: mix: offer "offer-0": cost of 991234.56789012: above 1000, the most for prices of 12 digits after the point; round the prices: license: problem too large`},
		{fmt.Sprint(mix(99_999, "90000000.01", 2)), `license: mix: cost of all offers together: above 10000000000000, the most for prices of 2 digits after the point; round the prices: license: problem too large`},
	} {
		if tt.got != tt.want {
			t.Errorf("got  %s\nwant %s", tt.got, tt.want)
		}
	}
}

// TestMixIgnoresOrder: the optimum does not depend on the order of groups and offers, and the input stays as it is.
func TestMixIgnoresOrder(t *testing.T) {
	p := ladderProblem(t, 1, 8)
	want, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(9, 9))
	for range 5 {
		s := license.MixProblem{Groups: append([]license.Group(nil), p.Groups...), Offers: append([]license.Offer(nil), p.Offers...)}
		rng.Shuffle(len(s.Groups), func(i, j int) { s.Groups[i], s.Groups[j] = s.Groups[j], s.Groups[i] })
		rng.Shuffle(len(s.Offers), func(i, j int) { s.Offers[i], s.Offers[j] = s.Offers[j], s.Offers[i] })
		before := fmt.Sprint(s.Groups)
		got, err := license.OptimizeMix(context.Background(), s, license.MixOptions{})
		require.NoError(t, err)
		if !got.Cost.Equal(want.Cost) || !got.Proven || fmt.Sprint(s.Groups) != before {
			t.Errorf("got %s, proven %v, want %s", got.Cost, got.Proven, want.Cost)
		}
	}
	empty, err := license.OptimizeMix(context.Background(), license.MixProblem{}, license.MixOptions{})
	require.NoError(t, err)
	if !empty.Proven || !empty.Cost.Equal(finops.Money{}) {
		t.Errorf("nothing to do: got %+v", empty)
	}
}

func BenchmarkOptimizeMix(b *testing.B) {
	for _, groups := range []int{5, 15} {
		p := ladderProblem(b, 1, groups)
		b.Run(fmt.Sprint(groups, "groups"), func(b *testing.B) {
			for b.Loop() {
				if _, err := license.OptimizeMix(context.Background(), p, license.MixOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
