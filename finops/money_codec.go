// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// AppendText appends the text of m, "1234.50 USD", to b; nothing for the zero value. It never fails.
func (m Money) AppendText(b []byte) ([]byte, error) {
	if m.cur() == 0 {
		return b, nil
	}
	return m.appendTo(b), nil
}

// MarshalText returns "1234.50 USD", and no text for the zero value.
func (m Money) MarshalText() ([]byte, error) { return m.AppendText(make([]byte, 0, 32)) }

// UnmarshalText is [ParseMoney]; no text gives the zero value. It returns [ErrSyntax] or [ErrUnknownCurrency].
func (m *Money) UnmarshalText(text []byte) error {
	return decodeText(m, string(text), ParseMoney)
}

// MarshalJSON returns {"amount":"1234.50","currency":"USD"}, and null for the zero value.
func (m Money) MarshalJSON() ([]byte, error) { return m.appendJSON(make([]byte, 0, 64)), nil }

func (m Money) appendJSON(b []byte) []byte {
	if m.cur() == 0 {
		return append(b, "null"...)
	}
	b = append(b, `{"amount":"`...)
	b = m.number().appendTo(b, m.cur().minorUnits())
	b = append(b, `","currency":"`...)
	b = append(b, m.cur().code()...)
	return append(b, `"}`...)
}

// UnmarshalJSON reads what MarshalJSON writes. The amount may also be a JSON number: its digits are read as they
// stand, never through a float; an exponent of up to ±500 is accepted there, as some encoders write 1e-7. null, and an
// amount of zero without a currency, give the zero value. Other members are ignored.
// It returns [ErrSyntax], [ErrRange], [ErrUnknownCurrency], or [ErrNoCurrency] for an amount without a currency.
func (m *Money) UnmarshalJSON(data []byte) error {
	var in *struct {
		Amount   json.RawMessage `json:"amount"`
		Currency Currency        `json:"currency"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("finops: money %q: %w", clip(string(data)), jsonError(err))
	}
	if in == nil {
		*m = Money{}
		return nil
	}
	f, err := decodeNumber(in.Amount)
	if err != nil {
		return fmt.Errorf("finops: money %q: amount: %w", clip(string(data)), err)
	}
	i := in.Currency.index()
	if i == 0 && f.sign() != 0 {
		return fmt.Errorf("finops: money %q: %w", clip(string(data)), ErrNoCurrency)
	}
	if i == 0 {
		f = fixed{}
	}
	*m = f.padded(i.minorUnits()).in(i)
	return nil
}

// Value returns the text "1234.50 USD" for a database column, NULL for the zero value.
func (m Money) Value() (driver.Value, error) {
	if m.cur() == 0 {
		return nil, nil
	}
	return m.String(), nil
}

// Scan reads a text column as [ParseMoney] does; NULL gives the zero value. It returns [ErrSyntax] for other types.
func (m *Money) Scan(src any) error { return scanText(m, "money", src, ParseMoney) }
