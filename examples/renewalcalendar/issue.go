// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"slices"
)

// issue is one field of the input that could not be used as it stands, and what was done about it.
type issue struct {
	File   string `json:"file"`
	Line   int    `json:"line"`             // from 1, the header
	Field  string `json:"field"`            // the column, as the file calls it
	Value  string `json:"value"`            // the field as read, cut if it is long
	Reason string `json:"reason"`           // one of few sentences, for counting
	Detail string `json:"detail,omitempty"` // what is special about this row
	Done   string `json:"done"`             // what was left out
}

// What is done about an issue.
const (
	rowLeftOut    = "row left out"
	valueLeftOut  = "value left out"
	optionLeftOut = "option left out"
	kept          = "kept"
)

// String says where the field stands and what it is: the reason is shown once for all that share it.
func (i issue) String() string {
	s := fmt.Sprintf("%s:%d: %s %s", i.File, i.Line, i.Field, quote(i.Value))
	if i.Detail != "" {
		s += " (" + i.Detail + ")"
	}
	return s
}

// quote cuts a value to what fits on a line: it may be a whole paragraph, or a binary file.
func quote(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// tally is how often a reason was given for a field.
type tally struct {
	Done   string `json:"done"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	first  issue
}

// countReasons counts the issues by what was done, field and reason; the gravest and most frequent come first.
func countReasons(issues []issue) []tally {
	at := map[[3]string]int{}
	var list []tally
	for _, i := range issues {
		key := [3]string{i.Done, i.Field, i.Reason}
		n, known := at[key]
		if !known {
			n = len(list)
			at[key] = n
			list = append(list, tally{Done: i.Done, Field: i.Field, Reason: i.Reason, first: i})
		}
		list[n].Count++
	}
	slices.SortFunc(list, func(a, b tally) int {
		return cmp.Or(rank(a.Done)-rank(b.Done), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Reason, b.Reason))
	})
	return list
}

// rank puts the graver losses first.
func rank(done string) int {
	return slices.Index([]string{rowLeftOut, optionLeftOut, valueLeftOut, kept}, done)
}
