// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// Server is a machine whose hardware is licensed.
type Server struct {
	ID             string `json:"id"`               // names the server in steps and errors
	Sockets        int    `json:"sockets"`          // occupied processor sockets
	CoresPerSocket int    `json:"cores_per_socket"` // physical cores of each
	// CoreFactor is the vendor's factor for this kind of processor, 0.5 for many. If zero, 1.
	CoreFactor decimal.Decimal `json:"core_factor,omitzero"`
}

func (s Server) validate(what string) error {
	return errors.Join(
		checkNumber(what, fmt.Sprintf("server %q: sockets", s.ID), intDecimal(s.Sockets)),
		checkNumber(what, fmt.Sprintf("server %q: cores per socket", s.ID), intDecimal(s.CoresPerSocket)),
		checkNumber(what, fmt.Sprintf("server %q: core factor", s.ID), s.CoreFactor))
}

// CoreRule holds the minimums of a per-core licence. Its zero value has none.
type CoreRule struct {
	// MinPerSocket is the least number of cores counted for each socket: 16 for VMware, 8 for Microsoft servers.
	MinPerSocket int `json:"min_per_socket,omitempty"`
	// MinPerServer is the least number of cores counted for each server: 16 for Microsoft servers.
	MinPerServer int `json:"min_per_server,omitempty"`
}

// Cores requires, for each server, max(sockets × max(cores per socket, MinPerSocket), MinPerServer) rights, and the sum
// over the servers. It returns errors that wrap [ErrNegative].
func Cores(servers []Server, rule CoreRule) (Requirement, error) {
	const what = "cores"
	errs := []error{
		checkNumber(what, "minimum per socket", intDecimal(rule.MinPerSocket)),
		checkNumber(what, "minimum per server", intDecimal(rule.MinPerServer)),
	}
	steps := make([]MetricStep, 0, len(servers))
	for _, s := range servers {
		errs = append(errs, s.validate(what))
		each := max(s.CoresPerSocket, rule.MinPerSocket)
		steps = append(steps, MetricStep{
			Item: s.ID,
			Formula: fmt.Sprintf("max(%d sockets × max(%d cores, %d), %d)",
				s.Sockets, s.CoresPerSocket, rule.MinPerSocket, rule.MinPerServer),
			Quantity: decimal.Max(intDecimal(s.Sockets).Mul(intDecimal(each)), intDecimal(rule.MinPerServer)),
		})
	}
	if err := errors.Join(errs...); err != nil {
		return Requirement{}, err
	}
	return roundUp(MetricCore, sumOf(steps), steps), nil
}

// Processors requires ⌈sockets × cores per socket × core factor⌉ rights for each server, rounded up by server, and the
// sum over the servers. It returns errors that wrap [ErrNegative].
func Processors(servers []Server) (Requirement, error) {
	const what = "processors"
	var errs []error
	for _, s := range servers {
		errs = append(errs, s.validate(what))
	}
	if err := errors.Join(errs...); err != nil {
		return Requirement{}, err
	}
	var exact decimal.Decimal
	steps := make([]MetricStep, 0, len(servers))
	for _, s := range servers {
		factor := s.CoreFactor
		if factor.IsZero() {
			factor = intDecimal(1)
		}
		n := intDecimal(s.Sockets).Mul(intDecimal(s.CoresPerSocket)).Mul(factor)
		exact = exact.Add(n)
		steps = append(steps, MetricStep{
			Item: s.ID, Formula: fmt.Sprintf("⌈%d sockets × %d cores × %s⌉", s.Sockets, s.CoresPerSocket, digits.Text(factor)),
			Quantity: finops.Ceiling.Round(n, 0),
		})
	}
	return Requirement{Metric: MetricProcessor, Quantity: sumOf(steps), Exact: exact, Steps: steps}, nil
}

