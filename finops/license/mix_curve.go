// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/shopspring/decimal"
)

const (
	// maxSamples bounds the quantities at which a price without known breaks is asked.
	maxSamples = 1 << 20
	// maxQuantity bounds quantities, so that a hostile ladder cannot make huge numbers.
	maxQuantity = 1 << 30
	// maxUnits bounds costs in units of the scale, so that sums of them fit into an int64 with room to spare.
	maxUnits = 1_000_000_000_000_000_000
	// guardDigits are kept beyond those of the prices, for the slopes of envelopes, which are cut down to integers.
	guardDigits = 3
)

// segment is a run of quantities over which the best cost is a straight line.
type segment struct {
	from, to int
	cost     int64 // at from
	slope    int64 // per unit
	buy      int   // the quantity to buy for all of the run, 0 if as many as are used
}

func (s segment) at(q int) int64 { return s.cost + s.slope*int64(q-s.from) }

// curve is the least cost of at least q rights, for each q from 0 to the most that may be used. It never falls. Quantity 0
// costs nothing unless there is a floor.
type curve struct {
	segments []segment
	linear   bool // one price per unit, no cap that binds, no floor: no coupling
}

func (c curve) max() int { return c.segments[len(c.segments)-1].to }

func (c curve) find(q int) segment {
	i, _ := slices.BinarySearchFunc(c.segments, q, func(s segment, q int) int { return s.to - q })
	return c.segments[i]
}

func (c curve) at(q int) int64 { return c.find(q).at(q) }

// piece is a run of quantities over which the price itself is a straight line, by its values at the first two and the
// last quantity.
type piece struct {
	from, to           int
	first, second, end decimal.Decimal
}

// priceOffers builds the curve of each offer.
func (m *mixModel) priceOffers(w *work) error {
	all := make([][]piece, len(m.offers))
	var errs []error
	places := int32(0)
	for i, o := range m.problem.Offers {
		ps, err := piecesOf(w, o, m.offers[i].people)
		if errors.Is(err, errStopped) {
			return m.stopped(w)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("license: mix: offer %q: %w", o.ID, err))
			continue
		}
		all[i] = ps
		for _, p := range ps {
			places = max(places, decimals(p.first), decimals(p.second), decimals(p.end))
		}
	}
	if errs != nil {
		return errors.Join(errs...)
	}
	m.scale, m.guard = places+guardDigits, 1000
	for i, o := range m.problem.Offers {
		c, err := m.curveOf(all[i], o, m.offers[i].people)
		if err != nil {
			return fmt.Errorf("license: mix: offer %q: %w", o.ID, err)
		}
		m.curves = append(m.curves, c)
	}
	return m.checkSize()
}

// stopped returns the error for work that ended before any mix was found.
func (m *mixModel) stopped(w *work) error {
	if w.stop == MixCancelled {
		return fmt.Errorf("license: mix: no mix found yet: %w", w.ctx.Err())
	}
	return fmt.Errorf("license: mix: no mix found within the work limit of %d steps: %w", w.limit, ErrTooLarge)
}

// checkSize makes sure that the total of everything fits.
func (m *mixModel) checkSize() error {
	total, people := int64(0), int64(1)
	for _, c := range m.classes {
		people += int64(c.people)
	}
	for i, c := range m.curves {
		top := c.at(c.max())
		if c.linear {
			hi, lo := bits.Mul64(uint64(c.segments[0].slope), uint64(people))
			if hi != 0 || lo > maxUnits {
				return fmt.Errorf("license: mix: offer %q: cost of %d rights: %w", m.problem.Offers[i].ID, people, m.tooLarge())
			}
			top = int64(lo)
		}
		if total += top; total > maxUnits {
			return fmt.Errorf("license: mix: cost of all offers together: %w", m.tooLarge())
		}
	}
	return nil
}

// tooLarge says how much may be spent: more with fewer digits after the point.
func (m *mixModel) tooLarge() error {
	places := m.scale - guardDigits
	most := digits.Text(decimal.New(maxUnits, -m.scale))
	return fmt.Errorf("above %s, the most for prices of %d digits after the point; round the prices: %w", most, places, ErrTooLarge)
}

// decimals returns the digits after the point without trailing zeros.
func decimals(d decimal.Decimal) int32 { return max(-d.Normalize().Exponent(), 0) }

