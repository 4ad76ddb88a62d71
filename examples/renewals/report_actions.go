// SPDX-License-Identifier: Apache-2.0

package main

import "fmt"

// actionSection lists all actions after the ones of the first screen, with the reason.
func actionSection(p portfolio, a analysis) section {
	s := section{title: "All actions, amounts in " + string(p.manifest.ReportingCurrency)}
	s.table.columns = actionColumns()
	for _, act := range a.review.Actions {
		s.table.rows = append(s.table.rows, actionRow(p, a, act))
	}
	s.notes = []string{"What: give notice, so that it does not renew as it is; reduce the quantity before the term ends; right size when it ends by itself; " +
		"order what is missing; decide whether to renew; reclaim seats from people; downgrade seats to a cheaper product; renegotiate the price; " +
		"statutory exit; review data that is missing."}
	return s
}

// leftOutSection lists what the analysis could not judge.
func leftOutSection(a analysis) section {
	s := section{title: "What could not be judged"}
	s.table.columns = []column{text("Line", 0), wrapped("Reason", 92)}
	for _, l := range a.review.LeftOut {
		s.table.add(where(l.Contract, l.Line), l.Reason)
	}
	s.notes = a.review.Notes
	return s
}

// problemSection lists the problems of the files. Of many that are alike it shows the first and how many there are; all of
// them are in result.json.
func problemSection(p portfolio) section {
	s := section{title: "Problems in the files"}
	s.table.columns = []column{text("File", 0), number("Line"), wrapped("Field", 14), wrapped("Value", 16), wrapped("Problem", 30), wrapped("What was done", 17)}
	kind := func(q problem) problem { return problem{File: q.File, Field: q.Field, Reason: q.Reason, Done: q.Done} }
	alike := map[problem]int{}
	for _, q := range p.problems {
		alike[kind(q)]++
	}
	const most = 10
	shown := map[problem]int{}
	for _, q := range p.problems {
		k := kind(q)
		if shown[k]++; shown[k] > most {
			continue
		}
		line, value := fmt.Sprint(q.Line), q.Value
		if shown[k] == most && alike[k] > most {
			line, value = "", fmt.Sprintf("%s more", grouped(fmt.Sprint(alike[k]-most+1)))
		}
		s.table.add(q.File, line, q.Field, value, q.Reason, q.Done)
	}
	return s
}
