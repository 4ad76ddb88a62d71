// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// NegotiationInput is what is known before talking to a vendor. Prices are per unit and year. All amounts are in one
// currency.
type NegotiationInput struct {
	Units decimal.Decimal `json:"units"` // quantity to buy, above zero; required
	Years decimal.Decimal `json:"years"` // length of the term, above zero; required
	Rate  decimal.Decimal `json:"rate"`  // discount rate per year

	AlternativePV finops.Money `json:"alternative_pv"` // present value of the best alternative over the term; required
	Switching     finops.Money `json:"switching"`      // present value of migration and training; zero if none
	Overlap       finops.Money `json:"overlap"`        // present value of paying both for a while; zero if none
	ResidualRisk  finops.Money `json:"residual_risk"`  // expected present cost of what may go wrong; zero if none
	BenefitsLost  finops.Money `json:"benefits_lost"`  // present value of what the alternative would bring beside and staying forgoes; zero if none

	VendorFloor finops.Money `json:"vendor_floor"` // lowest price per unit and year the vendor is thought to accept; required

	// Proposal is the price on the table: what the vendor has offered. Nobody pays more than is asked, so the target is at
	// most this. One below VendorFloor shows that the floor is lower than thought, and takes its place. If zero, none.
	Proposal finops.Money `json:"proposal,omitzero"`

	// Power is our bargaining power, 0 to 1: the part of the range from the vendor's floor to our walk-away price, or to the
	// proposal if that is lower, that we expect to win. If not valid, 0.5, an even split.
	Power decimal.NullDecimal `json:"power,omitzero"`
	// Anchor is the price to open with. If nil, the lower quartile of Market; without Market, the vendor's floor; in
	// both cases at most the target.
	Anchor *finops.Money `json:"anchor,omitempty"`
	// Target is the price to aim for. If nil, the split of the range by Power.
	Target *finops.Money `json:"target,omitempty"`
	// Market is the place of the price among others; nil if not known. Its prices must be per unit and year.
	Market *Benchmark `json:"market,omitempty"`
	// Timing says when in a year the price is paid. If zero, at year end.
	Timing roi.Timing `json:"timing"`
	// Start is the first day of the term. If zero, Years are counted whole, as [roi.AnnuityFactor] does, and the present
	// values are those of the first day. If set, each year's price is a payment on its date, discounted to Decision by
	// DayCount as [Compare] does, so that both agree; Years must then be a whole number.
	Start finops.Date `json:"start,omitzero"`
	// Decision is the day that the present values are for. If zero, Start. It is read only with Start.
	Decision finops.Date `json:"decision,omitzero"`
	// DayCount turns dates into years. If zero, calendar days / 365. It is read only with Start.
	DayCount roi.DayCount `json:"day_count"`
	// Concessions is the number of steps from anchor to target, at most 20. If zero, 3.
	Concessions int `json:"concessions,omitempty"`
}

// ZOPA is the zone of possible agreement: the prices that both sides prefer to none.
type ZOPA struct {
	Exists bool         `json:"exists"` // whether Low ≤ High
	Low    finops.Money `json:"low"`    // the vendor's floor, or the proposal if that is lower
	High   finops.Money `json:"high"`   // our walk-away price
	Reason string       `json:"reason"` // in words
}

// Negotiation is a plan: where to open, what to aim for and when to leave. Prices are per unit and year.
type Negotiation struct {
	WalkAway      finops.Money    `json:"walk_away"`      // above it the alternative is better; rounded down to the minor unit
	AnnuityFactor decimal.Decimal `json:"annuity_factor"` // years of price, discounted
	ZOPA          ZOPA            `json:"zopa"`           // the prices both sides prefer to none
	// Target, Anchor and Concessions are undefined, respectively empty, where no agreement is possible.
	Target      Figure          `json:"target"`
	Anchor      Figure          `json:"anchor"`                // the price to open with
	Concessions []finops.Money  `json:"concessions,omitempty"` // what to offer, from the anchor to the target, in ever smaller steps
	Power       decimal.Decimal `json:"power"`                 // as applied
	Reading     []string        `json:"reading"`               // how each price came about
}

