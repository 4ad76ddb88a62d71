// SPDX-License-Identifier: Apache-2.0

package license

import (
	"math"
	"math/bits"
	"slices"
)

// unreachable is the cost of what cannot be covered.
const unreachable = int64(math.MaxInt64)

// coverItem is an offer with one price per unit, as one class sees it.
type coverItem struct {
	offer    int
	gives    uint64
	needsReq uint32
	meetsReq uint32
	price    int64
}

// coverState is what is still to be done for one person.
type coverState struct {
	open uint64 // needs without a grant
	owed uint32 // requirements of chosen add-ons that nothing chosen meets yet
	met  uint32 // requirements that something chosen meets
}

// take returns the state after choosing an offer.
func (s coverState) take(gives uint64, needsReq, meetsReq uint32) coverState {
	s.open &^= gives
	s.met |= meetsReq
	s.owed = (s.owed | needsReq) &^ s.met
	return s
}

// cover finds the cheapest items for what is to be done: a weighted set cover with prerequisites.
type cover struct {
	w     *work
	items []coverItem
	byBit [maxNeeds][]int // items that give a need
	byReq [maxRequirements][]int
	memo  map[coverState]coverStep
}

// coverStep is the best first choice from a state and what all choices cost.
type coverStep struct {
	cost int64
	item int // none if nothing is to be done or nothing helps
}

func newCover(w *work, items []coverItem) *cover {
	c := &cover{w: w, items: undominated(items), memo: map[coverState]coverStep{}}
	// Cheap items first: the first complete choice of the search is then a good one.
	slices.SortStableFunc(c.items, func(a, b coverItem) int {
		return compareShares(a.price, bitCount(a.gives), b.price, bitCount(b.gives))
	})
	for i, it := range c.items {
		for b := range maxNeeds {
			if it.gives>>b&1 == 1 {
				c.byBit[b] = append(c.byBit[b], i)
			}
		}
		for r := range maxRequirements {
			if it.meetsReq>>r&1 == 1 {
				c.byReq[r] = append(c.byReq[r], i)
			}
		}
	}
	return c
}

// compareShares compares price per need; an item that gives none comes last.
func compareShares(p int64, n int, q int64, k int) int {
	switch {
	case n == 0 || k == 0:
		return k - n
	case p/int64(n) < q/int64(k):
		return -1
	case p/int64(n) > q/int64(k):
		return 1
	}
	return 0
}

// undominated drops items for which another does at least as much, asks no more and costs no more.
func undominated(items []coverItem) []coverItem {
	var out []coverItem
	for i, a := range items {
		beaten := false
		for k, b := range items {
			if k == i || a.gives&^b.gives != 0 || a.meetsReq&^b.meetsReq != 0 || b.needsReq&^a.needsReq != 0 || b.price > a.price {
				continue
			}
			same := a.gives == b.gives && a.meetsReq == b.meetsReq && a.needsReq == b.needsReq && a.price == b.price
			if !same || k < i {
				beaten = true
				break
			}
		}
		if !beaten {
			out = append(out, a)
		}
	}
	return out
}

// dpBits is the number of needs up to which all states are tabulated; beyond it the search is bounded.
const dpBits = 20

// solve returns the least cost of finishing from a state, unreachable if there is no way. If the work ends early it
// returns errStopped.
func (c *cover) solve(s coverState) (int64, error) {
	if bitCount(s.open) > dpBits {
		return c.bounded(s)
	}
	step, err := c.table(s)
	return step.cost, err
}

// candidates returns the items that do one thing that must be done, the thing with the fewest of them.
func (c *cover) candidates(s coverState) []int {
	var best []int
	found := false
	for rest := s.open; rest != 0; rest &= rest - 1 {
		if list := c.byBit[bits.TrailingZeros64(rest)]; !found || len(list) < len(best) {
			best, found = list, true
		}
	}
	for rest := s.owed; rest != 0; rest &= rest - 1 {
		if list := c.byReq[bits.TrailingZeros32(rest)]; !found || len(list) < len(best) {
			best, found = list, true
		}
	}
	return best
}

