// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

func checkGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestGolden(t *testing.T) {
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	require.NoError(t, run([]string{"-out", dir, "-list", "60"}, &stdout, &stderr))
	checkGolden(t, "stdout.txt", stdout.Bytes())
	for _, name := range []string{"renewals.ics", "calendar.json", "left_out.csv"} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		checkGolden(t, name, got)
	}
	if stderr.Len() > 0 {
		t.Errorf("stderr: %s", stderr.String())
	}
	for i, line := range strings.Split(stdout.String(), "\n") {
		if n := len([]rune(line)); n > pageWidth {
			t.Errorf("line %d has %d characters, want at most %d: %s", i+1, n, pageWidth, line)
		}
	}
}

// TestUnusableInput holds the program to a clear error, and so to exit code 1, for input that gives no calendar.
func TestUnusableInput(t *testing.T) {
	const dates = "id,start,end\n"
	for _, c := range []struct {
		name string
		csv  string
		args []string
		want []string // in the error
		is   error
	}{
		{"empty file", "", nil, []string{"in.csv", "the file is empty"}, errInput},
		{"byte order mark alone", "\ufeff", nil, []string{"in.csv", "the file is empty"}, errInput},
		{"header alone", dates, nil, []string{"in.csv", "no line after the header"}, errInput},
		{"wrong columns", "a,b\n1,2\n", nil, []string{"in.csv", `field "id"`, `"a", "b"`}, errMapping},
		{"no dates", "id,start\n1,2026-01-01\n", nil, []string{"in.csv", `"start" and "end"`}, errMapping},
		{"column not there", dates + "1,2026-01-01,2026-12-31\n", []string{"-map", "id=id,start=start,end=expires"}, []string{"in.csv:1", `column "expires"`, `"id", "start", "end"`}, errMapping},
		{"column twice", "id,start,end,end\n1,2026-01-01,2026-12-31,\n", nil, []string{"in.csv:1", `column "end"`, "twice"}, errMapping},
		{"binary", "\x7fELF\x02\x01\x00\x00id,start\x00\n\x01\x02\n", nil, []string{"in.csv:1", "not UTF-8 text"}, errInput},
		{"Latin-1 header", "id,start,end,beh\xf6rde\n1,2026-01-01,2026-12-31,x\n", nil, []string{"in.csv:1", "column 4"}, errInput},
		{"broken quote in the header", "\"id,start,end\n", nil, []string{"in.csv", "header line"}, errInput},
		{"no usable row", dates + "1,soon,later\n", nil, []string{"in.csv", "none of its 1 row is a contract"}, errInput},
		{"no field in -map", "", []string{"-map", "start"}, []string{"-map", `"start" is not field=column`}, errMapping},
		{"unknown field in -map", "", []string{"-map", "identity=a"}, []string{"-map", `no field "identity"`, "id vendor"}, errMapping},
		{"field twice in -map", "", []string{"-map", "id=a,id=b"}, []string{"-map", `"id"`, `"a"`, `"b"`}, errMapping},
		{"no id in -map", "", []string{"-map", "start=a,end=b"}, []string{"-map", `field "id"`}, errMapping},
		{"broken quote in -map", "", []string{"-map", `id="a`}, []string{"-map"}, errMapping},
		{"option value alone", "", []string{"-map", "id=a,start=b,end=c,option_value=d"}, []string{`"option_value" needs`}, errMapping},
		{"as-of", "", []string{"-as-of", "01/02/2026"}, []string{"-as-of", "01/02/2026"}, errFlags},
		{"horizon", "", []string{"-horizon", "soon"}, []string{"-horizon", `"soon"`}, errFlags},
		{"horizon without number", "", []string{"-horizon", "m"}, []string{"-horizon", `"m"`}, errFlags},
		{"horizon past the calendar", "", []string{"-horizon", "9999y"}, []string{"-horizon", "9999"}, errFlags},
		{"negative horizon", "", []string{"-horizon", "-3m"}, []string{"-horizon", `"-3m"`}, errFlags},
		{"notice", "", []string{"-notice", "a while"}, []string{"-notice", "a while"}, errFlags},
		{"exercise-by", "", []string{"-exercise-by", "x"}, []string{"-exercise-by"}, errFlags},
		{"renewal", "", []string{"-renewal", "maybe"}, []string{"-renewal", "maybe"}, errFlags},
		{"renewal months", "", []string{"-renewal-months", "0"}, []string{"-renewal-months 0"}, errFlags},
		{"currency", "", []string{"-currency", "XXL"}, []string{"-currency", "XXL"}, errFlags},
		{"end", "", []string{"-end", "maybe"}, []string{"-end", "maybe"}, errFlags},
		{"decimal", "", []string{"-decimal", "dot"}, []string{"-decimal", "dot"}, errFlags},
		{"delimiter", "", []string{"-delimiter", "||"}, []string{"-delimiter", "||"}, errFlags},
		{"date format without year", "", []string{"-date-format", "MM-DD"}, []string{"-date-format", "MM-DD"}, errDateFormat},
		{"argument", "", []string{"contracts.csv"}, []string{"contracts.csv"}, errFlags},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "in.csv")
			require.NoError(t, os.WriteFile(file, []byte(c.csv), 0o644))
			args := append([]string{"-csv", file, "-as-of", "2026-10-01"}, c.args...)
			var stdout, stderr bytes.Buffer
			err := run(args, &stdout, &stderr)
			require.ErrorIs(t, err, c.is)
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q, want %q in it", err, w)
				}
			}
		})
	}
	var out bytes.Buffer
	require.ErrorIs(t, run([]string{"-csv", "no such file.csv", "-as-of", "2026-10-01"}, &out, &out), errInput)
	require.ErrorIs(t, run([]string{"-csv", "no such file.csv"}, &out, &out), errFlags) // no -as-of
	require.Error(t, run([]string{"-no-such-flag"}, &out, &out))
}

