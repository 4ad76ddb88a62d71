// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// company returns a copy of the embedded data set that a test may change.
func company(t testing.TB) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	files, err := fs.ReadDir(embedded, "testdata/company")
	require.NoError(t, err)
	for _, f := range files {
		data, err := fs.ReadFile(embedded, "testdata/company/"+f.Name())
		require.NoError(t, err)
		m[f.Name()] = &fstest.MapFile{Data: data}
	}
	return m
}

// smallCompany is the data set with few people, seats and use, for tests that load it many times.
func smallCompany(t testing.TB) fstest.MapFS {
	t.Helper()
	m := company(t)
	for _, file := range []string{"people.csv", "seats.csv", "usage.csv"} {
		lines := strings.SplitAfterN(string(m[file].Data), "\n", 102)
		m[file] = &fstest.MapFile{Data: []byte(strings.Join(lines[:101], ""))}
	}
	return m
}

func unchanged(*manifest) {}

// csvFiles are the tables of the data set.
func csvFiles(m fstest.MapFS) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m)), func(n string) bool { return !strings.HasSuffix(n, ".csv") })
}

func TestGeneratedFilesAreCommitted(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the generator")
	}
	dir := t.TempDir()
	out, err := exec.Command("go", "run", "./testdata/generate", "-out", dir).CombinedOutput()
	require.NoError(t, err, string(out))
	made, err := os.ReadDir(dir)
	require.NoError(t, err)
	if len(made) != 8 {
		t.Fatalf("the generator wrote %d files, want 8", len(made))
	}
	for _, f := range made {
		want, err := os.ReadFile(filepath.Join(dir, f.Name()))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join("testdata/company", f.Name()))
		require.NoError(t, err)
		if string(want) != string(got) {
			t.Errorf("testdata/company/%s is not what the generator writes", f.Name())
		}
	}
}

// TestDataSetIsLargeEnough holds the embedded data to the size it is meant to have.
func TestDataSetIsLargeEnough(t *testing.T) {
	m := company(t)
	p, err := load(m, unchanged)
	require.NoError(t, err)
	vendors, currencies, employed := map[string]bool{}, map[string]bool{}, 0
	for _, c := range p.contracts {
		vendors[c.Vendor], currencies[string(c.Currency)] = true, true
	}
	for _, q := range p.licences.estate.People {
		if !q.Start.After(p.manifest.AsOf) && (q.LastDay.IsZero() || !q.LastDay.Before(p.manifest.AsOf)) {
			employed++
		}
	}
	size := 0
	for _, f := range m {
		size += len(f.Data)
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"contracts", len(p.contracts), 45}, {"vendors", len(vendors), 30}, {"currencies", len(currencies), 3},
		{"seats", len(p.licences.estate.Seats), 6000}, {"people employed", employed, 1500}, {"problems", len(p.problems), 40},
	} {
		if c.got < c.want {
			t.Errorf("%s: %d, want at least %d", c.what, c.got, c.want)
		}
	}
	if employed != 1500 {
		t.Errorf("people employed: %d, want 1500", employed)
	}
	if size >= 4<<20 {
		t.Errorf("data set has %d bytes, want less than 4 MiB", size)
	}
}

// TestUnusableFile checks that each file that is missing, empty, binary or has wrong columns stops the program with an
// error that names it and what it should hold.
func TestUnusableFile(t *testing.T) {
	files := csvFiles(smallCompany(t))
	if len(files) < 20 {
		t.Fatalf("only %d tables", len(files))
	}
	for _, file := range files {
		header, _, _ := strings.Cut(string(smallCompany(t)[file].Data), "\n")
		columns := strings.Split(strings.Trim(header, "\ufeff\r"), ",")
		for _, c := range []struct {
			name string
			data []byte
		}{
			{"missing", nil}, {"empty", []byte{}}, {"only a byte order mark", []byte("\ufeff")},
			{"binary", []byte{0x7f, 'E', 'L', 'F', 0, 1, 2, 255, 254, '\n', 0}},
			{"wrong columns", []byte("a,b,c\n1,2,3\n")},
			{"one column missing", []byte(strings.Join(columns[1:], ",") + "\n")},
			{"a column twice", []byte(strings.Join(append(columns, columns[0]), ",") + "\n")},
		} {
			t.Run(file+" "+c.name, func(t *testing.T) {
				m := smallCompany(t)
				if m[file].Data = c.data; c.data == nil {
					delete(m, file)
				}
				_, err := load(m, unchanged)
				require.ErrorIs(t, err, errInput)
				for _, want := range []string{file, "expected columns", columns[len(columns)-1]} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("got %q, want it to name %q", err, want)
					}
				}
			})
		}
	}
}

