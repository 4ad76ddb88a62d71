// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// OptionStatus says where an option to extend stands. The zero value is [OptionOpen].
type OptionStatus uint8

// Where an option stands.
const (
	OptionOpen       OptionStatus = iota // exercising it today is safely in time
	OptionDisputable                     // the safe day is past, the latest defensible one is not
	OptionMissed                         // both are past: it needs the consent of the vendor
)

var optionStatusNames = enum.Of[OptionStatus](enums, "option status", "open", "disputable", "missed")

// String returns the name in snake case, for example "missed".
func (s OptionStatus) String() string { return optionStatusNames.String(s) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (s OptionStatus) MarshalText() ([]byte, error) { return optionStatusNames.Marshal(s) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (s *OptionStatus) UnmarshalText(text []byte) error { return optionStatusNames.Unmarshal(s, text) }

// OptionWindow says by when an option to extend must be exercised, and what it adds.
type OptionWindow struct {
	Option   string       `json:"option"`             // id of the option
	Status   OptionStatus `json:"status"`             // where it stands on the day asked for
	Clause   Notice       `json:"clause"`             // how long before the end of the term before
	Safe     finops.Date  `json:"safe"`               // last day that every reading of the clause accepts, a business day
	Latest   finops.Date  `json:"latest"`             // last day that one reading accepts
	DaysLeft int          `json:"days_left"`          // days from the day asked for to Safe, negative once it is past
	Term     Term         `json:"term"`               // the term it would add
	Value    *TermValue   `json:"value,omitempty"`    // its committed value at the price of the option; nil if it cannot be priced
	Unpriced string       `json:"unpriced,omitempty"` // why it cannot be priced
}

// OptionWindows returns the options not yet exercised, in their order, as of a day. Each is counted as if those ahead of
// it were exercised. There are none once notice was given ([Contract.EndedFrom]). cal gives the business days; Monday to
// Friday if nil.
//
// It returns [finops.ErrRange] if asOf is no date, the errors of [Contract.Validate] (but not [ErrNoticeTooLong]) and [Contract.TermAt] and [Notice.Dates]. An option that
// cannot be priced is not an error: the reason stands in its place.
func (c Contract) OptionWindows(asOf finops.Date, cal finops.BusinessCalendar) ([]OptionWindow, error) {
	if asOf.IsZero() {
		return nil, fmt.Errorf("contract: %q: options: as of no date: %w", c.ID, finops.ErrRange)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	open, err := c.openOptions(cal)
	if err != nil {
		return nil, err
	}
	var out []OptionWindow
	for _, o := range open {
		out = append(out, o.window(asOf))
	}
	return out, nil
}

// openOption is an option not yet exercised.
type openOption struct {
	of     Contract // with this option and those ahead of it exercised
	option *ExtensionOption
	before finops.Date // last day of the term before
	term   Term
	dates  NoticeDates
}

// openOptions lists the options not yet exercised.
func (c Contract) openOptions(cal finops.BusinessCalendar) ([]openOption, error) {
	if !c.EndedFrom.IsZero() {
		return nil, nil
	}
	var out []openOption
	for i := range c.Options {
		if c.Options[i].Exercised {
			continue
		}
		o := openOption{of: c, option: &c.Options[i]}
		o.of.Options = slices.Clone(c.Options)
		for j := range o.of.Options[:i+1] {
			o.of.Options[j].Exercised = true
		}
		l, err := o.of.ladderOfTerms()
		if err != nil {
			return nil, err
		}
		o.term, o.before = l.fixed[i+1], l.fixed[i].Period.Last()
		if o.dates, err = o.option.ExerciseBy.dates(o.before, cal, false); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

func (o *openOption) window(asOf finops.Date) OptionWindow {
	w := OptionWindow{
		Option: o.option.ID, Clause: o.option.ExerciseBy, Safe: o.dates.Safe, Latest: o.dates.Latest,
		DaysLeft: asOf.DaysUntil(o.dates.Safe), Term: o.term,
	}
	switch {
	case asOf.After(o.dates.Latest):
		w.Status = OptionMissed
	case asOf.After(o.dates.Safe):
		w.Status = OptionDisputable
	}
	if v, err := o.of.Value(o.term.Index); err != nil {
		w.Unpriced = err.Error()
	} else {
		w.Value = &v
	}
	return w
}

// sentence says by when the option must be exercised.
func (w *OptionWindow) sentence() string {
	switch w.Status {
	case OptionOpen:
		return fmt.Sprintf("option %s can be exercised by %s", w.Option, w.Safe)
	case OptionDisputable:
		return fmt.Sprintf("the safe day to exercise option %s, %s, is past; one reading of the clause still allows %s", w.Option, w.Safe, w.Latest)
	default:
		return fmt.Sprintf("the last day to exercise option %s was %s", w.Option, w.Latest)
	}
}
