// SPDX-License-Identifier: Apache-2.0

package license

import (
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// result turns the best mix into amounts and names.
func (m *mixModel) result(s *mixSearch) (Mix, error) {
	out := Mix{Stop: s.w.stop, Nodes: s.nodes, Work: s.w.done, Assignments: m.assignments(s.best)}
	out.Proven = s.w.stop == MixUnset && s.bound >= s.bestCost
	switch {
	case out.Proven:
		out.Stop = MixProven
	case out.Stop == MixUnset:
		out.Stop = MixWorkLimit
	}
	var currency finops.Currency
	if len(m.problem.Offers) > 0 {
		currency = m.problem.Offers[0].Price.Currency()
	}
	used := m.usage(s.best)
	var cost finops.Accumulator
	for i, o := range m.problem.Offers {
		buy := used[i]
		if !m.isLinear(i) {
			if seg := m.curves[i].find(used[i]); seg.buy > 0 {
				buy = seg.buy
			}
		}
		if buy == 0 {
			continue
		}
		c, err := o.Price.Charge(intDecimal(buy))
		if err != nil {
			return Mix{}, err
		}
		out.Purchases = append(out.Purchases, MixPurchase{Offer: o.ID, Used: used[i], Buy: intDecimal(buy), Cost: c.Total})
		cost.Add(c.Total)
	}
	slices.SortFunc(out.Purchases, func(a, b MixPurchase) int { return compareIDs(a.Offer, b.Offer) })
	var err error
	if out.Cost, err = cost.Total(); err != nil {
		return Mix{}, err
	}
	if currency == "" {
		return out, nil
	}
	zero, err := finops.NewMoney(decimal.Decimal{}, currency)
	if err != nil {
		return Mix{}, err
	}
	if out.Cost, err = out.Cost.Add(zero); err != nil {
		return Mix{}, err
	}
	out.LowerBound = out.Cost
	if !out.Proven {
		if out.LowerBound, err = finops.NewMoney(decimal.New(min(s.bound, s.bestCost), -m.scale), currency); err != nil {
			return Mix{}, err
		}
	}
	out.Gap = finops.Ratio{Num: out.Cost.Amount().Sub(out.LowerBound.Amount()), Den: out.Cost.Amount()}
	return out, nil
}

// assignments hands the people of each class out to its groups, in order.
func (m *mixModel) assignments(best []served) []MixAssignment {
	byClass := make([][]served, len(m.classes))
	for _, v := range best {
		byClass[v.class] = append(byClass[v.class], v)
	}
	byGroup := make([][]MixAssignment, len(m.problem.Groups))
	for k, c := range m.classes {
		parts := byClass[k]
		for _, g := range c.groups {
			for need := m.problem.Groups[g].People; need > 0 && len(parts) > 0; {
				n := min(need, parts[0].people)
				byGroup[g] = append(byGroup[g], MixAssignment{
					Group: m.problem.Groups[g].ID, Offers: m.namesOf(parts[0].offers), People: n,
				})
				need -= n
				if parts[0].people -= n; parts[0].people == 0 {
					parts = parts[1:]
				}
			}
		}
	}
	var out []MixAssignment
	for _, as := range byGroup {
		slices.SortFunc(as, func(a, b MixAssignment) int { return slices.Compare(a.Offers, b.Offers) })
		out = append(out, as...)
	}
	return out
}

func (m *mixModel) namesOf(offers []int) []string {
	names := make([]string, len(offers))
	for k, i := range offers {
		names[k] = m.problem.Offers[i].ID
	}
	slices.Sort(names)
	return names
}
