// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/pricing"
)

// lineKey names a line of a contract.
type lineKey struct{ contract, line string }

// contractLoader puts contracts together from their files.
type contractLoader struct {
	fsys     fs.FS
	log      *problems
	ladders  map[string]*pricing.Ladder
	indices  map[string]contract.IndexSeries
	byID     map[string]*contract.Contract
	lineOf   map[string]int             // line of contracts.csv, by contract
	lines    map[lineKey]*contract.Line // by contract and line id
	units    map[lineKey]string         // what a line counts: "seat", "host" ...
	rejected map[string]bool            // ids of contracts.csv that were left out, so that their lines are not called orphans
}

// loadContracts reads the contracts with their lines, ramps, commitments, milestones and options, ordered by id, and
// what their lines count. A contract that the library finds invalid is listed and left out.
func loadContracts(fsys fs.FS, log *problems) ([]contract.Contract, map[lineKey]string, error) {
	ladders, err := loadLadders(fsys, log)
	if err != nil {
		return nil, nil, err
	}
	indices, err := loadIndices(fsys, log)
	if err != nil {
		return nil, nil, err
	}
	l := &contractLoader{
		fsys: fsys, log: log, ladders: ladders, indices: indices, byID: map[string]*contract.Contract{},
		lineOf: map[string]int{}, lines: map[lineKey]*contract.Line{}, units: map[lineKey]string{}, rejected: map[string]bool{},
	}
	for _, read := range []func() error{l.readHeads, l.readLines, l.readRamps, l.readCommitments, l.readMilestones, l.readExtensions} {
		if err := read(); err != nil {
			return nil, nil, err
		}
	}
	return l.finish(), l.units, nil
}

func (l *contractLoader) readHeads() error {
	t, err := readTable(l.fsys, "contracts.csv", l.log, "contract_id", "vendor", "name", "owner", "currency", "signed", "start",
		"last_day", "ended_from", "billing", "billing_timing", "payment_days", "renewal", "renewal_months", "notice", "uplift_at",
		"uplift", "uplift_rate", "uplift_scale", "index", "index_lag_months", "index_spread", "uplift_floor", "uplift_cap",
		"statutory_exit", "statutory_from", "statutory_notice", "statutory_transition_days")
	if err != nil {
		return err
	}
	t.unique("contract_id")
	for _, r := range t.rows {
		id := r.key("contract_id")
		if !r.leftOut {
			c := l.head(r, id)
			l.byID[id], l.lineOf[id] = &c, r.line
		}
		if r.leftOut {
			delete(l.byID, id)
			l.rejected[id] = true
		}
	}
	return nil
}

func (l *contractLoader) head(r *row, id string) contract.Contract {
	c := contract.Contract{
		ID: id, Vendor: r.key("vendor"), Name: r.key("name"), Owner: r.text("owner"), Currency: r.currency("currency"),
		Signed: r.date("signed"), EndedFrom: r.date("ended_from"),
		Billing: contract.Billing{PaymentDays: r.whole("payment_days")},
		Renewal: contract.RenewalTerms{Months: r.whole("renewal_months")},
	}
	r.option("billing", &c.Billing.Every)
	r.option("billing_timing", &c.Billing.Timing)
	r.option("renewal", &c.Renewal.Kind)
	r.option("notice", &c.Renewal.Notice)
	start, last := r.keyDate("start"), r.keyDate("last_day")
	if !start.IsZero() && !last.IsZero() {
		term, err := finops.PeriodThrough(start, last)
		if err != nil {
			r.reject("last_day", "is before the start "+start.String())
		}
		c.Term = term
	}
	l.uplift(r, &c)
	c.Renewal.StatutoryExit = statutoryExit(r)
	return c
}

