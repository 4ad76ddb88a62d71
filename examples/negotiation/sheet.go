// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
)

func isNoBreakEven(err error) bool { return errors.Is(err, renewal.ErrNoBreakEven) }

// sheet prints what the procurement lead takes to the call.
func sheet(w io.Writer, d deal, a analysis) error {
	p := &printer{w: w}
	p.line("NEGOTIATION SHEET: %s", d.file.Title)
	p.line("%s, as of %s. Prices are per seat and year in %s.", d.contract.Vendor, d.asOf, d.contract.Currency)
	for _, section := range []func(*printer, deal, analysis){
		situationSection, useSection, costSection, scenarioSection, marketSection, rangeSection, breakEvenSection, waitingSection,
		tradeSection, unknownSection,
	} {
		p.line("")
		section(p, d, a)
	}
	return p.err
}

func situationSection(p *printer, d deal, a analysis) {
	w := a.window
	p.line("1. SITUATION")
	p.fact("Contract", "%s, %s, %s seats, owner %s", d.contract.ID, d.contract.Name, number(d.seats), d.contract.Owner)
	p.fact("Term", "%s to %s, value of this term %s", w.Term.Period.Start, w.Term.Period.Last(), money(a.current.Total))
	p.fact("Without notice", "%s to %s at %s: %s", a.next.Term.Period.Start, a.next.Term.Period.Last(), percent(d.uplift)+" more", money(a.next.Total))
	left := plural(w.DaysLeft, "day") + " left"
	if w.DaysLeft < 0 {
		left = "past"
	}
	p.fact("Give notice by", "%s (%s, %s)", w.Safe, w.Safe.Weekday(), left)
	if w.Latest != w.Safe {
		p.fact("Latest, disputable", "%s: only by one reading of the clause %q", w.Latest, w.Clause)
	}
	p.fact("Standing", "%s", w.Reason)
}

func useSection(p *printer, d deal, a analysis) {
	n := d.file.Usage.Counts
	p.line("2. USE AND SHELFWARE (in use: activity in the last %s, counted on %s)", plural(d.file.Usage.WindowDays, "day"), d.counted)
	if w := usageWarning(d); w != "" {
		p.wrapped("  ", w)
	}
	p.fact("Assigned / bought", "%s of %s = %s", number(a.use.Assigned), number(a.use.Purchased), a.use.AssignmentRate().Percent(1))
	p.fact("In use / assigned", "%s of %s = %s", number(a.use.Active), number(a.use.Assigned), a.use.ActiveOfAssigned().Percent(1))
	p.fact("In use / bought", "%s of %s = %s", number(a.use.Active), number(a.use.Purchased), a.use.UtilizationRate().Percent(1))
	columns := []column{{"Class of seat", 18, false}, {"Seats", 6, true}, {"What it means", 60, false}}
	p.head(columns)
	for _, c := range license.Classes() {
		p.row(columns, snakeText(c.String()), number(decimal.NewFromInt(int64(n.Of(c)))), classText(c))
	}
	p.row(columns, "total assigned", number(a.use.Assigned), fmt.Sprintf("%d of them can be taken back", n.Reclaimable()))
	s := a.sizing
	p.fact("Seats needed", "%d + %s buffer = %s, + %d joiners - %d leavers = %s", s.Needed, percent(s.Buffer), number(s.Buffered), s.Joiners, s.Leavers, number(s.Quantity))
}

// usageDays is how far the usage data may lie before the day of the analysis without a warning.
const usageDays = 31

// usageWarning says that the usage data is not of the day of the analysis, "" if it is recent.
func usageWarning(d deal) string {
	switch age := d.counted.DaysUntil(d.asOf); {
	case age < 0:
		return fmt.Sprintf("WARNING: the usage data is of %s, %s after the day of the analysis.", d.counted, plural(-age, "day"))
	case age > usageDays:
		return fmt.Sprintf("WARNING: the usage data is of %s, %s before the day of the analysis; what follows may have changed.", d.counted, plural(age, "day"))
	default:
		return ""
	}
}

