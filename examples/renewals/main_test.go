// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// output runs the program and returns what it prints and the folder it writes.
func output(t testing.TB, args ...string) (string, string) {
	t.Helper()
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	err := run(append(args, "-out", dir), &stdout, &stderr)
	require.NoError(t, err, stderr.String())
	return stdout.String(), dir
}

func TestGolden(t *testing.T) {
	stdout, dir := output(t)
	files := map[string][]byte{"stdout.txt": []byte(stdout)}
	for _, f := range []string{"report.md", "actions.csv", "renewals.ics", "result.json"} {
		data, err := os.ReadFile(filepath.Join(dir, f))
		require.NoError(t, err)
		files[f] = data
	}
	files["result.json"] = withoutSeats(t, files["result.json"])
	for name, got := range files {
		golden := filepath.Join("testdata/golden", name)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
			require.NoError(t, os.WriteFile(golden, got, 0o644))
			continue
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// withoutSeats drops the finding of each seat, two thirds of the file, and checks that they are there and complete.
func withoutSeats(t *testing.T, data []byte) []byte {
	t.Helper()
	var whole map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &whole))
	var shelfware map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(whole["shelfware"], &shelfware))
	var seats []map[string]any
	require.NoError(t, json.Unmarshal(shelfware["seats"], &seats))
	if len(seats) < 11000 {
		t.Errorf("result.json has %d seats", len(seats))
	}
	for _, s := range seats {
		if s["product"] == "" || s["seat"] == "" || s["class"] == "" || s["reason"] == "" {
			t.Fatalf("seat without product, id, class or reason: %v", s)
		}
	}
	shelfware["seats"] = json.RawMessage("[]")
	inner, err := json.Marshal(shelfware)
	require.NoError(t, err)
	whole["shelfware"] = inner
	out, err := json.MarshalIndent(whole, "", " ")
	require.NoError(t, err)
	return append(out, '\n')
}

// TestPage holds the printed page to its width and to plain characters, and the summary to one screen.
func TestPage(t *testing.T) {
	stdout, _ := output(t)
	lines := strings.Split(stdout, "\n")
	for i, l := range lines {
		if utf8.RuneCountInString(l) > pageWidth {
			t.Errorf("line %d has %d characters: %s", i+1, utf8.RuneCountInString(l), l)
		}
		if strings.ContainsFunc(l, func(r rune) bool { return r > 126 }) {
			t.Errorf("line %d is not plain ASCII: %s", i+1, l)
		}
	}
	const screen = 48
	if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "Renewal calendar") }); i < 0 || i > screen {
		t.Errorf("the summary ends in line %d, want at most %d", i, screen)
	}
}

// TestRowOrderDoesNotMatter permutes the rows of every file: report, actions, calendar and result stay the same, but for
// the line numbers of the problems.
func TestRowOrderDoesNotMatter(t *testing.T) {
	results := func(m fs.FS) (string, map[string]string) {
		p, err := load(m, unchanged)
		require.NoError(t, err)
		a, err := analyse(p)
		require.NoError(t, err)
		p.problems = withoutLines(p.problems)
		doc := report(p, a)
		var page, actions, calendar, result bytes.Buffer
		require.NoError(t, doc.writeText(&page))
		require.NoError(t, writeActions(&actions, p, a))
		require.NoError(t, writeCalendar(&calendar, p, a))
		require.NoError(t, writeResult(&result, p, a))
		return page.String(), map[string]string{"actions": actions.String(), "calendar": calendar.String(), "result": result.String()}
	}
	wantPage, want := results(company(t))
	for seed := range uint64(3) {
		gotPage, got := results(shuffleRows(t, seed+10))
		if d := cmp.Diff(strings.Split(wantPage, "\n"), strings.Split(gotPage, "\n")); d != "" {
			t.Errorf("seed %d: page (-want +got):\n%s", seed, d)
		}
		for name := range want {
			if want[name] != got[name] {
				t.Errorf("seed %d: %s differs", seed, name)
			}
		}
	}
}

