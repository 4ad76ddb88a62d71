// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/digits"
	"github.com/itfm-go/itfm/finops/pricing"
)

// maxPaymentDays and maxMonths bound fields so that a slip of the pen cannot leave the calendar.
const (
	maxPaymentDays = 3660
	maxMonths      = 1200
)

// Validate lists all problems of the contract, in the order of its fields, each a [*FieldError] that names the contract,
// the item, the field and the value. They wrap [ErrInvalid] and, where it applies, [ErrTerm], [ErrNoticeTooLong],
// [ErrRenewalMonths], [ErrMinMax], [ErrRamp], [ErrDuplicate], [ErrNoSuchLine], [pricing.ErrNegativeQuantity],
// [pricing.ErrFractionalQuantity], [finops.ErrCurrencyMismatch], [finops.ErrUnknownCurrency] or [finops.ErrRange].
//
// A notice as long as the initial term or longer is a problem here if the contract renews automatically, because it is
// nearly always a slip; the methods accept it all the same and answer [WindowNeverOpen]. An evergreen contract is exempt:
// a month to month contract with a month's notice is the normal case. So is one that expires, which needs no notice. An
// option whose last day to exercise is not after the start of the contract is a problem in the same way. Whether an index has the months that an uplift needs depends on the term asked for: it
// is not checked here but by [Contract.Value], which returns a [MissingIndexError].
func (c Contract) Validate() error {
	v := c.validated()
	if c.noticeTooLong() {
		v.add("", "renewal.notice", c.Renewal.Notice.String(), "is as long as the term "+c.Term.String(), ErrNoticeTooLong)
	}
	v.exerciseTooLong()
	return errors.Join(v.all...)
}

// check is Validate for the methods that compute.
func (c Contract) check() error { return errors.Join(c.validated().all...) }

// problem returns one FieldError of the contract.
func (c Contract) problem(item, field, value, problem string, err error) error {
	return &FieldError{Contract: c.ID, Item: item, Field: field, Value: value, Problem: problem, Err: err}
}

// validator collects the problems of one contract.
type validator struct {
	c    *Contract
	item string // the part under check
	ids  map[string]bool
	all  []error
}

func (v *validator) add(item, field, value, problem string, err error) {
	v.all = append(v.all, v.c.problem(item, field, value, problem, err))
}

// field adds a problem of the part under check.
func (v *validator) field(field, value, problem string, err error) {
	v.add(v.item, field, value, problem, err)
}

// named adds a problem if an option has no name.
func (v *validator) named(field string, o interface{ MarshalText() ([]byte, error) }) {
	if _, err := o.MarshalText(); err != nil {
		v.field(field, fmt.Sprint(o), "is not a known option", finops.ErrRange)
	}
}

func (v *validator) between(field string, n, low, high int) {
	if n < low || n > high {
		v.field(field, fmt.Sprint(n), fmt.Sprintf("is not between %d and %d", low, high), finops.ErrRange)
	}
}

func (c Contract) validated() *validator {
	v := &validator{c: &c, ids: make(map[string]bool, len(c.Lines)+len(c.Commitments))}
	v.heading()
	for i := range c.Lines {
		v.line(i)
	}
	for i := range c.Commitments {
		v.commitment(i)
	}
	v.item = ""
	v.billing()
	v.uplift("uplift", &c.Uplift)
	v.options()
	v.item = ""
	v.renewal()
	v.milestones()
	return v
}

func (v *validator) heading() {
	c := v.c
	if c.ID == "" {
		v.field("id", "", "is empty", nil)
	}
	switch {
	case c.Currency == "" && len(c.Lines)+len(c.Commitments) == 0:
	case c.Currency == "":
		v.field("currency", "", "is empty", finops.ErrNoCurrency)
	case !c.Currency.Valid():
		v.field("currency", string(c.Currency), "is not in ISO 4217", finops.ErrUnknownCurrency)
	}
	if c.Term.Start.IsZero() || c.Term.Days() == 0 {
		v.field("term", fmt.Sprintf("from %q to %q", c.Term.Start, c.Term.End), "does not end after it starts", ErrTerm)
	}
	if !c.EndedFrom.IsZero() && !c.EndedFrom.After(c.Term.Start) {
		v.field("ended_from", c.EndedFrom.String(), "is not after the start "+c.Term.Start.String(), ErrTerm)
	}
	v.named("proration", c.Proration)
}

// id checks that an id is there and was not used for another line or commitment.
func (v *validator) id(id string) {
	switch {
	case id == "":
		v.field("id", "", "is empty", nil)
	case v.ids[id]:
		v.field("id", id, "is used twice", ErrDuplicate)
	}
	v.ids[id] = true
}

