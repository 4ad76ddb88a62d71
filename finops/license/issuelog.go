// SPDX-License-Identifier: Apache-2.0

package license

import (
	"cmp"
	"slices"
	"strings"
)

type issueKey struct {
	kind    IssueKind
	product string
}

// issueLog collects issues by kind and product.
type issueLog map[issueKey]*Issue

func (l issueLog) add(kind IssueKind, product, id string) {
	k := issueKey{kind, product}
	is := l[k]
	if is == nil {
		is = &Issue{Kind: kind, Product: product}
		l[k] = is
	}
	is.Count++
	is.IDs = append(is.IDs, id)
}

// sorted returns the issues by kind, then by product, each with sorted IDs.
func (l issueLog) sorted() []Issue {
	out := make([]Issue, 0, len(l))
	for _, is := range l {
		out = append(out, Issue{Kind: is.Kind, Product: is.Product, Count: is.Count, IDs: sortedUnique(is.IDs)})
	}
	slices.SortFunc(out, func(a, b Issue) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Product, b.Product))
	})
	return out
}
