// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
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
	}
	a.reviewData(r)
}

// put completes an action and adds it, unless it is due after the horizon.
func (a *analysis) put(r *review, act Action) {
	if a.beyond(act.Deadline) {
		return
	}
	c := r.contract
	act.Contract, act.Vendor, act.Owner = c.ID, c.Vendor, c.Owner
	act.ID = act.Kind.String() + ":" + c.ID
	if act.Line != "" {
		act.ID += "/" + act.Line
	}
	act.Urgency = urgencyOf(a.asOf, act.Deadline)
	act.Evidence = append([]string{"contract:" + c.ID}, act.Evidence...)
	if act.Value.Currency() == "" {
		act.Value = r.result.TermValue.Mul(decimal.Decimal{})
	}
	act.Converted, act.ConvertedReason = a.convert(act.Value)
	if !act.AtStake.Defined && act.AtStake.Reason == "" {
		act.AtStake = noFigure("no deadline to miss")
	}
	a.actions = append(a.actions, act)
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
// nothing is known to be gained, the decision is put instead.
func (a *analysis) notice(r *review, timing SavingTiming) {
	act := Action{
		Kind: ActionGiveNotice, Deadline: r.result.Deadline, Latest: r.latest(), Timing: timing, Counted: true,
		Confidence: ConfidenceHigh, AtStake: noFigure(r.result.ExposureReason),
	}
	if e := r.result.Exposure; e != nil {
		act.AtStake = figure(e.Amount)
	}
	var words []string
	for _, l := range r.lines {
		for _, p := range l.result.Parts {
			if p.Timing != timing || p.From != r.result.Changes {
				continue
			}
			act.Value = plus(act.Value, p.PerYear)
			act.Confidence = min(act.Confidence, l.result.Confidence)
			act.Reasons = append(act.Reasons, l.result.Reasons...)
			act.Evidence = append(act.Evidence, a.lineEvidence(r, l)...)
			words = append(words, fmt.Sprintf("buy %s instead of %s of %s, saving %s a year", p.Buy, l.result.Held, l.label(), p.PerYear))
		}
	}
	better := r.result.Recommended != "" && r.result.Recommended != scenarioAsIs && r.result.Recommended != scenarioRightSized
	if better {
		words = append(words, r.result.Comparison.Reading)
	}
	switch {
	case timing == SavingBlocked && len(words) == 0:
		return
	case timing == SavingBlocked:
		words = append(words, r.result.Window.Reason)
	case len(words) == 0:
		act.Kind, act.Counted = ActionDecide, false
		words = append(words, "no saving is known: decide whether to renew")
	}
	if r.result.Window.Status == contract.WindowDisputable {
		act.Confidence = min(act.Confidence, ConfidenceMedium)
		act.Reasons = append(act.Reasons, "the notice clause can be read as already past")
	}
	if e := r.result.Exposure; e != nil && e.Amount.Sign() > 0 {
		words = append(words, fmt.Sprintf("missing the deadline costs %s", e.Amount))
	}
	verb := "give notice on"
	if act.Kind == ActionDecide {
		verb = "decide on"
	}
	act.Explanation = fmt.Sprintf("%s %s by %s: %s", verb, r.label(), r.result.Deadline, strings.Join(words, "; "))
	act.Reasons = unique(act.Reasons)
	a.put(r, act)
}

// ending puts what to do about a contract that ends without notice.
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
					p.Buy, l.result.Held, l.label(), p.PerYear),
			})
		}
	}
	if !found {
		a.put(r, Action{
			Kind: ActionDecide, Deadline: r.result.Deadline, Timing: SavingAtRenewal, Confidence: ConfidenceHigh,
			Explanation: fmt.Sprintf("%s ends on %s: decide whether to buy it again", r.label(), r.result.Deadline),
		})
	}
}

// statutory puts the exit right that the law gives, where it is earlier than the contract's.
func (a *analysis) statutory(r *review) {
	w, changes := r.result.Window, r.result.Changes
	if w.Statute.IsZero() || !changes.IsZero() && !w.Statute.Before(changes) {
		return
	}
	a.put(r, Action{
		Kind: ActionStatutoryExit, Confidence: ConfidenceLow, AtStake: r.result.NextValue,
		Reasons:     []string{"whether the law applies is for counsel"},
		Explanation: fmt.Sprintf("%s: %s; the statutory right would end it on %s", r.label(), w.Reason, w.Statute.AddDays(-1)),
	})
}

