// SPDX-License-Identifier: Apache-2.0

// Renewalcalendar makes a renewal calendar of any CSV file of contracts: by which day to give notice or to exercise an
// option, when terms end and renew, and which rows of the file say too little for that.
//
//	go run ./examples/renewalcalendar                      a small embedded sample
//	go run ./examples/renewalcalendar -out DIR             also renewals.ics, calendar.json and left_out.csv
//
// Your own file needs a column for each contract's id, start and end. Which column is which is said by -map:
//
//	go run ./examples/renewalcalendar -csv contracts.csv -as-of 2026-10-01 -currency USD \
//	    -map "id=award_id,vendor=vendor,title=description,start=start,end=end,option_end=potential_end,value=current_value" \
//	    -renewal expires -exercise-by 60d
//
// The fields are id, vendor, title, owner, start, end, option_end, value, option_value, currency, notice, exercise_by,
// renewal, months, term and award_date; mapping.go says what each means. What the file does not state is taken from
// flags, and the report repeats it: by default contracts renew for 12 months unless notice is given 90 days ahead, which
// is the cautious reading. An id may be put together from columns: id=Document Number+Supplier.
//
// Where no column has the dates, the field term names a column of free text. A term is taken from it if the text states
// it: "from October 1, 2012 to February 28, 2014", "from the date of award to December 31, 2012", "for one (1) year from
// date of award" (with the field award_date). Everything else is left out and counted by reason; nothing is guessed.
//
// The program reads rows (rows.go, contracts.go, termtext.go, amount.go), asks the library for the dates (calendar.go:
// contract.Calendar, Contract.NoticeWindow) and prints (report.go) or writes (write.go) them. It computes no date itself.
//
// Exit codes: 0 if there is a calendar, also if rows were left out (each is listed); 1 for a wrong flag or mapping, and
// for a file of which nothing can be used.
package main

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

//go:embed testdata/contracts.csv
var sample embed.FS

const sampleFile = "testdata/contracts.csv"

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "renewalcalendar:", err)
		os.Exit(1)
	}
}

// run is the program with its output to the writers given.
func run(args []string, stdout, stderr io.Writer) error {
	s, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	t, err := s.read()
	if err != nil {
		return err
	}
	p := readPortfolio(t, s.defaults)
	cal, err := makeCalendar(p, s.window)
	if err != nil {
		return err
	}
	if err := report(stdout, s, p, cal); err != nil {
		return err
	}
	if s.out != "" {
		if err := writeFiles(s, p, cal); err != nil {
			return err
		}
	}
	if len(p.entries) == 0 {
		return fmt.Errorf("%s: %w: none of its %s is a contract", p.file, errInput, count(p.rows, "row"))
	}
	return nil
}

// read reads the file asked for, or the embedded sample.
func (s settings) read() (*table, error) {
	if s.csv == "" {
		data, err := sample.ReadFile(sampleFile)
		if err != nil {
			return nil, err
		}
		return readTable(bytes.NewReader(data), filepath.Base(sampleFile), s.delimiter, s.mapping)
	}
	f, err := os.Open(s.csv)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errInput, err)
	}
	defer f.Close()
	return readTable(f, filepath.Base(s.csv), s.delimiter, s.mapping)
}
