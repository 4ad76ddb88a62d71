// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"testing"
	"testing/fstest"
)

// FuzzReadTable feeds the reader with rubbish: it stops with errInput or lists what it left out, and never panics.
func FuzzReadTable(f *testing.F) {
	for _, s := range []string{
		"", "\ufeff", "date,amount,on\n2026-01-01,\"1,250.00\",yes\n", "date,amount,on\r\n2026-02-30,NaN,no\r\n", "date,amount\n",
		"date,amount,on\n\"2026-01-01,1,yes\n", "amount,on,date,more\n1e9,,,\n-0,maybe,0000-00-00,\n", "\x00\x01\x02", "date,date,amount,on\n",
		"date,amount,on\n\xff,\xfe,\xfd\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		log := &problems{}
		table, err := readTable(fstest.MapFS{"t.csv": {Data: data}}, "t.csv", log, "date", "amount", "on")
		if err != nil {
			if !errors.Is(err, errInput) {
				t.Fatalf("error %v does not wrap errInput", err)
			}
			return
		}
		table.unique("date", "amount")
		for _, r := range table.rows {
			before := len(log.list)
			wasLeftOut := r.leftOut
			r.date("date")
			r.keyDate("date")
			if d := r.optional("amount"); d.Valid && d.Decimal.Abs().GreaterThan(largestNumber) {
				t.Fatalf("read %s", d.Decimal)
			}
			r.keyNumber("amount")
			r.whole("amount")
			r.month("date")
			r.currency("on")
			r.flag("on")
			r.list("on")
			if !wasLeftOut && r.leftOut != (len(log.list) > before) {
				t.Fatalf("row %q left out %v with %d problems", r.fields, r.leftOut, len(log.list)-before)
			}
		}
	})
}
