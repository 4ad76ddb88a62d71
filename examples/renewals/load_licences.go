// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
)

// requirement is a counted need of a product that has no seats.
type requirement struct {
	Product  string
	Quantity decimal.Decimal
	Basis    string
}

// licences is everything the estate is made of.
type licences struct {
	estate   license.Estate
	products []license.Product  // by id
	expected []renewal.Expected // by product
	required []requirement      // by product
	noRights map[string]string  // products whose rights are not known, and why
	noNeed   map[string]string  // products whose count is not known, and why
}

// policyAll is the row of policy.csv that holds for products without a row of their own.
const policyAll = "*"

// licenceLoader reads the licence files one after the other.
type licenceLoader struct {
	fsys     fs.FS
	log      *problems
	manifest manifest
	out      licences
	products map[string]*license.Product
	known    map[string]bool // products
	people   map[string]bool
	feeds    map[string]license.FeedState
	seatOf   map[string]string // product by seat
	policies map[string]license.Policy
}

// loadLicences reads products, policies, people, seats, usage, entitlements and counted requirements. What can be read
// is handed to the library even if it is doubtful; the problem then says what the library does with it.
func loadLicences(fsys fs.FS, m manifest, contracts map[string]bool, log *problems) (licences, error) {
	l := &licenceLoader{
		fsys: fsys, log: log, manifest: m, products: map[string]*license.Product{}, known: map[string]bool{}, people: map[string]bool{},
		feeds: map[string]license.FeedState{}, seatOf: map[string]string{}, policies: map[string]license.Policy{},
		out: licences{noRights: map[string]string{}, noNeed: map[string]string{}},
	}
	steps := []func() error{
		l.readProducts, l.readPolicies, l.readPeople, l.readExempt, l.buildCatalog, l.readSeats, l.readUsage,
		func() error { return l.readEntitlements(contracts) }, l.readMetered, l.readServers,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return licences{}, err
		}
	}
	slices.SortFunc(l.out.expected, func(a, b renewal.Expected) int { return cmp.Compare(a.Product, b.Product) })
	slices.SortFunc(l.out.required, func(a, b requirement) int { return cmp.Compare(a.Product, b.Product) })
	return l.out, nil
}

func (l *licenceLoader) readProducts() error {
	t, err := readTable(l.fsys, "products.csv", l.log, "product_id", "vendor", "name", "function", "metric", "capabilities", "covers", "feed")
	if err != nil {
		return err
	}
	t.unique("product_id")
	for _, r := range t.usable() {
		p := license.Product{
			ID: r.key("product_id"), Vendor: r.text("vendor"), Name: r.text("name"), Function: r.text("function"),
			Capabilities: r.list("capabilities"), Covers: r.list("covers"),
		}
		r.option("metric", &p.Metric)
		var feed license.FeedState
		r.option("feed", &feed)
		if !r.leftOut {
			l.products[p.ID], l.feeds[p.ID], l.known[p.ID] = &p, feed, true
		}
	}
	return nil
}

// product returns the id of a known product.
func (r *row) product(column string, known map[string]bool) string {
	id := r.key(column)
	if id != "" && !known[id] {
		r.reject(column, "is no product of products.csv")
	}
	return id
}

func (l *licenceLoader) readPolicies() error {
	t, err := readTable(l.fsys, "policy.csv", l.log, "product_id", "inactive_days", "grace_days", "expected_joiners", "downgrade_to")
	if err != nil {
		return err
	}
	t.unique("product_id")
	for _, r := range t.usable() {
		id := r.key("product_id")
		if id != policyAll {
			id = r.product("product_id", l.known)
		}
		p := license.Policy{InactiveAfterDays: r.whole("inactive_days"), GraceDays: r.whole("grace_days"), DowngradeTo: r.list("downgrade_to")}
		p.NoGrace = r.text("grace_days") == "0"
		joiners := r.whole("expected_joiners")
		for _, target := range p.DowngradeTo {
			if !l.known[target] {
				r.reject("downgrade_to", "names a product that is not in products.csv")
			}
		}
		if !r.leftOut {
			l.policies[id] = p
			if joiners > 0 && id != policyAll {
				l.out.expected = append(l.out.expected, renewal.Expected{Product: id, Joiners: joiners})
			}
		}
	}
	return nil
}

