// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// Classify puts each seat into exactly one [Class] as of a date and sums up by product. The result does not depend on the
// order of the input, which is neither changed nor kept.
//
// Where one person holds several seats of which one covers another, the seat of the most covering product is kept; among
// equals the one used last, then the one assigned first, then the one with the smaller product and seat ID. The others are
// duplicates. A seat assigned after the date takes no part in this: it is in grace, is no duplicate and makes none.
//
// The seat that is kept answers for those that it makes redundant. It is exempt or in grace if one of them is. It was last
// used when the last of them was. If that is known and within the window, the seat is in use, although the use of another
// of them is unknown; else it is unknown if one of them is. A kept seat of a product whose own feed is missing or anonymised
// is unknown all the same.
//
// Someone who has not started yet is no leaver: the seat is in grace. Missing or anonymised usage is NoTelemetry, never
// "unused", and so is lack of activity in a feed that ended too early or has no row of the product's seats: see [FeedStale]
// and [FeedEmpty]. Doubtful data is listed under Issues; nothing is dropped silently.
//
// Time grows as that of sorting the seats. Errors: [ErrNoCatalog], [ErrNoDate], [ErrPolicy] for negative options, and
// [ErrUnknownName] for a feed state that does not exist.
func Classify(e Estate, asOf finops.Date, o ClassifyOptions) (ShelfwareReport, error) {
	var errs []error
	if e.Catalog == nil {
		errs = append(errs, fmt.Errorf("license: classify: %w", ErrNoCatalog))
	}
	if asOf.IsZero() {
		errs = append(errs, fmt.Errorf("license: classify: %w", ErrNoDate))
	}
	if o.InactiveAfterDays < 0 {
		errs = append(errs, fmt.Errorf("license: classify: inactive_after_days is %d, negative: %w", o.InactiveAfterDays, ErrPolicy))
	}
	if o.GraceDays < 0 {
		errs = append(errs, fmt.Errorf("license: classify: grace_days is %d, negative: %w", o.GraceDays, ErrPolicy))
	}
	if o.FeedLagDays < 0 {
		errs = append(errs, fmt.Errorf("license: classify: feed_lag_days is %d, negative: %w", o.FeedLagDays, ErrPolicy))
	}
	for _, f := range e.Feeds {
		if err := feedStateNames.Check(f.State); err != nil {
			errs = append(errs, fmt.Errorf("license: classify: feed of product %q: %w", f.Product, err))
		}
	}
	if errs != nil {
		return ShelfwareReport{}, errors.Join(errs...)
	}
	c := &classifier{catalog: e.Catalog, asOf: asOf, issues: issueLog{}, seats: e.Seats}
	c.setPolicies(o)
	c.indexPeople(e.People, len(e.Seats))
	c.placeSeats()
	c.groupByPerson()
	c.readFeeds(e.Feeds)
	c.findDuplicates()
	return c.report(e.Entitlements), nil
}

// classifier holds one run of Classify. Products, people and seats are numbered; strings are not touched after that.
type classifier struct {
	catalog *Catalog
	asOf    finops.Date
	issues  issueLog
	seats   []Seat // the input
	rules   []rules
	people  people
	placed  []placedSeat // the seats to classify, by product, then by seat
	begin   []int32      // begin[p] is the first placed seat of product p; one more at the end
	leftOut []LeftOutSeat
	holder  []int32 // placed seats by person: those of person p are held[holder[p]:holder[p+1]]
	held    []heldSeat
	rows    []*Activity   // rows that belong to a seat
	nextRow []int32       // rows of one seat are chained
	feeds   []FeedState   // by product, resolved
	through []finops.Date // by product, the last day that its feeds are said to cover
	joined  []bool        // by product, whether a row of its feeds belongs to a seat
	lag     int           // days for which a feed may be late
}

// none stands for "no such number".
const none = int32(-1)

// placedSeat is a seat with what is known about it, by numbers.
type placedSeat struct {
	key      string
	product  int32 // in the catalog
	person   int32 // none if nobody is named
	assigned finops.Date
	last     finops.Date // last use on or before asOf
	row      int32       // the first of its rows, none if there is none
	keeper   int32       // the placed seat that makes this one redundant, or none
	served   int32       // the first of the seats that this one makes redundant, or none
	next     int32       // the next one with the same keeper, or none
}

// rules is the policy of a product with its defaults filled in.
type rules struct {
	window, grace  int
	exemptSeats    map[string]bool
	exemptPersons  map[string]bool
	downgrades     []int32
	downgradeCount []int
	needRows       bool // what was used can decide: of this product's seats, or of those that make them redundant
}

func (c *classifier) setPolicies(o ClassifyOptions) {
	if o.InactiveAfterDays == 0 {
		o.InactiveAfterDays = DefaultInactiveAfterDays
	}
	if o.GraceDays == 0 {
		o.GraceDays = DefaultGraceDays
	}
	c.lag = o.FeedLagDays
	if c.lag == 0 {
		c.lag = DefaultFeedLagDays
	}
	c.rules = make([]rules, len(c.catalog.products))
	for i, p := range c.catalog.products {
		r := rules{window: p.Policy.InactiveAfterDays, grace: p.Policy.GraceDays}
		if r.window == 0 {
			r.window = o.InactiveAfterDays
		}
		if r.grace == 0 {
			r.grace = o.GraceDays
		}
		if p.Policy.NoGrace {
			r.grace = 0
		}
		r.exemptSeats, r.exemptPersons = setOf(p.Policy.ExemptSeats), setOf(p.Policy.ExemptPersons)
		for _, id := range p.Policy.DowngradeTo {
			r.downgrades = append(r.downgrades, int32(c.catalog.index[id]))
		}
		r.downgradeCount = make([]int, len(r.downgrades))
		c.rules[i] = r
	}
	for a, covered := range c.catalog.covers {
		for b, yes := range covered {
			if yes && len(c.rules[a].downgrades) > 0 {
				c.rules[b].needRows = true
			}
		}
	}
}

