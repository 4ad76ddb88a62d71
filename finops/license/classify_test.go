// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/stretchr/testify/require"
)

func date(s string) finops.Date { return finops.MustDate(s) }

func catalog(tb testing.TB, products ...license.Product) *license.Catalog {
	tb.Helper()
	c, err := license.NewCatalog(products, []license.Implication{{Higher: "mail2", Lower: "mail1"}})
	require.NoError(tb, err)
	return c
}

// suite is E5 over E3 over F3, and a product of its own.
func suite(tb testing.TB) *license.Catalog {
	tb.Helper()
	return catalog(tb,
		license.Product{ID: "E5", Capabilities: []string{"mail2", "desktop", "voice"}, Policy: license.Policy{
			DowngradeTo: []string{"F3", "E3"}, ExemptPersons: []string{"vip"}, ExemptSeats: []string{"break-glass"},
		}},
		license.Product{ID: "E3", Capabilities: []string{"mail2", "desktop"}},
		license.Product{ID: "F3", Capabilities: []string{"mail1"}},
		license.Product{ID: "CRM", Policy: license.Policy{InactiveAfterDays: 30, NoGrace: true}},
		license.Product{ID: "DRAW"},
	)
}

// classOf classifies one seat of product and person p1, with the rest of the estate as given.
func classOf(tb testing.TB, e license.Estate, seat string) license.SeatFinding {
	tb.Helper()
	r, err := license.Classify(e, date("2026-06-30"), license.ClassifyOptions{})
	require.NoError(tb, err)
	for _, f := range r.Seats {
		if f.Seat == seat {
			return f
		}
	}
	tb.Fatalf("seat %q not found in %+v", seat, r)
	return license.SeatFinding{}
}