func TestUnusableManifest(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "EOF"},
		{"binary", "\x00\x01", "invalid character"},
		{"unknown field", `{"as_off": "2026-09-30"}`, "as_off"},
		{"no date", `{"reporting_currency": "EUR"}`, "as_of is missing"},
		{"bad date", `{"as_of": "30/09/2026"}`, "30/09/2026"},
		{"bad currency", `{"as_of": "2026-09-30", "reporting_currency": "EURO"}`, "EURO"},
		{"no currency", `{"as_of": "2026-09-30"}`, "reporting_currency"},
		{"bad rate", `{"as_of": "2026-09-30", "reporting_currency": "EUR", "discount_rate": "8"}`, "discount_rate 8"},
		{"buffer", `{"as_of": "2026-09-30", "reporting_currency": "EUR", "buffer": "5"}`, "buffer 5"},
		{"probability", `{"as_of": "2026-09-30", "reporting_currency": "EUR", "miss_probability": "-0.1"}`, "miss_probability -0.1"},
		{"rate base", `{"as_of": "2026-09-30", "reporting_currency": "EUR", "rate_base": "BASE"}`, "BASE"},
		{"negative age", `{"as_of": "2026-09-30", "reporting_currency": "EUR", "rate_max_age_days": -1}`, "rate_max_age_days -1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := smallCompany(t)
			m["manifest.json"] = &fstest.MapFile{Data: []byte(c.data)}
			_, err := load(m, unchanged)
			require.Error(t, err)
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "manifest.json") {
				t.Errorf("got %q, want it to name manifest.json and %q", err, c.want)
			}
		})
	}
}

