// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
)

// Analyze reviews a portfolio of contracts on a day: for each contract its next deadline and where it stands, for each line
// its use and the right quantity, what that saves on the real price list and from when, what missing the deadline costs,
// which scenario is cheapest; and for all of it a ranked list of actions and totals in which no saving counts twice.
//
// A product that several lines sell is right-sized as a whole. What is too much is cut first from the line that can change
// first (ties: contract ID, then line ID), down to zero, then from the next.
//
// Savings a year are stated at the prices in force on asOf. Telemetry that is missing counts as use; what that leaves
// unknown lowers the confidence, and is listed. Licence data of another time than asOf lowers it as well: see
// Options.MaxDataAgeDays. A scenario that covers less than what is needed is compared without a rank. A lump sum has no quantity to size. Where notice was given, nothing is asked
// any more; an order for the right quantity remains.
//
// A contract that cannot be read is left out and listed with the reason; the rest goes on. The order of the input does not
// matter, and it is neither changed nor kept. Analyze returns an error, wrapping [ErrInvalid], for bad options only.
func Analyze(in Input, asOf finops.Date, opts Options) (Report, error) {
	opts = opts.withDefaults()
	if err := opts.validate(asOf); err != nil {
		return Report{}, err
	}
	a := &analysis{in: in, asOf: asOf, opts: opts}
	a.dataDoubt = a.dataAge()
	a.open()
	a.allot()
	for _, r := range a.reviews {
		a.finish(r)
	}
	a.reviewData()
	return a.report(), nil
}

// analysis is the state of one call of [Analyze].
type analysis struct {
	in      Input
	asOf    finops.Date
	opts    Options
	reviews []*review // by contract ID
	leftOut []LeftOut
	notes   []string
	actions []ranked
	blocked []BlockedSaving
	totals  totals

	dataDoubt string // why the licence data is too far from asOf, "" if it is not

	markets      map[lineKey]Market
	floors       map[lineKey][]Floor
	alternatives map[string][]Alternative // by contract, ordered by name
	needs        map[string]license.Need  // by product
	buffers      map[string]decimal.Decimal
	seats        map[string][]license.SeatFinding // by product
}

// lineKey names a contract line.
type lineKey struct{ contract, line string }

// review is a contract under review.
type review struct {
	contract contract.Contract
	result   ContractReview
	lines    []*lineCase

	alternatives []Alternative // that can be compared, ordered by name
}

// leave records that something is left out. A joined error has one line per problem.
func (a *analysis) leave(contractID, line, reason string) {
	reason = strings.ReplaceAll(reason, "\n", "; ")
	a.leftOut = append(a.leftOut, LeftOut{Contract: contractID, Line: line, Reason: reason})
}

// open reads the contracts: window, value and lines.
func (a *analysis) open() {
	count := map[string]int{}
	for _, c := range a.in.Contracts {
		count[c.ID]++
	}
	contracts := slices.Clone(a.in.Contracts)
	slices.SortStableFunc(contracts, func(x, y contract.Contract) int { return cmp.Compare(x.ID, y.ID) })
	for _, c := range contracts {
		if count[c.ID] > 1 {
			a.leave(c.ID, "", fmt.Sprintf("%d contracts have this ID", count[c.ID]))
			continue
		}
		r, err := a.read(c)
		if err != nil {
			a.leave(c.ID, "", err.Error())
			continue
		}
		a.reviews = append(a.reviews, r)
	}
	a.index()
}

// read fills what the contract alone says.
func (a *analysis) read(c contract.Contract) (*review, error) {
	w, err := c.NoticeWindow(a.asOf, a.in.Calendar)
	if err != nil {
		return nil, err
	}
	if w.Status == contract.WindowEnded {
		return nil, errors.New(w.Reason)
	}
	value, err := c.Value(w.Term.Index)
	if err != nil {
		return nil, err
	}
	r := &review{contract: c, result: ContractReview{
		Contract: c.ID, Vendor: c.Vendor, Name: c.Name, Owner: c.Owner, Currency: c.Currency,
		Window: w, TermValue: value.Total, Changes: w.Exit.From, Deadline: w.Exit.Safe,
	}}
	switch {
	case w.Status == contract.WindowDisputable: // act at once rather than wait for the next term to end
		r.result.Changes, r.result.Deadline = w.Term.Period.End, w.Safe
	case r.result.Deadline.IsZero() && !w.Exit.From.IsZero(): // ends by itself
		r.result.Deadline = w.Exit.From.AddDays(-1)
	}
	for _, id := range value.Uncommitted {
		a.leave(c.ID, id, "billed by use without a commitment: its cost is not known")
	}
	for i := range c.Lines {
		if c.Lines[i].Usage {
			continue
		}
		l, err := a.readLine(r, c.Lines[i])
		if err != nil {
			return nil, err
		}
		r.lines = append(r.lines, l)
	}
	return r, nil
}

