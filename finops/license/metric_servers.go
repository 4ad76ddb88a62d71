// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/shopspring/decimal"
)

// Server is a machine whose hardware is licensed.
type Server struct {
	ID             string `json:"id"`               // names the server in steps and errors
	Sockets        int    `json:"sockets"`          // occupied processor sockets, at least 1
	CoresPerSocket int    `json:"cores_per_socket"` // physical cores of each, at least 1
	// CoreFactor is the vendor's factor for this kind of processor, 0.5 for many. If zero, 1.
	CoreFactor decimal.Decimal `json:"core_factor,omitzero"`
}

func (s Server) validate(what string) error {
	return errors.Join(
		checkHardware(what, fmt.Sprintf("server %q: sockets", s.ID), s.Sockets),
		checkHardware(what, fmt.Sprintf("server %q: cores per socket", s.ID), s.CoresPerSocket),
		checkNumber(what, fmt.Sprintf("server %q: core factor", s.ID), s.CoreFactor))
}

// checkHardware returns an error if n is below one. No server runs without a processor, so zero stands for "not known",
// which must not pass for "needs nothing".
func checkHardware(what, item string, n int) error {
	if n == 0 {
		return fmt.Errorf("license: %s: %s is zero or unknown: %w", what, item, ErrInvalid)
	}
	return checkNumber(what, item, intDecimal(n))
}

// CoreRule holds the minimums of a per-core licence. Its zero value has none.
type CoreRule struct {
	// MinPerSocket is the least number of cores counted for each socket: 16 for VMware, 8 for Microsoft servers.
	MinPerSocket int `json:"min_per_socket,omitempty"`
	// MinPerServer is the least number of cores counted for each server: 16 for Microsoft servers.
	MinPerServer int `json:"min_per_server,omitempty"`
}

// Cores requires, for each server, max(sockets × max(cores per socket, MinPerSocket), MinPerServer) rights, and the sum
// over the servers. It returns errors that wrap [ErrNegative], and [ErrInvalid] for a server without sockets or cores.
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

// Processors requires ⌈Σ (sockets × cores per socket) × core factor⌉ rights for all servers with the same core factor
// together, and the sum over the factors: Oracle's processor definition adds up the cores of all servers before it
// multiplies, and rounds up the product. There is one step for each factor, in the order in which they first appear. It
// returns errors that wrap [ErrNegative], and [ErrInvalid] for a server without sockets or cores.
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
	groups := byCoreFactor(servers)
	steps := make([]MetricStep, 0, len(groups))
	for _, g := range groups {
		n := g.cores.Mul(g.factor)
		exact = exact.Add(n)
		steps = append(steps, g.step(finops.Ceiling.Round(n, 0)))
	}
	return Requirement{Metric: MetricProcessor, Quantity: sumOf(steps), Exact: exact, Steps: steps}, nil
}

// factorGroup is the servers with one core factor.
type factorGroup struct {
	factor decimal.Decimal
	cores  decimal.Decimal // of all of them
	ids    []string
	terms  []string // their sockets × cores
}

// byCoreFactor groups the servers, in order of the first of each group. Factors that are the same number are the same.
func byCoreFactor(servers []Server) []*factorGroup {
	var groups []*factorGroup
	index := map[string]*factorGroup{}
	for _, s := range servers {
		factor := s.CoreFactor
		if factor.IsZero() {
			factor = intDecimal(1)
		}
		g := index[digits.Text(factor)]
		if g == nil {
			g = &factorGroup{factor: factor}
			index[digits.Text(factor)] = g
			groups = append(groups, g)
		}
		g.cores = g.cores.Add(intDecimal(s.Sockets).Mul(intDecimal(s.CoresPerSocket)))
		g.ids = append(g.ids, s.ID)
		g.terms = append(g.terms, fmt.Sprintf("%d sockets × %d cores", s.Sockets, s.CoresPerSocket))
	}
	return groups
}

func (g *factorGroup) step(quantity decimal.Decimal) MetricStep {
	sum := strings.Join(g.terms, " + ")
	if len(g.terms) > 1 {
		sum = "(" + sum + ")"
	}
	return MetricStep{
		Item: strings.Join(g.ids, ", "), Formula: fmt.Sprintf("⌈%s × %s⌉", sum, digits.Text(g.factor)), Quantity: quantity,
	}
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
