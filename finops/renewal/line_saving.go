// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// committed reports whether the window is closed, so that the next term follows whatever is done.
func (r *review) committed() bool {
	s := r.result.Window.Status
	return s == contract.WindowClosed || s == contract.WindowNeverOpen
}

// binding is the floor that holds on a day.
type binding struct {
	quantity decimal.Decimal
	reason   string
	until    finops.Date // first day without it; zero if it stays
}

// floor returns the highest floor of a line on a day; of equal ones the one that stays longest, then the first by reason.
func (a *analysis) floor(r *review, l *lineCase, on finops.Date) binding {
	var out binding
	for _, f := range a.floors[lineKey{r.contract.ID, l.line.ID}] {
		if !f.Until.IsZero() && !on.Before(f.Until) || f.Quantity.Cmp(out.quantity) <= 0 {
			continue
		}
		out = binding{quantity: f.Quantity, reason: cmp.Or(f.Reason, "a floor of "+digits.Text(f.Quantity)), until: f.Until}
	}
	return out
}

// save fills savings, parts and price position of a line. A line that cannot be priced at its need is left out.
func (a *analysis) save(r *review, l *lineCase) error {
	atRenewal, now := a.floor(r, l, r.result.Changes), a.floor(r, l, l.cut.from)
	if l.line.Minimum.Cmp(now.quantity) > 0 {
		now = binding{quantity: l.line.Minimum, reason: "the minimum of " + digits.Text(l.line.Minimum) + " in the contract"}
	}
	if r.result.Window.Status == contract.WindowEvergreen { // it goes on: its minimum stays
		atRenewal = now
	}
	steps := [3]Saving{} // now, at renewal, without floors
	for i, floor := range [...]decimal.Decimal{now.quantity, atRenewal.quantity, {}} {
		s, err := Reprice(l.position(floor))
		if err != nil {
			return err
		}
		steps[i] = s
	}
	l.result.Saving = steps[1]
	var err error
	if l.result.Naive, err = l.naive(steps[1].CostHeld); err != nil {
		return err
	}
	if l.result.Extra, err = l.yearly(steps[1].Extra); err != nil {
		return err
	}
	if err := l.part(r, steps, atRenewal); err != nil {
		return err
	}
	return a.market(r, l)
}

// naive returns unused quantity × average price for twelve months, rounded once.
func (l *lineCase) naive(costHeld finops.Money) (finops.Money, error) {
	unused := l.result.Held.Sub(l.result.Need)
	if unused.Sign() <= 0 {
		return costHeld.Zero(), nil
	}
	months := decimal.NewFromInt(int64(l.months))
	return costHeld.MulDiv(unused.Mul(twelve), l.result.Held.Mul(months), costHeld.Currency().MinorUnits(), finops.HalfUp)
}

// part splits the saving of a year by when it can be had. Differences of rounded sums keep the parts equal to the whole.
func (l *lineCase) part(r *review, steps [3]Saving, floor binding) error {
	var year [3]finops.Money
	for i, s := range steps {
		var err error
		if year[i], err = l.yearly(s.Real); err != nil {
			return err
		}
	}
	if !l.cut.possible {
		year[0] = year[0].Zero()
	}
	if year[1].Amount().Cmp(year[0].Amount()) < 0 {
		year[1] = year[0]
	}
	if year[2].Amount().Cmp(year[1].Amount()) < 0 {
		year[2] = year[1]
	}
	renew, err := year[1].Sub(year[0])
	if err != nil {
		return err
	}
	kept, err := year[2].Sub(year[1])
	if err != nil {
		return err
	}
	if l.cut.possible && year[0].Sign() > 0 {
		l.result.Parts = append(l.result.Parts, SavingPart{
			Timing: SavingNow, From: l.cut.from, DecideBy: l.cut.decideBy, Buy: steps[0].Buy, PerYear: year[0], Reason: l.cut.reason,
		})
	}
	if renew.Sign() > 0 {
		l.result.Parts = append(l.result.Parts, renewalPart(r, steps[1].Buy, renew))
	}
	if kept.Sign() > 0 {
		l.result.Parts = append(l.result.Parts, SavingPart{
			Timing: SavingBlocked, From: floor.until, Buy: steps[2].Buy, PerYear: kept, Reason: floor.reason, Cause: BlockedByFloor,
		})
	}
	return nil
}

// renewalPart dates what can be saved from the end of the term, or of the committed one, on.
func renewalPart(r *review, buy decimal.Decimal, perYear finops.Money) SavingPart {
	p := SavingPart{Timing: SavingAtRenewal, From: r.result.Changes, DecideBy: r.result.Deadline, Buy: buy, PerYear: perYear}
	w := r.result.Window
	switch {
	case r.committed():
		p.Timing, p.Cause = SavingBlocked, BlockedByWindow
		p.Reason = "window closed: " + w.Reason
	case w.Status == contract.WindowNoticeGiven:
		p.Reason = "notice was given: buy the right quantity anew"
	case w.Status == contract.WindowNoAutoRenewal:
		p.Reason = "the contract ends by itself"
	default:
		p.Reason = "with notice in time"
	}
	return p
}

// market places the price of a line in its sample.
func (a *analysis) market(r *review, l *lineCase) error {
	m, ok := a.markets[lineKey{r.contract.ID, l.line.ID}]
	if !ok {
		return nil
	}
	if l.result.HeldNow.Sign() == 0 {
		l.result.Negotiable = noFigure("nothing is held: the line has no average price")
		return nil
	}
	charge, err := l.price.Charge(l.result.HeldNow)
	if err != nil {
		return err
	}
	cost := charge.Total
	own, err := cost.MulDiv(one, l.result.HeldNow, cost.Currency().MinorUnits()+4, finops.HalfUp)
	if err != nil {
		return err
	}
	b, err := PricePercentile(PricePoint{ID: r.contract.ID + "/" + l.line.ID, Price: own, Unit: m.Unit, Per: l.line.Per}, m.Sample, BenchmarkOptions{})
	if err != nil {
		a.leave(r.contract.ID, l.line.ID, "price sample: "+err.Error())
		l.result.Negotiable = noFigure("the price sample cannot be used")
		return nil
	}
	l.result.Market = &b
	if b.Status == SampleTooFew {
		l.result.Negotiable = noFigure(fmt.Sprintf("%d prices are too few to judge by", b.N))
		return nil
	}
	above, err := positive(b.AboveMedian).Mul(l.result.Saving.Buy)
	if err != nil {
		return err
	}
	negotiable, err := l.yearly(above)
	if err != nil {
		return err
	}
	l.result.Negotiable = figure(negotiable)
	return nil
}
