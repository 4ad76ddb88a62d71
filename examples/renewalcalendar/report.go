// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
)

// report prints the calendar and what was left out of it.
func report(w io.Writer, s settings, p *portfolio, cal calendar) error {
	out := &printer{w: w}
	reportInput(out, s, p)
	reportDates(out, s, p, cal)
	reportStanding(out, cal)
	reportIssues(out, p)
	return out.err
}

func reportInput(out *printer, s settings, p *portfolio) {
	out.line("RENEWAL CALENDAR as of %s, for the days to %s", s.asOf, s.window.Last())
	out.line("")
	out.line("%s: %s = %s + %s left out", p.file, count(p.rows, "row"), count(len(p.entries), "contract"), count(p.dropped, "row"))
	out.wrapped("  ", "Columns: "+p.mapping.String())
	end := "the last day"
	if s.defaults.endIsExcluded {
		end = "the day after the last day"
	}
	currency := "none"
	if s.defaults.currency != "" {
		currency = s.defaults.currency.String()
	}
	out.wrapped("  ", fmt.Sprintf("An end is %s. Where the file does not say: currency %s, renewal %s, notice %s, options exercised %s ahead.",
		end, currency, renewalText(s.defaults), s.defaults.notice, s.defaults.exerciseBy))
	if n := fromText(p); n > 0 {
		out.line("%s read from free text.", count(n, "term"))
	}
}

func renewalText(d defaults) string {
	if d.renewal == contract.Expires {
		return d.renewal.String()
	}
	return fmt.Sprintf("%s by %d months", d.renewal, d.months)
}

// fromText counts the contracts whose term stood in a text.
func fromText(p *portfolio) int {
	n := 0
	for _, e := range p.entries {
		if e.words != "" {
			n++
		}
	}
	return n
}

func reportDates(out *printer, s settings, p *portfolio, cal calendar) {
	out.line("")
	out.line("DATES (%d)", len(cal.events))
	if len(cal.events) > 0 {
		columns := []column{{"Date", 10, false}, {"Event", 16, false}, {"Contract", 24, false}, {"Vendor", 16, false}, {"What", 16, false}, {"Stated value", 18, true}}
		out.head(columns)
		for _, e := range cal.events[:min(s.list, len(cal.events))] {
			out.row(columns, e.Date.String(), e.label(), e.Contract, e.Vendor, e.Name, e.valueText())
		}
		out.more(len(cal.events)-s.list, "date", "renewals.ics and calendar.json")
	}
	if cal.quiet > 0 {
		out.line("No date in these days: %s, of which %d ended before %s.", count(cal.quiet, "contract"), cal.over, s.asOf)
	}
	if cal.unclear > 0 {
		out.line("Of those that ended, %d had an option; the file does not say whether it was exercised.", cal.unclear)
	}
	for _, t := range totals(p) {
		out.line("%s", t)
	}
}

// more says how much is not printed, and where it is.
func (p *printer) more(n int, what, where string) {
	if n > 0 {
		p.line("... %s more; -list prints more, -out writes all to %s", count(n, what), where)
	}
}

// label names an event in the table.
func (l listing) label() string {
	switch l.Kind {
	case contract.EventOptionEnd:
		return "option would end"
	case contract.EventNoticeSafe:
		return "give notice by"
	case contract.EventNoticeLatest:
		return "notice, latest"
	case contract.EventOptionExercise:
		return "exercise option"
	case contract.EventTermEnd:
		return "term ends"
	case contract.EventRenewal:
		return "renews"
	default:
		return strings.ReplaceAll(l.Kind.String(), "_", " ")
	}
}

// valueText shows the value of a first term or of options. What a renewal will cost no file of dates says.
func (l listing) valueText() string {
	switch {
	case l.Value != nil:
		return l.Value.Grouped()
	case l.Term == 0 || l.ofOptions():
		return "not known"
	default:
		return ""
	}
}

// totals sums the values that are known, by currency.
func totals(p *portfolio) []string {
	var terms, options []finops.Money
	for _, e := range p.entries {
		if e.value != nil {
			terms = append(terms, *e.value)
		}
		if e.option != nil {
			options = append(options, *e.option)
		}
	}
	var lines []string
	for _, part := range []struct {
		what   string
		values []finops.Money
	}{{"Stated value of the terms", terms}, {"Stated value of the options", options}} {
		if len(part.values) == 0 {
			continue
		}
		var sums []string
		for m := range finops.NewBag(part.values...).All() {
			sums = append(sums, m.Grouped())
		}
		lines = append(lines, fmt.Sprintf("%s: %s, known for %d of %s.", part.what, strings.Join(sums, ", "), len(part.values), count(len(p.entries), "contract")))
	}
	return lines
}

// reportStanding lists the contracts for which it is late already.
func reportStanding(out *printer, cal calendar) {
	var late []contract.NoticeWindow
	counts := map[contract.WindowStatus]int{}
	for _, w := range cal.standing {
		counts[w.Status]++
		if isLate(w) {
			late = append(late, w)
		}
	}
	out.line("")
	out.line("STANDING TODAY")
	for status := contract.WindowOpen; status <= contract.WindowEnded; status++ {
		if counts[status] > 0 {
			out.line("%6d  %s", counts[status], standingText(status))
		}
	}
	if len(late) == 0 {
		return
	}
	out.line("Too late, or open to dispute:")
	slices.SortStableFunc(late, func(a, b contract.NoticeWindow) int { return deadline(a).Compare(deadline(b)) })
	for _, w := range late {
		text := fmt.Sprintf("%s: %s", w.Contract, w.Reason)
		if w.Next != nil {
			text += fmt.Sprintf("; runs on to %s at least", w.Next.Term.Period.Last())
		}
		out.wrapped("    ", "- "+text)
	}
}

// isLate reports whether the safe day of notice, or of an option of a contract that still runs, is past.
func isLate(w contract.NoticeWindow) bool {
	switch w.Status {
	case contract.WindowClosed, contract.WindowDisputable, contract.WindowNeverOpen:
		return true
	case contract.WindowEnded:
		return false
	}
	return w.Option != nil && w.Option.Status != contract.OptionOpen
}

// deadline is the safe day of notice, or of the option where no notice is needed.
func deadline(w contract.NoticeWindow) finops.Date {
	if w.Safe.IsZero() && w.Option != nil {
		return w.Option.Safe
	}
	return w.Safe
}

func standingText(s contract.WindowStatus) string {
	switch s {
	case contract.WindowOpen:
		return "renew by themselves, notice is still in time"
	case contract.WindowDisputable:
		return "renew by themselves, notice is in time by one reading of the clause only"
	case contract.WindowClosed:
		return "renew by themselves, it is too late for notice: the next term is committed"
	case contract.WindowNeverOpen:
		return "renew by themselves, notice was never possible: the next term is committed"
	case contract.WindowEvergreen:
		return "run on until notice is given"
	case contract.WindowNoAutoRenewal:
		return "end by themselves"
	case contract.WindowEnded:
		return "have ended"
	default:
		return s.String()
	}
}

// reportIssues counts what was left out by reason, with the first of each.
func reportIssues(out *printer, p *portfolio) {
	out.line("")
	out.line("LEFT OUT")
	if len(p.issues) == 0 {
		out.line("Nothing: every row is a contract.")
		return
	}
	for _, t := range countReasons(p.issues) {
		out.line("%6d  %s: %s: %s", t.Count, t.Done, t.Field, t.Reason)
		out.wrapped("          ", "        "+t.first.String())
	}
	out.line("-out writes all %d to left_out.csv.", len(p.issues))
}

// count writes "1 row" and "2 rows".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
