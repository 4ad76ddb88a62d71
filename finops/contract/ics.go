// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/itfm-go/itfm/finops"
)

// DefaultProdID names this library as the maker of a calendar file.
const DefaultProdID = "-//itfm-go//itfm//EN"

// ICSOptions are the choices of [WriteICS]. Only Stamp is required.
type ICSOptions struct {
	Stamp  time.Time // when the file is made, for DTSTAMP; written in UTC; required
	ProdID string    // PRODID; if empty, DefaultProdID
	Name   string    // name of the calendar; if empty, none is written
	Domain string    // what follows the @ of a UID, at most 100 letters, digits, dots and hyphens; if empty, "itfm-go.github.io"
	Alarms []int     // days before each event on which to remind, 0 for the day itself, at most 3,660; none if empty
}

// WriteICS writes events as an iCalendar file (RFC 5545): one VEVENT per event, all day, with an exclusive end, marked as
// free time, lines ended by CRLF and folded at 75 octets between characters. The UID comes from [Event.Key], so that it
// stays the same when the day changes. Withdrawn events (see [ReviseEvents]) carry STATUS:CANCELLED and no alarm. No
// recurrence rule is written: terms that start on the 29th to 31st have none that is right. No METHOD is written: the file
// is a calendar, not a scheduling message.
//
// Titles and names are written on one line; the description keeps its line breaks. Control characters in texts are written
// as spaces and invalid UTF-8 as U+FFFD. A UID is at most 255 octets long: a longer key is cut and ends in its SHA-256.
//
// Without events it writes a calendar without a component, which programs read but RFC 5545, 3.6, does not allow: leave the
// file out then, if its readers are strict.
//
// It returns [ErrICS] without Stamp, for a Domain or an alarm out of range, and for an event without day or key;
// [ErrDuplicate] for two events with one key; and errors of w.
func WriteICS(w io.Writer, events []Event, o ICSOptions) error {
	if err := o.check(events); err != nil {
		return err
	}
	f := icsFile{w: bufio.NewWriter(w), stamp: o.Stamp.UTC().Format("20060102T150405Z"), domain: o.domain()}
	f.line("BEGIN", "VCALENDAR")
	f.line("VERSION", "2.0")
	f.line("PRODID", escapeText(oneLine(or(o.ProdID, DefaultProdID))))
	f.line("CALSCALE", "GREGORIAN")
	if name := oneLine(o.Name); name != "" {
		f.line("NAME", escapeText(name)) // RFC 7986
		f.line("X-WR-CALNAME", escapeText(name))
	}
	for i := range events {
		f.event(&events[i], o.Alarms)
	}
	f.line("END", "VCALENDAR")
	if f.err == nil {
		f.err = f.w.Flush()
	}
	if f.err != nil {
		return fmt.Errorf("contract: write calendar: %w", f.err)
	}
	return nil
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

func (o *ICSOptions) domain() string { return or(o.Domain, "itfm-go.github.io") }

// maxDomain leaves most of the 255 octets of a UID to the key.
const (
	maxUID    = 255
	maxDomain = 100
)

func isDomainRune(r rune) bool {
	return r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func (o *ICSOptions) check(events []Event) error {
	var errs []error
	if o.Stamp.IsZero() || o.Stamp.UTC().Year() < 1 || o.Stamp.UTC().Year() > 9999 {
		errs = append(errs, fmt.Errorf("%w: stamp %s is not set or out of range", ErrICS, o.Stamp))
	}
	if d := o.domain(); len(d) > maxDomain || strings.ContainsFunc(d, func(r rune) bool { return !isDomainRune(r) }) {
		errs = append(errs, fmt.Errorf("%w: domain %.120q is not a host name of at most %d characters", ErrICS, d, maxDomain))
	}
	for i, a := range o.Alarms {
		if a < 0 || a > maxNoticeDays {
			errs = append(errs, fmt.Errorf("%w: alarms[%d] %d is not between 0 and %d days", ErrICS, i, a, maxNoticeDays))
		}
	}
	seen := make(map[string]bool, len(events))
	for i := range events {
		e := &events[i]
		switch id := uid(e.Key, o.domain()); {
		case e.Date.IsZero() || e.Date.AddDays(1).IsZero():
			errs = append(errs, fmt.Errorf("%w: events[%d] %q has no usable day", ErrICS, i, e.Key))
		case e.Key == "":
			errs = append(errs, fmt.Errorf("%w: events[%d] on %s has no key", ErrICS, i, e.Date))
		case seen[id]:
			errs = append(errs, fmt.Errorf("contract: write calendar: events[%d] %q: %w", i, e.Key, ErrDuplicate))
		default:
			seen[id] = true
		}
	}
	return errors.Join(errs...)
}

// icsFile writes content lines and keeps the first error.
type icsFile struct {
	w             *bufio.Writer
	buf           []byte
	stamp, domain string
	err           error
}

// line writes one content line; value must be escaped already if it is text.
func (f *icsFile) line(name, value string) {
	if f.err != nil {
		return
	}
	f.buf = appendFolded(f.buf[:0], name+":"+value)
	_, f.err = f.w.Write(f.buf)
}

func (f *icsFile) event(e *Event, alarms []int) {
	f.line("BEGIN", "VEVENT")
	f.line("UID", uid(e.Key, f.domain))
	f.line("DTSTAMP", f.stamp)
	f.line("DTSTART;VALUE=DATE", icsDate(e.Date))
	f.line("DTEND;VALUE=DATE", icsDate(e.Date.AddDays(1)))
	f.line("SEQUENCE", strconv.Itoa(e.Sequence))
	title := escapeText(oneLine(e.Title))
	f.line("SUMMARY", title)
	if d := e.description(); d != "" {
		f.line("DESCRIPTION", escapeText(d))
	}
	f.line("CATEGORIES", escapeText(e.Kind.String()))
	f.line("TRANSP", "TRANSPARENT")
	if e.Cancelled {
		f.line("STATUS", "CANCELLED")
	} else {
		f.line("STATUS", "CONFIRMED")
		for _, days := range alarms {
			f.alarm(title, days)
		}
	}
	f.line("END", "VEVENT")
}

func (f *icsFile) alarm(title string, days int) {
	f.line("BEGIN", "VALARM")
	f.line("ACTION", "DISPLAY")
	f.line("DESCRIPTION", title)
	if days == 0 {
		f.line("TRIGGER", "PT0S")
	} else {
		f.line("TRIGGER", fmt.Sprintf("-P%dD", days))
	}
	f.line("END", "VALARM")
}

// description gathers what the summary does not say.
func (e *Event) description() string {
	var lines []string
	if e.Detail != "" {
		lines = append(lines, e.Detail)
	}
	lines = append(lines, "Contract: "+e.Contract)
	for _, f := range [...]struct{ name, value string }{{"Line", e.Line}, {"Owner", e.Owner}} {
		if f.value != "" {
			lines = append(lines, f.name+": "+f.value)
		}
	}
	return strings.Join(lines, "\n")
}

// uid makes a UID of a key, as text and at most 255 octets long.
func uid(key, domain string) string {
	id := escapeText(key)
	if most := maxUID - len("@") - len(domain); len(id) > most {
		sum := sha256.Sum256([]byte(key))
		end := "~" + hex.EncodeToString(sum[:])
		cut := most - len(end)
		for cut > 0 && !utf8.RuneStart(id[cut]) {
			cut--
		}
		for cut > 0 && id[cut-1] == '\\' { // never half an escape
			cut--
		}
		id = id[:cut] + end
	}
	return id + "@" + domain
}

// oneLine makes a text fit for one line: white space and control characters become single spaces.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

func icsDate(d finops.Date) string {
	return fmt.Sprintf("%04d%02d%02d", d.Year(), int(d.Month().Number()), d.Day())
}

// escapeText makes s a TEXT value of RFC 5545, 3.3.11: backslash, semicolon, comma and newline are escaped; other control
// characters become spaces.
func escapeText(s string) string {
	if !strings.ContainsFunc(s, needsEscape) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i, r := range s {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			if i+1 >= len(s) || s[i+1] != '\n' { // CR LF is one line break
				b.WriteString(`\n`)
			}
		case r < ' ' || r == 0x7f:
			b.WriteByte(' ')
		default:
			b.WriteRune(r) // invalid UTF-8 arrives here as U+FFFD
		}
	}
	return b.String()
}

func needsEscape(r rune) bool {
	return r == '\\' || r == ';' || r == ',' || r < ' ' || r == 0x7f || r == utf8.RuneError
}

// foldAt is the most octets a line may have without its line break.
const foldAt = 75

// appendFolded appends a content line with CRLF, folded so that no line is longer than 75 octets and no character is cut.
// A continuation starts with a space, which counts.
func appendFolded(dst []byte, line string) []byte {
	room := foldAt
	for len(line) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		if cut == 0 { // not UTF-8: cut anywhere
			cut = room
		}
		dst = append(dst, line[:cut]...)
		dst = append(dst, "\r\n "...)
		line, room = line[cut:], foldAt-1
	}
	dst = append(dst, line...)
	return append(dst, "\r\n"...)
}
