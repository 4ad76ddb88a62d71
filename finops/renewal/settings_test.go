// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// numbered is a portfolio whose numbers are not written as plainly as they could be, so that each text with a number
// comes up.
func numbered() renewal.Input {
	in := full()
	for i := range in.Contracts {
		l := &in.Contracts[i].Lines[0]
		l.Quantity, l.Minimum = l.Quantity.Round(2).Add(dec("0.00")), l.Minimum.Add(dec("0.00"))
	}
	in.Floors[0].Quantity, in.Floors[1].Quantity = dec("80.0"), dec("45.0")
	in.Contracts[0].Lines[0].Ramp = []contract.RampStep{{From: day("2026-12-01"), Quantity: decimal.NewNullDecimal(dec("110.0"))}}
	db := autoRenewing("H", "db", "6e1", "1000 USD", "2026-01-01/2027-01-01")
	seats := autoRenewing("I", "hr", "50.0", "10 USD", "2026-01-01/2027-01-01")
	seats.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: day("2026-10-01")}}
	in.Contracts = append(in.Contracts, db, seats)
	in.Needs = []license.Need{needOf("db", license.MetricCore, "40.0"), needOf("none", license.MetricCore, "4e1"), needOf("minus", license.MetricCore, "-40.0"),
		needOf("hr", license.MetricEmployee, "2e1")}
	in.Floors = append(in.Floors, renewal.Floor{Contract: "H", Line: "L1", Quantity: dec("-50.0")}, renewal.Floor{Contract: "H", Line: "L1", Quantity: dec("50.0")})
	in.Buffers = []renewal.Buffer{{Product: "crm", Fraction: dec("-0.50")}, {Product: "db", Fraction: dec("0.10")}}
	for i := range in.Shelfware.Products {
		p := &in.Shelfware.Products[i]
		p.Entitled, p.Purchased = true, dec("7e1")
	}
	return in
}

// everyRecord returns a value of each record that has a number, and of those that are made of them.
func everyRecord(t *testing.T) []any {
	t.Helper()
	in := numbered()
	opts := options()
	opts.Buffer, opts.MinCoverage, opts.MissProbability = dec("0.050"), dec("0.80"), dec("0.10")
	out := []any{analyze(t, in, opts), opts, in.Buffers, in.Floors, renewal.BenchmarkOptions{Confidence: dec("0.90")},
		renewal.BreakEvenOptions{Low: dec("-0.50"), High: dec("1.0")}, renewal.SensitivityAxes{}, renewal.SavingPart{Buy: dec("1e1"), PerYear: money("5 USD")}}
	add := func(v any, err error) {
		t.Helper()
		require.NoError(t, err)
		out = append(out, v)
	}
	offer := uplifted(seats1000(), "0.070")
	offer.Quantity, offer.Floor, offer.Ramp = dec("1e3"), dec("1e2"), []decimal.Decimal{dec("12e2"), dec("900.0")}
	yearly, locked := renewal.AsIs("yearly", uplifted(seats1000(), "0.070")), renewal.MultiYear("locked", 36, dec("0.10"), seats1000())
	add(renewal.AsIs("as is", offer), nil)
	c, err := renewal.Compare(day("2025-01-01"), dec("0.080"), []renewal.Scenario{yearly, locked}, renewal.CompareOptions{})
	add(c, err)
	b, err := renewal.BreakEvenShrink(day("2025-01-01"), dec("0.080"), yearly, locked, renewal.BreakEvenOptions{})
	add(b, err)
	axes := renewal.SensitivityAxes{Rates: []decimal.Decimal{dec("0.120")}, Uplifts: []decimal.Decimal{dec("0.050")}, Seats: []decimal.Decimal{dec("-0.10")}}
	add(axes, nil)
	s, err := renewal.Sensitivity(day("2025-01-01"), dec("0.080"), []renewal.Scenario{yearly, locked}, axes, renewal.CompareOptions{})
	add(s, err)
	e, err := renewal.AutoRenewExposure(day("2025-01-01"), dec("0.080"), []roi.Flow{flow("2026-01-01", "108000 USD")}, nil, renewal.CompareOptions{})
	add(e, err)
	w := renewal.Waiting{LostSaving: []finops.Money{money("2000 USD")}, MissProbability: dec("0.10"), Exposure: money("40000 USD")}
	add(w, nil)
	cost, err := renewal.CostOfWaiting(w)
	add(cost, err)
	n := negotiation()
	n.Units, n.Power = dec("1e3"), decimal.NewNullDecimal(dec("0.50"))
	add(n, nil)
	result, err := renewal.Negotiate(n)
	add(result, err)
	market, err := renewal.PricePercentile(pricePoint("95 USD"), sampleOf(12), renewal.BenchmarkOptions{Confidence: dec("0.90")})
	add(market, err)
	few, err := renewal.PricePercentile(pricePoint("95 USD"), sampleOf(3), renewal.BenchmarkOptions{Confidence: dec("0.90")})
	add(few, err)
	for _, p := range []renewal.Position{
		{Price: javaLadder(), Held: dec("1e3"), Need: dec("700.0"), Floor: dec("5e1"), Maximum: decimal.NewNullDecimal(dec("5e3"))},
		{Price: perUnit("1 USD"), Held: dec("1e1"), Need: dec("20.0")}, {Price: perUnit("1 USD"), Held: dec("1e1"), Need: dec("5.0"), Floor: dec("10.0")},
	} {
		add(p, nil)
		s, err := renewal.Reprice(p)
		add(s, err)
	}
	return out
}

