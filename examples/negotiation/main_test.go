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
	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

func TestGolden(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
	}{
		{"sheet.txt", nil},
		{"sheet_disputable.txt", []string{"-as-of", "2026-10-31"}}, // a Saturday after the safe day
	} {
		var stdout, stderr bytes.Buffer
		require.NoError(t, run(c.args, &stdout, &stderr))
		file := filepath.Join("testdata", "golden", c.name)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, stdout.Bytes(), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		if diff := cmp.Diff(string(want), stdout.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		for i, line := range strings.Split(stdout.String(), "\n") {
			if n := len([]rune(line)); n > pageWidth {
				t.Errorf("%s: line %d has %d characters, want at most %d: %s", c.name, i+1, n, pageWidth, line)
			}
		}
	}
}

// TestHandCalculation checks the main figures of the embedded deal against numbers worked out outside the program.
func TestHandCalculation(t *testing.T) {
	d, err := readDeal(strings.NewReader(sample), "deal.json", "")
	require.NoError(t, err)
	a, err := analyse(d)
	require.NoError(t, err)
	longTerm, ok := a.comparison.Result(longTerm)
	if !ok {
		t.Fatal("no long term in the comparison")
	}
	for _, c := range []struct {
		what, got, want string
	}{
		{"seats needed", a.sizing.Quantity.String(), "852"},                                          // ceil(812 × 1.03) + 25 − 10
		{"held", money(a.saving.CostHeld), "184,896.00 EUR"},                                         // 1200 × 144 × 1.07
		{"needed", money(a.saving.CostNeed), "164,095.20 EUR"},                                       // 852 × 180 × 1.07
		{"best", money(a.saving.CostBuy), "154,080.00 EUR"},                                          // 1000 × 144 × 1.07
		{"naive", money(a.saving.Naive), "53,619.84 EUR"},                                            // 348 × 144 × 1.07
		{"real", money(a.saving.Real), "30,816.00 EUR"},                                              // 184,896 − 154,080
		{"long term, total", money(longTerm.Total), "488,125.44 EUR"},                                // 3 × 184,896 × 0.88
		{"percentile", a.benchmark.Percentile.Percent(1), "90.9%"},                                   // 10 / 11
		{"walk-away", money(a.plan.WalkAway), "173.44 EUR"},                                          // 411,300.68 / (852 × 2.783264746), down
		{"target", money(a.plan.Target.Value), "132.38 EUR"},                                         // 105 + 0.4 × 68.44
		{"break-even prepayment", a.prepayment.Percent(4), "7.2245%"},                                // 1 − (1 + 1/1.08 + 1/1.08²) / 3
		{"notice", a.window.Safe.String() + " " + a.window.Latest.String(), "2026-10-30 2026-11-02"}, // 60 days before 31 Dec is a Sunday
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
}

// TestOtherDeals changes the deal and looks for the line that must change with it.
func TestOtherDeals(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           string
	}{
		{"no zone of agreement", `"vendor_floor": "105.00"`, `"vendor_floor": "200.00"`, "is above our walk-away price 173.44 EUR: take the alternative"},
		{"too few prices", `{"id": "peer 4", "price": "112.00"}, {"id": "peer 5", "price": "118.00"}, {"id": "peer 6", "price": "121.00"},
    {"id": "peer 7", "price": "126.00"}, {"id": "peer 8", "price": "132.00"}, {"id": "peer 9", "price": "140.00"},
    {"id": "peer 10", "price": "149.00"}, `, "", "4 prices are too few"},
		{"no prices", sample[strings.Index(sample, `{"id": "peer 1"`) : strings.Index(sample, `"165.00"}`)+len(`"165.00"}`)], "", "there are no prices to compare with"},
		{"no break-even uplift", `"discount": "0.12"`, `"discount": "0.40"`, "no uplift from 0 to 100% makes"},
		{"all the power", `"power": "0.6"`, `"power": "1"`, "Aim for (target) 105.00 EUR"},
		{"a long term below the list", `"discount": "0.12"`, `"discount": "0.40"`, "Today's proposal 130.21 EUR (the long term, 1,200 seats for 852)"}, // 1200 × 144 × 1.07 × 0.6 / 852
		{"a long term for too few", `"1200",
    "discount"`, `"800",
    "discount"`, `"Long term offered" covers 800 of the 852 seats needed: not ranked.`},
		{"a long term for too few, break-even", `"1200",
    "discount"`, `"800",
    "discount"`, `Not compared "Long term offered" covers 800 of the 852 seats needed`},
		{"the need is the best quantity", `{"up_to": "999", "price": "180.00"}`, `{"up_to": "999", "price": "150.00"}`, "(for the 852 seats needed)"},
		{"old usage", `"2026-09-14"`, `"2026-08-14"`, "WARNING: the usage data is of 2026-08-14, 32 days before"},
		{"usage of tomorrow", `"2026-09-14"`, `"2026-09-16"`, "WARNING: the usage data is of 2026-09-16, 1 day after"},
		{"all measured", `"no_telemetry": 40`, `"no_telemetry": 0`, "812 of 1,200"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(sample, c.old, c.new, 1)
			if text == sample {
				t.Fatalf("the sample does not have %q", c.old)
			}
			if c.name == "all measured" {
				text = strings.Replace(text, `"in_use": 758`, `"in_use": 812`, 1)
			}
			file := filepath.Join(t.TempDir(), "deal.json")
			require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
			var stdout bytes.Buffer
			require.NoError(t, run([]string{"-data", file}, &stdout, &stdout))
			if !strings.Contains(strings.Join(strings.Fields(stdout.String()), " "), c.want) {
				t.Errorf("want %q in\n%s", c.want, stdout.String())
			}
		})
	}
}

