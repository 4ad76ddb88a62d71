// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/itfm-go/itfm/finops/contract"
	"github.com/itfm-go/itfm/finops/renewal"
)

// calendarSection lists the dates of the window. The end of a term is left to the files where a renewal follows the day after.
func calendarSection(a analysis) section {
	s := section{title: fmt.Sprintf("Renewal calendar, %s to %s", a.window.Start, a.window.Last())}
	s.table.columns = []column{
		text("Date", 0), text("Day", 0), text("Event", 0), text("Contract", 0), text("What", 30), number("Next term costs"), text("Cur", 0), text("Owner", 18),
	}
	renews := map[string]bool{}
	for _, e := range a.events {
		if e.Kind == contract.EventRenewal {
			renews[e.Contract+e.Date.String()] = true
		}
	}
	for _, e := range a.events {
		if e.Kind == contract.EventTermEnd && renews[e.Contract+e.Date.AddDays(1).String()] {
			continue
		}
		c := reviewOf(a, e.Contract)
		cost, currency := "", ""
		if e.Kind == contract.EventNoticeSafe || e.Kind == contract.EventRenewal {
			cost, currency = optionalFigure(c.NextValue), string(c.Currency)
		}
		s.table.add(e.Date.String(), e.Date.Weekday().String()[:3], words(e.Kind), where(e.Contract, e.Line), name(e.Vendor, c.Name), cost, currency, initials(e.Owner))
	}
	s.notes = append(s.notes, "notice safe: last day that every reading of the clause accepts, rolled back to a business day. "+
		"notice latest: last day that one reading accepts; be there before. statutory notice: last day to use a right of the law. "+
		"Next term costs: the whole next term if nothing is done, at its uplifted price.")
	for _, d := range a.doubts {
		s.notes = append(s.notes, "Not in the calendar: "+d)
	}
	return s
}

// committedSection shows what can no longer be stopped.
func committedSection(a analysis) section {
	s := section{title: "Too late: the next term is committed"}
	s.table.columns = []column{
		text("Contract", 0), wrapped("What", 18), text("Latest was", 0), text("Next term", 0), number("Costs"), text("Cur", 0),
		text("Way out", 0), text("By law", 0),
	}
	for _, c := range closed(a) {
		w := c.Window
		period := "-"
		if w.Next != nil {
			period = w.Next.Term.Period.Start.String() + " to " + w.Next.Term.Period.Last().String()
		}
		s.table.add(c.Contract, name(c.Vendor, c.Name), day(w.Latest), period, optionalFigure(c.NextValue), string(c.Currency), day(w.Exit.From), day(w.Statute))
	}
	s.notes = []string{"Latest was: last day that any reading of the clause accepted. Way out: first day without the contract if notice is given in time for the term after. By law: first day out " +
		"by a statutory right used today. Ask the vendor all the same: a renewal that is not wanted can be traded for something."}
	return s
}

// savingsSection shows each line that has a saving: what a count of seats promises, what the price list gives, and when.
func savingsSection(a analysis) section {
	s := section{title: "Savings by contract line: promised, real and dated"}
	s.table.columns = []column{
		text("Line", 0), text("Product", 11), number("Hold"), number("Need"), number("Buy"), number("Promised/y"), number("Real/y"),
		text("Cur", 0), text("When", 0), text("From", 0), text("Decide by", 0),
	}
	for _, c := range a.review.Contracts {
		for _, l := range c.Lines {
			savingRows(&s.table, c, l)
		}
	}
	s.notes = []string{
		"Promised: unused quantity x average price, what a seat count suggests. Real: cost of what is held less the cheapest cost of what is " +
			"needed on the real price list; buying more can cost less. Need: seats in use or unknown, in grace or exempt, with the buffer, " +
			"joiners and announced leavers. Promised is for the line; a line with savings at several dates has several rows.",
	}
	return s
}

func savingRows(g *grid, c renewal.ContractReview, l renewal.LineReview) {
	promised := unlessZero(l.Naive)
	for _, part := range l.Parts {
		if part.PerYear.IsZero() && l.Naive.IsZero() {
			continue
		}
		g.add(where(c.Contract, l.Line), l.Product, count(l.Held), count(l.Need), count(part.Buy), promised, unlessZero(part.PerYear),
			string(c.Currency), words(part.Timing), day(part.From), day(part.DecideBy))
		promised = ""
	}
	if len(l.Parts) == 0 && !l.Naive.IsZero() {
		g.add(where(c.Contract, l.Line), l.Product, count(l.Held), count(l.Need), count(l.Saving.Buy), promised, "-", string(c.Currency), "none", "-", "-")
	}
}

