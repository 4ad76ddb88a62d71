// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// Why a row is no contract, and what is left out of one. The texts are complete: they are counted and shown.
const (
	reasonNoID        = "is blank"
	reasonNotText     = "is not UTF-8 text"
	reasonSameID      = "the id is already used: map more columns to it, as id=A+B"
	reasonSameRow     = "repeats a row"
	reasonNoText      = "there is no date and no text"
	reasonNoStart     = "there is no first day"
	reasonNoEnd       = "there is no end"
	reasonDate        = "is not a date in the format of the file"
	reasonReversed    = "the end is not after the start"
	reasonOptionEnd   = "the option does not end after the contract"
	reasonNoCurrency  = "is not an ISO 4217 currency code"
	reasonClause      = "is not a notice clause such as 90d, 30bd, 8w or 3m"
	reasonRenewal     = "is not expires, auto_renew or evergreen"
	reasonMonths      = "is not a number of months"
	reasonLongNotice  = "the notice is as long as the term"
	reasonRefused     = "the contract is refused"
	reasonBlankValue  = "the value is blank"
	reasonLowerValue  = "the value with the option is below the value without it"
	reasonSameEnd     = "the value with the option is higher, but the end is the same"
	reasonTextLength  = "the dates are not the length stated"
	reasonTextOptions = "the number and length of the options are not read"
)

// defaults stand for what the file does not say.
type defaults struct {
	currency      finops.Currency
	notice        contract.Notice
	exerciseBy    contract.Notice
	renewal       contract.RenewalKind
	months        int
	endIsExcluded bool // whether an end is the day after the last one
	dates         dateFormat
	numbers       numberStyle
}

// entry is one contract with what the file says beside its dates.
type entry struct {
	contract contract.Contract
	line     int
	words    string        // the words of a free text that state the term; "" if columns do
	value    *finops.Money // stated for the term; nil if not known
	option   *finops.Money // stated for the options on top; nil if not known
}

// portfolio is what was read: every row is either an entry or left out.
type portfolio struct {
	file    string
	mapping mapping
	rows    int
	entries []entry
	issues  []issue
	dropped int // rows left out
}

// contracts returns the contracts in the order of the file.
func (p *portfolio) contracts() []contract.Contract {
	var list []contract.Contract
	for _, e := range p.entries {
		list = append(list, e.contract)
	}
	return list
}

// readPortfolio makes contracts of the rows.
func readPortfolio(t *table, d defaults) *portfolio {
	p := &portfolio{file: t.file, mapping: t.mapping, rows: len(t.rows) + len(t.broken), dropped: len(t.broken)}
	p.issues = append(p.issues, t.broken...)
	first := map[string]row{}
	for _, r := range t.rows {
		b := builder{row: r, defaults: d}
		b.build()
		if earlier, used := first[b.entry.contract.ID]; !b.rejected && used {
			b.rejectRepeat(earlier)
		}
		p.issues = append(p.issues, b.issues...)
		if b.rejected {
			p.dropped++
			continue
		}
		first[b.entry.contract.ID] = r
		p.entries = append(p.entries, b.entry)
	}
	return p
}

// builder makes the contract of one row. The first field that makes a calendar impossible rejects the row.
type builder struct {
	row      row
	defaults defaults
	entry    entry
	issues   []issue
	rejected bool
}

func (b *builder) build() {
	b.entry.line = b.row.line
	for _, step := range []func(){b.names, b.clauses, b.term, b.optionColumns, b.validate, b.values} {
		if step(); b.rejected {
			return
		}
	}
}

func (b *builder) reject(field, reason, detail string) {
	b.rejected = true
	// What was noted before belongs to a contract that there is not.
	b.issues = []issue{b.row.issue(field, reason, detail, rowLeftOut)}
}

func (b *builder) note(field, reason, detail, done string) {
	b.issues = append(b.issues, b.row.issue(field, reason, detail, done))
}