// setOf returns nil for no IDs, so that the empty policy costs nothing per seat.
func setOf(ids []string) map[string]bool {
	if len(ids) == 0 {
		return nil
	}
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// report decides each seat and adds up.
func (c *classifier) report(entitlements []Entitlement) ShelfwareReport {
	r := ShelfwareReport{AsOf: c.asOf, Seats: make([]SeatFinding, len(c.placed)), LeftOut: c.leftOut}
	purchased, entitled := c.purchases(entitlements)
	products := c.catalog.products
	counts := make([][classes]int, len(products))
	inUse, known := make([]int, len(products)), make([]int, len(products))
	for i := range c.placed {
		f := &r.Seats[i]
		c.decide(int32(i), f)
		s := &c.placed[i]
		counts[s.product][f.Class]++
		used := c.usedInWindow(s)
		if used && f.Class != Leaver {
			inUse[s.product]++
		}
		if used || c.judged(s) {
			known[s.product]++
		}
	}
	movedTo := make([]bool, len(products))
	for _, ru := range c.rules {
		for k, n := range ru.downgradeCount {
			movedTo[ru.downgrades[k]] = movedTo[ru.downgrades[k]] || n > 0
		}
	}
	var total [classes]int
	for p := range products {
		assigned := int(c.begin[p+1] - c.begin[p])
		if assigned == 0 && !entitled[p] && !movedTo[p] {
			continue
		}
		u := c.productUse(int32(p), purchased[p], counts[p])
		u.Entitled, u.InUse, u.Coverage.Num = entitled[p], inUse[p], intDecimal(known[p])
		r.Products = append(r.Products, u)
		r.Coverage = r.Coverage.Add(u.Coverage)
		for class, n := range counts[p] {
			total[class] += n
		}
	}
	r.Counts = countsOf(total)
	r.Issues = c.issues.sorted()
	return r
}

func (c *classifier) productUse(p int32, purchased decimal.Decimal, counts [classes]int) ProductUse {
	assigned := int(c.begin[p+1] - c.begin[p])
	a := intDecimal(assigned)
	u := ProductUse{
		Product: c.catalog.products[p].ID, Metric: c.catalog.products[p].Metric, Purchased: purchased, Assigned: assigned,
		Unassigned:   decimal.Max(decimal.Decimal{}, purchased.Sub(a)),
		OverAssigned: decimal.Max(decimal.Decimal{}, a.Sub(purchased)),
		Counts:       countsOf(counts), Feed: c.feeds[p], FeedThrough: c.through[p],
		InactiveAfterDays: c.rules[p].window, GraceDays: c.rules[p].grace, Coverage: finops.Ratio{Den: a},
	}
	for k, n := range c.rules[p].downgradeCount {
		if n > 0 {
			u.DowngradedTo = append(u.DowngradedTo, TierMove{Product: c.catalog.products[c.rules[p].downgrades[k]].ID, Seats: n})
		}
	}
	slices.SortFunc(u.DowngradedTo, func(a, b TierMove) int { return compareIDs(a.Product, b.Product) })
	return u
}

// purchases adds up the entitlements in force, by product.
func (c *classifier) purchases(entitlements []Entitlement) (quantity []decimal.Decimal, entitled []bool) {
	quantity = make([]decimal.Decimal, len(c.catalog.products))
	entitled = make([]bool, len(c.catalog.products))
	seen := make(map[string]bool, len(entitlements))
	for _, e := range entitlements {
		if seen[e.ID] {
			c.issues.add(IssueRepeatedEntitlement, e.Product, e.ID)
		}
		seen[e.ID] = true
		p, ok := c.catalog.index[e.Product]
		switch {
		case !ok:
			c.issues.add(IssueUnknownEntitlementProduct, e.Product, e.ID)
		case checkNumber("entitlement", e.ID, e.Quantity) != nil:
			c.issues.add(IssueNegativeQuantity, e.Product, e.ID)
		case e.InForce(c.asOf):
			quantity[p], entitled[p] = quantity[p].Add(c.wholeRights(int32(p), &e)), true
		}
	}
	return quantity, entitled
}

// wholeRights returns the quantity of an entitlement, without the part of a right that no seat can use.
func (c *classifier) wholeRights(p int32, e *Entitlement) decimal.Decimal {
	k := c.catalog.products[p].Metric
	whole := k.Whole() || k == MetricUnspecified && c.begin[p] < c.begin[p+1]
	if !whole || e.Quantity.IsInteger() {
		return e.Quantity
	}
	c.issues.add(IssueFractionalQuantity, e.Product, e.ID)
	return finops.Floor.Round(e.Quantity, 0)
}
