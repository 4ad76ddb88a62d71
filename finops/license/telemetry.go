// SPDX-License-Identifier: Apache-2.0

package license

import "github.com/itfm-go/itfm/finops"

// readFeeds finds out which products have telemetry and joins the rows of the feeds to the seats.
func (c *classifier) readFeeds(feeds []Feed) {
	c.feeds = make([]FeedState, len(c.catalog.products))
	c.through = make([]finops.Date, len(c.feeds))
	rows, fed := make([]int, len(c.feeds)), make([]bool, len(c.feeds))
	total := 0
	for i := range feeds {
		f := &feeds[i]
		p, ok := c.catalog.index[f.Product]
		if !ok {
			c.issues.add(IssueUnknownFeedProduct, f.Product, f.Product)
			continue
		}
		c.feeds[p] = max(c.feeds[p], f.State) // unstated < present < stale < missing < anonymised
		if f.Through.After(c.through[p]) {
			c.through[p] = f.Through
		}
		fed[p] = true
		rows[p] += len(f.Activities)
		total += len(f.Activities)
	}
	for i := range feeds {
		f := &feeds[i]
		if p, ok := c.catalog.index[f.Product]; ok && f.State != FeedUnstated && f.State != c.feeds[p] {
			c.issues.add(IssueFeedConflict, f.Product, f.Product)
		}
	}
	c.resolveFeeds(rows)
	c.rows, c.nextRow = make([]*Activity, 0, total), make([]int32, 0, total)
	c.joined = make([]bool, len(c.feeds))
	known := c.capabilities()
	for i := range feeds {
		if p, ok := c.catalog.index[feeds[i].Product]; ok {
			c.readFeed(int32(p), &feeds[i], known)
		}
	}
	c.findEmpty(fed)
	c.doubtfulDates()
}

// resolveFeeds replaces unstated by what the data says. It runs before the rows are joined, so that a seat's last use is
// still the one that the seat itself shows.
func (c *classifier) resolveFeeds(rows []int) {
	for p := range c.feeds {
		seats := c.placed[c.begin[p]:c.begin[p+1]]
		shown := 0
		for i := range seats {
			if !seats[i].last.IsZero() {
				shown++
			}
		}
		stated := c.feeds[p] != FeedUnstated
		switch {
		case !stated && rows[p]+shown > 0:
			c.feeds[p] = FeedPresent
		case !stated:
			c.feeds[p] = FeedMissing
		}
		if (c.feeds[p] == FeedPresent || c.feeds[p] == FeedEmpty) && c.endsEarly(int32(p)) {
			c.feeds[p] = FeedStale
		}
		id := c.catalog.products[p].ID
		switch {
		case c.feeds[p] == FeedStale && len(seats) > 0:
			c.issues.add(IssueStaleFeed, id, id)
		case !c.measured(int32(p)) && shown > 0:
			for i := range seats {
				if !seats[i].last.IsZero() {
					c.issues.add(IssueIgnoredActivity, id, seats[i].key)
				}
			}
		}
	}
}

// findEmpty finds the products with a feed, fed, of which no row belongs to a seat. A stale one stays stale, which is believed even less.
func (c *classifier) findEmpty(fed []bool) {
	for p := range c.feeds {
		if !fed[p] || c.joined[p] || !c.measured(int32(p)) || c.begin[p] == c.begin[p+1] {
			continue
		}
		id := c.catalog.products[p].ID
		c.issues.add(IssueEmptyFeed, id, id)
		if c.feeds[p] == FeedPresent {
			c.feeds[p] = FeedEmpty
		}
	}
}

// endsEarly reports whether the feeds of the product are said to end too long before the day.
func (c *classifier) endsEarly(p int32) bool {
	if c.through[p].IsZero() {
		return false
	}
	return c.through[p].DaysUntil(c.asOf) > min(c.lag, c.rules[p].window)
}

