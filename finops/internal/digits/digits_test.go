// SPDX-License-Identifier: Apache-2.0

package digits_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/itfm-go/itfm/finops/internal/digits"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		d    decimal.Decimal
		want string
	}{
		{decimal.Decimal{}, "0"},
		{decimal.New(0, -3), "0"},
		{decimal.New(0, math.MaxInt32), "0"},
		{decimal.New(12500, -1), "1250"},
		{decimal.New(-50, -4), "-0.005"},
		{decimal.New(7, 3), "7000"},
		{decimal.New(7, 999), "7" + strings.Repeat("0", 999)},
		{decimal.New(7, 1000), "7 × 10^1000"},
		{decimal.New(-7, math.MinInt32), "-7 × 10^-2147483648"},
		{decimal.RequireFromString(strings.Repeat("9", 1001)), strings.Repeat("9", 40) + "... × 10^0"},
	} {
		if got := digits.Text(c.d); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

type inner struct {
	Rate decimal.Decimal `json:"rate,omitzero"`
	Name string          `json:"name,omitempty"`
}

type outer struct {
	ID string `json:"id"`
	inner
	Price   decimal.Decimal     `json:"price"`
	Cap     decimal.NullDecimal `json:"cap"`
	Steps   []decimal.Decimal   `json:"steps"`
	List    []decimal.Decimal   `json:"list,omitempty"`
	Skipped int                 `json:"-"`
	Plain   int
	hidden  int
	Count   int            `json:"count,omitempty"`
	Flags   map[string]int `json:"flags,omitempty"`
	When    time.Time      `json:"when,omitzero"`
	Span    [0]int         `json:"span,omitempty"`
	Part    inner          `json:"part,omitempty"`
}

// Marshal writes what json.Marshal writes, as long as package decimal is set as it comes.
func TestMarshalIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) decimal.Decimal {
			return decimal.New(rapid.Int64().Draw(t, name), rapid.Int32Range(-20, 20).Draw(t, name+" exponent"))
		}
		v := outer{
			ID: rapid.String().Draw(t, "id"), inner: inner{Rate: number("rate"), Name: rapid.String().Draw(t, "name")}, Price: number("price"),
			Cap: decimal.NullDecimal{Decimal: number("cap"), Valid: rapid.Bool().Draw(t, "capped")}, hidden: 1, Skipped: 2,
			Count: rapid.IntRange(0, 1).Draw(t, "count"), Plain: rapid.Int().Draw(t, "plain"),
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "steps") {
			v.Steps = append(v.Steps, number("step"))
			v.List = v.Steps[:i]
		}
		if rapid.Bool().Draw(t, "flags") {
			v.Flags, v.When = map[string]int{"b": 1, "a": 2}, time.Unix(0, 0).UTC()
		}
		want, err := json.Marshal(v)
		require.NoError(t, err)
		got, err := digits.Marshal(v)
		require.NoError(t, err)
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatalf("(-json +digits)\n%s", diff)
		}
	})
}

func TestMarshalRefuses(t *testing.T) {
	for _, v := range []outer{
		{Price: decimal.New(1, 1000)},
		{Cap: decimal.NullDecimal{Decimal: decimal.New(1, -1001), Valid: true}},
		{Steps: []decimal.Decimal{{}, decimal.New(1, math.MaxInt32)}},
		{inner: inner{Rate: decimal.New(1, math.MinInt32)}},
	} {
		_, err := digits.Marshal(v)
		require.ErrorIs(t, err, digits.ErrRange)
	}
	_, err := digits.Marshal(3)
	require.ErrorContains(t, err, "int is no struct")
	_, err = digits.Marshal(struct{ F func() }{})
	require.ErrorContains(t, err, "F: json: unsupported type")
}

// The settings of package decimal change neither text nor JSON. The test is not parallel to others of this package.
func TestSettingsOfPackageDecimal(t *testing.T) {
	quotes, trim, scientific := decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation
	t.Cleanup(func() {
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = quotes, trim, scientific
	})
	decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = true, false, true
	v := outer{Price: decimal.New(1500, -2), Steps: []decimal.Decimal{decimal.New(15, 2)}}
	got, err := digits.Marshal(v)
	require.NoError(t, err)
	if want := `"price":"15","cap":null,"steps":["1500"]`; !strings.Contains(string(got), want) {
		t.Errorf("%s, want %s in it", got, want)
	}
}
