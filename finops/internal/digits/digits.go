// SPDX-License-Identifier: Apache-2.0

// Package digits writes decimals as text and JSON in one form, whatever package decimal is set to. Its package variables
// (TrimTrailingZeros, UseScientificNotation, MarshalJSONWithoutQuotes) belong to the program that links this module; no
// text, error or JSON of the module may change with them.
package digits

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// maxPlaces is the number of digits on a side of the point from which on Text does not write zeros out.
const maxPlaces = 1000

// Text returns all digits of d without an exponent and without trailing zeros after the point: "1234.5", "-0.005", "1000".
// A number so large or small that its zeros would fill a page is described instead, "12 × 10^99999".
func Text(d decimal.Decimal) string {
	if !written(d) {
		c := d.Coefficient().String()
		if len(c) > 40 {
			c = c[:40] + "..."
		}
		return fmt.Sprintf("%s × 10^%d", c, d.Exponent())
	}
	n := d.Normalize()
	return n.StringFixed(max(-n.Exponent(), 0))
}

// written reports whether Text writes all digits of d.
func written(d decimal.Decimal) bool {
	exp := int64(d.Exponent())
	return d.IsZero() || exp >= -maxPlaces && exp+int64(d.NumDigits()) <= maxPlaces
}
