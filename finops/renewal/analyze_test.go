// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func analyze(t testing.TB, in renewal.Input, opts renewal.Options) renewal.Report {
	t.Helper()
	r, err := renewal.Analyze(in, asOf, opts)
	require.NoError(t, err)
	return r
}

func action(t testing.TB, r renewal.Report, id string) renewal.Action {
	t.Helper()
	i := slices.IndexFunc(r.Actions, func(a renewal.Action) bool { return a.ID == id })
	if i < 0 {
		var ids []string
		for _, a := range r.Actions {
			ids = append(ids, a.ID)
		}
		t.Fatalf("no action %q among %v", id, ids)
	}
	return r.Actions[i]
}

func reviewed(t testing.TB, r renewal.Report, id string) renewal.ContractReview {
	t.Helper()
	i := slices.IndexFunc(r.Contracts, func(c renewal.ContractReview) bool { return c.Contract == id })
	if i < 0 {
		t.Fatalf("no contract %q", id)
	}
	return r.Contracts[i]
}

// one analyses a single contract with use of its product.
func one(t testing.TB, c contract.Contract, use *license.ShelfwareReport) renewal.Report {
	t.Helper()
	return analyze(t, renewal.Input{Contracts: []contract.Contract{c}, Shelfware: use, FX: fxTable()}, options())
}

func TestAnalyzePortfolio(t *testing.T) {
	r := analyze(t, portfolio(), options())

	type want struct {
		id, deadline, value string
		counted             bool
		urgency             renewal.Urgency
	}
	var got []want
	for _, a := range r.Actions {
		got = append(got, want{a.ID, a.Deadline.String(), a.Value.String(), a.Counted, a.Urgency})
	}
	expected := []want{
		{"reduce:C/L1", "2026-10-01", "600.00 USD", true, renewal.UrgencyWithin30}, // 5 seats × 10 × 12: the minimum keeps 25
		{"reclaim:C/L1", "2026-10-01", "0.00 USD", false, renewal.UrgencyWithin30},
		{"give_notice:A", "2026-10-02", "48000.00 USD", true, renewal.UrgencyWithin90}, // 40 seats × 1200
		{"reclaim:A/L1", "2026-10-02", "0.00 USD", false, renewal.UrgencyWithin90},
		{"decide:D", "2026-12-31", "0.00 EUR", false, renewal.UrgencyWithin180},
		{"decide:E", "2028-10-02", "0.00 USD", false, renewal.UrgencyLater},         // the surplus is cut from A, which can change first; the next year costs 27,820
		{"give_notice:B", "2027-07-02", "1200.00 USD", false, renewal.UrgencyLater}, // blocked until then
		{"reclaim:B/L1", "2027-07-02", "0.00 USD", false, renewal.UrgencyLater},
	}
	if diff := cmp.Diff(expected, got, cmp.AllowUnexported(want{})); diff != "" {
		t.Errorf("actions (-want +got):\n%s", diff)
	}

	a := reviewed(t, r, "A")
	// source: mpmath 1.3.0, 128400 and 77040 on 2027-01-01, after +7 %, over 1.08^(122/365): 125139.16 less 75083.50
	wantMoney(t, "exposure of A", a.Exposure.Amount, "50055.66 USD")
	wantMoney(t, "next term of A", a.NextValue.Value, "128400 USD")
	if a.Recommended != "right-sized" || a.Window.Status != contract.WindowOpen {
		t.Errorf("A: %q, %s", a.Recommended, a.Window.Status)
	}
	b := reviewed(t, r, "B")
	if b.Exposure != nil || b.Comparison != nil || b.ExposureReason == "" || b.Window.Status != contract.WindowClosed {
		t.Errorf("B is committed: %+v", b)
	}
	wantMoney(t, "next term of B is committed at", b.NextValue.Value, "6420 USD")
	wantMoney(t, "next month of C", reviewed(t, r, "C").NextValue.Value, "300 USD")
	d := reviewed(t, r, "D")
	if len(d.Assumptions) != 1 || d.Comparison == nil || d.Exposure != nil {
		t.Errorf("D ends by itself: %+v", d)
	}

	wantMoney(t, "now", r.Totals.Now.Converted.Value, "600 USD")
	wantMoney(t, "at renewal", r.Totals.AtRenewal.Converted.Value, "48000 USD")
	wantMoney(t, "blocked", r.Totals.Blocked.Converted.Value, "1800 USD")
	wantMoney(t, "naive", r.Totals.Naive.Converted.Value, "50400 USD")
	left := map[string]string{}
	for _, l := range r.LeftOut {
		left[l.Contract] = l.Reason
	}
	if len(left) != 2 || !strings.Contains(left["F"], "ended") || !strings.Contains(left["G"], "currency") {
		t.Errorf("left out: %v", left)
	}
}

