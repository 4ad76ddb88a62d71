// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
)

// act lists what is to be done about a contract.
func (a *analysis) act(r *review) {
	switch r.result.Window.Status {
	case contract.WindowOpen, contract.WindowDisputable:
		a.notice(r, SavingAtRenewal)
	case contract.WindowClosed, contract.WindowNeverOpen:
		a.notice(r, SavingBlocked)
		a.statutory(r)
	case contract.WindowNoAutoRenewal, contract.WindowNoticeGiven:
		a.ending(r)
	}
	for _, l := range r.lines {
		a.actOnLine(r, l)
		a.blockFloors(r, l)
	}
}

// put completes an action, counts it, and lists it unless it is due after the horizon. It returns its ID, "" if it is not
// listed.
func (a *analysis) put(r *review, act Action, candidates ...Stake) string {
	c := r.contract
	act.Contract, act.Vendor, act.Owner = c.ID, c.Vendor, c.Owner
	act.ID = act.Kind.String() + ":" + c.ID
	if act.Line != "" {
		act.ID += "/" + act.Line
	}
	act.Urgency = urgencyOf(a.asOf, act.Deadline)
	act.Evidence = append([]string{"contract:" + c.ID}, act.Evidence...)
	act.NextTerm = r.result.NextValue
	if act.Value.Currency() == "" {
		act.Value = r.result.TermValue.Zero()
	}
	if !act.Exposure.Defined && act.Exposure.Reason == "" {
		act.Exposure = noFigure("no deadline to miss")
	}
	act.Converted, act.ConvertedReason = a.convert(act.Value)
	a.doubtData(r, &act)
	later := a.beyond(act.Deadline)
	a.countAction(act, later)
	if later {
		return ""
	}
	act.AtStake = a.stake(act, candidates...)
	next := act.NextTerm
	if next.Defined {
		next = a.inReporting(next.Value)
	}
	a.actions = append(a.actions, ranked{action: act, nextTerm: next})
	return act.ID
}

// countAction adds the value of an action to the total it is part of, as it is shown.
func (a *analysis) countAction(act Action, later bool) {
	value, converted := act.Value, shown(act.Converted, act.ConvertedReason)
	switch {
	case act.Kind == ActionRenegotiate && !later:
		a.totals.negotiable.add(value, converted)
	case !act.Counted:
	case act.Kind == ActionOrder:
		converted.Value = converted.Value.Neg()
		a.totals.extra.add(value.Neg(), converted)
	case later:
		a.totals.later.add(value, converted)
	case act.Timing == SavingNow:
		a.totals.now.add(value, converted)
	case act.Timing == SavingAtRenewal:
		a.totals.atRenewal.add(value, converted)
	}
}

// latest returns the last defensible day of notice, where it differs from the safe one.
func (r *review) latest() finops.Date {
	w := r.result.Window
	day := w.Exit.Latest
	if w.Status == contract.WindowDisputable {
		day = w.Latest
	}
	if day == r.result.Deadline {
		return finops.Date{}
	}
	return day
}

// notice puts the notice on a contract that renews by itself, with all its savings from the end of the term on. Where
// nothing is known to be gained, the decision is put instead. Savings after a committed term are blocked, and listed as
// such.
func (a *analysis) notice(r *review, timing SavingTiming) {
	act := Action{
		Kind: ActionGiveNotice, Deadline: r.result.Deadline, Latest: r.latest(), Timing: timing, Counted: timing != SavingBlocked,
		Confidence: ConfidenceHigh, Exposure: noFigure(r.result.ExposureReason),
	}
	if e := r.result.Exposure; e != nil {
		act.Exposure = figure(e.Amount)
	}
	words := a.gains(r, &act)
	if timing == SavingBlocked {
		if len(words) == 0 {
			return
		}
		words = append(words, r.result.Window.Reason)
	}
	var candidates []Stake
	if s, better := r.betterScenario(); better {
		words = append(words, r.result.Comparison.Reading)
		candidates = append(candidates, s)
	}
	if len(words) == 0 {
		act.Kind, act.Counted = ActionDecide, false
		words = append(words, "no saving is known: decide whether to renew")
		candidates = append(candidates, Stake{Basis: StakeNextTerm, Amount: r.result.NextValue})
	}
	if r.result.Window.Status == contract.WindowDisputable {
		act.Confidence = min(act.Confidence, ConfidenceMedium)
		act.Reasons = append(act.Reasons, "the notice clause can be read as already past")
	}
	if act.Exposure.Defined && act.Exposure.Value.Sign() > 0 {
		words = append(words, "missing the deadline costs "+act.Exposure.Value.Grouped())
	}
	verb := "give notice on"
	if act.Kind == ActionDecide {
		verb = "decide on"
	}
	act.Explanation = fmt.Sprintf("%s %s by %s: %s", verb, r.label(), r.result.Deadline, strings.Join(words, "; "))
	act.Reasons = unique(act.Reasons)
	id := a.put(r, act, candidates...)
	if timing == SavingBlocked && !act.Value.IsZero() {
		a.block(r, BlockedSaving{
			Cause: BlockedByWindow, Reason: r.result.Window.Reason, Value: act.Value, From: r.result.Changes, DecideBy: r.result.Deadline,
			Action: id, Evidence: act.Evidence,
		})
	}
}