// units returns the amount as an integer of the scale.
func (m *mixModel) units(d decimal.Decimal) (int64, error) {
	n := d.Shift(m.scale)
	if m.scale > maxDigits || n.NumDigits()+int(max(n.Exponent(), 0)) > 18 && !n.IsZero() {
		u := n.Normalize()
		if m.scale > maxDigits || u.NumDigits()+int(max(u.Exponent(), 0)) > 18 {
			return 0, fmt.Errorf("cost of %s: %w", digits.Text(d), m.tooLarge())
		}
		n = u
	}
	return n.IntPart(), nil
}

// piecesOf prices the offer where its line can break. The quantities reach beyond what people may use, up to the start of
// the last tier, because buying more can cost less.
func piecesOf(w *work, o Offer, people int) ([]piece, error) {
	ends, err := breaks(o, people)
	if err != nil {
		return nil, err
	}
	cost := func(q int) (decimal.Decimal, error) {
		if err := w.spend(200); err != nil { // a charge takes about a microsecond
			return decimal.Decimal{}, err
		}
		c, err := o.Price.Charge(intDecimal(q))
		if err == nil && c.Total.Sign() < 0 {
			err = fmt.Errorf("quantity %d costs %s: %w", q, c.Total, ErrNegative)
		}
		return c.Total.Amount(), err
	}
	var out []piece
	for k := range ends {
		p := piece{from: 0, to: ends[k]}
		if k > 0 {
			p.from = ends[k-1] + 1
		}
		for _, v := range []struct {
			q  int
			to *decimal.Decimal
		}{{p.from, &p.first}, {min(p.from+1, p.to), &p.second}, {p.to, &p.end}} {
			if *v.to, err = cost(v.q); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// breaks returns the last quantities of the runs over which the price is a straight line, rising.
func breaks(o Offer, people int) ([]int, error) {
	top := max(people, o.Floor, 1)
	if o.Cap > 0 {
		top = min(top, o.Cap)
	}
	switch p := o.Price.(type) {
	case *pricing.PerUnit:
		if opts := p.Options(); opts == (pricing.PerUnitOptions{}) {
			return []int{top}, nil
		}
	case *pricing.Flat:
		return []int{0, top}, nil
	case *pricing.Ladder:
		return ladderBreaks(p.Spec(), o, top)
	}
	return singles(top)
}

func singles(top int) ([]int, error) {
	if top > maxSamples {
		return nil, fmt.Errorf("%d quantities of an irregular price, at most %d: %w", top, maxSamples, ErrTooLarge)
	}
	out := make([]int, top+1)
	for q := range out {
		out[q] = q
	}
	return out, nil
}

func ladderBreaks(spec pricing.LadderSpec, o Offer, top int) ([]int, error) {
	last := len(spec.Tiers) - 1
	var ends []int
	packages := false
	for i, t := range spec.Tiers {
		packages = packages || !t.Package.IsZero()
		if i == last && !spec.Closed {
			break
		}
		end := finops.Floor.Round(t.UpTo, 0)
		if spec.Bound == pricing.UpperExclusive {
			end = finops.Ceiling.Round(t.UpTo, 0).Sub(intDecimal(1))
		}
		if end.Cmp(intDecimal(maxQuantity)) > 0 {
			end = intDecimal(maxQuantity)
		}
		ends = append(ends, int(end.IntPart()))
	}
	limit := maxQuantity
	if o.Cap > 0 {
		limit = o.Cap
	}
	if spec.Closed {
		limit = min(limit, ends[last])
	}
	if n := len(ends); n > 0 && !spec.Closed {
		top = max(top, ends[n-1]+1) // the start of the last tier
	} else if n > 1 {
		top = max(top, ends[n-2]+1)
	}
	top = min(top, limit)
	if packages {
		return singles(top)
	}
	out := []int{0}
	for _, end := range append(ends, top) {
		if end = min(end, top); end > out[len(out)-1] {
			out = append(out, end)
		}
	}
	return out, nil
}

// curveOf turns the pieces of a price into the least cost of at least q.
func (m *mixModel) curveOf(pieces []piece, o Offer, people int) (curve, error) {
	var rev []segment // from the largest quantity down
	best, bestAt := int64(-1), 0
	for k := len(pieces) - 1; k >= 0; k-- {
		p := pieces[k]
		cost, err := m.units(p.first)
		if err != nil {
			return curve{}, err
		}
		second, err := m.units(p.second)
		if err != nil {
			return curve{}, err
		}
		end, err := m.units(p.end)
		if err != nil {
			return curve{}, err
		}
		slope := second - cost
		if cost+slope*int64(p.to-p.from) != end || slope < 0 {
			return curve{}, fmt.Errorf("price is not a rising line from %d to %d: %w", p.from, p.to, ErrInvalid)
		}
		at := p.to
		switch {
		case best >= 0 && cost > best:
			at = p.from - 1
		case best >= 0 && slope > 0:
			at = min(p.to, p.from+int((best-cost)/slope))
		}
		if at < p.to {
			rev = append(rev, segment{from: at + 1, to: p.to, cost: best, buy: bestAt})
		}
		if at >= p.from {
			rev = append(rev, segment{from: p.from, to: at, cost: cost, slope: slope})
			best, bestAt = cost, p.from
		}
	}
	slices.Reverse(rev)
	c := curve{segments: withFloor(rev, o.Floor)}
	if c.segments == nil {
		return curve{}, fmt.Errorf("floor %d is above what can be bought: %w", o.Floor, ErrInvalid)
	}
	if o.Floor == 0 {
		c.segments = freeAtZero(c.segments)
	}
	c.segments = upTo(joined(c.segments), people)
	s := c.segments[0]
	c.linear = len(c.segments) == 1 && s.cost == 0 && s.buy == 0 && s.to >= people
	return c, nil
}

// freeAtZero makes quantity zero cost nothing, whatever the price says is due for it: what nobody needs is not bought.
func freeAtZero(segments []segment) []segment {
	first := segments[0]
	out := []segment{{}}
	if first.to > 0 {
		first.cost, first.from = first.at(1), 1
		out = append(out, first)
	}
	return append(out, segments[1:]...)
}

// withFloor makes all quantities up to the floor cost what the floor costs. It returns nil if the floor is out of reach.
func withFloor(segments []segment, floor int) []segment {
	if floor == 0 {
		return segments
	}
	for i, s := range segments {
		if floor > s.to {
			continue
		}
		flat := segment{from: 0, to: floor, cost: s.at(floor), buy: floor}
		if s.buy > 0 {
			flat.buy = s.buy
		}
		out := []segment{flat}
		if floor < s.to {
			rest := s
			rest.from, rest.cost = floor+1, s.at(floor+1)
			out = append(out, rest)
		}
		return append(out, segments[i+1:]...)
	}
	return nil
}

// joined merges neighbours that lie on one line.
func joined(segments []segment) []segment {
	var out []segment
	for _, s := range segments {
		if n := len(out); n > 0 {
			l := &out[n-1]
			step := s.cost - l.at(l.to)
			long := l.from < l.to
			if l.buy == s.buy && (!long || step == l.slope) && (s.from == s.to || step == s.slope) {
				l.slope, l.to = step, s.to
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// upTo cuts off what more than the people can use.
func upTo(segments []segment, people int) []segment {
	var out []segment
	for _, s := range segments {
		if s.from > people {
			break
		}
		s.to = min(s.to, people)
		out = append(out, s)
	}
	return out
}

// envelope returns the corners of the largest convex function below the curve between two quantities.
func (c curve) envelope(lo, hi int) []corner {
	var hull []corner
	add := func(q int, cost int64) {
		p := corner{q, cost}
		for len(hull) >= 2 && !convex(hull[len(hull)-2], hull[len(hull)-1], p) {
			hull = hull[:len(hull)-1]
		}
		if n := len(hull); n == 0 || hull[n-1].q < q {
			hull = append(hull, p)
		}
	}
	for _, s := range c.segments {
		from, to := max(s.from, lo), min(s.to, hi)
		if from <= to {
			add(from, s.at(from))
			add(to, s.at(to))
		}
	}
	return hull
}

type corner struct {
	q    int
	cost int64
}

// convex reports whether the slope rises at b. Costs and quantities never fall, so the products are not negative.
func convex(a, b, c corner) bool {
	hi1, lo1 := bits.Mul64(uint64(b.cost-a.cost), uint64(c.q-b.q))
	hi2, lo2 := bits.Mul64(uint64(c.cost-b.cost), uint64(b.q-a.q))
	return hi1 < hi2 || hi1 == hi2 && lo1 < lo2
}
