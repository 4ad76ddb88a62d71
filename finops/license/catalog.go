// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Catalog is a set of products with the capabilities each grants and the products each covers. It is immutable and safe
// for concurrent use.
type Catalog struct {
	products []Product      // by ID
	index    map[string]int // product ID to place in products
	granted  []map[string]bool
	implied  map[string][]string // capability to all it implies, itself included, sorted
	covers   [][]bool            // covers[a][b]: a replaces b
	breadth  []int               // number of products covered, itself included
}

// NewCatalog builds a catalog. A product grants its capabilities, all that these imply, and all that the products in its
// Covers grant.
//
// It returns all problems joined: [ErrCatalog] for an empty or repeated product ID, an empty capability, a metric that does not
// exist, or a Covers or DowngradeTo that is not in the catalog; [ErrPolicy] for negative days or a product that is its own downgrade;
// [*CycleError] for implications or Covers that come back to where they started.
func NewCatalog(products []Product, implications []Implication) (*Catalog, error) {
	c := &Catalog{index: make(map[string]int, len(products))}
	var errs []error
	for _, p := range products {
		c.products = append(c.products, p.clone())
	}
	slices.SortStableFunc(c.products, func(a, b Product) int { return strings.Compare(a.ID, b.ID) })
	for i, p := range c.products {
		if _, twice := c.index[p.ID]; twice || p.ID == "" {
			errs = append(errs, fmt.Errorf("license: catalog: product ID %q is empty or repeated: %w", p.ID, ErrCatalog))
		}
		c.index[p.ID] = i
	}
	for _, p := range c.products {
		errs = append(errs, c.checkProduct(p)...)
	}
	for i, im := range implications {
		if im.Higher == "" || im.Lower == "" {
			errs = append(errs, fmt.Errorf("license: catalog: implication %d from %q to %q: empty capability: %w",
				i, im.Higher, im.Lower, ErrCatalog))
		}
	}
	if err := c.implyAll(implications); err != nil {
		errs = append(errs, err)
	}
	if path := findCycle(c.coverEdges()); path != nil {
		errs = append(errs, &CycleError{Of: "product", Path: path})
	}
	if errs != nil {
		return nil, errors.Join(errs...)
	}
	c.grantAll()
	c.coverAll()
	return c, nil
}

// clone returns a copy that shares no memory with p.
func (p Product) clone() Product {
	p.Capabilities = slices.Clone(p.Capabilities)
	p.Covers = slices.Clone(p.Covers)
	p.Policy.ExemptPersons = slices.Clone(p.Policy.ExemptPersons)
	p.Policy.ExemptSeats = slices.Clone(p.Policy.ExemptSeats)
	p.Policy.DowngradeTo = slices.Clone(p.Policy.DowngradeTo)
	return p
}

func (c *Catalog) checkProduct(p Product) []error {
	var errs []error
	bad := func(sentinel error, format string, args ...any) {
		errs = append(errs, fmt.Errorf("license: catalog: product %q: "+format+": %w",
			append(append([]any{p.ID}, args...), sentinel)...))
	}
	for i, name := range p.Capabilities {
		if name == "" {
			bad(ErrCatalog, "capability %d is empty", i)
		}
	}
	for _, id := range p.Covers {
		if _, ok := c.index[id]; !ok {
			bad(ErrCatalog, "covers %q, which is not in the catalog", id)
		}
	}
	for _, id := range p.Policy.DowngradeTo {
		if _, ok := c.index[id]; !ok {
			bad(ErrCatalog, "downgrade to %q, which is not in the catalog", id)
		}
		if id == p.ID {
			bad(ErrPolicy, "downgrade to itself")
		}
	}
	if !metricNames.Has(p.Metric) {
		bad(ErrCatalog, "metric is %d, not a kind", uint8(p.Metric))
	}
	if p.Policy.InactiveAfterDays < 0 {
		bad(ErrPolicy, "inactive_after_days is %d, negative", p.Policy.InactiveAfterDays)
	}
	if p.Policy.GraceDays < 0 {
		bad(ErrPolicy, "grace_days is %d, negative", p.Policy.GraceDays)
	}
	return errs
}

// implyAll closes the implications.
func (c *Catalog) implyAll(implications []Implication) error {
	next := map[string][]string{}
	for _, im := range implications {
		next[im.Higher] = append(next[im.Higher], im.Lower)
	}
	if path := findCycle(next); path != nil {
		return &CycleError{Of: "capability", Path: path}
	}
	c.implied = make(map[string][]string, len(next))
	for higher := range next {
		seen := map[string]bool{}
		reach(next, higher, seen)
		c.implied[higher] = sortedKeys(seen)
	}
	return nil
}

func (c *Catalog) coverEdges() map[string][]string {
	next := map[string][]string{}
	for _, p := range c.products {
		next[p.ID] = append(next[p.ID], p.Covers...)
	}
	return next
}

