// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/itfm-go/itfm/finops"
)

// pageWidth is the widest line of the text report.
const pageWidth = 110

// document is the report: the same content is written as text and as Markdown.
type document struct {
	title    string
	sections []section
}

// section is a heading, lines of text, a table and notes under it. Each part may be empty.
type section struct {
	title string
	lines []string
	table grid
	notes []string
}

// grid is a table.
type grid struct {
	columns []column
	rows    [][]string
}

// column is the head of a table column.
type column struct {
	title string
	right bool // numbers stand right-aligned
	most  int  // longest text on a line; 0 for no limit
	wrap  bool // longer text goes on in the next line; else it is cut off
	files bool // too wide for a terminal: only in report.md
}

func (g *grid) add(cells ...string) { g.rows = append(g.rows, cells) }

func text(title string, most int) column { return column{title: title, most: most} }

func wrapped(title string, most int) column { return column{title: title, most: most, wrap: true} }

func number(title string) column { return column{title: title, right: true} }

// cut shortens s to n characters. The text report marks it; the Markdown report and the files are never cut.
func cut(s string, n int) string {
	if n == 0 || utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-2])) + ".."
}

// writeText writes the document for a terminal.
func (d document) writeText(w io.Writer) error {
	p := &printer{w: w}
	p.line(strings.ToUpper(d.title))
	for i, s := range d.sections {
		if i > 0 || s.title != "" {
			p.line("")
		}
		if s.title != "" {
			p.line(s.title)
			p.line(strings.Repeat("-", utf8.RuneCountInString(s.title)))
		}
		for _, l := range s.lines {
			p.paragraph(l)
		}
		p.grid(s.table)
		for _, n := range s.notes {
			p.paragraph(n)
		}
	}
	return p.err
}

// printer keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, strings.TrimRight(s, " ")+"\n")
	}
}

// paragraph breaks a line at spaces to fit the page; following lines are indented like the first, by two more.
func (p *printer) paragraph(s string) {
	indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = indent + word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > pageWidth:
			p.line(line)
			line = indent + "  " + word
		default:
			line += " " + word
		}
	}
	p.line(line)
}

// narrow returns the table without the columns that are for files only.
func (g grid) narrow() grid {
	var n grid
	for _, c := range g.columns {
		if !c.files {
			n.columns = append(n.columns, c)
		}
	}
	for _, r := range g.rows {
		var cells []string
		for i, c := range r {
			if !g.columns[i].files {
				cells = append(cells, c)
			}
		}
		n.add(cells...)
	}
	return n
}

func (p *printer) grid(g grid) {
	if len(g.columns) == 0 {
		return
	}
	g = g.narrow()
	widths := make([]int, len(g.columns))
	for i, c := range g.columns {
		widths[i] = utf8.RuneCountInString(c.title)
		for _, r := range g.rows {
			for _, l := range c.lines(r[i]) {
				widths[i] = max(widths[i], utf8.RuneCountInString(l))
			}
		}
	}
	head := make([]string, len(g.columns))
	rule := make([]string, len(g.columns))
	for i, c := range g.columns {
		head[i], rule[i] = c.title, strings.Repeat("-", widths[i])
	}
	p.cells(g.columns, widths, head)
	p.line(strings.Join(rule, "  "))
	for _, r := range g.rows {
		p.cells(g.columns, widths, r)
	}
	if len(g.rows) == 0 {
		p.line("(none)")
	}
}

// cells prints a row, on as many lines as its longest cell needs.
func (p *printer) cells(columns []column, widths []int, cells []string) {
	for n := 0; ; n++ {
		more := n == 0
		parts := make([]string, len(cells))
		for i, c := range cells {
			line := ""
			if lines := columns[i].lines(c); n < len(lines) {
				line, more = lines[n], true
			}
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(line))
			if columns[i].right {
				parts[i] = pad + line
			} else {
				parts[i] = line + pad
			}
		}
		if !more {
			return
		}
		p.line(strings.Join(parts, "  "))
	}
}

// lines returns the text of a cell as it is printed.
func (c column) lines(s string) []string {
	if !c.wrap || c.most == 0 {
		return []string{cut(s, c.most)}
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= c.most {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for r := []rune(word); len(r) > c.most; r = []rune(word) {
			lines = append(lines, string(r[:c.most]))
			word = string(r[c.most:])
		}
		line = word
	}
	return append(lines, line)
}

// writeMarkdown writes the document as report.md, nothing cut.
func (d document) writeMarkdown(w io.Writer) error {
	p := &printer{w: w}
	p.line("# " + d.title)
	for _, s := range d.sections {
		p.line("")
		if s.title != "" {
			p.line("## " + s.title)
			p.line("")
		}
		p.paragraphs(s.lines)
		p.markdownGrid(s.table)
		if len(s.table.columns) > 0 && len(s.notes) > 0 {
			p.line("")
		}
		p.paragraphs(s.notes)
	}
	return p.err
}

// paragraphs prints each line as a paragraph, followed by an empty line unless it is the last of the section.
func (p *printer) paragraphs(lines []string) {
	for i, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if i > 0 {
			p.line("")
		}
		p.line(strings.TrimSpace(l))
	}
	if len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		p.line("")
	}
}

func (p *printer) markdownGrid(g grid) {
	if len(g.columns) == 0 {
		return
	}
	head, rule := "|", "|"
	for _, c := range g.columns {
		head += " " + c.title + " |"
		if c.right {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	p.line(head)
	p.line(rule)
	for _, r := range g.rows {
		line := "|"
		for _, c := range r {
			line += " " + strings.ReplaceAll(c, "|", `\|`) + " |"
		}
		p.line(line)
	}
}

// amount prints money with thousands separators and its currency: "1,234.50 EUR". Digits below the minor unit are
// rounded away, half up.
func amount(m finops.Money) string {
	if m.Currency() == "" {
		return "-"
	}
	return m.Round(finops.HalfUp).Grouped()
}

// figure prints money with thousands separators and without its currency, for columns that name it.
func figure(m finops.Money) string {
	if m.Currency() == "" {
		return "-"
	}
	number, _, _ := strings.Cut(amount(m), " ")
	return number
}

// grouped puts commas between thousands of a number that is no money.
func grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, fraction, dotted := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dotted {
		whole += "." + fraction
	}
	return sign + whole
}

// count prints a quantity with thousands separators.
func count(d fmt.Stringer) string { return grouped(d.String()) }

// plural prints "1 row", "2 rows".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%s %ss", grouped(fmt.Sprint(n)), what)
}
