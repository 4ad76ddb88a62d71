// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"math/bits"
)

// tableau is a linear program in the integer form of Edmonds and Bareiss: every entry is an integer over one common
// denominator, so that nothing is ever rounded. Columns: variables, then the right-hand side.
type tableau struct {
	w     *work
	rows  [][]int64
	cost  []int64 // reduced costs; the last entry is minus the objective
	basis []int
	den   int64
	over  bool // a number did not fit
}

var (
	errOverflow = errors.New("license: numbers of the linear program do not fit")
	errNoPoint  = errors.New("license: linear program has no solution")
)

// mulSub returns (a×b - c×d) / den, which is an integer, and whether it fits.
func mulSub(a, b, c, d, den int64) (int64, bool) {
	const small = 1 << 31
	if a < small && a > -small && b < small && b > -small && c < small && c > -small && d < small && d > -small {
		return (a*b - c*d) / den, true
	}
	hi1, lo1 := mulSigned(a, b)
	hi2, lo2 := mulSigned(c, d)
	lo, borrow := bits.Sub64(lo1, lo2, 0)
	hi, _ := bits.Sub64(hi1, hi2, borrow)
	negative := int64(hi) < 0
	if negative {
		var carry uint64
		lo, carry = bits.Add64(^lo, 1, 0)
		hi = ^hi + carry
	}
	if hi >= uint64(den) {
		return 0, false
	}
	q, _ := bits.Div64(hi, lo, uint64(den))
	if q > 1<<62 {
		return 0, false
	}
	if negative {
		return -int64(q), true
	}
	return int64(q), true
}

// mulSigned returns a×b as a 128-bit number in two's complement. The entries are below 2^62, so nothing overflows.
func mulSigned(a, b int64) (hi, lo uint64) {
	h, l := bits.Mul64(uint64(a), uint64(b))
	if a < 0 {
		h -= uint64(b)
	}
	if b < 0 {
		h -= uint64(a)
	}
	return h, l
}

// pivot makes column s basic in row r.
func (t *tableau) pivot(r, s int) error {
	if err := t.w.spend((len(t.rows) + 1) * len(t.cost)); err != nil {
		return err
	}
	p := t.rows[r][s]
	pr := t.rows[r]
	eliminate := func(row []int64) {
		f := row[s]
		for j := range row {
			v, ok := mulSub(row[j], p, f, pr[j], t.den)
			if !ok {
				t.over = true
			}
			row[j] = v
		}
	}
	for i, row := range t.rows {
		if i != r {
			eliminate(row)
		}
	}
	eliminate(t.cost)
	t.den, t.basis[r] = p, s
	if t.over {
		return errOverflow
	}
	return nil
}

// minimise pivots until no reduced cost is negative. Columns from the limit on may not enter. After many pivots it takes
// the first candidate instead of the best (Bland's rule), so that it cannot cycle.
func (t *tableau) minimise(limit int) error {
	rhs := len(t.cost) - 1
	patience := 4 * (len(t.rows) + limit)
	for n := 0; ; n++ {
		s := -1
		for j := range limit {
			if t.cost[j] < 0 && (s < 0 || n < patience && t.cost[j] < t.cost[s]) {
				s = j
			}
		}
		if s < 0 {
			return nil
		}
		r := -1
		for i, row := range t.rows {
			if row[s] <= 0 {
				continue
			}
			if r < 0 {
				r = i
				continue
			}
			c := compareProducts(row[rhs], t.rows[r][s], t.rows[r][rhs], row[s])
			if c < 0 || c == 0 && t.basis[i] < t.basis[r] {
				r = i
			}
		}
		if r < 0 {
			return errNoPoint // unbounded: cannot happen, costs are not negative
		}
		if err := t.pivot(r, s); err != nil {
			return err
		}
	}
}