// uplift puts the rule where uplift_at says.
func (l *contractLoader) uplift(r *row, c *contract.Contract) {
	u := contract.Uplift{
		Rate: r.number("uplift_rate"), LagMonths: r.whole("index_lag_months"), Spread: r.number("index_spread"),
		Floor: r.optional("uplift_floor"), Cap: r.optional("uplift_cap"),
	}
	r.option("uplift", &u.Kind)
	r.option("uplift_scale", &u.Scale)
	if name := r.text("index"); name != "" {
		series, ok := l.indices[name]
		if !ok {
			r.reject("index", "is no series of cpi.csv")
		}
		u.Index = series
	}
	switch r.text("uplift_at") {
	case "":
		if u.Kind != contract.NoUplift {
			r.reject("uplift_at", "is blank beside an uplift")
		}
	case "anniversary":
		c.Uplift = u
	case "renewal":
		c.Renewal.Uplift = u
	default:
		r.reject("uplift_at", `is neither "anniversary" nor "renewal"`)
	}
}

func statutoryExit(r *row) *contract.StatutoryExit {
	e := contract.StatutoryExit{Name: r.text("statutory_exit"), From: r.date("statutory_from"), TransitionDays: r.whole("statutory_transition_days")}
	r.option("statutory_notice", &e.Notice)
	if e.Name == "" {
		return nil
	}
	return &e
}

// contractOf finds the contract of a row in another file, nil if it is not there.
func (l *contractLoader) contractOf(r *row) *contract.Contract {
	id := r.key("contract_id")
	c := l.byID[id]
	switch {
	case c != nil || id == "":
	case l.rejected[id]:
		r.reject("contract_id", "belongs to a contract that was left out")
	default:
		r.reject("contract_id", "is not in contracts.csv")
	}
	return c
}

func (l *contractLoader) readLines() error {
	t, err := readTable(l.fsys, "contract_lines.csv", l.log, "contract_id", "line_id", "product_id", "description", "quantity", "unit",
		"price_kind", "price", "ladder_id", "per", "whole_units", "usage", "minimum_quantity", "renewal_list_price")
	if err != nil {
		return err
	}
	t.unique("contract_id", "line_id")
	for _, r := range t.usable() {
		c := l.contractOf(r)
		line := contract.Line{
			ID: r.key("line_id"), Product: r.text("product_id"), Name: r.text("description"), Quantity: r.keyNumber("quantity"),
			WholeUnits: r.flag("whole_units"), Usage: r.flag("usage"), Minimum: r.number("minimum_quantity"),
		}
		r.key("per")
		r.option("per", &line.Per)
		if c != nil {
			line.Price = l.price(r, c.Currency)
			line.List = listPrice(r, *c)
		}
		if !r.leftOut {
			key := lineKey{c.ID, line.ID}
			l.lines[key], l.units[key] = &line, r.text("unit")
		}
	}
	return nil
}

// price builds the price of a line.
func (l *contractLoader) price(r *row, c finops.Currency) pricing.Price {
	switch kind := r.key("price_kind"); kind {
	case "unit":
		return unitPrice(r, "price", c)
	case "flat":
		amount, err := finops.NewMoney(r.keyNumber("price"), c)
		if err != nil || r.leftOut {
			return nil
		}
		p, err := pricing.NewFlat(amount)
		if err != nil {
			r.reject("price", reasonOf(err))
			return nil
		}
		return p
	case "ladder":
		p, ok := l.ladders[r.key("ladder_id")]
		if !ok {
			r.reject("ladder_id", "is no usable ladder of ladders.csv")
			return nil
		}
		return p
	case "":
	default:
		r.reject("price_kind", `is none of "unit", "flat", "ladder"`)
	}
	return nil
}

func unitPrice(r *row, column string, c finops.Currency) pricing.Price {
	unit, err := finops.NewMoney(r.keyNumber(column), c)
	if err != nil || r.leftOut {
		return nil
	}
	p, err := pricing.NewPerUnit(unit, pricing.PerUnitOptions{WholeUnits: r.t.has("whole_units") && r.flag("whole_units")})
	if err != nil {
		r.reject(column, reasonOf(err))
		return nil
	}
	return p
}