// actOnLine puts the actions on one line.
func (a *analysis) actOnLine(r *review, l *lineCase) {
	base := Action{
		Line: l.line.ID, Product: l.line.Product, Deadline: r.result.Deadline, Confidence: l.result.Confidence, Reasons: l.result.Reasons,
	}
	if l.cut.possible {
		base.Deadline = l.cut.decideBy
	}
	for _, p := range l.result.Parts {
		if p.Timing != SavingNow {
			continue
		}
		act := base
		act.Kind, act.Timing, act.Deadline, act.Value, act.Counted = ActionReduce, SavingNow, p.DecideBy, p.PerYear, true
		act.Evidence = a.lineEvidence(r, l)
		act.Explanation = fmt.Sprintf("reduce %s of %s to %s from %s (%s), saving %s a year", l.label(), r.label(), p.Buy, p.From, p.Reason, p.PerYear)
		a.put(r, act)
	}
	if l.result.Extra.Sign() > 0 {
		act := base
		act.Kind, act.Deadline, act.Value, act.Counted = ActionOrder, finops.Date{}, l.result.Extra.Neg(), true
		act.Evidence = a.lineEvidence(r, l)
		act.Explanation = fmt.Sprintf("order %s of %s on %s: %s are held, %s needed; it costs %s a year more",
			l.result.Saving.Buy.Sub(l.result.Held), l.label(), r.label(), l.result.Held, l.result.Need, l.result.Extra)
		a.put(r, act)
	}
	a.reclaim(r, l, base)
	a.renegotiate(r, l, base)
}

// reclaim puts taking seats back and moving them down, once per product: on the line that gives up seats first.
func (a *analysis) reclaim(r *review, l *lineCase, act Action) {
	if !l.first || l.result.Use == nil {
		return
	}
	act.Counted = false
	if n := l.result.Use.Counts.Reclaimable(); n > 0 {
		act.Kind = ActionReclaim
		act.Evidence = a.seatEvidence(l.line.Product, license.Class.Reclaimable)
		act.Explanation = fmt.Sprintf("take back %d unused seats of %s; what that saves is counted with the quantity", n, l.label())
		a.put(r, act)
	}
	if n := l.result.Use.Counts.OverTiered; n > 0 {
		act.Kind = ActionDowngrade
		act.Evidence = a.seatEvidence(l.line.Product, func(c license.Class) bool { return c == license.OverTiered })
		act.Explanation = fmt.Sprintf("move %d seats of %s to a cheaper product; what that saves is counted with the quantities", n, l.label())
		a.put(r, act)
	}
}

// renegotiate puts a price above its market.
func (a *analysis) renegotiate(r *review, l *lineCase, act Action) {
	if !l.result.Negotiable.Defined || l.result.Negotiable.Value.Sign() <= 0 {
		return
	}
	b := l.result.Market
	act.Kind, act.Deadline, act.Value, act.Counted = ActionRenegotiate, r.result.Deadline, l.result.Negotiable.Value, false
	act.Confidence = ConfidenceMedium
	act.Reasons = []string{fmt.Sprintf("%d market prices; what a vendor concedes is not known", b.N)}
	act.Evidence = []string{"line:" + r.contract.ID + "/" + l.line.ID}
	for _, p := range a.markets[lineKey{r.contract.ID, l.line.ID}].Sample {
		if p.ID != "" {
			act.Evidence = append(act.Evidence, "price:"+p.ID)
		}
	}
	act.Evidence = unique(act.Evidence)
	act.Explanation = fmt.Sprintf("%s pays %s for %s, above %s of %d others (median %s): worth up to %s a year on %s units",
		r.label(), b.Own.Price, l.label(), b.Percentile.Percent(0), b.N, b.Median, l.result.Negotiable.Value, l.result.Saving.Buy)
	a.put(r, act)
}

// reviewData puts finding out what is not known, once per contract.
func (a *analysis) reviewData(r *review) {
	act := Action{Kind: ActionReviewData, Deadline: r.result.Deadline, Confidence: ConfidenceLow}
	for _, l := range r.lines {
		if l.result.Confidence > ConfidenceLow {
			continue
		}
		act.Reasons = append(act.Reasons, l.result.Reasons...)
		act.Evidence = append(act.Evidence, "line:"+r.contract.ID+"/"+l.line.ID)
	}
	if len(act.Evidence) == 0 {
		return
	}
	act.Reasons = unique(act.Reasons)
	act.Explanation = fmt.Sprintf("find out what is not known of %s: %s", r.label(), strings.Join(act.Reasons, "; "))
	a.put(r, act)
}
