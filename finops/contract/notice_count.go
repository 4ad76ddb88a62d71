// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
)

// count returns the day n.N units before (step -1) or after (step 1) d, one day further for clear days. Delivery is not
// part of it.
func (n Notice) count(d finops.Date, step int, clear bool, cal finops.BusinessCalendar) (finops.Date, error) {
	extra := 0
	if clear {
		extra = 1
	}
	var to finops.Date
	switch n.Unit {
	case BusinessDays:
		return finops.AddBusinessDays(cal, d, step*(n.N+extra))
	case Weeks:
		to = d.AddDays(step * (7*n.N + extra))
	case Months:
		to = d.AddMonths(step * n.N).AddDays(step * extra)
	default:
		to = d.AddDays(step * (n.N + extra))
	}
	if to.IsZero() {
		return to, fmt.Errorf("contract: notice %s from %s: %w", n, d, finops.ErrRange)
	}
	return to, nil
}

// NoticeReading is one way to read a notice clause, with the day it leads to.
type NoticeReading struct {
	Anchor  NoticeAnchor `json:"anchor"`  // what is counted back from
	Clear   bool         `json:"clear"`   // whether in clear days
	Applies bool         `json:"applies"` // whether the clause allows this reading
	From    finops.Date  `json:"from"`    // the day counted back from
	Counted finops.Date  `json:"counted"` // that day less the notice
	SendBy  finops.Date  `json:"send_by"` // Counted less the delivery days: the last day to send by this reading
	Rolled  finops.Date  `json:"rolled"`  // SendBy, or the business day before it
}

// readings lists the four ways to read a clause, those that do not apply only if all is set.
func (n Notice) readings(lastDay finops.Date, cal finops.BusinessCalendar, all bool) ([]NoticeReading, error) {
	out := make([]NoticeReading, 0, 4)
	for _, clear := range [...]bool{false, true} {
		for _, anchor := range [...]NoticeAnchor{AnchorLastDay, AnchorRenewalDate} {
			applies := clear == n.Clear && (n.Anchor == AnchorUnstated || n.Anchor == anchor)
			if !applies && !all {
				continue
			}
			r, err := n.read(lastDay, anchor, clear, cal)
			if err != nil {
				return nil, err
			}
			r.Applies = applies
			out = append(out, r)
		}
	}
	return out, nil
}

func (n Notice) read(lastDay finops.Date, anchor NoticeAnchor, clear bool, cal finops.BusinessCalendar) (NoticeReading, error) {
	r := NoticeReading{Anchor: anchor, Clear: clear, From: lastDay}
	if anchor == AnchorRenewalDate {
		r.From = lastDay.AddDays(1)
	}
	var err error
	if r.Counted, err = n.count(r.From, -1, clear, cal); err != nil {
		return r, err
	}
	if r.Counted.After(lastDay) { // no notice, counted from the renewal date: by then the next term has begun
		r.Counted = lastDay
	}
	if r.SendBy = r.Counted.AddDays(-n.DeliveryDays); r.SendBy.IsZero() {
		return r, fmt.Errorf("contract: notice %s before %s: %w", n, r.From, finops.ErrRange)
	}
	r.Rolled, err = finops.RollBack(cal, r.SendBy)
	return r, err
}

// NoticeDates is the answer of a notice clause for one end of a term.
type NoticeDates struct {
	Safe     finops.Date     `json:"safe"`     // earliest day of all readings, rolled back to a business day: nobody can call it late
	Latest   finops.Date     `json:"latest"`   // latest day that one reading allows, not rolled
	Readings []NoticeReading `json:"readings"` // counted from the last day, from the renewal date, then both in clear days
}

// Dates returns by when notice must be given to end a term on its last day. Where the clause does not state the day to
// count from, both readings count: Safe is the earliest, rolled back to a business day, and Latest the latest. Days and
// weeks are calendar days; months clamp to the end of a shorter month; business days and rolling use cal, Monday to
// Friday if it is nil. Counting and rolling only ever go back. Safe is never after Latest, and Latest never after the last day.
//
// It returns [ErrInvalid] for an impossible notice, [finops.ErrNoBusinessDay] if cal has no business day in 400 days, and
// [finops.ErrRange] if the dates leave the calendar.
func (n Notice) Dates(lastDay finops.Date, cal finops.BusinessCalendar) (NoticeDates, error) {
	return n.dates(lastDay, cal, true)
}

func (n Notice) dates(lastDay finops.Date, cal finops.BusinessCalendar, all bool) (NoticeDates, error) {
	if p := n.problem(); p != "" {
		return NoticeDates{}, fmt.Errorf("contract: notice %s %s: %w", n, p, ErrInvalid)
	}
	readings, err := n.readings(lastDay, cal, all)
	if err != nil {
		return NoticeDates{}, err
	}
	d := NoticeDates{Readings: readings}
	for _, r := range readings {
		if !r.Applies {
			continue
		}
		if d.Safe.IsZero() || r.Rolled.Before(d.Safe) {
			d.Safe = r.Rolled
		}
		if r.SendBy.After(d.Latest) {
			d.Latest = r.SendBy
		}
	}
	return d, nil
}
