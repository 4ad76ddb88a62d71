// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/itfm-go/itfm/finops"
	"github.com/shopspring/decimal"
)

// errInput is returned for a file that cannot be used at all: the program then stops.
var errInput = errors.New("unusable input")

// maxFileBytes bounds what is read into memory from one file.
const maxFileBytes = 256 << 20

// table is one CSV file: its rows by column name.
type table struct {
	file   string
	column map[string]int
	rows   []*row
	broken [][]string // records that are no rows, as far as they can be read
}

// row is one record. The first field that cannot be read marks the row as left out; all such fields are listed.
type row struct {
	t       *table
	log     *problems
	line    int
	fields  []string
	leftOut bool
}

// readTable reads a file that must have the columns, in any order. It accepts a UTF-8 byte order mark and both line
// ends. Rows with a wrong number of fields, broken quotes or bytes that are not text are listed and left out.
func readTable(fsys fs.FS, file string, log *problems, columns ...string) (*table, error) {
	data, err := readFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; expected columns: %s", file, err, strings.Join(columns, ","))
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: no header line; expected columns: %s", file, errInput, strings.Join(columns, ","))
	}
	t := &table{file: file, column: map[string]int{}}
	if err := t.setHeader(header, columns, log); err != nil {
		return nil, err
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		t.addRecord(r, record, err, len(header), log)
	}
}

func readFile(fsys fs.FS, file string) ([]byte, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errInput, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errInput, err)
	}
	if len(data) > maxFileBytes {
		return nil, fmt.Errorf("%w: larger than %d bytes", errInput, maxFileBytes)
	}
	return data, nil
}

func (t *table) setHeader(header, columns []string, log *problems) error {
	for i, h := range header {
		h = strings.TrimSpace(h)
		if _, twice := t.column[h]; twice {
			return fmt.Errorf("%s: %w: column %q appears twice; expected columns: %s", t.file, errInput, h, strings.Join(columns, ","))
		}
		t.column[h] = i
		if !slices.Contains(columns, h) {
			log.add(problem{t.file, 1, "header", h, "is no column of this file", "column left out"})
		}
	}
	for _, c := range columns {
		if _, ok := t.column[c]; !ok {
			return fmt.Errorf("%s: %w: column %q is missing; expected columns: %s", t.file, errInput, c, strings.Join(columns, ","))
		}
	}
	return nil
}

func (t *table) addRecord(r *csv.Reader, record []string, err error, width int, log *problems) {
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		done := rowLeftOut
		if syntax.Line > syntax.StartLine {
			done = fmt.Sprintf("lines %d to %d left out", syntax.StartLine, syntax.Line)
		}
		log.add(problem{t.file, syntax.StartLine, "", strings.Join(record, ","), syntax.Err.Error(), done})
		t.broken = append(t.broken, record)
		return
	}
	line, _ := r.FieldPos(0)
	if len(record) != width {
		log.add(problem{t.file, line, "", strings.Join(record, ","), fmt.Sprintf("has %d fields, the header has %d", len(record), width), rowLeftOut})
		t.broken = append(t.broken, record)
		return
	}
	if bad := slices.IndexFunc(record, func(s string) bool { return !printable(s) }); bad >= 0 {
		log.add(problem{t.file, line, t.nameOf(bad), record[bad], "is not text", rowLeftOut})
		t.broken = append(t.broken, record)
		return
	}
	t.rows = append(t.rows, &row{t: t, log: log, line: line, fields: record})
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' })
}

func (t *table) nameOf(i int) string {
	for name, j := range t.column {
		if i == j {
			return name
		}
	}
	return ""
}

// reject lists a field and leaves the row out.
func (r *row) reject(column, reason string) {
	r.leftOut = true
	r.log.add(problem{r.t.file, r.line, column, r.text(column), reason, rowLeftOut})
}

// text returns the field without the spaces around it, "" if it is blank.
func (r *row) text(column string) string { return strings.TrimSpace(r.fields[r.t.column[column]]) }

// key returns a field that must not be blank.
func (r *row) key(column string) string {
	s := r.text(column)
	if s == "" {
		r.reject(column, "is blank")
	}
	return s
}

