// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"slices"
)

// maxDataAgeDays is the default of Options.MaxDataAgeDays.
const maxDataAgeDays = 31

// dataAge says why the licence data is too far from the day of the analysis, "" if it is not.
func (a *analysis) dataAge() string {
	if a.in.Shelfware == nil {
		return ""
	}
	switch on := a.in.Shelfware.AsOf; {
	case on.IsZero():
		return "the licence data has no date"
	case on.After(a.asOf):
		return fmt.Sprintf("the licence data is of %s, after the day of the analysis", on)
	case on.DaysUntil(a.asOf) > a.opts.MaxDataAgeDays:
		return fmt.Sprintf("the licence data is of %s, %s before the day of the analysis", on, plural(on.DaysUntil(a.asOf), "day"))
	}
	return ""
}

// doubtData lowers the confidence of an action that rests on licence data of another time, and says why.
func (a *analysis) doubtData(r *review, act *Action) {
	if a.dataDoubt == "" || act.Kind == ActionStatutoryExit {
		return
	}
	rests := slices.ContainsFunc(r.lines, func(l *lineCase) bool {
		seats := l.result.RightSize != nil || l.result.Use != nil && (act.Kind == ActionReclaim || act.Kind == ActionDowngrade)
		return seats && (act.Line == "" || act.Line == l.line.ID)
	})
	if rests {
		act.Confidence = min(act.Confidence, ConfidenceMedium)
		act.Reasons = unique(append(slices.Clone(act.Reasons), a.dataDoubt))
	}
}
