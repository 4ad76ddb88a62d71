// SPDX-License-Identifier: Apache-2.0

package license

import (
	"cmp"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
)

func compareIDs(a, b string) int { return strings.Compare(a, b) }

// seatRef is what is needed of a seat of the input, so that the input, which is in no order, is read only once.
type seatRef struct {
	key      string
	prefix   uint64 // the part of the key that decides most comparisons
	in       int32
	person   int32
	assigned finops.Date
	shown    finops.Date // the activity on the seat itself
}

// placeSeats numbers the seats' products and people, orders the seats by product and key, and takes out what cannot be
// classified.
func (c *classifier) placeSeats() {
	perProduct, refs := c.refsByProduct()
	c.placed = make([]placedSeat, 0, len(refs))
	c.begin = make([]int32, 1, len(perProduct)+1)
	for p, from := 0, int32(0); p < len(perProduct); p++ {
		part := refs[from : from+perProduct[p]]
		from += perProduct[p]
		c.sortByKey(part)
		c.placeProduct(int32(p), part)
		c.begin = append(c.begin, int32(len(c.placed)))
	}
	slices.SortFunc(c.leftOut, func(a, b LeftOutSeat) int {
		return cmp.Or(compareIDs(a.Product, b.Product), compareIDs(a.Seat, b.Seat), compareIDs(a.Person, b.Person), cmp.Compare(a.Why, b.Why))
	})
}

// refsByProduct groups the seats by product in two passes, without a list per product.
func (c *classifier) refsByProduct() (perProduct []int32, refs []seatRef) {
	perProduct = make([]int32, len(c.catalog.products))
	product := make([]int32, len(c.seats))
	lastID, last := "", none
	for i := range c.seats {
		s := &c.seats[i]
		if last == none || s.Product != lastID {
			lastID, last = s.Product, none
			if p, ok := c.catalog.index[s.Product]; ok {
				last = int32(p)
			}
		}
		product[i] = last
		switch {
		case last == none:
			c.leaveOut(s, IssueUnknownProduct)
		case s.key() == "":
			c.leaveOut(s, IssueNoSeatID)
			product[i] = none
		default:
			perProduct[last]++
		}
	}
	at := make([]int32, len(perProduct))
	n := int32(0)
	for p, k := range perProduct {
		at[p] = n
		n += k
	}
	refs = make([]seatRef, n)
	for i, p := range product {
		if p != none {
			s := &c.seats[i]
			refs[at[p]] = seatRef{key: s.key(), in: int32(i), person: c.numberOf(s.Person), assigned: s.Assigned, shown: s.LastActivity}
			at[p]++
		}
	}
	return perProduct, refs
}

func (c *classifier) leaveOut(s *Seat, why IssueKind) {
	c.issues.add(why, s.Product, s.key())
	c.leftOut = append(c.leftOut, LeftOutSeat{Product: s.Product, Seat: s.key(), Person: s.Person, Why: why})
}

// sortByKey orders the seats of one product. The eight bytes after what all keys have in common decide most comparisons
// without a look at the strings.
func (c *classifier) sortByKey(refs []seatRef) {
	if len(refs) == 0 {
		return
	}
	first := refs[0].key
	common := len(first)
	for i := range refs {
		k := refs[i].key
		n := min(common, len(k))
		for n > 0 && k[:n] != first[:n] {
			n--
		}
		common = n
	}
	for i := range refs {
		refs[i].prefix = bytesAt(refs[i].key, common)
	}
	slices.SortFunc(refs, func(a, b seatRef) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		if n := compareIDs(a.key[common:], b.key[common:]); n != 0 {
			return n
		}
		return c.betterRow(&c.seats[a.in], &c.seats[b.in])
	})
}

// bytesAt returns eight bytes of s from a place on as a number that orders as they do.
func bytesAt(s string, from int) uint64 {
	var v uint64
	for i := range 8 {
		v <<= 8
		if from+i < len(s) {
			v |= uint64(s[from+i])
		}
	}
	return v
}

// betterRow orders two rows for one seat: the one to use first.
func (c *classifier) betterRow(s, t *Seat) int {
	return cmp.Or(
		c.notFuture(t.LastActivity).Compare(c.notFuture(s.LastActivity)),
		compareKnown(s.Assigned, t.Assigned),
		compareIDs(s.Person, t.Person),
		compareIDs(s.ID, t.ID),
		s.LastActivity.Compare(t.LastActivity))
}

func (c *classifier) notFuture(d finops.Date) finops.Date {
	if d.After(c.asOf) {
		return finops.Date{}
	}
	return d
}

// compareKnown orders dates with the unknown last.
func compareKnown(a, b finops.Date) int {
	switch {
	case a.IsZero() && !b.IsZero():
		return 1
	case b.IsZero() && !a.IsZero():
		return -1
	}
	return a.Compare(b)
}

// placeProduct takes over the sorted seats of one product and lists what is doubtful about them.
func (c *classifier) placeProduct(p int32, refs []seatRef) {
	id := c.catalog.products[p].ID
	for i := range refs {
		r := &refs[i]
		if i > 0 && r.key == refs[i-1].key {
			c.leaveOut(&c.seats[r.in], IssueRepeatedSeat)
			continue
		}
		if r.shown.After(c.asOf) {
			c.issues.add(IssueFutureActivity, id, r.key)
		}
		switch {
		case r.assigned.IsZero():
			c.issues.add(IssueNoAssignedDate, id, r.key)
		case r.assigned.After(c.asOf):
			c.issues.add(IssueAssignedInFuture, id, r.key)
		}
		if c.people.listed > 0 && r.person >= c.people.listed {
			c.issues.add(IssueUnknownPerson, id, r.key)
		}
		c.placed = append(c.placed, placedSeat{
			key: r.key, product: p, person: r.person, assigned: r.assigned,
			last: c.notFuture(r.shown), row: none, keeper: none, served: none, next: none,
		})
	}
}

// heldSeat is a placed seat in the list of its person.
type heldSeat struct{ seat, product int32 }

// groupByPerson lists the placed seats of each person.
func (c *classifier) groupByPerson() {
	c.holder = make([]int32, len(c.people.state)+1)
	for i := range c.placed {
		if p := c.placed[i].person; p != none {
			c.holder[p+1]++
		}
	}
	for p := range c.people.state {
		c.holder[p+1] += c.holder[p]
	}
	c.held = make([]heldSeat, c.holder[len(c.people.state)])
	at := slices.Clone(c.holder)
	for i := range c.placed {
		if p := c.placed[i].person; p != none {
			c.held[at[p]] = heldSeat{seat: int32(i), product: c.placed[i].product}
			at[p]++
		}
	}
}

// seatsOf returns the placed seats of a person.
func (c *classifier) seatsOf(person int32) []heldSeat {
	return c.held[c.holder[person]:c.holder[person+1]]
}
