// SPDX-License-Identifier: Apache-2.0

package license

import (
	"container/heap"
	"errors"
	"slices"
)

// solve finds the mix: columns for each class, then the search over how many people get which.
func (m *mixModel) solve(w *work) (Mix, error) {
	s := &mixSearch{m: m, w: w, bestCost: unreachable, lost: unreachable, bound: m.quickBound(w)}
	s.tryGreedy()
	err := m.makeColumns(w)
	if err == nil {
		s.number()
		err = s.run()
	} else if errors.Is(err, errStopped) {
		s.tryColumns()
	}
	if err != nil && !errors.Is(err, errStopped) {
		return Mix{}, err
	}
	if !s.found {
		return Mix{}, m.stopped(w)
	}
	return m.result(s)
}

// served is a number of people of a class who get the same offers.
type served struct {
	class  int
	offers []int
	people int
}

// mixSearch is the branch and bound over the quantities of the coupled offers.
type mixSearch struct {
	m       *mixModel
	w       *work
	coupled []int // offers that are not linear and are used by some column
	vars    []mixVar
	fixed   int64 // cost of coupled offers that nobody can use: floors

	open     nodeHeap
	nodes    int
	found    bool
	best     []served
	bestCost int64
	bound    int64 // no mix costs less
	lost     int64 // the least bound of a node that was given up
}

// mixVar is the number of people of a class served by a column.
type mixVar struct {
	class  int
	column *column
}

// node restricts the quantities of the coupled offers and the people per column.
type node struct {
	bound  int64
	seq    int
	lo, hi []int
	limits []varLimit
}

type varLimit struct {
	v     int
	least bool // else at most
	n     int
}

// number lists the coupled offers and the variables.
func (s *mixSearch) number() {
	place := map[int]int{}
	for k, c := range s.m.classes {
		for i := range c.columns {
			col := &c.columns[i]
			for _, o := range col.offers {
				if s.m.isLinear(o) {
					continue
				}
				if _, ok := place[o]; !ok {
					place[o] = len(s.coupled)
					s.coupled = append(s.coupled, o)
				}
				col.uses = append(col.uses, place[o])
			}
			s.vars = append(s.vars, mixVar{class: k, column: col})
		}
	}
	for i := range s.m.offers {
		if _, used := place[i]; !used {
			s.fixed += s.m.curves[i].at(0)
		}
	}
}

// tryGreedy looks for a first mix without any search, so that there is something to return if the work ends early.
func (s *mixSearch) tryGreedy() {
	s.tryEach(func(c *mixClass, room []int) []int { return s.m.greedyOffers(c, room) })
}

// tryColumns makes a mix of the columns found before the work ended, cheapest first, and of quick choices where there is
// none.
func (s *mixSearch) tryColumns() {
	s.tryEach(func(c *mixClass, room []int) []int {
		best := column{cost: unreachable}
		for _, col := range c.columns {
			fits := !slices.ContainsFunc(col.offers, func(i int) bool { return room[i] < c.people })
			if fits && col.coupled == 0 && col.cost < best.cost {
				best = col
			}
		}
		if best.cost < unreachable {
			return best.offers
		}
		return s.m.greedyOffers(c, room)
	})
}

// tryEach gives all people of a class the same, class by class.
func (s *mixSearch) tryEach(choose func(c *mixClass, room []int) []int) {
	room := make([]int, len(s.m.offers))
	for i := range room {
		room[i] = s.m.curves[i].max()
	}
	var out []served
	for k, c := range s.m.classes {
		offers := choose(c, room)
		if offers == nil && len(c.needs) > 0 {
			return
		}
		for _, i := range offers {
			room[i] -= c.people
		}
		out = append(out, served{class: k, offers: offers, people: c.people})
	}
	s.offer(out)
}

// offer takes a mix if it is better than the best so far.
func (s *mixSearch) offer(out []served) {
	if cost := s.m.costOf(out); !s.found || cost < s.bestCost {
		s.found, s.best, s.bestCost = true, out, cost
	}
}

// costOf returns the exact cost of a mix.
func (m *mixModel) costOf(out []served) int64 {
	used := m.usage(out)
	total := int64(0)
	for i, n := range used {
		if m.isLinear(i) {
			total += m.curves[i].segments[0].slope * int64(n)
		} else {
			total += m.curves[i].at(n)
		}
	}
	return total
}

// usage returns the number of people who get each offer.
func (m *mixModel) usage(out []served) []int {
	used := make([]int, len(m.offers))
	for _, v := range out {
		for _, i := range v.offers {
			used[i] += v.people
		}
	}
	return used
}