// OrderError shows prices for which anchor ≤ target ≤ walk-away, or target ≤ proposal, does not hold. It wraps [ErrOrder].
type OrderError struct {
	Anchor   finops.Money // the price to open with
	Target   finops.Money // the price to aim for
	WalkAway finops.Money // the price at which the alternative is as good
	Proposal finops.Money // the price on the table; zero if none
}

// Error implements error.
func (e *OrderError) Error() string {
	if !e.Proposal.IsZero() {
		return fmt.Sprintf("renewal: anchor %s, target %s, walk-away %s, proposal %s: want anchor <= target <= walk-away and target <= proposal",
			e.Anchor, e.Target, e.WalkAway, e.Proposal)
	}
	return fmt.Sprintf("renewal: anchor %s, target %s, walk-away %s: want anchor <= target <= walk-away", e.Anchor, e.Target, e.WalkAway)
}

// Unwrap returns [ErrOrder].
func (e *OrderError) Unwrap() error { return ErrOrder }

// Negotiate returns the plan for a negotiation:
//
//	walk-away = (PV alternative + switching + overlap + residual risk − PV benefits lost) / (units × annuity factor)
//	ZOPA      = [vendor floor, walk-away]
//	ceiling   = min(walk-away, proposal)
//	target    = floor + (1 − power) · (ceiling − floor)       (Nash's split)
//	anchor    = min(lower quartile of the market, target)
//
// The annuity factor counts whole years, unlike [Compare], which counts calendar days / 365 unless asked otherwise: over a
// leap day the two differ a little. Set Start to count as Compare does.
//
// The walk-away price is rounded down to the minor unit, so that agreeing to it is never worse than the alternative; the
// target is rounded half up. If the vendor's floor is above the walk-away price there is no zone of agreement: the result
// says so, and leaves target and anchor undefined. Concessions halve the distance to the target each time and end there.
//
// It returns an [*OrderError] if anchor ≤ target ≤ ceiling does not hold for prices given, an error that wraps [ErrInvalid] and lists all
// bad fields, or the errors of [roi.AnnuityFactor].
func Negotiate(in NegotiationInput) (Negotiation, error) {
	if err := in.validate(); err != nil {
		return Negotiation{}, err
	}
	n := Negotiation{Power: decimal.New(5, -1)}
	if in.Power.Valid {
		n.Power = in.Power.Decimal
	}
	if err := n.walkAway(in); err != nil {
		return Negotiation{}, err
	}
	n.useProposal(&in)
	n.ZOPA = ZOPA{Low: in.VendorFloor, High: n.WalkAway}
	if in.VendorFloor.Amount().Cmp(n.WalkAway.Amount()) > 0 {
		n.ZOPA.Reason = fmt.Sprintf("the vendor's floor %s is above our walk-away price %s: take the alternative", in.VendorFloor.Grouped(), n.WalkAway.Grouped())
		n.Target, n.Anchor = noFigure("no zone of agreement"), noFigure("no zone of agreement")
		return n, nil
	}
	n.ZOPA.Exists = true
	n.ZOPA.Reason = fmt.Sprintf("agreement is possible from %s to %s", in.VendorFloor.Grouped(), n.WalkAway.Grouped())
	if err := n.prices(in); err != nil {
		return Negotiation{}, err
	}
	n.concede(in.Concessions)
	return n, nil
}

// walkAway fills the price at which the alternative is as good.
func (n *Negotiation) walkAway(in NegotiationInput) error {
	var err error
	if n.AnnuityFactor, err = in.annuity(); err != nil {
		return fmt.Errorf("renewal: negotiation: %w", err)
	}
	var sum finops.Accumulator
	for _, m := range [...]finops.Money{in.AlternativePV, in.Switching, in.Overlap, in.ResidualRisk, in.BenefitsLost.Neg()} {
		sum.Add(m)
	}
	total, err := sum.Total()
	if err != nil {
		return fmt.Errorf("renewal: negotiation: %w", err)
	}
	n.WalkAway, err = total.MulDiv(one, in.Units.Mul(n.AnnuityFactor), total.Currency().MinorUnits(), finops.Floor)
	if err != nil {
		return fmt.Errorf("renewal: negotiation: %w", err)
	}
	n.Reading = append(n.Reading, fmt.Sprintf("walk-away %s: %s of alternative over %s units × %s discounted years",
		n.WalkAway.Grouped(), total.Round(finops.HalfUp).Grouped(), digits.Text(in.Units), digits.Text(n.AnnuityFactor)))
	return nil
}

