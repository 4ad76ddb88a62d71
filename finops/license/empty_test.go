// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/stretchr/testify/require"
)

// TestEmptyFeed: a feed without a row of the product's seats proves nothing; one row that belongs to a seat makes it count.
// Of the four seats "never" and "tomorrow" show no use by the date, "used" and "old" do.
func TestEmptyFeed(t *testing.T) {
	asOf := date("2026-06-30")
	unknown := map[string]license.Class{
		"never": license.NoTelemetry, "tomorrow": license.NoTelemetry, "used": license.Active, "old": license.Inactive,
	}
	believed := map[string]license.Class{
		"never": license.NeverActivated, "tomorrow": license.NeverActivated, "used": license.Active, "old": license.Inactive,
	}
	stale := map[string]license.Class{
		"never": license.NoTelemetry, "tomorrow": license.NoTelemetry, "used": license.Active, "old": license.NoTelemetry,
	}
	missing := map[string]license.Class{
		"never": license.NoTelemetry, "tomorrow": license.NoTelemetry, "used": license.NoTelemetry, "old": license.NoTelemetry,
	}
	rows := func(a ...license.Activity) []license.Activity { return a }
	tests := []struct {
		name    string
		feeds   []license.Feed
		state   license.FeedState
		issue   bool
		known   int
		classes map[string]license.Class
	}{
		{"said to be there, no rows", []license.Feed{{State: license.FeedPresent}}, license.FeedEmpty, true, 2, unknown},
		{"rows after the day", []license.Feed{{Activities: rows(license.Activity{Seat: "never", Last: date("2026-07-01")})}}, license.FeedEmpty, true, 2, unknown},
		{"rows of other people", []license.Feed{{Activities: rows(license.Activity{Person: "x", Last: asOf})}}, license.FeedEmpty, true, 2, unknown},
		{"rows of other seats", []license.Feed{{Activities: rows(license.Activity{Seat: "x", Last: asOf})}}, license.FeedEmpty, true, 2, unknown},
		{"rows of people without a seat of it", []license.Feed{{Activities: rows(license.Activity{Person: "elsewhere", Last: asOf})}}, license.FeedEmpty, true, 2, unknown},
		{"rows that name nobody", []license.Feed{{Activities: rows(license.Activity{Last: asOf})}}, license.FeedEmpty, true, 2, unknown},
		{"said to be empty", []license.Feed{{State: license.FeedEmpty}}, license.FeedEmpty, true, 2, unknown},
		{"said to be empty, with a row", []license.Feed{{State: license.FeedEmpty, Activities: rows(license.Activity{Person: "p-old", Last: date("2025-06-01")})}}, license.FeedEmpty, false, 2, unknown},
		{"a row of a person", []license.Feed{{Activities: rows(license.Activity{Person: "p-old", Last: date("2025-06-01")})}}, license.FeedPresent, false, 4, believed},
		{"a row of a seat that says never", []license.Feed{{Activities: rows(license.Activity{Seat: "never"})}}, license.FeedPresent, false, 4, believed},
		{"the row is in another feed", []license.Feed{{State: license.FeedPresent}, {Activities: rows(license.Activity{Seat: "used", Last: asOf})}}, license.FeedPresent, false, 4, believed},
		{"empty and ended early", []license.Feed{{State: license.FeedPresent, Through: date("2026-04-30")}}, license.FeedStale, true, 1, stale},
		{"said to be empty, ended early", []license.Feed{{State: license.FeedEmpty, Through: date("2026-04-30")}}, license.FeedStale, true, 1, stale},
		{"missing", []license.Feed{{State: license.FeedMissing}}, license.FeedMissing, false, 0, missing},
		{"no feed, the assignments show use", nil, license.FeedPresent, false, 4, believed},
		{"not stated, no rows, the assignments show use", []license.Feed{{}}, license.FeedEmpty, true, 2, unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := license.Estate{Catalog: catalog(t, license.Product{ID: "P"}, license.Product{ID: "Q"}), Feeds: tt.feeds}
			for i := range e.Feeds {
				e.Feeds[i].Product = "P"
			}
			for id, last := range map[string]finops.Date{"never": {}, "tomorrow": date("2026-07-01"), "used": asOf, "old": date("2025-06-01")} {
				e.Seats = append(e.Seats, license.Seat{ID: id, Product: "P", Person: "p-" + id, Assigned: date("2025-01-01"), LastActivity: last})
			}
			e.Seats = append(e.Seats, license.Seat{ID: "q", Product: "Q", Person: "elsewhere"})
			r, err := license.Classify(e, asOf, license.ClassifyOptions{})
			require.NoError(t, err)
			got := map[string]license.Class{}
			for _, f := range r.Seats {
				if f.Product != "P" {
					continue
				}
				got[f.Seat] = f.Class
				if f.Class == license.NoTelemetry && tt.state == license.FeedEmpty && f.Reason != license.ReasonFeedEmpty {
					t.Errorf("seat %s: reason %s", f.Seat, f.Reason)
				}
			}
			if d := cmp.Diff(tt.classes, got); d != "" {
				t.Errorf("classes (-want +got):\n%s", d)
			}
			p, _ := r.Product("P")
			if p.Feed != tt.state || !p.Coverage.Num.Equal(intDec(tt.known)) || !p.Coverage.Den.Equal(intDec(4)) {
				t.Errorf("feed %s, coverage %s of %s", p.Feed, p.Coverage.Num, p.Coverage.Den)
			}
			found := false
			for _, is := range r.Issues {
				found = found || is.Kind == license.IssueEmptyFeed && is.Product == "P"
			}
			if found != tt.issue {
				t.Errorf("issues %+v", r.Issues)
			}
		})
	}
}

// TestMixErrorProvesNothing: a mix that comes with an error does not claim to be proven.
func TestMixErrorProvesNothing(t *testing.T) {
	for name, p := range map[string]license.MixProblem{
		"invalid":    {Groups: []license.Group{{ID: "g", People: -1}}},
		"infeasible": {Groups: []license.Group{{ID: "g", People: 1, Needs: []string{"mail"}}}},
	} {
		mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		if err == nil || mix.Proven || mix.Stop != license.MixUnset {
			t.Errorf("%s: got proven %v, stop %s, error %v", name, mix.Proven, mix.Stop, err)
		}
	}
	mix, err := license.OptimizeMix(context.Background(), license.MixProblem{}, license.MixOptions{WorkLimit: -1})
	require.ErrorIs(t, err, license.ErrNegative)
	if mix.Proven || mix.Stop != license.MixUnset {
		t.Errorf("negative limit: got proven %v, stop %s", mix.Proven, mix.Stop)
	}
}
