// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"encoding"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

func mustJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

func TestContractJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := anyContract(rt, t)
		first := mustJSON(t, c)
		var back contract.Contract
		require.NoError(rt, json.Unmarshal([]byte(first), &back))
		if second := mustJSON(t, back); second != first {
			rt.Fatalf("written\n%s\nread and written\n%s", first, second)
		}
	})
}

func TestJSONPrices(t *testing.T) {
	c := plain(t, "2026-01-01/2027-01-01", "10 USD", contract.PerMonth, "1")
	c.Lines[0].Ramp = []contract.RampStep{{From: date("2026-02-01"), Quantity: null("2")}, {From: date("2026-03-01"), Price: perUnit(t, "9 USD")}}
	c.Lines[0].List = []contract.ListPrice{{From: date("2026-01-01"), Price: perUnit(t, "11 USD")}}
	c.Options = []contract.ExtensionOption{{ID: "O", Months: 12, Prices: []contract.OptionPrice{{Line: "L1", Price: flat(t, "5 USD")}}}}
	require.NoError(t, c.Validate())
	text := mustJSON(t, c)
	var back contract.Contract
	require.NoError(t, json.Unmarshal([]byte(text), &back))
	require.NoError(t, back.Validate())
	if again := mustJSON(t, back); again != text {
		t.Errorf("want\n%s\ngot\n%s", text, again)
	}
	wantMoney(t, "value", value(t, c, 0).String(), value(t, back, 0))
}

func TestBadJSON(t *testing.T) {
	for _, text := range []string{
		`{"lines":[{"price":{"kind":"nonsense"}}]}`, `{"lines":[{"price":3}]}`, `{"lines":[{"per":"fortnight"}]}`,
		`{"lines":[{"ramp":[{"price":[]}]}]}`, `{"lines":[{"list":[{"price":"x"}]}]}`, `{"options":[{"prices":[{"price":1}]}]}`,
		`{"renewal":{"notice":"soon"}}`, `{"billing":{"every":"never"}}`, `{"lines":[1]}`, `{"lines":[{"ramp":[1]}]}`,
		`{"lines":[{"list":[1]}]}`, `{"options":[{"prices":[1]}]}`,
	} {
		var c contract.Contract
		if err := json.Unmarshal([]byte(text), &c); err == nil {
			t.Errorf("%s was read as %+v", text, c)
		}
	}
}

func FuzzContractJSON(f *testing.F) {
	f.Add(`{"id":"C","currency":"USD","term":"2026-01-01/2027-01-01","lines":[{"id":"L","quantity":"1","per":"month","price":null}]}`)
	f.Add(`{"id":"C","renewal":{"kind":"auto_renew","months":12,"notice":"90d from last_day"}}`)
	f.Add(`{"id":"C","currency":"JPY","term":"2024-02-29/2027-01-15","signed":"2024-01-01","billing":{"every":"quarterly"},"lines":[{"id":"L","quantity":"3",` +
		`"per":"year","price":{"kind":"flat","amount":{"amount":"1000","currency":"JPY"}},"ramp":[{"from":"2025-01-01","quantity":"4"}]}]}`)
	f.Add(`{"term":"2026-01-01/2027-01-01","billing":{"every":"monthly"},"uplift":{"kind":"cpi","floor":null}}`)
	f.Fuzz(func(t *testing.T, text string) {
		var c contract.Contract
		if err := json.Unmarshal([]byte(text), &c); err != nil || c.Validate() != nil {
			return
		}
		if c.Term.Days() > 40000 {
			return
		}
		if _, err := c.NoticeWindow(c.Term.Start, nil); err != nil {
			t.Logf("notice window: %v", err)
		}
		s, err := c.Schedules(contract.ScheduleOptions{})
		if err != nil {
			t.Logf("schedules: %v", err)
			return
		}
		sum := finops.Money{}
		for _, m := range s.Expense {
			if sum, err = sum.Add(m.Amount); err != nil {
				t.Fatal(err)
			}
		}
		if sum.Amount().Cmp(s.Value.Amount()) != 0 {
			t.Errorf("expense %s, value %s", sum, s.Value)
		}
	})
}

