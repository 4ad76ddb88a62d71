// SPDX-License-Identifier: Apache-2.0

package license

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
)

const (
	maxNeeds        = 64 // capabilities of one group after reduction: bits of a word
	maxRequirements = 32 // different Requires lists
	maxCoupled      = 12 // coupled offers useful to one group: all their subsets are tried
)

// mixModel is a MixProblem by numbers: offers, classes of groups with the same needs, capabilities as bits.
type mixModel struct {
	problem MixProblem
	offers  []mixOffer
	classes []*mixClass
	curves  []curve // by offer; after priceOffers
	scale   int32   // costs are integers in units of 10^-scale
	guard   int64   // all true costs are multiples of guard units
}

// mixOffer is an offer by numbers.
type mixOffer struct {
	grants   map[string]bool
	needsReq uint32 // the requirement that must be met, one bit or none
	meetsReq uint32 // the requirements that this offer meets
	people   int    // people who may get it
}

// mixClass is all groups with the same needs and the same allowed offers.
type mixClass struct {
	groups  []int
	people  int
	allowed []bool   // by offer
	needs   []string // after reduction
	gives   []uint64 // by offer: bits of needs
	columns []column
}

// newMixModel checks the problem and numbers it.
func newMixModel(p MixProblem) (*mixModel, error) {
	c := &Catalog{}
	errs := checkMix(p)
	for i, im := range p.Implications {
		if im.Higher == "" || im.Lower == "" {
			errs = append(errs, fmt.Errorf("license: mix: implication %d from %q to %q: empty capability: %w", i, im.Higher, im.Lower, ErrInvalid))
		}
	}
	if err := c.implyAll(p.Implications); err != nil {
		errs = append(errs, err)
	}
	if errs != nil {
		return nil, errors.Join(errs...)
	}
	m := &mixModel{problem: p}
	for _, o := range p.Offers {
		grants := map[string]bool{}
		for _, name := range o.Grants {
			for _, all := range c.Implied(name) {
				grants[all] = true
			}
		}
		m.offers = append(m.offers, mixOffer{grants: grants})
	}
	if err := m.numberRequirements(); err != nil {
		return nil, err
	}
	if err := m.makeClasses(); err != nil {
		return nil, err
	}
	return m, nil
}

func checkMix(p MixProblem) []error {
	var errs []error
	bad := func(sentinel error, format string, args ...any) {
		errs = append(errs, fmt.Errorf("license: mix: "+format+": %w", append(args, sentinel)...))
	}
	offers, groups := map[string]bool{}, map[string]bool{}
	var currency finops.Currency
	for i, o := range p.Offers {
		if o.ID == "" || offers[o.ID] {
			bad(ErrInvalid, "offer %d: ID %q is empty or repeated", i, o.ID)
		}
		offers[o.ID] = true
		if o.Cap < 0 || o.Floor < 0 {
			bad(ErrNegative, "offer %q: cap is %d, floor is %d", o.ID, o.Cap, o.Floor)
		}
		if o.Cap > 0 && o.Floor > o.Cap {
			bad(ErrInvalid, "offer %q: floor %d is above cap %d", o.ID, o.Floor, o.Cap)
		}
		if o.Price == nil {
			bad(ErrInvalid, "offer %q: no price", o.ID)
			continue
		}
		if currency == "" {
			currency = o.Price.Currency()
		}
		if c := o.Price.Currency(); c != currency {
			errs = append(errs, fmt.Errorf("license: mix: offer %q: %w", o.ID, &finops.CurrencyMismatchError{A: currency, B: c}))
		}
	}
	for _, o := range p.Offers {
		for _, r := range o.Requires {
			if !offers[r] || r == o.ID {
				bad(ErrInvalid, "offer %q: requires %q, which is not another offer", o.ID, r)
			}
		}
	}
	for i, g := range p.Groups {
		if g.ID == "" || groups[g.ID] {
			bad(ErrInvalid, "group %d: ID %q is empty or repeated", i, g.ID)
		}
		groups[g.ID] = true
		if g.People < 0 {
			bad(ErrNegative, "group %q: people is %d", g.ID, g.People)
		}
		for _, a := range g.Allowed {
			if !offers[a] {
				bad(ErrInvalid, "group %q: allows %q, which is not an offer", g.ID, a)
			}
		}
	}
	return errs
}