// index groups what the input says by contract and line, and lists what refers to nothing.
func (a *analysis) index() {
	known := map[lineKey]bool{}
	for _, r := range a.reviews {
		known[lineKey{contract: r.contract.ID}] = true
		for _, l := range r.lines {
			known[lineKey{r.contract.ID, l.line.ID}] = true
		}
	}
	a.markets, a.floors, a.alternatives = map[lineKey]Market{}, map[lineKey][]Floor{}, map[string][]Alternative{}
	samples := map[lineKey]int{}
	for _, m := range a.in.Markets {
		samples[lineKey{m.Contract, m.Line}]++
	}
	for _, m := range a.in.Markets {
		switch k := (lineKey{m.Contract, m.Line}); {
		case !known[k]:
			a.leave(m.Contract, m.Line, "a price sample for a line that is not under review")
		case samples[k] > 1:
			a.leave(m.Contract, m.Line, fmt.Sprintf("%d price samples for one line: none is used", samples[k]))
		default:
			a.markets[k] = m
		}
	}
	for _, f := range a.in.Floors {
		k := lineKey{f.Contract, f.Line}
		switch {
		case !known[k]:
			a.leave(f.Contract, f.Line, "a floor for a line that is not under review")
		case !computable(f.Quantity):
			a.leave(f.Contract, f.Line, "a floor with too many digits")
		case f.Quantity.Sign() < 0:
			a.leave(f.Contract, f.Line, "a floor of "+digits.Text(f.Quantity)+" is negative")
		default:
			a.floors[k] = append(a.floors[k], f)
		}
	}
	for _, list := range a.floors { // each by itself: no order leaks
		slices.SortStableFunc(list, longestFirst)
	}
	for _, s := range a.in.Alternatives {
		if !known[lineKey{contract: s.Contract}] {
			a.leave(s.Contract, "", fmt.Sprintf("scenario %q is for a contract that is not under review", s.Scenario.Name))
			continue
		}
		a.alternatives[s.Contract] = append(a.alternatives[s.Contract], s)
	}
	for _, list := range a.alternatives { // each by itself: no order leaks
		slices.SortStableFunc(list, func(x, y Alternative) int { return cmp.Compare(x.Scenario.Name, y.Scenario.Name) })
	}
	a.indexSeats()
	a.indexNeeds()
	a.indexBuffers()
}

// longestFirst orders floors: highest first, then the one that stays longest, then by reason.
func longestFirst(x, y Floor) int {
	if c := y.Quantity.Cmp(x.Quantity); c != 0 {
		return c
	}
	if x.Until.IsZero() != y.Until.IsZero() {
		if x.Until.IsZero() {
			return -1
		}
		return 1
	}
	return cmp.Or(y.Until.Compare(x.Until), cmp.Compare(x.Reason, y.Reason))
}

// indexSeats groups the findings by product.
func (a *analysis) indexSeats() {
	a.seats = map[string][]license.SeatFinding{}
	if a.in.Shelfware == nil {
		return
	}
	for _, f := range a.in.Shelfware.Seats {
		a.seats[f.Product] = append(a.seats[f.Product], f)
	}
}

// report puts everything in order.
func (a *analysis) report() Report {
	sortBlocked(a.blocked)
	r := Report{AsOf: a.asOf, Options: a.opts, Actions: rankActions(a.actions), Blocked: a.blocked, LeftOut: a.leftOut, Notes: a.notes}
	for _, v := range a.reviews {
		r.Contracts = append(r.Contracts, v.result)
	}
	slices.SortFunc(r.Contracts, func(x, y ContractReview) int {
		return cmp.Or(earliestFirst(x.Deadline, y.Deadline), cmp.Compare(x.Contract, y.Contract))
	})
	slices.SortFunc(r.LeftOut, func(x, y LeftOut) int {
		return cmp.Or(cmp.Compare(x.Contract, y.Contract), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Reason, y.Reason))
	})
	r.Notes = unique(r.Notes)
	r.Totals = a.totals.result(a.opts.Currency)
	return r
}
