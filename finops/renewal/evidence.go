// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"slices"

	"github.com/itfm-go/itfm/finops/license"
)

// label names a contract for people.
func (r *review) label() string {
	if r.contract.Name != "" {
		return r.contract.Name
	}
	return r.contract.ID
}

// label names a line for people.
func (l *lineCase) label() string {
	switch {
	case l.line.Name != "":
		return l.line.Name
	case l.line.Product != "":
		return l.line.Product
	}
	return l.line.ID
}

// lineEvidence returns the records behind the quantity of a line: the line, its product and the seats that can be taken
// back.
func (a *analysis) lineEvidence(r *review, l *lineCase) []string {
	out := []string{"line:" + r.contract.ID + "/" + l.line.ID}
	if l.result.Required != nil {
		out = append(out, "need:"+l.line.Product)
	}
	if l.result.Use == nil {
		return out
	}
	return append(append(out, "product:"+l.line.Product), a.seatEvidence(l.line.Product, license.Class.Reclaimable)...)
}

// seatEvidence returns the seats of a product in the classes wanted, in order.
func (a *analysis) seatEvidence(product string, wanted func(license.Class) bool) []string {
	var out []string
	for _, f := range a.seats[product] {
		if wanted(f.Class) {
			out = append(out, "seat:"+product+"/"+f.Seat)
		}
	}
	return out
}

// unique returns the texts in order, each once.
func unique(texts []string) []string {
	out := slices.Clone(texts)
	slices.Sort(out)
	return slices.Compact(out)
}
