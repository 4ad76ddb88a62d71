// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"
)

// ReviseEvents compares a calendar with the one published before and returns what to publish now, in the order of
// [Event.Compare]: an event that is unchanged keeps its Sequence, one that changed has it raised by one, a new one starts
// at 0, and one that is missing from now is kept as Cancelled with its Sequence raised by one. An event that was already
// cancelled stays as it is, and comes back with its Sequence raised by one. Events are the same if their keys are.
//
// Pass calendars over the same window: an event outside the window of now would be withdrawn. It returns [ErrDuplicate]
// for two events with one key in one calendar.
func ReviseEvents(before, now []Event) ([]Event, error) {
	old, err := eventsByKey(before, "before")
	if err != nil {
		return nil, err
	}
	current, err := eventsByKey(now, "now")
	if err != nil {
		return nil, err
	}
	out := make([]Event, 0, len(now))
	for _, e := range now {
		if i, ok := old[e.Key]; ok {
			e.Sequence = before[i].Sequence
			if !e.sameContent(before[i]) {
				e.Sequence++
			}
		}
		out = append(out, e)
	}
	for _, e := range before {
		if _, ok := current[e.Key]; ok {
			continue
		}
		if !e.Cancelled {
			e.Cancelled = true
			e.Sequence++
		}
		out = append(out, e)
	}
	slices.SortFunc(out, Event.Compare)
	return out, nil
}

func eventsByKey(events []Event, which string) (map[string]int, error) {
	m := make(map[string]int, len(events))
	for i, e := range events {
		if _, taken := m[e.Key]; taken {
			return nil, fmt.Errorf("contract: %s: events[%d] %q: %w", which, i, e.Key, ErrDuplicate)
		}
		m[e.Key] = i
	}
	return m, nil
}
