// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// percent writes a fraction as a percentage: 0.08 is "8%".
func percent(d decimal.Decimal) string { return digits.Text(d.Shift(2)) + "%" }

// plural writes a number of things: "1 line", "2 lines".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// monthsText writes a length of time: "1 month", "18 months", "3 years".
func monthsText(n int) string {
	if n > 0 && n%12 == 0 {
		return plural(n/12, "year")
	}
	return plural(n, "month")
}

// earliestFirst orders days, those that are not known last.
func earliestFirst(x, y finops.Date) int {
	if x.IsZero() != y.IsZero() {
		if x.IsZero() {
			return 1
		}
		return -1
	}
	return x.Compare(y)
}
