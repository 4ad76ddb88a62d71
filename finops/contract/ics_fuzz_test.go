// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// FuzzWriteICS writes contracts with any names and checks what RFC 5545 asks of the file: lines of at most 75 octets,
// valid UTF-8, no control characters, and as many UIDs as events.
func FuzzWriteICS(f *testing.F) {
	f.Add("C-1", "Acme", "Suite", "Ida")
	f.Add("a/b%2F\n", "ä\r\nö", strings.Repeat("漢字 😀", 30), "\x00\x7f")
	f.Add(strings.Repeat(`\;,`, 200), "\xff\xfe", "", " ")
	f.Fuzz(func(t *testing.T, id, vendor, name, owner string) {
		cs := []contract.Contract{
			{ID: id + "1", Vendor: vendor, Name: name, Owner: owner, Term: finops.MustPeriod("2026-01-01/2027-01-01"),
				Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 30}}},
			{ID: id + "2", Vendor: vendor, Name: name, Owner: owner, Term: finops.MustPeriod("2026-01-01/2027-01-01")},
		}
		events, err := contract.Calendar(cs, finops.MustPeriod("2026-01-01/2027-06-01"), contract.CalendarOptions{})
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, contract.WriteICS(&b, events, contract.ICSOptions{Stamp: stamp, Name: name, Alarms: []int{1}}))
		out, ok := strings.CutSuffix(b.String(), "\r\n")
		if !ok || !utf8.ValidString(out) {
			t.Fatalf("not closed or not UTF-8: %q", out)
		}
		for _, l := range strings.Split(out, "\r\n") {
			if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsFunc(l, func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Fatalf("bad line %q", l)
			}
		}
		uids := map[string]bool{}
		for _, l := range strings.Split(strings.ReplaceAll(out, "\r\n ", ""), "\r\n") {
			if strings.HasPrefix(l, "UID:") {
				uids[l] = true
			}
		}
		if len(uids) != len(events) {
			t.Fatalf("%d UIDs of %d events", len(uids), len(events))
		}
	})
}
