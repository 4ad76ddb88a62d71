// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// calendar is what comes up in the window, and where each contract stands today.
type calendar struct {
	events   []listing
	standing []contract.NoticeWindow // by contract, in the order of the file
	quiet    int                     // contracts without a date in the window
	over     int                     // those of them that ended before it
	unclear  int                     // those that ended with an option: the file does not say whether it was exercised
}

// listing is an event with what the file says about its contract.
type listing struct {
	contract.Event
	Name  string        `json:"name,omitempty"`  // what the contract is called
	Value *finops.Money `json:"value,omitempty"` // as the file states it, of the first term or of the options; nil if it does not
}

// makeCalendar asks the library for the dates.
func makeCalendar(p *portfolio, window finops.Period) (calendar, error) {
	events, err := contract.Calendar(p.contracts(), window, contract.CalendarOptions{})
	if err != nil {
		return calendar{}, err
	}
	var cal calendar
	entries := map[string]entry{}
	for _, e := range p.entries {
		entries[e.contract.ID] = e
		w, err := e.contract.NoticeWindow(window.Start, nil)
		if err != nil {
			return calendar{}, err
		}
		cal.standing = append(cal.standing, w)
	}
	for _, e := range events {
		cal.events = append(cal.events, listed(e, entries[e.Contract]))
	}
	cal.countQuiet(p)
	return cal, nil
}

// countQuiet counts the contracts that have no date in the window.
func (c *calendar) countQuiet(p *portfolio) {
	busy := map[string]bool{}
	for _, e := range c.events {
		busy[e.Contract] = true
	}
	for i, w := range c.standing {
		if busy[w.Contract] {
			continue
		}
		c.quiet++
		if w.Status == contract.WindowEnded {
			c.over++
			if len(p.entries[i].contract.Options) > 0 {
				c.unclear++
			}
		}
	}
}

// listed puts the name and the stated value of the contract beside an event.
func listed(e contract.Event, of entry) listing {
	l := listing{Event: e, Name: of.contract.Name}
	about := "Stated value"
	switch {
	case l.ofOptions():
		l.Value, about = of.option, "Stated value of the options"
	case e.Term == 0:
		l.Value = of.value
	}
	if l.Value != nil {
		l.Detail = fmt.Sprintf("%s %s: %s.", l.Detail, about, l.Value.Grouped())
	}
	return l
}

// ofOptions reports whether the event is about options to extend.
func (l listing) ofOptions() bool {
	return l.Kind == contract.EventOptionEnd || l.Kind == contract.EventOptionExercise
}

// icsEvents returns the events alone, for the calendar file.
func (c calendar) icsEvents() []contract.Event {
	var list []contract.Event
	for _, l := range c.events {
		list = append(list, l.Event)
	}
	return list
}
