// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
)

// Sentinel errors of this package. Typed errors with fields wrap them, so that [errors.Is] finds them.
var (
	// ErrCatalog is returned for a catalog that cannot be built: an empty or repeated ID, a name that is not listed.
	ErrCatalog = errors.New("license: invalid catalog")
	// ErrCycle is returned where a capability implies itself or a product covers itself through others. See [CycleError].
	ErrCycle = errors.New("license: cycle")
	// ErrUnknownProduct is returned for a product that the catalog does not list.
	ErrUnknownProduct = errors.New("license: unknown product")
	// ErrNoCatalog is returned where a catalog is needed and none is given.
	ErrNoCatalog = errors.New("license: no catalog")
	// ErrNoDate is returned where the date of the analysis is the zero date.
	ErrNoDate = errors.New("license: no date")
	// ErrPolicy is returned for a policy that cannot be applied: negative days, an unknown downgrade target.
	ErrPolicy = errors.New("license: invalid policy")
	// ErrNegative is returned for a quantity, count or factor below zero.
	ErrNegative = errors.New("license: negative value")
	// ErrFractional is returned for a part of a right where the metric counts whole ones. See [MetricKind.Whole].
	ErrFractional = errors.New("license: part of a whole right")
	// ErrInvalid is returned for another value that makes no sense: a tier that does not rise, a session that ends
	// before it starts, an empty ID.
	ErrInvalid = errors.New("license: invalid value")
	// ErrUnknownName is returned when text is not the name of an enum value.
	ErrUnknownName = errors.New("license: unknown name")
	// ErrInfeasible is returned where no mix of the offers satisfies a group. See [InfeasibleError].
	ErrInfeasible = errors.New("license: infeasible")
	// ErrTooLarge is returned for a problem beyond the documented size of the solver.
	ErrTooLarge = errors.New("license: problem too large")
)

// CycleError names the chain that comes back to its first element. It wraps [ErrCycle].
type CycleError struct {
	Of   string   // "capability" or "product"
	Path []string // the first element is repeated at the end
}

// Error implements error.
func (e *CycleError) Error() string {
	s := "license: " + e.Of + " cycle:"
	for i, p := range e.Path {
		if i > 0 {
			s += " ->"
		}
		s += fmt.Sprintf(" %q", p)
	}
	return s
}

// Unwrap returns [ErrCycle].
func (e *CycleError) Unwrap() error { return ErrCycle }

// InfeasibleError names a group and what cannot be given to it. It wraps [ErrInfeasible].
type InfeasibleError struct {
	Group      string // the group, "" if the offers fail it only together with the other groups
	Capability string // a capability that no allowed offer grants, "" if each is granted but not all together
	Reason     string // in words
}

// Error implements error.
func (e *InfeasibleError) Error() string {
	if e.Capability != "" {
		return fmt.Sprintf("license: infeasible: group %q needs capability %q: %s", e.Group, e.Capability, e.Reason)
	}
	if e.Group != "" {
		return fmt.Sprintf("license: infeasible: group %q: %s", e.Group, e.Reason)
	}
	return "license: infeasible: " + e.Reason
}

// Unwrap returns [ErrInfeasible].
func (e *InfeasibleError) Unwrap() error { return ErrInfeasible }
