// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pageWidth is the widest line printed.
const pageWidth = 110

// column is a column of a table.
type column struct {
	title string
	width int
	right bool
}

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

// wrapped writes a text in lines of the page, later lines indented. Spaces before the text stay.
func (p *printer) wrapped(indent, text string) {
	line := ""
	if spaces := len(text) - len(strings.TrimLeft(text, " ")); spaces > 1 {
		line = strings.Repeat(" ", spaces-1)
	}
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > pageWidth:
			p.line("%s", line)
			line = indent + word
		default:
			line += " " + word
		}
	}
	p.line("%s", line)
}

// row writes the cells of a table row, each cut to its column.
func (p *printer) row(columns []column, cells ...string) {
	var b strings.Builder
	for i, c := range columns {
		cell := fit(cells[i], c.width)
		pad := strings.Repeat(" ", c.width-utf8.RuneCountInString(cell))
		if c.right {
			cell = pad + cell
		} else {
			cell += pad
		}
		b.WriteString(cell)
		b.WriteString("  ")
	}
	p.line("%s", b.String())
}

func (p *printer) head(columns []column) {
	var titles, rules []string
	for _, c := range columns {
		titles = append(titles, c.title)
		rules = append(rules, strings.Repeat("-", c.width))
	}
	p.row(columns, titles...)
	p.row(columns, rules...)
}

// fit puts a text on one line and cuts it to a width.
func fit(s string, width int) string {
	s = strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
	if r := []rune(s); len(r) > width {
		return strings.TrimSpace(string(r[:width-2])) + ".."
	}
	return s
}
