// SPDX-License-Identifier: Apache-2.0

package license

import (
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// MetricKind names what a licence counts.
type MetricKind uint8

const (
	MetricNamedUser      MetricKind = iota // people with access: [NamedUsers]
	MetricConcurrent                       // sessions at the same time: [ConcurrentPeak]
	MetricDevice                           // devices: [Devices]
	MetricCore                             // physical cores with minimums: [Cores]
	MetricProcessor                        // cores × core factor: [Processors]
	MetricNamedUserPlus                    // named users with a minimum per processor: [NamedUserPlus]
	MetricValueUnit                        // tiered value units: [ValueUnits]
	MetricSocketPair                       // pairs of sockets or guests: [SocketPairs]
	MetricPhysicalCapped                   // guests capped by the hardware: [MinPhysicalVirtual]
	MetricServerCAL                        // the largest of several ratios: [MaxOfRatios]
	MetricEmployee                         // whole headcount: [Employees]
	MetricHourlyAverage                    // average of hourly counts: [HourlyAverage]
)

var metricNames = []string{
	"named_user", "concurrent", "device", "core", "processor", "named_user_plus", "value_unit", "socket_pair",
	"physical_capped", "server_cal", "employee", "hourly_average",
}

// String returns the name in snake case.
func (k MetricKind) String() string { return nameOf(metricNames, uint8(k), "metric") }

// MarshalText returns the name. It returns [ErrUnknownName] for a number without one.
func (k MetricKind) MarshalText() ([]byte, error) { return textOf(metricNames, uint8(k), "metric") }

// UnmarshalText reads the name. It returns [ErrUnknownName].
func (k *MetricKind) UnmarshalText(text []byte) error {
	v, err := valueOf(metricNames, text, "metric")
	if err == nil {
		*k = MetricKind(v)
	}
	return err
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
	Item     string          `json:"item"`     // the server, tier or side of the comparison
	Formula  string          `json:"formula"`  // the numbers that went in
	Quantity decimal.Decimal `json:"quantity"` // what came out
}

// Explain returns the requirement and its steps, a line each.
func (r Requirement) Explain() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s rights", r.Metric, r.Quantity)
	if !r.Exact.Equal(r.Quantity) {
		fmt.Fprintf(&b, " (%s rounded up)", r.Exact)
	}
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "\n  %s: %s = %s", s.Item, s.Formula, s.Quantity)
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
		return fmt.Errorf("license: %s: %s is %s: %w", what, item, d, ErrNegative)
	}
	return nil
}

func intDecimal(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }
