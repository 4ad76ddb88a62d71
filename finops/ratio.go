// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops/internal/digits"
)

// Ratio is a numerator over a denominator, kept apart so that a report can show both and so that ratios can be merged
// by adding numerators and denominators. A ratio with a zero denominator is undefined: it is not zero. The zero value
// is undefined.
type Ratio struct {
	Num decimal.Decimal `json:"num"` // numerator
	Den decimal.Decimal `json:"den"` // denominator
}

// ReasonNoDenominator is the reason that the JSON of an undefined [Ratio] gives.
const ReasonNoDenominator = "denominator is zero"

// significant is the number of digits that Ratio.Value promises.
const significant = 12

// Value returns Num/Den rounded half even to at least 12 digits after the point and at least 12 significant digits,
// and whether it is defined. It is undefined if Den is zero, or where [DivRound] is out of range.
func (r Ratio) Value() (decimal.Decimal, bool) {
	if r.Den.IsZero() {
		return decimal.Decimal{}, false
	}
	// The quotient has lead or lead+1 digits before the point; a negative lead counts zeros after it.
	lead := int64(r.Num.NumDigits()) + int64(r.Num.Exponent()) - int64(r.Den.NumDigits()) - int64(r.Den.Exponent())
	return r.Round(int32(min(max(significant-lead, significant), maxShift)), HalfEven)
}

// Round returns Num/Den rounded once to places digits after the point, and whether it is defined.
func (r Ratio) Round(places int32, mode Rounding) (decimal.Decimal, bool) {
	q, err := DivRound(r.Num, r.Den, places, mode)
	return q, err == nil
}

// Percent returns the ratio as a percentage with places digits, rounded half up, "73.5%", or "undefined".
func (r Ratio) Percent(places int32) string {
	q, ok := r.Round(places+2, HalfUp)
	if !ok {
		return "undefined"
	}
	return q.Shift(2).StringFixed(max(places, 0)) + "%"
}

// Add returns the ratio of the sums of numerators and of denominators, the merge of two parts of one population.
func (r Ratio) Add(s Ratio) Ratio { return Ratio{Num: r.Num.Add(s.Num), Den: r.Den.Add(s.Den)} }

// String returns "3/4", the numerator and the denominator as they are.
func (r Ratio) String() string { return digits.Text(r.Num) + "/" + digits.Text(r.Den) }

// ratioJSON is the JSON form of a Ratio.
type ratioJSON struct {
	Num    json.RawMessage `json:"num"`
	Den    json.RawMessage `json:"den"`
	Value  *string         `json:"value"`
	Reason string          `json:"reason,omitempty"`
}

// MarshalJSON returns {"num":"3","den":"4","value":"0.75"}, and for an undefined ratio
// {"num":"3","den":"0","value":null,"reason":"denominator is zero"}. The value is [Ratio.Value].
// It returns [ErrRange] for a number of more than 500 digits before or after the point.
func (r Ratio) MarshalJSON() ([]byte, error) {
	if !bounded(r.Num) || !bounded(r.Den) {
		return nil, fmt.Errorf("finops: ratio: more than %d digits before or after the point: %w", maxDigits, ErrRange)
	}
	out := ratioJSON{Num: []byte(`"` + digits.Text(r.Num) + `"`), Den: []byte(`"` + digits.Text(r.Den) + `"`)}
	if v, ok := r.Value(); ok {
		text := digits.Text(v)
		out.Value = &text
	} else {
		out.Reason = ReasonNoDenominator
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads "num" and "den", each a string or a number as in [Money.UnmarshalJSON]; a missing one is zero.
// "value" and "reason" follow from them and are ignored. null gives the zero value. It returns [ErrSyntax] or
// [ErrRange].
func (r *Ratio) UnmarshalJSON(data []byte) error {
	var in struct {
		Num json.RawMessage `json:"num"`
		Den json.RawMessage `json:"den"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("finops: ratio %q: %w", clip(string(data)), jsonError(err))
	}
	var out Ratio
	for _, part := range []struct {
		name string
		data json.RawMessage
		to   *decimal.Decimal
	}{{"num", in.Num, &out.Num}, {"den", in.Den, &out.Den}} {
		if part.data == nil {
			continue
		}
		f, err := decodeNumber(part.data)
		if err != nil {
			return fmt.Errorf("finops: ratio %q: %s: %w", clip(string(data)), part.name, err)
		}
		*part.to = f.decimal()
	}
	*r = out
	return nil
}
