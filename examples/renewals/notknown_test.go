// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops/license"
)

// changed returns the data set with one text of a file replaced.
func changed(t testing.TB, file, old, now string) fstest.MapFS {
	t.Helper()
	m := company(t)
	was := string(m[file].Data)
	if !strings.Contains(was, old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	m[file] = &fstest.MapFile{Data: []byte(strings.Replace(was, old, now, 1))}
	return m
}

func openOf(a analysis, product string) (openPosition, bool) {
	i := slices.IndexFunc(a.open, func(o openPosition) bool { return o.Product == product })
	if i < 0 {
		return openPosition{}, false
	}
	return a.open[i], true
}

// TestUnknownServers checks that a server whose processors are not known is listed, and makes the need unknown, not smaller.
func TestUnknownServers(t *testing.T) {
	for _, c := range []struct{ now, field, value string }{
		{"DB-01,DB-PROC,0,4,0.5", "sockets", "0"},
		{"DB-01,DB-PROC,,4,0.5", "sockets", ""},
		{"DB-01,DB-PROC,2,0,0.5", "cores_per_socket", "0"},
		{"DB-01,DB-PROC,2,,0.5", "cores_per_socket", ""},
		{"DB-01,DB-PROC,2,four,0.5", "cores_per_socket", "four"},
		{"DB-01,DB-PROC,2,4,0", "core_factor", "0"},
		{"DB-01,DB-PROK,2,4,0.5", "product_id", "DB-PROK"},
		{"DB-01,DB-PROC,2,4", "", "DB-01,DB-PROC,2,4"},
	} {
		p, a := analysed(t, changed(t, "servers.csv", "DB-01,DB-PROC,2,4,0.5", c.now), unchanged)
		if !slices.ContainsFunc(p.problems, func(q problem) bool {
			return q.File == "servers.csv" && q.Line == 2 && q.Field == c.field && q.Value == c.value && q.Done == rowLeftOut
		}) {
			t.Errorf("%s: not listed: %v", c.now, p.problems)
		}
		o, ok := openOf(a, "DB-PROC")
		if !ok || o.Needed != nil || o.Rights == nil || o.Rights.String() != "48" || !strings.Contains(o.Reason, "servers.csv") {
			t.Errorf("%s: the need is known: %+v", c.now, o)
		}
		if slices.ContainsFunc(a.positions, func(q license.Position) bool { return q.Product == "DB-PROC" }) {
			t.Errorf("%s: there is a position", c.now)
		}
	}
	_, a := analysed(t, company(t), unchanged)
	if o, ok := openOf(a, "DB-PROC"); ok {
		t.Errorf("the need is not known: %+v", o)
	}
}

// TestRightsOfDroppedContract checks that rights left out with their contract are not called a shortfall.
func TestRightsOfDroppedContract(t *testing.T) {
	m := changed(t, "contracts.csv", "LG-001,Altuvia,Work suite,Marta Lindqvist,EUR", "LG-001,Altuvia,Work suite,Marta Lindqvist,euro")
	p, a := analysed(t, m, unchanged)
	for _, product := range []string{"WORK-FULL", "WORK-CORE", "WORK-FRONT"} {
		o, ok := openOf(a, product)
		if !ok || o.Rights != nil || o.Needed == nil || o.Needed.IsZero() {
			t.Errorf("%s: rights are known, or the need is not: %+v", product, o)
		}
	}
	// source: golden/stdout.txt, which has 4 products short; none of them is bought under LG-001.
	if got, want := shortWords(a), "4 products short of rights today, 1 only until seats are reclaimed, 4 not known: see the licence position."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	i := slices.IndexFunc(positionSection(p, a).table.rows, func(r []string) bool { return r[0] == "WORK-CORE" })
	want := []string{"WORK-CORE", "", "not known", "868", "not known", "not known", "-", "-", "", ""}
	if d := cmp.Diff(want, positionSection(p, a).table.rows[i]); d != "" {
		t.Errorf("row (-want +got):\n%s", d)
	}
	// E-042 of SCAN starts after the as-of date: it says nothing of today.
	if o, ok := openOf(a, "SCAN"); ok {
		t.Errorf("rights of a later day count: %+v", o)
	}
}

// TestNoContracts makes the report with contracts.csv holding only its header.
func TestNoContracts(t *testing.T) {
	m := company(t)
	header, _, _ := strings.Cut(string(m["contracts.csv"].Data), "\n")
	m["contracts.csv"] = &fstest.MapFile{Data: []byte(header + "\n")}
	p, a := analysed(t, m, unchanged)
	var out bytes.Buffer
	require.NoError(t, report(p, a).writeText(&out))
	for _, want := range []string{"There is no contract", "0 products short of rights today, 39 not known"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("output does not hold %q", want)
		}
	}
	if strings.Contains(out.String(), "cost .") {
		t.Error("an amount is blank")
	}
}

// TestForeignUsage checks that usage of other seats than those listed proves nothing.
func TestForeignUsage(t *testing.T) {
	m := company(t)
	m["usage.csv"] = &fstest.MapFile{Data: bytes.ReplaceAll(m["usage.csv"].Data, []byte(",S-"), []byte(",Z-"))}
	_, a := analysed(t, m, unchanged)
	if n := a.shelfware.Counts; n.NeverActivated+n.Inactive+n.OverTiered+n.Active > 0 || !a.shelfware.Coverage.Num.IsZero() {
		t.Errorf("use is known: %+v, coverage %s", n, a.shelfware.Coverage.Percent(1))
	}
}

// TestReportingCurrency refuses one that amounts cannot be converted to.
func TestReportingCurrency(t *testing.T) {
	for currency, want := range map[string]string{"XXX": "no spot rate", "JPY": "no spot rate", "BGN": "not in use on 2026-09-30", "euro": "want a code"} {
		var out bytes.Buffer
		err := run([]string{"-currency", currency}, &out, &out)
		require.Error(t, err)
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), currency) || out.Len() > 0 {
			t.Errorf("got %q, want it to name %q and %q", err, currency, want)
		}
	}
}

func TestHorizonWords(t *testing.T) {
	for h, want := range map[string]string{"1d": "1 day", "180d": "180 days", "1m": "1 month", "6m": "6 months"} {
		if got := horizonWords(h); got != want {
			t.Errorf("%s: got %q, want %q", h, got, want)
		}
	}
}
