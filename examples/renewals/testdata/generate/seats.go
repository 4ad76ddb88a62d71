// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// plan says how many seats of a product are assigned and what has become of them; the rest is in use.
type plan struct {
	product    string
	assigned   int
	left       int    // held by people who have left
	double     int    // held by people who also hold seats of the product in doubleOf
	doubleOf   string // covers this product
	never      int    // assigned long ago, never used
	idle       int    // last used long ago
	fresh      int    // assigned within the last weeks
	overTiered int    // used, but only for what a cheaper product does
	silent     bool   // no feed, or an anonymised one
	used       string // features recorded for a seat in full use, blank if the feed records none
	usedLess   string // features recorded for an over-tiered seat
	after      string // people who hold a seat of this product get none of these (tiers of one suite)
}

func plans() []plan {
	return []plan{
		{product: "WORK-FULL", assigned: 412, left: 12, never: 4, idle: 14, fresh: 6, overTiered: 118, used: "mail_plus;docs_plus;advanced_security", usedLess: "mail_plus;docs_plus"},
		{product: "WORK-CORE", assigned: 868, left: 34, double: 22, doubleOf: "WORK-FULL", never: 19, idle: 41, fresh: 21, overTiered: 64, used: "mail_plus;docs_plus", usedLess: "mail_basic;docs_web", after: "WORK-FULL"},
		{product: "WORK-FRONT", assigned: 300, left: 18, never: 26, idle: 33, fresh: 14, used: "mail_basic;docs_web", after: "WORK-CORE"},
		{product: "MEET", assigned: 1064, left: 29, never: 142, idle: 201, fresh: 20},
		{product: "CRM-ENT", assigned: 204, left: 9, never: 3, idle: 12, fresh: 5, overTiered: 46, used: "crm_core;crm_forecast", usedLess: "crm_core"},
		{product: "CRM-PRO", assigned: 141, left: 6, double: 7, doubleOf: "CRM-ENT", never: 8, idle: 15, fresh: 3, used: "crm_core", after: "CRM-ENT"},
		{product: "CODE-PLUS", assigned: 136, left: 3, never: 6, idle: 17, fresh: 9, overTiered: 21, used: "code_hosting;review_assistant", usedLess: "code_hosting"},
		{product: "CODE", assigned: 352, left: 11, double: 24, doubleOf: "CODE-PLUS", never: 9, idle: 38, fresh: 10, used: "code_hosting", after: "CODE-PLUS"},
		{product: "TRACK", assigned: 596, left: 20, never: 31, idle: 92, fresh: 14},
		{product: "WIKI", assigned: 611, left: 22, never: 40, idle: 120, fresh: 12},
		{product: "DRAW", assigned: 81, left: 2, never: 3, idle: 14, fresh: 2},
		{product: "ACCESS", assigned: 1188, left: 31, never: 88, idle: 97, fresh: 25},
		{product: "SIGN", assigned: 171, left: 5, never: 18, idle: 61, fresh: 3},
		{product: "VAULT", assigned: 1371, left: 37, silent: true},
		{product: "LEARN", assigned: 902, left: 24, never: 260, idle: 210},
		{product: "BI-CREATOR", assigned: 112, left: 3, never: 2, idle: 9, fresh: 2, overTiered: 29, used: "bi_view;bi_explore;bi_create", usedLess: "bi_view;bi_explore"},
		{product: "BI-EXPLORER", assigned: 366, left: 10, double: 8, doubleOf: "BI-CREATOR", never: 14, idle: 61, fresh: 8, overTiered: 97, used: "bi_view;bi_explore", usedLess: "bi_view", after: "BI-CREATOR"},
		{product: "BI-VIEWER", assigned: 530, left: 16, double: 31, doubleOf: "BI-EXPLORER", never: 70, idle: 118, fresh: 11, used: "bi_view", after: "BI-EXPLORER"},
		{product: "VOICE", assigned: 668, left: 26, never: 22, idle: 71, fresh: 9},
		{product: "PLAN", assigned: 214, left: 9, never: 12, idle: 58, fresh: 4},
		{product: "CHAT", assigned: 762, left: 21, silent: true},
		{product: "LEGAL", assigned: 27, left: 1, idle: 5},
		{product: "SOCIAL", assigned: 12, left: 1, never: 1, idle: 2},
		{product: "CONTACT", assigned: 83, left: 4, idle: 9, fresh: 3},
		{product: "BASTION", assigned: 38, left: 1, never: 2, idle: 6, fresh: 1},
		{product: "STOCK", assigned: 9, idle: 5},
		{product: "ASSIST", assigned: 284, left: 5, never: 71, idle: 48, fresh: 22},
		{product: "SURVEY", assigned: 14, never: 4, idle: 3},
	}
}