// compareProducts compares a×b with c×d, none negative.
func compareProducts(a, b, c, d int64) int {
	h1, l1 := bits.Mul64(uint64(a), uint64(b))
	h2, l2 := bits.Mul64(uint64(c), uint64(d))
	switch {
	case h1 != h2:
		if h1 < h2 {
			return -1
		}
		return 1
	case l1 < l2:
		return -1
	case l1 > l2:
		return 1
	}
	return 0
}

// program is a linear program to be solved: min cost×x, x ≥ 0, under rows of small coefficients.
type program struct {
	cost []int64
	rows []programRow
}

type programRow struct {
	at    []int // variables
	coef  []int64
	equal bool  // else at most
	least bool  // at least, instead of at most
	rhs   int64 // not negative
}

// solution is an optimal point: the value of variable j is num[j]/den, and that of the objective is obj/den.
type solution struct {
	num []int64
	den int64
	obj int64
}

// solve runs the two phases. It returns errNoPoint if no point satisfies the rows.
func (p *program) solve(w *work) (solution, error) {
	n := len(p.cost)
	slacks := 0
	for _, r := range p.rows {
		if !r.equal {
			slacks++
		}
	}
	artificial := n + slacks
	width := artificial + len(p.rows) + 1
	t := &tableau{w: w, den: 1, basis: make([]int, len(p.rows)), cost: make([]int64, width)}
	slack := n
	for i, r := range p.rows {
		row := make([]int64, width)
		for k, j := range r.at {
			row[j] += r.coef[k]
		}
		row[width-1] = r.rhs
		t.basis[i] = artificial + i
		if !r.equal {
			row[slack] = 1
			if r.least {
				row[slack] = -1
			} else {
				t.basis[i] = slack
			}
			slack++
		}
		if t.basis[i] >= artificial {
			row[t.basis[i]] = 1
			for j := range row { // phase one: the sum of the artificial variables
				if j != t.basis[i] {
					t.cost[j] -= row[j]
				}
			}
		}
		t.rows = append(t.rows, row)
	}
	if err := t.minimise(artificial); err != nil {
		return solution{}, err
	}
	if t.cost[width-1] != 0 {
		return solution{}, errNoPoint
	}
	if err := t.dropArtificial(artificial); err != nil {
		return solution{}, err
	}
	if err := t.price(p.cost); err != nil {
		return solution{}, err
	}
	if err := t.minimise(artificial); err != nil {
		return solution{}, err
	}
	s := solution{num: make([]int64, n), den: t.den, obj: -t.cost[width-1]}
	for i, j := range t.basis {
		if j < n {
			s.num[j] = t.rows[i][width-1]
		}
	}
	return s, nil
}

// dropArtificial takes artificial variables at zero out of the basis; a row in which nothing else stands is superfluous
// and does no harm.
func (t *tableau) dropArtificial(artificial int) error {
	for i := range t.rows {
		if t.basis[i] < artificial {
			continue
		}
		for j := range artificial {
			if v := t.rows[i][j]; v != 0 {
				if v < 0 { // the right-hand side is zero, so the row may change its sign
					for k := range t.rows[i] {
						t.rows[i][k] = -t.rows[i][k]
					}
				}
				if err := t.pivot(i, j); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// price sets the reduced costs of the second phase: den×cost - Σ basic cost × row.
func (t *tableau) price(cost []int64) error {
	for j := range t.cost {
		t.cost[j] = 0
		if j < len(cost) {
			v, ok := mulSub(cost[j], t.den, 0, 0, 1)
			t.over = t.over || !ok
			t.cost[j] = v
		}
	}
	for i, b := range t.basis {
		if b >= len(cost) || cost[b] == 0 {
			continue
		}
		for j, v := range t.rows[i] {
			if v != 0 {
				d, ok := mulSub(t.cost[j], 1, cost[b], v, 1)
				t.over = t.over || !ok
				t.cost[j] = d
			}
		}
	}
	if t.over {
		return errOverflow
	}
	return nil
}
