// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding"
	"fmt"
	"testing"

	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/stretchr/testify/require"
)

// enum is what every enum of the package can do.
type enum interface {
	fmt.Stringer
	encoding.TextMarshaler
}

// enums makes value i of each enum, and something to read it back into.
func enums(i uint8) []struct {
	value enum
	into  encoding.TextUnmarshaler
	got   func() enum
} {
	var (
		s renewal.ScenarioKind
		a renewal.Assumption
		t renewal.SavingTiming
		k renewal.ActionKind
		u renewal.Urgency
		c renewal.Confidence
		p renewal.SampleStatus
		b renewal.StakeBasis
		x renewal.BlockCause
		q renewal.OfferQuantity
		o renewal.OfferPrice
	)
	return []struct {
		value enum
		into  encoding.TextUnmarshaler
		got   func() enum
	}{
		{renewal.ScenarioKind(i), &s, func() enum { return s }},
		{renewal.Assumption(i), &a, func() enum { return a }},
		{renewal.SavingTiming(i), &t, func() enum { return t }},
		{renewal.ActionKind(i), &k, func() enum { return k }},
		{renewal.Urgency(i), &u, func() enum { return u }},
		{renewal.Confidence(i), &c, func() enum { return c }},
		{renewal.SampleStatus(i), &p, func() enum { return p }},
		{renewal.StakeBasis(i), &b, func() enum { return b }},
		{renewal.BlockCause(i), &x, func() enum { return x }},
		{renewal.OfferQuantity(i), &q, func() enum { return q }},
		{renewal.OfferPrice(i), &o, func() enum { return o }},
	}
}

func TestEnumText(t *testing.T) {
	named := 0
	for i := range uint8(20) {
		for _, e := range enums(i) {
			text, err := e.value.MarshalText()
			if err != nil {
				require.ErrorIs(t, err, renewal.ErrUnknownName)
				continue
			}
			named++
			require.NoError(t, e.into.UnmarshalText(text))
			if e.got() != e.value || e.value.String() != string(text) {
				t.Errorf("%T %d: %s reads back as %s", e.value, i, text, e.got())
			}
		}
	}
	if named != 8+4+3+10+7+3+2+5+3+2+2 {
		t.Errorf("%d names", named)
	}
	for _, e := range enums(0) {
		require.ErrorIs(t, e.into.UnmarshalText([]byte("Something")), renewal.ErrUnknownName)
	}
	if s := renewal.Urgency(77).String(); s != "urgency(77)" {
		t.Errorf("got %s", s)
	}
}

func FuzzEnumText(f *testing.F) {
	for i := range uint8(10) {
		for _, e := range enums(i) {
			f.Add(e.value.String())
		}
	}
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		for _, e := range enums(0) {
			if e.into.UnmarshalText([]byte(text)) == nil && e.got().String() != text {
				t.Errorf("%q reads as %s", text, e.got())
			}
		}
	})
}