// exposureSection shows what missing a deadline costs, and what a month of waiting does: for each deadline of the window, and
// for later ones where it is not the same. So the differences add up to the total of the first screen.
func exposureSection(a analysis) section {
	s := section{title: "What missing a deadline costs, present value"}
	s.table.columns = []column{
		text("Contract", 0), text("What", 26), text("By", 0), number("Forced"), number("Otherwise"), number("Difference"), number("Month's wait"), text("Cur", 0),
	}
	for _, c := range a.review.Contracts {
		if c.Exposure == nil || c.Exposure.Amount.IsZero() && (c.Deadline.IsZero() || c.Deadline.After(a.window.Last())) {
			continue
		}
		wait := "-"
		if c.Waiting != nil && c.Exposure.Amount.Sign() >= 0 { // waiting is no gain where the next term only buys too little
			wait = unlessZero(c.Waiting.Total)
		}
		s.table.add(c.Contract, name(c.Vendor, c.Name), day(c.Deadline), figure(c.Exposure.ForcedPV), figure(c.Exposure.InsteadPV),
			unlessZero(c.Exposure.Amount), wait, string(c.Currency))
	}
	s.notes = []string{"Forced: the next term at its uplifted price for the quantity under contract. Otherwise: what would be bought instead. " +
		"Difference: what missing the deadline costs; - where nothing better is known, below zero where more is needed than is held. Those above zero add up to the total of the first screen. Month's wait: the savings that the month loses, and the chance of missing the deadline times its cost."}
	return s
}

// scenarioSection compares the ways to go on for the contracts with quotes.
func scenarioSection(p portfolio, a analysis) section {
	notes := map[string]string{}
	quoted := map[string]bool{}
	for _, o := range p.offers {
		notes[o.ID] = o.Note
		quoted[o.Contract] = true
	}
	s := section{title: fmt.Sprintf("Ways to go on, discounted at %s a year", rate(p.manifest.DiscountRate))}
	s.table.columns = []column{
		text("Contract", 0), text("Scenario", 44), number("Months"), number("First year"), number("Present value"), number("A year"), text("Cur", 0), number("Rank"),
	}
	for _, c := range a.review.Contracts {
		if !quoted[c.Contract] {
			continue
		}
		if c.Comparison == nil {
			s.notes = append(s.notes, c.Contract+" is quoted but not compared: "+c.ComparisonReason+".")
			continue
		}
		for _, r := range c.Comparison.Scenarios {
			what := r.Name
			if n := notes[r.Name]; n != "" {
				what += ": " + n
			}
			if r.Insufficient != "" {
				s.notes = append(s.notes, fmt.Sprintf("%s %s is not ranked: it %s.", c.Contract, r.Name, r.Insufficient))
			}
			s.table.add(c.Contract, what, fmt.Sprint(r.Months), figure(r.FirstYear), figure(r.PV), optionalFigure(r.EAC), string(c.Currency), rank(r.Rank))
		}
	}
	s.notes = append(s.notes, "First year: payments of the first twelve months. A year: equivalent annual cost, which makes unequal terms "+
		"comparable; rank 1 is the cheapest. The scenarios do not do the same: a replacement may do less. Contracts without quotes: result.json.")
	return s
}

func rank(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

// benchmarkSection shows where the prices stand.
func benchmarkSection(a analysis) section {
	s := section{title: "Prices against what others paid"}
	s.table.columns = []column{
		text("Line", 0), text("Product", 0), number("Own"), text("", 0), number("n"), number("Pay less"), number("P25"), number("Median"),
		text("Median is within", 0), number("Above/yr"),
	}
	for _, c := range a.review.Contracts {
		for _, l := range c.Lines {
			b := l.Market
			if b == nil {
				continue
			}
			interval := "too few prices"
			if b.Interval.Defined {
				interval = figure(b.Interval.Low) + " to " + figure(b.Interval.High)
			}
			s.table.add(where(c.Contract, l.Line), l.Product, figure(b.Own.Price), string(c.Currency)+"/"+l.Per.String(), fmt.Sprint(b.N),
				b.Percentile.Percent(0), figure(b.P25), figure(b.Median), interval, optionalFigure(l.Negotiable))
		}
	}
	s.notes = []string{"Own: average price per unit at the quantity held. n: prices in the sample. Pay less: share of the sample that does " +
		"(mid-rank). P25: lower quartile. Median is within: interval with at least 95 % coverage; it needs 6 prices. Above/yr: (own - median) x " +
		"quantity to buy, an estimate, on top of the savings; the total of the first screen leaves out decisions after the horizon."}
	return s
}
