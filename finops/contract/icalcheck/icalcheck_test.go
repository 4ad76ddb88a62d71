// SPDX-License-Identifier: Apache-2.0

// Package icalcheck_test reads the calendar files of package contract back with two iCalendar libraries. It is a module
// of its own, so that the library does not depend on them.
package icalcheck_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	ical "github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

var options = contract.ICSOptions{
	Stamp: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), ProdID: "-//Example; Ltd//Renewals, 1//EN", Name: "IT renewals, all", Domain: "example.org",
	Alarms: []int{30, 7, 0},
}

// published is a calendar with names that need escaping and folding, revised once so that it has changed and cancelled
// events.
func published(t *testing.T) []contract.Event {
	t.Helper()
	var cs []contract.Contract
	for i, name := range []string{
		"Suite", `Semi; comma, back\slash "quotes"`, "two\nlines", strings.Repeat("Übergröße 漢字 😀 ", 12), "29 February",
	} {
		c := contract.Contract{
			ID: fmt.Sprintf("C/%d; %s", i, strings.Repeat("é", 10*i)), Vendor: "Äcme, Inc.", Name: name, Owner: "Ida Öst",
			Term: finops.MustPeriod("2024-02-29/2027-02-28"),
			Renewal: contract.RenewalTerms{Kind: contract.AutoRenew, Months: 12, Notice: contract.Notice{N: 90},
				Uplift: contract.Uplift{Kind: contract.UpliftFixed}},
		}
		cs = append(cs, c)
	}
	window := finops.MustPeriod("2026-01-01/2029-01-01")
	before, err := contract.Calendar(cs, window, contract.CalendarOptions{})
	require.NoError(t, err)
	cs[0].Renewal.Notice.N = 60
	cs[1].Renewal = contract.RenewalTerms{}
	after, err := contract.Calendar(cs, window, contract.CalendarOptions{})
	require.NoError(t, err)
	revised, err := contract.ReviseEvents(before, after)
	require.NoError(t, err)
	if !slices.ContainsFunc(revised, func(e contract.Event) bool { return e.Cancelled }) || len(revised) < 30 {
		t.Fatalf("the sample is too plain: %d events", len(revised))
	}
	return revised
}

func written(t *testing.T, events []contract.Event) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, contract.WriteICS(&b, events, options))
	return b.Bytes()
}

// read is what a library makes of an event.
type read struct {
	uid, summary, description, status, transparency, category string
	sequence                                                  int
	stamp                                                     time.Time
	start, end                                                string // basic dates
	valueType                                                 string
	alarms                                                    []alarm
	recurring                                                 bool
}

type alarm struct{ action, description, trigger string }

