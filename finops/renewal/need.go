// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/shopspring/decimal"
)

// indexNeeds groups the needs by product. One that is negative or given twice is not used.
func (a *analysis) indexNeeds() {
	count := map[string]int{}
	for _, n := range a.in.Needs {
		count[n.Product]++
	}
	a.needs = map[string]license.Need{}
	for _, n := range a.in.Needs {
		switch {
		case count[n.Product] > 1:
			a.notes = append(a.notes, fmt.Sprintf("product %s: %d needs for one product: none is used", n.Product, count[n.Product]))
		case !computable(n.Requirement.Quantity):
			a.notes = append(a.notes, fmt.Sprintf("product %s: its need has too many digits: it is not used", n.Product))
		case n.Requirement.Quantity.Sign() < 0:
			a.notes = append(a.notes, fmt.Sprintf("product %s: a need of %s is negative: it is not used", n.Product, digits.Text(n.Requirement.Quantity)))
		default:
			a.needs[n.Product] = n
		}
	}
}

// indexBuffers groups the buffers by product. One that is negative or given twice is not used.
func (a *analysis) indexBuffers() {
	count := map[string]int{}
	for _, b := range a.in.Buffers {
		count[b.Product]++
	}
	a.buffers = map[string]decimal.Decimal{}
	for _, b := range a.in.Buffers {
		switch {
		case count[b.Product] > 1:
			a.notes = append(a.notes, fmt.Sprintf("product %s: %d buffers for one product: the general one is used", b.Product, count[b.Product]))
		case !computable(b.Fraction):
			a.notes = append(a.notes, fmt.Sprintf("product %s: its buffer has too many digits: the general one is used", b.Product))
		case b.Fraction.Sign() < 0:
			a.notes = append(a.notes, fmt.Sprintf("product %s: a buffer of %s is negative: the general one is used", b.Product, digits.Text(b.Fraction)))
		default:
			a.buffers[b.Product] = b.Fraction
		}
	}
}

// buffer returns the reserve of a product.
func (a *analysis) buffer(product string) decimal.Decimal {
	if b, ok := a.buffers[product]; ok {
		return b
	}
	return a.opts.Buffer
}

// unsold notes products in use that no line sells.
func (a *analysis) unsold(sold map[string]bool) {
	for _, product := range sortedKeys(a.needs) {
		if !sold[product] {
			a.notes = append(a.notes, fmt.Sprintf("product %s: a need of %s, but no contract line under review sells it", product, digits.Text(a.needs[product].Requirement.Quantity)))
		}
	}
	if a.in.Shelfware == nil {
		return
	}
	if on := a.in.Shelfware.AsOf; on != a.asOf {
		a.notes = append(a.notes, fmt.Sprintf("the licence data is of %s, the analysis of %s", on, a.asOf))
	}
	for _, p := range a.in.Shelfware.Products {
		if p.Assigned > 0 && !sold[p.Product] {
			a.notes = append(a.notes, fmt.Sprintf("product %s: %d seats, but no contract line under review sells it", p.Product, p.Assigned))
		}
	}
	for _, i := range a.in.Shelfware.Issues {
		a.notes = append(a.notes, fmt.Sprintf("licence data: %s: %d records of product %q", i.Kind, i.Count, i.Product))
	}
}