// reach marks all that can be reached from a node, itself included.
func reach(next map[string][]string, from string, seen map[string]bool) {
	if seen[from] {
		return
	}
	seen[from] = true
	for _, to := range next[from] {
		reach(next, to, seen)
	}
}

// findCycle returns a chain that ends where it starts, nil if there is none. The answer does not depend on map order.
func findCycle(next map[string][]string) []string {
	const open, done = 1, 2
	state := make(map[string]int, len(next))
	var path []string
	var visit func(string) []string
	visit = func(n string) []string {
		path = append(path, n)
		state[n] = open
		for _, to := range slices.Sorted(slices.Values(next[n])) {
			switch state[to] {
			case open:
				return append(slices.Clone(path[slices.Index(path, to):]), to)
			case 0:
				if cycle := visit(to); cycle != nil {
					return cycle
				}
			}
		}
		state[n] = done
		path = path[:len(path)-1]
		return nil
	}
	for _, n := range sortedKeys(next) {
		if state[n] == 0 {
			if cycle := visit(n); cycle != nil {
				return cycle
			}
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// grantAll finds all capabilities of each product.
func (c *Catalog) grantAll() {
	next := c.coverEdges()
	c.granted = make([]map[string]bool, len(c.products))
	for i, p := range c.products {
		covered := map[string]bool{}
		reach(next, p.ID, covered)
		c.granted[i] = map[string]bool{}
		for id := range covered {
			for _, name := range c.products[c.index[id]].Capabilities {
				c.granted[i][name] = true
				for _, lower := range c.implied[name] {
					c.granted[i][lower] = true
				}
			}
		}
	}
}

// coverAll finds which product replaces which: by capabilities, by Covers, and by chains of both.
func (c *Catalog) coverAll() {
	n := len(c.products)
	c.covers = make([][]bool, n)
	for a := range n {
		c.covers[a] = make([]bool, n)
		for b := range n {
			c.covers[a][b] = a == b || slices.Contains(c.products[a].Covers, c.products[b].ID) ||
				len(c.granted[b]) > 0 && subset(c.granted[b], c.granted[a])
		}
	}
	for via := range n {
		for a := range n {
			if !c.covers[a][via] || a == via {
				continue
			}
			for b, yes := range c.covers[via] {
				c.covers[a][b] = c.covers[a][b] || yes
			}
		}
	}
	c.breadth = make([]int, n)
	for a := range n {
		for _, yes := range c.covers[a] {
			if yes {
				c.breadth[a]++
			}
		}
	}
}

func subset(part, whole map[string]bool) bool {
	if len(part) > len(whole) {
		return false
	}
	for k := range part {
		if !whole[k] {
			return false
		}
	}
	return true
}

// Products returns the products, ordered by ID.
func (c *Catalog) Products() []Product {
	out := make([]Product, len(c.products))
	for i, p := range c.products {
		out[i] = p.clone()
	}
	return out
}

// Product returns the product with the ID, or an error that wraps [ErrUnknownProduct].
func (c *Catalog) Product(id string) (Product, error) {
	i, err := c.find(id)
	if err != nil {
		return Product{}, err
	}
	return c.products[i].clone(), nil
}

func (c *Catalog) find(id string) (int, error) {
	i, ok := c.index[id]
	if !ok {
		return 0, fmt.Errorf("license: product %q: %w", id, ErrUnknownProduct)
	}
	return i, nil
}

// Grants returns all capabilities that the product grants, with what they imply and what it takes over from the
// products it covers, sorted. It returns an error that wraps [ErrUnknownProduct].
func (c *Catalog) Grants(id string) ([]string, error) {
	i, err := c.find(id)
	if err != nil {
		return nil, err
	}
	return sortedKeys(c.granted[i]), nil
}

// Covers reports whether a seat of the product higher makes a seat of the product lower redundant: they are the same
// product, or higher grants every capability of lower, or says so in its Covers, or does so through other products. A
// product without capabilities is covered only by name. It returns an error that wraps [ErrUnknownProduct].
func (c *Catalog) Covers(higher, lower string) (bool, error) {
	a, errA := c.find(higher)
	b, errB := c.find(lower)
	if err := errors.Join(errA, errB); err != nil {
		return false, err
	}
	return c.covers[a][b], nil
}

// Missing returns the capabilities of lower that higher does not grant, sorted: why Covers says no. It returns an error
// that wraps [ErrUnknownProduct].
func (c *Catalog) Missing(higher, lower string) ([]string, error) {
	a, errA := c.find(higher)
	b, errB := c.find(lower)
	if err := errors.Join(errA, errB); err != nil {
		return nil, err
	}
	var out []string
	for _, name := range sortedKeys(c.granted[b]) {
		if !c.granted[a][name] {
			out = append(out, name)
		}
	}
	return out, nil
}

// Implied returns the capability and all that it implies, sorted.
func (c *Catalog) Implied(capability string) []string {
	if all, ok := c.implied[capability]; ok {
		return slices.Clone(all)
	}
	return []string{capability}
}
