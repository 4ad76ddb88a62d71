// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

const apiSource = `package p

import "github.com/shopspring/decimal"

const Limit = 3

type Mode uint8

const (
	ModeA Mode = iota
	ModeB
)

type Record struct {
	Name   string ` + "`json:\"name\"`" + `
	hidden int
}

type Money struct {
	_ [0]func()
	N decimal.Decimal
}

func (m Money) Add(o Money) (sum Money, err error) { return }
func (m *Money) Scan(v any) error                  { return nil }
func (m Money) private()                           {}

type Open interface{ Days() int }

type Sealed interface {
	Days() int
	sealed()
}

func Split[T comparable](all []T, weights ...int) map[T]int { return nil }
`

func TestAPIText(t *testing.T) {
	got := apiText([]*types.Package{theTree(t).snippet(t, "finops/p", apiSource).types})
	want := []string{
		"pkg finops/p, const Limit = 3",
		"pkg finops/p, const Limit untyped int",
		"pkg finops/p, const ModeA = 0",
		"pkg finops/p, const ModeA Mode",
		"pkg finops/p, const ModeB = 1",
		"pkg finops/p, const ModeB Mode",
		"pkg finops/p, func Split[T comparable]([]T, ...int) map[T]int",
		"pkg finops/p, method (*Money) Scan(any) error",
		"pkg finops/p, method (Money) Add(Money) (Money, error)",
		"pkg finops/p, type Mode uint8",
		"pkg finops/p, type Money struct, N decimal.Decimal",
		"pkg finops/p, type Money struct, not comparable",
		"pkg finops/p, type Open interface { Days }",
		"pkg finops/p, type Open interface, Days() int",
		"pkg finops/p, type Record struct",
		`pkg finops/p, type Record struct, Name string "json:\"name\""`,
		"pkg finops/p, type Sealed interface, Days() int",
		"pkg finops/p, type Sealed interface, sealed",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestAPIGateCanFail(t *testing.T) {
	tr := theTree(t)
	old := tr.snippet(t, "finops/p", apiSource).types
	data, err := encodeBaseline([]*types.Package{old})
	require.NoError(t, err)
	if strings.Contains(string(data), "snippet.go") {
		t.Error("the baseline holds file names")
	}
	base, err := decodeBaseline(data)
	require.NoError(t, err)

	for _, c := range []struct {
		name, from, to string
		want           []string // symbols that break
	}{
		{"nothing", "", "", nil},
		{"field added", "hidden int", "hidden int; More int", nil},
		{"sealed interface grows", "sealed()", "sealed(); Hours() int", nil},
		{"function added", "type Mode uint8", "type Mode uint8\nfunc New() {}", nil},
		{"parameter renamed", "Add(o Money)", "Add(other Money)", nil},
		{"method removed", "func (m Money) Add(o Money) (sum Money, err error) { return }", "", []string{"Money.Add"}},
		{"receiver changed", "func (m Money) Add", "func (m *Money) Add", []string{"Money.Add"}},
		{"open interface grows", "Open interface{ Days() int }", "Open interface{ Days() int; Hours() int }", []string{"Open", "Open.Hours", "Sealed"}},
		{"constant inserted", "ModeA Mode = iota", "ModeZ Mode = iota\n\tModeA", []string{"ModeA", "ModeB"}},
		{"constraint narrowed", "T comparable", "T ~int", []string{"Split"}},
		{"integer type changed", "Mode uint8", "Mode uint16", []string{"Mode"}},
		{"JSON name changed", `"name"`, `"title"`, []string{"Record.Name"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(apiSource, c.from) {
				t.Fatalf("%q is not in the source", c.from)
			}
			now := []*types.Package{tr.snippet(t, "finops/p", strings.Replace(apiSource, c.from, c.to, 1)).types}
			breaks := append(diffBreaks(base, now), textBreaks(apiText([]*types.Package{old}), apiText(now))...)
			var got []string
			for _, b := range breaks {
				got = append(got, b.symbol)
			}
			slices.Sort(got)
			if d := cmp.Diff(c.want, slices.Compact(got)); d != "" {
				t.Errorf("symbols (-want +got)\n%s\n%v", d, breaks)
			}
		})
	}
	if got := diffBreaks(base, nil); len(got) != 1 || got[0].symbol != "*" {
		t.Errorf("removed package: got %v", got)
	}
}

func TestExceptions(t *testing.T) {
	breaks := []apiBreak{{"finops", "Money.Add", "removed"}, {"finops", "Sum", "changed"}, {"finops/roi", "NPV", "removed"}}
	const text = "# comment\nfinops: Money: the amount moved to its own type\n\nfinops/roi: *: the package is split in two\nfinops: Bag: this one excuses nothing\n"
	list, err := readExceptions(text)
	require.NoError(t, err)
	left, idle := unexcused(breaks, list)
	if len(left) != 1 || left[0].symbol != "Sum" {
		t.Errorf("left %v, want Sum alone", left)
	}
	if len(idle) != 1 || idle[0].symbol != "Bag" {
		t.Errorf("idle %v, want Bag alone", idle)
	}
	for _, bad := range []string{"finops: Sum", "finops: Sum: why", "Sum because"} {
		if _, err := readExceptions(bad); err == nil {
			t.Errorf("%q is taken for an exception", bad)
		}
	}
	after, err := readExceptions(settle(text))
	require.NoError(t, err)
	if len(after) != 0 {
		t.Errorf("settled exceptions still excuse: %v", after)
	}
}
