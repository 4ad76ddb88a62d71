// SPDX-License-Identifier: Apache-2.0

package renewal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

// CompareOptions says how scenarios are valued. The zero value counts days / 365, states equivalent annual costs as
// payments at year ends, and rounds to the minor unit.
type CompareOptions struct {
	// DayCount turns dates into years. If zero, calendar days / 365, as a spreadsheet's XNPV does.
	DayCount roi.DayCount `json:"day_count"`
	// EACTiming says when in a year the equivalent annual cost falls. If zero, at year end.
	EACTiming roi.Timing `json:"eac_timing"`
	// Places is the number of digits after the point of present values. If zero, the minor units of the currency.
	Places int32 `json:"places,omitempty"`
	// FirstYear is the first day of the twelve months whose cash is shown. If zero, the earliest first day of an offer in
	// any scenario; without offers, the day of the decision.
	FirstYear finops.Date `json:"first_year,omitzero"`
}

func (o CompareOptions) roi() roi.Options {
	return roi.Options{Places: o.Places, DayCount: o.DayCount, Timing: o.EACTiming}
}

// Comparison is the outcome of [Compare].
type Comparison struct {
	Decision  finops.Date      `json:"decision"`       // the day all is discounted to
	Rate      decimal.Decimal  `json:"rate"`           // discount rate per year
	Options   CompareOptions   `json:"options"`        // as applied
	Scenarios []ScenarioResult `json:"scenarios"`      // in the order given
	Best      string           `json:"best,omitempty"` // name of the scenario of rank 1; "" if none has a rank
	Reading   string           `json:"reading"`        // how Best was found, in words
}

// ScenarioResult is one scenario in money. Costs are positive.
type ScenarioResult struct {
	Name      string       `json:"name"`       // name of the scenario
	Kind      ScenarioKind `json:"kind"`       // what it does
	Months    int          `json:"months"`     // length of service
	Flows     []roi.Flow   `json:"flows"`      // every payment, by date
	PV        finops.Money `json:"pv"`         // present value on the day of the decision
	Total     finops.Money `json:"total"`      // sum of all payments
	FirstYear finops.Money `json:"first_year"` // payments in the first twelve months of service, and before
	// EAC is PV spread over the months of service as a yearly amount. It is undefined where no service is bought.
	EAC Figure `json:"eac"`
	// Rank orders the scenarios that have an EAC and cover what is needed, 1 for the lowest; ties in the order given. 0 for
	// the others.
	Rank int `json:"rank"`
	// Insufficient says why it does not cover what is needed: see [Scenario]. "" if it does.
	Insufficient string `json:"insufficient,omitempty"`
	// VersusFirst is PV less the PV of the first scenario given: negative is cheaper. It compares like with like only if
	// the lengths of service agree.
	VersusFirst finops.Money `json:"versus_first"`
}

// Compare values scenarios on the day of the decision at a discount rate per year (0.08 is 8 %):
//
//	PV = Σ payment / (1+rate)^years(decision, date),  EAC = PV · rate / (1 − (1+rate)^−years of service)
//
// The best scenario is the one with the lowest equivalent annual cost, which makes unequal terms comparable. It says
// nothing of what the scenarios are worth: a cheaper product may do less. A scenario that buys no service has no EAC and
// no rank; compare its PV. Nor has one that does not cover what is needed: Scenario.Insufficient.
//
// It returns an error that wraps [ErrInvalid] and lists all problems (no scenario, a repeated name, an invalid offer), a
// [*roi.RateError], or an error that wraps [finops.ErrCurrencyMismatch].
func Compare(decision finops.Date, rate decimal.Decimal, scenarios []Scenario, opts CompareOptions) (Comparison, error) {
	if err := validateComparison(decision, scenarios); err != nil {
		return Comparison{}, err
	}
	opts.FirstYear = firstYear(decision, scenarios, opts)
	c := Comparison{Decision: decision, Rate: rate, Options: opts}
	for _, s := range scenarios {
		r, err := c.value(s)
		if err != nil {
			return Comparison{}, err
		}
		c.Scenarios = append(c.Scenarios, r)
	}
	if err := c.versus(); err != nil {
		return Comparison{}, err
	}
	c.rank()
	return c, nil
}

// versus compares all scenarios with the first, and gives those without a payment the currency of the others.
func (c *Comparison) versus() error {
	var model finops.Money
	for _, r := range c.Scenarios {
		sum, err := model.Add(r.PV)
		if err != nil {
			return fmt.Errorf("renewal: scenario %q: %w", r.Name, err)
		}
		model = sum
	}
	for i := range c.Scenarios {
		r := &c.Scenarios[i]
		r.PV, r.Total, r.FirstYear = inCurrencyOf(r.PV, model), inCurrencyOf(r.Total, model), inCurrencyOf(r.FirstYear, model)
		var err error
		if r.VersusFirst, err = r.PV.Sub(c.Scenarios[0].PV); err != nil {
			return fmt.Errorf("renewal: scenario %q: %w", r.Name, err)
		}
	}
	return nil
}

