// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// vector is one reference case: what a vendor's documentation or test states, or what follows from its price list.
type vector struct {
	ID        string         `json:"id"`
	Kind      string         `json:"kind"`
	Source    string         `json:"source"`
	URL       string         `json:"url"`
	Published bool           `json:"published"`
	Input     map[string]any `json:"input"`
	Expect    map[string]any `json:"expect"`
	Note      string         `json:"note"`

	used map[string]bool
}

func readVectors(t *testing.T, name string) []*vector {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var vs []*vector
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&vs))
	for _, v := range vs {
		v.used = map[string]bool{}
	}
	return vs
}

// text reads an input, "" if it is not there.
func (v *vector) text(key string) string {
	v.used[key] = true
	x, ok := v.Input[key]
	if !ok || x == nil {
		return ""
	}
	return fmt.Sprint(x)
}

func (v *vector) has(key string) bool { _, ok := v.Input[key]; return ok }

func (v *vector) num(key string) decimal.Decimal { return number(v.text(key)) }

func (v *vector) usd(key string) finops.Money {
	if !v.has(key) {
		return finops.Money{}
	}
	return usd(v.text(key))
}

func (v *vector) nums(key string) []decimal.Decimal {
	v.used[key] = true
	var out []decimal.Decimal
	list, _ := v.Input[key].([]any)
	for _, x := range list {
		out = append(out, number(fmt.Sprint(x)))
	}
	return out
}

func (v *vector) moneys(key string) []finops.Money {
	var out []finops.Money
	for _, d := range v.nums(key) {
		out = append(out, usd(d.String()))
	}
	return out
}

func (v *vector) tiers() []map[string]any {
	v.used["tiers"] = true
	var out []map[string]any
	list, _ := v.Input["tiers"].([]any)
	for _, x := range list {
		m, _ := x.(map[string]any)
		out = append(out, m)
	}
	return out
}

func number(s string) decimal.Decimal {
	if s == "" {
		return decimal.Decimal{}
	}
	return decimal.RequireFromString(s)
}

func usd(s string) finops.Money {
	m, err := finops.NewMoney(number(s), "USD")
	if err != nil {
		panic(err)
	}
	return m
}

// ladder builds the ladder of a vector. The reference data has no word for free and closed: a tier without a price is
// free, a ladder without an open tier is closed.
func (v *vector) ladder() (pricing.LadderSpec, error) {
	s := pricing.LadderSpec{Currency: "USD", Closed: true}
	if err := s.Mode.UnmarshalText([]byte(v.text("model"))); err != nil {
		return s, err
	}
	for key, option := range map[string]encoding.TextUnmarshaler{"boundary": &s.Bound, "at_zero": &s.AtZero, "package_count": &s.PackageCount} {
		if !v.has(key) {
			continue
		}
		name := v.text(key)
		if key == "boundary" {
			name = "upper_" + name
		}
		if err := option.UnmarshalText([]byte(name)); err != nil {
			return s, err
		}
	}
	s.WholeUnits = v.text("whole_units") == "true"
	for _, m := range v.tiers() {
		var t pricing.Tier
		for key, x := range m {
			switch key {
			case "up_to":
				t.Open = x == nil
				if !t.Open {
					t.UpTo = number(fmt.Sprint(x))
				}
			case "unit":
				t.Unit = number(fmt.Sprint(x))
			case "flat":
				t.Flat = number(fmt.Sprint(x))
			case "package":
				t.Package = number(fmt.Sprint(x))
			default:
				return s, fmt.Errorf("tier has %q", key)
			}
		}
		t.Free = t.Unit.IsZero() && t.Flat.IsZero()
		s.Closed = s.Closed && !t.Open
		s.Tiers = append(s.Tiers, t)
	}
	return s, nil
}

func (v *vector) price() (pricing.Price, error) {
	switch v.text("model") {
	case "per_unit":
		o := pricing.PerUnitOptions{ConvertDivide: v.num("convert_divide"), UsageDiscount: v.num("usage_discount")}
		if v.has("round") {
			if err := o.ConvertRounding.UnmarshalText([]byte(v.text("round"))); err != nil {
				return nil, err
			}
		}
		return pricing.NewPerUnit(v.usd("unit"), o)
	case "package":
		return pricing.NewPackage(v.packages(v.usd("amount")))
	case "flat":
		return pricing.NewFlat(v.usd("amount"))
	}
	s, err := v.ladder()
	if err != nil {
		return nil, err
	}
	return pricing.NewLadder(s)
}