// readText reads a file given as text, with columns named as the fields.
func readText(t *testing.T, csv string, d defaults) *portfolio {
	t.Helper()
	tb, err := readTable(strings.NewReader(csv), "in.csv", ',', nil)
	require.NoError(t, err)
	if d.dates.pattern == "" {
		d.dates, err = parseDateFormat("YYYY-MM-DD")
		require.NoError(t, err)
	}
	return readPortfolio(tb, d)
}

// TestRowsLeftOut holds each reason to its line, field and value, and every row to be either a contract or left out.
func TestRowsLeftOut(t *testing.T) {
	const head = "id,start,end,option_end,value,option_value,currency,notice,exercise_by,renewal,months,term,award_date\n"
	for _, c := range []struct {
		name, row string
		want      string // the issue as printed, with reason and what was done
		contracts int
	}{
		{"no id", ",2026-01-01,2026-12-31,,,,,,,,,,", `in.csv:2: id "" is blank, row left out`, 0},
		{"no start", "a,,2026-12-31,,,,,,,,,,", `in.csv:2: start "" there is no first day, row left out`, 0},
		{"no end", "a,2026-01-01,,,,,,,,,,,", `in.csv:2: end "" there is no end, row left out`, 0},
		{"no dates", "a,,,,,,,,,,,,", `in.csv:2: term "" there is no date and no text, row left out`, 0},
		{"29 February of a common year", "a,2026-02-29,2026-12-31,,,,,,,,,,", `in.csv:2: start "2026-02-29" (YYYY-MM-DD) is not a date in the format of the file, row left out`, 0},
		{"year 0", "a,0000-01-01,2026-12-31,,,,,,,,,,", `in.csv:2: start "0000-01-01" (YYYY-MM-DD) is not a date in the format of the file, row left out`, 0},
		{"end before start", "a,2026-01-01,2025-12-30,,,,,,,,,,", `in.csv:2: end "2025-12-30" (start 2026-01-01) the end is not after the start, row left out`, 0},
		{"option before end", "a,2026-01-01,2026-12-31,2026-06-30,5,,EUR,,,,,,", `in.csv:2: option_end "2026-06-30" (the contract ends with 2026-12-31) the option does not end after the contract, option left out`, 1},
		{"currency", "a,2026-01-01,2026-12-31,,,,ZZZ,,,,,,", `in.csv:2: currency "ZZZ" is not an ISO 4217 currency code, row left out`, 0},
		{"clause", "a,2026-01-01,2026-12-31,,,,,soon,,,,,", `in.csv:2: notice "soon" is not a notice clause such as 90d, 30bd, 8w or 3m, row left out`, 0},
		{"exercise clause", "a,2026-01-01,2026-12-31,2027-12-31,,,,,soon,,,,", `in.csv:2: exercise_by "soon" is not a notice clause such as 90d, 30bd, 8w or 3m, row left out`, 0},
		{"renewal", "a,2026-01-01,2026-12-31,,,,,,,perhaps,,,", `in.csv:2: renewal "perhaps" is not expires, auto_renew or evergreen, row left out`, 0},
		{"months", "a,2026-01-01,2026-12-31,,,,,,,auto_renew,-1,,", `in.csv:2: months "-1" is not a number of months, row left out`, 0},
		{"huge months", "a,2026-01-01,2026-12-31,,,,,,,auto_renew,99999999999999999999,,", `in.csv:2: months "99999999999999999999" is not a number of months, row left out`, 0},
		{"not text", "a\x00,2026-01-01,2026-12-31,,,,,,,,,,", `in.csv:2: id "a\x00" is not UTF-8 text, row left out`, 0},
		{"columns", "a,2026-01-01,2026-12-31", `in.csv:2: record "a,2026-01-01,2026-12-31" (3, not 13) does not have the columns of the header, row left out`, 0},
		{"quotes", `a"b,2026-01-01,2026-12-31,,,,,,,,,,`, `in.csv:2: record "" (line 2: bare " in non-quoted-field) is not CSV, row left out`, 0},
		{"amount", "a,2026-01-01,2026-12-31,,1.2.3,,EUR,,,,,,", `in.csv:2: value "1.2.3" is not one amount, value left out`, 1},
		{"no currency", "a,2026-01-01,2026-12-31,,5,,,,,,,,", `in.csv:2: value "5" there is no currency: give -currency, value left out`, 1},
		{"NaN", "a,2026-01-01,2026-12-31,,NaN,,EUR,,,,,,", `in.csv:2: value "NaN" is not one amount, value left out`, 1},
		{"exponent", "a,2026-01-01,2026-12-31,,1e9,,EUR,,,,,,", `in.csv:2: value "1e9" is not one amount, value left out`, 1},
		{"huge", "a,2026-01-01,2026-12-31,,1000000000000001,,EUR,,,,,,", `in.csv:2: value "1000000000000001" is larger than 1,000,000,000,000,000, value left out`, 1},
		{"unit price", "a,2026-01-01,2026-12-31,,0.12345,,EUR,,,,,,", `in.csv:2: value "0.12345" has more decimals than the currency: a unit price, or a point for thousands, value left out`, 1},
		{"other currency", "a,2026-01-01,2026-12-31,,$5,,EUR,,,,,,", `in.csv:2: value "$5" is in another currency than the contract, value left out`, 1},
		{"negative", "a,2026-01-01,2026-12-31,,-5,,EUR,,,,,,", `in.csv:2: value "-5" is negative, value left out`, 1},
		{"lower with option", "a,2026-01-01,2026-12-31,2027-12-31,5,4,EUR,,,,,,", `in.csv:2: option_value "4" (5.00 EUR) the value with the option is below the value without it, value left out`, 1},
		{"higher without option", "a,2026-01-01,2026-12-31,,5,6,EUR,,,,,,", `in.csv:2: option_value "6" (5.00 EUR) the value with the option is higher, but the end is the same, value left out`, 1},
		{"no term", "a,,,,,,,,,,,nothing,", `in.csv:2: term "nothing" the text states no term, row left out`, 0},
		{"award date", "a,,,,,,,,,,,for one (1) year from date of award,x", `in.csv:2: award_date "x" (YYYY-MM-DD) is not a date in the format of the file, row left out`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := readText(t, head+c.row+"\n", defaults{})
			if p.rows != 1 || len(p.entries)+p.dropped != p.rows || len(p.entries) != c.contracts {
				t.Errorf("%d rows, %d contracts, %d left out", p.rows, len(p.entries), p.dropped)
			}
			var got []string
			for _, i := range p.issues {
				got = append(got, i.String()+" "+i.Reason+", "+i.Done)
			}
			if diff := cmp.Diff([]string{c.want}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRepeatedRows(t *testing.T) {
	p := readText(t, "id,start,end\na,2026-01-01,2026-12-31\na,2026-01-01,2026-12-31\na,2027-01-01,2027-12-31\n", defaults{})
	var got []string
	for _, i := range p.issues {
		got = append(got, i.String()+" "+i.Reason)
	}
	want := []string{`in.csv:3: id "a" (line 2) repeats a row`, `in.csv:4: id "a" (line 2) the id is already used: map more columns to it, as id=A+B`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEndReading compares the two ways in which a file may mean an end.
func TestEndReading(t *testing.T) {
	const csv = "id,start,end,option_end\na,2026-01-01,2026-12-31,2028-02-29\n"
	inclusive := readText(t, csv, defaults{}).entries[0].contract
	exclusive := readText(t, csv, defaults{endIsExcluded: true}).entries[0].contract
	got := []string{inclusive.Term.Last().String(), exclusive.Term.Last().String(), inclusive.Options[0].End.String(), exclusive.Options[0].End.String()}
	if diff := cmp.Diff([]string{"2026-12-31", "2026-12-30", "2028-03-01", "2028-02-29"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
