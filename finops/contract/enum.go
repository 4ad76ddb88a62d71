// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
)

// optionName returns the text form of a named option.
func optionName[T ~uint8](v T, kind string, names []string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("%s(%d)", kind, uint8(v))
}

// marshalOption refuses values that have no name, so that nothing unreadable is written.
func marshalOption[T ~uint8](v T, kind string, names []string) ([]byte, error) {
	if int(v) >= len(names) {
		return nil, fmt.Errorf("contract: %s %d: %w", kind, uint8(v), finops.ErrRange)
	}
	return []byte(names[v]), nil
}

func unmarshalOption[T ~uint8](v *T, text []byte, kind string, names []string) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("contract: %s %q: want one of %s: %w", kind, text, strings.Join(names, ", "), finops.ErrSyntax)
	}
	*v = T(i)
	return nil
}