func (v *vector) packages(amount finops.Money) pricing.PackageSpec {
	s := pricing.PackageSpec{Amount: amount, Size: v.num("package_size"), Free: v.num("free"), MinPackages: v.num("minimum_packages")}
	if v.text("part_package") == "free" {
		s.PartPackage = pricing.PartPackageFree
	}
	return s
}

// answer computes what the vector expects, by the names in its expect block.
func (v *vector) answer() (map[string]any, error) {
	switch v.Kind {
	case "price":
		return v.priced()
	case "package_count":
		p, err := pricing.NewPackage(v.packages(usd("1")))
		if err != nil {
			return nil, err
		}
		n, err := p.Packages(v.num("quantity"))
		return map[string]any{"packages": n}, err
	case "percentage":
		return v.percentage()
	case "commitment":
		if v.has("prepaid_balance") {
			return v.prepaid()
		}
		if v.has("balances") {
			return v.drawn()
		}
		return v.settled()
	case "proration":
		return v.prorated()
	case "plan_change":
		r, err := v.rounding()
		if err != nil {
			return nil, err
		}
		c, err := pricing.ChangePlan(v.usd("old"), v.usd("new"), finops.Ratio{Num: v.num("days_left"), Den: v.num("days")}, r)
		return map[string]any{"credit": c.Credit, "charge": c.Charge, "net": c.Net}, err
	case "best_quantity":
		p, err := v.price()
		if err != nil {
			return nil, err
		}
		q, err := pricing.BestQuantity(p, v.num("need"), v.num("floor"))
		return map[string]any{"buy": q.Buy, "cost": q.Cost, "naive_cost": q.CostAtNeed}, err
	}
	return nil, fmt.Errorf("kind %q", v.Kind)
}

func (v *vector) priced() (map[string]any, error) {
	p, err := v.price()
	if err != nil {
		return nil, err
	}
	var c pricing.Charge
	if l, ok := p.(*pricing.Ladder); ok && v.has("tier_quantity") {
		c, err = l.ChargeProrated(v.num("tier_quantity"), v.num("quantity"))
	} else {
		c, err = p.Charge(v.num("quantity"))
	}
	return map[string]any{"total": c.Total}, err
}

func (v *vector) percentage() (map[string]any, error) {
	p, err := pricing.NewPercentage(pricing.PercentageSpec{
		Currency: "USD", Rate: v.num("rate_pct").Shift(-2), Fixed: v.usd("fixed"), FreeVolume: v.usd("free_volume"),
		FreeEvents: int(v.num("free_events").IntPart()), Minimum: v.usd("per_tx_min"), Maximum: v.usd("per_tx_max"),
	})
	if err != nil {
		return nil, err
	}
	var c pricing.Charge
	if v.has("transactions") {
		c, err = p.ChargeTransactions(v.moneys("transactions"))
	} else {
		c, err = p.ChargeVolume(v.usd("volume"), int(v.num("events").IntPart()))
	}
	return map[string]any{"total": c.Total}, err
}

func (v *vector) prepaid() (map[string]any, error) {
	b := []pricing.UnitBalance{{ID: "prepaid", Remaining: v.num("prepaid_balance")}}
	d, err := pricing.DrawUnits(b, v.num("usage"), finops.MustDate("2026-01-01"))
	return map[string]any{"drawdown": d.Drawn, "overage": d.Overage, "balance": d.Balance}, err
}

// drawn covers usage from several balances of units, each with its first and last day.
func (v *vector) drawn() (map[string]any, error) {
	v.used["balances"] = true
	var balances []pricing.UnitBalance
	list, _ := v.Input["balances"].([]any)
	for _, x := range list {
		b, err := json.Marshal(x)
		if err != nil {
			return nil, err
		}
		var u pricing.UnitBalance
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&u); err != nil {
			return nil, err
		}
		balances = append(balances, u)
	}
	d, err := pricing.DrawUnits(balances, v.num("usage"), finops.MustDate(v.text("on")))
	var order, drawn, left []any
	for _, x := range d.Draws {
		order, drawn = append(order, x.ID), append(drawn, x.Drawn)
	}
	for _, x := range d.After {
		left = append(left, x.Remaining)
	}
	return map[string]any{"drawdown": d.Drawn, "overage": d.Overage, "balance": d.Balance, "order": order, "draws": drawn, "left": left}, err
}

