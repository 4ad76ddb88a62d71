// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/license"
	"github.com/itfm-go/itfm/finops/renewal"
)

// writeFiles writes the four files of -out. Each is made in memory first, so that a failure leaves no half file.
func writeFiles(dir string, doc document, p portfolio, a analysis) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("-out: %w", err)
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"report.md", doc.writeMarkdown},
		{"actions.csv", func(w io.Writer) error { return writeActions(w, p, a) }},
		{"renewals.ics", func(w io.Writer) error { return writeCalendar(w, p, a) }},
		{"result.json", func(w io.Writer) error { return writeResult(w, p, a) }},
	} {
		var b bytes.Buffer
		if err := f.write(&b); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), b.Bytes(), 0o644); err != nil {
			return fmt.Errorf("-out: %w", err)
		}
	}
	return nil
}

// writeActions writes one row an action, with amounts as plain numbers beside their currency.
func writeActions(w io.Writer, p portfolio, a analysis) error {
	out := csv.NewWriter(w)
	rows := [][]string{{
		"rank", "id", "action", "contract_id", "line_id", "product_id", "vendor", "name", "owner", "deadline", "latest", "urgency", "value_a_year",
		"currency", "value_a_year_reporting", "reporting_currency", "rate_date", "timing", "counted", "at_stake", "at_stake_is", "confidence", "reasons", "explanation", "evidence",
	}}
	for _, act := range a.review.Actions {
		reporting, rateDate := "", ""
		if c := act.Converted; c != nil {
			reporting = plain(c.To)
			for _, leg := range c.Rate.Legs {
				rateDate = leg.Rate.Date.String()
			}
		}
		stake := ""
		if act.AtStake.Amount.Defined {
			stake = plain(act.AtStake.Amount.Value)
		}
		rows = append(rows, []string{
			fmt.Sprint(act.Rank), act.ID, act.Kind.String(), act.Contract, act.Line, act.Product, act.Vendor, titleOf(a, act.Contract), act.Owner,
			act.Deadline.String(), act.Latest.String(), act.Urgency.String(), plain(act.Value), string(act.Value.Currency()), reporting,
			string(p.manifest.ReportingCurrency), rateDate, act.Timing.String(), fmt.Sprint(act.Counted), stake, act.AtStake.Basis.String(), act.Confidence.String(),
			strings.Join(act.Reasons, "; "), act.Explanation, strings.Join(act.Evidence, ";"),
		})
	}
	return out.WriteAll(rows)
}

// plain prints an amount for a spreadsheet: minor units, no separators.
func plain(m finops.Money) string { return m.Amount().StringFixed(m.Currency().MinorUnits()) }

// writeCalendar writes the events of the window. The stamp is the as-of date, so that the same input gives the same file.
func writeCalendar(w io.Writer, p portfolio, a analysis) error {
	return contract.WriteICS(w, a.events, contract.ICSOptions{
		Stamp: p.manifest.AsOf.Start(time.UTC), Name: p.manifest.Company + " contract renewals", Alarms: []int{14, 3},
	})
}

// result is result.json: everything the library returned and what was left out.
type result struct {
	Company   string                  `json:"company"`
	Window    finops.Period           `json:"window"`
	Rates     []finops.RateUsed       `json:"rates"`
	Review    renewal.Report          `json:"review"`
	Events    []contract.Event        `json:"events"`
	Doubts    []string                `json:"doubts,omitempty"`
	Positions []license.Position      `json:"positions"`
	Open      []openPosition          `json:"positions_not_known,omitempty"`
	Shelfware license.ShelfwareReport `json:"shelfware"`
	Problems  []problem               `json:"problems"`
}

func writeResult(w io.Writer, p portfolio, a analysis) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	e.SetEscapeHTML(false)
	return e.Encode(result{
		Company: p.manifest.Company, Window: a.window, Rates: a.rates, Review: a.review, Events: a.events, Doubts: a.doubts,
		Positions: a.positions, Open: a.open, Shelfware: a.shelfware, Problems: p.problems,
	})
}