// table is the dynamic program over states: each is solved once.
func (c *cover) table(s coverState) (coverStep, error) {
	if s.open == 0 && s.owed == 0 {
		return coverStep{item: int(none)}, nil
	}
	if step, ok := c.memo[s]; ok {
		return step, nil
	}
	best := coverStep{cost: unreachable, item: int(none)}
	for _, i := range c.candidates(s) {
		if err := c.w.spend(10); err != nil {
			return best, err
		}
		it := &c.items[i]
		next := s.take(it.gives, it.needsReq, it.meetsReq)
		if next == s {
			continue
		}
		step, err := c.table(next)
		if err != nil {
			return best, err
		}
		if step.cost < unreachable && it.price+step.cost < best.cost {
			best = coverStep{cost: it.price + step.cost, item: i}
		}
	}
	c.memo[s] = best
	return best, nil
}

// bounded is a depth-first branch and bound. Each open need costs at least the smallest share of an item that gives it.
func (c *cover) bounded(s coverState) (int64, error) {
	b := &boundedCover{cover: c, best: unreachable, reached: map[coverState]int64{}}
	err := b.search(s, 0)
	c.keep(s, b.chosen) // even if the work ended: the best so far is a choice
	if b.best == unreachable {
		c.memo[s] = coverStep{cost: unreachable, item: int(none)}
	}
	return b.best, err
}

// keep enters the choices of a bounded search into the table, so that they can be read off.
func (c *cover) keep(s coverState, chosen []int) {
	for k, i := range chosen {
		rest := int64(0)
		for _, j := range chosen[k:] {
			rest += c.items[j].price
		}
		c.memo[s] = coverStep{cost: rest, item: i}
		it := &c.items[i]
		s = s.take(it.gives, it.needsReq, it.meetsReq)
	}
}

type boundedCover struct {
	*cover
	best    int64
	chosen  []int
	path    []int
	reached map[coverState]int64 // the least cost at which a state was reached
}

func (b *boundedCover) search(s coverState, spent int64) error {
	if s.open == 0 && s.owed == 0 {
		if spent < b.best {
			b.best, b.chosen = spent, slices.Clone(b.path)
		}
		return nil
	}
	if c, ok := b.reached[s]; ok && c <= spent {
		return nil
	}
	if rest := b.bound(s); rest == unreachable || spent+rest >= b.best {
		return nil
	}
	b.reached[s] = spent
	for _, i := range b.candidates(s) {
		if err := b.w.spend(10 + 10*bitCount(s.open)); err != nil {
			return err
		}
		it := &b.items[i]
		next := s.take(it.gives, it.needsReq, it.meetsReq)
		if next == s {
			continue
		}
		b.path = append(b.path, i)
		if err := b.search(next, spent+it.price); err != nil {
			return err
		}
		b.path = b.path[:len(b.path)-1]
	}
	return nil
}

// bound returns Σ over open needs of the smallest price / (open needs given), each cut down to an integer.
func (c *cover) bound(s coverState) int64 {
	total := int64(0)
	for rest := s.open; rest != 0; rest &= rest - 1 {
		least := unreachable
		for _, i := range c.byBit[bits.TrailingZeros64(rest)] {
			it := &c.items[i]
			least = min(least, it.price/int64(bitCount(it.gives&s.open)))
		}
		if least == unreachable {
			return unreachable
		}
		total += least
	}
	return total
}

// choices returns the offers chosen from a solved state on.
func (c *cover) choices(s coverState) []int {
	var out []int
	for s.open != 0 || s.owed != 0 {
		step := c.memo[s]
		if step.item == int(none) {
			return nil
		}
		it := &c.items[step.item]
		out = append(out, it.offer)
		s = s.take(it.gives, it.needsReq, it.meetsReq)
	}
	return out
}
