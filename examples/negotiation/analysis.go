// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
)

// Names of the scenarios.
const (
	asIs       = "Renew as it is"
	rightSize  = "Right size, yearly"
	longTerm   = "Long term offered"
	prepaid    = "Long term, prepaid"
	downgraded = "With viewer seats"
	replaced   = "Replace"
	agreed     = "Our target price"
)

var one = decimal.New(1, 0)

// analysis is everything the sheet shows, each part from one call of the library.
type analysis struct {
	window     contract.NoticeWindow
	start      finops.Date        // first day of the next term
	current    contract.TermValue // the term that runs
	next       contract.TermValue // the term that follows without notice
	ladder     pricing.Price      // as it is in that term
	use        license.Utilization
	sizing     license.RightSizing
	viewers    license.RightSizing // if over-tiered seats move down
	saving     renewal.Saving      // a year, at the uplifted price
	atNeed     finops.Money        // per seat needed and year, if the best quantity is bought
	onTable    finops.Money        // the lower of atNeed and the long term offered, per seat needed and year
	benchmark  *renewal.Benchmark  // nil without market prices
	comparison renewal.Comparison
	sensitive  renewal.SensitivityTable
	uplift     renewal.BreakEven // yearly uplift at which the long term becomes the better one
	upliftErr  error
	shrink     renewal.BreakEven // loss of seats at which it stops being the better one
	shrinkErr  error
	prepayment finops.Ratio // least discount for paying all at once
	exposure   renewal.Exposure
	chances    []decimal.Decimal     // to miss the notice, by week
	waiting    []renewal.WaitingCost // if the decision is put off by 1, 2 ... weeks
	plan       renewal.Negotiation
}

// analyse asks the library.
func analyse(d deal) (analysis, error) {
	var a analysis
	for _, step := range []func(*analysis) error{
		d.situation, d.size, d.price, d.negotiate, d.compare, d.breakEven, d.wait,
	} {
		if err := step(&a); err != nil {
			return a, err
		}
	}
	return a, nil
}

// situation finds the notice window and what follows without notice.
func (d deal) situation(a *analysis) error {
	var err error
	if a.window, err = d.contract.NoticeWindow(d.asOf, nil); err != nil {
		return err
	}
	if a.window.Status != contract.WindowOpen && a.window.Status != contract.WindowDisputable {
		return fmt.Errorf("%w: on %s there is nothing to negotiate: %s", errInput, d.asOf, a.window.Reason)
	}
	if a.current, err = d.contract.Value(a.window.Term.Index); err != nil {
		return err
	}
	if a.next, err = d.contract.Value(a.window.Term.Index + 1); err != nil {
		return err
	}
	a.start = a.window.Term.Period.End
	a.ladder, err = d.contract.LinePrice(line, a.start)
	return err
}

// size finds how many seats are needed.
func (d deal) size(a *analysis) error {
	counts := d.file.Usage.Counts
	var err error
	a.use, err = license.NewUtilization(d.seats, decimal.NewFromInt(int64(counts.Total())), decimal.NewFromInt(int64(d.file.Usage.InUse)))
	if err != nil {
		return err
	}
	if a.sizing, err = d.demand.RightSize(); err != nil {
		return err
	}
	without := d.demand
	without.OverTieredKept = 0
	a.viewers, err = without.RightSize()
	return err
}

// price finds what the need costs on the ladder, and where the price stands in the market.
func (d deal) price(a *analysis) error {
	var err error
	a.saving, err = renewal.Reprice(renewal.Position{Price: a.ladder, Held: d.seats, Need: a.sizing.Quantity})
	if err != nil {
		return err
	}
	if a.atNeed, err = a.saving.CostBuy.MulDiv(one, a.sizing.Quantity, d.contract.Currency.MinorUnits(), finops.HalfUp); err != nil {
		return err
	}
	if err := d.proposed(a); err != nil || len(d.market) == 0 {
		return err
	}
	perSeat, err := a.saving.CostHeld.MulDiv(one, d.seats, d.contract.Currency.MinorUnits(), finops.HalfUp)
	if err != nil {
		return err
	}
	own := renewal.PricePoint{ID: d.contract.ID, Price: perSeat, Unit: unit, Per: contract.PerYear}
	b, err := renewal.PricePercentile(own, d.market, renewal.BenchmarkOptions{})
	a.benchmark = &b
	return err
}