// sumOf is what a report shows of one total: by currency and converted.
type sumOf struct {
	amounts   []finops.Money
	converted finops.Accumulator
}

func (s *sumOf) add(m finops.Money, c *finops.Conversion) {
	s.amounts = append(s.amounts, m)
	if c != nil {
		s.converted.Add(c.To)
	}
}

// shownTotals adds up what a report lists, in the way its documentation says.
func shownTotals(r renewal.Report) map[string]*sumOf {
	sums := map[string]*sumOf{"now": {}, "at renewal": {}, "blocked": {}, "extra": {}, "negotiable": {}}
	for _, a := range r.Actions {
		name := map[renewal.SavingTiming]string{renewal.SavingNow: "now", renewal.SavingAtRenewal: "at renewal"}[a.Timing]
		switch {
		case a.Kind == renewal.ActionRenegotiate:
			name = "negotiable"
		case !a.Counted:
			continue
		case a.Kind == renewal.ActionOrder:
			name = "extra"
		}
		sums[name].add(a.Value, a.Converted)
	}
	for _, b := range r.Blocked {
		sums["blocked"].add(b.Value, b.Converted)
	}
	return sums
}

// checkTotals fails unless the totals are the sums of what the report lists, to the cent.
func checkTotals(t require.TestingT, r renewal.Report) {
	for name, sum := range shownTotals(r) {
		total := map[string]renewal.Total{
			"now": r.Totals.Now, "at renewal": r.Totals.AtRenewal, "blocked": r.Totals.Blocked, "extra": r.Totals.Extra, "negotiable": r.Totals.Negotiable,
		}[name]
		amounts, converted := finops.NewBag(sum.amounts...), must(sum.converted.Total())
		if name == "extra" { // orders have negative values
			for i := range sum.amounts {
				sum.amounts[i] = sum.amounts[i].Neg()
			}
			amounts, converted = finops.NewBag(sum.amounts...), converted.Neg()
		}
		if !amounts.Equal(total.ByCurrency) && !(amounts.IsZero() && total.ByCurrency.IsZero()) {
			require.Failf(t, "total", "%s: listed %s, total %s", name, amounts, total.ByCurrency)
		}
		if total.Converted.Defined && converted.Amount().Cmp(total.Converted.Value.Amount()) != 0 {
			require.Failf(t, "total", "%s: listed %s, total %s", name, converted, total.Converted)
		}
	}
}

// TestActionsMatchTotals: every saving is counted by exactly one action or blocked entry.
func TestActionsMatchTotals(t *testing.T) {
	in := portfolio()
	in.Floors = []renewal.Floor{{Contract: "A", Line: "L1", Quantity: dec("90"), Until: day("2029-06-30"), Reason: "framework"}}
	r := analyze(t, in, options())
	checkTotals(t, r)
	type want struct {
		contract, line, value, from, action string
		cause                               renewal.BlockCause
	}
	var got []want
	for _, b := range r.Blocked {
		got = append(got, want{b.Contract, b.Line, b.Value.String(), b.From.String(), b.Action, b.Cause})
	}
	expected := []want{
		{"A", "L1", "36000.00 USD", "2029-06-30", "", renewal.BlockedByFloor}, // 90 − 60 seats × 1200, until the framework ends
		{"B", "", "1200.00 USD", "2027-10-01", "give_notice:B", renewal.BlockedByWindow},
		{"C", "L1", "600.00 USD", "", "", renewal.BlockedByFloor}, // the minimum stays
	}
	if diff := cmp.Diff(expected, got, cmp.AllowUnexported(want{})); diff != "" {
		t.Errorf("blocked (-want +got):\n%s", diff)
	}
	for _, a := range r.Actions {
		if !a.Counted && a.Kind != renewal.ActionRenegotiate && a.Timing != renewal.SavingBlocked && !a.Value.IsZero() {
			t.Errorf("%s is not counted and has the value %s", a.ID, a.Value)
		}
	}
	// Now, at renewal and blocked are all of it.
	for _, c := range r.Contracts {
		for _, l := range c.Lines {
			var parts finops.Accumulator
			parts.Add(money("0 USD"))
			for _, p := range l.Parts {
				parts.Add(p.PerYear)
			}
			if got := must(parts.Total()); l.Line == "L1" && c.Contract != "D" && !got.Equal(l.Naive) { // linear prices
				t.Errorf("%s: parts %s, whole %s", c.Contract, got, l.Naive)
			}
		}
	}
}

