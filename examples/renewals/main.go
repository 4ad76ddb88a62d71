// SPDX-License-Identifier: Apache-2.0

// Renewals answers the questions of a renewal round for a whole portfolio: what renews when, by which date notice must
// be given, what is unused, what to buy instead, and what that saves, on the real price ladder and on a date.
//
//	go run ./examples/renewals                            the embedded data set, summary and tables
//	go run ./examples/renewals -out renewals-out          also report.md, actions.csv, renewals.ics and result.json
//	go run ./examples/renewals -data DIR -as-of 2026-10-15 -horizon 180d -currency USD
//
// The program is meant to be read. It has three parts, and none of them computes with money or dates:
//
//  1. load*.go turn CSV files into the records of the library: contract.Contract, license.Estate, finops.FXTable.
//     A row that cannot be used is listed with file, line, field and value; the rest goes on.
//  2. analyse.go asks the library: renewal.Analyze for the savings, the dates and the ranked actions, contract.Calendar
//     for the dates, license.EffectivePosition for the licence position, renewal.Compare for the alternatives.
//  3. report*.go and write.go print what came back.
//
// The layout of the files is in testdata/README.md. To use your own data, copy the folder testdata/company, replace the
// files and name the folder with -data. A list that you do not have is a file with only its header line.
//
// Exit codes: 0 if the report was made, also if rows had to be left out (their number is in the summary); 1 for a wrong
// flag, a file that is missing or has the wrong columns, or an output that cannot be written.
package main

import (
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/itfm-go/itfm/finops"
)

//go:embed testdata/company
var embedded embed.FS

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "renewals:", err)
			os.Exit(1)
		}
	}
}

// settings are the flags.
type settings struct {
	data, asOf, horizon, out, currency string
}

// run is the program with its output to the writers given.
func run(args []string, stdout, stderr io.Writer) error {
	var s settings
	flags := flag.NewFlagSet("renewals", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.data, "data", "", "folder with the CSV files; if empty, the embedded data set")
	flags.StringVar(&s.asOf, "as-of", "", "date of the analysis, for example 2026-09-30; if empty, that of manifest.json")
	flags.StringVar(&s.horizon, "horizon", "", "how far to look ahead, for example 180d or 6m; if empty, that of manifest.json")
	flags.StringVar(&s.out, "out", "", "folder for report.md, actions.csv, renewals.ics and result.json; if empty, none is written")
	flags.StringVar(&s.currency, "currency", "", "reporting currency, for example EUR; if empty, that of manifest.json")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; see -help", flags.Arg(0))
	}
	fsys, err := s.source()
	if err != nil {
		return err
	}
	override, err := s.override()
	if err != nil {
		return err
	}
	p, err := load(fsys, override)
	if err != nil {
		return err
	}
	if s.currency != "" {
		if err := convertible(p); err != nil {
			return fmt.Errorf("-currency %q: %w", s.currency, err)
		}
	}
	a, err := analyse(p)
	if err != nil {
		return err
	}
	doc := report(p, a)
	if err := doc.writeText(stdout); err != nil {
		return err
	}
	if s.out == "" {
		return nil
	}
	return writeFiles(s.out, doc, p, a)
}

// source returns the folder to read.
func (s settings) source() (fs.FS, error) {
	if s.data == "" {
		return fs.Sub(embedded, "testdata/company")
	}
	info, err := os.Stat(s.data)
	if err != nil {
		return nil, fmt.Errorf("-data: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("-data %q is not a folder", s.data)
	}
	return os.DirFS(s.data), nil
}

// override checks the flags and returns what they change in the manifest.
func (s settings) override() (func(*manifest), error) {
	var asOf finops.Date
	var currency finops.Currency
	var err error
	if s.asOf != "" {
		if asOf, err = finops.ParseDate(s.asOf); err != nil {
			return nil, fmt.Errorf("-as-of %q: want a date like 2026-09-30: %w", s.asOf, err)
		}
	}
	if s.currency != "" {
		if currency, err = finops.ParseCurrency(s.currency); err != nil {
			return nil, fmt.Errorf("-currency %q: want a code like EUR: %w", s.currency, err)
		}
	}
	if s.horizon != "" {
		if _, err := horizonEnd(finops.MustDate("2026-01-01"), s.horizon); err != nil {
			return nil, fmt.Errorf("-horizon: %w", err)
		}
	}
	return func(m *manifest) {
		if s.asOf != "" {
			m.AsOf = asOf
		}
		if s.horizon != "" {
			m.Horizon = s.horizon
		}
		if s.currency != "" {
			m.ReportingCurrency = currency
		}
	}, nil
}
