// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"errors"
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
)

// CalendarOptions are the choices of a renewal calendar. The zero value lists every kind but invoices, with business
// days from Monday to Friday.
type CalendarOptions struct {
	Business finops.BusinessCalendar // business days; if nil, Monday to Friday
	Invoices bool                    // also list invoices on their due dates
	Kinds    []EventKind             // list only these kinds; if empty, all. Invoices also need Invoices.
}

// Calendar lists what comes up for the contracts on the days of the window, ordered by day, kind, contract ID and key.
//
// For each term it has the safe and the latest day of notice, the last day and the start of the next term; no notice for a
// term that an exercised option follows, because none ends the contract there; for options not yet exercised the last day to do so and the last day of the term they would add; uplifts, milestones and, if asked for, invoices. Terms to come are listed as
// if no notice were given. An evergreen contract gets the deadlines of the first period that can still be ended on the
// first day of the window, not of every period. Nothing is listed from [Contract.EndedFrom] on, and no notice for the
// term in which the contract ends.
//
// A problem in a contract does not lose the others: the events that can be told are returned together with an error that
// joins the problems of all contracts, in their order. It wraps what [Contract.Validate] and [Contract.Value] wrap (a
// notice as long as the term is not counted as a problem), [ErrDuplicate] for a second contract with the same ID, which
// is left out, and [ErrPeriod] for a window without days.
func Calendar(contracts []Contract, window finops.Period, o CalendarOptions) ([]Event, error) {
	if window.Start.IsZero() || window.Days() == 0 {
		return nil, fmt.Errorf("contract: calendar over %q: %w", window, ErrPeriod)
	}
	var out []Event
	var errs []error
	seen := make(map[string]bool, len(contracts))
	for i := range contracts {
		c := &contracts[i]
		if seen[c.ID] {
			errs = append(errs, c.problem("", "id", c.ID, "is used by two contracts", ErrDuplicate))
			continue
		}
		seen[c.ID] = true
		d := diary{c: c, window: window, o: &o, title: c.title(), events: out}
		errs = append(errs, d.fill()...)
		out = d.events
	}
	slices.SortFunc(out, Event.Compare)
	return out, errors.Join(errs...)
}

// diary collects the events of one contract.
type diary struct {
	c      *Contract
	window finops.Period
	o      *CalendarOptions
	title  string
	l      *ladderOfTerms
	events []Event
}

func (d *diary) wants(k EventKind) bool {
	if k == EventInvoice && !d.o.Invoices {
		return false
	}
	return len(d.o.Kinds) == 0 || slices.Contains(d.o.Kinds, k)
}

// add lists an event if it is in the window and the contract still runs. The detail is made only then.
func (d *diary) add(e Event, key []string, detail func() string) {
	ended := d.c.EndedFrom
	if !d.window.Contains(e.Date) || !d.wants(e.Kind) || !ended.IsZero() && !e.Date.Before(ended) && e.Kind != EventInvoice {
		return
	}
	c := d.c
	e.Contract, e.Vendor, e.Owner = c.ID, c.Vendor, c.Owner
	if d.title != "" {
		e.Title = d.title + ": " + e.Title
	}
	e.Key = eventKey(append([]string{c.ID, e.Kind.String()}, key...)...)
	if detail != nil {
		e.Detail = detail()
	}
	d.events = append(d.events, e)
}

// title is how a contract is called in a calendar.
func (c *Contract) title() string {
	name := c.Name
	if name == "" {
		name = c.ID
	}
	return oneLine(c.Vendor + " " + name)
}