func TestStatuses(t *testing.T) {
	use := shelfware(seatCount{"crm", 100, 60})
	base := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	t.Run("disputable", func(t *testing.T) {
		c := base
		c.Term = finops.MustPeriod("2025-12-01/2026-12-01") // 90 days before 30 November is 1 September, before 1 December the 2nd
		c.Renewal.Notice.Anchor = contract.AnchorUnstated
		r, err := renewal.Analyze(renewal.Input{Contracts: []contract.Contract{c}, Shelfware: use}, day("2026-09-02"), options())
		require.NoError(t, err)
		a := action(t, r, "give_notice:A")
		if a.Urgency != renewal.UrgencyOverdue || a.Deadline != day("2026-09-01") || a.Latest != day("2026-09-02") || a.Confidence != renewal.ConfidenceMedium {
			t.Errorf("%+v", a)
		}
		if v := reviewed(t, r, "A"); v.Changes != day("2026-12-01") || v.Exposure == nil {
			t.Errorf("%+v", v)
		}
	})
	t.Run("notice as long as the term", func(t *testing.T) {
		c := base
		c.Renewal.Notice.N = 400
		r := one(t, c, use)
		if v := reviewed(t, r, "A"); v.Window.Status != contract.WindowNeverOpen || v.Blocked.IsZero() || !v.AtRenewal.IsZero() {
			t.Errorf("%+v", v)
		}
	})
	t.Run("notice given", func(t *testing.T) {
		c := base
		c.EndedFrom = day("2027-01-01")
		r := one(t, c, use)
		a := action(t, r, "right_size:A/L1")
		wantMoney(t, "value", a.Value, "48000 USD")
		if v := reviewed(t, r, "A"); v.Exposure != nil || v.Comparison == nil {
			t.Errorf("%+v", v)
		}
	})
	t.Run("true-down", func(t *testing.T) {
		c := base
		c.Lines = slices.Clone(c.Lines)
		c.Lines[0].Minimum = dec("80")
		c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: day("2026-11-01"), Line: "L1"}}
		r := one(t, c, use)
		now, later := action(t, r, "reduce:A/L1"), action(t, r, "give_notice:A")
		wantMoney(t, "20 seats now", now.Value, "24000 USD")
		wantMoney(t, "the other 20 at renewal", later.Value, "24000 USD")
		if now.Deadline != day("2026-11-01") {
			t.Errorf("%+v", now)
		}
		v := reviewed(t, r, "A")
		if v.Waiting == nil || !v.Waiting.Lost.Equal(money("2000 USD")) {
			t.Errorf("waiting a month: %+v", v.Waiting)
		}
	})
	t.Run("statutory exit", func(t *testing.T) {
		c := base
		c.Renewal.Notice.N = 200
		c.Renewal.StatutoryExit = &contract.StatutoryExit{Name: "EU Data Act", Notice: contract.Notice{N: 2, Unit: contract.Months}, TransitionDays: 30}
		a := action(t, one(t, c, use), "statutory_exit:A")
		if !strings.Contains(a.Explanation, "2026-11-30") || a.AtStake.Basis != renewal.StakeNextTerm || !a.AtStake.Amount.Defined { // 1 November + 30 days is the first day out
			t.Errorf("%+v", a)
		}
	})
	t.Run("before the term", func(t *testing.T) {
		c := base
		c.Term = finops.MustPeriod("2026-10-01/2027-10-01")
		if v := reviewed(t, one(t, c, use), "A"); v.AtRenewal.IsZero() {
			t.Errorf("%+v", v)
		}
	})
}

func TestVolumeLadderInAPortfolio(t *testing.T) {
	c := autoRenewing("A", "java", "1000", "1 USD", "2026-01-01/2027-01-01")
	c.Lines[0].Price, c.Lines[0].Per = javaLadder(), contract.PerMonth
	r := one(t, c, shelfware(seatCount{"java", 1000, 850}))
	l := reviewed(t, r, "A").Lines[0]
	wantMoney(t, "real", l.Saving.Real, "0 USD") // renewal_vectors.json
	wantMoney(t, "naive a year", l.Naive, "21600 USD")
	if len(l.Parts) != 0 {
		t.Errorf("parts %+v", l.Parts)
	}
	action(t, r, "decide:A")
	if a := action(t, r, "reclaim:A/L1"); !a.Value.IsZero() {
		t.Errorf("%+v", a)
	}
	r = one(t, c, shelfware(seatCount{"java", 1000, 700}))
	wantMoney(t, "1,500 a month", action(t, r, "give_notice:A").Value, "18000 USD")
}

