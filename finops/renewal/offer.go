// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// Offer is a quantity at a price for a term: one line of a renewal proposal. Its cash is the price of the quantity for
// each billing period, with the uplift of its contract year, less the discount, rounded once per invoice.
type Offer struct {
	Price    pricing.Price        `json:"price"`    // what a quantity costs for one price period, see [pricing.Scale] for uplifts already on it; required
	Per      contract.PricePeriod `json:"per"`      // the price period; PerTerm is the whole of Months; required
	Quantity decimal.Decimal      `json:"quantity"` // in the first contract year
	// Ramp is the quantity in contract years 2, 3 …; the last one stays. If empty, Quantity throughout.
	Ramp   []decimal.Decimal `json:"ramp,omitempty"`
	Start  finops.Date       `json:"start"`  // first day; required
	Months int               `json:"months"` // length of the term, 1 to 1200; required
	// Uplift raises the price in each contract year after the first: 0.07 is 7 % a year, compounding; -0.999999 to 1000, at
	// most 30 digits after the point. If zero, none.
	Uplift decimal.Decimal `json:"uplift"`
	// Discount is taken off every charge: 0.10 is 10 %; 0 to 1. If zero, none.
	Discount decimal.Decimal   `json:"discount"`
	Every    contract.Interval `json:"every"`  // how often an invoice comes; if zero, each year
	Timing   contract.Timing   `json:"timing"` // if zero, in advance, on the first day of the period billed
	// PaymentDays are the days from the invoice to the payment, at most 3660. If zero, due at once.
	PaymentDays int             `json:"payment_days,omitempty"`
	Rounding    finops.Rounding `json:"rounding"` // of each invoice to the minor unit; if zero, half up
	// Floor is the least quantity that is charged: a commitment. If zero, none.
	Floor decimal.Decimal `json:"floor"`
	// WholeUnits says that a changed quantity is rounded up to whole units, as for seats.
	WholeUnits bool `json:"whole_units,omitempty"`
	// Locked says that price and quantity are agreed for the whole term: what-ifs on uplift and seats leave it alone.
	Locked bool `json:"locked,omitempty"`

	// Line is the contract line that the offer is for, "" if none in particular. If all offers of an alternative name one,
	// [Analyze] checks that their quantities cover what is needed of the lines.
	Line string `json:"line,omitempty"`

	exact bool // invoices keep digits below the minor unit, for searches
}

// Flows returns the payments of the offer in order of date, costs positive. It returns an error that wraps [ErrInvalid],
// or the [pricing.QuantityError] of a quantity that cannot be priced.
func (o Offer) Flows() ([]roi.Flow, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	return o.flows(whatIf{})
}

// Period returns the days of the term.
func (o Offer) Period() finops.Period {
	return finops.Period{Start: o.Start, End: o.Start.AddMonths(o.Months)}
}

// maxMonths bounds a term: a hundred years.
const maxMonths = 1200

// Validate lists all problems of the offer, each a [*FieldError].
func (o Offer) Validate() error { return o.validate("offer") }

func (o Offer) validate(item string) error {
	bad := problems{item: item}
	if o.Price == nil {
		bad.add("price", "", "is missing")
	}
	if o.Per < contract.PerMonth || o.Per > contract.PerTerm {
		bad.add("per", o.Per.String(), "is not a price period")
	}
	o.validateNumbers(&bad)
	o.validateDates(&bad)
	if o.Every > contract.BillMonthly {
		bad.add("every", o.Every.String(), "is not a billing interval")
	}
	if o.Timing > contract.InArrears {
		bad.add("timing", o.Timing.String(), "is not a timing")
	}
	if o.Rounding.Validate() != nil {
		bad.wrap("rounding", o.Rounding.String(), "is not a rounding", finops.ErrRange)
	}
	return bad.join()
}

func (o Offer) validateNumbers(bad *problems) {
	bad.quantity("quantity", o.Quantity)
	for i, q := range o.Ramp {
		bad.quantity(fmt.Sprintf("ramp[%d]", i), q)
	}
	bad.quantity("floor", o.Floor)
	bad.rate("uplift", o.Uplift, leastGrowth, maxGrowth)
	bad.rate("discount", o.Discount, decimal.Decimal{}, one)
}

func (o Offer) validateDates(bad *problems) {
	if o.Months < 1 || o.Months > maxMonths {
		bad.add("months", fmt.Sprint(o.Months), "is not 1 to 1200")
	}
	if o.PaymentDays < 0 || o.PaymentDays > maxPaymentDays {
		bad.add("payment_days", fmt.Sprint(o.PaymentDays), "is not 0 to 3660")
	}
	switch {
	case o.Start.IsZero():
		bad.add("start", "", "is missing")
	case o.Start.AddMonths(maxMonths).AddDays(maxPaymentDays).IsZero():
		bad.add("start", o.Start.String(), "is too near to the year 9999")
	}
}

// maxPaymentDays bounds the days to a payment: ten years. Growth is bounded so that powers of it stay small enough to
// compute.
const maxPaymentDays = 3660

