// SPDX-License-Identifier: Apache-2.0

// Program generate writes the generated half of the data set of examples/renewals: people, seats, usage, entitlements,
// benchmark prices, exchange rates and price indices. The other files (contracts, lines, ladders, policies ...) are
// written by hand. The output depends on nothing but the fixed seed and the tables in this folder:
//
//	go run ./examples/renewals/testdata/generate -out examples/renewals/testdata/company
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	out := flag.String("out", "examples/renewals/testdata/company", "folder to write to")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	staff := newStaff()
	estate := newEstate(staff)
	files := []struct {
		name string
		rows []string
	}{
		{"people.csv", staff.rows()},
		{"seats.csv", estate.seatRows()},
		{"usage.csv", estate.usageRows()},
		{"exempt.csv", estate.exemptRows()},
		{"entitlements.csv", entitlementRows()},
		{"benchmarks.csv", benchmarkRows()},
		{"fx.csv", fxRows()},
		{"cpi.csv", cpiRows()},
	}
	for _, f := range files {
		text := strings.Join(f.rows, "\n") + "\n"
		if f.name == "people.csv" {
			text = "\ufeff" + text // as the personnel system exports it
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
