// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// Validate returns what is wrong with the ladder, as [NewLadder] does: every problem as a [*TierError] that wraps
// [ErrInvalidLadder], those of the ladder first, then those of the tiers in order.
func (s LadderSpec) Validate() error {
	var c ladderCheck
	c.options(s)
	c.ends(s)
	c.bounds(s.Tiers)
	for i, t := range s.Tiers {
		c.prices(i, t, s.Mode)
	}
	c.packages(s)
	return errors.Join(c.errs...)
}

type ladderCheck struct{ errs []error }

func (c *ladderCheck) add(i int, field, value, reason string, cause error) {
	c.errs = append(c.errs, &TierError{Index: i, Field: field, Value: value, Reason: reason, Err: cause})
}

func (c *ladderCheck) options(s LadderSpec) {
	if !s.Currency.Valid() {
		c.add(-1, "currency", string(s.Currency), "is unknown", finops.ErrUnknownCurrency)
	}
	for _, o := range []struct {
		field string
		value uint8
		known bool
		names string
	}{
		{"mode", uint8(s.Mode), modeNames.Has(s.Mode), modeNames.List()},
		{"bound", uint8(s.Bound), boundNames.Has(s.Bound), boundNames.List()},
		{"at_zero", uint8(s.AtZero), atZeroNames.Has(s.AtZero), atZeroNames.List()},
		{"package_count", uint8(s.PackageCount), packageCountNames.Has(s.PackageCount), packageCountNames.List()},
	} {
		if !o.known {
			c.add(-1, o.field, fmt.Sprint(o.value), "is none of "+o.names, finops.ErrRange)
		}
	}
}

// ends checks how the ladder ends.
func (c *ladderCheck) ends(s LadderSpec) {
	open, last := 0, len(s.Tiers)-1
	for _, t := range s.Tiers {
		if t.Open {
			open++
		}
	}
	switch {
	case last < 0:
		c.add(-1, "tiers", "", "is empty", nil)
	case s.Closed && open > 0:
		c.add(-1, "closed", "true", "contradicts the open tier", nil)
	case !s.Closed && open == 0:
		c.add(last, "open", "false", "the last tier must be open, or the ladder said to be closed", nil)
	case open > 1:
		c.add(-1, "tiers", fmt.Sprint(open), "open tiers, want one", nil)
	case open == 1 && !s.Tiers[last].Open:
		c.add(-1, "tiers", "", "the open tier is not the last", nil)
	}
}

func (c *ladderCheck) bounds(tiers []Tier) {
	seen := map[string]int{} // bound as text without trailing zeros: "5" and "5.0" are one
	before := decimal.Decimal{}
	for i, t := range tiers {
		switch text := shown(t.UpTo); {
		case !inRange(t.UpTo):
			c.add(i, "up_to", text, fmt.Sprintf("has more than %d digits before or after the point", maxDigits), finops.ErrRange)
			continue
		case t.Open && !t.UpTo.IsZero():
			c.add(i, "up_to", text, "an open tier has no bound", nil)
			continue
		case t.Open:
			continue
		case t.UpTo.IsZero():
			c.add(i, "up_to", text, "is zero", nil)
			continue
		case t.UpTo.Sign() < 0:
			c.add(i, "up_to", text, "is negative", nil)
			continue
		default:
			if first, ok := seen[text]; ok {
				c.add(i, "up_to", text, fmt.Sprintf("repeats the bound of tiers[%d]", first), nil)
				continue
			}
			seen[text] = i
			if t.UpTo.LessThan(before) {
				c.add(i, "up_to", text, fmt.Sprintf("is below the bound %s of a tier before it", shown(before)), nil)
			}
		}
		before = decimal.Max(before, t.UpTo)
	}
}

func (c *ladderCheck) prices(i int, t Tier, m Mode) {
	stairs := m == Stairstep || m == StairstepCumulative
	for _, p := range []struct {
		field string
		value decimal.Decimal
	}{{"unit", t.Unit}, {"flat", t.Flat}, {"package", t.Package}} {
		switch text := shown(p.value); {
		case !inRange(p.value):
			c.add(i, p.field, text, fmt.Sprintf("has more than %d digits before or after the point", maxDigits), finops.ErrRange)
		case p.value.Sign() < 0:
			c.add(i, p.field, text, "is negative", nil)
		case stairs && p.field != "flat" && !p.value.IsZero():
			c.add(i, p.field, text, "a stairstep ladder has flat amounts only", nil)
		}
	}
	free := t.Unit.IsZero() && t.Flat.IsZero()
	if free && !t.Free {
		c.add(i, "free", "false", "the tier has no price; say that it is free", nil)
	}
	if t.Free && !free {
		c.add(i, "free", "true", "contradicts the price of the tier", nil)
	}
}

// packages checks that packages which cross bounds are all of one size.
func (c *ladderCheck) packages(s LadderSpec) {
	if s.PackageCount != PackagesWhole || s.Mode != Graduated {
		return
	}
	for i, t := range s.Tiers {
		if first := s.Tiers[0].Package; inRange(first) && inRange(t.Package) && !t.Package.Equal(first) {
			c.add(i, "package", shown(t.Package), fmt.Sprintf("counting over the whole quantity needs the size %s of tiers[0]", shown(first)), nil)
		}
	}
}