// classText explains a class to whoever has not read the manual.
func classText(c license.Class) string {
	switch c {
	case license.Leaver:
		return "holder has left"
	case license.Duplicate:
		return "holder has another seat that does the same"
	case license.Exempt:
		return "kept by policy"
	case license.Grace:
		return "newly assigned"
	case license.NoTelemetry:
		return "use is not measured: counted as needed, not as unused"
	case license.NeverActivated:
		return "never used"
	case license.Inactive:
		return "not used in the window"
	case license.OverTiered:
		return "in use, a cheaper product would do"
	default:
		return "in use"
	}
}

func costSection(p *printer, d deal, a analysis) {
	s := a.saving
	p.line("3. WHAT THE NEED COSTS ON THE PRICE LIST, a year from %s, list %s up", a.start, percent(d.uplift))
	columns := []column{{"Quantity", 34, false}, {"Seats", 8, true}, {"A year", 18, true}}
	p.head(columns)
	p.row(columns, "held", number(s.Held), money(s.CostHeld))
	p.row(columns, "needed, bought exactly", number(s.Need), money(s.CostNeed))
	p.row(columns, "cheapest that covers the need", number(s.Buy), money(s.CostBuy))
	p.fact("Saving a seat count suggests", "%s  (unused seats x average price)", money(s.Naive))
	if s.Buy.Equal(s.Need) {
		p.fact("Saving on the price list", "%s  (for the %s seats needed)", money(s.Real), number(s.Need))
		p.fact("Price of a seat needed", "%s", money(a.atNeed))
		return
	}
	p.fact("Saving on the price list", "%s  (%s seats cost less than %s)", money(s.Real), number(s.Buy), number(s.Need))
	p.fact("Price of a seat needed", "%s, if %s are bought for %s", money(a.atNeed), number(s.Buy), number(s.Need))
}

func scenarioSection(p *printer, d deal, a analysis) {
	p.line("4. WAYS TO GO ON, %s from %s, valued on %s at %s a year", plural(d.file.Proposal.Months, "month"), a.start, d.asOf, percent(d.rate))
	columns := []column{{"Scenario", 20, false}, {"Seats", 6, true}, {"First year", 16, true}, {"Total", 16, true}, {"Present value", 16, true}, {"A year (EAC)", 16, true}, {"Rank", 4, true}}
	p.head(columns)
	scenarios, err := d.scenarios(&a)
	for i, r := range a.comparison.Scenarios {
		seats := ""
		if err == nil && len(scenarios[i].Offers) > 0 {
			seats = number(scenarios[i].Offers[0].Quantity)
		}
		p.row(columns, r.Name, seats, plain(r.FirstYear), plain(r.Total), plain(r.PV), plain(r.EAC.Value), rank(r))
	}
	for _, r := range a.comparison.Scenarios {
		if r.Insufficient != "" {
			p.line("%q %s: not ranked.", r.Name, r.Insufficient)
		}
	}
	p.line("EAC: equivalent annual cost, the present value spread over the term. Cheapest on offer: %q.", a.cheapestOnOffer())
	p.line("%q has %s beside.", downgraded, plural(d.file.Usage.Counts.OverTiered, "viewer seat"))
	if a.plan.Target.Defined {
		p.line("%q is the goal of section 6 and not on offer yet.", agreed)
	}
	p.line("")
	p.line("Present value if one assumption changes:")
	columns = []column{{"Assumption", 26, false}, {asIs, 18, true}, {rightSize, 18, true}, {longTerm, 18, true}, {"Cheapest", 20, false}}
	p.head(columns)
	for _, r := range a.sensitive.Rows {
		mark := r.Lowest
		if r.Differs {
			mark += " *"
		}
		p.row(columns, assumptionText(r, d), plain(r.PV[0]), plain(r.PV[1]), plain(r.PV[2]), mark)
	}
	p.line("* not the cheapest of the three under our own assumptions")
}

// rank is the place by equivalent annual cost, "-" for a scenario without one.
func rank(r renewal.ScenarioResult) string {
	if r.Rank == 0 {
		return "-"
	}
	return fmt.Sprint(r.Rank)
}

