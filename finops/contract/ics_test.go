// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

var stamp = time.Date(2026, 1, 2, 4, 4, 5, 0, time.FixedZone("CET", 3600))

func ics(t *testing.T, events []contract.Event, o contract.ICSOptions) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, contract.WriteICS(&b, events, o))
	return b.String()
}

func TestWriteICS(t *testing.T) {
	events := []contract.Event{
		{Date: date("2026-10-02"), Kind: contract.EventNoticeSafe, Contract: "C-1", Owner: "Ida; Bo", Title: "Acme, Suite: give notice", Detail: `By 2 October\3.`, Key: "C-1/notice_safe/2026-01-01"},
		{Date: date("2026-12-31"), Kind: contract.EventTermEnd, Contract: "C-1", Title: "term ends", Key: "C-1/term_end/2026-01-01", Sequence: 2, Cancelled: true},
	}
	got := ics(t, events, contract.ICSOptions{Stamp: stamp, Name: "Renewals", Alarms: []int{14, 0}})
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//itfm-go//itfm//EN", "CALSCALE:GREGORIAN", "NAME:Renewals", "X-WR-CALNAME:Renewals",
		"BEGIN:VEVENT", "UID:C-1/notice_safe/2026-01-01@itfm-go.github.io", "DTSTAMP:20260102T030405Z", "DTSTART;VALUE=DATE:20261002", "DTEND;VALUE=DATE:20261003",
		"SEQUENCE:0", `SUMMARY:Acme\, Suite: give notice`, `DESCRIPTION:By 2 October\\3.\nContract: C-1\nOwner: Ida\; Bo`, "CATEGORIES:notice_safe",
		"TRANSP:TRANSPARENT", "STATUS:CONFIRMED",
		"BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:Acme\, Suite: give notice`, "TRIGGER:-P14D", "END:VALARM",
		"BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:Acme\, Suite: give notice`, "TRIGGER:PT0S", "END:VALARM", "END:VEVENT",
		"BEGIN:VEVENT", "UID:C-1/term_end/2026-01-01@itfm-go.github.io", "DTSTAMP:20260102T030405Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
		"SEQUENCE:2", "SUMMARY:term ends", "DESCRIPTION:Contract: C-1", "CATEGORIES:term_end", "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "END:VEVENT",
		"END:VCALENDAR", "",
	}, "\r\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestICSHasNoRecurrenceAndShortLines(t *testing.T) {
	c := renewing(t)
	c.Name = strings.Repeat("Büro-Software 漢字; ", 12)
	events := calendar(t, "2026-01-01/2032-01-01", contract.CalendarOptions{Invoices: true}, c)
	out := ics(t, events, contract.ICSOptions{Stamp: stamp})
	if strings.Contains(out, "RRULE") {
		t.Error("a recurrence rule was written")
	}
	for _, l := range strings.Split(out, "\r\n") {
		if len(l) > 75 || strings.ContainsAny(l, "\r\n") {
			t.Errorf("bad line %q", l)
		}
	}
	if strings.Count(out, "BEGIN:VEVENT") != len(events) {
		t.Error("not one VEVENT per event")
	}
}

// failing fails on the first write.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

var errFull = errors.New("disk full")

func TestWriteICSErrors(t *testing.T) {
	ok := contract.Event{Date: date("2026-10-02"), Key: "k"}
	for name, tt := range map[string]struct {
		events []contract.Event
		o      contract.ICSOptions
		want   error
	}{
		"no stamp":       {nil, contract.ICSOptions{}, contract.ErrICS},
		"negative alarm": {nil, contract.ICSOptions{Stamp: stamp, Alarms: []int{-1}}, contract.ErrICS},
		"no day":         {[]contract.Event{{Key: "k"}}, contract.ICSOptions{Stamp: stamp}, contract.ErrICS},
		"last day":       {[]contract.Event{{Key: "k", Date: date("9999-12-31")}}, contract.ICSOptions{Stamp: stamp}, contract.ErrICS},
		"no key":         {[]contract.Event{{Date: date("2026-01-01")}}, contract.ICSOptions{Stamp: stamp}, contract.ErrICS},
		"distant alarm":  {nil, contract.ICSOptions{Stamp: stamp, Alarms: []int{3661}}, contract.ErrICS},
		"bad domain":     {nil, contract.ICSOptions{Stamp: stamp, Domain: "example.org\nX:"}, contract.ErrICS},
		"long domain":    {nil, contract.ICSOptions{Stamp: stamp, Domain: strings.Repeat("a", 101)}, contract.ErrICS},
		"one key twice":  {[]contract.Event{ok, ok}, contract.ICSOptions{Stamp: stamp}, contract.ErrDuplicate},
	} {
		var b bytes.Buffer
		require.ErrorIs(t, contract.WriteICS(&b, tt.events, tt.o), tt.want, name)
		if b.Len() > 0 {
			t.Errorf("%s: something was written", name)
		}
	}
	require.ErrorIs(t, contract.WriteICS(failing{}, []contract.Event{ok}, contract.ICSOptions{Stamp: stamp}), errFull)
}

