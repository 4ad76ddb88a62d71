// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/stretchr/testify/require"
)

// TestDataAge: licence data that is too old, of a later day or without a date takes high confidence away, with the reason.
func TestDataAge(t *testing.T) {
	for _, c := range []struct {
		name   string
		of     finops.Date
		most   int
		reason string // "" if the data is near enough
	}{
		{"the day itself", asOf, 0, ""},
		{"31 days", asOf.AddDays(-31), 0, ""},
		{"32 days", asOf.AddDays(-32), 0, "the licence data is of 2026-07-31, 32 days before the day of the analysis"},
		{"32 days, 40 allowed", asOf.AddDays(-32), 40, ""},
		{"2 days, 1 allowed", asOf.AddDays(-2), 1, "the licence data is of 2026-08-30, 2 days before the day of the analysis"},
		{"a later day", asOf.AddDays(1), 0, "the licence data is of 2026-09-02, after the day of the analysis"},
		{"no date", finops.Date{}, 0, "the licence data has no date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, opts := portfolio(), options()
			in.Markets = []renewal.Market{{Contract: "A", Line: "L1", Unit: "user", Sample: sampleOf(12)}}
			in.Shelfware.AsOf, opts.MaxDataAgeDays = c.of, c.most
			r := analyze(t, in, opts)
			for _, a := range r.Actions {
				switch {
				case c.reason == "":
					if slices.ContainsFunc(a.Reasons, func(s string) bool { return strings.HasPrefix(s, "the licence data is") }) {
						t.Errorf("%s: %v", a.ID, a.Reasons)
					}
				case a.Confidence == renewal.ConfidenceHigh || !slices.Contains(a.Reasons, c.reason):
					t.Errorf("%s has %s confidence: %v", a.ID, a.Confidence, a.Reasons)
				}
			}
			if l := reviewed(t, r, "A").Lines[0]; (l.Confidence == renewal.ConfidenceHigh) != (c.reason == "") {
				t.Errorf("line: %s confidence", l.Confidence)
			}
			if c.of != asOf && !slices.ContainsFunc(r.Notes, func(s string) bool { return strings.HasPrefix(s, "the licence data is of") }) {
				t.Errorf("notes %v", r.Notes)
			}
		})
	}
	_, err := renewal.Analyze(portfolio(), asOf, renewal.Options{MaxDataAgeDays: -1})
	require.ErrorIs(t, err, renewal.ErrInvalid)
}