func (v *validator) line(i int) {
	l := &v.c.Lines[i]
	v.item = fmt.Sprintf("line %q", l.ID)
	v.id(l.ID)
	v.quantity("quantity", l.Quantity, l.WholeUnits)
	v.price("price", l.Price)
	v.per(l.Per)
	if !l.Start.IsZero() && l.Start.Before(v.c.Term.Start) {
		v.field("start", l.Start.String(), "is before the start of the contract "+v.c.Term.Start.String(), ErrTerm)
	}
	v.quantity("minimum", l.Minimum, l.WholeUnits)
	v.within("quantity", l, l.Quantity)
	if l.Maximum.Valid {
		v.quantity("maximum", l.Maximum.Decimal, l.WholeUnits)
		if inRange(l.Minimum) && inRange(l.Maximum.Decimal) && l.Minimum.GreaterThan(l.Maximum.Decimal) {
			v.field("minimum", digits.Text(l.Minimum), "is above the maximum "+digits.Text(l.Maximum.Decimal), ErrMinMax)
		}
	}
	v.ramp(l)
	for i, p := range l.List {
		f := fmt.Sprintf("list[%d]", i)
		v.price(f+".price", p.Price)
		if p.From.IsZero() || i > 0 && !p.From.After(l.List[i-1].From) {
			v.field(f+".from", p.From.String(), "is not after the list price before", nil)
		}
	}
}

// maxDigits bounds the digits of a number before and after the point, so that input such as 1e999999999 cannot make huge
// numbers. It must be asked before a number is compared, computed with or written.
const maxDigits = 100

func inRange(d decimal.Decimal) bool {
	exp := d.Exponent()
	return exp >= -maxDigits && exp <= maxDigits && d.NumDigits()+int(exp) <= maxDigits
}

// number reports whether d can be worked with, and adds a problem if not.
func (v *validator) number(field string, d decimal.Decimal) bool {
	ok := inRange(d)
	if !ok {
		v.field(field, fmt.Sprintf("of %d digits with exponent %d", d.NumDigits(), d.Exponent()),
			fmt.Sprintf("has more than %d digits before or after the point", maxDigits), finops.ErrRange)
	}
	return ok
}

// within checks a quantity against the bounds of its line.
func (v *validator) within(field string, l *Line, q decimal.Decimal) {
	switch {
	case l.Usage || q.Sign() < 0 || !inRange(q) || !inRange(l.Minimum) || !inRange(l.Maximum.Decimal):
	case q.LessThan(l.Minimum):
		v.field(field, digits.Text(q), "is below the minimum "+digits.Text(l.Minimum), ErrMinMax)
	case l.Maximum.Valid && q.GreaterThan(l.Maximum.Decimal):
		v.field(field, digits.Text(q), "is above the maximum "+digits.Text(l.Maximum.Decimal), ErrMinMax)
	}
}

func (v *validator) quantity(field string, q decimal.Decimal, whole bool) {
	switch {
	case !v.number(field, q):
	case q.Sign() < 0:
		v.field(field, digits.Text(q), "is negative", pricing.ErrNegativeQuantity)
	case whole && !q.IsInteger():
		v.field(field, digits.Text(q), "is not whole", pricing.ErrFractionalQuantity)
	}
}

// checkQuantity is the same for a quantity that a method is asked about.
func (l *Line) checkQuantity(contract string, q decimal.Decimal) error {
	v := validator{c: &Contract{ID: contract}, item: fmt.Sprintf("line %q", l.ID)}
	v.quantity("quantity", q, l.WholeUnits)
	if inRange(q) && !l.Usage && l.Maximum.Valid && q.GreaterThan(l.Maximum.Decimal) {
		v.field("quantity", digits.Text(q), "is above the maximum "+digits.Text(l.Maximum.Decimal), ErrMinMax)
	}
	return errors.Join(v.all...)
}

func (v *validator) price(field string, p pricing.Price) {
	switch {
	case p == nil:
		v.field(field, "", "is missing", nil)
	case p.Currency() != v.c.Currency:
		v.field(field, "in "+string(p.Currency()), "is not in the currency of the contract, "+string(v.c.Currency), finops.ErrCurrencyMismatch)
	}
}

func (v *validator) per(p PricePeriod) {
	if p == 0 || !pricePeriodNames.Has(p) {
		v.field("per", p.String(), "is not set to month, year or term", finops.ErrRange)
	}
}

