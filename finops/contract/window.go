// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// WindowStatus says where a contract stands with its notice. The zero value is no status: it stands in a window that is
// returned with an error.
type WindowStatus uint8

// Where a contract stands.
const (
	_                   WindowStatus = iota
	WindowOpen                       // notice given today is safely in time
	WindowDisputable                 // the safe day is past, the latest defensible one is not
	WindowClosed                     // both are past: the next term is committed
	WindowNeverOpen                  // the deadline was before the contract began or was signed: the next term is committed
	WindowEvergreen                  // runs on from period to period: notice can be given at any time
	WindowNoAutoRenewal              // ends by itself, no notice needed
	WindowNoticeGiven                // notice was given, the contract still runs
	WindowEnded                      // no longer in force
)

var windowStatusNames = enum.Of[WindowStatus](enums, "window status",
	"", "open", "disputable", "window_closed", "never_open", "evergreen", "no_auto_renewal", "notice_given", "ended",
)

// String returns the name in snake case, for example "window_closed"; "" for the zero value.
func (s WindowStatus) String() string { return windowStatusNames.String(s) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (s WindowStatus) MarshalText() ([]byte, error) { return windowStatusNames.Marshal(s) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (s *WindowStatus) UnmarshalText(text []byte) error { return windowStatusNames.Unmarshal(s, text) }

// NoticeWindow says by when notice must be given so that a contract ends with the term it is in, and what follows if the
// day is missed.
type NoticeWindow struct {
	Contract string          `json:"contract"`         // contract ID
	AsOf     finops.Date     `json:"as_of"`            // the day asked for
	Status   WindowStatus    `json:"status"`           // where the contract stands on AsOf
	Term     Term            `json:"term"`             // the term AsOf is in, or the last exercised option ahead of it; for an evergreen contract the period that can still be ended
	Clause   Notice          `json:"clause"`           // the notice clause
	Safe     finops.Date     `json:"safe,omitzero"`    // last day that every reading accepts, a business day; zero if no notice is needed
	Latest   finops.Date     `json:"latest,omitzero"`  // last day that one reading accepts; zero if no notice is needed
	DaysLeft int             `json:"days_left"`        // days from AsOf to Safe, negative once it is past; 0 if no notice is needed
	Readings []NoticeReading `json:"readings"`         // every reading with its days; the ones that apply are marked
	Next     *CommittedTerm  `json:"next,omitempty"`   // the term that can no longer be stopped, once the window is closed or never was open
	Exit     Exit            `json:"exit"`             // the first way out that is safe on AsOf
	Option   *OptionWindow   `json:"option,omitempty"` // the next option to extend that is not exercised, also one whose day is past; nil if there is none
	Statute  finops.Date     `json:"statute,omitzero"` // first day out by the statutory exit right if it is used on AsOf; zero without one
	Reason   string          `json:"reason"`           // the status in a sentence
}

// Exit is the first end of a term for which notice given on the day asked for is in time by every reading.
type Exit struct {
	From   finops.Date `json:"from,omitzero"`   // first day on which the contract is no longer in force; zero if there is none
	Term   int         `json:"term"`            // index of the last term
	Safe   finops.Date `json:"safe,omitzero"`   // last safe day of notice for it; zero if no notice is needed
	Latest finops.Date `json:"latest,omitzero"` // last defensible day of notice for it; zero if no notice is needed
}

// CommittedTerm is a term that follows without a further decision, with its price.
type CommittedTerm struct {
	Term     Term       `json:"term"`               // its days
	Value    *TermValue `json:"value,omitempty"`    // its committed value at the uplifted price; nil if it cannot be priced
	Unpriced string     `json:"unpriced,omitempty"` // why it cannot be priced
}

// NoticeWindow answers by when notice must be given as of a day. The term is the one that contains asOf (the initial
// term for an earlier day), found by counting from the anchor. Options that are exercised are committed: where some
// follow, the term is that of the last of them, because no notice ends the contract before. cal gives the business days
// for rolling back and for clauses in business days; Monday to Friday if nil.
//
// It returns the errors of [Contract.Validate] (but not [ErrNoticeTooLong]), [Contract.TermAt] and [Notice.Dates], and
// [finops.ErrRange] if asOf is no date; the status is then the zero value. A term that cannot be priced, for example for
// lack of an index point, is not an error here: the reason stands in its place.
func (c Contract) NoticeWindow(asOf finops.Date, cal finops.BusinessCalendar) (NoticeWindow, error) {
	w := NoticeWindow{Contract: c.ID, AsOf: asOf, Clause: c.Renewal.Notice}
	if asOf.IsZero() {
		return w, fmt.Errorf("contract: %q: notice window: as of no date: %w", c.ID, finops.ErrRange)
	}
	if err := c.check(); err != nil {
		return w, err
	}
	l, err := c.ladderOfTerms()
	if err != nil {
		return w, err
	}
	if w.Statute, err = c.statutoryExit(asOf, cal); err != nil {
		return w, err
	}
	w.Term, err = l.on(asOf)
	switch {
	case errors.Is(err, ErrNoSuchTerm):
		return c.endedWindow(w, l)
	case err != nil:
		return w, err
	}
	if err := c.nextOption(&w, cal); err != nil {
		return w, err
	}
	if c.EndedFrom.IsZero() && l.optionFollows(w.Term) {
		w.Term = l.fixed[len(l.fixed)-1]
	}
	switch {
	case !c.EndedFrom.IsZero():
		if w.Exit, err = c.end(l); err != nil {
			return w, err
		}
		w.Status, w.Reason = WindowNoticeGiven, fmt.Sprintf("notice was given; the contract ends, first day without it %s", w.Exit.From)
	case l.last(w.Term):
		w.Status, w.Exit = WindowNoAutoRenewal, Exit{From: w.Term.Period.End, Term: w.Term.Index}
		w.Reason = fmt.Sprintf("ends by itself after %s", w.Term.Period.Last())
	default:
		if w, err = c.openWindow(w, l, cal); err != nil {
			return w, err
		}
	}
	if w.Option != nil {
		w.Reason += "; " + w.Option.sentence()
	}
	return w, nil
}

// nextOption adds the first option that is not exercised.
func (c Contract) nextOption(w *NoticeWindow, cal finops.BusinessCalendar) error {
	if len(c.Options) == 0 {
		return nil
	}
	open, err := c.openOptions(cal)
	if err == nil && len(open) > 0 {
		next := open[0].window(w.AsOf)
		w.Option = &next
	}
	return err
}

// endedWindow answers for a day after the contract has ended.
func (c Contract) endedWindow(w NoticeWindow, l *ladderOfTerms) (NoticeWindow, error) {
	exit, err := c.end(l)
	if err != nil {
		return w, err
	}
	if w.Term, err = l.at(exit.Term); err != nil {
		return w, err
	}
	w.Status, w.Exit, w.Reason = WindowEnded, exit, fmt.Sprintf("ended, first day without it %s", exit.From)
	return w, nil
}

// end returns the end of a contract that ends: that of its last term, or before it if notice was given.
func (c Contract) end(l *ladderOfTerms) (Exit, error) {
	t, err := l.final()
	if err != nil {
		return Exit{}, err
	}
	e := Exit{From: t.Period.End, Term: t.Index}
	if !c.EndedFrom.IsZero() && c.EndedFrom.Before(e.From) {
		e.From = c.EndedFrom
	}
	return e, nil
}

// openWindow fills in deadlines for a contract that goes on unless notice is given.
func (c Contract) openWindow(w NoticeWindow, l *ladderOfTerms, cal finops.BusinessCalendar) (NoticeWindow, error) {
	exit, err := c.exit(w.Term, w.AsOf, l, cal)
	if err != nil {
		return w, err
	}
	if w.Exit = exit; c.Renewal.Kind == Evergreen {
		if w.Term, err = l.at(exit.Term); err != nil {
			return w, err
		}
	}
	dates, err := c.Renewal.Notice.Dates(w.Term.Period.Last(), cal)
	if err != nil {
		return w, err
	}
	w.Safe, w.Latest, w.Readings = dates.Safe, dates.Latest, dates.Readings
	w.DaysLeft = w.AsOf.DaysUntil(w.Safe)
	w.Status, w.Reason = c.windowStatus(w, l)
	if w.Status == WindowClosed || w.Status == WindowNeverOpen {
		next, err := l.at(w.Term.Index + 1)
		if err != nil {
			return w, err
		}
		w.Next = c.committed(next)
	}
	return w, nil
}

func (c Contract) windowStatus(w NoticeWindow, l *ladderOfTerms) (WindowStatus, string) {
	last := w.Term.Period.Last()
	switch {
	case c.Renewal.Kind == Evergreen:
		return WindowEvergreen, fmt.Sprintf("notice by %s ends it after %s", w.Safe, last)
	case c.neverOpen(w.Term, w.Latest, l):
		return WindowNeverOpen, c.neverOpenReason(w.Term, w.Latest, l)
	case w.AsOf.After(w.Latest):
		return WindowClosed, fmt.Sprintf("the last day for notice was %s; the next term is committed", w.Latest)
	case w.AsOf.After(w.Safe):
		return WindowDisputable, fmt.Sprintf("the safe day %s is past; one reading of the clause still allows %s", w.Safe, w.Latest)
	}
	return WindowOpen, fmt.Sprintf("notice by %s ends it after %s", w.Safe, last)
}

// neverOpen reports whether the first end that notice can be given for left no day to give it: the latest one is before
// the contract opens, or on the very day it starts.
func (c Contract) neverOpen(t Term, latest finops.Date, l *ladderOfTerms) bool {
	return t.Index < len(l.fixed) && (latest.Before(c.opens(t, l)) || !latest.After(c.Term.Start))
}

func (c Contract) neverOpenReason(t Term, latest finops.Date, l *ladderOfTerms) string {
	switch opens := c.opens(t, l); {
	case latest == opens:
		return fmt.Sprintf("the last day for notice, %s, was the day on which the contract began", latest)
	case opens == c.Term.Start:
		return fmt.Sprintf("the last day for notice, %s, was before %s, when the contract began", latest, opens)
	default:
		return fmt.Sprintf("the last day for notice, %s, was before %s, when the contract was signed", latest, opens)
	}
}

// opens returns the first day on which notice for the end of t could be given. For the first end there is that is the
// start of the contract, or the signature if that is later.
func (c Contract) opens(t Term, l *ladderOfTerms) finops.Date {
	if t.Index < len(l.fixed) && c.Signed.After(c.Term.Start) {
		return c.Signed
	}
	return c.Term.Start
}

// exit finds the first term from t on whose safe day is not past. Deadlines rise with the terms, so the search is as long
// as the notice is in terms.
func (c Contract) exit(t Term, asOf finops.Date, l *ladderOfTerms, cal finops.BusinessCalendar) (Exit, error) {
	for k := max(t.Index, len(l.fixed)-1); ; k++ { // exercised options cannot be stopped
		t, err := l.at(k)
		if err != nil {
			return Exit{}, err
		}
		if l.last(t) {
			return Exit{From: t.Period.End, Term: k}, nil
		}
		d, err := c.Renewal.Notice.dates(t.Period.Last(), cal, false)
		if err != nil {
			return Exit{}, err
		}
		if !d.Safe.Before(asOf) && !d.Safe.Before(c.opens(t, l)) && !c.neverOpen(t, d.Latest, l) {
			return Exit{From: t.Period.End, Term: k, Safe: d.Safe, Latest: d.Latest}, nil
		}
	}
}

// committed prices a term that can no longer be stopped.
func (c Contract) committed(t Term) *CommittedTerm {
	v, err := c.Value(t.Index)
	if err != nil {
		return &CommittedTerm{Term: t, Unpriced: err.Error()}
	}
	return &CommittedTerm{Term: t, Value: &v}
}

// statutoryExit returns the first day out if the statutory right is used on asOf, zero without one.
func (c Contract) statutoryExit(asOf finops.Date, cal finops.BusinessCalendar) (finops.Date, error) {
	s := c.Renewal.StatutoryExit
	if s == nil {
		return finops.Date{}, nil
	}
	from := asOf
	if c.Term.Start.After(from) {
		from = c.Term.Start
	}
	return s.ExitFrom(from, cal)
}

// ExitFrom returns the first day out of the contract if notice is given on a day: the notice counted forward, then the
// transition. A day before s.From counts as s.From, the first day on which the right can be used. It returns the errors of
// [Notice.Dates], and [finops.ErrRange] if given is no date.
func (s StatutoryExit) ExitFrom(given finops.Date, cal finops.BusinessCalendar) (finops.Date, error) {
	if p := s.Notice.problem(); p != "" {
		return finops.Date{}, fmt.Errorf("contract: statutory notice %s %s: %w", s.Notice, p, ErrInvalid)
	}
	if given.IsZero() {
		return given, fmt.Errorf("contract: statutory exit from no date: %w", finops.ErrRange)
	}
	if given.Before(s.From) {
		given = s.From
	}
	received := given.AddDays(s.Notice.DeliveryDays)
	d, err := s.Notice.count(received, 1, s.Notice.Clear, cal)
	if err != nil {
		return finops.Date{}, err
	}
	if d = d.AddDays(s.TransitionDays); d.IsZero() {
		return d, fmt.Errorf("contract: statutory exit from %s: %w", given, finops.ErrRange)
	}
	return d, nil
}

// lastDay returns the last business day on which the right can be used so as to be out from a day on; the day itself, if
// the right is younger than that business day.
func (s StatutoryExit) lastDay(out finops.Date, cal finops.BusinessCalendar) (finops.Date, error) {
	on, err := s.Notice.count(out.AddDays(-s.TransitionDays), -1, s.Notice.Clear, cal)
	if err != nil {
		return on, err
	}
	on = on.AddDays(-s.Notice.DeliveryDays)
	inTime := func(given finops.Date) bool {
		from, err := s.ExitFrom(given, cal)
		return err == nil && !from.After(out)
	}
	// Counting back over closed days or the end of a month is not quite the inverse of counting forward.
	for n := 0; n < 7 && !inTime(on); n++ {
		on = on.AddDays(-1)
	}
	for n := 0; n < 7 && inTime(on.AddDays(1)); n++ {
		on = on.AddDays(1)
	}
	if rolled, err := finops.RollBack(cal, on); err != nil || !rolled.Before(s.From) {
		return rolled, err
	}
	return on, nil
}
