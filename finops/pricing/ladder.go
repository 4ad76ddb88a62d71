// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"slices"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// LadderSpec describes a price with tiers. The zero value of each option is the most common reading.
type LadderSpec struct {
	// Currency of all prices in Tiers.
	Currency finops.Currency `json:"currency"`
	// Mode says what the tiers mean. If zero, [Graduated].
	Mode Mode `json:"mode"`
	// Tiers by rising bound. The last must be open, unless Closed is set.
	Tiers []Tier `json:"tiers"`
	// Bound says to which tier a quantity equal to an upper bound belongs. If zero, [UpperInclusive].
	Bound Bound `json:"bound"`
	// AtZero says what is due for quantity zero. If zero, [FlatAtZero].
	AtZero AtZero `json:"at_zero"`
	// PackageCount says over what the packages of a graduated ladder are counted. If zero, [PackagesPerTier].
	PackageCount PackageCount `json:"package_count"`
	// WholeUnits makes a fractional quantity an error, as for seats. If false, fractions are priced.
	WholeUnits bool `json:"whole_units,omitempty"`
	// Closed says that the ladder ends with its last bound and that a larger quantity is an error. If false, the last
	// tier must be open.
	Closed bool `json:"closed,omitempty"`
}

// Tier is one step of a ladder. It starts where the tier before it ends, the first at zero.
type Tier struct {
	// UpTo is the upper bound, above zero and above that of the tier before. Zero in an open tier.
	UpTo decimal.Decimal `json:"up_to,omitzero"`
	// Open says that the tier has no upper bound. Only the last may be open.
	Open bool `json:"open,omitempty"`
	// Unit is the price of one unit, or of one package if Package is set. If zero, units cost nothing.
	Unit decimal.Decimal `json:"unit,omitzero"`
	// Flat is due once the tier is reached. If zero, nothing.
	Flat decimal.Decimal `json:"flat,omitzero"`
	// Package is the number of units in a package; a package used in part is charged in full. If zero, units are charged.
	Package decimal.Decimal `json:"package,omitzero"`
	// Free says that the tier costs nothing. A tier without Unit and Flat is an error unless Free is said.
	Free bool `json:"free,omitempty"`
}

// Ladder is a price with tiers. Build it with [NewLadder].
type Ladder struct {
	spec    LadderSpec
	tiers   []step
	lines   []ChargeLine // the line of each tier used up; of an open tier the line without a quantity
	scale   int32        // digits after the point of the bounds
	fast    bool         // all bounds fit into an int64 at this scale
	zero    finops.Money
	reading string
}

// step is a tier made ready for pricing.
type step struct {
	upper  int64        // upper bound at the scale of the ladder; for an open tier the largest value
	lower  int64        // lower bound at that scale
	before finops.Money // what the tiers below cost when used up
}

// NewLadder returns the price that spec describes. It returns an error that wraps [ErrInvalidLadder] and lists all
// problems, each a [*TierError]: an unknown currency or option, no tiers, bounds that are zero, negative, repeated ("5"
// and "5.0") or out of order, a missing open tier (unless Closed), an open tier that is not the last, a negative price, a
// tier that neither has a price nor is said to be free, unit prices or packages in a stairstep ladder, and
// [PackagesWhole] with different package sizes.
func NewLadder(spec LadderSpec) (*Ladder, error) {
	spec.Tiers = slices.Clone(spec.Tiers)
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	zero, err := finops.NewMoney(decimal.Decimal{}, spec.Currency)
	if err != nil {
		return nil, &TierError{Index: -1, Field: "currency", Value: string(spec.Currency), Reason: "is unknown", Err: err}
	}
	l := &Ladder{spec: spec, zero: zero, reading: spec.reading()}
	l.scale, l.fast = boundScale(spec.Tiers)
	l.compile()
	return l, nil
}