func TestFlags(t *testing.T) {
	later, _ := output(t, "-as-of", "2026-10-15", "-horizon", "90d", "-currency", "USD")
	for _, want := range []string{"AS OF 2026-10-15", "90 days, to 2027-01-13", "Total USD"} {
		if !strings.Contains(later, want) {
			t.Errorf("output does not hold %q", want)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-as-of", "15/10/2026"}, "-as-of"}, {[]string{"-as-of", "2026-02-30"}, "-as-of"},
		{[]string{"-horizon", "6"}, "-horizon"}, {[]string{"-horizon", "-6m"}, "-horizon"}, {[]string{"-horizon", "0d"}, "-horizon"},
		{[]string{"-horizon", "99999m"}, "-horizon"}, {[]string{"-currency", "EURO"}, "-currency"}, {[]string{"-currency", "eur"}, "-currency"},
		{[]string{"-data", "testdata/nowhere"}, "-data"}, {[]string{"-data", "main.go"}, "-data"}, {[]string{"-data", "testdata"}, "manifest.json"},
		{[]string{"-nonsense"}, "nonsense"}, {[]string{"more"}, "more"}, {[]string{"-out", "main.go"}, "-out"},
		{[]string{"-as-of", "9999-12-01"}, "9999"},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			err := run(c.args, &stdout, &stderr)
			require.Error(t, err)
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %q, want it to name %q", err, c.want)
			}
		})
	}
}

// TestExitCodes builds the program and looks at what a shell sees.
func TestExitCodes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	program := filepath.Join(t.TempDir(), "renewals")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	for _, c := range []struct {
		args []string
		want int
	}{
		{nil, 0}, {[]string{"-help"}, 0}, {[]string{"-horizon", "soon"}, 1}, {[]string{"-data", "testdata/nowhere"}, 1}, {[]string{"-nonsense"}, 1},
	} {
		cmd := exec.Command(program, c.args...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		got := 0
		var exit *exec.ExitError
		if err := cmd.Run(); errors.As(err, &exit) {
			got = exit.ExitCode()
		} else {
			require.NoError(t, err)
		}
		if got != c.want {
			t.Errorf("%v: exit code %d, want %d; %s", c.args, got, c.want, stderr.String())
		}
		if got != 0 && stderr.Len() == 0 {
			t.Errorf("%v: no message", c.args)
		}
	}
}

// TestFolderGivesTheSame runs on the data set as a folder.
func TestFolderGivesTheSame(t *testing.T) {
	want, _ := output(t)
	got, _ := output(t, "-data", "testdata/company")
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-data testdata/company (-want +got):\n%s", d)
	}
}

// TestEvidence follows each action back to records that exist.
func TestEvidence(t *testing.T) {
	_, dir := output(t)
	f, err := os.Open(filepath.Join(dir, "actions.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	p, err := load(company(t), unchanged)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, c := range p.contracts {
		known["contract:"+c.ID] = true
		for _, l := range c.Lines {
			known["line:"+where(c.ID, l.ID)] = true
		}
	}
	for _, q := range p.licences.products {
		known["product:"+q.ID] = true
	}
	for _, s := range p.licences.estate.Seats {
		known["seat:"+where(s.Product, s.ID)] = true
	}
	for _, n := range p.licences.required {
		known["need:"+n.Product] = true
	}
	for _, s := range p.samples {
		known["price:"+s.price.ID] = true
	}
	evidence := slices.Index(rows[0], "evidence")
	if len(rows) < 20 || evidence < 0 {
		t.Fatalf("%d rows, evidence in column %d", len(rows), evidence)
	}
	for _, r := range rows[1:] {
		ids := strings.Split(r[evidence], ";")
		if r[evidence] == "" {
			t.Errorf("action %s has no evidence", r[1])
		}
		for _, id := range ids {
			if !known[id] {
				t.Errorf("action %s: evidence %q is no record of the input", r[1], id)
			}
		}
	}
}
