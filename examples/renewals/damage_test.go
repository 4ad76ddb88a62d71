// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
)

// TestDamagedFiles replaces fields of every file by values that exports really hold, and some that they should not: the
// program either says that a file is unusable or makes its report; it never fails half way.
func TestDamagedFiles(t *testing.T) {
	rubbish := []string{
		"", "0", "-1", "1", "0.5", "999999999999999", "1e9", "NaN", "Inf", "-0", "1,000", "0001-01-01", "9999-12-31", "2026-09-30", "2026-02-29",
		"2024-02-29", "yes", "no", "EUR", "USD", "JPY", "XXX", "month", "term", "fixed", "cpi", "list", "evergreen", "expires", "auto_renew", "0d",
		"120m", "3660d from last_day clear delivery 3660", "LG-001", "L1", "WORK-CORE", "P-00001", "S-00001", "stairstep", "volume", "\"", "\x00", "é",
		"2026-13", "9999-12", "present", "anonymised", "processor", "true_down", "replace", "prepay",
	}
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	clean := smallCompany(t)
	files := csvFiles(clean)
	made := 0
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 7))
		m := fstest.MapFS{}
		for name, f := range clean {
			m[name] = &fstest.MapFile{Data: f.Data}
		}
		var what []string
		for range 1 + r.IntN(6) {
			file := files[r.IntN(len(files))]
			lines := strings.Split(string(m[file].Data), "\n")
			i := 1 + r.IntN(len(lines)-1)
			fields := strings.Split(lines[i], ",")
			j := r.IntN(len(fields))
			fields[j] = rubbish[r.IntN(len(rubbish))]
			lines[i] = strings.Join(fields, ",")
			what = append(what, file+": "+lines[i])
			m[file] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
		}
		p, err := load(m, unchanged)
		if err == nil {
			var a analysis
			if a, err = analyse(p); err == nil {
				made++
				doc := report(p, a)
				for _, write := range []func(*bytes.Buffer) error{
					func(b *bytes.Buffer) error { return doc.writeText(b) },
					func(b *bytes.Buffer) error { return doc.writeMarkdown(b) },
					func(b *bytes.Buffer) error { return writeActions(b, p, a) },
					func(b *bytes.Buffer) error { return writeCalendar(b, p, a) },
					func(b *bytes.Buffer) error { return writeResult(b, p, a) },
				} {
					if err := write(&bytes.Buffer{}); err != nil {
						t.Errorf("seed %d: writing: %v\n%s", seed, err, strings.Join(what, "\n"))
					}
				}
			}
		}
		if err != nil && !errors.Is(err, errInput) {
			t.Errorf("seed %d: %v\n%s", seed, err, strings.Join(what, "\n"))
		}
	}
	if 10*made < 9*rounds {
		t.Errorf("only %d of %d damaged data sets gave a report", made, rounds)
	}
}
