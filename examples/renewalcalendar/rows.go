// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// errInput is returned for a file that cannot be used at all.
var errInput = errors.New("unusable input")

// maxFileBytes bounds what is read into memory.
const maxFileBytes = 256 << 20

// table is the file, with the columns that the fields are mapped to.
type table struct {
	file    string
	mapping mapping
	columns map[string][]int // by field; several for an id that is made of several columns
	rows    []row
	broken  []issue // records that are no rows of the table
}

// row is one record.
type row struct {
	table *table
	line  int
	cells []string
}

// readTable reads a CSV file. It accepts a UTF-8 byte order mark and both line ends. m may be nil: columns then have the
// names of the fields.
func readTable(r io.Reader, file string, delimiter rune, m mapping) (*table, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", file, errInput, err)
	}
	if len(data) > maxFileBytes {
		return nil, fmt.Errorf("%s: %w: larger than %d bytes", file, errInput, maxFileBytes)
	}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	c.FieldsPerRecord = -1
	c.Comma = delimiter
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w: the file is empty", file, errInput)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: header line: %w", file, errInput, err)
	}
	t := &table{file: file, mapping: m}
	if err := t.setColumns(header); err != nil {
		return nil, err
	}
	return t, t.readRecords(c, len(header))
}

// setColumns finds the mapped columns in the header line.
func (t *table) setColumns(header []string) error {
	for i, h := range header {
		if !isText(h) {
			return fmt.Errorf("%s:1: %w: column %d of the header, %s, is not UTF-8 text", t.file, errInput, i+1, quote(h))
		}
		header[i] = strings.TrimSpace(h)
	}
	if t.mapping == nil {
		m, err := sameNames(t.file, header)
		if err != nil {
			return fmt.Errorf("%w (the header has: %s)", err, quoteColumns(header))
		}
		t.mapping = m
	}
	t.columns = map[string][]int{}
	for _, field := range allFields() {
		name := t.mapping[field]
		if name == "" {
			continue
		}
		for _, part := range columnParts(name, field, header) {
			i := slices.Index(header, part)
			if i < 0 {
				return fmt.Errorf("%s:1: %w: field %q is mapped to column %q, which the header does not have; it has: %s",
					t.file, errMapping, field, part, quoteColumns(header))
			}
			if slices.Contains(header[i+1:], part) {
				return fmt.Errorf("%s:1: %w: field %q is mapped to column %q, which the header has twice", t.file, errMapping, field, part)
			}
			t.columns[field] = append(t.columns[field], i)
		}
	}
	return nil
}

// columnParts splits the column of an id at "+", unless a column has that very name.
func columnParts(name, field string, header []string) []string {
	if field != fieldID || slices.Contains(header, name) {
		return []string{name}
	}
	return strings.Split(name, "+")
}

// quoteColumns lists column names, not too many: the file may be none.
func quoteColumns(header []string) string {
	const most = 30
	var names []string
	for _, h := range header[:min(most, len(header))] {
		names = append(names, quote(h))
	}
	if len(header) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// readRecords reads all records after the header line.
func (t *table) readRecords(c *csv.Reader, width int) error {
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			t.addBroken(syntax.StartLine, cells, "is not CSV", fmt.Sprintf("line %d: %v", syntax.Line, syntax.Err))
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w: %w", t.file, errInput, err)
		}
		line, _ := c.FieldPos(0)
		if len(cells) != width {
			t.addBroken(line, cells, "does not have the columns of the header", fmt.Sprintf("%d, not %d", len(cells), width))
			continue
		}
		t.rows = append(t.rows, row{table: t, line: line, cells: cells})
	}
	if len(t.rows)+len(t.broken) == 0 {
		return fmt.Errorf("%s: %w: no line after the header", t.file, errInput)
	}
	return nil
}

func (t *table) addBroken(line int, cells []string, reason, detail string) {
	t.broken = append(t.broken, issue{t.file, line, "record", strings.Join(cells, ","), reason, detail, rowLeftOut})
}

// isText reports whether s can be shown: UTF-8 without control characters.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) && !unicode.IsSpace(c) })
}

// has reports whether the field is mapped.
func (r row) has(field string) bool { return len(r.table.columns[field]) > 0 }

// text returns the field without the spaces around it, "" if it is blank or not mapped. Parts of an id are joined by a
// slash.
func (r row) text(field string) string {
	var parts []string
	for _, i := range r.table.columns[field] {
		parts = append(parts, strings.TrimSpace(r.cells[i]))
	}
	return strings.Join(parts, "/")
}

// column returns what the file calls the field, the field itself if it is not mapped.
func (r row) column(field string) string {
	if c := r.table.mapping[field]; c != "" {
		return c
	}
	return field
}

// issue returns what is wrong with a field.
func (r row) issue(field, reason, detail, done string) issue {
	return issue{r.table.file, r.line, r.column(field), r.text(field), reason, detail, done}
}