// everyError returns an error of each kind that shows a number.
func everyError() []error {
	bad := seats1000()
	bad.Quantity, bad.Uplift, bad.Discount, bad.Ramp = dec("-1e3"), dec("-15e2"), dec("1.50"), []decimal.Decimal{dec("-2.50")}
	high := seats1000()
	high.Uplift = decimal.New(1, 40)
	closed := seats1000()
	closed.Price = must(pricing.NewLadder(pricing.LadderSpec{Currency: "USD", Mode: pricing.Volume, Closed: true, Tiers: []pricing.Tier{{UpTo: dec("10"), Unit: dec("1")}}}))
	closed.Quantity = dec("1e1")
	closed.Ramp = []decimal.Decimal{dec("2e1")}
	_, beyond := closed.Flows()
	parts := seats1000()
	parts.Price = must(pricing.NewPerUnit(money("1 USD"), pricing.PerUnitOptions{WholeUnits: true}))
	parts.Quantity = dec("1.50")
	_, fraction := parts.Flows()
	n := negotiation()
	n.Units, n.Years, n.Power = dec("-1e3"), dec("-1.50"), decimal.NewNullDecimal(dec("15e1"))
	_, negotiated := renewal.Negotiate(n)
	n = negotiation()
	n.Years, n.Start = dec("1.50"), day("2026-01-01")
	_, years := renewal.Negotiate(n)
	as := renewal.AsIs("a", seats1000())
	_, shrink := renewal.BreakEvenShrink(day("2025-01-01"), dec("0.08"), as, renewal.Prepaid("b", dec("0.10"), seats1000()), renewal.BreakEvenOptions{Low: dec("-0.50"), High: dec("1e1")})
	_, seats := renewal.Sensitivity(day("2025-01-01"), dec("0.08"), []renewal.Scenario{as}, renewal.SensitivityAxes{Seats: []decimal.Decimal{dec("-1.50")}}, renewal.CompareOptions{})
	_, wait := renewal.CostOfWaiting(renewal.Waiting{MissProbability: dec("1.50")})
	_, confidence := renewal.PricePercentile(pricePoint("1 USD"), nil, renewal.BenchmarkOptions{Confidence: dec("1.50")})
	_, opts := renewal.Analyze(renewal.Input{}, asOf, renewal.Options{DiscountRate: dec("-1e1"), Buffer: dec("-0.50"), MinCoverage: dec("1.50"), MissProbability: dec("2.50")})
	_, reprice := renewal.Reprice(renewal.Position{Price: perUnit("1 USD"), Held: dec("-1e1"), Need: dec("-1.50"), Floor: dec("1")})
	_, maximum := renewal.Reprice(renewal.Position{Price: perUnit("1 USD"), Held: dec("1"), Need: dec("15e1"), Maximum: decimal.NewNullDecimal(dec("10.0"))})
	return []error{bad.Validate(), high.Validate(), beyond, fraction, negotiated, years, shrink, seats, wait, confidence, opts, reprice, maximum}
}

// everyText returns all that this package writes: JSON and words of every record with a number, and errors.
func everyText(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, v := range everyRecord(t) {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		out = append(out, string(b))
		if s, ok := v.(fmt.Stringer); ok {
			out = append(out, s.String())
		}
		if r, ok := v.(renewal.Report); ok {
			for _, c := range r.Contracts {
				for _, l := range c.Lines {
					out = append(out, l.Saving.String())
					for _, p := range l.Parts {
						out = append(out, p.String())
					}
				}
			}
		}
	}
	for i, err := range everyError() {
		require.Error(t, err, i)
		out = append(out, err.Error())
	}
	return out
}

// No text, JSON or check changes with the package variables of decimal, which any program may set.
func TestSettingsOfPackageDecimal(t *testing.T) {
	want := everyText(t)
	quotes, trim, scientific := decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation
	places := decimal.DivisionPrecision
	t.Cleanup(func() {
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = quotes, trim, scientific
		decimal.DivisionPrecision = places
	})
	decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = true, false, true
	decimal.DivisionPrecision = 1
	if diff := cmp.Diff(want, everyText(t)); diff != "" {
		t.Errorf("texts change (-as it comes +otherwise set):\n%s", diff)
	}
}

// An unknown rounding is an error, not half up.
func TestUnknownRounding(t *testing.T) {
	o := seats1000()
	o.Rounding = finops.Floor + 1
	err := o.Validate()
	var field *renewal.FieldError
	require.ErrorAs(t, err, &field)
	if field.Field != "rounding" || !errors.Is(err, finops.ErrRange) {
		t.Errorf("%v", err)
	}
}