var (
	leastGrowth = decimal.New(-999999, -6)
	maxGrowth   = decimal.NewFromInt(1000)
	one         = decimal.NewFromInt(1)
	minusOne    = decimal.NewFromInt(-1)
	twelve      = decimal.NewFromInt(12)
	hundred     = decimal.NewFromInt(100)
)

// exactPlaces are the digits below the minor unit that searches keep.
const exactPlaces = 40

// whatIf is a change of the assumptions of all offers that are not locked.
type whatIf struct {
	uplift decimal.NullDecimal // instead of the offer's own
	seats  decimal.Decimal     // change of the quantity from contract year 2 on: -0.1 is 10 % fewer
}

// flows returns the payments under changed assumptions.
func (o Offer) flows(w whatIf) ([]roi.Flow, error) {
	years, err := o.yearly(w)
	if err != nil {
		return nil, err
	}
	var flows []roi.Flow
	step := o.invoiceMonths()
	for from := 0; from < o.Months; from += step {
		to := min(from+step, o.Months)
		amount, err := o.invoice(years, from, to)
		if err != nil {
			return nil, err
		}
		flows = append(flows, roi.Flow{Date: o.due(from, to), Amount: amount})
	}
	return flows, nil
}

// yearly returns the charge for one price period in each contract year, uplifted and discounted, exact.
func (o Offer) yearly(w whatIf) ([]finops.Money, error) {
	uplift := o.Uplift
	if w.uplift.Valid && !o.Locked {
		uplift = w.uplift.Decimal
	}
	factor := one.Sub(o.Discount)
	years := make([]finops.Money, (o.Months+11)/12)
	var charged decimal.Decimal
	var charge finops.Money
	for y := range years {
		q, changed := o.quantity(y, w)
		if y == 0 || !q.Equal(charged) {
			var err error
			if charge, err = o.charge(q, changed); err != nil {
				return nil, err
			}
			charged = q
		}
		var err error
		if years[y], err = charge.Mul(factor); err != nil {
			return nil, fmt.Errorf("renewal: contract year %d: %w", y+1, err)
		}
		factor = factor.Mul(one.Add(uplift))
	}
	return years, nil
}

// quantity returns the quantity in contract year y (from 0), and whether the what-if changed it.
func (o Offer) quantity(y int, w whatIf) (q decimal.Decimal, changed bool) {
	q = o.Quantity
	if y > 0 && len(o.Ramp) > 0 {
		q = o.Ramp[min(y, len(o.Ramp))-1]
	}
	if y > 0 && !o.Locked && !w.seats.IsZero() {
		q = q.Mul(one.Add(w.seats))
		if o.WholeUnits {
			q = q.Ceil()
		}
		changed = true
	}
	return q, changed
}

// charge prices a quantity. A changed quantity is bought at its best price; a stated one is charged as it stands.
func (o Offer) charge(q decimal.Decimal, changed bool) (finops.Money, error) {
	if changed {
		quote, err := purchase{need: q, floor: o.Floor, whole: o.WholeUnits}.cheapest(o.Price)
		if err != nil {
			return finops.Money{}, fmt.Errorf("renewal: quantity %s: %w", digits.Text(q), err)
		}
		return quote.Cost, nil
	}
	c, err := o.Price.Charge(decimal.Max(q, o.Floor))
	if err != nil {
		return finops.Money{}, fmt.Errorf("renewal: quantity %s: %w", digits.Text(q), err)
	}
	return c.Total, nil
}

// invoice returns the charge for the months [from, to) of the term: Σ over contract years of charge × months / months of
// the price period, rounded once.
func (o Offer) invoice(years []finops.Money, from, to int) (finops.Money, error) {
	var sum finops.Accumulator
	for m := from; m < to; {
		next := min((m/12+1)*12, to)
		sum.Add(years[m/12].MulInt(int64(next - m)))
		m = next
	}
	total, err := sum.Total()
	if err != nil {
		return finops.Money{}, err
	}
	period := decimal.NewFromInt(int64(o.periodMonths()))
	places := total.Currency().MinorUnits()
	if o.exact {
		places += exactPlaces
	}
	return total.MulDiv(one, period, places, o.Rounding)
}

// due returns the day on which the months [from, to) are paid.
func (o Offer) due(from, to int) finops.Date {
	day := o.Start.AddMonths(from)
	if o.Timing == contract.InArrears {
		day = o.Start.AddMonths(to).AddDays(-1)
	}
	return day.AddDays(o.PaymentDays)
}

func (o Offer) periodMonths() int {
	switch o.Per {
	case contract.PerMonth:
		return 1
	case contract.PerYear:
		return 12
	default:
		return o.Months
	}
}

func (o Offer) invoiceMonths() int {
	switch o.Every {
	case contract.BillUpfront:
		return o.Months
	case contract.BillSemiAnnually:
		return 6
	case contract.BillQuarterly:
		return 3
	case contract.BillMonthly:
		return 1
	default:
		return 12
	}
}
