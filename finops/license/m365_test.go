// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// readM365 reads the service plans of each SKU: Microsoft, "Product names and service plan identifiers for licensing",
// January 2026. It skips the test if the file is not there.
func readM365(t *testing.T) []license.Product {
	t.Helper()
	dir := os.Getenv("ITFM_DATA")
	if dir == "" {
		t.Skip("ITFM_DATA is not set: no service plan data")
	}
	f, err := os.Open(filepath.Join(dir, "saas", "m365_sku_service_plans_2026-01.csv"))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	in := bufio.NewReader(f)
	if r, _, err := in.ReadRune(); err != nil || r != '\ufeff' {
		t.Fatalf("no byte order mark: %q, %v", r, err)
	}
	rows, err := csv.NewReader(in).ReadAll()
	require.NoError(t, err)
	at := map[string]int{}
	var products []license.Product
	for _, row := range rows[1:] {
		sku, plan := row[1], row[3]
		i, ok := at[sku]
		if !ok {
			i = len(products)
			at[sku] = i
			products = append(products, license.Product{ID: sku, Vendor: "microsoft", Name: row[0]})
		}
		products[i].Capabilities = append(products[i].Capabilities, plan)
	}
	return products
}

// m365Implications says which plan of Microsoft 365 E5 does the work of a plan of E3 that E5 does not list.
func m365Implications() []license.Implication {
	return []license.Implication{
		{Higher: "ADALLOM_S_STANDALONE", Lower: "ADALLOM_S_DISCOVERY"},
		{Higher: "BPOS_S_TODO_3", Lower: "BPOS_S_TODO_2"},
		{Higher: "CDS_O365_P3", Lower: "CDS_O365_P2"},
		{Higher: "DYN365_CDS_O365_P3", Lower: "DYN365_CDS_O365_P2"},
		{Higher: "FLOW_O365_P3", Lower: "FLOW_O365_P2"},
		{Higher: "FORMS_PLAN_E5", Lower: "FORMS_PLAN_E3"},
		{Higher: "KAIZALA_STANDALONE", Lower: "KAIZALA_O365_P3"},
		{Higher: "M365_LIGHTHOUSE_CUSTOMER_PLAN1", Lower: "M365_LIGHTHOUSE_PARTNER_PLAN1"},
		{Higher: "POWERAPPS_O365_P3", Lower: "POWERAPPS_O365_P2"},
		{Higher: "POWER_VIRTUAL_AGENTS_O365_P3", Lower: "POWER_VIRTUAL_AGENTS_O365_P2"},
		{Higher: "PROJECT_O365_P3", Lower: "PROJECT_O365_P2"},
		{Higher: "STREAM_O365_E5", Lower: "STREAM_O365_E3"},
		{Higher: "WHITEBOARD_PLAN3", Lower: "WHITEBOARD_PLAN2"},
		{Higher: "WINDEFATP", Lower: "MDE_LITE"},
	}
}

// TestM365Subsumption: by plan IDs alone E5 lacks 14 plans of E3; with the implications it covers E3, and not the reverse.
func TestM365Subsumption(t *testing.T) {
	products := readM365(t)
	const e3, e5 = "SPE_E3", "SPE_E5"
	byID, err := license.NewCatalog(products, nil)
	require.NoError(t, err)
	missing, err := byID.Missing(e5, e3)
	require.NoError(t, err)
	covers, err := byID.Covers(e5, e3)
	require.NoError(t, err)
	if covers || len(missing) != 14 {
		t.Errorf("by ID: covers %v, missing %d: %v", covers, len(missing), missing)
	}
	c, err := license.NewCatalog(products, m365Implications())
	require.NoError(t, err)
	covers, err = c.Covers(e5, e3)
	require.NoError(t, err)
	reverse, err := c.Covers(e3, e5)
	require.NoError(t, err)
	if !covers || reverse {
		left, _ := c.Missing(e5, e3)
		t.Errorf("by subsumption: E5 covers E3 %v, E3 covers E5 %v, missing %v", covers, reverse, left)
	}
}

// TestM365Mix finds the cheapest plans for groups of people on the real service plans.
// source of the prices: US list per user and month from 1 July 2026 (F3 10, E3 39, E5 60, Business Premium 22 up to 300
// users, Office 365 E3 26)
func TestM365Mix(t *testing.T) {
	c, err := license.NewCatalog(readM365(t), m365Implications())
	require.NoError(t, err)
	grants := func(id string) []string {
		g, err := c.Grants(id)
		require.NoError(t, err)
		return g
	}
	p := license.MixProblem{Implications: m365Implications()}
	for id, unit := range map[string]string{"SPE_F1": "10", "SPE_E3": "39", "SPE_E5": "60", "SPB": "22", "ENTERPRISEPACK": "26"} {
		o, err := c.Offer(id, perUnit(t, unit))
		require.NoError(t, err)
		if id == "SPB" {
			o.Cap = 300
		}
		p.Offers = append(p.Offers, o)
	}
	p.Groups = []license.Group{
		{ID: "front", People: 400, Needs: []string{"EXCHANGE_S_DESKLESS"}},
		{ID: "office", People: 600, Needs: []string{"TEAMS1", "SHAREPOINTWAC"}},
		{ID: "suite", People: 80, Needs: grants("ENTERPRISEPACK")},
		{ID: "all of E3", People: 150, Needs: grants("SPE_E3")},
		{ID: "all of E5", People: 50, Needs: grants("SPE_E5")},
	}
	mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
	require.NoError(t, err)
	checkMixResult(t, p, mix)
	// F3 serves front and office (10 each); the suite is cheapest as Office 365 E3, the rest needs the plan itself.
	want := decimal.NewFromInt(400*10 + 600*10 + 80*26 + 150*39 + 50*60)
	if !mix.Proven || mix.Cost.Amount().Cmp(want) != 0 {
		t.Errorf("got %s, proven %v, want %s: %v", mix.Cost, mix.Proven, want, mix.Assignments)
	}
}

// TestM365SetCover covers the plans of several SKUs from all 569 at seeded prices: large real instances of set cover.
func TestM365SetCover(t *testing.T) {
	products := readM365(t)
	rng := rand.New(rand.NewPCG(365, 1))
	var p license.MixProblem
	price := map[string]decimal.Decimal{}
	for _, s := range products {
		price[s.ID] = decimal.New(int64(100+rng.IntN(300)+60*len(s.Capabilities)), -2)
		p.Offers = append(p.Offers, license.Offer{ID: s.ID, Grants: s.Capabilities, Price: perUnit(t, price[s.ID].String())})
	}
	for range 15 {
		var needs []string
		var given decimal.Decimal
		for range 4 {
			s := products[rng.IntN(len(products))]
			needs = append(needs, s.Capabilities...)
			given = given.Add(price[s.ID])
		}
		p.Groups = []license.Group{{ID: "g", People: 1, Needs: needs}}
		mix, err := license.OptimizeMix(context.Background(), p, license.MixOptions{})
		require.NoError(t, err)
		checkMixResult(t, p, mix)
		if !mix.Proven || mix.Cost.Amount().Cmp(given) > 0 {
			t.Errorf("got %s (bound %s, %s, %d steps); the SKUs themselves cost %s", mix.Cost, mix.LowerBound, mix.Stop, mix.Work, given)
		}
	}
}
