// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// AppUsers is an application and who uses it.
type AppUsers struct {
	App      string   `json:"app"`                // the ID of the application
	Function string   `json:"function,omitempty"` // what it is for; "" is never the same as another
	Users    []string `json:"users"`              // repeated IDs count once
}

// OverlapOptions says what counts as an overlap.
type OverlapOptions struct {
	// Min is the least overlap coefficient to report. If zero, pairs that share a user.
	Min decimal.Decimal `json:"min"`
	// Redundant is the least overlap coefficient at which two applications with the same function are called redundant. If
	// zero, 0.5.
	Redundant decimal.Decimal `json:"redundant"`
}

// Overlap is two applications used by the same people.
type Overlap struct {
	A    string `json:"a"`    // the smaller ID of the two
	B    string `json:"b"`    // the other
	Both int    `json:"both"` // people who use both
	InA  int    `json:"in_a"` // people who use A
	InB  int    `json:"in_b"` // people who use B
	Same bool   `json:"same"` // same function
	// Coefficient is |A∩B| / min(|A|, |B|): 1 where the users of one are among the users of the other.
	Coefficient finops.Ratio `json:"coefficient"`
	// Jaccard is |A∩B| / |A∪B|: 1 where the users are the same.
	Jaccard finops.Ratio `json:"jaccard"`
	// Redundant says that the function is the same and the coefficient is high: one of them could go. Else the two merely
	// overlap.
	Redundant bool `json:"redundant"`
}

// FindOverlaps returns the pairs of applications that share users, the largest coefficient first, then the most shared
// users, then by names. It returns an error that wraps [ErrInvalid] for an empty or repeated application, and
// [ErrNegative] for negative options.
func FindOverlaps(apps []AppUsers, o OverlapOptions) ([]Overlap, error) {
	errs := []error{checkNumber("overlap", "min", o.Min), checkNumber("overlap", "redundant", o.Redundant)}
	if o.Redundant.IsZero() {
		o.Redundant = decimal.New(5, -1)
	}
	sorted := make([]AppUsers, 0, len(apps))
	for _, a := range apps {
		sorted = append(sorted, AppUsers{App: a.App, Function: a.Function, Users: sortedUnique(slices.Clone(a.Users))})
	}
	slices.SortStableFunc(sorted, func(a, b AppUsers) int { return strings.Compare(a.App, b.App) })
	for i, a := range sorted {
		if a.App == "" || i > 0 && a.App == sorted[i-1].App {
			errs = append(errs, fmt.Errorf("license: overlap: application %q is empty or repeated: %w", a.App, ErrInvalid))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var out []Overlap
	for i, a := range sorted {
		for _, b := range sorted[i+1:] {
			if v, ok := overlapOf(a, b, o); ok {
				out = append(out, v)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Overlap) int {
		// x/y of small integers, compared by cross products
		if c := y.Coefficient.Num.Mul(x.Coefficient.Den).Cmp(x.Coefficient.Num.Mul(y.Coefficient.Den)); c != 0 {
			return c
		}
		return y.Both - x.Both
	})
	return out, nil
}

func overlapOf(a, b AppUsers, o OverlapOptions) (Overlap, bool) {
	both := sharedCount(a.Users, b.Users)
	if both == 0 {
		return Overlap{}, false
	}
	v := Overlap{A: a.App, B: b.App, Both: both, InA: len(a.Users), InB: len(b.Users)}
	v.Same = a.Function != "" && a.Function == b.Function
	v.Coefficient = finops.Ratio{Num: intDecimal(both), Den: intDecimal(min(v.InA, v.InB))}
	v.Jaccard = finops.Ratio{Num: intDecimal(both), Den: intDecimal(v.InA + v.InB - both)}
	atLeast := func(limit decimal.Decimal) bool { return v.Coefficient.Num.Cmp(limit.Mul(v.Coefficient.Den)) >= 0 }
	v.Redundant = v.Same && atLeast(o.Redundant)
	return v, atLeast(o.Min)
}

// sharedCount returns the size of the intersection of two sorted sets.
func sharedCount(a, b []string) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(a[0], b[0]); {
		case c == 0:
			n++
			a, b = a[1:], b[1:]
		case c < 0:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return n
}

// sortedUnique sorts ids in place and drops repetitions.
func sortedUnique(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