func (b *builder) rejectRepeat(earlier row) {
	same := len(earlier.cells) == len(b.row.cells)
	for i := range b.row.cells {
		same = same && earlier.cells[i] == b.row.cells[i]
	}
	detail := fmt.Sprintf("line %d", earlier.line)
	if same {
		b.reject(fieldID, reasonSameRow, detail)
		return
	}
	b.reject(fieldID, reasonSameID, detail)
}

// names reads the texts that identify the contract, and its currency.
func (b *builder) names() {
	c := &b.entry.contract
	for _, f := range allFields() {
		if !isText(b.row.text(f)) {
			b.reject(f, reasonNotText, "")
			return
		}
	}
	c.ID, c.Vendor, c.Name, c.Owner = b.row.text(fieldID), b.row.text(fieldVendor), b.row.text(fieldTitle), b.row.text(fieldOwner)
	if isBlankID(c.ID) {
		b.reject(fieldID, reasonNoID, "")
		return
	}
	c.Currency = b.defaults.currency
	if s := b.row.text(fieldCurrency); s != "" {
		currency, err := finops.ParseCurrency(s)
		if err != nil {
			b.reject(fieldCurrency, reasonNoCurrency, "")
			return
		}
		c.Currency = currency
	}
}

// isBlankID reports whether no part of an id says anything.
func isBlankID(id string) bool {
	for _, c := range id {
		if c != '/' {
			return false
		}
	}
	return true
}

// clauses reads how the contract goes on.
func (b *builder) clauses() {
	t := &b.entry.contract.Renewal
	t.Kind, t.Months, t.Notice = b.defaults.renewal, b.defaults.months, b.defaults.notice
	if s := b.row.text(fieldRenewal); s != "" && t.Kind.UnmarshalText([]byte(s)) != nil {
		b.reject(fieldRenewal, reasonRenewal, "")
		return
	}
	if s := b.row.text(fieldNotice); s != "" && t.Notice.UnmarshalText([]byte(s)) != nil {
		b.reject(fieldNotice, reasonClause, "")
		return
	}
	if s := b.row.text(fieldMonths); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			b.reject(fieldMonths, reasonMonths, "")
			return
		}
		t.Months = n
	}
	if t.Kind == contract.Expires {
		t.Months = 0
	}
}

// term reads the days of the contract, from columns or else from text.
func (b *builder) term() {
	start, end := b.row.text(fieldStart), b.row.text(fieldEnd)
	switch {
	case start == "" && end == "" && b.row.text(fieldTerm) != "":
		b.termFromText()
		return
	case start == "" && end == "" && b.row.has(fieldTerm):
		b.reject(fieldTerm, reasonNoText, "")
		return
	case start == "":
		b.reject(fieldStart, reasonNoStart, "")
		return
	case end == "":
		b.reject(fieldEnd, reasonNoEnd, "")
		return
	}
	first, ok := b.date(fieldStart)
	if !ok {
		return
	}
	last, ok := b.date(fieldEnd)
	if !ok {
		return
	}
	term, err := b.period(first, last)
	if err != nil {
		b.reject(fieldEnd, reasonReversed, "start "+start)
		return
	}
	b.entry.contract.Term = term
}

// date reads a date; false if it rejected the row.
func (b *builder) date(field string) (finops.Date, bool) {
	d, err := b.defaults.dates.parse(b.row.text(field))
	if err != nil {
		b.reject(field, reasonDate, b.defaults.dates.pattern)
	}
	return d, err == nil
}

// period reads an end the way the file means it.
func (b *builder) period(start, end finops.Date) (finops.Period, error) {
	if b.defaults.endIsExcluded {
		return finops.NewPeriod(start, end)
	}
	return finops.PeriodThrough(start, end)
}

