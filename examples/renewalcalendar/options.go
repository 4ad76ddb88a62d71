// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// errFlags is returned for flags that cannot be used.
var errFlags = errors.New("unusable flags")

// embeddedAsOf is the day the embedded sample is made for.
const embeddedAsOf = "2026-10-01"

// settings are the flags, read.
type settings struct {
	csv       string // "" for the embedded sample
	mapping   mapping
	delimiter rune
	defaults  defaults
	asOf      finops.Date
	window    finops.Period
	out       string
	list      int
}

// rawFlags are the flags as typed.
type rawFlags struct {
	mapping, delimiter, currency, asOf, horizon, notice, exerciseBy, renewal, end, dates, decimal string
}

func parseFlags(args []string, stderr io.Writer) (settings, error) {
	var s settings
	var raw rawFlags
	f := flag.NewFlagSet("renewalcalendar", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&s.csv, "csv", "", "contract file; if empty, a small embedded sample")
	f.StringVar(&raw.mapping, "map", "", "field=column pairs, for example id=award_id,vendor=Vendor Name; if empty, columns have the names of the fields")
	f.StringVar(&raw.delimiter, "delimiter", ",", "what divides the columns")
	f.StringVar(&raw.currency, "currency", "", "currency of the values if no column states it, for example USD")
	f.StringVar(&raw.asOf, "as-of", "", "today, for example 2026-10-01; required with -csv, because the program reads no clock")
	f.StringVar(&raw.horizon, "horizon", "24m", "how far to look ahead: days, weeks, months or years, for example 180d, 8w, 24m or 2y")
	f.StringVar(&raw.notice, "notice", "90d", `notice clause if no column states it: 90d, 30bd, 8w or 3m, with "from last_day" or "from renewal_date", "clear" and "delivery N"`)
	f.StringVar(&raw.exerciseBy, "exercise-by", "60d", "notice by which options are exercised if no column states it")
	f.StringVar(&raw.renewal, "renewal", "auto_renew", "what happens at the end if no column states it: expires, auto_renew or evergreen")
	f.IntVar(&s.defaults.months, "renewal-months", 12, "length of a renewal term if no column states it")
	f.StringVar(&raw.end, "end", "inclusive", "whether an end is the last day (inclusive) or the day after it (exclusive)")
	f.StringVar(&raw.dates, "date-format", "YYYY-MM-DD", "how dates are written, for example DD/MM/YYYY, M/D/YYYY, D.M.YYYY or DD MMM YYYY")
	f.StringVar(&raw.decimal, "decimal", "point", "what divides whole from fraction in amounts: point or comma")
	f.StringVar(&s.out, "out", "", "folder for renewals.ics, calendar.json and left_out.csv; if empty, none is written")
	f.IntVar(&s.list, "list", 40, "how many dates to print")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if f.NArg() > 0 {
		return s, fmt.Errorf("%w: unexpected argument %q; see -help", errFlags, f.Arg(0))
	}
	return s, s.resolve(raw)
}

func (s *settings) resolve(raw rawFlags) error {
	var err error
	if raw.mapping != "" {
		if s.mapping, err = parseMapping(raw.mapping); err != nil {
			return err
		}
	}
	if d := []rune(raw.delimiter); len(d) != 1 || d[0] == '"' || d[0] == '\n' || d[0] == '\r' || d[0] == '\ufeff' || d[0] == '\ufffd' {
		return fmt.Errorf("%w: -delimiter %q is not one character that can divide columns", errFlags, raw.delimiter)
	}
	s.delimiter = []rune(raw.delimiter)[0]
	if s.list < 0 {
		return fmt.Errorf("%w: -list %d is negative", errFlags, s.list)
	}
	if err := s.defaults.resolve(raw); err != nil {
		return err
	}
	return s.resolveWindow(raw)
}

func (s *settings) resolveWindow(raw rawFlags) error {
	switch {
	case raw.asOf == "" && s.csv == "":
		raw.asOf = embeddedAsOf
	case raw.asOf == "":
		return fmt.Errorf("%w: -as-of is missing; it says which day is today", errFlags)
	}
	asOf, err := finops.ParseDate(raw.asOf)
	if err != nil {
		return fmt.Errorf("%w: -as-of: %w", errFlags, err)
	}
	end, err := horizonEnd(asOf, raw.horizon)
	if err != nil {
		return err
	}
	s.asOf = asOf
	if s.window, err = finops.NewPeriod(asOf, end); err != nil {
		return fmt.Errorf("%w: -horizon %q: %w", errFlags, raw.horizon, err)
	}
	return nil
}

// horizonEnd returns the day after the last one looked at.
func horizonEnd(asOf finops.Date, horizon string) (finops.Date, error) {
	bad := fmt.Errorf("%w: -horizon %q is not a length such as 180d, 8w, 24m or 2y", errFlags, horizon)
	if horizon == "" {
		return finops.Date{}, bad
	}
	digits, unit := horizon[:len(horizon)-1], horizon[len(horizon)-1]
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > 9999 {
		return finops.Date{}, bad
	}
	end := finops.Date{}
	switch unit {
	case 'd':
		end = asOf.AddDays(n)
	case 'w':
		end = asOf.AddDays(7 * n)
	case 'm':
		end = asOf.AddMonths(n)
	case 'y':
		end = asOf.AddYears(n)
	default:
		return finops.Date{}, bad
	}
	if end.IsZero() {
		return end, fmt.Errorf("%w: -horizon %q from %s is past the year 9999", errFlags, horizon, asOf)
	}
	return end, nil
}

func (d *defaults) resolve(raw rawFlags) error {
	var err error
	if raw.currency != "" {
		if d.currency, err = finops.ParseCurrency(raw.currency); err != nil {
			return fmt.Errorf("%w: -currency: %w", errFlags, err)
		}
	}
	if d.notice, err = contract.ParseNotice(raw.notice); err != nil {
		return fmt.Errorf("%w: -notice: %w", errFlags, err)
	}
	if d.exerciseBy, err = contract.ParseNotice(raw.exerciseBy); err != nil {
		return fmt.Errorf("%w: -exercise-by: %w", errFlags, err)
	}
	if err := d.renewal.UnmarshalText([]byte(raw.renewal)); err != nil {
		return fmt.Errorf("%w: -renewal: %w", errFlags, err)
	}
	if d.months < 1 {
		return fmt.Errorf("%w: -renewal-months %d is not a length", errFlags, d.months)
	}
	if d.dates, err = parseDateFormat(raw.dates); err != nil {
		return err
	}
	switch raw.end {
	case "inclusive", "exclusive":
		d.endIsExcluded = raw.end == "exclusive"
	default:
		return fmt.Errorf("%w: -end %q is neither inclusive nor exclusive", errFlags, raw.end)
	}
	switch raw.decimal {
	case "point", "comma":
		if raw.decimal == "comma" {
			d.numbers = decimalComma
		}
	default:
		return fmt.Errorf("%w: -decimal %q is neither point nor comma", errFlags, raw.decimal)
	}
	return nil
}
