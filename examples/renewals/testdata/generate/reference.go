// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"time"
)

// entitlementRows lists the rights bought, one row a contract line that carries rights to be counted. Rights of a contract
// that renews by itself have no last day.
func entitlementRows() []string {
	rights := []struct{ product, contract, line, quantity, start, last string }{
		{"WORK-FULL", "LG-001", "L1", "420", "2024-01-01", ""},
		{"WORK-CORE", "LG-001", "L2", "900", "2024-01-01", ""},
		{"WORK-FRONT", "LG-001", "L3", "330", "2024-01-01", ""},
		{"MEET", "LG-002", "L1", `"1,100"`, "2025-11-01", ""},
		{"CRM-ENT", "LG-003", "L1", "210", "2024-02-01", ""},
		{"CRM-PRO", "LG-003", "L2", "150", "2024-02-01", ""},
		{"CODE", "LG-004", "L1", "360", "2025-10-13", ""},
		{"CODE-PLUS", "LG-004", "L2", "140", "2025-10-13", ""},
		{"TRACK", "LG-005", "L1", "620", "2025-12-01", ""},
		{"WIKI", "LG-005", "L2", "640", "2025-12-01", ""},
		{"DRAW", "LG-006", "L1", "85", "2026-03-01", ""},
		{"HRIS", "LG-007", "L1", `"1,600"`, "2023-07-01", ""},
		{"ENDPOINT", "LG-008", "L1", `"1,720"`, "2024-03-01", "2027-02-28"},
		{"ACCESS", "LG-009", "L1", `"1,250"`, "2025-04-01", ""},
		{"SIGN", "LG-010", "L1", "220", "2026-01-01", ""},
		{"VAULT", "LG-011", "L1", `"1,400"`, "2025-10-01", ""},
		{"LEARN", "LG-012", "L1", "900", "2024-10-15", "2026-10-14"},
		{"BI-CREATOR", "LG-013", "L1", "120", "2025-02-01", ""},
		{"BI-EXPLORER", "LG-013", "L2", "380", "2025-02-01", ""},
		{"BI-VIEWER", "LG-013", "L3", "560", "2025-02-01", ""},
		{"VOICE", "LG-014", "L1", "700", "2022-06-01", ""},
		{"PLAN", "LG-015", "L1", "240", "2023-09-15", ""},
		{"CHAT", "LG-016", "L1", "800", "2026-05-01", ""},
		{"HOSTMON", "LG-019", "L1", "480", "2026-02-01", ""},
		{"BACKUP", "LG-018", "L1", "640", "2025-01-01", ""},
		{"LOGS", "LG-020", "L1", "250", "2024-11-01", ""},
		{"PAYROLL", "LG-023", "L1", `"1,550"`, "2025-07-01", ""},
		{"DB-PROC", "LG-024", "L1", "48", "2026-06-01", ""},
		{"MAILGUARD", "LG-027", "L1", `"1,650"`, "2025-11-15", ""},
		{"LEGAL", "LG-031", "L1", "28", "2026-04-01", ""},
		{"SOCIAL", "LG-032", "L1", "12", "2025-10-20", ""},
		{"CAD", "LG-033", "L1", "40", "2024-12-01", ""},
		{"ROOMS", "LG-035", "L1", "46", "2025-11-01", ""},
		{"CONTACT", "LG-040", "L1", "85", "2025-01-01", ""},
		{"BASTION", "LG-041", "L1", "40", "2025-06-10", ""},
		{"STOCK", "LG-042", "L1", "12", "2026-09-01", ""},
		{"BADGES", "LG-044", "L1", `"1,500"`, "2024-02-29", ""},
		{"ASSIST", "LG-047", "L1", "300", "2026-04-01", ""},
		{"SURVEY", "LG-048", "L1", "15", "2026-02-15", ""},
		{"MEET", "LG-002", "L1", "-25", "2025-11-01", "2026-10-31"}, // negative
		{"GHOST", "LG-002", "L1", "25", "2025-11-01", "2026-10-31"}, // no such product
		{"SCAN", "LG-099", "L1", "320", "2026-11-01", "2027-10-31"}, // no such contract
	}
	rows := []string{"entitlement_id,product_id,contract_id,line_id,quantity,start,last_day"}
	for i, e := range rights {
		rows = append(rows, fmt.Sprintf("E-%03d,%s,%s,%s,%s,%s,%s", i+1, e.product, e.contract, e.line, e.quantity, e.start, e.last))
	}
	return rows
}

