// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
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

// TestOldUsageIsUnknown checks that no seat is called unused on a day that the feeds do not cover: they are of 2026-04-04 to
// 2026-09-30, and seats of TRACK are idle after 90 days, those of LEARN after 180.
func TestOldUsageIsUnknown(t *testing.T) {
	for _, c := range []struct {
		asOf         string
		track, learn bool
	}{
		{"2026-04-03", false, false}, {"2026-07-01", false, false}, {"2026-07-02", true, false}, {"2026-09-29", true, false},
		{"2026-09-30", true, true}, {"2026-10-31", true, true}, {"2026-11-01", false, false}, {"2027-09-30", false, false},
	} {
		p, a := analysed(t, company(t), func(m *manifest) { m.AsOf = finops.MustDate(c.asOf) })
		for product, known := range map[string]bool{"TRACK": c.track, "LEARN": c.learn} {
			use, ok := a.shelfware.Product(product)
			if n := use.Counts; !ok || (n.NeverActivated+n.Inactive > 0) != known {
				t.Errorf("%s: lack of use of %s is known: want %v, got %+v", c.asOf, product, known, n)
			}
		}
		listed := slices.ContainsFunc(p.problems, func(q problem) bool { return q.File == "manifest.json" && q.Done == unknownUse })
		if early := c.asOf < "2026-09-30"; listed != early {
			t.Errorf("%s: a feed that begins too late is listed: %v, want %v", c.asOf, listed, early)
		}
	}
}

// TestEmptyUsageIsUnknown checks that a usage file with only its header makes use unknown, and nothing unused.
func TestEmptyUsageIsUnknown(t *testing.T) {
	m := company(t)
	header, _, _ := strings.Cut(string(m["usage.csv"].Data), "\n")
	m["usage.csv"] = &fstest.MapFile{Data: []byte(header + "\n")}
	p, a := analysed(t, m, unchanged)
	if n := a.shelfware.Counts; n.NeverActivated+n.Inactive+n.OverTiered+n.Active > 0 || n.NoTelemetry == 0 {
		t.Errorf("use is known: %+v", n)
	}
	if !slices.ContainsFunc(p.problems, func(q problem) bool { return q.File == "usage.csv" && q.Done == unknownUse }) {
		t.Error("the empty feeds are not listed")
	}
}

// analysed loads the files and asks the library.
func analysed(t testing.TB, m fstest.MapFS, override func(*manifest)) (portfolio, analysis) {
	t.Helper()
	p, err := load(m, override)
	require.NoError(t, err)
	a, err := analyse(p)
	require.NoError(t, err)
	return p, a
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
