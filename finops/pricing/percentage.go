// SPDX-License-Identifier: Apache-2.0

package pricing

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
)

// PercentageSpec describes a fee on an amount of money, such as a payment fee or a marketplace fee.
type PercentageSpec struct {
	// Currency of the volume and of the fee.
	Currency finops.Currency `json:"currency"`
	// Rate is the fee as a fraction: 0.029 for 2.9 %. If zero, only the fixed part is charged.
	Rate decimal.Decimal `json:"rate"`
	// Fixed is added for each charged transaction. If zero, nothing.
	Fixed finops.Money `json:"fixed,omitzero"`
	// FreeVolume is the amount on which no rate is charged, used up by the first transactions. If zero, none.
	FreeVolume finops.Money `json:"free_volume,omitzero"`
	// FreeEvents is the number of transactions without the fixed part, the first ones. If zero, none.
	FreeEvents int `json:"free_events,omitempty"`
	// Minimum is the least fee for a transaction. If it is the zero Money, there is none.
	Minimum finops.Money `json:"minimum"`
	// Maximum is the most a transaction costs. If it is the zero Money, there is none; an amount of 0 USD is a maximum.
	Maximum finops.Money `json:"maximum"`
}

// Percentage is a fee on an amount of money. Build it with [NewPercentage].
type Percentage struct {
	spec    PercentageSpec
	zero    finops.Money
	one     finops.Money // fee on one unit of the currency
	reading string
}

// NewPercentage returns the price that spec describes. It returns an error that wraps [ErrInvalidPrice] and lists all
// problems, each a [*FieldError]: an unknown currency, an amount in another one (also [finops.ErrCurrencyMismatch]),
// anything negative, a minimum above the maximum.
func NewPercentage(spec PercentageSpec) (*Percentage, error) {
	errs := fieldErrors{of: ErrInvalidPrice}
	zero, err := finops.NewMoney(decimal.Decimal{}, spec.Currency)
	if err != nil {
		errs.add("currency", string(spec.Currency), "is unknown", finops.ErrUnknownCurrency)
	}
	errs.number("rate", spec.Rate)
	for _, a := range []struct {
		field string
		value finops.Money
	}{{"fixed", spec.Fixed}, {"free_volume", spec.FreeVolume}, {"minimum", spec.Minimum}, {"maximum", spec.Maximum}} {
		errs.amount(a.field, a.value, false)
		errs.same(a.field, a.value, zero)
	}
	if spec.FreeEvents < 0 {
		errs.add("free_events", fmt.Sprint(spec.FreeEvents), "is negative", nil)
	}
	errs.limits(spec.Minimum, spec.Maximum)
	if err := errs.join(); err != nil {
		return nil, err
	}
	return &Percentage{spec: spec, zero: zero, one: money(spec.Rate, zero), reading: spec.reading()}, nil
}

// limits checks that a minimum is not above a maximum of the same currency.
func (f *fieldErrors) limits(lo, hi finops.Money) {
	if hi.Currency() == "" {
		return
	}
	if c, err := lo.Cmp(hi); err == nil && c > 0 {
		f.add("minimum", lo.String(), fmt.Sprintf("is above the maximum %s", hi), nil)
	}
}

func (s PercentageSpec) reading() string {
	r := fmt.Sprintf("%s %% of the volume", shown(s.Rate.Shift(2)))
	if !s.Fixed.IsZero() {
		r += fmt.Sprintf(" and %s per transaction", s.Fixed)
	}
	if !s.FreeVolume.IsZero() {
		r += fmt.Sprintf(", first %s free of the rate", s.FreeVolume)
	}
	if s.FreeEvents > 0 {
		r += fmt.Sprintf(", first %d transactions free of the fixed part", s.FreeEvents)
	}
	if s.Minimum.Currency() != "" {
		r += fmt.Sprintf(", at least %s each", s.Minimum)
	}
	if s.Maximum.Currency() != "" {
		r += fmt.Sprintf(", at most %s each", s.Maximum)
	}
	return r
}

// Spec returns what the price was built from; the zero value for a nil price.
func (p *Percentage) Spec() PercentageSpec {
	if p == nil {
		return PercentageSpec{}
	}
	return p.spec
}

// Currency returns the currency of the fee; "" for a nil price.
func (p *Percentage) Currency() finops.Currency { return p.Spec().Currency }

// Charge returns the fee on one transaction of the amount quantity in [Percentage.Currency]; zero is no transaction and
// costs nothing. It returns a [*QuantityError] that wraps [ErrNegativeQuantity] or [finops.ErrRange], and
// [ErrInvalidPrice] for a price that [NewPercentage] did not build.
func (p *Percentage) Charge(quantity decimal.Decimal) (Charge, error) {
	if err := p.check(); err != nil {
		return Charge{}, err
	}
	if quantity.IsZero() {
		return Charge{Quantity: quantity, Total: p.zero, Reading: p.reading}, nil
	}
	return p.charge([]decimal.Decimal{quantity})
}

