// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/pricing"
)

// TrueUpFrom says from which day a true-up charges what was used beyond the quantity bought. The zero value is
// [FromMilestone].
type TrueUpFrom uint8

// From when a true-up charges.
const (
	FromMilestone TrueUpFrom = iota // from the day of the true-up to the end of the term
	FromUse                         // from the day the use was first seen to the end of the term
)

var trueUpFromNames = enum.Of[TrueUpFrom](enums, "true-up from", "milestone", "use")

// String returns the name in snake case, "milestone" or "use".
func (f TrueUpFrom) String() string { return trueUpFromNames.String(f) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (f TrueUpFrom) MarshalText() ([]byte, error) { return trueUpFromNames.Marshal(f) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (f *TrueUpFrom) UnmarshalText(text []byte) error { return trueUpFromNames.Unmarshal(f, text) }

// Observation is a quantity in use seen on a day.
type Observation struct {
	Date     finops.Date     `json:"date"`     // the day
	Quantity decimal.Decimal `json:"quantity"` // in the unit of the line, not negative
}

// TrueUpOptions are the choices of a true-up. The zero value charges from the milestone and reckons all of them.
type TrueUpOptions struct {
	From    TrueUpFrom  `json:"from"`             // if zero, from the milestone; not used for a true-forward
	Through finops.Date `json:"through,omitzero"` // last milestone reckoned; if zero, all
}

// TrueUpResult is what the milestones of a line charge.
type TrueUpResult struct {
	Contract string          `json:"contract"` // contract ID
	Line     string          `json:"line"`     // line ID
	Kind     MilestoneKind   `json:"kind"`     // TrueUpDate or TrueForwardDate
	Charges  []TrueUpCharge  `json:"charges"`  // in order of milestones, then of days charged from
	Quantity decimal.Decimal `json:"quantity"` // bought after the last milestone reckoned
	Total    finops.Money    `json:"total"`    // sum of the charges
	Options  TrueUpOptions   `json:"options"`  // the choices made
}

// TrueUpCharge is one rise of the quantity bought.
type TrueUpCharge struct {
	Milestone finops.Date     `json:"milestone"` // the day of reckoning
	Period    finops.Period   `json:"period"`    // days charged, to the end of the term
	Baseline  decimal.Decimal `json:"baseline"`  // bought before
	Observed  decimal.Decimal `json:"observed"`  // in use: bought from now on
	Extra     decimal.Decimal `json:"extra"`     // Observed - Baseline
	Amount    finops.Money    `json:"amount"`    // cost at Observed less cost at Baseline over Period, on the price of the contract, rounded once
}

// TrueUp reckons use at each true-up date of a line. The peak seen since the true-up before (that day excluded, the
// milestone included) that is above the quantity bought is ordered and charged to the end of the term, from the day
// [TrueUpOptions] names. The quantity bought rises with it and does not fall again in that term; the next term starts
// from the quantity of the line. The extra is priced on the ladder: cost(observed) - cost(baseline), with the uplift in
// force.
//
// It returns [ErrNoMilestone] if the line has no true-up date, [pricing.ErrNegativeQuantity] for a negative observation,
// [ErrPeriod] for one without a date, [finops.ErrRange] for one with too many digits, and the errors of [Contract.LineCost].
func (c Contract) TrueUp(line string, seen []Observation, o TrueUpOptions) (TrueUpResult, error) {
	return c.reckon(line, TrueUpDate, seen, o)
}

// TrueForward reckons use at each true-forward date of a line: the use in force on that day (the last observation on or
// before it) that is above the quantity bought is charged from that day to the end of the term. Nothing is charged for
// earlier days, nor for a peak that is over. It returns the errors of [Contract.TrueUp].
func (c Contract) TrueForward(line string, seen []Observation, o TrueUpOptions) (TrueUpResult, error) {
	return c.reckon(line, TrueForwardDate, seen, o)
}

func (c Contract) reckon(line string, kind MilestoneKind, seen []Observation, o TrueUpOptions) (TrueUpResult, error) {
	out := TrueUpResult{Contract: c.ID, Line: line, Kind: kind, Total: c.zero(), Options: o}
	if err := trueUpFromNames.Check(o.From); err != nil {
		return out, err
	}
	dates := c.milestones(line, kind)
	if len(dates) == 0 {
		return out, fmt.Errorf("contract: %q: line %q has no %s date: %w", c.ID, line, kind, ErrNoMilestone)
	}
	seen, err := c.observations(line, seen)
	if err != nil {
		return out, err
	}
	b := baseline{c: c, line: line}
	after := finops.Date{}
	for _, on := range dates {
		if !o.Through.IsZero() && on.After(o.Through) {
			break
		}
		for _, rise := range rises(kind, o.From, seen, after, on) {
			ch, err := b.rise(rise, on)
			if err != nil {
				return out, err
			}
			if ch.Extra.Sign() > 0 {
				out.Charges = append(out.Charges, ch)
				out.Total = plus(out.Total, ch.Amount)
			}
		}
		if out.Quantity, err = b.on(on); err != nil {
			return out, err
		}
		after = on
	}
	return out, nil
}

// milestones lists the dates of a kind for a line, in order.
func (c Contract) milestones(line string, kind MilestoneKind) []finops.Date {
	var out []finops.Date
	for _, m := range c.Milestones {
		if m.Kind == kind && (m.Line == "" || m.Line == line) {
			out = append(out, m.Date)
		}
	}
	slices.SortFunc(out, finops.Date.Compare)
	return slices.Compact(out)
}

// observations returns a checked and sorted copy.
func (c Contract) observations(line string, seen []Observation) ([]Observation, error) {
	i := c.lineIndex(line)
	if i < 0 {
		return nil, c.noSuchLine(line)
	}
	for n, s := range seen {
		if s.Date.IsZero() {
			return nil, fmt.Errorf("contract: %q: line %q: observation %d has no date: %w", c.ID, line, n, ErrPeriod)
		}
		if !inRange(s.Quantity) {
			return nil, fmt.Errorf("contract: %q: line %q: observation on %s: more than %d digits before or after the point: %w",
				c.ID, line, s.Date, maxDigits, finops.ErrRange)
		}
		if s.Quantity.Sign() < 0 {
			return nil, fmt.Errorf("contract: %q: line %q: observation on %s: quantity %s: %w", c.ID, line, s.Date, digits.Text(s.Quantity), pricing.ErrNegativeQuantity)
		}
	}
	out := slices.Clone(seen)
	slices.SortFunc(out, func(a, b Observation) int {
		if c := a.Date.Compare(b.Date); c != 0 {
			return c
		}
		return a.Quantity.Cmp(b.Quantity)
	})
	return out, nil
}

// rises returns the observations that count at a milestone, with the day each is charged from.
func rises(kind MilestoneKind, from TrueUpFrom, seen []Observation, after, on finops.Date) []Observation {
	var window []Observation
	for _, s := range seen {
		if s.Date.After(on) {
			break
		}
		if kind == TrueForwardDate {
			window = []Observation{{Date: on, Quantity: s.Quantity}}
		} else if s.Date.After(after) {
			window = append(window, s)
		}
	}
	if kind == TrueForwardDate || from == FromUse || len(window) == 0 {
		return window
	}
	peak := window[0].Quantity
	for _, s := range window[1:] {
		peak = decimal.Max(peak, s.Quantity)
	}
	return []Observation{{Date: on, Quantity: peak}}
}

// baseline is the quantity bought: what the contract says, or what was trued up in the term if that is more.
type baseline struct {
	c      Contract
	line   string
	raised decimal.Decimal
	until  finops.Date // end of the term in which it was raised
}

func (b *baseline) on(d finops.Date) (decimal.Decimal, error) {
	if !d.Before(b.until) {
		b.raised = decimal.Decimal{}
	}
	q, err := b.c.LineQuantity(b.line, d)
	return decimal.Max(q, b.raised), err
}

// rise raises the quantity to what was observed, from the day of the observation, and prices it to the end of the term.
func (b *baseline) rise(o Observation, milestone finops.Date) (TrueUpCharge, error) {
	before, err := b.on(o.Date)
	if err != nil {
		return TrueUpCharge{}, err
	}
	ch := TrueUpCharge{Milestone: milestone, Baseline: before, Observed: o.Quantity, Extra: o.Quantity.Sub(before)}
	if ch.Extra.Sign() <= 0 {
		return ch, nil
	}
	t, err := b.c.TermOn(o.Date)
	if err != nil {
		return ch, err
	}
	ch.Period = finops.Period{Start: o.Date, End: t.Period.End}
	old := b.raised
	b.raised, b.until = o.Quantity, t.Period.End
	ch.Amount, err = b.c.difference(b.line, ch.Period, func(q decimal.Decimal) (from, to decimal.Decimal) {
		return decimal.Max(q, old), decimal.Max(q, o.Quantity)
	})
	return ch, err
}

// difference returns what a change of quantity costs over the days of a period, rounded once. change gives the quantity
// before and after for the quantity the contract has in force.
func (c Contract) difference(line string, period finops.Period, change func(decimal.Decimal) (from, to decimal.Decimal)) (finops.Money, error) {
	var sum amounts
	for _, p := range c.splitAtRamp(line, period) {
		q, err := c.LineQuantity(line, p.Start)
		if err != nil {
			return finops.Money{}, err
		}
		from, to := change(q)
		if from.Equal(to) {
			continue
		}
		if err := c.addLineCost(&sum, line, to, p, 1); err != nil {
			return finops.Money{}, err
		}
		if err := c.addLineCost(&sum, line, from, p, -1); err != nil {
			return finops.Money{}, err
		}
	}
	return c.roundCost(&sum)
}

// splitAtRamp cuts a period where the ramp of a line changes it.
func (c Contract) splitAtRamp(line string, period finops.Period) []finops.Period {
	out := []finops.Period{period}
	for _, s := range c.Lines[c.lineIndex(line)].Ramp {
		last := &out[len(out)-1]
		if s.From.After(last.Start) && s.From.Before(last.End) {
			end := last.End
			last.End = s.From
			out = append(out, finops.Period{Start: s.From, End: end})
		}
	}
	return out
}

// TrueDownResult is what a reduction on a true-down date saves.
type TrueDownResult struct {
	Contract string          `json:"contract"` // contract ID
	Line     string          `json:"line"`     // line ID
	Period   finops.Period   `json:"period"`   // from the true-down date to the end of the term
	From     decimal.Decimal `json:"from"`     // quantity in force before
	Wanted   decimal.Decimal `json:"wanted"`   // quantity asked for
	To       decimal.Decimal `json:"to"`       // quantity in force after: not below the floor, not above From
	Floor    decimal.Decimal `json:"floor"`    // the minimum of the line
	Saving   finops.Money    `json:"saving"`   // cost at From less cost at To over Period, rounded once
}

// TrueDown reduces the quantity of a line on a date the contract names for it, down to the minimum of the line at most,
// and says what that saves to the end of the term. Later steps of a ramp are reduced by the same number. A quantity
// above the one in force changes nothing. It returns [ErrNoMilestone] on any other day,
// [pricing.ErrNegativeQuantity], [pricing.ErrFractionalQuantity], and the errors of [Contract.LineCost].
func (c Contract) TrueDown(line string, on finops.Date, wanted decimal.Decimal) (TrueDownResult, error) {
	out := TrueDownResult{Contract: c.ID, Line: line, Wanted: wanted}
	i := c.lineIndex(line)
	if i < 0 {
		return out, c.noSuchLine(line)
	}
	if !slices.Contains(c.milestones(line, TrueDownDate), on) {
		return out, fmt.Errorf("contract: %q: line %q: %s is no true-down date: %w", c.ID, line, on, ErrNoMilestone)
	}
	if err := c.Lines[i].checkQuantity(c.ID, wanted); err != nil {
		return out, err
	}
	t, err := c.TermOn(on)
	if err != nil {
		return out, err
	}
	out.Period, out.Floor = finops.Period{Start: on, End: t.Period.End}, c.Lines[i].Minimum
	if out.From, err = c.LineQuantity(line, on); err != nil {
		return out, err
	}
	out.To = decimal.Min(decimal.Max(wanted, out.Floor), out.From)
	cut := out.From.Sub(out.To)
	out.Saving, err = c.difference(line, out.Period, func(q decimal.Decimal) (from, to decimal.Decimal) {
		return decimal.Max(q.Sub(cut), decimal.Min(out.Floor, q)), q
	})
	return out, err
}
