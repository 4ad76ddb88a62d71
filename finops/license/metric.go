// SPDX-License-Identifier: Apache-2.0

package license

import (
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/internal/enum"
	"github.com/shopspring/decimal"
)

// MetricKind names what a licence counts.
type MetricKind uint8

const (
	// MetricUnspecified is the zero value: nobody has said what is counted. It may be parts of a unit.
	MetricUnspecified    MetricKind = iota
	MetricNamedUser                 // people with access: [NamedUsers]
	MetricConcurrent                // sessions at the same time: [ConcurrentPeak]
	MetricDevice                    // devices: [Devices]
	MetricCore                      // physical cores with minimums: [Cores]
	MetricProcessor                 // cores × core factor: [Processors]
	MetricNamedUserPlus             // named users with a minimum per processor: [NamedUserPlus]
	MetricValueUnit                 // tiered value units: [ValueUnits]
	MetricSocketPair                // pairs of sockets or guests: [SocketPairs]
	MetricPhysicalCapped            // guests capped by the hardware: [MinPhysicalVirtual]
	MetricServerCAL                 // the largest of several ratios: [MaxOfRatios]
	MetricEmployee                  // whole headcount: [Employees]
	MetricHourlyAverage             // average of hourly counts: [HourlyAverage]
	MetricCapacity                  // size held at one time, such as terabytes stored; parts of a unit count
	MetricVolume                    // what passes in a period, such as messages or gigabytes a day; parts of a unit count
	MetricConsumption               // units drawn from what was bought, such as credits or hours; parts of a unit count
)

var metricNames = enum.Of[MetricKind](enums, "metric",
	"unspecified", "named_user", "concurrent", "device", "core", "processor", "named_user_plus", "value_unit", "socket_pair",
	"physical_capped", "server_cal", "employee", "hourly_average", "capacity", "volume", "consumption")

// String returns the name in snake case.
func (k MetricKind) String() string { return metricNames.String(k) }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (k MetricKind) MarshalText() ([]byte, error) { return metricNames.Marshal(k) }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (k *MetricKind) UnmarshalText(text []byte) error { return metricNames.Unmarshal(k, text) }

// Whole reports whether the metric counts whole rights, as all do but [MetricUnspecified], [MetricCapacity],
// [MetricVolume] and [MetricConsumption]: half a seat is a mistake, half a terabyte is not.
func (k MetricKind) Whole() bool {
	switch k {
	case MetricUnspecified, MetricCapacity, MetricVolume, MetricConsumption:
		return false
	}
	return metricNames.Has(k)
}

// countsSeats reports whether each assigned seat needs one right. Where nobody has said what is counted, seats are all
// that is known.
func (k MetricKind) countsSeats() bool {
	return k == MetricUnspecified || k == MetricNamedUser || k == MetricDevice
}

// Requirement is how many rights a metric asks for, and how that came about.
type Requirement struct {
	// Metric is what was counted.
	Metric MetricKind `json:"metric"`
	// Quantity is the rights required: Exact, rounded up once where the metric counts whole rights.
	Quantity decimal.Decimal `json:"quantity"`
	// Exact is the number before that rounding.
	Exact decimal.Decimal `json:"exact"`
	// Steps are the parts of the calculation. What they mean together is the metric's: the sum, or the largest.
	Steps []MetricStep `json:"steps,omitempty"`
}

// MetricStep is one part of a [Requirement].
type MetricStep struct {
	Item     string          `json:"item"`     // the server or servers, the tier or the side of the comparison
	Formula  string          `json:"formula"`  // the numbers that went in
	Quantity decimal.Decimal `json:"quantity"` // what came out
}

// Explain returns the requirement and its steps, a line each.
func (r Requirement) Explain() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s rights", r.Metric, digits.Text(r.Quantity))
	if !r.Exact.Equal(r.Quantity) {
		fmt.Fprintf(&b, " (%s rounded up)", digits.Text(r.Exact))
	}
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "\n  %s: %s = %s", s.Item, s.Formula, digits.Text(s.Quantity))
	}
	return b.String()
}

// roundUp returns the requirement with its exact quantity rounded up to a whole number.
func roundUp(k MetricKind, exact decimal.Decimal, steps []MetricStep) Requirement {
	return Requirement{Metric: k, Quantity: finops.Ceiling.Round(exact, 0), Exact: exact, Steps: steps}
}

// sumOf adds the quantities of the steps.
func sumOf(steps []MetricStep) decimal.Decimal {
	var total decimal.Decimal
	for _, s := range steps {
		total = total.Add(s.Quantity)
	}
	return total
}

// maxDigits bounds the digits before and after the point of a number, so that hostile input ("1e999999999") cannot make
// huge numbers.
const maxDigits = 100

// checkNumber returns an error if d is below zero or has too many digits to calculate with.
func checkNumber(what, item string, d decimal.Decimal) error {
	exp := int(d.Exponent())
	if exp < -maxDigits || exp > maxDigits || d.NumDigits()+exp > maxDigits {
		return fmt.Errorf("license: %s: %s has exponent %d and %d digits, too many: %w", what, item, exp, d.NumDigits(), ErrInvalid)
	}
	if d.Sign() < 0 {
		return fmt.Errorf("license: %s: %s is %s: %w", what, item, digits.Text(d), ErrNegative)
	}
	return nil
}

// checkRights is checkNumber for rights under a metric: a part of a right that is only sold whole is an error.
func checkRights(what, item string, d decimal.Decimal, k MetricKind) error {
	if err := checkNumber(what, item, d); err != nil {
		return err
	}
	if k.Whole() && !d.IsInteger() {
		return fmt.Errorf("license: %s: %s is %s, but %s counts whole rights: %w", what, item, digits.Text(d), k, ErrFractional)
	}
	return nil
}

func intDecimal(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }
