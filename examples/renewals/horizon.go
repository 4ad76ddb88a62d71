// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"

	"github.com/itfm-go/itfm/finops"
)

// horizonEnd returns the last day of the horizon: "180d" is 180 days, "6m" six calendar months from asOf.
func horizonEnd(asOf finops.Date, horizon string) (finops.Date, error) {
	const most = 9999
	unit := ""
	if horizon != "" {
		unit = horizon[len(horizon)-1:]
	}
	if unit == "d" || unit == "m" {
		n, err := strconv.Atoi(horizon[:len(horizon)-1])
		if err == nil && n > 0 && n <= most {
			end := asOf.AddDays(n)
			if unit == "m" {
				end = asOf.AddMonths(n)
			}
			if end.IsZero() {
				return end, fmt.Errorf("horizon %q from %s is past the year 9999", horizon, asOf)
			}
			return end, nil
		}
	}
	return finops.Date{}, fmt.Errorf("horizon %q: want days or months like 180d or 6m, at most %d", horizon, most)
}