// numberRequirements gives each different Requires list a bit.
func (m *mixModel) numberRequirements() error {
	bit := map[string]uint32{}
	for i, o := range m.problem.Offers {
		if len(o.Requires) == 0 {
			continue
		}
		list := sortedUnique(slices.Clone(o.Requires))
		key := strings.Join(list, "\x00")
		if bit[key] == 0 {
			if len(bit) == maxRequirements {
				return fmt.Errorf("license: mix: more than %d different lists of required offers: %w", maxRequirements, ErrTooLarge)
			}
			bit[key] = 1 << len(bit)
			for k, other := range m.problem.Offers {
				if slices.Contains(list, other.ID) {
					m.offers[k].meetsReq |= bit[key]
				}
			}
		}
		m.offers[i].needsReq = bit[key]
	}
	return nil
}

// makeClasses puts groups with the same needs and offers together and reduces their needs.
func (m *mixModel) makeClasses() error {
	byKey := map[string]*mixClass{}
	var errs []error
	for g, group := range m.problem.Groups {
		if group.People == 0 {
			continue
		}
		needs := sortedUnique(slices.Clone(group.Needs))
		allowed := sortedUnique(slices.Clone(group.Allowed))
		key := strings.Join(needs, "\x00") + "\x01" + strings.Join(allowed, "\x00")
		c := byKey[key]
		if c == nil {
			c = &mixClass{allowed: make([]bool, len(m.offers))}
			for i, o := range m.problem.Offers {
				c.allowed[i] = len(allowed) == 0 || slices.Contains(allowed, o.ID)
			}
			byKey[key] = c
			m.classes = append(m.classes, c)
		}
		c.groups = append(c.groups, g)
		c.people += group.People
		if len(c.groups) == 1 {
			errs = append(errs, m.reduceNeeds(c, needs))
		}
	}
	for _, c := range m.classes {
		for i := range m.offers {
			if c.allowed[i] {
				m.offers[i].people += c.people
			}
		}
		errs = append(errs, m.checkCaps(c))
	}
	return errors.Join(errs...)
}

// reduceNeeds keeps only the needs that matter: whoever grants c also grants d, then d takes care of itself. It returns an
// [*InfeasibleError] for a need that nobody grants.
func (m *mixModel) reduceNeeds(c *mixClass, needs []string) error {
	words := (len(m.offers) + 63) / 64
	providers := make([][]uint64, len(needs))
	for k, need := range needs {
		providers[k] = make([]uint64, words)
		any := false
		for i := range m.offers {
			if c.allowed[i] && m.offers[i].grants[need] {
				providers[k][i/64] |= 1 << (i % 64)
				any = true
			}
		}
		if !any {
			return &InfeasibleError{Group: m.problem.Groups[c.groups[0]].ID, Capability: need, Reason: "no allowed offer grants it"}
		}
	}
	for d := range needs {
		redundant := false
		for k := range needs {
			if k == d || !within(providers[k], providers[d]) {
				continue
			}
			// Of two needs with the same providers the first stays.
			if !within(providers[d], providers[k]) || k < d {
				redundant = true
				break
			}
		}
		if !redundant {
			c.needs = append(c.needs, needs[d])
		}
	}
	if len(c.needs) > maxNeeds {
		return fmt.Errorf("license: mix: group %q: %d capabilities after reduction, at most %d: %w",
			m.problem.Groups[c.groups[0]].ID, len(c.needs), maxNeeds, ErrTooLarge)
	}
	c.gives = make([]uint64, len(m.offers))
	for i := range m.offers {
		for b, need := range c.needs {
			if c.allowed[i] && m.offers[i].grants[need] {
				c.gives[i] |= 1 << b
			}
		}
	}
	return nil
}

// within reports whether every bit of part is in whole.
func within(part, whole []uint64) bool {
	for i, w := range part {
		if w&^whole[i] != 0 {
			return false
		}
	}
	return true
}

// checkCaps finds a need of a class for which there are too few rights however they are shared out.
func (m *mixModel) checkCaps(c *mixClass) error {
	for b, need := range c.needs {
		rights := 0
		for i, o := range m.problem.Offers {
			if c.gives == nil || c.gives[i]>>b&1 == 0 {
				continue
			}
			if o.Cap == 0 {
				rights = c.people
				break
			}
			rights += o.Cap
		}
		if rights < c.people {
			return &InfeasibleError{
				Group: m.problem.Groups[c.groups[0]].ID, Capability: need,
				Reason: fmt.Sprintf("the caps allow %d rights that grant it, for %d people", rights, c.people),
			}
		}
	}
	return nil
}

// useful reports whether an offer can serve a class: it grants a need or meets a requirement.
func (m *mixModel) useful(c *mixClass, i int) bool {
	return c.allowed[i] && (c.gives[i] != 0 || m.offers[i].meetsReq != 0)
}

func bitCount(v uint64) int { return bits.OnesCount64(v) }
