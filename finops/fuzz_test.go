// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/itfm-go/itfm/finops"
)

// documented reports whether err is one of those that the doc comments of the parsers name.
func documented(err error) bool {
	for _, known := range []error{finops.ErrSyntax, finops.ErrRange, finops.ErrUnknownCurrency, finops.ErrNoCurrency} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// checkError fails on an error that is not documented, or as long as its input.
func checkError(t *testing.T, err error) {
	t.Helper()
	if !documented(err) || len(err.Error()) > 2000 {
		t.Fatalf("error of %d characters: %.200v", len(err.Error()), err)
	}
}

// roundTrip parses s, and what it prints, and wants the same value and the same text.
func roundTrip[T interface{ String() string }](t *testing.T, s string, parse func(string) (T, error)) {
	v, err := parse(s)
	if err != nil {
		checkError(t, err)
		return
	}
	back, err := parse(v.String())
	if err != nil {
		t.Fatalf("%q prints as %q: %v", s, v, err)
	}
	if diff := cmp.Diff(v, back); diff != "" || back.String() != v.String() {
		t.Fatalf("%q printed and read (-want +got):\n%s", s, diff)
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{
		strings.Repeat("9", 5000),
		"1234.50 USD", "-0.005 EUR", "+3 JPY", ".5 KWD", "5. CLF", "-0 USD", "99999999999999999999.999 USD", "1e9 USD", "1 usd", " USD", "1", "--1 USD", "1,000 USD",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { roundTrip(t, s, finops.ParseMoney) })
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{
		strings.Repeat("9", 5000),
		"0", "-0.0", "+.5", "5.", ".", "-", "1e5", "00012", "123456789012345678", "1234567890123456789", "0.0000000000000000001", "١",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := finops.ParseDecimal(s)
		if err != nil {
			checkError(t, err)
			return
		}
		if back, err := finops.ParseDecimal(d.StringFixed(max(-d.Exponent(), 0))); err != nil || !back.Equal(d) {
			t.Fatalf("%q = %s, back %s, %v", s, d, back, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{
		strings.Repeat("9", 5000),
		"2026-05-31", "2024-02-29", "2026-02-29", "0001-01-01", "9999-12-31", "0000-00-00", "2026-5-31", "2026-05-31T", "+026-05-31",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := finops.ParseDate(s); err == nil && d.String() != s {
			t.Fatalf("%q prints as %q", s, d)
		}
		roundTrip(t, s, finops.ParseDate)
	})
}

func FuzzParseMonth(f *testing.F) {
	for _, s := range []string{
		strings.Repeat("9", 5000),
		"2026-05", "0001-01", "9999-12", "2026-13", "2026-00", "2026", "2026-5", "26-05",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { roundTrip(t, s, finops.ParseMonth) })
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{
		strings.Repeat("9", 5000),
		"2026-01-01/2027-01-01", "2026-01-01/2026-01-01", "2027-01-01/2026-01-01", "/", "2026-01-01/", "2026-01-01/P1Y", "0001-01-01/9999-12-31",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { roundTrip(t, s, finops.ParsePeriod) })
}

func FuzzParseCurrency(f *testing.F) {
	for _, s := range []string{
		strings.Repeat("9", 5000),
		"USD", "usd", "XXX", "XXQ", "", "US", "USDX", "\x00\x00\x00", "ÅÅ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { roundTrip(t, s, finops.ParseCurrency) })
}

// jsonRoundTrip decodes data, and what the value encodes to, and wants the same value and the same JSON.
func jsonRoundTrip[T any](t *testing.T, data []byte) {
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		if json.Valid(data) {
			checkError(t, err)
		}
		return
	}
	first, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%.200q: %v", data, err)
	}
	var back T
	if err := json.Unmarshal(first, &back); err != nil {
		t.Fatalf("%.200q encodes to %.200q: %v", data, first, err)
	}
	again, err := json.Marshal(back)
	if diff := cmp.Diff(v, back); diff != "" || err != nil || string(again) != string(first) {
		t.Fatalf("%.200q, then %.200q, %v (-want +got):\n%s", first, again, err, diff)
	}
}

func FuzzMoneyJSON(f *testing.F) {
	for _, s := range []string{
		`{"amount":"1234.50","currency":"USD"}`, `{"amount":1e-7,"currency":"USD"}`, `{"amount":1e999999,"currency":"USD"}`, `null`, `{}`, `[]`, `"1 USD"`,
		`{"amount":0}`, `{"amount":"1"}`, `{"amount":{"amount":1},"currency":"USD"}`, `{"amount":"1","currency":null}`, `{"AMOUNT":"1","Currency":"USD","amount":2}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { jsonRoundTrip[finops.Money](t, data) })
}

func FuzzBagJSON(f *testing.F) {
	for _, s := range []string{
		`[{"amount":"1","currency":"USD"},{"amount":"-1","currency":"USD"},{"amount":"3","currency":"EUR"}]`, `[]`, `null`, `[null]`, `{}`, `[[]]`, `[{"amount":1}]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { jsonRoundTrip[finops.Bag](t, data) })
}

func FuzzRatioJSON(f *testing.F) {
	for _, s := range []string{
		`{"num":"3","den":"4","value":"0.75"}`, `{"num":3,"den":0}`, `{"num":1e500,"den":1e-500}`, `null`, `{}`, `{"den":"x"}`, `{"num":null}`, `{"value":{}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { jsonRoundTrip[finops.Ratio](t, data) })
}

func FuzzRateJSON(f *testing.F) {
	for _, s := range []string{
		`{"from":"EUR","to":"USD","value":"1.0837","kind":"spot","date":"2026-03-02","source":"ECB"}`,
		`{"from":"EUR","to":"USD","value":1.5e-6,"kind":"budget","period":"2026-01-01/2027-01-01"}`, `{"value":-0e500}`, `{"value":null}`, `null`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { jsonRoundTrip[finops.Rate](t, data) })
}

// FuzzScan gives each type a text column; what is accepted must come back the same from its own column value.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		strings.Repeat("9", 5000),
		"1234.50 USD", "EUR", "2026-05-31", "2026-05", "2026-01-01/2027-01-01", "", "2026-05-31 00:00:00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, v := range []interface {
			column
			Scan(any) error
			encoding.TextUnmarshaler
		}{new(finops.Money), new(finops.Currency), new(finops.Date), new(finops.Month), new(finops.Period)} {
			if err := v.Scan([]byte(s)); err != nil {
				checkError(t, err)
				continue
			}
			first, err := v.Value()
			if err != nil {
				t.Fatalf("%T from %q: %v", v, s, err)
			}
			if err := v.Scan(first); err != nil {
				t.Fatalf("%T from %q as %v: %v", v, s, first, err)
			}
			if again, err := v.Value(); err != nil || again != first {
				t.Fatalf("%T from %q: %v, then %v, %v", v, s, first, again, err)
			}
			text, err := v.MarshalText()
			if err != nil || v.UnmarshalText(text) != nil || strings.TrimSpace(string(text)) != string(text) {
				t.Fatalf("%T from %q: text %q, %v", v, s, text, err)
			}
		}
	})
}