// TestBadField puts one bad value into one field of a good row and expects exactly that problem.
func TestBadField(t *testing.T) {
	m := smallCompany(t)
	base, err := load(m, unchanged)
	require.NoError(t, err)
	for _, c := range []struct{ file, old, new, field, value, reason string }{
		{"contracts.csv", "LG-001,Altuvia,Work suite,Marta Lindqvist,EUR", "LG-001,Altuvia,Work suite,Marta Lindqvist,euro", "currency", "euro", "ISO 4217"},
		{"contracts.csv", "LG-001,Altuvia", "LG-001,", "vendor", "", "blank"},
		{"contracts.csv", "2024-01-01,2026-12-31,,annually", "2024-01-01,2023-12-31,,annually", "last_day", "2023-12-31", "before the start"},
		{"contracts.csv", "2024-01-01,2026-12-31,,annually", "2024-13-01,2026-12-31,,annually", "start", "2024-13-01", "not a date"},
		{"contracts.csv", "2024-01-01,2026-12-31,,annually", "2024-01-01,2026-12-31,,yearly", "billing", "yearly", "annually"},
		{"contracts.csv", "auto_renew,36,60d", "auto_renew,-36,60d", "renewal_months", "-36", "whole number"},
		{"contracts.csv", "auto_renew,36,60d", "auto_renew,36,sixty days", "notice", "sixty days", "want"},
		{"contract_lines.csv", "LG-001,L1,WORK-FULL,Work Full suite,420", "LG-001,L1,WORK-FULL,Work Full suite,NaN", "quantity", "NaN", "not a number"},
		{"contract_lines.csv", "LG-001,L1,WORK-FULL,Work Full suite,420", "LG-001,L1,WORK-FULL,Work Full suite,-1", "quantity", "-1", "negative"},
		{"contract_lines.csv", "LG-001,L1,WORK-FULL,Work Full suite,420", "LG-001,L1,WORK-FULL,Work Full suite,1e9", "quantity", "1e9", "not a number"},
		{"contract_lines.csv", "LG-001,L1,WORK-FULL,Work Full suite,420", "LG-001,L1,WORK-FULL,Work Full suite,9999999999999999", "quantity", "9999999999999999", "larger than"},
		{"contract_lines.csv", "unit,51.00,,month", "unit,\"5,1.00\",,month", "price", "5,1.00", "not a number"},
		{"contract_lines.csv", "unit,51.00,,month", "unit,51.00,,fortnight", "per", "fortnight", "month"},
		{"contract_lines.csv", "unit,51.00,,month", "each,51.00,,month", "price_kind", "each", "none of"},
		{"contract_lines.csv", "ladder,,LAD-WORKCORE,month", "ladder,,LAD-NONE,month", "ladder_id", "LAD-NONE", "ladders.csv"},
		{"contract_lines.csv", "month,yes,,,\r\nLG-001,L2", "month,oui,,,\r\nLG-001,L2", "whole_units", "oui", "yes"},
		{"seats.csv", "S-00001,WORK-FULL", "S-00001,WORK-FOOL", "product_id", "WORK-FOOL", "products.csv"},
		{"fx.csv", "2023-12-31,USD,EUR,spot", "2023-12-32,USD,EUR,spot", "date", "2023-12-32", "not a date"},
		{"cpi.csv", "EU-HICP,2021-01", "EU-HICP,2021-1", "month", "2021-1", "not a month"},
		{"holidays.csv", "2026-01-01,New", "01/01/2026,New", "date", "01/01/2026", "not a date"},
		{"offers.csv", "OF-01,LG-001,multi_year,36", "OF-01,LG-001,multi_year,0", "months", "0", "above zero"},
		{"offers.csv", "OF-01,LG-001,multi_year", "OF-01,LG-001,gift", "kind", "gift", "none of"},
		{"milestones.csv", "true_up,2026-11-30", "true_up,", "date", "", "blank"},
		{"ramps.csv", "LG-047,L1,2026-07-01,300", "LG-047,L1,2026-07-01,3OO", "quantity", "3OO", "not a number"},
		{"commitments.csv", `LG-017,M1,Committed cloud spend,L1,year,2`, `LG-017,M1,Committed cloud spend,L1,year,4`, "contract_year", "4", "follow"},
		{"extensions.csv", "LG-033,OPT-1,12,60d", "LG-033,OPT-1,12,60x", "exercise_by", "60x from last_day", "want"},
		{"servers.csv", "DB-01,DB-PROC,2", "DB-01,DB-PROC,two", "sockets", "two", "whole number"},
		{"people.csv", "P-00001,Engineering,CC-410,", "P-00001,Engineering,CC-410,X", "start", "X", "not a date"},
	} {
		t.Run(c.file+" "+c.field+" "+c.value, func(t *testing.T) {
			m := smallCompany(t)
			was := string(m[c.file].Data)
			now := strings.Replace(was, c.old, c.new, 1)
			if now == was {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			m[c.file] = &fstest.MapFile{Data: []byte(now)}
			p, err := load(m, unchanged)
			require.NoError(t, err)
			found := func(list []problem) bool {
				return slices.ContainsFunc(list, func(q problem) bool {
					return q.File == c.file && q.Field == c.field && strings.HasPrefix(q.Value, c.value) && strings.Contains(q.Reason, c.reason) && q.Line > 1 && q.Done != ""
				})
			}
			if found(base.problems) {
				t.Error("the problem is there without the bad value")
			}
			if !found(p.problems) {
				t.Errorf("no problem %s %s %q %q in\n%v", c.file, c.field, c.value, c.reason, p.problems)
			}
		})
	}
}

func TestBrokenRecords(t *testing.T) {
	m := smallCompany(t)
	m["holidays.csv"] = &fstest.MapFile{Data: []byte("name,date,colour\nA,2026-05-01,red\nB\nC,2026-05-02,\"re\"d\n\xff\xfe,2026-05-03,blue\nD,2026-05-04,\"open\nE,2026-05-05,red\n")}
	p, err := load(m, unchanged)
	require.NoError(t, err)
	var got []string
	for _, q := range p.problems {
		if q.File == "holidays.csv" {
			got = append(got, q.Reason+": "+q.Done)
		}
	}
	want := []string{
		"is no column of this file: column left out",
		"has 1 fields, the header has 3: row left out",
		`extraneous or missing " in quoted-field: row left out`,
		"is not text: row left out",
		`extraneous or missing " in quoted-field: lines 6 to 7 left out`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}

// shuffleRows returns the data set with the rows of every table in another order.
func shuffleRows(t testing.TB, seed uint64) fstest.MapFS {
	t.Helper()
	m := company(t)
	r := rand.New(rand.NewPCG(seed, 1))
	for _, file := range csvFiles(m) {
		lines := strings.Split(strings.TrimSuffix(string(m[file].Data), "\n"), "\n")
		r.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
		m[file] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n") + "\n")}
	}
	return m
}

// withoutLines drops line numbers, which a new order of the rows changes, and sorts again.
func withoutLines(list []problem) []problem {
	var p problems
	for _, q := range list {
		q.Line = 0
		p.add(q)
	}
	return p.sorted()
}

func TestRowOrderDoesNotMatterToTheLoader(t *testing.T) {
	want, err := load(company(t), unchanged)
	require.NoError(t, err)
	for seed := range uint64(3) {
		got, err := load(shuffleRows(t, seed), unchanged)
		require.NoError(t, err)
		if d := cmp.Diff(withoutLines(want.problems), withoutLines(got.problems)); d != "" {
			t.Errorf("seed %d: problems (-want +got):\n%s", seed, d)
		}
		if len(want.contracts) != len(got.contracts) || len(want.licences.estate.Seats) != len(got.licences.estate.Seats) {
			t.Errorf("seed %d: %d contracts and %d seats, want %d and %d", seed,
				len(got.contracts), len(got.licences.estate.Seats), len(want.contracts), len(want.licences.estate.Seats))
		}
	}
}
