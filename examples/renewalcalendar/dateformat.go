// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/itfm-go/itfm/finops"
)

// errDateFormat is returned for a date format that does not name a day.
var errDateFormat = errors.New("unusable date format")

// dateFormat reads the dates of a file.
type dateFormat struct {
	pattern string // as given, for messages
	layout  string // as package time has it
}

// parseDateFormat reads a pattern such as "YYYY-MM-DD", "D.M.YYYY", "MM/DD/YYYY" or "DD MMM YYYY". MMM is a short and
// MMMM a long English month name; hh, mm and ss stand for a time of day, which is ignored.
func parseDateFormat(pattern string) (dateFormat, error) {
	layout := strings.NewReplacer("YYYY", "2006", "MMMM", "January", "MMM", "Jan", "MM", "01", "M", "1", "DD", "02", "D", "2",
		"hh", "15", "mm", "04", "ss", "05").Replace(pattern)
	f := dateFormat{pattern, layout}
	// A format is good if it can tell two days apart that differ in year, month and day alike.
	for _, s := range []string{"2026-11-23", "2027-11-23", "2026-10-23", "2026-11-24"} {
		want := finops.MustDate(s)
		if got, err := f.parse(want.Start(time.UTC).Format(layout)); err != nil || got != want {
			return dateFormat{}, fmt.Errorf("-date-format %q: %w: it needs YYYY, M or MM or MMM or MMMM, and D or DD", pattern, errDateFormat)
		}
	}
	return f, nil
}

// parse reads a date. ISO dates go through the parser of the library.
func (f dateFormat) parse(s string) (finops.Date, error) {
	if f.pattern == "YYYY-MM-DD" {
		return finops.ParseDate(s)
	}
	t, err := time.Parse(f.layout, s)
	if err != nil {
		return finops.Date{}, err
	}
	return finops.DateOf(t), nil
}
