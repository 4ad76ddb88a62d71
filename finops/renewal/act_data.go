// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops/contract"
)

// gap is a line of whose use something is not known.
type gap struct {
	review *review
	line   *lineCase
}

// reviewData puts finding out what is not known: once for a product, whatever the number of its lines, and once for a
// contract's lines without a product. Where there is no licence data at all, it is put once.
func (a *analysis) reviewData() {
	groups := map[string][]gap{}
	for _, r := range a.reviews {
		if r.result.Window.Status == contract.WindowNoticeGiven {
			continue
		}
		for _, l := range r.lines {
			if l.gap != "" {
				key := a.gapKey(r, l)
				groups[key] = append(groups[key], gap{r, l})
			}
		}
	}
	for _, key := range sortedKeys(groups) {
		a.putReview(groups[key])
	}
}

// gapKey names the group of a gap.
func (a *analysis) gapKey(r *review, l *lineCase) string {
	switch {
	case l.line.Product == "":
		return "contract " + r.contract.ID
	case a.in.Shelfware == nil && len(a.needs) == 0:
		return "all"
	}
	return "product " + l.line.Product
}

// putReview puts one review of data, on the line that has a deadline first.
func (a *analysis) putReview(group []gap) {
	slices.SortStableFunc(group, func(x, y gap) int { return earliestFirst(x.review.result.Deadline, y.review.result.Deadline) })
	first := group[0]
	act := Action{Kind: ActionReviewData, Line: first.line.line.ID, Product: first.line.line.Product, Deadline: first.review.result.Deadline, Confidence: ConfidenceLow}
	contracts := map[string]bool{}
	for _, g := range group {
		contracts[g.review.contract.ID] = true
		act.Reasons = append(act.Reasons, g.line.gap)
		act.Evidence = append(act.Evidence, "line:"+g.review.contract.ID+"/"+g.line.line.ID)
	}
	act.Reasons, act.Evidence = unique(act.Reasons), unique(act.Evidence)
	what := fmt.Sprintf("%s (%s)", first.line.label(), first.review.label())
	if len(group) > 1 {
		what = fmt.Sprintf("%s of %s, first %s", plural(len(group), "line"), plural(len(contracts), "contract"), what)
	}
	act.Explanation = fmt.Sprintf("find out what is not known of %s: %s", what, strings.Join(act.Reasons, "; "))
	a.put(first.review, act)
}

// sortedKeys returns the keys in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, cmp.Compare[string])
	return keys
}
