// SPDX-License-Identifier: Apache-2.0

package digits

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/shopspring/decimal"
)

// ErrRange is returned for a number that has too many digits to be written out.
var ErrRange = errors.New("digits: number has too many digits")

// Marshal returns the JSON object of a struct as json.Marshal does, but for its decimals: fields of type decimal.Decimal,
// decimal.NullDecimal and slices of decimals are written as strings of plain digits ([Text]), null for a NullDecimal that
// is not valid. All other fields go through json.Marshal, so that a struct inside that has decimals needs its own method.
// The rest is as documented there: names, omitempty, omitzero and "-" of the json tag, and the fields of embedded structs.
//
// It is what a MarshalJSON method calls:
//
//	func (q Quote) MarshalJSON() ([]byte, error) { return digits.Marshal(q) }
//
// It returns [ErrRange] for a decimal of more than a thousand digits on a side of the point, the errors of json.Marshal,
// and an error for anything but a struct.
func Marshal(v any) ([]byte, error) {
	s := reflect.ValueOf(v)
	if s.Kind() != reflect.Struct {
		return nil, fmt.Errorf("digits: %T is no struct", v)
	}
	var b bytes.Buffer
	b.WriteByte('{')
	if err := fields(&b, s); err != nil {
		return nil, err
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// fields writes the members of s, those of embedded structs in their place.
func fields(b *bytes.Buffer, s reflect.Value) error {
	for i := range s.NumField() {
		f, v := s.Type().Field(i), s.Field(i)
		tag, tagged := f.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		if f.Anonymous && !tagged && v.Kind() == reflect.Struct {
			if err := fields(b, v); err != nil {
				return err
			}
			continue
		}
		if !f.IsExported() || tag == "-" || omitted(v, options) {
			continue
		}
		if name == "" {
			name = f.Name
		}
		value, err := member(v)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, "%q:", name)
		b.Write(value)
	}
	return nil
}

// omitted says whether the options of a tag leave the value out.
func omitted(v reflect.Value, options string) bool {
	for o := range strings.SplitSeq(options, ",") {
		switch o {
		case "omitzero":
			if z, ok := v.Interface().(interface{ IsZero() bool }); ok && z.IsZero() || !ok && v.IsZero() {
				return true
			}
		case "omitempty":
			if empty(v) {
				return true
			}
		}
	}
	return false
}

func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func member(v reflect.Value) ([]byte, error) {
	switch x := v.Interface().(type) {
	case decimal.Decimal:
		return number(x)
	case decimal.NullDecimal:
		if !x.Valid {
			return []byte("null"), nil
		}
		return number(x.Decimal)
	case []decimal.Decimal:
		if x == nil {
			return []byte("null"), nil
		}
		out := []byte{'['}
		for i, d := range x {
			if i > 0 {
				out = append(out, ',')
			}
			n, err := number(d)
			if err != nil {
				return nil, err
			}
			out = append(out, n...)
		}
		return append(out, ']'), nil
	default:
		return json.Marshal(x)
	}
}

func number(d decimal.Decimal) ([]byte, error) {
	if !written(d) {
		return nil, fmt.Errorf("%s: %w", Text(d), ErrRange)
	}
	return []byte(`"` + Text(d) + `"`), nil
}
