// SPDX-License-Identifier: Apache-2.0

package license

import (
	"fmt"
	"slices"
)

// nameOf returns the name of an enum value, or kind(n) for a number without one.
func nameOf(names []string, v uint8, kind string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("%s(%d)", kind, v)
}

// textOf is nameOf for marshalling: a number without a name is an error.
func textOf(names []string, v uint8, kind string) ([]byte, error) {
	if int(v) >= len(names) {
		return nil, fmt.Errorf("license: %s %d: %w", kind, v, ErrUnknownName)
	}
	return []byte(names[v]), nil
}

// valueOf is the inverse of textOf.
func valueOf(names []string, text []byte, kind string) (uint8, error) {
	i := slices.Index(names, string(text))
	if i < 0 {
		return 0, fmt.Errorf("license: %s %q: %w", kind, text, ErrUnknownName)
	}
	return uint8(i), nil
}