// listPrice is the price that an uplift to list leads to at the renewal.
func listPrice(r *row, c contract.Contract) []contract.ListPrice {
	if r.text("renewal_list_price") == "" {
		return nil
	}
	p := unitPrice(r, "renewal_list_price", c.Currency)
	if p == nil {
		return nil
	}
	return []contract.ListPrice{{From: c.Term.End, Price: p}}
}

// lineFor finds the line of a row in another file.
func (l *contractLoader) lineFor(r *row) *contract.Line {
	c := l.contractOf(r)
	id := r.key("line_id")
	if c == nil || id == "" {
		return nil
	}
	line := l.lines[lineKey{c.ID, id}]
	if line == nil {
		r.reject("line_id", "is no usable line of contract "+c.ID)
	}
	return line
}

func (l *contractLoader) readRamps() error {
	t, err := readTable(l.fsys, "ramps.csv", l.log, "contract_id", "line_id", "from", "quantity", "unit_price")
	if err != nil {
		return err
	}
	t.unique("contract_id", "line_id", "from")
	for _, r := range t.usable() {
		line := l.lineFor(r)
		step := contract.RampStep{From: r.keyDate("from"), Quantity: r.optional("quantity")}
		if line != nil && r.text("unit_price") != "" {
			step.Price = l.rampPrice(r, line)
		}
		if !r.leftOut {
			line.Ramp = append(line.Ramp, step)
			slices.SortFunc(line.Ramp, func(a, b contract.RampStep) int { return a.From.Compare(b.From) })
		}
	}
	return nil
}

// rampPrice is a new price of the same kind as the line's: an amount for a flat price, else a price per unit.
func (l *contractLoader) rampPrice(r *row, line *contract.Line) pricing.Price {
	c := line.Price.Currency()
	if _, flat := line.Price.(*pricing.Flat); !flat {
		return unitPrice(r, "unit_price", c)
	}
	amount, err := finops.NewMoney(r.keyNumber("unit_price"), c)
	if err != nil || r.leftOut {
		return nil
	}
	p, err := pricing.NewFlat(amount)
	if err != nil {
		r.reject("unit_price", reasonOf(err))
	}
	return p
}

// readCommitments reads one row a contract year; the rows of a commitment belong together.
func (l *contractLoader) readCommitments() error {
	t, err := readTable(l.fsys, "commitments.csv", l.log, "contract_id", "commitment_id", "name", "lines", "per", "contract_year", "minimum", "overage_factor")
	if err != nil {
		return err
	}
	t.unique("contract_id", "commitment_id", "contract_year")
	rows := t.usable()
	slices.SortStableFunc(rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(a.keyOf([]string{"contract_id", "commitment_id"}), b.keyOf([]string{"contract_id", "commitment_id"})),
			cmp.Compare(a.whole("contract_year"), b.whole("contract_year")))
	})
	for _, r := range rows {
		c := l.contractOf(r)
		m := contract.Commitment{ID: r.key("commitment_id"), Name: r.text("name"), Lines: r.list("lines"), Overage: r.number("overage_factor")}
		r.key("per")
		r.option("per", &m.Per)
		minimum := r.keyNumber("minimum")
		if c == nil || r.leftOut {
			continue
		}
		amount, err := finops.NewMoney(minimum, c.Currency)
		if err != nil {
			r.reject("minimum", reasonOf(err))
			continue
		}
		l.addCommitment(r, c, m, amount)
	}
	return nil
}

// addCommitment adds the amount of one contract year; the years must follow each other from 1.
func (l *contractLoader) addCommitment(r *row, c *contract.Contract, m contract.Commitment, amount finops.Money) {
	if !m.Overage.IsZero() && m.Overage.LessThan(one) {
		r.reject("overage_factor", "is below 1")
		return
	}
	i := slices.IndexFunc(c.Commitments, func(o contract.Commitment) bool { return o.ID == m.ID })
	if i < 0 {
		c.Commitments = append(c.Commitments, m)
		i = len(c.Commitments) - 1
	}
	if r.whole("contract_year") != len(c.Commitments[i].Amounts)+1 {
		r.reject("contract_year", "does not follow the year before")
		return
	}
	c.Commitments[i].Amounts = append(c.Commitments[i].Amounts, amount)
}

