// SPDX-License-Identifier: Apache-2.0

package license

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/itfm-go/itfm/finops/internal/enum"
)

// Session is the time during which one licence was checked out.
type Session struct {
	ID  string    `json:"id"`  // names the session in errors
	Out time.Time `json:"out"` // taken
	// In is when it was given back. If zero, it is still out.
	In time.Time `json:"in,omitzero"`
	// Rights is the number of rights (tokens) taken. If zero, 1.
	Rights int `json:"rights,omitempty"`
}

// SessionTie says what happens when one session ends at the instant at which another starts.
type SessionTie uint8

const (
	// EndBeforeStart gives the right back first: sessions are half-open, [Out, In). This is the default.
	EndBeforeStart SessionTie = iota
	// StartBeforeEnd counts both at that instant, the cautious reading of logs with whole seconds. A session that ends at
	// the instant at which it starts then counts as well.
	StartBeforeEnd
)

var sessionTieNames = enum.Of[SessionTie](enums, "session tie", "end_before_start", "start_before_end")

// String returns the name in snake case.
func (t SessionTie) String() string { return sessionTieNames.String(t) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (t SessionTie) MarshalText() ([]byte, error) { return sessionTieNames.Marshal(t) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (t *SessionTie) UnmarshalText(text []byte) error { return sessionTieNames.Unmarshal(t, text) }

// Peak is the result of [ConcurrentPeak].
type Peak struct {
	Requirement
	// At is when the peak is first reached, the zero time if there is no session.
	At time.Time `json:"at,omitzero"`
	// Tie is the reading that was used.
	Tie SessionTie `json:"tie"`
}

// ConcurrentPeak requires the largest number of rights that were out at the same time. It returns an error that wraps
// [ErrInvalid] for a session without a start or that ends before it starts, [ErrNegative] for negative rights, and
// [ErrUnknownName] for a tie that does not exist.
func ConcurrentPeak(sessions []Session, tie SessionTie) (Peak, error) {
	type edge struct {
		at     time.Time
		rights int
	}
	errs := []error{sessionTieNames.Check(tie)}
	edges := make([]edge, 0, 2*len(sessions))
	for _, s := range sessions {
		n := s.Rights
		switch {
		case n < 0:
			errs = append(errs, fmt.Errorf("license: concurrent: session %q: rights is %d: %w", s.ID, n, ErrNegative))
		case n == 0:
			n = 1
		}
		if s.Out.IsZero() || !s.In.IsZero() && s.In.Before(s.Out) {
			errs = append(errs, fmt.Errorf("license: concurrent: session %q: out %s, in %s: %w",
				s.ID, s.Out.Format(time.RFC3339), s.In.Format(time.RFC3339), ErrInvalid))
		}
		if tie == EndBeforeStart && s.In.Equal(s.Out) {
			continue // [t, t) is empty
		}
		edges = append(edges, edge{s.Out, n})
		if !s.In.IsZero() {
			edges = append(edges, edge{s.In, -n})
		}
	}
	if err := errors.Join(errs...); err != nil {
		return Peak{}, err
	}
	slices.SortFunc(edges, func(a, b edge) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		if tie == StartBeforeEnd {
			return cmp.Compare(b.rights, a.rights)
		}
		return cmp.Compare(a.rights, b.rights)
	})
	p := Peak{Tie: tie}
	now, best := 0, 0
	for _, e := range edges {
		if now += e.rights; now > best {
			best, p.At = now, e.at
		}
	}
	steps := []MetricStep{{Item: "peak", Formula: fmt.Sprintf("%d sessions, %s", len(sessions), tie), Quantity: intDecimal(best)}}
	p.Requirement = roundUp(MetricConcurrent, intDecimal(best), steps)
	return p, nil
}