func (v *validator) ramp(l *Line) {
	from := v.c.Term.Start
	if l.Start.After(from) {
		from = l.Start
	}
	end := v.c.lastFixedDay()
	days := "the term"
	if l.Start.After(v.c.Term.Start) {
		days = "the days of the line"
	}
	for i, s := range l.Ramp {
		f := fmt.Sprintf("ramp[%d]", i)
		switch {
		case i > 0 && !s.From.After(l.Ramp[i-1].From):
			v.field(f+".from", s.From.String(), "is not after the step before", ErrRamp)
		case s.From.Before(from) || !s.From.Before(end):
			v.field(f+".from", s.From.String(), fmt.Sprintf("is not in %s from %s to %s", days, from, end), ErrRamp)
		}
		if !s.Quantity.Valid && s.Price == nil {
			v.field(f, "", "changes nothing", ErrRamp)
		}
		if s.Quantity.Valid {
			v.quantity(f+".quantity", s.Quantity.Decimal, l.WholeUnits)
			v.within(f+".quantity", l, s.Quantity.Decimal)
		}
		if s.Price != nil {
			v.price(f+".price", s.Price)
		}
	}
}

// lastFixedDay returns the end of the initial term and the options exercised.
func (c Contract) lastFixedDay() finops.Date {
	l, err := c.ladderOfTerms()
	if err != nil {
		return c.Term.End
	}
	return l.renewal.at(0)
}

func (v *validator) commitment(i int) {
	m := &v.c.Commitments[i]
	v.item = fmt.Sprintf("commitment %q", m.ID)
	v.id(m.ID)
	v.per(m.Per)
	if len(m.Amounts) == 0 {
		v.field("amounts", "", "is empty", nil)
	}
	for j, a := range m.Amounts {
		f := fmt.Sprintf("amounts[%d]", j)
		if a.Currency() != v.c.Currency {
			v.field(f, a.String(), "is not in the currency of the contract, "+string(v.c.Currency), finops.ErrCurrencyMismatch)
		}
		if a.Sign() < 0 {
			v.field(f, a.String(), "is negative", nil)
		}
	}
	if !m.Overage.IsZero() && v.number("overage", m.Overage) && m.Overage.LessThan(one) {
		v.field("overage", digits.Text(m.Overage), "is below 1", finops.ErrRange)
	}
	for j, id := range m.Lines {
		f := fmt.Sprintf("lines[%d]", j)
		switch k := v.c.lineIndex(id); {
		case k < 0:
			v.field(f, fmt.Sprintf("%q", id), "is not a line of the contract", ErrNoSuchLine)
		case !v.c.Lines[k].Usage:
			v.field(f, fmt.Sprintf("%q", id), "is not a usage-based line", nil)
		}
	}
}

func (v *validator) billing() {
	b := &v.c.Billing
	v.named("billing.every", b.Every)
	v.named("billing.timing", b.Timing)
	v.between("billing.payment_days", b.PaymentDays, 0, maxPaymentDays)
	if b.Rounding.Validate() != nil {
		v.field("billing.rounding", b.Rounding.String(), "is not a known option", finops.ErrRange)
	}
	if b.Every == BillUpfront && b.Timing == InArrears {
		v.field("billing.timing", b.Timing.String(), "contradicts billing upfront", nil)
	}
}

func (v *validator) uplift(field string, u *Uplift) {
	v.named(field+".kind", u.Kind)
	v.named(field+".scale", u.Scale)
	v.between(field+".lag_months", u.LagMonths, 0, maxMonths)
	v.between(field+".over_months", u.OverMonths, 0, maxMonths)
	least := one.Neg()
	v.above(field+".rate", u.Rate, least)
	if u.Floor.Valid {
		v.above(field+".floor", u.Floor.Decimal, least)
	}
	if u.Cap.Valid {
		v.above(field+".cap", u.Cap.Decimal, least)
	}
	v.number(field+".spread", u.Spread)
	if u.Floor.Valid && u.Cap.Valid && inRange(u.Floor.Decimal) && inRange(u.Cap.Decimal) && u.Floor.Decimal.GreaterThan(u.Cap.Decimal) {
		v.field(field+".floor", digits.Text(u.Floor.Decimal), "is above the cap "+digits.Text(u.Cap.Decimal), ErrMinMax)
	}
	if u.Kind == UpliftList && u.Scale != OncePerStep {
		v.field(field+".scale", u.Scale.String(), "has no meaning for list prices", nil)
	}
	for i, p := range u.Index.Points {
		f := fmt.Sprintf("%s.index.points[%d]", field, i)
		if p.Month.IsZero() || i > 0 && !p.Month.After(u.Index.Points[i-1].Month) {
			v.field(f+".month", p.Month.String(), "is not after the point before", nil)
		}
		v.above(f+".value", p.Value, decimal.Decimal{})
	}
}

