// SPDX-License-Identifier: Apache-2.0

package license

import (
	"cmp"
	"slices"
)

// findDuplicates marks the seats that another seat of the same person makes redundant.
func (c *classifier) findDuplicates() {
	var mine []int32 // reused for each person
	for p := range c.people.state {
		held := c.seatsOf(int32(p))
		if len(held) < 2 || c.people.state[p] == hasLeft || !c.anyCovered(held) {
			continue
		}
		mine = mine[:0]
		for _, h := range held {
			if !c.placed[h.seat].assigned.After(c.asOf) { // a seat to come replaces nothing yet
				mine = append(mine, h.seat)
			}
		}
		c.keepBest(mine)
	}
}

// anyCovered reports whether a seat of the list covers another.
func (c *classifier) anyCovered(held []heldSeat) bool {
	for i, a := range held {
		for _, b := range held[i+1:] {
			if c.catalog.covers[a.product][b.product] || c.catalog.covers[b.product][a.product] {
				return true
			}
		}
	}
	return false
}

// keepBest ranks the seats of one person and marks those that a better one covers. A product that covers another one
// without being covered by it covers more products, so it ranks before.
func (c *classifier) keepBest(mine []int32) {
	slices.SortFunc(mine, func(i, j int32) int {
		a, b := &c.placed[i], &c.placed[j]
		return cmp.Or(
			cmp.Compare(c.catalog.breadth[b.product], c.catalog.breadth[a.product]),
			b.last.Compare(a.last),
			compareKnown(a.assigned, b.assigned),
			cmp.Compare(i, j)) // placed by product and key
	})
	for k, i := range mine {
		for _, keeper := range mine[:k] {
			if c.placed[keeper].keeper == none && c.catalog.covers[c.placed[keeper].product][c.placed[i].product] {
				c.placed[i].keeper = keeper
				break
			}
		}
	}
	for _, i := range slices.Backward(mine) { // so that the chain of a keeper starts with the best
		if k := c.placed[i].keeper; k != none {
			c.placed[i].next, c.placed[k].served = c.placed[k].served, i
		}
	}
}
