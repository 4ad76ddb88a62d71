// SPDX-License-Identifier: Apache-2.0

package license

import "github.com/itfm-go/itfm/finops"

// decide fills in the finding of one seat: the first rule that holds.
func (c *classifier) decide(i int32, f *SeatFinding) {
	s := &c.placed[i]
	f.Product, f.Seat, f.Person = c.catalog.products[s.product].ID, s.key, c.nameOf(s.person)
	f.Assigned, f.LastActivity = s.assigned, s.last
	switch {
	case s.person != none && c.people.state[s.person] == hasLeft:
		f.Class, f.Reason = Leaver, ReasonLeft
	case s.keeper != none:
		f.Class, f.Reason = Duplicate, ReasonCovered
		keeper := &c.placed[s.keeper]
		if keeper.product == s.product {
			f.Reason = ReasonSameProduct
		}
		c.pointTo(f, s.keeper)
	case c.exempt(i, f), c.inGrace(i, f), c.unknown(i, f):
	default:
		c.byUse(i, f)
	}
}

func (c *classifier) pointTo(f *SeatFinding, other int32) {
	o := &c.placed[other]
	f.OtherSeat, f.OtherProduct = o.key, c.catalog.products[o.product].ID
}

// firstOf tries the seat, then those that it makes redundant, and notes which one decided.
func (c *classifier) firstOf(i int32, f *SeatFinding, class Class, rule func(int32) (Reason, bool)) bool {
	if r, ok := rule(i); ok {
		f.Class, f.Reason = class, r
		return true
	}
	for j := c.placed[i].served; j != none; j = c.placed[j].next {
		if r, ok := rule(j); ok {
			f.Class, f.Reason = class, r
			c.pointTo(f, j)
			return true
		}
	}
	return false
}

func (c *classifier) exempt(i int32, f *SeatFinding) bool {
	return c.firstOf(i, f, Exempt, func(i int32) (Reason, bool) {
		s := &c.placed[i]
		r := &c.rules[s.product]
		if r.exemptSeats != nil && r.exemptSeats[s.key] {
			return ReasonExemptSeat, true
		}
		return ReasonExemptPerson, r.exemptPersons != nil && r.exemptPersons[c.nameOf(s.person)]
	})
}

func (c *classifier) inGrace(i int32, f *SeatFinding) bool {
	return c.firstOf(i, f, Grace, func(i int32) (Reason, bool) {
		s := &c.placed[i]
		assigned := s.assigned
		switch {
		case assigned.After(c.asOf):
			return ReasonAssignedLater, true
		case s.person != none && c.people.state[s.person] == notStarted:
			return ReasonJoiner, true
		}
		return ReasonNewlyAssigned, !assigned.IsZero() && assigned.DaysUntil(c.asOf) < c.rules[s.product].grace
	})
}

// unknown holds if the use of the seat is not known, or that of one that it makes redundant. But if the feed of the seat's
// product counts, recent use of any of them decides. A stale feed knows of recent use, but not that there was none; an
// empty one knows nothing of a seat that shows no use itself.
func (c *classifier) unknown(i int32, f *SeatFinding) bool {
	s := &c.placed[i]
	if c.measured(s.product) {
		if _, last := c.lastUse(i); c.recent(s.product, last) {
			return false
		}
	}
	return c.firstOf(i, f, NoTelemetry, func(i int32) (Reason, bool) {
		s := &c.placed[i]
		if c.judged(s) {
			return 0, false
		}
		switch c.feeds[s.product] {
		case FeedEmpty:
			return ReasonFeedEmpty, true
		case FeedStale:
			return ReasonFeedStale, true
		case FeedAnonymised:
			return ReasonFeedAnonymised, true
		}
		return ReasonFeedMissing, true
	})
}

// lastUse returns the latest known use of the seat and those that it makes redundant, and whose it is.
func (c *classifier) lastUse(i int32) (whose int32, last finops.Date) {
	whose, last = i, c.placed[i].last
	for j := c.placed[i].served; j != none; j = c.placed[j].next {
		if s := &c.placed[j]; c.measured(s.product) && s.last.After(last) {
			whose, last = j, s.last
		}
	}
	return whose, last
}

func (c *classifier) byUse(i int32, f *SeatFinding) {
	s := &c.placed[i]
	whose, last := c.lastUse(i)
	if whose != i {
		c.pointTo(f, whose)
	}
	switch {
	case last.IsZero():
		f.Class, f.Reason = NeverActivated, ReasonNoActivity
	case !c.recent(s.product, last):
		f.Class, f.Reason = Inactive, ReasonActivityOld
	default:
		f.Class, f.Reason = Active, ReasonActivityRecent
		for k, target := range c.rules[s.product].downgrades {
			if c.fits(i, target) {
				f.Class, f.Reason = OverTiered, ReasonLowerTier
				f.OtherProduct = c.catalog.products[target].ID
				c.rules[s.product].downgradeCount[k]++
				return
			}
		}
	}
}

// fits reports whether the target grants all that was used through the seat and those that it makes redundant.
func (c *classifier) fits(i, target int32) bool {
	window := c.rules[c.placed[i].product].window
	if !c.usedWithin(i, target, window) {
		return false
	}
	for j := c.placed[i].served; j != none; j = c.placed[j].next {
		if !c.usedWithin(j, target, window) {
			return false
		}
	}
	return true
}

// usedWithin reports whether all that was used through one seat in the window is known and granted by the target.
func (c *classifier) usedWithin(i, target int32, window int) bool {
	s := &c.placed[i]
	if c.catalog.covers[target][s.product] {
		return true // whatever was used
	}
	if !c.judged(s) {
		return false
	}
	if s.last.IsZero() || s.last.DaysUntil(c.asOf) > window {
		return true
	}
	known := false
	for r := s.row; r != none; r = c.nextRow[r] {
		a := c.rows[r]
		if a.Last.IsZero() || a.Last.DaysUntil(c.asOf) > window {
			continue
		}
		if len(a.Capabilities) == 0 {
			return false
		}
		for _, name := range a.Capabilities {
			if !c.catalog.granted[target][name] {
				return false
			}
		}
		known = true
	}
	return known
}
