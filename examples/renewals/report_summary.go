// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
)

// How many rows the first screen shows.
const (
	topActions   = 8
	topDeadlines = 7
)

// summary says what is at hand and what it is worth.
func summary(p portfolio, a analysis) section {
	t := a.review.Totals
	s := section{lines: []string{
		fmt.Sprintf("%s of %s. Looking ahead %s, to %s: %s to act on.", plural(len(p.contracts), "contract"), plural(vendors(p), "vendor"),
			horizonWords(p.manifest.Horizon), a.window.Last(), plural(len(a.review.Actions), "thing")),
		tooLate(p, a),
		shortWords(a) + " " + rateWords(p, a) + ".",
		"",
	}}
	s.table.columns = []column{text("Savings (each counted once) and costs, a year", 0), number("Total " + string(p.manifest.ReportingCurrency)), text("In the currencies of the contracts", 0)}
	for _, row := range []struct {
		what  string
		total renewal.Total
	}{
		{"can be had before the term ends", t.Now},
		{"can be had at renewal, if notice is given in time", t.AtRenewal},
		{"the same, with deadlines after these days", t.Later},
		{"blocked: a minimum or a missed deadline keeps them", t.Blocked},
		{"(unused seats x average price would promise)", t.Naive},
		{"prices above the market median, an estimate", t.Negotiable},
		{"orders after reclaiming, with joiners, a cost", t.Extra},
		{"cost of missing every deadline, present value", t.Exposure},
	} {
		s.table.add(row.what, totalFigure(row.total), bagWords(row.total.ByCurrency))
		if c := row.total.Converted; !c.Defined && len(s.notes) == 0 {
			s.notes = append(s.notes, "Not known: "+c.Reason+".")
		}
	}
	return s
}

// committed is what the renewals that can no longer be stopped cost.
func committed(a analysis) finops.Bag {
	var costs []finops.Money
	for _, c := range closed(a) {
		if c.NextValue.Defined {
			costs = append(costs, c.NextValue.Value)
		}
	}
	return finops.NewBag(costs...)
}

// tooLate says what can no longer be stopped.
func tooLate(p portfolio, a analysis) string {
	n := len(closed(a))
	costs := bagWords(committed(a))
	switch {
	case len(p.contracts) == 0:
		return "There is no contract: contracts.csv and contract_lines.csv hold none that can be used."
	case n == 0:
		return "Too late: no renewal; each can still be stopped."
	case costs == "":
		costs = "an amount not known"
	}
	return fmt.Sprintf("Too late: %s can no longer be stopped; next terms cost %s.", plural(n, "renewal"), costs)
}

// shortWords counts the products with less rights than needed, and says how many of them need no order.
func shortWords(a analysis) string {
	n, covered := 0, 0
	for _, q := range a.positions {
		if q.Shortfall.Sign() > 0 {
			n++
		}
		if coveredByReclaiming(a, q) > 0 {
			covered++
		}
	}
	s := plural(n, "product") + " short of rights today"
	if covered > 0 {
		s += fmt.Sprintf(", %d only until seats are reclaimed", covered)
	}
	if len(a.open) > 0 {
		s += fmt.Sprintf(", %d not known", len(a.open))
	}
	return s + ": see the licence position."
}

// nextDeadlines lists the contracts that need a decision first, whether a saving is known or not.
func nextDeadlines(a analysis) section {
	s := section{title: "Next deadlines"}
	s.table.columns = []column{
		text("By", 0), number("Days"), text("Contract", 0), text("", 24), wrapped("If nothing is done", 20), number("Next term costs"), text("Cur", 0), text("Owner", 18),
	}
	for _, c := range a.review.Contracts {
		if len(s.table.rows) == topDeadlines {
			break
		}
		outcome := map[contract.WindowStatus]string{
			contract.WindowOpen: "renews", contract.WindowDisputable: "renews?", contract.WindowEvergreen: "runs on", contract.WindowNoAutoRenewal: "ends",
		}[c.Window.Status]
		if c.Deadline.IsZero() || outcome == "" {
			continue
		}
		from := c.Changes
		if c.Window.Status == contract.WindowNoAutoRenewal {
			from = c.Deadline
		}
		s.table.add(day(c.Deadline), fmt.Sprint(a.review.AsOf.DaysUntil(c.Deadline)), c.Contract, name(c.Vendor, c.Name), outcome+" "+from.String(),
			optionalFigure(c.NextValue), string(c.Currency), initials(c.Owner))
	}
	return s
}

func horizonWords(h string) string {
	n := h[:len(h)-1]
	what := " day"
	if strings.HasSuffix(h, "m") {
		what = " month"
	}
	if n != "1" {
		what += "s"
	}
	return n + what
}