func TestReviseEvents(t *testing.T) {
	c := renewing(t)
	before := calendar(t, "2026-01-01/2027-01-01", contract.CalendarOptions{}, c)
	same, err := contract.ReviseEvents(before, before)
	require.NoError(t, err)
	if diff := cmp.Diff(mustJSON(t, before), mustJSON(t, same)); diff != "" {
		t.Errorf("nothing changed (-want +got):\n%s", diff)
	}
	c.Renewal.Notice.N = 60
	now := calendar(t, "2026-01-01/2027-01-01", contract.CalendarOptions{}, c)
	revised, err := contract.ReviseEvents(before, now)
	require.NoError(t, err)
	byKey := func(events []contract.Event, kind string) contract.Event {
		i := slices.IndexFunc(events, func(e contract.Event) bool { return strings.Contains(e.Key, kind) })
		require.GreaterOrEqual(t, i, 0, kind)
		return events[i]
	}
	if e := byKey(revised, "notice_safe"); e.Sequence != 1 || e.Cancelled || e.Date != date("2026-10-30") { // 1 November is a Sunday
		t.Errorf("moved deadline: %+v", e)
	}
	if e := byKey(revised, "term_end"); e.Sequence != 0 {
		t.Errorf("unchanged: %+v", e)
	}
	c.Renewal = contract.RenewalTerms{} // notice is no longer needed
	third, err := contract.ReviseEvents(revised, calendar(t, "2026-01-01/2027-01-01", contract.CalendarOptions{}, c))
	require.NoError(t, err)
	if e := byKey(third, "notice_safe"); !e.Cancelled || e.Sequence != 2 {
		t.Errorf("withdrawn: %+v", e)
	}
	fourth, err := contract.ReviseEvents(third, calendar(t, "2026-01-01/2027-01-01", contract.CalendarOptions{}, c))
	require.NoError(t, err)
	if e := byKey(fourth, "notice_safe"); !e.Cancelled || e.Sequence != 2 {
		t.Errorf("stays withdrawn: %+v", e)
	}
	fifth, err := contract.ReviseEvents(fourth, now)
	require.NoError(t, err)
	if e := byKey(fifth, "notice_safe"); e.Cancelled || e.Sequence != 3 {
		t.Errorf("comes back: %+v", e)
	}
	_, err = contract.ReviseEvents(append(before, before[0]), now)
	require.ErrorIs(t, err, contract.ErrDuplicate)
	_, err = contract.ReviseEvents(nil, append(now, now[0]))
	require.ErrorIs(t, err, contract.ErrDuplicate)
	_, err = contract.ReviseEvents(nil, []contract.Event{{Date: finops.Date{}}})
	require.NoError(t, err)
}

// Names with line breaks make one line of a summary and keep their breaks in a description; nothing that is not text gets
// through, and the identity of an event survives all of it.
func TestICSOfOddNames(t *testing.T) {
	odd := func(id, vendor, name string) contract.Contract {
		return contract.Contract{ID: id, Vendor: vendor, Name: name, Owner: "Ida\x00\x1b[31m", Term: finops.MustPeriod("2026-01-01/2027-01-01")}
	}
	cs := []contract.Contract{
		odd("a\tb", " Acme \r\n Inc. ", "Suite\u2028two\u0085three"), odd("a b", "", ""), odd("bad \xff", "A\xffB", "x"), odd("bad \ufffd", "", ""),
		odd(strings.Repeat("é", 300)+"1", "", "long"), odd(strings.Repeat("é", 300)+"2", "", "long"), odd(strings.Repeat(`\`, 300), "", "slashes"),
		odd("emoji", "", strings.Repeat("👩‍💻", 40)), odd("", "", ""),
	}
	events, err := contract.Calendar(cs, finops.MustPeriod("2026-01-01/2028-01-01"), contract.CalendarOptions{})
	require.ErrorIs(t, err, contract.ErrInvalid) // the empty id
	if len(events) != len(cs) {
		t.Fatalf("%d events of %d contracts", len(events), len(cs))
	}
	for i := range events {
		events[i].Detail = "one\r\ntwo\x07"
	}
	out := ics(t, events, contract.ICSOptions{Stamp: stamp, Name: "All\nrenewals", Alarms: []int{7}})
	unfolded := strings.ReplaceAll(out, "\r\n ", "")
	uids := map[string]bool{}
	for _, l := range strings.Split(unfolded, "\r\n") {
		if strings.ContainsFunc(l, func(r rune) bool { return r < ' ' || r == 0x7f }) || !utf8.ValidString(l) {
			t.Errorf("not text: %q", l)
		}
		if uid, ok := strings.CutPrefix(l, "UID:"); ok {
			if uids[uid] || len(uid) > 255 {
				t.Errorf("UID %q of %d octets, used before: %v", uid, len(uid), uids[uid])
			}
			uids[uid] = true
		}
		if strings.HasPrefix(l, "SUMMARY:") && strings.Contains(l, `\n`) {
			t.Errorf("line break in %q", l)
		}
	}
	for _, want := range []string{"SUMMARY:Acme Inc. Suite two three: term ends", "SUMMARY:a b: term ends", "SUMMARY:A\ufffdB x: term ends", "SUMMARY:term ends",
		`DESCRIPTION:one\ntwo \nContract: emoji\nOwner: Ida  [31m`, "X-WR-CALNAME:All renewals", "UID:a%09b/term_end/2026-01-01@itfm-go.github.io"} {
		if !strings.Contains(unfolded, "\r\n"+want+"\r\n") {
			t.Errorf("%q is not in the file:\n%s", want, unfolded)
		}
	}
}
