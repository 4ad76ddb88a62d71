// SPDX-License-Identifier: Apache-2.0

package pricing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/pricing"
)

func TestPricesSayWhatTheyWereBuiltFrom(t *testing.T) {
	opts := pricing.PerUnitOptions{ConvertDivide: number("1000"), ConvertRounding: finops.Floor, UsageDiscount: number("1"), WholeUnits: true}
	perUnit, err := pricing.NewPerUnit(usd("5"), opts)
	require.NoError(t, err)
	if diff := cmp.Diff(opts, perUnit.Options()); diff != "" {
		t.Errorf("per unit (-want +got):\n%s", diff)
	}
	wantMoney(t, "unit", "5 USD", perUnit.Unit())
	if want := "per unit, quantity divided by 1000 and rounded floor to 0 places, first 1 billed units free, whole units only"; charge(t, perUnit, "1").Reading != want {
		t.Errorf("reading %q, want %q", charge(t, perUnit, "1").Reading, want)
	}

	pack := pricing.PackageSpec{Amount: usd("5"), Size: number("10"), Free: number("3"), WholeUnits: true}
	p, err := pricing.NewPackage(pack)
	require.NoError(t, err)
	if diff := cmp.Diff(pack, p.Spec()); diff != "" {
		t.Errorf("package (-want +got):\n%s", diff)
	}
	if want := "packages of 10, part packages due, first 3 units free, whole units only"; charge(t, p, "1").Reading != want {
		t.Errorf("reading %q, want %q", charge(t, p, "1").Reading, want)
	}

	percentage := pricing.PercentageSpec{Currency: "USD", Rate: number("0.02"), Minimum: usd("1"), Maximum: usd("2")}
	q, err := pricing.NewPercentage(percentage)
	require.NoError(t, err)
	if diff := cmp.Diff(percentage, q.Spec()); diff != "" {
		t.Errorf("percentage (-want +got):\n%s", diff)
	}
	if want := "2 % of the volume, at least 1.00 USD each, at most 2.00 USD each"; charge(t, q, "1").Reading != want {
		t.Errorf("reading %q, want %q", charge(t, q, "1").Reading, want)
	}

	flat, err := pricing.NewFlat(usd("7"))
	require.NoError(t, err)
	wantMoney(t, "flat", "7 USD", flat.Amount())
	for _, price := range append(prices(t), perUnit, p, q, flat) {
		if price.Currency() != "USD" || charge(t, price, "0").Total.Currency() != "USD" {
			t.Errorf("%T: %s, and nothing costs %s", price, price.Currency(), charge(t, price, "0").Total)
		}
	}
}

// Two charges are equal if they say the same in every part.
func TestChargeEqual(t *testing.T) {
	l := mustLadder(t, tenTiers(pricing.Graduated))
	base := charge(t, l, "1500")
	if !base.Equal(charge(t, l, "1500.0")) {
		t.Error("trailing zeros make a difference")
	}
	for name, change := range map[string]func(*pricing.Charge){
		"quantity": func(c *pricing.Charge) { c.Quantity = number("1501") },
		"total":    func(c *pricing.Charge) { c.Total = usd("1") },
		"reading":  func(c *pricing.Charge) { c.Reading = "" },
		"lines": func(c *pricing.Charge) {
			total, quantity := c.Total, c.Quantity
			*c = charge(t, l, "1499")
			c.Total, c.Quantity = total, quantity
		},
	} {
		c := base
		change(&c)
		if base.Equal(c) {
			t.Errorf("a change of %s makes no difference", name)
		}
	}
	line := base.Lines()[1]
	for name, change := range map[string]func(*pricing.ChargeLine){
		"tier": func(l *pricing.ChargeLine) { l.Tier++ }, "open": func(l *pricing.ChargeLine) { l.Open = true },
		"exclusive": func(l *pricing.ChargeLine) { l.Exclusive = true }, "from": func(l *pricing.ChargeLine) { l.From = number("1") },
		"to": func(l *pricing.ChargeLine) { l.To = number("1") }, "quantity": func(l *pricing.ChargeLine) { l.Quantity = number("1") },
		"unit": func(l *pricing.ChargeLine) { l.Unit = usd("1") }, "packages": func(l *pricing.ChargeLine) { l.Packages = number("1") },
		"package size": func(l *pricing.ChargeLine) { l.PackageSize = number("1") }, "flat": func(l *pricing.ChargeLine) { l.Flat = usd("1") },
		"adjustment": func(l *pricing.ChargeLine) { l.Adjustment = usd("1") }, "amount": func(l *pricing.ChargeLine) { l.Amount = usd("1") },
	} {
		changed := line
		change(&changed)
		if line.Equal(changed) || !line.Equal(base.Lines()[1]) {
			t.Errorf("a change of %s makes no difference", name)
		}
	}
}

func TestErrorsNameTheProblem(t *testing.T) {
	_, err := pricing.NewFlat(finops.MustMoney("-1 USD"))
	if want := `pricing: invalid price: amount "-1.00 USD": is negative`; err.Error() != want {
		t.Errorf("want %q, got %q", want, err)
	}
	l := mustLadder(t, javaSE())
	_, err = l.Charge(number("50000"))
	if want := "pricing: quantity 50000: above the last tier, which ends at 49999"; err.Error() != want {
		t.Errorf("want %q, got %q", want, err)
	}
	_, err = pricing.BestQuantity(nil, number("1"), number("0"))
	if want := `pricing: invalid price: price "": is nil`; err.Error() != want {
		t.Errorf("want %q, got %q", want, err)
	}
}
