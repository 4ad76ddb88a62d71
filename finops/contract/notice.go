// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/internal/enum"
)

// NoticeUnit is the unit a notice period is counted in. The zero value is [Days].
type NoticeUnit uint8

// Units of a notice period.
const (
	Days         NoticeUnit = iota // calendar days
	BusinessDays                   // days on which business is done, by the calendar given
	Weeks                          // seven calendar days each
	Months                         // calendar months, clamped to the end of a shorter month; not 30 days
)

var noticeUnitNames = enum.Of[NoticeUnit](enums, "notice unit", "days", "business_days", "weeks", "months")

// String returns the name in snake case, for example "business_days".
func (u NoticeUnit) String() string { return noticeUnitNames.String(u) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (u NoticeUnit) MarshalText() ([]byte, error) { return noticeUnitNames.Marshal(u) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (u *NoticeUnit) UnmarshalText(text []byte) error { return noticeUnitNames.Unmarshal(u, text) }

// NoticeAnchor is the day a notice period is counted back from. The zero value, [AnchorUnstated], is a clause that does
// not say; both readings are then kept apart.
type NoticeAnchor uint8

// Days to count back from.
const (
	AnchorUnstated    NoticeAnchor = iota // the clause does not say: both readings are possible
	AnchorLastDay                         // from the last day of the term
	AnchorRenewalDate                     // from the day after the last day, on which the next term would start
)

var noticeAnchorNames = enum.Of[NoticeAnchor](enums, "notice anchor", "unstated", "last_day", "renewal_date")

// String returns the name in snake case, for example "last_day".
func (a NoticeAnchor) String() string { return noticeAnchorNames.String(a) }

// MarshalText returns the name in snake case. It returns [finops.ErrRange] for an unknown value.
func (a NoticeAnchor) MarshalText() ([]byte, error) { return noticeAnchorNames.Marshal(a) }

// UnmarshalText reads the name in snake case. It returns [finops.ErrSyntax].
func (a *NoticeAnchor) UnmarshalText(text []byte) error { return noticeAnchorNames.Unmarshal(a, text) }

// Notice is a notice clause: how long before the end of a term notice must be given. The zero value asks for no notice:
// the last day to give it is the last day of the term.
//
// Its text form, which CSV and JSON use, is the number and unit "90d", "30bd" (business days), "8w" or "3m", then,
// where the clause says so, "from last_day" or "from renewal_date", "clear" and "delivery N":
// "90d from last_day clear delivery 3". See [ParseNotice].
type Notice struct {
	N            int          // length in Unit; 0 is no notice
	Unit         NoticeUnit   // what N counts
	Anchor       NoticeAnchor // the day to count back from; if zero, the clause does not say
	Clear        bool         // clear days: neither the day of giving nor the day counted from is part of N
	DeliveryDays int          // calendar days until a notice counts as received, taken off as well
}

// Bounds of a notice, so that a slip of the pen cannot reach back for centuries.
const (
	maxNoticeDays   = 3660
	maxNoticeWeeks  = 520
	maxNoticeMonths = 120
)

func (n Notice) limit() int {
	switch n.Unit {
	case Weeks:
		return maxNoticeWeeks
	case Months:
		return maxNoticeMonths
	default:
		return maxNoticeDays
	}
}

// IsZero reports whether n asks for no notice at all.
func (n Notice) IsZero() bool { return n == Notice{} }

var noticeSuffix = [...]string{Days: "d", BusinessDays: "bd", Weeks: "w", Months: "m"}

// String returns the text form, for example "3m from last_day".
func (n Notice) String() string {
	s := strconv.Itoa(n.N)
	if int(n.Unit) < len(noticeSuffix) {
		s += noticeSuffix[n.Unit]
	} else {
		s += n.Unit.String()
	}
	if n.Anchor != AnchorUnstated {
		s += " from " + n.Anchor.String()
	}
	if n.Clear {
		s += " clear"
	}
	if n.DeliveryDays != 0 {
		s += " delivery " + strconv.Itoa(n.DeliveryDays)
	}
	return s
}

// MarshalText returns the text form. It returns [finops.ErrRange] for a notice that [ParseNotice] would not read.
func (n Notice) MarshalText() ([]byte, error) {
	if p := n.problem(); p != "" {
		return nil, fmt.Errorf("contract: notice %s %s: %w", n, p, finops.ErrRange)
	}
	return []byte(n.String()), nil
}

// UnmarshalText reads what [ParseNotice] reads.
func (n *Notice) UnmarshalText(text []byte) error {
	p, err := ParseNotice(string(text))
	if err == nil {
		*n = p
	}
	return err
}

// problem says what is wrong with n, "" if nothing.
func (n Notice) problem() string {
	switch {
	case !noticeUnitNames.Has(n.Unit):
		return "has an unknown unit"
	case !noticeAnchorNames.Has(n.Anchor):
		return "has an unknown anchor"
	case n.N < 0:
		return "is negative"
	case n.N > n.limit():
		return fmt.Sprintf("is longer than %d %s", n.limit(), n.Unit)
	case n.DeliveryDays < 0:
		return "has negative delivery days"
	case n.DeliveryDays > maxNoticeDays:
		return fmt.Sprintf("has more than %d delivery days", maxNoticeDays)
	}
	return ""
}

// ParseNotice reads a notice clause. The number comes first, then the unit as a letter or a word, with or without a
// space: "90d", "90 days", "30bd", "30 business days", "8w", "8 weeks", "3m", "3 months". Then, in this order and each
// only if the clause says so: "from last_day" or "from renewal_date", "clear", "delivery N". In place of "from ...",
// "before renewal" is from the renewal date, and "before end" or "before the end" leaves the anchor unstated, because
// people mean either day by it. Case does not matter, and "" is no notice. It returns [finops.ErrSyntax], or [finops.ErrRange] for a number out of range.
func ParseNotice(s string) (Notice, error) {
	p := noticeParser{words: strings.Fields(strings.ToLower(s))}
	if len(p.words) == 0 {
		return Notice{}, nil
	}
	n, ok := p.notice()
	if !ok || len(p.words) > 0 {
		return Notice{}, fmt.Errorf("contract: notice %q: want for example \"90d\", \"30bd\", \"8w\" or "+
			"\"3m from last_day clear delivery 3\": %w", s, finops.ErrSyntax)
	}
	if problem := n.problem(); problem != "" {
		return Notice{}, fmt.Errorf("contract: notice %q %s: %w", s, problem, finops.ErrRange)
	}
	return n, nil
}

// noticeParser takes words from the front.
type noticeParser struct{ words []string }

func (p *noticeParser) take(word string) bool {
	if len(p.words) == 0 || p.words[0] != word {
		return false
	}
	p.words = p.words[1:]
	return true
}

func (p *noticeParser) notice() (n Notice, ok bool) {
	number := leadingDigits(p.words[0])
	if n.N, ok = smallInt(number); !ok {
		return n, false
	}
	if p.words[0] = p.words[0][len(number):]; p.words[0] == "" {
		p.words = p.words[1:]
	}
	if n.Unit, ok = p.unit(); !ok {
		return n, false
	}
	if n.Anchor, ok = p.anchor(); !ok {
		return n, false
	}
	n.Clear = p.take("clear")
	if p.take("delivery") {
		if len(p.words) == 0 {
			return n, false
		}
		if n.DeliveryDays, ok = smallInt(p.words[0]); !ok {
			return n, false
		}
		p.words = p.words[1:]
	}
	return n, true
}

// anchor reads what the notice counts from; nothing is unstated.
func (p *noticeParser) anchor() (NoticeAnchor, bool) {
	switch {
	case p.take("from"):
		if p.take("last_day") {
			return AnchorLastDay, true
		}
		return AnchorRenewalDate, p.take("renewal_date")
	case p.take("before"):
		if p.take("renewal") {
			return AnchorRenewalDate, true
		}
		p.take("the")
		return AnchorUnstated, p.take("end")
	}
	return AnchorUnstated, true
}

func (p *noticeParser) unit() (NoticeUnit, bool) {
	if p.take("business") {
		return BusinessDays, p.take("days") || p.take("day")
	}
	for _, u := range [...]struct {
		word string
		unit NoticeUnit
	}{
		{"d", Days}, {"day", Days}, {"days", Days}, {"bd", BusinessDays}, {"business_days", BusinessDays},
		{"w", Weeks}, {"week", Weeks}, {"weeks", Weeks}, {"m", Months}, {"month", Months}, {"months", Months},
	} {
		if p.take(u.word) {
			return u.unit, true
		}
	}
	return 0, false
}

func leadingDigits(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}

// smallInt reads up to nine digits, no sign.
func smallInt(s string) (int, bool) {
	if s == "" || len(s) > 9 || leadingDigits(s) != s {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