// fill adds all events and returns the problems found.
func (d *diary) fill() []error {
	var errs []error
	if err := d.c.check(); err != nil {
		errs = append(errs, err)
	}
	var err error
	if d.l, err = d.c.ladderOfTerms(); err != nil {
		if errs == nil {
			errs = append(errs, err)
		}
		return errs
	}
	for _, part := range [...]func() error{d.terms, d.options, d.uplifts, d.milestones} {
		if err := part(); err != nil {
			errs = append(errs, fmt.Errorf("contract: %q: calendar: %w", d.c.ID, err))
		}
	}
	if errs == nil && d.wants(EventInvoice) {
		if err := d.invoices(); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// from returns the index of the term on a day, the first one that can touch a window from that day on; false if the
// contract has ended by then.
func (d *diary) from(day finops.Date) (int, bool) {
	t, err := d.l.on(day)
	return t.Index, err == nil
}

// terms adds notice, end and renewal of every term that has one of them in the window.
func (d *diary) terms() error {
	k, ok := d.from(d.window.Start)
	if !ok {
		return nil
	}
	if d.c.Renewal.Kind == Evergreen {
		return d.evergreen(k)
	}
	for ; ; k++ {
		t, err := d.l.at(k)
		if err != nil {
			return nil // no further term
		}
		last := d.l.last(t)
		done, err := d.term(t, last)
		if err != nil || last || done {
			return err
		}
	}
}

// term adds the events of one term and reports whether all of them are after the window.
func (d *diary) term(t Term, last bool) (done bool, err error) {
	done = !t.Period.Start.Before(d.window.End)
	d.bounds(t, last)
	if last {
		return done, nil
	}
	if d.l.optionFollows(t) {
		_, err := d.statutory(t)
		return false, err
	}
	first, err := d.notice(t)
	return done && !first.Before(d.window.End), err
}

// bounds adds the first day of a later term and the last day of any.
func (d *diary) bounds(t Term, last bool) {
	start := t.Period.Start.String()
	if t.Index > 0 {
		d.add(Event{Date: t.Period.Start, Kind: EventRenewal, Term: t.Index, Title: "renewed"}, []string{start},
			func() string { return fmt.Sprintf("%s term from %s to %s.", t.Kind, t.Period.Start, t.Period.Last()) })
	}
	end := t.Period.Last()
	if e := d.c.EndedFrom; !e.IsZero() && !e.After(end) {
		end = e.AddDays(-1)
	}
	d.add(Event{Date: end, Kind: EventTermEnd, Term: t.Index, Title: "term ends"}, []string{start}, func() string {
		switch {
		case last:
			return "The contract ends."
		case d.l.optionFollows(t):
			return fmt.Sprintf("The contract goes on: option %s is exercised.", d.l.fixed[t.Index+1].Option)
		}
		return "The contract goes on unless notice was given."
	})
}

// notice adds the deadlines for ending a contract with a term and returns the first of them.
func (d *diary) notice(t Term) (finops.Date, error) {
	n := d.c.Renewal.Notice
	dates, err := n.dates(t.Period.Last(), d.o.Business, false)
	if err != nil {
		return finops.Date{}, err
	}
	start := t.Period.Start.String()
	d.add(Event{Date: dates.Safe, Kind: EventNoticeSafe, Term: t.Index, Title: "give notice"}, []string{start}, func() string {
		return fmt.Sprintf("Last safe day to give notice (%s) so that the contract ends on %s. Latest defensible day: %s.", n, t.Period.Last(), dates.Latest)
	})
	if dates.Latest != dates.Safe {
		d.add(Event{Date: dates.Latest, Kind: EventNoticeLatest, Term: t.Index, Title: "latest defensible day for notice"}, []string{start},
			func() string {
				return fmt.Sprintf("By one reading of the clause (%s) notice is still in time. The safe day was %s.", n, dates.Safe)
			})
	}
	statutory, err := d.statutory(t)
	if !statutory.IsZero() && statutory.Before(dates.Safe) {
		return statutory, err
	}
	return dates.Safe, err
}

// statutory adds the last day to use the statutory right so as to be out by the end of a term, and returns it; no date
// without such a right.
func (d *diary) statutory(t Term) (finops.Date, error) {
	s := d.c.Renewal.StatutoryExit
	if s == nil {
		return finops.Date{}, nil
	}
	on, err := s.lastDay(t.Period.End, d.o.Business)
	if err != nil || on.Before(s.From) { // the right is younger than that
		return on, err
	}
	d.add(Event{Date: on, Kind: EventStatutoryNotice, Term: t.Index, Title: "last day of statutory exit by the end of the term"},
		[]string{t.Period.Start.String()}, func() string {
			return fmt.Sprintf("%s: notice %s, then %d days of transition.", s.Name, s.Notice, s.TransitionDays)
		})
	return on, nil
}

// evergreen adds the deadlines of the first period that can still be ended on the first day of the window.
func (d *diary) evergreen(k int) error {
	t, err := d.l.at(k)
	if err != nil {
		return err
	}
	asOf := d.window.Start
	if asOf.Before(d.c.Term.Start) {
		asOf = d.c.Term.Start
	}
	if !d.c.EndedFrom.IsZero() {
		for ; err == nil; t, err = d.l.at(t.Index + 1) {
			if d.l.last(t) {
				d.bounds(t, true)
			}
		}
		return nil
	}
	for ; d.l.optionFollows(t); t = d.l.fixed[t.Index+1] {
		d.bounds(t, false)
	}
	exit, err := d.c.exit(t, asOf, d.l, d.o.Business)
	if err != nil {
		return err
	}
	if t, err = d.l.at(exit.Term); err != nil {
		return err
	}
	d.bounds(t, d.l.last(t))
	if exit.Safe.IsZero() {
		return nil
	}
	_, err = d.notice(t)
	return err
}

// options adds the last day to exercise each option that is still open, and the last day of the term it would add.
func (d *diary) options() error {
	if len(d.c.Options) == 0 {
		return nil
	}
	open, err := d.c.openOptions(d.o.Business)
	if err != nil {
		return err
	}
	for i := range open {
		o := &open[i]
		id, last := o.option.ID, o.term.Period.Last()
		d.add(Event{Date: o.dates.Safe, Kind: EventOptionExercise, Term: o.term.Index - 1, Title: "exercise option " + id}, []string{id}, func() string {
			return fmt.Sprintf("Last safe day to exercise option %s (%s), which extends the contract from %s to %s. Latest defensible day: %s.",
				id, o.option.ExerciseBy, o.before, last, o.dates.Latest)
		})
		if !d.wants(EventOptionEnd) || !d.window.Contains(last) {
			continue
		}
		e := Event{Date: last, Kind: EventOptionEnd, Term: o.term.Index, Title: "option " + id + " would end"}
		about := ""
		if v, err := o.of.Value(o.term.Index); err == nil && len(v.Lines) > 0 {
			e.Amount, about = v.Total, " and commits "+v.Total.String()
		}
		d.add(e, []string{id}, func() string {
			return fmt.Sprintf("If option %s is exercised, its term runs from %s to %s%s.", id, o.term.Period.Start, last, about)
		})
	}
	return nil
}

// uplifts adds the days on which prices rise.
func (d *diary) uplifts() error {
	if !d.wants(EventUplift) {
		return nil
	}
	last := d.window.Last()
	t, err := d.l.on(last)
	if err != nil {
		if t, err = d.l.final(); err != nil {
			return nil // nothing runs in the window
		}
	}
	if !t.Period.End.After(d.window.Start) {
		return nil
	}
	for _, s := range d.c.upliftSteps(d.l, d.window.Intersect(finops.Period{Start: d.window.Start, End: t.Period.End})) {
		in, err := d.l.on(s.on)
		if err != nil {
			continue
		}
		d.add(Event{Date: s.on, Kind: EventUplift, Term: in.Index, Title: "price uplift"}, []string{s.on.String()},
			func() string { return s.uplift.describe(s.on) })
	}
	return nil
}

// describe says what an uplift does on a day.
func (u *Uplift) describe(on finops.Date) string {
	if u.Kind == UpliftList {
		return "To the list price."
	}
	s := fmt.Sprintf("%s uplift, %s", u.Kind, u.Scale)
	if g, err := u.Growth(on); err == nil {
		return fmt.Sprintf("%s: %s%%.", s, digits.Text(g.Shift(2)))
	}
	return s + "."
}

var milestoneEvents = [...]struct {
	kind  EventKind
	title string
}{
	TrueUpDate:      {EventTrueUp, "true-up"},
	TrueForwardDate: {EventTrueForward, "true-forward"},
	TrueDownDate:    {EventTrueDown, "quantities may be reduced"},
}

// milestones adds the dates of reckoning.
func (d *diary) milestones() error {
	for _, m := range d.c.Milestones {
		if int(m.Kind) >= len(milestoneEvents) || !d.window.Contains(m.Date) {
			continue
		}
		t, err := d.l.on(m.Date)
		if err != nil {
			continue // after the contract has ended
		}
		e := milestoneEvents[m.Kind]
		d.add(Event{Date: m.Date, Kind: e.kind, Line: m.Line, Term: t.Index, Title: e.title}, []string{m.Date.String(), m.Line}, nil)
	}
	return nil
}

// invoices adds the invoices that are due in the window.
func (d *diary) invoices() error {
	k, ok := d.from(d.window.Start.AddDays(-d.c.Billing.PaymentDays))
	if !ok {
		return nil
	}
	p := pricer{c: d.c, terms: d.l}
	for ; ; k++ {
		t, err := d.l.at(k)
		if err != nil || !t.Period.Start.Before(d.window.End) {
			return nil // no further term
		}
		costs, err := p.term(k)
		if err != nil {
			return err
		}
		for _, inv := range d.c.invoices(&costs) {
			if inv.Total.IsZero() {
				continue
			}
			d.add(Event{Date: inv.Due, Kind: EventInvoice, Term: k, Title: "invoice due, " + inv.Total.String(), Amount: inv.Total},
				[]string{inv.Period.Start.String()}, func() string {
					return fmt.Sprintf("Issued %s for %s to %s.", inv.Issued, inv.Period.Start, inv.Period.Last())
				})
		}
	}
}
