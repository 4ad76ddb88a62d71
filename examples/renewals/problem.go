// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"slices"
)

// problem is one thing in the input that could not be used as it stands, and what was done about it.
type problem struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"` // from 1, the header; 0 if it concerns several rows
	Field  string `json:"field,omitempty"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
	Done   string `json:"done"` // "row left out", "contract left out" ...
}

func (p problem) String() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s %s=%q %s: %s", at, p.Field, p.Value, p.Reason, p.Done)
}

// What is done about a problem.
const (
	rowLeftOut      = "row left out"
	fieldLeftOut    = "field left out"
	contractLeftOut = "contract left out"
)

// problems collects them while the files are read.
type problems struct{ list []problem }

func (p *problems) add(q problem) {
	const longest = 60 // a value is quoted, not copied: it may be a whole binary file
	if r := []rune(q.Value); len(r) > longest {
		q.Value = string(r[:longest]) + "…"
	}
	p.list = append(p.list, q)
}

// sorted returns the problems by file and line.
func (p *problems) sorted() []problem {
	list := slices.Clone(p.list)
	slices.SortStableFunc(list, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field),
			cmp.Compare(a.Value, b.Value), cmp.Compare(a.Reason, b.Reason))
	})
	return list
}