func (s *mixSearch) run() error {
	root := &node{lo: make([]int, len(s.coupled)), hi: make([]int, len(s.coupled))}
	for t, o := range s.coupled {
		root.hi[t] = s.m.curves[o].max()
	}
	heap.Push(&s.open, root)
	for len(s.open) > 0 {
		n := heap.Pop(&s.open).(*node)
		s.bound = max(s.bound, min(n.bound, s.bestCost, s.lost))
		if n.bound >= s.bestCost {
			break
		}
		if err := s.expand(n); err != nil {
			return err
		}
	}
	if !s.found {
		return &InfeasibleError{Reason: "the caps leave too few rights for all groups together"}
	}
	s.bound = min(s.bestCost, s.lost)
	return nil
}

// expand bounds a node and branches on what keeps the bound from being reached.
func (s *mixSearch) expand(n *node) error {
	s.nodes++
	for _, o := range s.coupled {
		if err := s.w.spend(100 + 4*len(s.m.curves[o].segments)); err != nil {
			return err
		}
	}
	p, base := s.programOf(n)
	sol, err := p.solve(s.w)
	switch {
	case errors.Is(err, errNoPoint):
		return nil
	case errors.Is(err, errOverflow):
		s.lost = min(s.lost, n.bound)
		return nil
	case err != nil:
		return err
	}
	n.bound = max(n.bound, s.roundedBound(base, sol))
	s.round(sol, n)
	if n.bound >= s.bestCost {
		return nil
	}
	s.branch(n, sol)
	return nil
}

// roundedBound returns the objective rounded up to a cost that a mix can have.
func (s *mixSearch) roundedBound(base int64, sol solution) int64 {
	obj := base + sol.obj/sol.den
	if sol.obj%sol.den > 0 {
		obj++
	}
	g := s.m.guard
	return (obj + g - 1) / g * g
}

// programOf builds the linear program of a node: people per column, and for each coupled offer the steps of its envelope.
func (s *mixSearch) programOf(n *node) (*program, int64) {
	p := &program{}
	base := s.fixed
	rows := make([]programRow, len(s.m.classes)+len(s.coupled))
	for k, c := range s.m.classes {
		rows[k] = programRow{equal: true, rhs: int64(c.people)}
	}
	first := len(s.m.classes)
	put := func(r, v int, coef int64) {
		rows[r].at, rows[r].coef = append(rows[r].at, v), append(rows[r].coef, coef)
	}
	for v, x := range s.vars {
		p.cost = append(p.cost, x.column.cost)
		put(x.class, v, 1)
		for _, t := range x.column.uses {
			put(first+t, v, 1)
		}
	}
	for t, o := range s.coupled {
		hull := s.m.curves[o].envelope(n.lo[t], n.hi[t])
		base += hull[0].cost
		rows[first+t].rhs = int64(hull[0].q)
		for k := 1; k < len(hull); k++ {
			length := int64(hull[k].q - hull[k-1].q)
			v := len(p.cost)
			p.cost = append(p.cost, (hull[k].cost-hull[k-1].cost)/length)
			put(first+t, v, -1)
			rows = append(rows, programRow{at: []int{v}, coef: []int64{1}, rhs: length})
		}
	}
	for _, l := range n.limits {
		rows = append(rows, programRow{at: []int{l.v}, coef: []int64{1}, least: l.least, rhs: int64(l.n)})
	}
	p.rows = rows
	return p, base
}

// round makes a mix of whole people from a solution: cut down, then the rest where the cut was largest and there is room.
func (s *mixSearch) round(sol solution, n *node) {
	room := make([]int, len(s.coupled))
	for t, o := range s.coupled {
		room[t] = s.m.curves[o].max()
	}
	people := make([]int, len(s.vars))
	left := make([]int, len(s.m.classes))
	for k, c := range s.m.classes {
		left[k] = c.people
	}
	give := func(v, n int) {
		people[v] += n
		left[s.vars[v].class] -= n
		for _, t := range s.vars[v].column.uses {
			room[t] -= n
		}
	}
	order := make([]int, len(s.vars))
	for v := range s.vars {
		order[v] = v
		give(v, int(sol.num[v]/sol.den))
	}
	slices.SortStableFunc(order, func(a, b int) int {
		ra, rb := sol.num[a]%sol.den, sol.num[b]%sol.den
		switch {
		case ra > rb:
			return -1
		case ra < rb:
			return 1
		}
		return 0
	})
	for _, v := range order {
		most := left[s.vars[v].class]
		for _, t := range s.vars[v].column.uses {
			most = min(most, room[t])
		}
		if most > 0 {
			give(v, most)
		}
	}
	var out []served
	for v, n := range people {
		if n > 0 {
			out = append(out, served{class: s.vars[v].class, offers: s.vars[v].column.offers, people: n})
		}
	}
	if slices.Max(append(left, 0)) == 0 {
		s.offer(out)
	}
}