func (s LadderSpec) reading() string {
	parts := []string{s.Mode.String(), "upper bounds " + strings.TrimPrefix(s.Bound.String(), "upper_")}
	if s.AtZero == NothingAtZero {
		parts = append(parts, "nothing due at zero")
	} else {
		parts = append(parts, "first flat amount due at zero")
	}
	if slices.ContainsFunc(s.Tiers, func(t Tier) bool { return !t.Package.IsZero() }) {
		if s.PackageCount == PackagesWhole {
			parts = append(parts, "packages counted over the whole quantity")
		} else {
			parts = append(parts, "packages counted per tier")
		}
	}
	if s.WholeUnits {
		parts = append(parts, "whole units only")
	}
	if s.Closed {
		parts = append(parts, "closed")
	}
	return strings.Join(parts, ", ")
}

// boundScale returns the most digits after the point of any bound, and whether all bounds fit into an int64 at it.
func boundScale(tiers []Tier) (int32, bool) {
	scale := int32(0)
	for _, t := range tiers {
		scale = max(scale, decimals(t.UpTo))
	}
	for _, t := range tiers {
		if _, cut, ok := scaled(t.UpTo, scale); cut || !ok {
			return scale, false
		}
	}
	return scale, true
}

// compile prices each tier used up, so that a charge computes its last line only.
func (l *Ladder) compile() {
	l.tiers = make([]step, len(l.spec.Tiers))
	l.lines = make([]ChargeLine, len(l.spec.Tiers))
	sum := l.zero
	for i, t := range l.spec.Tiers {
		s, line := &l.tiers[i], &l.lines[i]
		s.before = sum
		*line = ChargeLine{
			Tier: i + 1, To: t.UpTo, Open: t.Open, Exclusive: l.spec.Bound == UpperExclusive,
			Unit: money(t.Unit, l.zero), PackageSize: t.Package, Flat: money(t.Flat, l.zero), Adjustment: l.zero, Amount: l.zero,
		}
		if i > 0 {
			line.From, s.lower = l.spec.Tiers[i-1].UpTo, l.tiers[i-1].upper
		}
		s.upper = 1<<63 - 1
		if t.Open {
			continue
		}
		if l.fast {
			s.upper, _, _ = scaled(t.UpTo, l.scale)
		}
		line.fill(t.UpTo.Sub(line.From), t.UpTo, l.spec.PackageCount)
		sum = plus(sum, line.Amount)
	}
}

// fill sets what depends on the quantity: units in the tier, of a whole quantity that ends at end.
func (c *ChargeLine) fill(units, end decimal.Decimal, count PackageCount) {
	c.Quantity = units
	n := units
	if c.PackageSize.Sign() > 0 {
		if count == PackagesWhole {
			n = wholeUp(end, c.PackageSize).Sub(wholeUp(c.From, c.PackageSize))
		} else {
			n = wholeUp(units, c.PackageSize)
		}
		c.Packages = n
	}
	c.Amount = plus(times(c.Unit, n), c.Flat)
}

// Spec returns a copy of what the ladder was built from; the zero value for a nil ladder.
func (l *Ladder) Spec() LadderSpec {
	if l == nil {
		return LadderSpec{}
	}
	s := l.spec
	s.Tiers = slices.Clone(s.Tiers)
	return s
}

// Currency returns the currency of the prices; "" for a nil ladder.
func (l *Ladder) Currency() finops.Currency {
	if l == nil {
		return ""
	}
	return l.spec.Currency
}

// Charge returns the cost of the quantity: a line for each tier reached if the mode is [Graduated] or
// [StairstepCumulative], else one line for the tier in which the quantity ends. It returns a [*QuantityError] that wraps
// [ErrNegativeQuantity], [ErrFractionalQuantity], [ErrBeyondLadder] or [finops.ErrRange], and [ErrInvalidPrice] for a
// ladder that [NewLadder] did not build.
func (l *Ladder) Charge(quantity decimal.Decimal) (Charge, error) {
	i, err := l.find(quantity)
	if err != nil {
		return Charge{}, err
	}
	c := Charge{Quantity: quantity, Total: l.zero, Reading: l.reading}
	if l.spec.AtZero == NothingAtZero && quantity.IsZero() {
		return c, nil
	}
	if l.spec.Mode == Volume || l.spec.Mode == Stairstep {
		c.own = l.last(i, quantity, quantity, PackagesPerTier)
		c.Total = c.own[0].Amount
		return c, nil
	}
	c.full = l.lines[:i:i]
	c.own = l.last(i, l.above(i, quantity), quantity, l.spec.PackageCount)
	c.Total = plus(l.tiers[i].before, c.own[0].Amount)
	return c, nil
}

