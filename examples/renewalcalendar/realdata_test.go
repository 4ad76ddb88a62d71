// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// realFile returns the path of a public contract file, or skips the test.
func realFile(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("ITFM_DATA")
	if dir == "" {
		t.Skip("ITFM_DATA is not set: it names the folder of the public data, see CONTRIBUTING.md")
	}
	return filepath.Join(dir, "saas", name)
}

// result is the part of calendar.json that the tests look at.
type result struct {
	Rows      int     `json:"rows"`
	Contracts int     `json:"contracts"`
	LeftOut   int     `json:"left_out"`
	Reasons   []tally `json:"reasons"`
	Events    []struct {
		Date, Kind, Contract string
	} `json:"events"`
}

func runReal(t *testing.T, args ...string) (result, string) {
	t.Helper()
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	require.NoError(t, run(append(args, "-out", dir), &stdout, &stderr))
	data, err := os.ReadFile(filepath.Join(dir, "calendar.json"))
	require.NoError(t, err)
	var r result
	require.NoError(t, json.Unmarshal(data, &r))
	if r.Rows != r.Contracts+r.LeftOut {
		t.Errorf("a row is lost: %d rows, %d contracts, %d left out", r.Rows, r.Contracts, r.LeftOut)
	}
	ics, err := os.ReadFile(filepath.Join(dir, "renewals.ics"))
	require.NoError(t, err)
	if n := strings.Count(string(ics), "BEGIN:VEVENT"); n != len(r.Events) {
		t.Errorf("%d events in the calendar file, want %d", n, len(r.Events))
	}
	left, err := os.ReadFile(filepath.Join(dir, "left_out.csv"))
	require.NoError(t, err)
	if n := strings.Count(string(left), "row left out"); n != r.LeftOut {
		t.Errorf("left_out.csv has %d rows left out, want %d", n, r.LeftOut)
	}
	return r, stdout.String()
}

// TestUSFederal reads 20 contracts of the US federal government with the ends of their options.
func TestUSFederal(t *testing.T) {
	r, _ := runReal(t, "-csv", realFile(t, "us_federal_it_contracts.csv"), "-currency", "USD", "-as-of", "2026-09-01", "-horizon", "5y",
		"-renewal", "expires", "-exercise-by", "60d",
		"-map", "id=award_id,vendor=vendor,title=description,owner=agency,start=start,end=end,option_end=potential_end,value=current_value_usd,option_value=potential_value_usd")
	counts := map[string]int{}
	var leap []string
	for _, e := range r.Events {
		counts[e.Kind]++
		if e.Date == "2028-02-29" {
			leap = append(leap, e.Contract+" "+e.Kind)
		}
	}
	// Counted in the file: all 20 base ends and 8 later potential ends lie in the five years.
	want := map[string]int{"term_end": 20, "option_end": 8, "option_exercise": 8}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"FA860425FB047 option_end"}, leap); diff != "" {
		t.Errorf("29 February (-want +got):\n%s", diff)
	}
	if r.Rows != 20 || r.Contracts != 20 {
		t.Errorf("%d rows, %d contracts, want 20 and 20", r.Rows, r.Contracts)
	}
}

// TestToronto reads 7,613 awards whose terms stand in free text, if anywhere.
func TestToronto(t *testing.T) {
	r, stdout := runReal(t, "-csv", realFile(t, "toronto_awarded_contracts.csv"), "-currency", "CAD", "-as-of", "2026-09-01", "-horizon", "36m",
		"-renewal", "expires", "-exercise-by", "60d",
		"-map", "id=Document Number+Successful Supplier,vendor=Successful Supplier,title=Division,owner=Buyer Name,term=Solicitation Document Description,value=Award,award_date=Award Authority Obtained Date")
	if r.Rows != 7613 || r.Contracts != 48 {
		t.Errorf("%d rows, %d contracts, want 7613 and 48", r.Rows, r.Contracts)
	}
	got := map[string]int{}
	for _, c := range r.Reasons {
		got[c.Reason] = c.Count
	}
	want := map[string]int{
		reasonNoText: 6149, errNoTerm.Error(): 1329, errLengthOnly.Error(): 76, errManyLengths.Error(): 6, errUpTo.Error(): 2,
		errDeadline.Error(): 1, errNoAward.Error(): 1, errOnlyEnd.Error(): 1, reasonBlankValue: 5, reasonTextLength: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	if len(r.Events) != 67 {
		t.Errorf("%d events, want 67", len(r.Events))
	}
	if !strings.Contains(stdout, "7613 rows = 48 contracts + 7565 rows left out") {
		t.Errorf("the report does not account for the rows:\n%s", stdout)
	}
}

// TestTorontoSuppliers checks that an award to several suppliers gives one contract for each, with ids that do not depend
// on the order of the file.
func TestTorontoSuppliers(t *testing.T) {
	r, _ := runReal(t, "-csv", realFile(t, "toronto_awarded_contracts.csv"), "-currency", "CAD", "-as-of", "2012-01-01", "-horizon", "36m", "-renewal", "expires",
		"-map", "id=Document Number+Successful Supplier,term=Solicitation Document Description,value=Award")
	var got []string
	for _, e := range r.Events {
		if strings.HasPrefix(e.Contract, "3303123110/") {
			got = append(got, e.Date+" "+e.Kind+" "+strings.TrimPrefix(e.Contract, "3303123110/"))
		}
	}
	want := []string{
		"2014-02-28 term_end ASCA Office Solutions", "2014-02-28 term_end Compugen Inc.", "2014-02-28 term_end Computer Media Group",
		"2014-02-28 term_end Laser Cartridge Services", "2014-02-28 term_end Printer Plus", "2014-02-28 term_end QRX TECHNOLOGY GROUP INC",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Contracts != 12 {
		t.Errorf("%d contracts without the day of award, want 12", r.Contracts)
	}
}
