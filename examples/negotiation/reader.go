// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/pricing"
)

// errInput is returned for a file that cannot be used.
var errInput = errors.New("unusable input")

// maxFileBytes bounds what is read into memory.
const maxFileBytes = 16 << 20

// readDeal reads a file. Its errors name the line for what is no such JSON, else the field and the value.
func readDeal(r io.Reader, name, asOf string) (deal, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		return deal{}, fmt.Errorf("%s: %w: %w", name, errInput, err)
	}
	if len(data) > maxFileBytes {
		return deal{}, fmt.Errorf("%s: %w: larger than %d bytes", name, errInput, maxFileBytes)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return deal{}, fmt.Errorf("%s: %w: the file is empty", name, errInput)
	}
	var f dealFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return deal{}, fmt.Errorf("%s:%d: %w: %w", name, errorLine(data, err), errInput, err)
	}
	if dec.More() {
		return deal{}, fmt.Errorf("%s:%d: %w: there is more after the deal", name, lineAt(data, dec.InputOffset()), errInput)
	}
	d, err := newDeal(f, asOf)
	if err != nil {
		return deal{}, fmt.Errorf("%s: %w:\n%w", name, errInput, err)
	}
	return d, nil
}

// errorLine finds the line of a JSON error, the last line if it does not say.
func errorLine(data []byte, err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return lineAt(data, syntax.Offset)
	case errors.As(err, &kind):
		return lineAt(data, kind.Offset)
	default:
		return lineAt(data, int64(len(data)))
	}
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(bytes.TrimSpace(data[:min(offset, int64(len(data)))]), []byte("\n"))
}

// reader turns texts into records and collects the fields that it cannot read.
type reader struct {
	currency finops.Currency
	problems []error
}

func (r *reader) err() error { return errors.Join(r.problems...) }

func (r *reader) bad(field, value string, err error) {
	r.problems = append(r.problems, fmt.Errorf("  %s %q: %w", field, value, err))
}