// rateWords names the rates that the totals rest on.
func rateWords(p portfolio, a analysis) string {
	if len(a.rates) == 0 {
		return "Totals in " + string(p.manifest.ReportingCurrency)
	}
	var rates []string
	for _, u := range a.rates {
		for _, leg := range u.Legs {
			r := fmt.Sprintf("1 %s = %s %s (%s)", leg.Rate.From, leg.Rate.Value, leg.Rate.To, leg.Rate.Date)
			if !slices.Contains(rates, r) {
				rates = append(rates, r)
			}
		}
	}
	return fmt.Sprintf("Totals in %s at %s rates: %s", p.manifest.ReportingCurrency, p.manifest.RateKind, strings.Join(rates, ", "))
}

func vendors(p portfolio) int {
	seen := map[string]bool{}
	for _, c := range p.contracts {
		seen[c.Vendor] = true
	}
	return len(seen)
}

// closed are the contracts whose next term can no longer be stopped.
func closed(a analysis) []renewal.ContractReview {
	var list []renewal.ContractReview
	for _, c := range a.review.Contracts {
		if c.Window.Status == contract.WindowClosed || c.Window.Status == contract.WindowNeverOpen {
			list = append(list, c)
		}
	}
	return list
}

func totalFigure(t renewal.Total) string {
	if !t.Converted.Defined {
		return "not known"
	}
	return unlessZero(t.Converted.Value)
}

func bagWords(b finops.Bag) string {
	var parts []string
	for m := range b.All() {
		parts = append(parts, amount(m))
	}
	return strings.Join(parts, ", ")
}

// firstThings is what to do first, by when, worth how much: the first action of each contract, so that a contract with
// many lines does not fill the screen.
func firstThings(p portfolio, a analysis) section {
	s := section{title: "What to do first, amounts in " + string(p.manifest.ReportingCurrency)}
	s.table.columns = actionColumns()
	seen := map[string]bool{}
	for _, act := range a.review.Actions {
		if len(s.table.rows) == topActions {
			break
		}
		if !seen[act.Contract] {
			s.table.rows = append(s.table.rows, actionRow(p, a, act))
		}
		seen[act.Contract] = true
	}
	return s
}

func actionColumns() []column {
	return []column{
		number("#"), text("By", 0), wrapped("What", 11), text("Contract", 0), text("", 20), number("Worth"), number("At stake"),
		text("Owner", 14), text("Sure", 0), {title: "Why", files: true}, {title: "Evidence", right: true, files: true},
	}
}

func actionRow(p portfolio, a analysis, act renewal.Action) []string {
	worth := "-"
	if act.Converted != nil {
		worth = unlessZero(act.Converted.To)
	}
	return []string{
		fmt.Sprint(act.Rank), day(act.Deadline), words(act.Kind), where(act.Contract, act.Line), name(act.Vendor, titleOf(a, act.Contract)),
		worth, staked(act), initials(act.Owner), act.Confidence.String(), act.Explanation + ".", plural(len(act.Evidence), "record"),
	}
}

// initials shortens "Marta Lindqvist" to "M. Lindqvist".
func initials(person string) string {
	given, family, ok := strings.Cut(person, " ")
	if !ok {
		return person
	}
	return string([]rune(given)[:1]) + ". " + family
}

// staked is what depends on the action in the reporting currency, with a mark for the cost of the next term, which is spend.
func staked(act renewal.Action) string {
	c := act.AtStake.Converted
	switch {
	case !c.Defined:
		return "-"
	case act.AtStake.Basis == renewal.StakeNextTerm:
		return "(" + unlessZero(c.Value) + ")"
	}
	return unlessZero(c.Value)
}

func titleOf(a analysis, id string) string { return reviewOf(a, id).Name }

// reviewOf finds the review of a contract.
func reviewOf(a analysis, id string) renewal.ContractReview {
	for _, c := range a.review.Contracts {
		if c.Contract == id {
			return c
		}
	}
	return renewal.ContractReview{}
}

// summaryNotes explains the words of the first screen and says what is missing.
func summaryNotes(p portfolio, a analysis) section {
	rows, contracts := 0, map[int]bool{}
	for _, q := range p.problems {
		switch {
		case q.File == "contracts.csv" && (q.Done == rowLeftOut || q.Done == contractLeftOut):
			contracts[q.Line] = true
		case q.Done == rowLeftOut:
			rows++
		}
	}
	return section{notes: []string{
		"#: place among all actions; one row a contract. By: last day that every reading of the notice clause accepts. Order: due in 7, 30, 90, 180 days, then at stake. Worth: saving a year. " +
			"At stake: worth, or the cost of missing the deadline if more; in brackets the next term's, if undecided. Sure: confidence.",
		fmt.Sprintf("Data: %s in the files: %s of contracts.csv and %s of other files left out; the last table lists them. Usage is known for %s of %s.",
			plural(len(p.problems), "problem"), plural(len(contracts), "row"), plural(rows, "row"),
			a.shelfware.Coverage.Percent(1), plural(len(a.shelfware.Seats), "seat")),
	}}
}
