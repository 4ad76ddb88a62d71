// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
)

// column is a way to serve one person of a class: a set of coupled offers and the cheapest linear offers for the rest.
type column struct {
	coupled uint32 // bits of the coupled offers of the class
	offers  []int  // all offers, coupled and linear
	uses    []int  // the coupled ones, as places in mixSearch.coupled
	cost    int64  // of the linear ones
}

// isLinear reports whether the offer has one price per unit for this model.
func (m *mixModel) isLinear(i int) bool { return m.curves[i].linear }

// makeColumns finds the columns of each class. It returns an [*InfeasibleError] for a class without one.
func (m *mixModel) makeColumns(w *work) error {
	var errs []error
	for _, c := range m.classes {
		if err := m.columnsOf(w, c); err != nil {
			if errors.Is(err, errStopped) {
				return err
			}
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (m *mixModel) columnsOf(w *work, c *mixClass) error {
	group := m.problem.Groups[c.groups[0]].ID
	var linear []coverItem
	var coupled []int
	for i, o := range m.offers {
		switch {
		case !m.useful(c, i):
		case m.isLinear(i):
			linear = append(linear, coverItem{
				offer: i, gives: c.gives[i], needsReq: o.needsReq, meetsReq: o.meetsReq, price: m.curves[i].segments[0].slope,
			})
		default:
			coupled = append(coupled, i)
		}
	}
	if len(coupled) > maxCoupled {
		return fmt.Errorf("license: mix: group %q: %d offers with a ladder, cap or floor are useful to it, at most %d: %w",
			group, len(coupled), maxCoupled, ErrTooLarge)
	}
	solver := newCover(w, linear)
	costs := make([]int64, 1<<len(coupled))
	for set := range costs {
		start := m.startOf(c, coupled, uint32(set))
		cost, stopped := solver.solve(start)
		costs[set] = cost
		if stopped != nil && (cost == unreachable || bitCount(start.open) <= dpBits) {
			return stopped
		}
		if cost == unreachable || dominatedSet(costs, set) {
			continue
		}
		col := column{coupled: uint32(set), cost: cost, offers: solver.choices(start)}
		for b, i := range coupled {
			if set>>b&1 == 1 {
				col.offers = append(col.offers, i)
			}
		}
		c.columns = append(c.columns, col)
		if stopped != nil {
			return stopped
		}
	}
	if len(c.columns) == 0 {
		return &InfeasibleError{Group: group, Reason: "no combination of the allowed offers meets the requirements of its add-ons"}
	}
	return nil
}

// quickBound returns a cost below which no mix can be, without a search: each person pays for each need at least the
// smallest share of an offer that grants it, at the least average price that the offer has at any quantity.
func (m *mixModel) quickBound(w *work) int64 {
	average := make([]int64, len(m.offers))
	for i, c := range m.curves {
		average[i] = c.leastAverage()
	}
	total := int64(0)
	for _, c := range m.classes {
		var items []coverItem
		for i := range m.offers {
			if c.gives[i] != 0 {
				items = append(items, coverItem{offer: i, gives: c.gives[i], price: average[i]})
			}
		}
		solver := newCover(w, items)
		total += solver.bound(coverState{open: lowBits(len(c.needs))}) * int64(c.people)
	}
	return total
}

// leastAverage returns the smallest cost per unit at any quantity, cut down to an integer. Along a line the average rises
// or falls throughout, so the ends decide.
func (c curve) leastAverage() int64 {
	least := unreachable
	for _, s := range c.segments {
		for _, q := range []int{max(s.from, 1), s.to} {
			if q >= s.from && q <= s.to && q > 0 {
				least = min(least, s.at(q)/int64(q))
			}
		}
	}
	return least
}

// startOf returns what is still to be done when a person has the coupled offers of the set.
func (m *mixModel) startOf(c *mixClass, coupled []int, set uint32) coverState {
	s := coverState{open: lowBits(len(c.needs))}
	for b, i := range coupled {
		if set>>b&1 == 1 {
			s = s.take(c.gives[i], m.offers[i].needsReq, m.offers[i].meetsReq)
		}
	}
	return s
}

func lowBits(n int) uint64 {
	if n == 64 {
		return ^uint64(0)
	}
	return 1<<n - 1
}

// dominatedSet reports whether fewer coupled offers cost no more for the rest: then the others are of no use.
func dominatedSet(costs []int64, set int) bool {
	for less := (set - 1) & set; set > 0; less = (less - 1) & set {
		if costs[less] <= costs[set] {
			return true
		}
		if less == 0 {
			break
		}
	}
	return false
}

// greedyOffers returns a quick and valid choice of offers for one person of the class, nil if it finds none: while
// something is to be done, the offer with the smallest price at quantity one per thing done.
func (m *mixModel) greedyOffers(c *mixClass, room []int) []int {
	s := coverState{open: lowBits(len(c.needs))}
	var out []int
	for s.open != 0 || s.owed != 0 {
		best, bestDone, bestCost := -1, 0, int64(0)
		for i, o := range m.offers {
			if !m.useful(c, i) || room[i] < c.people || o.needsReq&^s.met != 0 {
				continue
			}
			done := bitCount(s.open&c.gives[i]) + bitCount(uint64(o.meetsReq&^s.met))
			cost := m.curves[i].at(min(1, m.curves[i].max()))
			if done > 0 && (best < 0 || cost/int64(done) < bestCost/int64(bestDone)) {
				best, bestDone, bestCost = i, done, cost
			}
		}
		if best < 0 {
			return nil
		}
		s = s.take(c.gives[best], m.offers[best].needsReq, m.offers[best].meetsReq)
		out = append(out, best)
	}
	return out
}