// benchmarkRows draws what other buyers paid, around a centre in cents.
func benchmarkRows() []string {
	r := seeded(4)
	groups := []struct {
		product, currency, per string
		cents, spread, n       int
	}{
		{"WORK-FULL", "EUR", "month", 4700, 700, 14}, {"WORK-CORE", "EUR", "month", 2900, 450, 16}, {"WORK-FRONT", "EUR", "month", 700, 90, 9},
		{"MEET", "USD", "month", 1180, 260, 12}, {"CRM-ENT", "USD", "year", 139000, 21000, 11}, {"CRM-PRO", "USD", "year", 79000, 9000, 8},
		{"CODE", "USD", "month", 1800, 250, 13}, {"CODE-PLUS", "USD", "month", 3650, 500, 7}, {"TRACK", "GBP", "month", 590, 110, 10},
		{"WIKI", "GBP", "month", 430, 70, 10}, {"DRAW", "EUR", "month", 4900, 800, 9}, {"ACCESS", "EUR", "month", 380, 80, 12},
		{"SIGN", "USD", "year", 21000, 5200, 8}, {"BI-CREATOR", "USD", "year", 80000, 9000, 7}, {"BI-EXPLORER", "USD", "year", 46000, 6000, 7},
		{"BI-VIEWER", "USD", "year", 17400, 2000, 6}, {"ASSIST", "USD", "month", 2200, 420, 9}, {"SURVEY", "USD", "year", 88000, 6000, 4},
		{"VOICE", "EUR", "month", 840, 150, 8},
	}
	rows := []string{"sample_id,product_id,currency,unit_price,unit,per,quantity,quoted_on"}
	n := 0
	for _, g := range groups {
		for range g.n {
			n++
			cents := g.cents + r.IntN(2*g.spread) - g.spread
			quoted := asOf().AddDate(0, 0, -20-r.IntN(500))
			rows = append(rows, fmt.Sprintf("B-%03d,%s,%s,%s,seat,%s,%d,%s", n, g.product, g.currency, hundredths(cents), g.per, 50*(1+r.IntN(60)), iso(quoted)))
		}
	}
	return append(rows,
		"B-901,MEET,EUR,11.00,seat,month,500,2026-03-02",    // another currency than the contract
		"B-902,MEET,USD,141.00,seat,year,500,2026-03-02",    // another price period
		"B-903,CODE,USD,-4.00,seat,month,500,2026-03-02",    // negative
		"B-904,TRACK,GBP,five,seat,month,500,2026-03-02",    // not a number
		"B-905,WIKI,GBP,4.10,seat,fortnight,500,2026-03-02", // no such period
	)
}

// fxRows gives spot rates at each month's end and one budget rate a year, set out by month.
func fxRows() []string {
	r := seeded(5)
	rows := []string{"date,from,to,kind,rate"}
	for _, p := range []struct {
		from   string
		spot   int // hundred-thousandths
		budget [4]int
	}{{"USD", 92000, [4]int{92500, 92000, 91000, 90000}}, {"GBP", 116000, [4]int{115000, 116000, 117000, 117500}}} {
		spot := p.spot
		for i := range 34 { // December 2023 to September 2026
			first := day(2023, time.December, 1).AddDate(0, i, 0)
			spot += r.IntN(1800) - 900
			rows = append(rows, fmt.Sprintf("%s,%s,EUR,spot,%s", iso(first.AddDate(0, 1, -1)), p.from, hundredThousandths(spot)))
			rows = append(rows, fmt.Sprintf("%s,%s,EUR,budget,%s", iso(first), p.from, hundredThousandths(p.budget[first.Year()-2023])))
		}
	}
	return append(rows,
		"2026-09-30,USD,EUR,spott,0.91",      // no such kind
		"2026-09-29,USD,EUR,spot,0.00",       // a rate of zero
		"2026-09-30,XXQ,EUR,spot,0.50",       // no such currency
		"2026-10-30,USD,EUR,spot,0.99000",    // later than the as-of date: must not be used
		"2026-08-31,JPY,EUR,spot,1e99999999", // huge
	)
}

// cpiRows gives two invented monthly indices, 2015 = 100: published to August 2026, then a projection.
func cpiRows() []string {
	r := seeded(6)
	rows := []string{"series,month,index,projected"}
	for _, s := range []struct {
		name        string
		start, step int // hundredths
	}{{"EU-HICP", 10550, 31}, {"UK-CPI", 10940, 34}} {
		index := s.start
		for i := range 108 { // January 2021 to December 2029
			m := day(2021, time.January, 1).AddDate(0, i, 0)
			projected := ""
			if m.After(day(2026, time.August, 1)) {
				projected = "yes"
			}
			rows = append(rows, fmt.Sprintf("%s,%s,%s,%s", s.name, m.Format("2006-01"), hundredths(index), projected))
			if projected == "" {
				index += s.step - 20 + r.IntN(41)
			} else {
				index += s.step - 8
			}
		}
	}
	return append(rows, "EU-HICP,2030-01,n/a,") // nobody has projected it
}

func hundredths(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

func hundredThousandths(n int) string { return fmt.Sprintf("%d.%05d", n/100000, n%100000) }