// useProposal reads what the price on the table says of the floor and of the highest price to pay.
func (n *Negotiation) useProposal(in *NegotiationInput) {
	if in.Proposal.IsZero() {
		return
	}
	shown := in.Proposal.Grouped()
	switch {
	case in.Proposal.Amount().Cmp(n.WalkAway.Amount()) > 0:
		n.Reading = append(n.Reading, fmt.Sprintf("the proposal %s is above the walk-away price", shown))
	default:
		n.Reading = append(n.Reading, fmt.Sprintf("the proposal %s is the most to pay: it is not above the walk-away price", shown))
	}
	if in.Proposal.Amount().Cmp(in.VendorFloor.Amount()) < 0 {
		n.Reading = append(n.Reading, fmt.Sprintf("the proposal is below the vendor's floor as given, %s: it counts as the floor", in.VendorFloor.Grouped()))
		in.VendorFloor = in.Proposal
	}
}

// ceiling returns the most to pay: the walk-away price, or the proposal if that is lower.
func (n *Negotiation) ceiling(in NegotiationInput) finops.Money {
	if in.Proposal.IsZero() {
		return n.WalkAway
	}
	return lower(n.WalkAway, in.Proposal)
}

// lower returns the lower of two amounts in one currency.
func lower(a, b finops.Money) finops.Money {
	if b.Amount().Cmp(a.Amount()) < 0 {
		return b
	}
	return a
}

// annuity returns the discounted years: the present value of 1 a year.
func (in NegotiationInput) annuity() (decimal.Decimal, error) {
	if in.Start.IsZero() {
		return roi.AnnuityFactor(in.Rate, in.Years, roi.Options{Timing: in.Timing})
	}
	unit, err := finops.NewMoney(one, in.AlternativePV.Currency())
	if err != nil {
		return decimal.Decimal{}, err
	}
	var flows []roi.Flow
	for year := range int(in.Years.IntPart()) {
		day := in.Start.AddMonths(12 * year)
		if in.Timing == roi.AtEnd {
			day = in.Start.AddMonths(12 * (year + 1)).AddDays(-1)
		}
		flows = append(flows, roi.Flow{Date: day, Amount: unit})
	}
	decision := in.Decision
	if decision.IsZero() {
		decision = in.Start
	}
	pv, err := roi.PresentValue(in.Rate, decision, flows, roi.Options{Places: 12, DayCount: in.DayCount, Timing: in.Timing})
	return pv.Amount(), err
}

// prices fills target and anchor, and checks their order.
func (n *Negotiation) prices(in NegotiationInput) error {
	ceiling := n.ceiling(in)
	target, reading := finops.Money{}, "target: as given"
	if in.Target != nil {
		target = *in.Target
	} else {
		zone, err := ceiling.Sub(in.VendorFloor)
		if err != nil {
			return err
		}
		share, err := zone.Mul(one.Sub(n.Power))
		if err != nil {
			return err
		}
		if target, err = in.VendorFloor.Add(share); err != nil {
			return err
		}
		target = lower(target.Round(finops.HalfUp), ceiling)
		reading = fmt.Sprintf("target %s: Nash split with bargaining power %s", target.Grouped(), digits.Text(n.Power))
	}
	n.Reading = append(n.Reading, reading)

	anchor, reading := in.VendorFloor, "anchor: the vendor's floor, for want of market prices"
	switch {
	case in.Anchor != nil:
		anchor, reading = *in.Anchor, "anchor: as given"
	case in.Market != nil:
		anchor = in.Market.P25.Round(finops.HalfUp)
		reading = fmt.Sprintf("anchor %s: lower quartile of %d market prices", anchor.Grouped(), in.Market.N)
	}
	if in.Anchor == nil && anchor.Amount().Cmp(target.Amount()) > 0 {
		anchor = target
		reading += fmt.Sprintf("; that is above the target: opened at the target, %s", target.Grouped())
	}
	n.Reading = append(n.Reading, reading)
	if anchor.Amount().Cmp(target.Amount()) > 0 || target.Amount().Cmp(ceiling.Amount()) > 0 {
		return &OrderError{Anchor: anchor, Target: target, WalkAway: n.WalkAway, Proposal: in.Proposal}
	}
	n.Target, n.Anchor = figure(target), figure(anchor)
	return nil
}