// cheapestOnOffer names the scenario of the lowest rank but for our own goal.
func (a analysis) cheapestOnOffer() string {
	best := renewal.ScenarioResult{}
	for _, r := range a.comparison.Scenarios {
		if r.Name != agreed && r.Rank > 0 && (best.Rank == 0 || r.Rank < best.Rank) {
			best = r
		}
	}
	return best.Name
}

func assumptionText(r renewal.SensitivityRow, d deal) string {
	switch r.Changed {
	case renewal.AssumeRate:
		return "discount rate " + percent(r.Value)
	case renewal.AssumeUplift:
		return "uplift a year " + percent(r.Value)
	case renewal.AssumeSeats:
		sign := ""
		if r.Value.Sign() > 0 {
			sign = "+"
		}
		return "seats from year 2 " + sign + percent(r.Value)
	default:
		return fmt.Sprintf("ours (%s, uplift %s)", percent(d.rate), percent(d.uplift))
	}
}

func marketSection(p *printer, d deal, a analysis) {
	p.line("5. PRICE IN THE MARKET, per seat and year, %d prices", len(d.market))
	b := a.benchmark
	if b == nil {
		p.fact("Not known", "there are no prices to compare with; ask peers or a benchmark service before the call")
		return
	}
	p.fact("Our price at renewal", "%s: %s pay less (%d of %d below)", money(b.Own.Price), b.Percentile.Percent(1), b.Below, b.N)
	p.fact("Quartiles", "%s / %s / %s", money(b.P25), money(b.Median), money(b.P75))
	if b.Interval.Defined {
		p.fact("Median of the market", "between %s and %s (coverage %s)", money(b.Interval.Low), money(b.Interval.High), percent(b.Interval.Coverage))
	} else {
		p.fact("Median of the market", "not known: %s", b.Interval.Reason)
	}
	p.fact("Spread", "%s of the median: %s", b.Variability.Percent(1), "the wider, the more there is to win")
}

func rangeSection(p *printer, d deal, a analysis) {
	n := a.plan
	p.line("6. RANGE, per seat needed and year, for %s seats", number(a.sizing.Quantity))
	if !n.ZOPA.Exists {
		p.fact("No agreement in sight", "%s", n.ZOPA.Reason)
		return
	}
	p.fact("Open at (anchor)", "%s", money(n.Anchor.Value))
	p.fact("Aim for (target)", "%s", money(n.Target.Value))
	p.fact("Leave above (walk-away)", "%s  (%s is then the better way)", money(n.WalkAway), d.file.Alternative.Name)
	p.fact("Zone of agreement", "%s to %s", money(n.ZOPA.Low), money(n.ZOPA.High))
	source := "section 3"
	if !a.onTable.Equal(a.atNeed) {
		source = fmt.Sprintf("the long term, %s seats for %s", number(d.longSeats), number(a.sizing.Quantity))
	}
	p.fact("Today's proposal", "%s  (%s)", money(a.onTable), source)
	p.fact("Steps to offer", "%s", steps(n.Concessions))
	for _, r := range n.Reading {
		p.wrapped("      ", "    - "+r)
	}
}

func steps(list []finops.Money) string {
	s := ""
	for i, m := range list {
		if i > 0 {
			s += " -> "
		}
		s += money(m)
	}
	return s
}

func breakEvenSection(p *printer, d deal, a analysis) {
	p.line("7. WHEN THE OFFERS CHANGE PLACES")
	if long, ok := a.comparison.Result(longTerm); ok && long.Insufficient != "" {
		p.fact("Not compared", "%q %s", longTerm, long.Insufficient)
		return
	}
	switch {
	case a.upliftErr != nil:
		p.fact("Uplift", "no uplift from 0 to 100%% makes %q and %q equal", rightSize, longTerm)
	default:
		p.fact("Uplift", "from %s a year on, %q is the cheaper one", percent(a.uplift.Value), a.uplift.BeyondIt)
	}
	switch {
	case a.shrinkErr != nil:
		p.fact("Fewer seats", "no loss of seats makes %q and %q equal", rightSize, longTerm)
	default:
		p.fact("Fewer seats", "if more than %s of the seats go from year 2 on, %q is the cheaper one", percent(a.shrink.Value), a.shrink.BeyondIt)
	}
	p.fact("Paying all at once", "is worth it for a discount above %s; offered: %s", a.prepayment.Percent(2), percent(d.prepay))
}

