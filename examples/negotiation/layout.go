// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/itfm-go/itfm/finops"
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

// fact writes a name and what there is to say about it.
func (p *printer) fact(name, format string, args ...any) {
	const width = 30
	p.wrapped(strings.Repeat(" ", width), fmt.Sprintf("%-*s", width, name)+fmt.Sprintf(format, args...))
}

// wrapped writes a text in lines of the page, later lines indented. It breaks at single spaces only, so that what is
// aligned stays aligned.
func (p *printer) wrapped(indent, text string) {
	for utf8.RuneCountInString(text) > pageWidth {
		at := strings.LastIndex(string([]rune(text)[:pageWidth+1]), " ")
		if at <= len(indent) {
			break
		}
		p.line("%s", text[:at])
		text = indent + strings.TrimLeft(text[at:], " ")
	}
	p.line("%s", text)
}

// row writes the cells of a table row, each cut to its column.
func (p *printer) row(columns []column, cells ...string) {
	var b strings.Builder
	for i, c := range columns {
		cell := cells[i]
		if r := []rune(cell); len(r) > c.width {
			cell = string(r[:c.width-2]) + ".."
		}
		pad := strings.Repeat(" ", c.width-utf8.RuneCountInString(cell))
		if c.right {
			cell = pad + cell
		} else {
			cell += pad
		}
		b.WriteString("  " + cell)
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

// money writes an amount with thousands commas, rounded to the minor unit: "1,250.00 EUR".
func money(m finops.Money) string {
	return m.Round(finops.HalfUp).Grouped()
}

// plain is money without the currency, for tables whose heading names it.
func plain(m finops.Money) string {
	text, _, _ := strings.Cut(money(m), " ")
	return text
}

// number writes a quantity with thousands commas.
func number(d decimal.Decimal) string { return grouped(d.String()) }

func grouped(s string) string {
	whole, fraction, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// percent writes a fraction as a percentage of up to two digits: 0.07 as "7%".
func percent(d decimal.Decimal) string {
	return finops.HalfUp.Round(d, 4).Shift(2).String() + "%"
}

// snakeText writes "never_activated" as "never activated".
func snakeText(s string) string { return strings.ReplaceAll(s, "_", " ") }

// plural writes a count with its noun: "1 day", "2 days".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(fmt.Sprint(n)) + " " + what + "s"
}
