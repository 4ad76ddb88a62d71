// SPDX-License-Identifier: Apache-2.0

package enum_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops/internal/enum"
)

type colour uint8

var (
	errRange  = errors.New("paint: out of range")
	errSyntax = errors.New("paint: bad syntax")
	paint     = enum.Package{Name: "paint", Range: errRange, Syntax: errSyntax}
	colours   = enum.Of[colour](paint, "top colour", "", "red", "dark_red")
)

func TestNamesAndValues(t *testing.T) {
	for v, want := range []string{"", "red", "dark_red"} {
		c := colour(v)
		if got := colours.String(c); got != want || !colours.Has(c) {
			t.Errorf("%d is %q, want %q", v, got, want)
		}
		require.NoError(t, colours.Check(c))
		text, err := colours.Marshal(c)
		require.NoError(t, err)
		back := colour(99)
		require.NoError(t, colours.Unmarshal(&back, text))
		if string(text) != want || back != c {
			t.Errorf("%d is written %q and read %d", v, text, back)
		}
	}
	if got := colours.List(); got != "red, dark_red" {
		t.Errorf("names %q", got)
	}
}

func TestNumbersWithoutNames(t *testing.T) {
	if got := colours.String(3); got != "top colour(3)" || colours.Has(3) {
		t.Errorf("3 is %q", got)
	}
	text, err := colours.Marshal(255)
	require.ErrorIs(t, err, errRange)
	if want := "paint: top colour 255: want one of red, dark_red: paint: out of range"; text != nil || err.Error() != want {
		t.Errorf("text %q, error %q, want %q", text, err, want)
	}
	var none enum.Names[colour]
	if none.Has(0) || none.List() != "" || none.String(0) != "(0)" {
		t.Error("the zero table has a name")
	}
}

func TestTextsThatAreNoNames(t *testing.T) {
	for text, want := range map[string]string{
		"Red":                   `paint: top colour "Red": want one of red, dark_red: paint: bad syntax`,
		"red ":                  `paint: top colour "red ": want one of red, dark_red: paint: bad syntax`,
		"a\n\xff":               `paint: top colour "a\n\xff": want one of red, dark_red: paint: bad syntax`,
		strings.Repeat("x", 99): `paint: top colour "` + strings.Repeat("x", 40) + `...": want one of red, dark_red: paint: bad syntax`,
	} {
		c := colour(1)
		err := colours.Unmarshal(&c, []byte(text))
		require.ErrorIs(t, err, errSyntax)
		if err.Error() != want || c != 1 {
			t.Errorf("%q: colour %d, error %q, want %q", text, c, err, want)
		}
	}
}

// A table reads what it writes, and nothing else.
func TestTablesReadWhatTheyWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z][a-z0-9_]{0,5}`), 1, 20, rapid.ID).Draw(t, "names")
		table := enum.Of[colour](paint, "colour", names...)
		text := rapid.OneOf(rapid.SampledFrom(names), rapid.String()).Draw(t, "text")
		v := colour(200)
		err := table.Unmarshal(&v, []byte(text))
		if i := slices.Index(names, text); i >= 0 {
			require.NoError(t, err)
			if int(v) != i || table.String(v) != text {
				t.Fatalf("%q is read as %d, want %d", text, v, i)
			}
		} else {
			require.ErrorIs(t, err, errSyntax)
			if v != 200 {
				t.Fatalf("%q changed the value to %d", text, v)
			}
		}
	})
}
