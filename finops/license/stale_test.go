// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestStaleFeed walks a feed's last day across the limits. The window is 45 days and the date 2027-03-31, so the window
// begins on 2027-02-14.
func TestStaleFeed(t *testing.T) {
	asOf := date("2027-03-31")
	tests := []struct {
		name    string
		through string
		lag     int
		window  int
		state   license.FeedState
		feed    license.FeedState
		classes map[string]license.Class
	}{
		{name: "not stated", window: 45, feed: license.FeedPresent, classes: judged},
		{name: "on the day", through: "2027-03-31", window: 45, feed: license.FeedPresent, classes: judged},
		{name: "after the day", through: "2027-04-30", window: 45, feed: license.FeedPresent, classes: judged},
		{name: "7 days late", through: "2027-03-24", window: 45, feed: license.FeedPresent, classes: judged},
		{name: "8 days late", through: "2027-03-23", window: 45, feed: license.FeedStale, classes: unjudged},
		{name: "8 days late, 8 allowed", through: "2027-03-23", lag: 8, window: 45, feed: license.FeedPresent, classes: judged},
		{name: "4 days late, 3 allowed", through: "2027-03-27", lag: 3, window: 45, feed: license.FeedStale, classes: unjudged},
		{name: "ends as the window begins", through: "2027-02-14", lag: 365, window: 45, feed: license.FeedPresent, classes: judged},
		{name: "ends before the window, whatever is allowed", through: "2027-02-13", lag: 365, window: 45, feed: license.FeedStale, classes: unjudged},
		{name: "a window shorter than the lag", through: "2027-03-27", window: 3, feed: license.FeedStale,
			classes: map[string]license.Class{"today": license.Active, "recent": license.NoTelemetry, "old": license.NoTelemetry, "never": license.NoTelemetry, "new": license.Grace, "left": license.Leaver}},
		{name: "said to be stale", state: license.FeedStale, window: 45, feed: license.FeedStale, classes: unjudged},
		{name: "missing is missing", through: "2026-01-01", state: license.FeedMissing, window: 45, feed: license.FeedMissing,
			classes: map[string]license.Class{"today": license.NoTelemetry, "recent": license.NoTelemetry, "old": license.NoTelemetry, "never": license.NoTelemetry, "new": license.Grace, "left": license.Leaver}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := catalog(t, license.Product{ID: "P", Policy: license.Policy{InactiveAfterDays: tt.window}})
			feed := license.Feed{Product: "P", State: tt.state, Activities: []license.Activity{
				{Seat: "today", Last: asOf}, {Seat: "recent", Last: date("2027-02-14")}, {Seat: "old", Last: date("2027-02-13")},
			}}
			if tt.through != "" {
				feed.Through = date(tt.through)
			}
			var seats []license.Seat
			for _, id := range []string{"today", "recent", "old", "never", "new", "left"} {
				seats = append(seats, license.Seat{ID: id, Product: "P", Person: "p-" + id, Assigned: date("2026-01-01")})
			}
			seats[4].Assigned = date("2027-03-30")
			r, err := license.Classify(license.Estate{
				Catalog: c, Seats: seats, Feeds: []license.Feed{feed}, People: []license.Person{{ID: "p-left", LastDay: date("2027-03-30")}},
			}, asOf, license.ClassifyOptions{FeedLagDays: tt.lag})
			require.NoError(t, err)
			got := map[string]license.Class{}
			for _, f := range r.Seats {
				got[f.Seat] = f.Class
				if f.Class == license.NoTelemetry && tt.feed == license.FeedStale && f.Reason != license.ReasonFeedStale {
					t.Errorf("reason %s", f.Reason)
				}
			}
			if d := cmp.Diff(tt.classes, got); d != "" {
				t.Errorf("classes (-want +got):\n%s", d)
			}
			p, _ := r.Product("P")
			if p.Feed != tt.feed || p.FeedThrough != feed.Through {
				t.Errorf("feed is %s through %s, want %s", p.Feed, p.FeedThrough, tt.feed)
			}
			stale := false
			for _, is := range r.Issues {
				stale = stale || is.Kind == license.IssueStaleFeed
			}
			if stale != (tt.feed == license.FeedStale) {
				t.Errorf("issues %+v", r.Issues)
			}
			known := 6
			if tt.feed != license.FeedPresent {
				known = p.InUse
			}
			if !p.Coverage.Num.Equal(intDec(known)) || !p.Coverage.Den.Equal(intDec(6)) {
				t.Errorf("coverage %s of %s, %d in use", p.Coverage.Num, p.Coverage.Den, p.InUse)
			}
		})
	}
}

var (
	judged = map[string]license.Class{
		"today": license.Active, "recent": license.Active, "old": license.Inactive, "never": license.NeverActivated,
		"new": license.Grace, "left": license.Leaver,
	}
	unjudged = map[string]license.Class{
		"today": license.Active, "recent": license.Active, "old": license.NoTelemetry, "never": license.NoTelemetry,
		"new": license.Grace, "left": license.Leaver,
	}
)

