// SPDX-License-Identifier: Apache-2.0

package finops_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops"
)

func spot(pair, value, day string) finops.Rate {
	return finops.Rate{From: finops.Currency(pair[:3]), To: finops.Currency(pair[3:]), Value: decimal.RequireFromString(value), Date: finops.MustDate(day), Source: pair + " " + day}
}

func planned(kind finops.RateKind, pair, value, period string) finops.Rate {
	return finops.Rate{From: finops.Currency(pair[:3]), To: finops.Currency(pair[3:]), Value: decimal.RequireFromString(value), Kind: kind, Period: finops.MustPeriod(period), Source: pair + " " + period}
}

func mustTable(t *testing.T, o finops.FXOptions, rates ...finops.Rate) finops.FXTable {
	t.Helper()
	table, err := finops.NewFXTable(rates, o)
	require.NoError(t, err)
	return table
}

func sources(u finops.RateUsed) string {
	var s []string
	for _, leg := range u.Legs {
		text := leg.Rate.Source
		if leg.Inverted {
			text += " inverted"
		}
		s = append(s, text)
	}
	return strings.Join(s, ", ")
}

func TestFXLookup(t *testing.T) {
	table := mustTable(t, finops.FXOptions{Base: "USD", MaxAgeDays: 10},
		spot("EURUSD", "1.10", "2026-03-02"), spot("EURUSD", "1.20", "2026-03-09"), spot("USDEUR", "0.80", "2026-03-09"), spot("USDEUR", "0.79", "2026-03-10"),
		spot("GBPUSD", "1.25", "2026-03-05"), spot("EURCHF", "0.95", "2026-02-01"), spot("USDCHF", "0.90", "2026-03-08"), spot("JPYUSD", "0.0067", "2026-01-01"),
		planned(finops.AverageRate, "EURUSD", "1.15", "2026-03-01/2026-04-01"), planned(finops.AverageRate, "USDEUR", "0.85", "2026-04-01/2026-05-01"),
		planned(finops.BudgetRate, "EURUSD", "1.05", "2026-01-01/2027-01-01"),
		finops.Rate{From: "EUR", To: "USD", Value: decimal.New(107, -2), Kind: finops.AverageRate, Date: finops.MustDate("2026-05-30"), Source: "dated average"},
	)
	for _, c := range []struct {
		from, to finops.Currency
		on       string
		kind     finops.RateKind
		want     string // sources of the legs
		err      error
	}{
		{"EUR", "USD", "2026-03-01", finops.SpotRate, "", finops.ErrNoRate}, // never ahead
		{"EUR", "USD", "2026-03-02", finops.SpotRate, "EURUSD 2026-03-02", nil},
		{"EUR", "USD", "2026-03-08", finops.SpotRate, "EURUSD 2026-03-02", nil},
		{"EUR", "USD", "2026-03-09", finops.SpotRate, "EURUSD 2026-03-09", nil},          // direct before inverse
		{"USD", "EUR", "2026-03-09", finops.SpotRate, "USDEUR 2026-03-09", nil},          // in either direction
		{"EUR", "USD", "2026-03-12", finops.SpotRate, "USDEUR 2026-03-10 inverted", nil}, // the latest counts
		{"USD", "EUR", "2026-03-05", finops.SpotRate, "EURUSD 2026-03-02 inverted", nil},
		{"USD", "EUR", "2026-03-20", finops.SpotRate, "USDEUR 2026-03-10", nil}, // ten days old
		{"USD", "EUR", "2026-03-21", finops.SpotRate, "", finops.ErrStaleRate},
		{"GBP", "EUR", "2026-03-10", finops.SpotRate, "GBPUSD 2026-03-05, USDEUR 2026-03-10", nil},
		{"EUR", "GBP", "2026-03-08", finops.SpotRate, "EURUSD 2026-03-02, GBPUSD 2026-03-05 inverted", nil},
		{"EUR", "CHF", "2026-02-11", finops.SpotRate, "EURCHF 2026-02-01", nil},
		{"EUR", "CHF", "2026-03-09", finops.SpotRate, "EURUSD 2026-03-09, USDCHF 2026-03-08", nil}, // the pair is stale, the base is not
		{"EUR", "CHF", "2026-02-12", finops.SpotRate, "", finops.ErrStaleRate},
		{"JPY", "GBP", "2026-03-06", finops.SpotRate, "", finops.ErrStaleRate},
		{"JPY", "GBP", "2026-03-04", finops.SpotRate, "", finops.ErrNoRate}, // one leg is missing altogether
		{"GBP", "CAD", "2026-03-06", finops.SpotRate, "", finops.ErrNoRate},
		{"EUR", "USD", "2026-03-31", finops.AverageRate, "EURUSD 2026-03-01/2026-04-01", nil},
		{"EUR", "USD", "2026-04-01", finops.AverageRate, "USDEUR 2026-04-01/2026-05-01 inverted", nil},
		{"EUR", "USD", "2026-05-29", finops.AverageRate, "", finops.ErrNoRate},
		{"EUR", "USD", "2026-06-01", finops.AverageRate, "dated average", nil},
		{"EUR", "USD", "2026-12-31", finops.BudgetRate, "EURUSD 2026-01-01/2027-01-01", nil}, // a period does not age
		{"EUR", "USD", "2027-01-01", finops.BudgetRate, "", finops.ErrNoRate},
		{"EUR", "USD", "2026-03-09", finops.ClosingRate, "", finops.ErrNoRate},
		{"EUR", "USD", "2026-03-09", finops.ContractRate, "", finops.ErrNoRate},
		{"EUR", "EUR", "2020-01-01", finops.SpotRate, "", nil},
	} {
		used, err := table.Lookup(c.from, c.to, finops.MustDate(c.on), c.kind)
		if c.err != nil {
			require.ErrorIs(t, err, c.err, "%s to %s on %s", c.from, c.to, c.on)
			continue
		}
		require.NoError(t, err)
		if got := sources(used); got != c.want || used.From != c.from || used.To != c.to || used.Kind != c.kind || used.On.String() != c.on {
			t.Errorf("%s to %s on %s: %q, want %q; %+v", c.from, c.to, c.on, got, c.want, used)
		}
	}
}