type seat struct {
	id, product, person  string
	assigned, lastSignIn time.Time
	silent               bool
	features             string
}

// estate is every seat with its use.
type estate struct {
	seats  []seat
	exempt []string
}

func newEstate(s *staff) *estate {
	r := seeded(2)
	e := &estate{}
	holders := map[string][]person{} // by product, in use or not, without leavers
	for _, p := range plans() {
		e.assign(r, p, s, holders)
	}
	return e
}

// assign makes the seats of one product, one group after another.
func (e *estate) assign(r *rand.Rand, p plan, s *staff, holders map[string][]person) {
	taken := map[string]bool{}
	for o := p.after; o != ""; o = planOf(o).after {
		for _, h := range holders[o] {
			taken[h.id] = true
		}
	}
	pool := slices.DeleteFunc(shuffled(r, s.current), func(q person) bool { return taken[q.id] })
	gone := shuffled(r, s.left)
	twice := shuffled(r, holders[p.doubleOf])
	take := func(from *[]person) person {
		q := (*from)[0]
		*from = (*from)[1:]
		return q
	}
	for i := range p.assigned {
		switch n := i; {
		case n < p.left:
			e.addIdle(r, p, take(&gone), 5)
		case n < p.left+p.double:
			e.addActive(r, p, take(&twice), p.used)
		default:
			n -= p.left + p.double
			q := take(&pool)
			holders[p.product] = append(holders[p.product], q)
			e.addHeld(r, p, q, n)
		}
	}
}

// addHeld adds the n-th seat of those held by one employed person.
func (e *estate) addHeld(r *rand.Rand, p plan, q person, n int) {
	switch {
	case n < p.never:
		e.add(seat{product: p.product, person: q.id, assigned: longAgo(r), silent: p.silent})
		if n == 0 && p.product == "WORK-FULL" || n < 2 && p.product == "ACCESS" {
			e.exempt = append(e.exempt, fmt.Sprintf("%s,%s,on parental leave", p.product, q.id))
		}
	case n < p.never+p.idle:
		e.addIdle(r, p, q, 100)
	case n < p.never+p.idle+p.fresh:
		e.add(seat{product: p.product, person: q.id, assigned: asOf().AddDate(0, 0, -1-r.IntN(24)), silent: p.silent})
	case n < p.never+p.idle+p.fresh+p.overTiered:
		e.addActive(r, p, q, p.usedLess)
	default:
		e.addActive(r, p, q, p.used)
	}
}

func (e *estate) addActive(r *rand.Rand, p plan, q person, features string) {
	e.add(seat{product: p.product, person: q.id, assigned: longAgo(r), lastSignIn: asOf().AddDate(0, 0, -r.IntN(25)), silent: p.silent, features: features})
}

// addIdle adds a seat last used at least days ago.
func (e *estate) addIdle(r *rand.Rand, p plan, q person, days int) {
	features := p.used
	e.add(seat{product: p.product, person: q.id, assigned: longAgo(r), lastSignIn: asOf().AddDate(0, 0, -days-r.IntN(200)), silent: p.silent, features: features})
}

func (e *estate) add(s seat) {
	s.id = fmt.Sprintf("S-%05d", len(e.seats)+1)
	if s.silent {
		s.lastSignIn = time.Time{}
	}
	e.seats = append(e.seats, s)
}