// tiers is two products of which the higher covers the lower, with seats that use only what the lower has.
func tiers(t *testing.T, over int) *license.ShelfwareReport {
	t.Helper()
	catalog := must(license.NewCatalog([]license.Product{
		{ID: "E3", Capabilities: []string{"mail"}},
		{ID: "E5", Capabilities: []string{"mail", "phone"}, Policy: license.Policy{DowngradeTo: []string{"E3"}}},
	}, nil))
	e := license.Estate{Catalog: catalog}
	feeds := []license.Feed{{Product: "E3", State: license.FeedPresent}, {Product: "E5", State: license.FeedPresent}}
	for i := range 20 {
		id := string(rune('a' + i))
		used := []string{"mail", "phone"}
		if i < over {
			used = []string{"mail"}
		}
		e.Seats = append(e.Seats, license.Seat{ID: id, Product: "E5", Person: id, Assigned: day("2025-01-01")})
		feeds[1].Activities = append(feeds[1].Activities, license.Activity{Seat: id, Last: asOf, Capabilities: used})
	}
	for i := range 10 {
		id := "x" + string(rune('a'+i))
		e.Seats = append(e.Seats, license.Seat{ID: id, Product: "E3", Person: id, Assigned: day("2025-01-01")})
		feeds[0].Activities = append(feeds[0].Activities, license.Activity{Seat: id, Last: asOf, Capabilities: []string{"mail"}})
	}
	e.Feeds = feeds
	r := must(license.Classify(e, asOf, license.ClassifyOptions{}))
	return &r
}

func TestDowngrade(t *testing.T) {
	e5 := autoRenewing("A", "E5", "20", "720 USD", "2026-01-01/2027-01-01")
	e3 := autoRenewing("B", "E3", "10", "468 USD", "2026-01-01/2027-01-01")
	in := renewal.Input{Contracts: []contract.Contract{e5, e3}, Shelfware: tiers(t, 5), FX: fxTable()}
	r := analyze(t, in, options())
	wantMoney(t, "5 fewer E5", action(t, r, "give_notice:A").Value, "3600 USD")
	wantMoney(t, "5 more E3", action(t, r, "order:B/L1").Value, "-2340 USD")
	wantMoney(t, "extra", r.Totals.Extra.Converted.Value, "2340 USD")
	if a := action(t, r, "downgrade:A/L1"); !a.Value.IsZero() || len(a.Evidence) != 6 { // the contract and 5 seats
		t.Errorf("%+v", a)
	}
	// Nobody sells E3: the seats stay, and no saving is claimed.
	in.Contracts = in.Contracts[:1]
	r = analyze(t, in, options())
	if v := reviewed(t, r, "A"); !v.AtRenewal.IsZero() {
		t.Errorf("%+v", v)
	}
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "E3") {
		t.Errorf("notes %v", r.Notes)
	}
	in.Contracts = []contract.Contract{e5, e3}
	opts := options()
	opts.OverTier = license.KeepTier
	if r := analyze(t, in, opts); !r.Totals.AtRenewal.Converted.Value.IsZero() || !r.Totals.Extra.Converted.Value.IsZero() {
		t.Errorf("%+v", r.Totals)
	}
}

func TestUnknownUse(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	catalog := must(license.NewCatalog([]license.Product{{ID: "crm"}}, nil))
	seats := []license.Seat{{ID: "1", Product: "crm", Person: "p"}}
	missing := must(license.Classify(license.Estate{Catalog: catalog, Seats: seats, Feeds: []license.Feed{{Product: "crm", State: license.FeedMissing}}}, asOf, license.ClassifyOptions{}))
	for _, tc := range []struct {
		name    string
		use     *license.ShelfwareReport
		product string
		known   bool
	}{
		{"no licence data", nil, "crm", false},
		{"another product", shelfware(seatCount{"chat", 1, 1}), "crm", false},
		{"no product on the line", shelfware(seatCount{"crm", 1, 1}), "", false},
		{"no telemetry: 1 seat of 100 counts as needed", &missing, "crm", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := c
			c.Lines = slices.Clone(c.Lines)
			c.Lines[0].Product = tc.product
			r := one(t, c, tc.use)
			l := reviewed(t, r, "A").Lines[0]
			if l.Known != tc.known || l.Confidence != renewal.ConfidenceLow {
				t.Errorf("%+v", l)
			}
			if !tc.known && (!l.Need.Equal(l.Held) || len(l.Parts) > 0 || len(r.LeftOut) == 0) {
				t.Errorf("unknown use is no saving: %+v", l)
			}
			if tc.known && !l.Need.Equal(dec("1")) {
				t.Errorf("need %s, want the one seat without telemetry", l.Need)
			}
			action(t, r, "review_data:A/L1")
		})
	}
}