// TestClassifyRules walks through the rules in order, with the days on both sides of each limit. W = 90 and G = 60 are the
// defaults of the package; asOf is 2026-06-30.
func TestClassifyRules(t *testing.T) {
	old := date("2025-01-01")
	tests := []struct {
		name     string
		seat     license.Seat
		people   []license.Person
		feed     *license.Feed
		activity []license.Activity
		want     license.Class
		reason   license.Reason
	}{
		{name: "left the day before", seat: license.Seat{Product: "E3", Assigned: old},
			people: []license.Person{{ID: "p1", LastDay: date("2026-06-29")}}, want: license.Leaver, reason: license.ReasonLeft},
		{name: "last day today is still employed", seat: license.Seat{Product: "E3", Assigned: old, LastActivity: date("2026-06-30")},
			people: []license.Person{{ID: "p1", LastDay: date("2026-06-30")}}, want: license.Active, reason: license.ReasonActivityRecent},
		{name: "an exempt leaver is a leaver", seat: license.Seat{ID: "break-glass", Product: "E5", Assigned: old},
			people: []license.Person{{ID: "p1", LastDay: date("2026-01-31")}}, want: license.Leaver, reason: license.ReasonLeft},
		{name: "exempt seat", seat: license.Seat{ID: "break-glass", Product: "E5", Assigned: old}, want: license.Exempt, reason: license.ReasonExemptSeat},
		{name: "exempt person", seat: license.Seat{Product: "E5", Person: "vip", Assigned: old}, want: license.Exempt, reason: license.ReasonExemptPerson},
		{name: "assigned 59 days ago", seat: license.Seat{Product: "E3", Assigned: date("2026-05-02")}, want: license.Grace, reason: license.ReasonNewlyAssigned},
		{name: "assigned 60 days ago", seat: license.Seat{Product: "E3", Assigned: date("2026-05-01")},
			feed: &license.Feed{}, activity: []license.Activity{{Person: "p1"}}, want: license.NeverActivated, reason: license.ReasonNoActivity},
		{name: "assigned in the future", seat: license.Seat{Product: "CRM", Assigned: date("2026-07-01")}, want: license.Grace, reason: license.ReasonAssignedLater},
		{name: "no grace by policy", seat: license.Seat{Product: "CRM", Assigned: date("2026-06-30")},
			feed: &license.Feed{}, activity: []license.Activity{{Person: "p1"}}, want: license.NeverActivated, reason: license.ReasonNoActivity},
		{name: "no assigned date, no grace", seat: license.Seat{Product: "E3"},
			feed: &license.Feed{}, activity: []license.Activity{{Person: "p1"}}, want: license.NeverActivated, reason: license.ReasonNoActivity},
		{name: "joiner", seat: license.Seat{Product: "E3", Assigned: old},
			people: []license.Person{{ID: "p1", Start: date("2026-07-01")}}, want: license.Grace, reason: license.ReasonJoiner},
		{name: "starts today", seat: license.Seat{Product: "E3", Assigned: old},
			people: []license.Person{{ID: "p1", Start: date("2026-06-30")}}, want: license.NoTelemetry, reason: license.ReasonFeedMissing},
		{name: "no feed at all", seat: license.Seat{Product: "E3", Assigned: old}, want: license.NoTelemetry, reason: license.ReasonFeedMissing},
		{name: "feed said to be missing", seat: license.Seat{Product: "E3", Assigned: old, LastActivity: old},
			feed: &license.Feed{State: license.FeedMissing}, want: license.NoTelemetry, reason: license.ReasonFeedMissing},
		{name: "anonymised", seat: license.Seat{Product: "E3", Assigned: old},
			feed: &license.Feed{State: license.FeedAnonymised}, activity: []license.Activity{{Person: "x7f3", Last: date("2026-06-01")}},
			want: license.NoTelemetry, reason: license.ReasonFeedAnonymised},
		{name: "a row that says never", seat: license.Seat{Product: "E3", Assigned: old},
			feed: &license.Feed{}, activity: []license.Activity{{Person: "p1"}}, want: license.NeverActivated, reason: license.ReasonNoActivity},
		{name: "activity 91 days ago", seat: license.Seat{Product: "E3", Assigned: old, LastActivity: date("2026-03-31")},
			want: license.Inactive, reason: license.ReasonActivityOld},
		{name: "activity 90 days ago", seat: license.Seat{Product: "E3", Assigned: old, LastActivity: date("2026-04-01")},
			want: license.Active, reason: license.ReasonActivityRecent},
		{name: "policy of 30 days, 31 ago", seat: license.Seat{Product: "CRM", Assigned: old, LastActivity: date("2026-05-30")},
			want: license.Inactive, reason: license.ReasonActivityOld},
		{name: "policy of 30 days, 30 ago", seat: license.Seat{Product: "CRM", Assigned: old, LastActivity: date("2026-05-31")},
			want: license.Active, reason: license.ReasonActivityRecent},
		{name: "the later of seat and feed counts", seat: license.Seat{Product: "E3", Assigned: old, LastActivity: date("2025-06-30")},
			feed: &license.Feed{}, activity: []license.Activity{{Seat: "s1", Last: date("2026-06-01")}, {Seat: "s1", Last: date("2025-06-01")}},
			want: license.Active, reason: license.ReasonActivityRecent},
		{name: "future activity never counts", seat: license.Seat{Product: "E3", Assigned: old, LastActivity: date("2026-07-01")},
			want: license.NoTelemetry, reason: license.ReasonFeedMissing},
		{name: "future row never counts", seat: license.Seat{Product: "E3", Assigned: old},
			feed: &license.Feed{}, activity: []license.Activity{{Person: "p1", Last: date("2026-07-01")}, {Person: "p1", Last: date("2026-01-01")}},
			want: license.Inactive, reason: license.ReasonActivityOld},
		{name: "over-tiered, through subsumption", seat: license.Seat{Product: "E5", Assigned: old},
			feed: &license.Feed{}, activity: []license.Activity{{Person: "p1", Last: date("2026-06-01"), Capabilities: []string{"mail1"}}},
			want: license.OverTiered, reason: license.ReasonLowerTier},
		{name: "used what the tier below lacks", seat: license.Seat{Product: "E5", Assigned: old},
			feed: &license.Feed{}, activity: []license.Activity{{Person: "p1", Last: date("2026-06-01"), Capabilities: []string{"mail1", "voice"}}},
			want: license.Active, reason: license.ReasonActivityRecent},
		{name: "all rows in the window count", seat: license.Seat{Product: "E5", Assigned: old}, feed: &license.Feed{},
			activity: []license.Activity{{Person: "p1", Last: date("2026-06-01"), Capabilities: []string{"mail1"}}, {Person: "p1", Last: date("2026-05-01"), Capabilities: []string{"voice"}}},
			want:     license.Active, reason: license.ReasonActivityRecent},
		{name: "what was used before the window does not", seat: license.Seat{Product: "E5", Assigned: old}, feed: &license.Feed{},
			activity: []license.Activity{{Person: "p1", Last: date("2026-06-01"), Capabilities: []string{"mail1"}}, {Person: "p1", Last: date("2026-01-01"), Capabilities: []string{"voice"}}},
			want:     license.OverTiered, reason: license.ReasonLowerTier},
		{name: "capabilities not reported", seat: license.Seat{Product: "E5", Assigned: old}, feed: &license.Feed{},
			activity: []license.Activity{{Person: "p1", Last: date("2026-06-01")}}, want: license.Active, reason: license.ReasonActivityRecent},
		{name: "capability nobody sells", seat: license.Seat{Product: "E5", Assigned: old}, feed: &license.Feed{},
			activity: []license.Activity{{Person: "p1", Last: date("2026-06-01"), Capabilities: []string{"telepathy"}}},
			want:     license.Active, reason: license.ReasonActivityRecent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			seat := tt.seat
			if seat.ID == "" {
				seat.ID = "s1"
			}
			if seat.Person == "" {
				seat.Person = "p1"
			}
			e := license.Estate{Catalog: suite(t), Seats: []license.Seat{seat}, People: tt.people}
			if tt.feed != nil {
				f := *tt.feed
				f.Product, f.Activities = seat.Product, tt.activity
				e.Feeds = []license.Feed{f}
			}
			got := classOf(t, e, seat.ID)
			if got.Class != tt.want || got.Reason != tt.reason {
				t.Errorf("got %s (%s), want %s (%s): %s", got.Class, got.Reason, tt.want, tt.reason, got.Explain())
			}
		})
	}
}