// at names an entry of a list.
func at(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

func (r *reader) code(field, s string) finops.Currency {
	c, err := finops.ParseCurrency(s)
	if err != nil {
		r.bad(field, s, err)
	}
	return c
}

func (r *reader) date(field, s string) finops.Date {
	d, err := finops.ParseDate(s)
	if err != nil {
		r.bad(field, s, err)
	}
	return d
}

var errRange = errors.New("is not between 0 and 1,000,000,000,000")

// number reads a quantity or a rate, which are never negative.
func (r *reader) number(field, s string) decimal.Decimal {
	d, err := finops.ParseDecimal(s)
	if err == nil && (d.Sign() < 0 || d.GreaterThan(decimal.New(1, 12))) {
		err = errRange
	}
	if err != nil {
		r.bad(field, s, err)
		return decimal.Decimal{}
	}
	return d
}

func (r *reader) money(field, s string) finops.Money {
	d := r.number(field, s)
	if r.currency == "" {
		return finops.Money{}
	}
	m, err := finops.NewMoney(d, r.currency)
	if err != nil {
		r.bad(field, s, err)
	}
	return m
}

// perSeat reads a price for one seat and year.
func (r *reader) perSeat(field, s string) pricing.Price {
	m := r.money(field, s)
	if r.currency == "" {
		return nil
	}
	p, err := pricing.NewPerUnit(m, pricing.PerUnitOptions{WholeUnits: true})
	if err != nil {
		r.bad(field, s, err)
	}
	return p
}

func (r *reader) ladder(f dealFile) *pricing.Ladder {
	spec := pricing.LadderSpec{Currency: r.currency, WholeUnits: true}
	if err := spec.Mode.UnmarshalText([]byte(f.Ladder.Mode)); err != nil {
		r.bad("ladder.mode", f.Ladder.Mode, err)
	}
	for i, t := range f.Ladder.Tiers {
		path := at("ladder.tiers", i)
		tier := pricing.Tier{Unit: r.number(path+".price", t.Price), Open: t.UpTo == ""}
		if !tier.Open {
			tier.UpTo = r.number(path+".up_to", t.UpTo)
		}
		spec.Tiers = append(spec.Tiers, tier)
	}
	if len(r.problems) > 0 {
		return nil
	}
	l, err := pricing.NewLadder(spec)
	if err != nil {
		r.bad("ladder", fmt.Sprintf("%d tiers", len(spec.Tiers)), err)
	}
	return l
}

func (r *reader) contract(f dealFile, d deal) contract.Contract {
	start, last := r.date("contract.start", f.Contract.Start), r.date("contract.last_day", f.Contract.LastDay)
	notice, err := contract.ParseNotice(f.Contract.Notice)
	if err != nil {
		r.bad("contract.notice", f.Contract.Notice, err)
	}
	if len(r.problems) > 0 {
		return contract.Contract{}
	}
	term, err := finops.PeriodThrough(start, last)
	if err != nil {
		r.bad("contract.last_day", f.Contract.LastDay, err)
		return contract.Contract{}
	}
	c := contract.Contract{
		ID: f.Contract.ID, Vendor: f.Contract.Vendor, Name: f.Contract.Product, Owner: f.Contract.Owner, Currency: r.currency, Term: term,
		Lines: []contract.Line{{ID: line, Product: f.Contract.Product, Quantity: d.seats, Price: d.ladder, Per: contract.PerYear, WholeUnits: true}},
		Renewal: contract.RenewalTerms{
			Kind: contract.AutoRenew, Months: f.Contract.RenewalMonths, Notice: notice,
			Uplift: contract.Uplift{Kind: contract.UpliftFixed, Rate: d.uplift},
		},
	}
	if err := c.Validate(); err != nil {
		r.bad("contract", c.ID, err)
	}
	return c
}

// usage checks that the counts agree with each other: seats of the classes over tiered and active are in use, those without
// use or without usage data are not, and the others may be.
func (r *reader) usage(f dealFile) {
	n, inUse := f.Usage.Counts, f.Usage.InUse
	negative := false
	for _, c := range license.Classes() {
		if n.Of(c) < 0 {
			r.bad("usage.counts."+c.String(), fmt.Sprint(n.Of(c)), errNegative)
			negative = true
		}
	}
	if f.Usage.WindowDays <= 0 {
		r.bad("usage.window_days", fmt.Sprint(f.Usage.WindowDays), errNotAbove)
	}
	least, most := n.OverTiered+n.Active, n.Total()-n.NoTelemetry-n.NeverActivated-n.Inactive
	switch {
	case negative:
	case inUse < 0:
		r.bad("usage.in_use", fmt.Sprint(inUse), errNegative)
	case inUse > n.Total():
		r.bad("usage.in_use", fmt.Sprint(inUse), fmt.Errorf("%w %d, the sum of usage.counts", errAbove, n.Total()))
	case inUse < least:
		r.bad("usage.in_use", fmt.Sprint(inUse), fmt.Errorf("%w %d, the seats over_tiered and active, which are in use", errBelow, least))
	case inUse > most:
		r.bad("usage.in_use", fmt.Sprint(inUse), fmt.Errorf("%w %d, the seats that are not no_telemetry, never_activated or inactive", errAbove, most))
	}
}

// What is wrong with a count.
var (
	errNegative = errors.New("is negative")
	errNotAbove = errors.New("is not above zero")
	errAbove    = errors.New("is above")
	errBelow    = errors.New("is below")
)

// demand joins what is in use with what is expected.
func (r *reader) demand(f dealFile) license.Demand {
	n := f.Usage.Counts
	d := license.Demand{
		Product: f.Contract.Product, Active: n.Active, Grace: n.Grace, Exempt: n.Exempt, NoTelemetry: n.NoTelemetry,
		OverTieredKept: n.OverTiered, Buffer: r.number("usage.buffer", f.Usage.Buffer), Joiners: f.Usage.Joiners, Leavers: f.Usage.Leavers,
	}
	if err := d.Validate(); err != nil {
		r.bad("usage", f.Contract.Product, err)
	}
	return d
}