// measured reports whether the activities of the product count. Only if its feed is present does their absence count too.
func (c *classifier) measured(p int32) bool {
	return c.feeds[p] == FeedPresent || c.feeds[p] == FeedEmpty || c.feeds[p] == FeedStale
}

// judged reports whether what is known of the use of the seat is all there is to know.
func (c *classifier) judged(s *placedSeat) bool {
	feed := c.feeds[s.product]
	return feed == FeedPresent || feed == FeedEmpty && !s.last.IsZero()
}

// capabilities returns all that any product grants.
func (c *classifier) capabilities() map[string]bool {
	known := map[string]bool{}
	for _, g := range c.catalog.granted {
		for name := range g {
			known[name] = true
		}
	}
	return known
}

// readFeed joins the rows of one feed.
func (c *classifier) readFeed(p int32, f *Feed, known map[string]bool) {
	var byKey map[string]int32 // only if rows name seats
	for i := range f.Activities {
		a := &f.Activities[i]
		who := a.Seat
		if who == "" {
			who = a.Person
		}
		if !c.measured(p) {
			c.issues.add(IssueIgnoredActivity, f.Product, who)
			continue
		}
		for _, name := range a.Capabilities {
			if !known[name] {
				c.issues.add(IssueUnknownCapability, f.Product, name)
			}
		}
		if a.Last.After(c.asOf) {
			c.issues.add(IssueFutureActivity, f.Product, who)
			continue
		}
		if !f.Through.IsZero() && a.Last.After(f.Through) {
			c.issues.add(IssueActivityAfterThrough, f.Product, who)
		}
		if a.Seat != "" {
			if byKey == nil {
				byKey = c.keysOf(p)
			}
			if s, ok := byKey[a.Seat]; ok {
				c.joinRow(s, a)
			} else {
				c.issues.add(IssueUnmatchedActivity, f.Product, who)
			}
			continue
		}
		c.joinPerson(p, a)
	}
}

func (c *classifier) keysOf(p int32) map[string]int32 {
	byKey := make(map[string]int32, c.begin[p+1]-c.begin[p])
	for i := c.begin[p]; i < c.begin[p+1]; i++ {
		byKey[c.placed[i].key] = i
	}
	return byKey
}

// joinPerson gives a row that names a person to all of the person's seats in the product.
func (c *classifier) joinPerson(p int32, a *Activity) {
	matched := false
	if n, ok := c.people.number[a.Person]; ok && a.Person != "" {
		for _, h := range c.seatsOf(n) {
			if h.product == p {
				c.joinRow(h.seat, a)
				matched = true
			}
		}
	}
	if !matched {
		c.issues.add(IssueUnmatchedActivity, c.catalog.products[p].ID, a.Person)
	}
}

func (c *classifier) joinRow(seat int32, a *Activity) {
	s := &c.placed[seat]
	c.joined[s.product] = true
	if a.Last.After(s.last) {
		s.last = a.Last
	}
	if !c.rules[s.product].needRows {
		return
	}
	c.rows, c.nextRow = append(c.rows, a), append(c.nextRow, s.row)
	s.row = int32(len(c.rows) - 1)
}

func (c *classifier) doubtfulDates() {
	for i := range c.placed {
		s := &c.placed[i]
		if !s.last.IsZero() && s.assigned.After(s.last) && !s.assigned.After(c.asOf) {
			c.issues.add(IssueAssignedAfterActivity, c.catalog.products[s.product].ID, s.key)
		}
	}
}

// recent reports whether the date is known and not before the window of the product.
func (c *classifier) recent(product int32, last finops.Date) bool {
	return !last.IsZero() && last.DaysUntil(c.asOf) <= c.rules[product].window
}

// usedInWindow reports whether the seat itself is known to have been used in the window.
func (c *classifier) usedInWindow(s *placedSeat) bool {
	return c.measured(s.product) && c.recent(s.product, s.last)
}