// SocketPairs requires ⌈sockets / 2⌉ rights for each physical server plus ⌈guests / 2⌉ for the virtual machines: one
// right serves a pair of sockets or a pair of guests. It returns errors that wrap [ErrNegative].
func SocketPairs(sockets []int, guests int) (Requirement, error) {
	const what = "socket pairs"
	var errs []error
	var exact decimal.Decimal
	half := decimal.New(5, -1)
	steps := make([]MetricStep, 0, len(sockets)+1)
	pair := func(item, unit string, n int) {
		errs = append(errs, checkNumber(what, item, intDecimal(n)))
		pairs := intDecimal(n).Mul(half)
		exact = exact.Add(pairs)
		steps = append(steps, MetricStep{
			Item: item, Formula: fmt.Sprintf("⌈%d %s / 2⌉", n, unit), Quantity: finops.Ceiling.Round(pairs, 0),
		})
	}
	for i, n := range sockets {
		pair(fmt.Sprintf("server %d", i), "sockets", n)
	}
	pair("guests", "guests", guests)
	if err := errors.Join(errs...); err != nil {
		return Requirement{}, err
	}
	return Requirement{Metric: MetricSocketPair, Quantity: sumOf(steps), Exact: exact, Steps: steps}, nil
}

// MinPhysicalVirtual requires the smaller of the physical and the virtual count: guests are licensed until the whole
// host is. It returns errors that wrap [ErrNegative].
func MinPhysicalVirtual(physical, virtual decimal.Decimal) (Requirement, error) {
	const what = "physical and virtual"
	if err := errors.Join(checkNumber(what, "physical", physical), checkNumber(what, "virtual", virtual)); err != nil {
		return Requirement{}, err
	}
	steps := []MetricStep{
		{Item: "physical", Formula: "count", Quantity: physical},
		{Item: "virtual", Formula: "count", Quantity: virtual},
	}
	return roundUp(MetricPhysicalCapped, decimal.Min(physical, virtual), steps), nil
}

// Share is a count and how many of it one right serves.
type Share struct {
	Item     string          `json:"item"`      // "virtual machines", "cores"
	Count    decimal.Decimal `json:"count"`     // how many there are
	PerRight decimal.Decimal `json:"per_right"` // how many one right serves; above zero
}

// MaxOfRatios requires the largest of count / per right, rounded up once at the end: a server licence that serves 4
// virtual machines and 20 cores is needed max(VMs/4, cores/20) times. It returns an error that wraps [ErrInvalid] if there
// are no shares or one serves nothing, and [ErrNegative].
func MaxOfRatios(shares []Share) (Requirement, error) {
	const what = "ratios"
	if len(shares) == 0 {
		return Requirement{}, fmt.Errorf("license: %s: none given: %w", what, ErrInvalid)
	}
	var errs []error
	for i, s := range shares {
		errs = append(errs, checkNumber(what, fmt.Sprintf("share %d (%s): count", i, s.Item), s.Count))
		errs = append(errs, checkNumber(what, fmt.Sprintf("share %d (%s): per right", i, s.Item), s.PerRight))
		if s.PerRight.IsZero() {
			errs = append(errs, fmt.Errorf("license: %s: share %d (%s): per right is zero: %w",
				what, i, s.Item, ErrInvalid))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return Requirement{}, err
	}
	r := Requirement{Metric: MetricServerCAL}
	for _, s := range shares {
		exact := s.Count.DivRound(s.PerRight, meanPlaces)
		whole, rest := s.Count.QuoRem(s.PerRight, 0)
		if rest.Sign() > 0 {
			whole = whole.Add(intDecimal(1))
		}
		formula := digits.Text(s.Count) + " / " + digits.Text(s.PerRight)
		r.Steps = append(r.Steps, MetricStep{Item: s.Item, Formula: formula, Quantity: exact})
		r.Exact, r.Quantity = decimal.Max(r.Exact, exact), decimal.Max(r.Quantity, whole)
	}
	return r, nil
}
