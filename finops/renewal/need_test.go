// SPDX-License-Identifier: Apache-2.0

package renewal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
	"github.com/itfm-go/itfm/finops/renewal"
)

func needOf(product string, metric license.MetricKind, quantity string) license.Need {
	return license.Need{Product: product, Requirement: license.Requirement{
		Metric: metric, Quantity: dec(quantity), Exact: dec(quantity), Steps: []license.MetricStep{{Item: "counted", Quantity: dec(quantity)}},
	}}
}

// TestNeeds: what is not counted by seats is right-sized by the need given for it.
func TestNeeds(t *testing.T) {
	cores := must(license.Cores([]license.Server{{ID: "s1", Sockets: 2, CoresPerSocket: 4}, {ID: "s2", Sockets: 1, CoresPerSocket: 20}}, license.CoreRule{MinPerSocket: 8}))
	for _, tc := range []struct {
		name, product string
		need          license.Need
		held          string
		whole         bool
		want          string // needed
		value         string // a year, negative for an order
	}{
		{"cores: 16 + 20", "db", license.Need{Product: "db", Requirement: cores}, "64", true, "36", "28000.00 USD"},
		{"terabytes in part", "store", needOf("store", license.MetricCapacity, "12.5"), "20", false, "12.5", "7500.00 USD"},
		{"terabytes sold whole", "store", needOf("store", license.MetricCapacity, "12.5"), "20", true, "12.5", "7000.00 USD"}, // buys 13
		{"a shortfall", "db", needOf("db", license.MetricProcessor, "24"), "20", true, "24", "-4000.00 USD"},
		{"just right", "db", needOf("db", license.MetricDevice, "20"), "20", true, "20", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := autoRenewing("A", tc.product, tc.held, "1000 USD", "2026-01-01/2027-01-01")
			c.Lines[0].WholeUnits = tc.whole
			r := analyze(t, renewal.Input{Contracts: []contract.Contract{c}, Needs: []license.Need{tc.need}, FX: fxTable()}, options())
			checkTotals(t, r)
			l := reviewed(t, r, "A").Lines[0]
			if !l.Need.Equal(dec(tc.want)) || !l.Known || l.Required == nil || l.Confidence != renewal.ConfidenceHigh {
				t.Errorf("%+v", l)
			}
			if len(r.LeftOut) != 0 || slices.ContainsFunc(r.Actions, func(a renewal.Action) bool { return a.Kind == renewal.ActionReviewData }) {
				t.Errorf("nothing is unknown: %+v", r.LeftOut)
			}
			switch {
			case tc.value == "":
				action(t, r, "decide:A")
			case strings.HasPrefix(tc.value, "-"):
				wantMoney(t, "order", action(t, r, "order:A/L1").Value, tc.value)
			default:
				a := action(t, r, "give_notice:A")
				wantMoney(t, "saving", a.Value, tc.value)
				if !slices.Contains(a.Evidence, "need:"+tc.product) {
					t.Errorf("evidence %v", a.Evidence)
				}
			}
		})
	}
}

// TestNeedBesideSeats: a need given for a product counts, not its seats; a repeated or negative one is not used.
func TestNeedBesideSeats(t *testing.T) {
	c := autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01")
	in := renewal.Input{Contracts: []contract.Contract{c}, Shelfware: shelfware(seatCount{"crm", 100, 60})}
	for _, tc := range []struct {
		needs []license.Need
		want  string
		notes int
	}{
		{nil, "60", 0},
		{[]license.Need{needOf("crm", license.MetricConcurrent, "45")}, "45", 0},
		{[]license.Need{needOf("crm", license.MetricConcurrent, "45"), needOf("crm", license.MetricConcurrent, "46")}, "60", 1},
		{[]license.Need{needOf("crm", license.MetricConcurrent, "-1")}, "60", 1},
		{[]license.Need{needOf("other", license.MetricConcurrent, "9")}, "60", 1},
	} {
		in.Needs = tc.needs
		r := analyze(t, in, options())
		if l := reviewed(t, r, "A").Lines[0]; !l.Need.Equal(dec(tc.want)) || len(r.Notes) != tc.notes || l.Use == nil {
			t.Errorf("%v: need %s, notes %v", tc.needs, l.Need, r.Notes)
		}
	}
}

