// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// FuzzParsePrice reads any text as a price. What is accepted survives a round trip, and its charges add up.
func FuzzParsePrice(f *testing.F) {
	for _, p := range prices(f) {
		b, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, "7")
	}
	f.Add([]byte(`{"kind":"ladder","currency":"USD","tiers":[{"up_to":"1e9999","unit":"1e-99"},{"open":true,"unit":"1"}]}`), "1e99")
	f.Add([]byte(`{"kind":"ladder","currency":"JPY","mode":"volume","tiers":[{"up_to":0.1,"unit":10},{"open":true,"free":true}]}`), "0.1")
	f.Fuzz(func(t *testing.T, data []byte, quantity string) {
		p, err := pricing.ParsePrice(data)
		if err != nil {
			return
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pricing.ParsePrice(b); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		q, err := decimal.NewFromString(quantity)
		if err != nil {
			return
		}
		c, err := p.Charge(q)
		if err != nil {
			return
		}
		var acc finops.Accumulator
		for _, l := range c.Lines() {
			acc.Add(l.Amount)
			_ = l.String()
		}
		sum, err := acc.Total()
		if err != nil || !sum.Amount().Equal(c.Total.Amount()) {
			t.Fatalf("lines sum to %s (%v), total %s", sum, err, c.Total)
		}
		c.Rounded(finops.HalfUp)
		if best, err := pricing.BestQuantity(p, q, decimal.Decimal{}); err != nil || best.Saving.Sign() < 0 {
			t.Fatalf("%+v, %v", best, err)
		}
	})
}

// FuzzCharge reads any text as a charge. What is accepted survives a round trip.
func FuzzCharge(f *testing.F) {
	for _, p := range prices(f) {
		b, err := json.Marshal(charge(f, p, "7"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c, d pricing.Charge
		if err := json.Unmarshal(data, &c); err != nil {
			return
		}
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &d); err != nil || !c.Equal(d) {
			t.Fatalf("%s: %v", b, err)
		}
	})
}

// FuzzOptionNames reads any text as each option. What is accepted is written back as it was.
func FuzzOptionNames(f *testing.F) {
	for _, s := range []string{"volume", "upper_exclusive", "nothing", "whole", "free", "forgiven", "fixed_30", "included", "", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var (
			mode      pricing.Mode
			bound     pricing.Bound
			atZero    pricing.AtZero
			count     pricing.PackageCount
			part      pricing.PartPackage
			shortfall pricing.Shortfall
			basis     pricing.Basis
			lastDay   pricing.LastDay
		)
		for _, v := range []interface {
			UnmarshalText([]byte) error
			String() string
		}{&mode, &bound, &atZero, &count, &part, &shortfall, &basis, &lastDay} {
			if err := v.UnmarshalText([]byte(s)); err == nil && v.String() != s {
				t.Errorf("%q became %q", s, v)
			}
		}
	})
}
