// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

// unbuilt are the prices that no constructor returned, with what is said of them.
func unbuilt() map[string]pricing.Price {
	return map[string]pricing.Price{
		"nil per unit":    (*pricing.PerUnit)(nil),
		"nil flat":        (*pricing.Flat)(nil),
		"nil ladder":      (*pricing.Ladder)(nil),
		"nil package":     (*pricing.Package)(nil),
		"nil percentage":  (*pricing.Percentage)(nil),
		"zero per unit":   &pricing.PerUnit{},
		"zero flat":       &pricing.Flat{},
		"zero ladder":     &pricing.Ladder{},
		"zero package":    &pricing.Package{},
		"zero percentage": &pricing.Percentage{},
	}
}

func TestFunctionsRefuseUnbuiltPrices(t *testing.T) {
	prices := unbuilt()
	prices["no price"] = nil
	for name, p := range prices {
		for _, q := range []decimal.Decimal{number("0"), number("3"), number("-1")} {
			for call, f := range map[string]func() error{
				"BestQuantity":    func() error { _, err := pricing.BestQuantity(p, q, q); return err },
				"IncrementalCost": func() error { _, err := pricing.IncrementalCost(p, q, q); return err },
				"MarginalPrice":   func() error { _, err := pricing.MarginalPrice(p, q); return err },
				"EffectivePrice":  func() error { _, err := pricing.EffectivePrice(p, q); return err },
				"Scale":           func() error { _, err := pricing.Scale(p, q); return err },
			} {
				err := f()
				require.ErrorIs(t, err, pricing.ErrInvalidPrice, "%s of %s", call, name)
				var field *pricing.FieldError
				require.ErrorAs(t, err, &field, "%s of %s", call, name)
				if field.Field != "price" {
					t.Errorf("%s of %s: field %q", call, name, field.Field)
				}
			}
		}
	}
}

func TestUnbuiltPricesChargeNothing(t *testing.T) {
	for name, p := range unbuilt() {
		if c := p.Currency(); c != "" {
			t.Errorf("%s: currency %q", name, c)
		}
		for _, q := range []string{"0", "3", "-1"} {
			c, err := p.Charge(number(q))
			require.ErrorIs(t, err, pricing.ErrInvalidPrice, name)
			if !c.Equal(pricing.Charge{}) {
				t.Errorf("%s: charge %v", name, c)
			}
		}
	}
	one := number("1")
	for i := range 2 {
		l, pack, percent := (*pricing.Ladder)(nil), (*pricing.Package)(nil), (*pricing.Percentage)(nil)
		unit, flat := (*pricing.PerUnit)(nil), (*pricing.Flat)(nil)
		if i > 0 {
			l, pack, percent, unit, flat = &pricing.Ladder{}, &pricing.Package{}, &pricing.Percentage{}, &pricing.PerUnit{}, &pricing.Flat{}
		}
		for call, f := range map[string]func() error{
			"ChargeProrated":         func() error { _, err := l.ChargeProrated(one, one); return err },
			"Packages":               func() error { _, err := pack.Packages(one); return err },
			"ChargeVolume":           func() error { _, err := percent.ChargeVolume(finops.Money{}, 0); return err },
			"ChargeTransactions":     func() error { _, err := percent.ChargeTransactions(nil); return err },
			"PerUnit.MarshalJSON":    func() error { _, err := unit.MarshalJSON(); return err },
			"Flat.MarshalJSON":       func() error { _, err := flat.MarshalJSON(); return err },
			"Ladder.MarshalJSON":     func() error { _, err := l.MarshalJSON(); return err },
			"Package.MarshalJSON":    func() error { _, err := pack.MarshalJSON(); return err },
			"Percentage.MarshalJSON": func() error { _, err := percent.MarshalJSON(); return err },
		} {
			require.ErrorIs(t, f(), pricing.ErrInvalidPrice, call)
		}
		got := fmt.Sprint(unit.Unit(), unit.Options(), flat.Amount(), l.Spec(), pack.Spec(), percent.Spec())
		want := fmt.Sprint(finops.Money{}, pricing.PerUnitOptions{}, finops.Money{}, pricing.LadderSpec{}, pricing.PackageSpec{}, pricing.PercentageSpec{})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("accessors (-want +got):\n%s", diff)
		}
	}
}

func TestUnbuiltPriceSaysWhatItIs(t *testing.T) {
	for name, want := range map[string]string{
		"nil flat":        `pricing: invalid price: price "": is nil`,
		"zero per unit":   `pricing: invalid price: price "": was not built by NewPerUnit`,
		"zero flat":       `pricing: invalid price: price "": was not built by NewFlat`,
		"zero ladder":     `pricing: invalid price: price "": was not built by NewLadder`,
		"zero package":    `pricing: invalid price: price "": was not built by NewPackage`,
		"zero percentage": `pricing: invalid price: price "": was not built by NewPercentage`,
	} {
		_, err := unbuilt()[name].Charge(number("1"))
		require.Error(t, err, name)
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
