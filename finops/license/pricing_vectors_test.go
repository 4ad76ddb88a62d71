// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
)

// TestBarPricingVectors computes every case of testdata/pricing_vectors.json, prices and licence metrics; each names its
// source.
func TestBarPricingVectors(t *testing.T) {
	vs := readPricingVectors(t)
	good := 0
	for _, v := range vs {
		if diff := v.check(); diff != "" {
			t.Errorf("%s: %s", v.ID, diff)
			continue
		}
		good++
	}
	fmt.Printf("bar: pricing.vectors %d/%d\n", good, len(vs))
	if len(vs) != 133 {
		t.Errorf("%d vectors, want 133", len(vs))
	}
}

// pricingVector is one reference case: what a vendor's documentation or test states, or what follows from its price list.
type pricingVector struct {
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

func readPricingVectors(t *testing.T) []*pricingVector {
	t.Helper()
	b, err := os.ReadFile("testdata/pricing_vectors.json")
	require.NoError(t, err)
	var vs []*pricingVector
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
func (v *pricingVector) text(key string) string {
	v.used[key] = true
	x, ok := v.Input[key]
	if !ok || x == nil {
		return ""
	}
	return fmt.Sprint(x)
}

func (v *pricingVector) has(key string) bool { _, ok := v.Input[key]; return ok }

func (v *pricingVector) num(key string) decimal.Decimal { return vectorNumber(v.text(key)) }

func (v *pricingVector) usd(key string) finops.Money {
	if !v.has(key) {
		return finops.Money{}
	}
	return vectorUSD(v.text(key))
}

func (v *pricingVector) nums(key string) []decimal.Decimal {
	v.used[key] = true
	var out []decimal.Decimal
	list, _ := v.Input[key].([]any)
	for _, x := range list {
		out = append(out, vectorNumber(fmt.Sprint(x)))
	}
	return out
}

func (v *pricingVector) moneys(key string) []finops.Money {
	var out []finops.Money
	for _, d := range v.nums(key) {
		out = append(out, vectorUSD(d.String()))
	}
	return out
}

func (v *pricingVector) tiers() []map[string]any {
	v.used["tiers"] = true
	var out []map[string]any
	list, _ := v.Input["tiers"].([]any)
	for _, x := range list {
		m, _ := x.(map[string]any)
		out = append(out, m)
	}
	return out
}

func vectorNumber(s string) decimal.Decimal {
	if s == "" {
		return decimal.Decimal{}
	}
	return decimal.RequireFromString(s)
}

func vectorUSD(s string) finops.Money {
	m, err := finops.NewMoney(vectorNumber(s), "USD")
	if err != nil {
		panic(err)
	}
	return m
}

// ladder builds the ladder of a vector. The reference data has no word for free and closed: a tier without a price is
// free, a ladder without an open tier is closed.
func (v *pricingVector) ladder() (pricing.LadderSpec, error) {
	s := pricing.LadderSpec{Currency: "USD", Closed: true}
	if err := s.Mode.UnmarshalText([]byte(v.text("model"))); err != nil {
		return s, err
	}
	for _, m := range v.tiers() {
		var t pricing.Tier
		for key, x := range m {
			switch key {
			case "up_to":
				t.Open = x == nil
				if !t.Open {
					t.UpTo = vectorNumber(fmt.Sprint(x))
				}
			case "unit":
				t.Unit = vectorNumber(fmt.Sprint(x))
			case "flat":
				t.Flat = vectorNumber(fmt.Sprint(x))
			case "package":
				t.Package = vectorNumber(fmt.Sprint(x))
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

func (v *pricingVector) price() (pricing.Price, error) {
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
		return pricing.NewPackage(pricing.PackageSpec{
			Amount: v.usd("amount"), Size: v.num("package_size"), Free: v.num("free"), MinPackages: v.num("minimum_packages"),
		})
	}
	s, err := v.ladder()
	if err != nil {
		return nil, err
	}
	return pricing.NewLadder(s)
}

// answer computes what the vector expects, by the names in its expect block.
func (v *pricingVector) answer() (map[string]any, error) {
	switch v.Kind {
	case "price":
		return v.priced()
	case "package_count":
		p, err := pricing.NewPackage(pricing.PackageSpec{Amount: vectorUSD("1"), Size: v.num("package_size"), Free: v.num("free")})
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
		return v.settled()
	case "proration":
		return v.prorated()
	case "plan_change":
		v.used["round"] = true // 2, the minor units of USD
		c, err := pricing.ChangePlan(v.usd("old"), v.usd("new"), finops.Ratio{Num: v.num("days_left"), Den: v.num("days")}, finops.HalfUp)
		return map[string]any{"credit": c.Credit, "charge": c.Charge, "net": c.Net}, err
	case "best_quantity":
		p, err := v.price()
		if err != nil {
			return nil, err
		}
		q, err := pricing.BestQuantity(p, v.num("need"), decimal.Decimal{})
		return map[string]any{"buy": q.Buy, "cost": q.Cost, "naive_cost": q.CostAtNeed}, err
	case "license_metric":
		r, err := v.metric()
		return map[string]any{"rights": r.Quantity}, err
	}
	return nil, fmt.Errorf("kind %q", v.Kind)
}

func (v *pricingVector) metric() (license.Requirement, error) {
	whole := func(key string) int { return int(v.num(key).IntPart()) }
	v.used["round"] = true // up, as these metrics always are
	switch m := v.text("metric"); m {
	case "tiered_factor":
		var tiers []license.UnitTier
		for _, t := range v.tiers() {
			tier := license.UnitTier{Factor: vectorNumber(fmt.Sprint(t["unit"]))}
			if t["up_to"] != nil {
				tier.UpTo = vectorNumber(fmt.Sprint(t["up_to"]))
			}
			tiers = append(tiers, tier)
		}
		return license.ValueUnits(v.num("units"), tiers)
	case "named_user_plus":
		return license.NamedUserPlus(v.num("users"), v.num("processors"), v.num("minimum_per_processor"))
	case "processor_core_factor":
		return license.Processors([]license.Server{
			{Sockets: whole("sockets"), CoresPerSocket: whole("cores_per_socket"), CoreFactor: v.num("factor")},
		})
	case "per_core":
		return license.Cores([]license.Server{{Sockets: whole("sockets"), CoresPerSocket: whole("cores_per_socket")}},
			license.CoreRule{MinPerSocket: whole("minimum_cores_per_socket")})
	case "min_physical_virtual":
		return license.MinPhysicalVirtual(v.num("physical"), v.num("virtual"))
	case "pairs":
		var sockets []int
		for _, n := range v.nums("sockets") {
			sockets = append(sockets, int(n.IntPart()))
		}
		return license.SocketPairs(sockets, whole("vms"))
	case "max_of_ratios":
		var shares []license.Share
		for i, n := range v.nums("numerators") {
			shares = append(shares, license.Share{Count: n, PerRight: v.nums("denominators")[i]})
		}
		return license.MaxOfRatios(shares)
	default:
		return license.Requirement{}, fmt.Errorf("metric %q", m)
	}
}

func (v *pricingVector) priced() (map[string]any, error) {
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

func (v *pricingVector) percentage() (map[string]any, error) {
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

func (v *pricingVector) prepaid() (map[string]any, error) {
	b := []pricing.UnitBalance{{ID: "prepaid", Remaining: v.num("prepaid_balance")}}
	d, err := pricing.DrawUnits(b, v.num("usage"), finops.MustDate("2026-01-01"))
	return map[string]any{"drawdown": d.Drawn, "overage": d.Overage, "balance": d.Balance}, err
}

func (v *pricingVector) settled() (map[string]any, error) {
	c := pricing.Commitment{
		Minimum: v.usd("minimum"), Maximum: v.usd("maximum"), OverageFactor: v.num("overage_factor"),
		Fraction: finops.Ratio{Num: v.num("days"), Den: v.num("days_in_period")},
	}
	if v.text("true_up") == "false" {
		c.Shortfall = pricing.ShortfallForgiven
	}
	v.used["round"] = true // 2, the minor units of USD
	lines := v.moneys("lines")
	for _, key := range []string{"usage", "subtotal"} {
		if v.has(key) {
			lines = append(lines, v.usd(key))
		}
	}
	s, err := c.Settle(lines, v.usd("previously_billed"))
	out := map[string]any{"true_up": s.TrueUp, "discount": s.Discount, "total": s.Total}
	var totals, discounts []any
	for _, l := range s.Lines {
		totals, discounts = append(totals, l.Total), append(discounts, l.Discount)
	}
	out["line_totals"], out["discounts"] = totals, discounts
	return out, err
}

func (v *pricingVector) prorated() (map[string]any, error) {
	if v.has("amount") {
		v.used["round"] = true // 2, the minor units of USD
		m, err := pricing.ProrateBy(v.usd("amount"), finops.Ratio{Num: v.num("days"), Den: v.num("days_in_period")}, finops.HalfUp)
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
	default:
		return nil, fmt.Errorf("basis %q", v.text("basis"))
	}
	f, err := p.Fraction(finops.MustDate(v.text("from")), finops.MustDate(v.text("to")), period)
	nine, _ := f.Round(9, finops.HalfUp)
	return map[string]any{"days": f.Num, "days_in_period": f.Den, "fraction_9dp_half_up": nine}, err
}

// check computes the vector and returns how the answer differs from what is expected, "" if it does not.
func (v *pricingVector) check() string {
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
		if g, ok := got[key]; !ok || !vectorAgree(v.Expect[key], g) {
			return fmt.Sprintf("%s: want %v, got %v (%s)", key, v.Expect[key], g, v.Source)
		}
	}
	if len(keys) == 0 {
		return "nothing expected"
	}
	return ""
}

// vectorAgree compares an expected number, or list of numbers, exactly.
func vectorAgree(want, got any) bool {
	if list, ok := want.([]any); ok {
		gots, ok := got.([]any)
		return ok && slices.EqualFunc(list, gots, vectorAgree)
	}
	w := vectorNumber(fmt.Sprint(want))
	switch g := got.(type) {
	case finops.Money:
		return g.Amount().Equal(w)
	case decimal.Decimal:
		return g.Equal(w)
	}
	return false
}
