// SPDX-License-Identifier: Apache-2.0

//go:build ignore

// roi_gnumeric writes dated cash flows with a spreadsheet formula for each (-write FILE), or reads the spreadsheet's
// answers back and compares them with roi.XNPV (-read FILE). roi_gnumeric.sh runs both with Gnumeric between them.
package main

import (
	"bufio"
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"strconv"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/roi"
	"github.com/shopspring/decimal"
)

const (
	cases = 500
	flows = 12
)

type example struct {
	rate  decimal.Decimal
	flows []roi.Flow
}

// examples are the same in both runs. The first date is the earliest, because a spreadsheet takes the first as origin.
func examples() []example {
	rng := rand.New(rand.NewPCG(2026, 11))
	out := make([]example, cases)
	for i := range out {
		e := example{rate: decimal.New(int64(rng.IntN(3000)), -4)}
		day := finops.MustDate("2024-02-29")
		for range flows {
			m, err := finops.NewMoney(decimal.New(int64(rng.IntN(200_000_000))-100_000_000, -2), "USD")
			if err != nil {
				log.Fatal(err)
			}
			e.flows = append(e.flows, roi.Flow{Date: day, Amount: m})
			day = day.AddDays(1 + rng.IntN(200))
		}
		out[i] = e
	}
	return out
}

func write(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for i, e := range examples() {
		for _, x := range e.flows {
			fmt.Fprintf(w, "%s,", x.Amount.Amount().StringFixed(2))
		}
		for _, x := range e.flows {
			fmt.Fprintf(w, "%s,", x.Date)
		}
		row := i + 1
		fmt.Fprintf(w, "\"=XNPV(%s,A%d:L%d,M%d:X%d)\"\n", e.rate, row, row, row, row)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	all := examples()
	if len(rows) != len(all) {
		return fmt.Errorf("%d rows, want %d", len(rows), len(all))
	}
	agree, largest := 0, 0.0
	for i, e := range all {
		theirs, err := strconv.ParseFloat(rows[i][2*flows], 64)
		if err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
		ours, err := roi.XNPV(e.rate, e.flows, roi.Options{Places: 9})
		if err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
		v, _ := ours.Amount().Float64()
		difference := math.Abs(v - theirs)
		largest = max(largest, difference)
		if difference < 1e-6 {
			agree++
		}
	}
	fmt.Printf("XNPV of %d flows: %d of %d agree to 0.000001 USD, largest difference %.2e USD\n", flows, agree, len(all), largest)
	if agree != len(all) {
		return fmt.Errorf("%d differ", len(all)-agree)
	}
	return nil
}

func main() {
	to := flag.String("write", "", "write the cases to this CSV file")
	from := flag.String("read", "", "read the answers from this CSV file")
	flag.Parse()
	var err error
	if *to != "" {
		err = write(*to)
	}
	if err == nil && *from != "" {
		err = read(*from)
	}
	if err != nil {
		log.Fatal(err)
	}
}
