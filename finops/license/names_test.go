// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops/license"
	"github.com/stretchr/testify/require"
)

// enum is what all named values of the package can do.
type enum interface {
	fmt.Stringer
	encoding.TextMarshaler
}

// checkNames marshals each value of an enum and reads it back, and refuses the number after the last.
func checkNames[T ~uint8, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, count int, as func(T) enum) {
	t.Helper()
	seen := map[string]bool{}
	for i := range count {
		e := as(T(i))
		text, err := e.MarshalText()
		require.NoError(t, err)
		name := string(text)
		if name != e.String() || seen[name] || name != strings.ToLower(name) || strings.ContainsAny(name, " -") {
			t.Errorf("%T(%d): name %q, text %q", e, i, e, name)
		}
		seen[name] = true
		var back T
		require.NoError(t, P(&back).UnmarshalText(text))
		if back != T(i) {
			t.Errorf("%q read as %d, want %d", name, back, i)
		}
	}
	beyond := as(T(count))
	_, err := beyond.MarshalText()
	require.ErrorIs(t, err, license.ErrUnknownName)
	if !strings.HasSuffix(beyond.String(), fmt.Sprintf("(%d)", count)) {
		t.Errorf("got %q", beyond)
	}
	keep := T(1)
	require.ErrorIs(t, P(&keep).UnmarshalText([]byte("nonsense")), license.ErrUnknownName)
	if keep != 1 {
		t.Error("a failed read changed the value")
	}
}

func TestNames(t *testing.T) {
	checkNames(t, 9, func(v license.Class) enum { return v })
	checkNames(t, 16, func(v license.Reason) enum { return v })
	checkNames(t, 6, func(v license.FeedState) enum { return v })
	checkNames(t, 22, func(v license.IssueKind) enum { return v })
	checkNames(t, 16, func(v license.MetricKind) enum { return v })
	checkNames(t, 2, func(v license.SessionTie) enum { return v })
	checkNames(t, 3, func(v license.TrueUpBasis) enum { return v })
	checkNames(t, 2, func(v license.OverTierUse) enum { return v })
	checkNames(t, 4, func(v license.MixStop) enum { return v })
}

// TestExplainAll: every reason is put into words.
func TestExplainAll(t *testing.T) {
	for r := license.ReasonLeft; r <= license.ReasonActivityRecent; r++ {
		f := license.SeatFinding{Product: "E3", Seat: "s1", Person: "ann", Class: license.Active, Reason: r}
		if s := f.Explain(); !strings.HasPrefix(s, "E3 seat s1: active, ") {
			t.Errorf("%s: %q", r, s)
		}
	}
	const want = "E3 seat s1: active, last activity on 2026-06-01 (by seat s2 of E5, which this one replaces)"
	f := license.SeatFinding{
		Product: "E3", Seat: "s1", Class: license.Active, Reason: license.ReasonActivityRecent, LastActivity: date("2026-06-01"),
		OtherSeat: "s2", OtherProduct: "E5",
	}
	if got := f.Explain(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// FuzzEstateJSON decodes hostile records and classifies them: no panic, nothing lost.
func FuzzEstateJSON(f *testing.F) {
	f.Add([]byte(`{"seats":[{"id":"s1","product":"E5","person":"p1","assigned":"2026-01-01"}]}`))
	f.Add([]byte(`{"seats":[{"id":"s1","product":"E3"},{"id":"s1","product":"E3"},{"product":"CRM"}],"people":[{"id":"p1","last_day":"2026-01-01"}]}`))
	f.Add([]byte(`{"feeds":[{"product":"E5","state":"anonymised","activities":[{"seat":"s1","last":"9999-12-31","capabilities":["mail1"]}]}],"entitlements":[{"id":"e","product":"E5","quantity":"1e400"}]}`))
	f.Add([]byte(`{"seats":[{"id":"\u0000","product":"E5","person":"p"},{"id":"\u0000\u0000","product":"E3","person":"p"}]}`))
	f.Add([]byte(`{"seats":[{"id":"s1","product":"E5","person":"p1"}],"feeds":[{"product":"E5","through":"2026-01-31","activities":[{"person":"p1","last":"2026-02-01"}]},{"product":"E5","state":"stale"}],"entitlements":[{"id":"e","product":"E5","quantity":"2.5"}]}`))
	c := suite(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		e := license.Estate{}
		if json.Unmarshal(data, &e) != nil {
			return
		}
		e.Catalog = c
		r, err := license.Classify(e, date("2026-06-30"), license.ClassifyOptions{})
		require.NoError(t, err)
		if len(r.Seats)+len(r.LeftOut) != len(e.Seats) {
			t.Errorf("%d + %d of %d seats", len(r.Seats), len(r.LeftOut), len(e.Seats))
		}
		for _, f := range r.Seats {
			_ = f.Explain()
		}
	})
}

// FuzzNames: reading a name either fails or gives it back.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"leaver", "present", "named_user", "proven", "", "LEAVER", "leaver "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var c license.Class
		if c.UnmarshalText([]byte(s)) == nil && c.String() != s {
			t.Errorf("%q became %q", s, c)
		}
		var k license.MetricKind
		if k.UnmarshalText([]byte(s)) == nil && k.String() != s {
			t.Errorf("%q became %q", s, k)
		}
	})
}