// TestStaleFeeds: several feeds of one product, and what a stale feed cannot say about tiers and redundant seats.
func TestStaleFeeds(t *testing.T) {
	asOf, old := date("2026-06-30"), date("2025-01-01")
	late := date("2026-04-30")
	seat := func(id, product string) license.Seat {
		return license.Seat{ID: id, Product: product, Person: "p1", Assigned: old}
	}
	mail := func(product string, last string) license.Feed {
		f := license.Feed{Product: product, State: license.FeedPresent}
		if last != "" {
			f.Activities = []license.Activity{{Person: "p1", Last: date(last), Capabilities: []string{"mail1"}}}
		}
		return f
	}
	through := func(f license.Feed, d finops.Date) license.Feed { f.Through = d; return f }
	tests := []struct {
		name  string
		seats []license.Seat
		feeds []license.Feed
		class license.Class
		other string
	}{
		{"the later of two feeds counts", []license.Seat{seat("k", "E3")},
			[]license.Feed{through(mail("E3", ""), late), through(mail("E3", "2026-01-31"), asOf)}, license.Inactive, ""},
		{"a feed without a day does not make the other one current", []license.Seat{seat("k", "E3")},
			[]license.Feed{through(mail("E3", ""), late), mail("E3", "2026-01-31")}, license.NoTelemetry, ""},
		{"over-tiered", []license.Seat{seat("k", "E5")}, []license.Feed{mail("E5", "2026-04-15")}, license.OverTiered, "F3"},
		{"more may have been used since", []license.Seat{seat("k", "E5")}, []license.Feed{through(mail("E5", "2026-04-15"), late)}, license.Active, ""},
		{"the redundant seat may have been used since", []license.Seat{seat("k", "E5"), seat("d", "E3")},
			[]license.Feed{mail("E5", "2026-01-15"), through(mail("E3", "2026-01-15"), late)}, license.NoTelemetry, "E3"},
		{"known recent use through the redundant seat is use", []license.Seat{seat("k", "E5"), seat("d", "E3")},
			[]license.Feed{mail("E5", "2026-01-15"), through(mail("E3", "2026-04-15"), late)}, license.OverTiered, "E3"},
		{"what the redundant seat is used for is not known", []license.Seat{seat("k", "E5"), seat("d", "CRM")},
			[]license.Feed{mail("E5", "2026-06-15"), through(mail("CRM", ""), late)}, license.OverTiered, "F3"}, // CRM is no tier of E5
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := license.Classify(license.Estate{Catalog: suite(t), Seats: tt.seats, Feeds: tt.feeds}, asOf, license.ClassifyOptions{})
			require.NoError(t, err)
			for _, f := range r.Seats {
				if f.Seat == "k" && (f.Class != tt.class || f.OtherProduct != tt.other) {
					t.Errorf("got %+v: %s", f, f.Explain())
				}
			}
		})
	}
}

// TestUnknownUseIsNotLowTier: a seat that replaces one whose use nobody knows is over-tiered only if the cheaper product
// covers that one as well.
func TestUnknownUseIsNotLowTier(t *testing.T) {
	for _, state := range []license.FeedState{license.FeedMissing, license.FeedAnonymised, license.FeedStale, license.FeedUnstated} {
		for downgrade, want := range map[string]license.Class{"F3": license.Active, "E3": license.OverTiered} {
			c := catalog(t,
				license.Product{ID: "E5", Capabilities: []string{"mail2", "desktop", "voice"}, Policy: license.Policy{DowngradeTo: []string{downgrade}}},
				license.Product{ID: "E3", Capabilities: []string{"mail2", "desktop"}},
				license.Product{ID: "F3", Capabilities: []string{"mail1"}})
			f := classOf(t, license.Estate{
				Catalog: c,
				Seats: []license.Seat{
					{ID: "a", Product: "E5", Person: "p1", Assigned: date("2025-01-01")},
					{ID: "b", Product: "E3", Person: "p1", Assigned: date("2025-01-01")},
				},
				Feeds: []license.Feed{
					{Product: "E5", Activities: []license.Activity{{Person: "p1", Last: date("2026-06-01"), Capabilities: []string{"mail1"}}}},
					{Product: "E3", State: state},
				},
			}, "a")
			if f.Class != want {
				t.Errorf("feed of E3 %s, downgrade to %s: %s", state, downgrade, f.Explain())
			}
		}
	}
}

// TestStaleFeedOnlyHidesUse: ending a feed earlier never makes a seat reclaimable or over-tiered that was not.
func TestStaleFeedOnlyHidesUse(t *testing.T) {
	c := suite(t)
	rapid.Check(t, func(t *rapid.T) {
		e := drawEstate(t, c)
		for i := range e.Feeds {
			e.Feeds[i].Through = finops.Date{}
		}
		current := classify(t, e)
		for i := range e.Feeds {
			if rapid.Bool().Draw(t, "ends early") {
				e.Feeds[i].Through = date("2026-06-30").AddDays(-rapid.IntRange(0, 150).Draw(t, "late"))
			}
		}
		for i, f := range classify(t, e).Seats {
			was := current.Seats[i].Class
			if unused := f.Class.Reclaimable() || f.Class == license.OverTiered; unused && was != f.Class {
				t.Fatalf("was %s, is %s", current.Seats[i].Explain(), f.Explain())
			}
		}
	})
}