// TestUnusableInput holds the program to errors that name file, field and value, or file and line.
func TestUnusableInput(t *testing.T) {
	replaced := func(old, new string) string {
		s := strings.Replace(sample, old, new, 1)
		if s == sample {
			t.Fatalf("the sample does not have %q", old)
		}
		return s
	}
	for _, c := range []struct {
		name, json string
		args       []string
		want       []string
		is         error
	}{
		{"empty", "", nil, []string{"in.json", "empty"}, errInput},
		{"blank", " \n\n", nil, []string{"in.json", "empty"}, errInput},
		{"binary", "\x00\x01\x02", nil, []string{"in.json:1"}, errInput},
		{"a CSV file", "id,start,end\n1,2,3\n", nil, []string{"in.json:1"}, errInput},
		{"cut off", sample[:400], nil, []string{"in.json:", "unexpected EOF"}, errInput},
		{"two deals", sample + sample, nil, []string{"more after the deal"}, errInput},
		{"unknown field", replaced(`"seats"`, `"seets"`), nil, []string{`"seets"`}, errInput},
		{"number for a text", replaced(`"seats": "1200"`, `"seats": 1200`), nil, []string{"in.json:12", "seats"}, errInput},
		{"nothing in it", "{}", nil, []string{`currency ""`, `as_of ""`, `contract.seats ""`, `ladder.mode ""`, `bargain.vendor_floor ""`}, errInput},
		{"date", replaced("2026-12-31", "31/12/2026"), nil, []string{`contract.last_day "31/12/2026"`}, errInput},
		{"end before start", replaced("2026-12-31", "2023-12-31"), nil, []string{`contract.last_day "2023-12-31"`}, errInput},
		{"negative seats", replaced(`"1200"`, `"-1200"`), nil, []string{`contract.seats "-1200"`}, errInput},
		{"half a seat", replaced(`"1200"`, `"1200.5"`), nil, []string{"1200.5"}, errInput},
		{"NaN", replaced(`"0.07"`, `"NaN"`), nil, []string{`contract.renewal_uplift "NaN"`}, errInput},
		{"huge", replaced(`"118.00"`, `"1`+strings.Repeat("0", 300)+`"`), nil, []string{"alternative.price", "is not between"}, errInput},
		{"thousands comma", replaced(`"48000.00"`, `"48,000.00"`), nil, []string{`alternative.migration[0].amount "48,000.00"`}, errInput},
		{"currency", replaced(`"EUR"`, `"EURO"`), nil, []string{`currency "EURO"`}, errInput},
		{"ladder out of order", replaced(`"999"`, `"99"`), nil, []string{"ladder", "99"}, errInput},
		{"ladder mode", replaced(`"volume"`, `"steep"`), nil, []string{`ladder.mode "steep"`}, errInput},
		{"notice", replaced(`"60d"`, `"60 moons"`), nil, []string{`contract.notice "60 moons"`}, errInput},
		{"negative class", replaced(`"active": 706`, `"active": -706`), nil, []string{"usage", "-706"}, errInput},
		{"probability above 1", replaced(`"0.25"]`, `"0.25", "1.5"]`), []string{"-as-of", "2026-09-01"}, []string{"1.5"}, renewal.ErrInvalid},
		{"power above 1", replaced(`"power": "0.6"`, `"power": "6"`), nil, []string{"power"}, renewal.ErrInvalid},
		{"more in use than assigned", replaced(`"in_use": 758`, `"in_use": 1141`), nil, []string{"in.json", `usage.in_use "1141"`, "is above 1140"}, errInput},
		{"more in use than may be", replaced(`"in_use": 758`, `"in_use": 855`), nil, []string{`usage.in_use "855"`, "is above 854"}, errInput},
		{"fewer in use than active", replaced(`"in_use": 758`, `"in_use": 745`), nil, []string{`usage.in_use "745"`, "is below 746"}, errInput},
		{"nobody in use", replaced(`"in_use": 758`, `"in_use": -1`), nil, []string{`usage.in_use "-1"`, "is negative"}, errInput},
		{"negative leavers", replaced(`"leaver": 58`, `"leaver": -58`), nil, []string{`usage.counts.leaver "-58"`, "is negative"}, errInput},
		{"no window", replaced(`"window_days": 90`, `"window_days": 0`), nil, []string{`usage.window_days "0"`}, errInput},
		{"day of the usage data", replaced(`"counted_on": "2026-09-14"`, `"counted_on": "yesterday"`), nil, []string{`usage.counted_on "yesterday"`}, errInput},
		{"too late", sample, []string{"-as-of", "2026-11-10"}, []string{"nothing to negotiate"}, errInput},
		{"ended", sample, []string{"-as-of", "not a date"}, []string{"-as-of", "not a date"}, errFlags},
		{"argument", sample, []string{"deal.json"}, []string{"deal.json"}, errFlags},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "in.json")
			require.NoError(t, os.WriteFile(file, []byte(c.json), 0o644))
			var stdout, stderr bytes.Buffer
			err := run(append([]string{"-data", file}, c.args...), &stdout, &stderr)
			require.ErrorIs(t, err, c.is)
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q, want %q in it", err, w)
				}
			}
			if stdout.Len() > 0 {
				t.Errorf("a sheet was begun: %s", stdout.String())
			}
		})
	}
	var out bytes.Buffer
	require.ErrorIs(t, run([]string{"-data", "no such file.json"}, &out, &out), errInput)
}

func TestMoneyText(t *testing.T) {
	for text, want := range map[string]string{
		"1234567.5 EUR": "1,234,567.50 EUR", "999 EUR": "999.00 EUR", "-1000 JPY": "-1,000 JPY", "0 EUR": "0.00 EUR", "-999.999 EUR": "-1,000.00 EUR",
	} {
		if got := money(finops.MustMoney(text)); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func FuzzReadDeal(f *testing.F) {
	f.Add(sample)
	f.Add("{}")
	f.Add(strings.Replace(sample, "1200", "99999999999999999999", 1))
	f.Add(strings.Replace(sample, "2026-12-31", "9999-12-31", 1))
	f.Fuzz(func(t *testing.T, text string) {
		d, err := readDeal(strings.NewReader(text), "in.json", "")
		if err != nil {
			require.ErrorIs(t, err, errInput)
			return
		}
		a, err := analyse(d)
		if err != nil {
			return // a deal that reads well may still have no answer
		}
		var out bytes.Buffer
		require.NoError(t, sheet(&out, d, a))
	})
}
