// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// ScenarioKind is what a scenario does. It is a label: the money is in the offers.
type ScenarioKind uint8

const (
	ScenarioAsIs         ScenarioKind = iota // renew what is there
	ScenarioRightSized                       // renew the quantity that is needed
	ScenarioMultiYear                        // lock price and quantity in for several years
	ScenarioPrepaid                          // pay the term at once
	ScenarioDowngradeMix                     // move a part of the seats to cheaper products
	ScenarioReplace                          // migrate to another product
	ScenarioWalkAway                         // let it end
	ScenarioOther                            // anything else
)

var scenarioNames = enum.Of[ScenarioKind](enums, "scenario kind", "as_is", "right_sized", "multi_year", "prepaid", "downgrade_mix", "replace", "walk_away", "other")

// String returns the name in snake case.
func (k ScenarioKind) String() string { return scenarioNames.String(k) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (k ScenarioKind) MarshalText() ([]byte, error) { return scenarioNames.Marshal(k) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (k *ScenarioKind) UnmarshalText(text []byte) error { return scenarioNames.Unmarshal(k, text) }

// Scenario is one way to go on: what is bought, for how long, and what it costs beside.
type Scenario struct {
	Name   string       `json:"name"`             // unique in a comparison; required
	Kind   ScenarioKind `json:"kind"`             // what it does
	Offers []Offer      `json:"offers,omitempty"` // what is bought
	// OneOff are payments beside the offers: migration, training, exit fees; credits are negative.
	OneOff []roi.Flow `json:"one_off,omitempty"`
	// Months is the length of service it gives, which makes unequal terms comparable. If zero, from the first day of its
	// offers to the last.
	Months int `json:"months,omitempty"`
	// Insufficient says why it does not cover what is needed, such as "covers 40 of 60 needed"; "" if it does. A scenario
	// that does not is valued, but never ranked: buying less than is needed costs less. [Analyze] sets it where it can
	// tell: see Offer.Line.
	Insufficient string `json:"insufficient,omitempty"`
}

// AsIs renews offers as they are.
func AsIs(name string, offers ...Offer) Scenario {
	return Scenario{Name: name, Kind: ScenarioAsIs, Offers: slices.Clone(offers)}
}

// RightSized renews an offer for the quantity needed, bought where it costs the least: see [pricing.BestQuantity]. The
// floor is the offer's, and so is whether units are whole. A ramp of the offer is dropped. It returns an error that
// wraps [ErrInvalid] for a need below zero, or the error of a quantity that cannot be priced.
func RightSized(name string, o Offer, need decimal.Decimal) (Scenario, error) {
	bad := problems{item: fmt.Sprintf("scenario %q", name)}
	bad.quantity("need", need)
	bad.quantity("floor", o.Floor)
	if err := bad.join(); err != nil {
		return Scenario{}, err
	}
	quote, err := purchase{need: need, floor: o.Floor, whole: o.WholeUnits}.cheapest(o.Price)
	if err != nil {
		return Scenario{}, fmt.Errorf("renewal: scenario %q: %w", name, err)
	}
	o.Quantity, o.Ramp = quote.Buy, nil
	return Scenario{Name: name, Kind: ScenarioRightSized, Offers: []Offer{o}}, nil
}

// MultiYear locks the first year's prices and quantities in for a term of that many months, at a further discount:
// the discounts multiply.
func MultiYear(name string, months int, discount decimal.Decimal, offers ...Offer) Scenario {
	s := Scenario{Name: name, Kind: ScenarioMultiYear, Offers: slices.Clone(offers)}
	for i := range s.Offers {
		o := &s.Offers[i]
		o.Months, o.Locked = months, true
		o.Uplift, o.Ramp = decimal.Decimal{}, nil
		o.Discount = furtherDiscount(o.Discount, discount)
	}
	return s
}

// Prepaid pays the whole term of each offer on its first day, at a further discount: the discounts multiply.
func Prepaid(name string, discount decimal.Decimal, offers ...Offer) Scenario {
	s := Scenario{Name: name, Kind: ScenarioPrepaid, Offers: slices.Clone(offers)}
	for i := range s.Offers {
		o := &s.Offers[i]
		o.Every, o.Timing, o.Locked = contract.BillUpfront, contract.InAdvance, true
		o.Discount = furtherDiscount(o.Discount, discount)
	}
	return s
}

// DowngradeMix buys several products side by side instead of one.
func DowngradeMix(name string, offers ...Offer) Scenario {
	return Scenario{Name: name, Kind: ScenarioDowngradeMix, Offers: slices.Clone(offers)}
}

// Replacement is a move from old products to new ones.
type Replacement struct {
	Next []Offer `json:"next"`          // what is bought instead; required
	Old  []Offer `json:"old,omitempty"` // what is kept during the overlap
	// OverlapMonths is how long the old is kept from its start. If zero, not at all.
	OverlapMonths int        `json:"overlap_months,omitempty"`
	Migration     []roi.Flow `json:"migration,omitempty"` // one-off payments: migration, training, exit fees
}

// Replace buys other products, keeps the old ones for some months of overlap from their start, and pays for the migration.
// The length of service is that of the new products.
func Replace(name string, r Replacement) Scenario {
	s := Scenario{Name: name, Kind: ScenarioReplace, Offers: slices.Clone(r.Next), OneOff: slices.Clone(r.Migration)}
	s.Months = s.service()
	if r.OverlapMonths <= 0 {
		return s
	}
	for _, old := range r.Old {
		old.Months = r.OverlapMonths
		s.Offers = append(s.Offers, old)
	}
	return s
}

// WalkAway buys nothing more. What the exit costs can be given as one-off payments.
func WalkAway(name string, exit ...roi.Flow) Scenario {
	return Scenario{Name: name, Kind: ScenarioWalkAway, OneOff: slices.Clone(exit)}
}

// furtherDiscount returns 1 − (1−a)(1−b).
func furtherDiscount(a, b decimal.Decimal) decimal.Decimal {
	return one.Sub(one.Sub(a).Mul(one.Sub(b)))
}

// Flows returns all payments in order of date, costs positive. It returns an error that wraps [ErrInvalid], or the
// [pricing.QuantityError] of a quantity that cannot be priced.
func (s Scenario) Flows() ([]roi.Flow, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	return s.flows(whatIf{})
}

func (s Scenario) flows(w whatIf) ([]roi.Flow, error) {
	flows := slices.Clone(s.OneOff)
	for i, o := range s.Offers {
		f, err := o.flows(w)
		if err != nil {
			return nil, fmt.Errorf("renewal: scenario %q: offer %d: %w", s.Name, i, err)
		}
		flows = append(flows, f...)
	}
	slices.SortStableFunc(flows, func(a, b roi.Flow) int { return a.Date.Compare(b.Date) })
	return flows, nil
}

// Validate lists all problems of the scenario, each a [*FieldError].
func (s Scenario) Validate() error {
	item := fmt.Sprintf("scenario %q", s.Name)
	bad := problems{item: item}
	if s.Name == "" {
		bad.add("name", "", "is missing")
	}
	if !scenarioNames.Has(s.Kind) {
		bad.add("kind", s.Kind.String(), "is not a scenario kind")
	}
	if s.Months < 0 || s.Months > maxMonths {
		bad.add("months", fmt.Sprint(s.Months), "is not 0 to 1200")
	}
	for i, f := range s.OneOff {
		if f.Date.IsZero() {
			bad.add(fmt.Sprintf("one_off[%d].date", i), "", "is missing")
		}
	}
	errs := []error{bad.join()}
	for i, o := range s.Offers {
		errs = append(errs, o.validate(fmt.Sprintf("%s: offer %d", item, i)))
	}
	return errors.Join(append(errs, s.currencyProblem(item))...)
}

// currencyProblem names the first amount in another currency than the ones before.
func (s Scenario) currencyProblem(item string) error {
	var cur finops.Currency
	check := func(field string, c finops.Currency) error {
		if c == "" || cur == "" || c == cur {
			cur = cmp.Or(cur, c)
			return nil
		}
		return &FieldError{Item: item, Field: field, Value: string(c), Problem: "is not " + string(cur),
			Err: &finops.CurrencyMismatchError{A: cur, B: c}}
	}
	for i, o := range s.Offers {
		if o.Price == nil {
			continue
		}
		if err := check(fmt.Sprintf("offers[%d].price", i), o.Price.Currency()); err != nil {
			return err
		}
	}
	for i, f := range s.OneOff {
		if err := check(fmt.Sprintf("one_off[%d].amount", i), f.Amount.Currency()); err != nil {
			return err
		}
	}
	return nil
}

// service returns the months of service.
func (s Scenario) service() int {
	if s.Months > 0 || len(s.Offers) == 0 {
		return s.Months
	}
	start, end := s.Offers[0].Start, s.Offers[0].Period().End
	for _, o := range s.Offers[1:] {
		if o.Start.Before(start) {
			start = o.Start
		}
		if p := o.Period(); p.End.After(end) {
			end = p.End
		}
	}
	months := start.Month().MonthsUntil(end.Month())
	for start.AddMonths(months).Before(end) {
		months++
	}
	return months
}
