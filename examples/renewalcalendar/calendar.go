// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// calendar is what comes up in the window, and where each contract stands today.
type calendar struct {
	events   []listing
	standing []contract.NoticeWindow // by contract, in the order of the file
	missed   []contract.Event        // days on which an option of a running contract had to be exercised, already past
	quiet    int                     // contracts without a date in the window
	over     int                     // those of them that ended before it
	unclear  int                     // those that ended with an option: the file does not say whether it was exercised
}

// listing is an event with what the file says about its contract.
type listing struct {
	contract.Event
	Name      string        `json:"name,omitempty"`  // what the contract is called
	Value     *finops.Money `json:"value,omitempty"` // as the file states it, of the first term or of the options; nil if it does not
	IfOptions bool          `json:"if_options"`      // whether the day comes only if the options are exercised
}

// makeCalendar asks the library for the dates.
func makeCalendar(p *portfolio, window finops.Period) (calendar, error) {
	events, err := contract.Calendar(p.contracts(), window, contract.CalendarOptions{})
	if err != nil {
		return calendar{}, err
	}
	ends, err := optionEnds(p.contracts(), window)
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
		cal.events = append(cal.events, listed(e, entries[e.Contract], false))
	}
	for _, e := range ends {
		cal.events = append(cal.events, listed(e, entries[e.Contract], true))
	}
	slices.SortFunc(cal.events, func(a, b listing) int { return a.Compare(b.Event) })
	cal.countQuiet(p)
	cal.missed, err = missedOptions(p.contracts(), window.Start)
	return cal, err
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

// missedOptions returns the days before asOf on which the next option of a contract that still runs had to be exercised.
func missedOptions(contracts []contract.Contract, asOf finops.Date) ([]contract.Event, error) {
	var running []contract.Contract
	first := asOf
	for _, c := range contracts {
		if c.Term.Contains(asOf) && len(c.Options) > 0 {
			c.Options = c.Options[:1]
			running = append(running, c)
			if c.Term.Start.Before(first) {
				first = c.Term.Start
			}
		}
	}
	past, err := finops.NewPeriod(first, asOf)
	if err != nil {
		return nil, nil //nolint:nilerr // nothing has begun yet
	}
	return contract.Calendar(running, past, contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventOptionExercise}})
}

// optionEnds returns the last days of the terms that options lead to. The calendar of the library lists terms that are
// agreed; here every option is taken as exercised, and what that adds is marked.
func optionEnds(contracts []contract.Contract, window finops.Period) ([]contract.Event, error) {
	var extended []contract.Contract
	for _, c := range contracts {
		if len(c.Options) == 0 {
			continue
		}
		c.Options = slices.Clone(c.Options)
		for i := range c.Options {
			c.Options[i].Exercised = true
		}
		extended = append(extended, c)
	}
	all, err := contract.Calendar(extended, window, contract.CalendarOptions{Kinds: []contract.EventKind{contract.EventTermEnd}})
	if err != nil {
		return nil, err
	}
	options := map[string]int{}
	for _, c := range extended {
		options[c.ID] = len(c.Options)
	}
	var ends []contract.Event
	for _, e := range all {
		if e.Term >= 1 && e.Term <= options[e.Contract] {
			e.Key += "/if_exercised"
			e.Title += " if the option is exercised"
			e.Detail = fmt.Sprintf("Option %d of %d. %s", e.Term, options[e.Contract], e.Detail)
			ends = append(ends, e)
		}
	}
	return ends, nil
}

// listed puts the name and the stated value of the contract beside an event.
func listed(e contract.Event, of entry, ifOptions bool) listing {
	l := listing{Event: e, Name: of.contract.Name, IfOptions: ifOptions}
	about := "Stated value"
	switch {
	case l.ofOptions():
		l.Value, about = of.option, "Stated value of the options"
	case e.Term == 0:
		l.Value = of.value
	}
	if l.Value != nil {
		l.Detail = fmt.Sprintf("%s %s: %s.", l.Detail, about, amountText(*l.Value))
	}
	return l
}

// ofOptions reports whether the event is about options to extend.
func (l listing) ofOptions() bool { return l.IfOptions || l.Kind == contract.EventOptionExercise }

// icsEvents returns the events alone, for the calendar file.
func (c calendar) icsEvents() []contract.Event {
	var list []contract.Event
	for _, l := range c.events {
		list = append(list, l.Event)
	}
	return list
}