// termFromText reads term and options out of free text.
func (b *builder) termFromText() {
	var awarded finops.Date
	if b.row.text(fieldAwarded) != "" {
		d, ok := b.date(fieldAwarded)
		if !ok {
			return
		}
		awarded = d
	}
	stated, err := readTerm(b.row.text(fieldTerm), awarded)
	if err != nil {
		b.reject(fieldTerm, err.Error(), "")
		return
	}
	c := &b.entry.contract
	c.Term, b.entry.words = stated.period, stated.words
	for i := range stated.options {
		c.Options = append(c.Options, b.newOption(strconv.Itoa(i+1), contract.ExtensionOption{Months: stated.months}))
	}
	if stated.otherLength != "" {
		b.note(fieldTerm, reasonTextLength, fmt.Sprintf("%s, but %q", c.Term, stated.otherLength), kept)
	}
	if stated.unreadOption {
		b.note(fieldTerm, reasonTextOptions, "", optionLeftOut)
	}
}

// optionColumns reads the end that the option leads to.
func (b *builder) optionColumns() {
	c := &b.entry.contract
	if b.row.text(fieldOptionEnd) == "" {
		return
	}
	last, ok := b.date(fieldOptionEnd)
	if !ok {
		return
	}
	whole, err := b.period(c.Term.Start, last)
	switch {
	case err != nil || whole.End.Before(c.Term.End):
		b.note(fieldOptionEnd, reasonOptionEnd, "the contract ends with "+c.Term.Last().String(), optionLeftOut)
	case whole.End.After(c.Term.End):
		c.Options = append(c.Options, b.newOption("1", contract.ExtensionOption{End: whole.End}))
	}
}

// newOption adds what every option has: the notice by which it is exercised.
func (b *builder) newOption(id string, o contract.ExtensionOption) contract.ExtensionOption {
	o.ID, o.ExerciseBy = id, b.defaults.exerciseBy
	if s := b.row.text(fieldExerciseBy); s != "" {
		n, err := contract.ParseNotice(s)
		if err != nil {
			b.reject(fieldExerciseBy, reasonClause, "")
		}
		o.ExerciseBy = n
	}
	return o
}

// validate asks the library whether the contract makes sense.
func (b *builder) validate() {
	for _, err := range joined(b.entry.contract.Validate()) {
		var problem *contract.FieldError
		switch {
		case errors.Is(err, contract.ErrNoticeTooLong):
			b.note(fieldNotice, reasonLongNotice, err.Error(), kept)
		case errors.As(err, &problem):
			b.reject(problem.Field, reasonRefused, err.Error())
			return
		default:
			b.reject(fieldID, reasonRefused, err.Error())
			return
		}
	}
}

// joined takes apart what errors.Join put together.
func joined(err error) []error {
	if list, ok := err.(interface{ Unwrap() []error }); ok {
		return list.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// values reads what the contract is worth. A value that cannot be read does not take the dates away.
func (b *builder) values() {
	b.entry.value = b.amount(fieldValue)
	if len(b.entry.contract.Options) == 0 && b.row.text(fieldOptionValue) == "" {
		return
	}
	whole := b.amount(fieldOptionValue)
	if b.entry.value == nil || whole == nil {
		return
	}
	more, err := whole.Sub(*b.entry.value)
	switch {
	case err != nil || more.Sign() < 0:
		b.note(fieldOptionValue, reasonLowerValue, b.entry.value.String(), valueLeftOut)
	case len(b.entry.contract.Options) > 0:
		b.entry.option = &more
	case more.Sign() > 0:
		b.note(fieldOptionValue, reasonSameEnd, b.entry.value.String(), valueLeftOut)
	}
}

func (b *builder) amount(field string) *finops.Money {
	s := b.row.text(field)
	if !b.row.has(field) {
		return nil
	}
	if s == "" {
		b.note(field, reasonBlankValue, "", valueLeftOut)
		return nil
	}
	m, err := parseAmount(s, b.entry.contract.Currency, b.defaults.numbers)
	if err != nil {
		b.note(field, err.Error(), "", valueLeftOut)
		return nil
	}
	return &m
}