// gains adds the savings from the end of the term on to an action, and returns them in words.
func (a *analysis) gains(r *review, act *Action) []string {
	var words []string
	for _, l := range r.lines {
		for _, p := range l.result.Parts {
			if p.Timing != act.Timing || p.Cause == BlockedByFloor {
				continue
			}
			act.Value = plus(act.Value, p.PerYear)
			act.Confidence = min(act.Confidence, l.result.Confidence)
			act.Reasons = append(act.Reasons, l.result.Reasons...)
			act.Evidence = append(act.Evidence, a.lineEvidence(r, l)...)
			words = append(words, fmt.Sprintf("buy %s instead of %s of %s, saving %s a year", digits.Text(p.Buy), digits.Text(l.result.Held), l.label(), p.PerYear.Grouped()))
		}
	}
	return words
}

// betterScenario returns what another scenario than the two of [Analyze] saves a year, if it is the recommended one:
// against what is there, or, where that does not cover the need, against the right quantity.
func (r *review) betterScenario() (Stake, bool) {
	name := r.result.Recommended
	if name == "" || name == scenarioAsIs || name == scenarioRightSized {
		return Stake{}, false
	}
	best, _ := r.result.Comparison.Result(name)
	base := r.result.Comparison.Scenarios[0]
	if right, ok := r.result.Comparison.Result(scenarioRightSized); base.Rank == 0 && ok {
		base = right // what is there does not cover the need
	}
	gain, err := base.EAC.Value.Sub(best.EAC.Value)
	if err != nil || base.Rank == 0 {
		return Stake{}, true
	}
	return Stake{Basis: StakeScenario, Amount: figure(gain)}, true
}

// ending puts what to do about a contract that ends without further notice. Where notice was given, the decision is made.
func (a *analysis) ending(r *review) {
	found := false
	for _, l := range r.lines {
		for _, p := range l.result.Parts {
			if p.Timing != SavingAtRenewal {
				continue
			}
			found = true
			a.put(r, Action{
				Kind: ActionRightSize, Line: l.line.ID, Product: l.line.Product, Deadline: p.DecideBy, Timing: SavingAtRenewal,
				Value: p.PerYear, Counted: true, Confidence: l.result.Confidence, Reasons: l.result.Reasons,
				Evidence: a.lineEvidence(r, l),
				Explanation: fmt.Sprintf("%s ends on %s: buy %s instead of %s of %s, saving %s a year", r.label(), p.DecideBy,
					digits.Text(p.Buy), digits.Text(l.result.Held), l.label(), p.PerYear.Grouped()),
			})
		}
	}
	if found || r.result.Window.Status == contract.WindowNoticeGiven {
		return
	}
	words := "decide whether to buy it again"
	var candidates []Stake
	if s, better := r.betterScenario(); better {
		words += "; " + r.result.Comparison.Reading
		candidates = append(candidates, s)
	}
	a.put(r, Action{
		Kind: ActionDecide, Deadline: r.result.Deadline, Timing: SavingAtRenewal, Confidence: ConfidenceHigh,
		Explanation: fmt.Sprintf("%s ends on %s: %s", r.label(), r.result.Deadline, words),
	}, candidates...)
}

// statutory puts the exit right that the law gives, where it is earlier than the contract's.
func (a *analysis) statutory(r *review) {
	w, changes := r.result.Window, r.result.Changes
	if w.Statute.IsZero() || !changes.IsZero() && !w.Statute.Before(changes) {
		return
	}
	a.put(r, Action{
		Kind: ActionStatutoryExit, Confidence: ConfidenceLow,
		Reasons:     []string{"whether the law applies is for counsel"},
		Explanation: fmt.Sprintf("%s: %s; the statutory right would end it on %s", r.label(), w.Reason, w.Statute.AddDays(-1)),
	}, Stake{Basis: StakeNextTerm, Amount: r.result.NextValue})
}
