// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"
	"slices"
	"strings"
)

func enumName[T ~uint8](v T, kind string, names []string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("%s(%d)", kind, uint8(v))
}

func marshalEnum[T ~uint8](v T, kind string, names []string) ([]byte, error) {
	if int(v) < len(names) {
		return []byte(names[v]), nil
	}
	return nil, fmt.Errorf("renewal: %s %d: %w", kind, uint8(v), ErrUnknownName)
}

func unmarshalEnum[T ~uint8](v *T, text []byte, kind string, names []string) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("renewal: %s %.40q: want one of %s: %w", kind, text, strings.Join(names, ", "), ErrUnknownName)
	}
	*v = T(i)
	return nil
}
