// SPDX-License-Identifier: Apache-2.0

package finops

import "fmt"

// enumText returns the name of value v, for MarshalText.
func enumText(what string, names []string, v uint8) ([]byte, error) {
	if int(v) >= len(names) {
		return nil, fmt.Errorf("finops: %s %d: %w", what, v, ErrRange)
	}
	return []byte(names[v]), nil
}

// enumString returns the name of value v, for String.
func enumString(what string, names []string, v uint8) string {
	if int(v) >= len(names) {
		return fmt.Sprintf("%s(%d)", what, v)
	}
	return names[v]
}

// enumValue returns the value whose name is text, for UnmarshalText.
func enumValue(what string, names []string, text []byte) (uint8, error) {
	for i, name := range names {
		if name == string(text) {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("finops: %s %q: %w", what, clip(string(text)), ErrSyntax)
}