func TestMarketPosition(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	in := renewal.Input{
		Contracts: []contract.Contract{c}, Shelfware: shelfware(seatCount{"crm", 100, 60}), FX: fxTable(),
		Markets: []renewal.Market{{Contract: "A", Line: "L1", Unit: "user"}},
	}
	for i, p := range []string{"900 USD", "950 USD", "1000 USD", "1100 USD", "1150 USD", "1300 USD"} {
		in.Markets[0].Sample = append(in.Markets[0].Sample, renewal.PricePoint{ID: string(rune('a' + i)), Price: money(p), Unit: "user", Per: contract.PerYear})
	}
	r := analyze(t, in, options())
	a := action(t, r, "renegotiate:A/L1")
	wantMoney(t, "150 above the median on the 60 seats that stay", a.Value, "9000 USD")
	wantMoney(t, "negotiable", r.Totals.Negotiable.Converted.Value, "9000 USD")
	if a.Counted || len(a.Evidence) != 8 || a.Confidence != renewal.ConfidenceMedium {
		t.Errorf("%+v", a)
	}
	atMedian := in
	atMedian.Markets = []renewal.Market{{Contract: "A", Line: "L1", Unit: "user"}}
	for range 6 {
		atMedian.Markets[0].Sample = append(atMedian.Markets[0].Sample, renewal.PricePoint{Price: money("1200 USD"), Unit: "user", Per: contract.PerYear})
	}
	for _, a := range analyze(t, atMedian, options()).Actions {
		if a.Kind == renewal.ActionRenegotiate {
			t.Errorf("the price is the market's: %+v", a)
		}
	}
	few := in
	few.Markets = []renewal.Market{{Contract: "A", Line: "L1", Unit: "user", Sample: in.Markets[0].Sample[:5]}}
	l := reviewed(t, analyze(t, few, options()), "A").Lines[0]
	if l.Market == nil || l.Market.Status != renewal.SampleTooFew || l.Negotiable.Defined {
		t.Errorf("%+v", l)
	}
	wrong := in
	wrong.Markets = []renewal.Market{
		{Contract: "A", Line: "L1", Unit: "device", Sample: in.Markets[0].Sample},
		{Contract: "A", Line: "L9", Sample: in.Markets[0].Sample},
	}
	r = analyze(t, wrong, options())
	if len(r.LeftOut) != 2 {
		t.Errorf("left out: %+v", r.LeftOut)
	}
}

func TestAlternatives(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	other := renewal.Offer{Price: perUnit("700 USD"), Per: contract.PerYear, Quantity: dec("60"), Start: day("2027-01-01"), Months: 36}
	euro := other
	euro.Price = perUnit("700 EUR")
	in := renewal.Input{
		Contracts: []contract.Contract{c}, Shelfware: shelfware(seatCount{"crm", 100, 60}), FX: fxTable(),
		Alternatives: []renewal.Alternative{
			{Contract: "A", Scenario: renewal.Replace("other tool", renewal.Replacement{Next: []renewal.Offer{other}, Migration: []roi.Flow{flow("2027-02-01", "15000 USD")}})},
			{Contract: "A", Scenario: renewal.WalkAway("leave"), Intended: true},
			{Contract: "A", Scenario: renewal.AsIs("euro", euro)},
			{Contract: "A", Scenario: renewal.AsIs("as is", other)},
			{Contract: "A", Scenario: renewal.AsIs("broken", renewal.Offer{})},
			{Contract: "Z", Scenario: renewal.AsIs("elsewhere", other)},
		},
	}
	r := analyze(t, in, options())
	v := reviewed(t, r, "A")
	if v.Recommended != "other tool" || len(v.Comparison.Scenarios) != 4 {
		t.Errorf("%q of %d", v.Recommended, len(v.Comparison.Scenarios))
	}
	wantMoney(t, "walking away is intended: all of the next term is exposed", v.Exposure.Amount, v.Exposure.ForcedPV.String())
	if len(r.LeftOut) != 4 {
		t.Errorf("left out: %+v", r.LeftOut)
	}
	if a := action(t, r, "give_notice:A"); !strings.Contains(a.Explanation, "other tool") {
		t.Errorf("%s", a.Explanation)
	}
}