// Every named option is written and read under its name; other text and values without a name are refused.
func TestNamedOptions(t *testing.T) {
	type option interface {
		String() string
		encoding.TextMarshaler
	}
	for _, tt := range []struct {
		names string
		value func(int) option
		read  encoding.TextUnmarshaler
	}{
		{"days business_days weeks months", func(i int) option { return contract.NoticeUnit(i) }, new(contract.NoticeUnit)},
		{"unstated last_day renewal_date", func(i int) option { return contract.NoticeAnchor(i) }, new(contract.NoticeAnchor)},
		{"annually upfront semi_annually quarterly monthly", func(i int) option { return contract.Interval(i) }, new(contract.Interval)},
		{"in_advance in_arrears", func(i int) option { return contract.Timing(i) }, new(contract.Timing)},
		{"expires auto_renew evergreen", func(i int) option { return contract.RenewalKind(i) }, new(contract.RenewalKind)},
		{"true_up true_forward true_down", func(i int) option { return contract.MilestoneKind(i) }, new(contract.MilestoneKind)},
		{"none fixed cpi list", func(i int) option { return contract.UpliftKind(i) }, new(contract.UpliftKind)},
		{"once_per_step times_term_years compounded_term_years", func(i int) option { return contract.UpliftScale(i) }, new(contract.UpliftScale)},
		{"by_months actual_of_period actual_365 actual_366 thirty_360", func(i int) option { return contract.Proration(i) }, new(contract.Proration)},
		{"initial option renewal", func(i int) option { return contract.TermKind(i) }, new(contract.TermKind)},
		{"calendar_days even_months by_duration prorated_first_last", func(i int) option { return contract.ExpenseMethod(i) }, new(contract.ExpenseMethod)},
		{"by_invoice by_payment by_service", func(i int) option { return contract.ReliefBasis(i) }, new(contract.ReliefBasis)},
		{"milestone use", func(i int) option { return contract.TrueUpFrom(i) }, new(contract.TrueUpFrom)},
		{"- open disputable window_closed never_open evergreen no_auto_renewal notice_given ended", func(i int) option { return contract.WindowStatus(i) }, new(contract.WindowStatus)},
		{"notice_safe notice_latest statutory_notice option_exercise term_end option_end renewal uplift true_up true_forward true_down invoice",
			func(i int) option { return contract.EventKind(i) }, new(contract.EventKind)},
		{"open disputable missed", func(i int) option { return contract.OptionStatus(i) }, new(contract.OptionStatus)},
		{"keep extend shorten", func(i int) option { return contract.CoTermChange(i) }, new(contract.CoTermChange)},
		{"- month year term", func(i int) option { return contract.PricePeriod(i) }, new(contract.PricePeriod)},
	} {
		names := strings.Fields(tt.names)
		for i, name := range names {
			if name == "-" {
				name = ""
			}
			text, err := tt.value(i).MarshalText()
			require.NoError(t, err)
			if string(text) != name || tt.value(i).String() != name {
				t.Errorf("%T %d: want %q, got %q and %q", tt.read, i, name, text, tt.value(i).String())
			}
			require.NoError(t, tt.read.UnmarshalText(text))
			if again := tt.read.(option).String(); again != name {
				t.Errorf("%T: %q reads back as %q", tt.read, name, again)
			}
		}
		_, err := tt.value(len(names)).MarshalText()
		require.ErrorIs(t, err, finops.ErrRange)
		require.ErrorIs(t, tt.read.UnmarshalText([]byte("nonsense")), finops.ErrSyntax)
		if s := tt.value(len(names)).String(); !strings.Contains(s, "(") {
			t.Errorf("%T: unknown value is written %q", tt.read, s)
		}
	}
}

// A misspelt field is refused in every record that reads itself, and named.
func TestUnknownFieldsAreRefused(t *testing.T) {
	price := `{"kind":"flat","amount":"1 USD"}`
	for text, into := range map[string]any{
		`{"id":"L1","quantitty":"1","price":` + price + `}`:                 new(contract.Line),
		`{"id":"L1","ramp":[{"from":"2026-01-01","quantitty":"1"}]}`:        new(contract.Line),
		`{"from":"2026-01-01","quantitty":"1"}`:                             new(contract.RampStep),
		`{"from":"2026-01-01","quantitty":"1","price":` + price + `}`:       new(contract.ListPrice),
		`{"line":"L1","quantitty":"1","price":` + price + `}`:               new(contract.OptionPrice),
		`{"id":"C","lines":[{"id":"L1","quantitty":"1"}],"currency":"USD"}`: new(contract.Contract),
	} {
		err := json.Unmarshal([]byte(text), into)
		require.ErrorIs(t, err, finops.ErrSyntax, text)
		require.ErrorContains(t, err, "quantitty")
	}
}