// rounding reads the digits, which must be the minor units of USD, and the mode.
func (v *vector) rounding() (finops.Rounding, error) {
	var r finops.Rounding
	if n := v.text("round"); n != "" && n != "2" {
		return r, fmt.Errorf("round %s", n)
	}
	if mode := v.text("rounding"); mode != "" {
		return r, r.UnmarshalText([]byte(mode))
	}
	return r, nil
}

func (v *vector) settled() (map[string]any, error) {
	c := pricing.Commitment{
		Minimum: v.usd("minimum"), Maximum: v.usd("maximum"), OverageFactor: v.num("overage_factor"),
		Fraction: finops.Ratio{Num: v.num("days"), Den: v.num("days_in_period")},
	}
	if v.text("true_up") == "false" {
		c.Shortfall = pricing.ShortfallForgiven
	}
	var err error
	if c.Rounding, err = v.rounding(); err != nil {
		return nil, err
	}
	lines := v.moneys("lines")
	for _, key := range []string{"usage", "subtotal"} {
		if v.has(key) {
			lines = append(lines, v.usd(key))
		}
	}
	s, err := c.Settle(lines, v.usd("previously_billed"))
	out := map[string]any{
		"true_up": s.TrueUp, "discount": s.Discount, "total": s.Total, "minimum": s.Minimum, "maximum": s.Maximum,
		"overage": s.Overage, "surcharge": s.Surcharge.Amount, "surcharge_total": s.Surcharge.Total,
	}
	var totals, discounts []any
	for _, l := range s.Lines {
		totals, discounts = append(totals, l.Total), append(discounts, l.Discount)
	}
	out["line_totals"], out["discounts"] = totals, discounts
	return out, err
}

func (v *vector) prorated() (map[string]any, error) {
	if v.has("amount") {
		r, err := v.rounding()
		if err != nil {
			return nil, err
		}
		m, err := pricing.ProrateBy(v.usd("amount"), finops.Ratio{Num: v.num("days"), Den: v.num("days_in_period")}, r)
		return map[string]any{"amount": m}, err
	}
	var p pricing.Proration
	var period finops.Period
	switch v.text("basis") {
	case "actual":
		start := finops.MustDate(v.text("period_start"))
		period = finops.Period{Start: start, End: start.AddMonths(int(v.num("months").IntPart()))}
	case "fixed30":
		p.Basis = pricing.Fixed30
	case "30_360":
		p.Basis = pricing.Thirty360
	case "actual_365":
		p.Basis = pricing.Actual365
	case "actual_366":
		p.Basis = pricing.Actual366
	default:
		return nil, fmt.Errorf("basis %q", v.text("basis"))
	}
	if v.text("inclusive") == "true" {
		p.LastDay = pricing.LastDayIncluded
	}
	f, err := p.Fraction(finops.MustDate(v.text("from")), finops.MustDate(v.text("to")), period)
	nine, _ := f.Round(9, finops.HalfUp)
	return map[string]any{"days": f.Num, "days_in_period": f.Den, "fraction_9dp_half_up": nine}, err
}

// check computes the vector and returns how the answer differs from what is expected, "" if it does not.
func (v *vector) check() string {
	got, err := v.answer()
	if err != nil {
		return err.Error()
	}
	for key := range v.Input {
		if !v.used[key] {
			return fmt.Sprintf("input %q is not used", key)
		}
	}
	keys := make([]string, 0, len(v.Expect))
	for key := range v.Expect {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if g, ok := got[key]; !ok || !agree(v.Expect[key], g) {
			return fmt.Sprintf("%s: want %v, got %v (%s)", key, v.Expect[key], g, v.Source)
		}
	}
	if len(keys) == 0 {
		return "nothing expected"
	}
	return ""
}

// agree compares an expected number, or list of numbers, exactly.
func agree(want, got any) bool {
	if list, ok := want.([]any); ok {
		gots, ok := got.([]any)
		return ok && slices.EqualFunc(list, gots, agree)
	}
	if name, ok := got.(string); ok {
		return want == name
	}
	w := number(fmt.Sprint(want))
	switch g := got.(type) {
	case finops.Money:
		return g.Amount().Equal(w)
	case decimal.Decimal:
		return g.Equal(w)
	}
	return false
}