func TestFXErrors(t *testing.T) {
	table := mustTable(t, finops.FXOptions{Base: "USD", MaxAgeDays: 7}, spot("EURUSD", "1.1", "2026-03-02"))
	on := finops.MustDate("2026-03-10")
	_, err := table.Lookup("EUR", "USD", on, finops.SpotRate)
	var stale *finops.StaleRateError
	require.ErrorAs(t, err, &stale)
	want := &finops.StaleRateError{Rate: spot("EURUSD", "1.1", "2026-03-02"), On: on, AgeDays: 8, MaxAgeDays: 7}
	if diff := cmp.Diff(want, stale); diff != "" {
		t.Errorf("stale (-want +got):\n%s", diff)
	}
	if want := "finops: spot rate from EUR to USD of 2026-03-02 is 8 days old on 2026-03-10, at most 7 allowed"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	_, err = table.Lookup("CHF", "GBP", on, finops.ClosingRate)
	var missing *finops.NoRateError
	require.ErrorAs(t, err, &missing)
	if diff := cmp.Diff(&finops.NoRateError{From: "CHF", To: "GBP", Kind: finops.ClosingRate, On: on, Base: "USD"}, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if want := `finops: no closing rate from "CHF" to "GBP" on or before 2026-03-10, nor through USD`; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	_, err = table.Lookup("USD", "GBP", on, finops.SpotRate)
	if want := `finops: no spot rate from "USD" to "GBP" on or before 2026-03-10`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
	_, err = table.Lookup("EUR", "USD", finops.Date{}, finops.SpotRate)
	require.ErrorIs(t, err, finops.ErrRange)
	for _, pair := range [][2]finops.Currency{{"XXQ", "USD"}, {"USD", "XXQ"}} {
		_, err = table.Lookup(pair[0], pair[1], on, finops.SpotRate)
		require.ErrorIs(t, err, finops.ErrUnknownCurrency)
	}
	_, err = table.Convert(finops.MustMoney("1 EUR"), "XXQ", on, finops.SpotRate)
	require.ErrorIs(t, err, finops.ErrUnknownCurrency)
	_, err = table.Convert(finops.MustMoney("1 EUR"), "USD", on, finops.SpotRate)
	require.ErrorIs(t, err, finops.ErrStaleRate)
}

func TestFXTableListsAllProblems(t *testing.T) {
	both := spot("EURUSD", "1", "2026-01-01")
	both.Period = finops.MustPeriod("2026-01-01/2026-02-01")
	neither := spot("EURUSD", "1", "2026-01-01")
	neither.Date = finops.Date{}
	backwards := neither
	backwards.Period = finops.Period{Start: finops.MustDate("2026-02-01"), End: finops.MustDate("2026-01-01")}
	long := spot("EURUSD", "1", "2026-01-01")
	long.Value = decimal.New(1, 501)
	rates := []finops.Rate{
		spot("EURUSD", "1.1", "2026-01-01"),
		spot("EURXXQ", "0", "2026-01-01"),
		spot("EUREUR", "1", "2026-01-01"),
		{From: "EUR", To: "USD", Value: decimal.New(-1, 0), Kind: 5, Date: finops.MustDate("2026-01-01")},
		both, neither, backwards, long,
		planned(finops.BudgetRate, "EURUSD", "1.1", "2026-01-01/2027-01-01"),
		planned(finops.BudgetRate, "USDEUR", "0.9", "2026-12-31/2027-12-31"),
		spot("EURUSD", "1.2", "2026-01-01"),
		spot("USDEUR", "0.9", "2026-01-01"),
	}
	_, err := finops.NewFXTable(rates, finops.FXOptions{Base: "XXQ", MaxAgeDays: -1, Rounding: 7})
	require.ErrorIs(t, err, finops.ErrInvalidRate)
	require.ErrorIs(t, err, finops.ErrUnknownCurrency)
	require.ErrorIs(t, err, finops.ErrRange)
	var got []finops.RateError
	options := 0
	for _, e := range unjoin(err) {
		var rate *finops.RateError
		if errors.As(e, &rate) {
			got = append(got, *rate)
		} else {
			options++
		}
	}
	want := []finops.RateError{
		{Index: 1, Field: "to", Value: "XXQ", Reason: "unknown currency"},
		{Index: 1, Field: "value", Value: "0", Reason: "not above zero"},
		{Index: 2, Field: "to", Value: "EUR", Reason: "same as from"},
		{Index: 3, Field: "value", Value: "-1", Reason: "not above zero"},
		{Index: 3, Field: "kind", Value: "rate kind(5)", Reason: "unknown kind"},
		{Index: 4, Field: "date", Value: "2026-01-01", Reason: "both date and period"},
		{Index: 5, Field: "date", Reason: "neither date nor period"},
		{Index: 6, Field: "period", Value: "2026-02-01/2026-01-01", Reason: "end is not after start"},
		{Index: 7, Field: "value", Value: "1 digits × 10^501", Reason: "too many digits"},
		{Index: 9, Field: "period", Value: "2026-12-31/2027-12-31", Reason: "overlaps 2026-01-01/2027-01-01 of the same pair and kind"},
		{Index: 10, Field: "date", Value: "2026-01-01", Reason: "second rate of the same pair, kind and date"},
	}
	if diff := cmp.Diff(want, got); diff != "" || options != 3 {
		t.Errorf("%d problems of options, want 3; of rates (-want +got):\n%s", options, diff)
	}
	if text := got[0].Error(); text != `finops: exchange rate 1: to "XXQ": unknown currency` {
		t.Errorf("error %q", text)
	}
	err = rates[1].Validate()
	require.ErrorIs(t, err, finops.ErrInvalidRate)
	if text := unjoin(err)[0].Error(); text != `finops: exchange rate: to "XXQ": unknown currency` {
		t.Errorf("error %q", text)
	}
	require.NoError(t, rates[0].Validate())
}

// Problems of the options come first, then those of the rates by their place, whatever kind of problem they are.
func TestFXTableListsProblemsInOrder(t *testing.T) {
	rates := []finops.Rate{
		spot("EURUSD", "1.1", "2026-01-01"),
		spot("EURUSD", "1.2", "2026-01-01"), // second of the day
		spot("EURUSD", "0", "2026-01-02"),
		planned(finops.BudgetRate, "USDGBP", "0.8", "2026-01-01/2027-01-01"),
		planned(finops.BudgetRate, "GBPUSD", "1.2", "2026-01-01/2027-01-01"), // overlaps
		spot("EUREUR", "-1", "2026-01-02"),
	}
	_, err := finops.NewFXTable(rates, finops.FXOptions{MaxAgeDays: -1})
	require.ErrorIs(t, err, finops.ErrInvalidRate)
	var got []string
	for _, e := range unjoin(err) {
		got = append(got, e.Error())
	}
	want := []string{
		`finops: exchange rate options: max_age_days -1 is negative: finops: out of range`,
		`finops: exchange rate 1: date "2026-01-01": second rate of the same pair, kind and date`,
		`finops: exchange rate 2: value "0": not above zero`,
		`finops: exchange rate 4: period "2026-01-01/2027-01-01": overlaps 2026-01-01/2027-01-01 of the same pair and kind`,
		`finops: exchange rate 5: to "EUR": same as from`,
		`finops: exchange rate 5: value "-1": not above zero`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFXConvert(t *testing.T) {
	table := mustTable(t, finops.FXOptions{Base: "USD"}, spot("EURUSD", "1.0837", "2026-03-02"), spot("USDJPY", "149.55", "2026-03-02"), spot("USDKWD", "0.30725", "2026-03-02"))
	on := finops.MustDate("2026-03-02")
	for _, c := range []struct{ in, to, want string }{
		{"1000 EUR", "USD", "1083.70 USD"},
		{"1083.70 USD", "EUR", "1000.00 EUR"},
		{"100 EUR", "JPY", "16207 JPY"},     // 16206.7335
		{"16207 JPY", "EUR", "100.00 EUR"},  // 100.0016...: not 16207 × a rounded 1/x
		{"1 JPY", "KWD", "0.002 KWD"},       // 0.00205...
		{"-0.01 USD", "EUR", "-0.01 EUR"},   // -0.0092...
		{"12.345 EUR", "EUR", "12.345 EUR"}, // the same currency is not touched
	} {
		got, err := table.Convert(finops.MustMoney(c.in), finops.Currency(c.to), on, finops.SpotRate)
		require.NoError(t, err)
		if got.To.String() != c.want || got.From.String() != finops.MustMoney(c.in).String() || got.Rounding != finops.HalfUp {
			t.Errorf("%s in %s = %s, want %s", c.in, c.to, got.To, c.want)
		}
	}
	zero, err := table.Convert(finops.Money{}, "EUR", on, finops.SpotRate)
	require.NoError(t, err)
	if diff := cmp.Diff(finops.MustMoney("0 EUR"), zero.To); diff != "" {
		t.Errorf("nothing in EUR (-want +got):\n%s", diff)
	}
	same, err := finops.FXTable{}.Convert(finops.MustMoney("1 EUR"), "EUR", finops.Date{}, finops.SpotRate)
	require.NoError(t, err)
	if len(same.Rate.Legs) != 0 || same.Rate.Ratio().String() != "1/1" {
		t.Errorf("rate to the same currency: %+v", same.Rate)
	}
	data, err := json.Marshal(zero.Rate)
	require.NoError(t, err)
	if want := `{"from":"EUR","to":"EUR","kind":"spot","on":"2026-03-02"}`; string(data) != want {
		t.Errorf("JSON %s, want %s", data, want)
	}
}

// TestFXLaws: conversions are exact but for one rounding, there and back differs by what that rounding is worth, and
// the order of the rates does not matter.
func TestFXLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		positive := func(label string) string {
			return decimal.New(rapid.Int64Range(1, 1_000_000).Draw(t, label), rapid.Int32Range(-6, 0).Draw(t, label+" exponent")).String()
		}
		rates := []finops.Rate{
			spot("EURUSD", positive("eur"), "2026-03-02"), spot("USDJPY", positive("jpy"), "2026-03-02"), spot("CHFUSD", positive("chf"), "2026-03-01"),
		}
		mode := drawRounding(t)
		options := finops.FXOptions{Base: "USD", Rounding: mode}
		table, err := finops.NewFXTable(rates, options)
		require.NoError(t, err)
		on := finops.MustDate("2026-03-03")
		codes := []finops.Currency{"EUR", "USD", "JPY", "CHF"}
		from, to := rapid.SampledFrom(codes).Draw(t, "from"), rapid.SampledFrom(codes).Draw(t, "to")
		m := drawMoney(t, "amount", from)
		got, err := table.Convert(m, to, on, finops.SpotRate)
		require.NoError(t, err)
		rate := got.Rate.Ratio()
		exact := new(big.Rat).Mul(m.Amount().Rat(), new(big.Rat).Quo(rate.Num.Rat(), rate.Den.Rat()))
		want := exact
		if from != to {
			want = roundRat(exact, to.MinorUnits(), mode)
		}
		if got.To.Amount().Rat().Cmp(want) != 0 {
			t.Errorf("%s in %s = %s, want %s", m, to, got.To, want.RatString())
		}
		back, err := table.Lookup(to, from, on, finops.SpotRate)
		require.NoError(t, err)
		there := new(big.Rat).Quo(rate.Num.Rat(), rate.Den.Rat())
		home := new(big.Rat).Quo(back.Ratio().Num.Rat(), back.Ratio().Den.Rat())
		if there.Mul(there, home).Cmp(big.NewRat(1, 1)) != 0 {
			t.Errorf("%s to %s and back = %s", from, to, there.RatString())
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		given := slices.Clone(rates)
		r.Shuffle(len(rates), func(i, j int) { rates[i], rates[j] = rates[j], rates[i] })
		shuffled, err := finops.NewFXTable(rates, options)
		require.NoError(t, err)
		again, err := shuffled.Convert(m, to, on, finops.SpotRate)
		require.NoError(t, err)
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("rates in another order (-want +got):\n%s", diff)
		}
		rates[0].Value = decimal.New(7, 0)
		if after, err := table.Convert(m, to, on, finops.SpotRate); err != nil || cmp.Diff(got, after) != "" || len(given) != 3 {
			t.Errorf("the table follows the caller's list: %v", err)
		}
	})
}

func TestRateJSON(t *testing.T) {
	in := planned(finops.BudgetRate, "EURUSD", "1.0500", "2026-01-01/2027-01-01")
	data, err := json.Marshal(in)
	require.NoError(t, err)
	if want := `{"from":"EUR","to":"USD","value":"1.05","kind":"budget","period":"2026-01-01/2027-01-01","source":"EURUSD 2026-01-01/2027-01-01"}`; string(data) != want {
		t.Errorf("JSON %s, want %s", data, want)
	}
	var back finops.Rate
	require.NoError(t, json.Unmarshal(data, &back))
	if diff := cmp.Diff(in, back); diff != "" {
		t.Errorf("JSON and back (-want +got):\n%s", diff)
	}
}