// wanted is what they should make of it.
func wanted(e contract.Event) read {
	day := func(d finops.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
	r := read{uid: e.Key + "@example.org", summary: e.Title, status: "CONFIRMED", transparency: "TRANSPARENT", category: e.Kind.String(),
		sequence: e.Sequence, stamp: options.Stamp, start: day(e.Date), end: day(e.Date.AddDays(1)), valueType: "DATE"}
	r.description = "Contract: " + e.Contract + "\nOwner: " + e.Owner
	if e.Detail != "" {
		r.description = e.Detail + "\n" + r.description
	}
	if e.Cancelled {
		r.status = "CANCELLED"
		return r
	}
	for _, trigger := range []string{"-P30D", "-P7D", "PT0S"} {
		r.alarms = append(r.alarms, alarm{"DISPLAY", e.Title, trigger})
	}
	return r
}

func compare(t *testing.T, events []contract.Event, got []read) {
	t.Helper()
	if len(got) != len(events) {
		t.Fatalf("want %d events, got %d", len(events), len(got))
	}
	for i, e := range events {
		if want, got := fmt.Sprintf("%+v", wanted(e)), fmt.Sprintf("%+v", got[i]); want != got {
			t.Errorf("event %d\nwant %q\ngot  %q", i, want, got)
		}
	}
}

func TestGolangICal(t *testing.T) {
	events := published(t)
	cal, err := ics.ParseCalendar(bytes.NewReader(written(t, events)))
	require.NoError(t, err)
	header := map[string]string{}
	for _, p := range cal.CalendarProperties {
		header[p.IANAToken] = ics.FromText(p.Value)
	}
	for name, want := range map[string]string{"VERSION": "2.0", "PRODID": options.ProdID, "CALSCALE": "GREGORIAN", "NAME": options.Name, "X-WR-CALNAME": options.Name} {
		if header[name] != want {
			t.Errorf("%s: want %q, got %q", name, want, header[name])
		}
	}
	var got []read
	for _, e := range cal.Events() {
		got = append(got, fromGolangICal(t, e))
	}
	compare(t, events, got)
}

func fromGolangICal(t *testing.T, e *ics.VEvent) read {
	t.Helper()
	text := func(p ics.ComponentProperty) string {
		v := e.GetProperty(p)
		require.NotNil(t, v, string(p))
		return ics.FromText(v.Value)
	}
	r := read{
		uid: text(ics.ComponentPropertyUniqueId), summary: text(ics.ComponentPropertySummary), description: text(ics.ComponentPropertyDescription),
		status: text(ics.ComponentPropertyStatus), transparency: text(ics.ComponentPropertyTransp), category: text(ics.ComponentPropertyCategories),
		start: text(ics.ComponentPropertyDtStart), end: text(ics.ComponentPropertyDtEnd), recurring: e.GetProperty(ics.ComponentPropertyRrule) != nil,
	}
	var err error
	r.sequence, err = strconv.Atoi(text(ics.ComponentPropertySequence))
	require.NoError(t, err)
	r.stamp, err = e.GetDtStampTime()
	require.NoError(t, err)
	r.valueType = strings.Join(e.GetProperty(ics.ComponentPropertyDtStart).ICalParameters["VALUE"], ",")
	_, err = e.GetAllDayStartAt()
	require.NoError(t, err)
	_, err = e.GetAllDayEndAt()
	require.NoError(t, err)
	for _, a := range e.Alarms() {
		value := func(p ics.ComponentProperty) string { return ics.FromText(a.GetProperty(p).Value) }
		r.alarms = append(r.alarms, alarm{value(ics.ComponentPropertyAction), value(ics.ComponentPropertyDescription), value(ics.ComponentPropertyTrigger)})
	}
	return r
}

func TestGoICal(t *testing.T) {
	events := published(t)
	dec := ical.NewDecoder(bytes.NewReader(written(t, events)))
	cal, err := dec.Decode()
	require.NoError(t, err)
	_, err = dec.Decode()
	require.ErrorIs(t, err, io.EOF)
	// Encoding checks that required properties are there once.
	require.NoError(t, ical.NewEncoder(io.Discard).Encode(cal))
	for name, want := range map[string]string{"VERSION": "2.0", "PRODID": options.ProdID, "CALSCALE": "GREGORIAN", "NAME": options.Name, "X-WR-CALNAME": options.Name} {
		got, err := cal.Props.Text(name)
		require.NoError(t, err)
		if got != want {
			t.Errorf("%s: want %q, got %q", name, want, got)
		}
	}
	var got []read
	for _, e := range cal.Events() {
		got = append(got, fromGoICal(t, e))
	}
	compare(t, events, got)
}

func fromGoICal(t *testing.T, e ical.Event) read {
	t.Helper()
	text := func(c *ical.Component, name string) string {
		s, err := c.Props.Text(name)
		require.NoError(t, err)
		return s
	}
	r := read{
		uid: text(e.Component, "UID"), summary: text(e.Component, "SUMMARY"), description: text(e.Component, "DESCRIPTION"),
		status: text(e.Component, "STATUS"), transparency: text(e.Component, "TRANSP"), category: text(e.Component, "CATEGORIES"),
		valueType: string(e.Props.Get("DTSTART").ValueType()), recurring: e.Props.Get("RRULE") != nil,
	}
	var err error
	r.sequence, err = e.Props.Get("SEQUENCE").Int()
	require.NoError(t, err)
	r.stamp, err = e.Props.DateTime("DTSTAMP", time.UTC)
	require.NoError(t, err)
	start, err := e.DateTimeStart(time.UTC)
	require.NoError(t, err)
	end, err := e.DateTimeEnd(time.UTC)
	require.NoError(t, err)
	r.start, r.end = start.Format("20060102"), end.Format("20060102")
	for _, a := range e.Children {
		r.alarms = append(r.alarms, alarm{text(a, "ACTION"), text(a, "DESCRIPTION"), a.Props.Get("TRIGGER").Value})
		_, err := a.Props.Get("TRIGGER").Duration()
		require.NoError(t, err)
	}
	return r
}