// concede fills the offers: the distance to the target halves each time; the last is the target. Steps below the minor
// unit are left out.
func (n *Negotiation) concede(steps int) {
	if steps == 0 {
		steps = 3
	}
	n.Concessions = append(n.Concessions, n.Anchor.Value)
	distance := n.Target.Value.Amount().Sub(n.Anchor.Value.Amount())
	half := decimal.New(5, -1)
	for i := 1; i < steps; i++ {
		distance = distance.Mul(half)
		target := n.Target.Value
		offer, err := finops.NewMoney(target.Amount().Sub(distance), target.Currency())
		if err != nil { // the currency of the target is valid
			break
		}
		offer = offer.Round(finops.Down)
		if last := n.Concessions[len(n.Concessions)-1]; offer.Amount().Cmp(last.Amount()) > 0 {
			n.Concessions = append(n.Concessions, offer)
		}
	}
	if last := n.Concessions[len(n.Concessions)-1]; !last.Equal(n.Target.Value) {
		n.Concessions = append(n.Concessions, n.Target.Value)
	}
}

func (in NegotiationInput) validate() error {
	bad := problems{item: "negotiation"}
	if bad.computable("units", in.Units) && in.Units.Sign() <= 0 {
		bad.add("units", digits.Text(in.Units), "is not above 0")
	}
	if bad.computable("years", in.Years) && in.Years.Sign() <= 0 {
		bad.add("years", digits.Text(in.Years), "is not above 0")
	}
	if !in.Start.IsZero() && computable(in.Years) && (!in.Years.IsInteger() || in.Years.Cmp(hundred) > 0) {
		bad.add("years", digits.Text(in.Years), "is not a whole number of at most 100, as payments by date need")
	}
	if in.Power.Valid && bad.computable("power", in.Power.Decimal) && (in.Power.Decimal.Sign() < 0 || in.Power.Decimal.Cmp(one) > 0) {
		bad.add("power", digits.Text(in.Power.Decimal), "is not 0 to 1")
	}
	if in.Concessions < 0 || in.Concessions > 20 {
		bad.add("concessions", fmt.Sprint(in.Concessions), "is not 0 to 20")
	}
	if in.AlternativePV.Currency() == "" {
		bad.wrap("alternative_pv", in.AlternativePV.String(), "has no currency", finops.ErrNoCurrency)
	}
	in.validateAmounts(&bad)
	return bad.join()
}

func (in NegotiationInput) validateAmounts(bad *problems) {
	type field struct {
		name   string
		amount finops.Money
	}
	fields := []field{
		{"alternative_pv", in.AlternativePV}, {"switching", in.Switching}, {"overlap", in.Overlap},
		{"residual_risk", in.ResidualRisk}, {"benefits_lost", in.BenefitsLost}, {"vendor_floor", in.VendorFloor}, {"proposal", in.Proposal},
	}
	if in.Anchor != nil {
		fields = append(fields, field{"anchor", *in.Anchor})
	}
	if in.Target != nil {
		fields = append(fields, field{"target", *in.Target})
	}
	if in.Market != nil {
		fields = append(fields, field{"market", in.Market.P25})
	}
	cur := in.AlternativePV.Currency()
	for _, f := range fields {
		if f.amount.Sign() < 0 {
			bad.add(f.name, f.amount.String(), "is negative")
		}
		if c := f.amount.Currency(); c != cur && (c != "" || f.name == "vendor_floor") {
			bad.wrap(f.name, f.amount.String(), "is not in "+string(cur), &finops.CurrencyMismatchError{A: cur, B: c})
		}
	}
}
