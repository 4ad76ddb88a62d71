// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

var (
	_ encoding.TextAppender = finops.Money{}
	_ encoding.TextAppender = finops.Date{}
	_ encoding.TextAppender = finops.Month{}
	_ encoding.TextAppender = finops.Period{}
	_ encoding.TextAppender = finops.Currency("")
	_ sql.Scanner           = (*finops.Money)(nil)
	_ driver.Valuer         = finops.Money{}
)

func TestMoneyJSON(t *testing.T) {
	for _, c := range []struct {
		money, want string
	}{
		{"1234.5 USD", `{"amount":"1234.50","currency":"USD"}`},
		{"-0.005 EUR", `{"amount":"-0.005","currency":"EUR"}`},
		{"3 JPY", `{"amount":"3","currency":"JPY"}`},
		{"0 KWD", `{"amount":"0.000","currency":"KWD"}`},
		{"12345678901234567890.12345 USD", `{"amount":"12345678901234567890.12345","currency":"USD"}`},
		{"", "null"},
	} {
		var m finops.Money
		if c.money != "" {
			m = finops.MustMoney(c.money)
		}
		got, err := json.Marshal(m)
		require.NoError(t, err)
		if string(got) != c.want {
			t.Errorf("JSON of %s = %s, want %s", m, got, c.want)
		}
		back := finops.MustMoney("7 CHF")
		require.NoError(t, json.Unmarshal(got, &back))
		if diff := cmp.Diff(m, back); diff != "" {
			t.Errorf("JSON and back (-want +got):\n%s", diff)
		}
	}
}