func validateComparison(decision finops.Date, scenarios []Scenario) error {
	bad := problems{item: "comparison"}
	if decision.IsZero() {
		bad.add("decision", "", "is missing")
	}
	if len(scenarios) == 0 {
		bad.add("scenarios", "", "is empty")
	}
	seen := map[string]bool{}
	errs := []error{}
	for i, s := range scenarios {
		if seen[s.Name] {
			bad.add(fmt.Sprintf("scenarios[%d].name", i), s.Name, "is given twice")
		}
		seen[s.Name] = true
		errs = append(errs, s.Validate())
	}
	return errors.Join(bad.join(), errors.Join(errs...))
}

func firstYear(decision finops.Date, scenarios []Scenario, opts CompareOptions) finops.Date {
	first := opts.FirstYear
	if !first.IsZero() {
		return first
	}
	for _, s := range scenarios {
		for _, o := range s.Offers {
			if first.IsZero() || o.Start.Before(first) {
				first = o.Start
			}
		}
	}
	if first.IsZero() {
		return decision
	}
	return first
}

// value computes one scenario.
func (c Comparison) value(s Scenario) (ScenarioResult, error) {
	flows, err := s.flows(whatIf{})
	if err != nil {
		return ScenarioResult{}, err
	}
	r := ScenarioResult{Name: s.Name, Kind: s.Kind, Months: s.service(), Flows: flows, Insufficient: s.Insufficient}
	if r.PV, err = roi.PresentValue(c.Rate, c.Decision, flows, c.Options.roi()); err != nil {
		return ScenarioResult{}, fmt.Errorf("renewal: scenario %q: %w", s.Name, err)
	}
	if r.Total, err = sumUntil(flows, finops.Date{}); err != nil {
		return ScenarioResult{}, fmt.Errorf("renewal: scenario %q: %w", s.Name, err)
	}
	if r.FirstYear, err = sumUntil(flows, c.Options.FirstYear.AddMonths(12)); err != nil {
		return ScenarioResult{}, fmt.Errorf("renewal: scenario %q: %w", s.Name, err)
	}
	r.EAC, err = c.equivalent(r)
	return r, err
}

// equivalent returns the EAC of a result.
func (c Comparison) equivalent(r ScenarioResult) (Figure, error) {
	if r.Months == 0 {
		return noFigure("no service is bought"), nil
	}
	years, err := finops.DivRound(decimal.NewFromInt(int64(r.Months)), twelve, 16, finops.HalfEven)
	if err != nil {
		return Figure{}, err
	}
	eac, err := roi.EAC(c.Rate, r.PV, years, c.Options.roi())
	if err != nil {
		return Figure{}, fmt.Errorf("renewal: scenario %q: %w", r.Name, err)
	}
	return figure(eac), nil
}

// sumUntil returns the sum of the flows before end, of all if end is no date.
func sumUntil(flows []roi.Flow, end finops.Date) (finops.Money, error) {
	var sum finops.Accumulator
	for _, f := range flows {
		if end.IsZero() || f.Date.Before(end) {
			sum.Add(f.Amount)
		} else {
			sum.Add(f.Amount.Zero()) // keeps the currency of the total
		}
	}
	return sum.Total()
}

// rank orders the scenarios with an EAC that cover what is needed.
func (c *Comparison) rank() {
	c.Reading = "no scenario buys service: none is ranked"
	var order []int
	var short []string
	for i, r := range c.Scenarios {
		switch {
		case r.Insufficient != "":
			short = append(short, fmt.Sprintf("%q %s", r.Name, r.Insufficient))
		case r.EAC.Defined:
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return c.Scenarios[a].EAC.Value.Amount().Cmp(c.Scenarios[b].EAC.Value.Amount())
	})
	for rank, i := range order {
		c.Scenarios[i].Rank = rank + 1
	}
	if len(order) > 0 {
		best := c.Scenarios[order[0]]
		c.Best = best.Name
		c.Reading = fmt.Sprintf("%q has the lowest equivalent annual cost, %s over %s", best.Name, best.EAC.Value.Grouped(), monthsText(best.Months))
	}
	if len(short) > 0 {
		if len(order) == 0 {
			c.Reading = "no scenario covers what is needed: none is ranked"
		}
		c.Reading += "; without a rank: " + strings.Join(short, ", ")
	}
}

// Result returns the result of the scenario with the name.
func (c Comparison) Result(name string) (ScenarioResult, bool) {
	i := slices.IndexFunc(c.Scenarios, func(r ScenarioResult) bool { return r.Name == name })
	if i < 0 {
		return ScenarioResult{}, false
	}
	return c.Scenarios[i], true
}