// TestBuffers: a product's own buffer goes before the general one; a buffer keeps units, and never orders any.
func TestBuffers(t *testing.T) {
	in := renewal.Input{
		Contracts: []contract.Contract{
			autoRenewing("A", "crm", "100", "1200 USD", "2026-01-01/2027-01-01"),
			autoRenewing("B", "chat", "50", "120 USD", "2026-01-01/2027-01-01"),
			autoRenewing("C", "store", "10", "120 USD", "2026-01-01/2027-01-01"),
		},
		Shelfware: shelfware(seatCount{"crm", 100, 60}, seatCount{"chat", 50, 48}),
		Needs:     []license.Need{needOf("store", license.MetricCapacity, "8")},
		Buffers:   []renewal.Buffer{{Product: "crm", Fraction: dec("0.25")}},
	}
	opts := options()
	opts.Buffer = dec("0.10")
	needs := func() string {
		r := analyze(t, in, opts)
		out := ""
		for _, id := range []string{"A", "B", "C"} {
			out += reviewed(t, r, id).Lines[0].Need.String() + " "
		}
		return out
	}
	if got := needs(); got != "75 50 8.8 " { // 60 × 1.25; 48 × 1.1 = 53 of 50 held; 8 × 1.1
		t.Errorf("needs %s", got)
	}
	in.Buffers = append(in.Buffers, renewal.Buffer{Product: "crm", Fraction: dec("0.5")}, renewal.Buffer{Product: "store", Fraction: dec("-1")}, renewal.Buffer{Product: "chat"})
	if got := needs(); got != "66 48 8.8 " { // two for crm and a negative one: the general buffer; chat: none
		t.Errorf("needs %s", got)
	}
}

// TestLumpSums: a lump sum has no quantity to size, and nothing about it is unknown.
func TestLumpSums(t *testing.T) {
	c := autoRenewing("A", "support", "1", "1 USD", "2026-01-01/2027-01-01")
	c.Lines[0].Price = must(pricing.NewFlat(money("50000 USD")))
	r := one(t, c, shelfware(seatCount{"crm", 1, 1}))
	if len(r.LeftOut) != 0 || len(r.Actions) != 1 {
		t.Errorf("left out %+v, actions %+v", r.LeftOut, r.Actions)
	}
	a := action(t, r, "decide:A")
	if a.AtStake.Basis != renewal.StakeNextTerm || !a.AtStake.Amount.Value.Equal(money("53500 USD")) {
		t.Errorf("at stake %s", a.AtStake)
	}
}

// TestReviewDataIsGrouped: what is not known of a product is asked once, however many lines sell it.
func TestReviewDataIsGrouped(t *testing.T) {
	var in renewal.Input
	for i, product := range []string{"crm", "crm", "chat", "", ""} {
		c := autoRenewing(string(rune('A'+i)), product, "10", "100 USD", "2026-01-01/2027-01-01")
		c.Term.End = c.Term.End.AddMonths(5 - i) // later letters are due first
		in.Contracts = append(in.Contracts, c)
	}
	reviews := func() []string {
		var ids []string
		for _, a := range analyze(t, in, options()).Actions {
			if a.Kind == renewal.ActionReviewData {
				ids = append(ids, a.ID)
			}
		}
		slices.Sort(ids)
		return ids
	}
	// No licence data at all: once for all products, and for each contract whose lines name none.
	if got := strings.Join(reviews(), " "); got != "review_data:C/L1 review_data:D/L1 review_data:E/L1" {
		t.Errorf("got %s", got)
	}
	in.Shelfware = shelfware(seatCount{"other", 1, 1})
	if got := strings.Join(reviews(), " "); got != "review_data:B/L1 review_data:C/L1 review_data:D/L1 review_data:E/L1" {
		t.Errorf("got %s", got)
	}
	// Notice was given: nothing is to be found out any more.
	in.Contracts[2].EndedFrom = in.Contracts[2].Term.End
	if got := strings.Join(reviews(), " "); got != "review_data:B/L1 review_data:D/L1 review_data:E/L1" {
		t.Errorf("got %s", got)
	}
}