// TestClassifyDuplicates: which seat of a person is kept, and what the seat that is kept answers for.
func TestClassifyDuplicates(t *testing.T) {
	old, recent := date("2025-01-01"), date("2026-06-01")
	seat := func(id, product string, last finops.Date) license.Seat {
		return license.Seat{ID: id, Product: product, Person: "p1", Assigned: old, LastActivity: last}
	}
	present := func(products ...string) []license.Feed {
		var out []license.Feed
		for _, p := range products {
			out = append(out, license.Feed{Product: p, State: license.FeedPresent})
		}
		return out
	}
	type class = map[string]license.Class
	tests := []struct {
		name  string
		seats []license.Seat
		feeds []license.Feed
		want  class
	}{
		{"same product: the one used last is kept", []license.Seat{seat("a", "E3", date("2026-05-01")), seat("b", "E3", recent)}, nil,
			class{"a": license.Duplicate, "b": license.Active}},
		{"same product, same use: the smaller ID is kept", []license.Seat{seat("b", "E3", recent), seat("a", "E3", recent)}, nil,
			class{"a": license.Active, "b": license.Duplicate}},
		{"same product: the one assigned first is kept", []license.Seat{{ID: "a", Product: "E3", Person: "p1", Assigned: date("2025-02-01"), LastActivity: recent}, seat("b", "E3", recent)}, nil,
			class{"a": license.Duplicate, "b": license.Active}},
		{"the covering product is kept", []license.Seat{seat("a", "F3", recent), seat("b", "E3", recent)}, nil,
			class{"a": license.Duplicate, "b": license.Active}},
		{"and answers for the use of the covered one", []license.Seat{seat("a", "E3", recent), seat("b", "E5", old)}, nil,
			class{"a": license.Duplicate, "b": license.OverTiered}},
		{"an unused pair is reclaimed as a whole", []license.Seat{seat("a", "E3", old), seat("b", "E5", old)}, nil,
			class{"a": license.Duplicate, "b": license.Inactive}},
		{"unknown use of the covered one keeps the other unknown", []license.Seat{seat("a", "F3", finops.Date{}), seat("b", "E3", old)}, present("E3"),
			class{"a": license.Duplicate, "b": license.NoTelemetry}},
		{"but known recent use decides", []license.Seat{seat("a", "F3", finops.Date{}), seat("b", "E3", recent)}, present("E3"),
			class{"a": license.Duplicate, "b": license.Active}},
		{"a kept seat whose own feed is missing is unknown", []license.Seat{seat("a", "F3", recent), seat("b", "E3", finops.Date{})}, nil,
			class{"a": license.Duplicate, "b": license.NoTelemetry}},
		{"three tiers keep one", []license.Seat{seat("a", "F3", recent), seat("b", "E3", recent), seat("c", "E5", recent)}, nil,
			class{"a": license.Duplicate, "b": license.Duplicate, "c": license.Active}},
		{"grace of the covered one", []license.Seat{{ID: "a", Product: "F3", Person: "p1", Assigned: date("2026-06-29")}, seat("b", "E3", old)}, nil,
			class{"a": license.Duplicate, "b": license.Grace}},
		{"a seat to come replaces nothing yet", []license.Seat{seat("a", "E3", recent), {ID: "b", Product: "E5", Person: "p1", Assigned: date("2026-07-15")}}, nil,
			class{"a": license.Active, "b": license.Grace}},
		{"different products are no duplicates", []license.Seat{seat("a", "E3", recent), seat("b", "DRAW", recent)}, nil,
			class{"a": license.Active, "b": license.Active}},
		{"nobody named, no duplicates", []license.Seat{{ID: "a", Product: "E3", LastActivity: recent}, {ID: "b", Product: "E3", LastActivity: recent}}, nil,
			class{"a": license.Active, "b": license.Active}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := license.Classify(license.Estate{Catalog: suite(t), Seats: tt.seats, Feeds: tt.feeds}, date("2026-06-30"), license.ClassifyOptions{})
			require.NoError(t, err)
			got := class{}
			for _, f := range r.Seats {
				got[f.Seat] = f.Class
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("classes (-want +got):\n%s", diff)
			}
		})
	}
	// Two leavers' seats are both leavers'; neither is a duplicate.
	e := license.Estate{Catalog: suite(t), Seats: []license.Seat{seat("a", "E3", recent), seat("b", "E5", recent)},
		People: []license.Person{{ID: "p1", LastDay: old}}}
	if a, b := classOf(t, e, "a"), classOf(t, e, "b"); a.Class != license.Leaver || b.Class != license.Leaver {
		t.Errorf("leaver with two seats: got %s and %s", a.Class, b.Class)
	}
	// The finding says which seat is kept, and whose facts decided.
	e.People = nil
	if a := classOf(t, e, "a"); a.Reason != license.ReasonCovered || a.OtherSeat != "b" || a.OtherProduct != "E5" {
		t.Errorf("got %+v", a)
	}
	e.Seats = []license.Seat{seat("a", "E3", recent), seat("b", "E3", recent)}
	if b := classOf(t, e, "b"); b.Reason != license.ReasonSameProduct || b.OtherSeat != "a" {
		t.Errorf("got %+v", b)
	}
}

