// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
)

// TestAsOfDates makes the report on days before, in and after the data.
func TestAsOfDates(t *testing.T) {
	for _, asOf := range []string{"1999-12-31", "2024-02-29", "2026-01-01", "2026-11-01", "2027-03-31", "2028-02-29", "2031-05-05", "2060-01-01"} {
		t.Run(asOf, func(t *testing.T) {
			stdout, _ := output(t, "-as-of", asOf)
			if !strings.Contains(stdout, "AS OF "+asOf) {
				t.Errorf("output does not name %s", asOf)
			}
			for i, l := range strings.Split(stdout, "\n") {
				if utf8.RuneCountInString(l) > pageWidth+10 { // amounts grow over the decades
					t.Errorf("line %d has %d characters: %s", i+1, utf8.RuneCountInString(l), l)
				}
			}
		})
	}
}

// TestOldUsageIsUnknown checks that seats without activity after the last day of the feeds are not called unused.
func TestOldUsageIsUnknown(t *testing.T) {
	for _, c := range []struct {
		asOf  string
		known bool
	}{{"2026-04-03", false}, {"2026-04-04", true}, {"2026-09-30", true}, {"2026-10-31", true}, {"2026-11-01", false}, {"2027-09-30", false}} {
		p, err := load(company(t), func(m *manifest) { m.AsOf = finops.MustDate(c.asOf) })
		require.NoError(t, err)
		a, err := analyse(p)
		require.NoError(t, err)
		n := a.shelfware.Counts
		if known := n.NeverActivated+n.Inactive+n.Active > 0; known != c.known {
			t.Errorf("%s: use is known %v, want %v: %+v", c.asOf, known, c.known, n)
		}
		listed := false
		for _, q := range p.problems {
			listed = listed || q.File == "manifest.json" && q.Done == "use is unknown, not zero"
		}
		if listed == c.known {
			t.Errorf("%s: the problem is listed %v", c.asOf, listed)
		}
	}
}

// TestStaleRatesAreNotUsed checks that totals without a fresh rate say so instead of showing a number.
func TestStaleRatesAreNotUsed(t *testing.T) {
	stdout, _ := output(t, "-as-of", "2027-03-31")
	for _, want := range []string{"not known", "at most 31 allowed"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("output does not hold %q", want)
		}
	}
}