func TestFloorsAndHorizon(t *testing.T) {
	in := portfolio()
	in.Floors = []renewal.Floor{
		{Contract: "A", Line: "L1", Quantity: dec("90"), Until: day("2027-01-01"), Reason: "gone by then"},
		{Contract: "A", Line: "L1", Quantity: dec("80"), Reason: "framework agreement"},
		{Contract: "A", Line: "L1", Quantity: dec("-1")},
		{Contract: "A", Line: "L2", Quantity: dec("1")},
	}
	r := analyze(t, in, options())
	v := reviewed(t, r, "A")
	wantMoney(t, "at renewal", v.AtRenewal, "24000 USD")
	wantMoney(t, "blocked", v.Blocked, "24000 USD")
	if p := v.Lines[0].Parts[1]; p.Timing != renewal.SavingBlocked || p.Reason != "framework agreement" || !p.Buy.Equal(dec("60")) {
		t.Errorf("%+v", p)
	}
	if len(r.LeftOut) != 4 {
		t.Errorf("left out: %+v", r.LeftOut)
	}
	opts := options()
	opts.HorizonDays = 30
	r = analyze(t, portfolio(), opts)
	for _, a := range r.Actions {
		if a.Deadline.After(day("2026-10-01")) {
			t.Errorf("%s is due on %s, after the horizon", a.ID, a.Deadline)
		}
	}
	wantMoney(t, "later", r.Totals.Later.Converted.Value, "48000 USD")
	wantMoney(t, "at renewal", r.Totals.AtRenewal.Converted.Value, "0 USD")
}

func TestCurrencies(t *testing.T) {
	in := portfolio()
	in.Shelfware = shelfware(seatCount{"crm", 110, 80}, seatCount{"chat", 50, 40}, seatCount{"wiki", 30, 20}, seatCount{"cad", 10, 7})
	r := analyze(t, in, options())
	a := action(t, r, "right_size:D/L1")
	wantMoney(t, "value", a.Value, "2700 EUR")
	wantMoney(t, "converted", a.Converted.To, "2970 USD") // at 1.10
	if len(a.Converted.Rate.Legs) != 1 {
		t.Errorf("rate %+v", a.Converted.Rate)
	}
	wantMoney(t, "at renewal", r.Totals.AtRenewal.Converted.Value, "50970 USD")
	wantMoney(t, "euros", r.Totals.AtRenewal.ByCurrency.Amount("EUR"), "2700 EUR")

	in.FX = finops.FXTable{}
	r = analyze(t, in, options())
	a = action(t, r, "right_size:D/L1")
	if a.Converted != nil || a.ConvertedReason == "" || r.Totals.AtRenewal.Converted.Defined || r.Totals.AtRenewal.Converted.Reason == "" {
		t.Errorf("no rate: %+v", a)
	}
	r = analyze(t, in, renewal.Options{})
	if r.Totals.Now.Converted.Defined {
		t.Errorf("no reporting currency: %+v", r.Totals.Now)
	}
}

func TestGrowthAndLeavers(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	in := renewal.Input{
		Contracts: []contract.Contract{c}, Shelfware: shelfware(seatCount{"crm", 100, 60}),
		Expected: []renewal.Expected{{Product: "crm", Joiners: 10}},
		People:   []license.Person{{ID: "crm-00000", LastDay: day("2026-12-30")}, {ID: "crm-00001", LastDay: day("2027-06-30")}},
	}
	opts := options()
	opts.Buffer = dec("0.05")
	l := reviewed(t, analyze(t, in, opts), "A").Lines[0]
	if !l.Need.Equal(dec("72")) { // 60 × 1.05 + 10 − 1; the second leaves after the term
		t.Errorf("need %s, want 72: %+v", l.Need, l.RightSize)
	}
	in.Expected[0].Joiners = 60
	r := analyze(t, in, opts)
	wantMoney(t, "60 + 60 − 1: 19 seats short; nothing is ordered for the buffer", action(t, r, "order:A/L1").Value, "-22800 USD")
	in.Expected[0].Joiners = -1
	if r = analyze(t, in, opts); len(r.LeftOut) != 1 || !strings.Contains(r.LeftOut[0].Reason, "joiners") {
		t.Errorf("left out: %+v", r.LeftOut)
	}
}

func TestDuplicateAndUsage(t *testing.T) {
	a := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	twice := renewal.Input{Contracts: []contract.Contract{a, a}}
	r := analyze(t, twice, options())
	if len(r.LeftOut) != 2 || len(r.Contracts) != 0 {
		t.Errorf("%+v", r.LeftOut)
	}
	a.Lines = append(slices.Clone(a.Lines), contract.Line{ID: "U", Product: "api", Price: perUnit("1 USD"), Per: contract.PerMonth, Usage: true})
	r = one(t, a, shelfware(seatCount{"crm", 100, 60}))
	if len(r.LeftOut) != 1 || r.LeftOut[0].Line != "U" || len(reviewed(t, r, "A").Lines) != 1 {
		t.Errorf("%+v", r.LeftOut)
	}
}

func TestAnalyzeOptionErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		at   finops.Date
		o    renewal.Options
		want error
	}{
		{"no day", finops.Date{}, renewal.Options{}, renewal.ErrInvalid},
		{"currency", asOf, renewal.Options{Currency: "XQQ"}, finops.ErrUnknownCurrency},
		{"rate", asOf, renewal.Options{DiscountRate: dec("-1")}, roi.ErrRate},
		{"horizon", asOf, renewal.Options{HorizonDays: -1}, renewal.ErrInvalid},
		{"buffer", asOf, renewal.Options{Buffer: dec("-0.1")}, renewal.ErrInvalid},
		{"coverage", asOf, renewal.Options{MinCoverage: dec("1.1")}, renewal.ErrInvalid},
		{"probability", asOf, renewal.Options{MissProbability: dec("-0.1")}, renewal.ErrInvalid},
		{"over-tier", asOf, renewal.Options{OverTier: 9}, renewal.ErrInvalid},
		{"day count", asOf, renewal.Options{DayCount: 9}, renewal.ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := renewal.Analyze(renewal.Input{}, c.at, c.o)
			require.ErrorIs(t, err, c.want)
		})
	}
	r := analyze(t, renewal.Input{}, renewal.Options{})
	if len(r.Actions)+len(r.Contracts)+len(r.LeftOut) != 0 {
		t.Errorf("nothing in, %+v out", r)
	}
}

// asJSON is the report as text, to compare reports.
func asJSON(t require.TestingT, r renewal.Report) string {
	b, err := json.Marshal(r)
	require.NoError(t, err)
	return string(b)
}

// full is a portfolio that uses every part of the input.
func full() renewal.Input {
	in := portfolio()
	in.Floors = []renewal.Floor{{Contract: "A", Line: "L1", Quantity: dec("80"), Reason: "framework"}, {Contract: "B", Line: "L1", Quantity: dec("45")}, {Contract: "X", Line: "L1"}}
	in.Expected = []renewal.Expected{{Product: "crm", Joiners: 3}, {Product: "crm", Joiners: 2}, {Product: "cad", Joiners: 4}}
	in.Markets = []renewal.Market{{Contract: "A", Line: "L1", Unit: "user", Sample: sampleOf(7)}, {Contract: "B", Line: "L1", Unit: "user"}, {Contract: "B", Line: "L1", Unit: "device"}}
	in.Alternatives = []renewal.Alternative{
		{Contract: "A", Scenario: renewal.WalkAway("leave"), Intended: true}, {Contract: "A", Scenario: renewal.WalkAway("a way out")}, {Contract: "D", Scenario: renewal.WalkAway("leave")},
	}
	in.People = []license.Person{{ID: "crm-00003", LastDay: day("2026-11-30")}, {ID: "wiki-00001", LastDay: day("2026-09-30")}}
	return in
}

func TestAnalyzeOrderDoesNotMatter(t *testing.T) {
	want := asJSON(t, analyze(t, full(), options()))
	rapid.Check(t, func(rt *rapid.T) {
		in := full()
		in.Contracts = rapid.Permutation(in.Contracts).Draw(rt, "contracts")
		in.Floors = rapid.Permutation(in.Floors).Draw(rt, "floors")
		in.Expected = rapid.Permutation(in.Expected).Draw(rt, "expected")
		in.Markets = rapid.Permutation(in.Markets).Draw(rt, "markets")
		in.Alternatives = rapid.Permutation(in.Alternatives).Draw(rt, "alternatives")
		in.People = rapid.Permutation(in.People).Draw(rt, "people")
		r, err := renewal.Analyze(in, asOf, options())
		require.NoError(rt, err)
		if got := asJSON(rt, r); got != want {
			rt.Fatalf("order matters:\n%s", cmp.Diff(want, got))
		}
	})
}

func TestAnalyzeDoesNotMutate(t *testing.T) {
	in, same := full(), full()
	first := analyze(t, in, options())
	opts := []cmp.Option{
		cmpopts.EquateComparable(finops.Date{}, finops.Period{}, finops.Month{}), cmp.AllowUnexported(renewal.Offer{}),
		cmp.Comparer(func(a, b finops.FXTable) bool { return true }),
		cmp.Comparer(func(a, b pricing.Price) bool {
			x, _ := json.Marshal(must(a.Charge(dec("7"))))
			y, _ := json.Marshal(must(b.Charge(dec("7"))))
			return string(x) == string(y)
		}),
	}
	if diff := cmp.Diff(same, in, opts...); diff != "" {
		t.Errorf("input changed (-want +got):\n%s", diff)
	}
	// What is returned does not hang on the input.
	before := asJSON(t, first)
	in.Contracts[0].Lines[0].Quantity = dec("1")
	in.Shelfware.Products[0].Product = "changed"
	in.Shelfware.Seats[0].Seat = "changed"
	if asJSON(t, first) != before {
		t.Error("the report changes with its input")
	}
}

