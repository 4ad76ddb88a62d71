// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	employed = 1500 // on the as-of date, announced leavers included
	leavers  = 130
	joiners  = 14 // start after the as-of date
)

// asOf is the date for which the data set is made: 2026-09-30.
func asOf() time.Time { return day(2026, time.September, 30) }

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// seeded returns the generator's source for one topic, so that a change to one file leaves the others alone.
func seeded(topic uint64) *rand.Rand { return rand.New(rand.NewPCG(20260930, topic)) }

type person struct {
	id, department, costCentre string
	start, end                 time.Time
}

// staff holds everybody who has or had an account.
type staff struct {
	current, left, coming []person
}

type department struct {
	name, costCentre string
	heads            int
}

func departments() []department {
	return []department{
		{"Engineering", "CC-410", 320}, {"Sales", "CC-310", 260}, {"Operations", "CC-510", 290}, {"Customer Support", "CC-520", 180},
		{"Finance", "CC-110", 85}, {"Marketing", "CC-320", 95}, {"Information Technology", "CC-420", 90}, {"Personnel", "CC-120", 50},
		{"Legal", "CC-130", 30}, {"Product", "CC-430", 60}, {"Logistics", "CC-530", 30}, {"Management", "CC-100", 10},
	}
}

func newStaff() *staff {
	r := seeded(1)
	s := &staff{}
	next := 0
	add := func(list *[]person, d department, start, end time.Time) {
		next++
		*list = append(*list, person{fmt.Sprintf("P-%05d", next), d.name, d.costCentre, start, end})
	}
	deps := departments()
	for _, d := range deps {
		for range d.heads {
			start := asOf().AddDate(0, 0, -r.IntN(3600))
			var end time.Time
			if r.IntN(100) == 0 { // announced
				end = asOf().AddDate(0, 0, 15+r.IntN(120))
			}
			add(&s.current, d, start, end)
		}
	}
	for i := range leavers {
		end := asOf().AddDate(0, 0, -10-r.IntN(330))
		add(&s.left, deps[i%len(deps)], end.AddDate(0, 0, -200-r.IntN(2000)), end)
	}
	for i := range joiners {
		add(&s.coming, deps[i%len(deps)], asOf().AddDate(0, 0, 1+r.IntN(60)), time.Time{})
	}
	return s
}

func (s *staff) rows() []string {
	rows := []string{"person_id,department,cost_centre,start,end"}
	for _, list := range [][]person{s.current, s.left, s.coming} {
		for _, p := range list {
			rows = append(rows, fmt.Sprintf("%s,%s,%s,%s,%s", p.id, p.department, p.costCentre, iso(p.start), iso(p.end)))
		}
	}
	return append(rows,
		"P-01701,Finance,CC-110,2026-02-30,",           // no such day
		"P-01702,Finance,CC-110,2025-04-01,2024-03-31", // ends before it starts
		"P-01703,Sales,CC-310,01/06/2025,",             // day first
	)
}
