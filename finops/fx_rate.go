// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// RateKind says what an exchange rate stands for. The zero value is [SpotRate].
type RateKind uint8

const (
	SpotRate     RateKind = iota // the market rate of a day, for single transactions
	AverageRate                  // the mean of a period, for income and expense of that period
	ClosingRate                  // the rate at the end of a period, for balances
	BudgetRate                   // the rate that a plan fixes, usually for a fiscal year
	ContractRate                 // the rate that a contract fixes
)

var rateKindNames = enum.Of[RateKind](enums, "rate kind", "spot", "average", "closing", "budget", "contract")

// String returns the name, for example "average".
func (k RateKind) String() string { return rateKindNames.String(k) }

// MarshalText returns the name, for example "average". It returns [ErrRange] for a value without a name.
func (k RateKind) MarshalText() ([]byte, error) { return rateKindNames.Marshal(k) }

// UnmarshalText reads a name. It returns [ErrSyntax] for any other text.
func (k *RateKind) UnmarshalText(text []byte) error { return rateKindNames.Unmarshal(k, text) }

// Errors of exchange rates. See [RateError], [NoRateError] and [StaleRateError].
var (
	// ErrInvalidRate is returned for a rate that cannot stand in an [FXTable].
	ErrInvalidRate = errors.New("finops: invalid exchange rate")
	// ErrNoRate is returned where an [FXTable] has no rate on or before the day.
	ErrNoRate = errors.New("finops: no exchange rate")
	// ErrStaleRate is returned where the latest rate is older than the table allows.
	ErrStaleRate = errors.New("finops: stale exchange rate")
)

// Rate is one exchange rate: one unit of From is worth Value units of To. Exactly one of Date and Period is set.
type Rate struct {
	From   Currency        `json:"from"`             // the currency of the one unit
	To     Currency        `json:"to"`               // the currency of Value
	Value  decimal.Decimal `json:"value"`            // units of To for one of From, above zero
	Kind   RateKind        `json:"kind"`             // what the rate stands for
	Date   Date            `json:"date,omitzero"`    // the day it was quoted for: it holds from then on until the next quote
	Period Period          `json:"period,omitzero"`  // the days it holds for, for averages and plans
	Source string          `json:"source,omitempty"` // where it comes from, kept for the audit
}

// MarshalJSON writes the fields, Value as a string of plain digits whatever package decimal is set to. It returns
// [ErrRange] for a value of more than 500 digits before or after the point.
func (r Rate) MarshalJSON() ([]byte, error) {
	if !bounded(r.Value) {
		return nil, fmt.Errorf("finops: exchange rate: value %s: %w", digits.Text(r.Value), ErrRange)
	}
	return digits.Marshal(r)
}

// UnmarshalJSON reads the fields; Value is a string or a number as in [Money.UnmarshalJSON]. It does not validate: see
// [Rate.Validate]. It returns [ErrSyntax], [ErrRange] or [ErrUnknownCurrency].
func (r *Rate) UnmarshalJSON(data []byte) error {
	type fields Rate
	in := struct {
		*fields
		Value json.RawMessage `json:"value"`
	}{fields: new(fields)}
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("finops: exchange rate %q: %w", clip(string(data)), jsonError(err))
	}
	if len(in.Value) > 0 {
		f, err := decodeNumber(in.Value)
		if err != nil {
			return fmt.Errorf("finops: exchange rate %q: value: %w", clip(string(data)), err)
		}
		in.fields.Value = f.decimal()
	}
	*r = Rate(*in.fields)
	return nil
}

// Validate lists everything that keeps the rate out of an [FXTable]: a currency that is not listed, From equal to To,
// a value that is not above zero or has more than 500 digits before or after the point, an unknown kind, not exactly
// one of Date and Period, a period whose end is not after its start. Each is a [*RateError].
func (r Rate) Validate() error { return errors.Join(asErrors(r.problems(-1))...) }

func asErrors(list []*RateError) []error {
	out := make([]error, len(list))
	for i, e := range list {
		out[i] = e
	}
	return out
}

func (r Rate) problems(index int) []*RateError {
	var errs []*RateError
	bad := func(field, value, reason string) {
		errs = append(errs, &RateError{Index: index, Field: field, Value: value, Reason: reason})
	}
	for _, c := range []struct {
		field string
		code  Currency
	}{{"from", r.From}, {"to", r.To}} {
		if !c.code.Valid() {
			bad(c.field, clip(string(c.code)), "unknown currency")
		}
	}
	if r.From == r.To {
		bad("to", clip(string(r.To)), "same as from")
	}
	switch {
	case r.Value.Sign() <= 0:
		bad("value", digits.Text(r.Value), "not above zero")
	case !bounded(r.Value):
		bad("value", fmt.Sprintf("%d digits × 10^%d", r.Value.NumDigits(), r.Value.Exponent()), "too many digits")
	}
	if !rateKindNames.Has(r.Kind) {
		bad("kind", r.Kind.String(), "unknown kind")
	}
	switch {
	case r.Date.IsZero() && r.Period.IsZero():
		bad("date", "", "neither date nor period")
	case !r.Date.IsZero() && !r.Period.IsZero():
		bad("date", r.Date.String(), "both date and period")
	case !r.Period.IsZero() && r.Period.validate() != nil:
		bad("period", r.Period.String(), "end is not after start")
	}
	return errs
}

// RateError names one thing wrong with one rate. It wraps [ErrInvalidRate].
type RateError struct {
	Index  int    // the place of the rate in the list, from 0; -1 from [Rate.Validate]
	Field  string // the JSON name of the field
	Value  string // what it holds
	Reason string // why that is refused
}

// Error implements error.
func (e *RateError) Error() string {
	at := "exchange rate"
	if e.Index >= 0 {
		at = fmt.Sprintf("exchange rate %d", e.Index)
	}
	return fmt.Sprintf("finops: %s: %s %q: %s", at, e.Field, e.Value, e.Reason)
}

// Unwrap returns [ErrInvalidRate].
func (e *RateError) Unwrap() error { return ErrInvalidRate }

// NoRateError says which rate is missing. It wraps [ErrNoRate].
type NoRateError struct {
	From Currency // what was to be converted
	To   Currency // what it was to become
	Kind RateKind // the kind of rate that was asked for
	On   Date     // the day of the conversion
	Base Currency // the currency through which the table was also searched, "" for none
}

// Error implements error.
func (e *NoRateError) Error() string {
	through := ""
	if e.Base != "" {
		through = fmt.Sprintf(", nor through %s", string(e.Base))
	}
	return fmt.Sprintf("finops: no %s rate from %q to %q on or before %s%s", e.Kind, string(e.From), string(e.To), e.On, through)
}

// Unwrap returns [ErrNoRate].
func (e *NoRateError) Unwrap() error { return ErrNoRate }

// StaleRateError names the latest rate there is, and its age. It wraps [ErrStaleRate].
type StaleRateError struct {
	Rate       Rate // the rate that is too old
	On         Date // the day of the conversion
	AgeDays    int  // days from the date of the rate to On
	MaxAgeDays int  // what the table allows
}

// Error implements error.
func (e *StaleRateError) Error() string {
	return fmt.Sprintf("finops: %s rate from %s to %s of %s is %d days old on %s, at most %d allowed",
		e.Rate.Kind, string(e.Rate.From), string(e.Rate.To), e.Rate.Date, e.AgeDays, e.On, e.MaxAgeDays)
}

// Unwrap returns [ErrStaleRate].
func (e *StaleRateError) Unwrap() error { return ErrStaleRate }