func (l *licenceLoader) readPeople() error {
	t, err := readTable(l.fsys, "people.csv", l.log, "person_id", "department", "cost_centre", "start", "end")
	if err != nil {
		return err
	}
	t.unique("person_id")
	for _, r := range t.usable() {
		p := license.Person{ID: r.key("person_id"), Start: r.keyDate("start"), LastDay: r.date("end")}
		if !p.LastDay.IsZero() && p.LastDay.Before(p.Start) {
			r.reject("end", "is before the start "+p.Start.String())
		}
		if !r.leftOut {
			l.out.estate.People = append(l.out.estate.People, p)
			l.people[p.ID] = true
		}
	}
	return nil
}

func (l *licenceLoader) readExempt() error {
	t, err := readTable(l.fsys, "exempt.csv", l.log, "product_id", "person_id", "reason")
	if err != nil {
		return err
	}
	t.unique("product_id", "person_id")
	for _, r := range t.usable() {
		id, person := r.product("product_id", l.known), r.key("person_id")
		if person != "" && !l.people[person] {
			r.reject("person_id", "is nobody in people.csv")
		}
		if !r.leftOut {
			p, ok := l.policies[id]
			if !ok {
				p = l.policies[policyAll]
			}
			p.ExemptPersons = append(slices.Clone(p.ExemptPersons), person)
			slices.Sort(p.ExemptPersons)
			l.policies[id] = p
		}
	}
	return nil
}

// buildCatalog joins products, policies and capabilities.csv. A catalogue that contradicts itself stops the program:
// without it no seat can be judged.
func (l *licenceLoader) buildCatalog() error {
	t, err := readTable(l.fsys, "capabilities.csv", l.log, "capability", "implies")
	if err != nil {
		return err
	}
	t.unique("capability", "implies")
	var implications []license.Implication
	for _, r := range t.usable() {
		i := license.Implication{Higher: r.key("capability"), Lower: r.key("implies")}
		if !r.leftOut {
			implications = append(implications, i)
		}
	}
	for id, p := range l.products {
		policy, ok := l.policies[id]
		if !ok {
			policy = l.policies[policyAll]
		}
		p.Policy = policy
		l.out.products = append(l.out.products, *p)
	}
	slices.SortFunc(l.out.products, func(a, b license.Product) int { return cmp.Compare(a.ID, b.ID) })
	l.out.estate.Catalog, err = license.NewCatalog(l.out.products, implications)
	if err != nil {
		return fmt.Errorf("products.csv, capabilities.csv, policy.csv: %w: %w", errInput, err)
	}
	return nil
}

// Notes on rows that are handed on although something about them is doubtful.
const (
	neverCounts  = "never counts as use"
	noLeaver     = "kept; it cannot be a leaver's"
	noGrace      = "kept; it has no grace period"
	countsAnyway = "kept; the activity counts as it stands"
	unknownUse   = "use is unknown, not zero"
	nobodysSeat  = "kept as a shared seat"
	needNotKnown = "need not known"
)

func (l *licenceLoader) readSeats() error {
	t, err := readTable(l.fsys, "seats.csv", l.log, "seat_id", "product_id", "person_id", "assigned", "last_sign_in")
	if err != nil {
		return err
	}
	t.unique("seat_id")
	for _, r := range t.usable() {
		s := license.Seat{
			ID: r.key("seat_id"), Product: r.product("product_id", l.known), Person: r.text("person_id"),
			Assigned: r.date("assigned"), LastActivity: r.date("last_sign_in"),
		}
		if r.leftOut {
			continue
		}
		l.doubtSeat(r, s)
		l.seatOf[s.ID] = s.Product
		l.out.estate.Seats = append(l.out.estate.Seats, s)
	}
	return nil
}

