// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// EventKind is what happens on a day of the calendar. Events of one day are listed in the order of the kinds.
type EventKind uint8

// Kinds of event.
const (
	EventNoticeSafe      EventKind = iota // last day of notice that every reading of the clause accepts
	EventNoticeLatest                     // last day of notice that one reading accepts; left out if it is the safe day
	EventStatutoryNotice                  // last day to use the statutory exit right so as to be out by the end of the term
	EventOptionExercise                   // last day to exercise an option to extend
	EventTermEnd                          // last day of a term
	EventOptionEnd                        // last day of the term that an option not yet exercised would add
	EventRenewal                          // first day of a renewal or option term
	EventUplift                           // prices rise
	EventTrueUp                           // true-up date
	EventTrueForward                      // true-forward date
	EventTrueDown                         // true-down date
	EventInvoice                          // an invoice is due
)

var eventKindNames = enum.Of[EventKind](enums, "event kind",
	"notice_safe", "notice_latest", "statutory_notice", "option_exercise", "term_end", "option_end", "renewal", "uplift",
	"true_up", "true_forward", "true_down", "invoice",
)

// String returns the name in snake case, for example "notice_safe".
func (k EventKind) String() string { return eventKindNames.String(k) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (k EventKind) MarshalText() ([]byte, error) { return eventKindNames.Marshal(k) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (k *EventKind) UnmarshalText(text []byte) error { return eventKindNames.Unmarshal(k, text) }

// Event is one entry of a renewal calendar: an all-day event.
type Event struct {
	Date      finops.Date  `json:"date"`                // the day
	Kind      EventKind    `json:"kind"`                // what happens
	Contract  string       `json:"contract"`            // contract ID
	Vendor    string       `json:"vendor,omitempty"`    // from the contract
	Owner     string       `json:"owner,omitempty"`     // from the contract
	Line      string       `json:"line,omitempty"`      // line it is for, "" for the contract
	Term      int          `json:"term"`                // index of the term it belongs to
	Title     string       `json:"title"`               // one line
	Detail    string       `json:"detail,omitempty"`    // a sentence or two
	Amount    finops.Money `json:"amount,omitzero"`     // of an invoice; of the end of an option, its committed value; the zero Money if there is none
	Key       string       `json:"key"`                 // says what the event is, whatever its day: contract, kind, start of the term ...; unique in a calendar
	Sequence  int          `json:"sequence,omitempty"`  // how often it was changed since first published, see [ReviseEvents]
	Cancelled bool         `json:"cancelled,omitempty"` // whether it was withdrawn
}

// Compare orders events by day, kind, contract and key.
func (e Event) Compare(o Event) int {
	return cmp.Or(e.Date.Compare(o.Date), cmp.Compare(e.Kind, o.Kind), strings.Compare(e.Contract, o.Contract), strings.Compare(e.Key, o.Key))
}

// sameContent reports whether nothing a reader sees differs.
func (e Event) sameContent(o Event) bool {
	return e.Date == o.Date && e.Kind == o.Kind && e.Contract == o.Contract && e.Vendor == o.Vendor && e.Owner == o.Owner &&
		e.Line == o.Line && e.Term == o.Term && e.Title == o.Title && e.Detail == o.Detail && e.Amount.Equal(o.Amount) &&
		e.Cancelled == o.Cancelled
}

// eventKey joins the parts of a key. What could make two keys look alike is escaped: slashes and percent signs, control
// characters and invalid UTF-8.
func eventKey(parts ...string) string {
	for i, p := range parts {
		parts[i] = escapeKey(p)
	}
	return strings.Join(parts, "/")
}

func escapeKey(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == '/' || r == '%' || r == utf8.RuneError || unicode.IsControl(r) }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == '/' || r == '%' || r == utf8.RuneError && n == 1 || unicode.IsControl(r) {
			for _, c := range []byte(s[:n]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		} else {
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}