// ChargeProrated returns the cost of prorated units at the price of the tier in which the full units end: 300 seats held
// for two thirds of the month are priced as 200 seats at the price for 300. Flat amounts are not prorated. The returned
// Charge has the prorated quantity. It returns [ErrNotOneTier] unless the mode is [Volume] or [Stairstep], and otherwise
// the errors of [Ladder.Charge]; only the full quantity must be whole where WholeUnits is set.
func (l *Ladder) ChargeProrated(full, prorated decimal.Decimal) (Charge, error) {
	if err := l.check(); err != nil {
		return Charge{}, err
	}
	if l.spec.Mode != Volume && l.spec.Mode != Stairstep {
		return Charge{}, ErrNotOneTier
	}
	i, err := l.find(full)
	if err != nil {
		return Charge{}, err
	}
	if err := checkQuantity(prorated, false); err != nil {
		return Charge{}, err
	}
	c := Charge{Quantity: prorated, Total: l.zero, Reading: l.reading + ", tier chosen by " + shown(full) + " full units"}
	if l.spec.AtZero == NothingAtZero && full.IsZero() {
		return c, nil
	}
	c.own = l.last(i, prorated, prorated, PackagesPerTier)
	c.Total = c.own[0].Amount
	return c, nil
}

// last returns the line of tier i with the given units, of a quantity that ends at end.
func (l *Ladder) last(i int, units, end decimal.Decimal, count PackageCount) []ChargeLine {
	line := []ChargeLine{l.lines[i]}
	line[0].fill(units, end, count)
	return line
}

// find returns the index of the tier in which q ends.
func (l *Ladder) find(q decimal.Decimal) (int, error) {
	if err := l.check(); err != nil {
		return 0, err
	}
	if err := checkQuantity(q, l.spec.WholeUnits); err != nil {
		return 0, err
	}
	i := len(l.tiers)
	n, cut, ok := scaled(q, l.scale)
	if ok && l.fast {
		if cut || l.spec.Bound == UpperExclusive {
			n++ // bounds are integers here: q is below a bound if and only if floor(q)+1 is not above it
		}
		i = sort.Search(i, func(j int) bool { return l.tiers[j].upper >= n })
	} else {
		i = sort.Search(i, func(j int) bool { return l.ends(&l.spec.Tiers[j], q) })
	}
	if i == len(l.tiers) {
		return 0, &QuantityError{Quantity: q, Limit: l.spec.Tiers[i-1].UpTo, Err: ErrBeyondLadder}
	}
	return i, nil
}

// ends reports whether q is not beyond the upper bound of t.
func (l *Ladder) ends(t *Tier, q decimal.Decimal) bool {
	if t.Open {
		return true
	}
	c := q.Cmp(t.UpTo)
	return c < 0 || c == 0 && l.spec.Bound == UpperInclusive
}

// above returns the units of q above the lower bound of tier i, where it ends.
func (l *Ladder) above(i int, q decimal.Decimal) decimal.Decimal {
	if i == 0 {
		return q
	}
	if n, cut, ok := scaled(q, l.scale); l.fast && ok && !cut {
		return decimal.New(n-l.tiers[i].lower, -l.scale)
	}
	return q.Sub(l.lines[i].From)
}

func (l *Ladder) starts(from decimal.Decimal, places int32) []decimal.Decimal {
	if l.spec.WholeUnits {
		places = 0
	}
	var out []decimal.Decimal
	for _, t := range l.spec.Tiers {
		if t.Open {
			continue
		}
		start := finops.Ceiling.Round(t.UpTo, places)
		if l.spec.Bound == UpperInclusive && start.Equal(t.UpTo) {
			start = start.Add(decimal.New(1, -places))
		}
		if start.GreaterThan(from) {
			out = append(out, start)
		}
	}
	return out
}

func (l *Ladder) places() int32 {
	if l.spec.WholeUnits {
		return 0
	}
	return l.scale
}
