// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/itfm-go/itfm/finops"
	"github.com/itfm-go/itfm/finops/renewal"
	"github.com/shopspring/decimal"
)

// report puts the document together: the summary that fits one screen first, then the tables behind it.
func report(p portfolio, a analysis) document {
	return document{
		title: fmt.Sprintf("%s: contract renewals as of %s", p.manifest.Company, p.manifest.AsOf),
		sections: []section{
			summary(p, a),
			firstThings(p, a),
			nextDeadlines(a),
			summaryNotes(p, a),
			calendarSection(a),
			committedSection(a),
			savingsSection(a),
			exposureSection(a),
			scenarioSection(p, a),
			utilisationSection(p, a),
			shelfwareSection(p, a),
			positionSection(p, a),
			benchmarkSection(a),
			actionSection(p, a),
			leftOutSection(a),
			problemSection(p),
		},
	}
}

// name is what a contract is called in the tables.
func name(vendor, what string) string { return strings.TrimSpace(vendor + " " + what) }

// where names a line: "LG-001/L2".
func where(contractID, line string) string {
	if line == "" {
		return contractID
	}
	return contractID + "/" + line
}

// day prints a date, "-" for none.
func day(d finops.Date) string {
	if d.IsZero() {
		return "-"
	}
	return d.String()
}

// optionalFigure prints an amount without its currency, "-" if there is none.
func optionalFigure(f renewal.Figure) string {
	if !f.Defined {
		return "-"
	}
	return figure(f.Value)
}

// unlessZero prints an amount without its currency, "-" for zero.
func unlessZero(m finops.Money) string {
	if m.IsZero() {
		return "-"
	}
	return figure(m)
}

// tally prints a count, "-" for zero.
func tally(n int) string {
	if n == 0 {
		return "-"
	}
	return grouped(fmt.Sprint(n))
}

// quantity prints a quantity, "-" for zero.
func quantity(d decimal.Decimal) string {
	if d.IsZero() {
		return "-"
	}
	return count(d)
}

// words turns the text of an enum into words: "give_notice" becomes "give notice".
func words(s fmt.Stringer) string { return strings.ReplaceAll(s.String(), "_", " ") }