func TestMoneyJSONReads(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"currency":"USD","amount":12.50}`, "12.50 USD"},
		{`{"amount":0.1,"currency":"USD","note":"ignored"}`, "0.10 USD"},
		// 2^53+1 and 0.1+0.2 style digits do not pass through a float.
		{`{"amount":9007199254740993.01,"currency":"USD"}`, "9007199254740993.01 USD"},
		{`{"amount":0.30000000000000004,"currency":"USD"}`, "0.30000000000000004 USD"},
		{`{"amount":1e3,"currency":"USD"}`, "1000.00 USD"},
		{`{"amount":1.5E-7,"currency":"USD"}`, "0.00000015 USD"},
		{`{"amount":-2e+2,"currency":"JPY"}`, "-200 JPY"},
		{`{"amount":"0","currency":""}`, "0"},
		{`{"amount":0}`, "0"},
	} {
		var m finops.Money
		require.NoError(t, json.Unmarshal([]byte(c.in), &m), c.in)
		if m.String() != c.want {
			t.Errorf("%s = %s, want %s", c.in, m, c.want)
		}
	}
}

func TestMoneyJSONRefuses(t *testing.T) {
	for _, c := range []struct {
		in   string
		want error
	}{
		{`{}`, finops.ErrSyntax},
		{`{"currency":"USD"}`, finops.ErrSyntax},
		{`{"amount":null,"currency":"USD"}`, finops.ErrSyntax},
		{`{"amount":true,"currency":"USD"}`, finops.ErrSyntax},
		{`{"amount":[1],"currency":"USD"}`, finops.ErrSyntax},
		{`{"amount":"1e3","currency":"USD"}`, finops.ErrSyntax},
		{`{"amount":" 1","currency":"USD"}`, finops.ErrSyntax},
		{`{"amount":"1","currency":7}`, finops.ErrSyntax},
		{`"1 USD"`, finops.ErrSyntax},
		{`12`, finops.ErrSyntax},
		{`[]`, finops.ErrSyntax},
		{`{"amount":"1"}`, finops.ErrNoCurrency},
		{`{"amount":"1","currency":""}`, finops.ErrNoCurrency},
		{`{"amount":"1","currency":"usd"}`, finops.ErrUnknownCurrency},
		{`{"amount":"0","currency":"XXQ"}`, finops.ErrUnknownCurrency},
		{`{"amount":1e501,"currency":"USD"}`, finops.ErrRange},
		{`{"amount":1e500,"currency":"USD"}`, finops.ErrRange},
		{`{"amount":1e-501,"currency":"USD"}`, finops.ErrRange},
		{`{"amount":1e999999999999,"currency":"USD"}`, finops.ErrRange},
		{`{"amount":1.5e-500,"currency":"USD"}`, finops.ErrRange},
		{`{"amount":"` + strings.Repeat("1", 501) + `","currency":"USD"}`, finops.ErrRange},
	} {
		m := finops.MustMoney("7 CHF")
		err := json.Unmarshal([]byte(c.in), &m)
		require.ErrorIs(t, err, c.want, c.in)
		if m.String() != "7.00 CHF" {
			t.Errorf("%s changed the value to %s", c.in, m)
		}
	}
}

func TestRatioJSON(t *testing.T) {
	for _, c := range []struct {
		ratio finops.Ratio
		want  string
	}{
		{finops.Ratio{Num: decimal.New(3, 0), Den: decimal.New(4, 0)}, `{"num":"3","den":"4","value":"0.75"}`},
		{finops.Ratio{Num: decimal.New(30, -1), Den: decimal.New(900, -2)}, `{"num":"3","den":"9","value":"0.333333333333"}`},
		{finops.Ratio{Num: decimal.New(3, 0)}, `{"num":"3","den":"0","value":null,"reason":"denominator is zero"}`},
		{finops.Ratio{}, `{"num":"0","den":"0","value":null,"reason":"denominator is zero"}`},
		{finops.Ratio{Den: decimal.New(1, 2)}, `{"num":"0","den":"100","value":"0"}`},
	} {
		got, err := json.Marshal(c.ratio)
		require.NoError(t, err)
		if string(got) != c.want {
			t.Errorf("JSON of %s = %s, want %s", c.ratio, got, c.want)
		}
		var back finops.Ratio
		require.NoError(t, json.Unmarshal(got, &back))
		if diff := cmp.Diff(c.ratio, back); diff != "" {
			t.Errorf("JSON and back (-want +got):\n%s", diff)
		}
	}
	_, err := json.Marshal(finops.Ratio{Num: decimal.New(1, 600), Den: decimal.New(1, 0)})
	require.ErrorIs(t, err, finops.ErrRange)
	for in, want := range map[string]error{
		`7`: finops.ErrSyntax, `{"num":"x"}`: finops.ErrSyntax, `{"den":{}}`: finops.ErrSyntax, `{"num":1e600}`: finops.ErrRange,
	} {
		var r finops.Ratio
		require.ErrorIs(t, json.Unmarshal([]byte(in), &r), want, in)
	}
	r := finops.Ratio{Num: decimal.New(1, 0)}
	require.NoError(t, json.Unmarshal([]byte("null"), &r))
	if diff := cmp.Diff(finops.Ratio{}, r); diff != "" {
		t.Errorf("null (-want +got):\n%s", diff)
	}
}

// record has a field of each type with a text form.
type record struct {
	Price    finops.Money    `json:"price"`
	Currency finops.Currency `json:"currency,omitempty"`
	On       finops.Date     `json:"on,omitzero"`
	Month    finops.Month    `json:"month,omitzero"`
	Term     finops.Period   `json:"term,omitzero"`
	Rounding finops.Rounding `json:"rounding"`
	Bag      finops.Bag      `json:"bag,omitzero"`
}

func TestRecordJSON(t *testing.T) {
	full := record{
		Price: finops.MustMoney("1 EUR"), Currency: "EUR", On: finops.MustDate("2026-05-31"), Month: finops.MustMonth("2026-05"),
		Term: finops.MustPeriod("2026-01-01/2027-01-01"), Rounding: finops.HalfEven, Bag: finops.NewBag(finops.MustMoney("2 USD"), finops.MustMoney("1 EUR")),
	}
	for _, c := range []struct {
		in   record
		want string
	}{
		{full, `{"price":{"amount":"1.00","currency":"EUR"},"currency":"EUR","on":"2026-05-31","month":"2026-05","term":"2026-01-01/2027-01-01",` +
			`"rounding":"half_even","bag":[{"amount":"1.00","currency":"EUR"},{"amount":"2.00","currency":"USD"}]}`},
		{record{}, `{"price":null,"rounding":"half_up"}`},
	} {
		got, err := json.Marshal(c.in)
		require.NoError(t, err)
		if string(got) != c.want {
			t.Errorf("JSON = %s, want %s", got, c.want)
		}
		var back record
		require.NoError(t, json.Unmarshal(got, &back))
		if diff := cmp.Diff(c.in, back); diff != "" {
			t.Errorf("JSON and back (-want +got):\n%s", diff)
		}
	}
	_, err := json.Marshal(record{Currency: "usd"})
	require.ErrorIs(t, err, finops.ErrUnknownCurrency)
	for in, want := range map[string]error{
		`{"currency":"usd"}`: finops.ErrUnknownCurrency, `{"on":"2026-02-30"}`: finops.ErrRange, `{"month":"2026"}`: finops.ErrSyntax,
		`{"term":"2026-01-01"}`: finops.ErrSyntax, `{"rounding":"up_half"}`: finops.ErrSyntax, `{"bag":[{"amount":"1"}]}`: finops.ErrNoCurrency,
		`{"bag":{}}`: finops.ErrSyntax,
	} {
		var r record
		require.ErrorIs(t, json.Unmarshal([]byte(in), &r), want, in)
	}
}

func TestBagJSONListsAllErrors(t *testing.T) {
	var b finops.Bag
	err := json.Unmarshal([]byte(`[{"amount":"1"},{"amount":"1","currency":"EUR"},{"amount":"x","currency":"EUR"}]`), &b)
	require.ErrorIs(t, err, finops.ErrNoCurrency)
	require.ErrorIs(t, err, finops.ErrSyntax)
	if !strings.Contains(err.Error(), "amount 0") || !strings.Contains(err.Error(), "amount 2") || !b.IsZero() {
		t.Errorf("error %v, bag %s", err, b)
	}
	require.NoError(t, json.Unmarshal([]byte(`[null,{"amount":"1","currency":"EUR"},{"amount":-1,"currency":"EUR"}]`), &b))
	if !b.IsZero() {
		t.Errorf("bag = %s", b)
	}
	require.NoError(t, b.UnmarshalJSON([]byte("null")))
}

// column is what each type with a database form offers.
type column interface {
	driver.Valuer
	encoding.TextMarshaler
}

// An error names the whole value that is no number, also one with an e in it, which is no exponent.
func TestMoneyJSONNamesTheWholeAmount(t *testing.T) {
	for _, c := range []struct{ amount, want string }{
		{`true`, `number "true"`},
		{`false`, `number "false"`},
		{`null`, `number "null"`},
		{`["e"]`, `number "[\"e\"]"`},
		{`{"e":1}`, `number "{\"e\":1}"`},
		{`"1e3"`, `number "1e3"`},
		{`"12three"`, `number "12three"`},
		{`1E501`, `number "1E501"`},
	} {
		err := json.Unmarshal([]byte(`{"amount":`+c.amount+`,"currency":"USD"}`), new(finops.Money))
		if err == nil || !strings.Contains(err.Error(), c.want+":") {
			t.Errorf("%s: error %v, want %s", c.amount, err, c.want)
		}
	}
}

func TestScanNamesValueAndType(t *testing.T) {
	for _, c := range []struct {
		to   sql.Scanner
		src  any
		want string
	}{
		{new(finops.Money), 12.5, "finops: money from the database value 12.5 of type float64: finops: bad syntax"},
		{new(finops.Money), int64(-12), "finops: money from the database value -12 of type int64: finops: bad syntax"},
		{new(finops.Currency), int64(840), "finops: currency from the database value 840 of type int64: finops: bad syntax"},
		{new(finops.Date), int64(20260531), "finops: date from the database value 20260531 of type int64: finops: bad syntax"},
		{new(finops.Month), true, "finops: month from the database value true of type bool: finops: bad syntax"},
		{new(finops.Period), 1.5, "finops: period from the database value 1.5 of type float64: finops: bad syntax"},
	} {
		err := c.to.Scan(c.src)
		require.ErrorIs(t, err, finops.ErrSyntax)
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestSQL(t *testing.T) {
	day := time.Date(2026, 5, 31, 23, 30, 0, 0, time.FixedZone("west", -5*3600))
	for _, c := range []struct {
		name string
		src  any
		to   sql.Scanner
		want column // what the scanner holds afterwards, nil for an error
		err  error
	}{
		{"money", "1234.5 USD", new(finops.Money), finops.MustMoney("1234.50 USD"), nil},
		{"money bytes", []byte("-1 JPY"), new(finops.Money), finops.MustMoney("-1 JPY"), nil},
		{"money null", nil, new(finops.Money), finops.Money{}, nil},
		{"money number", 12.5, new(finops.Money), nil, finops.ErrSyntax},
		{"money integer", int64(12), new(finops.Money), nil, finops.ErrSyntax},
		{"money text", "12", new(finops.Money), nil, finops.ErrSyntax},
		{"currency", "EUR", new(finops.Currency), finops.Currency("EUR"), nil},
		{"currency null", nil, new(finops.Currency), finops.Currency(""), nil},
		{"currency unknown", "eur", new(finops.Currency), nil, finops.ErrUnknownCurrency},
		{"date", "2026-05-31", new(finops.Date), finops.MustDate("2026-05-31"), nil},
		{"date time", day, new(finops.Date), finops.MustDate("2026-05-31"), nil},
		{"date zero time", time.Time{}, new(finops.Date), finops.Date{}, nil},
		{"date null", nil, new(finops.Date), finops.Date{}, nil},
		{"date far", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), new(finops.Date), nil, finops.ErrRange},
		{"date number", int64(20260531), new(finops.Date), nil, finops.ErrSyntax},
		{"date none", "2026-02-29", new(finops.Date), nil, finops.ErrRange},
		{"month", "2026-05", new(finops.Month), finops.MustMonth("2026-05"), nil},
		{"month null", nil, new(finops.Month), finops.Month{}, nil},
		{"month bool", true, new(finops.Month), nil, finops.ErrSyntax},
		{"period", []byte("2026-01-01/2027-01-01"), new(finops.Period), finops.MustPeriod("2026-01-01/2027-01-01"), nil},
		{"period null", nil, new(finops.Period), finops.Period{}, nil},
		{"period float", 1.5, new(finops.Period), nil, finops.ErrSyntax},
	} {
		err := c.to.Scan(c.src)
		if c.want == nil {
			require.ErrorIs(t, err, c.err, c.name)
			continue
		}
		require.NoError(t, err, c.name)
		got, err := c.to.(column).Value()
		require.NoError(t, err, c.name)
		want, err := c.want.Value()
		require.NoError(t, err, c.name)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		text, err := c.want.MarshalText()
		require.NoError(t, err, c.name)
		if (got == nil) != (len(text) == 0) || got != nil && got != string(text) {
			t.Errorf("%s: value %v, text %q", c.name, got, text)
		}
	}
	_, err := finops.Currency("eur").Value()
	require.ErrorIs(t, err, finops.ErrUnknownCurrency)
}

// TestTextRoundTrips writes and reads each type in each form.
func TestTextRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurrency(t, "currency")
		start := drawDate(t, "start")
		in := record{
			Price: drawMoney(t, "price", c), Currency: c, On: start, Month: start.Month(), Rounding: drawRounding(t),
			Bag: finops.NewBag(drawMoney(t, "x", "USD"), drawMoney(t, "y", "EUR")),
		}
		if end := start.AddDays(rapid.IntRange(1, 1000).Draw(t, "days")); !end.IsZero() {
			in.Term = finops.Period{Start: start, End: end}
		}
		data, err := json.Marshal(in)
		require.NoError(t, err)
		var back record
		require.NoError(t, json.Unmarshal(data, &back))
		if diff := cmp.Diff(in, back); diff != "" {
			t.Errorf("JSON and back (-want +got):\n%s", diff)
		}
		var price finops.Money
		text, err := in.Price.MarshalText()
		require.NoError(t, err)
		require.NoError(t, price.UnmarshalText(text))
		value, err := in.Price.Value()
		require.NoError(t, err)
		var scanned finops.Money
		require.NoError(t, scanned.Scan(value))
		if !price.Equal(in.Price) || !scanned.Equal(in.Price) {
			t.Errorf("%s as text %s, from a column %s", in.Price, price, scanned)
		}
	})
}