// TestClassifyIssues: every line of doubtful data is named, counted and does not disappear.
func TestClassifyIssues(t *testing.T) {
	old := date("2025-01-01")
	e := license.Estate{
		Catalog: suite(t),
		Entitlements: []license.Entitlement{
			{ID: "e1", Product: "E3", Quantity: dec("10")},
			{ID: "e1", Product: "E3", Quantity: dec("5")},
			{ID: "e2", Product: "E3", Quantity: dec("-3")},
			{ID: "e3", Product: "NOPE", Quantity: dec("3")},
			{ID: "e5", Product: "DRAW", Quantity: dec("0.5")},
			{ID: "e6", Product: "F3", Quantity: dec("1e999")},
			{ID: "e4", Product: "E3", Quantity: dec("100"), Period: finops.MustPeriod("2025-01-01/2026-01-01")},
		},
		People: []license.Person{{ID: "p1"}, {ID: "p1", LastDay: old}, {ID: "p2", Start: date("2026-01-01"), LastDay: old}},
		Seats: []license.Seat{
			{ID: "s1", Product: "NOPE", Person: "p1", Assigned: old},
			{Product: "E3", Assigned: old},
			{ID: "s2", Product: "E3", Person: "p1", Assigned: old, LastActivity: date("2026-01-01")},
			{ID: "s2", Product: "E3", Person: "p1", Assigned: old, LastActivity: date("2026-06-01")},
			{ID: "s3", Product: "E3", Person: "stranger", Assigned: old, LastActivity: date("2026-06-01")},
			{ID: "s4", Product: "E3", Person: "p2", LastActivity: date("2026-06-01")},
			{ID: "s5", Product: "E3", Assigned: date("2026-06-10"), LastActivity: date("2026-06-01")},
			{ID: "s6", Product: "E3", Assigned: date("2026-07-10")},
			{ID: "s7", Product: "E3", Assigned: old, LastActivity: date("2026-08-01")},
			{ID: "s8", Product: "CRM", Assigned: old, LastActivity: old},
			{ID: "s9", Product: "DRAW", Assigned: old},
			{ID: "s10", Product: "F3", Assigned: old},
		},
		Feeds: []license.Feed{
			{Product: "NOPE"},
			{Product: "E3", State: license.FeedPresent, Activities: []license.Activity{
				{Seat: "s5", Last: date("2026-09-01")}, {Seat: "s77", Last: old}, {Person: "p9", Last: old},
				{Seat: "s7", Last: old, Capabilities: []string{"telepathy"}},
			}},
			{Product: "CRM", State: license.FeedMissing, Activities: []license.Activity{{Person: "p1", Last: old}}},
			{Product: "CRM", State: license.FeedAnonymised},
			{Product: "DRAW", State: license.FeedPresent},
			{Product: "F3", Through: date("2026-03-31"), Activities: []license.Activity{{Seat: "s10", Last: date("2026-04-01")}}},
		},
	}
	r, err := license.Classify(e, date("2026-06-30"), license.ClassifyOptions{})
	require.NoError(t, err)
	want := []license.Issue{
		{Kind: license.IssueUnknownProduct, Product: "NOPE", Count: 1, IDs: []string{"s1"}},
		{Kind: license.IssueNoSeatID, Product: "E3", Count: 1, IDs: []string{""}},
		{Kind: license.IssueRepeatedSeat, Product: "E3", Count: 1, IDs: []string{"s2"}},
		{Kind: license.IssueUnknownPerson, Product: "E3", Count: 1, IDs: []string{"s3"}},
		{Kind: license.IssueRepeatedPerson, Count: 1, IDs: []string{"p1"}},
		{Kind: license.IssuePersonDates, Count: 1, IDs: []string{"p2"}},
		{Kind: license.IssueFutureActivity, Product: "E3", Count: 2, IDs: []string{"s5", "s7"}},
		{Kind: license.IssueAssignedAfterActivity, Product: "E3", Count: 1, IDs: []string{"s5"}},
		{Kind: license.IssueAssignedInFuture, Product: "E3", Count: 1, IDs: []string{"s6"}},
		{Kind: license.IssueNoAssignedDate, Product: "E3", Count: 1, IDs: []string{"s4"}},
		{Kind: license.IssueUnmatchedActivity, Product: "E3", Count: 2, IDs: []string{"p9", "s77"}},
		{Kind: license.IssueUnknownFeedProduct, Product: "NOPE", Count: 1, IDs: []string{"NOPE"}},
		{Kind: license.IssueFeedConflict, Product: "CRM", Count: 1, IDs: []string{"CRM"}},
		{Kind: license.IssueIgnoredActivity, Product: "CRM", Count: 2, IDs: []string{"p1", "s8"}},
		{Kind: license.IssueEmptyFeed, Product: "DRAW", Count: 1, IDs: []string{"DRAW"}},
		{Kind: license.IssueStaleFeed, Product: "F3", Count: 1, IDs: []string{"F3"}},
		{Kind: license.IssueActivityAfterThrough, Product: "F3", Count: 1, IDs: []string{"s10"}},
		{Kind: license.IssueUnknownCapability, Product: "E3", Count: 1, IDs: []string{"telepathy"}},
		{Kind: license.IssueNegativeQuantity, Product: "E3", Count: 1, IDs: []string{"e2"}},
		{Kind: license.IssueNegativeQuantity, Product: "F3", Count: 1, IDs: []string{"e6"}},
		{Kind: license.IssueFractionalQuantity, Product: "DRAW", Count: 1, IDs: []string{"e5"}},
		{Kind: license.IssueRepeatedEntitlement, Product: "E3", Count: 1, IDs: []string{"e1"}},
		{Kind: license.IssueUnknownEntitlementProduct, Product: "NOPE", Count: 1, IDs: []string{"e3"}},
	}
	if diff := cmp.Diff(want, r.Issues); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
	wantOut := []license.LeftOutSeat{
		{Product: "E3", Why: license.IssueNoSeatID},
		{Product: "E3", Seat: "s2", Person: "p1", Why: license.IssueRepeatedSeat},
		{Product: "NOPE", Seat: "s1", Person: "p1", Why: license.IssueUnknownProduct},
	}
	if diff := cmp.Diff(wantOut, r.LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	classes := map[string]license.Class{}
	for _, f := range r.Seats {
		classes[f.Seat] = f.Class
	}
	wantClasses := map[string]license.Class{
		"s2": license.Active, // of two rows the one with the latest activity; employed by one of two rows
		"s3": license.Active, "s4": license.Leaver, "s5": license.Grace, "s6": license.Grace,
		"s7": license.Inactive, "s8": license.NoTelemetry, "s9": license.NoTelemetry, "s10": license.Active,
	}
	if diff := cmp.Diff(wantClasses, classes); diff != "" {
		t.Errorf("classes (-want +got):\n%s", diff)
	}
	p, ok := r.Product("E3")
	if !ok || !p.Purchased.Equal(dec("15")) || p.Assigned != 6 || !p.Unassigned.Equal(dec("9")) || !p.OverAssigned.IsZero() {
		t.Errorf("E3: got %+v", p)
	}
	if p, _ := r.Product("DRAW"); !p.Entitled || !p.Purchased.IsZero() || !p.OverAssigned.Equal(dec("1")) {
		t.Errorf("half a right for one seat: got %+v", p)
	}
	// 9 seats, of which those of CRM and DRAW are unknown.
	if got := r.Coverage.Percent(1); got != "77.8%" {
		t.Errorf("coverage: got %s", got)
	}
}

func TestClassifyErrors(t *testing.T) {
	e := license.Estate{Catalog: suite(t)}
	day := date("2026-06-30")
	_, err := license.Classify(license.Estate{}, finops.Date{}, license.ClassifyOptions{InactiveAfterDays: -1, GraceDays: -1})
	require.ErrorIs(t, err, license.ErrNoCatalog)
	require.ErrorIs(t, err, license.ErrNoDate)
	require.ErrorIs(t, err, license.ErrPolicy)
	for _, o := range []license.ClassifyOptions{{InactiveAfterDays: -1}, {GraceDays: -1}, {FeedLagDays: -1}} {
		_, err = license.Classify(e, day, o)
		require.ErrorIs(t, err, license.ErrPolicy)
	}
	_, err = license.Classify(license.Estate{Catalog: e.Catalog, Feeds: []license.Feed{{Product: "E3", State: 9}}}, day, license.ClassifyOptions{})
	require.ErrorIs(t, err, license.ErrUnknownName)
	r, err := license.Classify(e, day, license.ClassifyOptions{})
	require.NoError(t, err)
	if _, defined := r.Coverage.Value(); defined || len(r.Seats)+len(r.Products)+len(r.Issues) > 0 {
		t.Errorf("nothing in, got %+v", r)
	}
}

// TestClassifyDefaults: options apply where the policy of a product is silent.
func TestClassifyDefaults(t *testing.T) {
	e := license.Estate{Catalog: suite(t), Seats: []license.Seat{
		{ID: "a", Product: "E3", Person: "p1", Assigned: date("2026-06-20"), LastActivity: date("2026-06-22")},
		{ID: "b", Product: "CRM", Person: "p1", Assigned: date("2026-06-20"), LastActivity: date("2026-06-22")},
	}}
	r, err := license.Classify(e, date("2026-06-30"), license.ClassifyOptions{InactiveAfterDays: 7, GraceDays: 10})
	require.NoError(t, err)
	e3, _ := r.Product("E3")
	crm, _ := r.Product("CRM")
	if e3.Counts.Inactive != 1 || e3.InactiveAfterDays != 7 || e3.GraceDays != 10 {
		t.Errorf("E3 under the options: got %+v", e3)
	}
	if crm.Counts.Active != 1 || crm.InactiveAfterDays != 30 || crm.GraceDays != 0 {
		t.Errorf("CRM under its policy: got %+v", crm)
	}
	if u := e3.Utilization(); u.UtilizationRate().Percent(0) != "undefined" || u.ActiveOfAssigned().Percent(0) != "0%" {
		t.Errorf("utilisation: got %+v", u)
	}
}