func TestAnalyzeConcurrently(t *testing.T) {
	in := full()
	want := asJSON(t, analyze(t, in, options()))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			r, err := renewal.Analyze(in, asOf, options())
			if err != nil || asJSON(t, r) != want {
				t.Error("differs")
			}
		})
	}
	wg.Wait()
}

// TestPortfolioLaws: over random portfolios every saving is positive and dated, parts do not exceed what the contract
// costs, a saving counts once, and the safe day is not after the latest.
func TestPortfolioLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in renewal.Input
		var counts []seatCount
		for i := range rapid.IntRange(1, 6).Draw(t, "contracts") {
			held := rapid.IntRange(1, 60).Draw(t, "held")
			product := rapid.SampledFrom([]string{"p", "q", "r"}).Draw(t, "product")
			c := autoRenewing(string(rune('A'+i)), product, decimal.NewFromInt(int64(held)).String(), "1 USD", "2026-01-01/2027-01-01")
			start := day("2024-01-01").AddDays(rapid.IntRange(0, 1200).Draw(t, "start"))
			c.Term = finops.Period{Start: start, End: start.AddMonths(rapid.IntRange(1, 36).Draw(t, "months"))}
			c.Lines[0].Price = drawLadder(t)
			c.Lines[0].Per = contract.PricePeriod(rapid.IntRange(1, 3).Draw(t, "per"))
			c.Lines[0].Minimum = decimal.NewFromInt(int64(rapid.IntRange(0, held).Draw(t, "minimum")))
			c.Renewal.Kind = contract.RenewalKind(rapid.IntRange(0, 2).Draw(t, "kind"))
			c.Renewal.Notice.N = rapid.IntRange(0, 200).Draw(t, "notice")
			c.Renewal.Notice.Anchor = contract.NoticeAnchor(rapid.IntRange(0, 2).Draw(t, "anchor"))
			if rapid.Bool().Draw(t, "true-down") {
				c.Milestones = []contract.Milestone{{Kind: contract.TrueDownDate, Date: asOf.AddDays(rapid.IntRange(-50, 300).Draw(t, "milestone"))}}
			}
			in.Contracts = append(in.Contracts, c)
		}
		for _, p := range []string{"p", "q", "r"} {
			n := rapid.IntRange(0, 80).Draw(t, "assigned")
			counts = append(counts, seatCount{p, n, rapid.IntRange(0, n).Draw(t, "active")})
		}
		in.Shelfware = shelfware(counts...)
		r, err := renewal.Analyze(in, asOf, options())
		require.NoError(t, err)
		checkTotals(t, r)
		for _, c := range r.Contracts {
			if w := c.Window; w.Safe.After(w.Latest) {
				t.Fatalf("safe %s after latest %s", w.Safe, w.Latest)
			}
			for _, l := range c.Lines {
				if l.Need.Sign() < 0 || l.Saving.Real.Sign() < 0 || l.Naive.Sign() < 0 {
					t.Fatalf("negative: %+v", l)
				}
				for _, p := range l.Parts {
					if p.PerYear.Sign() <= 0 || p.Reason == "" || p.Timing != renewal.SavingBlocked && (p.From.IsZero() || p.From.Before(asOf)) {
						t.Fatalf("part %+v", p)
					}
				}
			}
		}
		for i, a := range r.Actions {
			if a.Rank != i+1 || a.Explanation == "" || len(a.Evidence) == 0 || a.Urgency == renewal.UrgencyOverdue && a.Deadline.IsZero() {
				t.Fatalf("action %+v", a)
			}
			if i > 0 && a.Urgency < r.Actions[i-1].Urgency {
				t.Fatalf("%s before %s", r.Actions[i-1].ID, a.ID)
			}
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	var in renewal.Input
	var counts []seatCount
	for i := range 1000 {
		product := "p" + decimal.NewFromInt(int64(i%200)).String()
		c := autoRenewing("C"+decimal.NewFromInt(int64(i)).String(), product, "100", "1200 USD", "2026-01-01/2027-01-01")
		c.Term = finops.Period{Start: day("2024-01-01").AddDays(i), End: day("2024-01-01").AddDays(i).AddMonths(24)}
		in.Contracts = append(in.Contracts, c)
		if i < 200 {
			counts = append(counts, seatCount{product, 450, 200 + i})
		}
	}
	in.Shelfware, in.FX = shelfware(counts...), fxTable()
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := renewal.Analyze(in, asOf, options()); err != nil {
			b.Fatal(err)
		}
	}
}
