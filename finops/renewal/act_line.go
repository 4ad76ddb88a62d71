// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/license"
)

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
		act.Explanation = fmt.Sprintf("reduce %s of %s to %s from %s (%s), saving %s a year", l.label(), r.label(), digits.Text(p.Buy), p.From, p.Reason, p.PerYear.Grouped())
		a.put(r, act)
	}
	if l.result.Extra.Sign() > 0 {
		act := base
		act.Kind, act.Deadline, act.Value, act.Counted = ActionOrder, finops.Date{}, l.result.Extra.Neg(), true
		act.Evidence = a.lineEvidence(r, l)
		act.Explanation = fmt.Sprintf("order %s of %s on %s: %s are held, %s needed; it costs %s a year more",
			digits.Text(l.result.Saving.Buy.Sub(l.result.Held)), l.label(), r.label(), digits.Text(l.result.Held), digits.Text(l.result.Need), l.result.Extra.Grouped())
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
		r.label(), b.Own.Price.Grouped(), l.label(), b.Percentile.Percent(0), b.N, b.Median.Grouped(), l.result.Negotiable.Value.Grouped(),
		digits.Text(l.result.Saving.Buy))
	a.put(r, act)
}
