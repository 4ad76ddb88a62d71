// SPDX-License-Identifier: Apache-2.0

// Negotiation works one renewal through to the sheet that the procurement lead takes to the call: where we stand, what is
// unused, what the need really costs on the price list, which ways there are to go on, where the price stands in the
// market, and at which prices to open, to settle and to leave.
//
//	go run ./examples/negotiation                     an invented deal: a price increase and a quarter of the seats unused
//	go run ./examples/negotiation -data deal.json     your own; testdata/deal.json shows the layout
//	go run ./examples/negotiation -as-of 2026-10-20   the same deal five weeks later
//
// The program has three parts: deal.go and reader.go turn the file into records of the library, analysis.go asks the
// library (contract.NoticeWindow, license.Demand, renewal.Reprice, Compare, BreakEvenUplift, PricePercentile, Negotiate
// and others; read it for the order of the questions), and sheet.go prints the answers.
//
// Why the numbers are not what a seat count suggests: the price list is a volume ladder, so that fewer seats can cost
// more each. On the embedded deal 852 seats are needed; 1,000 cost less than 852, and the saving is 30,816 a year and not
// 53,620. The difference is what to negotiate for: the price of the large tier at the small quantity.
//
// Exit codes: 0 if the sheet was printed, 1 for a wrong flag or a file that cannot be used.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/itfm-go/itfm/finops"
)

//go:embed testdata/deal.json
var sample string

// errFlags is returned for flags that cannot be used.
var errFlags = errors.New("unusable flags")

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "negotiation:", err)
		os.Exit(1)
	}
}

// run is the program with its output to the writers given.
func run(args []string, stdout, stderr io.Writer) error {
	f := flag.NewFlagSet("negotiation", flag.ContinueOnError)
	f.SetOutput(stderr)
	file := f.String("data", "", "file with the deal; if empty, the embedded one")
	asOf := f.String("as-of", "", "day of the analysis, for example 2026-09-15; if empty, that of the file")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%w: unexpected argument %q; see -help", errFlags, f.Arg(0))
	}
	if *asOf != "" {
		if _, err := finops.ParseDate(*asOf); err != nil {
			return fmt.Errorf("%w: -as-of: %w", errFlags, err)
		}
	}
	d, err := read(*file, *asOf)
	if err != nil {
		return err
	}
	a, err := analyse(d)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := sheet(&out, d, a); err != nil {
		return err
	}
	_, err = out.WriteTo(stdout)
	return err
}

func read(file, asOf string) (deal, error) {
	if file == "" {
		return readDeal(bytes.NewReader([]byte(sample)), "deal.json", asOf)
	}
	f, err := os.Open(file)
	if err != nil {
		return deal{}, fmt.Errorf("%w: %w", errInput, err)
	}
	defer f.Close()
	return readDeal(f, filepath.Base(file), asOf)
}
