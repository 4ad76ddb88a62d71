// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// alarmDays is how long before each date the calendar file reminds.
const alarmDays = 14

// document is calendar.json.
type document struct {
	File      string                  `json:"file"`
	AsOf      finops.Date             `json:"as_of"`
	Window    finops.Period           `json:"window"`
	Mapping   mapping                 `json:"mapping"`
	Rows      int                     `json:"rows"`
	Contracts int                     `json:"contracts"`
	LeftOut   int                     `json:"left_out"`
	Events    []listing               `json:"events"`
	Standing  []contract.NoticeWindow `json:"standing"`
	Reasons   []tally                 `json:"reasons"`
	Issues    []issue                 `json:"issues"`
}

// writeFiles writes the three files into the folder, which it makes if need be.
func writeFiles(s settings, p *portfolio, cal calendar) error {
	if err := os.MkdirAll(s.out, 0o755); err != nil {
		return fmt.Errorf("-out: %w", err)
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"renewals.ics", func(w io.Writer) error { return writeICS(w, s, p, cal) }},
		{"calendar.json", func(w io.Writer) error { return writeJSON(w, s, p, cal) }},
		{"left_out.csv", func(w io.Writer) error { return writeIssues(w, p.issues) }},
	} {
		if err := writeFile(filepath.Join(s.out, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return fmt.Errorf("%s: %w", name, err)
	}
	return f.Close()
}

// writeICS writes the calendar file. Its time stamp is the day asked for, so that the same input gives the same file.
func writeICS(w io.Writer, s settings, p *portfolio, cal calendar) error {
	return contract.WriteICS(w, cal.icsEvents(), contract.ICSOptions{
		Stamp: s.asOf.Start(time.UTC), Name: "Renewals " + p.file, Alarms: []int{alarmDays},
	})
}

func writeJSON(w io.Writer, s settings, p *portfolio, cal calendar) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(document{
		File: p.file, AsOf: s.asOf, Window: s.window, Mapping: p.mapping, Rows: p.rows, Contracts: len(p.entries), LeftOut: p.dropped,
		Events: cal.events, Standing: cal.standing, Reasons: countReasons(p.issues), Issues: p.issues,
	})
}

func writeIssues(w io.Writer, issues []issue) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"file", "line", "field", "value", "reason", "detail", "done"}}
	for _, i := range issues {
		rows = append(rows, []string{i.File, strconv.Itoa(i.Line), i.Field, i.Value, i.Reason, i.Detail, i.Done})
	}
	return c.WriteAll(rows)
}