func (l *contractLoader) readMilestones() error {
	t, err := readTable(l.fsys, "milestones.csv", l.log, "contract_id", "line_id", "kind", "date")
	if err != nil {
		return err
	}
	t.unique("contract_id", "line_id", "kind", "date")
	for _, r := range t.usable() {
		line := l.lineFor(r)
		m := contract.Milestone{Date: r.keyDate("date")}
		r.key("kind")
		r.option("kind", &m.Kind)
		if !r.leftOut {
			m.Line = line.ID
			c := l.byID[r.text("contract_id")]
			c.Milestones = append(c.Milestones, m)
			slices.SortFunc(c.Milestones, func(a, b contract.Milestone) int {
				return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Line, b.Line))
			})
		}
	}
	return nil
}

func (l *contractLoader) readExtensions() error {
	t, err := readTable(l.fsys, "extensions.csv", l.log, "contract_id", "option_id", "months", "exercise_by", "uplift_rate", "exercised")
	if err != nil {
		return err
	}
	t.unique("contract_id", "option_id")
	for _, r := range t.usable() {
		c := l.contractOf(r)
		o := contract.ExtensionOption{ID: r.key("option_id"), Months: r.whole("months"), Exercised: r.flag("exercised")}
		r.option("exercise_by", &o.ExerciseBy)
		if rate := r.number("uplift_rate"); !rate.IsZero() {
			o.Uplift = contract.Uplift{Kind: contract.UpliftFixed, Rate: rate}
		}
		if !r.leftOut {
			c.Options = append(c.Options, o)
			slices.SortFunc(c.Options, func(a, b contract.ExtensionOption) int { return cmp.Compare(a.ID, b.ID) })
		}
	}
	return nil
}

// finish attaches the lines, asks the library whether each contract holds together and returns those that do.
func (l *contractLoader) finish() []contract.Contract {
	var keys []lineKey
	for k := range l.lines {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b lineKey) int {
		return cmp.Or(cmp.Compare(a.contract, b.contract), cmp.Compare(a.line, b.line))
	})
	for _, k := range keys {
		c := l.byID[k.contract]
		c.Lines = append(c.Lines, *l.lines[k])
	}
	var out []contract.Contract
	for _, c := range l.byID {
		if len(c.Lines) == 0 {
			l.log.add(problem{"contracts.csv", l.lineOf[c.ID], "contract_id", c.ID, "has no usable line in contract_lines.csv", contractLeftOut})
			continue
		}
		if l.holds(*c) {
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b contract.Contract) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// holds asks the library whether the contract holds together and lists what it finds, field by field. A notice longer
// than the term is kept: the contract is in force, only its notice window never opened.
func (l *contractLoader) holds(c contract.Contract) bool {
	ok := true
	for _, e := range allErrors(c.Validate()) {
		p := problem{"contracts.csv", l.lineOf[c.ID], "contract_id", c.ID, reasonOf(e), contractLeftOut}
		var f *contract.FieldError
		if errors.As(e, &f) {
			p.Field, p.Value, p.Reason = f.Field, f.Value, f.Problem
			if f.Item != "" {
				p.Field = f.Item + " " + f.Field
			}
		}
		if errors.Is(e, contract.ErrNoticeTooLong) {
			p.Done = "kept; its notice window never opened"
		} else {
			ok = false
		}
		l.log.add(p)
	}
	return ok
}

// allErrors takes joined errors apart, down to the single fields.
func allErrors(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if _, field := err.(*contract.FieldError); err == nil {
		return nil
	} else if field || !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, allErrors(e)...)
	}
	return all
}
