// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
)

// sale is where more of a product would be bought: a contract line in force, at its price with the uplifts so far.
type sale struct {
	contract string
	line     contract.Line
	price    pricing.Price
	quantity decimal.Decimal // under contract now
}

// sales returns one line for each product. Of several lines it is the largest, then the first by contract and line. A line
// that has no price on the as-of date, because it is not in force or an index is missing, sells nothing.
func sales(p portfolio) map[string]sale {
	byProduct := map[string]sale{}
	for _, c := range p.contracts {
		for _, l := range c.Lines {
			price, err := c.LinePrice(l.ID, p.manifest.AsOf)
			if err != nil {
				continue
			}
			quantity, err := c.LineQuantity(l.ID, p.manifest.AsOf)
			if err != nil {
				continue
			}
			s := sale{c.ID, l, price, quantity}
			if have, ok := byProduct[l.Product]; !ok || s.before(have) {
				byProduct[l.Product] = s
			}
		}
	}
	return byProduct
}

func (s sale) before(t sale) bool {
	return cmp.Or(t.quantity.Cmp(s.quantity), cmp.Compare(s.contract, t.contract), cmp.Compare(s.line.ID, t.line.ID)) < 0
}

// counted is what metered.csv and servers.csv require.
func counted(p portfolio) []license.Need {
	var needs []license.Need
	for _, r := range p.licences.required {
		needs = append(needs, license.Need{Product: r.Product, Requirement: license.Requirement{
			Metric: metricOf(p, r.Product), Quantity: r.Quantity, Exact: r.Quantity,
			Steps: []license.MetricStep{{Item: r.Product, Formula: r.Basis, Quantity: r.Quantity}},
		}})
	}
	return needs
}

// openPosition is a product whose rights or need are not known, because a row about them had to be left out.
type openPosition struct {
	Product string           `json:"product"`
	Rights  *decimal.Decimal `json:"rights,omitempty"` // nil if not known
	Needed  *decimal.Decimal `json:"needed,omitempty"` // nil if not known
	Reason  string           `json:"reason"`
}

// positions compares rights with needs: what metered.csv and servers.csv say, else assigned seats. Of a product under
// several contracts only the rights of the contract that sells more of it are on its price ladder. Products where one side
// is not known are returned apart: they are neither short nor covered.
func positions(p portfolio, s license.ShelfwareReport, sold map[string]sale) ([]license.Position, []openPosition, error) {
	needs := counted(p)
	metered := map[string]bool{}
	for _, n := range needs {
		metered[n.Product] = true
	}
	for _, n := range s.Needs() {
		if !metered[n.Product] && p.licences.noNeed[n.Product] == "" {
			needs = append(needs, n)
		}
	}
	o := license.PositionOptions{Prices: map[string]pricing.Price{}, Contracts: map[string]string{}}
	for product, q := range sold {
		o.Prices[product], o.Contracts[product] = q.price, q.contract
	}
	list, err := license.EffectivePosition(p.licences.estate.Entitlements, needs, p.manifest.AsOf, o)
	known, open := knownPositions(p, list)
	return known, open, err
}

// knownPositions divides the positions into those with both sides and the others, each by product.
func knownPositions(p portfolio, list []license.Position) ([]license.Position, []openPosition) {
	var known []license.Position
	var open []openPosition
	for _, q := range list {
		var reasons []string
		o := openPosition{Product: q.Product}
		if r := p.licences.noRights[q.Product]; r != "" {
			reasons = append(reasons, "rights: "+r)
		} else {
			o.Rights = &q.Entitled
		}
		switch r := p.licences.noNeed[q.Product]; {
		case q.Measured:
			o.Needed = &q.Required
		case r != "":
			reasons = append(reasons, "need: "+r)
		default:
			reasons = append(reasons, "need: no row counts it")
		}
		if len(reasons) == 0 {
			known = append(known, q)
			continue
		}
		o.Reason = strings.Join(reasons, "; ")
		open = append(open, o)
	}
	return known, open
}

func metricOf(p portfolio, product string) license.MetricKind {
	i := slices.IndexFunc(p.licences.products, func(q license.Product) bool { return q.ID == product })
	if i < 0 {
		return license.MetricUnspecified
	}
	return p.licences.products[i].Metric
}
