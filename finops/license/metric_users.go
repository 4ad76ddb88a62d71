// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// NamedUsers requires one right for each different user ID. Repeated IDs count once; an empty ID is an error that wraps
// [ErrInvalid].
func NamedUsers(ids []string) (Requirement, error) { return distinct(MetricNamedUser, "user", ids) }

// Devices requires one right for each different device ID. Repeated IDs count once; an empty ID is an error that wraps
// [ErrInvalid].
func Devices(ids []string) (Requirement, error) { return distinct(MetricDevice, "device", ids) }

func distinct(k MetricKind, what string, ids []string) (Requirement, error) {
	seen := make(map[string]bool, len(ids))
	var errs []error
	for i, id := range ids {
		if id == "" {
			errs = append(errs, fmt.Errorf("license: %s: %s %d has no ID: %w", k, what, i, ErrInvalid))
		}
		seen[id] = true
	}
	if errs != nil {
		return Requirement{}, errors.Join(errs...)
	}
	steps := []MetricStep{{
		Item: "different " + what + "s", Formula: fmt.Sprintf("%d rows, %d repeated", len(ids), len(ids)-len(seen)),
		Quantity: intDecimal(len(seen)),
	}}
	return roundUp(k, intDecimal(len(seen)), steps), nil
}

// Employees requires one right for each member of the whole headcount, users or not, as some vendors license by employee.
// It returns an error that wraps [ErrNegative].
func Employees(headcount int) (Requirement, error) {
	n := intDecimal(headcount)
	if err := checkNumber(MetricEmployee.String(), "headcount", n); err != nil {
		return Requirement{}, err
	}
	return roundUp(MetricEmployee, n, []MetricStep{{Item: "headcount", Formula: "all employees", Quantity: n}}), nil
}

// NamedUserPlus requires max(users, processors × minimum per processor) rights. The count of processors is the caller's:
// Oracle counts after the core factor (8 cores × 0.5 = 4), rounded up once for all servers with the same factor, which is
// what [Processors] returns; some tools take raw cores.
// It returns errors that wrap [ErrNegative].
func NamedUserPlus(users, processors, minPerProcessor decimal.Decimal) (Requirement, error) {
	const what = "named user plus"
	err := errors.Join(checkNumber(what, "users", users), checkNumber(what, "processors", processors),
		checkNumber(what, "minimum per processor", minPerProcessor))
	if err != nil {
		return Requirement{}, err
	}
	minimum := processors.Mul(minPerProcessor)
	steps := []MetricStep{
		{Item: "users", Formula: "named users", Quantity: users},
		{Item: "minimum", Formula: digits.Text(processors) + " processors × " + digits.Text(minPerProcessor), Quantity: minimum},
	}
	return roundUp(MetricNamedUserPlus, decimal.Max(users, minimum), steps), nil
}

// HourlyAverage requires the mean of hourly unique counts, rounded up to a whole right, as vendors of sensors bill. An
// hour without a count must be given as 0. It returns an error that wraps [ErrInvalid] if there are no hours, and
// [ErrNegative].
func HourlyAverage(counts []int) (Requirement, error) {
	if len(counts) == 0 {
		return Requirement{}, fmt.Errorf("license: hourly average: no hours: %w", ErrInvalid)
	}
	var errs []error
	sum := int64(0)
	for i, n := range counts {
		if n < 0 {
			errs = append(errs, fmt.Errorf("license: hourly average: hour %d has %d: %w", i, n, ErrNegative))
		}
		sum += int64(n)
	}
	if errs != nil {
		return Requirement{}, errors.Join(errs...)
	}
	hours := int64(len(counts))
	whole, rest := sum/hours, sum%hours
	r := Requirement{
		Metric: MetricHourlyAverage, Quantity: decimal.NewFromInt(whole),
		Exact: decimal.NewFromInt(sum).DivRound(decimal.NewFromInt(hours), meanPlaces),
	}
	if rest > 0 {
		r.Quantity = decimal.NewFromInt(whole + 1)
	}
	r.Steps = []MetricStep{{Item: "mean", Formula: fmt.Sprintf("%d over %d hours", sum, hours), Quantity: r.Exact}}
	return r, nil
}

// meanPlaces is the number of digits after the point that the mean of [HourlyAverage] shows; its rounding up is exact.
const meanPlaces = 6
