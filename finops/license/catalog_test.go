// SPDX-License-Identifier: Apache-2.0

package license_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCatalogCovers(t *testing.T) {
	c, err := license.NewCatalog([]license.Product{
		{ID: "top", Capabilities: []string{"mail3"}, Covers: []string{"legacy"}},
		{ID: "middle", Capabilities: []string{"mail2"}},
		{ID: "low", Capabilities: []string{"mail1"}},
		{ID: "twin", Capabilities: []string{"mail2"}},
		{ID: "legacy", Covers: []string{"older"}},
		{ID: "older"},
		{ID: "empty"},
		{ID: "addon", Capabilities: []string{"archive"}},
	}, []license.Implication{{Higher: "mail3", Lower: "mail2"}, {Higher: "mail2", Lower: "mail1"}})
	require.NoError(t, err)
	tests := []struct {
		higher, lower string
		want          bool
	}{
		{"top", "top", true},
		{"top", "low", true}, // by two implications
		{"low", "top", false},
		{"middle", "twin", true},
		{"twin", "middle", true},
		{"top", "legacy", true}, // by name
		{"top", "older", true},  // by name, twice
		{"legacy", "older", true},
		{"top", "empty", false}, // a product without capabilities is covered only by name
		{"empty", "older", false},
		{"top", "addon", false},
		{"older", "legacy", false},
	}
	for _, tt := range tests {
		got, err := c.Covers(tt.higher, tt.lower)
		require.NoError(t, err)
		if got != tt.want {
			t.Errorf("%s covers %s: got %v, want %v", tt.higher, tt.lower, got, tt.want)
		}
	}
	missing, err := c.Missing("low", "top")
	require.NoError(t, err)
	if diff := cmp.Diff([]string{"mail2", "mail3"}, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"mail1", "mail2", "mail3"}, c.Implied("mail3")); diff != "" {
		t.Errorf("implied (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"unheard of"}, c.Implied("unheard of")); diff != "" {
		t.Errorf("implied (-want +got):\n%s", diff)
	}
	for _, f := range []func() error{
		func() error { _, err := c.Covers("top", "nope"); return err },
		func() error { _, err := c.Covers("nope", "top"); return err },
		func() error { _, err := c.Missing("nope", "top"); return err },
		func() error { _, err := c.Grants("nope"); return err },
		func() error { _, err := c.Product("nope"); return err },
		func() error { _, err := c.Offer("nope", nil); return err },
	} {
		require.ErrorIs(t, f(), license.ErrUnknownProduct)
	}
}

func TestCatalogErrors(t *testing.T) {
	_, err := license.NewCatalog([]license.Product{
		{ID: ""}, {ID: "A"}, {ID: "A"}, {ID: "B", Capabilities: []string{""}}, {ID: "C", Covers: []string{"X"}},
		{ID: "D", Policy: license.Policy{DowngradeTo: []string{"Y", "D"}, GraceDays: -1, InactiveAfterDays: -2}},
		{ID: "E", Covers: []string{"F"}}, {ID: "F", Covers: []string{"E"}},
	}, []license.Implication{{Higher: "p", Lower: "q"}, {Higher: "q", Lower: "r"}, {Higher: "r", Lower: "p"}, {Higher: "p"}})
	for _, want := range []error{license.ErrCatalog, license.ErrPolicy, license.ErrCycle} {
		require.ErrorIs(t, err, want)
	}
	const text = `license: catalog: product ID "" is empty or repeated: license: invalid catalog
license: catalog: product ID "A" is empty or repeated: license: invalid catalog
license: catalog: product "B": capability 0 is empty: license: invalid catalog
license: catalog: product "C": covers "X", which is not in the catalog: license: invalid catalog
license: catalog: product "D": downgrade to "Y", which is not in the catalog: license: invalid catalog
license: catalog: product "D": downgrade to itself: license: invalid policy
license: catalog: product "D": inactive_after_days is -2, negative: license: invalid policy
license: catalog: product "D": grace_days is -1, negative: license: invalid policy
license: catalog: implication 3 from "p" to "": empty capability: license: invalid catalog
license: capability cycle: "p" -> "q" -> "r" -> "p"
license: product cycle: "E" -> "F" -> "E"`
	if diff := cmp.Diff(text, err.Error()); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	_, err = license.NewCatalog(nil, []license.Implication{{Higher: "a", Lower: "a"}})
	var cycle *license.CycleError
	require.ErrorAs(t, err, &cycle)
	if !slices.Equal(cycle.Path, []string{"a", "a"}) {
		t.Errorf("got path %v", cycle.Path)
	}
}

// TestCatalogKeepsNothing: neither input nor output shares memory with the catalog.
func TestCatalogKeepsNothing(t *testing.T) {
	in := []license.Product{{ID: "B", Capabilities: []string{"x"}}, {ID: "A", Capabilities: []string{"x", "y"}, Policy: license.Policy{
		DowngradeTo: []string{"B"}, ExemptPersons: []string{"p"}, ExemptSeats: []string{"s"},
	}}}
	c, err := license.NewCatalog(in, nil)
	require.NoError(t, err)
	if in[0].ID != "B" {
		t.Error("the input was sorted")
	}
	in[1].Capabilities[0] = "changed"
	out := c.Products()
	out[0].Policy.DowngradeTo[0] = "changed"
	p, err := c.Product("A")
	require.NoError(t, err)
	if p.Capabilities[0] != "x" || p.Policy.DowngradeTo[0] != "B" || out[0].ID != "A" {
		t.Errorf("got %+v", p)
	}
}

// TestCoversIsAnOrder: covering is reflexive and transitive, and follows from granting everything.
func TestCoversIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"A", "B", "C", "D", "E"}
		capability := rapid.SampledFrom([]string{"c1", "c2", "c3", "c4", "c5"})
		var products []license.Product
		for i, n := range names {
			p := license.Product{ID: n, Capabilities: rapid.SliceOfN(capability, 0, 3).Draw(t, "capabilities")}
			if i > 0 { // only earlier ones, so that there is no cycle
				p.Covers = rapid.SliceOfN(rapid.SampledFrom(names[:i]), 0, 1).Draw(t, "covers")
			}
			products = append(products, p)
		}
		c, err := license.NewCatalog(products, []license.Implication{{Higher: "c1", Lower: "c2"}, {Higher: "c2", Lower: "c3"}})
		if err != nil {
			t.Fatal(err)
		}
		covers := func(a, b string) bool {
			yes, err := c.Covers(a, b)
			if err != nil {
				t.Fatal(err)
			}
			return yes
		}
		for _, a := range names {
			if !covers(a, a) {
				t.Fatalf("%s does not cover itself", a)
			}
			for _, b := range names {
				missing, _ := c.Missing(a, b)
				grants, _ := c.Grants(b)
				if len(grants) > 0 && len(missing) == 0 && !covers(a, b) {
					t.Fatalf("%s grants all of %s and does not cover it", a, b)
				}
				if covers(a, b) && len(missing) > 0 {
					// Covering by name hands over what the covered product grants.
					t.Fatalf("%s covers %s and lacks %v", a, b, missing)
				}
				for _, d := range names {
					if covers(a, b) && covers(b, d) && !covers(a, d) {
						t.Fatalf("%s covers %s covers %s, but not through", a, b, d)
					}
				}
			}
		}
	})
}