// ChargeVolume returns the fee on a volume made up of a number of transactions that are not known singly:
// Rate × max(0, volume - FreeVolume) + Fixed × max(0, events - FreeEvents). It returns [ErrNeedsTransactions] if the
// price has a minimum or maximum per transaction, [finops.ErrCurrencyMismatch] for a volume in another currency, and a
// [*QuantityError] for a negative volume or number of events, and [ErrInvalidPrice] for a price that [NewPercentage] did
// not build.
func (p *Percentage) ChargeVolume(volume finops.Money, events int) (Charge, error) {
	if err := p.check(); err != nil {
		return Charge{}, err
	}
	if p.spec.Minimum.Currency() != "" || p.spec.Maximum.Currency() != "" {
		return Charge{}, ErrNeedsTransactions
	}
	amounts, err := p.amounts([]finops.Money{volume})
	if err != nil {
		return Charge{}, err
	}
	n := decimal.NewFromInt(int64(events))
	for _, q := range []decimal.Decimal{amounts[0], n} {
		if err := checkQuantity(q, false); err != nil {
			return Charge{}, err
		}
	}
	q := decimal.Max(amounts[0].Sub(p.spec.FreeVolume.Amount()), decimal.Decimal{})
	line := ChargeLine{
		Quantity: q, Unit: p.one, Adjustment: p.zero,
		Flat: plus(p.zero, p.spec.Fixed.MulInt(int64(max(0, events-p.spec.FreeEvents)))),
	}
	line.Amount = line.exact()
	return Charge{Quantity: amounts[0], Total: line.Amount, own: []ChargeLine{line}, Reading: p.reading}, nil
}

// ChargeTransactions returns the fee on each transaction as a line, in the given order:
// min(Maximum, max(Minimum, Rate × amount + Fixed)). The first FreeEvents transactions have no fixed part, and
// FreeVolume is taken off the amounts from the first on; a transaction that is free of both costs nothing, without a
// minimum. The Quantity of the Charge is the sum of the amounts. It returns [finops.ErrCurrencyMismatch] for an amount in
// another currency and a [*QuantityError] for a negative one, and [ErrInvalidPrice] for a price that [NewPercentage] did
// not build.
func (p *Percentage) ChargeTransactions(transactions []finops.Money) (Charge, error) {
	if err := p.check(); err != nil {
		return Charge{}, err
	}
	amounts, err := p.amounts(transactions)
	if err != nil {
		return Charge{}, err
	}
	return p.charge(amounts)
}

func (p *Percentage) amounts(ms []finops.Money) ([]decimal.Decimal, error) {
	out := make([]decimal.Decimal, len(ms))
	for i, m := range ms {
		if m.Currency() != p.spec.Currency && !(m.Currency() == "" && m.IsZero()) {
			return nil, fmt.Errorf("pricing: transaction %d: %w", i, &finops.CurrencyMismatchError{A: p.spec.Currency, B: m.Currency()})
		}
		out[i] = m.Amount()
	}
	return out, nil
}

func (p *Percentage) charge(amounts []decimal.Decimal) (Charge, error) {
	c := Charge{Total: p.zero, own: make([]ChargeLine, 0, len(amounts)), Reading: p.reading}
	free := p.spec.FreeVolume.Amount()
	var volume finops.Accumulator
	for i, q := range amounts {
		if err := checkQuantity(q, false); err != nil {
			return Charge{}, fmt.Errorf("pricing: transaction %d: %w", i, err)
		}
		used := decimal.Min(q, free)
		if used.Sign() > 0 {
			free = free.Sub(used)
		}
		line := p.line(q.Sub(used), i < p.spec.FreeEvents)
		c.own = append(c.own, line)
		c.Total = plus(c.Total, line.Amount)
		volume.Add(money(q, p.zero))
	}
	sum, err := volume.Total()
	if err != nil {
		return Charge{}, err
	}
	c.Quantity = sum.Amount()
	return c, nil
}

// line returns the fee on one transaction of which q is charged.
func (p *Percentage) line(q decimal.Decimal, freeEvent bool) ChargeLine {
	l := ChargeLine{Quantity: q, Unit: p.one, Flat: p.zero, Adjustment: p.zero}
	if !freeEvent {
		l.Flat = plus(p.zero, p.spec.Fixed)
	}
	l.Amount = l.exact()
	if freeEvent && q.IsZero() {
		return l
	}
	to := l.Amount
	if p.spec.Minimum.Currency() != "" && less(to, p.spec.Minimum) {
		to = p.spec.Minimum
	}
	if p.spec.Maximum.Currency() != "" && less(p.spec.Maximum, to) {
		to = p.spec.Maximum
	}
	l.Adjustment, l.Amount = minus(to, l.Amount), to
	return l
}

func (p *Percentage) starts(decimal.Decimal, int32) []decimal.Decimal { return nil }

func (p *Percentage) places() int32 { return 0 }
