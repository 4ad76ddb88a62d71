// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The fields of a contract that a column can be mapped to.
const (
	fieldID          = "id"           // required; several columns joined by "+" if one is not unique
	fieldVendor      = "vendor"       // who sells
	fieldTitle       = "title"        // what it is
	fieldOwner       = "owner"        // who answers for it
	fieldStart       = "start"        // first day
	fieldEnd         = "end"          // last day, or the day after it: see -end
	fieldOptionEnd   = "option_end"   // the end if the option to extend is taken up, read as fieldEnd
	fieldValue       = "value"        // contract value without the option
	fieldOptionValue = "option_value" // contract value with the option
	fieldCurrency    = "currency"     // ISO 4217 code, instead of -currency
	fieldNotice      = "notice"       // notice clause, instead of -notice
	fieldExerciseBy  = "exercise_by"  // notice by which the option is exercised, instead of -exercise-by
	fieldRenewal     = "renewal"      // expires, auto_renew or evergreen, instead of -renewal
	fieldMonths      = "months"       // length of a renewal term, instead of -renewal-months
	fieldTerm        = "term"         // free text that states the term, used where start and end are blank
	fieldAwarded     = "award_date"   // the day that free text means by "date of award"
)

func allFields() []string {
	return []string{
		fieldID, fieldVendor, fieldTitle, fieldOwner, fieldStart, fieldEnd, fieldOptionEnd, fieldValue, fieldOptionValue,
		fieldCurrency, fieldNotice, fieldExerciseBy, fieldRenewal, fieldMonths, fieldTerm, fieldAwarded,
	}
}

// errMapping is returned for a column mapping that cannot be used.
var errMapping = errors.New("unusable column mapping")

// mapping gives each field the column that holds it, by the name in the header line.
type mapping map[string]string

// parseMapping reads "id=award_id,vendor=Vendor Name". A column name that has a comma is quoted as in CSV:
// `id=award_id,"title=Name, long"`.
func parseMapping(s string) (mapping, error) {
	r := csv.NewReader(strings.NewReader(s))
	r.TrimLeadingSpace = true
	pairs, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("-map %q: %w: %w", s, errMapping, err)
	}
	m := mapping{}
	for _, pair := range pairs {
		field, column, ok := strings.Cut(pair, "=")
		field, column = strings.TrimSpace(field), strings.TrimSpace(column)
		switch {
		case !ok || column == "":
			return nil, fmt.Errorf("-map: %w: %q is not field=column", errMapping, pair)
		case !slices.Contains(allFields(), field):
			return nil, fmt.Errorf("-map: %w: %q: there is no field %q; fields: %s", errMapping, pair, field, strings.Join(allFields(), " "))
		case m[field] != "":
			return nil, fmt.Errorf("-map: %w: field %q is mapped to %q and to %q", errMapping, field, m[field], column)
		}
		m[field] = column
	}
	return m, m.check("-map")
}

// sameNames maps each field to the column of the same name, as far as the header has it.
func sameNames(file string, header []string) (mapping, error) {
	m := mapping{}
	for _, f := range allFields() {
		if slices.Contains(header, f) {
			m[f] = f
		}
	}
	return m, m.check(file)
}

// check wants what no calendar can be made without.
func (m mapping) check(from string) error {
	dates := m[fieldStart] != "" && m[fieldEnd] != ""
	switch {
	case m[fieldID] == "":
		return fmt.Errorf("%s: %w: no column for field %q; map one with -map id=COLUMN", from, errMapping, fieldID)
	case !dates && m[fieldTerm] == "":
		return fmt.Errorf("%s: %w: neither columns for fields %q and %q nor one for %q", from, errMapping, fieldStart, fieldEnd, fieldTerm)
	case m[fieldOptionValue] != "" && (m[fieldValue] == "" || m[fieldOptionEnd] == ""):
		return fmt.Errorf("%s: %w: field %q needs %q and %q", from, errMapping, fieldOptionValue, fieldValue, fieldOptionEnd)
	}
	return nil
}

// String returns the mapping as -map takes it, in the order of the fields.
func (m mapping) String() string {
	var pairs []string
	for _, f := range allFields() {
		if c := m[f]; c != "" {
			pairs = append(pairs, f+"="+c)
		}
	}
	return strings.Join(pairs, ", ")
}
