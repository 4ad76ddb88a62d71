// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/stretchr/testify/require"
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