func (l *licenceLoader) doubtSeat(r *row, s license.Seat) {
	doubt := func(column, reason, done string) {
		l.log.add(problem{r.t.file, r.line, column, r.text(column), reason, done})
	}
	switch {
	case s.Person == "":
		doubt("person_id", "is blank", nobodysSeat)
	case !l.people[s.Person]:
		doubt("person_id", "is nobody in people.csv", noLeaver)
	}
	if s.Assigned.IsZero() {
		doubt("assigned", "is blank", noGrace)
	}
	if l.manifest.future(s.LastActivity) {
		doubt("last_sign_in", "is after the as-of date", neverCounts)
	} else if !s.LastActivity.IsZero() && s.Assigned.After(s.LastActivity) {
		doubt("last_sign_in", "is before the seat was assigned", countsAnyway)
	}
}

func (l *licenceLoader) readUsage() error {
	t, err := readTable(l.fsys, "usage.csv", l.log, "month", "seat_id", "active_days", "last_activity", "features")
	if err != nil {
		return err
	}
	feeds := map[string]*license.Feed{}
	for id := range l.products {
		feeds[id] = &license.Feed{Product: id, State: l.feeds[id], Through: l.manifest.UsageThrough}
	}
	for _, r := range t.rows {
		a, product := l.activity(r)
		if !r.leftOut {
			feeds[product].Activities = append(feeds[product].Activities, a)
		}
	}
	for _, p := range l.out.products {
		f := feeds[p.ID]
		l.doubtFeed(p, f)
		if f.State != license.FeedUnstated || len(f.Activities) > 0 {
			l.out.estate.Feeds = append(l.out.estate.Feeds, *f)
		}
	}
	return nil
}

// doubtFeed corrects the state of a feed where only the files tell that it proves nothing. That a feed ends too early the
// library finds out itself, from Through.
func (l *licenceLoader) doubtFeed(p license.Product, f *license.Feed) {
	if f.State != license.FeedPresent {
		return
	}
	window := cmp.Or(p.Policy.InactiveAfterDays, license.DefaultInactiveAfterDays)
	m := l.manifest
	switch {
	case len(f.Activities) == 0:
		f.State = license.FeedMissing // nor does the day of a last sign-in say that nothing was used since
		l.log.add(problem{"usage.csv", 0, "seat_id", p.ID, "has no row of this product, whose feed is present", unknownUse})
	case m.UsageFrom.DaysUntil(m.AsOf)+1 < window:
		f.State = license.FeedStale // what it has counts as use; what it lacks proves nothing
		l.log.add(problem{"manifest.json", 0, "usage_from", fmt.Sprintf("%s for %s", m.UsageFrom, p.ID),
			"leaves fewer days before " + m.AsOf.String() + " than a seat must be idle", unknownUse})
	}
}

// activity reads one month of one seat.
func (l *licenceLoader) activity(r *row) (license.Activity, string) {
	month := r.month("month")
	a := license.Activity{Seat: r.key("seat_id"), Last: r.keyDate("last_activity"), Capabilities: r.list("features")}
	product, ok := l.seatOf[a.Seat]
	if !ok && a.Seat != "" {
		r.reject("seat_id", "is no usable seat of seats.csv")
	}
	if r.key("active_days") != "" && r.whole("active_days") > month.Days() && !month.IsZero() {
		r.reject("active_days", "is more than the days of "+month.String())
	}
	switch {
	case r.leftOut:
	case l.manifest.future(a.Last):
		l.log.add(problem{r.t.file, r.line, "last_activity", r.text("last_activity"), "is after the as-of date", neverCounts})
	case a.Last.Month() != month:
		r.reject("last_activity", "is not in "+month.String())
	}
	return a, product
}

func (l *licenceLoader) readMetered() error {
	t, err := readTable(l.fsys, "metered.csv", l.log, "product_id", "required", "counted_on", "basis")
	if err != nil {
		return err
	}
	t.unique("product_id")
	for _, r := range t.usable() {
		q := requirement{Product: r.product("product_id", l.known), Quantity: r.keyNumber("required")}
		q.Basis = r.text("basis") + " of " + r.keyDate("counted_on").String()
		if !r.leftOut {
			l.out.required = append(l.out.required, q)
		}
	}
	return nil
}