// proposed finds the lowest price that the vendor asks today for what is needed.
func (d deal) proposed(a *analysis) error {
	a.onTable = a.atNeed
	if d.longSeats.LessThan(a.sizing.Quantity) {
		return nil
	}
	list, err := a.ladder.Charge(d.longSeats)
	if err != nil {
		return err
	}
	long, err := list.Total.MulDiv(one.Sub(d.longDiscount), a.sizing.Quantity, d.contract.Currency.MinorUnits(), finops.HalfUp)
	if err != nil {
		return err
	}
	if long.Amount().LessThan(a.atNeed.Amount()) {
		a.onTable = long
	}
	return nil
}

// renewed is the contract as it would go on: every renewal is uplifted again.
func (d deal) renewed(a *analysis, months int) renewal.Offer {
	return renewal.Offer{
		Price: a.ladder, Per: contract.PerYear, Quantity: d.seats, Start: a.start, Months: months, Uplift: d.uplift, WholeUnits: true,
	}
}

// replacement is the alternative, for the seats needed.
func (d deal) replacement(a *analysis) renewal.Offer {
	return renewal.Offer{
		Price: d.alternative, Per: contract.PerYear, Quantity: a.sizing.Quantity, Start: a.start, Months: d.file.Proposal.Months, WholeUnits: true,
	}
}

// negotiate finds the range of prices. Everything in it is valued on the first day of the new term, per seat needed.
func (d deal) negotiate(a *analysis) error {
	whole := renewal.Replace(replaced, renewal.Replacement{
		Next: []renewal.Offer{d.replacement(a)}, Old: []renewal.Offer{d.renewed(a, d.file.Proposal.Months)}, OverlapMonths: d.file.Alternative.OverlapMonths,
	})
	parts := []renewal.Scenario{
		{Name: "alternative", Offers: whole.Offers[:1]},
		{Name: "overlap", Offers: whole.Offers[1:]},
		{Name: "migration", OneOff: d.migration},
	}
	c, err := renewal.Compare(a.start, d.rate, parts, renewal.CompareOptions{DayCount: roi.Anniversary})
	if err != nil {
		return err
	}
	years, err := finops.DivRound(decimal.NewFromInt(int64(d.file.Proposal.Months)), decimal.NewFromInt(12), 12, finops.HalfUp)
	if err != nil {
		return err
	}
	a.plan, err = renewal.Negotiate(renewal.NegotiationInput{
		Units: a.sizing.Quantity, Years: years, Rate: d.rate, Timing: roi.InAdvance,
		AlternativePV: c.Scenarios[0].PV, Overlap: c.Scenarios[1].PV, Switching: c.Scenarios[2].PV,
		ResidualRisk: d.risk, BenefitsLost: d.lost, VendorFloor: d.floor, Proposal: a.onTable,
		Power: decimal.NullDecimal{Decimal: d.power, Valid: true}, Market: a.benchmark,
	})
	return err
}

// compare values the ways to go on over the longer term.
func (d deal) compare(a *analysis) error {
	scenarios, err := d.scenarios(a)
	if err != nil {
		return err
	}
	if a.comparison, err = renewal.Compare(d.asOf, d.rate, scenarios, renewal.CompareOptions{DayCount: roi.Anniversary}); err != nil {
		return err
	}
	a.sensitive, err = renewal.Sensitivity(d.asOf, d.rate, scenarios[:3], renewal.SensitivityAxes{
		Rates:   []decimal.Decimal{decimal.New(4, -2), decimal.New(12, -2)},
		Uplifts: []decimal.Decimal{{}, decimal.New(12, -2)},
		Seats:   []decimal.Decimal{decimal.New(-2, -1), decimal.New(2, -1)},
	}, renewal.CompareOptions{DayCount: roi.Anniversary})
	return err
}