// branch splits a node so that its solution is cut off.
func (s *mixSearch) branch(n *node, sol solution) {
	used := make([]int64, len(s.coupled)) // over sol.den
	for v, x := range s.vars {
		for _, t := range x.column.uses {
			used[t] += sol.num[v]
		}
	}
	worst, gap := -1, int64(0)
	for t := range s.coupled {
		if g := s.gapAt(n, t, used[t], sol.den); g > gap {
			worst, gap = t, g
		}
	}
	if worst >= 0 {
		s.splitAtSegment(n, worst, max(int(used[worst]/sol.den), n.lo[worst]))
		return
	}
	for t := range s.coupled {
		if used[t]%sol.den != 0 {
			q := int(used[t] / sol.den)
			s.push(n, t, n.lo[t], q)
			s.push(n, t, q+1, n.hi[t])
			return
		}
	}
	for v := range s.vars {
		if sol.num[v]%sol.den != 0 {
			q := int(sol.num[v] / sol.den)
			s.pushLimit(n, varLimit{v: v, n: q})
			s.pushLimit(n, varLimit{v: v, least: true, n: q + 1})
			return
		}
	}
	// The solution is a mix and costs what its bound says but for the cut-down slopes: nothing is left to split unless a
	// quantity still has room.
	for t := range s.coupled {
		if n.lo[t] < n.hi[t] {
			q := max(int(used[t]/sol.den), n.lo[t])
			s.push(n, t, n.lo[t], q-1)
			s.push(n, t, q, q)
			s.push(n, t, q+1, n.hi[t])
			return
		}
	}
	s.lost = min(s.lost, n.bound)
}

// gapAt returns how far the envelope lies below the curve at a quantity, cut down to a whole quantity.
func (s *mixSearch) gapAt(n *node, t int, used, den int64) int64 {
	q := max(int(used/den), n.lo[t])
	c := s.m.curves[s.coupled[t]]
	hull := c.envelope(n.lo[t], n.hi[t])
	for k := 1; k < len(hull); k++ {
		a, b := hull[k-1], hull[k]
		if q <= b.q {
			return c.at(q) - a.cost - (b.cost-a.cost)/int64(b.q-a.q)*int64(q-a.q)
		}
	}
	return 0
}

// splitAtSegment makes nodes for the quantities before, in and after the segment of a curve.
func (s *mixSearch) splitAtSegment(n *node, t, q int) {
	seg := s.m.curves[s.coupled[t]].find(q)
	from, to := max(seg.from, n.lo[t]), min(seg.to, n.hi[t])
	if from == n.lo[t] && to == n.hi[t] { // the line itself; only its slope was cut down
		s.push(n, t, n.lo[t], q)
		s.push(n, t, q+1, n.hi[t])
		return
	}
	s.push(n, t, n.lo[t], from-1)
	s.push(n, t, from, to)
	s.push(n, t, to+1, n.hi[t])
}

func (s *mixSearch) push(n *node, t, lo, hi int) {
	if lo > hi {
		return
	}
	child := &node{bound: n.bound, seq: s.nodes, lo: slices.Clone(n.lo), hi: slices.Clone(n.hi), limits: n.limits}
	child.lo[t], child.hi[t] = lo, hi
	heap.Push(&s.open, child)
}

func (s *mixSearch) pushLimit(n *node, l varLimit) {
	child := &node{bound: n.bound, seq: s.nodes, lo: n.lo, hi: n.hi, limits: append(slices.Clone(n.limits), l)}
	heap.Push(&s.open, child)
}

// nodeHeap orders nodes by bound, then the newest first.
type nodeHeap []*node

func (h nodeHeap) Len() int { return len(h) }
func (h nodeHeap) Less(i, j int) bool {
	if h[i].bound != h[j].bound {
		return h[i].bound < h[j].bound
	}
	return h[i].seq > h[j].seq
}
func (h nodeHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *nodeHeap) Push(x any)   { *h = append(*h, x.(*node)) }
func (h *nodeHeap) Pop() any {
	old := *h
	n := old[len(old)-1]
	*h = old[:len(old)-1]
	return n
}