func (v *validator) above(field string, d, low decimal.Decimal) {
	if v.number(field, d) && !d.GreaterThan(low) {
		v.field(field, digits.Text(d), "is not above "+digits.Text(low), finops.ErrRange)
	}
}

func (v *validator) options() {
	ids := map[string]bool{}
	for i := range v.c.Options {
		o := &v.c.Options[i]
		v.item = fmt.Sprintf("option %q", o.ID)
		switch {
		case o.ID == "":
			v.field("id", "", "is empty", nil)
		case ids[o.ID]:
			v.field("id", o.ID, "is used twice", ErrDuplicate)
		}
		ids[o.ID] = true
		v.optionLength(i)
		if o.Exercised && i > 0 && !v.c.Options[i-1].Exercised {
			v.field("exercised", "true", "comes before the option ahead of it", nil)
		}
		v.notice("exercise_by", o.ExerciseBy)
		v.uplift("uplift", &o.Uplift)
		for j, p := range o.Prices {
			f := fmt.Sprintf("prices[%d]", j)
			if v.c.lineIndex(p.Line) < 0 {
				v.field(f+".line", fmt.Sprintf("%q", p.Line), "is not a line of the contract", ErrNoSuchLine)
			}
			v.price(f+".price", p.Price)
		}
	}
}

func (v *validator) optionLength(i int) {
	o := &v.c.Options[i]
	before := v.c.Term.End
	for _, p := range v.c.Options[:i] {
		if !p.End.IsZero() {
			before = p.End
		}
	}
	switch {
	case !o.End.IsZero() && o.Months != 0:
		v.field("months", fmt.Sprint(o.Months), "is given beside the end "+o.End.String(), nil)
	case !o.End.IsZero():
		if !o.End.After(before) {
			v.field("end", o.End.String(), "is not after the end of the term before, "+before.String(), ErrTerm)
		}
	default:
		v.between("months", o.Months, 1, maxMonths)
	}
}

func (v *validator) notice(field string, n Notice) {
	if p := n.problem(); p != "" {
		v.field(field, n.String(), p, finops.ErrRange)
	}
}

func (v *validator) renewal() {
	r := &v.c.Renewal
	v.named("renewal.kind", r.Kind)
	if r.Kind == AutoRenew && r.Months == 0 {
		v.field("renewal.months", "0", "is no length for automatic renewal", ErrRenewalMonths)
	}
	v.between("renewal.months", r.Months, 0, maxMonths)
	v.between("renewal.limit", r.Limit, 0, maxMonths)
	v.notice("renewal.notice", r.Notice)
	v.uplift("renewal.uplift", &r.Uplift)
	if s := r.StatutoryExit; s != nil {
		v.notice("renewal.statutory_exit.notice", s.Notice)
		v.between("renewal.statutory_exit.transition_days", s.TransitionDays, 0, maxPaymentDays)
	}
}

// noticeTooLong reports whether notice would have to be given before the initial term.
func (c Contract) noticeTooLong() bool {
	if c.Renewal.Kind != AutoRenew || c.Renewal.Notice.problem() != "" || c.Term.Days() == 0 {
		return false
	}
	d, err := c.Renewal.Notice.dates(c.Term.Last(), nil, false)
	return err == nil && !d.Latest.After(c.Term.Start)
}

// exerciseTooLong reports options that would have to be exercised before the contract starts.
func (v *validator) exerciseTooLong() {
	open, err := v.c.openOptions(nil)
	if err != nil {
		return // reported with the options
	}
	for _, o := range open {
		if !o.dates.Latest.After(v.c.Term.Start) {
			v.add(fmt.Sprintf("option %q", o.option.ID), "exercise_by", o.option.ExerciseBy.String(), "is as long as the contract until then, from "+
				v.c.Term.Start.String()+" to "+o.before.String(), ErrNoticeTooLong)
		}
	}
}

func (v *validator) milestones() {
	for i, m := range v.c.Milestones {
		f := fmt.Sprintf("milestones[%d]", i)
		v.named(f+".kind", m.Kind)
		if m.Date.Before(v.c.Term.Start) {
			v.field(f+".date", fmt.Sprintf("%q", m.Date), "is not in the contract", ErrTerm)
		}
		if m.Line != "" && v.c.lineIndex(m.Line) < 0 {
			v.field(f+".line", fmt.Sprintf("%q", m.Line), "is not a line of the contract", ErrNoSuchLine)
		}
	}
}