func (d deal) scenarios(a *analysis) ([]renewal.Scenario, error) {
	months := d.file.Proposal.Months
	whole := d.renewed(a, months)
	right, err := renewal.RightSized(rightSize, whole, a.sizing.Quantity)
	if err != nil {
		return nil, err
	}
	basic, err := renewal.RightSized(downgraded, whole, a.viewers.Quantity)
	if err != nil {
		return nil, err
	}
	moved := decimal.NewFromInt(int64(d.file.Usage.Counts.OverTiered))
	viewers := renewal.Offer{Price: d.downgrade, Per: contract.PerYear, Quantity: moved, Start: a.start, Months: months, Uplift: d.uplift, WholeUnits: true}
	offered := whole
	offered.Quantity = d.longSeats
	long := renewal.MultiYear(longTerm, months, d.longDiscount, offered)
	prepay := renewal.Prepaid(prepaid, d.prepay, long.Offers[0])
	held := renewal.AsIs(asIs, whole)
	held.Insufficient = below(d.seats, a.sizing.Quantity)
	long.Insufficient = below(d.longSeats, a.sizing.Quantity)
	prepay.Insufficient = long.Insufficient
	list := []renewal.Scenario{
		held, right, long, prepay,
		renewal.DowngradeMix(downgraded, basic.Offers[0], viewers),
		renewal.Replace(replaced, renewal.Replacement{
			Next: []renewal.Offer{d.replacement(a)}, Old: []renewal.Offer{whole}, OverlapMonths: d.file.Alternative.OverlapMonths, Migration: d.migration,
		}),
	}
	if !a.plan.Target.Defined {
		return list, nil
	}
	target, err := pricing.NewPerUnit(a.plan.Target.Value, pricing.PerUnitOptions{WholeUnits: true})
	if err != nil {
		return nil, err
	}
	goal := renewal.Offer{Price: target, Per: contract.PerYear, Quantity: a.sizing.Quantity, Start: a.start, Months: months, WholeUnits: true, Locked: true}
	return append(list, renewal.Scenario{Name: agreed, Kind: renewal.ScenarioOther, Offers: []renewal.Offer{goal}}), nil
}

// below says that a scenario is for fewer seats than are needed, "" if it is not.
func below(seats, need decimal.Decimal) string {
	if !seats.LessThan(need) {
		return ""
	}
	return fmt.Sprintf("covers %s of the %s seats needed", number(seats), number(need))
}

// breakEven finds when the long term stops being the better way, and what paying ahead must earn. That there is no such
// point is an answer too.
func (d deal) breakEven(a *analysis) error {
	scenarios, err := d.scenarios(a)
	if err != nil {
		return err
	}
	yearly, long := scenarios[1], scenarios[2]
	a.uplift, a.upliftErr = renewal.BreakEvenUplift(d.asOf, d.rate, yearly, long, renewal.BreakEvenOptions{DayCount: roi.Anniversary})
	a.shrink, a.shrinkErr = renewal.BreakEvenShrink(d.asOf, d.rate, yearly, long, renewal.BreakEvenOptions{DayCount: roi.Anniversary})
	for _, err := range []error{a.upliftErr, a.shrinkErr} {
		if err != nil && !isNoBreakEven(err) {
			return err
		}
	}
	a.prepayment, err = renewal.PrepaymentBreakEven(d.rate, long, roi.Anniversary)
	return err
}

// decideOn is the day of the decision if it is put off once more than i times by a week.
func (d deal) decideOn(i int) finops.Date { return d.asOf.AddDays(7 * (i + 1)) }

// wait finds what missing the notice costs, and what each week of waiting costs by our own chances of missing it.
func (d deal) wait(a *analysis) error {
	forced := renewal.AsIs(asIs, d.renewed(a, d.contract.Renewal.Months))
	right, err := renewal.RightSized(rightSize, forced.Offers[0], a.sizing.Quantity)
	if err != nil {
		return err
	}
	forcedFlows, err := forced.Flows()
	if err != nil {
		return err
	}
	rightFlows, err := right.Flows()
	if err != nil {
		return err
	}
	if a.exposure, err = renewal.AutoRenewExposure(d.asOf, d.rate, forcedFlows, rightFlows, renewal.CompareOptions{DayCount: roi.Anniversary}); err != nil {
		return err
	}
	for i, p := range d.missing {
		if d.decideOn(i).After(a.window.Latest) {
			p = one // not a guess any more
		}
		a.chances = append(a.chances, p)
		w, err := renewal.CostOfWaiting(renewal.Waiting{MissProbability: p, Exposure: a.exposure.Amount})
		if err != nil {
			return err
		}
		a.waiting = append(a.waiting, w)
	}
	return nil
}