// list returns the parts of a field divided by semicolons.
func (r *row) list(column string) []string {
	var parts []string
	for s := range strings.SplitSeq(r.text(column), ";") {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	return parts
}

// date returns the day, no date if the field is blank.
func (r *row) date(column string) finops.Date {
	s := r.text(column)
	if s == "" {
		return finops.Date{}
	}
	d, err := finops.ParseDate(s)
	if err != nil {
		r.reject(column, "is not a date like 2026-09-30")
	}
	return d
}

// keyDate returns a day that must be there.
func (r *row) keyDate(column string) finops.Date {
	if r.key(column) == "" {
		return finops.Date{}
	}
	return r.date(column)
}

// groupedNumber is a number with thousands commas: the commas must stand at every third digit.
var groupedNumber = regexp.MustCompile(`^[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)

// largestNumber bounds amounts and quantities: what is above is a slip, not a contract.
var largestNumber = decimal.New(1, 15)

var one = decimal.New(1, 0)

// number returns the number, zero if the field is blank.
func (r *row) number(column string) decimal.Decimal {
	n := r.optional(column)
	return n.Decimal
}

// optional returns the number, none if the field is blank. A number may have thousands commas.
func (r *row) optional(column string) decimal.NullDecimal {
	s := r.text(column)
	if s == "" {
		return decimal.NullDecimal{}
	}
	if groupedNumber.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	d, err := finops.ParseDecimal(s)
	if err != nil {
		r.reject(column, "is not a number like 1250.00 or 1,250.00")
		return decimal.NullDecimal{}
	}
	if d.Abs().GreaterThan(largestNumber) {
		r.reject(column, "is larger than "+largestNumber.String())
		return decimal.NullDecimal{}
	}
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

// keyNumber returns a number that must be there and must not be negative.
func (r *row) keyNumber(column string) decimal.Decimal {
	if r.key(column) == "" {
		return decimal.Decimal{}
	}
	d := r.number(column)
	if d.Sign() < 0 {
		r.reject(column, "is negative")
	}
	return d
}

// whole returns a whole number from 0 to 1,000,000, 0 if the field is blank.
func (r *row) whole(column string) int {
	s := r.text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000 {
		r.reject(column, "is not a whole number from 0 to 1000000")
		return 0
	}
	return n
}

// above returns a whole number above zero, which must be there.
func (r *row) above(column string) int {
	if r.key(column) == "" {
		return 0
	}
	n := r.whole(column)
	if n == 0 && !r.leftOut {
		r.reject(column, "is not above zero")
	}
	return n
}

// flag returns whether the field says yes.
func (r *row) flag(column string) bool {
	switch r.text(column) {
	case "yes":
		return true
	case "", "no":
		return false
	}
	r.reject(column, `is neither "yes" nor blank`)
	return false
}

// currency returns a currency code.
func (r *row) currency(column string) finops.Currency {
	c, err := finops.ParseCurrency(r.key(column))
	if err != nil && r.text(column) != "" {
		r.reject(column, "is not an ISO 4217 code in capitals")
	}
	return c
}

// month returns a month that must be there.
func (r *row) month(column string) finops.Month {
	if r.key(column) == "" {
		return finops.Month{}
	}
	m, err := finops.ParseMonth(r.text(column))
	if err != nil {
		r.reject(column, "is not a month like 2026-09")
	}
	return m
}

// option reads a named option into v; a blank field keeps the zero value.
func (r *row) option(column string, v encoding.TextUnmarshaler) {
	s := r.text(column)
	if s == "" {
		return
	}
	if err := v.UnmarshalText([]byte(s)); err != nil {
		r.reject(column, wantOf(err))
	}
}

// wantOf returns what the library says it wants instead, without the sentinel at the end.
func wantOf(err error) string {
	s := strings.TrimSuffix(err.Error(), ": "+finops.ErrSyntax.Error())
	if i := strings.Index(s, "want "); i >= 0 {
		return s[i:]
	}
	return "is not a name known here"
}

// reasonOf returns the text of an error of the library on one line.
func reasonOf(err error) string { return strings.Join(strings.Split(err.Error(), "\n"), "; ") }

// has reports whether the file has the column.
func (t *table) has(column string) bool { _, ok := t.column[column]; return ok }

// usable returns the rows that can be used, in the order of the file.
func (t *table) usable() []*row {
	return slices.DeleteFunc(slices.Clone(t.rows), func(r *row) bool { return r.leftOut })
}

// unique leaves out rows that repeat the key: a copy of a row counts once, rows that contradict each other are all left
// out, because nothing says which of them is right.
func (t *table) unique(columns ...string) {
	first := map[string]*row{}
	clash := map[string]bool{}
	for _, r := range t.rows {
		k := r.keyOf(columns)
		switch f := first[k]; {
		case f == nil:
			first[k] = r
		case slices.Equal(f.fields, r.fields):
			r.leftOut = true
			r.log.add(problem{t.file, r.line, columns[0], strings.Join(r.parts(columns), " "), "is listed twice with the same values", "counted once"})
		default:
			clash[k] = true
		}
	}
	for _, r := range t.rows {
		if clash[r.keyOf(columns)] && !r.leftOut {
			r.leftOut = true
			r.log.add(problem{t.file, r.line, columns[0], strings.Join(r.parts(columns), " "), "is listed more than once with different values", rowLeftOut})
		}
	}
}

func (r *row) parts(columns []string) []string {
	var p []string
	for _, c := range columns {
		p = append(p, r.text(c))
	}
	return p
}

func (r *row) keyOf(columns []string) string { return strings.Join(r.parts(columns), "\x00") }