func planOf(product string) plan {
	all := plans()
	return all[slices.IndexFunc(all, func(p plan) bool { return p.product == product })]
}

func longAgo(r *rand.Rand) time.Time { return asOf().AddDate(0, 0, -320-r.IntN(700)) }

func shuffled(r *rand.Rand, people []person) []person {
	c := slices.Clone(people)
	r.Shuffle(len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
	return c
}

func (e *estate) seatRows() []string {
	rows := []string{"seat_id,product_id,person_id,assigned,last_sign_in"}
	for _, s := range e.seats {
		rows = append(rows, fmt.Sprintf("%s,%s,%s,%s,%s", s.id, s.product, s.person, iso(s.assigned), iso(s.lastSignIn)))
	}
	line := func(id string) string {
		return rows[slices.IndexFunc(rows, func(r string) bool { return strings.HasPrefix(r, id) })]
	}
	rows = append(rows, line("S-00100"), line("S-02000")) // exported twice
	return append(rows,
		"S-90001,WORK-FUL,P-00012,2025-01-15,2026-09-20",   // no such product
		"S-90002,MEET,P-09999,2025-02-03,2026-09-11",       // no such person
		"S-90003, CODE ,P-00031 ,2025-03-03,2026-09-28",    // spaces around values
		"S-90004,TRACK,P-00044,2025-03-10,2027-01-05",      // used in the future
		"S-90005,WIKI,P-00045,2026-08-28,2026-05-02",       // assigned after its last use
		"S-90006,DRAW,P-00046,,2026-09-01",                 // no assignment date
		"S-90007,ACCESS,P-00047,28/02/2025,2026-09-01",     // day first
		"S-90008,SIGN,P-01703,2025-05-05,2026-09-01",       // the person's row is not usable
		"S-90009,ASSIST,,2025-05-05,2026-09-01",            // nobody
		",PLAN,P-00051,2025-05-05,2026-09-01",              // no seat
		"S-90010,TRACK,P-00052,2025-05-05,yesterday",       // not a date
		"S-90011,VOICE,P-00053,2025-05-05,2026-09-01,true", // one field too many
	)
}

func (e *estate) usageRows() []string {
	r := seeded(3)
	from := day(2026, time.April, 4) // 180 days up to the as-of date
	rows := []string{"month,seat_id,active_days,last_activity,features"}
	for _, s := range e.seats {
		for m := time.April; m <= time.September && !s.silent && !s.lastSignIn.IsZero(); m++ {
			first := day(2026, m, 1)
			last := first.AddDate(0, 1, -1)
			if m == from.Month() {
				first = from
			}
			if first.After(s.lastSignIn) {
				break
			}
			at := last.AddDate(0, 0, -r.IntN(6))
			if !s.lastSignIn.After(last) {
				at = s.lastSignIn
			}
			days := 1 + r.IntN(min(20, 1+int(at.Sub(first).Hours()/24)))
			rows = append(rows, fmt.Sprintf("%s,%s,%d,%s,%s", first.Format("2006-01"), s.id, days, iso(at), s.features))
		}
	}
	return append(rows,
		"2026-09,S-00600,3,2026-11-02,mail_plus",   // in the future
		"2026-06,S-99999,4,2026-06-12,",            // no such seat
		"2026-06,S-00500,35,2026-06-30,mail_plus",  // more days than the month has
		"2026-9,S-00501,5,2026-09-12,mail_plus",    // not a month
		"2026-08,S-00502,,2026-08-12,mail_plus",    // no count
		"2026-08,S-00503,NaN,2026-08-12,mail_plus", // not a number
		"2026-08,S-00504,4,2026-07-12,mail_plus",   // last activity outside the month
	)
}

func (e *estate) exemptRows() []string {
	return append(append([]string{"product_id,person_id,reason"}, e.exempt...),
		"LEGAL,P-09998,partner of the firm") // no such person
}
