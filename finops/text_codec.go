// SPDX-License-Identifier: Apache-2.0

package finops

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// decodeText sets *to from text; no text gives the zero value. On an error *to is unchanged.
func decodeText[T any](to *T, text string, parse func(string) (T, error)) error {
	var v T
	if text != "" {
		var err error
		if v, err = parse(text); err != nil {
			return err
		}
	}
	*to = v
	return nil
}

// scanText sets *to from a database value of a text column; NULL gives the zero value.
func scanText[T any](to *T, what string, src any, parse func(string) (T, error)) error {
	switch s := src.(type) {
	case nil:
		return decodeText(to, "", parse)
	case string:
		return decodeText(to, s, parse)
	case []byte:
		return decodeText(to, string(s), parse)
	}
	return fmt.Errorf("finops: %s from the database value %s of type %T: %w", what, clip(fmt.Sprint(src)), src, ErrSyntax)
}

// valueText is the database value of text, NULL for none.
func valueText(text string) (driver.Value, error) {
	if text == "" {
		return nil, nil
	}
	return text, nil
}

// jsonError makes errors of encoding/json, which have many types, wrap ErrSyntax; those of this package stay.
func jsonError(err error) error {
	for _, own := range []error{ErrSyntax, ErrRange, ErrUnknownCurrency, ErrNoCurrency} {
		if errors.Is(err, own) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrSyntax, err)
}

// decodeNumber reads a JSON string or number without a detour over float64.
func decodeNumber(data []byte) (fixed, error) {
	s := strings.TrimSpace(string(data))
	if strings.HasPrefix(s, `"`) {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return fixed{}, jsonError(err)
		}
		return parseFixed(text)
	}
	e := strings.IndexAny(s, "eE")
	if e < 0 || strings.Trim(s[:e], "-.0123456789") != "" { // no exponent, or the e of true
		return parseFixed(s)
	}
	f, err := parseFixed(s[:e])
	if err != nil {
		return fixed{}, err
	}
	exp, err := strconv.Atoi(s[e+1:])
	if err != nil || exp > maxDigits || exp < -maxDigits {
		return fixed{}, fmt.Errorf("finops: number %q: exponent beyond ±%d: %w", clip(s), maxDigits, ErrRange)
	}
	d := f.decimal().Shift(int32(exp))
	if !bounded(d) {
		return fixed{}, fmt.Errorf("finops: number %q: more than %d digits: %w", clip(s), maxDigits, ErrRange)
	}
	return newFixed(d), nil
}

// AppendText appends the code to b. It returns [ErrUnknownCurrency] for a code that is not listed; "" is no text.
func (c Currency) AppendText(b []byte) ([]byte, error) {
	if c != "" {
		if _, err := c.known(); err != nil {
			return b, err
		}
	}
	return append(b, c...), nil
}

// MarshalText returns the code. It returns [ErrUnknownCurrency] for a code that is not listed; "" is no text.
func (c Currency) MarshalText() ([]byte, error) { return c.AppendText(nil) }

// UnmarshalText is [ParseCurrency]; no text gives "". It returns [ErrUnknownCurrency].
func (c *Currency) UnmarshalText(text []byte) error {
	return decodeText(c, string(text), ParseCurrency)
}

// Value returns the code for a database column, NULL for "". It returns [ErrUnknownCurrency].
func (c Currency) Value() (driver.Value, error) {
	text, err := c.MarshalText()
	if err != nil {
		return nil, err
	}
	return valueText(string(text))
}

// Scan reads a text column as [ParseCurrency] does; NULL gives "". It returns [ErrUnknownCurrency], or [ErrSyntax] for
// other types.
func (c *Currency) Scan(src any) error { return scanText(c, "currency", src, ParseCurrency) }

// AppendText appends "2026-05-31" to b, nothing for no date. It never fails.
func (d Date) AppendText(b []byte) ([]byte, error) { return d.appendTo(b), nil }

// MarshalText returns "2026-05-31", no text for no date (in JSON "", or nothing with omitzero).
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText is [ParseDate]; no text gives no date. It returns [ErrSyntax] or [ErrRange].
func (d *Date) UnmarshalText(text []byte) error { return decodeText(d, string(text), ParseDate) }

// Value returns "2026-05-31" for a database column, NULL for no date.
func (d Date) Value() (driver.Value, error) { return valueText(d.String()) }

// Scan reads a text column as [ParseDate] does, or the civil day of a time in its own zone (what drivers return for a
// DATE column); NULL and the zero time give no date. It returns [ErrSyntax] or [ErrRange].
func (d *Date) Scan(src any) error {
	t, ok := src.(time.Time)
	if !ok {
		return scanText(d, "date", src, ParseDate)
	}
	if y := t.Year(); y < 1 || y > 9999 {
		return fmt.Errorf("finops: date from a time in the year %d: %w", y, ErrRange)
	}
	*d = Date{}
	if !t.IsZero() {
		*d = DateOf(t)
	}
	return nil
}

// AppendText appends "2026-05" to b, nothing for no month. It never fails.
func (m Month) AppendText(b []byte) ([]byte, error) { return m.appendTo(b), nil }

// MarshalText returns "2026-05", no text for no month (in JSON "", or nothing with omitzero).
func (m Month) MarshalText() ([]byte, error) { return m.AppendText(nil) }

// UnmarshalText is [ParseMonth]; no text gives no month. It returns [ErrSyntax] or [ErrRange].
func (m *Month) UnmarshalText(text []byte) error { return decodeText(m, string(text), ParseMonth) }

// Value returns "2026-05" for a database column, NULL for no month.
func (m Month) Value() (driver.Value, error) { return valueText(m.String()) }

// Scan reads a text column as [ParseMonth] does; NULL gives no month. It returns [ErrSyntax] or [ErrRange].
func (m *Month) Scan(src any) error { return scanText(m, "month", src, ParseMonth) }

// AppendText appends "2026-01-01/2027-01-01" to b, nothing for no period. It never fails.
func (p Period) AppendText(b []byte) ([]byte, error) { return p.appendTo(b), nil }

// MarshalText returns "2026-01-01/2027-01-01", no text for no period (in JSON "", or nothing with omitzero).
func (p Period) MarshalText() ([]byte, error) { return p.AppendText(nil) }

// UnmarshalText is [ParsePeriod]; no text gives no period. It returns [ErrSyntax] or [ErrRange].
func (p *Period) UnmarshalText(text []byte) error { return decodeText(p, string(text), ParsePeriod) }

// Value returns "2026-01-01/2027-01-01" for a database column, NULL for no period.
func (p Period) Value() (driver.Value, error) { return valueText(p.String()) }

// Scan reads a text column as [ParsePeriod] does; NULL gives no period. It returns [ErrSyntax] or [ErrRange].
func (p *Period) Scan(src any) error { return scanText(p, "period", src, ParsePeriod) }