func waitingSection(p *printer, d deal, a analysis) {
	p.line("8. WHAT WAITING COSTS")
	p.fact("Missing the notice", "%s: %s for the forced term less %s for the right size", money(a.exposure.Amount), money(a.exposure.ForcedPV), money(a.exposure.InsteadPV))
	columns := []column{{"Decide on", 12, false}, {"Chance to miss", 14, true}, {"Expected cost", 18, true}, {"", 34, false}}
	p.head(columns)
	for i, w := range a.waiting {
		on := d.decideOn(i)
		remark := ""
		switch {
		case on.After(a.window.Latest):
			remark = "too late by every reading"
		case on.After(a.window.Safe):
			remark = "after the safe day"
		}
		p.row(columns, on.String(), percent(a.chances[i]), money(w.Total), remark)
	}
	p.line("The saving itself starts with the next term: until the notice day, waiting costs the risk only.")
}

// tradeSection lists what can be given for a lower price, with what it costs or brings us.
func tradeSection(p *printer, d deal, a analysis) {
	p.line("9. WHAT TO TRADE, in present value")
	p.fact("Longer term", "%s for %s seats at %s off, no uplift: %s", plural(d.file.Proposal.Months, "month"), number(d.longSeats), percent(d.longDiscount), a.against(rightSize, longTerm))
	p.fact("Prepayment", "%s more off, all paid on %s: %s", percent(d.prepay), a.start, a.against(longTerm, prepaid))
	p.fact("Viewer seats", "%s moved down: %s", plural(d.file.Usage.Counts.OverTiered, "seat"), a.against(rightSize, downgraded))
	p.fact("Leaving", "%s: %s", d.file.Alternative.Name, a.against(rightSize, replaced))
	if a.plan.Target.Defined {
		p.fact("Our target", "%s for %s seats: %s", money(a.plan.Target.Value), number(a.sizing.Quantity), a.against(rightSize, agreed))
	}
	p.line("Ask for: the price of the largest tier at %s seats, a cap on later uplifts, a yearly true-down date.", number(a.sizing.Quantity))
}

// against says how the second scenario compares with the first.
func (a analysis) against(first, second string) string {
	one, ok := a.comparison.Result(first)
	other, found := a.comparison.Result(second)
	if !ok || !found {
		return "not valued"
	}
	diff, err := other.PV.Sub(one.PV)
	switch {
	case other.Insufficient != "":
		return "not compared, it " + other.Insufficient
	case err != nil:
		return "not valued"
	case diff.Sign() > 0:
		return fmt.Sprintf("%s dearer than %q", money(diff), first)
	default:
		return fmt.Sprintf("%s cheaper than %q", money(diff.Neg()), first)
	}
}

func unknownSection(p *printer, d deal, a analysis) {
	p.line("10. WHAT WE DO NOT KNOW")
	n := d.file.Usage.Counts.NoTelemetry
	if n > 0 {
		share := finops.Ratio{Num: decimal.NewFromInt(int64(n)), Den: a.use.Assigned}
		p.wrapped("  ", fmt.Sprintf("- Use of %s (%s of those assigned) is not measured; what is not measured counts as needed.", plural(n, "seat"), share.Percent(1)))
	}
	if a.benchmark != nil && a.benchmark.Status == renewal.SampleTooFew {
		p.wrapped("  ", fmt.Sprintf("- %d prices are too few to say where the market is.", a.benchmark.N))
	}
	if a.window.Status == contract.WindowDisputable {
		p.wrapped("  ", "- Whether notice is still in time: "+a.window.Reason+".")
	}
	for _, u := range d.file.Unknown {
		p.wrapped("  ", "- "+u)
	}
}
